"""What does Excel do of itself after cells were written: headers made unique, tables that grow, formulas that fill a column?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from openpyxl.worksheet.table import TableFormula

from .addresses import Area, spanned
from .grid import translated

if TYPE_CHECKING:
    from .tables import ListObject
    from .worksheet import Worksheet


def after_write(sheet: Worksheet, a: Area) -> None:
    """Looks at every table that what was written touches, or that ends right above it."""
    for table in list(sheet.tables):
        t = table.area
        if table.headers and Area(t.row, t.column, 1, t.columns).common(a):
            table.heed_headers()
        if table.table.insertRow and t.common(a) and _filled(sheet, spanned(t.row + 1, t.column, t.bottom, t.right)):
            table.table.insertRow = None
        if sheet.book.app.expands and not table.totals and a.row == t.bottom + 1 and _filled(sheet, a):
            _grow(sheet, table, a)
        if sheet.book.app.fills:
            _fill(sheet, table, a)


def _filled(sheet: Worksheet, a: Area) -> bool:
    return any(sheet.grid.filled(at) for at in sheet.range(a).each_made())


def _grow(sheet: Worksheet, table: ListObject, a: Area) -> None:
    """A table takes in the rows that were written right below it."""
    t = table.area
    grown = Area(t.row, t.column, t.rows + a.rows, t.columns)
    if Area(a.row, t.column, 1, t.columns).common(a) and not any(o is not table and o.area.common(grown) for o in sheet.tables):
        table.stand(grown)
        continue_columns(table, a.row, grown.bottom)


def _fill(sheet: Worksheet, table: ListObject, a: Area) -> None:
    """A formula in one cell of a column that is empty otherwise goes to all its rows; one over the whole column belongs to it."""
    body = table.body()
    common = body.common(a) if body is not None else None
    if body is None or common is None or (common.rows != 1 and common.rows != body.rows):
        return
    grid = sheet.grid
    for c in range(common.column, common.right + 1):
        first = (common.row, c)
        cell = grid.cells.get(first)
        if cell is None or cell.data_type != "f":
            continue
        formula = str(grid.formula(first))
        others = [(r, c) for r in range(body.row, body.bottom + 1) if r != common.row]
        if common.rows == 1 and others and not any(grid.filled(at) for at in others):
            for at in others:
                grid.put(at, translated(formula, first, at))
        if all(grid.formula(at) == translated(formula, first, at) for at in others):
            kept = TableFormula(attr_text=str(grid.cells[body.row, c]._value).removeprefix("="))
            table.table.tableColumns[c - body.column].calculatedColumnFormula = kept


def continue_columns(table: ListObject, first: int, last: int) -> None:
    """New rows of a table get the formulas of its calculated columns."""
    grid, a, body = table.sheet.grid, table.area, table.body()
    if body is None:
        return
    for i, column in enumerate(table.table.tableColumns):
        if column.calculatedColumnFormula is None:
            continue
        c = a.column + i
        source = next((r for r in range(body.row, body.bottom + 1) if not first <= r <= last and _is_formula(table, r, c)), None)
        for r in range(first, last + 1):
            if not grid.filled((r, c)):
                formula = f"={column.calculatedColumnFormula.attr_text}"
                grid.put((r, c), formula if source is None else translated(str(grid.formula((source, c))), (source, c), (r, c)))


def _is_formula(table: ListObject, row: int, column: int) -> bool:
    cell = table.sheet.grid.cells.get((row, column))
    return cell is not None and cell.data_type == "f"
