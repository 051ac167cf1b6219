"""How does a workbook behave that is only lists in memory?

For tests, for undo and for dry runs: the same reading methods as a file's, and the same steps as an open workbook's, carried
out on its own grids so that it can be read again. Formats are not kept.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from backorder_xl.workbook.carry import carry_out
from backorder_xl.workbook.changes import Changes
from backorder_xl.workbook.deciding import steps_for
from backorder_xl.workbook.errors import Unreadable
from backorder_xl.workbook.gridded import Gridded
from backorder_xl.workbook.grids import cell_of
from backorder_xl.workbook.model import CellError, ExcelTable
from backorder_xl.workbook.standing import BookNow, Cell, Formula, SheetNow, room_below, shown
from backorder_xl.workbook.steps import Step


class MemoryBook(Gridded):
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
        self.applied: Changes | None = None
        self.steps: list[Step] = []
        marked = set(formulas)

        def cell(value: object, place: tuple[str, int, int]) -> Cell:
            held = value if isinstance(value, (CellError, Formula)) else cell_of(value)
            return Formula(str(value), held) if place in marked else held

        sheets = [
            SheetNow(
                sheet,
                [[cell(v, (sheet, r, c)) for c, v in enumerate(row, 1)] for r, row in enumerate(rows, 1)],
                [t for t in tables if t.sheet == sheet],
            )
            for sheet, rows in grids.items()
        ]
        self.now = BookNow(sheets, list(grids), {t.name.casefold() for t in tables})

    @classmethod
    def of(cls, now: BookNow, name: str) -> MemoryBook:
        """A workbook of what was found standing in another one."""
        book = cls({}, name)
        book.now = now
        return book

    @property
    def grids(self) -> dict[str, list[list[object]]]:
        """What a reader sees on each sheet."""
        return {s.name: [[shown(c) for c in row] for row in s.cells] for s in self.now.sheets}

    def sheets(self) -> list[str]:
        """Sheet names in order."""
        return [s.name for s in self.now.sheets]

    def excel_tables(self) -> list[ExcelTable]:
        """The Excel Tables that were named, and those of our own sheets."""
        return [t for s in self.now.sheets for t in s.tables]

    def room_below(self, sheet: str, last_row: int, columns: Collection[int]) -> int:
        """How many rows can be appended under ``last_row``."""
        return room_below(self._sheet(sheet), last_row, min(columns), max(columns))

    def apply(self, changes: Changes, to: Path | str | None = None, backup: bool = False) -> None:
        """Take the changes in; nothing is written to disk."""
        self.applied, self.steps = changes, steps_for(changes, self.now)
        carry_out(self.now, self.steps)

    def _sheet(self, sheet: str) -> SheetNow:
        found = self.now.find(sheet)
        if found is None:
            raise Unreadable(f"{self.name} has no sheet named {sheet}.")
        return found
