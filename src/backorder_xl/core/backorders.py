"""Which lines wait, and why? (rules 1.4, 3.7)

The Backorders rows with one sentence each, what is ready to ship, and needs that nobody sells us.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from backorder_xl.core.demand import Keys
from backorder_xl.core.inputs import Tables
from backorder_xl.core.keys import Ints, Names, Texts, days, frame, ints, sums, texts
from backorder_xl.core.purchasing import NO_SUPPLIER, Plan, line_value
from backorder_xl.core.ranking import Key
from backorder_xl.core.reasons import reasons
from backorder_xl.core.serving import NONE, STOCK
from backorder_xl.core.words import BackorderStatus, ItemPolicy


def backorders(
    lines: pd.DataFrame,
    pegs: pd.DataFrame,
    keys: list[Key],
    stock: pd.DataFrame,
    names: Keys,
    tables: Tables,
    bought: Plan,
    today: np.datetime64,
    *,
    fair: bool,
    many: bool,
) -> pd.DataFrame:
    """One row per open line that stock does not cover, in serving order.

    ``age`` is days since the order date; ``slip`` days that Expected lies after the date last told (negative = earlier),
    ``late`` days after Need By (of lines without a date: days since Need By passed); both NaN where there is
    nothing to compare or nothing late. ``value`` is what waits times the price.
    """
    waits = np.flatnonzero(ints(lines, "open") > ints(lines, "from_stock"))
    rows = lines.iloc[waits].reset_index(drop=True)
    expected, told, need_by = days(rows, "expected"), days(rows, "told"), days(rows, "need_by")
    slip = (expected - told).astype("timedelta64[D]")
    reckoned = np.where(np.isnat(expected), today, expected)
    late = np.where(np.isnat(need_by), 0, np.maximum((reckoned - need_by).astype(np.int64), 0))
    item = ints(rows, "item")
    po, supplier = _suppliers(waits, pegs)
    return frame(
        row=ints(rows, "row"),
        order=texts(rows, "order"),
        line=texts(rows, "line"),
        customer=texts(rows, "customer"),
        sku=texts(rows, "sku"),
        description=np.append(texts(tables.items, "description"), "")[item],
        order_date=days(rows, "order_date"),
        age=(today - days(rows, "order_date")).astype(np.int64),
        open=ints(rows, "open"),
        from_stock=ints(rows, "from_stock"),
        on_order=ints(rows, "on_order"),
        to_order=ints(rows, "to_order"),
        uncovered=ints(rows, "uncovered"),
        expected=expected,
        promised=told,
        slip=np.where(np.isnat(slip), np.nan, slip.astype(float)),
        need_by=need_by,
        late=np.where(late > 0, late.astype(float), np.nan),
        supplier=supplier,
        po=po,
        value=line_value(ints(rows, "open") - ints(rows, "from_stock"), ints(rows, "unit_price")),
        status=_status(rows, today),
        reason=reasons(lines, waits, pegs, keys, stock, names, tables, bought, fair=fair, many=many),
        cancelled=ints(rows, "cancelled"),
        place=waits,
    )


def _status(rows: pd.DataFrame, today: np.datetime64) -> Texts:
    waiting_for_release = (texts(rows, "policy") == ItemPolicy.PREORDER.value) & (days(rows, "release_date") > today)
    status = np.select(
        [ints(rows, "uncovered") > 0, waiting_for_release, ints(rows, "to_order") > 0],
        [BackorderStatus.NO_SUPPLY.value, BackorderStatus.PREORDER.value, BackorderStatus.TO_ORDER.value],
        BackorderStatus.ON_ORDER.value,
    )
    return status.astype(object)


def _suppliers(waits: Ints, pegs: pd.DataFrame) -> tuple[Texts, Texts]:
    """The purchase orders and suppliers that each waiting line is pegged to, with commas."""
    bought = ~np.isin(ints(pegs, "kind"), (STOCK, NONE))
    place = ints(pegs, "place")[bought]
    po_of: dict[int, dict[str, None]] = {}
    supplier_of: dict[int, dict[str, None]] = {}
    for p, po, who in zip(place.tolist(), texts(pegs, "po")[bought], texts(pegs, "supplier")[bought], strict=True):
        po_of.setdefault(p, {})[po] = None
        supplier_of.setdefault(p, {})[who] = None
    po = [", ".join(po_of.get(w, ())) for w in waits.tolist()]
    supplier = [", ".join(supplier_of.get(w, ())) for w in waits.tolist()]
    return np.array([*po, ""], object)[:-1], np.array([*supplier, ""], object)[:-1]


def unsourced(needs: pd.DataFrame, lines: pd.DataFrame, need_of_line: Ints, names: Keys, tables: Tables) -> pd.DataFrame:
    """Needs for items that no supplier sells us, such as what is made in house: a page of their own, not an error."""
    at = np.flatnonzero(texts(needs, "why_not") == NO_SUPPLIER)
    place = np.full(len(needs), -1, np.int64)
    place[at] = np.arange(len(at))
    of_line = np.append(place, -1)[need_of_line]
    mine = np.flatnonzero(of_line >= 0)
    row = np.full(len(at), -1, np.int64)
    row[of_line[mine][::-1]] = mine[::-1]
    orders: list[dict[str, None]] = [{} for _ in at]
    for i, order in zip(of_line[mine].tolist(), texts(lines, "order")[mine], strict=True):
        orders[i][order] = None
    folded = np.array(names.sku.folded, object)[ints(needs, "sku_no")[at]] if len(at) else np.zeros(0, object)
    sku = np.where(row >= 0, np.append(texts(lines, "sku"), "")[row], folded)
    item = Names(texts(tables.items, "sku"))
    where = np.full(len(item) + 1, -1, np.int64)
    where[item.of(texts(tables.items, "sku"))] = np.arange(len(tables.items))
    described = np.append(texts(tables.items, "description"), "")[where[item.of(sku)]]
    return frame(
        sku=sku,
        description=described,
        specification=np.append(texts(lines, "specification"), "")[row],
        needed=ints(needs, "need")[at],
        wanted_by=needs["due"].to_numpy()[at].astype("datetime64[D]"),
        lines=sums(of_line[mine], np.ones(len(mine), np.int64), len(at)),
        for_orders=np.array([*(", ".join(o) for o in orders), ""], object)[:-1],
    )
