"""Which day does each cell of a column name?

Of 03/04/2026 nobody knows which comes first, day or month. A column is written in one way, so a single 15/06/2025 in it
settles all of it. Where no cell does, and no setting says it, the column is asked about
(rule 1.2). Where cells show both orders, each of those is certain by itself, and the rest is asked about.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from functools import lru_cache

from backorder_xl.core.words import DateOrder
from backorder_xl.imports.cells.column import Column, Read, Told, bare, is_blank
from backorder_xl.imports.cells.months import in_english
from backorder_xl.imports.model import Cell, Weight
from backorder_xl.tables.readings import ReadDate, date_number, date_text, says_blank, spoken

_ORDERS = (DateOrder.DMY, DateOrder.MDY)
_NAMES = {DateOrder.DMY: "day first", DateOrder.MDY: "month first"}
_SERIAL = re.compile(r"\d{5}(?:[.,]\d+)?|\d{8}")
_SHORT = re.compile(r"([A-Za-z]{3})[-\s](\d{1,2})[-\s](\d{2})((?:\s.*)?)")  # Mar-09-26
_FROM_YEAR_ON = re.compile(r"(\d{2})-(\d{2})-(\d{2})(?!\d)")  # 26-03-04: the year may come first
_EARLY, _LATE = dt.date(1990, 1, 1), dt.date(2060, 1, 1)


def dates(column: Column, order: DateOrder = DateOrder.ISO) -> Read[dt.date]:
    """The days of a column, and what is to be said of them; time of day and zone are dropped, the day is as written.

    ``order`` is what a setting says (ISO: nothing); what the cells themselves say goes before it.
    """
    evidence = _evidence(column.cells)
    told = Told(column)
    decided = order
    if len(evidence) == 1:
        decided, at = next(iter(evidence.items()))
        against = f", although Date Order is {order.value}" if order not in (DateOrder.ISO, decided) else ""
        told.tell(
            Weight.REPAIRED, at, f"dates of this column are read {_NAMES[decided]}, as this one can be nothing else{against}"
        )
    both = len(evidence) > 1
    values: list[dt.date | None] = []
    for index, cell in enumerate(column.cells):
        read = _read(cell, (isinstance(cell, str) and _only(cell)) or DateOrder.ISO if both else decided)
        values.append(read.day)
        if read.day is None and read.code not in ("", "blank-word"):
            _tell_wrong(told, index, read, both)
        elif read.code == "date-number":
            told.tell(Weight.REPAIRED, index, f"a number of days is read as {spoken(read.day)}" if read.day else "", "serial")
        if read.day is not None and not _EARLY <= read.day < _LATE:
            told.tell(Weight.NOTED, index, f"the year {read.day.year} is far off; correct it if it was typed wrongly", "far")
    return Read(values, told.open(), told.remarks())


def order_of(columns: Iterable[Column]) -> DateOrder:
    """The one order that the dates of several columns show, such as all of one file; ISO where none or both are shown."""
    shown = {order for column in columns for order in _evidence(column.cells)}
    return shown.pop() if len(shown) == 1 else DateOrder.ISO


def _evidence(cells: list[Cell]) -> dict[DateOrder, int]:
    """The orders that some cell can be read in alone, each with the first such cell."""
    found: dict[DateOrder, int] = {}
    for index, cell in enumerate(cells):
        if isinstance(cell, str) and len(found) < 2:
            only = _only(cell)
            if only:
                found.setdefault(only, index)
    return found


@lru_cache(maxsize=1 << 16)
def _only(text: str) -> DateOrder | None:
    """The order in which alone a text is a date; None where both or neither are possible."""
    body = bare(text)
    if _FROM_YEAR_ON.match(body):
        return None  # 26-03-04 may begin with its year, so it shows nothing
    possible = [order for order in _ORDERS if date_text(body, order).day]
    return possible[0] if len(possible) == 1 else None


def _read(cell: Cell, order: DateOrder) -> ReadDate:
    if is_blank(cell):
        return ReadDate(None)
    if isinstance(cell, dt.datetime):
        return ReadDate(cell.date())
    if isinstance(cell, bool):
        return ReadDate(None, "not-a-date")
    if isinstance(cell, int | float):
        return date_number(float(cell))
    return _read_text(str(cell), order)


@lru_cache(maxsize=1 << 16)
def _read_text(text: str, order: DateOrder) -> ReadDate:
    body = bare(text)
    if says_blank(body):
        return ReadDate(None, "blank-word")
    if _SERIAL.fullmatch(body):
        read = date_number(float(body.replace(",", ".")))
        return ReadDate(read.day) if len(body) == 8 and read.day else read
    if order is DateOrder.ISO and _FROM_YEAR_ON.match(body):
        days = list(dict.fromkeys(_readings(body)))
        if len(days) == 1:
            return ReadDate(days[0])
        if days:
            return ReadDate(None, "ambiguous-date", f"can be {' or '.join(spoken(day) for day in days)}")
    if short := _SHORT.fullmatch(body):
        body = f"{short[1]} {short[2]} 20{short[3]}{short[4]}"
    read = date_text(body, order)
    if read.code == "not-a-date" and any(c.isalpha() for c in body):
        read = date_text(in_english(body), order)
    return ReadDate(read.day) if read.code == "date-words" else read


def _readings(body: str) -> list[dt.date]:
    """The days that two digits each can mean, with the year first or last."""
    a, b, c = _FROM_YEAR_ON.match(body).groups()  # type: ignore[union-attr]
    days = [
        date_text(f"{19 if int(a) >= 70 else 20}{a}-{b}-{c}", DateOrder.ISO).day,
        *(date_text(f"{a}/{b}/{c}", order).day for order in _ORDERS),
    ]
    return [day for day in days if day]


def _tell_wrong(told: Told, index: int, read: ReadDate, both: bool) -> None:
    if read.code == "ambiguous-date":
        mixed = "; the column has dates of both orders" if both else ""
        told.tell(Weight.QUESTION, index, f"{read.hint}{mixed}; say which with Date Order", "order")
        return
    told.tell(Weight.LEFT_OUT, index, f"is no date{read.hint}")
