"""What else do these tests need of Excel: the lines around cells, and the list of chart sheets.

`Range.Borders(edge)` for the top edge and the lines between rows, kept in the cells' own borders; put into the engine on import.
"""

from __future__ import annotations

from copy import copy
from typing import Any

from openpyxl.styles import Side
from openpyxl.styles.cell_style import StyleArray
from openpyxl.utils import get_column_letter

from tests.excel.engine.com import CDispatch, Items, _watched
from tests.excel.engine.grid import Grid
from tests.excel.engine.looks import Looks, color_of
from tests.excel.engine.workbook import Workbook

TOP, BETWEEN, NO_LINE, CONTINUOUS, THIN = 8, 12, -4142, 1, 2


class Border(CDispatch):
    """The top edge of a range, or the lines between its rows."""

    def __init__(self, cells: Any, edge: int) -> None:
        self.switches, self.cells, self.edge = cells.switches, cells, edge
        assert edge in (TOP, BETWEEN)

    def place(self) -> str:
        return self.cells.place()

    def _places(self) -> list[tuple[int, int]]:
        top = self.cells.a.row
        return [at for at in self.cells.each() if (at[0] == top) == (self.edge == TOP)]

    def _change(self, **to: Any) -> None:
        for at in self._places():
            grid = self.cells.sheet.grid
            cell = grid.make(*at)
            border = copy(cell.border)
            border.top = Side(**{"style": border.top.style, "color": border.top.color, **to})
            grid.restyle(cell, "border", border)

    @property
    def LineStyle(self) -> int | None:
        cells = self.cells.sheet.grid.cells
        kinds = {CONTINUOUS if at in cells and cells[at].border.top.style else NO_LINE for at in self._places()}
        return kinds.pop() if len(kinds) == 1 else None

    @LineStyle.setter
    def LineStyle(self, value: int) -> None:
        self.cells.check()
        self._change(style=None if value == NO_LINE else "thin")

    @property
    def Weight(self) -> int:
        return THIN

    @Weight.setter
    def Weight(self, value: int) -> None:
        assert value == THIN

    @property
    def Color(self) -> int:
        return 0

    @Color.setter
    def Color(self, value: int) -> None:
        self._change(color=color_of(value))


class Charts(Items):
    """The chart sheets; openpyxl keeps them beside the others."""

    def __init__(self, book: Workbook) -> None:
        self.switches, self.book = book.switches, book

    def members(self) -> list[Any]:
        return [_Chart(self.switches, c.title) for c in self.book.wb.chartsheets]


class _Chart(CDispatch):
    def __init__(self, switches: Any, title: str) -> None:
        self.switches, self.title = switches, title

    @property
    def Name(self) -> str:
        return self.title


Looks.Borders = _watched(lambda self, Index: Border(self, Index), "get", "Borders")  # type: ignore[attr-defined]
Workbook.Charts = property(_watched(lambda self: Charts(self), "get", "Charts"))  # type: ignore[attr-defined]


def _style_of(self: Grid, row: int, column: int) -> StyleArray:
    """Of a cell, or of its row or column; one that has only a height or a width has no style."""
    cell = self.cells.get((row, column))
    if cell is not None:
        return cell._style
    lines, columns, letter = self.ws.row_dimensions, self.ws.column_dimensions, get_column_letter(column)
    styles = [lines[row]._style if row in lines else None, columns[letter]._style if letter in columns else None]
    return next((s for s in styles if s is not None and any(s)), StyleArray())


Grid.style_of = _style_of  # type: ignore[method-assign]
