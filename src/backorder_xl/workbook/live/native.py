"""What does Excel have that xlwings has no word for, on Windows (COM) and on a Mac (AppleScript)?

`Native` does without, which costs a nicety and never a value: every question gives a harmless answer where it cannot be
asked. The two dialects in `dialects.py` say more, and are the only place that speaks to Excel past xlwings.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

from backorder_xl.workbook.changes import Page, When
from backorder_xl.workbook.palette import ALARM_FILL, ALARM_FONT
from backorder_xl.workbook.standing import Place
from backorder_xl.workbook.steps import DrawChart

REJECTED = (-2147418111, -2146777998)  # Excel did not take the call: a cell is being edited, or a dialogue is open


def is_busy(error: BaseException) -> bool:
    """Whether Excel would not listen just now."""
    codes = {getattr(error, "hresult", None), *(a for a in error.args if isinstance(a, int))}
    detail = error.args[2] if len(error.args) > 2 else None
    codes |= {detail[5]} if isinstance(detail, tuple) and len(detail) > 5 else set()
    return bool(codes & set(REJECTED))


def native_of(book: Any) -> Native:
    """The dialect of the Excel that has this book open."""
    from backorder_xl.workbook.live.dialects import Mac, Windows

    module = type(book.impl).__module__
    return Windows() if module.endswith("_xlwindows") else Mac() if module.endswith("_xlmac") else Native()


def colour_number(rrggbb: str) -> int:
    """A colour as Excel's own objects count it: red is the lowest byte."""
    return int(rrggbb[4:6] + rrggbb[2:4] + rrggbb[0:2], 16)


def rrggbb(colour: Any) -> str | None:
    """A colour of three parts as text."""
    return None if colour is None else "".join(f"{int(part):02X}" for part in colour)


class Native:
    """Through xlwings alone: what it cannot say is taken as not there."""

    many_areas = False  # whether one address may name several areas

    def bounded(self) -> contextlib.AbstractContextManager[None]:
        """Within: a busy Excel is an error at once, as xlwings would ask again for ever."""
        return contextlib.nullcontext()

    def fullname(self, book: Any) -> str:
        """Where Excel itself says that a book lies; xlwings would look for it on this machine."""
        return str(book.fullname)

    def date1904(self, book: Any) -> bool:
        return False

    def read_only(self, book: Any) -> bool:
        return False

    def structure_protected(self, book: Any) -> bool:
        return False

    def protected(self, sheet: Any) -> bool:
        return False

    def shared(self, book: Any) -> bool:
        """Is it shared in the old way, in which Excel makes no tables?"""
        return False

    def chart_sheets(self, book: Any) -> list[str]:
        return []

    def filtered(self, sheet: Any) -> Any:
        """The cells that a filter of the sheet's own covers, one that belongs to no table; None if there is none."""
        return None

    def exact(self, cells: Any) -> Any:
        """Values without what number formats make of them; None where that cannot be had."""
        return None

    def merged(self, cells: Any) -> bool:
        return bool(cells.merge_cells)

    def number_format(self, cells: Any) -> tuple[bool, str | None]:
        """Do cells have one number format, and which?"""
        found = cells.number_format
        return isinstance(found, str), found if isinstance(found, str) else None

    def fill(self, cells: Any) -> tuple[bool, str | None]:
        """Do cells have one background, and which?"""
        return len(cells) == 1, rrggbb(cells.color) if len(cells) == 1 else None

    def line(self, cells: Any) -> tuple[bool, str | None]:
        """Is there a line above all of these cells, or above none?"""
        return True, None

    def rule(self, cells: Any, line: bool, tall: bool) -> None:
        """A thin line above each of the cells, or none; ``tall`` where there is more than one row."""

    def inset(self, cells: Any, on: bool) -> None:
        """Text a little away from the cell's edge."""

    def ruled(self, cells: Any) -> bool:
        """Has any of the cells a conditional format?"""
        return bool(len(cells.conditional_formats))

    def turn_red(self, cells: Any, when: When | None) -> None:
        """Conditional formats by what a cell holds, as a formula would have to be in the words of the user's language; none
        for None. Errors turn red in the dialects that can say so."""
        for rule in reversed(list(cells.conditional_formats)):
            rule.delete()
        if when is not None:
            operator, value = ("not_equal_to", 0) if when is When.NOT_ZERO else ("equal_to", '="no"')
            look = {"fill_color": f"#{ALARM_FILL}", "font_color": f"#{ALARM_FONT}", "font_bold": True}
            cells.conditional_formats.add_cell_value(operator, value, **look)

    def charts(self, sheet: Any) -> dict[str, tuple[str, int]]:
        """The charts on a sheet by name, each with its title and the column in which it begins; the first of equal names."""
        return {}

    def draw(self, sheet: Any, step: DrawChart) -> None:
        """Draw a chart of ours on a sheet."""

    def drop_chart(self, sheet: Any, name: str) -> None:
        """Take the first chart of a name away, if there is one."""

    def links(self, sheet: Any) -> dict[Place, str]:
        return {}

    def unlink(self, cells: Any) -> None:
        """Take the links of some cells away."""

    def link(self, sheet: Any, cell: Any, target: str) -> None:
        """A link on a cell; "#" begins a place in the book."""

    def unlist(self, table: Any) -> None:
        """Make a table plain cells again."""
        raise NotImplementedError("only Excel itself can do that")

    def activate(self, thing: Any) -> None:
        """Bring a sheet or a book to the front."""
        thing.activate()

    def freeze(self, sheet: Any, rows: int) -> None:
        """Keep the first rows in view."""

    def page_set(self, sheet: Any) -> bool:
        return True

    def page(self, sheet: Any, page: Page | None, header_row: int) -> None:
        """Set a sheet up for printing, one page wide."""

    def scroll(self, app: Any) -> tuple[int, int] | None:
        return None

    def scroll_to(self, app: Any, place: tuple[int, int]) -> None:
        """Show this row and column first."""

    @contextlib.contextmanager
    def unhelpful(self, app: Any) -> Iterator[None]:
        """Within: no table grows over what is written below it, and no formula fills a column by itself."""
        yield
