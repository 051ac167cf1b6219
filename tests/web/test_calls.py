"""Are many calls of a function answered together as each of them would be alone? (hosts/web/calls.py)"""

from __future__ import annotations

import datetime as dt
import itertools
import json
import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as tries
from hypothesis import strategies as st

from backorder_xl.hosts.formulas import BY_NAME, FORMULAS, Formula, Kind
from backorder_xl.hosts.functions import Desk, call
from backorder_xl.hosts.functions.example import TABLES
from backorder_xl.hosts.web.calls import results
from backorder_xl.hosts.web.protocol import Calls, Results
from backorder_xl.tables.problems import Unusable
from backorder_xl.workbook.model import CellError
from backorder_xl.workbook.rows import serial
from tests.hosts.test_functions import typed

TODAY = dt.date(2026, 6, 3)


def wire(cell: Any, date1904: bool = False) -> Any:
    """A cell or range as Excel on the web hands it to a function: days are numbers there."""
    if isinstance(cell, (list, tuple)):
        return [wire(v, date1904) for v in cell]
    if isinstance(cell, dt.date):
        return serial(cell, date1904)
    return {"e": cell.text} if isinstance(cell, CellError) else cell


def ask(formula: Formula, calls: list[list[Any]], **more: Any) -> Results:
    """The results, over the wire and back; ``calls`` as they go over it."""
    asked = {"today": TODAY.isoformat(), "calls": [{"cells": cells} for cells in calls], **more}
    made = results(formula.name, Calls.model_validate_json(json.dumps(asked)))
    return Results.model_validate_json(made.model_dump_json())


def alone(formula: Formula, cells: list[Any]) -> list[list[Any]]:
    """What a call gives by itself, over the wire."""
    return [[wire(v) for v in row] for row in call(formula, cells, TODAY, Desk())]


SCALARS = {
    Kind.NUMBER: [None, 0.0, 1.0, 7.5, 0.95, 30.0, -3.0, 1e15, "12", "12.5", "many", True, CellError("#N/A"), ""],
    Kind.DATE: [None, dt.datetime(2026, 6, 3), dt.datetime(2026, 12, 24), "2026-06-05", "soon", 12.0, False],
    Kind.CODE: [None, "A", "B", "SO1", "SO4", "so3", 1.0, "Mon-Fri", "Mon-Sat", "Mon-Xyz", " ", CellError("#REF!")],
    Kind.CHOICE: ["lines", "units", "Orders", "else", None],
    Kind.DAYS: [None, dt.datetime(2026, 6, 8), [[dt.datetime(2026, 6, 8)], [dt.datetime(2026, 12, 25)]], [["Day"], ["never"]]],
}


def arguments(formula: Formula) -> st.SearchStrategy[list[Any]]:
    """The arguments of one call: mostly single cells, at times a range, the tables of the example book."""
    kinds = []
    for a in formula.arguments:
        if a.kind is Kind.TABLE:
            kinds.append(st.just(TABLES.get(a.name)) if not a.optional else st.sampled_from([None, TABLES.get(a.name)]))
        elif a.kind is Kind.DAYS:
            kinds.append(st.sampled_from(SCALARS[a.kind]))
        elif a.name == "as_of":
            kinds.append(st.sampled_from([None, dt.datetime(2026, 6, 3), "2026-06-10", "soon"]))
        else:
            one = st.sampled_from(SCALARS[a.kind])
            kinds.append(
                st.one_of(one, one, one, one, one, st.lists(st.lists(one, min_size=1, max_size=1), min_size=1, max_size=3))
            )
    needed = sum(not a.optional for a in formula.arguments)
    return st.tuples(*kinds).flatmap(lambda t: st.integers(needed, len(t)).map(lambda n: list(t[:n])))


@pytest.mark.parametrize("formula", FORMULAS, ids=lambda f: f.name)
def test_each_call_gives_what_it_gives_alone(formula: Formula) -> None:
    @tries(max_examples=6 if formula.takes_tables else 60, deadline=None)
    @given(st.lists(arguments(formula), min_size=1, max_size=4 if formula.takes_tables else 12))
    def check(calls: list[list[Any]]) -> None:
        together = ask(formula, [wire(cells) for cells in calls])
        assert together.results == [alone(formula, cells) for cells in calls]

    check()


@pytest.mark.parametrize("formula", FORMULAS, ids=lambda f: f.name)
def test_every_example_of_the_page_comes_true_over_the_wire(formula: Formula) -> None:
    _, cells = typed(formula.example)
    assert ask(formula, [wire(cells)]).results == [alone(formula, cells)]


def test_ten_thousand_calls_are_reckoned_in_one_go(monkeypatch: pytest.MonkeyPatch) -> None:
    """Counted, not timed: as many calls of the function as there are stacks."""
    from backorder_xl.hosts.web import calls as module

    counted = itertools.count(1)
    last = [0]

    def counting(*args: Any) -> Any:
        last[0] = next(counted)
        return call(*args)

    monkeypatch.setattr(module, "call", counting)
    chance = random.Random(3)
    asked = [[chance.uniform(0.5, 0.999), chance.uniform(0, 50), 3.0, chance.randint(1, 30), 0] for _ in range(10_000)]
    found = ask(BY_NAME["SAFETY_STOCK"], asked).results
    assert last[0] == 1
    for i in (0, 17, 9_999):
        assert found[i] == alone(BY_NAME["SAFETY_STOCK"], asked[i])
    asked[4_321] = [1e30, 10, 6, 15]
    last[0], lots = 0, [[float(i % 97), 10.0, 6.0, 15.0] for i in range(10_000)]
    counted = itertools.count(1)
    lots[4_321] = [1e30, 10.0, 6.0, 15.0]
    found = ask(BY_NAME["LOT_SIZE"], lots).results
    assert last[0] < 40  # the one that is too large is found by halving
    assert found[4_321] == [["Quantities must stay below 1,000,000,000,000."]]
    assert found[40] == alone(BY_NAME["LOT_SIZE"], lots[40]) == [[12.0, 12.0, 12.0, 6.0]]


def test_calls_over_the_same_tables_share_one_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    from backorder_xl.hosts.functions import shop

    made: list[Any] = []
    plan = shop.plan
    monkeypatch.setattr(shop, "plan", lambda *args: made.append(args) or plan(*args))
    ranges = [wire(TABLES[name]) for name in ("orders", "stock", "purchase_orders", "items")]
    tables = [{"r": 0}, {"r": 1}, {"r": 2}, {"r": 3}]
    day = wire(dt.date(2026, 6, 3))
    asked = [[f"SO{1 + i % 4}", 1, *tables, None, day] for i in range(500)]
    found = ask(BY_NAME["EXPLAIN"], asked, ranges=ranges)
    assert len(made) == 1
    whole = [TABLES[name] for name in ("orders", "stock", "purchase_orders", "items")]
    for i in range(4):
        assert found.results[i] == alone(BY_NAME["EXPLAIN"], [f"SO{1 + i}", 1, *whole, None, dt.datetime(2026, 6, 3)])
    inline = ask(BY_NAME["EXPLAIN"], [["SO4", 1, *ranges, None, day]])
    assert inline.results[0] == found.results[3]


def test_days_are_numbers_and_are_named() -> None:
    found = ask(BY_NAME["WORKDAYS_ADD"], [[wire(dt.date(2026, 6, 5)), 2], ["soon", 2], [wire(dt.date(2026, 6, 5)), 1]])
    assert found.results == [[[46182.0]], [["Start must be a date (found soon)"]], [[46181.0]]]
    assert found.days == [(0, 0, 0), (2, 0, 0)]
    whole = [wire(TABLES[name]) for name in ("orders", "stock", "purchase_orders", "items")]
    spilled = ask(BY_NAME["PURCHASE_PLAN"], [[*whole, None, wire(dt.date(2026, 6, 3))]])
    heads = spilled.results[0][0]
    assert {heads[c] for _, _, c in spilled.days} == {"Expected", "Order By", "Order Date"}


def test_a_workbook_that_counts_from_1904() -> None:
    day = wire(dt.date(2026, 6, 5), date1904=True)
    assert ask(BY_NAME["WORKDAYS_ADD"], [[day, 2]], date1904=True).results == [[[46182.0 - 1462]]]
    ranges = [wire(TABLES[name], date1904=True) for name in ("orders", "stock", "purchase_orders", "items")]
    plain = [wire(TABLES[name]) for name in ("orders", "stock", "purchase_orders", "items")]
    late = ask(BY_NAME["PROMISE"], [["B", 4, *ranges, None, wire(dt.date(2026, 6, 3), date1904=True)]], date1904=True)
    usual = ask(BY_NAME["PROMISE"], [["B", 4, *plain, None, wire(dt.date(2026, 6, 3))]])
    assert late.results[0][0][0] == usual.results[0][0][0] - 1462


def test_a_call_that_is_broken_leaves_the_others() -> None:
    good = [12000, 100, 2.4]
    broken = [good, [{"r": 5}, 1, 1], [{"x": 1}, 1, 1], [10**400, 1, 1], [[1, [2]], 1, 1], [1, 2, 3, 4, 5, 6, 7, 8], good]
    found = ask(BY_NAME["EOQ"], broken).results
    assert found[0] == found[-1] == [[1000.0]]
    assert all(isinstance(grid[0][0], str) for grid in found[1:-1])
    with pytest.raises(Unusable, match="no function called 'frobnicate'"):
        results("frobnicate", Calls(today=TODAY, calls=[]))
