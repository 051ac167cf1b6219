"""Which units serve which lines?

Pegging as the overlay of two rows of blocks: demand in serving order, supply in the order in which it comes (rule 3.4).
Fair shares (3.1) and the all-or-nothing pass of ship-complete orders (3.5) decide about stock before that.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from backorder_xl.core.keys import Ints, group, ints, sums
from backorder_xl.core.words import UNIT


class Pegs(NamedTuple):
    """So many millionths of supply row ``supply`` for demand row ``demand``; all above 0."""

    demand: Ints
    supply: Ints
    quantity: Ints


def overlay(demand_group: Ints, demand: Ints, supply_group: Ints, supply: Ints) -> Pegs:
    """Peg demand to supply of the same group, both taken in row order (rule 3.4).

    Within a group the two are laid side by side as blocks along one line; every stretch between two block ends is one
    peg. Filling up the shorter side of each group keeps all groups on one common line, so that one sorted merge does
    them all. Exact: whole numbers only. Rows come back in demand order, then supply order.

    >>> import numpy as np
    >>> a = np.zeros(2, np.int64)
    >>> overlay(a, np.array([6, 9]), a, np.array([10, 8]))
    Pegs(demand=array([0, 1, 1]), supply=array([0, 0, 1]), quantity=array([6, 4, 5]))
    """
    d_rows, s_rows = np.flatnonzero(demand > 0), np.flatnonzero(supply > 0)
    # only groups that stand on both sides matter
    d_rows = d_rows[np.isin(demand_group[d_rows], supply_group[s_rows])]
    s_rows = s_rows[np.isin(supply_group[s_rows], demand_group[d_rows])]
    if not len(d_rows):
        none = np.zeros(0, np.int64)
        return Pegs(none, none, none)
    d_rows = d_rows[np.argsort(demand_group[d_rows], kind="stable")]
    s_rows = s_rows[np.argsort(supply_group[s_rows], kind="stable")]
    groups, d_at = np.unique(demand_group[d_rows], return_inverse=True)
    s_at = np.searchsorted(groups, supply_group[s_rows])
    wanted = sums(d_at, demand[d_rows], len(groups))
    there = sums(s_at, supply[s_rows], len(groups))

    d_row, d_quantity = _fill_up(d_rows, d_at, demand[d_rows], np.maximum(there - wanted, 0))
    s_row, s_quantity = _fill_up(s_rows, s_at, supply[s_rows], np.maximum(wanted - there, 0))
    d_end, s_end = np.cumsum(d_quantity), np.cumsum(s_quantity)
    ends = np.sort(np.concatenate([d_end, s_end]), kind="stable")  # two sorted runs, which it only merges
    ends = ends[np.diff(ends, prepend=-1) > 0]
    quantity = np.diff(ends, prepend=0)
    demand_row = d_row[np.searchsorted(d_end, ends)]
    supply_row = s_row[np.searchsorted(s_end, ends)]
    real = (demand_row >= 0) & (supply_row >= 0) & (quantity > 0)
    order = np.argsort(demand_row[real], kind="stable")
    return Pegs(demand_row[real][order], supply_row[real][order], quantity[real][order])


def _fill_up(rows: Ints, at: Ints, quantity: Ints, missing: Ints) -> tuple[Ints, Ints]:
    """Add one row -1 at the end of each group that is shorter than its other side."""
    groups = np.flatnonzero(missing)
    row = np.concatenate([rows, np.full(len(groups), -1, np.int64)])
    amount = np.concatenate([quantity, missing[groups]])
    order = np.argsort(np.concatenate([at, groups]), kind="stable")
    return row[order], amount[order]


def fair_shares(line_group: Ints, open_: Ints, stock_group: Ints, stock: Ints) -> Ints:
    """What each line gets of its group's stock, in proportion to what it has open (rule 3.1, fair-share).

    Lines come in first-come order. Whole units where the stock and every open quantity of the group are whole, else
    millionths; what the division leaves goes to the largest remainders, ties first come.
    """
    size = int(max(line_group.max(initial=-1), stock_group.max(initial=-1))) + 1
    there, wanted = sums(stock_group, stock, size), sums(line_group, open_, size)
    broken = sums(line_group, (open_ % UNIT != 0).astype(np.int64), size) + (there % UNIT != 0)
    share = np.where(there[line_group] >= wanted[line_group], open_, 0)
    short = np.flatnonzero((there[line_group] < wanted[line_group]) & (there[line_group] > 0))
    if not len(short):
        return share
    g = line_group[short]
    step = np.where(broken[g] > 0, 1, UNIT)
    # Python's whole numbers: stock times quantity does not fit 64 bits
    product = (there[g] // step).astype(object) * (open_[short] // step).astype(object)
    total = (wanted[g] // step).astype(object)
    floor = (product // total).astype(np.int64)
    remainder = product % total
    left = there // np.where(broken > 0, 1, UNIT) - sums(g, floor, size)
    order = sorted(range(len(short)), key=lambda k: (g[k], -(remainder[k]), k))
    rank = np.empty(len(short), np.int64)
    sorted_groups = g[order]
    rank[order] = np.arange(len(short)) - np.searchsorted(sorted_groups, sorted_groups)
    share[short] = (floor + (rank < left[g])) * step
    return share


def all_or_nothing(lines: pd.DataFrame, line_group: Ints, stock_group: Ints, stock: Ints) -> Ints:
    """What each line takes in the first pass of Ship Complete Rule ``release`` (rule 3.5). Lines come in serving order.

    Orders are taken by their best line. A ship-complete order takes stock only if all its open lines can be filled.
    A walk over the lines that compete for stock that does not reach; the others need no walk.
    """
    open_, order_no = ints(lines, "open"), ints(lines, "order_no")
    complete = np.asarray(lines["complete"], bool)
    size = int(max(line_group.max(initial=-1), stock_group.max(initial=-1))) + 1
    left = sums(stock_group, stock, size)
    contended = (left < sums(line_group, open_, size))[line_group]
    take = np.where(contended, 0, open_)

    best: dict[int, int] = {}
    for row, number in enumerate(order_no.tolist()):
        best.setdefault(number, row)  # its best line counts, contended or not
    by_order: dict[int, list[int]] = {}
    for row in np.flatnonzero(contended).tolist():
        by_order.setdefault(int(order_no[row]), []).append(row)
    refused: list[int] = []
    for number in sorted(by_order, key=best.__getitem__):
        rows = np.array(by_order[number])
        groups, at = np.unique(line_group[rows], return_inverse=True)
        if complete[rows[0]] and (sums(at, open_[rows], len(groups)) > left[groups]).any():
            refused.append(number)
            continue
        for row in rows:
            take[row] = min(left[line_group[row]], open_[row])
            left[line_group[row]] -= take[row]
    take[np.isin(order_no, refused)] = 0
    return take


def give_back(lines: pd.DataFrame, share: Ints) -> Ints:
    """Fair shares under ``release``: a ship-complete order that its shares do not fill gives all of them back."""
    order_no = ints(lines, "order_no")
    short = (share < ints(lines, "open")) & np.asarray(lines["complete"], bool)
    return np.where(np.isin(order_no, order_no[short]), 0, share)


def group_of(lines: pd.DataFrame, supply: pd.DataFrame, *columns: str) -> tuple[Ints, Ints]:
    """Common group numbers of lines and supply over key columns such as sku_no, spec_no, place_no, order_no."""
    first, second = group(tuple(ints(lines, c) for c in columns), tuple(ints(supply, c) for c in columns))
    return first, second
