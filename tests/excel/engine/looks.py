"""How does a range look: formats, colours, fonts, widths, hidden rows, locked cells?

What cells of a range do not share is None, as through COM. Whole columns and rows keep their look for cells that come later.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import copy
from typing import TYPE_CHECKING, Any

from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Protection
from openpyxl.styles.cell_style import StyleArray
from openpyxl.utils import get_column_letter

from .addresses import Area
from .borders import Borders
from .com import CDispatch, NotKnown, refused
from .fills import Font, Interior, color_of, number_of
from .grid import COLUMNS, ROWS
from .variants import spoken

if TYPE_CHECKING:
    from .worksheet import Worksheet

MOST_CELLS = 3_000_000
HORIZONTAL = {
    "general": 1,
    "left": -4131,
    "center": -4108,
    "right": -4152,
    "fill": 5,
    "justify": -4130,
    "centerContinuous": 7,
    "distributed": -4117,
}
VERTICAL = {"top": -4160, "center": -4108, "bottom": -4107, "justify": -4130, "distributed": -4117}
STANDARD_WIDTH, STANDARD_HEIGHT, PADDING = 8.43, 15.0, 5 / 7


class Looks(CDispatch):
    """The part of a range that is about its looks."""

    sheet: Worksheet
    a: Area
    unit: str

    def each(self) -> Iterator[tuple[int, int]]:
        """Every cell's place, row by row."""
        if self.a.rows * self.a.columns > MOST_CELLS:
            raise NotKnown(f"a call for each of the cells of {self.place()}")
        return ((r, c) for r in range(self.a.row, self.a.bottom + 1) for c in range(self.a.column, self.a.right + 1))

    def each_made(self) -> list[tuple[int, int]]:
        """The places that hold a cell already, formats included."""
        cells, a = self.sheet.grid.cells, self.a
        if a.rows * a.columns <= len(cells):
            return [at for at in self.each() if at in cells]
        return sorted(at for at in cells if a.row <= at[0] <= a.bottom and a.column <= at[1] <= a.right)

    def styles(self) -> list[StyleArray]:
        """Every style that occurs in the range, once."""
        grid, a, found = self.sheet.grid, self.a, {}
        made = self.each_made()
        for at in made:
            style = grid.cells[at]._style
            found[tuple(style)] = style
        if len(made) < a.rows * a.columns:
            if a.rows * a.columns <= 100_000:
                rest: Iterator[tuple[int, int]] = (at for at in self.each() if at not in grid.cells)
            else:
                taken = {r for r, _ in made}
                row = next((r for r in range(a.row, a.bottom + 1) if r not in taken), a.bottom)
                rest = ((row, c) for c in range(a.column, min(a.right, a.column + 255) + 1))
            for at in rest:
                style = grid.style_of(*at)
                found[tuple(style)] = style
        return list(found.values())

    def shared(self, part: Callable[[Any], Any]) -> Any:
        """What all cells of the range have in common, asked of a cell of each style."""
        values = []
        for style in self.styles():
            probe = Cell(self.sheet.ws, 1, 1)
            probe._style = style
            value = part(probe)
            if value not in values:
                values.append(value)
        return values[0] if len(values) == 1 else None

    def restyle(self, member: str, what: str, value: Any) -> None:
        """Sets one part of the style everywhere in the range."""
        if self.sheet.shut() and self.sheet.ws.protection.formatCells:
            raise refused(f"Unable to set the {member} property of the Range class")
        grid, ws, a = self.sheet.grid, self.sheet.ws, self.a
        if a.rows == ROWS:
            for c in range(a.column, min(a.right, 256) + 1):
                grid.restyle(self.sheet.column(c), what, value)
        elif a.columns == COLUMNS:
            for r in range(a.row, a.bottom + 1):
                grid.restyle(ws.row_dimensions[r], what, value)
        else:
            for at in self.each():
                grid.make(*at)
        for at in self.each_made():
            grid.restyle(grid.cells[at], what, value)

    def _align(self, member: str, part: str, value: Any) -> None:
        def change(now: Any) -> Alignment:
            made = copy(now)
            setattr(made, part, value)
            return made

        self.restyle(member, "alignment", change)

    # Formats

    @property
    def NumberFormat(self) -> str | None:
        form = self.shared(lambda cell: cell.number_format)
        return None if form is None else spoken(form)

    @NumberFormat.setter
    def NumberFormat(self, value: str) -> None:
        if not isinstance(value, str) or value.count('"') % 2:
            raise refused("Unable to set the NumberFormat property of the Range class")
        self.restyle("NumberFormat", "number_format", value or "General")

    @property
    def WrapText(self) -> bool | None:
        return self.shared(lambda cell: bool(cell.alignment.wrap_text))  # type: ignore[no-any-return]

    @WrapText.setter
    def WrapText(self, value: bool) -> None:
        self._align("WrapText", "wrap_text", bool(value))

    @property
    def IndentLevel(self) -> int | None:
        return self.shared(lambda cell: int(cell.alignment.indent or 0))  # type: ignore[no-any-return]

    @IndentLevel.setter
    def IndentLevel(self, value: int) -> None:
        self._align("IndentLevel", "indent", int(value))

    @property
    def HorizontalAlignment(self) -> int | None:
        return self.shared(lambda cell: HORIZONTAL[cell.alignment.horizontal or "general"])  # type: ignore[no-any-return]

    @HorizontalAlignment.setter
    def HorizontalAlignment(self, value: int) -> None:
        names = {number: name for name, number in HORIZONTAL.items()}
        if value not in names:
            raise refused("Unable to set the HorizontalAlignment property of the Range class")
        self._align("HorizontalAlignment", "horizontal", names[value])

    @property
    def VerticalAlignment(self) -> int | None:
        return self.shared(lambda cell: VERTICAL[cell.alignment.vertical or "bottom"])  # type: ignore[no-any-return]

    @VerticalAlignment.setter
    def VerticalAlignment(self, value: int) -> None:
        names = {number: name for name, number in VERTICAL.items()}
        if value not in names:
            raise refused("Unable to set the VerticalAlignment property of the Range class")
        self._align("VerticalAlignment", "vertical", names[value])

    @property
    def Locked(self) -> bool | None:
        return self.shared(lambda cell: bool(cell.protection.locked))  # type: ignore[no-any-return]

    @Locked.setter
    def Locked(self, value: bool) -> None:
        if self.sheet.shut():
            raise refused("Unable to set the Locked property of the Range class")
        self.restyle("Locked", "protection", Protection(locked=bool(value)))

    @property
    def PrefixCharacter(self) -> str | None:
        return self.shared(lambda cell: "'" if cell._style[7] else "")  # type: ignore[no-any-return]

    @property
    def Interior(self) -> Interior:
        return Interior(self)

    @property
    def Font(self) -> Font:
        return Font(self)

    @property
    def Borders(self) -> Borders:
        return Borders(self)

    def ClearFormats(self) -> None:
        if self.sheet.shut():
            raise refused("ClearFormats method of Range class failed")
        for at in self.each_made():
            cell = self.sheet.grid.cells[at]
            cell._style = StyleArray()
            if cell._value is None and cell._comment is None and cell._hyperlink is None:
                del self.sheet.grid.cells[at]

    # Widths, heights, hidden

    def _columns(self) -> range:
        return range(self.a.column, min(self.a.right, 256 if self.a.columns == COLUMNS else COLUMNS) + 1)

    @property
    def ColumnWidth(self) -> float | None:
        widths = {self.sheet.column_width(c) for c in self._columns()}
        return widths.pop() if len(widths) == 1 else None

    @ColumnWidth.setter
    def ColumnWidth(self, value: float) -> None:
        if not 0 <= value <= 255 or (self.sheet.shut() and self.sheet.ws.protection.formatColumns):
            raise refused("Unable to set the ColumnWidth property of the Range class")
        for c in self._columns():
            self.sheet.column(c).width = value + PADDING

    @property
    def RowHeight(self) -> float | None:
        heights = {self.sheet.row_height(r) for r in self.rows_that_matter()}
        return heights.pop() if len(heights) == 1 else None

    @RowHeight.setter
    def RowHeight(self, value: float) -> None:
        if not 0 <= value <= 409.5 or (self.sheet.shut() and self.sheet.ws.protection.formatRows):
            raise refused("Unable to set the RowHeight property of the Range class")
        for r in range(self.a.row, self.a.bottom + 1):
            self.sheet.ws.row_dimensions[r].height = value

    def rows_that_matter(self) -> range:
        """The rows, of a whole column only as far as something is known of them."""
        known = max([self.sheet.ws.max_row, *self.sheet.ws.row_dimensions])
        return range(self.a.row, min(self.a.bottom, max(known + 1, self.a.row)) + 1)

    @property
    def Width(self) -> float:
        return sum(self.sheet.points(c) for c in self._columns())

    @property
    def Height(self) -> float:
        return sum(self.sheet.row_height(r) for r in range(self.a.row, self.a.bottom + 1))

    @property
    def Left(self) -> float:
        return sum(self.sheet.points(c) for c in range(1, self.a.column))

    @property
    def Top(self) -> float:
        return sum(self.sheet.row_height(r) for r in range(1, self.a.row))

    @property
    def Hidden(self) -> bool | None:
        dimensions = self.sheet.ws.row_dimensions
        if self.a.columns == COLUMNS:
            states = {r in dimensions and bool(dimensions[r].hidden) for r in self.rows_that_matter()}
        elif self.a.rows == ROWS:
            columns = self.sheet.ws.column_dimensions
            states = {(k := get_column_letter(c)) in columns and bool(columns[k].hidden) for c in self._columns()}
        else:
            raise refused("Unable to get the Hidden property of the Range class")
        return states.pop() if len(states) == 1 else None

    @Hidden.setter
    def Hidden(self, value: bool) -> None:
        if self.sheet.shut() or (self.a.columns != COLUMNS and self.a.rows != ROWS):
            raise refused("Unable to set the Hidden property of the Range class")
        if self.a.columns == COLUMNS:
            for r in self.rows_that_matter():
                self.sheet.ws.row_dimensions[r].hidden = bool(value)
        else:
            for c in self._columns():
                self.sheet.column(c).hidden = bool(value)

    def AutoFit(self) -> None:
        """Makes columns as wide as their longest text, and rows as high as usual."""
        rows = self.unit == "rows" or (self.unit == "cells" and self.a.columns == COLUMNS and self.a.rows < ROWS)
        if self.unit == "cells" and self.a.columns != COLUMNS and self.a.rows != ROWS:
            raise refused("AutoFit method of Range class failed")
        if rows:
            for r, dimension in self.sheet.ws.row_dimensions.items():
                if self.a.row <= r <= self.a.bottom:
                    dimension.height = None
            return
        longest: dict[int, int] = {}
        for r, c in self.each_made():
            longest[c] = max(longest.get(c, 0), len(str(self.sheet.grid.cells[r, c]._value or "")))
        for c, n in longest.items():
            if n:
                self.sheet.column(c).width = min(n + 1, 255) + PADDING


__all__ = ["Looks", "color_of", "number_of"]
