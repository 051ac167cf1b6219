"""What is one column of an export, and what comes of reading it?

The shapes that all deciders share. What is said of many cells alike is said once, with a count and the first rows.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from backorder_xl.imports.model import Cell, Remark, Weight
from backorder_xl.tables.cells import STRIP
from backorder_xl.tables.cells import shown as shown_cell

T = TypeVar("T")
_NAMED = 5  # rows that a sentence names
_OPEN = (Weight.QUESTION, Weight.LEFT_OUT)


@dataclass(frozen=True)
class Column:
    """The cells under one header; ``rows`` are the file's rows, from 1, as long as ``cells``."""

    file: str
    header: str
    cells: list[Cell]
    rows: list[int]


@dataclass
class Read(Generic[T]):
    """A column that was read, as long as it was; None where a cell is blank or could not be used.

    ``open`` holds the indexes that could not be used: asked, or left out. They are not blank, and nothing may stand in for
    them.
    """

    values: list[T | None]
    open: set[int] = field(default_factory=set)
    remarks: list[Remark] = field(default_factory=list)


class Told:
    """Gathers what is to be said of a column's cells: the same sentence about many cells is one remark."""

    def __init__(self, column: Column) -> None:
        self._column = column
        self._about: dict[tuple[Weight, str, str], list[int]] = {}

    def tell(self, weight: Weight, index: int, text: str, key: str = "") -> None:
        """One cell. Where the text differs from cell to cell, ``key`` says what is alike, and the first one's text is told."""
        for (known, alike, _), found in self._about.items():
            if known is weight and key and alike == key:
                found.append(index)
                return
        self._about.setdefault((weight, key or text, text), []).append(index)

    def open(self) -> set[int]:
        """The indexes of cells that were asked about or left out."""
        return {i for (weight, _, _), found in self._about.items() if weight in _OPEN for i in found}

    def remarks(self) -> list[Remark]:
        """All of it, by the first row of each."""
        made = []
        for (weight, _, text), found in self._about.items():
            rows = [self._column.rows[i] for i in found]
            more = f" ({len(rows):,} rows: {', '.join(str(r) for r in rows[:_NAMED])}{', ...' if len(rows) > _NAMED else ''})"
            said = text + (more if len(rows) > 1 else "")
            made.append(
                Remark(weight, self._column.file, rows[0], self._column.header, shown(self._column.cells[found[0]]), said)
            )
        return sorted(made, key=lambda r: (r.row, r.text))


def shown(cell: Cell) -> str:
    """A cell's value as its user would recognise it."""
    return "" if cell is None else shown_cell(cell)


def is_blank(cell: Cell) -> bool:
    """Whether a cell holds nothing that can be seen."""
    return cell is None or (isinstance(cell, str) and not cell.strip(STRIP))


def bare(text: str) -> str:
    """A text without outer blanks and without what spreadsheets put around a text: a leading apostrophe, or ="...".

    >>> bare(' \\'0042'), bare('="0042"')
    ('0042', '0042')
    """
    body = text.strip(STRIP)
    if len(body) > 3 and body.startswith('="') and body.endswith('"') and '"' not in body[2:-1]:
        body = body[2:-1].strip(STRIP)
    if len(body) > 1 and body[0] in "'’":
        body = body[1:].strip(STRIP)
    return body


def is_day(cell: Cell) -> bool:
    """Whether a cell is a true date of a workbook."""
    return isinstance(cell, dt.datetime)
