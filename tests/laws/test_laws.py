"""The laws of rule 8, each as a property of the core alone."""

from __future__ import annotations

import copy
import random
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tests.laws import core_side
from tests.laws.strategies import AS_OF, books, settings

Book = dict[str, list[dict[str, Any]]]


@given(books(), settings())
def test_8_1_ordered_is_shipped_cancelled_and_pegs(book: Book, chosen: dict[str, Any]) -> None:
    outcome = core_side.decide(book, chosen, AS_OF)
    pegged = outcome.pegs.groupby("place")["quantity"].sum()
    lines = outcome.lines
    assert (pegged.to_numpy() == (lines["ordered"] - lines["shipped"] - lines["cancelled"]).to_numpy()).all()
    parts = lines[["from_stock", "on_order", "to_order", "uncovered"]]
    assert (parts.sum(axis=1) == lines["open"]).all() and (parts >= 0).all(axis=None)
    assert (outcome.pegs["quantity"] > 0).all()


@given(books(), settings())
def test_8_2_no_supply_is_given_twice(book: Book, chosen: dict[str, Any]) -> None:
    outcome = core_side.decide(book, chosen, AS_OF)
    reading = core_side.read(book, chosen)
    p = reading.tables.purchase_orders
    left = (p["ordered"] - p["received"] - p["cancelled"]).groupby([p["po"].str.casefold(), p["line"]]).sum()
    bought = outcome.pegs[outcome.pegs["source"] == "purchase"]
    for key, quantity in bought.groupby([bought["po"].str.casefold(), "po_line"])["quantity"].sum().items():
        assert quantity <= left[key]
    planned = outcome.pegs[outcome.pegs["source"] == "planned"].groupby("supply")["quantity"].sum()
    assert (planned <= outcome.purchases["needed"].reindex(planned.index)).all()
    stock = reading.tables.stock
    free = np.maximum(stock["on_hand"] - stock["reserved"], 0).groupby(stock["sku"].str.casefold()).sum()
    given_out = outcome.pegs[outcome.pegs["source"] == "stock"]
    for sku, quantity in given_out.groupby(given_out["sku"].str.casefold())["quantity"].sum().items():
        assert quantity <= max(free[sku], stock.loc[stock["sku"].str.casefold() == sku, "on_hand"].sum())


@given(books(), settings())
def test_8_3_nothing_waits_while_there_is_stock(book: Book, chosen: dict[str, Any]) -> None:
    chosen = {**chosen, "Ship Complete Rule": "hold", "Allocation Policy": "first-come"}
    outcome = core_side.decide(book, chosen, AS_OF)
    used = outcome.pegs[outcome.pegs["source"] == "stock"].groupby("place")["quantity"].sum()
    lines = outcome.lines.assign(used=used.reindex(outcome.lines["place"]).fillna(0).to_numpy())
    for _, group in lines.groupby("group"):
        short = group["used"] < group["open"]
        if short.any():
            first = short.to_numpy().argmax()
            assert (group["used"].to_numpy()[first + 1 :] == 0).all(), "stock went past a line that still waits"


@given(books(), settings(), st.randoms(use_true_random=False))
def test_8_4_the_order_of_rows_and_sheets_does_not_matter(book: Book, chosen: dict[str, Any], chance: random.Random) -> None:
    shuffled = copy.deepcopy(book)
    for rows in shuffled.values():
        chance.shuffle(rows)
    tables = list(shuffled)
    chance.shuffle(tables)
    first = core_side.result(core_side.decide(book, chosen, AS_OF))
    second = core_side.result(core_side.decide({t: shuffled[t] for t in tables}, chosen, AS_OF))
    assert (first.pegs, first.expected, first.proposals) == (second.pegs, second.expected, second.proposals)


def proposed_rows(outcome: Any, status: str) -> list[dict[str, Any]]:
    """The proposals as rows of Purchase Orders, as the sheet then holds them."""
    return [
        {"PO": p.po, "Line": p.line, "Supplier": p.supplier, "SKU": p.sku, "Ordered": p.ordered / 1e6, "Status": status,
         "Order Date": p.order_date.date(), "Expected": p.expected.date(), "Specification": p.specification,
         "Location": p.location, "Ship To": p.ship_to}
        for p in outcome.purchases.itertuples()
    ]  # fmt: skip


@given(books(), settings())
def test_8_4_run_twice_it_says_the_same(book: Book, chosen: dict[str, Any]) -> None:
    first = core_side.decide(book, chosen, AS_OF)
    kept = [r for r in book["Purchase Orders"] if r["Status"] != "proposed"]
    again = core_side.decide({**book, "Purchase Orders": kept + proposed_rows(first, "proposed")}, chosen, AS_OF)
    one, two = core_side.result(first), core_side.result(again)
    assert (one.pegs, one.expected, one.proposals) == (two.pegs, two.expected, two.proposals)


@given(books(), settings())
def test_4_6_no_proposal_takes_the_key_of_a_line_of_the_users(book: Book, chosen: dict[str, Any]) -> None:
    outcome = core_side.decide(book, chosen, AS_OF)
    theirs = {(r["PO"].casefold(), r["Line"]) for r in book["Purchase Orders"] if r["Status"] != "proposed"}
    proposed = [(p.po.casefold(), p.line) for p in outcome.purchases.itertuples()]
    assert not theirs & set(proposed) and len(set(proposed)) == len(proposed)


@given(books(), settings())
def test_4_1_what_was_ordered_is_not_bought_again(book: Book, chosen: dict[str, Any]) -> None:
    chosen = {**chosen, "Below Minimum": "flag", "Refill Safety Stock": False}
    first = core_side.decide(book, chosen, AS_OF)
    kept = [r for r in book["Purchase Orders"] if r["Status"] != "proposed"]
    again = core_side.decide({**book, "Purchase Orders": kept + proposed_rows(first, "ordered")}, chosen, AS_OF)
    assert again.purchases.empty
    assert again.counts["uncovered"] == first.counts["uncovered"]


@given(books(), settings(), st.sampled_from([0.5, 1, 8]))
def test_8_5_more_supply_never_leaves_more_uncovered(book: Book, chosen: dict[str, Any], more: float) -> None:
    stopped = {**book, "Items": [{**i, "Policy": "stop"} for i in book["Items"]], "Sourcing": []}
    for item in stopped["Items"]:
        item["Supplier"] = ""
    if chosen["Allocation Policy"] == "most-complete":  # more stock puts others first, whose own purchase orders then idle
        stopped["Purchase Orders"] = [{**p, "Ship To": ""} for p in stopped["Purchase Orders"]]
    richer = copy.deepcopy(stopped)
    for row in richer["Stock"]:
        row["On Hand"] += more
    before = core_side.decide(stopped, chosen, AS_OF).lines.groupby("sku_no")["uncovered"].sum()
    after = core_side.decide(richer, chosen, AS_OF).lines.groupby("sku_no")["uncovered"].sum()
    assert (after <= before).all()
