"""Which tables has a sheet, and how does a range become one?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from openpyxl.worksheet.filters import AutoFilter as KeptFilter
from openpyxl.worksheet.table import Table, TableStyleInfo

from . import shifting
from .addresses import Area
from .com import Items, NotKnown, refused
from .tables import OVERLAP, ListObject

if TYPE_CHECKING:
    from .worksheet import Worksheet

YES, NO, GUESS = 1, 2, 0


class ListObjects(Items):
    """The tables of a sheet."""

    def __init__(self, sheet: Worksheet) -> None:
        self.switches, self.sheet = sheet.switches, sheet

    def place(self) -> str:
        return f"{self.sheet.ws.title}!"

    def members(self) -> list[ListObject]:
        return list(self.sheet.tables)

    def Add(
        self,
        SourceType: int = 1,
        Source: Any = None,
        LinkSource: Any = None,
        XlListObjectHasHeaders: int = GUESS,
        Destination: Any = None,
        TableStyleName: str | None = None,
    ) -> ListObject:
        sheet = self.sheet
        if SourceType != 1 or Destination is not None:
            raise NotKnown("ListObjects.Add from anything but a range")
        if sheet.shut():
            raise refused("You cannot use this command on a protected sheet.")
        a = Source.a
        if any(t.area.common(a) for t in sheet.tables):
            raise refused(OVERLAP)
        if sheet.ws.auto_filter.ref:
            sheet.drop_filter()
        if Source.MergeCells:
            sheet.range(a).UnMerge()
        if XlListObjectHasHeaders == NO:
            shifting.insert(sheet, Area(a.row, a.column, 1, a.columns), down=True)
            a = Area(a.row, a.column, a.rows + 1, a.columns)
        empty = a.rows == 1
        if empty:
            a = Area(a.row, a.column, 2, a.columns)
            if any(t.area.common(a) for t in sheet.tables):
                raise refused(OVERLAP)
        name = sheet.book.free_name("Table")
        style = TableStyleInfo(name=TableStyleName or "TableStyleMedium2", showRowStripes=True)
        kept = Table(displayName=name, name=name, ref=a.ref, tableStyleInfo=style, autoFilter=KeptFilter(ref=a.ref))
        kept.id = 1 + max([t.id for s in sheet.book.sheets for t in s.ws.tables.values()], default=0)
        made = ListObject(sheet, kept)
        sheet.ws.tables[name] = kept
        sheet.tables.append(made)
        made.stand(a)
        if empty:
            kept.insertRow = True
        return made
