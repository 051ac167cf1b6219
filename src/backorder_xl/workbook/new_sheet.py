"""What does a sheet of ours look like when it is made for the first time?

A frozen header, widths, one Excel Table, landscape print over the page's width.
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
    return (
        f'{markup.XML_HEAD}<worksheet xmlns="{MAIN}" xmlns:r="{REL}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
        f'<dimension ref="{ref}"/><sheetViews><sheetView workbookViewId="0">'
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


def tail() -> bytes:
    """The part behind its rows; links and the table are added by others."""
    return (
        b'<pageMargins left="0.4" right="0.4" top="0.5" bottom="0.5" header="0.3" footer="0.3"/>'
        b'<pageSetup orientation="landscape" fitToHeight="0"/>'
        b"<headerFooter><oddFooter>&amp;L&amp;A&amp;RPage &amp;P of &amp;N</oddFooter></headerFooter>"
        # codes are text on purpose: no green corner for a number that is kept as text
        b'<ignoredErrors><ignoredError sqref="A1:XFD1048576" numberStoredAsText="1"/></ignoredErrors></worksheet>'
    )
