"""How is a set of frames read as if it were a workbook?

Each frame is a sheet with its header in row 1. Whole columns become what is wanted, as they do in a file; a column of
numbers or days needs no look at single values.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from decimal import Decimal

import numpy as np
import pandas as pd

from backorder_xl.workbook.changes import Changes
from backorder_xl.workbook.errors import Unreadable
from backorder_xl.workbook.model import ERROR_TEXTS, CellError, ExcelTable, RawColumn, RawTable, Want
from backorder_xl.workbook.refs import LAST_ROW
from backorder_xl.workbook.shape import blank, fill, number_text


class FrameBook:
    """Frames by the name of their sheet; their columns' names are the headers. What a run would write is kept in ``applied``."""

    def __init__(self, frames: Mapping[str, pd.DataFrame], name: str) -> None:
        self.name = name
        self.frames = dict(frames)
        self.date1904 = False
        self.applied: Changes | None = None

    def sheets(self) -> list[str]:
        """The names of the frames."""
        return list(self.frames)

    def excel_tables(self) -> list[ExcelTable]:
        """None: a frame is not inside a sheet."""
        return []

    def top(self, sheet: str, rows: int = 30) -> list[list[object]]:
        """The header and the first rows."""
        frame = self._frame(sheet)
        head = frame.head(rows - 1)
        shown = [_read(head.iloc[:, i], Want.ANY) for i in range(head.shape[1])]
        lines = [[c.odd.get(i, c.values[i]) for c in shown] for i in range(len(head))]
        return [[str(c) for c in frame.columns], *lines]

    def read(self, sheet: str, header_row: int, last_row: int | None, wanted: dict[int, Want]) -> RawTable:
        """The wanted columns of the rows under ``header_row`` (rule 1.2)."""
        frame = self._frame(sheet)
        rows = max(0, (len(frame) + 1 if last_row is None else last_row) - header_row)
        part = frame.iloc[header_row - 1 : header_row - 1 + rows]
        columns = {c: _read(part.iloc[:, c - 1], w) if c <= frame.shape[1] else blank(rows, w) for c, w in wanted.items()}
        return RawTable(sheet, header_row, header_row + 1, rows, columns)

    def formula_cells(self, sheet: str, columns: Collection[int]) -> set[tuple[int, int]]:
        """None."""
        return set()

    def room_below(self, sheet: str, last_row: int, columns: Collection[int]) -> int:
        """As much as a sheet has, though a frame has no end: what is written may be shown on one."""
        return LAST_ROW

    def apply(self, changes: Changes, to: object = None, backup: bool = False) -> None:
        """Keep the changes; whoever made the frames knows where they go."""
        self.applied = changes

    def _frame(self, sheet: str) -> pd.DataFrame:
        if sheet not in self.frames:
            raise Unreadable(f"{self.name} has no table named {sheet}.")
        return self.frames[sheet]


def _read(column: pd.Series, want: Want) -> RawColumn:
    """A column as it is wanted; what does not fit is odd, as in a file."""
    kind = getattr(column.dtype, "kind", "O")
    if kind in "iuf" and want is not Want.DATE:
        return _numbers(column, want)
    if kind == "M" and want is Want.DATE:
        stamps = column.dt.tz_localize(None) if isinstance(column.dtype, pd.DatetimeTZDtype) else column
        return RawColumn(stamps.dt.round("s").to_numpy("datetime64[s]"), {})
    if (want is Want.TEXT and kind == "O") or isinstance(column.dtype, pd.StringDtype):
        held = column.to_numpy(object, na_value=None)
        if want is Want.TEXT and set(map(type, held)) <= {str, type(None)}:
            return _texts(held)
    made = blank(len(column), want)
    fill(made, want, enumerate(cells_of_column(column)))
    return made


def _texts(held: np.ndarray) -> RawColumn:
    """Texts, blank ones as None, each distinct one looked at once; error values are odd."""
    codes, distinct = pd.factorize(held)
    kept = np.array([*(None if not t.strip() else t for t in distinct), None], object)
    made = RawColumn(kept[codes], {})
    for number in [i for i, t in enumerate(distinct) if t in ERROR_TEXTS]:
        for row in np.flatnonzero(codes == number).tolist():
            made.values[row], made.odd[row] = None, CellError(distinct[number])
    return made


def _numbers(column: pd.Series, want: Want) -> RawColumn:
    """Numbers; what is not finite is odd."""
    values = column.to_numpy(np.float64, na_value=np.nan)
    made = blank(len(values), want)
    fine = np.isfinite(values)
    if want is Want.NUMBER:
        made.values[fine] = values[fine]
    else:
        there = column[fine] if getattr(column.dtype, "kind", "") in "iu" else values[fine]
        distinct, where = np.unique(np.asarray(there), return_inverse=True)
        spelled = [str(v) if isinstance(v, int) else number_text(v) for v in distinct.tolist()]
        shown = spelled if want is Want.TEXT else [float(v) for v in distinct.tolist()]
        made.values[fine] = np.array([*shown, None], object)[:-1][where]
    if want is Want.NUMBER:
        made.odd.update({int(i): values[i] for i in np.flatnonzero(np.isinf(values))})
    return made


def cells_of_column(column: pd.Series) -> list[object]:
    """Values as cells hold them: None for anything missing, days without a zone."""
    if isinstance(column.dtype, pd.DatetimeTZDtype):
        column = column.dt.tz_localize(None)
    missing = column.isna().to_numpy()
    return [None if gone else _cell(v) for gone, v in zip(missing, column.astype(object).tolist(), strict=True)]


def _cell(value: object) -> object:
    if isinstance(value, pd.Timestamp):
        return value.to_pydatetime()
    if isinstance(value, (Decimal, int)) and not isinstance(value, bool):
        return float(value)
    if isinstance(value, (np.generic,)):
        return _cell(value.item())
    return CellError(value) if isinstance(value, str) and value in ERROR_TEXTS else value
