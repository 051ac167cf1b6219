"""What changed since the last run, and why? (rule 1.4, Changes)

The last run's Backorders beside this one's, and its proposals beside these. Only lines that changed are looked at one by
one; what caused a change is sought in the pegs that the last run wrote.
"""

from __future__ import annotations

from enum import StrEnum

import numpy as np
import pandas as pd

from backorder_xl.core import say
from backorder_xl.core.inputs import Tables
from backorder_xl.core.kept import rows_of
from backorder_xl.core.keys import Ints, Texts, days, frame, group, ints, sums, texts
from backorder_xl.core.keys import Names as Numbered
from backorder_xl.core.planning import Outcome
from backorder_xl.core.words import OrderStatus, PurchaseStatus


class Change(StrEnum):
    """What happened to a line that waits or waited, or to a proposal."""

    NEW = "newly backordered"
    COVERED = "now covered"  # stock covers all of it
    LATER = "moved later"
    EARLIER = "moved earlier"
    DATED = "date known"  # there was none
    UNDATED = "date lost"  # there was one
    CANCELLED = "cancelled"  # in whole or in part
    HELD = "put on hold"
    CLOSED = "closed"
    SHIPPED = "shipped"
    GONE = "no longer on Orders"
    SMALLER = "proposal smaller"
    LARGER = "proposal larger"
    WITHDRAWN = "proposal withdrawn"


def line_changes(before: pd.DataFrame, outcome: Outcome, tables: Tables) -> pd.DataFrame:
    """What happened to each line that waited in the last run or waits now, in serving order, those that left last.

    ``before`` is the last run's Backorders: order, line, customer, sku, open, expected, cancelled. Columns: change, order,
    line, customer, sku, quantity (what waits, or what was cancelled), was, now (days), deadline (a sentence), place (row of
    ``outcome.lines``, -1 for none).
    """
    now, orders, lines = outcome.backorders, tables.orders, outcome.lines
    at = rows_of(now, before)  # the row of ``before`` for each that waits now
    was = np.append(days(before, "expected"), np.datetime64("NaT"))[at]
    expected = days(now, "expected")
    change = np.full(len(now), "", object)
    change[(at >= 0) & (expected > was)] = Change.LATER.value
    change[(at >= 0) & (expected < was)] = Change.EARLIER.value
    change[(at >= 0) & np.isnat(was) & ~np.isnat(expected)] = Change.DATED.value
    change[(at >= 0) & ~np.isnat(was) & np.isnat(expected)] = Change.UNDATED.value
    change[at < 0] = Change.NEW.value
    moved = np.flatnonzero(change != "")
    parts = [
        _rows(change[moved], now.iloc[moved], ints(now, "open")[moved] - ints(now, "from_stock")[moved], was[moved],
              expected[moved], ints(now, "place")[moved])
    ]  # fmt: skip

    row = rows_of(before, orders)
    cancelled = np.where(row >= 0, np.append(ints(orders, "cancelled"), 0)[row] - ints(before, "cancelled"), 0)
    part = np.flatnonzero(cancelled > 0)
    nothing = np.full(len(part), np.datetime64("NaT"), "datetime64[D]")
    parts.append(
        _rows(np.full(len(part), Change.CANCELLED.value, object), before.iloc[part], cancelled[part],
              days(before, "expected")[part], nothing, np.full(len(part), -1, np.int64))
    )  # fmt: skip
    here = np.zeros(len(before), bool)
    here[at[at >= 0]] = True
    left = np.flatnonzero(~here)
    place = rows_of(before, lines)[left]
    why = _why_left(row[left], place, orders, cancelled[left] > 0)
    told = np.flatnonzero(why != "")
    day = np.append(days(lines, "expected"), np.datetime64("NaT"))[place]
    parts.append(
        _rows(why[told], before.iloc[left[told]], ints(before, "open")[left[told]], days(before, "expected")[left[told]],
              day[told], place[told])
    )  # fmt: skip
    made = pd.concat(parts, ignore_index=True)
    return made.assign(deadline=_deadlines(made, lines))


def _rows(change: Texts, rows: pd.DataFrame, quantity: Ints, was: np.ndarray, now: np.ndarray, place: Ints) -> pd.DataFrame:
    named = {c: texts(rows, c) for c in ("order", "line", "customer", "sku")}
    return frame(change=change, **named, quantity=quantity, was=was, now=now, place=place)


def _why_left(row: Ints, place: Ints, orders: pd.DataFrame, cancelled: np.ndarray) -> Texts:
    """Why a line does not wait any more; "" where its cancellation says it already."""
    status = np.append(texts(orders, "status"), "")[row]
    open_ = np.append(ints(orders, "ordered") - ints(orders, "shipped") - ints(orders, "cancelled"), 0)[row]
    return np.select(
        [
            row < 0,
            place >= 0,
            status == OrderStatus.ON_HOLD.value,
            cancelled & (open_ <= 0),
            open_ <= 0,
            status == OrderStatus.CLOSED.value,
        ],
        [Change.GONE.value, Change.COVERED.value, Change.HELD.value, "", Change.SHIPPED.value, Change.CLOSED.value],
        "",
    ).astype(object)


def _deadlines(rows: pd.DataFrame, lines: pd.DataFrame) -> Texts:
    """What the move means for Need By: ``3 days after Need By 2026-06-10``, ``in time for Need By 2026-06-10``."""
    out = np.full(len(rows), "", object)
    place = ints(rows, "place")
    need = np.append(days(lines, "need_by"), np.datetime64("NaT"))[place]
    was, now = days(rows, "was"), days(rows, "now")
    for i in np.flatnonzero((place >= 0) & ~np.isnat(need)).tolist():
        if not np.isnat(now[i]) and now[i] > need[i] and not was[i] > need[i]:
            out[i] = f"now {int((now[i] - need[i]).astype(np.int64))} days after Need By {say.day(need[i])}"
        elif was[i] > need[i] and now[i] <= need[i]:
            out[i] = f"in time again for Need By {say.day(need[i])}"
    return out


def proposal_changes(outcome: Outcome, tables: Tables) -> pd.DataFrame:
    """How the proposals of the last run became smaller, larger or unnecessary: change, po, supplier, sku, was, now (4.6)."""
    p = tables.purchase_orders
    old = p[texts(p, "status") == PurchaseStatus.PROPOSED.value]
    new = outcome.purchases
    numbered = {c: Numbered(texts(old, c), texts(new, c)) for c in ("po", "sku", "specification", "location")}
    at, of = group(*(tuple(n.of(texts(f, c)) for c, n in numbered.items()) for f in (old, new)))
    size = int(max(at.max(initial=-1), of.max(initial=-1))) + 1
    was, now = sums(at, ints(old, "ordered"), size), sums(of, ints(new, "ordered"), size)
    first = np.full(size, -1, np.int64)
    first[at[::-1]] = np.arange(len(old))[::-1]
    changed = np.flatnonzero((first >= 0) & (was != now))
    rows = old.iloc[first[changed]]
    change = np.select([now[changed] == 0, now[changed] < was[changed]], [Change.WITHDRAWN.value, Change.SMALLER.value],
                       Change.LARGER.value)  # fmt: skip
    return frame(
        change=change.astype(object),
        po=texts(rows, "po"),
        supplier=texts(rows, "supplier"),
        sku=texts(rows, "sku"),
        was=was[changed],
        now=now[changed],
    )
