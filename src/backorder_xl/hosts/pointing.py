"""Which order does the selected row speak of, on whichever sheet it stands?

On the sheet of orders the row itself is known; elsewhere the columns are found by their headers, as when reading. Nothing is
decided here.
"""

from __future__ import annotations

from backorder_xl.hosts.explain import NotFound
from backorder_xl.tables.contracts import BY_NAME, Contract
from backorder_xl.tables.headers import match
from backorder_xl.tables.reading import Reading
from backorder_xl.workbook.model import Book, Want

Pointed = tuple[str, str | None]
"""An order and its line; without a line all of them are meant."""


def pointed(book: Book, reading: Reading, sheet: str, row: int, column: int) -> Pointed:
    """The order and line of a row of a sheet; NotFound, with what to do, where the row names none."""
    orders = reading.placed.get("orders")
    if orders is not None and orders.sheet.casefold() == sheet.casefold():
        frame = reading.tables.orders
        mine = frame[frame["row"] == row]
        if len(mine):
            return str(mine["order"].iloc[0]), str(mine["line"].iloc[0])
        raise NotFound(f"Row {row} of {sheet} is no usable order line; Problems says what is wrong with a row.")
    header_row, heads = _headers(book, sheet, row, column)
    at = _columns(heads)
    if at is None or row <= header_row:
        raise NotFound(
            f"Row {row} of {sheet} names no order: select a row of Orders, Backorders, Allocations, Cut List or Ready to Ship "
            "and press the button again."
        )
    cells = book.read(sheet, row - 1, row, dict.fromkeys(at, Want.TEXT)).columns
    order, *line = (str(cells[c].values[0] or "").strip() if len(cells[c].values) else "" for c in at)
    if not order:
        raise NotFound(f"Row {row} of {sheet} has no order in the column {heads[at[0]]}; select another row.")
    return order, (line[0] or None) if line else None


def _headers(book: Book, sheet: str, row: int, column: int) -> tuple[int, dict[int, str]]:
    """The header over a row: that of the Excel Table around it, else the row above it that knows most columns of orders."""
    for table in book.excel_tables():
        inside = table.header_row < row <= table.last_row and table.first_col <= column <= table.last_col
        if table.sheet.casefold() == sheet.casefold() and inside:
            return table.header_row, dict(enumerate(table.headers, table.first_col))
    best, known = (row, {}), 0
    for number, values in enumerate(book.top(sheet)[: row - 1], 1):
        heads = {c: str(v) for c, v in enumerate(values, 1) if isinstance(v, str) and v.strip()}
        found = len(match(BY_NAME["orders"], heads).columns) if _columns(heads) else 0
        if found and found >= known:
            best, known = (number, heads), found
    return best


def _columns(heads: dict[int, str]) -> list[int] | None:
    """The columns of the order and, if there is one, of its line; on the Cut List an order stands under To."""
    plain = {str(h).strip().casefold(): c for c, h in heads.items()}
    if "to" in plain and {"receipt", "sku"} <= plain.keys():
        return [plain["to"], *([plain["line"]] if "line" in plain else [])]
    contract: Contract = BY_NAME["orders"]
    found = match(contract, heads).columns
    return [found["order"], *([found["line"]] if "line" in found else [])] if "order" in found else None
