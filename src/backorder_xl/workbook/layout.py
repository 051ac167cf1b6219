"""Where on its sheet does each column of a table of ours stand?

A sheet that exists keeps its place and the order of its columns; columns that it does not have yet come at the right.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from backorder_xl.workbook import peek
from backorder_xl.workbook.cells import SheetText, Values, unescape
from backorder_xl.workbook.changes import SheetTable
from backorder_xl.workbook.errors import Blocked, Unwritable
from backorder_xl.workbook.model import ExcelTable
from backorder_xl.workbook.parts import BookParts


@dataclass
class Layout:
    """Where our table stands on its sheet."""

    header_row: int
    last_row: int  # its last data row before
    places: dict[str, int]  # our headers -> absolute column
    heads: list[tuple[int, str]]  # all headers of the table, in order
    added: list[str]  # headers that the table does not have yet
    part: str | None  # the Excel Table's part, or its name in an open workbook

    @property
    def first_col(self) -> int:
        return self.heads[0][0]

    @property
    def last_col(self) -> int:
        return self.heads[-1][0]

    def pushed(self, column: int) -> int:
        """Notes right of the table make room for columns that are added to it."""
        first_added = self.last_col - len(self.added) + 1
        return column + len(self.added) if self.added and self.part and column >= first_added else column


def layout_of(book: BookParts, values: Values, table: SheetTable) -> Layout:
    """Where each column of a sheet of ours stands in a closed file, now or once it is made."""
    sheet = book.find(table.sheet)
    if sheet is None:
        if any(s.name.casefold() == table.sheet.casefold() for s in book.all_sheets):
            raise taken_by_chart(table.sheet)
        return _fresh(table)
    here = [(replace(t, headers=tuple(map(unescape, t.headers))), part) for t, part in book.tables() if t.sheet == sheet.name]
    part = sheet.part
    return lay_out(
        table,
        sheet.name,
        here,
        lambda: peek.top_rows(book, values, part, 30),
        lambda: SheetText(book.package.read(part), part).last_row(),
    )


def lay_out(
    table: SheetTable,
    sheet: str,
    tables: Iterable[tuple[ExcelTable, str]],
    top: Callable[[], list[list[object]]],
    last_row: Callable[[], int],
) -> Layout:
    """Where each column stands on a sheet that is there; each Excel Table of it comes with what ``part`` shall say."""
    wanted = {c.header.casefold(): c.header for c in table.columns}
    found = None
    for excel, part in tables:
        named = excel.name.casefold() == table.table.casefold()
        ours = sum(h.casefold() in wanted for h in excel.headers)
        if (named or ours * 2 > len(wanted)) and (found is None or named):
            found = (excel.header_row, excel.last_row, excel.first_col, list(excel.headers), part)
    if found is None:
        found = _by_header(table, sheet, top(), last_row)
    if found is None:
        return _fresh(table)
    header_row, last, first_col, headers, part_name = found
    heads = [(first_col + i, text) for i, text in enumerate(headers)]
    places = {wanted[text.casefold()]: c for c, text in reversed(heads) if text.casefold() in wanted}
    added = [c.header for c in table.columns if c.header not in places]
    for header in added:
        heads.append((heads[-1][0] + 1, header))
        places[header] = heads[-1][0]
    return Layout(header_row, last, places, heads, added, part_name)


def taken_by_chart(sheet: str) -> Unwritable:
    """What to say where a chart sheet has the name that a table needs."""
    return Unwritable(f"{sheet} is a chart sheet in this workbook; rename it, as a table needs the name.")


def too_long(sheet: str, rows: int) -> Unwritable:
    """What to say where a table does not fit on a sheet."""
    return Unwritable(f"{sheet} would have {rows:,} rows, more than a sheet holds; nothing was written.")


def _fresh(table: SheetTable) -> Layout:
    heads = [(i, c.header) for i, c in enumerate(table.columns, 1)]
    return Layout(1, 1, {text: c for c, text in heads}, heads, [], None)


def _by_header(
    table: SheetTable, sheet: str, rows: list[list[object]], last_row: Callable[[], int]
) -> tuple[int, int, int, list[str], str | None] | None:
    keys = {k.casefold() for k in table.key} or {table.columns[0].header.casefold()}
    for number, row in enumerate(rows, 1):
        texts = [str(v).strip() if v is not None else "" for v in row]
        if keys <= {t.casefold() for t in texts}:
            first = next(i for i, t in enumerate(texts) if t)
            end = next((i for i in range(first, len(texts)) if not texts[i]), len(texts))
            return number, last_row(), first + 1, texts[first:end], None
    if any(rows):
        raise Blocked(
            f"The sheet {sheet} holds something else than the table that belongs there (no column "
            f"{', '.join(table.key)} was found in its first rows); rename that sheet and run again."
        )
    return None
