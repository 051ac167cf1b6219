"""Which units on the shelf came in for whom, and are kept for them? (rule 5.3)

The Cut List remembers who was handed what of a delivery. Units stay with their order line until they are shipped, or the
line is cancelled, closed or put on hold; then they are everybody's again. Nothing is handed out here.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from backorder_xl.core.inputs import Tables
from backorder_xl.core.keys import Ints, alike, group, ints, sums, texts
from backorder_xl.core.settings import Settings
from backorder_xl.core.words import OrderStatus, ShipCompleteRule


def carried(tables: Tables) -> Tables:
    """The tables with Kept of the Cut List as it stands today; doing it twice changes nothing.

    What was shipped since the list was written has left, the oldest cuts first; of what is kept beyond a line's open
    quantity the newest cuts go free. Rows of which nothing is kept any more leave the list.
    """
    cuts, orders = tables.cut_list, tables.orders
    if not len(cuts):
        return tables
    row = rows_of(cuts, orders, "to")
    known = row >= 0
    shipped_now = np.where(known, ints(orders, "shipped")[row], 0) if len(orders) else np.zeros(len(cuts), np.int64)
    left = ints(orders, "ordered") - ints(orders, "shipped") - ints(orders, "cancelled")
    left = np.where(texts(orders, "status") == OrderStatus.OPEN.value, np.maximum(left, 0), 0)
    left_of_line = np.where(known, left[row], 0) if len(orders) else np.zeros(len(cuts), np.int64)
    kept = np.where(known, ints(cuts, "kept"), 0)
    gone = np.where(known, np.maximum(shipped_now - ints(cuts, "shipped"), 0), 0)

    order = np.lexsort((np.arange(len(cuts)), cuts["posted"].to_numpy(), row))
    line, kept, gone, room = row[order], kept[order], gone[order], left_of_line[order]
    first = np.flatnonzero(np.diff(line, prepend=line[0] - 1)) if len(line) else np.zeros(0, np.int64)
    # what has left of a line is the largest that any of its cuts says, as all were written at the same time
    most_gone = np.maximum.reduceat(gone, first)[np.cumsum(np.isin(np.arange(len(line)), first)) - 1]
    kept = _trim(kept, line, most_gone, from_first=True)
    excess = np.maximum(_total(kept, line) - room, 0)
    kept = _trim(kept, line, excess, from_first=False)
    out = np.empty_like(kept)
    out[order] = kept
    named = texts(cuts, "line") != ""  # the shelf's rows have no line
    moved = np.empty_like(kept)
    moved[order] = most_gone
    over = (ints(cuts, "kept") > 0) & (out == 0) | named & (~known | (moved > 0) | (left_of_line == 0)) & (out == 0)
    cuts = cuts.assign(kept=out, shipped=np.where(known, shipped_now, ints(cuts, "shipped")))
    return replace(tables, cut_list=cuts[~over].reset_index(drop=True))


def rows_of(frame: pd.DataFrame, orders: pd.DataFrame, order_column: str = "order") -> Ints:
    """The row of Orders for the order and line that each row of ``frame`` names, -1 for none."""
    order, there = alike(texts(frame, order_column), texts(orders, "order"))
    line, of_there = alike(texts(frame, "line"), texts(orders, "line"))
    at, of = group((order, line), (there, of_there))
    place = np.full(int(max(at.max(initial=-1), of.max(initial=-1))) + 1, -1, np.int64)
    place[of[::-1]] = np.arange(len(orders))[::-1]
    return place[at]


def of_lines(cuts: pd.DataFrame, lines: pd.DataFrame, settings: Settings) -> Ints:
    """How many units are kept for each open line, never more than it has open.

    Under Ship Complete Rule ``release`` an order that ships complete keeps nothing (rule 3.5).
    """
    if not len(cuts) or not len(lines):
        return np.zeros(len(lines), np.int64)
    kept = sums(rows_of(cuts, lines, "to"), ints(cuts, "kept"), len(lines))
    if settings.ship_complete_rule is ShipCompleteRule.RELEASE:
        kept = np.where(np.asarray(lines["complete"], bool), 0, kept)
    return np.minimum(kept, ints(lines, "open"))


def _total(kept: Ints, line: Ints) -> Ints:
    """The sum of each line, beside every row of it; rows of one line stand together."""
    _, at = np.unique(line, return_inverse=True)
    return sums(at, kept, int(at.max(initial=-1)) + 1)[at]


def _trim(kept: Ints, line: Ints, amount: Ints, *, from_first: bool) -> Ints:
    """Take ``amount`` off the rows of each line, beginning with the first or with the last of them."""
    _, at = np.unique(line, return_inverse=True)
    running = np.cumsum(kept)
    total = sums(at, kept, int(at.max(initial=-1)) + 1)
    before = running - kept - (np.cumsum(total) - total)[at]  # of the same line, in the rows above
    if not from_first:
        before = total[at] - before - kept
    return kept - np.clip(amount - before, 0, kept)
