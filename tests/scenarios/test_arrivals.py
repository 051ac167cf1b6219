"""A delivery in a user's own workbook: what is written into their tables, and what is left alone (rules 1.1, 5.2, 8.6)."""

from __future__ import annotations

import datetime as dt
import json
import zipfile
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.table import Table

from backorder_xl.hosts.cli import main
from tests.books import Rows, book_file, sheet_rows

DAY = dt.date(2026, 6, 10)


def rows() -> Rows:
    """Headers of their own, no Received on their purchase orders, a totals row under their stock."""
    return {
        "Sales": [
            ["Order No", "Pos", "Order Date", "Customer", "Item No", "Qty", "Specification"],
            ["1001", 10, dt.date(2026, 6, 1), "C1", "0815", 4, None],
            ["1002", 10, dt.date(2026, 6, 2), "C2", "0815", 5, None],
            ["1003", 10, dt.date(2026, 6, 2), "C3", "0816", 1, "red"],
        ],
        "Inventory": [["Item No", "QOH", "Shelf"], ["0815", 1, "A-1"], ["0817", 7, "A-2"], ["Total", "=SUM(B2:B3)", None]],
        "POs": [
            ["PO No", "Vendor", "Item No", "Qty", "ETA", "Remark"],
            ["P-1", "S", "0815", 6, dt.date(2026, 6, 10), "by ship"],
            ["P-2", "S", "0816", 1, dt.date(2026, 6, 20), None],
        ],
        "Goods In": [
            ["Date Received", "PO No", "Item No", "Qty Received", "Damaged", "Who"],
            [dt.date(2026, 6, 9), "P-1", "0815", 6, 1, "Eva"],
            [dt.date(2026, 6, 9), "P-2", "0816", 1, None, "Eva"],
            [dt.date(2026, 6, 9), "P-7", "0815", 2, None, "Ole"],
        ],
    }


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = book_file(tmp_path / "shop.xlsx", rows())
    opened = openpyxl.load_workbook(path)
    for sheet, ref in (("Goods In", "A1:F4"), ("POs", "A1:F3")):
        opened[sheet].add_table(Table(displayName=sheet.replace(" ", "") + "List", ref=ref))
    opened["POs"].cell(3, 7, "red").parent.cell(1, 7, "Specification")
    opened["POs"].tables["POsList"].ref = "A1:G3"
    opened.save(path)
    return path


def receive(book: Path, *words: str) -> int:
    return main(["receive", str(book), "--as-of", DAY.isoformat(), *words])


def test_what_is_posted_stands_under_their_headers_and_the_rest_is_as_it_was(book: Path) -> None:
    assert receive(book) == 0
    goods = sheet_rows(book, "Goods In")
    assert [(r["Posted"], r["Matched To"], r["Who"]) for r in goods] == [
        (dt.datetime(2026, 6, 10), "P-1 line 1", "Eva"),
        (dt.datetime(2026, 6, 10), "P-2 line 1", "Eva"),
        (None, None, "Ole"),
    ]
    orders = [r for r in sheet_rows(book, "POs") if r["PO No"]]
    assert [(r["Received"], r["Remark"]) for r in orders] == [(5, "by ship"), (1, None)]
    stock = sheet_rows(book, "Inventory")
    assert [(r["Item No"], r["QOH"], r["Shelf"], r["Specification"]) for r in stock] == [
        ("0815", 6, "A-1", None),
        ("0817", 7, "A-2", None),
        ("0816", 1, None, "red"),
        ("Total", "=SUM(B2:B4)", None, None),
    ]
    told = [(r["Sheet"], r["Row"], r["Column"]) for r in sheet_rows(book, "Problems") if r["Severity"] == "error"]
    assert told == [("Goods In", 4, "PO")]
    assert openpyxl.load_workbook(book)["Goods In"].tables["GoodsInList"].ref == "A1:H4"


def test_what_can_leave_now_says_which_receipt_freed_it(book: Path) -> None:
    assert receive(book) == 0
    ready = [(r["Order"], r["Quantity"], r["Complete"], r["Freed By"]) for r in sheet_rows(book, "Ready to Ship")]
    assert ready == [
        ("1001", 4, "yes", "row 2 (P-1)"),
        ("1003", 1, "yes", "row 3 (P-2)"),
        ("1002", 2, "no", "row 2 (P-1)"),
    ]
    cut = [(r["Receipt"], r["To"], r["Quantity"]) for r in sheet_rows(book, "Cut List")]
    assert cut == [("row 2", "1001", 3), ("row 2", "1002", 2), ("row 3", "1003", 1)]


def test_a_second_run_changes_the_run_log_and_nothing_else(book: Path) -> None:
    def parts() -> dict[str, bytes]:
        with zipfile.ZipFile(book) as z:
            return {n: z.read(n) for n in z.namelist()}

    assert main(["run", str(book), "--as-of", DAY.isoformat()]) == 0
    before = parts()
    assert main(["run", str(book), "--as-of", DAY.isoformat()]) == 0
    after = parts()
    changed = [n for n in after if before.get(n) != after[n] and n.startswith("xl/worksheets/sheet")]
    assert len(changed) == 1 and b"Receipts Posted" in after[changed[0]]


def test_a_formula_on_the_shelf_keeps_the_receipt_unposted(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    opened = openpyxl.load_workbook(book)
    opened["Inventory"]["B2"] = "=1+0"
    opened.save(book)
    out = book.with_name("out.xlsx")
    assert receive(book, "-o", str(out), "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["verb"], found["receipts_posted"]) == ("receive", 1)
    assert openpyxl.load_workbook(out)["Inventory"]["B2"].value == "=1+0"
    assert [r["Matched To"] for r in sheet_rows(out, "Goods In")] == [None, "P-2 line 1", None]


def test_check_dry_run_and_strict_post_nothing(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = book.read_bytes()
    assert receive(book, "--dry-run") == 0
    assert receive(book, "--strict") == 1, "a receipt that fits nowhere is an error"
    assert main(["check", str(book), "--dry-run", "--as-of", DAY.isoformat()]) == 0
    assert "There is no purchase order P-7" in capsys.readouterr().out
    assert book.read_bytes() == before


def test_plan_posts_nothing_and_says_so(book: Path) -> None:
    assert main(["plan", str(book), "--as-of", DAY.isoformat()]) == 0
    assert "Posted" not in sheet_rows(book, "Goods In")[0]
    assert any("are not posted yet" in str(r["Message"]) for r in sheet_rows(book, "Problems"))


def test_one_who_deletes_a_row_of_the_cut_list_gives_its_units_back(book: Path) -> None:
    opened = openpyxl.load_workbook(book)
    sales = opened["Sales"]
    sales.append(["0900", 10, dt.date(2026, 5, 1), "C0", "0815", 2, None])
    opened.save(book)
    assert receive(book) == 0
    opened = openpyxl.load_workbook(book)
    sales = opened["Sales"]
    sales.append(["0800", 10, dt.date(2026, 5, 1), "C0", "0815", 2, None])  # comes late, is served first
    opened.save(book)
    assert receive(book) == 0
    kept = {str(r["To"]): r["Kept"] for r in sheet_rows(book, "Cut List")}
    first = next(r for r in sheet_rows(book, "Backorders") if r["Order"] == "0800")
    assert first["From Stock"] == 1, "what came in for the others is theirs; one unit was there before"
    opened = openpyxl.load_workbook(book)
    cut = opened["Cut List"]
    cut.delete_rows(next(r for r in range(2, cut.max_row + 1) if cut.cell(r, 8).value == "1001"))
    opened.save(book)
    assert receive(book) == 0
    assert "0800" not in [r["Order"] for r in sheet_rows(book, "Backorders")]
    assert kept["1001"] and "1001" not in [r["To"] for r in sheet_rows(book, "Cut List")]
