"""What stands in the files beside the page, for a shop's own program and for search engines?

A CSV and a JSON with the same fields, and the page's structured data (schema.org). docs/page.md lists the fields.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from collections.abc import Sequence
from typing import Any

from backorder_xl.core.words import Availability
from backorder_xl.messages.page.entries import Entry

FIELDS = (
    "sku", "description", "availability", "schema", "availability_text", "released", "expected_text", "expected_from",
    "expected_to", "waiting_units", "waiting_customers", "can_be_ordered", "substitute", "link",
)  # fmt: skip

SCHEMA = {
    Availability.BACKORDER: "https://schema.org/BackOrder",
    Availability.PREORDER: "https://schema.org/PreOrder",
    Availability.FULL: "https://schema.org/SoldOut",
    Availability.SOLD_OUT: "https://schema.org/SoldOut",
}

MADE_BY = "backorder-xl"
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")  # what makes a spreadsheet calculate a cell
_ORDERED = (Availability.BACKORDER, Availability.PREORDER)


def record(entry: Entry) -> dict[str, str]:
    """The fields of one item as text, "" for what is not known or not told."""
    amounts = (entry.waiting, entry.customers, entry.left)
    waiting, customers, left = (amount.code if amount else "" for amount in amounts)
    found = (
        entry.sku, entry.description, entry.availability.value, SCHEMA[entry.availability], entry.said, _iso(entry.released),
        entry.expected_said, _iso(entry.first), _iso(entry.last), waiting, customers, left, entry.substitute, entry.link,
    )  # fmt: skip
    return dict(zip(FIELDS, found, strict=True))


def csv_feed(entries: Sequence[Entry]) -> bytes:
    """UTF-8 with a mark, as Excel wants it. A text that a spreadsheet would calculate has an apostrophe before it."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, FIELDS)
    writer.writeheader()
    writer.writerows({name: _harmless(text) for name, text in record(entry).items()} for entry in entries)
    return out.getvalue().encode("utf-8-sig")


def json_feed(entries: Sequence[Entry], title: str, as_of: dt.date, language: str) -> bytes:
    """One object: who made it, title, as_of, language, items."""
    items = [record(entry) for entry in entries]
    whole = {"generator": MADE_BY, "title": title, "as_of": as_of.isoformat(), "language": language, "items": items}
    return (json.dumps(whole, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def structured_data(entries: Sequence[Entry], title: str) -> str:
    """A schema.org ItemList of Products with an Offer each, harmless between script tags. Prices are not known here.

    availabilityStarts is the last day of what is told, so that nobody is promised more than the page says.
    """
    listed = [
        {"@type": "ListItem", "position": n, "item": _product(entry)} for n, entry in enumerate(entries, 1)
    ]  # fmt: skip
    whole = {"@context": "https://schema.org", "@type": "ItemList", "name": title, "numberOfItems": len(listed)}
    text = json.dumps({**whole, "itemListElement": listed}, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def _product(entry: Entry) -> dict[str, Any]:
    offer = {"@type": "Offer", "availability": SCHEMA[entry.availability]}
    if entry.last and entry.availability in _ORDERED:
        offer["availabilityStarts"] = entry.last.isoformat()
    product: dict[str, Any] = {"@type": "Product", "name": entry.name, "sku": entry.sku}
    if entry.link:
        product["url"] = offer["url"] = entry.link
    return {**product, "offers": offer}


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text


def _iso(day: dt.date | None) -> str:
    return day.isoformat() if day else ""
