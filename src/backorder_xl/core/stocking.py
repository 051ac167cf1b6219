"""How much of each item should be there, and is it? (rule 7)

Reorder point and safety stock for the service level of Settings, from a forecast and from the lead time that experience
corrects, beside what is there and coming; and what is out of the ordinary (watch.py). Nothing is bought because of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd

from backorder_xl.core.demand import Keys, item_of
from backorder_xl.core.history import Floats, History
from backorder_xl.core.inputs import Tables
from backorder_xl.core.keys import Ints, Texts, days, frame, ints, spelled, sums, texts
from backorder_xl.core.leadtimes import learned_lead
from backorder_xl.core.planning import Outcome
from backorder_xl.core.purchasing import line_value
from backorder_xl.core.safety import quantile, reorder_point, safety_stock
from backorder_xl.core.settings import Settings
from backorder_xl.core.sources import Sources
from backorder_xl.core.watch import OFTEN, as_units, chronic, seasons, spikes

LEAST = 0.5
"""A service level below a half would ask for less than no safety stock."""

FAR_Z = float(quantile(np.array([0.8]))[0])
"""How many standard deviations the 80th percentile lies above the middle."""


def stocking(
    forecast: pd.DataFrame,
    history: History,
    outcome: Outcome,
    tables: Tables,
    names: Keys,
    sources: Sources,
    known: pd.DataFrame,
    settings: Settings,
) -> pd.DataFrame:
    """One row per item that was ordered in the last two years, the most valuable demand first.

    ``forecast`` (forecast/demand.py): sku_no, weeks, pattern, method, per_week, deviation, last_week, in the order of
    ``history``; ``known`` is leadtimes.learned. Adds, in units: sku, description, lead (days), safety, reorder, safety_now (as
    Items says), position (free stock and what is on order, less what is open), below (the position is at the reorder
    point or under it), spike, season, often (weeks in which customers were told to wait), note.
    """
    today = np.datetime64(outcome.as_of, "D")
    sku_no = ints(forecast, "sku_no")
    lead, lead_spread = _lead_times(names, sources, known)
    item = item_of(tables, names)
    per_day = forecast["per_week"].to_numpy(float) / 7
    spread = forecast["deviation"].to_numpy(float) / np.sqrt(7)
    service = np.full(len(forecast), min(max(settings.service_level / 100, LEAST), 0.999))
    for_lead = (service, per_day, spread, lead[sku_no].astype(float), lead_spread[sku_no])
    reorder = np.ceil(np.round(reorder_point(*for_lead), 6))
    position = as_units(_position(outcome, tables, names))[sku_no]
    weekly = np.zeros(len(names.sku))
    weekly[sku_no] = forecast["per_week"].to_numpy(float)
    end = np.append(days(tables.items, "season_end"), np.datetime64("NaT"))[item]
    season = seasons(_coming(outcome, names), weekly, end, today, len(names.sku))
    often = chronic(tables, names, today)
    cost = np.append(ints(tables.items, "unit_cost"), 0)[item]
    made = forecast.assign(
        sku=spelled(names.sku, *(texts(t, "sku") for t in (tables.items, tables.orders, tables.stock)))[sku_no],
        description=np.append(texts(tables.items, "description"), "")[item][sku_no],
        lead=lead[sku_no],
        safety=np.ceil(np.round(safety_stock(*for_lead), 6)),
        reorder=reorder,
        safety_now=as_units(np.append(ints(tables.items, "safety_stock"), 0)[item])[sku_no],
        position=position,
        below=position <= reorder,
        spike=spikes(history, tables, names),
        season=season[sku_no],
        often=often[sku_no],
    )
    made["note"] = _notes(made)
    worth = line_value(np.round(weekly[sku_no] * 1e6).astype(np.int64), np.maximum(cost, 0)[sku_no])
    return made.iloc[np.lexsort((sku_no, -worth))].reset_index(drop=True)


def _lead_times(names: Keys, sources: Sources, known: pd.DataFrame) -> tuple[Ints, Floats]:
    """Per SKU number the learned lead time of the source that is bought from first, and how much it varies (a standard
    deviation, from what lies between the usual and the careful figure)."""
    offers, pick = sources.offers, sources.preferred()
    stated = np.append(ints(offers, "lead"), sources.default_lead)[pick]
    who = np.append(ints(offers, "supplier_no"), -1)[pick]
    extra, far = (np.append(known[c].to_numpy(float), 0.0)[who] for c in ("extra", "extra_far"))
    return learned_lead(stated, who, known), np.maximum(far - extra, 0) / FAR_Z


def _position(outcome: Outcome, tables: Tables, names: Keys) -> Ints:
    """The inventory position per SKU number: free stock and open purchases less open demand; what a run proposes is not
    bought yet and does not count."""
    size = len(names.sku)
    s, p, o = tables.stock, outcome.advice, outcome.lines
    free = np.maximum(ints(s, "on_hand"), 0) - ints(s, "reserved")
    there = sums(names.sku.of(texts(s, "sku")), free, size)
    there += sums(names.sku.of(texts(p, "sku")), ints(p, "left"), size)
    return there - sums(ints(o, "sku_no"), ints(o, "open"), size)


def _coming(outcome: Outcome, names: Keys) -> pd.DataFrame:
    """What comes in that no order waits for: surplus of what is proposed, and what is left of what is on order."""
    p = outcome.purchases
    return frame(sku_no=names.sku.of(texts(p, "sku")), free=as_units(ints(p, "surplus")), arrives=days(p, "available"))


def _notes(made: pd.DataFrame) -> Texts:
    """What a planner should do about each item, in a sentence or two; "" where nothing is to be done."""
    notes = []
    rows: Iterable[Any] = made.itertuples()
    for row in rows:
        said = []
        if row.spike:
            said.append(f"Spike: {row.spike}. Ask before it is taken as the new normal.")
        if row.season:
            said.append(f"Season: {row.season}.")
        if row.often >= OFTEN:
            said.append(f"Short again and again: customers were told to wait in {row.often} weeks of the last half year.")
            if row.safety > row.safety_now:
                said.append(f"A safety stock of {row.safety:,.0f} would carry the usual bad luck.")
        notes.append(" ".join(said))
    return np.array([*notes, ""], object)[:-1]
