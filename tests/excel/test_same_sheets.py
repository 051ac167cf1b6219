"""Does a run leave the same sheets in an open workbook as in a closed one, cell for cell? (rules 1.1, 1.4)"""

from __future__ import annotations

import datetime as dt
import random
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.worksheet.table import TableColumn, TableFormula

from backorder_xl.templates import demo_book
from backorder_xl.workbook.file import FileBook
from backorder_xl.workbook.live.book import LiveBook
from tests.books import DATA, NORTHWIND, Rows, book_file, small_book
from tests.excel.desk import by_excel, by_file, copied, morning, what_stands
from tests.excel.engine import Excel
from tests.scenarios.test_random_books import random_book


def same(excel: Excel, path: Path, as_of: str) -> Path:
    """A run by either way; gives back the book that was closed, once both were found equal."""
    closed = copied(path, "closed")
    live = by_excel(excel, path, lambda book: morning(book, as_of))
    by_file(closed, lambda book: morning(book, as_of))
    one, two = what_stands(closed), what_stands(live)
    assert list(one) == list(two)
    for sheet in one:
        for what in one[sheet]:
            assert one[sheet][what] == two[sheet][what], (sheet, what)
    return closed


def test_the_small_book(excel: Excel, tmp_path: Path) -> None:
    same(excel, book_file(tmp_path / "book.xlsx", small_book()), "2026-06-03")


def test_the_demo_book(excel: Excel, tmp_path: Path) -> None:
    path = tmp_path / "demo.xlsx"
    path.write_bytes(demo_book())
    once = same(excel, path, "2026-06-03")
    twice = same(excel, copied(once, "again"), "2026-06-04")
    assert "Run Log" in what_stands(twice)


@pytest.mark.parametrize("name", NORTHWIND)
def test_northwind(excel: Excel, tmp_path: Path, name: str) -> None:
    if not (DATA / name).is_file():
        pytest.skip("the book is not beside the checkout")
    path = tmp_path / name
    path.write_bytes((DATA / name).read_bytes())
    same(excel, path, NORTHWIND[name])


@pytest.mark.parametrize("seed", range(6))
def test_books_that_nobody_would_make(excel: Excel, tmp_path: Path, seed: int) -> None:
    rows = random_book(random.Random(seed))
    rows = {s: [[0 if v == 0 and isinstance(v, float) else v for v in row] for row in lines] for s, lines in rows.items()}
    once = same(excel, book_file(tmp_path / "odd.xlsx", rows), "2026-06-03")  # Excel knows no minus nought
    same(excel, copied(once, "again"), "2026-06-05")


def odd_texts() -> Rows:
    """Codes that Excel takes for something else when they are typed."""
    rows = small_book()
    codes = ["007", "1-2", "1E5", "TRUE", "=1+1", "+49", "-5", "@x", "'tis", "3/4", "#N/A!", "12:30", "5%", "Mar-26"]
    rows["Stock"] = [["SKU", "On Hand"], *([code, i] for i, code in enumerate(codes))]
    orders = rows["Orders"]
    for i, code in enumerate(codes):
        orders.append([f"SO-{code}", 1, dt.date(2026, 6, 1), code, code, 20 + i, 3, 1])
        rows["Items"].append([code, code, "ACME", 1, 1, 1])
    return rows


def test_codes_arrive_as_text(excel: Excel, tmp_path: Path) -> None:
    path = book_file(tmp_path / "codes.xlsx", odd_texts())
    book = openpyxl.load_workbook(path)
    for row in book["Stock"].iter_rows(min_row=2, max_col=1):
        row[0].data_type = "s"
    for name in ("Orders", "Items"):
        for row in book[name].iter_rows(min_row=2):
            for cell in row:
                if isinstance(cell.value, str):
                    cell.data_type = "s"
    book.save(path)
    once = same(excel, path, "2026-06-03")
    same(excel, copied(once, "again"), "2026-06-03")


TWICE = "Backorders[[#This Row],[Open]]*2"


def user_work(path: Path) -> None:
    """What a planner does to our sheets, and to his own: columns, formulas, notes, a totals row, a word below."""
    book = openpyxl.load_workbook(path)
    sheet = book["Backorders"]
    table = sheet.tables["Backorders"]
    width, last = sheet.max_column, sheet.max_row
    sheet.cell(1, width + 1, "My note")
    sheet.cell(1, width + 2, "Twice")
    for row in range(2, last + 1):
        sheet.cell(row, width + 1, f"note {row}" if row % 2 else row)
        if row == 3:
            sheet.cell(row, width + 1).fill = PatternFill("solid", fgColor="FFFFFF00")
        elif row == 2:
            sheet.cell(row, width + 1).number_format = "0.00"
        sheet.cell(row, width + 2, f"={TWICE}")
        sheet.cell(row, width + 4, f"beside {row}")
    sheet.cell(last + 2, 1, "Total")
    sheet.cell(last + 2, 6, f"=SUM(F2:F{last})")
    for i, name in enumerate(("My note", "Twice"), 1):
        table.tableColumns.append(TableColumn(id=width + i, name=name))
    table.tableColumns[-1].calculatedColumnFormula = TableFormula(attr_text=TWICE)
    table.ref = table.autoFilter.ref = f"A1:{sheet.cell(1, width + 2).column_letter}{last}"
    sheet["A3"].comment = Comment("mine", "me")
    sheet["B2"].comment = Comment("the first", "me")
    orders = book["Orders"]
    for row in list(orders.iter_rows(min_row=2))[:3]:
        row[5].value += 3
    orders.delete_rows(orders.max_row)
    orders.append(["SO9", 1, dt.date(2026, 6, 1), "C9", "A", 40, 1, 2])
    book.save(path)


@pytest.mark.parametrize("days", ["2026-06-03", "2026-06-25"])
def test_what_the_user_added_stays_with_its_row(excel: Excel, tmp_path: Path, days: str) -> None:
    once = same(excel, book_file(tmp_path / "book.xlsx", small_book()), "2026-06-03")
    user_work(once)
    twice = same(excel, copied(once, "again"), days)
    found = what_stands(twice)["Backorders"]
    assert "mine" in found["notes"].values()
    assert any(str(v).startswith("note ") for v in found["cells"].values())
    assert "FFFF00" in {look[1] for look in found["looks"].values()}


def test_twice_in_a_row_changes_only_the_run_log(excel: Excel, tmp_path: Path) -> None:
    opened = excel.open(book_file(tmp_path / "book.xlsx", small_book()))
    found = []
    for n in range(3):
        morning(LiveBook(opened), "2026-06-03")
        found.append(what_stands(excel.save(opened, tmp_path / f"{n}.xlsx")))
    for sheet in found[1]:
        if sheet != "Run Log":
            assert found[1][sheet] == found[2][sheet]
    assert len(found[2]["Run Log"]["cells"]) > len(found[1]["Run Log"]["cells"])


def test_both_read_the_same(excel: Excel, tmp_path: Path) -> None:
    path = tmp_path / "demo.xlsx"
    path.write_bytes(demo_book())
    live, closed = LiveBook(excel.open(path)), FileBook(path)
    assert live.sheets() == closed.sheets()
    assert sorted(live.excel_tables(), key=str) == sorted(closed.excel_tables(), key=str)
    for sheet in closed.sheets():
        assert live.top(sheet) == [[v if v != "" else None for v in row] for row in closed.top(sheet)]
