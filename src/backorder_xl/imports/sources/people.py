"""By which code is a buyer known, and how is an address said in one line?

Shops know a buyer by the e-mail address: it is the same for a guest and for an account, and in every shop. Systems for
trade have a code or a name of their own.
"""

from __future__ import annotations

from backorder_xl.imports.sources.table import Order


def email(order: Order, *headers: str) -> str:
    """The address, trimmed; "" where the cell holds none."""
    said = order.text(*headers)
    return said if "@" in said and " " not in said else ""


def buyer(address: str, *others: str, order: str = "") -> str:
    """The customer's code: the address in small letters, else the first of the others, else the order's own number.

    >>> buyer("Ann@Example.com"), buyer("", "", "Ann Lee"), buyer("", order="#7")
    ('ann@example.com', 'Ann Lee', '#7')
    """
    return address.casefold() or next((other for other in others if other), "") or order


def together(*parts: str, between: str = " ") -> str:
    """What is not blank of some texts, in one line; a line break inside a part becomes a space."""
    return between.join(" ".join(part.split()) for part in parts if part.strip())
