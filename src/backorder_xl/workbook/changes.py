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


@dataclass
class SheetTable:
    """One of our sheets, rewritten whole: header in row 1, one Excel Table over it.

    ``key`` names the columns that make a row the same row as before, so that a user's own columns stay with it
    (rule 1.1). ``kept`` names columns of ours whose old value stays where ``data`` has none. ``ruled`` says for each row
    whether a group begins with it, which a thin line above shows on the screen and on paper. ``page`` is given to a sheet
    that has no page set-up of the user's own.
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
