"""Does every item's ledger close on nasty books, and do the charts' rows agree with plain loops? (rules 7, 8.1, 8.2)"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

import numpy as np
from hypothesis import given

from backorder_xl.core.balance import PEGGED, SUPPLY
from backorder_xl.core.planning import Outcome
from backorder_xl.core.waiting import View
from tests.laws import core_side
from tests.laws.strategies import AS_OF, books, settings

Book = dict[str, list[dict[str, Any]]]


@given(books(), settings())
def test_ledgers_close_and_views_agree_with_plain_loops(book: Book, chosen: dict[str, Any]) -> None:
    outcome = core_side.decide(book, chosen, AS_OF)
    every_ledger_closes(outcome)
    views_agree(outcome)


def every_ledger_closes(outcome: Outcome) -> None:
    b = outcome.balance
    pegged = b[list(PEGGED)].sum(axis=1)
    assert (b[list(SUPPLY)].sum(axis=1) == pegged + b["free"]).all()
    demand = b["ordered"] - b["shipped"] - b["cancelled"] - b["on_hold"] - b["closed"]
    assert (demand == pegged + b["uncovered"]).all()
    assert (b.drop(columns="sku") >= 0).all(axis=None)
    assert b["waiting"].sum() == sum(outcome.backorders["open"] - outcome.backorders["from_stock"])
    assert len({sku.casefold() for sku in b["sku"]}) == len(b)


def views_agree(outcome: Outcome) -> None:
    monday = AS_OF - dt.timedelta(AS_OF.weekday())
    ages, wanted, coming = Counter[str](), Counter[int](), Counter[tuple[str, int]]()
    units: dict[View, Counter[str]] = {View.SUPPLIER: Counter(), View.ITEM: Counter()}

    def week(day: Any) -> int:
        return 0 if day != day else min(max((day.date() - monday).days // 7, 0), 8)

    for row in outcome.backorders.itertuples():
        ages["0–7" if row.age <= 7 else "8–14" if row.age <= 14 else "15–30" if row.age <= 30 else "31–60"] += 1
        wanted[week(row.need_by if row.need_by == row.need_by else row.promised)] += row.open - row.from_stock
        units[View.SUPPLIER][row.supplier.casefold()] += row.open - row.from_stock
        units[View.ITEM][row.sku.casefold()] += row.open - row.from_stock
    for peg in outcome.pegs.itertuples():
        if peg.source in ("purchase", "planned"):
            coming[peg.source, week(peg.available_on)] += peg.quantity
    v = outcome.views
    by_age = v[v["view"] == View.AGE]
    assert {label: n for label, n in zip(by_age["label"], by_age["lines"], strict=True) if n} == ages
    weeks = v[v["view"] == View.WEEK]
    for column, expected in (
        ("wanted", wanted),
        ("on_order", {w: q for (source, w), q in coming.items() if source == "purchase"}),
        ("to_order", {w: q for (source, w), q in coming.items() if source == "planned"}),
    ):
        got = {i: round(q * 1_000_000) for i, q in enumerate(weeks[column]) if q}
        assert got == {w: q for w, q in expected.items() if q}
    for view, total in units.items():
        rows = v[v["view"] == view]
        got = np.rint(rows[["on_order", "to_order", "uncovered"]].sum(axis=1) * 1_000_000).astype(int).tolist()
        assert got == (sorted(total.values(), reverse=True)[:10] or [0])
