"""How will a sheet be printed? `Worksheet.PageSetup`, kept in the sheet's own print settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openpyxl.utils import get_column_letter

from .addresses import address, area
from .com import CDispatch, refused

if TYPE_CHECKING:
    from .worksheet import Worksheet

POINTS = 72.0
BLACK = {True: True, False: None}


def _margin(name: str) -> property:
    def put(self: PageSetup, value: float) -> None:
        setattr(self.ws.page_margins, name, float(value) / POINTS)

    return property(lambda self: getattr(self.ws.page_margins, name) * POINTS, put)


def _running(part: str, side: str) -> property:
    """A piece of a header or footer, with Excel's codes such as &P."""

    def put(self: PageSetup, value: str) -> None:
        if len(value) > 255:
            raise refused(f"Unable to set the {side.title()}{part.title()} property of the PageSetup class")
        getattr(getattr(self.ws, f"odd{part.title()}"), side).text = value or None

    return property(lambda self: getattr(getattr(self.ws, f"odd{part.title()}"), side).text or "", put)


class PageSetup(CDispatch):
    def __init__(self, sheet: Worksheet) -> None:
        self.switches, self.sheet, self.ws = sheet.switches, sheet, sheet.ws

    def place(self) -> str:
        return f"{self.ws.title}!"

    @property
    def PrintArea(self) -> str:
        kept = self.ws.print_area
        parts = [p.rsplit("!", 1)[-1] for p in (kept if isinstance(kept, list) else (kept or "").split(",")) if p]
        return ",".join(address(a) for p in parts if (a := area(p)) is not None)

    @PrintArea.setter
    def PrintArea(self, value: str | None) -> None:
        if value and area(value.rsplit("!", 1)[-1]) is None:
            raise refused()
        self.ws.print_area = value or None

    @property
    def PrintTitleRows(self) -> str:
        return _fixed(self.ws.print_title_rows)

    @PrintTitleRows.setter
    def PrintTitleRows(self, value: str) -> None:
        self.ws.print_title_rows = value.replace("$", "") or None

    @property
    def PrintTitleColumns(self) -> str:
        return _fixed(self.ws.print_title_cols)

    @PrintTitleColumns.setter
    def PrintTitleColumns(self, value: str) -> None:
        self.ws.print_title_cols = value.replace("$", "") or None

    @property
    def Orientation(self) -> int:
        return 2 if self.ws.page_setup.orientation == "landscape" else 1

    @Orientation.setter
    def Orientation(self, value: int) -> None:
        if value not in (1, 2):
            raise refused("Unable to set the Orientation property of the PageSetup class")
        self.ws.page_setup.orientation = "landscape" if value == 2 else "portrait"

    @property
    def PaperSize(self) -> int:
        return int(self.ws.page_setup.paperSize or 1)

    @PaperSize.setter
    def PaperSize(self, value: int) -> None:
        self.ws.page_setup.paperSize = int(value)

    @property
    def Zoom(self) -> int | bool:
        """A percentage; False when the sheet is fitted to pages instead."""
        if self.ws.sheet_properties.pageSetUpPr is not None and self.ws.sheet_properties.pageSetUpPr.fitToPage:
            return False
        return int(self.ws.page_setup.scale or 100)

    @Zoom.setter
    def Zoom(self, value: int | bool) -> None:
        fit = value is False
        self.ws.sheet_properties.pageSetUpPr.fitToPage = fit
        if not fit:
            if not 10 <= value <= 400:
                raise refused("Unable to set the Zoom property of the PageSetup class")
            self.ws.page_setup.scale = int(value)

    def _pages(name: str) -> property:  # type: ignore[misc]
        def get(self: PageSetup) -> int | bool:
            kept = getattr(self.ws.page_setup, name)
            return False if kept == 0 else int(1 if kept is None else kept)

        def put(self: PageSetup, value: int | bool) -> None:
            setattr(self.ws.page_setup, name, 0 if value is False else int(value))

        return property(get, put)

    FitToPagesWide = _pages("fitToWidth")
    FitToPagesTall = _pages("fitToHeight")

    def _option(name: str) -> property:  # type: ignore[misc]
        return property(
            lambda self: bool(getattr(self.ws.print_options, name)),
            lambda self, value: setattr(self.ws.print_options, name, bool(value)),
        )

    PrintGridlines = _option("gridLines")
    PrintHeadings = _option("headings")
    CenterHorizontally = _option("horizontalCentered")
    CenterVertically = _option("verticalCentered")

    @property
    def BlackAndWhite(self) -> bool:
        return bool(self.ws.page_setup.blackAndWhite)

    @BlackAndWhite.setter
    def BlackAndWhite(self, value: bool) -> None:
        self.ws.page_setup.blackAndWhite = BLACK[bool(value)]

    LeftMargin, RightMargin = _margin("left"), _margin("right")
    TopMargin, BottomMargin = _margin("top"), _margin("bottom")
    HeaderMargin, FooterMargin = _margin("header"), _margin("footer")
    LeftHeader, CenterHeader, RightHeader = (_running("header", side) for side in ("left", "center", "right"))
    LeftFooter, CenterFooter, RightFooter = (_running("footer", side) for side in ("left", "center", "right"))


def _fixed(text: str | None) -> str:
    found = area(text.replace("$", "")) if text else None
    if found is None:
        return ""
    if ":" not in (text or "") or (text or "")[-1].isdigit():
        return f"${found.row}:${found.bottom}"
    return f"${get_column_letter(found.column)}:${get_column_letter(found.right)}"
