"""What shall be different in the workbook?

Data only: the rest of the package decides, a host applies. Values are str, float, int, bool, None, float arrays (NaN is
blank) or datetime64 arrays (NaT is blank). Text is always written as text, never as a formula (rule 1.5).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, IntEnum

import numpy as np


class Format(Enum):
    """How a column of ours is shown."""

    TEXT = "text"
    QTY = "quantity"
    MONEY = "money"
    DATE = "date"
    DATETIME = "date and time"
    WHOLE = "whole number"
    PERCENT = "percent"


class Tone(IntEnum):
    """A soft fill that is readable in print as well."""

    NONE = 0
    GOOD = 1  # green
    WATCH = 2  # amber
    BAD = 3  # red
    NEW = 4  # blue
    QUIET = 5  # grey


@dataclass(frozen=True)
class Column:
    """One column of ours: header, how it is shown, how wide."""

    header: str
    format: Format = Format.TEXT
    width: float = 12
    note: str = ""
    wrap: bool = False
    inset: bool = False  # a text that stands close to the number left of it


class Orientation(Enum):
    """Which way round the paper lies."""

    LANDSCAPE = "landscape"
    PORTRAIT = "portrait"


class Paper(IntEnum):
    """Sizes of paper, with the numbers that Excel has for them."""

    LETTER = 1
    A4 = 9


@dataclass(frozen=True)
class Page:
    """How a sheet is printed: one page wide, its header row on every page, the title above each."""

    title: str = ""
    orientation: Orientation = Orientation.LANDSCAPE
    paper: Paper | None = None  # None: what the printer takes by itself
    whole: bool = False  # all of it on one page, however small that makes it

    def plain_title(self) -> str:
        """The title as plain text: its ``&`` begins no code; Excel takes 255 signs for the whole header."""
        shown = "".join(sign for sign in " ".join(self.title.split()) if sign.isprintable())
        return shown[:100].replace("&", "&&")


@dataclass
class Links:
    """Where a click on a cell jumps to: per row of ours an absolute row of ``sheet``, 0 for no link.

    ``column`` is the header of the target's column; column A where it is not found.
    """

    sheet: str
    column: str
    rows: np.ndarray


class Piece(Enum):
    """Which cells of a table's column a formula means."""

    COLUMN = "column"  # all data rows
    ALL = "#All"  # the header as well
    ROW = "#This Row"  # the cell in the formula's own row
    HEADER = "#Headers"


@dataclass(frozen=True)
class Ref:
    """A column of an Excel Table, ours or the user's, by the names that we know; a table of ours may bear another one."""

    table: str
    header: str
    piece: Piece = Piece.COLUMN


@dataclass(frozen=True)
class Area:
    """Some rows of one column of a sheet, absolute; a column given by its header is looked up when it is written."""

    sheet: str
    column: int | str
    first_row: int
    last_row: int


@dataclass(frozen=True)
class Cells:
    """Some rows of one column of a sheet of ours, counted from 0 below its header."""

    sheet: str
    header: str
    first: int
    count: int


Reference = Ref | Area | Cells
"""What a name in a formula of ours may stand for."""


class When(Enum):
    """What turns a cell red."""

    NOT_ZERO = "not zero"  # an error or a text is not zero either
    NO = "no"  # the word


@dataclass(frozen=True)
class Alarm:
    """A column of ours whose cells turn red."""

    column: str
    when: When


class ChartKind(Enum):
    """How a chart draws its numbers."""

    COLUMN = "column"
    BAR = "bar"  # lying, the first row on top
    STACKED_BAR = "stacked bar"
    LINE = "line"


@dataclass(frozen=True)
class Series:
    """One row of numbers in a chart; ``name`` is ours, never a cell's text."""

    name: str
    labels: Cells
    values: Cells
    tone: Tone


@dataclass(frozen=True)
class Place:
    """Where a chart stands, in pixels right of and below the top of all that stands on its sheet."""

    left: int
    top: int
    width: int
    height: int


@dataclass(frozen=True)
class Chart:
    """A native chart on a sheet of ours, known again by its title; only the plain facts, a host draws it."""

    kind: ChartKind
    title: str
    series: tuple[Series, ...]
    place: Place
    label_title: str = ""
    value_title: str = ""
    format: Format = Format.QTY  # of its values
    labels: Format = Format.TEXT  # of its labels
    growing: bool = False  # over numbers of a list that only grows: none are kept in the chart, so that it stays as it is


@dataclass
class SheetTable:
    """One of our sheets, rewritten whole: header in row 1, one Excel Table over it.

    ``key`` names the columns that make a row the same row as before, so that a user's own columns stay with it
    (rule 1.1). ``kept`` names columns of ours whose old value stays where ``data`` has none. ``ruled`` says for each row
    whether a group begins with it, which a thin line above shows on the screen and on paper. ``page`` is given to a sheet
    that has no page set-up of the user's own.

    ``formulas`` gives, per row of a column, a formula without its "=", or None where the value stands alone; ``data``
    holds what it comes to, which is kept in the cell beside it. A formula is made by us, never from a cell's text, and
    names other cells as ``{name}``, which ``refs`` explains. ``alarms`` turn cells red, ``charts`` stand beside the table.
    """

    sheet: str
    table: str
    columns: tuple[Column, ...]
    data: dict[str, np.ndarray | list]
    key: tuple[str, ...]
    tones: dict[str, np.ndarray] = field(default_factory=dict)
    links: dict[str, Links] = field(default_factory=dict)
    kept: tuple[str, ...] = ()
    ruled: np.ndarray | None = None
    page: Page | None = None
    formulas: dict[str, list[str | None]] = field(default_factory=dict)
    refs: dict[str, Reference] = field(default_factory=dict)
    alarms: tuple[Alarm, ...] = ()
    charts: tuple[Chart, ...] = ()


@dataclass
class CellRun:
    """Values for some rows of one column of a TablePatch; rows are absolute."""

    column: str
    rows: np.ndarray
    values: list | np.ndarray


@dataclass
class TablePatch:
    """Single cells in a table of the user's own.

    ``columns`` maps a name to its absolute column, or to a Column that is to be added at the right. ``clear`` lists
    rows emptied over the table's whole width. ``last_row`` is where the data ends now, ``end_row`` where it ends
    afterwards: larger, rows are appended; smaller, the table shrinks.
    """

    sheet: str
    header_row: int
    columns: dict[str, int | Column]
    cells: list[CellRun]
    clear: np.ndarray
    last_row: int
    end_row: int


@dataclass
class Changes:
    """All that one run writes, applied together or not at all (rule 8.7)."""

    tables: list[SheetTable] = field(default_factory=list)
    patches: list[TablePatch] = field(default_factory=list)

    def add(self, change: SheetTable | TablePatch | None) -> None:
        """Take one more change in, if there is one."""
        if isinstance(change, SheetTable):
            self.tables.append(change)
        elif change is not None:
            self.patches.append(change)
