"""What can be asked of a sheet, and what does its protection allow?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from openpyxl.utils import get_column_letter

from .addresses import Area, area
from .areas import Areas
from .charts import ChartObject, ChartObjects, charts_of
from .com import CDispatch, refused
from .fills import color_of, number_of
from .filters import Filtering
from .grid import COLUMNS, ROWS, Grid
from .growing import after_write
from .guarded import Guarded
from .looks import PADDING, STANDARD_HEIGHT, STANDARD_WIDTH
from .notes import Comments, Hyperlinks
from .paper import PageSetup
from .ranges import Range
from .shapes import Empty
from .table_list import ListObjects
from .tables import ListObject

if TYPE_CHECKING:
    from .workbook import Workbook

VISIBLE, HIDDEN, VERY_HIDDEN = -1, 0, 2
STATES = {"visible": VISIBLE, "hidden": HIDDEN, "veryHidden": VERY_HIDDEN}
LONGEST_ADDRESS = 255
"""Signs that Excel takes as the address of a range."""


class Worksheet(Guarded):
    QUIET = frozenset(["Range", "Activate", "Select", "Calculate", "ChartObjects", "Pictures", "PivotTables"])

    def __init__(self, book: Workbook, ws: Any, cached: Any = None) -> None:
        self.switches, self.book, self.ws = book.switches, book, ws
        _split_columns(ws)
        self.grid = Grid(ws, book.switches, cached)
        self.tables = [ListObject(self, t) for t in ws.tables.values()]
        self.charts: list[ChartObject] = charts_of(self)
        self.user_interface_only = False
        self.selection = area((ws.sheet_view.selection[0].sqref or "A1").split()[0] if ws.sheet_view.selection else "A1") or Area(
            1, 1, 1, 1
        )
        self.filtering: Filtering | None = None
        if ws.auto_filter.ref:
            self.filtering = Filtering(self, lambda: area(self.ws.auto_filter.ref) or Area(1, 1, 1, 1), ws.auto_filter)

    def place(self) -> str:
        return f"{self.ws.title}!"

    # For the other parts of the engine

    def range(self, a: Area) -> Range:
        return Range(self, a)

    def cell(self, row: int, column: int) -> Range:
        return Range(self, Area(row, column, 1, 1))

    def written(self, a: Area) -> None:
        """What follows from cells having been written."""
        after_write(self, a)
        self.book.saved = False

    def column(self, column: int) -> Any:
        """What is kept of a column; a new entry is as wide as columns are."""
        letter, columns = get_column_letter(column), self.ws.column_dimensions
        if letter not in columns:
            columns[letter].width = STANDARD_WIDTH + PADDING
        return columns[letter]

    def column_width(self, column: int) -> float:
        letter = get_column_letter(column)
        columns = self.ws.column_dimensions
        if letter in columns and columns[letter].hidden:
            return 0.0
        if letter in columns and columns[letter].customWidth:
            return round(columns[letter].width - PADDING, 2)
        return STANDARD_WIDTH

    def points(self, column: int) -> float:
        width = self.column_width(column)
        return round((width * 7 + 5) * 0.75) if width else 0.0

    def row_height(self, row: int) -> float:
        rows = self.ws.row_dimensions
        if row not in rows:
            return float(self.ws.sheet_format.defaultRowHeight or STANDARD_HEIGHT)
        return 0.0 if rows[row].hidden else float(rows[row].height or self.ws.sheet_format.defaultRowHeight or STANDARD_HEIGHT)

    # Where it is

    @property
    def Name(self) -> str:
        return str(self.ws.title)

    @Name.setter
    def Name(self, value: str) -> None:
        self.book.rename_sheet(self, value)

    @property
    def CodeName(self) -> str:
        return self.ws.sheet_properties.codeName or ""

    @property
    def Index(self) -> int:
        return self.book.sheets.index(self) + 1

    @property
    def Type(self) -> int:
        return -4167

    @property
    def Parent(self) -> Any:
        return self.book

    @property
    def Application(self) -> Any:
        return self.book.app

    @property
    def Visible(self) -> int:
        return STATES[self.ws.sheet_state]

    @Visible.setter
    def Visible(self, value: int) -> None:
        state = {VISIBLE: "visible", HIDDEN: "hidden", VERY_HIDDEN: "veryHidden", 1: "visible"}[int(value)]
        self.book.check_structure()
        others = [s for s in self.book.sheets if s is not self and s.ws.sheet_state == "visible"]
        if state != "visible" and not others:
            raise refused("Unable to set the Visible property of the Worksheet class")
        self.ws.sheet_state = state
        if state != "visible" and self.book.active is self:
            self.book.active = others[0]

    def Activate(self) -> None:
        if self.ws.sheet_state != "visible":
            raise refused("Activate method of Worksheet class failed")
        self.book.active, self.book.app.front = self, self.book

    def Select(self) -> None:
        if self.ws.sheet_state != "visible":
            raise refused("Select method of Worksheet class failed")
        self.Activate()

    def Delete(self) -> bool:
        self.book.delete_sheet(self)
        return True

    def Move(self, Before: Any = None, After: Any = None) -> None:
        self.book.move_sheet(self, Before, After)

    def Copy(self, Before: Any = None, After: Any = None) -> None:
        self.book.copy_sheet(self, Before, After)

    # Cells

    def Range(self, Cell1: Any, Cell2: Any = None) -> Range | Areas:
        if Cell2 is None and isinstance(Cell1, str) and "," in Cell1:
            if len(Cell1) > LONGEST_ADDRESS:
                raise refused()
            return Areas(self.switches, [self.Range(part) for part in Cell1.split(",")])
        first = Cell1 if isinstance(Cell1, Range) else self.book.find_range(str(Cell1), self)
        if Cell2 is None:
            return first
        last = Cell2 if isinstance(Cell2, Range) else self.book.find_range(str(Cell2), self)
        return Range(self, first.a.around(last.a))

    @property
    def Cells(self) -> Range:
        return Range(self, Area(1, 1, ROWS, COLUMNS))

    @property
    def Rows(self) -> Range:
        return Range(self, Area(1, 1, ROWS, COLUMNS), "rows")

    @property
    def Columns(self) -> Range:
        return Range(self, Area(1, 1, ROWS, COLUMNS), "columns")

    @property
    def UsedRange(self) -> Range:
        top, left, bottom, right = self.grid.used()
        return Range(self, Area(top, left, bottom - top + 1, right - left + 1))

    def Calculate(self) -> None:
        """Nothing is calculated here."""

    # What stands on it

    @property
    def ListObjects(self) -> ListObjects:
        return ListObjects(self)

    @property
    def Names(self) -> Any:
        return self.book.names_of(self)

    @property
    def Comments(self) -> Comments:
        return Comments(self)

    @property
    def Hyperlinks(self) -> Hyperlinks:
        top, left, bottom, right = self.grid.used()
        return Hyperlinks(Range(self, Area(top, left, bottom - top + 1, right - left + 1)))

    @property
    def PageSetup(self) -> PageSetup:
        return PageSetup(self)

    @property
    def Tab(self) -> Tab:
        return Tab(self)

    def ChartObjects(self, Index: Any = None) -> Any:
        return ChartObjects(self) if Index is None else ChartObjects(self).find(Index)

    def Pictures(self) -> Any:
        return Empty(self)

    def PivotTables(self) -> Any:
        return Empty(self)

    @property
    def Shapes(self) -> Any:
        return Empty(self)

    @property
    def CommentsThreaded(self) -> Any:
        return Empty(self)


class Tab(CDispatch):
    """The sheet's tab."""

    def __init__(self, sheet: Worksheet) -> None:
        self.switches, self.sheet = sheet.switches, sheet

    def place(self) -> str:
        return self.sheet.place()

    @property
    def Color(self) -> int | bool:
        number = number_of(self.sheet.ws.sheet_properties.tabColor)
        return False if number is None else number

    @Color.setter
    def Color(self, value: int) -> None:
        self.sheet.ws.sheet_properties.tabColor = color_of(value)


def _split_columns(ws: Any) -> None:
    """Files say some columns' look in one entry; here each column has its own."""
    for dimension in list(ws.column_dimensions.values()):
        if dimension.min and dimension.max and dimension.max > dimension.min and dimension.max - dimension.min < 256:
            for c in range(dimension.min + 1, dimension.max + 1):
                other = ws.column_dimensions[get_column_letter(c)]
                other._style = dimension._style
                other.hidden, other.min, other.max = dimension.hidden, c, c
                if dimension.customWidth:
                    other.width = dimension.width
            dimension.max = dimension.min
