"""What can be asked of the workbook: its sheets, tables and names, what is selected, and Excel's switches?"""

from __future__ import annotations

import datetime as dt
from typing import Any

from tests.web.excel.sheets import Worksheets
from tests.web.excel.tables import Tables
from tests.web.excel.thing import Items, Refusal, Thing, wrong

MODES = {"Automatic": -4105, "Manual": -4135, "AutomaticExceptTables": 2}


class Application(Thing):
    @property
    def CalculationMode(self) -> str:
        kept = self.excel.app.state["Calculation"]
        return next(name for name, number in MODES.items() if number == kept)

    @CalculationMode.setter
    def CalculationMode(self, value: str) -> None:
        if value not in MODES:
            raise wrong()
        self.excel.app.Calculation = MODES[value]

    def SuspendApiCalculationUntilNextSync(self) -> None:
        """Nothing is calculated here anyway."""

    def SuspendScreenUpdatingUntilNextSync(self) -> None:
        """Nothing is drawn here."""

    def Calculate(self, kind: str) -> None:
        if kind not in ("Recalculate", "Full", "FullRebuild"):
            raise wrong()


class Runtime(Thing):
    @property
    def EnableEvents(self) -> bool:
        return self.excel.events

    @EnableEvents.setter
    def EnableEvents(self, value: bool) -> None:
        self.excel.events = bool(value)


class FunctionResult(Thing):
    TRACKED = True

    def __init__(self, excel: Any, value: Any) -> None:
        super().__init__(excel)
        self.value = value

    @property
    def Value(self) -> Any:
        return self.value

    @property
    def Error(self) -> str:
        return ""


class Functions(Thing):
    """Excel's own worksheet functions."""

    def Date(self, year: int, month: int, day: int) -> FunctionResult:
        first = dt.date(1904, 1, 1) if self.excel.book.Date1904 else dt.date(1899, 12, 30)
        return FunctionResult(self.excel, (dt.date(year, month, day) - first).days)


class WorkbookProtection(Thing):
    @property
    def Protected(self) -> bool:
        return bool(self.excel.book.ProtectStructure)


class NamedItem(Thing):
    def __init__(self, excel: Any, name: Any) -> None:
        super().__init__(excel)
        self.native = name

    def identity(self) -> dict[str, Any]:
        return {"_Id": self.Name}

    @property
    def Name(self) -> str:
        return str(self.native.Name)

    @property
    def Formula(self) -> str:
        return str(self.native.RefersTo)


class Names(Items):
    def members(self) -> list[NamedItem]:
        return [NamedItem(self.excel, n) for n in self.excel.book.Names.members() if n.sheet is None]


class Workbook(Thing):
    """The root of every path."""

    @property
    def Name(self) -> str:
        return str(self.excel.book.name)

    @property
    def ReadOnly(self) -> bool:
        return bool(self.excel.book.ReadOnly)

    @property
    def Application(self) -> Application:
        return Application(self.excel)

    @property
    def _Runtime(self) -> Runtime:
        return Runtime(self.excel)

    @property
    def Functions(self) -> Functions:
        return Functions(self.excel)

    @property
    def Protection(self) -> WorkbookProtection:
        return WorkbookProtection(self.excel)

    @property
    def Worksheets(self) -> Worksheets:
        return Worksheets(self.excel)

    @property
    def Tables(self) -> Tables:
        return Tables(self.excel, None)

    @property
    def Names(self) -> Names:
        return Names(self.excel)

    def GetSelectedRange(self) -> Any:
        if self.excel.picture_selected:
            raise Refusal("InvalidSelection", "The current selection is invalid for this operation.")
        active = self.excel.book.active
        return Worksheets(self.excel).of(active).range(active.selection)

    def GetActiveCell(self) -> Any:
        selected = self.GetSelectedRange()
        return selected.GetCell(0, 0)

    def _RemoveReference(self, name: str) -> None:
        self.excel.references.pop(name, None)
