"""Which exports count packs, and how many units is that? (rule 1.3: Units per Pack, Sold In, Bought In)

The workbook counts units. Items says how many are in a pack, and whether the shop (orders, stock) or the supplier (purchase
orders) counts packs; Sourcing may say another size for its supplier. A quantity that is no whole pack is told.
"""

from __future__ import annotations

import numpy as np

from backorder_xl.core.keys import Ints, places
from backorder_xl.core.packs import per_unit, to_packs, to_units
from backorder_xl.core.words import NO_MONEY, Counting
from backorder_xl.imports.arriving import Arriving
from backorder_xl.imports.standing import Standing
from backorder_xl.tables.cells import micro_text
from backorder_xl.tables.problems import problem

_QUANTITIES = {
    "orders": ("ordered", "shipped", "cancelled"),
    "stock": ("on_hand", "reserved"),
    "purchase_orders": ("ordered", "received", "cancelled"),
}
_PRICES = {"orders": ("unit_price",), "purchase_orders": ("unit_cost",)}


def in_units(export: Arriving, items: Standing, sourcing: Standing) -> None:
    """Turn what an export counts in packs into units, and tell what is no whole number of packs."""
    table = export.contract.name
    if table not in _QUANTITIES or "sku" not in export.values or not len(items.row):
        return
    bought = table == "purchase_orders"
    item = places(export.texts("sku"), items.values["sku"])
    size = np.append(items.values["units_per_pack"], 0)[item]
    counted = np.append(items.values["bought_in" if bought else "sold_in"], "")[item] == Counting.PACK.value
    if bought and "supplier" in export.values and len(sourcing.row):
        theirs = _both(sourcing.values["sku"], sourcing.values["supplier"])
        offer = places(_both(export.texts("sku"), export.texts("supplier")), theirs)
        own = np.append(sourcing.values["units_per_pack"], 0)[offer]
        size = np.where(own > 0, own, size)
    packs = counted & (size > 0)
    _tell_parts(export, packs, size, bought)
    if not packs.any():
        return
    at = np.flatnonzero(packs)
    for name in _QUANTITIES[table]:
        if name in export.values:
            units, exact = to_units(export.values[name][at], size[at])
            for i in at[~exact].tolist():
                export.problems.append(_said(export, i, name, "import-pack-rounded", size, used=micro_text(units[at == i][0])))
            export.values[name][at] = units
    for name in _PRICES.get(table, ()):
        if name in export.values:
            priced = at[export.values[name][at] != NO_MONEY]
            export.values[name][priced] = per_unit(export.values[name][priced], size[priced])


def _tell_parts(export: Arriving, packs: np.ndarray, size: Ints, bought: bool) -> None:
    """Half a pack, or for suppliers units that make no whole packs."""
    if "ordered" not in export.values:
        return
    one = np.where(packs, 1_000_000, size)
    asked = packs | (bought & (size > 0))
    at = np.flatnonzero(asked)
    rest = to_packs(export.values["ordered"][at], one[at])[1]
    for i in at[rest > 0].tolist():
        code = "import-part-pack" if packs[i] else "import-no-whole-pack"
        export.problems.append(_said(export, i, "ordered", code, size))


def _said(export: Arriving, i: int, name: str, code: str, size: Ints, **words: object):  # type: ignore[no-untyped-def]
    header, value = export.contract.field(name).header, micro_text(export.values[name][i])
    sku = export.values["sku"][i]
    return problem(code, export.file, int(export.row[i]), header, value, sku=sku, size=micro_text(size[i]), **words)


def _both(skus: np.ndarray, suppliers: np.ndarray) -> np.ndarray:
    return np.array([f"{a}\n{b}" for a, b in zip(skus.tolist(), suppliers.tolist(), strict=True)] + [None], object)[:-1]
