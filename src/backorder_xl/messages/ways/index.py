"""What does the page beside the drafts show? This run's drafts, first those to be read before they go; then earlier files."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from email.header import decode_header, make_header
from email.parser import BytesHeaderParser
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.parse import quote

from backorder_xl.messages.draft import Draft
from backorder_xl.messages.pages import page
from backorder_xl.messages.plain import one_line
from backorder_xl.messages.ways.mailto import has_text, mailto

INDEX = "index.html"
KEY_HEADER = "X-Backorder-Key"
_HEAD = 32_768  # bytes of an earlier file that are read: its headers


@dataclass(frozen=True)
class Entry:
    """One draft on the page; what is not known of a file of an earlier run is ""."""

    file: str
    link: str
    subject: str
    to: str
    kind: str = ""
    orders: str = ""
    review: str = ""
    mailto: str = ""
    whole: bool = False  # the mailto link holds the letter's text
    day: str = ""


def index_page(drafts: Sequence[Draft], folder: Path, title: str) -> bytes:
    """The page about the drafts of this run, and about the drafts of ours that lie in the folder besides."""
    entries = [_entry(draft) for draft in drafts]
    groups = [
        ("Read these before they go", [e for e in entries if e.review]),
        ("Drafts of this run", [e for e in entries if not e.review]),
        ("From earlier runs, still here", earlier(folder, {draft.file for draft in drafts})),
    ]
    counts = Counter(e.kind for e in entries)
    facts = {
        "title": one_line(title),
        "groups": [(name, group) for name, group in groups if group],
        "count": len(entries),
        "kinds": [(kind, counts[kind]) for kind in dict.fromkeys(e.kind for e in entries)],
    }
    return page("ways", "index.html.j2", facts)


def earlier(folder: Path, but: Iterable[str]) -> list[Entry]:
    """The .eml files of ours that earlier runs left, newest first; other people's files in the folder are not listed."""
    known = {name.casefold() for name in but}
    found = []
    for path in folder.glob("*.eml"):
        if path.name.casefold() not in known and (entry := _read(path)):
            found.append(entry)
    found.sort(key=lambda e: e.file)
    return sorted(found, key=lambda e: e.day, reverse=True)


def _entry(draft: Draft) -> Entry:
    link = mailto(draft.email, draft.subject, draft.text)
    name, email = one_line(draft.name), one_line(draft.email)
    return Entry(
        file=draft.file,
        link=quote(draft.file),
        subject=one_line(draft.subject) or "(no subject)",
        to=f"{name} <{email}>" if name and email else name or email or one_line(draft.recipient),
        kind=draft.kind.value,
        orders=one_line(", ".join(draft.orders), 600),
        review=one_line(draft.review, 600),
        mailto=link,
        whole=has_text(link),
    )


def _read(path: Path) -> Entry | None:
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except OSError:
        return None
    found = BytesHeaderParser().parsebytes(re.split(rb"\r?\n\r?\n", head, maxsplit=1)[0])
    if found.get(KEY_HEADER) is None:
        return None
    return Entry(
        file=path.name,
        link=quote(path.name),
        subject=_said(found.get("Subject")) or "(no subject)",
        to=_said(found.get("To")),
        day=_day(str(found.get("Date", ""))),
    )


def _said(value: object) -> str:
    try:
        return one_line(str(make_header(decode_header(str(value or "")))))
    except (LookupError, ValueError):
        return one_line(str(value))


def _day(value: str) -> str:
    try:
        return parsedate_to_datetime(value).date().isoformat()
    except ValueError:
        return ""
