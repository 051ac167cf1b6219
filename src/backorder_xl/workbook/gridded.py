"""How is a sheet read that is held as a grid, whether it is open, was sent or is only in memory?"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection

from backorder_xl.workbook.grids import trim
from backorder_xl.workbook.model import RawTable, Want
from backorder_xl.workbook.shape import blank, fill
from backorder_xl.workbook.standing import Formula, SheetNow, shown


class Gridded(ABC):
    """The reading half of a `Book` whose sheets are known whole; hidden rows count as all others."""

    @abstractmethod
    def _sheet(self, sheet: str) -> SheetNow:
        """A sheet by its name, however that is spelled; Unreadable if there is none."""

    def top(self, sheet: str, rows: int = 30) -> list[list[object]]:
        """The first rows as python values, absolute from A1."""
        return trim([[shown(c) for c in row] for row in self._sheet(sheet).cells[:rows]])

    def read(self, sheet: str, header_row: int, last_row: int | None, wanted: dict[int, Want]) -> RawTable:
        """The wanted columns of the rows under ``header_row`` (rule 1.2)."""
        here = self._sheet(sheet)
        end = here.last_row() if last_row is None else last_row
        rows = max(0, end - header_row)
        part = here.cells[header_row : header_row + rows]
        columns = {}
        for column, want in wanted.items():
            columns[column] = blank(rows, want)
            fill(columns[column], want, ((i, shown(row[column - 1])) for i, row in enumerate(part) if len(row) >= column))
        return RawTable(here.name, header_row, header_row + 1, rows, columns)

    def formula_cells(self, sheet: str, columns: Collection[int]) -> set[tuple[int, int]]:
        """(row, column) of the cells of these columns that hold a formula."""
        return {
            (r, c)
            for r, row in enumerate(self._sheet(sheet).cells, 1)
            for c in columns
            if c <= len(row) and isinstance(row[c - 1], Formula)
        }
