"""How do formulas, alarms and charts of ours come onto an open sheet?

As steps, by the same rules as in a closed file (where.py, alarms.py, charts.py). Nothing that stands there already is done again,
but for charts, which are drawn anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from backorder_xl.workbook.changes import Cells, Chart, Column, Format, SheetTable
from backorder_xl.workbook.formulas import alike, spoken
from backorder_xl.workbook.grids import rects_of
from backorder_xl.workbook.layout import Layout
from backorder_xl.workbook.palette import CHART_CODES, CHART_COLOURS, CHART_NAME
from backorder_xl.workbook.refs import LAST_ROW
from backorder_xl.workbook.standing import Cell, Formula, Place, SheetNow
from backorder_xl.workbook.steps import DrawChart, DropCharts, Plot, Rect, Step, TurnRed, WriteCells, WriteFormulas
from backorder_xl.workbook.where import Where

_POINTS = 0.75  # of a pixel, on the screens that our charts are measured for


def alive(
    table: SheetTable, ours: Mapping[int, tuple[Column, list[Cell]]], where: Where
) -> dict[int, list[Cell]]:
    """The columns that hold formulas, each cell with its formula or its value; what a formula comes to goes with it."""
    found: dict[int, list[Cell]] = {}
    for number, (column, cells) in ours.items():
        formulas = where.formulas(table, column.header)
        if formulas is not None and any(formulas):
            pairs = zip(formulas, cells, strict=True)
            found[number] = [Formula(f"={spoken(text)}", value) if text else value for text, value in pairs]
    return found


def differs(there: Cell, wanted: Cell) -> bool:
    """Must a cell be written? A formula need not if it is there and came to what it comes to now, or to nothing that is known;
    a book that does not work formulas out itself gets the new result with it."""
    if isinstance(there, Formula) and isinstance(wanted, Formula):
        return not alike(there.text, wanted.text) or there.value not in (None, wanted.value)
    return there != wanted


def apart(writes: Iterable[WriteCells]) -> list[Step]:
    """The same with formulas in steps of their own, which can be carried out later; their cells are empty until then."""
    found: list[Step] = []
    for write in writes:
        live: dict[Place, Formula] = {
            (write.row + i, write.column + j): cell
            for i, line in enumerate(write.grid)
            for j, cell in enumerate(line)
            if isinstance(cell, Formula)
        }
        if not live:
            found.append(write)
            continue
        rest = tuple(tuple(None if isinstance(cell, Formula) else cell for cell in line) for line in write.grid)
        found.append(replace(write, grid=rest))
        for row, column, rows, columns in rects_of(live):
            grid = [[live[r, c] for c in range(column, column + columns)] for r in range(row, row + rows)]
            texts = tuple(tuple(cell.text for cell in line) for line in grid)
            values = tuple(tuple(cell.value for cell in line) for line in grid)
            found.append(WriteFormulas(write.sheet, row, column, texts, values))  # type: ignore[arg-type]
    return found


def alarms(table: SheetTable, place: Layout, sheet: SheetNow) -> list[Step]:
    """Columns turn red in all rows that the sheet may ever have; one that has a conditional format keeps that one."""
    first, found = place.header_row + 1, list[Step]()
    for alarm in table.alarms:
        column = place.places[alarm.column]
        if column not in sheet.alarmed:
            found.append(TurnRed(sheet.name, ((first, column, LAST_ROW - first + 1, 1),), alarm.when))
    return found


def charts(table: SheetTable, sheet: SheetNow, where: Where, last_column: int) -> list[Step]:
    """Our charts right of ``last_column``; one that was moved stays where it is if it covers no column of the sheet."""
    if not table.charts:
        return []
    wanted = [CHART_NAME + chart.title for chart in table.charts]
    standing = {name: name for name in sheet.charts if name.startswith(CHART_NAME)}
    for name, (title, _) in sheet.charts.items():  # some programs forget the names of charts; then the title tells
        if name not in standing and CHART_NAME + title in wanted:
            standing.setdefault(CHART_NAME + title, name)
    gone = tuple(sorted(name for known, name in standing.items() if known not in wanted))
    found: list[Step] = [DropCharts(sheet.name, gone)] if gone else []
    for name, chart in zip(wanted, table.charts, strict=True):
        was = standing.get(name)
        stays = was is not None and sheet.charts[was][1] > last_column
        found.append(_drawn(sheet.name, name, was, chart, where, last_column + 1, stays))
    return found


def _drawn(sheet: str, name: str, was: str | None, chart: Chart, where: Where, column: int, stays: bool) -> DrawChart:
    at = chart.place
    percent = chart.format is Format.PERCENT
    return DrawChart(
        sheet, name, was, chart.kind, chart.title,
        tuple(Plot(s.name, _rect(s.labels, where), _rect(s.values, where), CHART_COLOURS[s.tone]) for s in chart.series),
        column, None if stays else tuple(_POINTS * n for n in (at.left, at.top, at.width, at.height)),  # type: ignore[arg-type]
        chart.label_title, chart.value_title,
        CHART_CODES[Format.DATE] if chart.labels is Format.DATE else None, CHART_CODES.get(chart.format, CHART_CODES[Format.QTY]),
        1.0 if percent else None, chart.growing, f"{chart.title}: {', '.join(s.name for s in chart.series)}",
    )  # fmt: skip


def _rect(cells: Cells, where: Where) -> tuple[str, Rect]:
    column, first, last = where.cells(cells)
    return cells.sheet, (first, column, last - first + 1, 1)
