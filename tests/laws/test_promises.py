"""Weeks of random mornings: does the ledger hold what customers know, is nothing told twice and nothing forgotten?"""

from __future__ import annotations

import copy
import datetime as dt
import random
from collections import Counter
from typing import Any

import hypothesis
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from backorder_xl.core.letters import Drafted, Letter
from backorder_xl.core.planning import Outcome
from backorder_xl.core.planning import plan as decide
from backorder_xl.core.post import ledger_rows, letters
from backorder_xl.tables.contracts import BY_NAME
from backorder_xl.tables.reading import Reading
from tests import promise_oracle as oracle
from tests.laws import core_side
from tests.laws.strategies import AS_OF, books, settings

Book = dict[str, list[dict[str, Any]]]
HEADERS = {f.name: f.header for f in BY_NAME["messages"].fields}
OURS = ("purchase order", "chase")


def with_customers(book: Book) -> Book:
    """Three customers by order, one of them without an address."""
    for row in book["Orders"]:
        row["Customer"] = "ABC"[len(row["Order"]) % 3]
    people = [{"Customer": c, "Email": e} for c, e in (("A", "a@x.org"), ("B", "b@x.org"), ("C", None))]
    return {**book, "Customers": people, "Messages": []}


def morning(book: Book, chosen: dict[str, Any], day: dt.date) -> tuple[Reading, Outcome, tuple[Letter, ...]]:
    reading = core_side.read(book, chosen)
    assert not [p for p in reading.problems if p.severity == "error"]
    outcome = decide(reading.tables, reading.settings, day)
    return reading, outcome, letters(outcome, reading.tables, reading.settings).letters


def told(written: tuple[Letter, ...]) -> list[dict[str, Any]]:
    """The rows that Messages gets, by header, as they are read back."""
    rows = ledger_rows(written, Drafted({letter.number: letter.kind for letter in written}))
    out = rows.rename(columns=HEADERS).to_dict("records")
    for row in out:
        for name in ("Created", "Told Date"):
            row[name] = None if pd.isna(row[name]) else row[name].date()
        for name in ("Quantity", "Cancelled"):
            row[name] = row[name] / 1_000_000
    return out


def facts(rows: list[dict[str, Any]]) -> Counter[Any]:
    return Counter((r["Kind"], r["Order"], r["Line"], r["Told Date"], r["Quantity"]) for r in micro(rows))


def micro(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        {**r, "Quantity": round(r["Quantity"] * 1_000_000), "Cancelled": round(r["Cancelled"] * 1_000_000)}
        for r in rows
        if r["Kind"] not in OURS
    ]


def something_happens(book: Book, chance: random.Random, day: dt.date) -> None:
    """Deliveries move and come, customers cancel, shelves fill and empty."""
    for row in book["Purchase Orders"]:
        if chance.random() < 0.3:
            row["Expected"] = chance.choice([None, day + dt.timedelta(chance.randint(-3, 20))])
            row["Status"] = chance.choice(["ordered", "ordered", "cancelled"])
    for row in book["Stock"]:
        if chance.random() < 0.3:
            row["On Hand"] = chance.choice([0, 3, 5, 20])
    for row in book["Orders"]:
        if chance.random() < 0.2:
            left = row["Ordered"] - row["Shipped"]
            row["Cancelled"] = chance.choice([0, left, left / 2 if float(left).is_integer() else 0])
            row["Shipped"] += chance.choice([0, 1 if row["Ordered"] - row["Shipped"] - row["Cancelled"] >= 1 else 0])
            row["Status"] = chance.choice(["open", "open", "open", "on hold", "closed"])
    for row in book["Items"]:
        if chance.random() < 0.1:
            row["Supplier"] = chance.choice(["", "S1"])


few = hypothesis.settings(max_examples=hypothesis.settings().max_examples // 5)  # each example is several mornings
chosen_settings = st.tuples(settings(), st.sampled_from([0, 2]), st.sampled_from([0, 5, 30]), st.sampled_from([0, 4])).map(
    lambda s: {**s[0], "Slip Days": s[1], "Cancel Offer Days": s[2], "Keep In Touch Days": s[3]}
)


@few
@given(books(), chosen_settings, st.randoms(use_true_random=False))
def test_6_3_nothing_twice_nothing_forgotten_and_as_the_slow_rules_say(
    book: Book, chosen: dict[str, Any], chance: random.Random
) -> None:
    book, day = with_customers(copy.deepcopy(book)), AS_OF
    for _ in range(5):
        reading, outcome, written = morning(book, chosen, day)
        new = told(written)
        world = oracle.World(outcome, reading.tables.orders, micro(book["Messages"]), chosen)
        fast, slow = facts(new), Counter(oracle.due(world))
        assert fast == slow, (fast - slow, slow - fast)
        book["Messages"] = book["Messages"] + new
        assert not morning(book, chosen, day)[2], "the same morning again has news"
        for row in new:
            if row["Status"] == "draft":
                row["Status"] = chance.choice(["draft", "sent", "sent", "skipped", "undone", "agreed"])
        chance.shuffle(book["Messages"])
        something_happens(book, chance, day)
        day += dt.timedelta(chance.choice([0, 1, 1, 3, 8]))


@few
@given(books(), chosen_settings, st.randoms(use_true_random=False))
def test_6_3_every_customer_who_waits_knows_the_date_or_that_there_is_none(
    book: Book, chosen: dict[str, Any], chance: random.Random
) -> None:
    book, day = with_customers(copy.deepcopy(book)), AS_OF
    for _ in range(5):
        reading, outcome, written = morning(book, chosen, day)
        book["Messages"] = book["Messages"] + told(written)
        world = oracle.World(outcome, reading.tables.orders, micro(book["Messages"]), chosen)
        for line in outcome.lines.itertuples():
            leaves = world.leaves.get((oracle.fold(line.order), oracle.fold(line.line)), 0)
            if leaves == line.open or line.customer == "C":
                continue
            rows = [r for r in world.about(line.order, line.line) if r["Kind"] != "cancelled"]
            expected, heard = oracle.date(line.expected), rows[-1]["Told Date"] if rows else oracle.date(line.promised)
            if expected is not None and expected <= day and (heard is None or expected <= heard):
                continue  # it leaves today if all goes well
            assert rows or (heard and expected and expected <= day + dt.timedelta(chosen["Slip Days"])), "nobody told them"
            assert (expected is None) == (heard is None)
            if expected and heard and world.soft(line):
                assert (expected - heard).days < max(chosen["Overdue Grace Days"], chosen["Slip Days"] + 1)
            elif expected and heard:
                assert (expected - heard).days <= chosen["Slip Days"], "the date that they know is not true any more"
        something_happens(book, chance, day)
        day += dt.timedelta(chance.choice([0, 1, 1, 3, 8]))


@few
@given(books(), settings(), st.randoms(use_true_random=False))
def test_8_4_letters_do_not_depend_on_the_order_of_rows(book: Book, chosen: dict[str, Any], chance: random.Random) -> None:
    book, day = with_customers(copy.deepcopy(book)), AS_OF
    for _ in range(3):
        shuffled = copy.deepcopy(book)
        for rows in shuffled.values():
            chance.shuffle(rows)
        written = morning(book, chosen, day)[2]
        assert morning(shuffled, chosen, day)[2] == written
        book["Messages"] = book["Messages"] + told(written)
        something_happens(book, chance, day)
        day += dt.timedelta(3)
