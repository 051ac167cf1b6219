"""Which cells does a text such as "B2:C9", "$A:$A", "Stock!A1", "tOrders[Qty]" or a name mean?"""

from __future__ import annotations

import re
from typing import NamedTuple

from openpyxl.utils import column_index_from_string, get_column_letter

from .grid import COLUMNS, ROWS


class Area(NamedTuple):
    """A rectangle: first row and column, and how many of each."""

    row: int
    column: int
    rows: int
    columns: int

    @property
    def bottom(self) -> int:
        return self.row + self.rows - 1

    @property
    def right(self) -> int:
        return self.column + self.columns - 1

    def common(self, other: Area) -> Area | None:
        """The part that both share."""
        top, left = max(self.row, other.row), max(self.column, other.column)
        bottom, right = min(self.bottom, other.bottom), min(self.right, other.right)
        return spanned(top, left, bottom, right) if top <= bottom and left <= right else None

    def around(self, other: Area) -> Area:
        return spanned(
            min(self.row, other.row), min(self.column, other.column), max(self.bottom, other.bottom), max(self.right, other.right)
        )

    @property
    def ref(self) -> str:
        """As files write it: A1:B2."""
        return address(self, rows_fixed=False, columns_fixed=False)


def spanned(top: int, left: int, bottom: int, right: int) -> Area:
    return Area(top, left, bottom - top + 1, right - left + 1)


_CELL = r"\$?([A-Za-z]{1,3})\$?(\d{1,7})"
_CELLS = re.compile(f"{_CELL}(?::{_CELL})?")
_WHOLE_COLUMNS = re.compile(r"\$?([A-Za-z]{1,3}):\$?([A-Za-z]{1,3})")
_WHOLE_ROWS = re.compile(r"\$?(\d{1,7}):\$?(\d{1,7})")
_SHEET = re.compile(r"(?:'((?:[^']|'')+)'|([^'!\[\]]+))!(.+)", re.S)
PART = re.compile(r"([^\[\]!]+)\[(.*)\]", re.S)


def area(text: str) -> Area | None:
    """The rectangle that an address without a sheet means; None if it is no address."""
    if m := _CELLS.fullmatch(text):
        first = (int(m[2]), column_index_from_string(m[1].upper()))
        last = (int(m[4]), column_index_from_string(m[3].upper())) if m[3] else first
    elif m := _WHOLE_COLUMNS.fullmatch(text):
        first, last = (1, column_index_from_string(m[1].upper())), (ROWS, column_index_from_string(m[2].upper()))
    elif m := _WHOLE_ROWS.fullmatch(text):
        first, last = (int(m[1]), 1), (int(m[2]), COLUMNS)
    else:
        return None
    (top, bottom), (left, right) = sorted((first[0], last[0])), sorted((first[1], last[1]))
    if top < 1 or bottom > ROWS or right > COLUMNS:
        return None
    return spanned(top, left, bottom, right)


def split_sheet(text: str) -> tuple[str | None, str]:
    """The sheet's name, if the address names one, and the rest."""
    m = _SHEET.fullmatch(text)
    if not m:
        return None, text
    return (m[1].replace("''", "'") if m[1] else m[2]), m[3]


def quoted(sheet: str) -> str:
    """A sheet's name as it stands before an address."""
    if re.fullmatch(r"[A-Za-z_][A-Za-z0-9_.]*", sheet) and not _CELLS.fullmatch(sheet):
        return sheet
    return "'" + sheet.replace("'", "''") + "'"


def address(a: Area, *, rows_fixed: bool = True, columns_fixed: bool = True) -> str:
    """The address of a rectangle, as `Range.Address` gives it."""
    r, c = "$" if rows_fixed else "", "$" if columns_fixed else ""
    left, right = get_column_letter(a.column), get_column_letter(a.right)
    if a.columns == COLUMNS:
        return f"{r}{a.row}:{r}{a.bottom}"
    if a.rows == ROWS:
        return f"{c}{left}:{c}{right}"
    first = f"{c}{left}{r}{a.row}"
    return first if a.rows == a.columns == 1 else f"{first}:{c}{right}{r}{a.bottom}"
