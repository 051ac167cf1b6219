"""Items: how each article is bought (rule 1.3)."""

from __future__ import annotations

from backorder_xl.core.words import ItemPolicy
from backorder_xl.tables.contracts import common
from backorder_xl.tables.contracts.model import Contract, Field, Kind

ITEMS = Contract(
    sheet="Items",
    purpose="What is sold and how it is bought, one row per SKU.",
    key=("sku",),
    unique=True,
    aliases=("Products", "Product", "Item", "Item Master", "Item List", "Parts", "Part List", "Materials", "Articles",
             "Catalog", "Catalogue", "Product List", "Artikel", "Artikelstamm", "Produits", "Productos",
             "Artículos"),
    fields=(
        Field("SKU", Kind.CODE, "The item.", required=True, aliases=common.SKU),
        Field("Description", Kind.TEXT, "What it is called.", cosmetic=True,
              aliases=("Item Description", "Product Description", "Desc", "Item Name", "Product Name", "Name", "Title",
                       "Item Desc", "Short Description", "Bezeichnung", "Beschreibung", "Artikelbezeichnung",
                       "Désignation",
                       "Libellé", "Descripción", "Nombre")),
        Field("Unit", Kind.TEXT, "What one of it is: piece, box, kg.", cosmetic=True,
              aliases=("UOM", "UoM", "Unit of Measure", "Usage unit", "Unit Name", "QuantityPerUnit", "Einheit", "ME",
                       "Unité", "Unidad")),
        Field("Supplier", Kind.CODE, "Who it is bought from, unless Sourcing says otherwise.",
              aliases=common.SUPPLIER),
        Field("Lead Time", Kind.DAYS, "Days from order to arrival.", aliases=common.LEAD_TIME),
        Field("MOQ", Kind.QTY, "The smallest quantity that can be ordered.", default=0, aliases=common.MOQ),
        Field("Multiple", Kind.QTY, "Orders come in multiples of this.", default=0, aliases=common.MULTIPLE),
        Field("Unit Cost", Kind.MONEY, "What one unit costs us; a list or sale price is something else.",
              aliases=common.UNIT_COST),
        Field("Policy", Kind.CHOICE, "How it is bought when stock does not cover it.", default="backorder",
              choices=tuple(ItemPolicy), synonyms=common.YES_NO_STOP,
              aliases=("Item Policy", "Order Policy", "Replenishment Policy", "Discontinued", "Is Discontinued",
                       "Obsolete",
                       "Auslaufartikel", "Arrêté", "Descatalogado")),
        Field("Release Date", Kind.DATE, "Nothing of a preorder item is expected before this day.",
              aliases=("Released On", "Available From", "Launch Date", "Street Date", "Availability Date",
                       "Erscheinungsdatum",
                       "Date de sortie", "Fecha de lanzamiento")),
        Field("Safety Stock", Kind.QTY, "Units that should always be there.", default=0,
              aliases=("SafetyStock", "Safety Qty", "Minimum Stock", "Min Stock", "Buffer Stock", "Sicherheitsbestand",
                       "Mindestbestand", "Stock de sécurité", "Stock de seguridad")),
        Field("Substitute", Kind.CODE, "The SKU that is offered when this one is not bought any more.",
              aliases=("Substitute SKU", "Replacement", "Replaced By", "Alternative", "Alternative Item", "Successor",
                       "Ersatz",
                       "Ersatzartikel", "Remplacement", "Sustituto")),
        Field("Backorder Cap", Kind.DAYS, "Units that may wait at most; 0 = none may. The page tells how many are left.",
              aliases=("Backorder Limit", "Max Backorders", "Maximum Backorders", "Max Backorder Qty")),
        Field("Link", Kind.TEXT, "The item's page in the shop, http or https.", cosmetic=True,
              aliases=("Product URL", "Product Link", "Item URL", "Web Address", "URL")),
        Field("On Page", Kind.FLAG, "Whether the page for shoppers may show it.", default="yes",
              aliases=("Show On Page", "Show Online")),
    ),
)  # fmt: skip
