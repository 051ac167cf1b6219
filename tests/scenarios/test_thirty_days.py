"""Does the loop hold over thirty days: nothing bought twice, no unit given twice, no receipt posted twice, no order lost?

One invented shop (shop.py), run through the command line every morning and judged by a plain ledger (ledger.py, laws.py).
"""

from __future__ import annotations

import functools
import tempfile
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from tests.scenarios import laws
from tests.scenarios.desk import FileDesk, MemoryDesk
from tests.scenarios.ledger import amount
from tests.scenarios.shop import CUSTOMERS_WRITE, DAYS, DELIVERIES, SUPPLIERS_WRITE, Shop, rows

Snapshot = dict[str, list[dict[str, Any]]]


@functools.cache
def month(*verbs: str, file: bool = False) -> tuple[Shop, list[Snapshot]]:
    """The whole month with these verbs each morning, and what the workbook showed at the end of each day."""
    with tempfile.TemporaryDirectory() as folder:
        shop = Shop(FileDesk(rows(), Path(folder) / "Shop.xlsx") if file else MemoryDesk(rows()))
        shown = []
        for n, today in enumerate(DAYS):
            shop.live_day(n)
            before = {name: shop.desk.sheet(name) for name in ("Backorders", "Purchase Orders")}
            for first, verb in zip((True, *[False] * 9), verbs, strict=False):
                shop.desk.run(verb, today)
                if first:
                    shop.ledger.morning(today)
                read = functools.cache(shop.desk.sheet)
                if first or verb == "run":
                    laws.hold(shop.ledger, read, today)
                if n:
                    laws.changes_are_told(shop.ledger, before, read, today)
            shown.append(laws.snapshot(read, shop.desk.names()))
    return shop, shown


def test_every_day_the_workbook_is_the_ledgers_and_keeps_the_laws() -> None:
    shop, _ = month("run", file=True)
    kinds = [*(f"delivery: {k}" for k in DELIVERIES), *(f"customer: {k}" for k in CUSTOMERS_WRITE)]
    kinds += [*(f"supplier: {k}" for k in SUPPLIERS_WRITE), "discontinued", "substitute taken", "shipped in part", "confirmed"]
    assert not [k for k in kinds if not shop.happened[k]], "the story must tell of all of them"
    assert len({line[0] for line in shop.ledger.lines}) >= 60


def test_at_the_end_every_unit_is_accounted_for() -> None:
    """By the sheets alone: what came in is what purchase orders say, and stock is what came in less what left."""
    _, shown = month("run", file=True)
    last, first = shown[-1], {r[0]: r[1] for r in rows()["Stock"]}
    posted = [r for r in last["Receipts"] if r["Posted"]]
    bought = [r for r in last["Purchase Orders"] if r["Status"] != "proposed"]
    assert sum(amount(r, "Received") - amount(r, "Rejected") for r in posted) == laws.total(bought, "Received")
    for sku in {r["SKU"] for r in last["Stock"]}:
        found = 1 if sku == "BOWL" else 0  # counted on day 20
        left = [r for r in last["Orders"] if r["SKU"] == sku]
        came = [r for r in bought if r["SKU"] == sku]
        there = laws.total([r for r in last["Stock"] if r["SKU"] == sku], "On Hand")
        assert there == first.get(sku, 0) + found + laws.total(came, "Received") - laws.total(left, "Shipped"), sku


def test_no_order_is_forgotten() -> None:
    """Each line has left, was cancelled, held or closed, or stands on Allocations with all that it still wants."""
    _, shown = month("run", file=True)
    pegs = laws.grouped(shown[-1]["Allocations"], "Order", "Line")
    for r in shown[-1]["Orders"]:
        rest = amount(r, "Ordered") - amount(r, "Shipped") - amount(r, "Cancelled")
        assert r["Status"] in ("on hold", "closed") or laws.total(pegs.get(laws.key(r, "Order", "Line"), [])) == rest


@pytest.mark.parametrize("verbs", [("run", "run"), ("receive", "plan")], ids=" ".join)
def test_in_one_go_and_run_more_often_the_days_end_the_same(verbs: tuple[str, ...]) -> None:
    """A book that is never written out and read back, run twice a morning or in two steps, shows what the file showed."""
    _, one_at_a_time = month("run", file=True)
    _, in_one_go = month(*verbs)
    for n, (one, other) in enumerate(zip(one_at_a_time, in_one_go, strict=True)):
        one.pop("Messages", None)  # nobody is told anything where no letters are asked for
        assert list(one) == list(other)
        for name in one.keys() - {"Problems"}:
            assert one[name] == other[name], f"{name} on day {n}"
        assert laws.errors(one["Problems"]) == laws.errors(other["Problems"]), f"Problems on day {n}"


def doubtful_morning(*verbs: str) -> list[dict[str, Any]]:
    """Problems after a morning on which one delivery is over and another names no known purchase order."""
    desk = MemoryDesk(rows())
    for po, units in (("B-3", 9), ("B-33", 4)):
        desk.add("Receipts", PO=po, SKU="CHAIR", Received=Fraction(units), **{"Received On": DAYS[1]})
    for verb in verbs:
        desk.run(verb, DAYS[1])
    return desk.sheet("Problems")


def test_the_second_run_of_a_day_names_the_same_problems() -> None:
    assert doubtful_morning("run", "run") == doubtful_morning("run")
