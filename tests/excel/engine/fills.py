"""How are the cells of a range filled, and in which font are they? `Range.Interior` and `Range.Font`."""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from typing import TYPE_CHECKING, Any

from openpyxl.styles import Color, PatternFill

from .com import CDispatch, NotKnown

if TYPE_CHECKING:
    from .looks import Looks

NO_COLOR, WHITE = -4142, 16777215
UNDERLINES = {None: -4142, "single": 2, "double": -4119}


def number_of(color: Any) -> int | None:
    """A colour of a file as Excel's number (blue, green, red); None for colours that depend on the theme."""
    if color is None or color.type != "rgb" or not isinstance(color.rgb, str):
        return None
    text = color.rgb[-6:]
    return int(text[0:2], 16) + int(text[2:4], 16) * 256 + int(text[4:6], 16) * 65536


def color_of(number: int) -> Color:
    number = int(number)
    return Color(rgb=f"FF{number & 255:02X}{number >> 8 & 255:02X}{number >> 16 & 255:02X}")


class Interior(CDispatch):
    """The fill of a range."""

    def __init__(self, rng: Looks) -> None:
        self.switches, self.rng = rng.switches, rng

    def place(self) -> str:
        return self.rng.place()

    @property
    def Color(self) -> int | None:
        return self.rng.shared(lambda c: number_of(c.fill.fgColor) if c.fill.fill_type == "solid" else WHITE)  # type: ignore[no-any-return]

    @Color.setter
    def Color(self, value: int) -> None:
        self.rng.restyle("Color", "fill", PatternFill("solid", fgColor=color_of(value)))

    @property
    def ColorIndex(self) -> int | None:
        return self.rng.shared(lambda c: 0 if c.fill.fill_type == "solid" else NO_COLOR)  # type: ignore[no-any-return]

    @ColorIndex.setter
    def ColorIndex(self, value: int) -> None:
        if value != NO_COLOR:
            raise NotKnown("Interior.ColorIndex other than xlColorIndexNone")
        self.rng.restyle("ColorIndex", "fill", PatternFill())

    @property
    def Pattern(self) -> int | None:
        return self.rng.shared(lambda c: 1 if c.fill.fill_type == "solid" else NO_COLOR)  # type: ignore[no-any-return]

    @Pattern.setter
    def Pattern(self, value: int) -> None:
        if value not in (NO_COLOR, 1):
            raise NotKnown("Interior.Pattern other than none and solid")
        if value == NO_COLOR:
            self.rng.restyle("Pattern", "fill", PatternFill())


def _part(name: str, get: Callable[[Any], Any], put: Callable[[Any], Any]) -> property:
    def getter(self: Font) -> Any:
        return self.rng.shared(lambda cell: get(cell.font))

    def setter(self: Font, value: Any) -> None:
        def change(now: Any) -> Any:
            made = copy(now)
            setattr(made, name, put(value))
            return made

        self.rng.restyle(name.capitalize(), "font", change)

    return property(getter, setter)


class Font(CDispatch):
    """The font of a range."""

    def __init__(self, rng: Looks) -> None:
        self.switches, self.rng = rng.switches, rng

    def place(self) -> str:
        return self.rng.place()

    Bold = _part("b", lambda f: bool(f.b), bool)
    Italic = _part("i", lambda f: bool(f.i), bool)
    Strikethrough = _part("strike", lambda f: bool(f.strike), bool)
    Name = _part("name", lambda f: f.name, str)
    Size = _part("sz", lambda f: float(f.sz or 11), float)
    Color = _part("color", lambda f: (number_of(f.color) or 0) if f.color is not None else 0, color_of)
    Underline = _part("u", lambda f: UNDERLINES.get(f.u), lambda v: {n: k for k, n in UNDERLINES.items()}[v])
