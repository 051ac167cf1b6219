"""What would each allocation policy do with the book as it stands? (rule 7.6)

Every policy decides the whole book once, stock and purchases, and is held beside the one in force: measures, and which
customers it serves sooner or later. No policy is recommended here, and none is set.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from backorder_xl.core import kept, say
from backorder_xl.core.inputs import Tables
from backorder_xl.core.keys import Texts, ints, natural, places, texts
from backorder_xl.core.planning import Decided, decide
from backorder_xl.core.scorecard import Score, effects, measured, score
from backorder_xl.core.settings import Settings
from backorder_xl.core.words import AllocationPolicy

NAMED = 3
"""So many of those who win or lose most are named."""


@dataclass(frozen=True)
class Tried:
    """One policy on the book: its measures, how many lines are better or worse off than now, and whose."""

    policy: AllocationPolicy
    in_force: bool
    score: Score
    better: int
    worse: int
    winners: str
    losers: str


def compare(tables: Tables, settings: Settings, as_of: dt.date) -> list[Tried]:
    """Each policy on the same book and day, in the order of AllocationPolicy; all other settings stay."""
    tables, today = kept.carried(tables), np.datetime64(as_of, "D")
    under = {p: decided(tables, settings, as_of, p).state.lines for p in AllocationPolicy}
    seen = {policy: measured(lines, today) for policy, lines in under.items()}
    out = []
    for policy, lines in under.items():
        moved = effects(seen[settings.allocation_policy], seen[policy])
        better, worse = (moved[np.asarray(moved[side], bool)] for side in ("better", "worse"))
        out.append(
            Tried(
                policy,
                policy is settings.allocation_policy,
                score(lines, today),
                len(better),
                len(worse),
                named(better, tables),
                named(worse, tables),
            )
        )
    return out


def decided(tables: Tables, settings: Settings, as_of: dt.date, policy: AllocationPolicy) -> Decided:
    """The whole book under one policy."""
    return decide(tables, replace(settings, allocation_policy=policy), as_of)


def named(lines: pd.DataFrame, tables: Tables) -> str:
    """Whose these lines are, by value: ``Bergen Turlag (3 lines), C-104 (1 line) and 5 more``; "" for nobody."""
    value: dict[str, int] = {}
    count: dict[str, int] = {}
    spelled: dict[str, str] = {}
    for who, worth in zip(texts(lines, "customer"), ints(lines, "value").tolist(), strict=True):
        key = who.casefold()
        spelled.setdefault(key, who)
        value[key], count[key] = value.get(key, 0) + worth, count.get(key, 0) + 1
    order = sorted(value, key=lambda key: (-value[key], natural(key)))
    shown = called(np.array([spelled[key] for key in order[:NAMED]], object), tables)
    parts = [f"{name} ({count[key]} {'line' if count[key] == 1 else 'lines'})" for key, name in zip(order, shown, strict=False)]
    more = len(order) - NAMED
    if more > 0:
        return f"{', '.join(parts)} and {more} more"
    return say.listed(parts) if parts else ""


def called(customers: Texts, tables: Tables) -> Texts:
    """Each customer by the name on Customers, else by the code."""
    name = np.append(texts(tables.customers, "name"), "")[places(customers, texts(tables.customers, "customer"))]
    return np.where(name == "", customers, name)
