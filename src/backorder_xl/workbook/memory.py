"""How does a workbook behave that is only lists in memory?

For tests and dry runs: the same reading methods as a file's, and changes go into its own grids so that it can be read
again. Formats, links and formulas are not kept.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from backorder_xl.workbook.changes import Changes, Column, SheetTable, TablePatch
from backorder_xl.workbook.errors import Unreadable
from backorder_xl.workbook.model import ExcelTable, RawTable, Want
from backorder_xl.workbook.old_rows import key_text
from backorder_xl.workbook.refs import LAST_ROW
from backorder_xl.workbook.room import blank as is_blank
from backorder_xl.workbook.shape import blank, fill


class MemoryBook:
    """A workbook of grids: sheet name -> rows, absolute from A1. A text that begins with "=" counts as a formula only
    where its place is named in ``formulas``."""

    def __init__(
        self,
        grids: Mapping[str, Sequence[Sequence[object]]],
        name: str = "memory.xlsx",
        tables: Sequence[ExcelTable] = (),
        formulas: Collection[tuple[str, int, int]] = (),
    ) -> None:
        self.name = name
        self.date1904 = False  # its dates are dates, not counts of days
        self.grids: dict[str, list[list[object]]] = {
            sheet: [[_value(v) for v in row] for row in rows] for sheet, rows in grids.items()
        }
        self.applied: Changes | None = None
        self._tables = list(tables)
        self._formulas = set(formulas)

    def sheets(self) -> list[str]:
        """Sheet names in order."""
        return list(self.grids)

    def excel_tables(self) -> list[ExcelTable]:
        """The Excel Tables that were named, and those of our own sheets."""
        return list(self._tables)

    def top(self, sheet: str, rows: int = 30) -> list[list[object]]:
        """The first rows, absolute from A1."""
        found = [list(row) for row in self._grid(sheet)[:rows]]
        for row in found:
            while row and row[-1] is None:
                row.pop()
        while found and not found[-1]:
            found.pop()
        return found

    def read(self, sheet: str, header_row: int, last_row: int | None, wanted: dict[int, Want]) -> RawTable:
        """The wanted columns of the rows under ``header_row`` (rule 1.2)."""
        grid = self._grid(sheet)
        end = _used(grid) if last_row is None else last_row
        rows = max(0, end - header_row)
        columns = {}
        for column, want in wanted.items():
            columns[column] = blank(rows, want)
            part = enumerate(grid[header_row : header_row + rows])
            fill(columns[column], want, ((i, row[column - 1]) for i, row in part if len(row) >= column))
        return RawTable(self._name(sheet), header_row, header_row + 1, rows, columns)

    def formula_cells(self, sheet: str, columns: Collection[int]) -> set[tuple[int, int]]:
        """(row, column) of the cells that were declared to hold formulas."""
        name = self._name(sheet)
        return {(row, column) for s, row, column in self._formulas if s == name and column in columns}

    def room_below(self, sheet: str, last_row: int, columns: Collection[int]) -> int:
        """How many rows can be appended under ``last_row``."""
        for row, cells in enumerate(self._grid(sheet)[last_row:], 0):
            if any(len(cells) >= c and not is_blank(cells[c - 1]) for c in columns):
                return row
        return LAST_ROW - last_row

    def apply(self, changes: Changes, to: Path | str | None = None, backup: bool = False) -> None:
        """Take the changes in; nothing is written to disk."""
        self.applied = changes
        for patch in changes.patches:
            self._patch(patch)
        for table in changes.tables:
            self._replace(table)

    def _patch(self, patch: TablePatch) -> None:
        """Columns, totals row and Excel Table follow as they do in a file (see user.py)."""
        name, grid = self._name(patch.sheet), self._grid(patch.sheet)
        table = self._table_at(name, patch)
        first, last = (table.first_col, table.last_col) if table else _span(grid[patch.header_row - 1], patch)
        end = max(table.last_row, patch.last_row) if table else patch.last_row
        totals = table.totals if table else any((name, end + 1, c) in self._formulas for c in range(first, last + 1))
        places, added = _places(grid[patch.header_row - 1], patch, first, last)
        width = last + len(added)
        for header in added:
            _put(grid, patch.header_row, places[header], added[header])
        written = {int(row) for run in patch.cells for row in run.rows}
        for row in {*np.asarray(patch.clear, dtype=int).tolist(), *range(patch.end_row + 1, patch.last_row + 1)}:
            self._empty(name, row, first, width, keep_formulas=row in written and row <= patch.end_row)
        least = patch.header_row + int(table is not None)
        moves = patch.end_row > end or (patch.end_row < patch.last_row and patch.last_row >= end)
        new_end = max(patch.end_row, least) if moves else end
        if totals and new_end != end:
            self._move(name, end + 1, new_end + 1, first, last)
        for run in patch.cells:
            for row, value in zip(np.asarray(run.rows).tolist(), list(run.values), strict=True):
                if (name, row, places[run.column]) not in self._formulas:
                    _put(grid, row, places[run.column], _value(value))
        if table is not None:
            heads = (*table.headers, *added.values())
            grown = replace(table, last_row=max(new_end, patch.header_row + 1), last_col=width, headers=heads)
            self._tables[self._tables.index(table)] = grown

    def _table_at(self, name: str, patch: TablePatch) -> ExcelTable | None:
        placed = [c for c in patch.columns.values() if isinstance(c, int)]
        for table in self._tables:
            here = table.sheet == name and table.header_row == patch.header_row
            if here and (not placed or any(table.first_col <= c <= table.last_col for c in placed)):
                return table
        return None

    def _empty(self, name: str, row: int, first: int, last: int, keep_formulas: bool) -> None:
        grid = self._grid(name)
        cells = grid[row - 1] if row <= len(grid) else []
        for column in range(first, min(last, len(cells)) + 1):
            if keep_formulas and (name, row, column) in self._formulas:
                continue
            self._formulas.discard((name, row, column))
            cells[column - 1] = None

    def _move(self, name: str, old: int, new: int, first: int, last: int) -> None:
        """A totals row goes along with the end of the data."""
        grid = self._grid(name)
        cells = grid[old - 1] if old <= len(grid) else []
        for column in range(first, last + 1):
            value = cells[column - 1] if column <= len(cells) else None
            formula = (name, old, column) in self._formulas
            self._empty(name, old, column, column, keep_formulas=False)
            _put(grid, new, column, value)
            if formula:
                self._formulas.add((name, new, column))

    def _replace(self, table: SheetTable) -> None:
        sheet = next((s for s in self.grids if s.casefold() == table.sheet.casefold()), table.sheet)
        old = self.grids.get(sheet, [])
        heads = [str(v) for v in old[0] if v is not None] if old else []
        ours = [c.header for c in table.columns]
        order = heads + [h for h in ours if h not in heads]
        keys = [order.index(k) for k in table.key]
        before: dict[tuple[str, ...], list[list[object]]] = {}
        for cells in old[1:]:
            full = [*cells, *([None] * (len(order) - len(cells)))]
            before.setdefault(tuple(key_text(full[i]) for i in keys), []).append(full)
        rows = max((len(v) for v in table.data.values()), default=0)
        lists = {h: [_value(v) for v in values] for h, values in table.data.items()}
        grid: list[list[object]] = [list(order)]
        for i in range(rows):
            new: list[object] = [lists[h][i] if h in lists else None for h in order]
            same = before.get(tuple(key_text(new[k]) for k in keys))
            source = same.pop(0) if same else None
            if source is not None:
                for column, header in enumerate(order):
                    if header not in ours or (header in table.kept and is_blank(new[column])):
                        new[column] = source[column]
            grid.append(new)
        self.grids[sheet] = grid
        self._tables = [t for t in self._tables if t.sheet != sheet]
        end = max(2, rows + 1)
        self._tables.append(ExcelTable(table.table, sheet, 1, end, 1, len(order), False, tuple(order)))

    def _name(self, sheet: str) -> str:
        found = next((s for s in self.grids if s.casefold() == sheet.casefold()), None)
        if found is None:
            raise Unreadable(f"{self.name} has no sheet named {sheet}.")
        return found

    def _grid(self, sheet: str) -> list[list[object]]:
        return self.grids[self._name(sheet)]


def _value(value: object) -> object:
    """As a reader would give it back."""
    if isinstance(value, np.datetime64):
        return None if np.isnat(value) else value.astype("datetime64[s]").item()
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, bool):
        return value
    if isinstance(value, (int, float)):
        return None if value != value else float(value)
    if isinstance(value, datetime.datetime):
        return None if value != value else value
    if isinstance(value, datetime.date):
        return datetime.datetime(value.year, value.month, value.day)
    if isinstance(value, str) and not value:
        return None
    return value


def _span(header: list[object], patch: TablePatch) -> tuple[int, int]:
    """The first and last column of a table that is no Excel Table: as far as its headers reach."""
    placed = [c for c in patch.columns.values() if isinstance(c, int)] or [1]
    filled = {i for i, v in enumerate(header, 1) if not is_blank(v)}
    first, last = min(placed), max(placed)
    while first - 1 in filled:
        first -= 1
    while last + 1 in filled:
        last += 1
    return first, last


def _places(header: list[object], patch: TablePatch, first: int, last: int) -> tuple[dict[str, int], dict[str, str]]:
    """Name -> column, and name -> header for the columns that the table does not have yet."""
    known = {str(header[c - 1] or "").strip().casefold(): c for c in range(min(last, len(header)), first - 1, -1)}
    places: dict[str, int] = {}
    added: dict[str, str] = {}
    for name, place in patch.columns.items():
        if isinstance(place, Column):
            places[name] = known.setdefault(place.header.casefold(), last + 1 + len(added))
            if places[name] == last + 1 + len(added):
                added[name] = place.header
        else:
            places[name] = place
    return places, added


def _used(grid: list[list[object]]) -> int:
    return max((i for i, row in enumerate(grid, 1) if any(not is_blank(v) for v in row)), default=0)


def _put(grid: list[list[object]], row: int, column: int, value: object) -> None:
    while len(grid) < row:
        grid.append([])
    cells = grid[row - 1]
    cells.extend([None] * (column - len(cells)))
    cells[column - 1] = value
