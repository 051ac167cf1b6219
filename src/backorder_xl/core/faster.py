"""Which other source would bring what is waited for sooner, at what price, and for whom? (rules 4.2, 7)

Beside every item that waits for a purchase: the sources of Sourcing and Items that it does not come from, with the lead time
that experience corrects (leadtimes.py). Nothing is bought; the planner chooses.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from backorder_xl.core import dates, say
from backorder_xl.core.demand import Keys
from backorder_xl.core.inputs import Tables
from backorder_xl.core.keys import Bools, Days, Ints, Texts, days, frame, group, ints, sums, texts
from backorder_xl.core.leadtimes import learned_lead
from backorder_xl.core.lotsize import lot_size
from backorder_xl.core.planning import Outcome
from backorder_xl.core.purchasing import line_value
from backorder_xl.core.serving import PLANNED, PURCHASE
from backorder_xl.core.settings import Settings
from backorder_xl.core.sources import Sources
from backorder_xl.core.words import NO_MONEY, ItemPolicy, SourceKind

_NEVER = np.datetime64("9999-12-31", "D")


def faster(
    outcome: Outcome,
    tables: Tables,
    names: Keys,
    sources: Sources,
    known: pd.DataFrame,
    settings: Settings,
    when: dates.Calendars,
) -> pd.DataFrame:
    """One row per item and source that would bring at least one waiting line forward, the most days first.

    ``known`` is leadtimes.learned. Columns: sku, description, waiting (units that would come sooner), supplier_now,
    expected (the latest of those lines now; NaT where one has no date), supplier, kind, ships (the day on which they
    could leave if it is ordered today), gained (days of the line that gains most; NaN where it had no date), quantity
    (the lot), unit_cost, extra_cost (against what the item costs now, NO_MONEY where a cost is unknown), placed (a part is
    on order already), on_time (lines that would be in time and are not now), orders, advice. Lines in a specification and of
    items that are stopped are left out.
    """
    today = np.datetime64(outcome.as_of, "D")
    lines = _waiting(outcome, names, sources)
    offers = _offers(sources, known, settings, when, today)
    costs = offers[["sku_no", "supplier_no", "cost"]].set_axis(["sku_no", "supplier_now_no", "cost_now"], axis=1)
    lines = lines.merge(costs, on=["sku_no", "supplier_now_no"], how="left", sort=False)
    lines["cost_now"] = lines["cost_now"].fillna(NO_MONEY).astype(np.int64)
    pairs = lines.merge(offers, on="sku_no", how="inner", sort=False)
    pairs = pairs[ints(pairs, "supplier_no") != ints(pairs, "supplier_now_no")].reset_index(drop=True)
    now = days(pairs, "expected")
    ships = np.maximum(days(pairs, "ships"), np.where(np.isnat(days(pairs, "not_before")), today, days(pairs, "not_before")))
    gains = np.where(np.isnat(now), _NEVER, now) > ships
    pairs = pairs[gains].reset_index(drop=True)
    now, ships = now[gains], ships[gains]
    due = days(pairs, "due")
    late_now = np.isnat(now) | (now > due)
    saved = ~np.isnat(due) & late_now & (ships <= due)
    (at,) = group((ints(pairs, "sku_no"), ints(pairs, "supplier_no")))
    size = int(at.max(initial=-1)) + 1
    first = np.flatnonzero(~pd.Series(at).duplicated().to_numpy())
    units = sums(at, ints(pairs, "missing"), size)
    quantity = lot_size(units, ints(pairs, "moq")[first], ints(pairs, "multiple")[first])
    cost, cost_now = ints(pairs, "cost")[first], ints(pairs, "cost_now")[first]
    both = (cost != NO_MONEY) & (cost_now != NO_MONEY)
    extra = np.where(both, line_value(quantity, cost) - line_value(units, cost_now), NO_MONEY)
    gained = np.where(np.isnat(now), np.nan, (now - ships).astype(np.int64).astype(float))
    most = pd.Series(gained).groupby(at).max().to_numpy()
    spelled = np.array([*sources.spelling, ""], object)
    made = frame(
        sku=texts(pairs, "sku")[first],
        description=texts(pairs, "description")[first],
        waiting=units,
        supplier_now=spelled[ints(pairs, "supplier_now_no")[first]],
        expected=_latest(at, now, size),
        supplier=spelled[ints(pairs, "supplier_no")[first]],
        kind=_kinds(tables, names, sources, ints(pairs, "sku_no")[first], ints(pairs, "supplier_no")[first]),
        ships=pd.Series(ships).groupby(at).max().to_numpy(),
        gained=most,
        quantity=quantity,
        unit_cost=cost,
        extra_cost=extra,
        placed=sums(at, ints(pairs, "on_order"), size) > 0,
        on_time=np.bincount(at[saved], minlength=size).astype(np.int64),
        orders=_named(at, texts(pairs, "order"), saved, size),
    )
    made["advice"] = np.array([_advice(row) for row in made.itertuples()], object)
    order = np.lexsort((np.arange(size), -np.nan_to_num(most, nan=np.inf), -ints(made, "on_time")))
    return made.iloc[order].reset_index(drop=True)


def _waiting(outcome: Outcome, names: Keys, sources: Sources) -> pd.DataFrame:
    """Lines that wait for a purchase or for nothing at all, with what they wait for and from whom (the last to bring a part)."""
    lines, back, pegs = outcome.lines, outcome.backorders, outcome.pegs
    place = ints(back, "place")
    rows = lines.iloc[place].reset_index(drop=True)
    rows["missing"] = ints(rows, "open") - ints(rows, "from_stock")
    rows["due"] = pd.Series(np.fmin(days(rows, "need_by"), days(rows, "told")).astype("datetime64[s]"))
    rows["description"] = texts(back, "description")
    preorder = texts(rows, "policy") == ItemPolicy.PREORDER.value
    release = np.where(preorder, days(rows, "release_date"), np.datetime64("NaT"))
    rows["not_before"] = pd.Series(release.astype("datetime64[s]"))
    bought = np.isin(ints(pegs, "kind"), (PURCHASE, PLANNED))
    who = np.full(len(lines), -1, np.int64)
    who[ints(pegs, "place")[bought]] = sources.suppliers.of(texts(pegs, "supplier")[bought])  # of several the last stays
    rows["supplier_now_no"] = who[place]
    common = names.specification.of([""])[0]
    usable = (texts(rows, "policy") != ItemPolicy.STOP.value) & (ints(rows, "spec_no") == common)
    keep = ["sku", "sku_no", "order", "description", "missing", "on_order", "due", "expected", "not_before", "supplier_now_no"]
    kept: pd.DataFrame = rows.loc[usable, keep].reset_index(drop=True)
    return kept


def _offers(
    sources: Sources, known: pd.DataFrame, settings: Settings, when: dates.Calendars, today: np.datetime64
) -> pd.DataFrame:
    """Every offer with the day on which its units could leave us, if they were ordered today."""
    offers = sources.offers[["sku_no", "supplier_no", "cost", "moq", "multiple", "lead"]].reset_index(drop=True)
    who = ints(offers, "supplier_no")
    lead = learned_lead(ints(offers, "lead"), who, known)
    start = np.full(len(offers), today, "datetime64[D]")
    arrival = dates.arrivals(start, lead, sources.suppliers.folded, who, when, settings.lead_time_in)
    usable = dates.workdays_after(arrival, settings.inbound_days, when.ours)
    return offers.assign(ships=dates.workdays_after(usable, settings.outbound_days, when.ours).astype("datetime64[s]"))


def _kinds(tables: Tables, names: Keys, sources: Sources, sku_no: Ints, supplier_no: Ints) -> Texts:
    """What sort of source each is, as Sourcing says; a supplier that stands only on Items is a standard one."""
    s = tables.sourcing
    listed = (names.sku.of(texts(s, "sku")), sources.suppliers.of(texts(s, "supplier")))
    at, there = group((sku_no, supplier_no), listed)
    kind = np.full(int(max(at.max(initial=-1), there.max(initial=-1))) + 1, SourceKind.STANDARD.value, object)
    kind[there[::-1]] = texts(s, "kind")[::-1]
    return np.asarray(kind[at], object)


def _latest(at: Ints, when: Days, size: int) -> Days:
    """The latest day per group; NaT where any of it has none."""
    last = np.full(size, np.iinfo(np.int64).min, np.int64)
    np.maximum.at(last, at, np.where(np.isnat(when), _NEVER, when).astype("datetime64[D]").astype(np.int64))
    found = last.astype("datetime64[D]")
    return np.where(found == _NEVER, np.datetime64("NaT"), found)


def _named(at: Ints, orders: Texts, which: Bools, size: int) -> Texts:
    """The orders of each group that the choice would bring in time, the nearest three."""
    found: dict[int, list[str]] = {}
    for group_no, order in zip(at[which].tolist(), orders[which].tolist(), strict=True):
        found.setdefault(group_no, []).append(order)
    named = [say.listed(found[i][::-1], 3) if i in found else "" for i in range(size)]
    return np.array([*named, ""], object)[:-1]


def _advice(row: Any) -> str:
    """One row in words."""
    gain = "brings a date where there is none" if row.gained != row.gained else f"{int(row.gained)} days sooner"
    if row.extra_cost == NO_MONEY:
        price = "at a price that is not known"
    elif row.extra_cost > 0:
        price = f"for {say.money(row.extra_cost)} more"
    else:
        price = f"and {say.money(-row.extra_cost)} cheaper" if row.extra_cost < 0 else "at the same price"
    on_time = f"; in time then: {row.orders}" if row.on_time else ""
    placed = f" {row.supplier_now or 'A supplier'} has part of it on order: ask before you buy twice." if row.placed else ""
    return f"{row.supplier}: {gain}, {price}{on_time}.{placed}"
