"""Who is served first? (rule 3.1)

Each policy is a list of sort keys; all end in order and line, so that the order of rows on the sheet never matters.
It does not hand out anything.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from backorder_xl.core.keys import Bools, Ints, bools, days, ints
from backorder_xl.core.words import NO_MONEY, AllocationPolicy


@dataclass(frozen=True)
class Key:
    """One sort key, smallest first, and the ground that it gives in a sentence."""

    ground: str
    values: Ints


def ranking(lines: pd.DataFrame, policy: AllocationPolicy) -> list[Key]:
    """The keys of a policy, the weightiest first (rule 3.1)."""
    priority = Key("higher priority", ints(lines, "priority"))
    ordered = Key("ordered earlier", _day_numbers(lines, "order_date"))
    last = [Key("lower order number", ints(lines, "order_no")), Key("earlier line", ints(lines, "line_no"))]
    match policy:
        case AllocationPolicy.NEED_BY:
            keys = [priority, Key("needed earlier", _day_numbers(lines, "need_by")), ordered]
        case AllocationPolicy.PROMISED:
            keys = [Key("promised earlier", _day_numbers(lines, "told")), priority, ordered]
        case AllocationPolicy.PAID_FIRST:
            keys = [Key("paid", 1 - bools(lines, "paid").astype(np.int64)), priority, ordered]
        case AllocationPolicy.VALUE:
            keys = [priority, Key("larger value", _largest_first(lines))]
        case AllocationPolicy.FIRST_COME | AllocationPolicy.FAIR_SHARE | AllocationPolicy.MOST_COMPLETE:
            keys = [priority, ordered]  # most-complete puts the orders that it completes before that (state.py)
    first = put_first(lines)
    return [*([Key("put first", 1 - first.astype(np.int64))] if first.any() else []), *keys, *last]


def put_first(lines: pd.DataFrame) -> Bools:
    """Lines that a what-if puts before all others."""
    return bools(lines, "put_first") if "put_first" in lines else np.zeros(len(lines), bool)


def completed_first(keys: list[Key], chosen: Bools) -> list[Key]:
    """The keys of most-complete: first-come's, behind the orders that are to be completed (rule 3.1)."""
    own = Key("its order can be completed", 1 - chosen.astype(np.int64))
    at = int(keys[0].ground == "put first")
    return [*keys[:at], own, *keys[at:]]


def serving_order(keys: list[Key]) -> Ints:
    """Row numbers in the order in which they are served."""
    return np.lexsort([k.values for k in reversed(keys)])


def _day_numbers(lines: pd.DataFrame, column: str) -> Ints:
    """Days as numbers, blank last."""
    when = days(lines, column)
    return np.where(np.isnat(when), np.iinfo(np.int64).max, when.astype(np.int64))


def _largest_first(lines: pd.DataFrame) -> Ints:
    """Rank by open quantity times price, exact because Python's whole numbers have no limit; a blank price is 0."""
    price = ints(lines, "unit_price")
    price = np.where(price == NO_MONEY, 0, price)
    value = ints(lines, "open").astype(object) * price.astype(object)
    _, rank = np.unique(value, return_inverse=True)
    return -rank.astype(np.int64)
