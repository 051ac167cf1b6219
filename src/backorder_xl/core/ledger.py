"""What have customers heard about their order lines, and in which message?

The one home of the promise ledger (rule 6.3), read from the sheet Messages. What a run tells next stands in promises.py.
"""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pandas as pd

from backorder_xl.core.inputs import Tables
from backorder_xl.core.keys import Bools, Days, Ints, Names, Texts, days, group, ints, texts
from backorder_xl.core.letters import MessageKind
from backorder_xl.core.words import MessageStatus

PREFIX = "MSG-"
_OURS = re.compile(rf"{PREFIX}([0-9]{{1,15}})", re.IGNORECASE | re.ASCII)  # a longer number is no count of ours
TOLD = (MessageStatus.DRAFT.value, MessageStatus.SENT.value, MessageStatus.AGREED.value)
"""A draft counts as told, as nobody can tell us when it was sent."""

TO_SUPPLIERS = (MessageKind.PURCHASE_ORDER.value, MessageKind.CHASE.value)
WAITING = (
    MessageKind.BACKORDERED.value,
    MessageKind.DELAYED.value,
    MessageKind.DATED.value,
    MessageKind.PARTLY_READY.value,
    MessageKind.CANCEL_OFFER.value,
    MessageKind.STILL_WAITING.value,
)
"""Kinds whose Quantity is what the customer was told to wait for."""

ALL_OF_IT = int(np.iinfo(np.int64).max // 4)
"""What a row that the user added himself (a phone call, perhaps) says about how much waits."""


class Ledger:
    """The rows of Messages that speak of order lines, oldest first, and what they say about each row of Orders.

    The order of telling is that of our message numbers, so that a sorted sheet says the same; a row that the user added
    under another name comes after all of ours of its day. Arrays named after a
    column hold it per ledger row; methods answer per row of Orders, with -1 or NaT where nothing was told.
    """

    def __init__(self, tables: Tables, order_names: Names) -> None:
        m = tables.messages
        mine = ~np.isin(texts(m, "kind"), TO_SUPPLIERS) & (order_names.of(texts(m, "order")) >= 0)
        m = m[mine]
        names = [Names(texts(m, c)).of(texts(m, c)) for c in ("status", "kind", "message")]
        place, own = _place(texts(m, "message"), days(m, "created"))
        columns = [ints(m, "cancelled"), ints(m, "quantity"), days(m, "told_date"), *names, days(m, "created"), ~own, place]
        self.rows: pd.DataFrame = m.iloc[np.lexsort(columns)].reset_index(drop=True)
        name = Names(texts(m, "message")).of(texts(self.rows, "message"))
        self.message: Ints = np.cumsum(np.diff(name, prepend=-1) != 0)  # numbers the messages in the order of telling
        self.kind: Texts = texts(self.rows, "kind")
        self.status: Texts = texts(self.rows, "status")
        self.date: Days = days(self.rows, "told_date")
        self.created: Days = days(self.rows, "created")
        self.quantity: Ints = ints(self.rows, "quantity")
        self.cancelled: Ints = ints(self.rows, "cancelled")
        self.told: Bools = np.isin(self.status, TOLD)
        self.about_waiting: Bools = self.kind != MessageKind.CANCELLED.value
        self.waits: Ints = np.where(np.isin(self.kind, WAITING), self.quantity, ALL_OF_IT)
        self.waits[self.kind == MessageKind.READY.value] = 0
        self._promised: Days = days(tables.orders, "promised")
        self.of_line, self.of_row = self._matched(tables.orders, order_names)

    def _matched(self, orders: pd.DataFrame, order_names: Names) -> tuple[Ints, Ints]:
        """Common numbers of the rows of Orders and of the ledger, equal for the same order line."""
        if self.rows.empty:
            return np.zeros(len(orders), np.int64), np.zeros(0, np.int64)
        line_names = Names(texts(orders, "line"), texts(self.rows, "line"))
        ours, theirs = ((order_names.of(texts(f, "order")), line_names.of(texts(f, "line"))) for f in (orders, self.rows))
        of_line, of_row = group(ours, theirs)
        return of_line, of_row

    def last(self, which: Bools) -> Ints:
        """The last ledger row about each row of Orders among those of ``which``, -1 for none."""
        if self.rows.empty:
            return np.full(len(self.of_line), -1, np.int64)
        size = int(max(self.of_line.max(initial=-1), self.of_row.max(initial=-1))) + 1
        last = np.full(size, -1, np.int64)
        chosen = np.flatnonzero(which)
        np.maximum.at(last, self.of_row[chosen], chosen)
        return last[self.of_line]

    def date_told(self, before: np.datetime64 | None = None) -> Days:
        """The date last told about each row of Orders: the last message's, NaT where it knew none, else Promised (1.3).

        ``before`` leaves out what was told on that day or later, so that a run does not change what the next one on the
        same day decides.
        """
        which = self.told & self.about_waiting
        if before is not None:
            which = which & ~(self.created >= before)
        return pick(self.date, self.last(which), self._promised)

    def agreed(self) -> Bools:
        """Whether the buyer agreed to each row: any row of its message and order says so (rule 6.4)."""
        yes: Bools = self.status == MessageStatus.AGREED.value
        if not yes.any():
            return yes
        message, order = (Names(texts(self.rows, c)).of(texts(self.rows, c)) for c in ("message", "order"))
        (pair,) = group((message, order))
        return np.asarray(np.isin(pair, pair[yes]))


def number_of(message: str) -> int:
    """The number of one of our messages, -1 for any other name."""
    found = _OURS.fullmatch(message)
    return int(found.group(1)) if found else -1


def _place(message: Texts, created: Days) -> tuple[Ints, Bools]:
    """Each row's place in the order of telling, and whether the message is ours.

    The place of a row of the user's is that of our last message created until its day; without a day it comes first.
    """
    codes, distinct = pd.factorize(message)
    number = np.array([*(number_of(name) for name in distinct), -1], np.int64)[codes]
    own = number >= 0
    if own.all():
        return number, own
    when = created.astype(np.int64)  # NaT is the smallest
    by_day = np.argsort(when[own], kind="stable")
    highest = np.maximum.accumulate(np.concatenate([[-1], number[own][by_day]]))
    before = np.searchsorted(when[own][by_day], when, side="right")
    return np.where(own, number, np.where(np.isnat(created), -1, highest[before])), own


def pick(values: np.ndarray, rows: Ints, otherwise: Any) -> np.ndarray:
    """The values of some ledger rows; ``otherwise``, a value or one per place, where the row is -1."""
    instead = np.broadcast_to(np.asarray(otherwise, values.dtype), rows.shape)
    return np.where(rows >= 0, values[rows], instead) if len(values) else instead.copy()
