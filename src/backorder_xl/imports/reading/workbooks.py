"""Which cells does a workbook hold, as its own kind of file has them?

calamine reads the cells of all but the old kind. It lays out the whole rectangle around them and makes errors blank, so the
file's own parts are asked first: how far the cells reach, which of them are errors, and which rows are hidden.
"""

from __future__ import annotations

import datetime as dt
from enum import Enum
from pathlib import Path

import python_calamine as calamine

from backorder_xl.imports.model import Cell, RawSheet, Remark, Weight
from backorder_xl.imports.reading import xls
from backorder_xl.imports.reading.inside import Inside
from backorder_xl.imports.reading.ods import look_into_ods
from backorder_xl.imports.reading.xlsb import look_into_xlsb
from backorder_xl.imports.reading.xlsx import look_into_xlsx
from backorder_xl.workbook.errors import Unreadable

MOST_CELLS = 30_000_000  # of the rectangle around all cells of a sheet

_UNCOUNTED = "formulas that were never calculated look like empty cells; open the file in Excel, save it, and import that"


class Kind(Enum):
    """The kinds of workbook, by how they are made inside."""

    XLSX = "Excel workbook"
    XLSB = "binary Excel workbook"
    ODS = "OpenDocument spreadsheet"
    XLS = "Excel workbook of the old kind"


def kind_of(name: str, parts: dict[str, bytes]) -> Kind:
    """The kind of a workbook by the parts of its zip. Raises Unreadable for a zip that is something else."""
    if b"opendocument.spreadsheet" in parts.get("mimetype", b""):
        return Kind.ODS
    if "[content_types].xml" in parts:
        if "xl/workbook.bin" in parts:
            return Kind.XLSB
        if not any(part.startswith(("word/", "ppt/")) for part in parts):
            return Kind.XLSX
        raise Unreadable(f"{name} is a Word or PowerPoint file; give the workbook or the CSV that holds the table.")
    if any(part.startswith("index/") or part.endswith(".iwa") for part in parts):
        raise Unreadable(f"{name} is a Numbers file; export it as Excel or CSV.")
    raise Unreadable(f"{name} is a zip file with other files inside; unpack it, and give the table itself.")


def read(path: Path, kind: Kind) -> list[RawSheet]:
    """The sheets of a workbook in their order, hidden ones left out. Raises Unreadable with one sentence."""
    name = path.name
    inside = _inside(path, kind)
    for sheet, looked in inside.items():
        if looked.last_row * looked.last_column > MOST_CELLS:
            raise Unreadable(
                f"{name} has a cell in row {looked.last_row:,} and one in column {looked.last_column:,} of {sheet}, which makes "
                "a sheet too large to lay out; delete what stands far off, and save it again."
            )
    sheets, unseen = xls.read(path) if kind is Kind.XLS else _laid_out(path, kind, inside)
    if unseen and sheets:
        told = Remark(Weight.NOTED, name, 0, "", ", ".join(unseen), "hidden sheets are not read; unhide them if they are meant")
        sheets[0] = _with(sheets[0], told)
    return sheets


def _laid_out(path: Path, kind: Kind, inside: dict[str, Inside]) -> tuple[list[RawSheet], list[str]]:
    """The visible sheets in their order, and the names of hidden ones."""
    name = path.name
    sheets, unseen = [], []
    try:
        with calamine.load_workbook(path) as book:
            for about in book.sheets_metadata:
                if about.typ is not calamine.SheetTypeEnum.WorkSheet:
                    continue
                if about.visible is not calamine.SheetVisibleEnum.Visible:
                    unseen.append(about.name)
                    continue
                sheets.append(_sheet(name, book.get_sheet_by_name(about.name), inside.get(about.name, Inside()), kind))
    except calamine.PasswordError as error:
        raise Unreadable(f"{name} is protected by a password; open it in Excel, remove the password, and save it.") from error
    except Exception as error:  # a compiled reader's errors are many, and all mean the same to a user
        raise Unreadable(f"{name} is damaged, or no workbook of the kind that it says it is; export or save it again.") from error
    return sheets, unseen


def _inside(path: Path, kind: Kind) -> dict[str, Inside]:
    try:
        match kind:
            case Kind.XLSX:
                return look_into_xlsx(path)
            case Kind.XLSB:
                return look_into_xlsb(path)
            case Kind.ODS:
                return look_into_ods(path)
            case Kind.XLS:
                return {}
    except Unreadable:
        raise
    except Exception as error:
        raise Unreadable(f"{path.name} is damaged inside; open it in Excel or LibreOffice, and save it again.") from error


def _sheet(name: str, sheet: calamine.CalamineSheet, inside: Inside, kind: Kind) -> RawSheet:
    rows = [[_cell(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]
    rows = [row if any(cell is not None for cell in row) else [] for row in rows]
    for (row, column), text in inside.errors.items():
        if row <= len(rows):
            line = rows[row - 1]
            line.extend([None] * (column - len(line)))
            line[column - 1] = text
    while rows and not rows[-1]:
        rows.pop()
    spans = sheet.merged_cell_ranges or [] if rows else []
    merged = tuple((top + 1, left + 1, bottom + 1, right + 1) for (top, left), (bottom, right) in spans) or inside.merged
    hidden = frozenset(row for row in inside.hidden if row <= len(rows))
    told: tuple[Remark, ...] = ()
    if inside.uncounted:
        told = (Remark(Weight.NOTED, name, 0, "", f"{inside.uncounted:,} formulas", _UNCOUNTED),)
    return RawSheet(name, sheet.name, rows, hidden, merged, kind.value, told)


def _cell(value: object) -> Cell:
    if isinstance(value, str):
        return value if value and not value.isspace() else None
    if isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        return float(value)
    if isinstance(value, dt.datetime):
        return value
    if isinstance(value, dt.date):
        return dt.datetime.combine(value, dt.time())
    return str(value)  # a time of day or a span of time, as text: it is no date


def _with(sheet: RawSheet, remark: Remark) -> RawSheet:
    return RawSheet(sheet.file, sheet.name, sheet.rows, sheet.hidden, sheet.merged, sheet.how, (*sheet.remarks, remark))
