"""How do the cells of a formula's arguments become columns, and how do results or words go back into cells?

Ranges of the same size stand side by side and single cells stand beside every row, as Excel does it. A blank cell gives a
blank, a wrong one a sentence in its own place; the rest goes on.
"""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pandas as pd

from backorder_xl.hosts.formulas import EPOCH, Argument, Formula, Kind
from backorder_xl.workbook.model import ERROR_TEXTS, CellError
from backorder_xl.workbook.shape import as_text

Cell = float | int | str | bool | dt.datetime | dt.date | CellError | None
Grid = Sequence[Sequence[Cell]]
Cells = Cell | Grid
Result = list[list[Any]]

_SHOWN = 40
_LAST_SERIAL = 2958465  # 31 December 9999


class Said(Exception):
    """A sentence for the user in place of any result."""


def grid_of(cells: Cells) -> list[list[Cell]]:
    """A range as rows; one cell is a range of one."""
    rows: Any = cells if isinstance(cells, (list, tuple)) else [[cells]]
    return [[CellError(v) if type(v) is str and v[:1] == "#" and v in ERROR_TEXTS else v for v in row] for row in rows]


def is_blank(cell: Cell) -> bool:
    """Nothing, only spaces, or what pandas puts where nothing is."""
    return cell is None or (isinstance(cell, str) and not cell.strip()) or cell != cell


def shown(cell: Cell) -> str:
    """A cell's value as a sentence may show it."""
    text = cell.text if isinstance(cell, CellError) else as_text(float(cell) if type(cell) is int else cell)
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else line[: _SHOWN - 1] + "…"


class Asked:
    """The arguments of one call, brought to one shape; ``self["demand"]`` is a column of the rows that can be reckoned.

    Columns: float64 for numbers, datetime64[D] for dates (NaT where an optional one is blank), str objects for text.
    """

    def __init__(self, formula: Formula, **cells: Cells) -> None:
        arguments = [a for a in formula.arguments if a.name in cells]
        grids = {a.name: grid_of(cells[a.name]) for a in arguments}
        self._one = not any(isinstance(c, (list, tuple)) for c in cells.values())
        self.shape = _common({a: grids[a.name] for a in arguments})
        rows, columns = self.shape
        size = rows * columns
        self._said = np.full(size, None, object)
        blank = np.zeros(size, bool)
        read: dict[str, np.ndarray] = {}
        for a in arguments:
            values, empty, said = _column(a, grids[a.name])
            inside = (len(grids[a.name]), len(grids[a.name][0]))
            values, empty, said = (np.broadcast_to(v.reshape(inside), self.shape).ravel() for v in (values, empty, said))
            read[a.name] = values
            blank |= empty & (not a.optional)
            first = (said != None) & (self._said == None)  # noqa: E711 - elementwise
            self._said[first] = said[first]
        self._good = ~blank & (self._said == None)  # noqa: E711
        self._columns = {name: values[self._good] for name, values in read.items()}

    def __getitem__(self, name: str) -> np.ndarray:
        return self._columns[name]

    def __len__(self) -> int:
        return int(self._good.sum())

    def each(self, values: np.ndarray | Sequence[Any]) -> Any:
        """One value per cell, in the shape of the arguments; a single cell gives a single value."""
        out = self._said.copy()
        out[self._good] = _plain(values)
        rows, columns = self.shape
        made: Result = [out[i * columns : (i + 1) * columns].tolist() for i in range(rows)]
        return made[0][0] if self._one else made

    def rows(self, *columns: np.ndarray | Sequence[Any]) -> Result:
        """One row per cell, however the cells stood; a sentence stands in the first column of its row."""
        out = np.full((len(self._said), len(columns)), None, object)
        out[:, 0] = self._said
        for i, values in enumerate(columns):
            out[self._good, i] = _plain(values)
        return out.tolist()


def _common(grids: dict[Argument, list[list[Cell]]]) -> tuple[int, int]:
    """The shape that all ranges fit to."""
    sizes = {a.title: (len(g), len(g[0]) if g else 0) for a, g in grids.items()}
    try:
        rows, columns = np.broadcast_shapes(*sizes.values())
    except ValueError:
        told = " and ".join(f"{title} ({r} x {c})" for title, (r, c) in sizes.items() if (r, c) != (1, 1))
        raise Said(f"The ranges must have the same size, or be one cell: {told}.") from None
    return rows, columns


def _plain(values: np.ndarray | Sequence[Any]) -> np.ndarray:
    """Values as Python's own, blank for NaN and NaT, so that any host can write them."""
    array = values if isinstance(values, np.ndarray) else np.array([*values, None], object)[:-1]
    if array.dtype.kind == "M":
        array = array.astype("datetime64[s]")
    out = np.empty(len(array), object)
    out[:] = array.tolist()
    out[pd.isna(array)] = None
    return out


def _column(a: Argument, grid: list[list[Cell]]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """One argument's cells in one row: values, which are blank, and what is wrong with each (None = nothing)."""
    cells = [v for row in grid for v in row]
    if a.kind is Kind.NUMBER and set(map(type, cells)) <= {float, int}:  # the common case, without a look at each cell
        numbers = np.array(cells, np.float64)
        if _inside(a, numbers).all():
            return numbers, np.zeros(len(cells), bool), np.full(len(cells), None, object)
    empty = np.fromiter((is_blank(v) for v in cells), bool, len(cells))
    said = np.full(len(cells), None, object)
    match a.kind:
        case Kind.NUMBER:
            values = np.full(len(cells), np.nan if a.blank is None else a.blank, np.float64)
            reader: Any = _number
        case Kind.DATE:
            values = np.full(len(cells), np.datetime64("NaT"), "datetime64[D]")
            reader = _day
        case _:
            values = np.full(len(cells), a.blank or "", object)
            reader = _word
    for i in np.flatnonzero(~empty):
        value = cells[i]
        read = None if isinstance(value, CellError) else reader(a, value)
        if read is None:
            said[i] = f"{a.title} is {value.text}" if isinstance(value, CellError) else _must(a, value)
        else:
            values[i] = read
    return values, empty, said


def _must(a: Argument, value: Cell) -> str:
    return f"{a.title} must be {a.wanted} (found {shown(value)})"


def _number(a: Argument, value: Cell) -> float | None:
    """A number, also one typed as plain text such as 12.5 (rule 1.2); None where it is none or out of bounds."""
    if isinstance(value, str):
        text = value.strip()
        if not text.lstrip("+-").replace(".", "", 1).isdecimal() or not text.isascii():
            return None
        value = float(text)
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not abs(value) < sys.float_info.max:
        return None  # a whole number may have more digits than any cell
    return float(value) if _inside(a, np.array([value], np.float64))[0] else None


def _inside(a: Argument, numbers: np.ndarray) -> np.ndarray:
    """Which numbers the argument may be."""
    fits = np.isfinite(numbers)
    for bound, within in ((a.least, np.greater_equal), (a.most, np.less_equal), (a.above, np.greater), (a.below, np.less)):
        if bound is not None:
            fits &= within(numbers, bound)
    return fits & (numbers == np.rint(numbers)) if a.whole else fits


def _day(a: Argument, value: Cell) -> dt.date | None:
    """A day: a date, Excel's count of days, or ISO text (rule 1.2)."""
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    if isinstance(value, str):
        try:
            return dt.date.fromisoformat(value.strip())
        except ValueError:
            return None
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 61 <= value <= _LAST_SERIAL:
        return None
    return EPOCH + dt.timedelta(int(value))


def _word(a: Argument, value: Cell) -> str | None:
    text = as_text(float(value) if type(value) is int else value).strip()
    if a.kind is Kind.CHOICE:
        return text.casefold() if text.casefold() in a.choices else None
    return text


def days_in(a: Argument, cells: Cells) -> np.ndarray:
    """The days of a list such as holidays; its first cell may be a header. Raises Said for anything else."""
    found = [v for row in grid_of(cells) for v in row]
    read = [None if is_blank(v) or isinstance(v, CellError) else _day(a, v) for v in found]
    for i, (value, day) in enumerate(zip(found, read, strict=True)):
        if day is None and not is_blank(value) and not (i == 0 and isinstance(value, str)):
            raise Said(_must(a, value))
    return np.array([d for d in read if d is not None], "datetime64[D]")


def one_day(a: Argument, cells: Cells) -> dt.date | None:
    """The one day that a single cell names, None for a blank one. Raises Said."""
    cell = next(iter(v for row in grid_of(cells) for v in row), None)
    if is_blank(cell):
        return None
    day = None if isinstance(cell, CellError) else _day(a, cell)
    if day is None:
        raise Said(_must(a, cell))
    return day


def table(headers: Iterable[str], columns: Sequence[np.ndarray | Sequence[Any]]) -> Result:
    """Columns under their headers as rows."""
    return [list(headers), *map(list, zip(*(_plain(c) for c in columns), strict=True))]
