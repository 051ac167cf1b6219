"""Are the faster source and the wait for a minimum what a planner would reckon by hand?"""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pandas as pd

from backorder_xl.core import dates, demand, faster, leadtimes, minimums
from backorder_xl.core import sources as offers
from backorder_xl.core.planning import plan
from backorder_xl.core.words import MONEY
from tests.laws import core_side

DAY = dt.date(2026, 6, 3)  # a Wednesday


def day(n: int) -> dt.date:
    return DAY + dt.timedelta(n)


def order(number: int, units: float, on: int = -1, **more: Any) -> dict[str, Any]:
    return {"Order": f"SO-{number}", "Line": "1", "Order Date": day(on), "Customer": "C", "SKU": "A", "Ordered": units, **more}


def shop(**tables: Any) -> dict[str, list[dict[str, Any]]]:
    return {
        "Orders": [order(1, 6, **{"Need By": day(8)}), order(2, 4, **{"Need By": day(2)})],
        "Stock": [{"SKU": "A", "On Hand": 0}],
        "Items": [{"SKU": "A", "Supplier": "SLOW", "Unit Cost": 2, "Lead Time": 14}],
        "Suppliers": [{"Supplier": "SLOW"}, {"Supplier": "NEAR"}],
        "Sourcing": [
            {"SKU": "A", "Supplier": "SLOW", "Lead Time": 14, "Unit Cost": 2, "Rank": 1},
            {"SKU": "A", "Supplier": "NEAR", "Lead Time": 5, "Unit Cost": 3, "MOQ": 12, "Kind": "local", "Rank": 2},
        ],
        **tables,
    }


def parts(book: dict[str, list[dict[str, Any]]], **settings: Any) -> tuple[Any, ...]:
    reading = core_side.read(book, settings)
    tables, told = reading.tables, reading.settings
    names, when = demand.keys(tables, told), dates.calendars(tables, told)
    return plan(tables, told, DAY), tables, names, offers.sources(tables, names.sku, told), told, when


def found(book: dict[str, list[dict[str, Any]]], **settings: Any) -> pd.DataFrame:
    outcome, tables, names, source, told, when = parts(book, **settings)
    known = leadtimes.learned(leadtimes.deliveries(tables, source, names.sku, told, when), len(source.suppliers))
    return faster.faster(outcome, tables, names, source, known, told, when)


def test_the_local_source_is_nine_days_faster_and_saves_one_line() -> None:
    """14 days reach 17 June, 5 reach Monday the 8th; SO-2 is needed on the 5th and stays late all the same."""
    (row,) = found(shop()).to_dict("records")
    assert (row["supplier_now"], row["supplier"], row["kind"], row["gained"]) == ("SLOW", "NEAR", "local", 9)
    assert (row["ships"].date(), row["expected"].date()) == (day(5), day(14))
    assert (row["waiting"], row["quantity"]) == (10_000_000, 12_000_000)
    assert row["extra_cost"] == (12 * 3 - 10 * 2) * MONEY
    assert (row["on_time"], row["orders"], row["placed"]) == (1, "SO-1", False)
    assert row["advice"] == "NEAR: 9 days sooner, for 16.00 more; in time then: SO-1."


def test_what_is_said_comes_true_when_the_other_source_is_bought_from() -> None:
    """The second way: prefer NEAR and plan again; the day said is the day planned, and as many lines are in time."""
    (row,) = found(shop()).to_dict("records")
    book = shop()
    book["Sourcing"][0]["Rank"] = 3
    lines = parts(book)[0].lines
    assert set(lines["expected"].dt.date) == {row["ships"].date()}
    assert int((lines["expected"] <= lines["need_by"]).sum()) == row["on_time"]


def test_a_source_that_is_always_late_is_not_called_faster() -> None:
    """NEAR says 5 days; its four deliveries took 25 each: 5 + half of 20 = 15, later than the slow one's 14."""
    history = [
        {"PO": f"PO-{n}", "Line": "1", "Supplier": "NEAR", "SKU": "A", "Ordered": 1, "Received": 1, "Order Date": day(-60),
         "Expected": day(-55), "Status": "received"} for n in range(4)
    ]  # fmt: skip
    came = [{"Received On": day(-35), "PO": f"PO-{n}", "SKU": "A", "Received": 1, "Posted": day(-35)} for n in range(4)]
    assert found(shop(**{"Purchase Orders": history, "Receipts": came})).empty


def test_what_has_no_supply_gets_a_date_from_any_source() -> None:
    """A supplier held for its minimum supplies nothing: the other source brings a date."""
    book = shop(Suppliers=[{"Supplier": "SLOW", "Minimum Order": 1000}, {"Supplier": "NEAR"}])
    rows = found(book, **{"Below Minimum": "hold"}).set_index("supplier")
    near = rows.loc["NEAR"]
    assert np.isnan(near["gained"]) and "brings a date where there is none" in near["advice"]


def test_a_part_that_is_on_order_is_mentioned() -> None:
    book = shop(**{"Purchase Orders": [
        {"PO": "PO-1", "Line": "1", "Supplier": "SLOW", "SKU": "A", "Ordered": 4, "Order Date": day(-1), "Expected": day(20)}
    ]})  # fmt: skip
    (row,) = found(book).to_dict("records")
    assert row["placed"] and row["advice"].endswith("SLOW has part of it on order: ask before you buy twice.")


def minimum(need_by: int | None, history: int, least: int = 40) -> dict[str, Any]:
    """One line of 10 at 2.00 below a minimum; ``history`` units came in over the last quarter besides."""
    more = {"Need By": day(need_by)} if need_by is not None else {}
    book = shop(
        Orders=[order(1, 10, on=-91, **more), *([order(2, history, on=-10, Shipped=history)] if history else [])],
        Suppliers=[{"Supplier": "SLOW", "Minimum Order": least}, {"Supplier": "NEAR"}],
    )
    outcome, tables, names, source, _, _ = parts(book)
    (row,) = minimums.below_minimum(outcome, tables, names, source).to_dict("records")
    return dict(row)


def test_wait_while_none_becomes_late() -> None:
    """182 units at 2.00 in 91 days are 4.00 a day: the missing 20.00 take five days; the line can wait six."""
    row = minimum(need_by=20, history=182)
    assert (row["missing"], row["wait"], row["slack"], row["late"]) == (20 * MONEY, 5, 6, 0)
    assert row["advice"] == (
        "PO-1 lacks 20.00 to the minimum of 40.00: wait 5 days, about one more order line lifts it over the minimum, and none "
        "becomes late."
    )


def test_do_not_wait_where_a_line_would_be_late() -> None:
    assert minimum(need_by=16, history=182)["advice"].endswith("wait 2 days at most, then order and fill up.")
    row = minimum(need_by=3, history=182)
    assert (row["slack"], row["late"]) == (0, 1)
    assert row["advice"].endswith("order now and fill it up; waiting 5 days for more orders means that one line is late.")


def test_where_nothing_comes_in_or_nobody_is_in_a_hurry() -> None:
    assert "nothing was ordered" in minimum(need_by=20, history=0)["advice"]
    assert minimum(need_by=None, history=182)["advice"].endswith("no line has a date that it could miss.")
