"""Which rows stay in view, and how is a sheet printed?"""

from __future__ import annotations

from typing import Any

from tests.excel.engine.addresses import area
from tests.web.excel.thing import Thing, wrong

PAPERS = {"Letter": 1, "A4": 9, "Legal": 5, "A3": 8}
PIECES = {"LeftHeader", "CenterHeader", "RightHeader", "LeftFooter", "CenterFooter", "RightFooter"}


class OnSheet(Thing):
    def __init__(self, excel: Any, sheet: Any) -> None:
        super().__init__(excel)
        self.sheet = sheet

    def place(self) -> Any:
        return self.sheet

    @property
    def native(self) -> Any:
        return self.sheet.PageSetup


class FreezePanes(OnSheet):
    def FreezeRows(self, count: int) -> None:
        if not isinstance(count, int) or count < 0:
            raise wrong()
        self.sheet.ws.freeze_panes = f"A{count + 1}" if count else None

    def Unfreeze(self) -> None:
        self.sheet.ws.freeze_panes = None


def _piece(name: str) -> property:
    return property(lambda self: getattr(self.native, name), lambda self, value: setattr(self.native, name, str(value)))


class HeaderFooter(OnSheet):
    LeftHeader, CenterHeader, RightHeader = _piece("LeftHeader"), _piece("CenterHeader"), _piece("RightHeader")
    LeftFooter, CenterFooter, RightFooter = _piece("LeftFooter"), _piece("CenterFooter"), _piece("RightFooter")


class HeadersFooters(OnSheet):
    @property
    def DefaultForAllPages(self) -> HeaderFooter:
        return HeaderFooter(self.excel, self.sheet)


def _margin(name: str) -> property:
    def put(self: PageLayout, value: float) -> None:
        if not isinstance(value, int | float) or value < 0:
            raise wrong()
        setattr(self.native, name, float(value))

    return property(lambda self: getattr(self.native, name), put)


class PageLayout(OnSheet):
    LeftMargin, RightMargin = _margin("LeftMargin"), _margin("RightMargin")
    TopMargin, BottomMargin = _margin("TopMargin"), _margin("BottomMargin")

    @property
    def Orientation(self) -> str:
        return "Landscape" if self.native.Orientation == 2 else "Portrait"

    @Orientation.setter
    def Orientation(self, value: str) -> None:
        if value not in ("Landscape", "Portrait"):
            raise wrong()
        self.native.Orientation = 2 if value == "Landscape" else 1

    @property
    def PaperSize(self) -> str:
        return next((name for name, n in PAPERS.items() if n == self.native.PaperSize), "Letter")

    @PaperSize.setter
    def PaperSize(self, value: str) -> None:
        if value not in PAPERS:
            raise wrong()
        self.native.PaperSize = PAPERS[value]

    @property
    def Zoom(self) -> dict[str, Any]:
        """A percentage, or how many pages wide and tall."""
        if self.native.Zoom is not False:
            return {"scale": self.native.Zoom}
        said = {"horizontalFitToPages": self.native.FitToPagesWide, "verticalFitToPages": self.native.FitToPagesTall}
        return {name: value for name, value in said.items() if value}

    @Zoom.setter
    def Zoom(self, value: dict[str, Any]) -> None:
        if not isinstance(value, dict) or not set(value) <= {"scale", "horizontalFitToPages", "verticalFitToPages"}:
            raise wrong()
        if "scale" in value:
            self.native.Zoom = value["scale"]
            return
        self.native.Zoom = False
        self.native.FitToPagesWide = value.get("horizontalFitToPages", False)
        self.native.FitToPagesTall = value.get("verticalFitToPages", False)

    @property
    def HeadersFooters(self) -> HeadersFooters:
        return HeadersFooters(self.excel, self.sheet)

    def _range(self, text: str) -> Any:
        found = area(text.split(",")[0]) if text else None
        return None if found is None else self.excel.workbook.Worksheets.of(self.sheet).range(found)

    def GetPrintTitleRowsOrNullObject(self) -> Any:
        return self._range(self.native.PrintTitleRows)

    def GetPrintAreaOrNullObject(self) -> Any:
        return self._range(self.native.PrintArea)

    def SetPrintTitleRows(self, rows: str) -> None:
        if not isinstance(rows, str) or area(rows) is None:
            raise wrong()
        self.native.PrintTitleRows = rows
