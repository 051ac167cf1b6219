"""Which demand is out of the ordinary: a sudden spike, goods that come too late for their season, an item that is always
short? (rule 7)"""

from __future__ import annotations

import numpy as np
import pandas as pd

from backorder_xl.core import say
from backorder_xl.core.demand import Keys
from backorder_xl.core.history import FEW, Floats, History
from backorder_xl.core.inputs import Tables
from backorder_xl.core.keys import Days, Ints, Texts, alike, days, group, ints, texts
from backorder_xl.core.letters import MessageKind
from backorder_xl.core.words import UNIT

ODD = 3.5
"""A week is a spike from this modified z-score on: Iglewicz and Hoaglin, How to Detect and Handle Outliers (1993)."""

_SPREAD = 1.4826  # the median absolute deviation of a normal distribution times this is its standard deviation

LOOK_BACK = 182
"""Days in which an item is counted as short again and again: half a year."""

OFTEN = 3
"""In so many different weeks of them customers were told that they have to wait."""


def spikes(history: History, tables: Tables, names: Keys) -> Texts:
    """What is to be said of each item's last week, "" where it is ordinary: against the median of the weeks before in which
    anything was ordered, and their median absolute deviation (robust: one earlier spike does not hide the next).

    An item needs FEW such weeks. Where they were all alike, a third more than usual at least is odd.
    """
    out = np.full(len(history.sku_no), "", object)
    last = history.last()
    for i in np.flatnonzero((np.diff(history.start) > FEW) & (last > 0)).tolist():
        before = history.of(i)[:-1]
        usual = before[before > 0]
        if len(usual) < FEW:
            continue
        middle = float(np.median(usual))
        spread = max(_SPREAD * float(np.median(np.abs(usual - middle))), middle / 3 / ODD)
        if last[i] > middle + ODD * spread:
            out[i] = f"{_number(last[i])} units in the last week; {_number(middle)} is usual in a week with orders"
    odd = np.flatnonzero(out != "")
    for i, order in zip(odd.tolist(), _largest(history.sku_no[odd], history.last_day, tables, names), strict=True):
        out[i] += f"; the largest is {order}"
    return out


def _largest(sku_no: Ints, last_day: np.datetime64, tables: Tables, names: Keys) -> list[str]:
    """The largest order of the last week for each of a few items."""
    o = tables.orders
    when = days(o, "order_date")
    recent = np.flatnonzero((when > last_day - 7) & (when <= last_day))
    number, quantity, order = names.sku.of(texts(o, "sku")[recent]), ints(o, "ordered")[recent], texts(o, "order")[recent]
    found = []
    for sku in sku_no.tolist():
        mine = np.flatnonzero(number == sku)
        best = mine[np.argmax(quantity[mine])]
        found.append(f"{order[best]} with {say.units(int(quantity[best]))}")
    return found


def seasons(coming: pd.DataFrame, per_week: Floats, season_end: Days, today: np.datetime64, sizes: int) -> Texts:
    """What is to be said of each SKU number whose goods come too late to be sold in their season, "" elsewhere.

    ``coming``: sku_no, free (units for no waiting order), arrives (days). ``per_week``, ``season_end``: per SKU number.
    What is left over is what the weeks between arrival and the end of the season do not sell.
    """
    out = np.full(sizes, "", object)
    sku, free = ints(coming, "sku_no"), coming["free"].to_numpy(float)
    arrives, end = days(coming, "arrives"), season_end[sku]
    weeks = np.maximum((end - arrives).astype("timedelta64[D]").astype(float), 0) / 7
    sold = per_week[sku] * weeks
    late = np.isfinite(weeks) & ~np.isnat(end) & (free > np.ceil(sold))
    for i in np.flatnonzero(late).tolist():
        left = free[i] - np.floor(sold[i])
        if arrives[i] > end[i]:
            text = f"arrives {say.day(arrives[i])}, after the season's end on {say.day(end[i])}"
        else:
            text = (
                f"{_number(free[i])} for the shelf arrive {say.day(arrives[i])}; at {_number(per_week[sku[i]])} a week about "
                f"{_number(left)} are left at the season's end on {say.day(end[i])}"
            )
        out[sku[i]] = text if not out[sku[i]] else f"{out[sku[i]]}; {text}"
    return out


def chronic(tables: Tables, names: Keys, today: np.datetime64) -> Ints:
    """Per SKU number: in how many different weeks of the last half year customers were told that they have to wait for it."""
    m, o = tables.messages, tables.orders
    told = days(m, "created")
    recent = (texts(m, "kind") == MessageKind.BACKORDERED.value) & (told > today - LOOK_BACK) & (told <= today)
    order, order_of = alike(texts(o, "order"), texts(m, "order"))
    line, line_of = alike(texts(o, "line"), texts(m, "line"))
    mine, theirs = group((order, line), (order_of, line_of))
    size = int(max(mine.max(initial=-1), theirs.max(initial=-1))) + 1
    row = np.full(size, -1, np.int64)
    row[mine] = np.arange(len(o))
    sku = np.append(names.sku.of(texts(o, "sku")), -1)[row[theirs[recent]]]
    week = (today - told[recent]).astype(np.int64) // 7
    pairs = pd.DataFrame({"sku": sku, "week": week}).drop_duplicates()
    pairs = pairs[pairs["sku"] >= 0]
    return np.bincount(pairs["sku"], minlength=len(names.sku)).astype(np.int64)


def _number(value: float) -> str:
    """Units as a person writes them: whole above ten, else one decimal."""
    return f"{value:,.0f}" if value >= 10 or value == round(value) else f"{value:.1f}"


def as_units(quantity: Ints) -> Floats:
    """Millionths as numbers."""
    return np.asarray(quantity / UNIT, np.float64)
