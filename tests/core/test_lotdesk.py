"""Are lots and costs those of the textbooks, and is the advice the cheaper of the two?"""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backorder_xl.core import demand, lotdesk
from backorder_xl.core import sources as offers
from backorder_xl.core.lotdesk import Costs
from backorder_xl.core.planning import plan
from tests.laws import core_side

DAY = dt.date(2026, 6, 3)


def priced(*rows: tuple[float, float, float]) -> pd.DataFrame:
    """Offers of one item as (cost, moq, multiple)."""
    return pd.DataFrame([(0, n, c, m, x, "S") for n, (c, m, x) in enumerate(rows)],
                        columns=["sku_no", "supplier_no", "cost", "moq", "multiple", "supplier"])  # fmt: skip


def test_price_breaks_of_a_known_instance() -> None:
    """The instance that stockpyl documents for all-units discounts (after Snyder and Shen, Fundamentals of Supply Chain Theory):
    K = 200, i = 0.2, 1,000 a year, 500 below 200, 475 below 500, else 450: the best lot is 500, at 472,900 a year."""
    breaks = priced((500, 0, 0), (475, 200, 0), (450, 500, 0))
    (best,) = lotdesk.best_lots(breaks, np.array([1000.0]), Costs(200, 0.2, 1)).to_dict("records")
    assert (best["lot"], best["cost"], best["yearly"]) == (500, 450, 472_900)


@given(
    st.floats(1, 100), st.floats(0.05, 0.5), st.floats(10, 5000),
    st.lists(st.integers(50, 900), min_size=1, max_size=3, unique=True),
)  # fmt: skip
def test_price_breaks_against_another_library(order: float, carrying: float, year: float, at: list[int]) -> None:
    eoq = pytest.importorskip("stockpyl.eoq")
    points = [0, *sorted(at)]
    costs = [2 * 0.95**n for n in range(len(points))]
    _, _, cost = eoq.economic_order_quantity_with_all_units_discounts(order, carrying, year, points, costs)
    made = priced(*((c, m, 0) for c, m in zip(costs, points, strict=True)))
    (best,) = lotdesk.best_lots(made, np.array([year]), Costs(order, carrying, 1)).to_dict("records")
    # whole units only here: a lot of 7.6 becomes 7 or 8
    assert best["yearly"] == pytest.approx(cost, rel=0.02)
    assert best["yearly"] >= cost - 1e-6


@given(st.integers(1, 500), st.integers(1, 60), st.integers(1, 40), st.integers(0, 200), st.integers(0, 12))
def test_the_best_lot_is_the_best_of_all_lots(year: int, order: int, cost: int, moq: int, multiple: int) -> None:
    given_ = Costs(order, 0.25, 1)
    (best,) = lotdesk.best_lots(priced((cost, moq, multiple)), np.array([float(year)]), given_).to_dict("records")
    step = multiple or 1
    lots = [float(q) for q in range(step, 1200, step) if q >= moq]
    cheapest = min(lots, key=lambda q: (year * cost + order * year / q + 0.25 * cost * q / 2, q))
    assert best["yearly"] == pytest.approx(year * cost + order * year / cheapest + 0.25 * cost * cheapest / 2)


def desk(items: dict[str, Any], need: float, per_week: float, **settings: Any) -> dict[str, Any]:
    book = {
        "Orders": [
            {"Order": f"SO-{n}", "Line": "1", "Order Date": DAY, "Customer": "C", "SKU": "A", "Ordered": need / 5}
            for n in range(1, 6)
        ],
        "Stock": [{"SKU": "A", "On Hand": 0}],
        "Items": [{"SKU": "A", "Supplier": "S", **items}],
    }  # fmt: skip
    reading = core_side.read(book, settings)
    tables, told = reading.tables, reading.settings
    names = demand.keys(tables, told)
    source = offers.sources(tables, names.sku, told)
    (row,) = lotdesk.desk(np.array([per_week]), plan(tables, told, DAY), tables, names, source, told).to_dict("records")
    return dict(row)


def test_order_now_where_a_surplus_is_soon_sold() -> None:
    """10 wait, 50 come: 40 too many sell in four weeks. Carrying: 20 on average for 4/52 year at 20 % of 5.00 = 1.54;
    waiting: 10 + 20 units for four weeks at 200 % of 5.00 = 23.08."""
    row = desk({"MOQ": 50, "Unit Cost": 5}, 10, 10)
    assert (row["need"], row["lot"], row["surplus"], row["weeks"]) == (10, 50, 40, 4)
    assert (round(row["carried"], 2), round(row["waited"], 2)) == (1.54, 23.08)
    assert row["advice"] == (
        "Order now: the surplus of 40 sells in about 4 weeks and costs 1.54 to carry; waiting would cost 23.08."
    )
    assert row["queue"] == "SO-1 2, SO-2 2, SO-3 2 and 2 more"


def test_wait_where_waiting_is_cheap() -> None:
    row = desk({"MOQ": 50, "Unit Cost": 5}, 10, 10, **{"Waiting Cost %": 5})
    assert row["advice"].startswith("Waiting for about 4 weeks costs 0.58, the surplus 1.54: wait if no date is at stake")


def test_nothing_to_choose() -> None:
    assert desk({"Unit Cost": 5}, 10, 10)["advice"] == "Order now: the whole lot is waited for."
    assert desk({"MOQ": 50, "Unit Cost": 5}, 10, 0)["advice"].startswith("Nothing of it was ordered lately")
    assert "without a unit cost" in desk({"MOQ": 50}, 10, 10)["advice"]


def test_price_breaks_are_rows_of_one_supplier_on_sourcing() -> None:
    book = {
        "Orders": [{"Order": "SO-1", "Line": "1", "Order Date": DAY, "Customer": "C", "SKU": "A", "Ordered": 1}],
        "Stock": [{"SKU": "A", "On Hand": 0}],
        "Items": [{"SKU": "A", "Unit Cost": 1}],
        "Sourcing": [
            {"SKU": "A", "Supplier": "S", "Unit Cost": 1, "Rank": 1},
            {"SKU": "A", "Supplier": "S", "Unit Cost": 0.5, "MOQ": 300, "Rank": 2},
        ],
    }
    reading = core_side.read(book, {})
    names = demand.keys(reading.tables, reading.settings)
    made = lotdesk.offers(reading.tables, names, offers.sources(reading.tables, names.sku, reading.settings))
    (best,) = lotdesk.best_lots(made, np.array([2000.0]), Costs(1, 0.2, 1)).to_dict("records")
    assert (best["lot"], best["cost"]) == (300, 0.5)
