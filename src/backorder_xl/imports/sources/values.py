"""What is the text in one cell of an export, and how does the user's book write what can be read in two ways?

Whole columns are read by ``imports.cells``; here is what single cells need, such as the parts of a cell that holds several
items.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from backorder_xl.core.words import DateOrder
from backorder_xl.imports.cells.column import Column, bare
from backorder_xl.imports.cells.numbers import numbers
from backorder_xl.imports.model import Cell
from backorder_xl.tables.cells import YES


@dataclass(frozen=True)
class Notation:
    """How texts are read that can mean two things: Settings ``Date Order`` and ``Decimal Mark``; blank: as the source writes."""

    date_order: DateOrder | None = None
    decimal_mark: str = ""


AS_WRITTEN = Notation()


def text(cell: Cell) -> str:
    """A cell as text, trimmed; "" for a blank one. A leading apostrophe is how spreadsheets mark text, and goes.

    >>> text(1001.0), text(" '0042 "), text(None)
    ('1001', '0042', '')
    """
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat()
    if isinstance(cell, int | float):
        return str(int(cell)) if float(cell).is_integer() else repr(cell)
    return bare(cell)


def amount(said: str, mark: str = ".", money: bool = False) -> Decimal | None:
    """A number out of a cell that holds several things; None where it is none.

    >>> amount("1,288.50"), amount("$12.00", money=True), amount("some")
    (Decimal('1288.50'), Decimal('12.00'), None)
    """
    return numbers(Column("", "", [said], [0]), mark, money).values[0]


def flag(cell: Cell) -> bool | None:
    """Yes or no; None for a blank cell."""
    word = text(cell).casefold()
    return None if not word else word in YES
