"""What does a book's window show: which sheet, where it is scrolled to, which rows are frozen?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import column_index_from_string, coordinate_from_string

from .com import CDispatch, Items

if TYPE_CHECKING:
    from .workbook import Workbook


class Window(CDispatch):
    """A book's window; it shows the active sheet, and what is set is set for that sheet."""

    OUTSIDE = True
    QUIET = frozenset({"Activate"})

    def __init__(self, book: Workbook) -> None:
        self.switches, self.book = book.switches, book

    def place(self) -> str:
        return f"{self.book.active.ws.title}!"

    @property
    def _view(self) -> Any:
        return self.book.active.ws.sheet_view

    def _split(self) -> tuple[int, int]:
        """How many rows and columns stay."""
        pane = self._view.pane
        if pane is not None:
            return int(pane.ySplit or 0), int(pane.xSplit or 0)
        return self.book.app.splits.get(self.book.active, (0, 0))

    def _set_split(self, rows: int, columns: int) -> None:
        self.book.app.splits[self.book.active] = rows, columns
        if self.FreezePanes:
            self._freeze(rows, columns)

    def _freeze(self, rows: int, columns: int) -> None:
        """Freezes as many rows and columns as are said, counted from the first ones that are seen: those above them are out of
        reach then."""
        ws = self.book.active.ws
        seen = self._view.topLeftCell or "A1"
        letter, row = coordinate_from_string(seen)
        column = column_index_from_string(letter)
        ws.freeze_panes = f"{get_column_letter(columns + column)}{rows + row}" if rows or columns else None
        if self._view.pane is not None:
            self._view.pane.ySplit, self._view.pane.xSplit = rows or None, columns or None
            self._view.topLeftCell = seen

    @property
    def FreezePanes(self) -> bool:
        return bool(self.book.active.ws.freeze_panes)

    @FreezePanes.setter
    def FreezePanes(self, value: bool) -> None:
        """Freezes at the split; without one above and left of the selected cell, and there in the middle if that is A1."""
        if not value:
            rows, columns = self._split()
            self.book.app.splits[self.book.active] = rows, columns
            self._freeze(0, 0)
            return
        rows, columns = self._split()
        if not rows and not columns:
            selected = self.book.active.selection
            rows, columns = selected.row - 1, selected.column - 1
        self._freeze(rows, columns)

    @property
    def SplitRow(self) -> int:
        return self._split()[0]

    @SplitRow.setter
    def SplitRow(self, value: int) -> None:
        self._set_split(int(value), self._split()[1])

    @property
    def SplitColumn(self) -> int:
        return self._split()[1]

    @SplitColumn.setter
    def SplitColumn(self, value: int) -> None:
        self._set_split(self._split()[0], int(value))

    def _corner(self) -> tuple[int, int]:
        pane = self._view.pane
        text = (pane.topLeftCell if pane is not None else self._view.topLeftCell) or "A1"
        letter, row = coordinate_from_string(text)
        return row, column_index_from_string(letter)

    def _set_corner(self, row: int, column: int) -> None:
        text = f"{get_column_letter(column)}{row}"
        if self._view.pane is not None:
            self._view.pane.topLeftCell = text
        else:
            self._view.topLeftCell = text

    @property
    def ScrollRow(self) -> int:
        return max(self._corner()[0], self._split()[0] + 1 if self.FreezePanes else 1)

    @ScrollRow.setter
    def ScrollRow(self, value: int) -> None:
        self._set_corner(int(value), self._corner()[1])

    @property
    def ScrollColumn(self) -> int:
        return max(self._corner()[1], self._split()[1] + 1 if self.FreezePanes else 1)

    @ScrollColumn.setter
    def ScrollColumn(self, value: int) -> None:
        self._set_corner(self._corner()[0], int(value))

    @property
    def DisplayGridlines(self) -> bool:
        return self._view.showGridLines is not False

    @DisplayGridlines.setter
    def DisplayGridlines(self, value: bool) -> None:
        self._view.showGridLines = bool(value)

    @property
    def Zoom(self) -> int:
        return int(self._view.zoomScale or 100)

    @Zoom.setter
    def Zoom(self, value: int) -> None:
        self._view.zoomScale = int(value)

    @property
    def Caption(self) -> str:
        return self.book.name

    @property
    def ActiveSheet(self) -> Any:
        return self.book.active

    @property
    def Parent(self) -> Any:
        return self.book

    @property
    def Visible(self) -> bool:
        return True

    def Activate(self) -> None:
        self.book.Activate()


class Windows(Items):
    def __init__(self, book: Workbook) -> None:
        self.switches, self.book = book.switches, book

    def members(self) -> list[Window]:
        return [Window(self.book)]

    def key(self, member: Any) -> str:
        return self.book.name
