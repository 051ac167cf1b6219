"""How do cells look: fills, letters, lines, alignment, widths? What cells of a range do not share is null."""

from __future__ import annotations

import math
from typing import Any

from tests.excel.engine.looks import HORIZONTAL, PADDING, VERTICAL
from tests.web.excel.cells import STYLES, borders, spelled
from tests.web.excel.thing import Thing, wrong

DIGIT, PIXEL = 7, 0.75
"""How wide a digit of the usual font is, in pixels, and a pixel in points (ECMA-376 part 1, 18.3.1.13)."""

SIDES = {"EdgeTop": 8, "EdgeBottom": 9, "EdgeLeft": 7, "EdgeRight": 10, "InsideHorizontal": 12, "InsideVertical": 11}
LINES = {"None": -4142, "Continuous": 1, "Dash": -4115, "Dot": -4118, "Double": -4119}
WEIGHTS = {"Hairline": 1, "Thin": 2, "Medium": -4138, "Thick": 4}
UNDERLINES = {"None": -4142, "Single": 2, "Double": -4119}
HORIZONTALLY = {"General": "general", "Left": "left", "Center": "center", "Right": "right", "Fill": "fill", "Justify": "justify"}
VERTICALLY = {"Top": "top", "Center": "center", "Bottom": "bottom", "Justify": "justify"}


def number(colour: Any) -> int:
    """#RRGGBB as Excel's number."""
    text = str(colour).lstrip("#")
    if len(text) != 6 or any(c not in "0123456789abcdefABCDEF" for c in text):
        raise wrong()
    return int(text[0:2], 16) + int(text[2:4], 16) * 256 + int(text[4:6], 16) * 65536


class Look(Thing):
    """A part of how some ranges look."""

    def __init__(self, excel: Any, parts: list[Any]) -> None:
        super().__init__(excel)
        self.parts = parts

    def place(self) -> Any:
        return self.parts[0].sheet

    @property
    def natives(self) -> list[Any]:
        return [part.native for part in self.parts]

    def shared(self, get: Any) -> Any:
        found = [get(native) for native in self.natives]
        return found[0] if all(f == found[0] for f in found) else None


class RangeFill(Look):
    @property
    def Color(self) -> str:
        return spelled(self.shared(lambda n: n.Interior.Color))

    @Color.setter
    def Color(self, value: str) -> None:
        for native in self.natives:
            native.Interior.Color = number(value)

    @property
    def Pattern(self) -> str | None:
        pattern = self.shared(lambda n: n.Interior.Pattern)
        return None if pattern is None else "Solid" if pattern == 1 else "None"

    def Clear(self) -> None:
        for native in self.natives:
            native.Interior.Pattern = -4142


class RangeFont(Look):
    @property
    def Bold(self) -> bool | None:
        return self.shared(lambda n: n.Font.Bold)  # type: ignore[no-any-return]

    @Bold.setter
    def Bold(self, value: bool) -> None:
        for native in self.natives:
            native.Font.Bold = bool(value)

    @property
    def Color(self) -> str:
        return spelled(self.shared(lambda n: n.Font.Color))

    @Color.setter
    def Color(self, value: str) -> None:
        for native in self.natives:
            native.Font.Color = number(value)

    @property
    def Underline(self) -> str | None:
        kept = self.shared(lambda n: n.Font.Underline)
        return next((name for name, n in UNDERLINES.items() if n == kept), None)

    @Underline.setter
    def Underline(self, value: str) -> None:
        if value not in UNDERLINES:
            raise wrong()
        for native in self.natives:
            native.Font.Underline = UNDERLINES[value]


class RangeBorder(Look):
    def __init__(self, excel: Any, parts: list[Any], side: str) -> None:
        super().__init__(excel, parts)
        self.side = side

    @property
    def SideIndex(self) -> str:
        return self.side

    @property
    def Style(self) -> str | None:
        """What is asked of the first row's upper edges, or of the edges between rows, is the same for all or null."""
        found: set[str | None] = set()
        for part in self.parts:
            a = part.a
            rows = (
                range(a.row + 1, min(a.bottom, part.sheet.ws.max_row + 1) + 1)
                if self.side == "InsideHorizontal"
                else range(a.row, a.row + 1)
            )
            if self.side not in ("EdgeTop", "InsideHorizontal"):
                raise self.unknown(f"Style of {self.side}")
            for r in rows:
                for c in range(a.column, a.right + 1):
                    above = borders(part, (r - 1, c))["bottom"] if r > 1 else None
                    found.add(STYLES[borders(part, (r, c))["top"] or above])
        return found.pop() if len(found) == 1 else None

    @Style.setter
    def Style(self, value: str) -> None:
        if value not in LINES:
            raise wrong()
        for native in self.natives:
            native.Borders(SIDES[self.side]).LineStyle = LINES[value]

    @property
    def Weight(self) -> str:
        raise self.unknown("Weight, to be read")

    @Weight.setter
    def Weight(self, value: str) -> None:
        if value not in WEIGHTS:
            raise wrong()
        for native in self.natives:
            native.Borders(SIDES[self.side]).Weight = WEIGHTS[value]

    @property
    def Color(self) -> str:
        raise self.unknown("Color, to be read")

    @Color.setter
    def Color(self, value: str) -> None:
        for native in self.natives:
            native.Borders(SIDES[self.side]).Color = number(value)


class RangeBorders(Look):
    def GetItem(self, side: str) -> RangeBorder:
        if side not in SIDES:
            raise wrong()
        if side == "InsideHorizontal" and all(p.a.rows == 1 for p in self.parts):
            raise wrong("There is no line within a single row.")
        return RangeBorder(self.excel, self.parts, side)


class RangeFormat(Look):
    @property
    def Fill(self) -> RangeFill:
        return RangeFill(self.excel, self.parts)

    @property
    def Font(self) -> RangeFont:
        return RangeFont(self.excel, self.parts)

    @property
    def Borders(self) -> RangeBorders:
        return RangeBorders(self.excel, self.parts)

    @property
    def ColumnWidth(self) -> float | None:
        """In points."""
        sheet, widths = self.parts[0].sheet, set()
        for part in self.parts:
            for c in range(part.a.column, min(part.a.right, 256) + 1):
                chars = sheet.column_width(c)
                widths.add(
                    math.trunc(((256 * (chars + PADDING) + math.trunc(128 / DIGIT)) / 256) * DIGIT) * PIXEL if chars else 0.0
                )
        return widths.pop() if len(widths) == 1 else None

    @ColumnWidth.setter
    def ColumnWidth(self, value: float) -> None:
        if not isinstance(value, int | float) or not 0 <= value <= 1342.5:
            raise wrong()
        pixels = round(value / PIXEL)
        for native in self.natives:
            native.EntireColumn.ColumnWidth = max(0.0, math.trunc(pixels / DIGIT * 256) / 256 - PADDING)

    @property
    def WrapText(self) -> bool | None:
        return self.shared(lambda n: n.WrapText)  # type: ignore[no-any-return]

    @WrapText.setter
    def WrapText(self, value: bool) -> None:
        for native in self.natives:
            native.WrapText = bool(value)

    @property
    def IndentLevel(self) -> int | None:
        return self.shared(lambda n: n.IndentLevel)  # type: ignore[no-any-return]

    @IndentLevel.setter
    def IndentLevel(self, value: int) -> None:
        if not 0 <= value <= 250:
            raise wrong()
        for native in self.natives:
            native.IndentLevel = int(value)

    @property
    def HorizontalAlignment(self) -> str | None:
        kept = self.shared(lambda n: n.HorizontalAlignment)
        return next((name for name, own in HORIZONTALLY.items() if HORIZONTAL[own] == kept), None)

    @HorizontalAlignment.setter
    def HorizontalAlignment(self, value: str) -> None:
        if value not in HORIZONTALLY:
            raise wrong()
        for native in self.natives:
            native.HorizontalAlignment = HORIZONTAL[HORIZONTALLY[value]]

    @property
    def VerticalAlignment(self) -> str | None:
        kept = self.shared(lambda n: n.VerticalAlignment)
        return next((name for name, own in VERTICALLY.items() if VERTICAL[own] == kept), None)

    @VerticalAlignment.setter
    def VerticalAlignment(self, value: str) -> None:
        if value not in VERTICALLY:
            raise wrong()
        for native in self.natives:
            native.VerticalAlignment = VERTICAL[VERTICALLY[value]]

    def AutofitRows(self) -> None:
        for native in self.natives:
            native.EntireRow.Rows.AutoFit()
