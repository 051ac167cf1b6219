"""Rule 5, case by case: which receipt is posted where, how much of it, and who gets it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from backorder_xl.core.kept import carried
from backorder_xl.core.matching import Writable
from backorder_xl.core.planning import Outcome, plan
from backorder_xl.core.receiving import Received, receive
from backorder_xl.core.settings import Settings
from backorder_xl.tables.reading import read_tables
from backorder_xl.workbook.memory import MemoryBook

DAY = dt.date(2026, 6, 10)
UNIT = 1_000_000
Rows = list[list[Any]]
ORDERS: Rows = [
    ["Order", "Line", "Order Date", "Customer", "SKU", "Ordered", "Specification", "Ship Complete"],
    ["SO-1", "1", dt.date(2026, 6, 1), "C1", "A", 4, None, None],
    ["SO-2", "1", dt.date(2026, 6, 2), "C2", "A", 5, None, None],
    ["SO-3", "1", dt.date(2026, 6, 2), "C3", "B", 2, "red", None],
]
PURCHASES: Rows = [
    ["PO", "Line", "Supplier", "SKU", "Ordered", "Expected", "Status", "Specification", "Ship To"],
    ["PO-1", "1", "S", "A", 6, dt.date(2026, 6, 10), "ordered", None, None],
    ["PO-2", "1", "S", "A", 8, dt.date(2026, 6, 20), "confirmed", None, None],
    ["PO-2", "2", "S", "B", 2, dt.date(2026, 6, 20), "confirmed", "red", None],
    ["PO-3", "1", "T", "A", 9, dt.date(2026, 6, 30), "cancelled", None, None],
    ["PO-4", "1", "T", "A", 9, dt.date(2026, 6, 30), "proposed", None, None],
]
HEAD = ["Receipt", "Received On", "PO", "Line", "SKU", "Received", "Rejected", "Specification"]


def arrive(
    *receipts: list[Any], writable: Writable | None = None, orders: Rows = ORDERS, purchases: Rows = PURCHASES, **more: Any
) -> Received:
    """What receiving makes of some receipts: number, PO, line, SKU, received, then rejected and specification."""
    over = more.pop("over", 0)
    rows = [[r[0], DAY, *r[1:], *[None] * (7 - len(r))] for r in receipts]
    sheets = {"Orders": orders, "Stock": [["SKU", "On Hand"], ["A", 1]], "Purchase Orders": purchases, "Receipts": [HEAD, *rows]}
    reading = read_tables(MemoryBook({**sheets, **more}), {"Over Receipt %": over})
    assert not [p for p in reading.problems if p.severity == "error"]
    return receive(reading.tables, reading.settings, DAY, writable or Writable())


def decide(received: Received) -> Outcome:
    return plan(received.tables, Settings(), DAY, received.arrived)


def posted(received: Received) -> dict[str, str]:
    return dict(zip(received.posted.get("receipt", []), received.posted.get("matched_to", []), strict=True))


def codes(received: Received) -> list[str]:
    return [m.code for m in received.remarks]


def cuts(received: Received) -> list[tuple[str, str, float, float]]:
    """(receipt, to, quantity, kept) of the Cut List as it is shown."""
    rows = decide(received).cut_list
    return [(r.receipt, r.to, r.quantity / UNIT, r.kept / UNIT) for r in rows.itertuples()]


def test_by_po_and_line_the_units_go_to_the_lines_that_were_pegged_to_it() -> None:
    r = arrive(["R-1", "PO-1", "1", "A", 6])
    assert posted(r) == {"R-1": "PO-1 line 1"} and not r.remarks
    assert r.purchases.to_numpy().tolist() == [[2, 6 * UNIT]] and r.stock.to_numpy().tolist() == [[2, 7 * UNIT]]
    assert cuts(r) == [("R-1", "SO-1", 3, 3), ("R-1", "SO-2", 3, 3)], "SO-1 had 1 from stock"


def test_a_later_order_that_comes_first_goes_to_whom_it_is_for_and_the_rest_to_the_shelf() -> None:
    r = arrive(["R-1", "PO-2", "1", "A", 8])
    assert cuts(r) == [("R-1", "SO-1", 3, 0), ("R-1", "SO-2", 5, 2)], "SO-2 was pegged to 2, the rest goes by section 3"
    assert cuts(arrive(["R-1", "PO-2", "1", "A", 11]))[-1] == ("R-1", "shelf", 3, 0)
    ready = decide(r).ready
    assert [(o, q / UNIT, f) for o, q, f in zip(ready["order"], ready["quantity"], ready["freed_by"], strict=True)] == [
        ("SO-1", 4, "R-1 (PO-2)"), ("SO-2", 5, "R-1 (PO-2)")
    ]  # fmt: skip


def test_what_came_for_a_line_stays_with_it_though_another_is_served_first() -> None:
    few = arrive(["R-1", "PO-2", "1", "A", 2])
    outcome = decide(few)
    stocked = dict(zip(outcome.lines["order"], outcome.lines["from_stock"] // UNIT, strict=True))
    assert stocked == {"SO-1": 1, "SO-2": 2, "SO-3": 0}
    again = plan(few.tables, Settings(), DAY)
    assert again.lines["from_stock"].tolist() == outcome.lines["from_stock"].tolist()
    reason = outcome.backorders["reason"][outcome.backorders["order"] == "SO-1"].iloc[0]
    assert "2 came in for SO-2 and are kept for it" in reason


def test_a_late_delivery_goes_to_whoever_waited_for_it_first() -> None:
    late = [row[:] for row in PURCHASES]
    late[1][5], late[2][5] = dt.date(2026, 6, 5), dt.date(2026, 6, 12)  # PO-1 overdue: re-dated, PO-2 would come before it
    r = arrive(["R-1", "PO-1", "1", "A", 6], purchases=late)
    assert cuts(r)[0] == ("R-1", "SO-1", 3, 3)


@pytest.mark.parametrize(
    ("receipt", "where"),
    [
        (["R", "PO-2", None, "A", 3], "PO-2 line 1"),
        (["R", "po-2", None, "b", 2], "PO-2 line 2"),  # its only line of B has a specification
        (["R", "PO-2", None, "B", 2, 0, "red"], "PO-2 line 2"),
        (["R", None, None, "A", 3], "PO-1 line 1"),
        (["R", None, None, "A", 9], "PO-1 line 1 (6), PO-2 line 1 (3)"),
        (["R", None, None, "B", 2, 0, "red"], "PO-2 line 2"),
        (["R", "PO-1", "1", "A", 3, 3], "PO-1 line 1"),  # all of it rejected: posted, and nothing grows
    ],
)
def test_matched(receipt: list[Any], where: str) -> None:
    r = arrive(receipt)
    assert posted(r) == {"R": where} and not r.remarks


@pytest.mark.parametrize(
    ("receipt", "code"),
    [
        (["R", "PO-12", None, "A", 6], "receipt-unknown-po"),
        (["R", "PO-1", None, "B", 6], "receipt-not-on-po"),
        (["R", "PO-1", None, "ZZ", 6], "receipt-not-on-po"),
        (["R", "PO-3", "1", "A", 6], "receipt-cancelled-po"),
        (["R", "PO-4", None, "A", 6], "receipt-proposed"),
        (["R", None, None, "ZZ", 6], "receipt-no-order"),
        (["R", None, None, "B", 6], "receipt-no-order"),  # common units of B are on no order
        (["R", "PO-2", "2", "B", 2, 0, "blue"], "receipt-other-specification"),
    ],
)
def test_what_fits_nowhere_is_told_and_changes_nothing(receipt: list[Any], code: str) -> None:
    r = arrive(receipt)
    assert codes(r) == [code] and not len(r.posted) and not len(r.purchases) and not len(r.stock)


def test_a_doubtful_row_comes_with_a_guess_and_how_sure_it_is() -> None:
    guess = arrive(["R", "PO-12", None, "A", 6]).remarks[0].words["guess"]
    assert str(guess).startswith("Perhaps PO-1 line 1 is meant (70 % sure: same item, same units and due now")
    near = arrive(["R", "PO1", "1", "A", 6]).remarks[0].words["guess"]
    assert "95 % sure: same item, near order" in str(near)


def test_the_line_is_not_of_this_item_so_the_item_decides_and_that_is_told() -> None:
    r = arrive(["R", "PO-2", "2", "A", 3])
    assert posted(r) == {"R": "PO-2 line 1"} and codes(r) == ["receipt-by-item"]


def test_a_suppliers_own_code_is_understood() -> None:
    sourcing = [["SKU", "Supplier", "Supplier SKU"], ["A", "S", "S-4711"], ["B", "T", "S-4711"], ["B", "T", "T-1"]]
    r = arrive(["R-1", "PO-1", None, "s-4711", 2], ["R-2", None, None, "S-4711", 1], Sourcing=sourcing)
    assert posted(r) == {"R-1": "PO-1 line 1"} and codes(r) == ["receipt-no-order"], "without a PO it could be two items"


def test_several_rows_for_one_line_and_one_delivery_for_several_orders() -> None:
    twice = ["R-1", "PO-1", "1", "A", 2]
    r = arrive(twice, twice, ["R-1", "PO-2", None, "A", 8], ["R-1", "PO-2", None, "B", 2])
    assert len(r.posted) == 4 and not r.remarks
    assert dict(r.purchases.to_numpy().tolist()) == {2: 4 * UNIT, 3: 8 * UNIT, 4: 2 * UNIT}
    assert r.new_stock[["sku", "specification", "on_hand"]].to_numpy().tolist() == [["B", "red", 2 * UNIT]]


def test_over_is_taken_in_and_told_or_cut_at_the_limit() -> None:
    assert codes(arrive(["R", "PO-1", "1", "A", 9])) == ["receipt-over"]
    r = arrive(["R-1", "PO-2", "1", "A", 6], ["R-2", "PO-2", "1", "A", 6], over="25")  # 8 ordered: 10 at most
    assert r.purchases["received"].tolist() == [10 * UNIT]
    assert r.posted["accepted"].tolist() == [6 * UNIT, 4 * UNIT]
    assert [(m.code, m.words["over"], m.words["refused"]) for m in r.remarks] == [("receipt-over-limit", "4", "2")]
    r = arrive(["R-1", "PO-2", "1", "A", 10], ["R-2", "PO-2", "1", "A", 1], over="25")
    assert posted(r) == {"R-1": "PO-2 line 1 (2 over)"} and "receipt-all-over" in codes(r)


def test_a_formula_in_the_way_keeps_the_whole_receipt_unposted() -> None:
    stuck = Writable(purchases=frozenset({3}))  # PO-2 line 1
    r = arrive(["R-1", None, None, "A", 9], ["R-2", "PO-1", "1", "A", 1], writable=stuck)
    assert posted(r) == {"R-2": "PO-1 line 1"} and codes(r) == ["receipt-locked"], "R-1 would have met both orders"
    assert r.purchases["received"].tolist() == [UNIT]
    r = arrive(["R-1", "PO-2", "2", "B", 2], writable=Writable(new_stock_rows=0))
    assert not len(r.posted) and codes(r) == ["receipt-no-stock-row"]


def test_a_list_that_is_pasted_twice_is_not_posted_twice() -> None:
    rows = [["R-1", DAY, "PO-1", "1", "A", 2, 0, None, DAY], ["R-1", DAY, "PO-1", "1", "A", 2, 0, None, None]]
    sheets = {"Orders": ORDERS, "Stock": [["SKU", "On Hand"], ["A", 1]], "Purchase Orders": PURCHASES,
              "Receipts": [[*HEAD, "Posted"], *rows]}  # fmt: skip
    reading = read_tables(MemoryBook(sheets))
    r = receive(reading.tables, reading.settings, DAY)
    assert codes(r) == ["receipt-again"] and not len(r.posted)


def test_units_for_one_order_stay_with_it() -> None:
    purchases = [PURCHASES[0], ["PO-9", "1", "S", "A", 4, DAY, "ordered", None, "SO-2"]]
    r = arrive(["R-1", "PO-9", "1", "A", 4], purchases=purchases)
    assert cuts(r) == [("R-1", "SO-2", 4, 4)]


def test_kept_units_leave_with_the_goods_and_come_free_with_a_cancellation() -> None:
    r = arrive(["R-1", "PO-1", "1", "A", 6])
    for column, value, kept in (("shipped", 1, [2, 3]), ("cancelled", 3, [1, 3]), ("status", "on hold", [3])):
        orders = r.tables.orders.copy()
        orders.loc[0, column] = value if column == "status" else value * UNIT
        tables = carried(replace(r.tables, orders=orders))
        assert (tables.cut_list["kept"] // UNIT).tolist() == kept, column
        assert carried(tables).cut_list["kept"].tolist() == tables.cut_list["kept"].tolist(), "twice is once"
