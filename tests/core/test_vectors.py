"""The worked examples of the rules, number by number."""

from __future__ import annotations

import datetime as dt
import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backorder_xl.core import say
from backorder_xl.core.keys import natural, ordered
from backorder_xl.core.lotsize import lot_size
from backorder_xl.core.settings import BadSetting, parse, working_days
from tests.laws import core_side

AS_OF = dt.date(2026, 6, 3)


def line(order: str, priority: int, day: tuple[int, int], ordered: float, **more: object) -> dict[str, object]:
    return {"Order": order, "Line": "1", "Order Date": dt.date(2026, *day), "Customer": "C", "SKU": "A", "Ordered": ordered,
            "Priority": priority, **more}  # fmt: skip


def pegs(lines: list[dict[str, object]], stock: float, **settings: object) -> dict[str, list[tuple[str, float]]]:
    purchases = [
        {"PO": "PO1", "Line": "1", "Supplier": "S", "SKU": "A", "Ordered": 8, "Expected": dt.date(2026, 6, 10)},
        {"PO": "PO2", "Line": "1", "Supplier": "S", "SKU": "A", "Ordered": 5, "Expected": dt.date(2026, 6, 20)},
    ]
    book = {"Orders": lines, "Stock": [{"SKU": "A", "On Hand": stock}], "Purchase Orders": purchases}
    named = {name.replace("_", " "): value for name, value in settings.items()}
    found = core_side.result(core_side.decide(book, named, AS_OF)).pegs
    return {order: [(po or source, float(q)) for source, po, _, q, _ in rows] for (order, _), rows in found.items()}


def test_3_8_by_priority() -> None:
    lines = [line("SO1", 1, (6, 2), 6), line("SO3", 2, (6, 2), 9), line("SO2", 3, (5, 30), 7), line("SO4", 3, (6, 1), 4)]
    assert pegs(lines, 10) == {
        "SO1": [("stock", 6)],
        "SO3": [("stock", 4), ("PO1", 5)],
        "SO2": [("PO1", 3), ("PO2", 4)],
        "SO4": [("PO2", 1), ("none", 3)],
    }


def test_3_8_with_equal_priorities() -> None:
    lines = [line("SO1", 5, (6, 2), 6), line("SO3", 5, (6, 2), 9), line("SO2", 5, (5, 30), 7), line("SO4", 5, (6, 1), 4)]
    found = pegs(lines, 10)
    assert found["SO2"] == [("stock", 7)]
    assert found["SO4"] == [("stock", 3), ("PO1", 1)]
    assert list(found) == ["SO2", "SO4", "SO1", "SO3"]


def test_fair_share_by_largest_remainder() -> None:
    lines = [line("SO1", 5, (6, 1), 5), line("SO2", 5, (6, 1), 3), line("SO3", 5, (6, 1), 2)]
    shares = {o: dict(p).get("stock", 0) for o, p in pegs(lines, 7, Allocation_Policy="fair-share").items()}
    assert shares == {"SO1": 4, "SO2": 2, "SO3": 1}  # 3.5, 2.1, 1.4: the spare unit goes to the largest remainder


def test_release_takes_all_or_nothing() -> None:
    lines = [line("SO1", 1, (6, 1), 12, **{"Ship Complete": "yes"}), line("SO2", 2, (6, 1), 6)]
    assert pegs(lines, 10, Ship_Complete_Rule="release")["SO2"] == [("stock", 6)]
    assert pegs(lines, 10)["SO2"] != [("stock", 6)]


@pytest.mark.parametrize(
    ("need", "moq", "multiple", "lot"), [(7, 10, 6, 12), (7, 0, 6, 12), (12, 10, 6, 12), (13, 10, 6, 18), (32, 0, 6, 36)]
)
def test_4_4_lot_size(need: int, moq: int, multiple: int, lot: int) -> None:
    unit = 1_000_000
    assert lot_size(np.array([need * unit]), np.array([moq * unit]), np.array([multiple * unit])).tolist() == [lot * unit]


def test_settings_are_forgiving_about_form_and_strict_about_meaning() -> None:
    assert parse("allocation-policy", "Fair Share") == ("allocation_policy", "fair-share")
    assert parse("Default Lead Time", 10.0) == ("default_lead_time", 10)
    assert working_days("Mon-Fri, Sun") == ["Mon", "Tue", "Wed", "Thu", "Fri", "Sun"]
    for name, value in (("Inbound Days", "-1"), ("Refill Safety Stock", "maybe"), ("Polcy", "x")):
        with pytest.raises(BadSetting):
            parse(name, value)


def test_quantities_in_sentences_are_exact() -> None:
    assert [say.units(q) for q in (5_000_000, 500_000, 1, -2_250_000)] == ["5", "0.5", "0.000001", "-2.25"]


@given(st.lists(st.text("aB-/ 0123456789é", max_size=8), max_size=12))
def test_codes_sort_as_their_numbers_do(codes: list[str]) -> None:
    def slow(code: str) -> tuple[list[tuple[str, int]], str]:
        parts = re.split(r"([0-9]+)", code.casefold())
        return list(zip(parts[0::2], [*map(int, parts[1::2]), -1], strict=True)), code.casefold()

    assert sorted(codes, key=natural) == sorted(codes, key=slow)


@given(st.sampled_from(["", "so-", "é"]), st.sets(st.one_of(st.integers(0, 10**9).map(str), st.text("0129a²٣", max_size=4))))
def test_codes_of_one_pattern_sort_like_all_others(words: str, endings: set[str]) -> None:
    codes = {words + ending for ending in endings}
    assert ordered(codes) == sorted(codes, key=natural)
    plain = {words + f"{n:04d}" for n in range(0, 2_000, 7)}
    assert ordered(plain) == sorted(plain, key=natural)
