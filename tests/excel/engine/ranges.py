"""What can be put into a range of cells and be done to it? Its place is in `reach.py`, its looks in `looks.py`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from openpyxl.cell import MergedCell
from openpyxl.styles.cell_style import StyleArray

from . import shifting
from .addresses import Area, address, quoted, spanned
from .com import NotKnown, refused
from .conditions import FormatConditions
from .grid import ROWS, translated
from .notes import Comment, Hyperlinks
from .reach import DOWN, UP, Reach
from .switches import FilteredWrites
from .typed import ERRORS

if TYPE_CHECKING:
    from .worksheet import Worksheet

PROTECTED = (
    "The cell or chart you're trying to change is on a protected sheet. To make a change, unprotect the sheet. "
    "You might be requested to enter a password."
)
MISSING_VALUE = ERRORS["#N/A"]


class Range(Reach):
    QUIET = frozenset(
        [
            "Item",
            "Select",
            "Activate",
            "GetAddress",
            "GetOffset",
            "Offset",
            "GetResize",
            "Resize",
            "End",
            "Cells",
            "Rows",
            "Columns",
            "Range",
            "SpecialCells",
            "Calculate",
            "Hyperlinks",
        ]
    )

    def __init__(self, sheet: Worksheet, a: Area, unit: str = "cells") -> None:
        self.switches, self.sheet, self.a, self.unit = sheet.switches, sheet, a, unit

    def place(self) -> str:
        return f"{self.sheet.ws.title}!{address(self.a, rows_fixed=False, columns_fixed=False)}"

    def near(self, a: Area, unit: str = "cells") -> Range:
        return Range(self.sheet, a, unit)

    # Values

    def read(self, get: Any) -> Any:
        """One value, or the rows as tuples."""
        a = self.a
        if a.rows == a.columns == 1:
            return get((a.row, a.column))
        columns = range(a.column, a.right + 1)
        bottom = min(a.bottom, max(self.sheet.ws.max_row, a.row))
        rows = [tuple(get((r, c)) for c in columns) for r in range(a.row, bottom + 1)]
        blank = (get((ROWS + 1, 1)),) * a.columns
        return (*rows, *[blank] * (a.bottom - bottom))

    @property
    def Value(self) -> Any:
        return self.read(self.sheet.grid.value)

    @Value.setter
    def Value(self, data: Any) -> None:
        self.write(data)

    @property
    def Value2(self) -> Any:
        return self.read(lambda at: self.sheet.grid.value(at, plain=True))

    @Value2.setter
    def Value2(self, data: Any) -> None:
        self.write(data)

    @property
    def Formula(self) -> Any:
        return self.read(self.sheet.grid.formula)

    @Formula.setter
    def Formula(self, data: Any) -> None:
        self.write(data)

    Formula2 = Formula

    @property
    def HasFormula(self) -> bool | None:
        kinds = {(c := self.sheet.grid.cells.get(at)) is not None and c.data_type == "f" for at in self.each()}
        return kinds.pop() if len(kinds) == 1 else None

    @property
    def HasArray(self) -> bool:
        return False

    @property
    def Text(self) -> Any:
        raise NotKnown("Range.Text: what a cell shows is not worked out here")

    def check(self) -> None:
        """Refuses if a cell of it is locked on a protected sheet."""
        if self.sheet.shut() and any(self.sheet.locked(at) for at in self.each()):
            raise refused(PROTECTED)

    def write(self, data: Any) -> None:
        """Puts values in; rows that are longer are cut, what is missing is #N/A, one row or column is repeated, as in Excel."""
        self.check()
        a, grid = self.a, self.sheet.grid
        if not isinstance(data, list | tuple):
            for at in self.each() if data not in (None, "") else self.each_made():
                grid.put(at, translated(data, (a.row, a.column), at) if isinstance(data, str) else data)
        else:
            rows = [list(r) for r in data] if data and isinstance(data[0], list | tuple) else [list(data)]
            rows = rows * a.rows if len(rows) == 1 else rows
            places = list(range(a.row, a.bottom + 1))
            if self.sheet.filtered() and self.switches.filtered_writes is not FilteredWrites.THROUGH:
                seen = [r for r in places if not self.sheet.filtered_out(r)]
                if self.switches.filtered_writes is FilteredWrites.FIRST and len(seen) < len(places):
                    rows = rows[:1] * len(seen)
                if self.switches.filtered_writes is FilteredWrites.SKIP:
                    rows = [row for r, row in zip(places, rows, strict=False) if not self.sheet.filtered_out(r)]
                places = seen
            for i, r in enumerate(places):
                row = rows[i] if i < len(rows) else None
                if row is not None and len(row) == 1 and a.columns > 1:
                    row = row * a.columns
                for j in range(a.columns):
                    at = (r, a.column + j)
                    if row is None or j >= len(row):
                        grid.cells.pop(at, None) if at in grid.cells and not any(grid.cells[at]._style) else None
                        cell = grid.make(*at)
                        cell._value, cell.data_type = "#N/A", "e"
                    else:
                        grid.put(at, row[j])
        self.sheet.written(a)

    def ClearContents(self) -> None:
        self.check()
        for at in self.each_made():
            self.sheet.grid.empty(at)
        self.sheet.written(self.a)

    def Clear(self) -> None:
        self.check()
        self.UnMerge()
        for at in self.each_made():
            self.sheet.grid.cells.pop(at)
            self.sheet.grid.results.pop(at, None)
        self.sheet.written(self.a)

    # Merging, inserting, deleting

    def Merge(self, Across: bool = False) -> None:
        self.check()
        if any(t.area.common(self.a) for t in self.sheet.tables):
            raise refused("You can't merge cells in a table.")
        parts = [Area(r, self.a.column, 1, self.a.columns) for r in range(self.a.row, self.a.bottom + 1)] if Across else [self.a]
        for part in parts:
            if part.rows * part.columns > 1:
                self.sheet.ws.merge_cells(part.ref)
                for at in self.near(part).each():
                    self.sheet.grid.cells[at]._style = self.sheet.grid.cells[at]._style or StyleArray()

    def UnMerge(self) -> None:
        self.check()
        for merged in list(self.sheet.ws.merged_cells.ranges):
            found = spanned(merged.min_row, merged.min_col, merged.max_row, merged.max_col)
            if found.common(self.a):
                self.sheet.ws.merged_cells.ranges.remove(merged)
                for at in self.near(found).each_made():
                    if isinstance(self.sheet.grid.cells[at], MergedCell):
                        del self.sheet.grid.cells[at]

    @property
    def MergeArea(self) -> Range:
        for merged in self.sheet.ws.merged_cells.ranges:
            found = spanned(merged.min_row, merged.min_col, merged.max_row, merged.max_col)
            if found.common(Area(self.a.row, self.a.column, 1, 1)):
                return self.near(found)
        return self.near(self.a)

    @property
    def MergeCells(self) -> bool:
        return any(spanned(m.min_row, m.min_col, m.max_row, m.max_col).common(self.a) for m in self.sheet.ws.merged_cells.ranges)

    def Insert(self, Shift: int | None = None, CopyOrigin: int | None = None) -> None:
        down = Shift == DOWN or (Shift is None and self.a.columns > self.a.rows)
        shifting.insert(self.sheet, self.a, down=down)

    def Delete(self, Shift: int | None = None) -> None:
        up = Shift == UP or (Shift is None and self.a.columns > self.a.rows)
        shifting.delete(self.sheet, self.a, up=up)

    # What hangs on it

    @property
    def ListObject(self) -> Any:
        return next((t for t in self.sheet.tables if t.area.common(self.a)), None)

    @property
    def Comment(self) -> Any:
        cell = self.sheet.grid.cells.get((self.a.row, self.a.column))
        return Comment(self) if cell is not None and cell._comment is not None else None

    @property
    def CommentThreaded(self) -> None:
        return None

    def AddComment(self, Text: str = "") -> Any:
        return Comment.add(self, Text)

    @property
    def Hyperlinks(self) -> Any:
        return Hyperlinks(self)

    @property
    def FormatConditions(self) -> Any:
        return FormatConditions(self)

    def AutoFilter(self, Field: int | None = None, Criteria1: Any = None, Operator: int = 1, Criteria2: Any = None) -> bool:
        self.sheet.autofilter(self, Field, Criteria1, Operator, Criteria2)
        return True

    @property
    def Name(self) -> Any:
        return self.sheet.book.name_of(self)

    @Name.setter
    def Name(self, value: str) -> None:
        self.sheet.book.add_name(value, f"={quoted(self.sheet.ws.title)}!{address(self.a)}")

    def Select(self) -> None:
        if self.sheet.book.active is not self.sheet:
            raise refused("Select method of Range class failed")
        self.sheet.selection = self.a

    def Activate(self) -> None:
        self.Select()

    def Calculate(self) -> None:
        """Nothing is calculated here."""
