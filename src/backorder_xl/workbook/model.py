"""What is read out of a workbook, and through which door?

The plain shapes that every reader gives back, and the protocol that a closed file, a workbook in memory and an open one
share. Rows and columns are absolute and counted from 1 everywhere. No business word lives in this room.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np

if TYPE_CHECKING:
    from backorder_xl.workbook.changes import Changes


class Want(Enum):
    """What the caller expects to find in a column (rule 1.2)."""

    TEXT = "text"  # codes and words: a numeric cell 1001.0 gives "1001"
    NUMBER = "number"
    DATE = "date"
    ANY = "any"  # the value as Excel holds it


@dataclass(frozen=True)
class CellError:
    """An error value in a cell, such as #N/A; never to be taken for a blank."""

    text: str


ERROR_TEXTS = frozenset(
    ("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#GETTING_DATA", "#SPILL!", "#CALC!")
)
"""What error values read as where somebody has made them text."""


@dataclass(frozen=True)
class ExcelTable:
    """An Excel Table (ListObject): where it stands and what its header cells say."""

    name: str
    sheet: str
    header_row: int
    last_row: int  # the last data row; a totals row is not counted
    first_col: int
    last_col: int
    totals: bool
    headers: tuple[str, ...]


@dataclass
class RawColumn:
    """One column as it was wanted; ``odd`` holds by index what did not fit, so that no cell is lost silently.

    TEXT: object array of str or None. NUMBER: float64, NaN where blank or odd. DATE: datetime64[s], NaT where blank or
    odd. ANY: object array. A CellError stands in ``odd`` whatever was wanted.
    """

    values: np.ndarray
    odd: dict[int, object]


@dataclass
class RawTable:
    """Rows under a header: index i is sheet row ``first_row + i``."""

    sheet: str
    header_row: int
    first_row: int
    rows: int
    columns: dict[int, RawColumn]


class Book(Protocol):
    """The one way in which the rest of the package sees a workbook."""

    name: str

    @property
    def date1904(self) -> bool: ...

    def sheets(self) -> list[str]: ...

    def excel_tables(self) -> list[ExcelTable]: ...

    def top(self, sheet: str, rows: int = 30) -> list[list[object]]: ...

    def read(self, sheet: str, header_row: int, last_row: int | None, wanted: dict[int, Want]) -> RawTable: ...

    def formula_cells(self, sheet: str, columns: Collection[int]) -> set[tuple[int, int]]: ...

    def room_below(self, sheet: str, last_row: int, columns: Collection[int]) -> int: ...

    def apply(self, changes: Changes, to: Path | None, backup: bool) -> None: ...
