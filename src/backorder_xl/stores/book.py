"""How is a store read and changed as if it were a workbook?

The user's tables come from the source; what earlier runs wrote comes from the target. The target gets all of it at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pyarrow as pa

from backorder_xl.sheets import results
from backorder_xl.sheets.changes import COLUMNS as CHANGES
from backorder_xl.sheets.upkeep import PROBLEMS, RUN_LOG
from backorder_xl.stores.arrow import edit, edited, frame, whole
from backorder_xl.stores.model import Edit, Pieces, Store, Whole, Written
from backorder_xl.workbook.changes import Changes, Column, Format
from backorder_xl.workbook.frames import FrameBook
from backorder_xl.workbook.model import RawTable, Want

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

ENDLESS = 1 << 40
"""Rows that a table may have."""

_READ_BACK: dict[str, tuple[Column, ...]] = {
    "Backorders": tuple(c for _, c in (*results.BACKORDERS, *results.LEGAL)),
    "Allocations": tuple(c for _, c in results.ALLOCATIONS),
    "Changes": CHANGES,
    "Problems": PROBLEMS,
    "Run Log": RUN_LOG,
}
_OURS = {
    *_READ_BACK, "Ready to Ship", "Without Supplier", "Cut List", "Messages", "Dashboard", "Dashboard Data", "Proof",
    "Proposed Purchase Orders",
}  # fmt: skip
OURS = {name.casefold() for name in _OURS}
"""Tables that a run writes."""


class StoreBook(FrameBook):
    """A store as a workbook; ``target`` gets what a run writes, and is the source itself where both are the same place."""

    def __init__(self, source: Store, target: Store | None, more: dict[str, pd.DataFrame] | None = None) -> None:
        super().__init__(more or {}, source.name)
        self.source, self.target = source, target
        self.in_place = target is not None and source.same(target)
        self.decimal_mark = "."
        self._given = frozenset(self.frames)
        self._tables: dict[str, pa.Table] = {}
        self._from: dict[str, Store] = dict.fromkeys(source.tables(), source)
        if target is not None and not self.in_place:
            own = {n.casefold(): n for n in self._from if n.casefold() in OURS}
            for name in target.tables():
                if name.casefold() in OURS:
                    self._from.pop(own.get(name.casefold(), ""), None)
                    self._from[name] = target

    def sheets(self) -> list[str]:
        """The tables, and what was given beside them."""
        return [*self._from, *(n for n in self.frames if n not in self._from)]

    def top(self, sheet: str, rows: int = 30) -> list[list[object]]:
        """The header and the first rows, without reading all."""
        if sheet in self.frames or sheet not in self._from:
            return super().top(sheet, rows)
        head = FrameBook({sheet: _typed(sheet, self._from[sheet].head(sheet, rows - 1))}, self.name)
        return head.top(sheet, rows)

    def read(self, sheet: str, header_row: int, last_row: int | None, wanted: dict[int, Want]) -> RawTable:
        """The wanted columns; where a file has only text, whole numbers are numbers, as nobody can read them in two ways."""
        made = super().read(sheet, header_row, last_row, wanted)
        for column, want in wanted.items():
            raw = made.columns[column]
            if want is Want.NUMBER and raw.odd:
                plain = {i: float(v) for i, v in raw.odd.items() if isinstance(v, str) and v.isascii() and v.isdigit()}
                raw.values[list(plain)] = list(plain.values())
                for i in plain:
                    del raw.odd[i]
        return made

    def room_below(self, sheet: str, last_row: int, columns: object) -> int:
        """A table has no end."""
        return ENDLESS

    def apply(self, changes: Changes, to: object = None, backup: bool = False) -> None:
        """Write the target, all of it or nothing."""
        self.put(changes, [])

    def put(self, changes: Changes, pieces: list[Pieces]) -> None:
        """The same, with tables that lie in folders already."""
        super().apply(changes)
        if self.target is not None:
            there = {name.casefold(): name for name in self.target.tables()}
            folders = [Pieces(there.get(p.name.casefold(), p.name), p.folder) for p in pieces]
            self.target.write([*folders, *self._results(changes), *self._patches(changes)])

    def table(self, sheet: str) -> pa.Table:
        """A table as the store has it."""
        if sheet not in self._tables:
            self._tables[sheet] = self._from[sheet].read(sheet)
        return self._tables[sheet]

    def scan(self, connection: DuckDBPyConnection, sheet: str) -> str:
        """SQL that reads a table in a DuckDB connection; "" for what was given beside the stores."""
        return self._from[sheet].scan(connection, sheet) if sheet in self._from and sheet not in self._given else ""

    def after(self, sheet: str) -> pd.DataFrame | None:
        """What a table of the user's own looks like after the changes that were applied."""
        patch = next((p for p in (self.applied or Changes()).patches if p.sheet == sheet), None)
        if patch is None:
            return None
        old = self.table(sheet)
        return frame(edited(old, edit(patch, old.column_names, old.num_rows, sheet)))

    def _frame(self, sheet: str) -> pd.DataFrame:
        if sheet not in self.frames and sheet in self._from:
            self.frames[sheet] = _typed(sheet, self.table(sheet))
        return super()._frame(sheet)

    def _results(self, changes: Changes) -> list[Written]:
        assert self.target is not None
        there = {name.casefold(): name for name in self.target.tables()}
        made: list[Written] = []
        for one in changes.tables:
            name = there.get(one.sheet.casefold())
            old = None if name is None else self.target.read(name)
            made.append(Whole(name or one.sheet, whole(one, old)))
        return made

    def _patches(self, changes: Changes) -> list[Written]:
        made: dict[str, list[Edit]] = {}
        for patch in changes.patches:
            old = self.table(patch.sheet)
            done = made.setdefault(patch.sheet, [])
            now = edited(old, done[0]) if done else old
            change = edit(patch, now.column_names, now.num_rows, patch.sheet)
            done[:] = [together(done[0], change) if done else change]
        for one in made.values():
            one[0] = Edit(one[0].name, one[0].origin, one[0].cells, one[0].added, self.decimal_mark)
        if self.in_place:
            return [change for (change,) in made.values()]
        return [Whole(sheet, edited(self.table(sheet), change)) for sheet, (change,) in made.items()]


def together(first: Edit, then: Edit) -> Edit:
    """Two edits of one table as one: the second counts its rows as the first leaves them."""
    origin = np.full(len(then.origin), -1)
    kept = then.origin >= 0
    origin[kept] = first.origin[then.origin[kept]]
    where = {int(row): i for i, row in enumerate(then.origin.tolist()) if row >= 0}
    cells: dict[str, dict[int, object]] = {}
    for header, (rows, values) in first.cells.items():
        moved = ((where.get(row), v) for row, v in zip(rows.tolist(), values, strict=True))
        cells[header] = {row: v for row, v in moved if row is not None}
    for header, (rows, values) in then.cells.items():
        cells.setdefault(header, {}).update(zip(rows.tolist(), values, strict=True))
    made = {h: (np.array([*c], np.int64), [*c.values()]) for h, c in cells.items()}
    return Edit(first.name, origin, made, {**first.added, **then.added})


def _typed(sheet: str, table: pa.Table) -> pd.DataFrame:
    """A frame to read; in a table of ours that lies as text, what was a number or a day is one again."""
    columns = next((c for name, c in _READ_BACK.items() if name.casefold() == sheet.casefold()), ())
    kinds = {c.header: c.format for c in columns}
    found: dict[str, Any] = dict(frame(table).items())
    for header, kind in kinds.items():
        if header in found and pa.types.is_string(table[header].type) and kind is not Format.TEXT:
            days = kind in (Format.DATE, Format.DATETIME)
            found[header] = pd.to_datetime(found[header], format="ISO8601") if days else pd.to_numeric(found[header])
    return pd.DataFrame(found, index=pd.RangeIndex(table.num_rows))
