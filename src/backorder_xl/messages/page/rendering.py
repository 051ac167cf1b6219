"""How does the page come from its template, ours or the user's own?

The template runs in the fence and sees text and numbers only. Styles and scripts that it holds are named in a content
policy by their hashes, so that a browser runs nothing else on the page.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jinja2 import FileSystemLoader

from backorder_xl.core.settings import Settings
from backorder_xl.core.showcase import Shown
from backorder_xl.core.words import Availability, PageWaiting
from backorder_xl.messages.fence import MOST_CHARACTERS, MOST_STEPS, Fence, Pages
from backorder_xl.messages.page.entries import Entry, entries
from backorder_xl.messages.page.feed import MADE_BY, csv_feed, json_feed, structured_data
from backorder_xl.messages.page.wording import LABELS, Wording, language
from backorder_xl.messages.plain import one_line
from backorder_xl.messages.rendering import OURS, PAGE

MARK = f"<!-- made by {MADE_BY} page -->"
"""The last line of each page, by which a later run knows that it may replace the file."""

_DATA, _POLICY = "the-structured-data-of-this-page", "the-content-policy-of-this-page"
"""Stand for what no template may escape, and for what is known only when all else is there; text that is harmless anywhere."""

_INLINE = re.compile(r"<(style|script)\b([^>]*)>(.*?)</\1\s*>", re.DOTALL | re.IGNORECASE)
_MORE_CHARACTERS, _MORE_STEPS = 5_000, 200  # that a template may use for each item


@dataclass(frozen=True)
class Published:
    """The three files, and what a person should hear about how they were made."""

    html: bytes
    csv: bytes
    json: bytes
    notes: tuple[str, ...]


def publish(items: Sequence[Shown], settings: Settings, as_of: dt.date, beside: Path | None, name: str) -> Published:
    """The page and its feed from the items of core.showcase. Raises TemplateMistake.

    ``beside`` is the workbook's folder, in which a template folder is looked for, None where no file may be; ``name`` what
    the three files are called, without what follows the dot.
    """
    notes = []
    folder = beside / settings.template_folder if beside and settings.template_folder else None
    if beside is None and settings.template_folder:
        notes.append("Template Folder is not used here, as your files cannot be reached; our own template was used.")
    if folder is not None and not folder.is_dir():
        notes.append(f"There is no template folder {folder}; our own template was used.")
        folder = None
    formats, said = language(folder, settings.page_language, settings.default_language)
    notes += [said] if said else []
    limits = {"characters": MOST_CHARACTERS + _MORE_CHARACTERS * len(items), "steps": MOST_STEPS + _MORE_STEPS * len(items)}
    text, html = (Pages(Fence(_loader(folder), html=kind, **limits)) for kind in (False, True))
    words = Wording(text, formats)
    found = entries(items, settings.page_shows_waiting, words)
    title = one_line(settings.page_title) or words.say("title")
    tag = str(formats.locale).replace("_", "-")
    values = {
        "lang": tag,
        "dir": "rtl" if formats.right_to_left else "ltr",
        "title": title,
        "company": one_line(settings.company_name, 120),
        "intro": words.paragraphs("intro"),
        "as_of": as_of.isoformat(),
        "as_of_said": words.say("as_of", date=formats.day(as_of)),
        "shown": words.say("shown", count="{count}", total="{total}"),
        "shown_all": words.say("shown", count=len(found), total=len(found)),
        "label": {name: words.say(name) for name in LABELS},
        "states": _states(found),
        "shows": {
            "waiting": int(settings.page_shows_waiting is not PageWaiting.NO),
            "left": int(any(entry.left for entry in found)),
        },
        "count": len(found),
        "items": [_row(entry) for entry in found],
        "csv": quote(f"{name}.csv"),
        "json": quote(f"{name}.json"),
        "made_by": MADE_BY,
        "structured_data": _DATA,
        "policy": _POLICY,
    }
    page = html.whole(PAGE, values).rstrip() + f"\n{MARK}\n"
    page = page.replace(_DATA, structured_data(found, title), 1).replace(_POLICY, policy_of(page), 1)
    return Published(page.encode("utf-8", "replace"), csv_feed(found), json_feed(found, title, as_of, tag), tuple(notes))


def policy_of(page: str) -> str:
    """A content policy that allows the styles and scripts that stand in the page, and nothing to be fetched but pictures."""
    allowed: dict[str, list[str]] = {"style": [], "script": []}
    for kind, attributes, content in _INLINE.findall(page):
        if "json" not in attributes.lower() and "src=" not in attributes.lower():
            digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode("ascii")
            allowed[kind.lower()].append(f"'sha256-{digest}'")
    lists = (f"{kind}-src {' '.join(dict.fromkeys(hashes)) or chr(39) + 'none' + chr(39)}" for kind, hashes in allowed.items())
    return "; ".join(["default-src 'none'", *lists, "img-src 'self' https: data:", "base-uri 'none'", "form-action 'none'"])


def _loader(folder: Path | None) -> FileSystemLoader:
    return FileSystemLoader([str(p) for p in (folder, OURS) if p is not None], encoding="utf-8-sig")


def _states(found: Sequence[Entry]) -> list[dict[str, str]]:
    """The availabilities that occur, for choosing among them."""
    said = {entry.availability: entry.said for entry in found}
    return [{"code": _code(state), "said": said[state]} for state in Availability if state in said]


def _code(state: Availability) -> str:
    return state.value.replace(" ", "-")


def _row(entry: Entry) -> dict[str, Any]:
    """What a template sees of an item: text, and whole numbers to sort by."""
    row: dict[str, Any] = {
        "sku": entry.sku,
        "name": entry.name,
        "described": int(bool(entry.description)),
        "link": entry.link,
        "state": _code(entry.availability),
        "availability": entry.said,
        "released": entry.released_said,
        "expected": entry.expected_said,
        "expected_from": entry.first.isoformat() if entry.first else "",
        "expected_to": entry.last.isoformat() if entry.last else "",
        "expected_order": entry.last.toordinal() if entry.last else 0,
        "substitute": entry.substitute,
        "substitute_name": entry.substitute_description or entry.substitute,
        "substitute_link": entry.substitute_link,
    }
    for name, amount in (("waiting", entry.waiting), ("customers", entry.customers), ("left", entry.left)):
        row[name] = amount.text if amount else ""
        row[f"{name}_order"] = amount.order if amount else 0
    return row
