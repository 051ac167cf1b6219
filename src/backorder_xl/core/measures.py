"""What should the owner look at? The figures of section 7 and the counts of ``--json``."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from backorder_xl.core import say
from backorder_xl.core.inputs import Tables
from backorder_xl.core.keys import days, ints, sums, texts
from backorder_xl.core.purchasing import line_value
from backorder_xl.core.settings import Settings
from backorder_xl.core.words import UNIT, LegalRegime, OrderStatus

AGE_BUCKETS = (("0–7", 0, 7), ("8–14", 8, 14), ("15–30", 15, 30), ("31–60", 31, 60), ("61+", 61, 10**6))


class Figure(NamedTuple):
    """One line of the dashboard: which part it stands in, its name, its value, and how it is shown (a Format's name)."""

    part: str
    name: str
    value: float | str
    shown: str = "WHOLE"


def figures(
    lines: pd.DataFrame,
    waiting: pd.DataFrame,
    purchases: pd.DataFrame,
    proposals: pd.DataFrame,
    tables: Tables,
    settings: Settings,
    today: np.datetime64,
) -> list[Figure]:
    """Section 7, in the order in which a dashboard shows it. Rates are shares of 1; a rate of nothing is 1."""
    open_, stocked = ints(lines, "open"), ints(lines, "from_stock")
    orders = int(lines["order_no"].nunique())
    waits = ints(waiting, "open") - ints(waiting, "from_stock")
    on_hold = int((texts(tables.orders, "status") == OrderStatus.ON_HOLD.value).sum())
    waiting_orders = len({o.casefold() for o in texts(waiting, "order")})
    out = [
        Figure("Now", "Open lines", len(lines)),
        Figure("Now", "Open units", _units(open_.sum()), "QTY"),
        Figure("Now", "Lines on hold", on_hold),
        Figure("Waiting", "Backordered lines", len(waiting)),
        Figure("Waiting", "Backordered units", _units(waits.sum()), "QTY"),
        Figure("Waiting", "Backordered value", float(ints(waiting, "value").sum()) / 10_000, "MONEY"),
        Figure("Waiting", "Orders that wait", waiting_orders),
        Figure("Waiting", "Customers who wait", len({c.casefold() for c in texts(waiting, "customer")})),
        Figure("Rates", "Line fill rate", _rate(int((open_ == stocked).sum()), len(lines)), "PERCENT"),
        Figure("Rates", "Unit fill rate", _rate(int(stocked.sum()), int(open_.sum())), "PERCENT"),
        Figure("Rates", "Order fill rate", _rate(orders - waiting_orders, orders), "PERCENT"),
        Figure("Rates", "Backorder rate", 1 - _rate(len(lines) - len(waiting), len(lines)), "PERCENT"),
    ]
    age = ints(waiting, "age")
    out += [
        Figure("Age", "Mean age in days", float(age.mean()) if len(age) else 0.0, "QTY"),
        Figure("Age", "Oldest in days", int(age.max(initial=0))),
    ]
    out += [
        Figure("Age", f"Lines {name} days old", int(((np.maximum(age, 0) >= low) & (age <= high)).sum()))
        for name, low, high in AGE_BUCKETS
    ]
    out += _inflow(purchases) + _popular(waiting, waits)
    promised, need_by = days(lines, "told"), days(lines, "need_by")
    ship = np.where(np.isnat(days(lines, "expected")), today, days(lines, "expected"))
    old = (ints(waiting, "age") > settings.cancel_offer_days).nonzero()[0]
    at_risk = set(ints(lines, "order_no")[(ship > promised) | (ship > need_by)].tolist())
    at_risk |= set(ints(lines, "order_no")[ints(waiting, "place")[old]].tolist())
    overdue = texts(purchases, "supplier")[np.asarray(purchases["overdue"], bool)]
    surplus = ints(proposals, "surplus")
    cost = int(line_value(surplus, ints(proposals, "unit_cost")).sum())
    return [
        *out,
        Figure("Watch", "Orders at risk", len(at_risk)),
        *_legal(waiting, settings, today),
        Figure(
            "Watch",
            "Suppliers with overdue lines",
            say.listed(sorted(set(overdue))) if len(overdue) else "none",
            "TEXT",
        ),
        Figure("Watch", "Surplus units from MOQ or multiple", _units(surplus.sum()), "QTY"),
        Figure("Watch", "Cost of that surplus", cost / 10_000, "MONEY"),
    ]


def _legal(waiting: pd.DataFrame, settings: Settings, today: np.datetime64) -> list[Figure]:
    """Orders with a legal deadline within the coming seven days, or one that has passed (rule 6.4)."""
    if settings.legal_regime is LegalRegime.NONE:
        return []
    near = days(waiting, "legal_deadline") <= today + 7
    count = len({o.casefold() for o in texts(waiting, "order")[near]})
    return [Figure("Watch", "Orders with a legal deadline within 7 days", count)]


def _units(quantity: Any) -> float:
    return int(quantity) / UNIT


def _rate(part: int, whole: int) -> float:
    return part / whole if whole else 1.0


def _inflow(purchases: pd.DataFrame) -> list[Figure]:
    """Units on open purchase orders by the Monday of the week in which they can be used."""
    available = days(purchases, "available").astype(np.int64)
    monday = available - (available + 3) % 7  # 1 January 1970 was a Thursday
    weeks, at = np.unique(monday, return_inverse=True)
    total = sums(at, ints(purchases, "left"), len(weeks))
    return [
        Figure("Coming in", f"Week of {w}", _units(q), "QTY")
        for w, q in zip(weeks.astype("datetime64[D]").astype(str), total.tolist(), strict=True)
    ]


def _popular(waiting: pd.DataFrame, waits: np.ndarray) -> list[Figure]:
    """The ten items with most units waiting."""
    spelled = dict(zip((s.casefold() for s in texts(waiting, "sku")[::-1]), texts(waiting, "sku")[::-1], strict=True))
    codes, distinct = pd.factorize(np.array([*(s.casefold() for s in texts(waiting, "sku")), ""], object)[:-1])
    skus = [spelled[s] for s in distinct]
    total = sums(codes, waits, len(skus))
    top = sorted(range(len(skus)), key=lambda i: (-total[i], distinct[i]))[:10]
    names = dict(zip(texts(waiting, "sku"), texts(waiting, "description"), strict=True))
    return [Figure("Most wanted", f"{skus[i]} {names[skus[i]]}".strip(), _units(total[i]), "QTY") for i in top]


def counts(lines: pd.DataFrame, proposals: pd.DataFrame, ready: pd.DataFrame, tables: Tables) -> dict[str, Any]:
    """The figures of ``--json`` that the plan knows (rule 9). Units are numbers; whole ones come without a point."""
    waits = ints(lines, "open") > ints(lines, "from_stock")
    totals = {k: int(ints(lines, k).sum()) for k in ("open", "from_stock", "on_order", "to_order", "uncovered")}
    return {
        "orders": len({o.casefold() for o in pd.unique(texts(tables.orders, "order"))}),
        "open_lines": len(lines),
        "open_units": plain(totals["open"]),
        "backordered_orders": int(lines.loc[waits, "order_no"].nunique()),
        "backordered_lines": int(waits.sum()),
        "backordered_units": plain(totals["open"] - totals["from_stock"]),
        "from_stock": plain(totals["from_stock"]),
        "on_order": plain(totals["on_order"]),
        "to_order": plain(totals["to_order"]),
        "uncovered": plain(totals["uncovered"]),
        "purchase_orders": int(proposals["po"].nunique()),
        "purchase_lines": len(proposals),
        "ready_lines": len(ready),
    }


def plain(quantity: int) -> int | float:
    """Millionths as the number that a person would write."""
    return quantity // UNIT if quantity % UNIT == 0 else quantity / UNIT
