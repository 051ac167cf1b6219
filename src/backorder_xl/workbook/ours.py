"""How does a sheet of ours get its new rows while everything of the user's on it stays?

A new sheet is made where there is none. Otherwise the sheet keeps its id, its part, its Excel Table, widths, formats
and the order of its columns; only rows, dimension, links and the table's reference change. Columns and notes of the
user's own move with the row of the same key (rule 1.1).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np
from lxml import etree

from backorder_xl.workbook import alarms, charts, links, markup, new_sheet, notes, paper, splice, table_part
from backorder_xl.workbook.cells import SheetText, Values
from backorder_xl.workbook.changes import Column, Format, SheetTable, Tone
from backorder_xl.workbook.errors import Misfit
from backorder_xl.workbook.layout import Layout, layout_of, too_long
from backorder_xl.workbook.old_rows import OldRows, foreign_cells, key_text, lost_key, parse_rows, shifted_cells
from backorder_xl.workbook.parts import BookParts, SheetPart
from backorder_xl.workbook.refs import LAST_ROW, letters, make_range, number, parse_range
from backorder_xl.workbook.rows import CellColumn, formula_tail, height_of, row_heights, sheet_rows, tails
from backorder_xl.workbook.styles import Look, Styles
from backorder_xl.workbook.where import Where

_LINKED = re.compile(rb'<(?:[A-Za-z_][\w.-]*:)?hyperlink\s[^>]*?ref="([A-Z]+)')


def write_table(book: BookParts, values: Values, styles: Styles, table: SheetTable, where: Where) -> None:
    """Make or renew one sheet of ours."""
    place = layout_of(book, values, table)
    rows = max((len(v) for v in table.data.values()), default=0)
    if place.header_row + rows > LAST_ROW:
        raise too_long(table.sheet, rows)
    sheet = book.find(table.sheet)
    new = sheet is None
    went: dict[int, int] = {}
    first, end = place.header_row + 1, place.header_row + max(1, rows)
    columns = _cell_columns(book, styles, table, place, rows, where)
    if sheet is None:
        pieces = splice.Pieces(new_sheet.head(table, "A1"), b"", new_sheet.tail(table), b"")
        before = [new_sheet.header_row(iter(place.heads), 1, styles.header())]
        after: list[bytes] = []
    else:
        raw = book.package.read(sheet.part)
        pieces = splice.cut(raw, sheet.part)
        text = SheetText(raw, sheet.part)
        del raw
        before, after = _around(text, table, place, end, styles.header())
        users, went = _origin(book, values, text, sheet, table, place, pieces.tail, rows, columns)
        columns += users
        went.update({row: row + end - place.last_row for row in range(place.last_row + 1, text.last_row() + 1)})
        notes.move_notes(book, sheet, went)
    columns.sort(key=lambda c: c.column)
    last_col = max([place.last_col, *(c.column for c in columns)])
    ref = make_range(place.header_row, place.first_col, end, place.last_col)
    last = end + len(after) if after else end
    pieces.head = splice.with_dimension(pieces.head, make_range(1, 1, last, last_col))
    jumps = links.internal_links(table, place.places, first, where)
    if sheet is None:
        sheet = book.add_sheet(table.sheet, b"")
    wrapped = [(table.data[c.header], 0.95 * c.width) for c in table.columns if c.wrap and c.header in table.data]
    heights = row_heights(wrapped, rows)
    root = splice.edit_outside(pieces, sheet.part)
    changed = _outside(book, sheet, root, table, place, ref, jumps, end, went, where, new)
    changed = alarms.give(root, styles, table.alarms, place.places, first) or changed
    if table.charts:
        tall = {first + i: points for i, h in enumerate(heights or ()) if (points := height_of(h))}
        changed = charts.give(book, sheet, root, table.charts, where, last_col, tall) or changed
    pieces = splice.put_outside(pieces, root) if changed else pieces

    def content() -> Iterator[bytes]:
        yield pieces.head + (b'<sheetData xmlns="%s">' % markup.MAIN.encode() if pieces.prefix else b"<sheetData>")
        yield from before
        yield from sheet_rows(columns, first, rows, heights)
        yield from after
        yield b"</sheetData>" + pieces.tail

    book.package.put(sheet.part, content)


def _cell_columns(
    book: BookParts, styles: Styles, table: SheetTable, place: Layout, rows: int, where: Where
) -> list[CellColumn]:
    marks = links.linked_rows(table, rows)
    found = []
    for column in table.columns:
        values = table.data.get(column.header)
        if values is not None and len(values) != rows:
            raise Misfit(f"{table.sheet}.{column.header} has {len(values)} values for {rows} rows")
        ends = tails(values, rows, book.date1904)
        live = where.formulas(table, column.header)
        if live is not None:
            ends = [formula_tail(f, end) if f else end for f, end in zip(live, ends, strict=True)]
        found.append(CellColumn(place.places[column.header], ends, _styles(styles, table, column, values, marks, rows)))
    return found


def _styles(
    styles: Styles, table: SheetTable, column: Column, values: object, marks: dict[str, list[bool]], rows: int
) -> int | list[int]:
    code = np.zeros(rows, dtype=np.int16)
    if column.format is Format.QTY and values is not None:
        numbers = np.array([x if isinstance(x, (int, float)) else 0.0 for x in _list(values)], dtype=float)
        with np.errstate(invalid="ignore"):
            code += np.isfinite(numbers) & (numbers != np.rint(numbers))
    if column.header in table.tones:
        code += 2 * np.asarray(table.tones[column.header], dtype=np.int16)
    if column.header in marks:
        code += 64 * np.array(marks[column.header], dtype=np.int16)
    if table.ruled is not None:
        code += 128 * np.asarray(table.ruled, dtype=np.int16)
    distinct, where = np.unique(code, return_inverse=True)
    looks = [
        styles.look(
            Look(column.format, Tone(c // 2 % 32), column.wrap, bool(c // 64 % 2), bool(c % 2), bool(c // 128), column.inset)
        )
        for c in distinct.tolist()
    ]
    if len(looks) == 1 and not (distinct[0] // 2 % 32 or distinct[0] // 128):
        return looks[0]
    return [looks[i] for i in where.tolist()] if rows else 0


def _list(values: object) -> list[object]:
    return values.tolist() if isinstance(values, np.ndarray) else list(values)  # type: ignore[call-overload]


def _around(text: SheetText, table: SheetTable, place: Layout, end: int, style: int) -> tuple[list[bytes], list[bytes]]:
    """The rows above and below the data, the header's own row in its new shape."""
    old = parse_rows(text.raw) if place.header_row > 1 or text.last_row() > place.last_row else {}
    if not old:
        found = re.search(rb'<row r="%d"[^>]*?(?:/>|>.*?</row>)' % place.header_row, text.raw, re.DOTALL)
        old = {place.header_row: found.group(0)} if found else {}
    above = [xml for row, xml in old.items() if row < place.header_row]
    below = [
        shifted_cells(xml, row, row + end - place.last_row, table.sheet, place.last_row, end)
        for row, xml in old.items()
        if row > max(place.last_row, place.header_row)
    ]
    return [*above, _header(old.get(place.header_row, b""), place, style)], below


def _header(old: bytes, place: Layout, style: int) -> bytes:
    """Header cells as they are where they say the same; new ones in our style; what else is in the row stays."""
    opening = re.match(rb'<row r="[0-9]+"([^>]*?)/?>', old)
    attributes = re.sub(rb'\sspans="[^"]*"', b"", opening.group(1)).decode() if opening else ""
    cells = {
        parse_range(ref.decode())[1]: whole.decode("utf-8")
        for whole, ref in re.findall(rb'(<c r="([A-Z]+[0-9]+)"[^>]*?(?:/>|>.*?</c>))', old, re.DOTALL)
    }
    cells = {place.pushed(c): _renamed(xml, place.pushed(c)) for c, xml in cells.items()}
    known = {c for c, _ in place.heads} & set(cells)
    fresh = [(c, t) for c, t in place.heads if c not in known or t in place.added]
    made = new_sheet.header_row(iter(fresh), place.header_row, style).decode("utf-8")
    for whole, ref in re.findall(r'(<c r="([A-Z]+[0-9]+)"[^>]*?(?:/>|>.*?</c>))', made, re.DOTALL):
        cells[parse_range(ref)[1]] = whole
    inside = "".join(cells[c] for c in sorted(cells))
    return f'<row r="{place.header_row}"{attributes}>{inside}</row>'.encode()


def _renamed(cell: str, column: int) -> str:
    return re.sub(r'^<c r="[A-Z]+', f'<c r="{letters(column)}', cell)


def _origin(
    book: BookParts, values: Values, text: SheetText, sheet: SheetPart, table: SheetTable, place: Layout, tail: bytes,
    rows: int, ours: list[CellColumn],
) -> tuple[list[CellColumn], dict[int, int]]:  # fmt: skip
    """The user's own columns, each cell with the row of its key, and where every old row went (0: nowhere).

    Fills in ``kept`` values on the way. Keys are only looked at where something of the user's depends on them.
    """
    first = place.header_row + 1
    standing = [c for h, c in place.places.items() if h not in place.added]
    cells = foreign_cells(text, standing, first, place.last_row)
    old = OldRows(text, values, first, place.last_row)
    kept = {h: old.column(place.places[h]) for h in table.kept if h in place.places and h not in place.added}
    kept = {header: before for header, before in kept.items() if before}
    linked = {number(name.decode()) for name in set(_LINKED.findall(tail))} - set(standing)
    if not cells and not kept and not linked and not notes.has_notes(book, sheet):
        return [], {}
    missing = [k for k in table.key if k not in place.places or k in place.added]
    if missing:
        raise lost_key(table.sheet, missing)
    key_columns = [_list(table.data[k]) for k in table.key]
    new_keys = [tuple(key_text(v) for v in key) for key in zip(*key_columns, strict=True)] if rows else []
    origin = old.match([place.places[k] for k in table.key], new_keys)
    for header, before in kept.items():
        _keep(book, ours, place.places[header], before, origin)
    filled = _calculated(book, place)
    columns = [
        _users_column(place.pushed(c), c, column_cells, old, origin, first, filled.get(c)) for c, column_cells in cells.items()
    ]
    went = dict.fromkeys(range(first, place.last_row + 1), 0)
    went.update({row: first + index for index, row in enumerate(origin) if row})
    return columns, went


def _keep(book: BookParts, ours: list[CellColumn], column: int, before: dict[int, object], origin: list[int]) -> None:
    target = next(c for c in ours if c.column == column)
    old_tails = tails([before.get(row) for row in origin], len(origin), book.date1904)
    target.tails = [new or old for new, old in zip(target.tails, old_tails, strict=True)]


def _calculated(book: BookParts, place: Layout) -> dict[int, str]:
    if place.part is None:
        return {}
    return table_part.calculated(markup.parse(book.package.read(place.part), place.part))


def _users_column(
    target: int, column: int, cells: dict[int, tuple[bytes, bytes | None]], old: OldRows, origin: list[int], first: int,
    formula: str | None,
) -> CellColumn:  # fmt: skip
    styles = [a for a, _ in cells.values()]
    found = re.search(rb'\ss="[0-9]+"', styles[0]) if styles else None
    style = found.group(0).decode() if found else ""
    fresh = f"{style}><f>{markup.text(formula)}</f></c>" if formula else f"{style}/>" if style else ""
    made = []
    for index, row in enumerate(origin):
        cell = cells.get(row) if row else None
        if cell is not None:
            made.append(old.tail(column, row, first + index, cell))
        else:
            made.append("" if row else fresh)
    return CellColumn(target, made, raw=True)


def _outside(
    book: BookParts, sheet: SheetPart, root: etree._Element, table: SheetTable, place: Layout, ref: str,
    jumps: list[tuple[str, str, str]], end: int, went: dict[int, int], where: Where, new: bool,
) -> bool:  # fmt: skip
    """Links, the Excel Table and the page; the sheet's bytes outside its rows change only where these do."""
    ours = set(place.places.values())

    def follow(old: str) -> str | None:
        try:
            row, column, row2, column2 = parse_range(old)
        except ValueError:
            return old
        if row <= place.header_row or (column in ours and row <= place.last_row):
            return old if row <= place.header_row else None
        now = went.get(row, row)
        column, column2 = place.pushed(column), place.pushed(column2)
        end = f":{letters(column2)}{row2 + now - row}" if ":" in old else ""
        return f"{letters(column)}{now}{end}" if now else None

    changed = splice.set_hyperlinks(root, jumps, follow)
    changed = paper.give(book, sheet, root, table.page, place.header_row, new) or changed
    if place.part is None:
        ids, _ = book.table_ids_and_names()
        heads = [text for _, text in place.heads]
        rel_id = book.add_table(sheet, table_part.new_table(max(ids) + 1, where.table_name(table), ref, heads))
        splice.add_table_part(root, rel_id)
        changed = True
    else:
        part = markup.parse(book.package.read(place.part), place.part)
        before = markup.serialise(part)
        table_part.reshape(part, end, place.added, clear_filter=True)
        if markup.serialise(part) != before:
            book.package.put(place.part, markup.serialise(part))
    if place.added:
        for column, header in place.heads[-len(place.added) :]:
            width = next(c.width for c in table.columns if c.header == header)
            splice.set_width(root, column, width)
        changed = True
    return changed
