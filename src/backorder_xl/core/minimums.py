"""Order now, or wait until more orders lift a purchase order over its supplier's minimum? (rules 4.7, 7)

For each proposed order below the minimum: how fast demand for that supplier's items comes in, how long its lines can wait
without being late, and what follows from the two. Orders for a customer's own door (drop ship) are never put together.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from backorder_xl.core import say
from backorder_xl.core.demand import Keys
from backorder_xl.core.inputs import Tables
from backorder_xl.core.keys import Ints, days, frame, ints, sums, texts
from backorder_xl.core.planning import Outcome
from backorder_xl.core.purchasing import line_value
from backorder_xl.core.sources import Sources
from backorder_xl.core.words import NO_MONEY

WINDOW = 91
"""The days before the as-of date over which demand is counted: a quarter, so that no weekday weighs more."""


def below_minimum(outcome: Outcome, tables: Tables, names: Keys, sources: Sources) -> pd.DataFrame:
    """One row per proposed purchase order below its supplier's minimum, in the order of their numbers.

    po, supplier; value, minimum, missing (ten-thousandths); slack (days that it can wait before a line is late, 0 where one is
    late already, NaN where no line has a date); wait (days until the missing value has come together at the rate of the
    last quarter, NaN at no rate); more (order lines in those days); late (lines that are late if it waits so long); advice.
    """
    today = np.datetime64(outcome.as_of, "D")
    p = outcome.purchases
    own = p[texts(p, "ship_to") == ""]
    po, number = pd.factorize(texts(own, "po"))
    size = len(number)
    supplier_no = sources.suppliers.of(texts(own, "supplier"))
    of_po = np.full(size, -1, np.int64)
    of_po[po[::-1]] = supplier_no[::-1]
    value = sums(po, line_value(ints(own, "ordered"), ints(own, "unit_cost")), size)
    least = np.zeros(len(sources.suppliers) + 1, np.int64)
    stated = ints(tables.suppliers, "minimum_order")
    least[sources.suppliers.of(texts(tables.suppliers, "supplier"))] = np.where(stated == NO_MONEY, 0, stated)
    minimum = least[of_po]

    per_day, lines_per_day = _rates(tables, names, sources, today)
    rate, arriving = np.append(per_day, 0.0)[of_po], np.append(lines_per_day, 0.0)[of_po]
    missing = np.maximum(minimum - value, 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        wait = np.where(rate > 0, np.ceil(missing / rate), np.nan)
    spare = (days(own, "due") - days(own, "available")).astype("timedelta64[D]").astype(float)  # NaT gives NaN
    spare[np.isnat(days(own, "due"))] = np.nan
    slack = pd.Series(np.maximum(spare, 0)).groupby(po).min().reindex(range(size)).to_numpy()
    made = frame(
        po=np.asarray(number, object),
        supplier=np.array([*sources.spelling, ""], object)[of_po],
        value=value,
        minimum=minimum,
        missing=missing,
        slack=slack,
        wait=wait,
        more=np.maximum(np.ceil(np.nan_to_num(wait * arriving)), 1).astype(np.int64),
        late=_late(po, spare, wait, size),
    )
    made = pd.DataFrame(made[missing > 0]).reset_index(drop=True)
    made["advice"] = np.array([*(_advice(row) for row in made.itertuples()), ""], object)[:-1]
    return made


def _rates(tables: Tables, names: Keys, sources: Sources, today: np.datetime64) -> tuple[np.ndarray, np.ndarray]:
    """Value (ten-thousandths) and order lines a day that came in for each supplier's items over the window; an item
    counts for the supplier that it is bought from first (rule 4.2, preferred)."""
    o = tables.orders
    ordered = days(o, "order_date")
    recent = (ordered > today - WINDOW) & (ordered <= today)
    sku = names.sku.of(texts(o, "sku"))[recent]
    offers, pick = sources.offers, sources.preferred()
    who = np.append(ints(offers, "supplier_no"), -1)[pick]
    cost = np.append(ints(offers, "cost"), NO_MONEY)[pick]
    value = line_value((ints(o, "ordered") - ints(o, "cancelled"))[recent], cost[sku])
    size = len(sources.suppliers)
    return sums(who[sku], value, size) / WINDOW, np.bincount(who[sku][who[sku] >= 0], minlength=size) / WINDOW


def _late(po: Ints, spare: np.ndarray, wait: np.ndarray, size: int) -> Ints:
    """How many lines of each order have a date and are late after its wait."""
    late = ~np.isnan(spare) & (spare < np.nan_to_num(wait, nan=np.inf)[po])
    return np.bincount(po[late], minlength=size).astype(np.int64)


def _advice(row: Any) -> str:
    """One order in words."""
    po, missing, minimum = row.po, say.money(row.missing), say.money(row.minimum)
    wait, slack, late, more = row.wait, row.slack, row.late, row.more
    lack = f"{po} lacks {missing} to the minimum of {minimum}"
    if wait != wait:
        return f"{lack}, and nothing was ordered of this supplier's items for {WINDOW} days: fill it up or ask for less."
    days_ = f"{int(wait)} days" if wait != 1 else "one day"
    orders = f"about {more} more order lines lift" if more != 1 else "about one more order line lifts"
    if slack != slack:
        return f"{lack}: wait {days_}, {orders} it over the minimum; no line has a date that it could miss."
    if late == 0:
        return f"{lack}: wait {days_}, {orders} it over the minimum, and none becomes late."
    lines = "one line is" if late == 1 else f"{late} lines are"
    if slack >= 1:
        return f"{lack}: that takes about {days_}, and {lines} late then; wait {int(slack)} days at most, then order and fill up."
    return f"{lack}: order now and fill it up; waiting {days_} for more orders means that {lines} late."
