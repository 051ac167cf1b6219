"""What stands on the sheets once a list of steps has been carried out?

On plain data: for a workbook in memory, and to know what the next change of a run will find. Formats and colours are left as
they are known; everything else follows.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from backorder_xl.workbook.model import ExcelTable
from backorder_xl.workbook.standing import BookNow, Cell, Formula, SheetNow, shown
from backorder_xl.workbook.steps import (
    AddSheet,
    ClearCells,
    DeleteSheet,
    DrawChart,
    DropCharts,
    DropTable,
    MakeTable,
    PageSetup,
    Rect,
    ResizeTable,
    SetFilter,
    SetLinks,
    SetNotes,
    Step,
    Totals,
    TurnRed,
    WriteCells,
    WriteFormulas,
)


def carry_out(now: BookNow, steps: Iterable[Step]) -> None:
    """Change the sheets of ``now`` as the steps say."""
    for step in steps:
        if isinstance(step, AddSheet):
            now.sheets.append(SheetNow(step.sheet))
            now.names.append(step.sheet)
            continue
        sheet = now.find(step.sheet)
        if sheet is None:
            continue
        if isinstance(step, DeleteSheet):
            now.sheets.remove(sheet)
            now.names.remove(sheet.name)
        elif isinstance(step, (MakeTable, ResizeTable, DropTable, Totals)):
            _table(now, sheet, step)
        else:
            _cells(sheet, step)


def put(cells: list[list[Cell]], row: int, column: int, values: Sequence[Cell]) -> None:
    """Put a row of values into a grid, which grows as far as it must."""
    if len(cells) < row:
        cells.extend([] for _ in range(row - len(cells)))
    line = cells[row - 1]
    if len(line) < column - 1:
        line.extend([None] * (column - 1 - len(line)))
    line[column - 1 : column - 1 + len(values)] = values


def copied(now: BookNow) -> BookNow:
    """The same once more, to be changed without changing this one."""
    sheets = [
        replace(s, cells=[list(row) for row in s.cells], tables=list(s.tables), notes=dict(s.notes), links=dict(s.links),
                filters=dict(s.filters), alarmed=set(s.alarmed), charts=dict(s.charts))
        for s in now.sheets
    ]  # fmt: skip
    return replace(now, sheets=sheets, names=list(now.names), taken=set(now.taken))


def _cells(sheet: SheetNow, step: Step) -> None:
    if isinstance(step, WriteCells):
        for i, line in enumerate(step.grid):
            put(sheet.cells, step.row + i, step.column, line)
    elif isinstance(step, WriteFormulas):
        for i, (texts, values) in enumerate(zip(step.formulas, step.values, strict=True)):
            put(sheet.cells, step.row + i, step.column, [Formula(*pair) for pair in zip(texts, values, strict=True)])
    elif isinstance(step, ClearCells):
        for rect in step.rects:
            _clear(sheet, rect)
    elif isinstance(step, SetNotes):
        for place in step.gone:
            sheet.notes.pop(place, None)
        sheet.notes.update({(row, column): text for row, column, text in step.put})
    elif isinstance(step, SetLinks):
        sheet.links = {p: t for p, t in sheet.links.items() if not any(_inside(p, rect) for rect in step.gone)}
        sheet.links.update({(row, column): target for row, column, target in step.put})
    elif isinstance(step, SetFilter):
        sheet.filters[step.table] = list(step.criteria)
    elif isinstance(step, PageSetup):
        sheet.page_set = True
    elif isinstance(step, TurnRed):
        columns = {c for _, first, _, width in step.rects for c in range(first, first + width)}
        sheet.alarmed = sheet.alarmed - columns if step.when is None else sheet.alarmed | columns
    elif isinstance(step, DropCharts):
        for name in step.names:
            sheet.charts.pop(name, None)
    elif isinstance(step, DrawChart):
        before = sheet.charts.pop(step.was or step.name, (step.title, step.column))
        sheet.charts[step.name] = (step.title, before[1] if step.box is None else step.column)


def _clear(sheet: SheetNow, rect: Rect) -> None:
    row, column, rows, columns = rect
    for line in sheet.cells[row - 1 : row - 1 + rows]:
        for c in range(column - 1, min(column - 1 + columns, len(line))):
            line[c] = None


def _inside(place: tuple[int, int], rect: Rect) -> bool:
    return rect[0] <= place[0] < rect[0] + rect[2] and rect[1] <= place[1] < rect[1] + rect[3]


def _table(now: BookNow, sheet: SheetNow, step: MakeTable | ResizeTable | DropTable | Totals) -> None:
    known = next((t for t in sheet.tables if t.name == step.table), None)
    if isinstance(step, DropTable):
        sheet.tables = [t for t in sheet.tables if t.name != step.table]
        now.taken.discard(step.table.casefold())
    elif isinstance(step, Totals):
        if known is not None:
            sheet.tables[sheet.tables.index(known)] = replace(known, totals=step.shown)
            if not step.shown:
                width = known.last_col - known.first_col + 1
                _clear(sheet, (known.last_row + 1, known.first_col, 1, width))
    else:
        row, column, rows, columns = step.rect
        heads = tuple(str(shown(sheet.cell(row, column + i)) or "") for i in range(columns))
        made = ExcelTable(step.table, sheet.name, row, row + rows - 1, column, column + columns - 1, False, heads)
        if known is None:
            sheet.tables.append(made)
            now.taken.add(step.table.casefold())
        else:
            sheet.tables[sheet.tables.index(known)] = made
