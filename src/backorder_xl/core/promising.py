"""What can still be promised to a new customer, and for which day, without taking anything from those who wait?

A new line is thought of as served after all others (section 3): it gets the stock and the open purchase lines that nobody
is pegged to, and what rule 4 would buy for it. Under the policy fair-share and the ship-complete rule release the run
itself would let a real line in earlier, at the cost of others; what is said here is then what costs nobody anything.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd

from backorder_xl.core import dates, demand, kept, purchasing, serving
from backorder_xl.core.inputs import Tables
from backorder_xl.core.keys import Bools, Days, Ints, Texts, days, frame, group, ints, sums, texts
from backorder_xl.core.lotsize import lot_size
from backorder_xl.core.settings import Settings
from backorder_xl.core.sources import choose
from backorder_xl.core.state import State, serve
from backorder_xl.core.words import NO_MONEY, BelowMinimum, ItemPolicy

UNKNOWN = "unknown"  # no table names the item
_NEVER = np.datetime64("NaT", "D")
_KEY = ("sku_no", "spec_no", "place_no")


class Wanted(NamedTuple):
    """Which items are asked for, by the numbers of their codes; -1 for a code that no table names."""

    sku_no: Ints
    spec_no: Ints
    place_no: Ints


@dataclass(frozen=True)
class Unpromised:
    """What nobody is pegged to, as of a day.

    ``supply``: sku_no, spec_no, place_no, quantity (millionths), ship (the day on which it could leave the house), in the
    order of those days within each key. ``needs``: what the run would buy anyway, as purchasing.needs says it, and the
    offer that each is bought from. ``offers``: as purchasing.offered. ``surplus``: per SKU number, as State.left_over.
    """

    tables: Tables
    settings: Settings
    state: State
    supply: pd.DataFrame
    needs: pd.DataFrame
    offers: pd.DataFrame
    surplus: Ints

    def wanted(self, sku: Texts, specification: Texts, location: Texts) -> Wanted:
        """The numbers of codes as typed; a blank location is the default one (rule 2.2)."""
        names = self.state.names
        return Wanted(names.sku.of(sku), names.specification.of(specification), names.places(location))

    def by(self, wanted: Wanted, day: Days) -> Ints:
        """Units that can be promised to leave by each day, from stock and purchase orders that are placed (millionths).

        What would have to be bought first does not count. A preorder item has none before its release date (4.9).
        """
        at, there = group(wanted, tuple(ints(self.supply, c) for c in _KEY))
        order = np.argsort(there, kind="stable")
        before = np.append(0, np.cumsum(ints(self.supply, "quantity")[order]))
        ship = days(self.supply, "ship")[order].astype(np.int64)
        start = np.searchsorted(there[order], at)
        end = np.searchsorted(there[order] * _WIDE + ship, at * _WIDE + day.astype(np.int64), "right")
        release = self._release(wanted.sku_no)
        return np.where(~np.isnat(release) & (day < release), 0, before[np.maximum(end, start)] - before[start])

    def dates(self, wanted: Wanted, quantity: Ints) -> tuple[Days, Texts]:
        """The day on which a new line of that quantity could leave as a whole, NaT where none is known, and then why not.

        Why not: UNKNOWN, or purchasing's STOPPED, NO_SUPPLIER or HELD. Each line is asked for alone.
        """
        at, there = group(wanted, tuple(ints(self.supply, c) for c in _KEY))
        order = np.argsort(there, kind="stable")
        total = np.cumsum(ints(self.supply, "quantity")[order])
        start, end = np.searchsorted(there[order], at), np.searchsorted(there[order], at, "right")
        before = np.append(0, total)
        rest = np.maximum(quantity - (before[end] - before[start]), 0)
        last = np.where(rest > 0, end, np.searchsorted(total, before[start] + quantity) + 1) - 1
        ship = np.append(days(self.supply, "ship")[order], _NEVER)[np.where(end > start, last, -1)]
        bought, why_not = self._bought(wanted, rest)
        when = np.fmax(ship, np.where(rest > 0, bought, _NEVER))  # NaT stands for what takes no part
        when = np.fmax(when, self._release(wanted.sku_no))
        why_not = np.where(wanted.sku_no < 0, UNKNOWN, np.where(rest > 0, why_not, ""))
        when[why_not != ""] = _NEVER
        return when, why_not

    def _release(self, sku_no: Ints) -> Days:
        """The day before which a preorder item does not leave, NaT for others (rule 4.9)."""
        names = self.state.names
        item = np.append(demand.item_of(self.tables, names), -1)[sku_no]
        day = np.append(days(self.tables.items, "release_date"), _NEVER)[item]
        return np.where(self._policy(sku_no) == ItemPolicy.PREORDER.value, day, _NEVER)

    def _policy(self, sku_no: Ints) -> Texts:
        policies = demand.item_policy(self.tables, self.state.names)
        return np.append(policies, ItemPolicy.BACKORDER.value)[sku_no]

    def _bought(self, wanted: Wanted, rest: Ints) -> tuple[Days, Texts]:
        """When what has to be bought for each line could leave, and why it would not be bought (rules 4.1 to 4.3, 4.7)."""
        settings, when = self.settings, self.state.calendars
        dropped = self._policy(wanted.sku_no) == ItemPolicy.DROP_SHIP.value
        row = self._need_row(wanted, dropped)
        due = np.append(days(self.needs, "due"), _NEVER)[row]
        pick = choose(self.offers, wanted.sku_no, due.astype("datetime64[s]"), settings.supplier_choice)
        usable = np.append(days(self.offers, "usable"), _NEVER)[pick]
        stopped = self._policy(wanted.sku_no) == ItemPolicy.STOP.value
        held = np.zeros(len(rest), bool)
        if settings.below_minimum is BelowMinimum.HOLD:
            held = self._below_minimum(wanted, rest, pick, dropped)
        reasons = (purchasing.STOPPED, purchasing.NO_SUPPLIER, purchasing.HELD)
        why_not = np.select([stopped, pick < 0, held], reasons, "").astype(object)
        return dates.workdays_after(usable, settings.outbound_days, when.ours), why_not

    def _need_row(self, wanted: Wanted, dropped: Bools) -> Ints:
        """The need of the run that each line would join, -1 for none; what drop ships is bought per order."""
        none = np.full(len(dropped), -1)
        at, there = group((*wanted, none), tuple(ints(self.needs, c) for c in (*_KEY, "order_no")))
        row = np.full(int(max(at.max(initial=-1), there.max(initial=-1))) + 1, -1)
        row[there] = np.arange(len(there))
        return np.where(dropped, -1, row[at])

    def _below_minimum(self, wanted: Wanted, rest: Ints, pick: Ints, dropped: Bools) -> Bools:
        """Whether the purchase order would wait for its supplier's minimum even with this line on it (rule 4.7).

        The line also takes what would have stood in for safety stock, which the same order may then refill (4.1).
        """
        names, minimum = self.state.names, self.tables.suppliers
        suppliers = self.state.sources.suppliers
        least = np.zeros(len(suppliers) + 1, np.int64)
        stated = ints(minimum, "minimum_order")
        least[suppliers.of(texts(minimum, "supplier"))] = np.where(stated == NO_MONEY, 0, stated)
        who = np.append(ints(self.offers, "supplier_no"), -1)
        anyway = np.where(self._for_all(), self._value(ints(self.needs, "need"), ints(self.needs, "offer")), 0)
        total = np.append(sums(who[ints(self.needs, "offer")], anyway, len(suppliers)), 0)[who[pick]]

        shelf = Wanted(wanted.sku_no, *(np.full(len(rest), n) for n in _shelf(names)))
        mine, home = self._need_row(wanted, dropped), self._need_row(shelf, np.zeros(len(rest), bool))
        refill = self._more_refill(wanted, rest) if self.settings.refill_safety_stock else np.zeros(len(rest), np.int64)
        due = np.append(days(self.needs, "due"), _NEVER)[home]
        of_home = choose(self.offers, wanted.sku_no, due.astype("datetime64[s]"), self.settings.supplier_choice)
        together = ~dropped & np.all(np.equal(wanted, shelf), axis=0)
        more = self._more(mine, np.where(together, rest + refill, rest), pick)
        apart = ~dropped & ~together & (who[of_home] == who[pick])
        more += np.where(apart, self._more(home, refill, of_home), 0)
        below: Bools = np.where(dropped, 0, total) + more < least[who[pick]]
        return below

    def _for_all(self) -> Bools:
        """Needs that are bought for the house; an order that drop ships has a purchase order of its own (rule 4.5)."""
        stopped = self._policy(ints(self.needs, "sku_no")) == ItemPolicy.STOP.value
        return np.asarray((ints(self.needs, "order_no") == -1) & (ints(self.needs, "offer") >= 0) & ~stopped)

    def _more_refill(self, wanted: Wanted, rest: Ints) -> Ints:
        """How much more Safety Stock is bought once all that is left over of an item is promised (rule 4.1)."""
        at, there = group(wanted, tuple(ints(self.supply, c) for c in _KEY))
        size = int(max(at.max(initial=-1), there.max(initial=-1))) + 1
        common = wanted.spec_no == _shelf(self.state.names)[0]
        taken = np.where(common & (rest > 0), sums(there, ints(self.supply, "quantity"), size)[at], 0)
        missing = np.append(purchasing.safety_stocks(self.tables, self.state.names) - self.surplus, 0)[wanted.sku_no]
        more: Ints = np.maximum(missing + taken, 0) - np.maximum(missing, 0)
        return more

    def _more(self, row: Ints, quantity: Ints, offer: Ints) -> Ints:
        """What a purchase grows by in money when a need grows by a quantity."""
        need = np.append(ints(self.needs, "need"), 0)[row]
        grown: Ints = self._value(need + quantity, offer) - self._value(need, offer)
        return grown * (quantity > 0)

    def _value(self, need: Ints, offer: Ints) -> Ints:
        moq, multiple = (np.append(ints(self.offers, c), 0)[offer] for c in ("moq", "multiple"))
        lot = np.where(need > 0, lot_size(need, moq, multiple), 0)
        return purchasing.line_value(lot, np.append(ints(self.offers, "cost"), NO_MONEY)[offer])


_WIDE = np.int64(2**32)  # more than all days that a date can hold


def _shelf(names: demand.Keys) -> tuple[int, int]:
    """The specification and place of what is kept on the shelf."""
    return int(names.specification.of([""])[0]), int(names.places(np.array([""], object))[0])


def unpromised(tables: Tables, settings: Settings, as_of: dt.date) -> Unpromised:
    """What is left once everybody who is in the book has been served (rules 3 and 4)."""
    today = np.datetime64(as_of, "D")
    tables = kept.carried(tables)
    state = serve(tables, settings, as_of)
    served, stock, purchases = state.served, state.stock, state.purchases
    open_to_all = np.flatnonzero(ints(purchases, "order_no") == -1)
    left = [
        ints(stock, "free") - served.used(serving.STOCK, len(stock)),
        (ints(purchases, "left") - served.used(serving.PURCHASE, len(purchases)))[open_to_all],
    ]
    usable = np.concatenate([np.full(len(stock), today), days(purchases, "available")[open_to_all]])
    keys = {c: np.concatenate([ints(stock, c), ints(purchases, c)[open_to_all]]) for c in _KEY}
    ship = dates.workdays_after(usable, settings.outbound_days, state.calendars.ours)
    supply = frame(**keys, quantity=np.concatenate(left), ship=ship)
    supply = supply[supply["quantity"] > 0].sort_values("ship", kind="stable").reset_index(drop=True)

    surplus = state.left_over()
    needs, _ = purchasing.needs(state.lines, served.rest, surplus, tables, state.names, settings)
    offers = purchasing.offered(state.sources, state.calendars, settings, today)
    needs["offer"] = choose(offers, ints(needs, "sku_no"), needs["due"].to_numpy(), settings.supplier_choice)
    return Unpromised(tables, settings, state, supply, needs, offers, surplus)
