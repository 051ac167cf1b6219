"""Are words, values and the best total heard, each in its place?"""

from __future__ import annotations

import datetime as dt
import itertools
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backorder_xl.adopt import adopt
from backorder_xl.tables.contracts import BY_NAME, CONTRACTS
from backorder_xl.tables.guessing.assigning import best_pairs
from backorder_xl.tables.guessing.names import header_fits, is_open_quantity
from backorder_xl.tables.guessing.words import meanings
from backorder_xl.tables.reading import Reading, read_tables
from backorder_xl.workbook.memory import MemoryBook

FIELDS = {"orders": ("order", "order_date", "customer", "sku", "ordered"), "stock": ("sku", "on_hand")}


@pytest.mark.parametrize(
    ("header", "meant"),
    [
        ("Auftr.-Dat.", "order date"), ("Kundennr", "customer no"), ("Qty On Hand", "quantity stock"),
        ("data zamówienia", "date"),
        ("Ordr Dte", "order"), ("№ заказа", "no order"), ("CustNo", "customer no"), ("Item #", "item no"),
    ],
)  # fmt: skip
def test_words_of_many_tongues_mean_the_same(header: str, meant: str) -> None:
    assert set(meant.split()) <= meanings(header)


def test_what_is_clear_is_surer_than_what_is_spelled_nearly_so() -> None:
    sku = BY_NAME["orders"].field("sku")
    scores = [header_fits(h, sku).score for h in ("SKU", "Codice articolo", "Prodct Code", "Colour")]
    assert scores[0] == 1.0 and scores == sorted(scores, reverse=True) and scores[3] == 0


def test_not_shipped_yet_is_known_by_its_words() -> None:
    yes = ("Quantity Backorder", "Qty. Outstanding", "Offene Menge", "Backordered Qty", "Open Qty")
    assert all(map(is_open_quantity, yes)) and not any(map(is_open_quantity, ("Quantity", "Open Orders", "Qty Shipped")))


@given(st.lists(st.lists(st.integers(0, 9), min_size=1, max_size=5), min_size=1, max_size=5))
def test_the_best_pairs_are_those_that_trying_all_finds(rows: list[list[int]]) -> None:
    width = min(map(len, rows))
    scores = [[float(v) for v in row[:width]] for row in rows]
    short, long = sorted((range(len(scores)), range(width)), key=len)
    turned = len(scores) > width
    best = max(
        sum(scores[b][a] if turned else scores[a][b] for a, b in zip(short, chosen, strict=True))
        for chosen in itertools.permutations(long, len(short))
    )
    pairs = best_pairs(scores)
    assert len(pairs) == len(short) and sum(scores[a][b] for a, b in pairs) == best


def shop(seed: int) -> dict[str, list[list[object]]]:
    """Orders and stock as fields in code say them."""
    dice = random.Random(seed)
    skus = [f"{dice.choice('ABC')}-{n:03d}" for n in range(12)]
    names = ["Ann", "Bob", "Cy", "Dora", "Emil"]
    orders = []
    for n in range(14):
        who, when = dice.choice(names), dt.datetime(2026, 5, 1) + dt.timedelta(n // 2)
        orders += [[f"SO-{n:03d}", when, who, sku, dice.randint(1, 9)] for sku in dice.sample(skus, dice.randint(1, 3))]
    return {"orders": orders, "stock": [[sku, dice.randint(0, 40)] for sku in skus]}


def book(data: dict[str, list[list[object]]], headers: dict[str, list[str | None]], order: dict[str, list[int]]) -> MemoryBook:
    """The same with these headers (None where there are none at all) and the columns in that order."""
    sheets = {}
    for number, (table, rows) in enumerate(data.items(), 1):
        head = headers[table]
        lines = rows if head[0] is None else [head, *rows]
        sheets[f"Sheet{number}"] = [[line[i] for i in order[table]] for line in lines]
    return MemoryBook(sheets)


def misspelled(header: str, dice: random.Random) -> str:
    """One letter lost, doubled or swapped, not the first."""
    at = dice.randrange(1, len(header) - 1)
    return dice.choice([header[:at] + header[at + 1 :], header[:at] + header[at] + header[at:],
                        header[:at] + header[at + 1] + header[at] + header[at + 2 :]])  # fmt: skip


def plain(reading: Reading) -> dict[str, list[tuple[object, ...]]]:
    return {t: sorted(getattr(reading.tables, t)[list(f)].itertuples(index=False, name=None)) for t, f in FIELDS.items()}


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 10_000), st.sampled_from(["aliases", "slips", "none"]), st.randoms(use_true_random=False))
def test_other_headers_and_other_columns_are_the_same_tables_or_a_question(seed: int, kind: str, dice: random.Random) -> None:
    data = shop(seed)
    known = {t: [BY_NAME[t].field(f).header for f in fields] for t, fields in FIELDS.items()}
    straight = {t: list(range(len(f))) for t, f in FIELDS.items()}
    mixed = {t: dice.sample(range(len(f)), len(f)) for t, f in FIELDS.items()}
    if kind == "none":
        headers: dict[str, list[str | None]] = {t: [None] * len(f) for t, f in FIELDS.items()}
    else:
        headers = {
            t: [dice.choice([a for a in BY_NAME[t].field(f).aliases if ":" not in a and len(a) > 6]) for f in fields]
            for t, fields in FIELDS.items()
        }
        if kind == "slips":
            headers = {t: [misspelled(str(h), dice) for h in hs] for t, hs in headers.items()}
    made = adopt(book(data, headers, mixed))
    wanted = read_tables(book(data, {t: [*h] for t, h in known.items()}, straight))
    if made.reading is None:
        assert made.proposal.missing or made.proposal.remarks, "it asks"
        assert kind != "none"
    else:
        assert plain(made.reading) == plain(wanted)


def test_values_never_decide_against_a_clear_header() -> None:
    """Order numbers under Customer and names under Order are what the headers say."""
    data = shop(1)
    rows = [[r[2], r[1], r[0], r[3], r[4]] for r in data["orders"]]
    made = adopt(
        MemoryBook(
            {
                "X": [["Auftragsnr", "Bestelldatum", "Kunde", "Artikelnr.", "Mnge"], *rows],
                "Stock": [["SKU", "On Hand"], *data["stock"]],
            }
        )
    )
    taken = {r.field: r.column for r in made.rows}
    assert taken["Order"] == "Auftragsnr" and taken["Customer"] == "Kunde" and taken["Ordered"] == "Mnge"


def test_every_header_of_ours_is_its_own_best_fit() -> None:
    for contract in CONTRACTS:
        for wanted in contract.fields:
            assert header_fits(wanted.header, wanted).score == 1.0
