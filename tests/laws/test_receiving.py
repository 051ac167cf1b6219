"""Do the fast core and the slow rules agree on what is posted, where it is booked and who is handed it?"""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from backorder_xl.core.planning import plan
from backorder_xl.core.receiving import Received, receive
from tests import oracle, oracle_receiving
from tests.laws import core_side
from tests.laws.strategies import AS_OF, PLACES, SKUS, SPECS, books, maybe_day, quantity, row, settings
from tests.oracle import fold

Book = dict[str, list[dict[str, Any]]]


@st.composite
def deliveries(draw: st.DrawFn) -> Book:
    """A book with receipts of every kind: most name something that is there, and some were posted before.

    A Location stands only on receipts that fit their line; see the last test for the others.
    """
    book = draw(books())
    located = any("Location" in s for s in book["Stock"])
    for table in book.values():  # few items and short shelves, so that much meets
        for r in table:
            r.update({"SKU": {"C10": "A", "C9": "b"}.get(r["SKU"], r["SKU"])} if "SKU" in r else {})
    book["Items"] = [i for n, i in enumerate(book["Items"]) if i["SKU"] not in [o["SKU"] for o in book["Items"][:n]]]
    if draw(st.booleans()):
        book["Stock"] = [{**s, "On Hand": 0} for s in book["Stock"]]
    bought = book["Purchase Orders"]
    for n in range(draw(st.integers(1, 3))):
        bought.append({"PO": draw(st.sampled_from(["PO-1", "P9"])), "SKU": draw(st.sampled_from("Ab")), "Line": f"{n + 11}",
                       "Ordered": draw(quantity), "Expected": draw(maybe_day), "Status": "ordered", "Ship To": "",
                       "Specification": draw(st.sampled_from(SPECS)), **({"Location": ""} if located else {})})  # fmt: skip
    for line in bought:  # one supplier and one date a purchase order: reading fills the date down
        first = next(p for p in bought if p["PO"] == line["PO"])
        first.setdefault("Supplier", "S1")
        line["Supplier"], line["Order Date"] = first["Supplier"], first.get("Order Date")
    for source in book["Sourcing"]:
        source["Supplier SKU"] = draw(st.sampled_from([None, "their-1", "their-1", "A"]))
    known = [(p["PO"], p["Line"], p["SKU"], p.get("Specification"), p["Status"]) for p in bought]
    named = st.sampled_from([*known, (None, None, "A", None, None)])
    receipts = draw(
        st.lists(
            row(
                Receipt=st.sampled_from([None, "D1", "D2", "D10"]),
                Received_On=st.integers(-3, 1).map(lambda n: AS_OF + dt.timedelta(n)),
                meant=named,
                how=st.sampled_from(["line", "line", "item", "item", "alone", "other line", "other PO", "other item"]),
                Received=quantity,
                Rejected=st.sampled_from([0, 0, 0, 0.1]),
                Specification=st.sampled_from(["as ordered", "as ordered", *SPECS]),
                Location=st.sampled_from(PLACES),
                Posted=st.sampled_from([None, None, None, None, AS_OF - dt.timedelta(1)]),
            ),
            min_size=1,
            max_size=7,
        )
    )
    for r in receipts:
        po, line, sku, spec, status = r.pop("meant")
        how = r.pop("how")
        r["PO"] = None if how == "alone" else draw(st.sampled_from(["PO-1", "PO-9", None])) if how == "other PO" else po
        r["Line"] = line if how == "line" else draw(st.sampled_from("12345")) if how == "other line" else None
        r["SKU"] = draw(st.sampled_from([*SKUS, "their-1"])) if how == "other item" else sku
        r["Specification"] = spec if r["Specification"] == "as ordered" else r["Specification"]
        r["Rejected"] = r["Received"] if r["Rejected"] and draw(st.booleans()) else r["Rejected"]
        if how != "line" or r["Specification"] not in ("", spec) or status not in (None, "ordered", "confirmed", "received"):
            r["Location"] = ""
        if not located:
            del r["Location"]
    book["Receipts"] = receipts
    lines = [o for o in book["Orders"] if draw(st.integers(0, 2)) == 0]
    book["Cut List"] = [
        {"Receipt": f"old-{n}", "PO": "P1", "PO Line": "1", "SKU": o["SKU"], "Quantity": 3, "To": o["Order"], "Line": o["Line"],
         "Kept": draw(st.sampled_from([0, 1, 2, 5])), "Shipped": 0, "Posted": AS_OF - dt.timedelta(draw(st.integers(1, 3)))}
        for n, o in enumerate([*lines, *lines[:1]])
    ]  # fmt: skip
    return book


some_settings = st.builds(
    lambda chosen, over: {**chosen, "Over Receipt %": over}, settings(), st.sampled_from([0, 0, 10, 100])
)


def received(book: Book, chosen: dict[str, Any]) -> Received:
    reading = core_side.read(book, chosen)
    assert not [p for p in reading.problems if p.severity == "error"], "the strategies make usable rows only"
    return receive(reading.tables, reading.settings, AS_OF)


def by_line(frame: Any, column: str) -> dict[tuple[str, str], Fraction]:
    return {(fold(p), fold(n)): core_side.micro(q) for p, n, q in zip(frame["po"], frame["line"], frame[column], strict=True)}


def on_the_shelf(rows: list[tuple[Any, ...]]) -> dict[tuple[str, ...], Fraction]:
    out: dict[tuple[str, ...], Fraction] = {}
    for *key, units in rows:
        out[tuple(fold(k or "") for k in key)] = out.get(tuple(fold(k or "") for k in key), Fraction(0)) + units
    return {k: q for k, q in out.items() if q}


def matched_to(row_no: int, slow: oracle_receiving.Receiving) -> str:
    pieces = [(po, line, q) for (n, po, line), q in slow.pieces.items() if n == row_no]
    said = []
    for po, line, units in pieces:
        over = slow.over[row_no, po, line]
        much = [f"{float(units):g}"] * (len(pieces) > 1) + [f"{float(over):g} over"] * (over > 0)
        said.append(f"{po} line {line}" + (f" ({', '.join(much)})" if much else ""))
    return ", ".join(said)


def agree(book: Book, chosen: dict[str, Any]) -> None:
    fast, slow = received(book, chosen), oracle_receiving.receive(book, chosen, AS_OF)
    world = oracle.World(book, chosen, AS_OF)

    posted = dict(zip(fast.posted["row"].tolist(), fast.posted["accepted"].tolist(), strict=True)) if len(fast.posted) else {}
    taken: dict[int, Fraction] = {}
    for (n, _, _), q in slow.pieces.items():
        taken[n] = taken.get(n, Fraction(0)) + q
    assert {n: core_side.micro(q) for n, q in posted.items()} == taken
    assert {m.row for m in fast.remarks if m.row not in posted and m.code != "receipt-later"} == slow.refused
    asked = {n: oracle.number(r, "Received") - oracle.number(r, "Rejected") for n, r in enumerate(book["Receipts"], 2)}
    cut = {n for n, q in taken.items() if q < asked[n]}
    assert {m.row for m in fast.remarks if m.code == "receipt-over-limit"} == cut, "what is not taken is told"
    for n, text in zip(fast.posted["row"].tolist(), fast.posted.get("matched_to", []), strict=True):
        assert text == matched_to(n, slow)

    assert by_line(fast.tables.purchase_orders, "received") == {
        (fold(p["PO"]), fold(p["Line"])): oracle.number(p, "Received") for p in slow.book["Purchase Orders"]
    }
    s = fast.tables.stock
    assert on_the_shelf(
        [(sku, spec, world.place({"Location": place}), core_side.micro(q))
         for sku, spec, place, q in zip(s["sku"], s["specification"], s["location"], s["on_hand"], strict=True)]
    ) == on_the_shelf([(*world.key(r), oracle.number(r, "On Hand")) for r in slow.book["Stock"]])  # fmt: skip

    handed: dict[tuple[Any, ...], Fraction] = {}
    if fast.arrived is not None:
        pieces, lines = fast.arrived.pieces, fast.arrived.before.lines
        for at, of, q in fast.arrived.handed[["piece", "line", "quantity"]].itertuples(index=False):
            p, o = pieces.iloc[at], lines.iloc[of]
            key = fold(p["receipt"]), fold(p["po"]), fold(p["po_line"]), fold(o["order"]), fold(o["line"])
            handed[key] = handed.get(key, Fraction(0)) + core_side.micro(q)
    said: dict[tuple[Any, ...], Fraction] = {}
    for (n, *key), q in slow.handed.items():
        number = fold(book["Receipts"][n - 2].get("Receipt") or f"row {n}")
        said[(number, *key)] = said.get((number, *key), Fraction(0)) + q
    assert handed == said

    reading = core_side.read(book, chosen)
    after = core_side.result(plan(fast.tables, reading.settings, AS_OF, fast.arrived))
    assert after.pegs == oracle.plan(slow.book, chosen, AS_OF).pegs


@given(deliveries(), some_settings)
def test_core_and_oracle_agree_on_receiving(book: Book, chosen: dict[str, Any]) -> None:
    agree(book, chosen)


def test_a_receipt_fills_the_lines_of_its_place_first_and_then_the_others() -> None:
    """Ten units came to North for a purchase order of four for North and six for South (rule 5.1)."""
    line = {"PO": "P1", "Supplier": "S", "SKU": "A", "Status": "ordered", "Expected": AS_OF}
    order = {"Order": "SO-1", "Line": "1", "Order Date": AS_OF, "Customer": "C", "SKU": "A", "Ordered": 1, "Location": "North"}
    book: Book = {
        "Orders": [order],
        "Stock": [{"SKU": "A", "On Hand": 0, "Location": "North"}],
        "Purchase Orders": [
            {**line, "Line": "1", "Ordered": 4, "Location": "North"},
            {**line, "Line": "2", "Ordered": 6, "Location": "South"},
        ],
        "Receipts": [{"Received On": AS_OF, "PO": "P1", "SKU": "A", "Received": 10, "Location": "North"}],
    }
    assert received(book, {}).posted["matched_to"].tolist() == ["P1 line 1 (4), P1 line 2 (6)"]
