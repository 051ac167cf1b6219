"""What can be read from cells and be put into them?

An array must have the shape of its range; null leaves a cell as it stands. A text is taken as if it were typed, unless the
cell has the
format of text. What a new formula comes to is not known: it is empty until somebody calculates.
"""

from __future__ import annotations

from typing import Any

from tests.excel.engine.addresses import Area, address, quoted, spanned
from tests.excel.engine.grid import COLUMNS, ROWS
from tests.web.excel.alarms import ConditionalFormats
from tests.web.excel.cells import cell_properties, link_of
from tests.web.excel.looks import RangeFormat
from tests.web.excel.thing import BOTH_WAYS, Thing, wrong

LONGEST = 32_767
MOST_CELLS = 5_000_000
CLEARED = {None, "All", "Contents", "Formats", "Hyperlinks", "RemoveHyperlinks", "ResetContents"}


class Range(Thing):
    TRACKED = True

    def __init__(self, excel: Any, sheet: Any, a: Area) -> None:
        super().__init__(excel)
        self.sheet, self.a = sheet, a

    def place(self) -> Any:
        return self.sheet

    @property
    def native(self) -> Any:
        return self.sheet.range(self.a)

    def grid_of(self, get: Any) -> list[list[Any]]:
        a = self.a
        if a.rows * a.columns > MOST_CELLS:
            raise wrong("The range is too large to be read.")
        return [[get((r, c)) for c in range(a.column, a.right + 1)] for r in range(a.row, a.bottom + 1)]

    # What cells hold

    def value(self, at: tuple[int, int]) -> tuple[Any, str]:
        """Value and kind of one cell."""
        grid = self.sheet.grid
        cell = grid.cells.get(at)
        value = getattr(cell, "_value", None)
        if value is None:
            return "", "Empty"
        kind = cell.data_type
        if kind == "f":
            value = grid.results.get(at)
            if isinstance(value, tuple):
                return value[0], "Error"
            if value is None:
                return "", "Empty"
        elif kind == "e":
            return value, "Error"
        if isinstance(value, bool):
            return value, "Boolean"
        return (value, "String") if isinstance(value, str) else (value, "Double")

    def formula(self, at: tuple[int, int]) -> Any:
        cell = self.sheet.grid.cells.get(at)
        if cell is not None and cell.data_type == "f":
            return self.sheet.grid.formula(at)
        return self.value(at)[0]

    @property
    def Values(self) -> list[list[Any]]:
        return self.grid_of(lambda at: self.value(at)[0])

    @Values.setter
    def Values(self, data: Any) -> None:
        self.write(data)

    @property
    def ValueTypes(self) -> list[list[str]]:
        return self.grid_of(lambda at: self.value(at)[1])

    @property
    def Formulas(self) -> list[list[Any]]:
        return self.grid_of(self.formula)

    @Formulas.setter
    def Formulas(self, data: Any) -> None:
        self.write(data)

    @property
    def NumberFormat(self) -> list[list[str]]:
        return self.grid_of(lambda at: self.sheet.grid.number_format(*at))

    @NumberFormat.setter
    def NumberFormat(self, data: Any) -> None:
        if isinstance(data, str):
            self.native.NumberFormat = data
            return
        for (r, c), code in self.shaped(data):
            self.sheet.cell(r, c).NumberFormat = code

    def shaped(self, data: Any) -> list[tuple[tuple[int, int], Any]]:
        """The values of an array with their places; null is left out."""
        a = self.a
        if not isinstance(data, list) or len(data) != a.rows or any(not isinstance(r, list) or len(r) != a.columns for r in data):
            raise wrong(BOTH_WAYS)
        return [((a.row + i, a.column + j), v) for i, row in enumerate(data) for j, v in enumerate(row) if v is not None]

    def write(self, data: Any) -> None:
        if not isinstance(data, list):
            one = _accepted(data)
            if self.a.rows * self.a.columns > MOST_CELLS:
                raise wrong()
            if one is not None:
                self.native.write(one)
            return
        cells = self.shaped(data)
        for _, value in cells:
            _accepted(value)
        if len(cells) == self.a.rows * self.a.columns:
            self.native.write(data)
            return
        for (r, c), value in cells:
            self.sheet.cell(r, c).write(value)

    def _ValidateArraySize(self, rows: int, columns: int) -> None:
        """office.js asks before it cuts a large array into several requests' worth of pieces."""
        if (rows, columns) != (self.a.rows, self.a.columns):
            raise wrong(BOTH_WAYS)

    def Clear(self, what: str | None = None) -> None:
        if what not in CLEARED:
            raise wrong()
        self.native.check()
        if what in (None, "All"):
            ConditionalFormats(self.excel, self).ClearAll()
            self.native.Clear()
        elif what == "Contents":
            self.native.ClearContents()
        elif what == "Formats":
            self.native.ClearFormats()
        elif what in ("Hyperlinks", "RemoveHyperlinks"):
            for at in self.native.each_made():
                self.sheet.grid.cells[at]._hyperlink = None
        else:
            raise self.unknown(f"Clear({what})")

    def CopyFrom(self, source: Any, kind: str | None = None, skip_blanks: bool = False, transpose: bool = False) -> None:
        """The looks of other cells, repeated as often as they fit."""
        if kind != "Formats" or skip_blanks or transpose or not isinstance(source, Range):
            raise self.unknown(f"CopyFrom({kind})")
        self.native.check()
        grid, there = self.sheet.grid, source.sheet.grid
        a, b = self.a, source.a
        for r, c in self.native.each():
            at = (b.row + (r - a.row) % b.rows, b.column + (c - a.column) % b.columns)
            style = there.style_of(*at)
            if any(style) or (r, c) in grid.cells:
                grid.make(r, c)._style = type(style)(style)

    # Where it lies

    @property
    def Address(self) -> str:
        return f"{quoted(self.sheet.ws.title)}!{address(self.a, rows_fixed=False, columns_fixed=False)}"

    @property
    def RowIndex(self) -> int:
        return self.a.row - 1

    @property
    def ColumnIndex(self) -> int:
        return self.a.column - 1

    @property
    def RowCount(self) -> int:
        return self.a.rows

    @property
    def ColumnCount(self) -> int:
        return self.a.columns

    @property
    def Left(self) -> float:
        return float(self.native.Left)

    @property
    def Top(self) -> float:
        return float(self.native.Top)

    @property
    def Worksheet(self) -> Any:
        return self.excel.workbook.Worksheets.of(self.sheet)

    def GetCell(self, row: int, column: int) -> Range:
        """A cell counted from the first one; it may lie outside."""
        r, c = self.a.row + row, self.a.column + column
        if not (1 <= r <= ROWS and 1 <= c <= COLUMNS):
            raise wrong()
        return Range(self.excel, self.sheet, Area(r, c, 1, 1))

    def _near(self, row: int, column: int, rows: int, columns: int) -> Range:
        if row < 1 or column < 1 or rows < 1 or columns < 1 or row + rows - 1 > ROWS or column + columns - 1 > COLUMNS:
            raise wrong()
        return Range(self.excel, self.sheet, Area(row, column, rows, columns))

    def GetRow(self, row: int) -> Range:
        """A row of it, counted from 0; it may lie below."""
        return self._near(self.a.row + row, self.a.column, 1, self.a.columns)

    def GetResizedRange(self, rows: int, columns: int) -> Range:
        return self._near(self.a.row, self.a.column, self.a.rows + rows, self.a.columns + columns)

    def GetBoundingRect(self, other: Range) -> Range:
        """The smallest range around both."""
        if not isinstance(other, Range) or other.sheet is not self.sheet:
            raise wrong()
        return Range(self.excel, self.sheet, self.a.around(other.a))

    def GetMergedAreasOrNullObject(self) -> Any:
        merged = [spanned(m.min_row, m.min_col, m.max_row, m.max_col) for m in self.sheet.ws.merged_cells.ranges]
        parts = [Range(self.excel, self.sheet, m) for m in merged if m.common(self.a)]
        return RangeAreas(self.excel, parts) if parts else None

    def Select(self) -> None:
        self.Worksheet.Activate()
        self.native.Select()

    # How it looks, and what hangs on it

    @property
    def Format(self) -> RangeFormat:
        return RangeFormat(self.excel, [self])

    @property
    def ConditionalFormats(self) -> ConditionalFormats:
        return ConditionalFormats(self.excel, self)

    @property
    def Hyperlink(self) -> Any:
        return link_of(self.sheet.grid.cells.get((self.a.row, self.a.column)), self)

    @Hyperlink.setter
    def Hyperlink(self, link: dict[str, Any]) -> None:
        if not isinstance(link, dict) or not (link.get("address") or link.get("documentReference")):
            raise wrong()
        found = self.native.Hyperlinks
        found.Add(self.native, link.get("address") or "", link.get("documentReference") or "", link.get("screenTip"),
                  link.get("textToDisplay"))  # fmt: skip

    def GetCellProperties(self, wanted: dict[str, Any]) -> list[list[dict[str, Any]]]:
        return self.grid_of(lambda at: cell_properties(self, at, wanted))


class RangeAreas(Thing):
    """Several ranges of one sheet; what is put into it goes into each of them."""

    TRACKED = True

    def __init__(self, excel: Any, parts: list[Range]) -> None:
        super().__init__(excel)
        self.parts = parts

    def place(self) -> Any:
        return self.parts[0].sheet

    @property
    def Address(self) -> str:
        return ",".join(part.Address for part in self.parts)

    @property
    def Format(self) -> RangeFormat:
        return RangeFormat(self.excel, self.parts)

    def Clear(self, what: str | None = None) -> None:
        for part in self.parts:
            part.Clear(what)


def _accepted(value: Any) -> Any:
    """A value that a cell takes."""
    if isinstance(value, dict | list) or (isinstance(value, str) and len(value) > LONGEST + value.startswith("'")):
        raise wrong()
    return value
