"""Which pegs does every open line get, from stock to planned purchases, and when can it ship?

The walk of section 3: stock, purchase lines kept for one order, other purchase lines, what rule 4 plans, and what is
left uncovered. Lines come in serving order.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from backorder_xl.core import dates
from backorder_xl.core.allocation import Pegs, all_or_nothing, fair_shares, give_back, group_of, overlay
from backorder_xl.core.keys import Bools, Days, Ints, bools, days, ints, latest, sums, texts
from backorder_xl.core.ranking import put_first
from backorder_xl.core.settings import Settings
from backorder_xl.core.words import AllocationPolicy, ItemPolicy, ShipCompleteRule

STOCK, PURCHASE, PLANNED, NONE = range(4)


@dataclass
class Served:
    """What each line has so far. ``pegs``: line, kind, supply row of that kind, quantity."""

    rest: Ints
    taken: list[tuple[int, Pegs]] = field(default_factory=list)

    def take(self, kind: int, pegs: Pegs) -> None:
        self.taken.append((kind, pegs))
        self.rest = self.rest - sums(pegs.demand, pegs.quantity, len(self.rest))

    def covered(self, kind: int) -> Ints:
        """Units of each line from one kind of supply."""
        total = np.zeros(len(self.rest), np.int64)
        for k, pegs in self.taken:
            if k == kind:
                total += sums(pegs.demand, pegs.quantity, len(self.rest))
        return total

    def used(self, kind: int, size: int) -> Ints:
        """Units pegged to each supply row of one kind."""
        total = np.zeros(size, np.int64)
        for k, pegs in self.taken:
            if k == kind:
                total += sums(pegs.supply, pegs.quantity, size)
        return total


def serve_stock(lines: pd.DataFrame, stock: pd.DataFrame, settings: Settings) -> Served:
    """Hand out free stock by the policy and the ship-complete rule (rules 3.1, 3.4, 3.5).

    What came in for a line and is kept for it goes to that line first (rule 5.3, ``lines.kept``).
    """
    all_open, free = ints(lines, "open"), ints(stock, "free")
    at, stock_at = group_of(lines, stock, "sku_no", "spec_no", "place_no")
    own = overlay(at, ints(lines, "kept"), stock_at, free)
    open_ = all_open - sums(own.demand, own.quantity, len(lines))
    free = free - sums(own.supply, own.quantity, len(stock))
    lines = lines.assign(open=open_) if len(own.demand) else lines
    fair = settings.allocation_policy is AllocationPolicy.FAIR_SHARE
    release = settings.ship_complete_rule is ShipCompleteRule.RELEASE
    if fair:
        first = _shares_after_first(put_first(lines), at, open_, stock_at, free)
        first = give_back(lines, first) if release else first
    elif release:
        first = all_or_nothing(lines, at, stock_at, free)
    else:
        first = open_
    pegs = overlay(at, first, stock_at, free)
    got = sums(pegs.demand, pegs.quantity, len(lines))
    # a second pass pegs what the first one left, so that nothing waits while there is stock
    more = overlay(at, open_ - got, stock_at, free - sums(pegs.supply, pegs.quantity, len(stock)))
    parts = np.concatenate([np.stack(own, 1), np.stack(pegs, 1), np.stack(more, 1)])
    both = pd.DataFrame(parts, columns=["demand", "supply", "quantity"])
    twice = len(own.demand) or len(more.demand)
    both = both.groupby(["demand", "supply"], as_index=False, sort=True).sum() if twice else both
    served = Served(all_open.copy())
    served.take(STOCK, Pegs(*(both[c].to_numpy(np.int64) for c in Pegs._fields)))
    return served


def _shares_after_first(ahead: Bools, at: Ints, open_: Ints, stock_at: Ints, free: Ints) -> Ints:
    """Fair shares (3.1) of what those leave whom a what-if puts first."""
    if not ahead.any():
        return fair_shares(at, open_, stock_at, free)
    pegs = overlay(at, np.where(ahead, open_, 0), stock_at, free)
    rest = free - sums(pegs.supply, pegs.quantity, len(free))
    shares = fair_shares(at, np.where(ahead, 0, open_), stock_at, rest)
    return np.where(ahead, sums(pegs.demand, pegs.quantity, len(open_)), shares)


def serve_purchases(served: Served, lines: pd.DataFrame, purchases: pd.DataFrame) -> None:
    """Peg to open purchase lines: first those that are kept for the line's own order, then the others (rule 3.2)."""
    kept = ints(purchases, "order_no") != -1
    left = ints(purchases, "left")
    at, there = group_of(lines, purchases, "sku_no", "spec_no", "place_no", "order_no")
    served.take(PURCHASE, overlay(at, served.rest, there, np.where(kept, left, 0)))
    at, there = group_of(lines, purchases, "sku_no", "spec_no", "place_no")
    served.take(PURCHASE, overlay(at, served.rest, there, np.where(kept, 0, left)))


def serve_planned(served: Served, lines: pd.DataFrame, planned: pd.DataFrame) -> None:
    """Peg to planned purchase lines, the earliest first; what drop ships stays with its order (rules 3.2, 4.5)."""
    order = np.lexsort((np.arange(len(planned)), planned["available"].to_numpy()))
    dropped = texts(lines, "policy") == ItemPolicy.DROP_SHIP.value
    keyed = lines[["sku_no", "spec_no", "place_no"]].assign(order_no=np.where(dropped, lines["order_no"], -1))
    at, there = group_of(keyed, planned.iloc[order], "sku_no", "spec_no", "place_no", "order_no")
    pegs = overlay(at, served.rest, there, ints(planned, "lot")[order])
    served.take(PLANNED, Pegs(pegs.demand, order[pegs.supply], pegs.quantity))


def peg_table(served: Served, purchases: pd.DataFrame, planned: pd.DataFrame, as_of: np.datetime64) -> pd.DataFrame:
    """All pegs of all lines, what nothing covers included (rule 3.4): line (row number), kind, supply, quantity,
    available (NaT for none); by line, then by kind and the order in which supply comes."""
    uncovered = np.flatnonzero(served.rest > 0)
    kinds = [np.full(len(p.demand), k, np.int64) for k, p in served.taken]
    step = [np.full(len(p.demand), n, np.int64) for n, (_, p) in enumerate(served.taken)]
    table = pd.DataFrame(
        {
            "line": np.concatenate([*(p.demand for _, p in served.taken), uncovered]),
            "kind": np.concatenate([*kinds, np.full(len(uncovered), NONE, np.int64)]),
            "supply": np.concatenate([*(p.supply for _, p in served.taken), np.full(len(uncovered), -1, np.int64)]),
            "quantity": np.concatenate([*(p.quantity for _, p in served.taken), served.rest[uncovered]]),
            "step": np.concatenate([*step, np.full(len(uncovered), len(step), np.int64)]),
        }
    )
    when = np.full(len(table), np.datetime64("NaT"), "datetime64[D]")
    kind, supply = ints(table, "kind"), ints(table, "supply")
    when[kind == STOCK] = as_of
    when[kind == PURCHASE] = days(purchases, "available")[supply[kind == PURCHASE]]
    when[kind == PLANNED] = days(planned, "available")[supply[kind == PLANNED]]
    table["available"] = when.astype("datetime64[s]")
    # pegs of one step are in supply order already, so a stable sort keeps the day order
    return table.iloc[np.lexsort((table["step"], table["line"]))].reset_index(drop=True)


def expected(lines: pd.DataFrame, pegs: pd.DataFrame, uncovered: Ints, when: dates.Calendars, settings: Settings) -> Days:
    """The day on which each line can ship, NaT where any part is uncovered (rules 3.6, 4.9)."""
    covered = ints(pegs, "kind") != NONE
    last = latest(ints(pegs, "line")[covered], days(pegs, "available")[covered], len(lines))
    ship = dates.workdays_after(last, settings.outbound_days, when.ours)
    release = days(lines, "release_date")
    early = (texts(lines, "policy") == ItemPolicy.PREORDER.value) & ~np.isnat(release)
    ship = np.where(early, np.maximum(ship, release), ship)
    ship[uncovered > 0] = np.datetime64("NaT")
    complete = bools(lines, "complete")
    order_no = ints(lines, "order_no")
    size = int(order_no.max(initial=-1)) + 1
    together = latest(order_no, ship, size)
    together[order_no[np.isnat(ship)]] = np.datetime64("NaT")
    return np.where(complete, together[order_no], ship)
