"""Exports made by hand, and a book on disk that they are merged into."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from backorder_xl.core.settings import Settings
from backorder_xl.imports.merging import Merged, merge
from backorder_xl.imports.model import Incoming
from backorder_xl.workbook.file import FileBook

DAY = dt.date(2026, 6, 3)


def export(table: str, rows: list[dict[str, object]], file: str = "export.csv", **more: object) -> Incoming:
    """Rows as an export says them; a field that only some rows have is blank in the others."""
    names = dict.fromkeys(name for row in rows for name in row)
    columns = {name: [row.get(name) for row in rows] for name in names}
    return Incoming("Shop", table, file, columns, list(range(2, 2 + len(rows))), **more)  # type: ignore[arg-type]


def line(order: str, number: str | None, sku: str, ordered: float, **more: object) -> dict[str, object]:
    """One order line as a shop exports it."""
    made: dict[str, object] = {"order": order, "order_date": dt.date(2026, 6, 1), "customer": "C1", "sku": sku}
    return made | ({"line": number} if number else {}) | {"ordered": ordered} | more


def bring(path: Path, *incoming: Incoming, whole: bool = False, day: dt.date = DAY) -> Merged:
    """Merge exports into the book on disk."""
    with FileBook(path) as book:
        merged = merge(book, incoming, Settings(), day, whole)
        book.apply(merged.changes, path, False)
    return merged


def codes(merged: Merged) -> list[str]:
    """Which problems there are."""
    return [p.code for p in merged.problems]


def tally(merged: Merged, table: str = "orders") -> tuple[int, int, int, int, int]:
    """New, changed, unchanged, gone, left out."""
    found = next(t for t in merged.summary.tallies if t.table == table)
    return found.new, found.changed, found.unchanged, found.gone, found.left_out
