"""How much room is there below a table, and what follows its data?

A totals row directly below the data is no obstacle, as it moves along. Anything else of the user's is.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from backorder_xl.workbook.cells import SheetText, Values, decode
from backorder_xl.workbook.errors import Blocked
from backorder_xl.workbook.parts import BookParts
from backorder_xl.workbook.refs import LAST_ROW, parse_range

_MERGE = re.compile(rb'<(?:[A-Za-z_][\w.-]*:)?mergeCell\s[^>]*?ref="([^"]+)"')


def room_below(book: BookParts, values: Values, text: SheetText, sheet: str, last_row: int, columns: Collection[int]) -> int:
    """How many rows fit under ``last_row`` in these columns before something of the user's is in the way."""
    first, last = min(columns), max(columns)
    end = table_end(book, sheet, last_row, first, last)
    totals = has_totals(book, values, text, sheet, end, first, last)
    start = end + 1 + int(totals)
    nearest = LAST_ROW + 1
    for row, _, attributes, inner in text.cells(range(first, last + 1)):
        if row >= start and row < nearest and inner and (b"<f" in inner or not blank(decode(values, attributes, inner))):
            nearest = row
    nearest = min(nearest, _nearest_block(book, text, sheet, start, first, last))
    return max(0, nearest - start) + (end - last_row)


def table_end(book: BookParts, sheet: str, last_row: int, first: int, last: int) -> int:
    """The last data row of the Excel Table around these cells, where it goes further down than the data."""
    for table, _ in book.tables():
        here = table.sheet.casefold() == sheet.casefold() and table.first_col <= last and first <= table.last_col
        if here and table.header_row < last_row + 1 <= table.last_row:
            return table.last_row
    return last_row


def has_totals(book: BookParts, values: Values, text: SheetText, sheet: str, last_row: int, first: int, last: int) -> bool:
    """Is the row under the data a totals row: that of an Excel Table, or a plain one with a formula in it?"""
    for table, _ in book.tables():
        here = table.sheet.casefold() == sheet.casefold() and table.first_col <= last and first <= table.last_col
        if here and table.last_row == last_row:
            return table.totals
    row = re.search(rb'<row r="%d"[^>]*?(?<!/)>.*?</row>' % (last_row + 1), text.raw, re.DOTALL)
    if not row:
        return False
    found = re.findall(rb'<c r="([A-Z]+[0-9]+)"[^>]*?(?:/>|>(.*?)</c>)', row.group(0), re.DOTALL)
    return any(b"<f" in inner and first <= parse_range(ref.decode())[1] <= last for ref, inner in found)


def blank(value: object) -> bool:
    """Nothing, or nothing but spaces."""
    return value is None or (isinstance(value, str) and not value.strip())


def no_room(sheet: str, last_row: int, needed: int, free: int) -> Blocked:
    """What to say where rows do not fit below a table of the user's."""
    return Blocked(
        f"{needed} rows would have to be added below row {last_row} of {sheet}, but there is room for "
        f"{free} only before something else on the sheet; move that further down and run again.",
        free,
    )


def in_use(header: str, sheet: str, cell: str) -> Blocked:
    """What to say where a column does not fit right of a table of the user's."""
    return Blocked(
        f"The column {header} belongs right of the table on {sheet}, but the cell {cell} is in use; move what stands there "
        "away and run again."
    )


def _nearest_block(book: BookParts, text: SheetText, sheet: str, start: int, first: int, last: int) -> int:
    """The first row of a merged range or another Excel Table that reaches into the columns."""
    areas = [parse_range(ref.decode()) for ref in _MERGE.findall(text.raw)]
    areas += [
        (t.header_row, t.first_col, t.last_row, t.last_col) for t, _ in book.tables() if t.sheet.casefold() == sheet.casefold()
    ]
    rows = [row1 for row1, col1, _, col2 in areas if row1 >= start and col1 <= last and col2 >= first]
    return min(rows, default=LAST_ROW + 1)
