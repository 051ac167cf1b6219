"""What has changed for a customer since the last message about an order line? (rules 6.2, 6.3)

One headline for what is still open of a line, and beside it the confirmation of what was cancelled. Every condition
compares with what was last heard, never with the last run, so that nothing is told twice and nothing is forgotten:

| kind | is due when | told date |
|---|---|---|
| delayed | it waits, a date was told, and Expected is later by more than Slip Days, or unknown | Expected |
| cancel offer | it waits too long or without any supply, and no offer of a cancellation came since | see below |
| backordered | it waits and was never told of, or more of it waits than was told | see below |
| dated | it waits, the customer heard that no date is known, and now there is one | Expected |
| partly ready | less waits than was told, and what is there can leave | see below |
| ready | it was told as waiting, and all that is open can leave | Expected |
| still waiting | it waits, and Keep In Touch Days went by without a word | see below |
| cancelled | more is cancelled than when the line was last told of | none |

The first of these in the order of MessageKind is the headline. "See below": Expected, but never earlier than the date
last told, as an earlier date is told only when goods are in. What waits is all that cannot leave today. Messages keeps
with each the units that wait, leave, or were cancelled since.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from backorder_xl.core.inputs import Tables
from backorder_xl.core.keys import Bools, Days, Ints, bools, days, frame, ints, latest, texts
from backorder_xl.core.leaving import can_leave
from backorder_xl.core.ledger import Ledger, pick
from backorder_xl.core.letters import MessageKind as Kind
from backorder_xl.core.planning import Outcome
from backorder_xl.core.serving import NONE, PLANNED, PURCHASE
from backorder_xl.core.settings import Settings, message_kinds
from backorder_xl.core.words import ItemPolicy, MessageStatus, OrderStatus

_OFFERING = (Kind.DELAYED.value, Kind.CANCEL_OFFER.value, Kind.BACKORDERED.value)  # they say how to cancel
_NO_DAY = np.datetime64("NaT", "D")


def facts(outcome: Outcome, tables: Tables, settings: Settings) -> pd.DataFrame:
    """Everything that there is to tell about order lines, whoever wants to hear it and whether or not it was skipped.

    Columns: ``at`` (the row's place in Orders), kind, date, old_date, ships_now, waits, quantity (for Messages), cancelled
    (what of the line is cancelled by now), closed (the units count as cancelled only as the line was closed), soft (the date
    rests on what is overdue or not ordered yet), since (the ledger row that was last heard, -1 for none).
    """
    gone, closed = _cancelled(outcome.ledger, tables)
    on = message_kinds(settings.message_kinds)
    parts = [_headlines(outcome, gone, settings, on)]
    if Kind.CANCELLED in on:
        parts.append(_confirmations(outcome.ledger, gone, closed))
    return pd.concat(parts, ignore_index=True)


def _cancelled(heard: Ledger, tables: Tables) -> tuple[Ints, Ints]:
    """What is cancelled of each row of Orders by now, and how much of that only because the line was closed.

    A closed line counts as cancelled as far as its customer was told to wait for it: what was told as ready has left. In a
    book without Shipped, closing says nothing about that.
    """
    o = tables.orders
    gone, closed = ints(o, "cancelled"), np.zeros(len(o), np.int64)
    if tables.has("orders", "shipped"):
        position = heard.last(heard.told & heard.about_waiting)
        waited = pick(heard.waits, position, 0) - np.maximum(gone - pick(heard.cancelled, position, 0), 0)
        left = ints(o, "ordered") - ints(o, "shipped") - gone
        is_closed = texts(o, "status") == OrderStatus.CLOSED.value
        closed = np.where(is_closed, np.clip(waited, 0, np.maximum(left, 0)), 0)
    return gone + closed, closed


def _confirmations(heard: Ledger, gone: Ints, closed: Ints) -> pd.DataFrame:
    """Lines that were told of before and of which more is cancelled now."""
    last = heard.last(heard.told)
    extra = gone - pick(heard.cancelled, last, 0)
    at = np.flatnonzero((last >= 0) & (extra > 0))
    nothing, none = np.zeros(len(at), np.int64), np.full(len(at), _NO_DAY)
    return frame(
        at=at,
        kind=np.full(len(at), Kind.CANCELLED.value, object),
        date=none,
        old_date=heard.date_told()[at],
        ships_now=nothing,
        waits=extra[at],
        quantity=extra[at],
        cancelled=gone[at],
        closed=closed[at] > 0,
        soft=nothing > 0,
        since=last[at],
    )


def _headlines(outcome: Outcome, gone: Ints, settings: Settings, on: list[Kind]) -> pd.DataFrame:
    """The weightiest fact about each open line, for lines that have one."""
    heard, lines, today = outcome.ledger, outcome.lines, np.datetime64(outcome.as_of, "D")
    at, expected, told = ints(lines, "at"), days(lines, "expected"), heard.date_told()[ints(lines, "at")]
    position = heard.last(heard.told & heard.about_waiting)[at]
    last = heard.last(heard.told)[at]
    leaves, _ = can_leave(lines, today)
    ships = np.where(leaves, ints(lines, "from_stock"), 0)
    waits = ints(lines, "open") - ships

    # what the customer thinks is waiting: less by what was cancelled since, nothing if a cancellation was taken back
    cancelled_since = np.maximum(gone[at] - pick(heard.cancelled, position, 0), 0)
    thought = np.maximum(pick(heard.waits, position, 0) - cancelled_since, 0)
    thought = np.where(pick(heard.cancelled, last, 0) > gone[at], 0, thought)

    waiting, known = waits > 0, position >= 0
    soft = _soft(outcome)
    later = _later(expected, told, soft, today, settings)
    soon = expected <= today  # it leaves today if all goes well: not worth a word yet
    offer = _offers(outcome, position, settings, today)
    news = {
        Kind.DELAYED: waiting & ~np.isnat(told) & (np.isnat(expected) | later),
        Kind.CANCEL_OFFER: waiting & ~soon & offer,
        Kind.BACKORDERED: waiting & ~soon & (~known | (waits > thought)),
        Kind.DATED: waiting & ~soon & known & np.isnat(told) & ~np.isnat(expected),
        Kind.PARTLY_READY: waiting & known & (ships > 0) & (waits < thought),
        Kind.READY: ~waiting & known & (thought > 0),
        Kind.STILL_WAITING: waiting & ~soon & known & _silent(heard, at, today, settings),
    }
    weighed = [k for k in Kind if k in news and k in on]
    kind = np.select([news[k] for k in weighed], [k.value for k in weighed], "").astype(object) if weighed else None
    rows = np.flatnonzero(kind != "") if kind is not None else np.zeros(0, np.int64)
    kind = kind[rows] if kind is not None else np.zeros(0, object)
    ready = kind == Kind.READY.value
    date = np.where(ready, expected[rows], np.fmax(expected[rows], told[rows]))
    date[np.isnat(expected[rows])] = _NO_DAY
    return frame(
        at=at[rows],
        kind=kind,
        date=date,
        old_date=told[rows],
        ships_now=ships[rows],
        waits=waits[rows],
        quantity=np.where(ready, ships[rows], waits[rows]),
        cancelled=gone[at[rows]],
        closed=np.zeros(len(rows), bool),
        soft=soft[rows],
        since=last[rows],
    )


def _later(expected: Days, told: Days, soft: Bools, today: np.datetime64, settings: Settings) -> Bools:
    """Whether Expected has moved past the date last told by more than Slip Days.

    A soft date moves on by a day every day; it counts as later once the date told is reached, or passed over by the grace
    days. So a customer hears of it at most as often as that.
    """
    slip = (expected - told).astype(np.int64)
    firm = ~soft | (slip >= settings.overdue_grace_days) | (told <= today)
    late: Bools = ~np.isnat(expected) & ~np.isnat(told) & (slip > settings.slip_days) & firm
    return late


def _soft(outcome: Outcome) -> Bools:
    """Lines whose Expected rests on an overdue purchase line (3.3) or on one that is only proposed."""
    lines, pegs = outcome.lines, outcome.pegs
    kind, supply, of = ints(pegs, "kind"), ints(pegs, "supply"), ints(pegs, "place")
    unsure = kind == PLANNED
    bought = kind == PURCHASE
    unsure[bought] = bools(outcome.advice, "overdue")[supply[bought]]
    available, size = days(pegs, "available_on"), len(lines)
    last = latest(of, np.where(kind == NONE, _NO_DAY, available), size)
    firm = latest(of, np.where((kind == NONE) | unsure, _NO_DAY, available), size)
    order, complete = ints(lines, "order_no"), bools(lines, "complete")
    orders = int(order.max(initial=-1)) + 1
    last = np.where(complete, latest(order, last, orders)[order], last)
    firm = np.where(complete, latest(order, firm, orders)[order], firm)
    rests = ~np.isnat(last) & (np.isnat(firm) | (last > firm))
    released = (texts(lines, "policy") == ItemPolicy.PREORDER.value) & (days(lines, "expected") == days(lines, "release_date"))
    soft: Bools = rests & ~released
    return soft


def _offers(outcome: Outcome, position: Ints, settings: Settings, today: np.datetime64) -> Bools:
    """Whether a cancellation is to be offered: after more than Cancel Offer Days, or where nothing that waits has supply.

    Not again where a message that offered one came after that limit, nor that many days after an apology or an offer; without
    supply not again until a date was told. A preorder waits from its Release Date on.
    """
    heard, lines = outcome.ledger, outcome.lines
    at, start = ints(lines, "at"), days(lines, "order_date")
    preorder = texts(lines, "policy") == ItemPolicy.PREORDER.value
    start = np.where(preorder, np.fmax(start, days(lines, "release_date")), start)
    offering = heard.told & np.isin(heard.kind, _OFFERING)
    offered = pick(heard.created, heard.last(offering)[at], _NO_DAY)
    loud = heard.last(offering & (heard.kind != Kind.BACKORDERED.value))[at]
    just = (today - pick(heard.created, loud, _NO_DAY)).astype(np.int64)
    limit = settings.cancel_offer_days
    too_long = (today - start).astype(np.int64) > limit
    again = too_long & ~((offered - start).astype(np.int64) > limit) & ~((just >= 0) & (just <= limit))

    bare = ints(lines, "uncovered") == ints(lines, "open") - ints(lines, "from_stock")
    bare &= ints(lines, "uncovered") > 0
    dated = heard.last(heard.told & heard.about_waiting & ~np.isnat(heard.date))[at]
    without = offering & (heard.kind != Kind.BACKORDERED.value) & np.isnat(heard.date)
    due: Bools = again | (bare & ~(heard.last(without)[at] > dated))
    return due


def _silent(heard: Ledger, at: Ints, today: np.datetime64, settings: Settings) -> Bools:
    """Whether Keep In Touch Days went by since the last row about each line, sent or skipped."""
    if settings.keep_in_touch_days == 0:
        return np.zeros(len(at), bool)
    rows = heard.status != MessageStatus.UNDONE.value
    rows &= heard.status != MessageStatus.NO_ADDRESS.value
    quiet = (today - pick(heard.created, heard.last(rows)[at], _NO_DAY)).astype(np.int64)
    return quiet >= settings.keep_in_touch_days


def unsaid(found: pd.DataFrame, heard: Ledger, emails: np.ndarray, settings: Settings) -> tuple[Bools, Bools]:
    """Which facts are not to be told now: because the user skipped the same, or because the same found no address.

    What was last heard counts, and all messages since. The same fact is the same kind, line, date and quantity; a soft date
    is the same within the grace days. A fact without an address is tried again once the address is another (rule 6.3).
    """
    skipped, stuck = np.zeros(len(found), bool), np.zeros(len(found), bool)
    rows = heard.rows[heard.status != MessageStatus.UNDONE.value]
    if rows.empty or found.empty:
        return skipped, stuck
    size = int(heard.of_row.max()) + 2
    theirs = pd.DataFrame({"row": rows.index, "line": heard.of_row[rows.index], "kind": rows["kind"],
                           "quantity": rows["quantity"]})  # fmt: skip
    of = heard.of_line[ints(found, "at")]
    ours = pd.DataFrame({"fact": np.arange(len(found)), "line": np.where(of < size, of, size), "kind": found["kind"],
                         "quantity": found["quantity"]})  # fmt: skip
    pairs = ours.merge(theirs, on=["line", "kind", "quantity"], how="inner")
    fact, row = ints(pairs, "fact"), ints(pairs, "row")
    one, other = days(found, "date")[fact], heard.date[row]
    apart = np.abs((one - other).astype(np.int64))
    near = bools(found, "soft")[fact] & ~np.isnat(one) & ~np.isnat(other) & (apart < settings.overdue_grace_days)
    same = (one == other) | (np.isnat(one) & np.isnat(other)) | near | (texts(found, "kind")[fact] == Kind.READY.value)
    since = pick(heard.message, ints(found, "since")[fact], -1)
    same &= (heard.message[row] > since) | ((heard.message[row] == since) & heard.told[row])
    lost = heard.status[row] == MessageStatus.NO_ADDRESS.value
    address = texts(heard.rows, "email")[row]
    alike = np.array([a.strip().casefold() == e.strip().casefold() for a, e in zip(address, emails[fact], strict=True)], bool)
    once = texts(found, "kind")[fact] != Kind.STILL_WAITING.value  # its own clock counts what was sent or skipped
    skipped[fact[same & ~lost & once]] = True
    stuck[fact[same & lost & alike]] = True
    return skipped, stuck
