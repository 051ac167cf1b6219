"""Do the parts of a book say together what one plan of the whole says, line for line?"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backorder_xl.core import kept, parts
from backorder_xl.core.inputs import Tables
from backorder_xl.core.keys import texts
from backorder_xl.core.planning import begin, described, finish, plan
from backorder_xl.core.settings import Settings
from backorder_xl.core.words import AllocationPolicy, ShipCompleteRule
from tests.laws import core_side
from tests.laws.strategies import AS_OF, books, settings

BY_ITEM = ("orders", "stock", "purchase_orders", "items", "sourcing")
OF_ORDER = ["expected", "slip", "late"]  # an order that ships complete goes when its last line can, wherever that is


def split(tables: Tables, count: int) -> list[Tables]:
    """The tables by the first letter of each item, and what only the whole knows told to each part."""
    folded = [o.casefold() for o in texts(tables.orders, "order")]
    complete = np.unique([o for o, c in zip(folded, tables.orders["ship_complete"], strict=True) if c]).astype(object)
    named = np.array(sorted({w.casefold() for w in texts(tables.purchase_orders, "ship_to")} & set(folded)), object)
    out = []
    for part in range(count):
        mine = {}
        for name in BY_ITEM:
            frame = getattr(tables, name)
            of = np.array([sum(map(ord, s.casefold())) % count for s in frame["sku"]], int)
            mine[name] = frame[of == part].reset_index(drop=True)
        out.append(parts.settled(replace(tables, **mine), complete, named))
    return out


def in_parts(tables: Tables, chosen: Settings, count: int) -> list[Any]:
    pieces = split(kept.carried(tables), count)
    begun = [begin(t, chosen, AS_OF) for t in pieces]
    plan_, at = parts.buy([parts.missing(b, t) for b, t in zip(begun, pieces, strict=True)], tables, chosen, AS_OF)
    shares = [parts.share(plan_, b, *ends) for b, ends in zip(begun, pairwise(at), strict=True)]
    done = [finish(b, s, chosen, AS_OF) for b, s in zip(begun, shares, strict=True)]
    return [described(d, t, chosen, AS_OF) for d, t in zip(done, pieces, strict=True)]


def rows(frames: list[pd.DataFrame], without: tuple[str, ...] = ()) -> list[str]:
    """All rows of frames, in no order, as text."""
    return sorted(str([v for c, v in row.items() if c not in without]) for f in frames for row in f.to_dict("records"))


@given(books(), settings(), st.integers(2, 4))
def test_parts_say_what_the_whole_says(book: dict[str, list[dict[str, Any]]], chosen: dict[str, Any], count: int) -> None:
    chosen = {**chosen, "Ship Complete Rule": "hold"}
    if chosen.get("Allocation Policy") == "most-complete":
        chosen["Allocation Policy"] = "first-come"
    reading = core_side.read(book, chosen)
    whole = plan(reading.tables, reading.settings, AS_OF)
    done = in_parts(reading.tables, reading.settings, count)
    numbers = ("place", "supply", "at")
    assert rows([o.pegs for o in done], numbers) == rows([whole.pegs], numbers)
    assert rows([o.purchases for o in done], numbers) == rows([whole.purchases], numbers)
    assert rows([o.advice for o in done], numbers) == rows([whole.advice], numbers)
    assert rows([o.unsourced for o in done]) == rows([whole.unsourced])
    skip = (*numbers, *OF_ORDER)
    assert rows([o.backorders for o in done], skip) == rows([whole.backorders], skip)


@pytest.mark.parametrize(("setting", "value"), [
    ("allocation_policy", AllocationPolicy.MOST_COMPLETE), ("ship_complete_rule", ShipCompleteRule.RELEASE),
])  # fmt: skip
def test_what_looks_at_whole_orders_is_refused(setting: str, value: object) -> None:
    assert "in parts" in parts.whole_only(replace(Settings(), **{setting: value}))
    assert parts.whole_only(Settings()) == ""
