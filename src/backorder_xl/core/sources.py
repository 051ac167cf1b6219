"""From whom can an item be bought, and which source is taken?

The offers of Sourcing and Items as one table (rules 1.3, 4.3), and the four choices of rule 4.2.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from backorder_xl.core.inputs import Tables
from backorder_xl.core.keys import Days, Ints, Names, Texts, group, ints, spelled, texts
from backorder_xl.core.settings import Settings
from backorder_xl.core.words import NO_DAYS, NO_MONEY, Counting, SupplierChoice

UNRANKED = np.iinfo(np.int64).max  # a blank Rank stands after every rank, a blank cost after every cost


@dataclass(frozen=True)
class Sources:
    """Every way to buy an item, one row per SKU and supplier, and what is known of items and suppliers besides.

    ``offers``: sku_no, supplier_no, rank, cost (NO_MONEY where unknown), lead (days), moq, multiple, maximum
    (millionths, 0 = none), own (it is the supplier named on Items).
    """

    offers: pd.DataFrame
    suppliers: Names
    spelling: list[str]  # the supplier codes as first written
    item_lead: Ints  # per SKU number, NO_DAYS where Items does not say
    supplier_lead: Ints  # per supplier number
    default_lead: int

    def lead_times(self, sku_no: Ints, supplier: Texts) -> Ints:
        """Lead time in days of each SKU from each supplier: the source's, the item's, the supplier's, the default."""
        who = self.suppliers.of(supplier)
        offered = pd.Series(
            self.offers["own_lead"].to_numpy(),
            index=pd.MultiIndex.from_arrays([self.offers["sku_no"], self.offers["supplier_no"]]),
        )
        wanted = pd.MultiIndex.from_arrays([sku_no, who])
        source_lead = offered.reindex(wanted).fillna(NO_DAYS).to_numpy().astype(np.int64)
        return self._chain(source_lead, sku_no, who)

    def preferred(self) -> Ints:
        """The row of ``offers`` that each SKU number is bought from first, whatever is due when (rule 4.2); -1 = none."""
        return _first(self.offers, _preferred(self.offers), np.arange(len(self.item_lead)))

    def _chain(self, source_lead: Ints, sku_no: Ints, who: Ints) -> Ints:
        """Rule 4.3's order of who says the lead time."""
        lead = np.where(source_lead != NO_DAYS, source_lead, self.item_lead[sku_no])
        from_supplier = np.append(self.supplier_lead, NO_DAYS)[who]  # -1, an unknown supplier, picks the last
        lead = np.where(lead != NO_DAYS, lead, from_supplier)
        return np.where(lead != NO_DAYS, lead, self.default_lead)


def sources(tables: Tables, sku: Names, settings: Settings) -> Sources:
    """Put the offers of Sourcing and Items together; of two rows for one SKU and supplier the better ranked stands."""
    s, i, v = tables.sourcing, tables.items, tables.suppliers
    suppliers = Names(texts(s, "supplier"), texts(i, "supplier"), texts(v, "supplier"), texts(tables.purchase_orders, "supplier"))
    row_of_item = np.full(len(sku), -1, np.int64)
    row_of_item[sku.of(texts(i, "sku"))] = np.arange(len(i))

    # the item's own supplier is a source of its own only where Sourcing does not have it
    own = i[texts(i, "supplier") != ""]
    mine, listed = ((sku.of(texts(f, "sku")), suppliers.of(texts(f, "supplier"))) for f in (own, s))
    at, known = group(mine, listed)
    own = own[~np.isin(at, known)]
    sku_no = np.concatenate([sku.of(texts(s, "sku")), sku.of(texts(own, "sku"))])
    supplier_no = np.concatenate([suppliers.of(texts(s, "supplier")), suppliers.of(texts(own, "supplier"))])
    blank = np.full(len(own), NO_DAYS, np.int64)
    zero = np.zeros(len(own), np.int64)
    offers = pd.DataFrame(
        {
            "sku_no": sku_no,
            "supplier_no": supplier_no,
            "rank": np.concatenate([ints(s, "rank"), blank]),
            "cost": np.concatenate([ints(s, "unit_cost"), np.full(len(own), NO_MONEY, np.int64)]),
            "own_lead": np.concatenate([ints(s, "lead_time"), blank]),
            "moq": np.concatenate([ints(s, "moq"), zero]),
            "multiple": np.concatenate([ints(s, "multiple"), zero]),
            "maximum": np.concatenate([ints(s, "maximum"), zero]),
            "supplier_sku": np.concatenate([texts(s, "supplier_sku"), np.full(len(own), "", object)]),
        }
    )
    # what the source leaves blank, the item says
    item = row_of_item[sku_no]
    offers["multiple"] = _by_pack(offers["multiple"].to_numpy(), np.concatenate([ints(s, "units_per_pack"), zero]), item, tables)
    for column, name, none in (("cost", "unit_cost", NO_MONEY), ("moq", "moq", 0), ("multiple", "multiple", 0)):
        said = np.append(ints(i, name), none)[item]
        offers[column] = np.where(offers[column] != none, offers[column], said)
    offers["own"] = np.append(suppliers.of(texts(i, "supplier")), -2)[item] == offers["supplier_no"].to_numpy()
    offers["rank"] = np.where(offers["rank"] == NO_DAYS, UNRANKED, offers["rank"])
    offers["by_cost"] = np.where(offers["cost"] == NO_MONEY, UNRANKED, offers["cost"])
    offers = offers.sort_values(["sku_no", "supplier_no", "rank", "by_cost"], kind="stable")
    offers = offers[~offers.duplicated(["sku_no", "supplier_no"])].reset_index(drop=True)

    written = spelled(suppliers, *(texts(f, "supplier") for f in (v, i, s)))
    supplier_lead = np.full(len(suppliers), NO_DAYS, np.int64)
    supplier_lead[suppliers.of(texts(v, "supplier"))] = ints(v, "lead_time")
    item_lead = np.append(ints(i, "lead_time"), NO_DAYS)[row_of_item]

    made = Sources(
        offers,
        suppliers,
        written.tolist(),
        item_lead,
        supplier_lead,
        settings.default_lead_time,
    )
    offers["lead"] = made._chain(offers["own_lead"].to_numpy(), offers["sku_no"].to_numpy(), offers["supplier_no"].to_numpy())
    return made


def _by_pack(multiple: Ints, own_pack: Ints, item: Ints, tables: Tables) -> Ints:
    """The Multiple of each offer; where neither source nor item says one, an item bought in packs comes in packs (rule 1.3)."""
    i = tables.items
    in_packs = np.append(texts(i, "bought_in") == Counting.PACK.value, False)[item]
    pack = np.where(own_pack > 0, own_pack, np.append(ints(i, "units_per_pack"), 0)[item])
    said = (multiple > 0) | (np.append(ints(i, "multiple"), 0)[item] > 0)
    return np.where(said | ~in_packs, multiple, pack)


def choose(offers: pd.DataFrame, sku_no: Ints, due: Days, choice: SupplierChoice) -> Ints:
    """The row of ``offers`` that each need is bought from (rule 4.2); -1 where an item has no source.

    ``offers`` needs ``arrival`` and ``usable`` (days) beside the columns of Sources.offers. ``due`` is the earliest date
    wanted, NaT for none.
    """
    cheapest = np.lexsort((offers["supplier_no"], offers["rank"], offers["by_cost"], offers["sku_no"]))
    fastest = np.lexsort((offers["supplier_no"], offers["rank"], offers["arrival"], offers["sku_no"]))
    match choice:
        case SupplierChoice.PREFERRED:
            return _first(offers, _preferred(offers), sku_no)
        case SupplierChoice.CHEAPEST:
            return _first(offers, cheapest, sku_no)
        case SupplierChoice.FASTEST:
            return _first(offers, fastest, sku_no)
    picked = _first(offers, fastest, sku_no)
    # every need beside every offer of its item, the cheapest first: take the first that is there in time
    needs = pd.DataFrame({"need": np.arange(len(sku_no)), "sku_no": sku_no, "due": due})
    ranked = offers.iloc[cheapest].assign(offer=cheapest)
    pairs = needs.merge(ranked[["sku_no", "offer", "usable"]], on="sku_no", how="inner", sort=False)
    in_time = pairs["due"].isna() | (pairs["usable"] <= pairs["due"])
    best = pairs[in_time].groupby("need")["offer"].first()
    picked[best.index.to_numpy()] = best.to_numpy()
    return picked


def _preferred(offers: pd.DataFrame) -> Ints:
    """The offers of each item by rank; of equal ones the item's own supplier first, then by code."""
    return np.lexsort((offers["supplier_no"], ~offers["own"].to_numpy(), offers["rank"], offers["sku_no"]))


def _first(offers: pd.DataFrame, order: Ints, sku_no: Ints) -> Ints:
    sorted_skus = offers["sku_no"].to_numpy()[order]
    if not len(sorted_skus):
        return np.full(len(sku_no), -1, np.int64)
    at = np.minimum(np.searchsorted(sorted_skus, sku_no), len(sorted_skus) - 1)
    return np.where(sorted_skus[at] == sku_no, order[at], -1)
