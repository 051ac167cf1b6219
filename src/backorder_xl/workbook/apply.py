"""In which order do changes go into the parts of a workbook?

User's tables first, as our links point into them; then our sheets; then what the workbook as a whole must know.
"""

from __future__ import annotations

from backorder_xl.workbook import finish
from backorder_xl.workbook.cells import Values
from backorder_xl.workbook.changes import Changes
from backorder_xl.workbook.ours import write_table
from backorder_xl.workbook.parts import BookParts
from backorder_xl.workbook.styles import Styles
from backorder_xl.workbook.user import patch_table
from backorder_xl.workbook.where import where_in


def change_parts(book: BookParts, values: Values, changes: Changes) -> None:
    """Apply all changes to the package in memory (rule 8.6)."""
    if not changes.tables and not changes.patches:
        return
    styles = Styles(book)
    gone: set[tuple[str, int, int]] = set()
    for patch in changes.patches:
        gone |= patch_table(book, values, styles, patch)
    where = where_in(book, values, changes.tables)
    renewed = {s.sheet_id for t in changes.tables if (s := book.find(t.sheet)) is not None}
    for table in changes.tables:
        write_table(book, values, styles, table, where)
    styles.flush()
    if renewed or gone:
        finish.forget_calculation(book, lambda s, row, column: s in renewed or (s, row, column) in gone)
    sheets = {t.sheet.casefold() for t in changes.tables}
    tables = {t.table.casefold() for t in changes.tables}
    tables |= {t.name.casefold() for t, _ in book.tables() if t.sheet.casefold() in sheets}
    finish.refresh_pivots(book, sheets, tables)
    finish.calculate_on_load(book)
    book.flush()
