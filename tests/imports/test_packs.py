"""Are packs and units the same both ways, exactly? Against fractions."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from backorder_xl.core.packs import per_unit, to_packs, to_units
from backorder_xl.core.planning import plan
from backorder_xl.core.words import UNIT
from backorder_xl.tables.reading import read_tables
from backorder_xl.workbook.memory import MemoryBook
from tests.books import small_book
from tests.imports.desk import DAY

MICRO = st.integers(0, 10**15)
SIZE = st.integers(1, 10**10)


def one(value: int) -> np.ndarray:
    return np.array([value], np.int64)


@given(st.integers(0, 10**6), st.integers(1, 1000))
def test_whole_packs_are_units_and_packs_again(packs: int, size: int) -> None:
    units, exact = to_units(one(packs * UNIT), one(size * UNIT))
    assert (units[0], exact[0]) == (packs * size * UNIT, True)
    assert [a[0] for a in to_packs(units, one(size * UNIT))] == [packs, 0]


@given(st.integers(0, 10**9), SIZE)
def test_any_quantity_is_exact_to_the_millionth_or_says_that_it_is_not(packs: int, size: int) -> None:
    units, exact = to_units(one(packs), one(size))
    true = Fraction(packs * size, UNIT)
    assert units[0] == round(true) and bool(exact[0]) == (true.denominator == 1)


@given(MICRO, SIZE)
def test_nothing_is_lost_in_packs_and_a_rest(units: int, size: int) -> None:
    packs, rest = to_packs(one(units), one(size))
    assert 0 <= rest[0] < size and packs[0] * size + rest[0] == units


@given(st.integers(-(10**9), 10**9), SIZE)
def test_the_price_of_a_unit_is_the_nearest(price: int, size: int) -> None:
    assert per_unit(one(price), one(size))[0] == round(Fraction(price * UNIT, size))


def ordered(**item: object) -> list[int]:
    """Units of the purchase lines that a plan of the vector's shop proposes, for an item like that."""
    rows = small_book()
    rows["Items"] = [["SKU", "Supplier", *item], ["A", "ACME", *item.values()]]
    reading = read_tables(MemoryBook(rows))
    assert not [p for p in reading.problems if p.severity == "error"]
    return (plan(reading.tables, reading.settings, DAY).purchases["ordered"] // UNIT).tolist()


def test_an_item_bought_in_packs_is_ordered_in_packs_where_no_multiple_is_typed() -> None:
    assert ordered() == [3], "what is missing"
    assert ordered(**{"Units per Pack": 12}) == [3], "it is not bought in packs"
    assert ordered(**{"Units per Pack": 12, "Bought In": "case"}) == [12]
    assert ordered(**{"Units per Pack": 12, "Bought In": "pack", "Multiple": 5}) == [5], "what is typed counts"
