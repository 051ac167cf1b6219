"""Who is served from stock and from what is on order, before anything is bought?

The walk through sections 2 and 3; planning.py goes on from here, and receiving.py looks here for who was pegged to what.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
import pandas as pd

from backorder_xl.core import dates, demand, kept, ledger, ranking, serving, sources
from backorder_xl.core.completing import completing
from backorder_xl.core.inputs import Tables
from backorder_xl.core.keys import Ints, ints, sums
from backorder_xl.core.settings import Settings
from backorder_xl.core.words import AllocationPolicy


@dataclass
class State:
    """Who is served from what is there and what is on order, before anything is bought.

    heard: what was told to whom. lines: the open lines in serving order, with ``kept`` (units on the shelf that came in for
    them, rule 5.3).
    """

    names: demand.Keys
    calendars: dates.Calendars
    sources: sources.Sources
    heard: ledger.Ledger
    lines: pd.DataFrame
    keys: list[ranking.Key]
    stock: pd.DataFrame
    purchases: pd.DataFrame
    served: serving.Served

    def left_over(self) -> Ints:
        """Supply in common specification, kept for no order, that no line takes, per SKU number (rule 4.1)."""
        common = self.names.specification.of([""])[0]
        free = ints(self.stock, "free") - self.served.used(serving.STOCK, len(self.stock))
        coming = ints(self.purchases, "left") - self.served.used(serving.PURCHASE, len(self.purchases))
        shelf = ints(self.stock, "spec_no") == common
        open_to_all = (ints(self.purchases, "spec_no") == common) & (ints(self.purchases, "order_no") == -1)
        size = len(self.names.sku)
        return sums(ints(self.stock, "sku_no")[shelf], free[shelf], size) + sums(
            ints(self.purchases, "sku_no")[open_to_all], coming[open_to_all], size
        )


def serve(tables: Tables, settings: Settings, as_of: dt.date, delivered: Ints | None = None) -> State:
    """Hand out free stock and open purchase lines (section 3, without what rule 4 plans).

    ``delivered``: sheet rows of the purchase lines that are being received; they keep the day stated for them (5.3).
    """
    today = np.datetime64(as_of, "D")
    when = dates.calendars(tables, settings)
    names = demand.keys(tables, settings)
    source = sources.sources(tables, names.sku, settings)

    heard = ledger.Ledger(tables, names.order)
    lines = demand.open_lines(tables, names, heard.date_told(before=today))
    keys = ranking.ranking(lines, settings.allocation_policy)
    lines, keys = _in_order(lines, keys)
    lines["kept"] = kept.of_lines(tables.cut_list, lines, settings)
    stock = demand.free_stock(tables, names)
    if settings.allocation_policy is AllocationPolicy.MOST_COMPLETE:
        plainly = serving.serve_stock(lines, stock, settings).covered(serving.STOCK)
        chosen = completing(lines, stock, plainly, today)
        lines, keys = _in_order(lines, ranking.completed_first(keys, chosen))
    purchases = demand.open_purchases(tables, names, source, when, settings, today, delivered)

    served = serving.serve_stock(lines, stock, settings)
    serving.serve_purchases(served, lines, purchases)
    return State(names, when, source, heard, lines, keys, stock, purchases, served)


def _in_order(lines: pd.DataFrame, keys: list[ranking.Key]) -> tuple[pd.DataFrame, list[ranking.Key]]:
    """Lines and keys in serving order."""
    order = ranking.serving_order(keys)
    return lines.iloc[order].reset_index(drop=True), [ranking.Key(k.ground, k.values[order]) for k in keys]
