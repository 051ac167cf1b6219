"""How do columns of values and single cells become the blocks that a host writes in one call each?"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

import numpy as np

from backorder_xl.workbook.rows import MAX_TEXT
from backorder_xl.workbook.standing import Cell, Place
from backorder_xl.workbook.steps import Grid, Rect, WriteCells

Row = TypeVar("Row", bound=list[Any])


def trim(rows: list[Row]) -> list[Row]:
    """The same rows without blank cells at their right end, and without blank rows at the bottom; they are changed in place."""
    for row in rows:
        while row and row[-1] is None:
            row.pop()
    while rows and not rows[-1]:
        rows.pop()
    return rows


def cell_of(value: object) -> Cell:
    """Any python value as a cell holds it; None for a blank one."""
    if value is None or value is np.nan:
        return None
    if isinstance(value, str):
        return value.replace("\r\n", "\n")[:MAX_TEXT] or None
    if isinstance(value, (bool, np.bool_)):
        return bool(value)
    if isinstance(value, (int, float, np.integer, np.floating)):
        number = float(value)
        return number if np.isfinite(number) else None
    if isinstance(value, np.datetime64):
        return None if np.isnat(value) else value.astype("datetime64[s]").item()  # type: ignore[no-any-return]
    if isinstance(value, dt.datetime):
        return None if value != value else value.replace(tzinfo=None)  # pandas' NaT differs from itself
    if isinstance(value, dt.date):
        return dt.datetime(value.year, value.month, value.day)
    return str(value)[:MAX_TEXT] if str(value) not in ("", "<NA>", "NaT") else None


def cells_of(values: object, rows: int) -> list[Cell]:
    """The cells of a column of ``rows`` values; a list or an array of any kind, None for a blank column."""
    if values is None:
        return [None] * rows
    if hasattr(values, "to_numpy"):
        values = values.to_numpy()
    if isinstance(values, np.ndarray):
        if values.dtype.kind == "M":
            values = values.astype("datetime64[s]").tolist()
        elif values.dtype.kind in "iu":
            values = values.astype(float).tolist()
        else:
            values = values.tolist()
    return [cell_of(v) for v in values]  # type: ignore[attr-defined]


def runs(looks: Sequence[object]) -> list[tuple[int, int, object]]:
    """(first index, how many, look) of each stretch of equal looks."""
    found: list[tuple[int, int, object]] = []
    start = 0
    for i in range(1, len(looks) + 1):
        if i == len(looks) or looks[i] != looks[start]:
            found.append((start, i - start, looks[start]))
            start = i
    return found


def rects(places: Iterable[tuple[int, int, int]]) -> tuple[Rect, ...]:
    """(column, first row, how many rows) as rectangles: neighbouring columns with the same rows become one."""
    by_rows: dict[tuple[int, int], list[int]] = {}
    for column, first, count in places:
        by_rows.setdefault((first, count), []).append(column)
    found: list[Rect] = []
    for (first, count), columns in by_rows.items():
        columns.sort()
        start = 0
        for i in range(1, len(columns) + 1):
            if i == len(columns) or columns[i] != columns[i - 1] + 1:
                found.append((first, columns[start], count, i - start))
                start = i
    return tuple(sorted(found))


def rects_of(places: Iterable[Place]) -> tuple[Rect, ...]:
    """Single cells as rectangles."""
    by_column: dict[int, list[int]] = {}
    for row, column in sorted(set(places)):
        by_column.setdefault(column, []).append(row)
    found = []
    for column, rows in by_column.items():
        start = 0
        for i in range(1, len(rows) + 1):
            if i == len(rows) or rows[i] != rows[i - 1] + 1:
                found.append((column, rows[start], i - start))
                start = i
    return rects(found)


def block(sheet: str, row: int, columns: Mapping[int, Sequence[Cell]], as_text: Iterable[int]) -> list[WriteCells]:
    """Whole columns that begin in one row, as few blocks as their gaps allow."""
    text, ordered = set(as_text), sorted(columns)
    found = []
    start = 0
    for i in range(1, len(ordered) + 1):
        if i == len(ordered) or ordered[i] != ordered[i - 1] + 1:
            part = ordered[start:i]
            grid: Grid = tuple(zip(*(columns[c] for c in part), strict=True))
            if grid:
                found.append(WriteCells(sheet, row, part[0], grid, tuple(c in text for c in part)))
            start = i
    return found


def writes(sheet: str, cells: Mapping[Place, Cell], as_text: Iterable[int]) -> list[WriteCells]:
    """Single cells as blocks, one for each rectangle that they fill."""
    text = set(as_text)
    found = []
    for row, column, rows, columns in rects_of(cells):
        grid = tuple(tuple(cells[r, c] for c in range(column, column + columns)) for r in range(row, row + rows))
        found.append(WriteCells(sheet, row, column, grid, tuple(c in text for c in range(column, column + columns))))
    return found
