"""What is a workbook with nothing in it? The start of a small book that holds only sheets of ours."""

from __future__ import annotations

import io

import xlsxwriter

from backorder_xl.templates.build import MADE_ON


def blank_book(sheet: str) -> bytes:
    """A book with one empty sheet of that name; the same bytes every time."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.set_properties({"author": "Backorder XL", "created": MADE_ON})
    book.add_worksheet(sheet)
    book.close()
    return out.getvalue()
