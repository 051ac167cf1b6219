"""What is a table (a ListObject) to Excel: which rows it has, what its headers must be, and how it grows?"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from openpyxl.worksheet.filters import AutoFilter as KeptFilter
from openpyxl.worksheet.table import Table, TableColumn, TableStyleInfo

from . import shifting
from .addresses import Area, area, spanned
from .com import CDispatch, NotKnown, refused
from .filters import AutoFilter, Filtering
from .grid import ROWS
from .growing import continue_columns
from .table_parts import ListColumns, ListRows, TableStyle

if TYPE_CHECKING:
    from .ranges import Range
    from .worksheet import Worksheet

OVERLAP = "A table cannot overlap another table."
BAD_NAME = "The syntax of this name isn't correct."
TAKEN = "That name is already taken. Try a different one."
NAME = re.compile(r"[A-Za-z_\\\u00c0-\uffff][\w.\\]{0,254}")


def check_name(name: str) -> None:
    """Refuses what is no name of a table: a cell's address, a blank within, a digit first."""
    if not NAME.fullmatch(name) or area(name) is not None or re.fullmatch(r"[RrCc]|[Rr]\d+[Cc]\d+", name):
        raise refused(BAD_NAME)


class ListObject(CDispatch):
    QUIET = frozenset({"Select"})

    def __init__(self, sheet: Worksheet, table: Table) -> None:
        self.switches, self.sheet, self.table = sheet.switches, sheet, table
        self.filter_shown = True  # when a header that was hidden comes back
        self.filtering = Filtering(sheet, self._filtered_area, table.autoFilter)
        if table.tableStyleInfo is None:
            table.tableStyleInfo = TableStyleInfo(showRowStripes=True)

    def place(self) -> str:
        return f"{self.sheet.ws.title}!{self.table.ref}"

    # Areas

    @property
    def area(self) -> Area:
        found = area(self.table.ref)
        assert found is not None
        return found

    @property
    def headers(self) -> int:
        return 0 if self.table.headerRowCount == 0 else 1

    @property
    def totals(self) -> int:
        return int(self.table.totalsRowCount or 0)

    def body(self) -> Area | None:
        """The rows of data; None if there is none but the empty one that Excel keeps."""
        a = self.area
        if self.table.insertRow or a.rows - self.headers - self.totals < 1:
            return None
        return spanned(a.row + self.headers, a.column, a.bottom - self.totals, a.right)

    def _filtered_area(self) -> Area:
        a = self.area
        return spanned(a.row, a.column, a.bottom - self.totals, a.right)

    def stand(self, a: Area) -> None:
        """Sets where the table stands, and with it its columns' names and its filter."""
        self.table.ref = a.ref
        if self.table.autoFilter is not None:
            self.table.autoFilter.ref = self._filtered_area().ref
        self.heed_headers()

    def heed_headers(self) -> None:
        """Makes the headers what Excel makes them: texts, none empty, none twice; and keeps them as the columns' names."""
        a, grid = self.area, self.sheet.grid
        columns = list(self.table.tableColumns)[: a.columns]
        highest = max([c.id for c in columns], default=0)
        while len(columns) < a.columns:
            highest += 1
            columns.append(TableColumn(id=highest, name=f"Column{highest}"))
        if self.headers:
            taken: set[str] = set()
            for i, column in enumerate(columns):
                at = (a.row, a.column + i)
                text = str(grid.formula(at))
                wanted, n = text, 1
                if not text:
                    n = i + 1 if f"column{i + 1}" not in taken else 1
                    wanted = f"Column{n}"
                base = text or "Column"
                while wanted.casefold() in taken:
                    n += 1
                    wanted = f"{base}{n}"
                taken.add(wanted.casefold())
                cell = grid.make(*at)
                grid.results.pop(at, None)
                cell._value, cell.data_type = wanted, "s"
                column.name = wanted
        self.table.tableColumns = columns

    def insert_columns_name(self, at: int, name: str) -> None:
        self.sheet.grid.put((self.area.row, self.area.column + at - 1), "'" + name)
        self.heed_headers()

    def _range(self, a: Area | None) -> Range | None:
        return None if a is None else self.sheet.range(a)

    @property
    def Range(self) -> Any:
        return self._range(self.area)

    @property
    def HeaderRowRange(self) -> Any:
        a = self.area
        return self._range(Area(a.row, a.column, 1, a.columns) if self.headers else None)

    @property
    def DataBodyRange(self) -> Any:
        return self._range(self.body())

    @property
    def TotalsRowRange(self) -> Any:
        a = self.area
        return self._range(Area(a.bottom, a.column, 1, a.columns) if self.totals else None)

    @property
    def InsertRowRange(self) -> Any:
        a = self.area
        return self._range(Area(a.row + self.headers, a.column, 1, a.columns) if self.body() is None else None)

    @property
    def Parent(self) -> Any:
        return self.sheet

    # Names and looks

    @property
    def Name(self) -> str:
        return str(self.table.displayName)

    @Name.setter
    def Name(self, value: str) -> None:
        self._free()
        check_name(value)
        if value.casefold() != self.Name.casefold() and value.casefold() in self.sheet.book.taken_names():
            raise refused(TAKEN)
        del self.sheet.ws.tables[self.table.displayName]
        self.sheet.book.rename_in_formulas(self.table.displayName, value)
        self.table.displayName = self.table.name = value
        self.sheet.ws.tables[value] = self.table

    DisplayName = Name

    @property
    def TableStyle(self) -> Any:
        return TableStyle(self.switches, self.table.tableStyleInfo.name or "")

    @TableStyle.setter
    def TableStyle(self, value: Any) -> None:
        if (
            value
            and not re.fullmatch(r"TableStyle(Light|Medium|Dark)\d{1,2}", str(value))
            and not self.sheet.book.has_style(value)
        ):
            raise refused()
        self.table.tableStyleInfo.name = str(value) or None

    def _look(name: str) -> property:  # type: ignore[misc]
        return property(
            lambda self: bool(getattr(self.table.tableStyleInfo, name)),
            lambda self, value: setattr(self.table.tableStyleInfo, name, bool(value)),
        )

    ShowTableStyleRowStripes = _look("showRowStripes")
    ShowTableStyleColumnStripes = _look("showColumnStripes")
    ShowTableStyleFirstColumn = _look("showFirstColumn")
    ShowTableStyleLastColumn = _look("showLastColumn")

    @property
    def Comment(self) -> str:
        return self.table.comment or ""

    @Comment.setter
    def Comment(self, value: str) -> None:
        self.table.comment = value or None

    @property
    def ShowAutoFilter(self) -> bool:
        return self.table.autoFilter is not None

    @ShowAutoFilter.setter
    def ShowAutoFilter(self, value: bool) -> None:
        self._free()
        if value and self.table.autoFilter is None:
            self.table.autoFilter = KeptFilter(ref=self._filtered_area().ref)
        elif not value and self.table.autoFilter is not None:
            self.filtering.clear()
            self.table.autoFilter = None
        self.filtering.kept = self.table.autoFilter

    @property
    def AutoFilter(self) -> Any:
        return AutoFilter(self.filtering) if self.table.autoFilter is not None else None

    @property
    def ShowAutoFilterDropDown(self) -> bool:
        return self.ShowAutoFilter

    @property
    def ShowHeaders(self) -> bool:
        return bool(self.headers)

    @ShowHeaders.setter
    def ShowHeaders(self, value: bool) -> None:
        self._free()
        if bool(value) == bool(self.headers):
            return
        a = self.area
        if value:
            names = [c.name for c in self.table.tableColumns]
            self.table.headerRowCount = 1
            for i, name in enumerate(names):
                self.sheet.grid.put((a.row - 1, a.column + i), "'" + name)
            self.stand(spanned(a.row - 1, a.column, a.bottom, a.right))
            self.ShowAutoFilter = self.filter_shown
        else:
            for i in range(a.columns):
                self.sheet.grid.empty((a.row, a.column + i))
            self.filter_shown = self.ShowAutoFilter
            self.ShowAutoFilter = False
            self.table.headerRowCount = 0
            self.stand(spanned(a.row + 1, a.column, a.bottom, a.right))

    @property
    def ShowTotals(self) -> bool:
        return bool(self.totals)

    @ShowTotals.setter
    def ShowTotals(self, value: bool) -> None:
        self._free()
        a = self.area
        if bool(value) == bool(self.totals):
            return
        if value:
            shifting.insert(self.sheet, Area(a.bottom + 1, a.column, 1, a.columns), down=True)
            self.table.totalsRowCount = 1
            self.stand(spanned(a.row, a.column, a.bottom + 1, a.right))
            last = self.table.tableColumns[-1]
            if a.columns > 1:
                self.sheet.grid.put((a.bottom + 1, a.column), "Total")
                self.table.tableColumns[0].totalsRowLabel = "Total"
            last.totalsRowFunction = "sum"
            self.sheet.grid.put((a.bottom + 1, a.right), f"=SUBTOTAL(109,{self.Name}[{last.name}])")
        else:
            self.table.totalsRowCount = None
            for column in self.table.tableColumns:
                column.totalsRowLabel = column.totalsRowFunction = column.totalsRowFormula = None
            self.stand(spanned(a.row, a.column, a.bottom - 1, a.right))
            shifting.delete(self.sheet, Area(a.bottom, a.column, 1, a.columns), up=True)

    # Rows and columns

    @property
    def ListRows(self) -> Any:
        return ListRows(self)

    @property
    def ListColumns(self) -> Any:
        return ListColumns(self)

    def _free(self) -> None:
        if self.sheet.shut():
            raise refused("You cannot use this command on a protected sheet.")

    def Resize(self, Range: Any) -> None:
        """The header stays in its row, old and new area overlap, and no other table is touched; cells stay as they are."""
        a, old = Range.a, self.area
        self._free()
        if Range.sheet is not self.sheet or a.row != old.row or a.common(old) is None:
            raise refused(
                "The headers must remain in the same row, and the resulting table range must overlap the original table range."
            )
        if self.totals:
            raise NotKnown("Resize of a table that shows its totals: switch ShowTotals off first")
        if a.rows < 1 + self.headers or a.bottom > ROWS:
            raise refused("A table range must have at least one row below its headers.")
        if any(t is not self and t.area.common(a) for t in self.sheet.tables):
            raise refused(OVERLAP)
        if self.sheet.range(a).MergeCells:
            raise refused("This operation is not allowed. A table can't hold merged cells.")
        self._keep_columns(old, a)
        self.stand(a)
        self.table.insertRow = None
        continue_columns(self, old.bottom + 1, a.bottom)

    def _keep_columns(self, old: Area, new: Area) -> None:
        """Columns keep their number where they stay; some may go or come on the left, too."""
        columns = list(self.table.tableColumns)
        cut = new.column - old.column
        highest = max((c.id for c in columns), default=0)
        if cut > 0:
            columns = columns[cut:]
        else:
            columns = [TableColumn(id=highest + i + 1, name=f"New{highest + i + 1}") for i in range(-cut)] + columns
        self.table.tableColumns = columns[: new.columns]

    def Delete(self) -> None:
        """The table goes with its cells."""
        self._free()
        self.sheet.tables.remove(self)
        del self.sheet.ws.tables[self.table.displayName]
        shifting.delete(self.sheet, self.area, up=True)

    def Unlist(self) -> None:
        """The table goes, its cells stay."""
        self._free()
        self.sheet.tables.remove(self)
        del self.sheet.ws.tables[self.table.displayName]
