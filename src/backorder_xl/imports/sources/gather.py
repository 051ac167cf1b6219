"""How do the rows of an export become an Incoming, and who says what was left out?

Keeps columns equally long, leaves out rows that lack what our table needs, and says the same thing once with a count.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import TypeVar

from backorder_xl.imports.cells.column import Read
from backorder_xl.imports.model import Incoming, Remark, Weight
from backorder_xl.imports.sources.table import Row, Table
from backorder_xl.tables.contracts import BY_NAME

T = TypeVar("T")
_NAMED = 5  # rows that are named where the same is said of many


class Gather:
    """Lines on their way into an Incoming for one of our tables; ``fields`` are those that this export knows."""

    def __init__(self, table: Table, name: str, fields: Iterable[str]) -> None:
        self.table, self.name = table, name
        known = set(fields)
        self.contract = BY_NAME[name]
        self.columns: dict[str, list[object]] = {f.name: [] for f in self.contract.fields if f.name in known}
        self.required = [f for f in self.contract.fields if f.required]
        self.numbers: list[int] = []
        self._said: dict[tuple[Weight, str, str], list[tuple[int, str]]] = {}
        self._read: dict[int, list[Remark]] = {}  # by column that was read: what is to be said of its cells
        self._spoilt: set[int] = set()

    def say(self, weight: Weight, row: int, column: str, value: str, sentence: str) -> None:
        """Something of a row (0: of the file). The same sentence about many rows is said once, with their count."""
        self._said.setdefault((weight, column, sentence), []).append((row, value))

    def leave_out(self, row: Row, column: str, sentence: str) -> None:
        """This row is not taken, and why."""
        self.say(Weight.LEFT_OUT, row.number, self.table.said(column), row.text(column), sentence)

    def amount(self, row: Row, *headers: str, needed: bool = False, money: bool = False) -> Decimal | None:
        """The number under the first header that has a cell; one that is needed and cannot be read spoils its row."""
        header = row.under(*headers)
        return self._value(row, self.table.numbers(header, money), needed) if header else None

    def day(self, row: Row, *headers: str, needed: bool = False) -> dt.date | None:
        """The day under the first header that has a cell."""
        header = row.under(*headers)
        return self._value(row, self.table.dates(header), needed) if header else None

    def code(self, row: Row, *headers: str) -> str:
        """The code under the first header that has a cell; one that cannot be told spoils its row."""
        header = row.under(*headers)
        return self._value(row, self.table.codes(header), needed=True) or "" if header else ""

    def _value(self, row: Row, read: Read[T], needed: bool) -> T | None:
        self._read[id(read)] = read.remarks
        if needed and row.at in read.open:
            self._spoilt.add(row.number)
        return read.values[row.at]

    def add(self, row: Row, **values: object) -> bool:
        """Take a line; one that lacks what our table needs is left out and told. Fields that are not known are dropped."""
        if row.number in self._spoilt:
            return False
        for wanted in self.required:
            if values.get(wanted.name) in (None, ""):
                self.say(
                    Weight.LEFT_OUT, row.number, wanted.header, "",
                    f"The row has no {wanted.header}, which {self.contract.sheet} needs, and is left out; "
                    f"fill it in at {self.table.source or 'the source'} and export again.",
                )  # fmt: skip
                return False
        ordered = values.get("ordered")
        if isinstance(ordered, Decimal) and ordered < 0:
            self.say(
                Weight.LEFT_OUT, row.number, "Ordered", str(ordered), "A quantity below 0 is a return, no order, and is left out."
            )
            return False
        for name, column in self.columns.items():
            value = values.get(name)
            column.append(None if value == "" else value)
        self.numbers.append(row.number)
        return True

    def incoming(self, whole: bool = False, left_to_sell: bool = False) -> Incoming:
        """What was gathered, with all that was said, file first, then by row."""
        for stray in self.table.stray if self.name == "orders" else ():
            self.say(Weight.LEFT_OUT, stray.number, "Order", "", "The row has no order number, and is left out.")
        remarks = [remark for column in self._read.values() for remark in column]
        for (weight, column, sentence), places in self._said.items():
            row, value = places[0]
            if len(places) > 1 and row:
                some = ", ".join(str(n) for n, _ in places[:_NAMED]) + (", ..." if len(places) > _NAMED else "")
                sentence = f"{sentence} ({len(places)} rows: {some})"
            remarks.append(Remark(weight, self.table.sheet.file, row, column, value, sentence))
        remarks.sort(key=lambda r: (r.row, r.column, r.text))
        return Incoming(
            self.table.source, self.name, self.table.sheet.file, self.columns, self.numbers, whole, left_to_sell, remarks=remarks
        )


def code_of(row: Row, out: Gather, codes: tuple[str, ...], instead: tuple[str, ...]) -> str:
    """The article's code; where the export has no code at all, what stands in for it, which is told once.

    A single blank cell in a column of codes has no stand-in: the same article would carry two codes.
    """
    if out.table.filled(*codes):
        return out.code(row, *codes)
    said = out.table.said(*instead)
    if row.text(*instead) and out.table.has(*instead):
        out.say(
            Weight.NOTED, 0, codes[0], "",
            f"There is no {codes[0]} in this export; {said} is taken as the SKU, so Stock and Items must use it too.",
        )  # fmt: skip
    return row.text(*instead)
