"""Who reads a letter: which name, address and language has a customer or supplier, and may we write at all? (rules 1.3, 6.1)

The text of an Email cell is passed on as it stands; whether it is an address is looked at where letters are written.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from backorder_xl.core.inputs import Tables
from backorder_xl.core.keys import Bools, Ints, Texts, places, texts
from backorder_xl.core.letters import Letter
from backorder_xl.core.words import Notify


def hears(at: Ints, tables: Tables) -> Bools:
    """Whether the customer of each of these rows of Orders is written to (Notify)."""
    where = places(texts(tables.orders, "customer")[at], texts(tables.customers, "customer"))
    silent = np.append(texts(tables.customers, "notify") == Notify.NONE.value, False)
    return np.asarray(~silent[where])


def emails(at: Ints, tables: Tables) -> Texts:
    """The address for each of these rows of Orders: the one on Customers, else the row's own.

    Where both are blank, the only address that the customer's rows of Orders name; if they name several, none.
    """
    o, c = tables.orders, tables.customers
    customer, own = texts(o, "customer"), texts(o, "email")
    where = places(customer[at], texts(c, "customer"))
    listed = np.append(texts(c, "email"), "")[where]
    found = np.where(listed != "", listed, own[at])
    blank = np.flatnonzero(found == "")
    if len(blank) and (own != "").any():
        known: dict[str, dict[str, str]] = {}
        named = np.flatnonzero(own != "")
        for code, email in sorted(set(zip(customer[named].tolist(), own[named].tolist(), strict=True))):
            known.setdefault(code.casefold(), {}).setdefault(email.casefold(), email)
        for i in blank.tolist():
            addresses = known.get(customer[at[i]].casefold(), {})
            if len(addresses) == 1:
                found[i] = next(iter(addresses.values()))
    return found


def names(at: Ints, tables: Tables) -> Texts:
    """How each customer is called: on Customers, else on Orders; else the code, where it has no digit and may be a name."""
    o, c = tables.orders, tables.customers
    code = texts(o, "customer")[at]
    listed = np.append(texts(c, "name"), "")[places(code, texts(c, "customer"))]
    found = np.where(listed != "", listed, texts(o, "customer_name")[at])
    for i in np.flatnonzero(found == "").tolist():
        found[i] = "" if any(letter.isdigit() for letter in code[i]) else code[i]
    return found


def languages(at: Ints, tables: Tables) -> Texts:
    """The language of each customer as its cell says, "" where it does not."""
    where = places(texts(tables.orders, "customer")[at], texts(tables.customers, "customer"))
    said: Texts = np.append(texts(tables.customers, "language"), "")[where]
    return said


def to_supplier(letter: Letter, tables: Tables) -> Letter:
    """The letter with what Suppliers knows about its reader: code as written there, name, address, language, currency."""
    s = tables.suppliers
    (at,) = places([letter.recipient], texts(s, "supplier")).tolist()
    if at < 0:
        return letter
    code, name, email, language, currency = (
        str(texts(s, column)[at]) for column in ("supplier", "name", "email", "language", "currency")
    )
    return replace(letter, recipient=code, name=name, email=email, language=language, currency=currency)
