"""Which lines are around the cells of a range, and between them? `Range.Borders`, kept in the cells' own borders."""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING, Any

from openpyxl.cell import Cell
from openpyxl.styles import Side

from .com import CDispatch, refused
from .fills import color_of, number_of

if TYPE_CHECKING:
    from .looks import Looks

LEFT, TOP, BOTTOM, RIGHT, BETWEEN_COLUMNS, BETWEEN_ROWS = 7, 8, 9, 10, 11, 12
EDGES = {LEFT: "left", TOP: "top", BOTTOM: "bottom", RIGHT: "right", BETWEEN_COLUMNS: "left", BETWEEN_ROWS: "top"}
NONE, CONTINUOUS, HAIRLINE, THIN, MEDIUM, THICK, AUTOMATIC = -4142, 1, 1, 2, -4138, 4, -4105
# What files call a line: how Excel says its style, and its weight.
LINES = {
    "hair": (CONTINUOUS, HAIRLINE), "thin": (CONTINUOUS, THIN), "medium": (CONTINUOUS, MEDIUM), "thick": (CONTINUOUS, THICK),
    "dashed": (-4115, THIN), "dotted": (-4118, THIN), "double": (-4119, THICK), "dashDot": (4, THIN), "dashDotDot": (5, THIN),
}  # fmt: skip


class Border(CDispatch):
    """One edge of a range, or the lines between its rows or columns."""

    def __init__(self, rng: Looks, edge: int) -> None:
        if edge not in EDGES:
            raise refused()
        self.switches, self.rng, self.edge = rng.switches, rng, edge

    def place(self) -> str:
        return self.rng.place()

    def _places(self) -> list[tuple[int, int]]:
        a, edge = self.rng.a, self.edge
        kept = {
            LEFT: lambda r, c: c == a.column,
            TOP: lambda r, c: r == a.row,
            BOTTOM: lambda r, c: r == a.bottom,
            RIGHT: lambda r, c: c == a.right,
            BETWEEN_COLUMNS: lambda r, c: c > a.column,
            BETWEEN_ROWS: lambda r, c: r > a.row,
        }[edge]
        return [at for at in self.rng.each() if kept(*at)]

    def _sides(self) -> list[Any]:
        grid, found = self.rng.sheet.grid, []
        for at in self._places():
            probe = Cell(self.rng.sheet.ws, 1, 1)
            probe._style = grid.style_of(*at)
            found.append(getattr(probe.border, EDGES[self.edge]))
        return found

    def _shared(self, part: Any) -> Any:
        values = {part(side) for side in self._sides()}
        return values.pop() if len(values) == 1 else None

    def _change(self, member: str, **to: Any) -> None:
        if self.rng.sheet.shut() and self.rng.sheet.ws.protection.formatCells:
            raise refused(f"Unable to set the {member} property of the Border class")
        grid, name = self.rng.sheet.grid, EDGES[self.edge]

        def change(now: Any) -> Any:
            made, side = copy(now), getattr(now, name)
            setattr(made, name, Side(**{"style": side.style, "color": side.color, **to}))
            return made

        for at in self._places():
            grid.restyle(grid.make(*at), "border", change)

    @property
    def LineStyle(self) -> int | None:
        return self._shared(lambda side: LINES.get(side.style, (NONE, THIN))[0])  # type: ignore[no-any-return]

    @LineStyle.setter
    def LineStyle(self, value: int) -> None:
        names = {NONE: None} | {style: name for name, (style, weight) in LINES.items() if style != CONTINUOUS or weight == THIN}
        if value not in names:
            raise refused("Unable to set the LineStyle property of the Border class")
        self._change("LineStyle", style=names[value])

    @property
    def Weight(self) -> int | None:
        return self._shared(lambda side: LINES.get(side.style, (NONE, THIN))[1])  # type: ignore[no-any-return]

    @Weight.setter
    def Weight(self, value: int) -> None:
        names = {weight: name for name, (style, weight) in LINES.items() if style == CONTINUOUS}
        if value not in names:
            raise refused("Unable to set the Weight property of the Border class")
        self._change("Weight", style=names[value])

    @property
    def Color(self) -> int | None:
        return self._shared(lambda side: number_of(side.color) or 0)  # type: ignore[no-any-return]

    @Color.setter
    def Color(self, value: int) -> None:
        if any(side.style is None for side in self._sides()):
            self._change("Color", style="thin")
        self._change("Color", color=color_of(value))

    @property
    def ColorIndex(self) -> int | None:
        return self._shared(lambda side: NONE if side.style is None else AUTOMATIC if side.color is None else 0)  # type: ignore[no-any-return]


class Borders(CDispatch):
    """All lines of a range: its four edges and those between its cells, or `Borders(edge)` alone."""

    QUIET = frozenset({"Item"})

    def __init__(self, rng: Looks) -> None:
        self.switches, self.rng = rng.switches, rng

    def place(self) -> str:
        return self.rng.place()

    def Item(self, Index: int) -> Border:
        return Border(self.rng, int(Index))

    def __call__(self, Index: int) -> Border:
        return Border(self.rng, int(Index))

    def _all(self) -> list[Border]:
        return [b for b in (Border(self.rng, edge) for edge in EDGES) if b._places()]

    def _every(name: str) -> property:  # type: ignore[misc]
        def get(self: Borders) -> Any:
            values = {getattr(b, name) for b in self._all()}
            return values.pop() if len(values) == 1 else None

        def put(self: Borders, value: Any) -> None:
            for border in self._all():
                setattr(border, name, value)

        return property(get, put)

    LineStyle, Weight, Color = _every("LineStyle"), _every("Weight"), _every("Color")
    ColorIndex = property(lambda self: self._all()[0].ColorIndex)
