"""What is the text, number or day in one cell of an export?

Reads single cells; what can be read in two ways is not read (rule 1.2). Which day comes first in 03/04/2026 is looked for
in the whole column, as a column is written in one way.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from backorder_xl.core.words import DateOrder
from backorder_xl.imports.model import Cell
from backorder_xl.tables.cells import STRIP, YES
from backorder_xl.tables.readings import date_number, date_text, number, says_blank

_SHORT_MONTH = re.compile(r"([A-Za-z]{3})-(\d{1,2})-(\d{2})(\s.*)?")
_CURRENCY_FIRST = re.compile(r"^[A-Za-z]{0,3}\s?[$€£¥₹]\s?|^[A-Z]{3}\s?(?=[\d-])")
_OTHER = {".": ",", ",": "."}


@dataclass(frozen=True)
class Notation:
    """How texts are read that can mean two things: Settings ``Date Order`` and ``Decimal Mark``; blank: as the source writes."""

    date_order: DateOrder | None = None
    decimal_mark: str = ""


AS_WRITTEN = Notation()


class Amount(NamedTuple):
    """A number, or None with what is wrong; both empty for a blank cell."""

    value: Decimal | None
    wrong: str = ""


class Day(NamedTuple):
    """A day, or None with what is wrong; both empty for a blank cell. ``two`` says that it can be read in two ways."""

    value: dt.date | None
    wrong: str = ""
    two: bool = False


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
        return str(int(cell)) if cell == int(cell) else repr(cell)
    body = cell.strip(STRIP)
    return body[1:].strip(STRIP) if body[:1] in ("'", "’") and len(body) > 1 else body


def amount(cell: Cell, mark: str = ".", money: bool = False) -> Amount:
    """A number as its file holds it, or as text in the notation of the source; brackets and a minus at the end count.

    >>> amount("1,288.50").value, amount("$12.00", money=True).value, amount("4,5").wrong
    (Decimal('1288.50'), Decimal('12.00'), 'is no number')
    """
    if cell is None or (isinstance(cell, str) and not text(cell)):
        return Amount(None)
    if isinstance(cell, bool | dt.datetime):
        return Amount(None, "is no number")
    if isinstance(cell, int | float):
        return Amount(Decimal(repr(cell)))
    body = text(cell)
    if says_blank(body):
        return Amount(None)
    read = number(_CURRENCY_FIRST.sub("", body) if money else body, mark, money)
    return Amount(read[0]) if read else Amount(None, "is no number")


def day(cell: Cell, order: DateOrder) -> Day:
    """A day; of a moment the date that is written, whatever its zone.

    >>> day("2026-05-01 10:00:00 +0200", DateOrder.ISO).value, day("Mar-09-26", DateOrder.ISO).value
    (datetime.date(2026, 5, 1), datetime.date(2026, 3, 9))
    """
    if isinstance(cell, dt.datetime):
        return Day(cell.date())
    if isinstance(cell, bool):
        return Day(None, "is no date")
    if isinstance(cell, int | float):
        read = date_number(float(cell))
    else:
        body = text(cell)
        if not body or says_blank(body):
            return Day(None)
        if short := _SHORT_MONTH.fullmatch(body):
            body = f"{short[1]}-{short[2]}-20{short[3]}"
        read = date_text(body, order)
    if read.day is not None or read.code == "blank-word":
        return Day(read.day)
    two = read.code == "ambiguous-date"
    return Day(None, f"is {read.hint}" if two else f"is no date{read.hint}", two)


def date_order(cells: Iterable[Cell], usual: DateOrder) -> DateOrder:
    """How a column writes its dates: as its cells allow, and as is usual where they allow both.

    >>> date_order(["03/04/2026", "15/04/2026"], DateOrder.ISO)
    <DateOrder.DMY: 'DMY'>
    """
    possible = {DateOrder.DMY, DateOrder.MDY}
    for cell in cells:
        if isinstance(cell, str) and cell:
            possible -= {order for order in possible if day(cell, order).wrong}
    return possible.pop() if len(possible) == 1 else usual


def flag(cell: Cell) -> bool | None:
    """Yes or no; None for a blank cell."""
    word = text(cell).casefold()
    return None if not word else word in YES
