"""Stock: what lies on the shelf (rule 1.3)."""

from __future__ import annotations

from backorder_xl.tables.contracts import common
from backorder_xl.tables.contracts.model import Contract, Field, Kind

STOCK = Contract(
    sheet="Stock",
    purpose="What is on hand, one row per SKU (and place, and specification); several rows of one SKU are added up.",
    key=("sku", "location", "specification"),
    required_sheet=True,
    aliases=("Inventory", "Stock Levels", "Stock Level", "Stock On Hand", "On Hand", "Inventory Levels",
             "Inventory On Hand",
             "Stock Status", "Stock List", "Warehouse Stock", "Current Stock", "Bestand", "Bestände", "Lagerbestand",
             "Lager",
             "Inventaire", "Stocks", "Inventario", "Existencias", "Almacén"),
    fields=(
        Field("SKU", Kind.CODE, "The item.", required=True, aliases=common.SKU),
        Field("On Hand", Kind.QTY, "Units that are there; below 0 counts as 0.", required=True, zero_below=True,
              aliases=("OnHand", "Qty On Hand", "Quantity On Hand", "QtyOnHand", "On Hand Qty", "On Hand Quantity",
                       "QOH", "SOH",
                       "On hand (current)", "Stock On Hand", "Units On Hand", "Current Stock", "Stock", "Stock Qty",
                       "Stock Quantity", "Stock Level", "Units In Stock", "UnitsInStock", "Qty In Stock",
                       "Quantity In Stock",
                       "In Stock", "Physical Stock", "Inventory", "Bestand", "Lagerbestand", "Ist-Bestand",
                       "Stock physique",
                       "Quantité en stock", "En stock", "Existencias", "Existencia", "Quantity", "Qty", "Menge",
                       "Quantité", "Cantidad")),
        Field("Location", Kind.CODE, "The place where they are.", aliases=common.LOCATION),
        Field("Specification", Kind.CODE, "What makes these units one customer's own.", aliases=common.SPECIFICATION),
        Field("Reserved", Kind.QTY,
              "Units that orders in this book may not have: blocked, damaged, kept for something else. "
              "Not what these orders hold already.", default=0,
              aliases=("Qty Reserved", "Reserved Qty", "Reserved Quantity", "Blocked", "Blocked Stock", "Quarantine",
                       "Unavailable", "Reserviert", "Gesperrt", "Réservé", "Reservado")),
        Field("Counted On", Kind.DATE, "The day of the stock snapshot that was imported last (written by import).",
              cosmetic=True, aliases=("Count Date", "Snapshot Date", "Stock Date", "As Of")),
    ),
)  # fmt: skip
