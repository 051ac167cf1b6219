"""What hangs on a cell: a note, or a link?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from openpyxl.comments import Comment as Kept
from openpyxl.styles import Font
from openpyxl.worksheet.hyperlink import Hyperlink as Link

from .addresses import Area
from .com import CDispatch, Items, refused

if TYPE_CHECKING:
    from .ranges import Range
    from .worksheet import Worksheet


class Comment(CDispatch):
    """A note; COM calls it a comment, and what people call a comment a threaded one."""

    QUIET = frozenset({"Text"})

    def __init__(self, rng: Range) -> None:
        self.switches, self.rng = rng.switches, rng

    def place(self) -> str:
        return self.rng.place()

    @classmethod
    def add(cls, rng: Range, text: str) -> Comment:
        rng.check()
        cell = rng.sheet.grid.make(rng.a.row, rng.a.column)
        if cell._comment is not None or rng.a.rows * rng.a.columns > 1:
            raise refused()
        cell.comment = Kept(text, rng.sheet.book.app.user)
        return cls(rng)

    @property
    def _cell(self) -> Any:
        return self.rng.sheet.grid.cells[self.rng.a.row, self.rng.a.column]

    @property
    def Parent(self) -> Any:
        return self.rng

    @property
    def Author(self) -> str:
        return str(self._cell._comment.author)

    def Text(self, Text: str | None = None, Start: int | None = None, Overwrite: bool = True) -> str:
        cell = self._cell
        if Text is not None:
            self.rng.check()
            cell.comment = Kept(Text, cell._comment.author)
        return str(cell._comment.text)

    def Delete(self) -> None:
        self.rng.check()
        self._cell.comment = None


class Comments(Items):
    """The notes of a sheet."""

    def __init__(self, sheet: Worksheet) -> None:
        self.switches, self.sheet = sheet.switches, sheet

    def members(self) -> list[Comment]:
        cells = self.sheet.grid.cells
        return [Comment(self.sheet.cell(*at)) for at in sorted(cells) if cells[at]._comment is not None]


class Hyperlink(CDispatch):
    def __init__(self, rng: Range) -> None:
        self.switches, self.rng = rng.switches, rng

    def place(self) -> str:
        return self.rng.place()

    @property
    def _cell(self) -> Any:
        return self.rng.sheet.grid.cells[self.rng.a.row, self.rng.a.column]

    @property
    def Range(self) -> Any:
        return self.rng

    @property
    def Address(self) -> str:
        return self._cell._hyperlink.target or ""

    @Address.setter
    def Address(self, value: str) -> None:
        self._cell._hyperlink.target = value

    @property
    def SubAddress(self) -> str:
        return self._cell._hyperlink.location or ""

    @SubAddress.setter
    def SubAddress(self, value: str) -> None:
        self._cell._hyperlink.location = value

    @property
    def ScreenTip(self) -> str:
        return self._cell._hyperlink.tooltip or ""

    @ScreenTip.setter
    def ScreenTip(self, value: str | None) -> None:
        self._cell._hyperlink.tooltip = value or None

    @property
    def TextToDisplay(self) -> str:
        return str(self.rng.sheet.grid.formula((self.rng.a.row, self.rng.a.column)))

    @TextToDisplay.setter
    def TextToDisplay(self, value: str | None) -> None:
        self.rng.check()
        self.rng.sheet.grid.put((self.rng.a.row, self.rng.a.column), value or self.Address or self.SubAddress)

    def Delete(self) -> None:
        self.rng.check()
        cell = self._cell
        cell._hyperlink = None
        self.rng.sheet.grid.restyle(cell, "font", Font(name=cell.font.name, sz=cell.font.sz))


class Hyperlinks(Items):
    """The links of a range, or of a sheet."""

    QUIET = frozenset({"Item"})

    def __init__(self, rng: Range) -> None:
        self.switches, self.rng = rng.switches, rng

    def place(self) -> str:
        return self.rng.place()

    def members(self) -> list[Hyperlink]:
        cells = self.rng.sheet.grid.cells
        return [Hyperlink(self.rng.sheet.cell(*at)) for at in self.rng.each_made() if cells[at]._hyperlink is not None]

    def Add(
        self, Anchor: Any, Address: str, SubAddress: str = "", ScreenTip: str | None = None, TextToDisplay: str | None = None
    ) -> Hyperlink:
        """Links a cell, and gives it the look of a link; an empty cell gets the address as its text."""
        anchor = getattr(Anchor, "_inner", Anchor)  # as xlwings wraps it
        anchor.check()
        if len(Address or "") > 2083 or (ScreenTip and len(ScreenTip) > 255):
            raise refused()
        first = anchor.sheet.cell(anchor.a.row, anchor.a.column)
        for at in first.each():
            grid = first.sheet.grid
            cell = grid.make(*at)
            cell._hyperlink = Link(
                ref=Area(*at, 1, 1).ref, target=Address or None, location=SubAddress or None, tooltip=ScreenTip or None
            )
            if TextToDisplay is not None or cell._value is None:
                grid.put(at, TextToDisplay or Address or SubAddress)
            grid.restyle(cell, "font", lambda now: Font(name=now.name, sz=now.sz, b=now.b, i=now.i, u="single", color="FF0563C1"))
        return Hyperlink(first)

    def Delete(self) -> None:
        for link in self.members():
            link.Delete()
