"""What can be asked of Excel itself: its books, and the switches that a program must put back?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from .com import CDispatch, Items, refused
from .windows import Window
from .workbook import Workbook

if TYPE_CHECKING:
    from .switches import Switches
    from .worksheet import Worksheet

AUTOMATIC, MANUAL, SEMIAUTOMATIC = -4105, -4135, 2


class Workbooks(Items):
    """The books that are open."""

    def __init__(self, app: Application) -> None:
        self.switches, self.app = app.switches, app

    def members(self) -> list[Workbook]:
        return list(self.app.books)

    @property
    def Application(self) -> Any:
        return self.app

    def Add(self, Template: Any = None) -> Workbook:
        self.app.added += 1
        made = Workbook.blank(self.app, f"Book{self.app.added}")
        self.app.books.append(made)
        self.app.front = made
        return made

    def Open(self, Filename: str, UpdateLinks: Any = None, ReadOnly: bool | None = None, *others: Any) -> Workbook:
        path = Path(Filename)
        for book in self.app.books:
            if book.name.casefold() == path.name.casefold():
                if book.path == path:
                    self.app.front = book
                    return book
                raise refused(f"Sorry, Excel can't open two workbooks with the same name at the same time: '{path.name}'.")
        if not path.is_file():
            raise refused(f"Sorry, we couldn't find {Filename}. Is it possible it was moved, renamed or deleted?")
        made = Workbook.load(self.app, path)
        made.read_only = bool(ReadOnly)
        self.app.books.append(made)
        self.app.front = made
        return made


class AutoCorrect(CDispatch):
    OUTSIDE = True

    def __init__(self, app: Application) -> None:
        self.switches, self.app = app.switches, app

    @property
    def AutoExpandListRange(self) -> bool:
        return self.app.expands

    @AutoExpandListRange.setter
    def AutoExpandListRange(self, value: bool) -> None:
        self.app.expands = bool(value)

    @property
    def AutoFillFormulasInLists(self) -> bool:
        return self.app.fills

    @AutoFillFormulasInLists.setter
    def AutoFillFormulasInLists(self, value: bool) -> None:
        self.app.fills = bool(value)


class Application(CDispatch):
    OUTSIDE = True
    QUIET = frozenset({"Intersect", "Calculate", "CalculateFull", "Quit", "Goto"})

    def __init__(self, switches: Switches, pid: int, closed: Any) -> None:
        self.switches, self.pid, self.closed = switches, pid, closed
        self.books: list[Workbook] = []
        self.front: Workbook | None = None
        self.splits: dict[Worksheet, tuple[int, int]] = {}
        self.added, self.user, self.expands, self.fills = 0, "User", True, True
        self.state: dict[str, Any] = {
            "ScreenUpdating": True, "DisplayAlerts": True, "EnableEvents": True, "Interactive": True, "Visible": True,
            "Calculation": AUTOMATIC, "StatusBar": False, "CutCopyMode": False, "Cursor": -4143, "CalculateBeforeSave": True,
            "PrintCommunication": True,
        }  # fmt: skip

    def _switch(name: str, kinds: tuple[type, ...] = (bool,), allowed: tuple[int, ...] = ()) -> property:  # type: ignore[misc]
        def put(self: Application, value: Any) -> None:
            if (
                not isinstance(value, (*kinds, int))
                or (allowed and value not in allowed)
                or (name == "Calculation" and not self.books)
            ):
                raise refused(f"Unable to set the {name} property of the Application class")
            self.state[name] = value

        return property(lambda self: self.state[name], put)

    ScreenUpdating = _switch("ScreenUpdating")
    DisplayAlerts = _switch("DisplayAlerts")
    EnableEvents = _switch("EnableEvents")
    Interactive = _switch("Interactive")
    Visible = _switch("Visible")
    Calculation = _switch("Calculation", (int,), (AUTOMATIC, MANUAL, SEMIAUTOMATIC))
    StatusBar = _switch("StatusBar", (bool, str))
    CutCopyMode = _switch("CutCopyMode")
    Cursor = _switch("Cursor", (int,))
    CalculateBeforeSave = _switch("CalculateBeforeSave")
    PrintCommunication = _switch("PrintCommunication")

    @property
    def Ready(self) -> bool:
        return True

    @property
    def CalculationState(self) -> int:
        return 0

    @property
    def Hwnd(self) -> int:
        return self.pid

    @property
    def Version(self) -> str:
        return "16.0"

    @property
    def Build(self) -> float:
        return 17928.0

    @property
    def Name(self) -> str:
        return "Microsoft Excel"

    @property
    def OperatingSystem(self) -> str:
        return "Windows (64-bit) NT 10.00"

    @property
    def UserName(self) -> str:
        return self.user

    @property
    def Path(self) -> str:
        return r"C:\Program Files\Microsoft Office\root\Office16"

    @property
    def StartupPath(self) -> str:
        return r"C:\Users\user\AppData\Roaming\Microsoft\Excel\XLSTART"

    @property
    def Application(self) -> Any:
        return self

    @property
    def AutoCorrect(self) -> Any:
        return AutoCorrect(self)

    @property
    def Workbooks(self) -> Workbooks:
        return Workbooks(self)

    @property
    def ActiveWorkbook(self) -> Any:
        return self.front

    @property
    def ActiveSheet(self) -> Any:
        return self.front.active if self.front else None

    @property
    def ActiveWindow(self) -> Any:
        return Window(self.front) if self.front else None

    @property
    def Selection(self) -> Any:
        return self.front.active.range(self.front.active.selection) if self.front else None

    @property
    def ActiveCell(self) -> Any:
        a = self.front.active.selection if self.front else None
        return self.front.active.cell(a.row, a.column) if self.front and a else None

    def Intersect(self, Arg1: Any, Arg2: Any) -> Any:
        common = Arg1.a.common(Arg2.a) if Arg1.sheet is Arg2.sheet else None
        return None if common is None else Arg1.sheet.range(common)

    def Goto(self, Reference: Any, Scroll: bool = False) -> None:
        Reference.sheet.Select()
        Reference.sheet.selection = Reference.a
        if Scroll:
            window = Window(Reference.sheet.book)
            window.ScrollRow, window.ScrollColumn = Reference.a.row, Reference.a.column

    def Calculate(self) -> None:
        """Nothing is calculated here."""

    CalculateFull = Calculate

    def Quit(self) -> None:
        self.books.clear()
        self.front = None
        self.closed(self)
