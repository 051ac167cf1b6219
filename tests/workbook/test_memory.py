"""Does a workbook in memory behave as one on disk?"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
import openpyxl
import pytest

from backorder_xl.workbook.changes import CellRun, Changes, Column, Format, TablePatch
from backorder_xl.workbook.errors import Unreadable
from backorder_xl.workbook.file import FileBook
from backorder_xl.workbook.memory import MemoryBook
from backorder_xl.workbook.model import Book, Want

from .books import backorders
from .test_reading import assert_same

GRID = [
    [],
    ["Order", "Ordered", "Day", "Flag"],
    ["A", 1, dt.date(2026, 1, 2), True],
    [1001, "x", 5.5, None],
    [],
    ["B", None, dt.datetime(2026, 1, 2, 3), "yes"],
]


def both(tmp_path: Path) -> tuple[Book, Book]:
    made = openpyxl.Workbook()
    sheet = made.active
    sheet.title = "Orders"
    for r, row in enumerate(GRID, 1):
        for c, value in enumerate(row, 1):
            sheet.cell(r, c, value)
    made.save(tmp_path / "in.xlsx")
    return MemoryBook({"Orders": GRID}), FileBook(tmp_path / "in.xlsx")


@pytest.mark.parametrize("want", list(Want))
def test_reading_is_the_same(tmp_path: Path, want: Want) -> None:
    memory, file = both(tmp_path)
    wanted = dict.fromkeys(range(1, 6), want)
    for last in (None, 4, 9):
        assert_same(memory.read("orders", 2, last, wanted), file.read("orders", 2, last, wanted))
    assert memory.top("Orders") == file.top("Orders")
    assert memory.sheets() == file.sheets()
    with pytest.raises(Unreadable):
        memory.top("Nowhere")


def test_changes_can_be_read_again(tmp_path: Path) -> None:
    memory, file = both(tmp_path)
    runs = [CellRun("new", np.array([3, 7]), np.array([1.5, np.nan])), CellRun("order", np.array([7]), ["C"])]
    patch = TablePatch("Orders", 2, {"order": 1, "new": Column("Needed", Format.QTY), "flag": 4}, runs, np.array([4]), 6, 7)
    changes = Changes([backorders(3)], [patch])
    memory.apply(changes, Path("any"), False)
    assert memory.applied is changes
    file.apply(changes, tmp_path / "out.xlsx", False)
    again = FileBook(tmp_path / "out.xlsx")
    wanted = dict.fromkeys(range(1, 7), Want.ANY)
    for sheet, header in (("Orders", 2), ("Backorders", 1)):
        assert_same(memory.read(sheet, header, 8, wanted), again.read(sheet, header, 8, wanted))
    assert memory.excel_tables() == again.excel_tables()
    memory.apply(Changes([backorders(4, shift=1)], []))
    assert memory.top("Backorders")[1][0] == "SO-1"
