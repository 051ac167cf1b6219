"""Does everything add up, item by item? (rules 8.1, 8.2)

Both sides of each item's ledger: what there is and where it went, what was ordered and what became of it. Each number is
added up from another table than those that it is held against; nothing is decided here.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from backorder_xl.core.inputs import Tables
from backorder_xl.core.keys import Ints, ints, spelled, sums, texts
from backorder_xl.core.serving import NONE, PLANNED, PURCHASE, STOCK, Served
from backorder_xl.core.state import State
from backorder_xl.core.words import OrderStatus

SUPPLY = ("on_hand", "open_pos", "planned")
PEGGED = ("from_stock", "from_pos", "from_planned")
ORDERED = ("ordered", "shipped", "cancelled")


def balance(tables: Tables, state: State, planned: pd.DataFrame, pegs: pd.DataFrame) -> pd.DataFrame:
    """One row per item that has any of these, or anything on Stock, in natural order; quantities in millionths.

    sku; on_hand (what may be handed out, rule 2.2), open_pos and planned; from_stock, from_pos, from_planned (pegs by
    their source); free (supply that no peg takes, from the supply's side); ordered, shipped and cancelled of all usable
    order lines; on_hold and closed (what those lines still had open); uncovered; waiting (backordered units).
    on_hand + open_pos + planned = pegs + free, and ordered = shipped + cancelled + pegs + uncovered + on_hold + closed.
    """
    names, stock, purchases = state.names.sku, state.stock, state.purchases
    size = len(names)
    of_stock, of_purchases = ints(stock, "sku_no"), ints(purchases, "sku_no")
    of_planned, of_orders = names.of(texts(planned, "sku")), names.of(texts(tables.orders, "sku"))
    of_pegs, kind, quantity = names.of(texts(pegs, "sku")), ints(pegs, "kind"), ints(pegs, "quantity")
    made: dict[str, Ints] = {
        "on_hand": sums(of_stock, ints(stock, "free"), size),
        "open_pos": sums(of_purchases, ints(purchases, "left"), size),
        "planned": sums(of_planned, ints(planned, "lot"), size),
        "free": _free(state.served, stock, purchases, planned, (of_stock, of_purchases, of_planned), size),
        **{name: sums(of_orders, ints(tables.orders, name), size) for name in ORDERED},
    }
    for name, number in zip((*PEGGED, "uncovered"), (STOCK, PURCHASE, PLANNED, NONE), strict=True):
        made[name] = sums(of_pegs, np.where(kind == number, quantity, 0), size)
    open_ = ints(tables.orders, "ordered") - ints(tables.orders, "shipped") - ints(tables.orders, "cancelled")
    status = texts(tables.orders, "status")
    for name, word in (("on_hold", OrderStatus.ON_HOLD), ("closed", OrderStatus.CLOSED)):
        made[name] = sums(of_orders, np.where(status == word.value, open_, 0), size)
    made["waiting"] = made["from_pos"] + made["from_planned"] + made["uncovered"]
    written = (tables.items, tables.stock, tables.orders, tables.purchase_orders)
    rows = pd.DataFrame({"sku": spelled(names, *(texts(t, "sku") for t in written)), **made})
    of_rows = names.of(texts(tables.stock, "sku"))
    typed = sums(of_rows, np.abs(ints(tables.stock, "on_hand")) + np.abs(ints(tables.stock, "reserved")), size)
    return rows[np.any([typed != 0, *(rows[name] != 0 for name in made)], axis=0)].reset_index(drop=True)


def _free(
    served: Served, stock: pd.DataFrame, purchases: pd.DataFrame, planned: pd.DataFrame, of: tuple[Ints, Ints, Ints], size: int
) -> Ints:
    supplies = ((STOCK, ints(stock, "free")), (PURCHASE, ints(purchases, "left")), (PLANNED, ints(planned, "lot")))
    total = np.zeros(size, np.int64)
    for (kind, quantity), at in zip(supplies, of, strict=True):
        total += sums(at, quantity - served.used(kind, len(quantity)), size)
    return total
