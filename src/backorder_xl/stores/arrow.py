"""How do sheets become Arrow tables, and how is one edited so that all else in it stays as it is?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from backorder_xl.stores.model import Edit
from backorder_xl.workbook.changes import Column, Format, SheetTable, TablePatch
from backorder_xl.workbook.errors import Unwritable
from backorder_xl.workbook.frames import FrameBook
from backorder_xl.workbook.grids import cells_of
from backorder_xl.workbook.model import Want
from backorder_xl.workbook.shape import as_text, number_text

TYPES = {
    Format.TEXT: pa.string(),
    Format.QTY: pa.float64(),
    Format.MONEY: pa.float64(),
    Format.PERCENT: pa.float64(),
    Format.WHOLE: pa.int64(),
    Format.DATE: pa.date32(),
    Format.DATETIME: pa.timestamp("us"),
}


def frame(table: pa.Table) -> pd.DataFrame:
    """A table as a frame; whole numbers with gaps stay whole numbers."""
    return table.to_pandas(date_as_object=False, integer_object_nulls=True)


def whole(made: SheetTable, old: pa.Table | None) -> pa.Table:
    """A sheet of ours as a table. Of the one that was there, what is the user's stays with its row (rule 1.1)."""
    rows = max((len(v) for v in made.data.values()), default=0)
    arrays = {c.header: _array(cells_of(made.data.get(c.header), rows), c.format) for c in made.columns}
    if old is None:
        return pa.table(arrays)
    own = [h for h in old.column_names if h not in arrays or h in made.kept]
    if not own or not all(k in old.column_names for k in made.key):
        return pa.table(arrays)
    now, before = _keys(pa.table(arrays), made.key), _keys(old, made.key)
    place = now.merge(before.reset_index(), how="left", on=list(now.columns))["index"]
    taken = pa.array(place.fillna(-1).astype(np.int64), mask=place.isna().to_numpy())
    for header in own:
        kept = old[header].take(taken)
        if header in arrays:
            said = arrays[header]
            kept = pa.array([k if s is None else s for k, s in zip(kept.to_pylist(), said.to_pylist(), strict=True)], said.type)
        arrays[header] = kept
    return pa.table(arrays)


def _keys(table: pa.Table, key: Sequence[str]) -> pd.DataFrame:
    """What makes a row the same as before, as text; the n-th of several that are the same is the n-th again."""
    held = frame(table.select(list(key)))
    raw = FrameBook({"": held}, "").read("", 1, None, dict.fromkeys(range(1, len(key) + 1), Want.TEXT))
    said = pd.DataFrame({f"k{i}": pd.Series([v or "" for v in c.values], dtype=object) for i, c in raw.columns.items()})
    said["nth"] = said.groupby(list(said.columns)).cumcount()
    return said


def _array(values: list[Any], shown: Format) -> pa.Array:
    """A column of ours; one that has words among its numbers is text."""
    kind = TYPES[shown]
    if kind == pa.string() or any(isinstance(v, str) for v in values):
        return pa.array([None if v is None else as_text(v) for v in values], pa.string())
    if kind == pa.int64() and any(v is not None and v != int(v) for v in values):
        kind = pa.float64()
    if kind == pa.int64():
        values = [None if v is None else int(v) for v in values]
    elif kind == pa.date32():
        values = [None if v is None else v.date() for v in values]
    return pa.array(values, kind)


def edit(patch: TablePatch, headers: Sequence[str], rows: int, name: str) -> Edit:
    """What a patch of a sheet changes in the table of ``rows`` rows that was read as that sheet, its header in row 1.

    A row that is emptied and gets nothing new is left out: a table has no blank rows.
    """
    if patch.header_row != 1:
        raise Unwritable(f"The header of {name} is not its first row, so nothing can be written there; take out what is above.")
    fresh = {n: c for n, c in patch.columns.items() if isinstance(c, Column)}
    shown = {n: c.header if isinstance(c, Column) else headers[c - 1] for n, c in patch.columns.items()}
    end = max(patch.end_row - 1, 0)
    origin = np.arange(end)
    origin[origin >= rows] = -1
    cleared = np.asarray(patch.clear, np.int64) - 2
    origin[cleared[cleared < end]] = -1
    stays = origin >= 0
    values: dict[str, dict[int, object]] = {}
    for run in patch.cells:
        column = values.setdefault(shown[run.column], {})
        for row, value in zip(np.asarray(run.rows).tolist(), cells_of(run.values, len(run.rows)), strict=True):
            column[row - 2] = value
            stays[row - 2] |= value is not None
    now = np.cumsum(stays) - 1
    cells = {
        header: (now[[r for r in column if stays[r]]].astype(np.int64), [v for r, v in column.items() if stays[r]])
        for header, column in values.items()
    }
    return Edit(name, origin[stays], cells, {c.header: TYPES[c.format] for c in fresh.values()})


def edited(table: pa.Table, change: Edit) -> pa.Table:
    """The table with the edit in it; columns keep their types as far as what is new fits into them."""
    origin = pa.array(np.maximum(change.origin, 0), mask=change.origin < 0)
    arrays: dict[str, Any] = {}
    for header in [*table.column_names, *(h for h in change.added if h not in table.column_names)]:
        if header in table.column_names:
            kind, column = table[header].type, table[header].take(origin)
        else:
            kind, column = change.added[header], pa.nulls(len(origin), change.added[header])
        if header in change.cells:
            held = column.to_pylist()
            for row, value in zip(change.cells[header][0].tolist(), change.cells[header][1], strict=True):
                held[row] = _fitting(value, kind, change.decimal_mark)
            column = _typed(held, kind, change.decimal_mark)
        arrays[header] = column
    return pa.table(arrays)


def _fitting(value: Any, kind: pa.DataType, mark: str) -> Any:
    """A value of ours as a column of that type holds it."""
    if value is None or isinstance(value, bool):
        return value
    if pa.types.is_string(kind) or pa.types.is_large_string(kind):
        return spelled(value, mark)
    if pa.types.is_integer(kind) and isinstance(value, float) and value == int(value):
        return int(value)
    if pa.types.is_date(kind) and hasattr(value, "date"):
        return value.date()
    if pa.types.is_decimal(kind) and isinstance(value, float):
        from decimal import Decimal

        return Decimal(number_text(value))
    return value


def spelled(value: Any, mark: str) -> str:
    """A value of ours as text, numbers with the decimal mark of the user's."""
    return number_text(value).replace(".", mark) if isinstance(value, float) else as_text(value)


def _typed(held: list[Any], kind: pa.DataType, mark: str) -> pa.Array:
    try:
        return pa.array(held, kind)
    except (pa.ArrowInvalid, pa.ArrowTypeError):
        pass
    try:
        return pa.array(held)
    except (pa.ArrowInvalid, pa.ArrowTypeError):
        return pa.array([None if v is None else spelled(v, mark) for v in held], pa.string())
