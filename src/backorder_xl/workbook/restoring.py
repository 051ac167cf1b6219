"""Which steps bring sheets back to what they were?

For a run that failed half way, and for undo: what is different now is written over, tables get their old extent, notes, links,
number formats and fills their old ones; charts and rules that came are taken away. Page set-up and widths are left, and so is
what a chart shows that was there before.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from backorder_xl.workbook.figures import apart
from backorder_xl.workbook.grids import block, rects
from backorder_xl.workbook.palette import AS_TEXT
from backorder_xl.workbook.refs import LAST_ROW
from backorder_xl.workbook.standing import BookNow, Cell, SheetNow, Stretches
from backorder_xl.workbook.steps import (
    AddSheet,
    ClearCells,
    DeleteSheet,
    DropCharts,
    DropTable,
    Fill,
    Freeze,
    HeaderLook,
    MakeTable,
    NumberFormat,
    Rect,
    ResizeTable,
    Ruled,
    SetFilter,
    SetLinks,
    SetNotes,
    ShowAll,
    Step,
    Totals,
    TurnRed,
    Widths,
    WriteCells,
    WriteFormulas,
)


def restoring(before: Iterable[SheetNow], now: BookNow, touched: Sequence[str]) -> list[Step]:
    """From ``now`` back to ``before``, on the sheets named in ``touched``; those that were not there go."""
    steps: list[Step] = []
    known = {s.name.casefold(): s for s in before}
    for name in touched:
        old, new = known.get(name.casefold()), now.find(name)
        if old is None:
            steps += [DeleteSheet(new.name)] if new is not None else []
        elif new is None:
            steps += [AddSheet(old.name), *_dressed(old), *_sheet(old, SheetNow(old.name))]
        else:
            steps += _sheet(old, new)
    return _ordered(steps)


def _ordered(steps: Iterable[Step]) -> list[Step]:
    """Formulas once all tables stand that they may name, and filters after them, as Excel writes no row that is hidden."""
    found: list[Step] = []
    for step in steps:
        found += apart([step]) if isinstance(step, WriteCells) else [step]
    return sorted(found, key=lambda step: isinstance(step, WriteFormulas) + 2 * isinstance(step, SetFilter))


def _dressed(old: SheetNow) -> list[Step]:
    """What a sheet of ours has besides its cells, for one that an undo had taken away."""
    heads = tuple((t.header_row, t.first_col, 1, t.last_col - t.first_col + 1) for t in old.tables)
    steps: list[Step] = [Widths(old.name, tuple(sorted(old.widths.items())))] if old.widths else []
    return [*steps, HeaderLook(old.name, heads), Freeze(old.name, old.tables[0].header_row)] if heads else steps


def _sheet(old: SheetNow, now: SheetNow) -> list[Step]:
    name = old.name
    here = {t.name: t for t in now.tables}
    were = {t.name: t for t in old.tables}
    steps: list[Step] = [ShowAll(name, t) for t in now.filters]
    stale = sorted(set(now.links) - set(old.links) | {p for p in now.links if old.links.get(p) != now.links[p]})
    if stale:
        steps.append(SetLinks(name, tuple((r, c, 1, 1) for r, c in stale), ()))
    steps += [DropTable(name, t) for t in here if t not in were]
    changed = [t for n, t in were.items() if n not in here or _extent(t) != _extent(here[n])]
    toggled = [t for t in changed if t.totals]
    steps += [Totals(name, t.name, shown=False) for t in changed if t.name in here and here[t.name].totals]
    for table in changed:
        rect = (table.header_row, table.first_col, table.last_row - table.header_row + 1, table.last_col - table.first_col + 1)
        if table.name in here:
            steps.append(ResizeTable(name, table.name, rect))
    steps += _formats(name, old.formats, now.formats)
    # Toggling a totals row moves what is below it, so from there on nothing is taken for right as it stands.
    steps += _cells(old, now, [*toggled, *(here[t.name] for t in changed if t.name in here)] if toggled else [])
    for table in changed:
        rect = (table.header_row, table.first_col, table.last_row - table.header_row + 1, table.last_col - table.first_col + 1)
        if table.name not in here:
            steps.append(MakeTable(name, table.name, rect))
    for table in toggled:
        steps.append(Totals(name, table.name, shown=True))
        columns = {c: [old.cell(table.last_row + 1, c)] for c in range(table.first_col, table.last_col + 1)}
        steps += block(name, table.last_row + 1, columns, ())
        below = {c: [old.cell(r, c) for r in range(table.last_row + 2, len(old.cells) + 1)] for c in columns}
        steps += block(name, table.last_row + 2, below, ())
    steps += [Fill(name, where, colour) for colour, where in _different(old.fills, now.fills)]
    steps += [Ruled(name, where, line is not None) for line, where in _different(old.lines, now.lines)]
    tops = {c: t.header_row + 1 for t in now.tables for c in range(t.first_col, t.last_col + 1)}
    if reddened := sorted(now.alarmed - old.alarmed):
        steps.append(TurnRed(name, tuple((tops[c], c, LAST_ROW - tops[c] + 1, 1) for c in reddened), None))
    renamed = {title for n, (title, _) in old.charts.items() if n not in now.charts}
    if drawn := tuple(sorted(n for n, (title, _) in now.charts.items() if n not in old.charts and title not in renamed)):
        steps.append(DropCharts(name, drawn))
    gone = tuple(sorted(p for p in now.notes if p not in old.notes))
    put = tuple((*p, text) for p, text in sorted(old.notes.items()) if now.notes.get(p) != text)
    if gone or put:
        steps.append(SetNotes(name, gone, put))
    missing = tuple((*p, target) for p, target in sorted(old.links.items()) if now.links.get(p) != target)
    if missing:
        steps.append(SetLinks(name, (), missing))
    return [*steps, *(SetFilter(name, table, tuple(criteria)) for table, criteria in old.filters.items())]


def _extent(table: object) -> tuple[object, ...]:
    return tuple(getattr(table, n) for n in ("header_row", "last_row", "first_col", "last_col", "totals"))


def _formats(sheet: str, old: Stretches, now: Stretches) -> list[Step]:
    return [NumberFormat(sheet, where, code) for code, where in _different(old, now) if code is not None]


def _different(old: Stretches, now: Stretches) -> list[tuple[str | None, tuple[Rect, ...]]]:
    """Looks with the cells that had them and do not have them now."""
    found: dict[str | None, list[tuple[int, int, int]]] = {}
    for column in {*old, *now}:
        if old.get(column) == now.get(column):
            continue
        beyond = max((s.last for s in old.get(column, [])), default=0)
        for stretch in old.get(column, []):
            found.setdefault(stretch.look, []).append((column, stretch.first, stretch.last - stretch.first + 1))
        for stretch in now.get(column, []):
            if stretch.last > beyond and stretch.look is not None:
                first = max(stretch.first, beyond + 1)
                found.setdefault(None, []).append((column, first, stretch.last - first + 1))
    return [(look, rects(where)) for look, where in found.items()]


def _cells(old: SheetNow, now: SheetNow, unsure: Sequence[object]) -> list[Step]:
    """Every cell that is another one now, column by column between the first and the last of them."""
    width, height = max(old.width(), now.width()), max(len(old.cells), len(now.cells))
    top = min((t.last_row + 1 for t in unsure), default=height + 1)  # type: ignore[attr-defined]
    plain: dict[tuple[int, int], dict[int, list[Cell]]] = {}
    text: set[int] = set()
    clears: list[Step] = []
    whole: list[Step] = []
    parts: list[Step] = []
    for column in range(1, width + 1):
        rows = [r for r in range(1, height + 1) if r >= top or old.cell(r, column) != now.cell(r, column)]
        if not rows:
            continue
        first, last = rows[0], rows[-1]
        stretches = [s for s in old.formats.get(column, []) if s.look == AS_TEXT]
        if any(s.first <= first and s.last >= last for s in stretches):
            text.add(column)
            stretches = []
        cells = [old.cell(r, column) for r in range(first, last + 1)]
        for stretch in stretches:  # only a part of the column has the format of text
            a, b = max(first, stretch.first), min(last, stretch.last)
            if a <= b:
                parts += block(old.name, a, {column: [old.cell(r, column) for r in range(a, b + 1)]}, (column,))
                cells[a - first : b - first + 1] = [None] * (b - a + 1)
        plain.setdefault((first, last), {})[column] = cells
    for (first, last), columns in sorted(plain.items()):
        blank = [c for c, cells in columns.items() if all(v is None for v in cells)]
        if blank:
            clears.append(ClearCells(old.name, rects((c, first, last - first + 1) for c in blank)))
        whole += block(old.name, first, {c: cells for c, cells in columns.items() if c not in blank}, text)
    return [*clears, *whole, *parts]
