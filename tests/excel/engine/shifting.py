"""What moves when cells are inserted or deleted: the cells after them, formulas and names that mean them, tables, merged areas?

Not moved, since no test has needed it: conditional formats, drop-downs, charts.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from openpyxl.formula.tokenizer import Tokenizer
from openpyxl.worksheet.cell_range import CellRange

from .addresses import Area, address, area, quoted, spanned, split_sheet
from .com import refused
from .grid import COLUMNS, ROWS

if TYPE_CHECKING:
    from .worksheet import Worksheet

IN_A_TABLE = "This operation is not allowed. The operation is attempting to shift cells in a table on your worksheet."


class Shift:
    """A move of everything in some columns that stands at or below a row (or, across, in some rows and right of a column)."""

    def __init__(self, a: Area, *, down: bool, insert: bool) -> None:
        self.a, self.down, self.insert = a, down, insert
        self.at = a.row if down else a.column
        self.count = a.rows if down else a.columns
        self.low, self.high = (a.column, a.right) if down else (a.row, a.bottom)

    def within(self, a: Area) -> bool:
        """Whether an area lies wholly in the columns (rows) that move."""
        first, last = (a.column, a.right) if self.down else (a.row, a.bottom)
        return self.low <= first and last <= self.high

    def line(self, n: int) -> int | None:
        """Where a row (column) goes; None if it is deleted."""
        if n < self.at:
            return n
        if self.insert:
            return n + self.count
        return None if n < self.at + self.count else n - self.count

    def moved(self, a: Area) -> Area | None:
        """Where an area goes, grown or shrunk if it is cut; None if it is deleted as a whole."""
        if not self.within(a):
            return a
        first, last = (a.row, a.bottom) if self.down else (a.column, a.right)
        limit = ROWS if self.down else COLUMNS
        if first == 1 and last == limit:
            return a
        lines = [self.line(n) for n in (first, last)]
        top = lines[0] if lines[0] is not None else self.at
        bottom = lines[1] if lines[1] is not None else self.at - 1
        if bottom < top:
            return None
        return spanned(top, a.column, bottom, a.right) if self.down else spanned(a.row, top, a.bottom, bottom)


def insert(sheet: Worksheet, a: Area, *, down: bool) -> None:
    _apply(sheet, Shift(a, down=down, insert=True))


def delete(sheet: Worksheet, a: Area, *, up: bool) -> None:
    _apply(sheet, Shift(a, down=up, insert=False))


def _apply(sheet: Worksheet, shift: Shift) -> None:
    if sheet.shut():
        raise refused(f"{'Insert' if shift.insert else 'Delete'} method of Range class failed")
    _refuse_to_cut_tables(sheet, shift)
    _move_cells(sheet, shift)
    _move_lines(sheet, shift)
    ws = sheet.ws
    merged = [spanned(m.min_row, m.min_col, m.max_row, m.max_col) for m in ws.merged_cells.ranges]
    ws.merged_cells.ranges = {CellRange(m.ref) for a in merged if (m := shift.moved(a)) is not None and m.rows * m.columns > 1}
    for table in list(sheet.tables):
        there = shift.moved(table.area)
        if there is None:
            sheet.tables.remove(table)
            del ws.tables[table.table.displayName]
        elif there != table.area:
            table.stand(there)
    if ws.auto_filter.ref and (old := area(ws.auto_filter.ref)) and (new := shift.moved(old)):
        ws.auto_filter.ref = new.ref
    for other in sheet.book.sheets:
        for cell in other.grid.cells.values():
            if cell.data_type == "f" and isinstance(cell._value, str):
                cell._value = moved_formula(cell._value, other is sheet, sheet.ws.title, shift)
    for names in [sheet.book.wb.defined_names, *[s.ws.defined_names for s in sheet.book.sheets]]:
        for name in names.values():
            name.attr_text = moved_formula("=" + name.attr_text, False, sheet.ws.title, shift)[1:]


def _refuse_to_cut_tables(sheet: Worksheet, shift: Shift) -> None:
    """A table moves as a whole, or rows within its width are inserted and deleted; else Excel refuses."""
    for table in sheet.tables:
        first, last = (table.area.row, table.area.bottom) if shift.down else (table.area.column, table.area.right)
        touched = last >= shift.at and table.area.common(
            Area(1, shift.low, ROWS, shift.high - shift.low + 1)
            if shift.down
            else Area(shift.low, 1, shift.high - shift.low + 1, COLUMNS)
        )
        if touched and not shift.within(table.area):
            raise refused(IN_A_TABLE)
        if not shift.insert and shift.down and first >= shift.at and first < shift.at + shift.count <= last:
            raise refused("Delete method of Range class failed")  # the header goes, rows stay


def _move_cells(sheet: Worksheet, shift: Shift) -> None:
    grid = sheet.grid
    moved: dict[Any, Any] = {}
    results: dict[Any, Any] = {}
    for (r, c), cell in grid.cells.items():
        across = c if shift.down else r
        n = (r if shift.down else c) if shift.low <= across <= shift.high else None
        line = shift.line(n) if n is not None else None
        if n is not None and line is None:
            continue
        at = (r, c) if n is None else ((line, c) if shift.down else (r, line))
        if at[0] > ROWS or at[1] > COLUMNS:
            raise refused(
                "Microsoft Excel can't insert new cells because it would push non-empty cells off the end of the worksheet."
            )
        moved[at] = cell
        if (r, c) in grid.results:
            results[at] = grid.results[r, c]
    for (r, c), cell in moved.items():
        cell.row, cell.column = r, c
        if getattr(cell, "_hyperlink", None) is not None:
            cell._hyperlink.ref = Area(r, c, 1, 1).ref
    grid.cells.clear()
    grid.cells.update(moved)
    grid.results = results
    sheet.ws._current_row = sheet.ws.max_row


def _move_lines(sheet: Worksheet, shift: Shift) -> None:
    """Heights and hidden rows go with whole rows only."""
    if not (shift.down and shift.low == 1 and shift.high == COLUMNS):
        return
    rows = sheet.ws.row_dimensions
    kept = {line: d for r, d in rows.items() if (line := shift.line(r)) is not None}
    rows.clear()
    for r, dimension in kept.items():
        dimension.index = dimension.r = r
        rows[r] = dimension


def moved_formula(formula: str, same_sheet: bool, title: str, shift: Shift) -> str:
    """A formula after a move on the sheet `title`; `same_sheet` if it stands there itself."""
    if not re.search(r"\d|:", formula):
        return formula
    tokens = Tokenizer(formula)
    for item in tokens.items:
        if item.type == "OPERAND" and item.subtype == "RANGE":
            item.value = _moved_reference(item.value, same_sheet, title, shift.moved)
    return "=" + "".join(item.value for item in tokens.items)


def _moved_reference(text: str, same_sheet: bool, title: str, moved: Callable[[Area], Area | None]) -> str:
    named, rest = split_sheet(text)
    if (named is None and not same_sheet) or (named is not None and named.casefold() != title.casefold()):
        return text
    before = area(rest)
    if before is None:
        return text
    after = moved(before)
    if after == before:
        return text
    sheet = "" if named is None else quoted(named) + "!"
    if after is None:
        return f"{sheet}#REF!"
    fixed = re.findall(r"\$?[A-Za-z]+|\$?\d+", rest)
    return sheet + address(
        after,
        columns_fixed=any(p[0] == "$" and p[-1].isalpha() for p in fixed),
        rows_fixed=any(p[0] == "$" and p[-1].isdigit() for p in fixed),
    )
