"""What does a chart consist of: series, axes, a legend, fonts, lines and fills? All of it is only recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .com import CDispatch, Items, refused

if TYPE_CHECKING:
    from .charts import Chart

CATEGORIES, VALUES = 1, 2


def _said(name: str, first: Any = None) -> property:
    """A property that is kept as it is set."""
    return property(lambda self: self.said.get(name, first), lambda self, value: self.said.__setitem__(name, value))


def _held(name: str) -> property:
    """A part of its own, which is there from the beginning."""
    return property(lambda self: self.held(name))


class Part(CDispatch):
    """A piece of a chart, with what was said of it and the pieces that it holds."""

    def __init__(self, owner: Any) -> None:
        self.switches, self.owner = owner.switches, owner
        self.said: dict[str, Any] = {}
        self.parts: dict[str, Part] = {}

    def place(self) -> str:
        return self.owner.place()

    def held(self, name: str) -> Part:
        if name not in self.parts:
            self.parts[name] = PIECES[name](self)
        return self.parts[name]


class Font(Part):
    Size, Bold, Color = _said("Size"), _said("Bold"), _said("Color")


class Line(Part):
    Color, Weight, LineStyle = _said("Color"), _said("Weight"), _said("LineStyle")


class Fill(Part):
    Color = _said("Color")


class Gridlines(Part):
    Border = _held("Border")


class TickLabels(Part):
    Font, NumberFormat, Orientation = _held("Font"), _said("NumberFormat"), _said("Orientation")


class AxisTitle(Part):
    Text, Font = _said("Text", ""), _held("Font")


class Legend(Part):
    Position, Font = _said("Position"), _held("Font")


class Area(Part):
    Border = _held("Border")


class Group(Part):
    GapWidth, Overlap = _said("GapWidth"), _said("Overlap")


class Axis(Part):
    """One axis; the gridlines and the title are there once they were asked for."""

    Border, TickLabels = _held("Border"), _held("TickLabels")
    HasTitle, HasMajorGridlines = _said("HasTitle", False), _said("HasMajorGridlines", False)
    MajorTickMark, CategoryType, TickLabelSpacing, TickLabelPosition = (
        _said("MajorTickMark"), _said("CategoryType"), _said("TickLabelSpacing"), _said("TickLabelPosition"),
    )  # fmt: skip
    ReversePlotOrder = _said("ReversePlotOrder", False)
    MinimumScale, MaximumScale, MajorUnit = _said("MinimumScale"), _said("MaximumScale"), _said("MajorUnit")

    @property
    def MajorGridlines(self) -> Any:
        return self._if("HasMajorGridlines", "MajorGridlines")

    @property
    def AxisTitle(self) -> Any:
        return self._if("HasTitle", "AxisTitle")

    def _if(self, there: str, name: str) -> Part:
        if not self.said.get(there):
            raise refused(f"Unable to get the {name} property of the Axis class")
        return self.held(name)


class Series(Part):
    """One row of numbers; ranges are kept as ranges, so that a test can ask where they are."""

    Name, Values, XValues = _said("Name", ""), _said("Values"), _said("XValues")
    Interior, Border = _held("Interior"), _held("Border")
    MarkerStyle, MarkerSize = _said("MarkerStyle"), _said("MarkerSize")
    MarkerBackgroundColor, MarkerForegroundColor = _said("MarkerBackgroundColor"), _said("MarkerForegroundColor")

    def Delete(self) -> None:
        self.owner.series.remove(self)


class SeriesCollection(Items):
    def __init__(self, chart: Chart) -> None:
        self.switches, self.chart = chart.switches, chart

    def place(self) -> str:
        return self.chart.place()

    def members(self) -> list[Series]:
        return list(self.chart.series)

    def NewSeries(self) -> Series:
        self.chart.series.append(Series(self.chart))
        return self.chart.series[-1]


PIECES: dict[str, type[Part]] = {
    "Font": Font, "Border": Line, "Interior": Fill, "MajorGridlines": Gridlines, "TickLabels": TickLabels,
    "AxisTitle": AxisTitle,
}  # fmt: skip
