"""The same workbook twice: closed on disk, and open in the tests' Excel; and what stands in either of them afterwards."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl

from backorder_xl import run
from backorder_xl.workbook.file import FileBook
from backorder_xl.workbook.live.book import LiveBook
from backorder_xl.workbook.model import Book
from tests.excel.engine import Excel

NOW = dt.datetime(2026, 6, 3, 7, 30)
Change = Callable[[Book], Any]


def morning(book: Book, as_of: str, **more: Any) -> None:
    """What the verb run does."""
    report = run.morning_run(book, {}, dt.date.fromisoformat(as_of), now=NOW, **more)
    run.write(book, report, None, backup=False)


def by_file(path: Path, change: Change) -> None:
    """Change a closed workbook where it lies."""
    with FileBook(path) as book:
        change(book)


def by_excel(excel: Excel, path: Path, change: Change) -> Path:
    """Change an open workbook, and save what it is then under another name."""
    opened = excel.open(path)
    change(LiveBook(opened))
    return excel.save(opened, path.with_stem(f"{path.stem} live"))


def copied(path: Path, name: str) -> Path:
    return Path(shutil.copy(path, path.with_stem(name)))


def what_stands(path: Path) -> dict[str, dict[str, Any]]:
    """Sheet -> what a person sees there: values, number formats and fills of cells, tables, notes, links, what turns red."""
    found: dict[str, dict[str, Any]] = {}
    for sheet in openpyxl.load_workbook(path).worksheets:
        cells, looks, links, notes = {}, {}, {}, {}
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value not in (None, ""):
                    cells[cell.coordinate] = cell.value
                    looks[cell.coordinate] = _look(cell)
                if cell.hyperlink is not None:
                    links[cell.coordinate] = cell.hyperlink.location or cell.hyperlink.target
                if cell.comment is not None:
                    notes[cell.coordinate] = cell.comment.text
        tables = {t.name: (t.ref, t.totalsRowCount, [c.name for c in t.tableColumns]) for t in sheet.tables.values()}
        found[sheet.title] = {"cells": cells, "looks": looks, "links": links, "notes": notes, "tables": tables}
        found[sheet.title]["frozen"] = sheet.freeze_panes
        found[sheet.title]["alarms"] = {str(group.sqref) for group in sheet.conditional_formatting}
    return found


def _look(cell: Any) -> tuple[Any, ...]:
    """Number format, fill, and underline; how numbers are shown says nothing of a text, which is told so in an open workbook."""
    code = None if cell.data_type == "s" else cell.number_format.replace("\\", "")
    fill = cell.fill.fgColor.rgb[2:] if cell.fill.fill_type == "solid" else None
    return code, fill, bool(cell.font.u)
