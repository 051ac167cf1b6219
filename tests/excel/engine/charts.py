"""What was asked of charts? They are only recorded: nothing is drawn, and nothing new is saved.

Charts of the file are there by their titles and places; their names are lost, as openpyxl does not keep them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .com import CDispatch, Items
from .plots import CATEGORIES, VALUES, Area, Axis, Font, Group, Legend, Part, Series, SeriesCollection

if TYPE_CHECKING:
    from .workbook import Workbook
    from .worksheet import Worksheet

COLUMN_CLUSTERED = 51


class Title(CDispatch):
    def __init__(self, chart: Chart) -> None:
        self.switches, self.text, self.font = chart.switches, "", Font(chart)

    @property
    def Font(self) -> Any:
        return self.font

    @property
    def Text(self) -> str:
        return self.text

    @Text.setter
    def Text(self, value: str) -> None:
        self.text = str(value)


class Chart(CDispatch):
    """The chart in a chart object: type, title, style and the range that it shows."""

    QUIET = frozenset({"SetElement", "SeriesCollection", "Axes", "ChartGroups"})

    def __init__(self, holder: ChartObject) -> None:
        self.switches, self.holder = holder.switches, holder
        self.kind, self.style, self.source, self.plot_by, self.title = COLUMN_CLUSTERED, 201, None, None, None  # type: ignore[var-annotated]
        self.series: list[Series] = []
        self.legend: Legend | None = None
        self.axes = {CATEGORIES: Axis(self), VALUES: Axis(self)}
        self.group, self.area = Group(self), Area(self)

    def place(self) -> str:
        return self.holder.place()

    @property
    def Parent(self) -> Any:
        return self.holder

    @property
    def ChartType(self) -> int:
        return self.kind

    @ChartType.setter
    def ChartType(self, value: int) -> None:
        self.kind = int(value)

    @property
    def ChartStyle(self) -> int:
        return self.style

    @ChartStyle.setter
    def ChartStyle(self, value: int) -> None:
        self.style = int(value)

    def SetSourceData(self, Source: Any, PlotBy: int | None = None) -> None:
        self.source, self.plot_by = Source, PlotBy

    @property
    def PlotBy(self) -> Any:
        return self.plot_by

    @PlotBy.setter
    def PlotBy(self, value: int) -> None:
        self.plot_by = value

    @property
    def HasTitle(self) -> bool:
        return self.title is not None

    @HasTitle.setter
    def HasTitle(self, value: bool) -> None:
        self.title = (self.title or Title(self)) if value else None  # type: ignore[assignment]

    @property
    def ChartTitle(self) -> Any:
        return self.title

    @property
    def HasLegend(self) -> bool:
        return self.legend is not None

    @HasLegend.setter
    def HasLegend(self, value: bool) -> None:
        self.legend = (self.legend or Legend(self)) if value else None

    @property
    def Legend(self) -> Any:
        return self.legend

    @property
    def ChartArea(self) -> Any:
        return self.area

    def SeriesCollection(self, Index: Any = None) -> Any:
        return SeriesCollection(self) if Index is None else SeriesCollection(self).find(Index)

    def Axes(self, Type: int) -> Any:
        return self.axes[Type]

    def ChartGroups(self, Index: int) -> Any:
        return self.group


class ChartObject(CDispatch):
    def __init__(self, sheet: Worksheet, left: float, top: float, width: float, height: float, name: str) -> None:
        self.switches, self.sheet, self.name = sheet.switches, sheet, name
        self.box = {"left": float(left), "top": float(top), "width": float(width), "height": float(height)}
        self.chart, self.shape, self.kept = Chart(self), ShapeRange(self), None

    def place(self) -> str:
        return f"{self.sheet.ws.title}!"

    @property
    def Name(self) -> str:
        return self.name

    @Name.setter
    def Name(self, value: str) -> None:
        self.name = str(value)

    @property
    def Parent(self) -> Any:
        return self.sheet

    @property
    def Chart(self) -> Any:
        return self.chart

    def _side(side: str) -> property:  # type: ignore[misc]
        return property(lambda self: self.box[side], lambda self, value: self.box.__setitem__(side, float(value)))

    Left, Top, Width, Height = _side("left"), _side("top"), _side("width"), _side("height")

    @property
    def TopLeftCell(self) -> Any:
        """The cell under its corner."""
        column = row = 1
        right, bottom = self.sheet.points(1), self.sheet.row_height(1)
        while right <= self.box["left"]:
            column += 1
            right += self.sheet.points(column)
        while bottom <= self.box["top"]:
            row += 1
            bottom += self.sheet.row_height(row)
        return self.sheet.cell(row, column)

    @property
    def ShapeRange(self) -> Any:
        return self.shape

    def Delete(self) -> None:
        self.sheet.charts.remove(self)
        if self.kept is not None:
            self.sheet.ws._charts.remove(self.kept)


class ShapeRange(Part):
    """What the chart object is as a shape."""

    @property
    def AlternativeText(self) -> str:
        return str(self.said.get("text", ""))

    @AlternativeText.setter
    def AlternativeText(self, value: str) -> None:
        self.said["text"] = str(value)


def charts_of(sheet: Worksheet) -> list[ChartObject]:
    """The charts that a sheet's file brought."""
    found = []
    for kept in sheet.ws._charts:
        start = kept.anchor._from
        left = sum(sheet.points(c) for c in range(1, start.col + 1)) + 1  # a little inside, as offsets are not looked at
        top = sum(sheet.row_height(r) for r in range(1, start.row + 1)) + 1
        made = ChartObject(sheet, left, top, 300, 200, f"Chart {len(found) + 1}")
        made.kept = kept
        runs = [run for p in kept.title.tx.rich.p for run in p.r or ()] if kept.title and kept.title.tx else []
        if runs:
            made.chart.title = Title(made.chart)
            made.chart.title.text = "".join(run.t for run in runs)
        found.append(made)
    return found


class ChartSheet(CDispatch):
    """A sheet that is a chart."""

    def __init__(self, switches: Any, title: str) -> None:
        self.switches, self.title = switches, title

    @property
    def Name(self) -> str:
        return self.title


class Charts(Items):
    """The chart sheets of a book."""

    def __init__(self, book: Workbook) -> None:
        self.switches, self.book = book.switches, book

    def members(self) -> list[ChartSheet]:
        return [ChartSheet(self.switches, c.title) for c in self.book.wb.chartsheets]


class ChartObjects(Items):
    def __init__(self, sheet: Worksheet) -> None:
        self.switches, self.sheet = sheet.switches, sheet

    def place(self) -> str:
        return f"{self.sheet.ws.title}!"

    def members(self) -> list[ChartObject]:
        return list(self.sheet.charts)

    @property
    def Parent(self) -> Any:
        return self.sheet

    def Add(self, Left: float, Top: float, Width: float, Height: float) -> ChartObject:
        taken = {c.name for c in self.sheet.charts}
        n = next(n for n in range(1, len(taken) + 2) if f"Chart {n}" not in taken)
        made = ChartObject(self.sheet, Left or 0, Top or 0, Width, Height, f"Chart {n}")
        self.sheet.charts.append(made)
        return made
