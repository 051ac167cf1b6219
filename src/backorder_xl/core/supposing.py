"""What would the tables and settings be, if something were otherwise?

A purchase order slips, a delivery is short, an order goes first: each supposition is made in copies of the tables, and said
in one sentence. What a plan makes of them is the business of whatif.py; nothing is decided here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches

import numpy as np
import pandas as pd

from backorder_xl.core import say
from backorder_xl.core.editing import blank_row, put, spread, with_rows
from backorder_xl.core.inputs import Tables
from backorder_xl.core.keys import Bools, Ints, Texts, days, ints, natural, texts
from backorder_xl.core.settings import BadSetting, Settings, parse
from backorder_xl.core.state import State
from backorder_xl.core.words import NO_DAYS, NO_MONEY, UNIT, OrderStatus, PurchaseStatus, SourceKind, Supposition

SOMEBODY = "what-if"
"""The customer of demand that is only supposed."""


@dataclass(frozen=True)
class Suppose:
    """One supposition as it was typed: ``name`` and ``line`` say of what, ``by`` how much (units in millionths, days whole;
    None = blank), ``to`` a day or a setting's value. ``row`` is its sheet row, 0 where it was typed on the command line.
    """

    what: Supposition
    name: str
    line: str = ""
    by: int | None = None
    to: dt.date | str | None = None
    row: int = 0


@dataclass(frozen=True)
class Said:
    """What was supposed, or, if ``wrong``, why it cannot be; one sentence."""

    of: Suppose
    sentence: str
    wrong: bool = False


class _Wrong(Exception):
    """Why a supposition cannot be made; becomes a Said, never leaves this module."""


@dataclass
class _World:
    """The copies in which suppositions are made, and what is known of the book as it stands."""

    tables: Tables
    settings: Settings
    as_of: dt.date
    now: State


def suppose(
    tables: Tables, settings: Settings, as_of: dt.date, supposed: Sequence[Suppose], now: State
) -> tuple[Tables, Settings, list[Said]]:
    """Tables and settings with every supposition made, in the order given; ``now`` is the state of the book as it stands.

    One that cannot be made (an unknown purchase order, no number of days) is said to be wrong, and the others are made.
    """
    world = _World(_copied(tables), settings, as_of, now)
    said = []
    for one in supposed:
        try:
            said.append(Said(one, _BY_KIND[one.what](world, one)))
        except _Wrong as why:
            said.append(Said(one, str(why), wrong=True))
    return world.tables, world.settings, said


def _copied(tables: Tables) -> Tables:
    return replace(
        tables,
        orders=tables.orders.copy(),
        stock=tables.stock.copy(),
        purchase_orders=tables.purchase_orders.copy(),
        receipts=tables.receipts.copy(),
    )


def _same(column: Texts, code: str) -> Bools:
    wanted = code.casefold()
    return np.fromiter((c.casefold() == wanted for c in column), bool, len(column))


def _find(frame: pd.DataFrame, column: str, one: Suppose, kind: str) -> tuple[Ints, Suppose]:
    """The rows that a name means, with a line written behind it as PO-1/2 too; raises _Wrong with the nearest name."""
    codes = texts(frame, column)
    rows = np.flatnonzero(_same(codes, one.name))
    if not len(rows) and "/" in one.name and not one.line:
        name, _, line = one.name.rpartition("/")
        rows, one = np.flatnonzero(_same(codes, name)), replace(one, name=name, line=line)
    if not len(rows):
        folded = {c.casefold(): c for c in codes.tolist()}
        near = get_close_matches(one.name.casefold(), list(folded), n=1)
        raise _Wrong(f"There is no {kind} {one.name}." + (f" Did you mean {folded[near[0]]}?" if near else ""))
    if one.line:
        rows = rows[_same(texts(frame, "line")[rows], one.line)]
        if not len(rows):
            raise _Wrong(f"There is no line {one.line} on {kind} {one.name}.")
    return rows, one


def _spoken(one: Suppose) -> str:
    return f"{one.name} line {one.line}" if one.line else one.name


def _number_of(one: Suppose, counts: str) -> int:
    if one.by is None or one.by <= 0:
        raise _Wrong(f"{one.what.value.capitalize()} {_spoken(one)}: by how many {counts}? Give a number above 0.")
    return one.by


def _days_of(one: Suppose) -> int:
    by = one.by
    if by is None or by == 0 or by % UNIT or abs(by) > 3650 * UNIT:
        raise _Wrong(f"{one.what.value.capitalize()} {_spoken(one)}: by how many days? Give a whole number of days.")
    return by // UNIT


def _open_purchases(world: _World, rows: Ints, who: str) -> Ints:
    """Those of some rows of Purchase Orders that are still to come; raises _Wrong if none is."""
    p = world.tables.purchase_orders
    left = ints(p, "ordered") - ints(p, "received") - ints(p, "cancelled")
    live = np.isin(texts(p, "status"), [PurchaseStatus.ORDERED.value, PurchaseStatus.CONFIRMED.value])
    rows = rows[live[rows] & (left[rows] > 0)]
    if not len(rows):
        raise _Wrong(f"Nothing is on its way on {who}: it is received, cancelled or only proposed.")
    return rows


def _reckoned(world: _World, rows: Ints) -> np.ndarray:
    """The day on which each of these open purchase lines is reckoned to arrive, as the book stands (rule 3.3)."""
    open_ = world.now.purchases
    grace = np.datetime64(world.as_of, "D") + world.settings.overdue_grace_days
    arrives = np.where(np.asarray(open_["overdue"], bool), grace, days(open_, "arrival"))
    day_of = dict(zip(ints(open_, "row").tolist(), arrives, strict=True))
    p = world.tables.purchase_orders
    typed = days(p, "expected")[rows]
    known = [day_of.get(row, np.datetime64("NaT")) for row in ints(p, "row")[rows].tolist()]
    return np.where(np.isnat(np.array(known, "datetime64[D]")), typed, np.array(known, "datetime64[D]"))


def _po_slips(world: _World, one: Suppose) -> str:
    p = world.tables.purchase_orders
    rows, one = _find(p, "po", one, "purchase order")
    rows = _open_purchases(world, rows, _spoken(one))
    if isinstance(one.to, dt.date):
        then = np.full(len(rows), np.datetime64(one.to, "D"))
        how = f"comes on {one.to}"
    else:
        by = _days_of(one)
        then = _reckoned(world, rows) + by
        how = f"comes {_many(abs(by), 'day')} {'later' if by > 0 else 'earlier'}"
    put(p, "expected", rows, np.maximum(then, np.datetime64(world.as_of, "D")).astype("datetime64[s]"))
    last = say.day(days(p, "expected")[rows].max())
    return f"{_spoken(one)} {how}" + ("." if isinstance(one.to, dt.date) else f", on {last}.")


def _supplier_slips(world: _World, one: Suppose) -> str:
    """Open lines come later, and so does what will be ordered: each lead time is written out on Sourcing, and grows."""
    t, by = world.tables, _days_of(one)
    p, source = t.purchase_orders, world.now.sources
    mine = np.flatnonzero(_same(texts(p, "supplier"), one.name))
    (who,) = source.suppliers.of([one.name]).tolist()
    if who < 0:
        raise _Wrong(f"There is no supplier {one.name}.")
    one = replace(one, name=source.spelling[who])
    try:
        rows = _open_purchases(world, mine, one.name)
        then = np.maximum(_reckoned(world, rows) + by, np.datetime64(world.as_of, "D"))
        put(p, "expected", rows, then.astype("datetime64[s]"))
    except _Wrong:
        rows = mine[:0]
    offers = source.offers[ints(source.offers, "supplier_no") == who]
    s, names = t.sourcing.copy(), world.now.names
    lead = dict(zip(ints(offers, "sku_no").tolist(), ints(offers, "lead").tolist(), strict=True))
    own = np.flatnonzero(_same(texts(s, "supplier"), one.name))
    listed = names.sku.of(texts(s, "sku")[own])
    put(s, "lead_time", own, np.array([max(lead[n] + by, 0) for n in listed.tolist()], np.int64))
    missing = [n for n in lead if n not in set(listed.tolist())]
    rows_more = [blank_row(s, sku=names.sku.folded[n], supplier=one.name, lead_time=max(lead[n] + by, 0),
                            rank=NO_DAYS, unit_cost=NO_MONEY, kind=SourceKind.STANDARD.value) for n in missing]  # fmt: skip
    world.tables = replace(t, sourcing=with_rows(s, rows_more))
    return f"Everything from {one.name} comes {_many(abs(by), 'day')} {'later' if by > 0 else 'earlier'}, open or yet to order."


def _short(world: _World, one: Suppose) -> str:
    t = world.tables
    receipts = np.flatnonzero(_same(texts(t.receipts, "receipt"), one.name) & np.isnat(days(t.receipts, "posted")))
    if len(receipts) and not _same(texts(t.purchase_orders, "po"), one.name).any():
        came, rejected = ints(t.receipts, "received")[receipts], ints(t.receipts, "rejected")[receipts]
        missing = spread(came - rejected, one.by)
        put(t.receipts, "received", receipts, came - missing)
        return f"Of receipt {one.name}, {say.units(int(missing.sum()))} are missing."
    p = t.purchase_orders
    rows, one = _find(p, "po", one, "purchase order or unposted receipt")
    rows = _open_purchases(world, rows, _spoken(one))
    left = (ints(p, "ordered") - ints(p, "received") - ints(p, "cancelled"))[rows]
    missing = spread(left, one.by)
    put(p, "cancelled", rows, ints(p, "cancelled")[rows] + missing)
    return f"{say.units(int(missing.sum()))} of the {say.units(int(left.sum()))} on {_spoken(one)} do not come."


def _order_first(world: _World, one: Suppose) -> str:
    o = world.tables.orders
    rows, one = _find(o, "order", one, "order")
    first = np.asarray(o["put_first"], bool).copy() if "put_first" in o else np.zeros(len(o), bool)
    first[rows] = True
    o["put_first"] = first
    return f"{_spoken(one)} is served before all others."


def _cancel(world: _World, one: Suppose) -> str:
    o = world.tables.orders
    rows, one = _find(o, "order", one, "order")
    left = ints(o, "ordered") - ints(o, "shipped") - ints(o, "cancelled")
    rows = rows[(left[rows] > 0) & (texts(o, "status")[rows] == OrderStatus.OPEN.value)]
    if not len(rows):
        raise _Wrong(f"Nothing of {_spoken(one)} is open.")
    gone = spread(left[rows], one.by)
    put(o, "cancelled", rows, ints(o, "cancelled")[rows] + gone)
    return f"{say.units(int(gone.sum()))} of the {say.units(int(left[rows].sum()))} open on {_spoken(one)} are cancelled."


def _more_demand(world: _World, one: Suppose) -> str:
    o, by = world.tables.orders, _number_of(one, "units")
    sku = _sku(world, one)
    mine = np.flatnonzero(_same(texts(o, "sku"), sku) & (ints(o, "unit_price") != NO_MONEY))
    newest = mine[np.lexsort((mine, days(o, "order_date")[mine].astype(np.int64)))][-1:]
    price = int(ints(o, "unit_price")[newest[0]]) if len(newest) else NO_MONEY
    taken = {c.casefold() for c in texts(o, "order")}
    number = next(n for n in range(1, len(o) + 2) if f"{SOMEBODY} {n}" not in taken)
    today = np.datetime64(world.as_of, "s")
    need_by = np.datetime64(one.to, "s") if isinstance(one.to, dt.date) else np.datetime64("NaT", "s")
    row = blank_row(o, order=f"{SOMEBODY} {number}", line="1", customer=SOMEBODY, sku=sku, ordered=by, order_date=today,
                     need_by=need_by, priority=5, unit_price=price, status=OrderStatus.OPEN.value)  # fmt: skip
    world.tables = replace(world.tables, orders=with_rows(o, [row]))
    when = f", needed by {one.to}" if isinstance(one.to, dt.date) else ""
    return f"Another {say.units(by)} of {sku} are ordered today{when}."


def _more_stock(world: _World, one: Suppose) -> str:
    s, by, sku = world.tables.stock, _number_of(one, "units"), _sku(world, one)
    rows = _shelf(s, sku)
    if len(rows):
        put(s, "on_hand", rows[:1], np.maximum(ints(s, "on_hand")[rows[:1]], 0) + by)
    else:
        world.tables = replace(world.tables, stock=with_rows(s, [blank_row(s, sku=sku, on_hand=by)]))
    return f"There are {say.units(by)} more of {sku} in stock."


def _less_stock(world: _World, one: Suppose) -> str:
    s, by, sku = world.tables.stock, _number_of(one, "units"), _sku(world, one)
    rows = _shelf(s, sku)
    there = np.maximum(ints(s, "on_hand")[rows], 0)
    gone = spread(there, by)
    if not gone.sum():
        raise _Wrong(f"There are no {sku} in stock that could be missing.")
    put(s, "on_hand", rows, there - gone)
    return f"{say.units(int(gone.sum()))} of the {say.units(int(there.sum()))} of {sku} in stock are missing."


def _setting(world: _World, one: Suppose) -> str:
    try:
        name, value = parse(one.name, one.to)
    except BadSetting as why:
        raise _Wrong(str(why)) from why
    world.settings = replace(world.settings, **{name: value})
    shown = ("yes" if value else "no") if isinstance(value, bool) else str(value)
    return f"{one.name} is {shown}."


def _sku(world: _World, one: Suppose) -> str:
    """The item as it is written in the book."""
    for table in (world.tables.items, world.tables.stock, world.tables.orders):
        rows = np.flatnonzero(_same(texts(table, "sku"), one.name))
        if len(rows):
            return str(texts(table, "sku")[rows[0]])
    raise _Wrong(f"There is no item {one.name}.")


def _shelf(stock: pd.DataFrame, sku: str) -> Ints:
    """The rows of an item without a specification, by place."""
    rows = np.flatnonzero(_same(texts(stock, "sku"), sku) & (texts(stock, "specification") == ""))
    places: list[str] = texts(stock, "location").tolist()
    return np.array(sorted(rows.tolist(), key=lambda row: (natural(places[row]), row)), np.int64)


def _many(count: int, word: str) -> str:
    return f"{count} {word}" if count == 1 else f"{count} {word}s"


_BY_KIND: dict[Supposition, Callable[[_World, Suppose], str]] = {
    Supposition.PO_SLIPS: _po_slips,
    Supposition.SUPPLIER_SLIPS: _supplier_slips,
    Supposition.SHORT: _short,
    Supposition.ORDER_FIRST: _order_first,
    Supposition.CANCEL: _cancel,
    Supposition.MORE_DEMAND: _more_demand,
    Supposition.MORE_STOCK: _more_stock,
    Supposition.LESS_STOCK: _less_stock,
    Supposition.SETTING: _setting,
}
