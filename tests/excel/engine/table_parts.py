"""What are the rows and columns of a table to Excel?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from openpyxl.worksheet.table import TableColumn

from . import shifting
from .addresses import Area, spanned
from .com import CDispatch, Items, refused
from .growing import continue_columns

if TYPE_CHECKING:
    from .tables import ListObject


class TableStyle(CDispatch):
    def __init__(self, switches: Any, name: str) -> None:
        self.switches, self.name = switches, name

    @property
    def Name(self) -> str:
        return self.name


class ListRow(CDispatch):
    def __init__(self, table: ListObject, index: int) -> None:
        self.switches, self.table, self.index = table.switches, table, index

    def place(self) -> str:
        return self.table.place()

    def _area(self) -> Area:
        a = self.table.area
        return Area(a.row + self.table.headers + self.index - 1, a.column, 1, a.columns)

    @property
    def Index(self) -> int:
        return self.index

    @property
    def Parent(self) -> Any:
        return self.table

    @property
    def Range(self) -> Any:
        return self.table.sheet.range(self._area())

    def Delete(self) -> None:
        self.table._free()
        body = self.table.body()
        if body is not None and body.rows == 1:  # Excel keeps an empty row
            for at in self.table.sheet.range(body).each():
                self.table.sheet.grid.empty(at)
            self.table.table.insertRow = True
        else:
            shifting.delete(self.table.sheet, self._area(), up=True)


class ListRows(Items):
    def __init__(self, table: ListObject) -> None:
        self.switches, self.table = table.switches, table

    def place(self) -> str:
        return self.table.place()

    def members(self) -> list[ListRow]:
        body = self.table.body()
        return [ListRow(self.table, i + 1) for i in range(body.rows if body else 0)]

    @property
    def Count(self) -> int:
        body = self.table.body()
        return body.rows if body else 0

    def Add(self, Position: int | None = None, AlwaysInsert: bool = True) -> ListRow:
        """A row is inserted; what stands below the table moves down, and another table there makes Excel refuse."""
        table = self.table
        table._free()
        count = self.Count
        position = count + 1 if Position is None else int(Position)
        if not 1 <= position <= count + 1:
            raise refused()
        if table.body() is None:
            table.table.insertRow = None
            return ListRow(table, 1)
        a = table.area
        row = a.row + table.headers + position - 1
        shifting.insert(table.sheet, Area(row, a.column, 1, a.columns), down=True)
        if position == count + 1 and not table.totals:
            table.stand(spanned(a.row, a.column, a.bottom + 1, a.right))
        continue_columns(table, row, row)
        return ListRow(table, position)


class ListColumn(CDispatch):
    def __init__(self, table: ListObject, index: int) -> None:
        self.switches, self.table, self.index = table.switches, table, index

    def place(self) -> str:
        return self.table.place()

    @property
    def Index(self) -> int:
        return self.index

    @property
    def Parent(self) -> Any:
        return self.table

    @property
    def Name(self) -> str:
        return str(self.table.table.tableColumns[self.index - 1].name)

    @Name.setter
    def Name(self, value: str) -> None:
        self.table._free()
        if self.table.headers:
            self.table.insert_columns_name(self.index, value)
        else:
            self.table.table.tableColumns[self.index - 1].name = value

    @property
    def Range(self) -> Any:
        a = self.table.area
        return self.table.sheet.range(Area(a.row, a.column + self.index - 1, a.rows, 1))

    @property
    def DataBodyRange(self) -> Any:
        body = self.table.body()
        return None if body is None else self.table.sheet.range(Area(body.row, body.column + self.index - 1, body.rows, 1))

    def Delete(self) -> None:
        table = self.table
        table._free()
        a = table.area
        kept = [c for i, c in enumerate(table.table.tableColumns) if i != self.index - 1]
        table.table.tableColumns = kept
        shifting.delete(table.sheet, Area(a.row, a.column + self.index - 1, a.rows, 1), up=False)


class ListColumns(Items):
    def __init__(self, table: ListObject) -> None:
        self.switches, self.table = table.switches, table

    def place(self) -> str:
        return self.table.place()

    def members(self) -> list[ListColumn]:
        return [ListColumn(self.table, i + 1) for i in range(self.table.area.columns)]

    @property
    def Count(self) -> int:
        return self.table.area.columns

    def Add(self, Position: int | None = None) -> ListColumn:
        table = self.table
        table._free()
        a = table.area
        position = a.columns + 1 if Position is None else int(Position)
        columns = list(table.table.tableColumns)
        fresh = TableColumn(id=max(c.id for c in columns) + 1, name="")
        columns.insert(position - 1, fresh)
        shifting.insert(table.sheet, Area(a.row, a.column + position - 1, a.rows, 1), down=False)
        table.table.tableColumns = columns
        table.stand(spanned(a.row, a.column, a.bottom, a.right + 1))
        return ListColumn(table, position)
