"""Do patches of one table apply one after the other, on disk and in memory alike? (rules 1.1, 5.2)"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
import openpyxl
import pytest
import xlsxwriter

from backorder_xl.workbook.changes import CellRun, Changes, Column, Format, Links, SheetTable, TablePatch
from backorder_xl.workbook.file import FileBook
from backorder_xl.workbook.memory import MemoryBook
from backorder_xl.workbook.model import ExcelTable, Want

from .books import parts, rezip, with_prefix
from .test_reading import assert_same

NONE = np.array([], dtype=np.int64)
HEADS = ["SKU", "On Hand", "Location"]
ROWS: list[list[object]] = [["A", 10, "North"], [], ["B", 4, "North"], [" ", None, None], ["C", 7, "South"]]
LAST = 7
"""The data's last row; the header stands in row 2, under a title."""


def stock(folder: Path, table: bool, totals: bool, spare: int = 0) -> tuple[MemoryBook, FileBook]:
    """A user's stock list twice: blank rows inside, a note right of it, a totals row, rows of the table left blank."""
    path = folder / "in.xlsx"
    grid: list[list[object]] = [["Our stock"], [*HEADS, *[None] * 4, "a note"], *[list(r) for r in ROWS], *([[]] * spare)]
    end = LAST + spare
    total = ["Total", 21.0, None]
    made = xlsxwriter.Workbook(path)
    sheet = made.add_worksheet("Stock")
    whole = made.add_format({"num_format": "0", "bg_color": "yellow"})
    for r, cells in enumerate(grid):
        for c, value in enumerate(cells):
            if value is not None:
                sheet.write(r, c, value, whole if r > 1 and c == 1 else None)
    formulas = []
    if table:
        columns: list[dict] = [{"header": h} for h in HEADS]
        if totals:
            columns[0]["total_string"] = "Total"
            columns[1] |= {"total_function": "sum", "total_value": 21}
        sheet.add_table(1, 0, end - 1 + totals, 2, {"name": "Stock", "columns": columns, "total_row": totals})
    elif totals:
        sheet.write_string(end, 0, "Total")
        sheet.write_formula(end, 1, f"=SUM(B3:B{end})", None, 21)
    if totals:
        grid.append(list(total))
        formulas = [("Stock", end + 1, 2)]
    made.close()
    known = [ExcelTable("Stock", "Stock", 2, end, 1, 3, totals, tuple(HEADS))] if table else []
    return MemoryBook({"Stock": grid}, tables=known, formulas=formulas), FileBook(path)


def patch(**more: object) -> TablePatch:
    given: dict = {
        "sheet": "Stock", "header_row": 2, "columns": {"sku": 1, "on_hand": 2}, "cells": [], "clear": NONE,
        "last_row": LAST, "end_row": LAST,
    }  # fmt: skip
    return TablePatch(**{**given, **more})


def posting() -> list[TablePatch]:
    """What a delivery does to a stock list: one unit more of A and a day, then two rows with a specification."""
    day = np.array(["2026-06-03"], dtype="datetime64[s]")
    first = patch(
        columns={"sku": 1, "on_hand": 2, "counted": Column("Counted", Format.DATE, 12)},
        cells=[CellRun("on_hand", np.array([3]), [11.0]), CellRun("counted", np.array([3]), day)],
    )
    rows = np.array([8, 9])
    second = patch(
        columns={"sku": 1, "on_hand": 2, "spec": Column("Specification", width=20), "why": Column("Why")},
        cells=[
            CellRun("sku", rows, ["A", "D"]),
            CellRun("on_hand", rows, [2.0, 0.5]),
            CellRun("spec", rows, ["blue", "=red"]),
            CellRun("why", np.array([9]), ["R-1"]),
        ],
        end_row=9,
    )
    return [first, second]


@pytest.mark.parametrize(
    ("table", "totals", "spare"),
    [(True, True, 0), (True, True, 1), (True, True, 4), (True, False, 0), (True, False, 4), (False, True, 0), (False, False, 0)],
)  # only an Excel Table reaches below its data
def test_two_patches_one_after_the_other(tmp_path: Path, table: bool, totals: bool, spare: int) -> None:
    memory, file = stock(tmp_path, table, totals, spare)
    for patches in (posting(), posting()[:1]):  # the second time nothing is new
        memory.apply(Changes([], patches))
        file.apply(Changes([], patches), tmp_path / "out.xlsx", backup=False)
        file = FileBook(tmp_path / "out.xlsx")
        wanted = dict.fromkeys(range(1, 9), Want.ANY)
        assert_same(memory.read("Stock", 2, 14, wanted), file.read("Stock", 2, 14, wanted))
        assert memory.top("Stock") == file.top("Stock")
        assert memory.excel_tables() == file.excel_tables()
    end = max(9, LAST + spare)
    top = file.top("Stock")
    assert top[1] == [*HEADS, "Counted", "Specification", "Why", None, "a note"]
    assert [top[8][c] for c in (0, 1, 4, 5)] == ["D", 0.5, "=red", "R-1"]
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx")["Stock"]
    assert sheet["B3"].value == 11
    assert sheet["D3"].value == dt.datetime(2026, 6, 3)
    assert [sheet.cell(8, c).value for c in (1, 2)] == ["A", 2]
    assert sheet["B9"].fill.fgColor.rgb == "FFFFFF00"
    assert (sheet["A5"].value, sheet["A7"].value) == ("B", "C")
    if totals:
        assert sheet.cell(end + 1, 1).value == "Total"
        assert sheet.cell(end + 1, 2).value == ("=SUBTOTAL(109,[On Hand])" if table else f"=SUM(B3:B{end})")


def test_a_link_finds_a_column_that_this_run_adds(tmp_path: Path) -> None:
    _, file = stock(tmp_path, True, False)
    links = {"K": Links("Stock", "Specification", np.array([8]))}
    ours = SheetTable("T", "T", (Column("K"),), {"K": ["x"]}, ("K",), links=links)
    file.apply(Changes([ours], posting()), tmp_path / "out.xlsx", backup=False)
    assert openpyxl.load_workbook(tmp_path / "out.xlsx")["T"]["A2"].hyperlink.location == "'Stock'!E8"


def test_two_patches_in_an_unusual_spelling(tmp_path: Path) -> None:
    _, file = stock(tmp_path, False, True)
    file.close()
    part = "xl/worksheets/sheet1.xml"
    rezip(file.path, {**parts(file.path), part: with_prefix(parts(file.path)[part])})
    FileBook(file.path).apply(Changes([], posting()), tmp_path / "out.xlsx", backup=False)
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx")["Stock"]
    assert [c.value for c in sheet[9]][:6] == ["D", 0.5, None, None, "=red", "R-1"]
    assert (sheet["D3"].value, sheet["B10"].value) == (dt.datetime(2026, 6, 3), "=SUM(B3:B9)")
