"""What is written where a receipt is posted? (rules 1.1, 5.2)

Posted and Matched To on Receipts, Received on Purchase Orders, On Hand on Stock, and rows that Stock lacks: single cells in
the user's own tables, under the user's own headers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from backorder_xl.core.keys import ints, texts
from backorder_xl.core.matching import Writable
from backorder_xl.core.receiving import Received
from backorder_xl.sheets.shown import codes, quantity
from backorder_xl.tables.reading import Placed
from backorder_xl.workbook.changes import CellRun, Column, Format, TablePatch

_POSTED, _MATCHED = Column("Posted", Format.DATE, 12), Column("Matched To", width=22)
_RECEIVED = Column("Received", Format.QTY, 10)
_NEW_ROW = {
    "sku": Column("SKU", width=14),
    "specification": Column("Specification", width=14),
    "location": Column("Location", width=12),
    "on_hand": Column("On Hand", Format.QTY, 10),
}
Formulas = Callable[[str, set[int]], set[tuple[int, int]]]


def writable(
    placed: Mapping[str, Placed],
    formulas: Formulas,
    room: Callable[[Placed], int],
    skus: Callable[[Placed], dict[int, str]],
) -> Writable:
    """Which rows cannot be written, as a formula stands where the posting would write (rule 1.1)."""

    def locked(table: str, *names: str) -> frozenset[int]:
        place = placed.get(table)
        columns = {place.columns[n] for n in names if n in place.columns} if place else set()
        return frozenset(row for row, _ in formulas(place.sheet, columns)) if place and columns else frozenset()

    stock = locked("stock", "on_hand")
    named = skus(placed["stock"]) if stock else {}
    return Writable(
        locked("receipts", "posted", "matched_to"),
        locked("purchase_orders", "received"),
        stock,
        frozenset(sku.casefold() for row, sku in named.items() if row in stock),
        room(placed["stock"]),
    )


def postings(received: Received, placed: Mapping[str, Placed], numbers: bool) -> list[TablePatch]:
    """The changes to the user's tables; none where nothing was posted. ``numbers``: SKUs on Stock are typed as numbers."""
    out = []
    if len(received.posted):
        rows = ints(received.posted, "row")
        posted = np.full(len(rows), received.day, "datetime64[s]")
        matched = texts(received.posted, "matched_to").tolist()
        out.append(_cells(placed["receipts"], {"posted": (_POSTED, rows, posted), "matched_to": (_MATCHED, rows, matched)}))
    if len(received.purchases):
        grown = received.purchases
        out.append(
            _cells(placed["purchase_orders"], {"received": (_RECEIVED, ints(grown, "row"), quantity(grown["received"]))})
        )
    if len(received.stock) or len(received.new_stock):
        out.append(_stock(received, placed["stock"], numbers))
    return out


def _cells(place: Placed, wanted: dict[str, tuple[Column, np.ndarray, object]]) -> TablePatch:
    columns: dict[str, int | Column] = {name: place.columns.get(name, column) for name, (column, _, _) in wanted.items()}
    runs = [CellRun(name, rows, values) for name, (_, rows, values) in wanted.items()]  # type: ignore[arg-type]
    none = np.zeros(0, np.int64)
    return TablePatch(place.sheet, place.header_row, columns, runs, none, place.last_row, place.last_row)


def _stock(received: Received, place: Placed, numbers: bool) -> TablePatch:
    """On Hand of the rows that grew, and new rows below the table for what it lacks."""
    grown, fresh = received.stock, received.new_stock
    patch = _cells(place, {"on_hand": (_NEW_ROW["on_hand"], ints(grown, "row"), quantity(grown["on_hand"]))})
    if not len(fresh):
        return patch
    below = place.last_row + 1 + np.arange(len(fresh))
    patch.end_row = place.last_row + len(fresh)
    patch.cells.append(CellRun("on_hand", below, quantity(fresh["on_hand"])))
    for name in ("sku", "specification", "location"):
        values = texts(fresh, name)
        if name == "sku" or (values != "").any():
            patch.columns[name] = place.columns.get(name, _NEW_ROW[name])
            patch.cells.append(CellRun(name, below, codes(values, name == "sku" and numbers)))
    return patch
