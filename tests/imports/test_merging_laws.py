"""What is always true of a merge? On random exports of small orders, against a plain dictionary, in memory."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterable

from hypothesis import given, settings
from hypothesis import strategies as st

from backorder_xl.core.settings import Settings
from backorder_xl.imports.merging import Merged, merge
from backorder_xl.imports.model import Incoming
from backorder_xl.workbook.memory import MemoryBook
from tests.imports.desk import DAY, export

HEAD = ["Mine", "Order", "Line", "Order Date", "Customer", "SKU", "Ordered", "Shipped", "Status", "Priority"]
Row = dict[str, object]

ORDERS = st.sampled_from(["S1", "S2", "S10"])
ITEMS = st.sampled_from(["A", "B"])


@st.composite
def rows(draw: st.DrawFn, numbered: bool) -> list[Row]:
    """Lines of a few orders; with ids of the shop's own, or without any number."""
    keys = draw(st.lists(st.tuples(ORDERS, st.integers(90001, 90004)), unique=True, max_size=6))
    made = []
    for order, line in keys:
        ordered = draw(st.integers(1, 4))
        one: Row = {
            "order": order, "order_date": dt.date(2026, 6, 1), "customer": "C", "sku": draw(ITEMS), "ordered": ordered,
            "shipped": draw(st.one_of(st.none(), st.integers(0, ordered))),
            "status": draw(st.sampled_from([None, "open", "closed"])),
        }  # fmt: skip
        made.append(one | ({"line": str(line)} if numbered else {}))
    return made


def book(*lines: list[object]) -> MemoryBook:
    return MemoryBook({"Orders": [HEAD, *lines], "Stock": [["SKU", "On Hand"]]})


def bring(on: MemoryBook, *lines: Iterable[Row]) -> Merged:
    """Merge and write; an empty export has nothing to bring."""
    some: list[Incoming] = [export("orders", list(one), f"{i}.csv") for i, one in enumerate(lines) if one]
    merged = merge(on, some, Settings(), DAY)
    on.apply(merged.changes, None, False)  # type: ignore[arg-type]
    return merged


def cells(on: MemoryBook) -> list[dict[str, object]]:
    head, *body = on.grids["Orders"]
    return [dict(zip(head, row, strict=False)) for row in body if any(v is not None for v in row)]


def said(on: MemoryBook, *ignored: str) -> list[tuple[object, ...]]:
    """The lines as a bag: what they say, wherever they stand; a blank cell says what it means."""
    means = {"Shipped": 0.0, "Status": "open"}
    names = [h for h in HEAD if h not in ignored]
    return sorted(tuple(str(means.get(n) if r.get(n) is None else r[n]) for n in names) for r in cells(on))


@given(rows(numbered=True), rows(numbered=True))
@settings(max_examples=150, deadline=None)
def test_a_then_b_is_their_union_with_the_values_of_b(a: list[Row], b: list[Row]) -> None:
    on = book()
    bring(on, a)
    bring(on, b)
    plain: dict[tuple[object, object], Row] = {}
    for row in (*a, *b):
        known = plain.setdefault((row["order"], row["line"]), {})
        known.update({k: v for k, v in row.items() if v is not None})
    expected = sorted(
        (o, line, r["sku"], float(str(r["ordered"])), float(str(r.get("shipped") or 0)), r.get("status") or "open")
        for (o, line), r in plain.items()
    )
    found = sorted(
        (r["Order"], r["Line"], r["SKU"], float(str(r["Ordered"])), float(str(r.get("Shipped") or 0)), r.get("Status") or "open")
        for r in cells(on)
    )
    assert found == expected


@given(st.booleans().flatmap(lambda n: st.tuples(rows(numbered=n), rows(numbered=n))))
@settings(max_examples=150, deadline=None)
def test_twice_is_once_and_two_files_at_once_are_one_after_the_other(two: tuple[list[Row], list[Row]]) -> None:
    a, b = two
    one, other = book(), book()
    bring(one, a)
    bring(one, b)
    bring(other, a, b)
    assert said(one) == said(other)
    again = bring(one, b)
    assert not again.changes.patches and not again.changes.tables
    assert said(one) == said(other)


@given(st.booleans().flatmap(lambda n: rows(numbered=n)), st.integers(0, 99))
@settings(max_examples=100, deadline=None)
def test_the_order_of_rows_in_the_file_does_not_matter(a: list[Row], seed: int) -> None:
    turned = random.Random(seed).sample(a, len(a))
    one, other = book(), book()
    bring(one, a)
    bring(other, turned)
    ignored = () if a and "line" in a[0] else ("Line",)
    assert said(one, *ignored) == said(other, *ignored)
    merged = bring(one, turned)
    assert sum(t.new for t in merged.summary.tallies) == 0, "and nothing is doubled by it"


@given(rows(numbered=True), rows(numbered=True))
@settings(max_examples=100, deadline=None)
def test_what_the_user_has_stays_and_no_row_goes(mine: list[Row], theirs: list[Row]) -> None:
    lines: list[list[object]] = [
        [f"note {i}", r["order"], i, r["order_date"], "C", r["sku"], r["ordered"], None, None, i % 9] for i, r in enumerate(mine)
    ]
    on = book(*lines)
    merged = bring(on, theirs)
    after = cells(on)
    for before, now in zip(lines, after, strict=False):
        assert [now[h] for h in ("Mine", "Order", "Line", "Priority")] == [before[0], before[1], before[2], before[9]]
    assert len(after) == len(lines) + sum(t.new for t in merged.summary.tallies)
    keys = [(r["Order"], str(r["Line"])) for r in after]
    assert len(keys) == len(set(keys)), "no line number is given twice"
