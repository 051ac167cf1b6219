"""How far do the cells of an OpenDocument spreadsheet reach, which are errors, merged, or in hidden rows?

Streams the one part that holds all sheets; rows and cells that are repeated are counted, never laid out.
"""

from __future__ import annotations

import zipfile
from pathlib import Path

from lxml import etree

from backorder_xl.imports.reading.inside import Inside
from backorder_xl.workbook.errors import Unreadable
from backorder_xl.workbook.preflight import Watched

MOST_BYTES = 600 << 20
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_ERROR = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}value-type"
_CELLS = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")


def look_into_ods(path: Path) -> dict[str, Inside]:
    """For each sheet by its name. Raises Unreadable for a part that is too large, XMLSyntaxError for a damaged one."""
    found: dict[str, Inside] = {}
    with zipfile.ZipFile(path) as archive:
        if archive.getinfo("content.xml").file_size > MOST_BYTES:
            raise Unreadable(f"{path.name} is too large to read; export a shorter period, or split it.")
        inside, row = Inside(), 0
        with archive.open("content.xml") as stream:
            watched = Watched(stream, f"{path.name}: content.xml")
            events = etree.iterparse(
                watched, ("start", "end"), tag=(f"{_TABLE}table", f"{_TABLE}table-row"), resolve_entities=False, no_network=True
            )
            for event, element in events:
                if element.tag == f"{_TABLE}table":
                    if event == "start":
                        inside, row = found.setdefault(element.get(f"{_TABLE}name", ""), Inside()), 0
                elif event == "end":
                    row = _row(element, inside, row + 1)
                    element.clear()
    return found


def _row(element: etree._Element, inside: Inside, row: int) -> int:
    """Count one row in, however often it is repeated; gives its last number."""
    last = row + int(element.get(f"{_TABLE}number-rows-repeated", "1")) - 1
    hidden = element.get(f"{_TABLE}visibility") in ("collapse", "filter")
    column = 0
    filled = False
    for cell in element.iterchildren(*_CELLS):
        first = column + 1
        column += int(cell.get(f"{_TABLE}number-columns-repeated", "1"))
        if cell.get(f"{_OFFICE}value-type") is None and cell.get(f"{_TABLE}formula") is None and not len(cell):
            continue
        filled = True
        inside.last_column = max(inside.last_column, column)
        if cell.get(_ERROR) == "error":
            inside.errors[row, first] = "".join(str(text) for text in cell.itertext()).strip() or "#ERROR"
        down, across = (int(cell.get(f"{_TABLE}number-{n}-spanned", "1")) for n in ("rows", "columns"))
        if down > 1 or across > 1:
            inside.merged += ((row, first, row + down - 1, first + across - 1),)
    if filled:
        inside.last_row = max(inside.last_row, last)
        if hidden:
            inside.hidden |= set(range(row, min(last, row + 100_000) + 1))
    return last
