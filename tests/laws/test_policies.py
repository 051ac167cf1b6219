"""Do policies compared and what-ifs keep the laws, on small nasty books? (rule 7.6)"""

from __future__ import annotations

from typing import Any

import hypothesis
import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from backorder_xl.core import kept
from backorder_xl.core.policies import decided
from backorder_xl.core.scorecard import score
from backorder_xl.core.supposing import Suppose
from backorder_xl.core.whatif import measures, whatif
from backorder_xl.core.words import AllocationPolicy, Supposition
from tests.laws import core_side
from tests.laws.strategies import AS_OF, ORDERS, SKUS, SUPPLIERS, books, settings

Book = dict[str, list[dict[str, Any]]]
MILLION = 1_000_000
few = hypothesis.settings(max_examples=15)  # every example decides the book as often as there are policies

some_supposed = st.lists(
    st.one_of(
        st.builds(Suppose, st.just(Supposition.PO_SLIPS), st.sampled_from(["PO-1", "P9", "p10/2"]), by=st.just(5 * MILLION)),
        st.builds(Suppose, st.just(Supposition.SUPPLIER_SLIPS), st.sampled_from(SUPPLIERS), by=st.just(3 * MILLION)),
        st.builds(Suppose, st.just(Supposition.SHORT), st.sampled_from(["PO-1", "P9", "X"]), by=st.sampled_from([None, MILLION])),
        st.builds(Suppose, st.just(Supposition.ORDER_FIRST), st.sampled_from(ORDERS)),
        st.builds(Suppose, st.just(Supposition.CANCEL), st.sampled_from(ORDERS), by=st.sampled_from([None, MILLION])),
        st.builds(Suppose, st.just(Supposition.MORE_DEMAND), st.sampled_from(SKUS), by=st.just(2 * MILLION)),
        st.builds(Suppose, st.just(Supposition.LESS_STOCK), st.sampled_from(SKUS), by=st.just(MILLION)),
        st.builds(Suppose, st.just(Supposition.MORE_STOCK), st.sampled_from(SKUS), by=st.just(MILLION)),
    ),
    min_size=1,
    max_size=3,
)


@few
@given(books(), settings())
def test_every_policy_hands_out_the_same_units(book: Book, chosen: dict[str, Any]) -> None:
    """And most-complete completes no fewer orders than first-come."""
    reading = core_side.read(book, chosen)
    tables = kept.carried(reading.tables)
    stocked, opened, complete = [], [], {}
    for policy in AllocationPolicy:
        found = decided(tables, reading.settings, AS_OF, policy)
        lines, pegs = found.state.lines, found.pegs
        assert (pegs.groupby("line")["quantity"].sum().to_numpy() == lines["open"].to_numpy()).all()
        assert (lines[["from_stock", "on_order", "to_order", "uncovered"]].sum(axis=1) == lines["open"]).all()
        on_shelf = pegs[pegs["kind"] == 0].groupby("supply")["quantity"].sum()
        assert (on_shelf <= found.state.stock["free"].reindex(on_shelf.index)).all()
        stocked.append(lines.groupby("sku_no")["from_stock"].sum().to_dict())
        opened.append(lines.groupby("sku_no")["open"].sum().to_dict())
        complete[policy] = score(lines, np.datetime64(AS_OF, "D")).complete
    assert all(s == stocked[0] for s in stocked), "no policy leaves an item on the shelf that another one hands out"
    assert all(o == opened[0] for o in opened)
    assert complete[AllocationPolicy.MOST_COMPLETE] >= complete[AllocationPolicy.FIRST_COME]


@few
@given(books(), settings())
def test_a_what_if_without_a_change_changes_nothing(book: Book, chosen: dict[str, Any]) -> None:
    reading = core_side.read(book, chosen)
    found = whatif(reading.tables, reading.settings, AS_OF, [])
    assert found.lines.empty and found.messages.empty and not found.said
    assert all(m.now == m.then for m in measures(found))
    assert found.now.outcome.pegs.equals(found.then.outcome.pegs)


@few
@given(books(), settings(), some_supposed)
def test_a_what_if_leaves_the_book_alone_and_keeps_the_laws(book: Book, chosen: dict[str, Any], supposed: list[Suppose]) -> None:
    reading = core_side.read(book, chosen)
    before = {name: frame.copy() for name, frame in vars(reading.tables).items() if name != "present"}
    found = whatif(reading.tables, reading.settings, AS_OF, supposed)
    assert all(frame.equals(getattr(reading.tables, name)) for name, frame in before.items())
    assert len(found.said) == len(supposed)
    lines = found.then.outcome.lines
    assert (found.then.outcome.pegs.groupby("place")["quantity"].sum().to_numpy() == lines["open"].to_numpy()).all()
    better, worse = found.lines["better"], found.lines["worse"]
    assert not (better & worse).any()
    gone_or_new = found.lines["effect"].isin(["gone", "new"])
    assert (better | worse | gone_or_new).all()
