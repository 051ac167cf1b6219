"""What can be asked of Excel Tables?"""

from __future__ import annotations

from typing import Any

from tests.excel.engine.addresses import area, split_sheet
from tests.web.excel.filters import AutoFilter, Filter
from tests.web.excel.thing import Items, Thing, wrong

YES = 1


class TableColumn(Thing):
    def __init__(self, excel: Any, table: Any, index: int) -> None:
        super().__init__(excel)
        self.table, self.index = table, index

    def identity(self) -> dict[str, Any]:
        return {"Id": self.table.table.tableColumns[self.index].id}

    @property
    def Name(self) -> str:
        return str(self.table.table.tableColumns[self.index].name)

    @property
    def Index(self) -> int:
        return self.index

    @property
    def Filter(self) -> Filter:
        return Filter(self.excel, self.table, self.index)


class TableColumns(Items):
    def __init__(self, excel: Any, table: Any) -> None:
        super().__init__(excel)
        self.table = table

    def members(self) -> list[TableColumn]:
        return [TableColumn(self.excel, self.table, i) for i in range(self.table.area.columns)]


class Table(Thing):
    def __init__(self, excel: Any, table: Any) -> None:
        super().__init__(excel)
        self.native = table

    def identity(self) -> dict[str, Any]:
        return {"Id": f"{{{self.native.table.id or id(self.native):08X}-TABLE}}"}

    def place(self) -> Any:
        return self.native.sheet

    @property
    def Id(self) -> str:
        return str(self.identity()["Id"])

    @property
    def Name(self) -> str:
        return str(self.native.Name)

    @Name.setter
    def Name(self, value: str) -> None:
        self.native.Name = value

    @property
    def ShowHeaders(self) -> bool:
        return bool(self.native.ShowHeaders)

    @property
    def ShowTotals(self) -> bool:
        return bool(self.native.ShowTotals)

    @ShowTotals.setter
    def ShowTotals(self, value: bool) -> None:
        self.native.ShowTotals = bool(value)

    @property
    def Worksheet(self) -> Any:
        return self.excel.workbook.Worksheets.of(self.native.sheet)

    @property
    def AutoFilter(self) -> AutoFilter:
        return AutoFilter(self.excel, self.native.sheet, self.native)

    @property
    def Columns(self) -> TableColumns:
        return TableColumns(self.excel, self.native)

    def GetRange(self) -> Any:
        return self.Worksheet.range(self.native.area)

    def Resize(self, wanted: Any) -> None:
        target = self.Worksheet.GetRange(wanted) if isinstance(wanted, str) else wanted
        self.native.Resize(target.native)

    def ConvertToRange(self) -> Any:
        found = self.GetRange()
        self.native.Unlist()
        return found

    def ClearFilters(self) -> None:
        self.native._free()
        self.native.filtering.clear()

    def Delete(self) -> None:
        self.native.Delete()


class Tables(Items):
    """Those of a sheet, or of the whole workbook."""

    def __init__(self, excel: Any, sheet: Any) -> None:
        super().__init__(excel)
        self.sheet = sheet

    def place(self) -> Any:
        return self.sheet

    def members(self) -> list[Table]:
        sheets = [self.sheet] if self.sheet is not None else self.excel.book.sheets
        return [Table(self.excel, t) for sheet in sheets for t in sheet.tables]

    def Add(self, address: Any, has_headers: bool) -> Table:
        if not isinstance(address, str):
            raise self.unknown("Add of a range object")
        named, rest = split_sheet(address)
        sheet = self.sheet
        if sheet is None or (named is not None and named.casefold() != sheet.ws.title.casefold()):
            raise self.unknown("Add on a sheet that is named in the address")
        found = area(rest)
        if found is None or not isinstance(has_headers, bool):
            raise wrong()
        return Table(self.excel, sheet.ListObjects.Add(1, sheet.range(found), None, YES if has_headers else 2))
