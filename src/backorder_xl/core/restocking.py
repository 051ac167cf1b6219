"""What would be bought for one order line more, when would it come, and would its purchase order reach the minimum? (rule 4)

Everything that does not depend on the line is worked out once, so that many lines can be asked for one by one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from backorder_xl.core import demand, purchasing
from backorder_xl.core.inputs import Tables
from backorder_xl.core.keys import Bools, Days, Ints, Texts, days, ints, sums, texts
from backorder_xl.core.lotsize import lot_size
from backorder_xl.core.settings import Settings
from backorder_xl.core.sources import choose
from backorder_xl.core.state import State
from backorder_xl.core.words import NO_MONEY, BelowMinimum, ItemPolicy

NEVER = np.datetime64("NaT", "D")


class Wanted(NamedTuple):
    """Which items are asked for, by the numbers of their codes; -1 for a code that no table names."""

    sku_no: Ints
    spec_no: Ints
    place_no: Ints

    def codes(self, names: demand.Keys) -> Ints:
        """One number per item, specification and place; -1 where one of them is unknown."""
        specifications, places = len(names.specification), len(names.location) + 1
        code = (self.sku_no * specifications + self.spec_no) * places + self.place_no
        unknown = (self.sku_no < 0) | (self.spec_no < 0) | (self.place_no < 0)
        return np.where(unknown, np.int64(-1), code)


@dataclass(frozen=True)
class Restocking:
    """What the run buys anyway, and from whom anything else would come.

    ``policy``: per SKU number, with one entry more for an unknown one. ``need_code``, ``need_row``: the needs of the house by
    code, sorted. ``need``, ``offer``: per need, with one entry more for none. ``usual``: the offer per SKU number for a line
    that no day is wanted for. ``supplier``, ``usable``, ``moq``, ``multiple``, ``cost``: per offer, one entry more for none.
    ``total``: money per supplier number of what the house buys. ``least``: the minimum of each. ``safety``: what is missing to
    Safety Stock per SKU number, below 0 where there is more.
    """

    names: demand.Keys
    settings: Settings
    policy: Texts
    need_code: Ints
    need_row: Ints
    need: Ints
    offer: Ints
    usual: Ints
    supplier: Ints
    usable: Days
    moq: Ints
    multiple: Ints
    cost: Ints
    total: Ints
    least: Ints
    safety: Ints
    shelf: tuple[int, int]

    def bought(self, wanted: Wanted, rest: Ints, taken: Ints) -> tuple[Days, Texts]:
        """When what is bought for ``rest`` units of each line can be used, and why it would not be bought ("" = it would).

        ``taken``: what else of its item in common specification the line takes, which may have stood in for safety stock.
        """
        policy = self.policy[wanted.sku_no]
        dropped = policy == ItemPolicy.DROP_SHIP.value
        row = np.where(dropped, -1, self._row(wanted))
        pick = np.where(row >= 0, self.offer[row], self.usual[wanted.sku_no])
        held = np.zeros(len(rest), bool)
        if self.settings.below_minimum is BelowMinimum.HOLD:
            held = self._below_minimum(wanted, rest, taken, row, pick, dropped)
        reasons = (purchasing.STOPPED, purchasing.NO_SUPPLIER, purchasing.HELD)
        why_not = np.select([policy == ItemPolicy.STOP.value, pick < 0, held], reasons, "").astype(object)
        return self.usable[pick], why_not

    def _row(self, wanted: Wanted) -> Ints:
        """The need of the house that each line would join, -1 for none."""
        code = wanted.codes(self.names)
        at = np.searchsorted(self.need_code, code)
        there = np.append(self.need_code, -2)[at] == code
        return np.where(there, np.append(self.need_row, -1)[at], -1)

    def _below_minimum(self, wanted: Wanted, rest: Ints, taken: Ints, row: Ints, pick: Ints, dropped: Bools) -> Bools:
        """Whether the purchase order would wait for its supplier's minimum even with this line on it (rule 4.7)."""
        shelf = Wanted(wanted.sku_no, *(np.full(len(rest), n) for n in self.shelf))
        missing = self.safety[wanted.sku_no]
        refill = np.maximum(missing + taken, 0) - np.maximum(missing, 0)
        refill = refill if self.settings.refill_safety_stock else np.zeros_like(refill)
        together = np.all(np.equal(wanted, shelf), axis=0)
        grown = self._grown(row, np.where(together & ~dropped, rest + refill, rest), pick)
        home = self._row(shelf)
        of_home = np.where(home >= 0, self.offer[home], self.usual[wanted.sku_no])
        apart = ~together & (self.supplier[of_home] == self.supplier[pick])
        grown += np.where(apart & ~dropped, self._grown(home, refill, of_home), 0)
        whose = self.supplier[pick]
        below: Bools = np.where(dropped, 0, self.total[whose]) + grown < self.least[whose]
        return below

    def _grown(self, row: Ints, quantity: Ints, offer: Ints) -> Ints:
        """What a purchase grows by in money when a need grows by a quantity."""
        more: Ints = self._value(self.need[row] + quantity, offer) - self._value(self.need[row], offer)
        return more * (quantity > 0)

    def _value(self, need: Ints, offer: Ints) -> Ints:
        lot = np.where(need > 0, lot_size(need, self.moq[offer], self.multiple[offer]), 0)
        return purchasing.line_value(lot, self.cost[offer])


def restocking(tables: Tables, settings: Settings, state: State, today: np.datetime64) -> Restocking:
    """What rule 4 does about what the state leaves open, in the form that a line more can be added to."""
    names, suppliers = state.names, state.sources.suppliers
    surplus = state.left_over()
    needs, _ = purchasing.needs(state.lines, state.served.rest, surplus, tables, names, settings)
    offers = purchasing.offered(state.sources, state.calendars, settings, today)
    offer = choose(offers, ints(needs, "sku_no"), needs["due"].to_numpy(), settings.supplier_choice)
    every = np.arange(len(names.sku))
    nobody = np.full(len(every), np.datetime64("NaT"), "datetime64[s]")
    policy = np.append(demand.item_policy(tables, names), ItemPolicy.BACKORDER.value)
    common = np.flatnonzero(ints(needs, "order_no") == -1)
    code = Wanted(*(ints(needs, c)[common] for c in ("sku_no", "spec_no", "place_no"))).codes(names)
    order = np.argsort(code)
    stated = ints(tables.suppliers, "minimum_order")
    least = np.zeros(len(suppliers) + 1, np.int64)
    least[suppliers.of(texts(tables.suppliers, "supplier"))] = np.where(stated == NO_MONEY, 0, stated)

    by_offer = {c: np.append(ints(offers, c), none) for c, none in (("supplier_no", -1), ("moq", 0), ("multiple", 0))}
    cost = np.append(ints(offers, "cost"), NO_MONEY)
    for_house = common[(offer[common] >= 0) & (policy[ints(needs, "sku_no")[common]] != ItemPolicy.STOP.value)]
    taken = offer[for_house]
    lots = lot_size(ints(needs, "need")[for_house], by_offer["moq"][taken], by_offer["multiple"][taken])
    total = sums(by_offer["supplier_no"][taken], purchasing.line_value(lots, cost[taken]), len(suppliers) + 1)
    return Restocking(
        names=names,
        settings=settings,
        policy=policy,
        need_code=code[order],
        need_row=common[order],
        need=np.append(ints(needs, "need"), 0),
        offer=np.append(offer, -1),
        usual=np.append(choose(offers, every, nobody, settings.supplier_choice), -1),
        supplier=by_offer["supplier_no"],
        usable=np.append(days(offers, "usable"), NEVER),
        moq=by_offer["moq"],
        multiple=by_offer["multiple"],
        cost=cost,
        total=total,
        least=least,
        safety=np.append(purchasing.safety_stocks(tables, names) - surplus, 0),
        shelf=(int(names.specification.of([""])[0]), int(names.places(np.array([""], object))[0])),
    )
