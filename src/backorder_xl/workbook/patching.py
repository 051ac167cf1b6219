"""How are single cells of the user's own table on an open sheet changed?

The same rules as for a closed file (user.py), decided on what stands there now and told as steps: only the cells that must
change, never one that holds a formula; an Excel Table grows and shrinks with its data, and a totals row moves along.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from backorder_xl.workbook.cells import date_like
from backorder_xl.workbook.changes import Column, Format, TablePatch
from backorder_xl.workbook.errors import Blocked, Unreadable, Unwritable
from backorder_xl.workbook.grids import block, cell_of, rects, rects_of, writes
from backorder_xl.workbook.model import ExcelTable
from backorder_xl.workbook.own_rows import carried, same_formula, stretched
from backorder_xl.workbook.palette import AS_TEXT, CODES
from backorder_xl.workbook.refs import LAST_COLUMN, LAST_ROW, letters
from backorder_xl.workbook.room import in_use, no_room
from backorder_xl.workbook.standing import BookNow, Cell, Formula, Place, SheetNow, blank, has_totals, room_below, shown
from backorder_xl.workbook.steps import (
    ClearCells,
    CopyLook,
    NumberFormat,
    ResizeTable,
    Step,
    Totals,
    Widths,
)


@dataclass
class Area:
    """The user's table on its sheet."""

    first_col: int
    last_col: int
    end: int  # the last row of the Excel Table's data, or of the data
    totals: bool
    table: ExcelTable | None


def patch(patch: TablePatch, now: BookNow) -> list[Step]:
    """The steps of one patch."""
    sheet = now.find(patch.sheet)
    if sheet is None:
        raise Unreadable(f"There is no sheet named {patch.sheet}.")
    area = _area(sheet, patch)
    if patch.end_row > LAST_ROW - 1:
        raise Unwritable(f"{patch.sheet} would have more rows than a sheet of Excel holds; nothing was written.")
    _check_room(sheet, patch, area)
    places, added = _columns(sheet, patch, area)
    width = area.last_col + len(added)
    least = patch.header_row + int(area.table is not None)  # an Excel Table keeps one row, if only a blank one
    moves = patch.end_row > area.end or (patch.end_row < patch.last_row and patch.last_row >= area.end)
    new_end = max(patch.end_row, least) if moves else area.end
    totals = {c: sheet.cell(area.end + 1, c) for c in range(area.first_col, area.last_col + 1)} if area.totals else {}
    shifts = area.totals and new_end != area.end
    leaves = {(area.end + 1, c) for c in totals} if shifts else set()
    gone = _gone(sheet, patch, area)
    cells = _values(sheet, patch, places, gone | leaves)
    filled = _filled(sheet, patch, area, cells)
    gone -= {*cells, *leaves}
    name, table = sheet.name, area.table
    grown = table is not None and (added or max(new_end, patch.header_row + 1) != table.last_row)

    steps: list[Step] = []
    if table and table.totals and (grown or shifts):
        steps.append(Totals(name, table.name, shown=False))
    elif shifts:
        steps.append(ClearCells(name, ((area.end + 1, area.first_col, 1, area.last_col - area.first_col + 1),)))
    if gone:
        steps.append(ClearCells(name, rects_of(gone)))
    if added:
        steps += _headers(name, patch, area, added)
    if table and grown:
        rows = max(new_end, patch.header_row + 1) - patch.header_row + 1
        steps.append(ResizeTable(name, table.name, (patch.header_row, area.first_col, rows, width - area.first_col + 1)))
    steps += _appended(sheet, patch, area)
    steps += _formats(sheet, patch, places, added, cells)
    text = _as_text(sheet, patch, places, added, cells)
    steps += writes(name, {**filled, **cells}, text)
    if table and table.totals and (grown or shifts):
        steps.append(Totals(name, table.name, shown=True))
        kept = {c: [stretched(v, name, area.end, new_end)] for c, v in totals.items()}
        steps += block(name, max(new_end, patch.header_row + 1) + 1, kept, ())
    elif shifts:
        kept = {c: [stretched(v, name, area.end, new_end)] for c, v in totals.items()}
        steps += block(name, new_end + 1, kept, ())
    return steps


def _area(sheet: SheetNow, patch: TablePatch) -> Area:
    placed = [c for c in patch.columns.values() if isinstance(c, int)]
    for table in sheet.tables:
        if table.header_row == patch.header_row and (not placed or any(table.first_col <= c <= table.last_col for c in placed)):
            return Area(table.first_col, table.last_col, max(table.last_row, patch.last_row), table.totals, table)
    first, last = (min(placed), max(placed)) if placed else (1, 1)
    while first > 1 and not blank(sheet.cell(patch.header_row, first - 1)):
        first -= 1
    while last < LAST_COLUMN and not blank(sheet.cell(patch.header_row, last + 1)):
        last += 1
    return Area(first, last, patch.last_row, has_totals(sheet, patch.last_row, first, last), None)


def _check_room(sheet: SheetNow, patch: TablePatch, area: Area) -> None:
    needed = patch.end_row - patch.last_row
    if needed <= 0:
        return
    free = room_below(sheet, patch.last_row, area.first_col, area.last_col)
    if free < needed:
        raise no_room(patch.sheet, patch.last_row, needed, free)


def _columns(sheet: SheetNow, patch: TablePatch, area: Area) -> tuple[dict[str, int], dict[int, Column]]:
    """Name -> absolute column, with the columns that are new; a header that is there already is used."""
    heads = {c: shown(sheet.cell(patch.header_row, c)) for c in range(area.last_col, area.first_col - 1, -1)}
    standing = {str(head or "").strip().casefold(): c for c, head in heads.items()}
    found: dict[str, int] = {}
    added: dict[int, Column] = {}
    for name, place in patch.columns.items():
        if isinstance(place, int):
            found[name] = place
            continue
        column = standing.setdefault(place.header.casefold(), area.last_col + 1 + len(added))
        found[name] = column
        if column > area.last_col:
            added.setdefault(column, place)
    last = max(area.end + int(area.totals), patch.end_row)
    for column, new in added.items():
        for row in range(patch.header_row, last + 1):
            if not blank(sheet.cell(row, column)):
                raise in_use(new.header, patch.sheet, f"{letters(column)}{row}")
    if area.last_col + len(added) > LAST_COLUMN:
        raise Blocked(f"There is no column left on {patch.sheet} for {added[max(added)].header}.")
    return found, added


def _gone(sheet: SheetNow, patch: TablePatch, area: Area) -> set[Place]:
    """The cells that are to be emptied; in rows that get new values formulas stay."""
    written = {int(row) for run in patch.cells for row in run.rows}
    cleared = set(np.asarray(patch.clear, dtype=np.int64).tolist())
    found = set()
    for row in {*cleared, *range(patch.end_row + 1, patch.last_row + 1)}:
        keep = row in written and row <= patch.end_row
        for column in range(area.first_col, area.last_col + 1):
            cell = sheet.cell(row, column)
            if cell is not None and not (keep and isinstance(cell, Formula)):
                found.add((row, column))
    return found


def _values(sheet: SheetNow, patch: TablePatch, places: dict[str, int], gone: set[Place]) -> dict[Place, Cell]:
    """The values that are new in their cells; never one over a formula (rule 1.1)."""
    found: dict[Place, Cell] = {}
    for run in patch.cells:
        column = places[run.column]
        for row, value in zip(np.asarray(run.rows).tolist(), list(run.values), strict=True):
            old = sheet.cell(row, column)
            if not isinstance(old, Formula) or (row, column) in gone:
                found[row, column] = cell_of(value)
    return {
        at: value
        for at, value in found.items()
        if (at in gone and value is not None) or (at not in gone and not _same(sheet.cell(*at), value))
    }


def _same(old: Cell, new: Cell) -> bool:
    return type(old) is type(new) and old == new


def _filled(sheet: SheetNow, patch: TablePatch, area: Area, cells: dict[Place, Cell]) -> dict[Place, Cell]:
    """Formulas that the user's Excel Table fills into its new rows; they stand in for values in ``cells``."""
    first, found = patch.header_row + 1, dict[Place, Cell]()
    if area.table is None or patch.last_row < first:
        return found
    for column in range(area.first_col, area.last_col + 1):
        fill = same_formula(sheet, column, first, patch.last_row)
        for row in range(patch.last_row + 1, patch.end_row + 1) if fill else ():
            if fill and (blank(sheet.cell(row, column)) or row == area.end + 1):  # a totals row moves away
                found[row, column] = carried(fill, column, column, row)
    for at in found.keys() & cells.keys():
        del cells[at]
    return found


def _headers(name: str, patch: TablePatch, area: Area, added: dict[int, Column]) -> list[Step]:
    look = CopyLook(name, (patch.header_row, area.last_col, 1, 1), rects((c, patch.header_row, 1) for c in added))
    heads = block(name, patch.header_row, {c: [new.header] for c, new in added.items()}, ())
    return [look, *heads, Widths(name, tuple((c, new.width) for c, new in added.items()))]


def _appended(sheet: SheetNow, patch: TablePatch, area: Area) -> list[Step]:
    """New rows look as the last one does."""
    first_new = max(patch.last_row, patch.header_row) + 1
    model = min(area.end, patch.last_row)
    if patch.end_row < first_new or model <= patch.header_row:
        return []
    width = area.last_col - area.first_col + 1
    new = (first_new, area.first_col, patch.end_row - first_new + 1, width)
    return [CopyLook(sheet.name, (model, area.first_col, 1, width), (new,))]


def _formats(
    sheet: SheetNow, patch: TablePatch, places: dict[str, int], added: dict[int, Column], cells: dict[Place, Cell]
) -> list[Step]:
    """Columns of ours as they are shown; a day gets the format of one where its cell has none."""
    steps: list[Step] = []
    rows = max(patch.end_row, patch.header_row + 1) - patch.header_row
    for column, new in added.items():
        code = AS_TEXT if _wordy(column, cells) and new.format is Format.TEXT else CODES[new.format]
        steps.append(NumberFormat(sheet.name, rects([(column, patch.header_row + 1, rows)]), code))
    days = [at for at, v in cells.items() if hasattr(v, "isoformat") and at[1] not in added and not _dated(sheet, patch, at)]
    if days:
        steps.append(NumberFormat(sheet.name, rects_of(days), CODES[Format.DATE]))
    numbers = [at for at, v in cells.items() if isinstance(v, (bool, float)) and sheet.format_of(at[1]) == AS_TEXT]
    if numbers:  # else they would become text
        steps.append(NumberFormat(sheet.name, rects_of(numbers), CODES[Format.TEXT]))
    return steps


def _dated(sheet: SheetNow, patch: TablePatch, at: Place) -> bool:
    """Does a cell show a number as a day? A new row looks as the last one does."""
    row = min(at[0], patch.last_row)
    look = next((s.look for s in sheet.formats.get(at[1], []) if s.first <= row <= s.last), None)
    if look is not None:
        return date_like(look) == "date"
    return hasattr(shown(sheet.cell(row, at[1])), "isoformat")


def _as_text(
    sheet: SheetNow, patch: TablePatch, places: dict[str, int], added: dict[int, Column], cells: dict[Place, Cell]
) -> set[int]:
    plain = {c for c in places.values() if c not in added and sheet.format_of(c) == AS_TEXT}
    return plain | {c for c, new in added.items() if new.format is Format.TEXT and _wordy(c, cells)}


def _wordy(column: int, cells: dict[Place, Cell]) -> bool:
    return all(v is None or (isinstance(v, str) and v[:1] != "'") for (_, c), v in cells.items() if c == column)

