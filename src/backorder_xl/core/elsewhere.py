"""Who else could use units that nobody needs where they are? (rules 4.8, 5.4)

Lines that wait for the same item in another place, or that a purchase line is not for because it is kept for one order; and
lines of items for which this one is the Substitute. Nothing is given to them here.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from backorder_xl.core import say
from backorder_xl.core.demand import Keys
from backorder_xl.core.inputs import Tables
from backorder_xl.core.keys import Ints, Texts, ints, texts
from backorder_xl.core.serving import PURCHASE, STOCK, Served


def others_who_wait(
    lines: pd.DataFrame, served: Served, purchases: pd.DataFrame, surplus: Ints, tables: Tables, names: Keys
) -> Texts:
    """For each purchase line with a surplus, up to three orders that could use it and why they do not get it by
    themselves: ``SO-9 (other place), SO-12 (as a substitute for LAMP-1)``; "" for nobody.

    Only lines count that neither stock nor an open purchase order covers.
    """
    out = np.full(len(purchases), "", object)
    spare = np.flatnonzero(surplus > 0)
    short = ints(lines, "open") - served.covered(STOCK) - served.covered(PURCHASE)
    waiting = np.flatnonzero(short > 0)
    if not len(spare) or not len(waiting):
        return out
    instead: dict[int, list[int]] = {}
    substitutes = names.sku.of(texts(tables.items, "substitute")).tolist()
    for sku, other in zip(names.sku.of(texts(tables.items, "sku")).tolist(), substitutes, strict=True):
        if other >= 0:
            instead.setdefault(other, []).append(sku)
    by_sku: dict[int, list[int]] = {}
    for place in waiting.tolist():
        by_sku.setdefault(int(ints(lines, "sku_no")[place]), []).append(place)
    for i in spare.tolist():
        sku = int(ints(purchases, "sku_no")[i])
        found = [(place, _apart(lines, place, purchases, i)) for place in by_sku.get(sku, ())]
        for other in instead.get(sku, ()):
            found += [(p, f"as a substitute for {texts(lines, 'sku')[p]}") for p in by_sku.get(other, ())]
        said = dict.fromkeys(f"{texts(lines, 'order')[p]} ({why})" for p, why in sorted(found) if why)
        out[i] = say.listed(list(said)[:3]) if said else ""
    return out


def _apart(lines: pd.DataFrame, place: int, purchases: pd.DataFrame, i: int) -> str:
    """What keeps a line from a purchase line of the same item; goods made to a specification serve nobody else."""
    if ints(purchases, "spec_no")[i] != ints(lines, "spec_no")[place]:
        return ""
    if ints(purchases, "place_no")[i] != ints(lines, "place_no")[place]:
        return "other place"
    return "it is kept for another order" if ints(purchases, "order_no")[i] != -1 else ""
