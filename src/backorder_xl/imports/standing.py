"""How does one of the book's tables stand, every row of it, and what of it has become different?

Values are those of the core (millionths, days, words), so that a cell is written only where it truly says something else.
Here rows are read, changed and added in memory; which row is meant by what is decided in matching.py.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

import numpy as np

from backorder_xl.core.keys import Bools, Ints
from backorder_xl.core.settings import Settings
from backorder_xl.tables.contracts import Contract
from backorder_xl.tables.finding import Found
from backorder_xl.tables.kinds import blanks
from backorder_xl.tables.problems import Problem, Unusable
from backorder_xl.tables.reading import Placed, place_of, rows_of
from backorder_xl.workbook.model import Book


@dataclass(frozen=True)
class Seen:
    """What one export spoke of: its orders, or the places of its stock (None: it does not know places)."""

    file: str
    whole: bool
    codes: np.ndarray | None
    day: dt.date | None = None


@dataclass
class Standing:
    """A table in memory: an array per field of its contract, one entry per row that holds data, usable or not.

    ``row`` is the sheet row, 0 for one that was added; ``filled`` says which cells are not blank; ``was`` keeps the values
    as they were read; ``touched`` which cells an export spoke of.
    """

    contract: Contract
    sheet: str
    place: Placed | None
    row: Ints
    values: dict[str, np.ndarray]
    filled: dict[str, Bools]
    was: dict[str, np.ndarray] = field(default_factory=dict)
    touched: dict[str, Bools] = field(default_factory=dict)
    met: Bools = field(default_factory=lambda: np.zeros(0, bool))  # an export had this row
    seen: list[Seen] = field(default_factory=list)
    unread: dict[str, Bools] = field(default_factory=dict)  # cells whose text is no value, whatever is held for them

    @property
    def old(self) -> int:
        """How many rows the book had."""
        return len(self.was[self.contract.key[0]])

    def has(self, name: str) -> bool:
        """Whether the sheet has that column."""
        return self.place is not None and name in self.place.columns

    def add(self, count: int) -> Ints:
        """New blank rows at the end; returns their indices."""
        first = len(self.row)
        self.row = np.concatenate([self.row, np.zeros(count, np.int64)])
        for f in self.contract.fields:
            blank = blanks(f, count)
            self.values[f.name] = np.concatenate([self.values[f.name], blank.values])
            self.filled[f.name] = np.concatenate([self.filled[f.name], ~blank.blank])
            self.touched[f.name] = np.concatenate([self.touched[f.name], np.zeros(count, bool)])
        self.met = np.concatenate([self.met, np.zeros(count, bool)])
        return np.arange(first, first + count)

    def put(self, at: Ints, name: str, values: np.ndarray) -> None:
        """Write values into rows; each row is named once at most."""
        self.values[name][at] = values
        self.filled[name][at] = True
        self.touched[name][at] = True

    def differs(self, name: str) -> Bools:
        """Which of the book's own rows say something else now in this column."""
        now, was = self.values[name][: self.old], self.was[name]
        both_blank = np.isnat(now) & np.isnat(was) if now.dtype.kind == "M" else np.zeros(self.old, bool)
        other = (now != was) & ~both_blank | self.unread.get(name, np.zeros(self.old, bool))
        return np.asarray(self.touched[name][: self.old] & other, bool)


def standing(book: Book, contract: Contract, found: Found | None, settings: Settings) -> Standing:
    """Read a table for a merge, or begin an empty one; Unusable where a sheet of that name lacks what identifies a row."""
    if found is None:
        return _standing(contract, contract.sheet, None, np.zeros(0, np.int64), {}, {})
    lost = [f.header for f in found.match.missing if f.name in contract.key]
    if lost:
        raise Unusable(
            f"{book.name}: the sheet {found.sheet!r} has no column {' and '.join(lost)}, by which its rows are known, so "
            "nothing can be merged into it; add or rename the column, or rename the sheet, and import again."
        )
    problems: list[Problem] = []
    rows, raw = rows_of(book, found, settings, problems)
    at = np.flatnonzero(rows.data)
    values = {name: c.values[at] for name, c in rows.columns.items()}
    filled = {name: ~c.blank[at] for name, c in rows.columns.items()}
    place = place_of(book, found, rows, raw)
    made = _standing(contract, found.sheet, place, (raw.first_row + at).astype(np.int64), values, filled)
    for name, i in rows.bad:
        if rows.data[i]:
            made.unread.setdefault(name, np.zeros(len(at), bool))[np.searchsorted(at, i)] = True
    return made


def _standing(
    contract: Contract, sheet: str, place: Placed | None, row: Ints, values: dict[str, np.ndarray], filled: dict[str, Bools]
) -> Standing:
    for f in contract.fields:
        blank = blanks(f, len(row))
        values.setdefault(f.name, blank.values)
        filled.setdefault(f.name, ~blank.blank)
    was = {name: column.copy() for name, column in values.items()}
    touched = {name: np.zeros(len(row), bool) for name in values}
    return Standing(contract, sheet, place, row, values, filled, was, touched, np.zeros(len(row), bool))
