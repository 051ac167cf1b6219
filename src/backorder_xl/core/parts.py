"""How is a book decided in parts, so that together they say what one plan of the whole would say?

A part holds all rows of some items. Serving and netting need no more than that (sections 2, 3 and 4.1); buying looks at the
missing units of all parts at once (4.2 to 4.7), and what is planned is served in each part again. What an order's lines do
together, in several parts, is settled afterwards by whoever holds all of them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from backorder_xl.core import dates, demand, purchasing, sources
from backorder_xl.core.inputs import Tables
from backorder_xl.core.keys import Texts, ints, texts
from backorder_xl.core.planning import Begun
from backorder_xl.core.settings import Settings
from backorder_xl.core.words import AllocationPolicy, OrderStatus, ShipCompleteRule

_PLACED = ("sku", "specification", "location")


@dataclass(frozen=True)
class Missing:
    """What a part lacks. ``wanted``: the rows of Begun.wanted with their codes in words, order "" for common goods. ``written``:
    rows of Orders, by their row on the sheet, in which these codes were first written so."""

    wanted: pd.DataFrame
    written: pd.DataFrame


def whole_only(settings: Settings) -> str:
    """Why a book of such settings cannot be decided in parts; "" where it can."""
    if settings.allocation_policy is AllocationPolicy.MOST_COMPLETE:
        return "Allocation Policy most-complete looks at all items of all orders at once; choose another for a book in parts."
    if settings.ship_complete_rule is ShipCompleteRule.RELEASE:
        return "Ship Complete Rule release looks at all items of an order at once; choose hold for a book in parts."
    return ""


def missing(begun: Begun, tables: Tables) -> Missing:
    """What the part lacks, in words that mean the same in every part."""
    names, wanted = begun.state.names, begun.wanted
    said = wanted[["need", "due"]].copy()
    for column, number, known in (
        ("sku", "sku_no", names.sku), ("specification", "spec_no", names.specification), ("order", "order_no", names.order)
    ):  # fmt: skip
        said[column] = np.append(np.array([*known.folded, ""], object), "")[ints(wanted, number)]
    said["location"] = np.append(np.array([*names.location.folded, ""], object), "")[ints(wanted, "place_no")]
    orders = tables.orders
    first = np.zeros(len(orders), bool)
    for column in _PLACED:
        first |= ~orders[column].duplicated().to_numpy()
    dropped = np.isin(names.order.of(texts(orders, "order")), ints(wanted, "order_no"))
    first |= dropped & ~orders["order"].duplicated().to_numpy()
    return Missing(said, orders[first].reset_index(drop=True))


def buy(parts: Sequence[Missing], common: Tables, settings: Settings, as_of: dt.date) -> tuple[purchasing.Plan, list[int]]:
    """What to buy for all parts, as one plan would buy it, and where the rows of each part begin in ``needs``.

    ``common`` has every table but Orders whole. Lines carry their codes in words, so that each part finds its own.
    """
    written = pd.concat([p.written for p in parts], ignore_index=True).sort_values("row", kind="stable", ignore_index=True)
    tables = replace(common, orders=written)
    names = demand.keys(tables, settings)
    rows = pd.concat([p.wanted for p in parts], ignore_index=True)
    order = np.where(texts(rows, "order") == "", -1, names.order.of(texts(rows, "order")))
    numbered = pd.DataFrame(
        {
            "sku_no": names.sku.of(texts(rows, "sku")),
            "spec_no": names.specification.of(texts(rows, "specification")),
            "place_no": names.places(texts(rows, "location")),
            "order_no": order,
            "need": rows["need"],
            "due": rows["due"],
        }
    )
    source = sources.sources(tables, names.sku, settings)
    when = dates.calendars(tables, settings)
    plan = purchasing.propose(numbered, tables, names, source, when, settings, np.datetime64(as_of, "D"))
    return plan, np.cumsum([0, *(len(p.wanted) for p in parts)]).tolist()


def share(plan: purchasing.Plan, begun: Begun, first: int, last: int) -> purchasing.Plan:
    """What one part gets of the plan of all: its needs stand from ``first`` to before ``last``, its lines by their items."""
    names = begun.state.names
    mine = (ints(plan.lines, "need_row") >= first) & (ints(plan.lines, "need_row") < last)
    lines = plan.lines[mine].reset_index(drop=True)
    lines["sku_no"] = names.sku.of(texts(lines, "sku"))
    lines["spec_no"] = names.specification.of(texts(lines, "specification"))
    lines["place_no"] = names.places(texts(lines, "location"))
    lines["order_no"] = np.where(ints(lines, "order_no") < 0, -1, names.order.of(texts(lines, "ship_to")))
    needs = begun.wanted.assign(why_not=texts(plan.needs, "why_not")[first:last])
    return purchasing.Plan(needs, lines, plan.missing)


def settled(tables: Tables, complete: Texts, known: Texts) -> Tables:
    """A part's tables with what only the whole book knows: which of its orders ship complete, in small letters, and which
    orders there are that a purchase line may be kept for."""
    orders = tables.orders
    ships_whole, folded = set(complete.tolist()), [o.casefold() for o in texts(orders, "order")]
    whole = np.fromiter((o in ships_whole for o in folded), bool, len(folded))
    orders = orders.assign(ship_complete=np.asarray(orders["ship_complete"], bool) | whole)
    here = set(folded)
    away = np.array([*(o for o in known.tolist() if o not in here), ""], object)[:-1]
    if len(away):
        closed = blank_rows(orders, len(away)).assign(order=away, status=OrderStatus.CLOSED.value)
        orders = pd.concat([orders, closed], ignore_index=True)
    return replace(tables, orders=orders)


def blank_rows(like: pd.DataFrame, rows: int) -> pd.DataFrame:
    """So many rows of nothing, with the columns and kinds of a table."""
    kinds: dict[str, object] = {"M": np.datetime64("NaT", "s"), "O": "", "b": False}
    return pd.DataFrame(
        {c: pd.Series(np.full(rows, kinds.get(d.kind, 0), d)) for c, d in like.dtypes.items()}
    )
