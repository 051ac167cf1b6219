"""What does one letter say, and to whom? The plain data between the decisions (promises, legal) and the words (messages/).

A letter is decided whole before a word of it is written: the room messages/ only puts it into a language and a form.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from backorder_xl.core.words import NO_MONEY


class MessageKind(StrEnum):
    """What a message tells (rule 6.2). The order is that of weight: the first kind among its items leads a letter."""

    CANCELLED = "cancelled"  # what was cancelled is confirmed
    DELAYED = "delayed"  # later than the date last told: apology, old date, new date, wait or cancel
    CANCEL_OFFER = "cancel offer"  # waited too long, or no supply at all
    BACKORDERED = "backordered"  # a line waits for the first time
    DATED = "dated"  # a date where none was known
    PARTLY_READY = "partly ready"  # a part of what was told as waiting is here
    READY = "ready"  # a line told as waiting is now filled
    STILL_WAITING = "still waiting"  # no news for a while
    PURCHASE_ORDER = "purchase order"  # to a supplier: the order itself
    CHASE = "chase"  # to a supplier: it is overdue


class Clause(StrEnum):
    """A sentence that a law demands in a notice (rule 6.4); docs/legal.md names the source of each."""

    US_SILENCE = "us silence"  # first notice, new date at most 30 days after the due date: silence is consent
    US_AGREE = "us agree"  # first notice, later or unknown: cancelled unless the buyer agrees by the deadline
    US_RENEWED = "us renewed"  # a renewed notice: silence is never consent
    US_REFUND = "us refund"  # refund within 7 working days
    EU_RIGHTS = "eu rights"  # delivery is late: a further period may be set, then the contract ended
    EU_REFUND = "eu refund"  # refund without undue delay
    UK_RIGHTS = "uk rights"
    UK_REFUND = "uk refund"


@dataclass(frozen=True)
class Legal:
    """One clause for one order; ``deadline`` is the day until which the buyer may answer, or by which we refund."""

    clause: Clause
    order: str
    due: dt.date | None  # when shipment (delivery) was due so far
    revised: dt.date | None  # the new date, None = not known
    deadline: dt.date | None


@dataclass(frozen=True)
class Item:
    """One line that a letter speaks of. Quantities in millionths, money in ten-thousandths (NO_MONEY = unknown).

    To a customer ``order`` and ``line`` are the sales order's, to a supplier the purchase order's.
    """

    kind: MessageKind
    order: str
    line: str
    sku: str
    description: str = ""
    unit: str = ""
    specification: str = ""
    ordered: int = 0  # what the line was ordered for
    ships_now: int = 0  # what of it can leave now
    waits: int = 0  # what of it waits; of a cancelled line, what was cancelled
    date: dt.date | None = None  # the date that is told now; None = none is known yet
    old_date: dt.date | None = None  # the date last told; None = none was
    substitute: str = ""  # what could be sent instead
    price: int = NO_MONEY  # the order's unit price, or the purchase order's unit cost
    supplier_sku: str = ""
    cancelled: int = 0  # what of the order line is cancelled by now; for Messages, not for the text


@dataclass(frozen=True)
class Letter:
    """One message to one customer or supplier (rule 6.1), decided whole.

    ``kind`` is the weightiest of its items' kinds. ``next_news`` is when a customer without a date hears from us next.
    ``review`` says why a person should read it before it goes, "" = no reason. ``step`` counts chase letters from 1.
    """

    number: str
    kind: MessageKind
    recipient: str
    name: str
    email: str
    language: str
    created: dt.date
    items: tuple[Item, ...]
    legal: tuple[Legal, ...] = ()
    next_news: dt.date | None = None
    review: str = ""
    currency: str = ""
    step: int = 0
    ship_to: str = ""  # of a purchase order: the customer's order that it goes straight to
    wanted_by: dt.date | None = None  # of a purchase order: the earliest date that its lines are wanted for

    @property
    def to_supplier(self) -> bool:
        return self.kind in (MessageKind.PURCHASE_ORDER, MessageKind.CHASE)

    @property
    def orders(self) -> tuple[str, ...]:
        """The orders that it speaks of, each once, in the order of its items."""
        return tuple(dict.fromkeys(item.order for item in self.items))


def _nothing() -> None:
    """Nothing is left to be done."""


@dataclass(frozen=True)
class Drafted:
    """What became of letters once they were put into words; every mapping goes by the letter's number.

    A letter is drafted when it is in ``subjects``; ``files`` says where. Those whose address cannot be used are in
    ``unaddressed``, those that could not be drafted in ``failed``, each with a sentence that says why; ``notes`` are
    sentences about all of them. Nothing is written anywhere before ``save`` is called, which sets the drafts aside; once the
    workbook is written they are ``put_out``, and if it is not they are taken back.
    """

    subjects: Mapping[str, str]
    files: Mapping[str, str] = field(default_factory=dict)
    unaddressed: Mapping[str, str] = field(default_factory=dict)
    failed: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    save: Callable[[], None] = _nothing
    put_out: Callable[[], None] = _nothing
    take_back: Callable[[], None] = _nothing
