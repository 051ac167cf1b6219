"""How much of an item should be bought at once, and is it better to order now or to wait? (rules 4.4, 7)

Lot size against carrying cost, per item with demand: the economic lots, what MOQ and price breaks make of them, and for items
that wait, the cost of a surplus on the shelf against that of customers who wait until there is none. Nothing is bought here.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from backorder_xl.core import say
from backorder_xl.core.demand import Keys, item_of
from backorder_xl.core.history import Floats
from backorder_xl.core.inputs import Tables
from backorder_xl.core.keys import Ints, Texts, frame, ints, spelled, sums, texts
from backorder_xl.core.lotsize import eoq, eoq_backorder
from backorder_xl.core.planning import Outcome
from backorder_xl.core.settings import Settings
from backorder_xl.core.sources import Sources
from backorder_xl.core.words import MONEY, NO_MONEY, UNIT

_WEEKS = 52
_NEVER = np.inf


class Costs(NamedTuple):
    """What buying and holding costs: ``order`` money per purchase line, ``carrying`` and ``waiting`` shares of a unit's
    cost per year that it lies on the shelf, or that a customer waits for it."""

    order: float
    carrying: float
    waiting: float


def costs(settings: Settings) -> Costs:
    """As Settings say."""
    return Costs(settings.order_cost, settings.carrying_cost / 100, settings.waiting_cost / 100)


def yearly_cost(lot: Floats, demand: Floats, unit_cost: Floats, given: Costs) -> Floats:
    """Buying, ordering and carrying per year with lots of that size: D c + K D / Q + i c Q / 2; lots above 0."""
    return demand * unit_cost + given.order * demand / lot + given.carrying * unit_cost * lot / 2


def offers(tables: Tables, names: Keys, sources: Sources) -> pd.DataFrame:
    """Every price at which an item can be had: each row of Sourcing (price breaks are several rows of one supplier, each with
    its MOQ), and the item's own supplier where Sourcing has no row of it. sku_no, supplier, cost (money), moq, multiple
    (units, 0 = none)."""
    s = tables.sourcing
    listed = frame(
        sku_no=names.sku.of(texts(s, "sku")),
        supplier_no=sources.suppliers.of(texts(s, "supplier")),
        raw=ints(s, "unit_cost"),
        moq=ints(s, "moq") / UNIT,
        multiple=ints(s, "multiple") / UNIT,
    )
    best = sources.offers
    known = pd.MultiIndex.from_frame(listed[["sku_no", "supplier_no"]])
    own = best[~pd.MultiIndex.from_frame(best[["sku_no", "supplier_no"]]).isin(known)]
    rest = frame(
        sku_no=ints(own, "sku_no"),
        supplier_no=ints(own, "supplier_no"),
        raw=ints(own, "cost"),
        moq=ints(own, "moq") / UNIT,
        multiple=ints(own, "multiple") / UNIT,
    )
    made = pd.concat([listed, rest], ignore_index=True)
    item = np.append(ints(tables.items, "unit_cost"), NO_MONEY)[item_of(tables, names)]
    raw = np.where(ints(made, "raw") == NO_MONEY, item[ints(made, "sku_no")], ints(made, "raw"))
    made["cost"] = np.where(raw == NO_MONEY, np.nan, raw / MONEY)
    made["supplier"] = np.array([*sources.spelling, ""], object)[ints(made, "supplier_no")]
    return made


def best_lots(made: pd.DataFrame, demand: Floats, given: Costs) -> pd.DataFrame:
    """For each item the offer and lot that cost least per year, ``demand`` being units per year and SKU number.

    Of every offer the lot is its own economic lot, at least its MOQ, in its multiple (the better of the two neighbours).
    sku_no, supplier, cost, lot, yearly; items without demand or cost are left out.
    """
    per_year = demand[ints(made, "sku_no")]
    cost = made["cost"].to_numpy(float)
    usable = (per_year > 0) & (cost > 0)
    rows = made[usable].reset_index(drop=True)
    per_year, cost = per_year[usable], cost[usable]
    step = np.where(rows["multiple"].to_numpy(float) > 0, rows["multiple"].to_numpy(float), 0)
    moq = rows["moq"].to_numpy(float)
    free = np.maximum(eoq(per_year, np.full(len(rows), given.order), given.carrying * cost), moq)
    unit = np.where(step > 0, step, 1)
    up = np.ceil(np.round(free / unit, 9)) * unit
    down = np.maximum(np.floor(np.round(free / unit, 9)) * unit, np.ceil(np.round(np.maximum(moq, unit) / unit, 9)) * unit)
    dear = yearly_cost(down, per_year, cost, given) > yearly_cost(up, per_year, cost, given)
    rows["lot"] = np.where(dear, up, down)
    rows["yearly"] = yearly_cost(rows["lot"].to_numpy(float), per_year, cost, given)
    order = np.lexsort((ints(rows, "supplier_no"), rows["lot"], rows["yearly"], ints(rows, "sku_no")))
    rows = rows.iloc[order]
    return rows[~rows["sku_no"].duplicated()].reset_index(drop=True)


def now_or_wait(need: Floats, lot: Floats, per_week: Floats, unit_cost: Floats, given: Costs) -> tuple[Floats, Floats]:
    """Cost of carrying what a lot brings too much until it is sold, and cost of letting all wait until the need fills the lot.

    With a surplus S that sells at r a week the shelf holds S/2 for S/r weeks; waiting takes as long, for the n units that
    wait now all of it and for those that come meanwhile half of it. Without demand a surplus is carried for a year, and
    waiting never ends. A cost that is unknown (NaN) gives NaN.
    """
    surplus = np.maximum(lot - need, 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        weeks = np.where(per_week > 0, surplus / per_week, np.where(surplus > 0, _NEVER, 0.0))
    sold = np.minimum(weeks, _WEEKS)
    carried = surplus * np.where(np.isinf(weeks), 1.0, 0.5) * sold / _WEEKS * given.carrying * unit_cost
    waited = np.where(surplus > 0, (need + surplus / 2) * weeks / _WEEKS * given.waiting * unit_cost, 0.0)
    return carried, waited


def desk(per_week: Floats, outcome: Outcome, tables: Tables, names: Keys, sources: Sources, settings: Settings) -> pd.DataFrame:
    """One row per item that has demand or is to be bought, what is to be bought first, then by SKU.

    ``per_week``: forecast units per SKU number. Columns (units, money): sku_no, sku, description, per_year, unit_cost, eoq,
    eoq_waiting, backlog (NaN where no cost is known), supplier, best_lot, yearly (of the best offer; "" and NaN without), need,
    lot, surplus (of what this run proposes), weeks (until the surplus is sold, NaN without), carried, waited, queue, advice.
    """
    given = costs(settings)
    size = len(names.sku)
    p = outcome.purchases
    at = names.sku.of(texts(p, "sku"))
    need, lot = sums(at, ints(p, "needed"), size) / UNIT, sums(at, ints(p, "ordered"), size) / UNIT
    rows = np.flatnonzero((per_week > 0) | (lot > 0))
    cost = _cost(p, at, tables, names)[rows]
    year = per_week[rows] * _WEEKS
    priced = (cost > 0) & (year > 0)
    h = np.where(priced, given.carrying * cost, np.nan)
    plain = eoq(year, np.full(len(rows), given.order), h)
    planned = eoq_backorder(year, np.full(len(rows), given.order), h, np.where(priced, given.waiting * cost, np.nan))
    best = best_lots(offers(tables, names, sources), per_week * _WEEKS, given).set_index("sku_no").reindex(rows)
    carried, waited = now_or_wait(need[rows], lot[rows], per_week[rows], cost, given)
    surplus = np.maximum(lot - need, 0)[rows]
    item = item_of(tables, names)[rows]
    with np.errstate(divide="ignore", invalid="ignore"):
        weeks = np.where(surplus > 0, surplus / per_week[rows], np.nan)
    made = frame(
        sku_no=rows,
        sku=spelled(names.sku, *(texts(t, "sku") for t in (tables.items, tables.orders, tables.stock)))[rows],
        description=np.append(texts(tables.items, "description"), "")[item],
        per_year=year,
        unit_cost=cost,
        eoq=plain,
        eoq_waiting=planned.quantity,
        backlog=planned.backlog,
        supplier=np.array([*(s if isinstance(s, str) else "" for s in best["supplier"]), ""], object)[:-1],
        best_lot=best["lot"].to_numpy(float),
        yearly=best["yearly"].to_numpy(float),
        need=need[rows],
        lot=lot[rows],
        surplus=surplus,
        weeks=np.where(np.isinf(weeks), np.nan, weeks),
        carried=carried,
        waited=waited,
        queue=_queues(outcome, names, rows),
    )
    lines: Iterable[Any] = made.itertuples()
    made["advice"] = np.array([*(_advice(row) for row in lines), ""], object)[:-1]
    return made.iloc[np.lexsort((rows, made["lot"].to_numpy() == 0))].reset_index(drop=True)


def _cost(p: pd.DataFrame, at: Ints, tables: Tables, names: Keys) -> Floats:
    """What a unit costs: as proposed, else as Items says; NaN where nobody says."""
    raw = np.append(ints(tables.items, "unit_cost"), NO_MONEY)[item_of(tables, names)]
    proposed = ints(p, "unit_cost")
    raw[at[proposed != NO_MONEY][::-1]] = proposed[proposed != NO_MONEY][::-1]
    return np.where(raw == NO_MONEY, np.nan, raw / MONEY)


def _queues(outcome: Outcome, names: Keys, rows: Ints) -> Texts:
    """Who waits for each item, in serving order: the first three with their units, and how many more."""
    back = outcome.backorders
    sku = names.sku.of(texts(back, "sku"))
    waits = ints(back, "open") - ints(back, "from_stock")
    queue: dict[int, list[str]] = {}
    for number, order, units in zip(sku.tolist(), texts(back, "order"), waits.tolist(), strict=True):
        queue.setdefault(number, []).append(f"{order} {say.units(units)}")
    said = []
    for number in rows.tolist():
        mine = queue.get(number, [])
        more = f" and {len(mine) - 3} more" if len(mine) > 3 else ""
        said.append(", ".join(mine[:3]) + more)
    return np.array([*said, ""], object)[:-1]


def _advice(row: Any) -> str:
    """One item in words; "" where there is nothing to choose."""
    if not row.lot:
        return ""
    if not row.surplus:
        return "Order now: the whole lot is waited for."
    if row.carried != row.carried:
        return f"Order now; without a unit cost nobody can say what the surplus of {row.surplus:,.6g} costs."
    if np.isinf(row.waited):
        return (
            f"Nothing of it was ordered lately: the surplus of {row.surplus:,.6g} may stay (about {row.carried:,.2f} a year to "
            "carry). Ask for a smaller lot, or order only what is waited for."
        )
    sold = f"the surplus of {row.surplus:,.6g} sells in about {_weeks(row.weeks)}"
    if row.carried <= row.waited:
        return f"Order now: {sold} and costs {row.carried:,.2f} to carry; waiting would cost {row.waited:,.2f}."
    return (
        f"Waiting for about {_weeks(row.weeks)} costs {row.waited:,.2f}, the surplus {row.carried:,.2f}: wait if no date is at "
        "stake, or ask for a smaller lot."
    )


def _weeks(count: float) -> str:
    rounded = max(1, round(count))
    return "a week" if rounded == 1 else f"{rounded} weeks"
