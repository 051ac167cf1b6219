"""What of the workbook does the conservation proof need to see? The user's own columns, as they are typed.

The walk that run.py takes for the sheet Proof; what it shows stands in sheets/proof.py.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from backorder_xl.core.planning import Outcome
from backorder_xl.sheets.proof import Books, live_items, proof
from backorder_xl.sheets.standing import Standing, of_table
from backorder_xl.tables.reading import Placed, Reading
from backorder_xl.workbook.changes import Changes, SheetTable
from backorder_xl.workbook.model import Book, Want


def proving(book: Book, reading: Reading, outcome: Outcome, changes: Changes) -> SheetTable:
    """The sheet Proof; ``changes`` is what the run writes into the user's tables, so that it proves what will stand there."""
    placed = reading.placed
    rows = {name: _length(placed.get(name)) for name in ("orders", "stock", "purchase_orders")}
    live = live_items(outcome.balance, rows, len(outcome.pegs))
    if not live.any():
        return proof(outcome.balance, live, None)
    headers = {t.name: dict(enumerate(t.headers, t.first_col)) for t in book.excel_tables()}
    made = next((t for t in changes.tables if t.sheet == "Purchase Orders"), None)

    def read(place: Placed, wanted: Mapping[str, bool]) -> dict[str, np.ndarray]:
        columns = {place.columns[name]: Want.NUMBER if number else Want.TEXT for name, number in wanted.items()}
        raw = book.read(place.sheet, place.header_row, place.last_row, columns)
        return {name: raw.columns[place.columns[name]].values for name in wanted}

    def standing(name: str) -> Standing:
        return of_table(name, placed.get(name), read, headers, changes.patches, made)

    orders = standing("orders")
    rows_of_orders = placed["orders"].header_row + 1 + np.arange(orders.rows)
    left_out = ~np.isin(rows_of_orders, reading.tables.orders["row"])
    books = Books(orders, standing("stock"), standing("purchase_orders"), left_out)
    return proof(outcome.balance, live, books)


def _length(place: Placed | None) -> int:
    return 0 if place is None else max(place.last_row - place.header_row, 0)
