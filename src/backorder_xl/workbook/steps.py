"""In which words is a host told what to do, one after another?

Each step is plain data that JSON can hold, with absolute rows and columns from 1, and means the same to a host in Python
and to one in JavaScript. Nothing is left to be decided by whoever carries them out.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, fields
from enum import Enum
from typing import Any

from backorder_xl.workbook.changes import ChartKind, Page, When
from backorder_xl.workbook.model import CellError
from backorder_xl.workbook.rows import serial
from backorder_xl.workbook.standing import Cell, Filter, Formula

Rect = tuple[int, int, int, int]  # row, column, how many rows, how many columns
Grid = tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class Step:
    """One thing to do on one sheet."""

    sheet: str


@dataclass(frozen=True)
class AddSheet(Step):
    """A new sheet behind all others."""


@dataclass(frozen=True)
class DeleteSheet(Step):
    """Away with a sheet that was added."""


@dataclass(frozen=True)
class ShowAll(Step):
    """Show the rows that a table's filter hides, as Excel would not write into them; the filter's buttons stay. A filter that
    belongs to no table is named ""."""

    table: str


@dataclass(frozen=True)
class SetFilter(Step):
    """Filter a table as it was filtered before."""

    table: str
    criteria: tuple[Filter, ...]


@dataclass(frozen=True)
class Totals(Step):
    """Take a table's totals row away, or show it again under the data."""

    table: str
    shown: bool


@dataclass(frozen=True)
class WriteCells(Step):
    """Values from a cell to the right and down, in one call: text is text whatever it looks like, and only a Formula is
    worked out. ``as_text`` says for each column whether its cells have the format of text, so that Excel does so by itself."""

    row: int
    column: int
    grid: Grid
    as_text: tuple[bool, ...]


@dataclass(frozen=True)
class WriteFormulas(Step):
    """Formulas from a cell to the right and down, in one call, in Excel's English; ``values`` is what they come to, for those
    who do not calculate."""

    row: int
    column: int
    formulas: tuple[tuple[str, ...], ...]
    values: Grid


@dataclass(frozen=True)
class ClearCells(Step):
    """Empty cells; with ``looks`` their formats go as well."""

    rects: tuple[Rect, ...]
    looks: bool = False


@dataclass(frozen=True)
class MakeTable(Step):
    """A new Excel Table with filter buttons over a header and its rows."""

    table: str
    rect: Rect


@dataclass(frozen=True)
class ResizeTable(Step):
    """Let an Excel Table without totals row cover these cells."""

    table: str
    rect: Rect


@dataclass(frozen=True)
class DropTable(Step):
    """Make an Excel Table plain cells again."""

    table: str


@dataclass(frozen=True)
class NumberFormat(Step):
    """How numbers are shown; "@" for cells that hold text whatever it looks like."""

    rects: tuple[Rect, ...]
    code: str


@dataclass(frozen=True)
class Fill(Step):
    """A background colour as rrggbb, None for none."""

    rects: tuple[Rect, ...]
    colour: str | None


@dataclass(frozen=True)
class HeaderLook(Step):
    """White bold words on dark blue, wrapped."""

    rects: tuple[Rect, ...]


@dataclass(frozen=True)
class Align(Step):
    """At the top of the cell; wrapped, or set in a little from a coloured edge."""

    rects: tuple[Rect, ...]
    wrap: bool
    inset: bool


@dataclass(frozen=True)
class Ruled(Step):
    """A thin line above cells, or none."""

    rects: tuple[Rect, ...]
    line: bool


@dataclass(frozen=True)
class TurnRed(Step):
    """Let cells turn red when they say what they should not; None takes each such rule of these cells away."""

    rects: tuple[Rect, ...]
    when: When | None


@dataclass(frozen=True)
class CopyLook(Step):
    """Let cells look as those of a row above do: number format, font, fill, lines."""

    source: Rect
    rects: tuple[Rect, ...]


@dataclass(frozen=True)
class SetNotes(Step):
    """Cell notes: away with those on ``gone``, then the texts of ``put`` at (row, column)."""

    gone: tuple[tuple[int, int], ...]
    put: tuple[tuple[int, int, str], ...]


@dataclass(frozen=True)
class SetLinks(Step):
    """Links on cells: away with those inside ``gone``, then ``put`` at (row, column); "#" begins a place in the book."""

    gone: tuple[Rect, ...]
    put: tuple[tuple[int, int, str], ...]


@dataclass(frozen=True)
class Widths(Step):
    """How wide columns are, in Excel's unit."""

    columns: tuple[tuple[int, float], ...]


@dataclass(frozen=True)
class Freeze(Step):
    """Keep this many rows in view."""

    rows: int


@dataclass(frozen=True)
class FitRows(Step):
    """Let rows be as tall as their wrapped texts."""

    row: int
    rows: int


@dataclass(frozen=True)
class PageSetup(Step):
    """One page wide on paper; with a page also its title, and the header row on every page."""

    page: Page | None
    header_row: int


@dataclass(frozen=True)
class Plot:
    """One row of numbers in a chart, a colour as rrggbb; labels and values are a sheet's cells."""

    name: str
    labels: tuple[str, Rect]
    values: tuple[str, Rect]
    colour: str


@dataclass(frozen=True)
class DrawChart(Step):
    """Draw a chart anew, in the one that is called ``name`` or ``was`` now, or else in a new one. ``box`` is where: points right
    of ``column``'s left edge and below the sheet's top, width, height; None where it stays as it stands."""

    name: str
    was: str | None
    kind: ChartKind
    title: str
    series: tuple[Plot, ...]
    column: int
    box: tuple[float, float, float, float] | None
    label_title: str
    value_title: str
    label_code: str | None
    value_code: str
    most: float | None  # where the values' axis ends, None for where Excel likes
    crowded: bool  # many narrow places: every second label, slanted
    spoken: str  # what a screen reader says


@dataclass(frozen=True)
class DropCharts(Step):
    """Away with the charts of these names."""

    names: tuple[str, ...]


def plain(step: Step, date1904: bool = False) -> dict[str, Any]:
    """A step as JSON holds it: its name under "do", then its fields; a day is the number that the workbook counts it by."""
    return {"do": type(step).__name__, **{f.name: _plain(getattr(step, f.name), date1904) for f in fields(step)}}


_AS_IT_IS = frozenset({str, float, int, bool, type(None)})


def _plain(value: Any, date1904: bool) -> Any:
    if type(value) in _AS_IT_IS:
        return value
    if type(value) is tuple:  # grids are large: most of their cells are taken over without a call
        return [v if type(v) in _AS_IT_IS else _plain(v, date1904) for v in value]
    if isinstance(value, (Formula, CellError)):
        return {"f": value.text}
    if isinstance(value, dt.datetime):
        counted = serial(value, date1904)
        return value.isoformat() if counted is None else counted
    if isinstance(value, Page):
        paper = value.paper and int(value.paper)
        return {"title": value.title, "orientation": value.orientation.value, "paper": paper, "whole": value.whole}
    if isinstance(value, Plot):
        return {f.name: _plain(getattr(value, f.name), date1904) for f in fields(value)}
    if isinstance(value, Enum):
        return value.value
    return [_plain(v, date1904) for v in value] if isinstance(value, Sequence) and not isinstance(value, str) else value
