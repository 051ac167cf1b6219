"""Which customers might we lose over what they wait for, and what could be offered to them? (rule 7.7)

Everybody who waits, with a score whose grounds are said, so that a person can judge it. A score is a sum of points:

| ground | points |
|---|---|
| the oldest line waits | 2 for each full week since its order, at most 20 |
| told of a delay | 5 for each message, at most 20 |
| told otherwise that something waits | 2 for each message, at most 10 |
| a line ships after Need By or after the date told | 10, and 1 for each two days of the worst, at most 20 |
| a line ships after the date told, and a delay was told before | 10 |
| a line has no date | 10 |
| something that waits is paid already | 10 |

Nothing is offered by this module itself: a person decides, and writes.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from backorder_xl.core import demand, say
from backorder_xl.core.inputs import Tables
from backorder_xl.core.keys import Bools, Days, Ints, bools, days, frame, ints, natural, places, sums, texts
from backorder_xl.core.leaving import can_leave
from backorder_xl.core.ledger import WAITING, Ledger
from backorder_xl.core.letters import MessageKind
from backorder_xl.core.planning import Outcome
from backorder_xl.core.policies import called
from backorder_xl.core.settings import Settings
from backorder_xl.core.words import ItemPolicy

HIGH, WATCH = 50, 25
"""From so many points on a customer is at high risk, or to be watched."""

NAMED = 3
"""So many orders are named in each offer."""


def at_risk(tables: Tables, settings: Settings, outcome: Outcome) -> pd.DataFrame:
    """One row per customer who waits, the highest score first, then the most value.

    Columns: customer, name, orders, lines, value (what waits, in ten-thousandths), oldest (days since the order date), told
    and delays (messages about lines that wait now), late (lines), late_again, late_days (the worst), undated (lines), next
    (the day on which the next of them ships), score, why, offer.
    """
    today = np.datetime64(outcome.as_of, "D")
    rows, lines = outcome.backorders, outcome.lines.iloc[ints(outcome.backorders, "place")]
    who, codes = pd.factorize(np.array([c.casefold() for c in texts(rows, "customer")] + [""], object)[:-1])
    size, one = len(codes), np.ones(len(rows), np.int64)

    def counted(of: Bools) -> Ints:
        return sums(who, of.astype(np.int64), size)

    def most(values: Ints) -> Ints:
        out = np.zeros(size, np.int64)
        np.maximum.at(out, who, values)
        return out

    expected, told_day = days(lines, "expected"), days(lines, "told")
    ships = np.where(np.isnat(expected), today, expected)
    wanted = np.fmin(days(lines, "need_by"), told_day)
    late = ships > wanted
    told, delays, delayed = _heard(outcome.ledger, ints(lines, "at"), who, size)
    again = delayed & (ships > told_day)
    first = np.full(size, -1, np.int64)
    first[who[::-1]] = np.arange(len(rows))[::-1]
    customer = texts(rows, "customer")[first] if size else np.zeros(0, object)
    order_no = ints(lines, "order_no")
    pairs = np.unique(np.stack([who.astype(np.int64), order_no]), axis=1)[0] if len(rows) else np.zeros(0, np.int64)
    seen = frame(
        customer=customer,
        name=called(customer, tables),
        orders=sums(pairs, np.ones(len(pairs), np.int64), size),
        lines=sums(who, one, size),
        value=sums(who, ints(rows, "value"), size),
        oldest=most(np.maximum(ints(rows, "age"), 0)),
        told=told,
        delays=delays,
        late=counted(late),
        late_again=counted(again),
        late_days=most(np.where(late, (ships - wanted).astype(np.int64), 0)),
        undated=counted(np.isnat(expected)),
        next=_next(who, expected, size),
        paid=counted(bools(lines, "paid")) > 0,
    )
    points, why = _scored(seen)
    seen["score"], seen["why"] = points, why
    seen["offer"] = _offers(tables, settings, outcome, who, size)
    value, names = ints(seen, "value").tolist(), customer.tolist()
    place = sorted(range(size), key=lambda i: (-points[i], -value[i], natural(names[i])))
    return seen.iloc[place].reset_index(drop=True)


def _heard(heard: Ledger, at: Ints, who: Ints, size: int) -> tuple[Ints, Ints, Bools]:
    """Messages about the waiting lines per customer, those of them that told a delay, and which lines a delay was told of."""
    none = np.zeros(size, np.int64)
    if heard.rows.empty or not len(at):
        return none, none.copy(), np.zeros(len(at), bool)
    number = heard.of_line[at]
    owner = np.full(int(max(heard.of_line.max(), heard.of_row.max())) + 1, -1, np.int64)
    owner[number] = who
    mine = np.flatnonzero(heard.told & np.isin(heard.kind, WAITING) & (owner[heard.of_row] >= 0))
    delay = heard.kind[mine] == MessageKind.DELAYED.value

    def messages(rows: Ints) -> Ints:
        pairs = np.unique(np.stack([owner[heard.of_row[rows]], heard.message[rows]]), axis=1)[0]
        return sums(pairs, np.ones(len(pairs), np.int64), size)

    return messages(mine), messages(mine[delay]), np.isin(number, heard.of_row[mine[delay]])


def _next(who: Ints, expected: Days, size: int) -> Days:
    """The first day on which something ships to each customer, NaT where none is known."""
    far = np.iinfo(np.int64).max
    best = np.full(size, far, np.int64)
    known = ~np.isnat(expected)
    np.minimum.at(best, who[known], expected[known].astype(np.int64))
    return np.where(best == far, np.iinfo(np.int64).min, best).astype("datetime64[D]")


def _scored(seen: pd.DataFrame) -> tuple[list[int], np.ndarray]:
    """The points of each customer and their grounds, by the table above."""
    points, why = [], []
    columns = (ints(seen, c).tolist() for c in ("oldest", "told", "delays", "late", "late_again", "late_days", "undated"))
    for oldest, told, delays, late, again, late_days, undated, paid in zip(*columns, bools(seen, "paid").tolist(), strict=True):
        others = told - delays
        grounds = [
            (min(oldest // 7 * 2, 20), f"the oldest line waits {_many(oldest, 'day')}"),
            (min(delays * 5, 20), f"told of a delay {_times(delays)}"),
            (min(others * 2, 10), f"told {_times(others)} {'besides ' * (delays > 0)}that something waits"),
            (min(10 + late_days // 2, 20) if late else 0, f"{_many(late, 'line')} late, by up to {_many(late_days, 'day')}"),
            (10 if again else 0, f"{_many(again, 'line')} late again after an apology"),
            (10 if undated else 0, f"{_many(undated, 'line')} without a date"),
            (10 if paid else 0, "paid already"),
        ]
        points.append(sum(n for n, _ in grounds))
        why.append("; ".join(f"{text} ({n})" for n, text in grounds if n))
    return points, np.array([*why, ""], object)[:-1]


def _offers(tables: Tables, settings: Settings, outcome: Outcome, who: Ints, size: int) -> np.ndarray:
    """What could be offered to each customer: what is here, something else, a deposit, a cancellation; else the date."""
    lines, today = outcome.lines, np.datetime64(outcome.as_of, "D")
    leaves, _ = can_leave(lines, today)
    orders = int(ints(lines, "order_no").max(initial=-1)) + 1
    stocked, order_no = ints(lines, "from_stock"), ints(lines, "order_no")
    here = sums(order_no, np.where(leaves, stocked, 0), orders)
    held = sums(order_no, np.where(leaves, 0, stocked), orders)
    waiting = lines.iloc[ints(outcome.backorders, "place")]
    instead, spare = _substitutes(waiting, tables, settings, lines)
    offers: list[dict[str, dict[str, None]]] = [{} for _ in range(size)]

    def offer(i: int, how: str, text: str) -> None:
        offers[i].setdefault(how, {})[text] = None

    columns = [texts(waiting, c).tolist() for c in ("order", "sku", "policy")]
    columns += [ints(waiting, c).tolist() for c in ("order_no", "uncovered", "to_order")]
    columns += [bools(waiting, c).tolist() for c in ("complete", "paid")]
    age = ints(outcome.backorders, "age").tolist()
    when = days(waiting, "expected")
    for n, (order, sku, policy, number, bare, bought, complete, paid) in enumerate(zip(*columns, strict=True)):
        i = int(who[n])
        if here[number]:
            offer(i, "ship what is here", f"{say.units(int(here[number]))} of {order}")
        elif held[number] and complete:
            offer(i, "ask whether a part may go", f"{say.units(int(held[number]))} of {order}")
        if spare[n] > 0:
            offer(i, "offer instead", f"{instead[n]} for {sku} on {order} ({say.units(int(spare[n]))} free)")
        if policy == ItemPolicy.SPECIAL_ORDER.value and bought and not paid:
            offer(i, "ask for a deposit before buying", f"{sku} for {order}")
        if age[n] > settings.cancel_offer_days or bare:
            offer(i, "offer to cancel", order)
        if not np.isnat(when[n]):
            offer(i, "say the date", f"{order} on {say.day(when[n])}")
    return np.array([*(_sentence(found) for found in offers), ""], object)[:-1]


def _sentence(found: dict[str, dict[str, None]]) -> str:
    """All that can be offered; a date alone only where there is nothing better."""
    better = {how: names for how, names in found.items() if how != "say the date"} or found
    return "; ".join(f"{how}: {_first(list(names))}" for how, names in better.items())


def _substitutes(waiting: pd.DataFrame, tables: Tables, settings: Settings, lines: pd.DataFrame) -> tuple[list[str], Ints]:
    """For each waiting line the item's Substitute, and how much of it lies in stock that nobody gets; 0 for none."""
    names = demand.keys(tables, settings)
    stock = demand.free_stock(tables, names)
    (common,) = names.specification.of([""]).tolist()
    shelf, plain = ints(stock, "spec_no") == common, ints(lines, "spec_no") == common
    left = sums(ints(stock, "sku_no")[shelf], ints(stock, "free")[shelf], len(names.sku) + 1)
    left -= sums(ints(lines, "sku_no")[plain], ints(lines, "from_stock")[plain], len(names.sku) + 1)
    item = places(texts(waiting, "sku"), texts(tables.items, "sku"))
    other = np.append(texts(tables.items, "substitute"), "")[item]
    known = names.sku.of(other)
    own = texts(waiting, "specification") == ""  # what is made for one is not replaced from the shelf
    return other.tolist(), np.where((known >= 0) & own, left[known], 0)


def _first(names: list[str]) -> str:
    more = len(names) - NAMED
    return ", ".join(names[:NAMED]) + (f" and {more} more" if more > 0 else "")


def _many(count: int, word: str) -> str:
    return f"{count} {word}" if count == 1 else f"{count} {word}s"


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{count} times")
