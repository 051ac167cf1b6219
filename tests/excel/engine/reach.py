"""Where does a range lie, and which other ranges are reached from it?"""

from __future__ import annotations

from typing import Any

from .addresses import Area, address, quoted, spanned
from .com import Items, NotKnown, refused
from .grid import COLUMNS, ROWS
from .looks import Looks

UP, DOWN, LEFT, RIGHT = -4162, -4121, -4159, -4161


class Areas(Items):
    """The rectangles of a range; here it is always one."""

    def __init__(self, rng: Reach) -> None:
        self.switches, self.rng = rng.switches, rng

    def members(self) -> list[Reach]:
        return [self.rng]


class Reach(Looks):
    """The part of a range that is about its place."""

    def near(self, a: Area, unit: str = "cells") -> Any:
        """Another range on the same sheet."""
        raise NotImplementedError

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
    def Rows(self) -> Any:
        return self.near(self.a, "rows")

    @property
    def Columns(self) -> Any:
        return self.near(self.a, "columns")

    @property
    def Cells(self) -> Any:
        return self.near(self.a)

    @property
    def EntireRow(self) -> Any:
        return self.near(Area(self.a.row, 1, self.a.rows, COLUMNS))

    @property
    def EntireColumn(self) -> Any:
        return self.near(Area(1, self.a.column, ROWS, self.a.columns))

    @property
    def Address(self) -> str:
        return address(self.a)

    def GetAddress(
        self, RowAbsolute: bool = True, ColumnAbsolute: bool = True, ReferenceStyle: int = 1, External: bool = False
    ) -> str:
        if ReferenceStyle != 1:
            raise NotKnown("addresses in R1C1 style")
        text = address(self.a, rows_fixed=RowAbsolute, columns_fixed=ColumnAbsolute)
        if not External:
            return text
        before = f"[{self.sheet.book.name}]{self.sheet.ws.title}"
        plain = quoted(self.sheet.ws.title) == self.sheet.ws.title and quoted(self.sheet.book.name) == self.sheet.book.name
        return (before if plain else "'" + before.replace("'", "''") + "'") + "!" + text

    def Item(self, row: Any, column: Any = None) -> Any:
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

    def __call__(self, row: Any, column: Any = None) -> Any:
        return self.Item(row, column)

    def __iter__(self) -> Any:
        return (self.Item(i) for i in range(1, self.Count + 1))

    def GetOffset(self, RowOffset: int = 0, ColumnOffset: int = 0) -> Any:
        row, column = self.a.row + RowOffset, self.a.column + ColumnOffset
        if row < 1 or column < 1 or row + self.a.rows - 1 > ROWS or column + self.a.columns - 1 > COLUMNS:
            raise refused()
        return self.near(Area(row, column, self.a.rows, self.a.columns))

    Offset = GetOffset

    def GetResize(self, RowSize: int | None = None, ColumnSize: int | None = None) -> Any:
        return self.near(Area(self.a.row, self.a.column, RowSize or self.a.rows, ColumnSize or self.a.columns))

    Resize = GetResize

    def End(self, Direction: int) -> Any:
        """As Ctrl with an arrow key: to the last cell of what is filled, or to the first one after a gap."""
        row, column = self.a.row, self.a.column
        step = {UP: (-1, 0), DOWN: (1, 0), LEFT: (0, -1), RIGHT: (0, 1)}[int(Direction)]
        grid = self.sheet.grid
        top, left, bottom, right = grid.used()

        def inside(r: int, c: int) -> bool:
            return 1 <= r <= ROWS and 1 <= c <= COLUMNS

        def beyond(r: int, c: int) -> bool:
            return (
                (step[0] > 0 and r > bottom)
                or (step[1] > 0 and c > right)
                or (step[0] < 0 and r < top)
                or (step[1] < 0 and c < left)
            )

        def edge() -> Any:
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
    def CurrentRegion(self) -> Any:
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
