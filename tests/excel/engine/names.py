"""Which defined names has a book, and which cells do they mean?"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from openpyxl.workbook.defined_name import DefinedName

from .addresses import area, quoted
from .com import CDispatch, Items, refused

if TYPE_CHECKING:
    from .workbook import Workbook
    from .worksheet import Worksheet

BAD = "The syntax of this name isn't correct."
RESERVED = "_xlnm."


class Name(CDispatch):
    def __init__(self, book: Workbook, kept: DefinedName, sheet: Worksheet | None) -> None:
        self.switches, self.book, self.kept, self.sheet = book.switches, book, kept, sheet

    def place(self) -> str:
        return self.kept.name

    def _home(self) -> Any:
        return self.book.wb.defined_names if self.sheet is None else self.sheet.ws.defined_names

    @property
    def Name(self) -> str:
        before = "" if self.sheet is None else quoted(self.sheet.ws.title) + "!"
        return before + self.kept.name

    @Name.setter
    def Name(self, value: str) -> None:
        check(value)
        del self._home()[self.kept.name]
        self.kept.name = value
        self._home()[value] = self.kept

    @property
    def RefersTo(self) -> str:
        return "=" + str(self.kept.attr_text)

    @RefersTo.setter
    def RefersTo(self, value: str) -> None:
        self.kept.attr_text = value.removeprefix("=")

    Value = RefersTo

    @property
    def RefersToRange(self) -> Any:
        return self.book.find_range(self.kept.attr_text, None)

    @property
    def Visible(self) -> bool:
        return not self.kept.hidden

    @Visible.setter
    def Visible(self, value: bool) -> None:
        self.kept.hidden = None if value else True

    @property
    def Parent(self) -> Any:
        return self.sheet or self.book

    def Delete(self) -> None:
        del self._home()[self.kept.name]


class Names(Items):
    """The names of a book, or those of one sheet alone."""

    def __init__(self, book: Workbook, sheet: Worksheet | None) -> None:
        self.switches, self.book, self.sheet = book.switches, book, sheet

    def place(self) -> str:
        return "" if self.sheet is None else f"{self.sheet.ws.title}!"

    def members(self) -> list[Name]:
        found = []
        if self.sheet is None:
            found = [Name(self.book, n, None) for n in self.book.wb.defined_names.values()]
        for sheet in [self.sheet] if self.sheet is not None else self.book.sheets:
            found += [Name(self.book, n, sheet) for n in sheet.ws.defined_names.values()]
        return sorted((n for n in found if not n.kept.name.startswith(RESERVED)), key=lambda n: n.Name.casefold())

    def Add(self, Name: str, RefersTo: Any = None, Visible: bool = True) -> Any:
        target = RefersTo if isinstance(RefersTo, str) else f"={quoted(RefersTo.sheet.ws.title)}!{RefersTo.GetAddress()}"
        return self.book.add_name(Name, target, self.sheet, visible=Visible)


def check(name: str) -> None:
    if (
        not re.fullmatch(r"[A-Za-z_\\\u00c0-\uffff][\w.\\?]{0,254}", name)
        or area(name) is not None
        or re.fullmatch("[RrCc]", name)
    ):
        raise refused(BAD)
