"""Is what is said of demand what a planner would reckon by hand, and by a second way?"""

from __future__ import annotations

import datetime as dt
import math
import statistics
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backorder_xl.core import dates, demand, leadtimes, stocking, watch
from backorder_xl.core import sources as offers
from backorder_xl.core.history import FEW, History, history
from backorder_xl.core.planning import plan
from backorder_xl.forecast.backtest import OURS, backtest
from backorder_xl.forecast.demand import Pattern, patterns
from backorder_xl.forecast.demand import demand as forecast_demand
from backorder_xl.forecast.methods import ALPHA, Method, forecast
from backorder_xl.tables.reading import read_tables
from backorder_xl.workbook.file import FileBook
from tests.books import DATA
from tests.laws import core_side

DAY = dt.date(2026, 6, 3)


def series(*items: list[float]) -> History:
    """A history from weeks of units, one list per item."""
    start = np.cumsum([0, *(len(i) for i in items)])
    return History(np.arange(len(items)), start, np.array([u for i in items for u in i], float), np.datetime64(DAY))


def book(orders: list[tuple[int, float]], **more: Any) -> dict[str, list[dict[str, Any]]]:
    """Shipped orders for item A as (days ago, units)."""
    lines = [
        {"Order": f"SO-{n}", "Line": "1", "Order Date": DAY - dt.timedelta(ago), "Customer": "C", "SKU": "A", "Ordered": units,
         "Shipped": units} for n, (ago, units) in enumerate(orders, 1)
    ]  # fmt: skip
    item = {"SKU": "A", "Supplier": "S", "Lead Time": 14, "Unit Cost": 2, **more.pop("item", {})}
    return {"Orders": lines, "Stock": [{"SKU": "A", "On Hand": 0}], "Items": [item], **more}


def studied(of: dict[str, list[dict[str, Any]]], **settings: Any) -> pd.DataFrame:
    reading = core_side.read(of, settings)
    tables, told = reading.tables, reading.settings
    names, when = demand.keys(tables, told), dates.calendars(tables, told)
    source = offers.sources(tables, names.sku, told)
    known = leadtimes.learned(leadtimes.deliveries(tables, source, names.sku, told, when), len(source.suppliers))
    weeks = history(tables, names.sku, np.datetime64(DAY))
    outcome = plan(tables, told, DAY)
    return stocking.stocking(forecast_demand(weeks), weeks, outcome, tables, names, source, known, told)


@given(st.lists(st.tuples(st.integers(0, 800), st.integers(1, 9)), min_size=1, max_size=30))
def test_weeks_are_those_of_a_plain_loop(orders: list[tuple[int, int]]) -> None:
    reading = core_side.read(book(list(orders)), {})
    names = demand.keys(reading.tables, reading.settings)
    weeks = history(reading.tables, names.sku, np.datetime64(DAY))
    by: dict[int, int] = {}
    for ago, units in orders:
        if ago < 104 * 7:
            by[ago // 7] = by.get(ago // 7, 0) + units
    if not by:
        assert not len(weeks.sku_no)
        return
    first = max(by)
    first -= first + 1 > FEW
    assert weeks.of(0).tolist() == [by.get(w, 0) for w in range(first, -1, -1)]


@given(st.lists(st.lists(st.sampled_from([0, 0, 1, 2, 5, 30]), min_size=1, max_size=40), min_size=1, max_size=4))
def test_the_methods_are_their_textbook_loops(items: list[list[float]]) -> None:
    weeks = series(*items)
    made = {m: forecast(weeks, m) for m in Method}
    at = 0
    for i, units in enumerate(items):
        level, chance, size = units[0], float(units[0] > 0), units[0]  # the first week is what there is to begin with
        for k, u in enumerate(units):
            if k:
                assert math.isclose(made[Method.SMOOTHED].fitted[at + k], level, abs_tol=1e-9)
                assert math.isclose(made[Method.TSB].fitted[at + k], chance * size, abs_tol=1e-9)
                assert made[Method.NAIVE].fitted[at + k] == units[k - 1]
                level += ALPHA * (u - level)
                chance += ALPHA * ((u > 0) - chance)
                size = size + ALPHA * (u - size) if u and size else (u or size)
        assert math.isclose(made[Method.TSB].ahead[i], chance * size, abs_tol=1e-9)
        assert math.isclose(made[Method.MEAN].ahead[i], statistics.mean(units), abs_tol=1e-9)
        at += len(units)


def test_patterns() -> None:
    weeks = series([5, 6, 5, 4] * 5, [1, 20, 1, 2] * 5, [0, 0, 5, 0, 6] * 4, [0, 0, 1, 0, 30] * 4, [0, 0, 0, 4])
    assert patterns(weeks) == [Pattern.SMOOTH, Pattern.ERRATIC, Pattern.INTERMITTENT, Pattern.LUMPY, Pattern.NEW]


def test_the_reorder_point_by_hand() -> None:
    """70 units every week are 10 a day: 140 over the lead time of 14 days, and no deviation to guard against."""
    (row,) = studied(book([(7 * n + 1, 70) for n in range(20)])).to_dict("records")
    assert (row["pattern"], row["per_week"], row["deviation"], row["lead"]) == ("smooth", 70, 0, 14)
    assert (row["reorder"], row["safety"], row["position"], row["below"]) == (140, 0, 0, True)


def test_the_safety_stock_is_the_textbook_s() -> None:
    orders = [(7 * n + 1, 70 + 14 * (-1) ** n) for n in range(60)]
    (row,) = studied(book(orders), **{"Service Level %": 90}).to_dict("records")
    z = statistics.NormalDist().inv_cdf(0.9)
    assert row["safety"] == math.ceil(z * row["deviation"] / math.sqrt(7) * math.sqrt(14))


def test_a_spike_is_seen_and_its_order_named() -> None:
    usual = [(7 * n + 8, 10 + n % 3) for n in range(20)]
    (row,) = studied(book([*usual, (2, 60), (3, 5)])).to_dict("records")
    assert row["spike"] == "65 units in the last week; 11 is usual in a week with orders; the largest is SO-21 with 60"
    (row,) = studied(book([*usual, (2, 12)])).to_dict("records")
    assert row["spike"] == ""


def test_one_spike_does_not_hide_the_next() -> None:
    usual = [(7 * n + 15, 10 + n % 3) for n in range(20)]
    (row,) = studied(book([*usual, (9, 500), (2, 60)])).to_dict("records")
    assert row["spike"].startswith("60 units")


def test_what_arrives_too_late_for_its_season_is_told() -> None:
    """An order of 5 buys a lot of 100: 95 for the shelf arrive on 17 June; 7 a week until 15 July are 28."""
    weekly = [(7 * n + 1, 7) for n in range(20)]
    late = book(weekly, item={"MOQ": 100, "Season End": dt.date(2026, 7, 15)})
    late["Orders"].append({"Order": "SO-W", "Line": "1", "Order Date": DAY - dt.timedelta(800), "Customer": "C", "SKU": "A",
                           "Ordered": 5})  # fmt: skip
    (row,) = studied(late).to_dict("records")
    assert row["season"] == (
        "95 for the shelf arrive 2026-06-17; at 7 a week about 67 are left at the season's end on 2026-07-15"
    )
    late["Items"][0]["Season End"] = dt.date(2026, 6, 10)
    assert studied(late)["season"][0] == "arrives 2026-06-17, after the season's end on 2026-06-10"
    late["Items"][0]["Season End"] = dt.date(2027, 6, 10)
    assert studied(late)["season"][0] == ""


def test_an_item_that_is_short_again_and_again() -> None:
    told = [
        {"Message": f"M-{n}", "Created": DAY - dt.timedelta(ago), "Kind": "backordered", "Customer or Supplier": "C",
         "Order": "SO-1", "Line": "1"} for n, ago in enumerate((3, 4, 20, 40, 300))
    ]  # fmt: skip
    reading = core_side.read(book([(100, 5)], Messages=told), {})
    names = demand.keys(reading.tables, reading.settings)
    assert watch.chronic(reading.tables, names, np.datetime64(DAY)).tolist() == [3]


@pytest.mark.skipif(not DATA.exists(), reason="the example books are not beside this checkout")
def test_on_real_history_the_forecasts_beat_last_week_again() -> None:
    """Two years of Northwind, 77 items: better than the naive forecast in both measures; the plain mean is as good there."""
    with FileBook(DATA / "northwind.xlsx") as real:
        reading = read_tables(real, {})
    names = demand.keys(reading.tables, reading.settings)
    found = backtest(history(reading.tables, names.sku, np.datetime64("1998-05-06"))).set_index("method")
    ours, naive, mean = found.loc[OURS], found.loc[Method.NAIVE.value], found.loc[Method.MEAN.value]
    assert ours["scaled"] < 0.85 and ours["rmse"] < 0.75 * naive["rmse"]
    assert abs(ours["bias"]) < abs(mean["bias"]), "what grows is followed"
    assert ours["mae"] > mean["mae"], "where the plain mean wins, docs/demand.md says so; mend it if this ever changes"
