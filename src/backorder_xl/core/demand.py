"""What is open, and what is free to serve it?

Open order lines (rule 2.1), free stock (2.2) and open purchase lines (3.2, 3.3) as frames that share the same numbered
keys, so that serving is arithmetic on groups. It does not say who is served first.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from backorder_xl.core import dates
from backorder_xl.core.inputs import Tables
from backorder_xl.core.keys import Days, Ints, Names, bools, days, frame, group, ints, sums, texts
from backorder_xl.core.settings import Settings
from backorder_xl.core.sources import Sources
from backorder_xl.core.words import ItemPolicy, OrderStatus, PurchaseStatus


@dataclass(frozen=True)
class Keys:
    """The numbering of every code that demand and supply are joined on."""

    sku: Names
    specification: Names
    location: Names
    order: Names
    located: bool  # whether places count at all (rule 2.2)
    default_location: str

    def places(self, column: np.ndarray) -> Ints:
        """Location numbers with the default in place of blanks; all 0 where places do not count."""
        if not self.located:
            return np.zeros(len(column), np.int64)
        filled = np.where(column == "", self.default_location, column)
        return self.location.of(filled)


def keys(tables: Tables, settings: Settings) -> Keys:
    """Number the codes of all tables that meet each other."""
    t = tables
    located = t.has("orders", "location") and t.has("stock", "location")
    return Keys(
        sku=Names(*(texts(f, "sku") for f in (t.orders, t.stock, t.purchase_orders, t.items, t.sourcing))),
        specification=Names([""], *(texts(f, "specification") for f in (t.orders, t.stock, t.purchase_orders))),
        location=Names(
            [settings.default_location], *(texts(f, "location") for f in (t.orders, t.stock, t.purchase_orders, t.receipts))
        ),
        order=Names(texts(t.orders, "order")),
        located=located,
        default_location=settings.default_location,
    )


def item_of(tables: Tables, names: Keys) -> Ints:
    """The row of Items for each SKU number, -1 where Items has none."""
    out = np.full(len(names.sku), -1, np.int64)
    out[names.sku.of(texts(tables.items, "sku"))] = np.arange(len(tables.items))
    return out


def open_lines(tables: Tables, names: Keys, told: Days) -> pd.DataFrame:
    """Order lines that take part: open, not closed, not on hold (rule 2.1). Row order is the sheet's.

    Adds ``at`` (the row's place in Orders), ``open`` (millionths), the key numbers, ``complete`` (the order ships
    complete: any of its lines says so), the item's ``policy`` and ``release_date``, and ``told``, which comes per row of
    Orders (the date last told, rule 1.3).
    """
    o = tables.orders
    quantity = ints(o, "ordered") - ints(o, "shipped") - ints(o, "cancelled")
    order_no = names.order.of(texts(o, "order"))
    complete = np.zeros(len(names.order), bool)
    complete[order_no[bools(o, "ship_complete")]] = True
    taking_part = (quantity > 0) & (texts(o, "status") == OrderStatus.OPEN.value)

    lines: pd.DataFrame = o[taking_part].reset_index(drop=True)
    lines["at"] = np.flatnonzero(taking_part)
    lines["open"] = quantity[taking_part]
    lines["sku_no"] = names.sku.of(texts(lines, "sku"))
    lines["spec_no"] = names.specification.of(texts(lines, "specification"))
    lines["place_no"] = names.places(texts(lines, "location"))
    lines["order_no"] = order_no[taking_part]
    lines["line_no"] = Names(texts(lines, "line")).of(texts(lines, "line"))
    lines["complete"] = complete[lines["order_no"].to_numpy()]
    item = item_of(tables, names)[lines["sku_no"].to_numpy()]
    lines["item"] = item
    lines["policy"] = _from_items(texts(tables.items, "policy"), item, ItemPolicy.BACKORDER.value)
    lines["release_date"] = pd.Series(
        _from_items(days(tables.items, "release_date"), item, np.datetime64("NaT")).astype("datetime64[s]")
    )
    lines["told"] = pd.Series(told[taking_part].astype("datetime64[s]"))
    (lines["group"],) = group(tuple(lines[c].to_numpy() for c in ("sku_no", "spec_no", "place_no")))
    return lines


def _from_items(values: np.ndarray, item: Ints, default: object) -> np.ndarray:
    if len(values) == 0:
        return np.full(len(item), default, values.dtype)
    picked = values[item].copy()
    picked[item < 0] = default
    return np.asarray(picked)


def free_stock(tables: Tables, names: Keys) -> pd.DataFrame:
    """Free units per SKU, Specification and place: On Hand less Reserved, never below 0 (rule 2.2).

    On Hand below 0 counts as 0; several rows of one place are added up before Reserved is taken off.
    """
    s = tables.stock
    keyed = (
        names.sku.of(texts(s, "sku")),
        names.specification.of(texts(s, "specification")),
        names.places(texts(s, "location")),
    )
    (number,) = group(keyed)
    size = int(number.max(initial=-1)) + 1
    first = np.full(size, -1, np.int64)
    first[number[::-1]] = np.arange(len(number))[::-1]
    on_hand, reserved = sums(number, np.maximum(ints(s, "on_hand"), 0), size), sums(number, ints(s, "reserved"), size)
    return frame(
        sku_no=keyed[0][first],
        spec_no=keyed[1][first],
        place_no=keyed[2][first],
        on_hand=on_hand,
        free=np.maximum(on_hand - reserved, 0),
    )


def open_purchases(
    tables: Tables,
    names: Keys,
    sources: Sources,
    when: dates.Calendars,
    settings: Settings,
    as_of: np.datetime64,
    delivered: Ints | None = None,
) -> pd.DataFrame:
    """Open purchase lines with the day on which their units can be used, in the order in which they serve.

    Open means Ordered - Received - Cancelled above 0 and Status ordered or confirmed (rule 3.2). ``available`` follows
    rule 3.3; lines that are being delivered (``delivered``: their sheet rows) keep the day that was stated for them, late
    or not (5.3). ``order_no`` is the order that a line is dedicated to, -1 for common supply, -2 for an order unknown here.
    """
    p = tables.purchase_orders
    left = ints(p, "ordered") - ints(p, "received") - ints(p, "cancelled")
    live = np.isin(texts(p, "status"), [PurchaseStatus.ORDERED.value, PurchaseStatus.CONFIRMED.value])
    rows = p[(left > 0) & live].reset_index(drop=True)
    sku_no = names.sku.of(texts(rows, "sku"))
    supplier = texts(rows, "supplier")

    expected, ordered = days(rows, "expected"), days(rows, "order_date")
    start = np.where(np.isnat(ordered), as_of, ordered)
    supplier_no, known = pd.factorize(supplier)
    lead = sources.lead_times(sku_no, supplier)
    reckoned = dates.arrivals(start, lead, list(known), supplier_no, when, settings.lead_time_in)
    arrival = np.where(np.isnat(expected), reckoned, expected)
    overdue = arrival < as_of
    if delivered is not None:
        overdue &= ~np.isin(ints(rows, "row"), delivered)
    usable = np.where(overdue, as_of + settings.overdue_grace_days, arrival)

    ship_to = texts(rows, "ship_to")
    dedicated = names.order.of(ship_to)
    dropped = item_policy(tables, names)[sku_no] == ItemPolicy.DROP_SHIP.value
    dedicated = np.where((dedicated < 0) & dropped & (ship_to != ""), -2, dedicated)
    dedicated = np.where(ship_to == "", -1, dedicated)

    po_names, line_names = Names(texts(rows, "po")), Names(texts(rows, "line"))
    rows = rows.assign(
        left=left[(left > 0) & live],
        sku_no=sku_no,
        spec_no=names.specification.of(texts(rows, "specification")),
        place_no=names.places(texts(rows, "location")),
        order_no=dedicated,
        arrival=arrival.astype("datetime64[s]"),
        available=dates.workdays_after(usable, settings.inbound_days, when.ours).astype("datetime64[s]"),
        overdue=overdue,
    )
    sequence = np.lexsort((line_names.of(texts(rows, "line")), po_names.of(texts(rows, "po")), rows["available"]))
    return rows.iloc[sequence].reset_index(drop=True)


def item_policy(tables: Tables, names: Keys) -> np.ndarray:
    """The policy of each SKU number; what Items does not hold is an ordinary backorder item."""
    return _from_items(texts(tables.items, "policy"), item_of(tables, names), ItemPolicy.BACKORDER.value)
