"""Where on its sheet does each column of a table of ours stand?

A sheet that exists keeps its place and the order of its columns; columns that it does not have yet come at the right.
"""

from __future__ import annotations

from dataclasses import dataclass

from backorder_xl.workbook import peek
from backorder_xl.workbook.cells import SheetText, Values, unescape
from backorder_xl.workbook.changes import SheetTable
from backorder_xl.workbook.errors import Blocked, Unwritable
from backorder_xl.workbook.parts import BookParts, SheetPart


@dataclass
class Layout:
    """Where our table stands on its sheet."""

    header_row: int
    last_row: int  # its last data row before
    places: dict[str, int]  # our headers -> absolute column
    heads: list[tuple[int, str]]  # all headers of the table, in order
    added: list[str]  # headers that the table does not have yet
    part: str | None  # the Excel Table's part

    @property
    def first_col(self) -> int:
        return self.heads[0][0]

    @property
    def last_col(self) -> int:
        return self.heads[-1][0]


def layout_of(book: BookParts, values: Values, table: SheetTable) -> Layout:
    """Where each column of a sheet of ours stands, now or once it is made."""
    sheet = book.find(table.sheet)
    if sheet is None:
        if any(s.name.casefold() == table.sheet.casefold() for s in book.all_sheets):
            raise Unwritable(f"{table.sheet} is a chart sheet in this workbook; rename it, as a table needs the name.")
        return _fresh(table)
    wanted = {c.header.casefold(): c.header for c in table.columns}
    found = None
    for excel, part in book.tables():
        named = excel.name.casefold() == table.table.casefold()
        ours = sum(h.casefold() in wanted for h in excel.headers)
        if excel.sheet == sheet.name and (named or ours * 2 > len(wanted)) and (found is None or named):
            found = (excel.header_row, excel.last_row, excel.first_col, [unescape(h) for h in excel.headers], part)
    if found is None:
        found = _by_header(book, values, table, sheet)
    if found is None:
        return _fresh(table)
    header_row, last_row, first_col, headers, table_part_name = found
    heads = [(first_col + i, text) for i, text in enumerate(headers)]
    places = {wanted[text.casefold()]: c for c, text in reversed(heads) if text.casefold() in wanted}
    added = [c.header for c in table.columns if c.header not in places]
    for header in added:
        heads.append((heads[-1][0] + 1, header))
        places[header] = heads[-1][0]
    return Layout(header_row, last_row, places, heads, added, table_part_name)


def _fresh(table: SheetTable) -> Layout:
    heads = [(i, c.header) for i, c in enumerate(table.columns, 1)]
    return Layout(1, 1, {text: c for c, text in heads}, heads, [], None)


def _by_header(
    book: BookParts, values: Values, table: SheetTable, sheet: SheetPart
) -> tuple[int, int, int, list[str], None] | None:
    rows = peek.top_rows(book, values, sheet.part, 30)
    keys = {k.casefold() for k in table.key} or {table.columns[0].header.casefold()}
    for number, row in enumerate(rows, 1):
        texts = [str(v).strip() if v is not None else "" for v in row]
        if keys <= {t.casefold() for t in texts}:
            first = next(i for i, t in enumerate(texts) if t)
            end = next((i for i in range(first, len(texts)) if not texts[i]), len(texts))
            last = SheetText(book.package.read(sheet.part), sheet.part).last_row()
            return number, last, first + 1, texts[first:end], None
    if any(rows):
        raise Blocked(
            f"The sheet {sheet.name} holds something else than the table that belongs there (no column "
            f"{', '.join(table.key)} was found in its first rows); rename that sheet and run again."
        )
    return None
