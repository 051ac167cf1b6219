"""What can be asked of the notes on cells (ExcelApi 1.18)?"""

from __future__ import annotations

from typing import Any

from tests.excel.engine.addresses import area, split_sheet
from tests.web.excel.thing import Items, Refusal, Thing, wrong

LONGEST = 32_767


class Note(Thing):
    def __init__(self, excel: Any, rng: Any) -> None:
        super().__init__(excel)
        self.rng = rng

    def place(self) -> Any:
        return self.rng.sheet

    @property
    def Content(self) -> str:
        return str(self.rng.Comment.Text())

    @Content.setter
    def Content(self, value: str) -> None:
        if not value or len(value) > LONGEST:
            raise wrong()
        self.rng.Comment.Text(value)

    @property
    def AuthorName(self) -> str:
        return str(self.rng.Comment.Author)

    def Delete(self) -> None:
        self.rng.Comment.Delete()

    def GetLocation(self) -> Any:
        return self.excel.workbook.Worksheets.of(self.rng.sheet).range(self.rng.a)


class Notes(Items):
    def __init__(self, excel: Any, sheet: Any) -> None:
        super().__init__(excel)
        self.sheet = sheet

    def place(self) -> Any:
        return self.sheet

    def members(self) -> list[Note]:
        return [Note(self.excel, comment.rng) for comment in self.sheet.Comments.members()]

    def key(self, member: Any) -> tuple[str, ...]:
        return (member.rng.a.ref.casefold(),)

    def find(self, key: Any) -> Any:
        return super().find(split_sheet(str(key))[1].replace("$", ""))

    def Add(self, at: Any, content: str) -> Note:
        found = area(split_sheet(at)[1]) if isinstance(at, str) else getattr(at, "a", None)
        if (
            found is None
            or found.rows * found.columns != 1
            or not isinstance(content, str)
            or not content
            or len(content) > LONGEST
        ):
            raise wrong()
        cell = self.sheet.range(found)
        if cell.Comment is not None:
            raise Refusal("InvalidOperation", "The cell has a note already.")
        cell.AddComment(content)
        return Note(self.excel, cell)
