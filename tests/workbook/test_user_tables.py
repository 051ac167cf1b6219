"""Are only the cells that must change touched in a user's own table? (rules 1.1, 8.6)"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
import openpyxl
import pytest
import xlsxwriter

from backorder_xl.workbook.changes import CellRun, Column, Format, TablePatch
from backorder_xl.workbook.errors import Blocked
from backorder_xl.workbook.file import FileBook

from .books import inject, parts, replace_in, rezip, run, with_prefix

NONE = np.array([], dtype=np.int64)
SHEET = "xl/worksheets/sheet1.xml"


def purchases(
    path: Path, table: bool = True, totals: bool = False, first_row: int = 0, first_col: int = 0, rows: int = 5
) -> Path:
    """A user's list: PO, Ordered, Expected (a date format of its own), Cost (a formula), styled."""
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("Purchase Orders")
    day = book.add_format({"num_format": "dd/mm/yyyy", "bg_color": "yellow"})
    money = book.add_format({"num_format": '"€" 0.00'})
    head = book.add_format({"bold": True, "rotation": 45})
    heads = ["PO", "Ordered", "Expected", "Cost"]
    r, c = first_row, first_col
    for i in range(1, rows + 1):
        sheet.write_string(r + i, c, f"PO-{i}")
        sheet.write_number(r + i, c + 1, i * 10)
        sheet.write_datetime(r + i, c + 2, dt.datetime(2026, 6, (i - 1) % 28 + 1), day)
        name = xlsxwriter.utility.xl_rowcol_to_cell(r + i, c + 1)
        sheet.write_formula(r + i, c + 3, f"={name}*2", money, i * 20)
    if table:
        columns: list[dict] = [{"header": h, "header_format": head} for h in heads]
        columns[3]["formula"] = "=POs[[#This Row],[Ordered]]*2"
        if totals:
            columns[0]["total_string"] = "Total"
            columns[1]["total_function"] = "sum"
        sheet.add_table(r, c, r + rows + int(totals), c + 3, {"name": "POs", "columns": columns, "total_row": totals})
    else:
        sheet.write_row(r, c, heads, head)
        if totals:
            name = xlsxwriter.utility.xl_range(r + 1, c + 1, r + rows, c + 1)
            sheet.write_string(r + rows + 1, c, "Total")
            sheet.write_formula(r + rows + 1, c + 1, f"=SUM({name})", None, 150)
    book.add_worksheet("Other").write("A1", 1)
    book.close()
    return path


def patch(**more: object) -> TablePatch:
    """Nothing at all, unless told otherwise."""
    given: dict = {
        "sheet": "Purchase Orders", "header_row": 1, "columns": {"po": 1, "ordered": 2, "expected": 3, "cost": 4},
        "cells": [], "clear": NONE, "last_row": 6, "end_row": 6,
    }  # fmt: skip
    return TablePatch(**{**given, **more})


def grid(path: Path, sheet: str = "Purchase Orders") -> openpyxl.worksheet.worksheet.Worksheet:
    return openpyxl.load_workbook(path)[sheet]


def test_single_cells_keep_their_style(tmp_path: Path) -> None:
    path = purchases(tmp_path / "in.xlsx")
    day = np.array(["2026-12-24"], dtype="datetime64[s]")
    runs = [
        CellRun("ordered", np.array([3]), [99.5]),
        CellRun("expected", np.array([4]), day),
        CellRun("po", np.array([2]), ["=x"]),
    ]
    run(path, tmp_path / "out.xlsx", patches=[patch(cells=runs)])
    old, new = grid(path), grid(tmp_path / "out.xlsx")
    assert (new["B3"].value, new["C4"].value, new["A2"].value, new["A2"].data_type) == (
        99.5,
        dt.datetime(2026, 12, 24),
        "=x",
        "s",
    )
    assert new["C4"].number_format == old["C4"].number_format == "dd/mm/yyyy"
    assert new["C4"].fill.fgColor.rgb == old["C4"].fill.fgColor.rgb


def test_the_same_values_change_no_byte(tmp_path: Path) -> None:
    path = purchases(tmp_path / "in.xlsx")
    days = np.array(["2026-06-01", "2026-06-02"], dtype="datetime64[s]")
    runs = [CellRun("po", np.array([2, 3]), ["PO-1", "PO-2"]), CellRun("expected", np.array([2, 3]), days)]
    run(path, tmp_path / "out.xlsx", patches=[patch(cells=runs)])
    assert parts(path)[SHEET] == parts(tmp_path / "out.xlsx")[SHEET]


def test_a_formula_is_never_overwritten(tmp_path: Path) -> None:
    path = purchases(tmp_path / "in.xlsx")
    run(path, tmp_path / "out.xlsx", patches=[patch(cells=[CellRun("cost", np.array([2, 3]), [1.0, 2.0])])])
    assert parts(path)[SHEET] == parts(tmp_path / "out.xlsx")[SHEET]


@pytest.mark.parametrize("table", [True, False])
def test_columns_are_added_at_the_right(tmp_path: Path, table: bool) -> None:
    path = purchases(tmp_path / "in.xlsx", table=table, first_row=2, first_col=1)
    columns = {
        "po": 2,
        "n": Column("Needed", Format.QTY),
        "by": Column("Order By", Format.DATE, 14),
        "why": Column("Advice", width=40),
    }
    runs = [
        CellRun("n", np.array([4, 5]), [1.5, np.nan]),
        CellRun("by", np.array([4]), np.array(["2026-07-01"], dtype="datetime64[s]")),
        CellRun("why", np.array([6]), ["overdue: chase"]),
    ]
    change = patch(header_row=3, last_row=8, end_row=8, columns=columns, cells=runs)
    out = tmp_path / "out.xlsx"
    run(path, out, patches=[change])
    sheet = grid(out)
    assert [c.value for c in sheet[3]][1:] == ["PO", "Ordered", "Expected", "Cost", "Needed", "Order By", "Advice"]
    assert (sheet["F4"].value, sheet["G4"].value, sheet["H6"].value) == (1.5, dt.datetime(2026, 7, 1), "overdue: chase")
    assert sheet["G4"].number_format == "yyyy\\-mm\\-dd"
    assert sheet["F3"].alignment.textRotation == 45
    assert sheet.column_dimensions["H"].width == 40
    if table:
        (made,) = FileBook(out).excel_tables()
        assert made.headers[-3:] == ("Needed", "Order By", "Advice")
        assert (made.last_col, made.last_row) == (8, 8)
        assert sheet.tables["POs"].autoFilter.ref == "B3:H8"
    again = tmp_path / "again.xlsx"
    run(out, again, patches=[change])  # the headers stand there now
    assert parts(out)[SHEET] == parts(again)[SHEET]
    assert parts(out)["xl/styles.xml"] == parts(again)["xl/styles.xml"]


def test_a_used_cell_right_of_the_table_is_told(tmp_path: Path) -> None:
    path = purchases(tmp_path / "in.xlsx")
    replace_in(path, SHEET, '</row><row r="5"', '<c r="E4"><v>1</v></c></row><row r="5"')
    change = patch(columns={"po": 1, "n": Column("Needed")}, cells=[CellRun("n", np.array([2]), ["x"])])
    with pytest.raises(Blocked, match="E4 is in use"):
        run(path, tmp_path / "out.xlsx", patches=[change])
    assert not (tmp_path / "out.xlsx").exists()


@pytest.mark.parametrize("totals", [False, True])
@pytest.mark.parametrize("table", [True, False])
def test_rows_are_appended(tmp_path: Path, table: bool, totals: bool) -> None:
    path = purchases(tmp_path / "in.xlsx", table=table, totals=totals)
    rows = np.array([7, 8])
    days = np.array(["2026-07-01", "NaT"], dtype="datetime64[s]")
    runs = [CellRun("po", rows, ["PO-6", "PO-7"]), CellRun("ordered", rows, [60.0, 70.0]), CellRun("expected", rows, days)]
    out = tmp_path / "out.xlsx"
    run(path, out, patches=[patch(cells=runs, end_row=8)])
    sheet = grid(out)
    assert [sheet.cell(r, 1).value for r in range(2, 9)] == [f"PO-{i}" for i in range(1, 8)]
    assert (sheet["C7"].value, sheet["C7"].number_format, sheet["C8"].value) == (dt.datetime(2026, 7, 1), "dd/mm/yyyy", None)
    assert sheet["C7"].fill.fgColor.rgb == "FFFFFF00"
    if table:
        (made,) = FileBook(out).excel_tables()
        assert (made.last_row, made.totals) == (8, totals)
        assert sheet["D7"].value == "=POs[[#This Row],[Ordered]]*2"
        assert sheet.tables["POs"].ref == ("A1:D9" if totals else "A1:D8")
        assert sheet.tables["POs"].autoFilter.ref == "A1:D8"
    if totals:
        assert sheet["A9"].value == "Total"
        assert sheet["B9"].value == ("=SUBTOTAL(109,[Ordered])" if table else "=SUM(B2:B8)")


@pytest.mark.parametrize("totals", [False, True])
@pytest.mark.parametrize("table", [True, False])
def test_rows_are_cleared_and_the_table_shrinks(tmp_path: Path, table: bool, totals: bool) -> None:
    path = purchases(tmp_path / "in.xlsx", table=table, totals=totals)
    out = tmp_path / "out.xlsx"
    run(path, out, patches=[patch(clear=np.array([5, 6]), end_row=4)])
    sheet = grid(out)
    assert [sheet.cell(r, 1).value for r in range(2, 8)] == ["PO-1", "PO-2", "PO-3", "Total" if totals else None, None, None]
    if totals:
        assert sheet["B5"].value == ("=SUBTOTAL(109,[Ordered])" if table else "=SUM(B2:B4)")
    if table:
        (made,) = FileBook(out).excel_tables()
        assert (made.last_row, made.totals) == (4, totals)
    assert sheet["D6"].value is None


def test_a_table_can_lose_all_its_rows(tmp_path: Path) -> None:
    path = purchases(tmp_path / "in.xlsx", totals=True)
    run(path, tmp_path / "out.xlsx", patches=[patch(clear=np.arange(2, 7), end_row=1)])
    sheet = grid(tmp_path / "out.xlsx")
    assert sheet.tables["POs"].ref == "A1:D3"
    assert sheet["A2"].value is None
    assert sheet["A3"].value == "Total"


def test_a_row_that_is_used_again_keeps_its_formulas(tmp_path: Path) -> None:
    path = purchases(tmp_path / "in.xlsx")
    change = patch(clear=np.array([6]), cells=[CellRun("po", np.array([6]), ["NEW"])])
    run(path, tmp_path / "out.xlsx", patches=[change])
    sheet = grid(tmp_path / "out.xlsx")
    assert (sheet["A6"].value, sheet["B6"].value) == ("NEW", None)
    assert sheet["D6"].value.startswith("=")


def test_room_below(tmp_path: Path) -> None:
    path = purchases(tmp_path / "in.xlsx", totals=True)
    book = FileBook(path)
    assert book.room_below("Purchase Orders", 6, [1, 2, 3, 4]) > 1_000_000
    text = parts(path)[SHEET].decode()
    content = parts(path)
    content[SHEET] = text.replace("</sheetData>", '<row r="12"><c r="B12" t="str"><v>mine</v></c></row></sheetData>').encode()
    rezip(path, content)
    book = FileBook(path)
    assert book.room_below("Purchase Orders", 6, [1, 2, 3, 4]) == 4
    assert book.room_below("Purchase Orders", 6, [1]) > 1_000_000
    runs = [CellRun("po", np.arange(7, 12), [f"x{i}" for i in range(5)])]
    with pytest.raises(Blocked) as caught:
        run(path, tmp_path / "out.xlsx", patches=[patch(cells=runs, end_row=11)])
    assert caught.value.room == 4
    run(path, tmp_path / "out.xlsx", patches=[patch(cells=[CellRun("po", np.arange(7, 11), ["x"] * 4)], end_row=10)])
    sheet = grid(tmp_path / "out.xlsx")
    assert (sheet["A10"].value, sheet["A11"].value, sheet["B12"].value) == ("x", "Total", "mine")


def test_shared_formulas_survive_the_loss_of_their_first_cell(tmp_path: Path) -> None:
    path = purchases(tmp_path / "in.xlsx", table=False)
    text = parts(path)[SHEET].decode().replace("<f>B2*2</f>", '<f t="shared" ref="D2:D6" si="0">B2*2</f>')
    for row in range(3, 7):
        text = text.replace(f"<f>B{row}*2</f>", '<f t="shared" si="0"/>')
    rezip(path, {**parts(path), SHEET: text.encode()})
    run(path, tmp_path / "out.xlsx", patches=[patch(clear=np.array([2]))])
    sheet = grid(tmp_path / "out.xlsx")
    assert [sheet.cell(r, 4).value for r in range(2, 7)] == [None, "=B3*2", "=B4*2", "=B5*2", "=B6*2"]


def test_the_calculation_chain_forgets_cleared_formulas(tmp_path: Path) -> None:
    path = purchases(tmp_path / "in.xlsx", table=False)
    chain = (
        '<calcChain xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><c r="D2" i="1"/><c r="D3"/></calcChain>'
    )
    inject(path, {"xl/calcChain.xml": chain},
           {"xl/calcChain.xml": "application/vnd.openxmlformats-officedocument.spreadsheetml.calcChain+xml"},
           {"xl/workbook.xml": [("rIdC", "calcChain", "calcChain.xml")]})  # fmt: skip
    run(path, tmp_path / "one.xlsx", patches=[patch(clear=np.array([2]))])
    assert b'"D2"' not in parts(tmp_path / "one.xlsx")["xl/calcChain.xml"]
    assert b'r="D3" i="1"' in parts(tmp_path / "one.xlsx")["xl/calcChain.xml"]
    run(path, tmp_path / "two.xlsx", patches=[patch(clear=np.array([2, 3]))])
    after = parts(tmp_path / "two.xlsx")
    assert "xl/calcChain.xml" not in after
    assert b"calcChain" not in after["[Content_Types].xml"] + after["xl/_rels/workbook.xml.rels"]


def test_a_number_format_is_lent_to_dates_that_have_none(tmp_path: Path) -> None:
    path = purchases(tmp_path / "in.xlsx")
    day = np.array(["2026-12-24"], dtype="datetime64[s]")
    run(path, tmp_path / "out.xlsx", patches=[patch(cells=[CellRun("ordered", np.array([3]), day)])])
    assert grid(tmp_path / "out.xlsx")["B3"].value == dt.datetime(2026, 12, 24)


@pytest.mark.parametrize("spelling", ["prefixed", "counted", "commented"])
def test_sheets_in_an_unusual_spelling(tmp_path: Path, spelling: str) -> None:
    path = purchases(tmp_path / "in.xlsx", table=False)
    content = parts(path)
    import re

    if spelling == "prefixed":
        content[SHEET] = with_prefix(content[SHEET])
    elif spelling == "counted":
        content[SHEET] = re.sub(rb'<(c|row) r="[A-Z]*[0-9]+"', rb"<\1", content[SHEET])
    else:
        content[SHEET] = content[SHEET].replace(b"<sheetData>", b"<sheetData><!-- <row r='2'></row> -->")
    rezip(path, content)
    rows = np.array([3, 7])
    change = patch(columns={"po": 1, "n": Column("Needed", Format.QTY)}, end_row=7,
                   cells=[CellRun("po", rows, ["x", "y"]), CellRun("n", rows, [1.0, 2.5])])  # fmt: skip
    run(path, tmp_path / "out.xlsx", patches=[change])
    sheet = grid(tmp_path / "out.xlsx")
    assert [sheet.cell(r, 1).value for r in range(2, 8)] == ["PO-1", "x", "PO-3", "PO-4", "PO-5", "y"]
    assert (sheet["E1"].value, sheet["E3"].value, sheet["E7"].value) == ("Needed", 1, 2.5)


def test_two_patches_and_a_sheet_of_ours_in_one_go(tmp_path: Path) -> None:
    from .books import backorders

    path = purchases(tmp_path / "in.xlsx")
    one = patch(columns={"po": 1, "n": Column("Needed", Format.QTY)}, cells=[CellRun("n", np.array([2]), [4.0])])
    two = patch(cells=[CellRun("po", np.array([7]), ["PO-6"])], end_row=7)
    run(path, tmp_path / "out.xlsx", backorders(2), patches=[one, two])
    sheet = grid(tmp_path / "out.xlsx")
    assert (sheet["E2"].value, sheet["A7"].value, sheet.tables["POs"].ref) == (4, "PO-6", "A1:E7")


def test_a_thousand_rows_in_random_order(tmp_path: Path) -> None:
    path = purchases(tmp_path / "in.xlsx", rows=1000)
    rows = np.random.default_rng(3).permutation(np.arange(2, 1002))
    run(path, tmp_path / "out.xlsx", patches=[patch(last_row=1001, end_row=1001, cells=[CellRun("ordered", rows, rows * 1.0)])])
    sheet = grid(tmp_path / "out.xlsx")
    assert all(sheet.cell(r, 2).value == r for r in range(2, 1002))
