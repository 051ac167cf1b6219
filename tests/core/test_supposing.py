"""Is a what-if what would happen, had somebody really typed it into the book? (rule 7.6)"""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from backorder_xl.core.supposing import Suppose
from backorder_xl.core.whatif import WhatIf, whatif
from backorder_xl.core.words import UNIT, Supposition
from tests.laws import core_side

DAY = dt.date(2026, 6, 3)
Book = dict[str, list[dict[str, Any]]]


def june(day: int) -> dt.date:
    return dt.date(2026, 6, day)


def shop() -> Book:
    """Rule 3.8's vector with a second item, a supplier with a lead time, and prices."""
    line = {"Line": "1", "Customer": "C", "SKU": "A", "Unit Price": 2}
    return {
        "Orders": [
            {**line, "Order": "SO1", "Order Date": june(2), "Ordered": 6, "Priority": 1},
            {**line, "Order": "SO3", "Order Date": june(2), "Ordered": 9, "Priority": 2},
            {**line, "Order": "SO2", "Order Date": dt.date(2026, 5, 30), "Ordered": 7, "Need By": june(12)},
            {**line, "Order": "SO4", "Order Date": june(1), "Ordered": 4},
            {**line, "Order": "SO4", "Line": "2", "Order Date": june(1), "Ordered": 2, "SKU": "B"},
        ],
        "Stock": [{"SKU": "A", "On Hand": 10}, {"SKU": "B", "On Hand": 1}],
        "Items": [{"SKU": "A", "Supplier": "ACME", "Lead Time": 20, "Unit Cost": 1}, {"SKU": "B", "Supplier": "S"}],
        "Suppliers": [{"Supplier": "ACME"}, {"Supplier": "S", "Lead Time": 4}],
        "Purchase Orders": [
            {"PO": "PO1", "Line": "1", "Supplier": "S", "SKU": "A", "Ordered": 8, "Cancelled": 0, "Expected": june(10)},
            {"PO": "PO2", "Line": "1", "Supplier": "S", "SKU": "A", "Ordered": 5, "Cancelled": 0, "Expected": june(1)},
        ],
    }


def tried(book: Book, *supposed: Suppose, **settings: object) -> WhatIf:
    reading = core_side.read(book, {name.replace("_", " "): value for name, value in settings.items()})
    found = whatif(reading.tables, reading.settings, DAY, supposed)
    assert not [s for s in found.said if s.wrong], found.said
    return found


def row(book: Book, table: str, **known: str) -> dict[str, Any]:
    return next(r for r in book[table] if all(r.get(k) == v for k, v in known.items()))


def slip(book: Book) -> None:
    row(book, "Purchase Orders", PO="PO1")["Expected"] = june(15)


def slip_overdue(book: Book) -> None:
    """PO2 is overdue: it is reckoned with as of 10 June, and five days later is the 15th."""
    row(book, "Purchase Orders", PO="PO2")["Expected"] = june(15)


def short(book: Book) -> None:
    row(book, "Purchase Orders", PO="PO1")["Cancelled"] = 3


def gone(book: Book) -> None:
    row(book, "Purchase Orders", PO="PO1")["Cancelled"] = 8


def cancel(book: Book) -> None:
    row(book, "Orders", Order="SO3")["Cancelled"] = 9


def cancel_over_lines(book: Book) -> None:
    row(book, "Orders", Order="SO4", Line="1")["Cancelled"] = 4
    row(book, "Orders", Order="SO4", Line="2")["Cancelled"] = 1


def first(book: Book) -> None:
    for line in book["Orders"]:
        line["Priority"] = 0 if line["Order"] == "SO4" else line.get("Priority", 5)


def demand(book: Book) -> None:
    book["Orders"].append({"Order": "what-if 1", "Line": "1", "Customer": "what-if", "SKU": "A", "Unit Price": 2,
                           "Order Date": DAY, "Ordered": 3, "Need By": june(20)})  # fmt: skip


def stock(book: Book) -> None:
    row(book, "Stock", SKU="A")["On Hand"] = 14


def less_stock(book: Book) -> None:
    row(book, "Stock", SKU="A")["On Hand"] = 0


def supplier(book: Book) -> None:
    """S brings both orders and B; ACME's lead time stays."""
    slip(book)
    slip_overdue(book)
    row(book, "Suppliers", Supplier="S")["Lead Time"] = 9


CASES: list[tuple[list[Suppose], Callable[[Book], None]]] = [
    ([Suppose(Supposition.PO_SLIPS, "po1", by=5 * UNIT)], slip),
    ([Suppose(Supposition.PO_SLIPS, "PO1/1", to=june(15))], slip),
    ([Suppose(Supposition.PO_SLIPS, "PO2", by=5 * UNIT)], slip_overdue),
    ([Suppose(Supposition.SHORT, "PO1", by=3 * UNIT)], short),
    ([Suppose(Supposition.SHORT, "PO1")], gone),
    ([Suppose(Supposition.CANCEL, "so3")], cancel),
    ([Suppose(Supposition.CANCEL, "SO4", by=5 * UNIT)], cancel_over_lines),
    ([Suppose(Supposition.ORDER_FIRST, "SO4")], first),
    ([Suppose(Supposition.MORE_DEMAND, "a", by=3 * UNIT, to=june(20))], demand),
    ([Suppose(Supposition.MORE_STOCK, "A", by=4 * UNIT)], stock),
    ([Suppose(Supposition.LESS_STOCK, "A", by=99 * UNIT)], less_stock),
    ([Suppose(Supposition.SUPPLIER_SLIPS, "S", by=5 * UNIT)], supplier),
]


@pytest.mark.parametrize(("supposed", "typed"), CASES, ids=lambda v: getattr(v, "__name__", None))
def test_a_what_if_is_what_the_edited_book_decides(supposed: list[Suppose], typed: Callable[[Book], None]) -> None:
    book = shop()
    found = core_side.result(tried(book, *supposed).then.outcome)
    edited = copy.deepcopy(book)
    typed(edited)
    by_hand = core_side.result(core_side.decide(edited, {}, DAY))
    assert (found.pegs, found.expected) == (by_hand.pegs, by_hand.expected)
    assert by_hand.pegs != core_side.result(core_side.decide(book, {}, DAY)).pegs, "the case shows something"


@pytest.mark.parametrize("policy", ["first-come", "promised", "paid-first", "value", "fair-share", "most-complete"])
def test_an_order_that_goes_first_is_served_first_under_every_policy(policy: str) -> None:
    book = shop()
    row(book, "Orders", Order="SO3").update({"Paid": "yes", "Promised": june(5)})
    found = tried(book, Suppose(Supposition.ORDER_FIRST, "SO4"), Allocation_Policy=policy)
    pegs = core_side.result(found.then.outcome).pegs
    assert [source for source, *_ in pegs["SO4", "1"]] == ["stock"]
    if policy != "fair-share":  # whose reasons name shares, not those who were before
        assert "SO4 (put first)" in " ".join(found.then.outcome.backorders["reason"])


def test_the_setting_and_who_wins_and_loses() -> None:
    found = tried(shop(), Suppose(Supposition.SETTING, "allocation policy", to="need-by"))
    assert found.then.outcome.settings.allocation_policy == "need-by"
    found = tried(shop(), Suppose(Supposition.CANCEL, "SO3"))
    effects = dict(zip(found.lines["order"] + "/" + found.lines["line"], found.lines["effect"], strict=True))
    assert effects["SO3/1"] == "gone" and effects["SO2/1"] != "", effects
    assert found.then.score.open == found.now.score.open - 9 * UNIT
    assert found.now.score.from_stock == found.then.score.from_stock == 11 * UNIT, "SO1 6 of A, others 4, 1 of B"


def test_a_receipt_that_is_short_and_messages_that_would_fall_due() -> None:
    book = shop()
    book["Receipts"] = [{"Receipt": "R1", "Received On": DAY, "PO": "PO1", "SKU": "A", "Received": 8}]
    book["Orders"] = [{**r, "Email": "c@c.example"} for r in book["Orders"]]
    found = tried(book, Suppose(Supposition.SHORT, "R1", by=6 * UNIT))
    stocked = [o.counts["from_stock"] for o in (found.now.outcome, found.then.outcome)]
    assert stocked == [19, 13]
    news = {(r.order, r.effect): r.is_kind for r in found.messages.itertuples()}
    assert news["SO3", "more"] == "backordered"
    assert "what-if" not in set(found.messages["to"])


def test_what_cannot_be_supposed_says_why_and_the_rest_is_done() -> None:
    reading = core_side.read(shop(), {})
    asked = [
        Suppose(Supposition.PO_SLIPS, "PO-1", by=5 * UNIT),
        Suppose(Supposition.PO_SLIPS, "PO1"),
        Suppose(Supposition.PO_SLIPS, "PO1", by=UNIT // 2),
        Suppose(Supposition.CANCEL, "SO4", line="9"),
        Suppose(Supposition.SUPPLIER_SLIPS, "NOBODY", by=UNIT),
        Suppose(Supposition.MORE_DEMAND, "A"),
        Suppose(Supposition.LESS_STOCK, "C", by=UNIT),
        Suppose(Supposition.SETTING, "Alocation Policy", to="x"),
        Suppose(Supposition.SHORT, "PO1", by=3 * UNIT),
    ]
    found = whatif(reading.tables, reading.settings, DAY, asked)
    assert [s.wrong for s in found.said] == [True] * 8 + [False]
    assert [s.sentence for s in found.said] == [
        "There is no purchase order PO-1. Did you mean PO1?",
        "Po slips PO1: by how many days? Give a whole number of days.",
        "Po slips PO1: by how many days? Give a whole number of days.",
        "There is no line 9 on order SO4.",
        "There is no supplier NOBODY.",
        "More demand A: by how many units? Give a number above 0.",
        "There is no item C.",
        "There is no setting called 'Alocation Policy'. Did you mean Allocation Policy?",
        "3 of the 8 on PO1 do not come.",
    ]
