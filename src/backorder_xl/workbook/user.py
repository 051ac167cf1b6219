"""How are cells, columns and rows of a user's own table changed?

Only the cells that must change are touched; a formula is never overwritten (rule 1.1). The Excel Table grows and
shrinks with its data, and a totals row moves along.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from backorder_xl.workbook import append, markup, patching, room, splice, table_part
from backorder_xl.workbook.cells import SheetText, Values, unescape
from backorder_xl.workbook.changes import CellRun, Column, Format, TablePatch
from backorder_xl.workbook.errors import Blocked, Unwritable
from backorder_xl.workbook.parts import BookParts
from backorder_xl.workbook.refs import LAST_COLUMN, LAST_ROW, letters, make_range, parse_range
from backorder_xl.workbook.sheet_edit import SheetEdit
from backorder_xl.workbook.styles import Styles


@dataclass
class Area(patching.Area):
    """The user's table on its sheet, and the part of the file that its Excel Table is."""

    part: str | None


def patch_table(book: BookParts, values: Values, styles: Styles, patch: TablePatch) -> set[tuple[str, int, int]]:
    """Apply one patch; returns (sheet id, row, column) of formulas that are gone from their cell."""
    sheet = book.sheet(patch.sheet)
    raw = book.package.read(sheet.part)
    edit = SheetEdit(raw, sheet.part, values)
    text = SheetText(raw, sheet.part)
    area = _area(book, values, edit, text, patch)
    if patch.end_row > LAST_ROW - 1:
        raise Unwritable(f"{patch.sheet} would have more rows than a sheet of Excel holds; nothing was written.")
    _check_room(book, values, text, patch, area)
    columns, added = _columns(edit, patch, area)
    width = area.last_col + len(added)
    least = patch.header_row + int(area.table is not None)  # an Excel Table keeps one row, if only a blank one
    delta = max(patch.end_row, least) - area.end if _moves(patch, area) else 0
    written = {int(r) for run in patch.cells for r in run.rows}
    for row in np.asarray(patch.clear, dtype=np.int64).tolist():
        edit.clear(row, area.first_col, width, keep_formulas=row in written and row <= patch.end_row)
    for row in list(edit.rows_with(patch.end_row + 1, patch.last_row)):
        edit.clear(row, area.first_col, width)
    if area.totals and delta:
        ends = (area.end, area.end + delta)
        edit.move(area.end + 1, area.end + 1 + delta, area.first_col, area.last_col, patch.sheet, *ends)
    whole = _append(book, values, styles, edit, patch, area, columns)
    for run in (_outside(r, whole) for r in patch.cells) if whole else patch.cells:
        _run(book, values, styles, edit, patch, area, run, columns[run.column])
    new_end = area.end + delta
    _finish(book, edit, patch, area, added, columns, new_end, width)
    if edit.touched or added:
        book.package.put(sheet.part, edit.finish())
    return {(sheet.sheet_id, row, column) for row, column in edit.gone}


def _area(book: BookParts, values: Values, edit: SheetEdit, text: SheetText, patch: TablePatch) -> Area:
    placed = [c for c in patch.columns.values() if isinstance(c, int)]
    for table, part in book.tables():
        if table.sheet.casefold() != patch.sheet.casefold() or table.header_row != patch.header_row:
            continue
        if not placed or any(table.first_col <= c <= table.last_col for c in placed):
            end = max(table.last_row, patch.last_row)
            return Area(table.first_col, table.last_col, end, table.totals, table, part)
    first, last = (min(placed), max(placed)) if placed else (1, 1)
    while first > 1 and not room.blank(edit.value(patch.header_row, first - 1)):
        first -= 1
    while last < LAST_COLUMN and not room.blank(edit.value(patch.header_row, last + 1)):
        last += 1
    totals = room.has_totals(book, values, text, patch.sheet, patch.last_row, first, last)
    return Area(first, last, patch.last_row, totals, None, None)


def _moves(patch: TablePatch, area: Area) -> bool:
    """Does the end of the table itself change, and not only how far its rows are filled?"""
    return patch.end_row > area.end or (patch.end_row < patch.last_row and patch.last_row >= area.end)


def _check_room(book: BookParts, values: Values, text: SheetText, patch: TablePatch, area: Area) -> None:
    needed = patch.end_row - patch.last_row
    if needed <= 0:
        return
    free = room.room_below(book, values, text, patch.sheet, patch.last_row, range(area.first_col, area.last_col + 1))
    if free < needed:
        raise room.no_room(patch.sheet, patch.last_row, needed, free)


def _columns(edit: SheetEdit, patch: TablePatch, area: Area) -> tuple[dict[str, int], list[tuple[int, Column]]]:
    """Name -> absolute column, with the columns that are new; a header that is there already is used."""
    standing: dict[str, int] = {}
    for column in range(area.last_col, area.first_col - 1, -1):
        standing[str(edit.value(patch.header_row, column) or "").strip().casefold()] = column
    found: dict[str, int] = {}
    added: list[tuple[int, Column]] = []
    for name, place in patch.columns.items():
        if isinstance(place, int):
            found[name] = place
        elif place.header.casefold() in standing:
            found[name] = standing[place.header.casefold()]
        else:
            column = area.last_col + 1 + len(added)
            found[name] = column
            added.append((column, place))
            standing[place.header.casefold()] = column
    last = max(area.end + int(area.totals), patch.end_row)
    for column, new in added:
        for row in edit.rows_with(patch.header_row, last):
            if not room.blank(edit.value(row, column)):
                raise room.in_use(new.header, patch.sheet, f"{letters(column)}{row}")
    if area.last_col + len(added) > LAST_COLUMN:
        raise Blocked(f"There is no column left on {patch.sheet} for {added[-1][1].header}.")
    return found, added


def _append(
    book: BookParts, values: Values, styles: Styles, edit: SheetEdit, patch: TablePatch, area: Area, columns: dict[str, int]
) -> range:
    """New rows look as the last one does, and hold the formulas that the table fills into its rows.

    Returns the rows that are written whole already, as many rows at once are.
    """
    first_new = max(patch.last_row, patch.header_row) + 1
    if patch.end_row < first_new:
        return range(0)
    models = [row for row in (area.end, patch.last_row) if row > patch.header_row]  # a spare row at the end may be bare
    looks = {c: next((s for row in models if (s := edit.style(row, c))), None) for c in range(area.first_col, area.last_col + 1)}
    filled = {}
    if area.part is not None:
        filled = table_part.calculated(markup.parse(book.package.read(area.part), area.part))
    whole = append.free_stretch(edit, first_new, patch.end_row)
    for row in range(first_new, whole.start if whole else patch.end_row + 1):
        for column in range(area.first_col, area.last_col + 1):
            cell = edit.cell(row, column)
            if column in filled and room.blank(edit.value(row, column)):
                edit.set_formula(row, column, filled[column], looks.get(column))
            elif looks.get(column) and (cell is None or cell.get("s") is None):
                new = edit.cell(row, column, create=True)
                assert new is not None
                new.set("s", str(looks[column]))
    if not whole:
        return whole
    runs: dict[int, list[CellRun]] = {}
    shows = dict(looks)
    for run in patch.cells:
        column = columns[run.column]
        runs.setdefault(column, []).append(run)
        shows[column] = _style(values, styles, edit, patch, area, run, column, looks.get(column))
    new = [append.NewColumn(c, shows[c] or 0, looks.get(c) or 0, filled.get(c)) for c in sorted(shows)]
    append.write(edit, whole, new, runs, book.date1904)
    return whole


def _style(
    values: Values, styles: Styles, edit: SheetEdit, patch: TablePatch, area: Area, run: CellRun, column: int, old: int | None
) -> int | None:
    """The cell format for the values of a run: that of a column of ours, or the one there made to show dates."""
    declared = patch.columns[run.column]
    if isinstance(declared, Column) and column > area.last_col:
        model = min(area.end, patch.last_row) if patch.last_row > patch.header_row else patch.header_row + 1
        base = edit.style(model, area.last_col) or 0
        return styles.derived(base, declared.format) if declared.format is not Format.TEXT else base or None
    if isinstance(run.values, np.ndarray) and run.values.dtype.kind == "M":
        kinds = values.kinds()
        kind = kinds[old or 0] if (old or 0) < len(kinds) else "date" if old else ""
        return old if kind == "date" else styles.derived(old or 0, Format.DATE)
    return old


def _run(
    book: BookParts, values: Values, styles: Styles, edit: SheetEdit, patch: TablePatch, area: Area, run: CellRun,
    column: int,
) -> None:  # fmt: skip
    declared, cells = patch.columns[run.column], run.values
    kinds = values.kinds()
    base = 0
    new = isinstance(declared, Column) and column > area.last_col
    if new:
        model = min(area.end, patch.last_row) if patch.last_row > patch.header_row else patch.header_row + 1
        base = edit.style(model, area.last_col) or 0
    dates = isinstance(cells, np.ndarray) and cells.dtype.kind == "M"
    for row, value in zip(np.asarray(run.rows).tolist(), list(cells), strict=True):
        style = None
        old = edit.style(row, column)
        if isinstance(declared, Column) and new:
            style = styles.derived(base, declared.format) if declared.format is not Format.TEXT else base or None
        elif dates or hasattr(value, "isoformat"):
            kind = kinds[old or 0] if (old or 0) < len(kinds) else "date" if old else ""
            if kind != "date":
                style = styles.derived(old or 0, Format.DATE)
        edit.set(row, column, value, style, book.date1904)


def _outside(run: CellRun, whole: range) -> CellRun:
    """What of a run lies in other rows than those that are written already."""
    rows = np.asarray(run.rows, np.int64)
    stays = (rows < whole.start) | (rows >= whole.stop)
    values = run.values[stays] if isinstance(run.values, np.ndarray) else [v for v, s in zip(run.values, stays, strict=True) if s]
    return CellRun(run.column, rows[stays], values)


def _finish(
    book: BookParts, edit: SheetEdit, patch: TablePatch, area: Area, added: list[tuple[int, Column]],
    columns: dict[str, int], new_end: int, width: int,
) -> None:  # fmt: skip
    """Headers of new columns, their widths, the used range and the Excel Table."""
    if added:
        look = edit.style(patch.header_row, area.last_col)
        for column, new in added:
            edit.set(patch.header_row, column, new.header, look, book.date1904)
        root = splice.edit_outside(edit.pieces, edit.part)
        for column, new in added:
            splice.set_width(root, column, new.width)
        edit.pieces = splice.put_outside(edit.pieces, root)
    found = splice._DIMENSION.search(edit.pieces.head)
    if found and (edit.touched or added):
        row1, col1, row2, col2 = parse_range(found.group(2).decode())
        last = max(row2, patch.end_row, new_end + int(area.totals))
        ref = make_range(min(row1, patch.header_row), min(col1, area.first_col), last, max(col2, width))
        edit.pieces.head = splice.with_dimension(edit.pieces.head, ref)
    if area.part is None or area.table is None:
        return
    root = markup.parse(book.package.read(area.part), area.part)
    before = markup.serialise(root)
    names = {unescape(h).casefold() for h in area.table.headers}
    fresh = [new.header for _, new in added if new.header.casefold() not in names]
    table_part.reshape(root, max(new_end, patch.header_row + 1), fresh)
    if markup.serialise(root) != before:
        book.package.put(area.part, markup.serialise(root))
