"""Does each row of a sheet stand in its first cell alone, as when a CSV was opened with the wrong separator?

Only where every row can be cut into the same number of cells, three or more, is it surely so; it is repaired and told.
"""

from __future__ import annotations

import csv
from dataclasses import replace

from backorder_xl.imports.model import Cell, RawSheet, Remark, Weight
from backorder_xl.imports.reading.separators import SPOKEN, found, records

_FEWEST = 3  # columns: "Doe, John" is one name


def unpacked(sheet: RawSheet) -> RawSheet:
    """The sheet with its rows cut into cells where each row stands in one cell; else the sheet as it is."""
    filled = [row for row in sheet.rows if row]
    if len(filled) < 2 or any(not isinstance(row[0], str) or row.count(None) < len(row) - 1 for row in filled):
        return sheet
    lines = [str(row[0]) for row in filled]
    if any("\n" in line or "\r" in line for line in lines):
        return sheet
    separator = found("\n".join(lines))
    try:
        cut = list(records("\n".join(lines), separator, strict=True))
    except csv.Error:
        return sheet
    widths = {len(cells) for cells in cut}
    if len(cut) != len(lines) or len(widths) != 1 or widths.pop() < _FEWEST:
        return sheet
    cells: list[list[Cell]] = [[cell if cell and not cell.isspace() else None for cell in row] for row in cut]
    each = iter(cells)
    rows = [next(each) if row else [] for row in sheet.rows]
    text = f"each row stood in one cell, and was cut at its {SPOKEN[separator]}"
    return replace(sheet, rows=rows, remarks=(*sheet.remarks, Remark(Weight.REPAIRED, sheet.file, 0, "", lines[0], text)))
