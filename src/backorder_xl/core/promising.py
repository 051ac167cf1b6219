"""What can still be promised to a new customer, and for which day, without taking anything from those who wait?

A new line is thought of as served after all others (section 3): it gets the stock and the open purchase lines that nobody
is pegged to, and what rule 4 would buy for it. Under the policy fair-share and the ship-complete rule release the run
itself would let a real line in earlier, at the cost of others; what is said here is then what costs nobody anything.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np

from backorder_xl.core import dates, kept, serving
from backorder_xl.core.demand import Keys
from backorder_xl.core.inputs import Tables
from backorder_xl.core.keys import Days, Ints, Texts, days, ints
from backorder_xl.core.restocking import NEVER, Restocking, Wanted, restocking
from backorder_xl.core.settings import Settings
from backorder_xl.core.state import State, serve
from backorder_xl.core.words import ItemPolicy

UNKNOWN = "unknown"  # no table names the item
_WIDE = np.int64(2**32)  # more than all days that a date can hold


@dataclass(frozen=True)
class Unpromised:
    """What nobody is pegged to, as of a day.

    Supply stands by item, specification and place (``groups``: their codes, sorted), within each by ``ship``, the day on
    which it could leave the house. ``start``: where each group begins, with two entries more for a group that has nothing.
    ``before``: the running sum of quantities (millionths), from 0. ``release``: per SKU number the day before which a
    preorder item does not leave, NaT for others and for an unknown item (4.9).
    """

    names: Keys
    outbound: int
    ours: np.busdaycalendar
    groups: Ints
    start: Ints
    before: Ints
    ship: Days
    group_and_day: Ints
    release: Days
    buying: Restocking

    def wanted(self, sku: Texts, specification: Texts, location: Texts) -> Wanted:
        """The numbers of codes as typed; a blank location is the default one (rule 2.2)."""
        return Wanted(self.names.sku.of(sku), self.names.specification.of(specification), self.names.places(location))

    def _group(self, wanted: Wanted) -> Ints:
        code = wanted.codes(self.names)
        at = np.searchsorted(self.groups, code)
        return np.where(np.append(self.groups, -2)[at] == code, at, len(self.groups))

    def by(self, wanted: Wanted, day: Days) -> Ints:
        """Units that can be promised to leave by each day, from stock and purchase orders that are placed (millionths).

        What would have to be bought first does not count. A preorder item has none before its release date (4.9).
        """
        group, release = self._group(wanted), self.release[wanted.sku_no]
        start = self.start[group]
        end = np.searchsorted(self.group_and_day, group * _WIDE + day.astype(np.int64), "right")
        left = self.before[np.maximum(end, start)] - self.before[start]
        return np.where(~np.isnat(release) & (day < release), 0, left)

    def dates(self, wanted: Wanted, quantity: Ints) -> tuple[Days, Texts]:
        """The day on which a new line of that quantity could leave as a whole, NaT where none is known, and then why not.

        Why not: UNKNOWN, or purchasing's STOPPED, NO_SUPPLIER or HELD. Each line is asked for alone.
        """
        group = self._group(wanted)
        start, end = self.start[group], self.start[group + 1]
        there = self.before[end] - self.before[start]
        rest = np.maximum(quantity - there, 0)
        last = np.where(rest > 0, end, np.searchsorted(self.before, self.before[start] + quantity)) - 1
        ship = np.append(self.ship, NEVER)[np.where(end > start, last, -1)]
        common = wanted.spec_no == self.buying.shelf[0]
        usable, why_not = self.buying.bought(wanted, rest, np.where(common & (rest > 0), there, 0))
        bought = dates.workdays_after(usable, self.outbound, self.ours)
        when = np.fmax(ship, np.where(rest > 0, bought, NEVER))  # NaT stands for what takes no part
        when = np.fmax(when, self.release[wanted.sku_no])
        why_not = np.where(wanted.sku_no < 0, UNKNOWN, np.where(rest > 0, why_not, ""))
        when[why_not != ""] = NEVER
        return when, why_not


def unpromised(tables: Tables, settings: Settings, as_of: dt.date) -> Unpromised:
    """What is left once everybody who is in the book has been served (rules 3 and 4)."""
    today = np.datetime64(as_of, "D")
    tables = kept.carried(tables)
    state = serve(tables, settings, as_of)
    code, quantity, usable = _left(state, today)
    ours, outbound = state.calendars.ours, settings.outbound_days
    ship = dates.workdays_after(usable, outbound, ours)
    order = np.lexsort((ship, code))
    code, quantity, ship = code[order], quantity[order], ship[order]
    groups, number = np.unique(code, return_inverse=True)
    buying = restocking(tables, settings, state, today)
    return Unpromised(
        names=state.names,
        outbound=outbound,
        ours=ours,
        groups=groups,
        start=np.searchsorted(number, np.arange(len(groups) + 2)),
        before=np.append(0, np.cumsum(quantity)),
        ship=ship,
        group_and_day=number * _WIDE + ship.astype(np.int64),
        release=_releases(tables, state.names, buying),
        buying=buying,
    )


def _left(state: State, today: np.datetime64) -> tuple[Ints, Ints, Days]:
    """Stock and open purchase lines that nobody is pegged to: code, quantity, and the day from which it can be used."""
    served, stock, purchases = state.served, state.stock, state.purchases
    open_to_all = np.flatnonzero(ints(purchases, "order_no") == -1)
    keys = [np.append(ints(stock, c), ints(purchases, c)[open_to_all]) for c in ("sku_no", "spec_no", "place_no")]
    on_shelf = ints(stock, "free") - served.used(serving.STOCK, len(stock))
    coming = ints(purchases, "left") - served.used(serving.PURCHASE, len(purchases))
    quantity = np.append(on_shelf, coming[open_to_all])
    usable = np.append(np.full(len(stock), today), days(purchases, "available")[open_to_all])
    left = quantity > 0
    return Wanted(*keys).codes(state.names)[left], quantity[left], usable[left]


def _releases(tables: Tables, names: Keys, buying: Restocking) -> Days:
    """The release date of each preorder item, by SKU number; NaT for others, and once more for an unknown one."""
    out = np.full(len(names.sku) + 1, NEVER)
    out[names.sku.of(tables.items["sku"])] = days(tables.items, "release_date")
    return np.where(buying.policy == ItemPolicy.PREORDER.value, out, NEVER)
