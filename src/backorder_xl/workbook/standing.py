"""What stands on the sheets of an open workbook before anything is decided?

Plain data that can be kept as JSON: a grid of cells from A1, Excel Tables with their filters, notes, links, and stretches of
equal looks. A host reads it; `deciding.py` turns it and the changes into steps, `restoring.py` brings it back.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

from backorder_xl.workbook.model import CellError, ExcelTable
from backorder_xl.workbook.refs import LAST_ROW

Place = tuple[int, int]  # row, column
Filter = dict[str, Any]  # one column's criteria, as the host that reads them takes them back


@dataclass(frozen=True)
class Formula:
    """What is typed into a cell for Excel to work out, with what it showed when it was read."""

    text: str
    value: object = None


Cell = None | float | bool | str | dt.datetime | CellError | Formula


@dataclass(frozen=True)
class Stretch:
    """Rows of one column that look the same: a number format, a fill (rrggbb) or whether a line is above; None for none."""

    first: int
    last: int
    look: str | None


Stretches = dict[int, list[Stretch]]  # by column


@dataclass
class SheetNow:
    """One sheet as it stands."""

    name: str
    cells: list[list[Cell]] = field(default_factory=list)
    tables: list[ExcelTable] = field(default_factory=list)
    filters: dict[str, list[Filter]] = field(default_factory=dict)  # by the table's name, "" for the sheet's own
    notes: dict[Place, str] = field(default_factory=dict)
    links: dict[Place, str] = field(default_factory=dict)  # "#'Orders'!C2" for a place in the same book
    formats: Stretches = field(default_factory=dict)
    fills: Stretches = field(default_factory=dict)
    lines: Stretches = field(default_factory=dict)
    widths: dict[int, float] = field(default_factory=dict)  # of the tables' columns
    alarmed: set[int] = field(default_factory=set)  # the tables' columns that have conditional formats
    charts: dict[str, tuple[str, int]] = field(default_factory=dict)  # by name: title, and the column in which it begins
    page_set: bool = False  # whether it is set up for printing already

    def cell(self, row: int, column: int) -> Cell:
        """A cell; None where the grid does not reach."""
        cells = self.cells[row - 1] if 0 < row <= len(self.cells) else []
        return cells[column - 1] if 0 < column <= len(cells) else None

    def last_row(self) -> int:
        """The last row with anything in it."""
        return next((i for i in range(len(self.cells), 0, -1) if any(not blank(v) for v in self.cells[i - 1])), 0)

    def width(self) -> int:
        """How many columns the grid has."""
        return max(map(len, self.cells), default=0)

    def format_of(self, column: int) -> str | None:
        """The number format of a column's data, None where it is not one for all or not known."""
        looks = {s.look for s in self.formats.get(column, [])}
        return next(iter(looks)) if len(looks) == 1 else None


@dataclass
class BookNow:
    """What a set of changes depends on."""

    sheets: list[SheetNow]  # those that were looked at
    names: list[str]  # of all sheets with cells, in the order of their tabs
    taken: set[str] = field(default_factory=set)  # names of Excel Tables and other named things, folded
    charts: set[str] = field(default_factory=set)  # names of chart sheets, folded
    date1904: bool = False

    def find(self, sheet: str) -> SheetNow | None:
        """A sheet by its name, however that is spelled."""
        return next((s for s in self.sheets if s.name.casefold() == sheet.casefold()), None)


def shown(cell: Cell) -> object:
    """What a reader sees in a cell."""
    return cell.value if isinstance(cell, Formula) else cell


def blank(cell: Cell) -> bool:
    """Nothing, or nothing but spaces; a formula is something whatever it shows."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def room_below(sheet: SheetNow, last_row: int, first: int, last: int) -> int:
    """How many rows fit under ``last_row`` between two columns before something of the user's is in the way.

    A totals row directly below the data is no obstacle, as it moves along.
    """
    around = (t for t in sheet.tables if t.first_col <= last and first <= t.last_col)
    end = next((t.last_row for t in around if t.header_row < last_row + 1 <= t.last_row), last_row)
    start = end + 1 + int(has_totals(sheet, end, first, last))
    filled = (
        row
        for row in range(start, len(sheet.cells) + 1)
        if any(not blank(cell) for cell in sheet.cells[row - 1][first - 1 : last])
    )
    tops = (t.header_row for t in sheet.tables if t.header_row >= start and t.first_col <= last and first <= t.last_col)
    nearest = min(next(filled, LAST_ROW + 1), min(tops, default=LAST_ROW + 1))
    return max(0, nearest - start) + (end - last_row)


def has_totals(sheet: SheetNow, last_row: int, first: int, last: int) -> bool:
    """Is the row under the data a totals row: that of an Excel Table, or a plain one with a formula in it?"""
    for table in sheet.tables:
        if table.last_row == last_row and table.first_col <= last and first <= table.last_col:
            return table.totals
    return any(isinstance(sheet.cell(last_row + 1, c), Formula) for c in range(first, last + 1))


def plain_sheet(sheet: SheetNow) -> dict[str, Any]:
    """A sheet as JSON holds it."""
    return {
        "name": sheet.name,
        "cells": [[_plain(c) for c in row] for row in sheet.cells],
        "tables": [asdict(t) for t in sheet.tables],
        "filters": sheet.filters,
        "notes": [[*place, text] for place, text in sorted(sheet.notes.items())],
        "links": [[*place, target] for place, target in sorted(sheet.links.items())],
        "widths": sorted(sheet.widths.items()),
        "alarmed": sorted(sheet.alarmed),
        "charts": [[name, *chart] for name, chart in sheet.charts.items()],
        "page_set": sheet.page_set,
        **{
            name: [[c, s.first, s.last, s.look] for c, stretches in sorted(getattr(sheet, name).items()) for s in stretches]
            for name in _LOOKS
        },
    }


def sheet_of(plain: dict[str, Any]) -> SheetNow:
    """The same back from JSON."""
    looks: dict[str, Stretches] = {name: {} for name in _LOOKS}
    for name, found in looks.items():
        for column, first, last, look in plain[name]:
            found.setdefault(column, []).append(Stretch(first, last, look))
    return SheetNow(
        plain["name"],
        [[_cell(c) for c in row] for row in plain["cells"]],
        [ExcelTable(**{**t, "headers": tuple(t["headers"])}) for t in plain["tables"]],
        plain["filters"],
        {(row, column): text for row, column, text in plain["notes"]},
        {(row, column): target for row, column, target in plain["links"]},
        widths=dict(plain["widths"]),
        alarmed=set(plain.get("alarmed", ())),
        charts={name: (title, column) for name, title, column in plain.get("charts", ())},
        page_set=plain["page_set"],
        **looks,
    )


_LOOKS = ("formats", "fills", "lines")


def _plain(cell: Cell) -> Any:
    if isinstance(cell, Formula):
        return {"f": cell.text, "v": _plain(cell.value)}  # type: ignore[arg-type]
    if isinstance(cell, CellError):
        return {"e": cell.text}
    return {"d": cell.isoformat()} if isinstance(cell, dt.datetime) else cell


def _cell(plain: Any) -> Cell:
    if not isinstance(plain, dict):
        return plain  # type: ignore[no-any-return]
    if "f" in plain:
        return Formula(plain["f"], _cell(plain["v"]))
    return CellError(plain["e"]) if "e" in plain else dt.datetime.fromisoformat(plain["d"])


def stretches(first: int, last: int, look: Callable[[int, int], tuple[bool, str | None]], most: int) -> Iterator[Stretch]:
    """The rows from first to last by equal looks; ``look(a, b)`` says whether rows a to b look alike, and how.

    Halves until they do, and stops asking after ``most`` questions: what is not known then is left out.
    """
    todo, current, asked = [(first, last)], None, 0
    while todo and asked < most:
        a, b = todo.pop()
        asked += 1
        alike, found = look(a, b)
        if not alike and a < b:
            middle = (a + b) // 2
            todo += [(middle + 1, b), (a, middle)]
        elif current is not None and current.look == found and current.last == a - 1:
            current = Stretch(current.first, b, found)
        else:
            if current is not None:
                yield current
            current = Stretch(a, b, found)
    if current is not None:
        yield current
