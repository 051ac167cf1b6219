"""What stands on the sheets of the open workbook?

One bulk read for all values of a sheet and one for all formulas, whatever is hidden or filtered; the rest (tables, notes, links,
looks) is asked for only where something will be written.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from backorder_xl.workbook.live.native import Native
from backorder_xl.workbook.model import CellError, ExcelTable
from backorder_xl.workbook.refs import LAST_ROW, make_range
from backorder_xl.workbook.standing import Cell, Filter, Formula, Place, SheetNow, Stretches, stretches

ERRORS = frozenset({
    "#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#GETTING_DATA", "#SPILL!", "#CALC!", "#FIELD!",
    "#BLOCKED!", "#CONNECT!", "#UNKNOWN!",
})  # fmt: skip
MOST_QUESTIONS = 400
"""How often at most one column is asked for stretches of equal looks; what is not known then is not brought back by undo."""

PADDING = 5 / 7
"""By how much a column's width in a file is more than what Excel itself calls one."""

_DAY0 = dt.datetime(1899, 12, 30)


def read_cells(sheet: Any, native: Native) -> list[list[Cell]]:
    """The sheet's grid from A1, formulas with what they show."""
    area = from_a1(sheet)
    values = area.options(ndim=2, err_to_str=True).value
    formulas = _rows(area.formula)
    if any(isinstance(v, Decimal) for row in values for v in row):
        plain = native.exact(area)
        if plain is not None:
            values = [
                [p if isinstance(v, Decimal) else v for v, p in zip(row, line, strict=True)]
                for row, line in zip(values, _rows(plain), strict=True)
            ]
    return grid(values, formulas)


def grid(values: Any, formulas: Any) -> list[list[Cell]]:
    """Rows of values and the formulas behind them as one grid, without blank rows at its end."""
    cells = [
        [_cell(value, formula) for value, formula in zip(row, line, strict=True)]
        for row, line in zip(values, formulas, strict=True)
    ]
    while cells and all(c is None for c in cells[-1]):
        cells.pop()
    return cells


def from_a1(sheet: Any) -> Any:
    """The used cells of a sheet, from A1 on."""
    used = sheet.used_range
    return sheet.range((1, 1), (used.row + used.shape[0] - 1, used.column + used.shape[1] - 1))


def _rows(found: Any) -> Any:
    """A single cell comes as it is, several as rows."""
    return found if isinstance(found, (tuple, list)) else ((found,),)


def _cell(value: object, formula: object) -> Cell:
    shown = _shown(value)
    # A text that looks like a formula is shown as it is written; a formula practically never is.
    if isinstance(formula, str) and formula[:1] == "=" and len(formula) > 1 and shown != formula:
        return Formula(formula, shown)
    return shown


def _shown(value: object) -> Any:
    if isinstance(value, str):
        return CellError(value) if value in ERRORS else value
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, (int, float, Decimal)):
        return float(value)
    if isinstance(value, dt.datetime):
        value = value.replace(tzinfo=None)
        if value < _DAY0 + dt.timedelta(days=1):  # a time of day
            return (value - _DAY0) / dt.timedelta(days=1)
        return (value + dt.timedelta(microseconds=500_000)).replace(microsecond=0)
    return str(value)


def read_tables(sheet: Any, cells: list[list[Cell]]) -> list[ExcelTable]:
    """The sheet's Excel Tables; a header row that is not shown makes a table unusable, and it is left out."""
    found = []
    for table in sheet.tables:
        if not table.show_headers:
            continue
        area, totals = table.range, bool(table.show_totals)
        row, column, (rows, columns) = area.row, area.column, area.shape
        line = cells[row - 1] if row <= len(cells) else []
        heads = [line[c - 1] if c <= len(line) else None for c in range(column, column + columns)]
        texts = tuple(str(getattr(h, "value", h) or "") for h in heads)
        last = row + rows - 1 - totals
        found.append(ExcelTable(table.name, sheet.name, row, last, column, column + columns - 1, totals, texts))
    return sorted(found, key=lambda t: (t.header_row, t.first_col))


def read_notes(sheet: Any) -> dict[Place, str]:
    """The sheet's notes by the cell that they hang on."""
    return {(n.location.row, n.location.column): n.text for n in sheet.notes}


def read_filters(sheet: Any, native: Native) -> dict[str, list[Filter]]:
    """The criteria by which tables are filtered now, by the table's name; "" for a filter of the sheet's own."""
    filters = {table.name: table.autofilter for table in sheet.tables if table.show_autofilter}
    own = native.filtered(sheet)
    if own is not None:
        filters[""] = own.autofilter
    found = {name: [dict(c.impl) for c in on.criteria if c.type != "none"] for name, on in filters.items()}
    return {name: criteria for name, criteria in found.items() if criteria}


def read_looks(sheet: Any, now: SheetNow, native: Native) -> None:
    """Fill in notes, links, filters, charts, conditional formats, and how the columns of tables look."""
    now.filters = read_filters(sheet, native)
    now.notes = read_notes(sheet)
    now.links = native.links(sheet)
    now.page_set = native.page_set(sheet)
    now.charts = native.charts(sheet)
    now.alarmed = _ruled(sheet, now, native)
    areas = [(t.header_row + 1, t.last_row, range(t.first_col, t.last_col + 1)) for t in now.tables]
    if not areas and now.cells:
        areas = [(1, len(now.cells), range(1, now.width() + 1))]
    for first, last, columns in areas:
        for column in columns:
            _looks(sheet, now.formats, column, first, last, native.number_format)
            _looks(sheet, now.fills, column, first, last, native.fill)
            now.widths[column] = float(sheet.range((1, column)).column_width or 0) + PADDING
        whole = sheet.range((first, columns.start), (last, columns.stop - 1))
        if native.line(whole) != (True, None):  # most tables have none at all
            for column in columns:
                _looks(sheet, now.lines, column, first, last, native.line)


def _ruled(sheet: Any, now: SheetNow, native: Native) -> set[int]:
    """The columns of tables in which some cell has a conditional format; most sheets have none at all."""
    if not now.tables or not native.ruled(sheet.cells):
        return set()
    return {
        column
        for t in now.tables
        for column in range(t.first_col, t.last_col + 1)
        if native.ruled(sheet.range((t.header_row + 1, column), (LAST_ROW, column)))
    }


def _looks(
    sheet: Any, known: Stretches, column: int, first: int, last: int, ask: Callable[[Any], tuple[bool, str | None]]
) -> None:
    def look(a: int, b: int) -> tuple[bool, str | None]:
        return ask(sheet.range(make_range(a, column, b, column)))

    if last >= first:
        known.setdefault(column, []).extend(stretches(first, last, look, MOST_QUESTIONS))
