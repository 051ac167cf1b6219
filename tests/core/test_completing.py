"""Does most-complete complete as many orders as it says? (rule 3.1)"""

from __future__ import annotations

import datetime as dt
import itertools
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backorder_xl.core import completing
from backorder_xl.core.leaving import can_leave
from tests.laws import core_side
from tests.laws.strategies import AS_OF

Row = dict[str, Any]
TODAY = np.datetime64(AS_OF, "D")
some_needs = st.dictionaries(st.integers(0, 3), st.integers(1, 6), min_size=1, max_size=4)


def line(order: str, sku: str, ordered: float, **more: object) -> Row:
    return {"Order": order, "Line": sku, "Order Date": AS_OF, "Customer": "C", "SKU": sku, "Ordered": ordered, **more}


def shop(*lines: Row, **stock: float) -> dict[str, list[Row]]:
    return {"Orders": list(lines), "Stock": [{"SKU": sku, "On Hand": n} for sku, n in stock.items()]}


def who_gets_all(book: dict[str, list[Row]], **chosen: object) -> list[str]:
    named = {name.replace("_", " "): value for name, value in chosen.items()}
    outcome = core_side.decide(book, {"Allocation Policy": "most-complete", **named}, AS_OF)
    _, whole = can_leave(outcome.lines, TODAY)
    return sorted(set(outcome.lines["order"][whole]))


def test_two_small_orders_come_before_a_large_one() -> None:
    book = shop(line("SO-1", "A", 8), line("SO-2", "A", 5), line("SO-3", "A", 5), A=10)
    assert who_gets_all(book) == ["SO-2", "SO-3"]


def test_the_earlier_order_comes_first_where_nothing_is_gained() -> None:
    book = shop(line("SO-1", "A", 8), line("SO-2", "A", 5), A=10)
    assert who_gets_all(book) == ["SO-1"]


def test_an_order_that_lacks_one_line_does_not_hold_the_others() -> None:
    """SO-1 is short of B in any case, so its A serves SO-2; what is left of A goes to SO-1 all the same (law 8.3)."""
    book = shop(line("SO-1", "A", 4), line("SO-1", "B", 1), line("SO-2", "A", 4), A=5, B=0)
    assert who_gets_all(book) == ["SO-2"]
    outcome = core_side.decide(book, {"Allocation Policy": "most-complete"}, AS_OF)
    assert outcome.counts["from_stock"] == 5
    reason = outcome.backorders.set_index(["order", "line"])["reason"]["SO-1", "A"]
    assert "SO-2 (its order can be completed) was served before it" in reason


def test_priority_decides_only_among_what_is_not_completed() -> None:
    book = shop(line("SO-1", "A", 9, Priority=1), line("SO-2", "A", 5), line("SO-3", "A", 5), A=10)
    assert who_gets_all(book) == ["SO-2", "SO-3"]


def test_a_preorder_item_before_its_release_completes_nothing() -> None:
    book = shop(line("SO-1", "A", 5), line("SO-1", "P", 1), line("SO-2", "A", 5), A=5, P=1)
    book["Items"] = [{"SKU": "P", "Policy": "preorder", "Release Date": AS_OF + dt.timedelta(1)}]
    assert who_gets_all(book) == ["SO-2"]
    book["Items"][0]["Release Date"] = AS_OF
    assert who_gets_all(book) == ["SO-1"]


def test_what_is_kept_for_a_line_stays_its() -> None:
    book = shop(line("SO-1", "A", 8), line("SO-2", "A", 5), line("SO-3", "A", 5), A=10)
    cut = {"Receipt": "R1", "PO": "P", "PO Line": "1", "SKU": "A", "Quantity": 6, "To": "SO-1", "Line": "A", "Kept": 6}
    book["Cut List"] = [cut]
    assert who_gets_all(book) == ["SO-1"]


def by_trying_all(needs: list[dict[int, int]], left: list[int]) -> list[int]:
    """The largest set that fits; of equal ones the one with the earliest orders."""
    best: tuple[int, tuple[bool, ...]] = (0, ())
    for taken in itertools.product((True, False), repeat=len(needs)):
        used = [sum(n.get(g, 0) for n, t in zip(needs, taken, strict=True) if t) for g in range(len(left))]
        if all(u <= there for u, there in zip(used, left, strict=True)):
            best = max(best, (sum(taken), taken))
    return [i for i, t in enumerate(best[1]) if t]


def room(needs: list[dict[int, int]], left: list[int]) -> tuple[completing.Room, np.ndarray]:
    """The contention, and what first-come completes of it: each order takes what there is, also where it is too little."""
    cells = [(who, what, n) for who, wanted in enumerate(needs) for what, n in sorted(wanted.items())]
    rest, done = list(left), []
    for wanted in needs:
        done.append(all(rest[g] >= n for g, n in wanted.items()))
        for g, n in wanted.items():
            rest[g] -= min(rest[g], n)
    who, what, quantity = (np.array(column, np.int64) for column in zip(*cells, strict=True))
    return completing.Room(who, what, quantity, np.array(left, np.int64)), np.array(done)


@given(st.lists(some_needs, min_size=1, max_size=9), st.lists(st.integers(6, 14), min_size=4, max_size=4))
def test_small_islands_are_solved_exactly(needs: list[dict[int, int]], left: list[int]) -> None:
    assert sorted(completing.chosen_orders(*room(needs, left))) == by_trying_all(needs, left)


def random_needs(rng: np.random.Generator, orders: int, items: int) -> tuple[list[dict[int, int]], list[int]]:
    weight = 1 / np.arange(1, items + 1) ** 0.8
    needs = []
    for _ in range(orders):
        wanted = rng.choice(items, min(int(rng.integers(1, 5)), items), replace=False, p=weight / weight.sum())
        needs.append({int(g): int(rng.integers(1, 25)) for g in wanted})
    total = [sum(n.get(g, 0) for n in needs) for g in range(items)]
    left = [int(t * rng.uniform(0.3, 0.8)) for t in total]
    return [n for n in needs if all(q <= left[g] for g, q in n.items())], left


def test_without_the_exact_part_small_cases_come_within_one_percent(monkeypatch: pytest.MonkeyPatch) -> None:
    """The greedy choice and the exchanges alone, on 60 cases that are small enough to try every set (docs/policies.md)."""
    monkeypatch.setattr(completing, "EXACT", 0)
    rng = np.random.default_rng(7)
    found, best, plain = 0, 0, 0
    for _ in range(60):
        needs, left = random_needs(rng, 12, 4)
        mine, done = room(needs, left)
        found += len(completing.chosen_orders(mine, done))
        best += len(by_trying_all(needs, left))
        plain += int(done.sum())
    assert plain < 0.75 * best
    assert 0.99 * best <= found <= best


def test_large_islands_come_within_three_percent_of_the_optimum() -> None:
    """Against another library's exact solver, 150 orders for 20 items."""
    optimize, sparse = pytest.importorskip("scipy.optimize"), pytest.importorskip("scipy.sparse")
    needs, left = random_needs(np.random.default_rng(11), 150, 20)
    mine, done = room(needs, left)
    table = sparse.csr_matrix((mine.quantity, (mine.what, mine.who)), shape=(len(left), len(needs)))
    limits = optimize.LinearConstraint(table, -np.inf, left)
    size = len(needs)
    best = optimize.milp(-np.ones(size), constraints=limits, integrality=np.ones(size), bounds=optimize.Bounds(0, 1),
                         options={"mip_rel_gap": 0.01})  # fmt: skip
    chosen = completing.chosen_orders(mine, done)
    assert all(sum(needs[i].get(g, 0) for i in chosen) <= there for g, there in enumerate(left))
    assert 0.97 * -best.fun <= len(chosen) <= -best.fun * 1.01
    assert len(chosen) > 1.3 * done.sum()
