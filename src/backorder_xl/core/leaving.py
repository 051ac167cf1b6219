"""What can leave now, what freed it, and what does the rest of its order wait for? (rules 1.4, 5.3)"""

from __future__ import annotations

import numpy as np
import pandas as pd

from backorder_xl.core import say
from backorder_xl.core.kept import rows_of
from backorder_xl.core.keys import Bools, Texts, bools, days, earliest, frame, ints, texts
from backorder_xl.core.words import ItemPolicy

SHELF = "shelf"
"""What To says on the Cut List where units go to no order."""


def can_leave(lines: pd.DataFrame, today: np.datetime64) -> tuple[Bools, Bools]:
    """Whether stock of each line may leave now, and whether its whole order is filled from stock.

    A ship-complete order leaves whole or not at all; a preorder item never before its release date.
    """
    order_no, short = ints(lines, "order_no"), ints(lines, "open") > ints(lines, "from_stock")
    early = (texts(lines, "policy") == ItemPolicy.PREORDER.value) & (days(lines, "release_date") > today)
    whole = ~np.isin(order_no, order_no[short | early])
    return (ints(lines, "from_stock") > 0) & ~early & (whole | ~bools(lines, "complete")), whole


def ready(lines: pd.DataFrame, cuts: pd.DataFrame, waits: dict[str, str], today: np.datetime64) -> pd.DataFrame:
    """What can leave now: complete orders first, then in serving order (rules 1.4, 5.3).

    ``cuts`` is the Cut List, from which ``freed_by`` names receipts; ``waits`` says per order what the rest waits for.
    """
    leaves, whole = can_leave(lines, today)
    rows = np.flatnonzero(leaves)
    size = int(ints(lines, "order_no").max(initial=-1)) + 1
    best = earliest(ints(lines, "order_no"), lines["place"].to_numpy().astype("datetime64[D]"), size)
    rows = rows[np.lexsort((rows, best[ints(lines, "order_no")[rows]], ~whole[rows]))]
    picked = lines.iloc[rows]
    return frame(
        order=texts(picked, "order"),
        line=texts(picked, "line"),
        customer=texts(picked, "customer"),
        sku=texts(picked, "sku"),
        quantity=ints(picked, "from_stock"),
        complete=whole[rows],
        freed_by=freed_by(lines, cuts)[rows],
        waits_for=_of_orders(texts(picked, "order"), waits, whole[rows]),
    )


def _of_orders(orders: Texts, waits: dict[str, str], whole: Bools) -> Texts:
    said = ["" if w else waits.get(o.casefold(), "") for o, w in zip(orders.tolist(), whole.tolist(), strict=True)]
    return np.array([*said, ""], object)[:-1]


def freed_by(lines: pd.DataFrame, cuts: pd.DataFrame) -> Texts:
    """What put units on the shelf for each line: ``R-5 (PO-17)`` for each receipt that the Cut List names, else stock."""
    out = np.full(len(lines), "stock", object)
    if not len(cuts):
        return out
    named: dict[int, list[str]] = {}
    for place, receipt, po in zip(rows_of(cuts, lines, "to").tolist(), texts(cuts, "receipt"), texts(cuts, "po"), strict=True):
        if place >= 0:
            named.setdefault(place, []).append(f"{receipt} ({po})" if po else receipt)
    for place, receipts in named.items():
        out[place] = ", ".join(dict.fromkeys(receipts))
    return out


def waits_of_orders(waiting: pd.DataFrame, orders: Texts) -> dict[str, str]:
    """For these orders, what of each still waits: ``2 x LAMP (PO-9, 2026-06-20)``; by order in small letters.

    ``waiting`` is the Backorders frame.
    """
    wanted = {o.casefold() for o in orders}
    mine = np.array([o.casefold() in wanted for o in texts(waiting, "order")], bool)
    rows = waiting[mine]
    said: dict[str, list[str]] = {}
    for order, sku, waits, po, when in zip(
        texts(rows, "order"),
        texts(rows, "sku"),
        say.spelled(ints(rows, "open") - ints(rows, "from_stock")),
        texts(rows, "po"),
        say.spelled_days(days(rows, "expected")),
        strict=True,
    ):
        known = "no date yet" if when == "NaT" else when
        where = f"{po}, {known}" if po else known
        said.setdefault(order.casefold(), []).append(f"{waits} × {sku} ({where})")
    return {order: "; ".join(parts) for order, parts in said.items()}
