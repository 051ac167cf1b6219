"""Stories of a few mornings, told as workbooks: does the loop hold and is nothing of the user's lost?"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl
import pytest

from backorder_xl.hosts.cli import main
from tests.books import book_file, sheet_rows, small_book

DAY = "2026-06-03"


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return book_file(tmp_path / "Orders.xlsx", small_book())


def morning(book: Path, *words: str) -> None:
    assert main(["run", str(book), "--as-of", DAY, *words]) == 0


def edit(book: Path, sheet: str, where: dict[str, object], **values: object) -> None:
    """What a person does: change cells of the rows that match."""
    opened = openpyxl.load_workbook(book)
    rows = opened[sheet]
    headers = [c.value for c in rows[1]]
    for row in rows.iter_rows(min_row=2):
        if all(row[headers.index(k)].value == v for k, v in where.items()):
            for name, value in values.items():
                row[headers.index(name.replace("_", " "))].value = value
    opened.save(book)


def test_the_vector_of_rule_3_8_as_sheets(book: Path) -> None:
    morning(book)
    pegs = [(r["Order"], r["Quantity"], r["Source"], r["PO"]) for r in sheet_rows(book, "Allocations")]
    assert pegs == [
        ("SO1", 6, "stock", None),
        ("SO3", 4, "stock", None),
        ("SO3", 5, "purchase", "PO1"),
        ("SO2", 3, "purchase", "PO1"),
        ("SO2", 4, "purchase", "PO2"),
        ("SO4", 1, "purchase", "PO2"),
        ("SO4", 3, "planned", "PO-1"),
    ]
    waiting = {r["Order"]: r for r in sheet_rows(book, "Backorders")}
    assert set(waiting) == {"SO2", "SO3", "SO4"}
    assert waiting["SO3"]["Expected"] == dt.datetime(2026, 6, 10)
    assert (waiting["SO4"]["To Order"], waiting["SO4"]["Status"]) == (3, "to order")
    proposed = sheet_rows(book, "Purchase Orders")[-1]
    assert (proposed["PO"], proposed["Supplier"], proposed["Ordered"], proposed["Status"]) == ("PO-1", "ACME", 12, "proposed")
    assert (proposed["Needed"], proposed["Surplus"], proposed["For"]) == (3, 9, "SO4")


def test_what_is_ordered_is_never_bought_again(book: Path) -> None:
    morning(book)
    edit(book, "Purchase Orders", {"Status": "proposed"}, Status="ordered")
    morning(book)
    orders = sheet_rows(book, "Purchase Orders")
    assert [r["Status"] for r in orders] == ["ordered", "confirmed", "ordered"]
    assert sheet_rows(book, "Allocations")[-1]["Source"] == "purchase"


def test_a_cancelled_order_makes_its_proposal_go_and_its_purchase_surplus(book: Path) -> None:
    morning(book)
    edit(book, "Orders", {"Order": "SO4"}, Ordered=0)
    morning(book)
    orders = sheet_rows(book, "Purchase Orders")
    assert [r["PO"] for r in orders if r["PO"]] == ["PO1", "PO2"]
    assert orders[1]["Advice"].startswith("surplus 1: reduce or cancel")


def test_a_users_columns_stay_with_their_row(book: Path) -> None:
    morning(book)
    opened = openpyxl.load_workbook(book)
    sheet = opened["Backorders"]
    at = sheet.max_column + 1
    sheet.cell(1, at, "Called")
    for row in range(2, sheet.max_row + 1):
        sheet.cell(row, at, f"note for {sheet.cell(row, 1).value}")
    opened.save(book)
    edit(book, "Orders", {"Order": "SO3"}, Priority=9)
    morning(book)
    rows = sheet_rows(book, "Backorders")
    assert [r["Order"] for r in rows] == ["SO2", "SO4", "SO3"], "it was SO3, SO2, SO4 before"
    assert all(r["Called"] == f"note for {r['Order']}" for r in rows)


def test_a_formula_of_the_users_is_never_overwritten(tmp_path: Path) -> None:
    rows = small_book()
    rows["Purchase Orders"][0] += ["Advice"]
    for n, row in enumerate(rows["Purchase Orders"][1:], 2):
        row += [f'="look at "&A{n}']
    book = book_file(tmp_path / "Orders.xlsx", rows)
    morning(book)
    opened = openpyxl.load_workbook(book)["Purchase Orders"]
    assert [c.value for c in opened["H"]][1:3] == ['="look at "&A2', '="look at "&A3']
    assert any("formula" in str(r["Message"]) for r in sheet_rows(book, "Problems"))


def test_a_totals_row_moves_along(tmp_path: Path) -> None:
    rows = small_book()
    rows["Purchase Orders"].append(["Total", None, None, None, "=SUM(E2:E3)"])
    book = book_file(tmp_path / "Orders.xlsx", rows)
    morning(book)
    morning(book)
    opened = openpyxl.load_workbook(book)["Purchase Orders"]
    assert [opened.cell(r, 1).value for r in range(2, opened.max_row + 1)] == ["PO1", "PO2", "PO-1", "Total"]
    assert opened["E5"].value == "=SUM(E2:E4)"


def test_problems_are_told_once_and_done_stays(tmp_path: Path) -> None:
    rows = small_book()
    rows["Orders"].append(["SO8", 1, dt.date(2026, 6, 1), "C8", None, 2, 5, 1])
    book = book_file(tmp_path / "Orders.xlsx", rows)
    morning(book)
    edit(book, "Problems", {"Sheet": "Orders"}, Done="x")
    morning(book)
    told = [r for r in sheet_rows(book, "Problems") if r["Sheet"] == "Orders" and r["Severity"] == "error"]
    assert [(r["Severity"], r["Row"], r["Column"], r["Done"]) for r in told] == [("error", 6, "SKU", "x")]


def test_held_below_the_minimum_the_orders_are_told_why(tmp_path: Path) -> None:
    rows = small_book()
    rows["Suppliers"] = [["Supplier", "Minimum Order"], ["ACME", 500], ["S", None]]
    book = book_file(tmp_path / "Orders.xlsx", rows)
    morning(book, "--set", "Below Minimum=hold")
    last = sheet_rows(book, "Backorders")[-1]
    assert (last["Uncovered"], last["Expected"]) == (3, None)
    assert "minimum" in last["Reason"]
    morning(book)
    assert "below minimum: 464.00 missing" in sheet_rows(book, "Purchase Orders")[-1]["Advice"]


def test_drop_ship_never_mixes_customers(tmp_path: Path) -> None:
    rows = small_book()
    rows["Items"][0] += ["Policy"]
    rows["Items"][1] += ["drop ship"]
    rows["Stock"][1][1] = 0
    rows["Purchase Orders"] = rows["Purchase Orders"][:1]
    book = book_file(tmp_path / "Orders.xlsx", rows)
    morning(book)
    bought = [r for r in sheet_rows(book, "Purchase Orders") if r["PO"]]
    assert {(r["Ship To"], r["For"]) for r in bought} == {(o, o) for o in ("SO1", "SO2", "SO3", "SO4")}
    assert len({r["PO"] for r in bought}) == 4


def test_a_proposal_that_was_spoilt_is_replaced(book: Path) -> None:
    morning(book)
    edit(book, "Purchase Orders", {"Status": "proposed"}, Ordered="many")
    morning(book)
    assert [(r["PO"], r["Ordered"]) for r in sheet_rows(book, "Purchase Orders")] == [("PO1", 8), ("PO2", 5), ("PO-1", 12)]
