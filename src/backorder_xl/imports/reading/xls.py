"""Which cells does an Excel workbook of the old kind (.xls) hold?

xlrd reads it, slower than a compiled reader, but it knows errors, hidden rows and merged cells, and a damaged file ends in
an exception instead of taking all memory.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import xlrd
from xlrd.biffh import error_text_from_code
from xlrd.xldate import XLDateError, xldate_as_datetime

from backorder_xl.imports.model import Cell, RawSheet
from backorder_xl.workbook.errors import Unreadable

HOW = "Excel workbook of the old kind"


def read(path: Path) -> tuple[list[RawSheet], list[str]]:
    """The visible sheets in their order, and the names of hidden ones. Raises Unreadable with one sentence."""
    name = path.name
    sheets, unseen = [], []
    try:
        with (
            path.open("rb") as file,
            xlrd.open_workbook(file_contents=file.read(), formatting_info=True, ragged_rows=True, logfile=_Nowhere()) as book,
        ):
            for sheet in book.sheets():
                if sheet.visibility:
                    unseen.append(sheet.name)
                else:
                    sheets.append(_sheet(name, sheet, book.datemode))
    except (MemoryError, Exception) as error:  # of a damaged file, all of it means the same to a user
        if "encrypted" in str(error).lower():
            raise Unreadable(f"{name} is protected by a password; open it in Excel, remove the password, save it.") from error
        raise Unreadable(f"{name} is damaged, or no workbook of the kind that it says it is; export or save it again.") from error
    return sheets, unseen


class _Nowhere:
    """Takes what xlrd would print."""

    def write(self, text: str) -> int:
        return len(text)


def _sheet(name: str, sheet: xlrd.sheet.Sheet, mode: int) -> RawSheet:
    rows: list[list[Cell]] = []
    for at in range(sheet.nrows):
        kinds, values = sheet.row_types(at), sheet.row_values(at)
        row = [_cell(kind, value, mode) for kind, value in zip(kinds, values, strict=True)]
        rows.append(row if any(cell is not None for cell in row) else [])
    while rows and not rows[-1]:
        rows.pop()
    hidden = frozenset(at + 1 for at, about in sheet.rowinfo_map.items() if about.hidden and at < len(rows))
    merged = tuple((top + 1, left + 1, bottom, right) for top, bottom, left, right in sheet.merged_cells if bottom - top < 65_536)
    return RawSheet(name, sheet.name, rows, hidden, merged, HOW)


def _cell(kind: int, value: object, mode: int) -> Cell:
    match kind:
        case xlrd.XL_CELL_TEXT:
            text = str(value)
            return text if text and not text.isspace() else None
        case xlrd.XL_CELL_NUMBER:
            return float(str(value))
        case xlrd.XL_CELL_DATE:
            return _day(float(str(value)), mode)
        case xlrd.XL_CELL_BOOLEAN:
            return bool(value)
        case xlrd.XL_CELL_ERROR:
            return str(error_text_from_code.get(value, "#ERROR"))
        case _:
            return None


def _day(value: float, mode: int) -> Cell:
    if 0 <= value < 1:
        return str((dt.datetime.min + dt.timedelta(days=value)).time().replace(microsecond=0))
    try:
        day = xldate_as_datetime(value, mode)
    except (XLDateError, OverflowError, ValueError):
        return value
    return day if isinstance(day, dt.datetime) else value
