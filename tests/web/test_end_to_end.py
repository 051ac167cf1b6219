"""Does a press on a button in Excel make of a workbook what the command line makes of it, cell for cell? (rules 1.1, 1.4, 9)

Excel's ribbon, Microsoft's office.js in Chromium, our pane, a server that runs: all of it is real but for Excel itself, which is
`tests/web/excel`.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.filters import AutoFilter, FilterColumn, Filters
from openpyxl.worksheet.table import Table, TableFormula

from backorder_xl.templates import demo_book
from tests.books import DATA, NORTHWIND, Rows, book_file, small_book
from tests.excel.test_same_sheets import odd_texts, user_work
from tests.web.comparing import by_command_line, command, copied, same, what_stands
from tests.web.seat import Desk, Sit

DAY, NEXT = "2026-06-03", "2026-06-04"


def at(day: str) -> dt.datetime:
    """Half past seven on that day."""
    return dt.datetime.combine(dt.date.fromisoformat(day), dt.time(7, 30))


def done(desk: Desk, button: str = "bo_run") -> str:
    """Presses and looks that nothing went wrong on the way, in Excel or in the page."""
    said = desk.press(button)
    assert "is done" in said, (said, desk.excel.refused)
    assert not desk.excel.refused
    assert not desk.heard()
    return said


def both(sit: Sit, path: Path, day: str = DAY, but: tuple[str, str] | None = None) -> tuple[Desk, Path]:
    """A run by either way, which must come to the same; the desk, and the book as the command line left it."""
    closed = copied(path, f"{path.stem} closed")
    by_command_line(closed, day)
    desk = sit(path, now=at(day))
    done(desk)
    same(closed, desk.save(path.with_stem(f"{path.stem} live")), but)
    return desk, closed


def test_the_demo_book_today_and_tomorrow_and_back_again(sit: Sit, tmp_path: Path) -> None:
    path = tmp_path / "demo.xlsx"
    path.write_bytes(demo_book())
    before = what_stands(path)
    desk, closed = both(sit, path)
    first = what_stands(desk.save(tmp_path / "first.xlsx"))

    assert "is done" in desk.press("bo_undo")
    undone = what_stands(desk.save(tmp_path / "undone.xlsx"))
    assert {s: undone[s] for s in before} == before  # Run Log and Messages keep what was added

    assert "is done" in desk.press("bo_undo")
    again = what_stands(desk.save(tmp_path / "again.xlsx"))
    assert {s: again[s]["cells"] for s in first if s != "Run Log"} == {s: first[s]["cells"] for s in first if s != "Run Log"}
    assert not desk.excel.refused

    both(sit, copied(closed, "tomorrow"), NEXT)


@pytest.mark.parametrize("name", NORTHWIND)
def test_northwind(sit: Sit, tmp_path: Path, name: str) -> None:
    if not (DATA / name).is_file():
        pytest.skip("the book is not beside the checkout")
    path = tmp_path / name
    path.write_bytes((DATA / name).read_bytes())
    both(sit, path, NORTHWIND[name])


def test_a_new_book_and_its_first_orders(sit: Sit, tmp_path: Path) -> None:
    command("new", tmp_path / "new.xlsx")
    book = openpyxl.load_workbook(tmp_path / "new.xlsx")
    rows = small_book()
    for name in ("Orders", "Stock", "Items", "Suppliers"):
        sheet = book[name]
        headers = [str(c.value) for c in sheet[1]]
        for r, line in enumerate(rows[name][1:], 2):
            for header, value in zip(rows[name][0], line, strict=True):
                sheet.cell(r, headers.index(str(header)) + 1, value)
        for table in sheet.tables.values():
            table.ref = f"{table.ref.split(':')[0]}:{table.ref.split(':')[1].rstrip('0123456789')}{len(rows[name])}"
            if table.autoFilter is not None:
                table.autoFilter.ref = table.ref
    book.save(tmp_path / "new.xlsx")
    # The first row of an empty table has its number formats before anything is in it; an open workbook keeps them, as on the
    # desktop.
    both(sit, tmp_path / "new.xlsx", but=("Purchase Orders", "K2"))


def test_what_the_user_added_stays_with_its_row(sit: Sit, tmp_path: Path) -> None:
    """His own columns and formulas, notes, a total below, coloured cells."""
    once = by_command_line(book_file(tmp_path / "book.xlsx", small_book()), DAY)
    user_work(once)
    desk, _ = both(sit, copied(once, "again"), NEXT)
    found = what_stands(desk.save(tmp_path / "after.xlsx"))["Backorders"]
    assert "mine" in found["notes"].values()
    assert any(str(v).startswith("note ") for v in found["cells"].values())


def test_a_filter_a_totals_row_and_a_hidden_sheet(sit: Sit, tmp_path: Path) -> None:
    once = by_command_line(book_file(tmp_path / "book.xlsx", small_book()), DAY)
    book = openpyxl.load_workbook(once)
    sheet = book["Backorders"]
    table = sheet.tables["Backorders"]
    table.autoFilter = AutoFilter(ref=table.ref, filterColumn=[FilterColumn(colId=0, filters=Filters(filter=["SO2", "SO4"]))])
    for row in range(2, sheet.max_row + 1):
        sheet.row_dimensions[row].hidden = sheet.cell(row, 1).value not in ("SO2", "SO4")
    pegs = book["Allocations"]
    whole = pegs.tables["Allocations"]
    first, last = whole.ref.split(":")
    below = pegs.max_row + 1
    pegs.cell(below, 1, "Total")
    whole.ref = f"{first}:{last.rstrip('0123456789')}{below}"
    whole.totalsRowCount = 1
    whole.tableColumns[0].totalsRowLabel = "Total"
    book["Suppliers"].sheet_state = "hidden"
    book["Orders"].cell(2, 6).value += 2
    book.save(once)
    desk, _ = both(sit, copied(once, "again"), NEXT)
    after = openpyxl.load_workbook(desk.save(tmp_path / "after.xlsx"))
    assert after["Suppliers"].sheet_state == "hidden"
    assert after["Allocations"].tables["Allocations"].totalsRowCount == 1
    assert after["Backorders"].tables["Backorders"].autoFilter.filterColumn


def as_texts(path: Path, sheets: tuple[str, ...]) -> Path:
    """Everything that is a text stays one in the file."""
    book = openpyxl.load_workbook(path)
    for name in sheets:
        for row in book[name].iter_rows(min_row=2):
            for cell in row:
                if isinstance(cell.value, str):
                    cell.data_type = "s"
    book.save(path)
    return path


def test_texts_that_excel_takes_for_more(sit: Sit, tmp_path: Path) -> None:
    rows = odd_texts()
    rows["Items"][1][1] = "long " * 6_000  # a text of 30,000 signs
    path = as_texts(book_file(tmp_path / "codes.xlsx", rows), ("Orders", "Stock", "Items"))
    _, closed = both(sit, path)
    both(sit, copied(closed, "again"))


def test_a_book_that_counts_from_1904(sit: Sit, tmp_path: Path) -> None:
    path = book_file(tmp_path / "mac.xlsx", small_book())
    book = openpyxl.load_workbook(path)
    rows = {s.title: [[c.value for c in row] for row in s.iter_rows()] for s in book.worksheets}
    made = openpyxl.Workbook()
    made.epoch = CALENDAR_MAC_1904
    made.remove(made.active)
    for name, lines in rows.items():
        sheet = made.create_sheet(name)
        for line in lines:
            sheet.append(line)
    made.save(path)
    both(sit, path)


def test_tables_that_grow_under_their_formulas(sit: Sit, tmp_path: Path) -> None:
    """Purchase Orders as an Excel Table with a column of the user's that is reckoned."""
    rows: Rows = small_book()
    path = book_file(tmp_path / "book.xlsx", rows)
    book = openpyxl.load_workbook(path)
    sheet = book["Purchase Orders"]
    sheet.cell(1, 8, "Twice")
    for row in (2, 3):
        sheet.cell(row, 8, "=PurchaseOrders[[#This Row],[Ordered]]*2")
    table = Table(displayName="PurchaseOrders", ref="A1:H3")
    table._initialise_columns()
    for column, cell in zip(table.tableColumns, sheet[1], strict=True):
        column.name = str(cell.value)
    table.tableColumns[-1].calculatedColumnFormula = TableFormula(attr_text="PurchaseOrders[[#This Row],[Ordered]]*2")
    sheet.add_table(table)
    book.save(path)
    both(sit, path)
