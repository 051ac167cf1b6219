"""Why did a line's date change, or its wait end? (rule 1.4, Changes; rule 5.4)

Looks at the pegs that the last run wrote beside those of this one: a purchase order that moved, was cut or cancelled,
orders that gave units back, a receipt. One changed line at a time.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from backorder_xl.core import say
from backorder_xl.core.changes import Change
from backorder_xl.core.inputs import Tables
from backorder_xl.core.kept import rows_of
from backorder_xl.core.keys import Texts, days, ints, sums, texts
from backorder_xl.core.leaving import freed_by
from backorder_xl.core.planning import Outcome
from backorder_xl.core.words import OrderStatus, PurchaseStatus, Source

_SOONER = {Change.EARLIER.value, Change.COVERED.value, Change.DATED.value}
Key = tuple[str, str]


def causes(changes: pd.DataFrame, pegs: pd.DataFrame, outcome: Outcome, tables: Tables) -> Texts:
    """One sentence per row of ``changes`` (of changes.line_changes); "" where there is nothing to add.

    ``pegs`` is the last run's Allocations: order, line, sku, quantity, source, po, po_line, available_on; it may be empty.
    """
    lines, waiting = outcome.lines, outcome.backorders
    reason = dict(zip(ints(waiting, "place").tolist(), texts(waiting, "reason"), strict=True))
    skus = {s.casefold() for s in texts(changes, "sku")}
    pegs = pegs[np.array([s.casefold() in skus for s in texts(pegs, "sku")], bool)]
    freed = freed_by(lines, outcome.cut_list)
    before = _by_line(pegs)
    after = _by_line(outcome.pegs.iloc[np.flatnonzero(np.isin(ints(outcome.pegs, "place"), ints(changes, "place")))])
    back = _given_back(pegs, tables)
    state = _purchase_states(tables)
    out = []
    for what, order, line, sku, place in zip(
        texts(changes, "change"),
        texts(changes, "order"),
        texts(changes, "line"),
        texts(changes, "sku"),
        ints(changes, "place").tolist(),
        strict=True,
    ):
        key = (order.casefold(), line.casefold())
        if place < 0 or what in (Change.NEW.value, Change.CANCELLED.value):
            out.append(reason.get(place, ""))
            continue
        moved = _moved(before.get(key, {}), after.get(key, {}), state)
        if what in _SOONER:
            received = f"came with {freed[place]}" if freed[place] != "stock" else ""
            others = [text for who, text in back.get(sku.casefold(), []) if who != key]
            out.append(_sentence([received or moved, say.listed(others[:3]) if others else ""]))
        else:
            out.append(_sentence([moved]) or reason.get(place, ""))
    return np.array([*out, ""], object)[:-1]


def _sentence(parts: list[str]) -> str:
    said = "; ".join(p for p in parts if p)
    return f"{said[0].upper()}{said[1:]}." if said else ""


def _by_line(pegs: pd.DataFrame) -> dict[Key, dict[Key, np.datetime64]]:
    """For each order line the purchase lines that it is pegged to, proposed ones too, with the day of each."""
    out: dict[Key, dict[Key, np.datetime64]] = {}
    rows = pegs[np.isin(texts(pegs, "source"), [Source.PURCHASE.value, Source.PLANNED.value])]
    for order, line, po, po_line, day in zip(
        *(texts(rows, c) for c in ("order", "line", "po", "po_line")), days(rows, "available_on"), strict=True
    ):
        out.setdefault((order.casefold(), line.casefold()), {})[(po, po_line)] = day
    return out


def _purchase_states(tables: Tables) -> dict[Key, str]:
    """What became of each purchase line that brings nothing any more, or is all there."""
    p = tables.purchase_orders
    out: dict[Key, str] = {}
    left = ints(p, "ordered") - ints(p, "received") - ints(p, "cancelled")
    for po, line, status, open_, cancelled in zip(
        texts(p, "po"), texts(p, "line"), texts(p, "status"), left.tolist(), ints(p, "cancelled").tolist(), strict=True
    ):
        if status == PurchaseStatus.PROPOSED.value:
            out[(po.casefold(), line.casefold())] = status
            continue
        gone = status == PurchaseStatus.CANCELLED.value or (open_ <= 0 < cancelled)
        out[(po.casefold(), line.casefold())] = "was cancelled" if gone else "was cut" if cancelled else ""
    return out


def _moved(before: dict[Key, np.datetime64], after: dict[Key, np.datetime64], state: dict[Key, str]) -> str:
    """What the purchase lines of one order line did: moved, were cancelled or cut, or are not for it any more."""
    said = []
    for (po, line), day in before.items():
        new = after.get((po, line))
        became = state.get((po.casefold(), line.casefold()), "is not on Purchase Orders any more")
        planned = state.get((po.casefold(), line.casefold())) == PurchaseStatus.PROPOSED.value
        if new is not None and new != day and planned:
            said.append(f"{po} is still only proposed, so that its date moved from {say.day(day)} to {say.day(new)}")
        elif new is not None and new != day:
            said.append(f"{po} moved from {say.day(day)} to {say.day(new)}")
        elif new is None and became and not planned:
            said.append(f"{po} line {line} {became}")
    return say.listed(said) if said else ""


def _given_back(pegs: pd.DataFrame, tables: Tables) -> dict[str, list[tuple[Key, str]]]:
    """Per item, the order lines that need less than in the last run without having been shipped, and what became of them."""
    first = pegs.groupby([texts(pegs, "order"), texts(pegs, "line")], sort=False).head(1)
    at = rows_of(pegs, first)
    held = sums(at, ints(pegs, "quantity"), len(first))
    orders = tables.orders
    row = rows_of(first, orders)
    status = np.append(texts(orders, "status"), "")[row]
    cancelled = np.append(ints(orders, "cancelled"), 0)[row]
    left = np.append(ints(orders, "ordered") - ints(orders, "shipped") - ints(orders, "cancelled"), 0)[row]
    left = np.where(status == OrderStatus.OPEN.value, np.maximum(left, 0), 0)
    out: dict[str, list[tuple[Key, str]]] = {}
    for i in np.flatnonzero(left < held).tolist():
        less = say.units(int(held[i] - left[i]))
        if row[i] < 0:
            what = "is gone from Orders"
        elif status[i] == OrderStatus.ON_HOLD.value:
            what = "is on hold"
        elif cancelled[i] > 0:
            what = f"cancelled {say.units(int(min(cancelled[i], held[i] - left[i])))}"
        elif status[i] == OrderStatus.CLOSED.value:
            what = f"was closed and gave {less} back"
        else:
            continue  # shipped
        order, line = texts(first, "order")[i], texts(first, "line")[i]
        key = (order.casefold(), line.casefold())
        out.setdefault(texts(first, "sku")[i].casefold(), []).append((key, f"{order} {what}"))
    return out
