"""Is what experience says of suppliers what a planner would reckon by hand, and by a second way?"""

from __future__ import annotations

import datetime as dt
import statistics
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from backorder_xl.core import dates, demand, leadtimes
from backorder_xl.core import sources as offers
from tests.laws import core_side

DAY = dt.date(2026, 6, 3)


def day(n: int) -> dt.date:
    return DAY + dt.timedelta(n)


def book(lines: list[tuple[int, int, int | None, int | None]], stated: int = 10) -> dict[str, list[dict[str, Any]]]:
    """Purchase lines of supplier S as (ordered on, expected, last receipt or None, units received of 10)."""
    made, came = [], []
    for i, (ordered, expected, last, received) in enumerate(lines, 1):
        made.append(
            {"PO": f"PO-{i}", "Line": "1", "Supplier": "S", "SKU": "A", "Ordered": 10, "Received": received or 0,
             "Order Date": day(ordered), "Expected": day(expected)}
        )  # fmt: skip
        if last is not None:
            came.append({"Received On": day(last), "PO": f"PO-{i}", "Line": "1" if i % 2 else None, "SKU": "A", "Received": 10,
                         "Posted": day(last)})  # fmt: skip
    return {
        "Orders": [{"Order": "SO-1", "Line": "1", "Order Date": DAY, "Customer": "C", "SKU": "A", "Ordered": 1}],
        "Stock": [{"SKU": "A", "On Hand": 0}],
        "Items": [{"SKU": "A", "Supplier": "S"}],
        "Suppliers": [{"Supplier": "S", "Name": "Smith", "Lead Time": stated}],
        "Purchase Orders": made,
        "Receipts": came,
    }


def record(of: dict[str, list[dict[str, Any]]], **settings: Any) -> list[dict[str, Any]]:
    reading = core_side.read(of, settings)
    tables, told = reading.tables, reading.settings
    names, when = demand.keys(tables, told), dates.calendars(tables, told)
    source = offers.sources(tables, names.sku, told)
    return leadtimes.record(tables, source, names.sku, told, when, np.datetime64(DAY)).to_dict("records")


def test_by_hand() -> None:
    """Three lines took 12, 14 and 20 days where 10 were stated; a fourth is overdue by three days."""
    (s,) = record(book([(-40, -30, -28, 10), (-40, -25, -26, 10), (-40, -30, -20, 10), (-20, -3, None, None)]))
    assert (s["supplier"], s["name"], s["lines"], s["observed"]) == ("S", "Smith", 4, 3)
    assert (s["stated"], s["median"]) == (10, 14)
    assert s["learned"] == 12  # 10 + 3/7 of 4 days = 11.7
    assert (s["judged"], s["on_time"], s["overdue"]) == (4, 0.25, 1)
    assert s["late_days"] == (2 + 10 + 3) / 3


def test_without_deliveries_the_supplier_is_believed() -> None:
    (s,) = record(book([(-5, 5, None, None)]))
    assert (s["stated"], s["learned"], s["learned_far"], s["observed"], s["judged"]) == (10, 10, 10, 0, 0)
    assert np.isnan(s["median"]) and np.isnan(s["on_time"])


def test_working_days_are_counted_where_lead_times_are_told_in_them() -> None:
    (s,) = record(book([(-30, -20, -16, 10)]), **{"Lead Time In": "working days"})
    assert s["median"] == np.busday_count(day(-30), day(-16))


line = st.tuples(st.integers(-60, -30), st.integers(-30, 10), st.none() | st.integers(-29, 0), st.sampled_from([0, 4, 10]))


@given(st.lists(line, min_size=1, max_size=8), st.integers(0, 30))
def test_against_a_plain_loop(lines: list[tuple[int, int, int | None, int]], stated: int) -> None:
    (s,) = record(book(lines, stated))
    took = [last - ordered for ordered, _, last, units in lines if last is not None and units == 10]
    assert s["observed"] == len(took)
    if took:
        assert s["median"] == statistics.median(took)
        off = statistics.median(t - stated for t in took) * len(took) / (len(took) + 4)
        assert s["learned"] == max(0, int(np.ceil(stated + round(off, 6))))
    judged, late, overdue = 0, 0, 0
    for _, expected, last, units in lines:
        if units == 10 and last is not None:
            judged, late = judged + 1, late + (last > expected)
        elif units != 10 and expected < 0:
            judged, late, overdue = judged + 1, late + 1, overdue + 1
    assert (s["judged"], s["overdue"]) == (judged, overdue)
    assert np.isnan(s["on_time"]) if not judged else abs(s["on_time"] - (1 - late / judged)) < 1e-12
