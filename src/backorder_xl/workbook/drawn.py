"""What do charts of ours look like as parts of a workbook?

XlsxWriter draws them in a scratch workbook whose sheets bear the same names; only its chart and drawing parts are used
(charts.py puts them into the user's package). The same charts always give the same bytes.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import xlsxwriter
from lxml import etree

from backorder_xl.workbook import markup
from backorder_xl.workbook.changes import Chart, ChartKind, Format
from backorder_xl.workbook.markup import children
from backorder_xl.workbook.palette import CHART_CODES, CHART_COLOURS, CHART_INK, CHART_LINES, CHART_NAME, CHART_TITLE
from backorder_xl.workbook.rows import serial
from backorder_xl.workbook.where import Where

_KINDS = {
    ChartKind.COLUMN: {"type": "column"},
    ChartKind.BAR: {"type": "bar"},
    ChartKind.STACKED_BAR: {"type": "bar", "subtype": "stacked"},
    ChartKind.LINE: {"type": "line"},
}
_LYING = (ChartKind.BAR, ChartKind.STACKED_BAR)
COLOURS = {tone: f"#{colour}" for tone, colour in CHART_COLOURS.items()}
_INK, _LINES = f"#{CHART_INK}", f"#{CHART_LINES}"
_SMALL = {"size": 9, "color": _INK}
_PADDING, _DIGIT = 5, 7  # pixels of a column beside its digits, and of a digit, in Excel's usual font
_KEPT = re.compile(rb"<c:numCache>.*?</c:numCache>", re.DOTALL)
NAME = CHART_NAME


@dataclass
class Grid:
    """The measures of the sheet on which charts shall stand: widths in characters, heights in points."""

    default_width: float | None
    widths: Mapping[tuple[int, int], float]  # (first, last column) -> width
    heights: Mapping[int, float]  # row -> height
    first_column: int  # the first one that is free


@dataclass
class Drawn:
    """One chart: its place on the sheet, and its part."""

    name: str
    anchor: etree._Element
    part: bytes


def draw(sheet: str, charts: Sequence[Chart], grid: Grid, where: Where, date1904: bool) -> list[Drawn]:
    """The charts as parts, in their order; ``sheet`` is where they stand."""
    scratch = io.BytesIO()
    with xlsxwriter.Workbook(scratch, {"in_memory": True, "date_1904": date1904}) as book:
        page = book.add_worksheet(sheet)
        for name in sorted({c.sheet for chart in charts for s in chart.series for c in (s.labels, s.values)} - {sheet}):
            book.add_worksheet(name)
        if grid.default_width is not None:
            page.set_column_pixels(0, 16_383, int(grid.default_width * _DIGIT + _PADDING))
        for (first, last), width in grid.widths.items():
            page.set_column(first - 1, last - 1, width)
        for row, height in grid.heights.items():
            page.set_row(row - 1, height)
        for chart in charts:
            made = _chart(book, chart, where, date1904)
            options = {"x_offset": chart.place.left, "y_offset": chart.place.top, "description": _spoken(chart)}
            page.insert_chart(0, grid.first_column - 1, made, options)
    with zipfile.ZipFile(scratch) as parts:
        root = markup.parse(parts.read("xl/drawings/drawing1.xml"))
        texts = [parts.read(f"xl/charts/chart{number}.xml") for number in range(1, len(charts) + 1)]
    texts = [_KEPT.sub(b"", text) if chart.growing else text for chart, text in zip(charts, texts, strict=True)]
    names = [NAME + chart.title for chart in charts]
    return [Drawn(*each) for each in zip(names, children(root), texts, strict=True)]


def _spoken(chart: Chart) -> str:
    """What a screen reader says of a chart."""
    return f"{chart.title}: {', '.join(s.name for s in chart.series)}"


def _chart(book: xlsxwriter.Workbook, chart: Chart, where: Where, date1904: bool) -> object:
    made = book.add_chart({**_KINDS[chart.kind], "name": NAME + chart.title})
    for series in chart.series:
        look: dict[str, object] = {"fill": {"color": COLOURS[series.tone]}, "gap": 60}
        if chart.kind is ChartKind.LINE:
            look = {"line": {"color": COLOURS[series.tone], "width": 2}, "marker": {"type": "circle", "size": 5}}
            look["marker"] |= {"fill": {"color": COLOURS[series.tone]}, "border": {"none": True}}  # type: ignore[operator]
        spots = {}
        for word, cells in (("categories", series.labels), ("values", series.values)):
            column, first, last = where.cells(cells)
            spots[word] = [cells.sheet, first - 1, column - 1, last - 1, column - 1]
            spots[f"{word}_data"] = [0] if chart.growing else [_cached(v, date1904) for v in where.values(cells)]
        made.add_series({"name": series.name, **spots, **look})
    made.set_title({"name": chart.title, "name_font": {"size": 11, "bold": False, "color": f"#{CHART_TITLE}"}, "overlay": False})
    several = len(chart.series) > 1
    made.set_legend({"position": "bottom", "font": _SMALL} if several else {"none": True})
    labels: dict[str, object] = {"num_font": _SMALL, "line": {"color": _LINES}, "major_tick_mark": "none", "text_axis": True}
    values: dict[str, object] = {
        "num_font": _SMALL, "line": {"none": True}, "major_tick_mark": "none", "min": 0,
        "major_gridlines": {"visible": True, "line": {"color": _LINES, "width": 0.75}},
        "num_format": CHART_CODES.get(chart.format, CHART_CODES[Format.QTY]),
    }  # fmt: skip
    if chart.format is Format.PERCENT:
        values |= {"max": 1, "major_unit": 0.25}
    if chart.growing:
        labels |= {"interval_unit": 2, "num_font": {**_SMALL, "rotation": -45}}  # many narrow places: none is broken in two
    if chart.labels is Format.DATE:
        labels["num_format"] = CHART_CODES[Format.DATE]
    if chart.kind in _LYING:
        labels |= {"reverse": True, "major_gridlines": {"visible": False}}
        values["label_position"] = "high"  # which is below, as the rows run from the top
    for axis, title in ((labels, chart.label_title), (values, chart.value_title)):
        if title:
            axis |= {"name": title, "name_font": {**_SMALL, "bold": False}}
    lying = chart.kind in _LYING
    made.set_x_axis(values if lying else labels)
    made.set_y_axis(labels if lying else values)
    made.set_chartarea({"border": {"color": _LINES}})
    made.set_size({"width": chart.place.width, "height": chart.place.height})
    return made


def _cached(value: object, date1904: bool) -> object:
    """A value as a chart keeps it; blanks are told from zeros."""
    if isinstance(value, np.datetime64):
        return "" if np.isnat(value) else serial(value.astype("datetime64[s]").item(), date1904)
    if isinstance(value, np.generic):
        value = value.item()
    return "" if value is None or value != value else value
