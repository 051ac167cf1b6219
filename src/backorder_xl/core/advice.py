"""What should the buyer do about purchase orders? (rules 4.5, 4.7, 4.8)

Overdue, expedite, surplus and change of date for open lines; the note on proposed ones; and which orders a line is for.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from backorder_xl.core import say
from backorder_xl.core.allocation import group_of, overlay
from backorder_xl.core.demand import Keys, item_of
from backorder_xl.core.elsewhere import others_who_wait
from backorder_xl.core.inputs import Tables
from backorder_xl.core.keys import Days, Ints, Texts, days, earliest, frame, ints, sums, texts
from backorder_xl.core.serving import PURCHASE, STOCK, Served
from backorder_xl.core.settings import Settings
from backorder_xl.core.words import OrderStatus


def advise(
    lines: pd.DataFrame,
    pegs: pd.DataFrame,
    purchases: pd.DataFrame,
    stock: pd.DataFrame,
    served: Served,
    tables: Tables,
    names: Keys,
    settings: Settings,
    today: np.datetime64,
) -> pd.DataFrame:
    """One row per open purchase order line, with what is needed of it and what to do about it (rule 4.8).

    Safety Stock that is not in the house counts as a need of the lines that come first.
    """
    of = ints(pegs, "kind") == PURCHASE
    supply, line = ints(pegs, "supply")[of], ints(pegs, "place")[of]
    size = len(purchases)
    pegged = served.used(PURCHASE, size)
    left = ints(purchases, "left")
    shelf = _for_the_shelf(purchases, left - pegged, stock, served, tables, names)
    surplus = left - pegged - shelf

    due = _earlier(days(lines, "need_by"), days(lines, "told"))[line]
    available = days(purchases, "available")
    first_due = earliest(supply, due, size)
    undated = np.bincount(supply[np.isnat(due)], minlength=size) > 0
    late = ~np.isnat(due) & (due < available[supply])
    for_orders_ = for_orders(supply, texts(pegs, "order")[of], size)
    late_orders = for_orders(supply[late], texts(pegs, "order")[of][late], size)
    latest_needless = (first_due - available).astype(np.int64) > settings.defer_days
    defer = (pegged > 0) & ~undated & ~np.isnat(first_due) & latest_needless & (surplus == 0)
    freed = _cancelled(purchases, tables, names)
    others = others_who_wait(lines, served, purchases, surplus, tables, names)

    said = []
    overdue = np.asarray(purchases["overdue"], bool)
    for i in range(size):
        parts = []
        if overdue[i]:
            parts.append(f"overdue: chase (was due {say.day(days(purchases, 'arrival')[i])})")
        if late_orders[i]:
            parts.append(
                f"expedite: {late_orders[i]} {'want' if ',' in late_orders[i] else 'wants'} it by {say.day(first_due[i])}"
            )
        if surplus[i] > 0:
            all_of_it = "nothing needs it" if pegged[i] + shelf[i] == 0 else "that much is not needed"
            since = f" since {freed[i]}" if freed[i] else ""
            parts.append(f"surplus {say.units(int(surplus[i]))}: reduce or cancel ({all_of_it}{since})")
            if others[i]:
                parts.append(f"could serve {others[i]}")
        if defer[i]:
            parts.append(f"change of date: nobody wants it before {say.day(first_due[i])}")
        said.append("; ".join(parts))
    return frame(
        row=ints(purchases, "row"),
        po=texts(purchases, "po"),
        line=texts(purchases, "line"),
        needed=pegged + shelf,
        surplus=surplus,
        for_orders=with_shelf(for_orders_, shelf > 0),
        advice=np.array(said, object),
        available=available,
        overdue=overdue,
        due=days(purchases, "arrival"),
        ordered=ints(purchases, "ordered"),
        left=left,
        unit_cost=ints(purchases, "unit_cost"),
        **{name: texts(purchases, name) for name in ("supplier", "sku", "specification", "ship_to")},
    )


def _earlier(a: Days, b: Days) -> Days:
    return np.fmin(a, b)  # fmin passes over NaT where the other is a day


def _for_the_shelf(
    purchases: pd.DataFrame, loose: Ints, stock: pd.DataFrame, served: Served, tables: Tables, names: Keys
) -> Ints:
    """What of each purchase line fills up Safety Stock, the earliest line first."""
    common = names.specification.of([""])[0]
    free = ints(stock, "free") - served.used(STOCK, len(stock))
    shelf = ints(stock, "spec_no") == common
    there = sums(ints(stock, "sku_no")[shelf], free[shelf], len(names.sku))
    wanted = np.append(ints(tables.items, "safety_stock"), 0)[item_of(tables, names)]
    missing = pd.DataFrame({"sku_no": np.arange(len(there)), "missing": np.maximum(wanted - there, 0)})
    eligible = (ints(purchases, "spec_no") == common) & (ints(purchases, "order_no") == -1)
    at, of = group_of(missing, purchases, "sku_no")
    pegs = overlay(at, ints(missing, "missing"), of, np.where(eligible, loose, 0))
    return sums(pegs.supply, pegs.quantity, len(purchases))


def _cancelled(purchases: pd.DataFrame, tables: Tables, names: Keys) -> list[str]:
    """For each purchase line, who cancelled or closed lines of that item: ``SO-7 cancelled 5``; "" for nobody."""
    o = tables.orders
    closed = texts(o, "status") == OrderStatus.CLOSED.value
    gone = ints(o, "cancelled") + np.where(closed, ints(o, "ordered") - ints(o, "shipped") - ints(o, "cancelled"), 0)
    rows = o[gone > 0].assign(
        sku_no=names.sku.of(texts(o, "sku"))[gone > 0],
        spec_no=names.specification.of(texts(o, "specification"))[gone > 0],
        gone=gone[gone > 0],
    )
    at, of = group_of(rows, purchases, "sku_no", "spec_no")
    by: dict[int, list[str]] = {}
    for group, order, quantity in zip(at.tolist(), texts(rows, "order"), ints(rows, "gone").tolist(), strict=True):
        by.setdefault(group, []).append(f"{order} cancelled {say.units(quantity)}")
    return [say.listed(by[g], 3) if g in by else "" for g in of.tolist()]


def for_orders(supply: Ints, orders: Texts, size: int) -> Texts:
    """The distinct orders pegged to each supply row, in serving order, with commas (rule 4.5)."""
    out = np.full(size, "", object)
    sequence = np.argsort(supply, kind="stable")
    starts = np.flatnonzero(np.diff(supply[sequence], prepend=-1))
    for rows in np.split(sequence, starts[1:]) if len(sequence) else []:
        out[supply[rows[0]]] = ", ".join(dict.fromkeys(orders[rows].tolist()))
    return out


def with_shelf(orders: Texts, shelf: np.ndarray) -> Texts:
    """Who a line is for, with ``safety stock`` named last where part of it goes to the shelf (rule 4.1)."""
    return np.array(
        [*(", ".join(filter(None, (o, "safety stock" if s else ""))) for o, s in zip(orders, shelf, strict=True)), ""], object
    )[:-1]


def on_proposals(rows: pd.DataFrame, missing: dict[str, int], due: Days, today: np.datetime64) -> Texts:
    """The note on each proposed line: below the minimum, why there is surplus, late although ordered today."""
    surplus = ints(rows, "lot") - ints(rows, "need")
    available = days(rows, "available")
    said = []
    for i, po in enumerate(texts(rows, "po")):
        parts = []
        if po in missing:
            parts.append(f"below minimum: {say.money(missing[po])} missing")
        if not np.isnat(due[i]) and available[i] > due[i]:
            parts.append(f"late: wanted by {say.day(due[i])}, usable {say.day(available[i])}")
        if surplus[i] > 0:
            parts.append(f"surplus {say.units(int(surplus[i]))} from MOQ or multiple")
        said.append("; ".join(parts))
    return np.array(said, object) if said else np.zeros(0, object)
