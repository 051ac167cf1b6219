"""What do the values of a column look like? Counts on a sample of rows; knows no field."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from backorder_xl.core.words import DateOrder
from backorder_xl.tables.cells import STRIP
from backorder_xl.tables.readings import date_text, number, says_blank
from backorder_xl.workbook.model import Book, CellError, Want

SAMPLE = 400
"""Rows that are looked at."""

_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


@dataclass(frozen=True)
class Profile:
    """A column's cells in the sampled rows, None where blank, and what can be counted of them (shares of filled cells)."""

    cells: Sequence[object]

    @cached_property
    def filled(self) -> list[object]:
        return [v for v in self.cells if v is not None]

    @cached_property
    def codes(self) -> list[str | None]:
        """Each cell as a code is compared: 1001.0 is "1001"."""
        return [None if v is None or isinstance(v, (dt.datetime, bool)) else _code(v) for v in self.cells]

    @cached_property
    def distinct(self) -> frozenset[str]:
        return frozenset(c for c in self.codes if c)

    @cached_property
    def numbers(self) -> list[float | None]:
        return [_number(v) for v in self.cells]

    @cached_property
    def number_share(self) -> float:
        return self._share(sum(v is not None for v in self.numbers))

    @cached_property
    def whole_share(self) -> float:
        return self._share(sum(v is not None and v.is_integer() for v in self.numbers))

    @cached_property
    def date_share(self) -> float:
        return self._share(sum(_is_date(v) for v in self.filled))

    @cached_property
    def mail_share(self) -> float:
        return self._share(sum(isinstance(v, str) and bool(_MAIL.fullmatch(v.strip())) for v in self.filled))

    @cached_property
    def text_share(self) -> float:
        return self._share(sum(isinstance(v, str) for v in self.filled)) - self._share(
            sum(isinstance(v, str) and _number(v) is not None for v in self.filled)
        )

    @cached_property
    def own_share(self) -> float:
        """How many different values there are for each filled cell: 1 where none comes twice."""
        return self._share(len(self.distinct))

    @cached_property
    def in_blocks(self) -> bool:
        """Whether equal values always stand together, some of them more than once, as the lines of one order do."""
        runs = [c for i, c in enumerate(self.codes) if c and (i == 0 or self.codes[i - 1] != c)]
        return len(runs) == len(set(runs)) < len([c for c in self.codes if c])

    @cached_property
    def climbs(self) -> bool:
        """Whether the values never go down, as numbers of orders do."""
        known = [c for c in self.codes if c]
        keys = [(len(c), c) for c in known]
        return len(known) > 2 and keys == sorted(keys)

    @property
    def filled_share(self) -> float:
        return len(self.filled) / len(self.cells) if self.cells else 0.0

    def within(self, others: frozenset[str]) -> float:
        """The share of its different values that are among others."""
        return len(self.distinct & others) / len(self.distinct) if self.distinct else 0.0

    def fixed_by(self, other: Profile) -> bool:
        """Whether each value of the other column always has the same value here, as an order has one customer."""
        seen: dict[str, object] = {}
        return all(a is None or b is None or seen.setdefault(a, b) == b for a, b in zip(other.codes, self.cells, strict=False))

    def _share(self, count: int) -> float:
        return count / len(self.filled) if self.filled else 0.0


def profiles(book: Book, sheet: str, header_row: int, columns: Sequence[int]) -> dict[int, Profile]:
    """Profiles of some columns of a sheet, on the first rows under a header."""
    raw = book.read(sheet, header_row, header_row + SAMPLE, dict.fromkeys(columns, Want.ANY))
    held = {
        c: [None if _blank(v := column.odd.get(i, column.values[i])) else v for i in range(raw.rows)]
        for c, column in raw.columns.items()
    }
    keep = [i for i in range(raw.rows) if any(cells[i] is not None for cells in held.values())]
    return {c: Profile([cells[i] for i in keep]) for c, cells in held.items()}


def keys_of(book: Book, sheet: str, header_row: int, column: int) -> frozenset[str]:
    """All values of a column, as codes are compared."""
    raw = book.read(sheet, header_row, None, {column: Want.TEXT}).columns[column]
    return frozenset(_code(v) for v in raw.values if v)


def _blank(value: object) -> bool:
    if value is None or isinstance(value, CellError) or (isinstance(value, float) and value != value):
        return True
    return isinstance(value, str) and (not value.strip(STRIP) or says_blank(value.strip()))


def _code(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).strip(STRIP).removeprefix("'").casefold()


def _number(value: object) -> float | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, (int, float)):
        return float(value)
    if isinstance(value, str):
        read = number(value, ".") or number(value, ",")
        return float(read[0]) if read else None
    return None


def _is_date(value: object) -> bool:
    if isinstance(value, dt.date):
        return True
    if not isinstance(value, str) or len(value) < 6 or value.isdigit():
        return False
    return any(date_text(value, order).day is not None for order in (DateOrder.DMY, DateOrder.MDY))
