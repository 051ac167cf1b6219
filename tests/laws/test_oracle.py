"""Do the fast core and the slow rules agree on everything?"""

from __future__ import annotations

from typing import Any

from hypothesis import given

from tests import oracle
from tests.laws import core_side
from tests.laws.strategies import AS_OF, books, settings


@given(books(), settings())
def test_core_and_oracle_agree(book: dict[str, list[Any]], chosen: dict[str, Any]) -> None:
    fast = core_side.result(core_side.decide(book, chosen, AS_OF))
    slow = oracle.plan(book, chosen, AS_OF)
    assert fast.serving == slow.serving
    assert fast.pegs == slow.pegs
    assert fast.expected == slow.expected
    said = [{k: p[k] for k in fast.proposals[0]} for p in slow.proposals] if fast.proposals else slow.proposals
    assert fast.proposals == said
