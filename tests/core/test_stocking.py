"""Lot sizes, economic order quantities and safety stocks: textbook numbers, and a second way where there is one."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backorder_xl.core.lotsize import eoq, eoq_backorder, lot_lines, lot_size
from backorder_xl.core.safety import quantile, reorder_point, safety_stock

UNIT = 1_000_000
rates = st.floats(0.01, 1e5)


def one(*values: float) -> list[np.ndarray]:
    return [np.array([v], float) for v in values]


def test_eoq_of_the_textbooks() -> None:
    """Snyder and Shen, Fundamentals of Supply Chain Theory, example 3.1: K = 8, h = 0.225, 1300 a year: 304.1, cost 68.4."""
    (quantity,) = eoq(*one(1300, 8, 0.225))
    assert quantity == pytest.approx(304.05, abs=0.01)
    assert quantity * 0.225 == pytest.approx(68.41, abs=0.01)
    # the parts of Harris's own kind: 12,000 a year, 100 an order, 2.40 a unit and year
    assert eoq(*one(12_000, 100, 2.4)).tolist() == [1000.0]
    assert eoq(*one(0, 100, 2.4)).tolist() == [0.0]


def test_planned_backorders_of_the_textbooks() -> None:
    """Snyder and Shen, example 3.8: the same with b = 5: 310.8 ordered, 4.3 % of it waited for, cost 66.9."""
    found = eoq_backorder(*one(1300, 8, 0.225, 5))
    assert found.quantity[0] == pytest.approx(310.81, abs=0.01)
    assert found.backlog[0] / found.quantity[0] == pytest.approx(0.04306, abs=1e-5)
    assert found.cost[0] == pytest.approx(66.92, abs=0.01)


def yearly(quantity: np.ndarray, backlog: np.ndarray, d: float, k: float, h: float, b: float) -> np.ndarray:
    """What a year costs: orders, stock on the shelf, and customers who wait (mean of each saw-tooth)."""
    return k * d / quantity + h * (quantity - backlog) ** 2 / (2 * quantity) + b * backlog**2 / (2 * quantity)


@given(rates, rates, rates, rates)
def test_no_other_quantity_costs_less(d: float, k: float, h: float, b: float) -> None:
    best = eoq_backorder(*one(d, k, h, b))
    around = np.concatenate([np.geomspace(0.5, 2, 41), 1 + np.array([-1e-3, 1e-3])])
    q, backlog = np.meshgrid(best.quantity * around, best.backlog * np.append(around, 0))
    least = yearly(best.quantity, best.backlog, d, k, h, b)
    assert best.cost == pytest.approx(least, rel=1e-9)
    assert (yearly(q, backlog, d, k, h, b) >= least * (1 - 1e-12)).all()
    plain = eoq(*one(d, k, h))
    assert (yearly(plain * around, 0 * around, d, k, h, b) >= yearly(plain, 0 * plain, d, k, h, b) * (1 - 1e-12)).all()
    assert best.cost <= np.sqrt(2 * d * k * h) * (1 + 1e-12), "leave to wait never costs more"


def test_safety_stock_by_the_tables_of_the_textbooks() -> None:
    """Silver, Pyke and Peterson, appendix B: z = 1.645 at 95 %, 2.326 at 99 %; deviation over L days is s sqrt(L)."""
    assert quantile(np.array([0.5, 0.9, 0.95, 0.99, 0.999])).round(3).tolist() == [0.0, 1.282, 1.645, 2.326, 3.09]
    assert safety_stock(*one(0.95, 100, 30, 9, 0))[0] == pytest.approx(1.645 * 90, abs=0.05)
    assert reorder_point(*one(0.95, 100, 30, 9, 0))[0] == pytest.approx(900 + 1.645 * 90, abs=0.05)
    # both vary: 50 a day (12), 10 days (3): the variance over the lead time is 10 x 144 + 2500 x 9
    assert safety_stock(*one(0.99, 50, 12, 10, 3))[0] == pytest.approx(2.326 * (1440 + 22500) ** 0.5, abs=0.1)
    assert safety_stock(*one(0.5, 50, 12, 10, 3)).tolist() == [0.0]


def test_the_service_level_is_what_a_simulation_finds() -> None:
    """The share of lead times whose demand the reorder point covers, over 400,000 of them."""
    draw = np.random.default_rng(20260603)
    days = np.maximum(draw.normal(25, 2, 400_000), 0)
    demand = draw.normal(40 * days, 9 * np.sqrt(days))
    level = reorder_point(*one(0.97, 40, 9, 25, 2))
    assert (demand <= level).mean() == pytest.approx(0.97, abs=0.002)


@pytest.mark.parametrize(
    ("lot", "maximum", "multiple", "lines"),
    [(36, 15, 6, [12, 12, 12]), (36, 0, 6, [36]), (20, 8, 0, [8, 8, 4]), (12, 4, 6, [6, 6]), (0, 5, 1, [])],
)
def test_4_4_above_the_maximum_there_are_more_lines(lot: int, maximum: int, multiple: int, lines: list[int]) -> None:
    found = lot_lines(*(np.array([v * UNIT]) for v in (lot, maximum, multiple)))
    assert found.quantity.tolist() == [n * UNIT for n in lines]


@given(*[st.lists(st.integers(0, 50), min_size=3, max_size=3)] * 3)
def test_4_4_many_lots_at_once_are_as_many_single_ones(need: list[int], moq: list[int], multiple: list[int]) -> None:
    lots = lot_size(*(np.array(v) for v in (need, moq, multiple))).tolist()
    for n, m, step, lot in zip(need, moq, multiple, lots, strict=True):
        least = max(n, m)
        assert lot == next(q for q in range(least, least + max(step, 1)) if q % max(step, 1) == 0)
