"""How are rows and columns written as cell references?"""

from __future__ import annotations

import re
from functools import cache

LAST_ROW = 1_048_576
LAST_COLUMN = 16_384
_REF = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]+)(?::\$?([A-Za-z]{1,3})\$?([0-9]+))?$")


@cache
def letters(column: int) -> str:
    """1 -> "A", 28 -> "AB"."""
    text = ""
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


@cache
def number(text: str) -> int:
    """ "A" -> 1, "AB" -> 28."""
    value = 0
    for sign in text.upper():
        value = value * 26 + ord(sign) - 64
    return value


def quoted(sheet: str) -> str:
    """A sheet's name as formulas and links write it: It's -> 'It''s'."""
    return "'" + sheet.replace("'", "''") + "'"


def parse_range(ref: str) -> tuple[int, int, int, int]:
    """ "B2:D9" -> (2, 2, 9, 4): first row, first column, last row, last column; a single cell is a range of one."""
    match = _REF.match(ref.strip())
    if not match:
        raise ValueError(f"not a cell range: {ref!r}")
    col1, row1, col2, row2 = match.groups()
    return int(row1), number(col1), int(row2 or row1), number(col2 or col1)


def make_range(row1: int, col1: int, row2: int, col2: int) -> str:
    """(2, 2, 9, 4) -> "B2:D9"."""
    return f"{letters(col1)}{row1}:{letters(col2)}{row2}"
