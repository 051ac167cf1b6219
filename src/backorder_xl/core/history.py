"""What was ordered of each item, week by week? (rule 7)

Weeks are the seven-day stretches that end on the as-of date, so that none is cut short and every one has each weekday once.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from backorder_xl.core.inputs import Tables
from backorder_xl.core.keys import Days, Ints, Names, days, ints, texts
from backorder_xl.core.words import UNIT

Floats = npt.NDArray[np.float64]

WEEKS = 104
"""How far back is looked: two years."""

FEW = 8
"""With fewer weeks an item is new."""

_WEEK = 7


@dataclass(frozen=True)
class History:
    """Units ordered (less cancelled) per item and week, oldest first, for the items that were ordered in that time.

    The weeks of item ``i`` are ``units[start[i]:start[i + 1]]`` and end with the last full week. They begin after the week of
    its first order in the window, so that a new item has few: that week itself was chosen because something was ordered in
    it, and would make every average too high (it is kept while there are FEW weeks). ``sku_no`` ascends.
    """

    sku_no: Ints
    start: Ints
    units: Floats
    last_day: np.datetime64

    def of(self, i: int) -> Floats:
        """The weeks of one item."""
        return self.units[self.start[i] : self.start[i + 1]]

    def last(self) -> Floats:
        """The last week of every item."""
        return self.units[self.start[1:] - 1]


def history(tables: Tables, sku: Names, today: np.datetime64, weeks: int = WEEKS) -> History:
    """Demand by order date, ``weeks`` back from ``today`` (that day is part of the last week)."""
    o = tables.orders
    when: Days = days(o, "order_date")
    back = np.where(np.isnat(when), -1, (today - when).astype(np.int64)) // _WEEK
    usable = (back >= 0) & (back < weeks) & (when <= today)
    number = sku.of(texts(o, "sku"))[usable]
    week = weeks - 1 - back[usable]
    quantity = (ints(o, "ordered") - ints(o, "cancelled"))[usable]
    item, of = np.unique(number, return_inverse=True)
    grid = np.zeros((len(item), weeks), np.int64)
    np.add.at(grid, (of, week), quantity)
    first = np.full(len(item), weeks - 1, np.int64)
    np.minimum.at(first, of, week)
    first = np.where(weeks - first > FEW, first + 1, first)
    length = weeks - first
    start = np.concatenate([[0], np.cumsum(length)]).astype(np.int64)
    seen = np.arange(weeks)[None, :] >= first[:, None]
    return History(item.astype(np.int64), start, grid[seen] / UNIT, today)
