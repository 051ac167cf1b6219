"""How is a sheet read cell by cell?

The slow, exact reader: it needs no compiled reader, and a stray cell far to the right costs it nothing.
"""

from __future__ import annotations

from backorder_xl.workbook.cells import SheetText, Values, decode
from backorder_xl.workbook.model import RawColumn, Want
from backorder_xl.workbook.shape import blank, fill


def read_columns(text: SheetText, values: Values, first_row: int, rows: int, wanted: dict[int, Want]) -> dict[int, RawColumn]:
    """The wanted columns of ``rows`` rows from ``first_row`` on (rule 1.2)."""
    cells: dict[int, list[tuple[int, object]]] = {column: [] for column in wanted}
    if wanted and rows:
        for row, column, attributes, inner in text.cells(wanted):
            index = row - first_row
            if inner and 0 <= index < rows:
                cells[column].append((index, decode(values, attributes, inner)))
    result = {}
    for column, want in wanted.items():
        result[column] = blank(rows, want)
        fill(result[column], want, cells[column])
    return result
