"""What can be asked of a range of cells, and be done to it? Values, formulas, and where it lies; how it looks is in `looks.py`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from . import shifting
from .addresses import Area, address, quoted, spanned
from .com import Items, NotKnown, refused
from .grid import COLUMNS, ROWS, translated
from .looks import Looks
from .notes import Comment, Hyperlinks
from .switches import FilteredWrites
from .typed import ERRORS

if TYPE_CHECKING:
    from .worksheet import Worksheet

PROTECTED = (
    "The cell or chart you're trying to change is on a protected sheet. To make a change, unprotect the sheet. "
    "You might be requested to enter a password."
)
UP, DOWN, LEFT, RIGHT = -4162, -4121, -4159, -4161
MISSING_VALUE = ERRORS["#N/A"]


class Areas(Items):
    """The rectangles of a range; here it is always one."""

    def __init__(self, rng: Range) -> None:
        self.switches, self.rng = rng.switches, rng

    def members(self) -> list[Range]:
        return [self.rng]


class Range(Looks):
    QUIET = frozenset(
        ["Item", "Select", "Activate", "GetAddress", "GetOffset", "Offset", "GetResize", "Resize", "End", "Cells", "Rows", "Columns", "Range", "SpecialCells", "Calculate", "Hyperlinks"]
    )

    def __init__(self, sheet: Worksheet, a: Area, unit: str = "cells") -> None:
        self.switches, self.sheet, self.a, self.unit = sheet.switches, sheet, a, unit

    def place(self) -> str:
        return f"{self.sheet.ws.title}!{address(self.a, rows_fixed=False, columns_fixed=False)}"

    def near(self, a: Area, unit: str = "cells") -> Range:
        return Range(self.sheet, a, unit)

    # Where it lies

    @property
    def Worksheet(self) -> Any:
        return self.sheet

    Parent = Worksheet

    @property
    def Application(self) -> Any:
        return self.sheet.book.app

    @property
    def Row(self) -> int:
        return self.a.row

    @property
    def Column(self) -> int:
        return self.a.column

    @property
    def Count(self) -> int:
        if self.unit == "rows":
            return self.a.rows
        return self.a.columns if self.unit == "columns" else self.a.rows * self.a.columns

    CountLarge = Count

    @property
    def Areas(self) -> Any:
        return Areas(self)

    @property
    def Rows(self) -> Range:
        return self.near(self.a, "rows")

    @property
    def Columns(self) -> Range:
        return self.near(self.a, "columns")

    @property
    def Cells(self) -> Range:
        return self.near(self.a)

    @property
    def EntireRow(self) -> Range:
        return self.near(Area(self.a.row, 1, self.a.rows, COLUMNS))

    @property
    def EntireColumn(self) -> Range:
        return self.near(Area(1, self.a.column, ROWS, self.a.columns))

    @property
    def Address(self) -> str:
        return address(self.a)

    def GetAddress(self, RowAbsolute: bool = True, ColumnAbsolute: bool = True, ReferenceStyle: int = 1, External: bool = False) -> str:
        if ReferenceStyle != 1:
            raise NotKnown("addresses in R1C1 style")
        text = address(self.a, rows_fixed=RowAbsolute, columns_fixed=ColumnAbsolute)
        if not External:
            return text
        before = f"[{self.sheet.book.name}]{self.sheet.ws.title}"
        plain = quoted(self.sheet.ws.title) == self.sheet.ws.title and quoted(self.sheet.book.name) == self.sheet.book.name
        return (before if plain else "'" + before.replace("'", "''") + "'") + "!" + text

    def Item(self, row: Any, column: Any = None) -> Range:
        """One cell, counted from the first; of Rows and Columns one of these."""
        row = int(row)
        if self.unit == "rows" and column is None:
            return self.near(Area(self.a.row + row - 1, self.a.column, 1, self.a.columns))
        if self.unit == "columns" and column is None:
            return self.near(Area(self.a.row, self.a.column + row - 1, self.a.rows, 1))
        if column is None:
            row, column = divmod(row - 1, self.a.columns)
            row, column = row + 1, column + 1
        at = self.a.row + row - 1, self.a.column + int(column) - 1
        if not (1 <= at[0] <= ROWS and 1 <= at[1] <= COLUMNS):
            raise refused()
        return self.near(Area(*at, 1, 1))

    def __call__(self, row: Any, column: Any = None) -> Range:
        return self.Item(row, column)

    def __iter__(self) -> Any:
        return (self.Item(i) for i in range(1, self.Count + 1))

    def GetOffset(self, RowOffset: int = 0, ColumnOffset: int = 0) -> Range:
        row, column = self.a.row + RowOffset, self.a.column + ColumnOffset
        if row < 1 or column < 1 or row + self.a.rows - 1 > ROWS or column + self.a.columns - 1 > COLUMNS:
            raise refused()
        return self.near(Area(row, column, self.a.rows, self.a.columns))

    Offset = GetOffset

    def GetResize(self, RowSize: int | None = None, ColumnSize: int | None = None) -> Range:
        return self.near(Area(self.a.row, self.a.column, RowSize or self.a.rows, ColumnSize or self.a.columns))

    Resize = GetResize

    def End(self, Direction: int) -> Range:
        """As Ctrl with an arrow key: to the last cell of what is filled, or to the first one after a gap."""
        row, column = self.a.row, self.a.column
        step = {UP: (-1, 0), DOWN: (1, 0), LEFT: (0, -1), RIGHT: (0, 1)}[int(Direction)]
        grid = self.sheet.grid
        top, left, bottom, right = grid.used()

        def inside(r: int, c: int) -> bool:
            return 1 <= r <= ROWS and 1 <= c <= COLUMNS

        def beyond(r: int, c: int) -> bool:
            return (step[0] > 0 and r > bottom) or (step[1] > 0 and c > right) or (step[0] < 0 and r < top) or (step[1] < 0 and c < left)

        def edge() -> Range:
            last = {UP: (1, column), DOWN: (ROWS, column), LEFT: (row, 1), RIGHT: (row, COLUMNS)}[int(Direction)]
            return self.near(Area(*last, 1, 1))

        r, c = row + step[0], column + step[1]
        if not inside(r, c):
            return self.near(Area(row, column, 1, 1))
        filled = grid.filled((row, column)) and grid.filled((r, c))
        while not beyond(r, c) and inside(r, c) and grid.filled((r, c)) == filled:
            r, c = r + step[0], c + step[1]
        if filled:
            return self.near(Area(r - step[0], c - step[1], 1, 1))
        return edge() if beyond(r, c) or not inside(r, c) else self.near(Area(r, c, 1, 1))

    @property
    def CurrentRegion(self) -> Range:
        """The block of cells around it that empty rows and columns bound; in a table it is the block around, too."""
        grid, a = self.sheet.grid, self.a
        full = {at for at in grid.cells if grid.filled(at)}
        while True:
            top, left, bottom, right = max(a.row - 1, 1), max(a.column - 1, 1), a.bottom + 1, a.right + 1
            near = [(r, c) for r, c in full if top <= r <= bottom and left <= c <= right]
            if not near:
                return self.near(a)
            rows, columns = [r for r, _ in near], [c for _, c in near]
            grown = a.around(spanned(min(rows), min(columns), max(rows), max(columns)))
            if grown == a:
                return self.near(self._trimmed(a, full))
            a = grown

    @staticmethod
    def _trimmed(a: Area, full: set[tuple[int, int]]) -> Area:
        """Without the rows and columns at the edge that are empty, as when one starts from an empty cell beside a block."""
        inside = [(r, c) for r, c in full if a.row <= r <= a.bottom and a.column <= c <= a.right]
        rows, columns = [r for r, _ in inside], [c for _, c in inside]
        return spanned(min(rows), min(columns), max(rows), max(columns)) if inside else a

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
        for at in self.each_made():
            self.sheet.grid.cells.pop(at, None)
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

    def UnMerge(self) -> None:
        self.check()
        for merged in list(self.sheet.ws.merged_cells.ranges):
            if spanned(merged.min_row, merged.min_col, merged.max_row, merged.max_col).common(self.a):
                self.sheet.ws.unmerge_cells(merged.coord)

    @property
    def MergeArea(self) -> Range:
        for merged in self.sheet.ws.merged_cells.ranges:
            found = spanned(merged.min_row, merged.min_col, merged.max_row, merged.max_col)
            if found.common(Area(self.a.row, self.a.column, 1, 1)):
                return self.near(found)
        return self.near(self.a)

    @property
    def MergeCells(self) -> bool:
        return any(
            spanned(m.min_row, m.min_col, m.max_row, m.max_col).common(self.a) for m in self.sheet.ws.merged_cells.ranges
        )

    def Insert(self, Shift: int | None = None, CopyOrigin: int | None = None) -> None:
        down = Shift == DOWN or (Shift is None and self.a.columns >= self.a.rows)
        shifting.insert(self.sheet, self.a, down=down)

    def Delete(self, Shift: int | None = None) -> None:
        up = Shift == UP or (Shift is None and self.a.columns >= self.a.rows)
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


