"""Is what PROMISE and AVAILABLE say what happens when the order really comes in?

Each answer is tried by adding that very order line to the book, last in serving order, and planning again.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
from hypothesis import assume, given
from hypothesis import settings as tries
from hypothesis import strategies as st

from backorder_xl.core.dates import calendars, workdays_after
from backorder_xl.core.planning import plan
from backorder_xl.core.promising import Unpromised, unpromised
from backorder_xl.core.words import UNIT
from tests.laws import core_side
from tests.laws.strategies import AS_OF, PLACES, SKUS, SPECS, books, settings

NEW = ("zz-new-1", "1")
POLICIES = ("first-come", "need-by", "promised", "paid-first", "value")  # those that let a new line come last
FEWER = tries(max_examples=tries.default.max_examples // 3)  # each example reads and plans two or three books
quantities = st.sampled_from([0.1, 1, 2, 5, 9, 30, 200])


def asked(book: dict[str, list[Any]], chosen: dict[str, Any], sku: str, place: str, spec: str) -> tuple[Unpromised, Any]:
    reading = core_side.read(book, chosen)
    left = unpromised(reading.tables, reading.settings, AS_OF)
    return left, left.wanted(*(np.array([v], object) for v in (sku, spec, place)))


def with_line(book: dict[str, list[Any]], sku: str, quantity: float, place: str, spec: str) -> dict[str, list[Any]]:
    new = {"Order": NEW[0], "Line": NEW[1], "Order Date": AS_OF, "Customer": "N", "SKU": sku, "Ordered": quantity,
           "Priority": 3000, "Unit Price": 0, "Specification": spec}  # fmt: skip
    if any("Location" in line for line in book["Orders"]):
        new["Location"] = place
    return {**book, "Orders": [*book["Orders"], new]}


def planned(book: dict[str, list[Any]], chosen: dict[str, Any]) -> Any:
    reading = core_side.read(book, chosen)
    return plan(reading.tables, reading.settings, AS_OF)


@FEWER
@given(books(), settings(), st.sampled_from(SKUS), quantities, st.sampled_from(PLACES), st.sampled_from(SPECS))
def test_a_promise_is_the_day_that_a_real_order_gets(
    book: dict[str, list[Any]], chosen: dict[str, Any], sku: str, quantity: float, place: str, spec: str
) -> None:
    left, wanted = asked(book, chosen, sku, place, spec)
    (promised,), (why_not,) = left.dates(wanted, np.array([round(quantity * UNIT)]))
    really = core_side.result(planned(with_line(book, sku, quantity, place, spec), chosen)).expected[NEW]
    if chosen["Ship Complete Rule"] == "release":  # a real line may then take stock that a held order gave back
        assert really is not None or np.isnat(promised)
        assert np.isnat(promised) or really <= promised.item()
    elif not why_not:
        assert promised.item() == really
    else:
        assert really is None


@FEWER
@given(books(), settings(), st.sampled_from(SKUS), st.integers(0, 60), st.sampled_from(PLACES), st.sampled_from(SPECS))
def test_what_is_available_can_be_promised_and_hurts_nobody(
    book: dict[str, list[Any]], chosen: dict[str, Any], sku: str, ahead: int, place: str, spec: str
) -> None:
    chosen |= {"Ship Complete Rule": "hold", "Refill Safety Stock": False}
    assume(chosen["Allocation Policy"] in POLICIES)
    day = AS_OF + dt.timedelta(ahead)
    left, wanted = asked(book, chosen, sku, place, spec)
    (available,) = left.by(wanted, np.array([day], "M8[D]"))
    before = core_side.result(planned(book, chosen))
    if available:
        after = core_side.result(planned(with_line(book, sku, available / UNIT, place, spec), chosen))
        assert after.expected[NEW] <= day
        later = {line for line, then in before.expected.items() if then and (after.expected[line] or dt.date.max) > then}
        assert not later
    after = planned(with_line(book, sku, available / UNIT + 1, place, spec), chosen)
    mine = after.pegs[(after.pegs["order"] == NEW[0]) & after.pegs["source"].isin(["stock", "purchase"])]
    release = [i["Release Date"] for i in book["Items"] if i["SKU"] == sku and i["Policy"] == "preorder" and i["Release Date"]]
    reading = core_side.read(book, chosen)
    when = calendars(reading.tables, reading.settings)
    ship = workdays_after(mine["available_on"].to_numpy().astype("M8[D]"), chosen["Outbound Days"], when.ours)
    in_time = int(mine["quantity"][ship <= np.datetime64(day)].sum()) if not any(r > day for r in release) else 0
    assert in_time == available, "one unit more would not leave by that day from what is there and on order"
