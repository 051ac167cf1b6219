"""In which words is Excel spoken to past xlwings: its own objects over COM on Windows, its dictionary on a Mac?

The only place that does so; what each question means stands in `native.py`.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

from backorder_xl.workbook.changes import Orientation, Page, When
from backorder_xl.workbook.live.drawing import draw
from backorder_xl.workbook.live.native import Native, colour_number, is_busy
from backorder_xl.workbook.palette import ALARM_FILL, ALARM_FONT, LINE_COLOUR
from backorder_xl.workbook.standing import Place
from backorder_xl.workbook.steps import DrawChart

_NONE, _THIN, _CONTINUOUS, _TOP, _BETWEEN, _LEFT, _GENERAL, _ERRORS = -4142, 2, 1, 8, 12, -4131, 1, 16
_POINTS = 72


class Windows(Native):
    """Excel's own objects over COM; `api` is such an object."""

    many_areas = True

    @contextlib.contextmanager
    def bounded(self) -> Iterator[None]:
        from xlwings import _xlwindows

        before, _xlwindows.N_COM_ATTEMPTS = _xlwindows.N_COM_ATTEMPTS, 1
        try:
            yield
        finally:
            _xlwindows.N_COM_ATTEMPTS = before

    def fullname(self, book: Any) -> str:
        return str(book.api.FullName)

    def date1904(self, book: Any) -> bool:
        return bool(book.api.Date1904)

    def read_only(self, book: Any) -> bool:
        return bool(book.api.ReadOnly)

    def structure_protected(self, book: Any) -> bool:
        return bool(book.api.ProtectStructure)

    def protected(self, sheet: Any) -> bool:
        return bool(sheet.api.ProtectContents)

    def shared(self, book: Any) -> bool:
        return _asked(lambda: book.api.MultiUserEditing)

    def filtered(self, sheet: Any) -> Any:
        return sheet.range(sheet.api.AutoFilter.Range.Address) if sheet.api.AutoFilterMode else None

    def chart_sheets(self, book: Any) -> list[str]:
        return [str(chart.Name) for chart in book.api.Charts]

    def exact(self, cells: Any) -> Any:
        return cells.api.Value2

    def fill(self, cells: Any) -> tuple[bool, str | None]:
        inside = cells.api.Interior
        index = inside.ColorIndex
        if index is None:
            return False, None
        if index == _NONE:
            return True, None
        number = inside.Color
        if number is None:
            return False, None
        return True, f"{int(number) & 255:02X}{int(number) >> 8 & 255:02X}{int(number) >> 16 & 255:02X}"

    def line(self, cells: Any) -> tuple[bool, str | None]:
        style = [cells.api.Borders(edge).LineStyle for edge in ((_TOP, _BETWEEN) if cells.shape[0] > 1 else (_TOP,))]
        if None in style or len(set(style)) > 1:
            return False, None
        return True, None if style[0] == _NONE else "line"

    def rule(self, cells: Any, line: bool, tall: bool) -> None:
        for edge in (_TOP, _BETWEEN) if tall else (_TOP,):
            border = cells.api.Borders(edge)
            if not line:
                border.LineStyle = _NONE
                continue
            border.LineStyle, border.Weight, border.Color = _CONTINUOUS, _THIN, colour_number(LINE_COLOUR)

    def inset(self, cells: Any, on: bool) -> None:
        cells.api.HorizontalAlignment = _LEFT if on else _GENERAL
        cells.api.IndentLevel = 1 if on else 0

    def turn_red(self, cells: Any, when: When | None) -> None:
        super().turn_red(cells, when)
        if when is not When.NOT_ZERO:
            return
        rule = cells.api.FormatConditions.Add(_ERRORS)
        rule.Interior.Color, rule.Font.Color, rule.Font.Bold = colour_number(ALARM_FILL), colour_number(ALARM_FONT), True

    def charts(self, sheet: Any) -> dict[str, tuple[str, int]]:
        found: dict[str, tuple[str, int]] = {}
        for holder in sheet.api.ChartObjects():
            title = str(holder.Chart.ChartTitle.Text) if holder.Chart.HasTitle else ""
            found.setdefault(str(holder.Name), (title, int(holder.TopLeftCell.Column)))
        return found

    def draw(self, sheet: Any, step: DrawChart) -> None:
        try:
            draw(sheet, step)
        except Exception as error:
            if is_busy(error):
                raise
            # what this Excel refuses of a chart costs the chart, never the run: all its numbers stand on the sheets
            with contextlib.suppress(Exception):
                self.drop_chart(sheet, step.name)

    def drop_chart(self, sheet: Any, name: str) -> None:
        for holder in sheet.api.ChartObjects():
            if str(holder.Name) == name:
                holder.Delete()
                return

    def links(self, sheet: Any) -> dict[Place, str]:
        found = {}
        for link in sheet.api.Hyperlinks:
            with contextlib.suppress(Exception):  # a link on a picture has no cell
                cell, place = link.Range, link.SubAddress
                found[int(cell.Row), int(cell.Column)] = link.Address + (f"#{place}" if place else "")
        return found

    def unlink(self, cells: Any) -> None:
        cells.api.Hyperlinks.Delete()

    def link(self, sheet: Any, cell: Any, target: str) -> None:
        address, _, place = target.partition("#")
        sheet.api.Hyperlinks.Add(Anchor=cell.api, Address=address, SubAddress=place)

    def unlist(self, table: Any) -> None:
        table.api.Unlist()

    def activate(self, thing: Any) -> None:
        thing.api.Activate()  # xlwings would look for Excel's window as well

    def freeze(self, sheet: Any, rows: int) -> None:
        self.activate(sheet)  # a window shows one sheet, and freezes that one
        window = sheet.book.app.api.ActiveWindow
        window.FreezePanes = False
        window.ScrollRow, window.SplitColumn, window.SplitRow = 1, 0, rows
        window.FreezePanes = True

    def page_set(self, sheet: Any) -> bool:
        setup = sheet.api.PageSetup
        return bool(setup.PrintTitleRows or setup.PrintArea or setup.Zoom is False)

    def page(self, sheet: Any, page: Page | None, header_row: int) -> None:
        app, setup = sheet.book.app.api, sheet.api.PageSetup
        with contextlib.suppress(Exception):  # without it each line asks the printer
            app.PrintCommunication = False
        try:
            landscape = page is None or page.orientation is Orientation.LANDSCAPE
            setup.Orientation = 2 if landscape else 1
            if page is not None and page.paper:
                setup.PaperSize = int(page.paper)
            setup.Zoom = False
            setup.FitToPagesWide, setup.FitToPagesTall = 1, 1 if page is not None and page.whole else False
            narrow = (0.4, 0.4, 0.5, 0.5) if page is None else (0.25, 0.25, 0.75, 0.75)
            for side, inches in zip(("Left", "Right", "Top", "Bottom"), narrow, strict=True):
                setattr(setup, f"{side}Margin", inches * _POINTS)
            setup.LeftFooter = "&A"
            if page is None:
                setup.RightFooter = "Page &P of &N"
                return
            setup.PrintTitleRows = f"${header_row}:${header_row}"
            setup.CenterHeader = f'&14&"-,Bold"{page.plain_title()}' if page.title else ""
            setup.CenterFooter, setup.RightFooter = "Page &P of &N", "&D"
        finally:
            with contextlib.suppress(Exception):
                app.PrintCommunication = True

    def scroll(self, app: Any) -> tuple[int, int] | None:
        window = app.api.ActiveWindow
        return None if window is None else (int(window.ScrollRow), int(window.ScrollColumn))

    def scroll_to(self, app: Any, place: tuple[int, int]) -> None:
        app.api.ActiveWindow.ScrollRow, app.api.ActiveWindow.ScrollColumn = place

    @contextlib.contextmanager
    def unhelpful(self, app: Any) -> Iterator[None]:
        helper = app.api.AutoCorrect
        before = helper.AutoExpandListRange, helper.AutoFillFormulasInLists
        helper.AutoExpandListRange = helper.AutoFillFormulasInLists = False
        try:
            yield
        finally:
            helper.AutoExpandListRange, helper.AutoFillFormulasInLists = before


class Mac(Native):
    """The words of Excel's AppleScript dictionary; `api` is an appscript reference."""

    def date1904(self, book: Any) -> bool:
        return _asked(lambda: book.api.date_1904.get())

    def read_only(self, book: Any) -> bool:
        return _asked(lambda: book.api.read_only.get())

    def structure_protected(self, book: Any) -> bool:
        return _asked(lambda: book.api.protect_structure.get())

    def protected(self, sheet: Any) -> bool:
        return _asked(lambda: sheet.api.protect_contents.get())

    def unlist(self, table: Any) -> None:
        table.api.unlist()

    def ruled(self, cells: Any) -> bool:
        with contextlib.suppress(Exception):
            return super().ruled(cells)
        return True  # rather none of ours than one on top of the user's

    def turn_red(self, cells: Any, when: When | None) -> None:
        with contextlib.suppress(Exception):
            super().turn_red(cells, when)

    def freeze(self, sheet: Any, rows: int) -> None:
        sheet.activate()
        with contextlib.suppress(Exception):
            window = sheet.book.app.api.active_window
            window.split_row.set(rows)
            window.freeze_panes.set(True)

    def unlink(self, cells: Any) -> None:
        with contextlib.suppress(Exception):
            cells.api.hyperlinks.delete()

    def link(self, sheet: Any, cell: Any, target: str) -> None:
        from appscript import k

        address, _, place = target.partition("#")
        with contextlib.suppress(Exception):
            sheet.api.make(at=cell.api, new=k.hyperlink, with_properties={k.address: address, k.sub_address: place})


def _asked(question: Any) -> bool:
    with contextlib.suppress(Exception):
        return question() is True
    return False
