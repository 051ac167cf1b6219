"""What can be asked of sheets: their names and order, their cells, and what stands on them?"""

from __future__ import annotations

from typing import Any

from tests.excel.engine import books
from tests.excel.engine.addresses import Area, area, split_sheet
from tests.excel.engine.grid import COLUMNS, ROWS
from tests.web.excel.charts import Charts
from tests.web.excel.filters import AutoFilter
from tests.web.excel.notes import Notes
from tests.web.excel.paper import FreezePanes, PageLayout
from tests.web.excel.ranges import Range, RangeAreas
from tests.web.excel.tables import Tables
from tests.web.excel.thing import Items, Refusal, Thing, gone, wrong

STATES = {"visible": "Visible", "hidden": "Hidden", "veryHidden": "VeryHidden"}
LONGEST_ADDRESS = 8_192
MOST_AREAS = 30_000


class WorksheetProtection(Thing):
    def __init__(self, excel: Any, sheet: Any) -> None:
        super().__init__(excel)
        self.native = sheet

    @property
    def Protected(self) -> bool:
        return bool(self.native.ProtectContents)


class Worksheet(Thing):
    def __init__(self, excel: Any, sheet: Any) -> None:
        super().__init__(excel)
        self.native = sheet

    def identity(self) -> dict[str, Any]:
        return {"Id": f"{{{id(self.native):032X}}}"}

    def place(self) -> Any:
        return self.native

    def range(self, a: Area) -> Range:
        return Range(self.excel, self.native, a)

    @property
    def Id(self) -> str:
        return str(self.identity()["Id"])

    @property
    def Name(self) -> str:
        return str(self.native.ws.title)

    @Name.setter
    def Name(self, value: str) -> None:
        self.native.Name = value

    @property
    def Position(self) -> int:
        return int(self.excel.book.sheets.index(self.native))

    @property
    def Visibility(self) -> str:
        return STATES[self.native.ws.sheet_state]

    @Visibility.setter
    def Visibility(self, value: str) -> None:
        if value not in STATES.values():
            raise wrong()
        self._structure()
        self.native.Visible = {"Visible": -1, "Hidden": 0, "VeryHidden": 2}[value]

    @property
    def Protection(self) -> WorksheetProtection:
        return WorksheetProtection(self.excel, self.native)

    @property
    def Tables(self) -> Tables:
        return Tables(self.excel, self.native)

    @property
    def Charts(self) -> Charts:
        return Charts(self.excel, self.native)

    @property
    def Notes(self) -> Notes:
        return Notes(self.excel, self.native)

    @property
    def AutoFilter(self) -> AutoFilter:
        return AutoFilter(self.excel, self.native, None)

    @property
    def PageLayout(self) -> PageLayout:
        return PageLayout(self.excel, self.native)

    @property
    def FreezePanes(self) -> FreezePanes:
        return FreezePanes(self.excel, self.native)

    def Activate(self) -> None:
        if self.native.ws.sheet_state != "visible":
            raise wrong("This operation is not permitted for the current object: the sheet is hidden.")
        self.native.Activate()

    def Delete(self) -> None:
        self._structure()
        visible = [s for s in self.excel.book.sheets if s.ws.sheet_state == "visible"]
        if visible == [self.native]:
            raise Refusal("InvalidOperation", "A workbook must contain at least one visible worksheet.")
        self.native.Delete()

    def _structure(self) -> None:
        if self.excel.book.ProtectStructure:
            raise Refusal("AccessDenied", "The workbook's structure is protected.")

    # Cells

    def area(self, address: str) -> Area:
        if not isinstance(address, str):
            raise wrong()
        named, rest = split_sheet(address)
        if named is not None and named.casefold() != self.Name.casefold():
            raise wrong()
        found = area(rest.strip())
        if found is None:
            raise wrong()
        return found

    def GetRange(self, address: str | None = None) -> Range:
        return self.range(Area(1, 1, ROWS, COLUMNS) if address is None else self.area(address))

    def GetRanges(self, address: str) -> RangeAreas:
        if not isinstance(address, str) or len(address) > LONGEST_ADDRESS:
            raise wrong()
        parts = [self.range(self.area(part)) for part in address.split(",")]
        if len(parts) > MOST_AREAS:
            raise wrong()
        return RangeAreas(self.excel, parts)

    def GetRangeByIndexes(self, row: int, column: int, rows: int, columns: int) -> Range:
        numbers = (row, column, rows, columns)
        if not all(isinstance(n, int) for n in numbers) or min(row, column) < 0 or min(rows, columns) < 1:
            raise wrong()
        if row + rows > ROWS or column + columns > COLUMNS:
            raise wrong()
        return self.range(Area(row + 1, column + 1, rows, columns))

    def GetCell(self, row: int, column: int) -> Range:
        return self.GetRangeByIndexes(row, column, 1, 1)

    def GetUsedRangeOrNullObject(self, values_only: bool | None = None) -> Range | None:
        cells = self.native.grid.cells
        places = [at for at in cells if not values_only or self.native.grid.filled(at)]
        if not places:
            return None
        rows, columns = [r for r, _ in places], [c for _, c in places]
        return self.range(Area(min(rows), min(columns), max(rows) - min(rows) + 1, max(columns) - min(columns) + 1))


class Worksheets(Items):
    def members(self) -> list[Worksheet]:
        return [Worksheet(self.excel, s) for s in self.excel.book.sheets]

    def of(self, sheet: Any) -> Worksheet:
        return Worksheet(self.excel, sheet)

    def GetActiveWorksheet(self) -> Worksheet:
        return Worksheet(self.excel, self.excel.book.active)

    def Add(self, name: str | None = None) -> Worksheet:
        """A sheet behind all others; the one in front stays there."""
        book = self.excel.book
        if book.ProtectStructure:
            raise Refusal("AccessDenied", "The workbook's structure is protected.")
        if name is not None:
            books.check_sheet_name(book, None, name)  # type: ignore[arg-type]
        front = book.active
        made = book.Worksheets.Add(None, book.sheets[-1])
        front.Activate()
        if name is not None:
            made.Name = name
        return Worksheet(self.excel, made)

    def GetItem(self, key: Any) -> Worksheet:
        found = self.find(key)
        if found is None:
            raise gone()
        return found  # type: ignore[no-any-return]
