"""What customers are to be told, once more as a plain slow loop over lines and ledger rows: a second opinion on promises.

Written from the table of rule 6.2 alone. Days are datetime.date, quantities millionths, a ledger row a dict by header.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd

from backorder_xl.core.planning import Outcome

Row = dict[str, Any]
Fact = tuple[str, str, str, dt.date | None, int]  # kind, order, line, told date, quantity
WEIGHT = ["delayed", "cancel offer", "backordered", "dated", "partly ready", "ready", "still waiting"]
HEARD = ("draft", "sent", "agreed")


def fold(code: object) -> str:
    return str(code).casefold()


def date(when: Any) -> dt.date | None:
    return None if when is None or pd.isna(when) else pd.Timestamp(when).date()


class World:
    """One morning: the plan, the ledger and the settings."""

    def __init__(self, outcome: Outcome, orders: pd.DataFrame, ledger: list[Row], settings: dict[str, Any]) -> None:
        self.today, self.outcome, self.orders, self.settings = outcome.as_of, outcome, orders, settings
        self.ledger = sorted(ledger, key=lambda r: int(r["Message"].split("-")[1]))
        self.leaves = {(fold(r.order), fold(r.line)): r.quantity for r in outcome.ready.itertuples()}
        self.soft_days = {i: self.soft_and_firm(i) for i in range(len(outcome.lines))}

    def set(self, name: str, default: int) -> int:
        return int(self.settings.get(name, default))

    def about(self, order: str, line: str) -> list[Row]:
        """The ledger rows about a line, oldest first."""
        return [r for r in self.ledger if fold(r["Order"]) == fold(order) and fold(r["Line"]) == fold(line)]

    def soft_and_firm(self, place: int) -> tuple[dt.date | None, dt.date | None]:
        """The latest day on which anything of a line comes, and the latest of what is sure."""
        last, firm = None, None
        for p in self.outcome.pegs[self.outcome.pegs["place"] == place].itertuples():
            when = date(p.available_on)
            if when is None:
                continue
            late = p.source == "purchase" and bool(self.outcome.advice["overdue"].iloc[p.supply])
            last = max(last or when, when)
            if p.source != "planned" and not late:
                firm = max(firm or when, when)
        return last, firm

    def soft(self, line: Any) -> bool:
        rows = [line.place]
        if line.complete:
            rows = [i for i, n in enumerate(self.outcome.lines["order_no"]) if n == line.order_no]
        last = max((d for i in rows if (d := self.soft_days[i][0])), default=None)
        firm = max((d for i in rows if (d := self.soft_days[i][1])), default=None)
        released = line.policy == "preorder" and date(line.expected) == date(line.release_date)
        return last is not None and (firm is None or last > firm) and date(line.expected) is not None and not released


def waits_of(row: Row) -> int:
    return 0 if row["Kind"] == "ready" else row["Quantity"]


def due(w: World) -> list[Fact]:
    """All facts of a morning, in the order of orders and lines."""
    found: list[Fact] = []
    open_at = {line.at: line for line in w.outcome.lines.itertuples()}
    for at, o in enumerate(w.orders.itertuples()):
        rows = w.about(o.order, o.line)
        heard = [r for r in rows if r["Status"] in HEARD]
        gone = o.cancelled + closed(o, heard)
        if heard and gone > heard[-1]["Cancelled"]:
            fact = ("cancelled", o.order, o.line, None, gone - heard[-1]["Cancelled"])
            if not quiet(w, rows, heard, fact, soft=False):
                found.append(fact)
        if at in open_at:
            headline = of_open_line(w, open_at[at], o, rows, heard, gone)
            if headline and not quiet(w, rows, heard, headline, w.soft(open_at[at])):
                found.append(headline)
    return found


def closed(o: Any, heard: list[Row]) -> int:
    """A closed line is cancelled as far as its customer was told to wait for it."""
    told = [r for r in heard if r["Kind"] != "cancelled"]
    if o.status != "closed" or not told:
        return 0
    waited = waits_of(told[-1]) - max(o.cancelled - told[-1]["Cancelled"], 0)
    return max(0, min(waited, o.ordered - o.shipped - o.cancelled))


def of_open_line(w: World, line: Any, o: Any, rows: list[Row], heard: list[Row], gone: int) -> Fact | None:
    told_rows = [r for r in heard if r["Kind"] != "cancelled"]
    last = told_rows[-1] if told_rows else None
    told = last["Told Date"] if last else date(o.promised)
    expected, soft = date(line.expected), w.soft(line)
    ships = w.leaves.get((fold(o.order), fold(o.line)), 0)
    waits = line.open - ships
    thought = max(0, waits_of(last) - max(0, gone - last["Cancelled"])) if last else 0
    if heard and heard[-1]["Cancelled"] > gone:
        thought = 0
    soon = expected is not None and expected <= w.today
    kinds = set()
    if waits and told and (expected is None or later(w, expected, told, soft)):
        kinds.add("delayed")
    if waits and not soon and offers(w, line, heard, told_rows):
        kinds.add("cancel offer")
    if waits and not soon and (last is None or waits > thought):
        kinds.add("backordered")
    if waits and not soon and last and told is None and expected:
        kinds.add("dated")
    if waits and last and ships and waits < thought:
        kinds.add("partly ready")
    if not waits and last and thought:
        kinds.add("ready")
    spoken = [r["Created"] for r in rows if r["Status"] not in ("undone", "no address")]
    patience = w.set("Keep In Touch Days", 0)
    if patience and waits and last and not soon and (w.today - spoken[-1]).days >= patience:
        kinds.add("still waiting")
    for kind in WEIGHT:
        if kind in kinds:
            if kind == "ready":
                return kind, o.order, o.line, expected, ships
            return kind, o.order, o.line, max(expected, told or expected) if expected else None, waits
    return None


def later(w: World, expected: dt.date, told: dt.date, soft: bool) -> bool:
    slip = (expected - told).days
    if slip <= w.set("Slip Days", 0):
        return False
    return not soft or slip >= w.set("Overdue Grace Days", 7) or told <= w.today


def offers(w: World, line: Any, heard: list[Row], told_rows: list[Row]) -> bool:
    limit = w.set("Cancel Offer Days", 30)
    start = date(line.order_date)
    if line.policy == "preorder" and date(line.release_date):
        start = max(start, date(line.release_date))
    offered = [r["Created"] for r in heard if r["Kind"] in ("delayed", "cancel offer", "backordered")]
    loud = [r["Created"] for r in heard if r["Kind"] in ("delayed", "cancel offer")]
    lately = bool(loud) and (w.today - loud[-1]).days <= limit
    if (w.today - start).days > limit and not (offered and (offered[-1] - start).days > limit) and not lately:
        return True
    if not line.uncovered or line.uncovered < line.open - line.from_stock:
        return False
    since_dated = heard
    for i, r in enumerate(heard):
        if r["Kind"] != "cancelled" and r["Told Date"]:
            since_dated = heard[i + 1 :]
    return not any(r["Kind"] in ("delayed", "cancel offer") and r["Told Date"] is None for r in since_dated)


def quiet(w: World, rows: list[Row], heard: list[Row], fact: Fact, soft: bool) -> bool:
    """Whether the same fact was skipped, or found no address, since the customer last heard anything."""
    kind, _, _, day, quantity = fact
    last = heard[-1]["Message"] if heard else ""
    since = [i for i, r in enumerate(rows) if r["Message"] == last]
    for i, r in enumerate(rows):
        if since and (i < since[0] or (i <= since[-1] and r["Status"] not in HEARD)):
            continue
        if r["Status"] == "undone" or (r["Kind"], r["Quantity"]) != (kind, quantity):
            continue
        near = soft and day and r["Told Date"] and abs((day - r["Told Date"]).days) < w.set("Overdue Grace Days", 7)
        if not (r["Told Date"] == day or near or kind == "ready"):
            continue
        if r["Status"] == "no address" or kind != "still waiting":
            return True
    return False
