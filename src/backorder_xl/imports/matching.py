"""Which row of the book is meant by which row of an export?

A key decides where there is one. Lines of an order are harder: a shop numbers them by their place in the file, another by an
id of its own, the user by hand, and the same item may stand twice in one order.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from backorder_xl.core.keys import Bools, Ints, Texts, alike, group

_PLACES = 3  # a line of up to three digits is a place in the order; anything longer is somebody's id


class Pairing:
    """Rows of an export (new) held against those of the book (old); ``at`` is the old row of each new one, -1 for none.

    Each row of either side is used once. Codes are compared without regard to case (rule 1.2).
    """

    def __init__(self, old: int, new: int) -> None:
        self.at = np.full(new, -1, np.int64)
        self.free = np.ones(old, bool)

    def by(self, *keys: tuple[Ints, Ints], old: Bools | None = None, new: Bools | None = None) -> None:
        """Pair what has equal keys and is not paired yet, the n-th with the n-th; ``old`` and ``new`` say who may."""
        a = np.flatnonzero(self.free if old is None else self.free & old)
        b = np.flatnonzero(self.at < 0 if new is None else (self.at < 0) & new)
        if not len(a) or not len(b):
            return
        one, two = group(tuple(k[a] for k, _ in keys), tuple(k[b] for _, k in keys))
        one, two = group((one, _place(one)), (two, _place(two)))
        table = np.full(int(max(one.max(), two.max())) + 1, -1, np.int64)
        table[one] = a
        self.at[b] = table[two]
        self.free[self.at[b][self.at[b] >= 0]] = False


def _place(groups: Ints) -> Ints:
    """0, 1, 2, ... within each group, in row order."""
    return pd.Series(groups).groupby(groups).cumcount().to_numpy(np.int64)


def ids(lines: Texts) -> Bools:
    """Which lines are somebody's ids, and no mere places within the order.

    >>> ids(np.array(["1", "20", "", "33-A", "40261883"], object)).tolist()
    [False, False, False, True, True]
    """
    codes, distinct = pd.factorize(lines)
    said = [bool(t) and not (t.isdecimal() and len(t) <= _PLACES) for t in distinct]
    return np.array([*said, False], bool)[codes]


def order_lines(
    old: tuple[Texts, Texts, Texts, Texts, Ints], new: tuple[Texts, Texts, Texts, Texts, Ints], knows: bool
) -> Ints:
    """The book's row of each order line of an export, -1 for a new one.

    Both sides are order, line ("" where the export has none), SKU, specification and quantity ordered; ``knows`` says
    whether the export knows specifications. First the line with its SKU; then an id alone; then the order's lines of that
    SKU, those that look alike first, the n-th with the n-th. Two ids that differ are two lines, whatever they sell.
    """
    order, line, sku, spec = (tuple(alike(a, b)) for a, b in zip(old[:4], new[:4], strict=True))
    ordered = (old[4], new[4])
    pairs = Pairing(len(old[0]), len(new[0]))
    numbered = new[1] != ""
    pairs.by(order, line, sku, new=numbered)
    mine, theirs = ids(old[1]), ids(new[1])
    pairs.by(order, line, new=theirs)
    for may in ({"new": ~theirs}, {"new": theirs, "old": ~mine}):
        pairs.by(order, sku, spec, ordered, **may)
        if knows:
            pairs.by(order, sku, spec, **may)
        pairs.by(order, sku, **may)
    return pairs.at


def free_lines(old_order: Texts, old_line: Texts, new_order: Texts, new_line: Texts) -> Texts:
    """Line numbers for rows that are added: what the order does not have yet stays as it is, so that a file read for the
    first time keeps its own numbers; the rest goes on after the order's highest number.
    """
    (order, other), (line, added) = alike(old_order, new_order), alike(old_line, new_line)
    taken = group((order, line), (other, added))
    clash = np.isin(taken[1], taken[0]) | pd.Series(taken[1]).duplicated().to_numpy() | (new_line == "")
    highest = np.zeros(int(max(order.max(initial=-1), other.max(initial=-1))) + 1, np.int64)
    for who, lines in ((order, old_line), (other[~clash], new_line[~clash])):
        np.maximum.at(highest, who, _numbers(lines))
    out = new_line.copy()
    change = np.flatnonzero(clash)
    following = highest[other[change]] + 1 + _place(other[change])
    out[change] = [str(n) for n in following.tolist()]
    return out


def _numbers(lines: Texts) -> Ints:
    """Lines that are numbers of some size, 0 for the others."""
    codes, distinct = pd.factorize(lines)
    said = [int(t) if t.isdecimal() and len(t) <= 6 else 0 for t in distinct]
    return np.array([*said, 0], np.int64)[codes]
