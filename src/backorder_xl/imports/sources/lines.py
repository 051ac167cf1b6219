"""What became of an order line, in the words of our Orders table?

The outcomes that every shop knows, whatever it calls them. The quantities follow from the status where the export has
none of its own.
"""

from __future__ import annotations

from decimal import Decimal
from enum import Enum
from typing import NamedTuple

from backorder_xl.core.words import OrderStatus
from backorder_xl.imports.model import Weight
from backorder_xl.imports.sources.gather import Gather
from backorder_xl.imports.sources.table import Row
from backorder_xl.tables.contracts.orders import ORDERS
from backorder_xl.tables.headers import normal

_KNOWN = ORDERS.field("status")


class State(Enum):
    """What a system says of a line that it gives no shipped quantity for."""

    OPEN = "open"  # nothing has left
    HELD = "held"  # not to be shipped for now, mostly as it is not paid
    PARTLY = "partly"  # some has left, and the export does not say how much
    SHIPPED = "shipped"  # all of it has left
    CANCELLED = "cancelled"  # what has not left is not wanted any more
    NO_ORDER = "no order"  # a draft or quotation: not an order yet


class Fate(NamedTuple):
    """Shipped and cancelled units (None: not known, so that the workbook keeps what it has), and our Status."""

    shipped: Decimal | None
    cancelled: Decimal | None
    status: str


def fate(state: State, ordered: Decimal | None, shipped: Decimal | None = None) -> Fate:
    """The quantities that follow from a state; ``shipped`` is what the export itself says has left.

    >>> fate(State.CANCELLED, Decimal(5), Decimal(2))[:2]
    (Decimal('2'), Decimal('3'))
    """
    of, nothing = ordered if ordered is not None else Decimal(0), Decimal(0)
    match state:
        case State.SHIPPED:
            return Fate(of, nothing, OrderStatus.CLOSED)
        case State.CANCELLED:
            gone = min(shipped or nothing, of)
            return Fate(gone, of - gone, OrderStatus.CLOSED)
        case State.HELD:
            return Fate(shipped if shipped is not None else nothing, nothing, OrderStatus.ON_HOLD)
        case State.PARTLY:
            return Fate(shipped, nothing, OrderStatus.OPEN)
        case _:
            return Fate(shipped if shipped is not None else nothing, nothing, OrderStatus.OPEN)


def state_of(out: Gather, row: Row, column: str, word: str, words: dict[str, State]) -> State:
    """The state that a system's word stands for; one that nobody knows counts as open, and is told (as in rule 1.3)."""
    key = normal(word)
    if not key:
        return State.OPEN
    if key in words:
        return words[key]
    match _KNOWN.synonyms.get(key, key):
        case "closed":
            return State.SHIPPED
        case "open":
            return State.OPEN
        case "on hold" | "onhold":
            return State.HELD
    out.say(
        Weight.NOTED, row.number, out.table.said(column), word,
        f"The status {word!r} is not known and counts as open; type Status on Orders if it is not.",
    )  # fmt: skip
    return State.OPEN


def partly(out: Gather, row: Row, column: str) -> None:
    """Tell that some of a line has left and the export does not say how much."""
    out.say(
        Weight.QUESTION, row.number, out.table.said(column), row.text(column),
        "Part of this line has been shipped, and the export does not say how much: Shipped stays as it is in the workbook; "
        "type it there.",
    )  # fmt: skip


def per_unit(total: Decimal | None, units: Decimal | None) -> Decimal | None:
    """The price of one unit, where the export has the line's amount; exact to ten-thousandths (rule 1.2)."""
    return (total / units).quantize(Decimal("0.0001")) if total is not None and units else None
