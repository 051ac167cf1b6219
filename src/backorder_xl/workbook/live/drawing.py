"""How is a chart of ours drawn through Excel's own objects, over COM?

In the chart object of the same name if there is one, so that its place on the sheet and its borders stay; all that it shows is
made anew. Ranges are handed over as ranges: texts of addresses would depend on how this Excel spells them.
"""

from __future__ import annotations

import contextlib
from typing import Any

from backorder_xl.workbook.changes import ChartKind
from backorder_xl.workbook.live.native import colour_number
from backorder_xl.workbook.palette import CHART_INK, CHART_LINES, CHART_TITLE
from backorder_xl.workbook.refs import make_range
from backorder_xl.workbook.steps import DrawChart, Plot, Rect

_KINDS = {ChartKind.COLUMN: 51, ChartKind.BAR: 57, ChartKind.STACKED_BAR: 58, ChartKind.LINE: 65}
_LYING = (ChartKind.BAR, ChartKind.STACKED_BAR)
_LABELS, _VALUES, _BOTTOM, _HIGH, _CATEGORIES, _NONE, _CIRCLE, _MIDDLE, _SLANTED = 1, 2, -4107, -4127, 2, -4142, 8, -4138, 45


def draw(sheet: Any, step: DrawChart) -> None:
    """The chart on its sheet; a try that was cut short leaves nothing that a second one would not find."""
    holder = _holder(sheet, step)
    chart = holder.Chart
    while chart.SeriesCollection().Count:  # Excel also fills a new chart with what is selected
        chart.SeriesCollection(1).Delete()
    chart.ChartType = _KINDS[step.kind]
    for plot in step.series:
        _plot(sheet.book, chart.SeriesCollection().NewSeries(), step.kind, plot)
    if step.kind is not ChartKind.LINE:
        group = chart.ChartGroups(1)
        group.GapWidth = 60
        if step.kind is ChartKind.STACKED_BAR:
            group.Overlap = 100
    chart.HasTitle = True
    chart.ChartTitle.Text = step.title
    font = chart.ChartTitle.Font
    font.Size, font.Bold, font.Color = 11, False, colour_number(CHART_TITLE)
    chart.HasLegend = len(step.series) > 1
    if len(step.series) > 1:
        chart.Legend.Position = _BOTTOM
        _small(chart.Legend.Font)
    chart.ChartArea.Border.Color = colour_number(CHART_LINES)
    _axes(chart, step)
    with contextlib.suppress(Exception):  # only screen readers know of it
        holder.ShapeRange.AlternativeText = step.spoken


def _holder(sheet: Any, step: DrawChart) -> Any:
    """The chart's object by its name, or a new one; put where it belongs unless it stays."""
    here = {str(c.Name): c for c in sheet.api.ChartObjects()}
    holder = here.get(step.name) or here.get(step.was or "")
    if step.box is None:
        left = top = width = height = 0.0
    else:
        right, top, width, height = step.box
        left = float(sheet.range((1, step.column)).left) + right
    if holder is None:
        holder = sheet.api.ChartObjects().Add(left, top, width, height)
        try:
            holder.Name = step.name
        except BaseException:
            holder.Delete()
            raise
        return holder
    if str(holder.Name) != step.name:
        holder.Name = step.name
    if step.box is not None:
        holder.Left, holder.Top, holder.Width, holder.Height = left, top, width, height
    return holder


def _plot(book: Any, series: Any, kind: ChartKind, plot: Plot) -> None:
    series.Name = plot.name
    series.Values = _cells(book, *plot.values)
    series.XValues = _cells(book, *plot.labels)
    colour = colour_number(plot.colour)
    if kind is ChartKind.LINE:
        series.Border.Color, series.Border.Weight = colour, _MIDDLE
        series.MarkerStyle, series.MarkerSize = _CIRCLE, 5
        series.MarkerBackgroundColor = series.MarkerForegroundColor = colour
    else:
        series.Interior.Color = colour


def _cells(book: Any, sheet: str, rect: Rect) -> Any:
    row, column, rows, columns = rect
    return book.sheets[sheet].range(make_range(row, column, row + rows - 1, column + columns - 1)).api


def _axes(chart: Any, step: DrawChart) -> None:
    labels, values, lying = chart.Axes(_LABELS), chart.Axes(_VALUES), step.kind in _LYING
    for axis, title in ((labels, step.label_title), (values, step.value_title)):
        axis.HasTitle = bool(title)
        if title:
            axis.AxisTitle.Text = title
            _small(axis.AxisTitle.Font)
        _small(axis.TickLabels.Font)
        axis.MajorTickMark = _NONE
    labels.CategoryType = _CATEGORIES
    labels.Border.Color = colour_number(CHART_LINES)
    labels.HasMajorGridlines, values.HasMajorGridlines = False, True
    values.MajorGridlines.Border.Color = colour_number(CHART_LINES)
    values.Border.LineStyle = _NONE
    values.TickLabels.NumberFormat = step.value_code
    values.MinimumScale = 0
    if step.most is not None:
        values.MaximumScale, values.MajorUnit = step.most, step.most / 4
    if step.label_code is not None:
        labels.TickLabels.NumberFormat = step.label_code
    if step.crowded:
        labels.TickLabelSpacing = 2
        labels.TickLabels.Orientation = _SLANTED
    if lying:  # the first row on top; the numbers are below then, where the other end of the axis is
        labels.ReversePlotOrder = True
        values.TickLabelPosition = _HIGH


def _small(font: Any) -> None:
    font.Size, font.Bold, font.Color = 9, False, colour_number(CHART_INK)
