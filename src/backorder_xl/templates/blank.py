"""What is a workbook with nothing in it? The start of a small book that holds only sheets of ours."""

from __future__ import annotations

import io
from collections.abc import Sequence

import xlsxwriter

from backorder_xl.templates.build import MADE_ON


def blank_book(sheet: str, widths: Sequence[float]) -> bytes:
    """A book with one empty sheet of that name and these column widths; the same bytes every time."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.set_properties({"author": "Backorder XL", "created": MADE_ON})
    page = book.add_worksheet(sheet)
    for column, width in enumerate(widths):
        page.set_column(column, column, width)
    page.freeze_panes(1, 0)
    book.close()
    return out.getvalue()
