"""What do WooCommerce's words for an order mean, whoever exported it?

Core statuses as the shop's own documentation has them; the prefix wc- of its database is dropped.
"""

from __future__ import annotations

from backorder_xl.imports.sources.lines import State
from backorder_xl.tables.headers import normal

WORDS = {
    "pending": State.HELD, "pendingpayment": State.HELD, "onhold": State.HELD, "processing": State.OPEN,
    "completed": State.SHIPPED, "complete": State.SHIPPED, "cancelled": State.CANCELLED, "refunded": State.CANCELLED,
    "failed": State.CANCELLED, "checkoutdraft": State.NO_ORDER, "draft": State.NO_ORDER, "trash": State.NO_ORDER,
    "shipped": State.SHIPPED, "partiallyshipped": State.PARTLY, "partialshipped": State.PARTLY, "backordered": State.OPEN,
}  # fmt: skip
_PAID = {"processing", "completed"}


def word(said: str) -> str:
    """The status without its prefix.

    >>> word("wc-on-hold"), word("Processing")
    ('on-hold', 'Processing')
    """
    return said[3:] if said.casefold().startswith("wc-") else said


def paid(said: str, on: str) -> bool:
    """Whether it is paid: a day of payment, or a status that WooCommerce gives only then."""
    return bool(on) or normal(word(said)) in _PAID
