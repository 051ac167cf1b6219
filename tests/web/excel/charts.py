"""What was asked of charts? They are recorded part by part, and only parts that Excel has are taken; nothing is drawn."""

from __future__ import annotations

from typing import Any

from tests.excel.engine.charts import ChartObject
from tests.web.excel.thing import Items, Thing, wrong

KINDS = {"ColumnClustered", "BarClustered", "BarStacked", "LineMarkers", "Line"}
POSITIONS = {"Bottom", "Top", "Left", "Right", "Corner", "Custom"}
TICKS = {"None", "Cross", "Inside", "Outside"}
LABELS = {"NextToAxis", "High", "Low", "None"}


def said(name: str, first: Any = None, allowed: set[str] | None = None) -> property:
    """A property that is kept as it is set."""

    def put(self: Part, value: Any) -> None:
        if value is None or (allowed is not None and value not in allowed):
            raise wrong()
        self.kept[name] = value

    return property(lambda self: self.kept.get(name, first), put)


def held(name: str, kind: str) -> property:
    """A part within."""
    return property(lambda self: PARTS[kind](self.excel, self.kept.setdefault(f"<{name}>", {}), self.sheet))


class Part(Thing):
    """A piece of a chart; what is said of it is kept in a dict."""

    def __init__(self, excel: Any, kept: dict[str, Any], sheet: Any) -> None:
        super().__init__(excel)
        self.kept, self.sheet = kept, sheet

    def place(self) -> Any:
        return self.sheet


class ChartFont(Part):
    Size, Bold, Color = said("Size", 10), said("Bold", False), said("Color", "#000000")


class ChartLine(Part):
    Color, Weight = said("Color", "#000000"), said("Weight", 0.75)
    LineStyle = said("LineStyle", "Automatic", {"None", "Continuous", "Dash", "Dot", "Automatic"})


class ChartFill(Part):
    def SetSolidColor(self, colour: str) -> None:
        self.kept["Color"] = colour

    def Clear(self) -> None:
        self.kept.clear()


class ChartFormat(Part):
    Font, Line, Fill, Border = (
        held("Font", "ChartFont"), held("Line", "ChartLine"), held("Fill", "ChartFill"), held("Border", "ChartLine"),
    )  # fmt: skip


class ChartTitle(Part):
    Text, Visible, Format = said("Text", ""), said("Visible", False), held("Format", "ChartFormat")


class ChartLegend(Part):
    Visible, Position = said("Visible", True), said("Position", "Right", POSITIONS)
    Format = held("Format", "ChartFormat")


class ChartGridlines(Part):
    Visible, Format = said("Visible", False), held("Format", "ChartFormat")


class ChartAxis(Part):
    Title, Format, MajorGridlines = (
        held("Title", "ChartTitle"), held("Format", "ChartFormat"), held("MajorGridlines", "ChartGridlines"),
    )  # fmt: skip
    MajorTickMark, CategoryType = (
        said("MajorTickMark", "Outside", TICKS),
        said("CategoryType", "Automatic", {"Automatic", "TextAxis", "DateAxis"}),
    )
    NumberFormat, Minimum, Maximum, MajorUnit = (
        said("NumberFormat", "General"),
        said("Minimum"),
        said("Maximum"),
        said("MajorUnit"),
    )
    TickLabelSpacing, TickLabelPosition = said("TickLabelSpacing", 1), said("TickLabelPosition", "NextToAxis", LABELS)
    TextOrientation, ReversePlotOrder = said("TextOrientation", 0), said("ReversePlotOrder", False)


class ChartAxes(Part):
    CategoryAxis, ValueAxis = held("CategoryAxis", "ChartAxis"), held("ValueAxis", "ChartAxis")


class ChartSeries(Part):
    Name, GapWidth, Overlap = said("Name", ""), said("GapWidth"), said("Overlap")
    MarkerStyle, MarkerSize = said("MarkerStyle", "Automatic", {"Circle", "Automatic", "None"}), said("MarkerSize")
    MarkerBackgroundColor, MarkerForegroundColor = said("MarkerBackgroundColor"), said("MarkerForegroundColor")
    Format = held("Format", "ChartFormat")

    def SetValues(self, rng: Any) -> None:
        self.kept["Values"] = rng.Address

    def SetXAxisValues(self, rng: Any) -> None:
        self.kept["XValues"] = rng.Address

    def Delete(self) -> None:
        self.kept["gone"]()


class ChartSeriesCollection(Items):
    def __init__(self, excel: Any, kept: list[dict[str, Any]], sheet: Any) -> None:
        super().__init__(excel)
        self.kept, self.sheet = kept, sheet

    def members(self) -> list[ChartSeries]:
        for one in self.kept:
            one["gone"] = lambda one=one: self.kept.remove(one)
        return [ChartSeries(self.excel, one, self.sheet) for one in self.kept]

    def Add(self, name: str | None = None, index: int | None = None) -> ChartSeries:
        self.kept.append({"Name": name or ""})
        return self.members()[-1]


class Chart(Thing):
    TRACKED = False

    def __init__(self, excel: Any, holder: Any) -> None:
        super().__init__(excel)
        self.native = holder
        first = {"<Title>": {"Text": holder.chart.title.text, "Visible": True}} if holder.chart.title else {}
        self.kept = excel.charts.setdefault(id(holder), first)

    def identity(self) -> dict[str, Any]:
        return {"Id": f"{{{id(self.native):032X}}}"}

    def place(self) -> Any:
        return self.native.sheet

    @property
    def sheet(self) -> Any:
        return self.native.sheet

    @property
    def Name(self) -> str:
        return str(self.native.name)

    @Name.setter
    def Name(self, value: str) -> None:
        if not value:
            raise wrong()
        self.native.name = value

    def _side(side: str) -> property:  # type: ignore[misc]
        def put(self: Chart, value: float) -> None:
            if not isinstance(value, int | float) or value < 0:
                raise wrong()
            self.native.box[side] = float(value)

        return property(lambda self: self.native.box[side], put)

    Left, Top, Width, Height = _side("left"), _side("top"), _side("width"), _side("height")
    ChartType = said("ChartType", "ColumnClustered", KINDS)
    Title, Legend, Axes, Format = (
        held("Title", "ChartTitle"), held("Legend", "ChartLegend"), held("Axes", "ChartAxes"), held("Format", "ChartFormat"),
    )  # fmt: skip

    @property
    def Series(self) -> ChartSeriesCollection:
        return ChartSeriesCollection(self.excel, self.kept.setdefault("series", []), self.native.sheet)

    def Delete(self) -> None:
        self.excel.charts.pop(id(self.native), None)
        self.native.Delete()


class Charts(Items):
    def __init__(self, excel: Any, sheet: Any) -> None:
        super().__init__(excel)
        self.sheet = sheet

    def place(self) -> Any:
        return self.sheet

    def members(self) -> list[Chart]:
        return [Chart(self.excel, holder) for holder in self.sheet.charts]

    def Add(self, kind: str, source: Any, by: str | None = None) -> Chart:
        """A chart with a series for each column of its cells."""
        if kind not in KINDS or by not in (None, "Auto", "Columns", "Rows") or source is None:
            raise wrong()
        if self.sheet.shut():
            self.sheet.cell(1, 1).check()
        made: ChartObject = self.sheet.ChartObjects().Add(100, 100, 360, 216)
        chart = Chart(self.excel, made)
        chart.kept["ChartType"] = kind
        chart.kept["series"] = [{"Name": f"Series{i + 1}"} for i in range(source.a.columns)]
        return chart


PARTS: dict[str, type[Part]] = {
    p.__name__: p
    for p in (ChartFont, ChartLine, ChartFill, ChartFormat, ChartTitle, ChartLegend, ChartGridlines, ChartAxis, ChartAxes)
}
