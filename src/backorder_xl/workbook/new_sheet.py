"""What does a sheet of ours look like when it is made for the first time?

A frozen header, widths, one Excel Table; how it is printed says paper.py.
"""

from __future__ import annotations

from collections.abc import Iterator

from backorder_xl.workbook import markup
from backorder_xl.workbook.changes import SheetTable
from backorder_xl.workbook.markup import MAIN, REL
from backorder_xl.workbook.refs import letters
from backorder_xl.workbook.rows import clean_text


def head(table: SheetTable, ref: str) -> bytes:
    """The part up to its rows."""
    widths = "".join(f'<col min="{i}" max="{i}" width="{c.width:g}" customWidth="1"/>' for i, c in enumerate(table.columns, 1))
    grid = ' showGridLines="0"' if table.charts else ""
    return (
        f'{markup.XML_HEAD}<worksheet xmlns="{MAIN}" xmlns:r="{REL}">'
        f'<dimension ref="{ref}"/><sheetViews><sheetView{grid} workbookViewId="0">'
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
        '<selection pane="bottomLeft" activeCell="A2" sqref="A2"/></sheetView></sheetViews>'
        f'<sheetFormatPr defaultRowHeight="15"/><cols>{widths}</cols>'
    ).encode()


def header_row(headers: Iterator[tuple[int, str]], row: int, style: int, attributes: str = "") -> bytes:
    """The header's row; ``headers`` are (absolute column, text)."""
    cells = "".join(
        f'<c r="{letters(c)}{row}" s="{style}" t="inlineStr"><is><t>{clean_text(text)}</t></is></c>' for c, text in headers
    )
    return f'<row r="{row}"{attributes}>{cells}</row>'.encode()


def tail(table: SheetTable) -> bytes:
    """The part behind its rows; links, page and table are added by others."""
    # No green corners: codes are text on purpose, and formulas of ours differ from row to row.
    marks = ' formula="1" formulaRange="1"' if table.formulas else ""
    ignored = f'<ignoredError sqref="A1:XFD1048576" numberStoredAsText="1"{marks}/>'
    return f"<ignoredErrors>{ignored}</ignoredErrors></worksheet>".encode()
