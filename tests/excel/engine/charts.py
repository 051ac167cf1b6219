"""What was asked of charts? They are only recorded: nothing is drawn, and nothing of it is saved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .com import CDispatch, Items

if TYPE_CHECKING:
    from .workbook import Workbook
    from .worksheet import Worksheet

COLUMN_CLUSTERED = 51


class Title(CDispatch):
    def __init__(self, chart: Chart) -> None:
        self.switches, self.text = chart.switches, ""

    @property
    def Text(self) -> str:
        return self.text

    @Text.setter
    def Text(self, value: str) -> None:
        self.text = str(value)


class Chart(CDispatch):
    """The chart in a chart object: type, title, style and the range that it shows."""

    QUIET = frozenset({"SetElement"})

    def __init__(self, holder: ChartObject) -> None:
        self.switches, self.holder = holder.switches, holder
        self.kind, self.style, self.source, self.plot_by, self.title = COLUMN_CLUSTERED, 201, None, None, None  # type: ignore[var-annotated]

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


class ChartObject(CDispatch):
    def __init__(self, sheet: Worksheet, left: float, top: float, width: float, height: float, name: str) -> None:
        self.switches, self.sheet, self.name = sheet.switches, sheet, name
        self.box = {"left": float(left), "top": float(top), "width": float(width), "height": float(height)}
        self.chart = Chart(self)

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

    def Delete(self) -> None:
        self.sheet.charts.remove(self)


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
