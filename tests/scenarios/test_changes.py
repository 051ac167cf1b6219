"""Plans change: what a cancellation, a raise or a supplier's letter does to everybody else (rule 5.4), as workbooks."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl
import pytest

from backorder_xl.hosts.cli import main
from tests.books import book_file, sheet_rows, small_book
from tests.scenarios.test_loop import edit

DAY, NEXT = "2026-06-03", "2026-06-04"


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """The vector of rule 3.8 after its first morning: 3 of SO4 are proposed on PO-1."""
    path = book_file(tmp_path / "Orders.xlsx", small_book())
    morning(path, DAY)
    return path


def morning(book: Path, day: str = NEXT, *words: str) -> None:
    assert main(["run", str(book), "--as-of", day, *words]) == 0


def told(book: Path) -> dict[tuple[str, str], str]:
    """(change, order or PO) -> why."""
    return {(str(r["Change"]), str(r["Order"] or r["PO"])): str(r["Why"]) for r in sheet_rows(book, "Changes")}


def waiting(book: Path) -> dict[str, object]:
    """order -> Expected of each line that waits."""
    days = {str(r["Order"]): r["Expected"] for r in sheet_rows(book, "Backorders")}
    return {order: day.date() if isinstance(day, dt.datetime) else day for order, day in days.items()}


def purchase(book: Path, po: str) -> dict[str, object]:
    return next(r for r in sheet_rows(book, "Purchase Orders") if r["PO"] == po)


def test_a_first_run_has_nothing_to_compare_with(book: Path) -> None:
    morning(book, DAY)
    assert "Changes" not in openpyxl.load_workbook(book).sheetnames


def test_a_cancelled_order_frees_its_units_for_the_next_in_order(book: Path) -> None:
    opened = openpyxl.load_workbook(book)
    orders = opened["Orders"]
    orders.cell(1, 9, "Cancelled")
    orders.cell(3, 9, 9)  # SO3, who had 4 from stock and 5 on PO1
    opened.save(book)
    morning(book)
    assert waiting(book) == {"SO2": dt.date(2026, 6, 10), "SO4": dt.date(2026, 6, 10)}, "they had 20 June"
    found = told(book)
    assert found[("moved earlier", "SO2")] == "SO3 cancelled 9."
    assert ("cancelled", "SO3") in found and ("moved earlier", "SO4") in found
    assert found[("proposal withdrawn", "PO-1")] == "12 were proposed to ACME; now none."
    advice = str(purchase(book, "PO2")["Advice"])
    assert advice.startswith("surplus 5: reduce or cancel (nothing needs it since SO3 cancelled 9)")


def test_a_reduced_line_shrinks_the_proposal_no_further_than_the_minimum(book: Path) -> None:
    edit(book, "Orders", {"Order": "SO1"}, Ordered=30)
    morning(book)
    assert purchase(book, "PO-1")["Ordered"] == 30, "27 are missing, in sixes"
    assert told(book)[("proposal larger", "PO-1")] == "12 were proposed to ACME; now 30."
    edit(book, "Orders", {"Order": "SO1"}, Ordered=7)
    morning(book, "2026-06-05")
    assert (purchase(book, "PO-1")["Ordered"], purchase(book, "PO-1")["Needed"]) == (12, 4), "MOQ 10, in sixes"
    assert told(book)[("proposal smaller", "PO-1")] == "30 were proposed to ACME; now 12."


def test_on_hold_closed_shipped_or_gone(book: Path) -> None:
    edit(book, "Orders", {"Order": "SO3"}, Ordered=0)
    opened = openpyxl.load_workbook(book)
    orders = opened["Orders"]
    orders.cell(1, 9, "Status")
    orders.cell(4, 9, "on hold")  # SO2
    orders.delete_rows(5)  # SO4
    opened.save(book)
    morning(book)
    assert {k for k, _ in told(book)} == {"shipped", "put on hold", "no longer on Orders", "proposal withdrawn"}


def test_a_supplier_moves_cuts_and_cancels(book: Path) -> None:
    edit(book, "Purchase Orders", {"PO": "PO1"}, Expected=dt.datetime(2026, 6, 15))
    morning(book)
    assert told(book)[("moved later", "SO3")] == "PO1 moved from 2026-06-10 to 2026-06-15."
    edit(book, "Purchase Orders", {"PO": "PO2"}, Status="cancelled")
    morning(book, "2026-06-05")
    assert told(book)[("moved earlier", "SO2")] == "PO2 line 1 was cancelled.", "what is bought anew comes a day sooner"
    so2 = next(r for r in sheet_rows(book, "Backorders") if r["Order"] == "SO2")
    assert (so2["On Order"], so2["To Order"]) == (3, 4)
    edit(book, "Purchase Orders", {"PO": "PO1"}, Ordered=2)
    morning(book, "2026-06-08")
    so3 = next(r for r in sheet_rows(book, "Backorders") if r["Order"] == "SO3")
    assert (so3["On Order"], so3["To Order"]) == (2, 3)


def test_a_date_lost_and_known_again_with_its_deadline(book: Path) -> None:
    opened = openpyxl.load_workbook(book)
    opened["Orders"].cell(1, 9, "Need By")
    opened["Orders"].cell(5, 9, dt.datetime(2026, 6, 21))  # SO4
    opened["Items"].cell(1, 7, "Policy")
    opened["Items"].cell(2, 7, "stop")  # discontinued
    opened.save(book)
    morning(book)
    so4 = next(r for r in sheet_rows(book, "Backorders") if r["Order"] == "SO4")
    assert (so4["Uncovered"], so4["Expected"]) == (3, None) and "offer a cancellation" in str(so4["Reason"])
    assert ("date lost", "SO4") in told(book) and ("proposal withdrawn", "PO-1") in told(book)
    edit(book, "Items", {"SKU": "A"}, Policy="backorder")
    morning(book, "2026-06-12")
    row = next(r for r in sheet_rows(book, "Changes") if r["Order"] == "SO4")
    assert (row["Change"], row["Deadline"]) == ("date known", "now 5 days after Need By 2026-06-21")


def test_a_priority_that_is_raised_moves_the_others(book: Path) -> None:
    edit(book, "Orders", {"Order": "SO4"}, Priority=1)
    morning(book)
    found = told(book)
    assert ("now covered", "SO4") in found and ("moved later", "SO3") in found


def test_units_left_over_in_one_place_are_offered_in_another(tmp_path: Path) -> None:
    day = dt.date
    rows = {
        "Orders": [
            ["Order", "Order Date", "Customer", "SKU", "Ordered", "Location"],
            ["SO-1", day(2026, 6, 1), "C", "A", 2, "North"],
            ["SO-2", day(2026, 6, 1), "C", "OLD", 3, "South"],
        ],
        "Stock": [["SKU", "On Hand", "Location"], ["A", 0, "North"], ["OLD", 0, "South"]],
        "Items": [["SKU", "Substitute", "Policy"], ["OLD", "A", "stop"], ["A", None, None]],
        "Purchase Orders": [
            ["PO", "Supplier", "SKU", "Ordered", "Expected", "Location"],
            ["PO-1", "S", "A", 5, day(2026, 6, 9), "South"],
        ],
    }
    book = book_file(tmp_path / "b.xlsx", rows)
    morning(book)
    advice = str(purchase(book, "PO-1")["Advice"])
    assert advice == (
        "surplus 5: reduce or cancel (nothing needs it); could serve SO-1 (other place) and SO-2 (as a substitute for OLD)"
    )


def test_the_second_run_of_a_day_loses_no_change(book: Path) -> None:
    edit(book, "Orders", {"Order": "SO1"}, Ordered=30)
    morning(book)
    first = sheet_rows(book, "Changes")
    morning(book)
    assert sheet_rows(book, "Changes") == first and first
    log = sheet_rows(book, "Run Log")
    assert [r["Changes"] for r in log] == [0, len(first), len(first)]
