"""How does a table of ours on an open sheet get its new rows while everything of the user's on it stays?

The same rules as for a closed file (ours.py), decided on what stands there now and told as steps: rows are known again by
their key, and the user's own columns, notes and links go with them; what stands below moves with the end (rule 1.1).
"""

from __future__ import annotations

from dataclasses import replace

from backorder_xl.workbook import figures, looks
from backorder_xl.workbook.changes import Column, SheetTable
from backorder_xl.workbook.errors import Blocked
from backorder_xl.workbook.grids import block, cells_of, rects, rects_of
from backorder_xl.workbook.layout import Layout, lay_out, taken_by_chart, too_long
from backorder_xl.workbook.links import internal_links
from backorder_xl.workbook.old_rows import key_text, lost_key, match_rows
from backorder_xl.workbook.own_rows import carried, column_formats, followed, moved_below, same_formula
from backorder_xl.workbook.refs import LAST_ROW, parse_range
from backorder_xl.workbook.standing import BookNow, Cell, Place, SheetNow, blank, shown
from backorder_xl.workbook.steps import (
    AddSheet,
    ClearCells,
    FitRows,
    Freeze,
    HeaderLook,
    MakeTable,
    PageSetup,
    ResizeTable,
    SetLinks,
    SetNotes,
    Step,
    Totals,
    Widths,
    WriteCells,
)
from backorder_xl.workbook.where import Where

MOST_LINKS = 300  # on one open sheet: each of them is a call of its own


def renew(table: SheetTable, now: BookNow, where: Where) -> list[Step]:
    """The steps that make or renew one sheet of ours."""
    rows = max((len(v) for v in table.data.values()), default=0)
    sheet = now.find(table.sheet)
    place = placed(table, now)
    if place.header_row + rows > LAST_ROW:
        raise too_long(table.sheet, rows)
    ours = {place.places[c.header]: (c, _cells(table, c, rows)) for c in table.columns}
    jumps = _jumps(table, place, where)
    if sheet is None:
        return _made(table, place, ours, rows, jumps, where)
    return _renewed(replace(table, sheet=sheet.name), place, ours, rows, jumps, where, sheet)


def placed(table: SheetTable, now: BookNow) -> Layout:
    """Where each column of a table of ours stands, now or once its sheet is made."""
    sheet = now.find(table.sheet)
    if sheet is None:
        if table.sheet.casefold() in now.charts:
            raise taken_by_chart(table.sheet)
        sheet = SheetNow(table.sheet)
    top = [[shown(c) for c in row] for row in sheet.cells[:30]]
    return lay_out(table, sheet.name, [(t, t.name) for t in sheet.tables], lambda: top, sheet.last_row)


def _cells(table: SheetTable, column: Column, rows: int) -> list[Cell]:
    values = table.data.get(column.header)
    if values is not None and len(values) != rows:
        raise ValueError(f"{table.sheet}.{column.header} has {len(values)} values for {rows} rows")
    return cells_of(values, rows)


def _jumps(table: SheetTable, place: Layout, where: Where) -> dict[Place, str]:
    found = internal_links(table, place.places, place.header_row + 1, where)[:MOST_LINKS]
    return {parse_range(ref)[:2]: f"#{target}" for ref, target, _ in found}


def _put(links: dict[Place, str]) -> tuple[tuple[int, int, str], ...]:
    return tuple((*at, target) for at, target in sorted(links.items()))


def _made(
    table: SheetTable, place: Layout, ours: dict[int, tuple[Column, list[Cell]]], rows: int, jumps: dict[Place, str], where: Where
) -> list[Step]:
    name, width = table.sheet, len(table.columns)
    live = figures.alive(table, ours, where)
    text = _texts(ours, live)
    grid = {c: [column.header, *live.get(c, cells)] for c, (column, cells) in ours.items()}
    steps: list[Step] = [AddSheet(name), *looks.formats(name, ours, 2, text, 1)]
    steps += [Widths(name, tuple((c, column.width) for c, (column, _) in ours.items())), HeaderLook(name, ((1, 1, 1, width),))]
    steps += figures.apart(block(name, 1, grid, text))
    steps.append(MakeTable(name, where.table_name(table), (1, 1, 1 + max(1, rows), width)))
    steps += looks.dress(table, place.places, 2, rows, new=True)
    if jumps:
        steps.append(SetLinks(name, (), _put(jumps)))
    steps += [Freeze(name, 1), *_fitted(table, 2, rows), PageSetup(name, table.page, 1)]
    bare = SheetNow(name)
    return [*steps, *figures.alarms(table, place, bare), *figures.charts(table, bare, where, place.last_col)]


def _texts(ours: dict[int, tuple[Column, list[Cell]]], live: dict[int, list[Cell]]) -> set[int]:
    """The columns that are told to hold text only; a formula would be no more than a text there."""
    return {c for c, (column, cells) in ours.items() if c not in live and looks.holds_text(column, cells)}


def _fitted(table: SheetTable, first: int, rows: int) -> list[Step]:
    return [FitRows(table.sheet, first, rows)] if rows and any(c.wrap for c in table.columns) else []


def _renewed(
    table: SheetTable, place: Layout, ours: dict[int, tuple[Column, list[Cell]]], rows: int, jumps: dict[Place, str],
    where: Where, sheet: SheetNow,
) -> list[Step]:  # fmt: skip
    name, first = sheet.name, place.header_row + 1
    end = place.header_row + max(1, rows)
    excel = next((t for t in sheet.tables if t.name == place.part), None)
    standing = {c for h, c in place.places.items() if h not in place.added}
    old_rows = range(first, place.last_row + 1)
    others = (c for c in range(1, sheet.width() + 1) if c not in standing)
    foreign = [c for c in others if any(sheet.cell(r, c) is not None for r in old_rows)]
    went = _follow(table, place, ours, sheet, foreign, rows)
    delta = end - place.last_row
    grown = excel is None or (excel.last_row, excel.last_col) != (end, place.last_col)
    totals = excel if excel and excel.totals and grown else None
    below = moved_below(sheet, place.last_row, end, totals)
    if delta and any(t is not excel and t.header_row > place.last_row for t in sheet.tables):
        raise Blocked(f"Another table stands below that of {name}, which changes its length; move it to a sheet of its own.")
    live = figures.alive(table, ours, where)
    text = _texts(ours, live)
    links = _links(sheet, place, standing, went, jumps, max(end, place.last_row))

    steps: list[Step] = []
    if links is not None and links[0]:
        steps.append(SetLinks(name, links[0], ()))
    if (delta or totals) and below.old:
        steps.append(ClearCells(name, below.old))
    if totals:
        steps.append(Totals(name, totals.name, shown=False))
    if place.added:
        steps += _added(table, place, sheet)
    if excel and grown:
        rect = (place.header_row, place.first_col, end - place.header_row + 1, place.last_col - place.first_col + 1)
        steps.append(ResizeTable(name, excel.name, rect))
    steps += looks.formats(name, ours, first, text, first)
    steps += _rows(name, place, {c: live.get(c, cells) for c, (_, cells) in ours.items()}, text, rows, sheet)
    steps += _users(sheet, place, foreign, went, rows, first)
    if excel is None:
        rect = (place.header_row, place.first_col, end - place.header_row + 1, place.last_col - place.first_col + 1)
        steps.append(MakeTable(name, where.table_name(table), rect))
    if totals:
        steps.append(Totals(name, totals.name, shown=True))
    if delta or totals:
        steps += below.new
    steps += looks.dress(table, place.places, first, rows, new=False)
    steps += _notes(sheet, place, went)
    if links is not None and links[1]:
        steps.append(SetLinks(name, (), links[1]))
    steps += _fitted(table, first, rows)
    if table.page is not None and not sheet.page_set:
        steps.append(PageSetup(name, table.page, place.header_row))
    last = max([place.last_col, *(place.pushed(c) for c in foreign)])
    return [*steps, *figures.alarms(table, place, sheet), *figures.charts(table, sheet, where, last)]


def _follow(
    table: SheetTable, place: Layout, ours: dict[int, tuple[Column, list[Cell]]], sheet: SheetNow, foreign: list[int], rows: int
) -> dict[int, int]:
    """Old row -> new row, 0 where it is gone; fills ``kept`` values in. Keys are looked at only where something hangs on them."""
    first = place.header_row + 1
    old = range(first, place.last_row + 1)
    kept = [place.places[h] for h in table.kept if h in place.places and h not in place.added]
    kept = [c for c in kept if any(sheet.cell(r, c) is not None for r in old)]
    noted = [at for at in (*sheet.notes, *sheet.links) if at[0] in old]
    bottom = max([len(sheet.cells), *(r for r, _ in (*sheet.notes, *sheet.links))], default=0)
    delta = place.header_row + max(1, rows) - place.last_row
    went = {row: row + delta for row in range(place.last_row + 1, bottom + 1)}
    if not (foreign or kept or noted):
        return went
    missing = [k for k in table.key if k not in place.places or k in place.added]
    if missing:
        raise lost_key(sheet.name, missing)
    at = [place.places[k] for k in table.key]
    keys = [tuple(key_text(v) for v in key) for key in zip(*(table.data[k] for k in table.key), strict=True)] if rows else []
    origin = match_rows(((r, tuple(key_text(shown(sheet.cell(r, c))) for c in at)) for r in old), keys)
    for column in kept:
        cells = ours[column][1]
        for i, row in enumerate(origin):
            if row and blank(cells[i]):
                cells[i] = shown(sheet.cell(row, column))  # type: ignore[call-overload]
    went.update(dict.fromkeys(old, 0))
    went.update({row: first + i for i, row in enumerate(origin) if row})
    return went


def _added(table: SheetTable, place: Layout, sheet: SheetNow) -> list[Step]:
    """Headers of columns that the table does not have yet; notes right of it make room."""
    row = place.header_row
    heads = {c: [h] for c, h in place.heads if h in place.added}
    beside = (c for c in range(1, sheet.width() + 1) if place.pushed(c) != c)
    pushed = {c: cell for c in beside if (cell := sheet.cell(row, c)) is not None}
    steps: list[Step] = [ClearCells(sheet.name, rects_of((row, c) for c in pushed))] if pushed else []
    steps += block(sheet.name, row, {**{place.pushed(c): [v] for c, v in pushed.items()}, **heads}, ())
    widths = {c.header: c.width for c in table.columns}
    steps.append(Widths(sheet.name, tuple((c, widths[h[0]]) for c, h in heads.items())))  # type: ignore[index]
    steps.append(HeaderLook(sheet.name, rects((c, row, 1) for c in heads)))
    return steps


def _rows(
    name: str, place: Layout, ours: dict[int, list[Cell]], text: set[int], rows: int, sheet: SheetNow
) -> list[Step]:
    """Our own columns; rows that are no longer there are emptied, also where the table keeps one blank row."""
    first, steps = place.header_row + 1, list[Step]()
    standing = [c for h, c in place.places.items() if h not in place.added]
    if place.last_row > first + rows - 1:
        steps.append(ClearCells(name, rects((c, first + rows, place.last_row - first - rows + 1) for c in standing), looks=True))
    if place.part is None and any(sheet.cell(place.header_row, c) is None for c in place.places.values()):
        heads = {c: [h] for c, h in place.heads}
        steps += [HeaderLook(name, rects((c, place.header_row, 1) for c in heads)), *block(name, place.header_row, heads, ())]
    return [*steps, *figures.apart(w for w in block(name, first, ours, text) if _differs(sheet, w))]


def _differs(sheet: SheetNow, write: WriteCells) -> bool:
    """Would a write change anything?"""
    return any(
        figures.differs(sheet.cell(write.row + i, write.column + j), value)
        for i, line in enumerate(write.grid)
        for j, value in enumerate(line)
    )


def _users(sheet: SheetNow, place: Layout, foreign: list[int], went: dict[int, int], rows: int, first: int) -> list[Step]:
    """The user's own columns, each cell with the row of its key; nothing where nothing moves."""
    origin = {new: old for old, new in went.items() if new and old <= place.last_row}
    columns: dict[int, list[Cell]] = {}
    gone: list[Place] = []
    looks_too: list[Step] = []
    for c in foreign:
        target = place.pushed(c)
        fill = same_formula(sheet, c, first, place.last_row)
        fresh = [carried(fill, c, target, first + i) if fill else None for i in range(rows)]
        cells = [
            carried((old, sheet.cell(old, c)), c, target, first + i) if (old := origin.get(first + i)) else fresh[i]
            for i in range(rows)
        ]
        filled = [r for r in range(first, place.last_row + 1) if sheet.cell(r, c) is not None]
        if target == c and [sheet.cell(first + i, c) for i in range(rows)] == cells and max(filled) < first + rows:
            continue
        columns[target] = cells
        looks_too += followed(sheet, c, target, [origin.get(first + i, 0) for i in range(rows)], first, place.last_row)
        gone += [(r, c) for r in filled if target != c or r >= first + rows]
    steps: list[Step] = [ClearCells(sheet.name, rects_of(gone))] if gone else []
    formats, text = column_formats(sheet, {c: columns[place.pushed(c)] for c in foreign if place.pushed(c) in columns}, first)
    return [*steps, *formats, *looks_too, *block(sheet.name, first, columns, {place.pushed(c) for c in text})]


def _notes(sheet: SheetNow, place: Layout, went: dict[int, int]) -> list[Step]:
    moved = {
        at: (went.get(at[0], at[0]), place.pushed(at[1]) if place.header_row <= at[0] <= place.last_row else at[1])
        for at in sheet.notes
    }
    moved = {old: new for old, new in moved.items() if old != new}
    if not moved:
        return []
    put = tuple((*new, sheet.notes[old]) for old, new in sorted(moved.items()) if new[0])
    return [SetNotes(sheet.name, tuple(sorted(moved)), put)]


def _links(
    sheet: SheetNow, place: Layout, standing: set[int], went: dict[int, int], jumps: dict[Place, str], last: int
) -> tuple[tuple[tuple[int, int, int, int], ...], tuple[tuple[int, int, str], ...]] | None:
    """Which links go, and which come; None where they are right as they are."""
    here = {at: t for at, t in sheet.links.items() if at[0] > place.header_row}
    ours = {at: t for at, t in here.items() if at[1] in standing and at[0] <= last}
    users = {at: t for at, t in here.items() if at not in ours}
    moved = {(went.get(r, r), place.pushed(c) if r <= place.last_row else c): t for (r, c), t in users.items()}
    moved = {at: t for at, t in moved.items() if at[0]}
    if ours == jumps and moved == users:
        return None
    stale = {at for at, t in here.items() if jumps.get(at, moved.get(at)) != t}
    put = {at: t for at, t in {**moved, **jumps}.items() if here.get(at) != t}
    return rects_of(stale), _put(put)
