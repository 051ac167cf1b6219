"""In which order do changes go into the parts of a workbook?

User's tables first, as our links point into them; then our sheets; then what the workbook as a whole must know.
"""

from __future__ import annotations

from backorder_xl.workbook import finish
from backorder_xl.workbook.cells import Values
from backorder_xl.workbook.changes import Changes, SheetTable
from backorder_xl.workbook.layout import layout_of
from backorder_xl.workbook.ours import write_table
from backorder_xl.workbook.parts import BookParts
from backorder_xl.workbook.peek import top_rows
from backorder_xl.workbook.styles import Styles
from backorder_xl.workbook.user import patch_table


def change_parts(book: BookParts, values: Values, changes: Changes) -> None:
    """Apply all changes to the package in memory (rule 8.6)."""
    if not changes.tables and not changes.patches:
        return
    styles = Styles(book)
    gone: set[tuple[str, int, int]] = set()
    for patch in changes.patches:
        gone |= patch_table(book, values, styles, patch)
    columns = _Columns(book, values, changes.tables)
    renewed = {s.sheet_id for t in changes.tables if (s := book.find(t.sheet)) is not None}
    for table in changes.tables:
        write_table(book, values, styles, table, columns)
    styles.flush()
    if renewed or gone:
        finish.forget_calculation(book, lambda s, row, column: s in renewed or (s, row, column) in gone)
    sheets = {t.sheet.casefold() for t in changes.tables}
    tables = {t.table.casefold() for t in changes.tables}
    tables |= {t.name.casefold() for t, _ in book.tables() if t.sheet.casefold() in sheets}
    finish.refresh_pivots(book, sheets, tables)
    finish.calculate_on_load(book)
    book.flush()


class _Columns:
    """Which column of a sheet a header stands in; column A where it is not found."""

    def __init__(self, book: BookParts, values: Values, tables: list[SheetTable]) -> None:
        self._book, self._values = book, values
        self._ours = {t.sheet.casefold(): layout_of(book, values, t).places for t in tables}
        self._known: dict[str, dict[str, int]] = {}

    def __call__(self, sheet: str, header: str) -> int:
        name = sheet.casefold()
        if name in self._ours:
            return self._ours[name].get(header, 1)
        if name not in self._known:
            self._known[name] = self._headers(sheet)
        return self._known[name].get(header.casefold(), 1)

    def _headers(self, sheet: str) -> dict[str, int]:
        found: dict[str, int] = {}
        part = self._book.find(sheet)
        if part is not None:
            for row in top_rows(self._book, self._values, part.part, 30):
                for column, value in enumerate(row, 1):
                    if isinstance(value, str):
                        found.setdefault(value.strip().casefold(), column)
        return found
