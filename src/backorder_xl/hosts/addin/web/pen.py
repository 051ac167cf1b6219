"""How does a drawing on a grid of 16 stay crisp at every size? Each edge is moved to the nearest whole pixel before it is drawn.

A drawing made once and shrunk has its edges between pixels, which at 16 pixels is a blur; so the SVG is written for one size.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

GRID = 16
Point = tuple[float, float]


@dataclass
class Pen:
    """Collects the shapes of one picture at one size. Coordinates are units of the grid, from the upper left."""

    size: int
    shapes: list[str] = field(default_factory=list)

    def at(self, units: float) -> int:
        """The pixel edge nearest to a place on the grid."""
        return int(units * self.size / GRID + 0.5)

    def thick(self, units: float) -> int:
        """A thickness in whole pixels, never none."""
        return max(1, self.at(units))

    def box(self, x: float, y: float, right: float, bottom: float, colour: str, *, round_: float = 0) -> None:
        """A filled rectangle from (x, y) to (right, bottom)."""
        left, top = self.at(x), self.at(y)
        width, height = max(1, self.at(right) - left), max(1, self.at(bottom) - top)
        radius = round_ * self.size / GRID
        self.shapes.append(f'<rect x="{left}" y="{top}" width="{width}" height="{height}" rx="{radius:g}" fill="{colour}"/>')

    def frame(self, x: float, y: float, right: float, bottom: float, colour: str, *, round_: float = 0, thick: float = 1) -> None:
        """The outline of a rectangle, drawn inwards."""
        width = self.thick(thick)
        left, top, far, low = self.at(x), self.at(y), self.at(right), self.at(bottom)
        half, radius = width / 2, max(0.0, round_ * self.size / GRID - width / 2)
        self.shapes.append(
            f'<rect x="{left + half:g}" y="{top + half:g}" width="{far - left - width}" height="{low - top - width}" '
            f'rx="{radius:g}" fill="none" stroke="{colour}" stroke-width="{width}"/>'
        )

    def shape(self, points: Iterable[Point], colour: str) -> None:
        """A filled polygon."""
        corners = " ".join(f"{self.at(x)},{self.at(y)}" for x, y in points)
        self.shapes.append(f'<polygon points="{corners}" fill="{colour}"/>')

    def disc(self, x: float, y: float, radius: float, colour: str) -> None:
        """A filled circle whose outermost points lie on pixel edges."""
        self.box(x - radius, y - radius, x + radius, y + radius, colour, round_=radius)

    def ring(self, x: float, y: float, radius: float, colour: str, *, thick: float = 1) -> None:
        """A circle's outline, drawn inwards."""
        self.frame(x - radius, y - radius, x + radius, y + radius, colour, round_=radius, thick=thick)

    def line(self, points: Iterable[Point], colour: str, *, thick: float = 1) -> None:
        """A line through points; one of odd thickness runs through the middle of pixels, so that straight parts are crisp."""
        width = self.thick(thick)
        shift = 0.5 if width % 2 else 0.0
        way = " ".join(f"{self.at(x) + shift:g},{self.at(y) + shift:g}" for x, y in points)
        self._stroke(f'<polyline points="{way}"', colour, width)

    def curve(self, path: str, colour: str, *, thick: float = 1) -> None:
        """A curved line, as an SVG path in units of the grid; it has no edges to move."""
        scale = self.size / GRID
        self._stroke(f'<path transform="scale({scale:g})" d="{path}"', colour, self.thick(thick) / scale)

    def _stroke(self, start: str, colour: str, width: float) -> None:
        style = f'stroke="{colour}" stroke-width="{width:g}" stroke-linecap="round" stroke-linejoin="round"'
        self.shapes.append(f'{start} fill="none" {style}/>')

    def svg(self) -> str:
        size = self.size
        head = f'<svg xmlns="http://www.w3.org/2000/svg" width="{size}" height="{size}" viewBox="0 0 {size} {size}">'
        return "".join([head, *self.shapes, "</svg>"])
