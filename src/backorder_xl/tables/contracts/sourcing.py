"""Sourcing: several ways to buy one SKU (rule 1.3)."""

from __future__ import annotations

from backorder_xl.core.words import SourceKind
from backorder_xl.tables.contracts import common
from backorder_xl.tables.contracts.model import Contract, Field, Kind

SOURCING = Contract(
    sheet="Sourcing",
    purpose="Who offers which SKU at what cost and lead time, one row per offer.",
    key=("sku", "supplier"),
    by_header=False,
    aliases=("Sources", "Item Suppliers", "Supplier Items", "Item Vendors", "Vendor Items", "Supplier Catalog",
             "Supplier Catalogue", "Price List", "Supplier Prices", "Offers", "Bezugsquellen", "Artikellieferanten",
             "Sources d'approvisionnement", "Abastecimiento"),
    fields=(
        Field("SKU", Kind.CODE, "The item.", required=True, aliases=common.SKU),
        Field("Supplier", Kind.CODE, "Who offers it.", required=True, aliases=common.SUPPLIER),
        Field("Supplier SKU", Kind.CODE, "What the supplier calls it.",
              aliases=("Supplier Item", "Supplier Item No", "Supplier Part", "Supplier Part No",
                       "Supplier Part Number",
                       "Vendor SKU", "Vendor Item No", "Vendor Part Number", "Lieferantenartikelnummer",
                       "Référence fournisseur", "Referencia proveedor")),
        Field("Lead Time", Kind.DAYS, "Days from order to arrival.", aliases=common.LEAD_TIME),
        Field("Unit Cost", Kind.MONEY, "What one unit costs there.", aliases=(*common.UNIT_COST, "Price",
              "Unit Price")),
        Field("MOQ", Kind.QTY, "The smallest quantity that can be ordered there.", default=0, aliases=common.MOQ),
        Field("Multiple", Kind.QTY, "Orders come in multiples of this.", default=0, aliases=common.MULTIPLE),
        Field("Units per Pack", Kind.QTY, "Units in one pack of theirs, where it is not the item's.", default=0,
              aliases=common.UNITS_PER_PACK),
        Field("Maximum", Kind.QTY, "The largest quantity of one line; 0 is no limit.", default=0,
              aliases=("Max", "Max Qty", "Maximum Qty", "Maximum Quantity", "Max Order Qty", "Maximum Order Quantity",
                       "Höchstmenge", "Maximalmenge", "Quantité maximum", "Cantidad máxima")),
        Field("Rank", Kind.DAYS, "1 is preferred.",
              aliases=("Preference", "Supplier Rank", "Preferred Rank", "Priority", "Sequence", "Rang", "Rango")),
        Field("Kind", Kind.CHOICE, "What sort of source it is.", default="standard", choices=tuple(SourceKind),
              synonyms={"normal": "standard", "regular": "standard", "domestic": "local", "rush": "express",
                        "fast": "express", "air": "express"},
              aliases=("Source Kind", "Source Type", "Type", "Art", "Tipo")),
    ),
)  # fmt: skip
