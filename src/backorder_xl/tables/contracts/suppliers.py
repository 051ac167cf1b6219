"""Suppliers: who can be bought from (rule 1.3)."""

from __future__ import annotations

from backorder_xl.tables.contracts import common
from backorder_xl.tables.contracts.model import Contract, Field, Kind

SUPPLIERS = Contract(
    sheet="Suppliers",
    purpose="Who goods are bought from, one row per supplier.",
    key=("supplier",),
    unique=True,
    by_header=False,
    aliases=("Vendors", "Supplier", "Vendor", "Supplier List", "Vendor List", "Lieferanten", "Kreditoren",
             "Fournisseurs",
             "Proveedores"),
    fields=(
        Field("Supplier", Kind.CODE, "The supplier's code.", required=True,
              aliases=(*common.SUPPLIER, "Code", "ID", "No", "Supplier Name", "Vendor Name", "Name"),
              codes=common.SUPPLIER_CODES, twin="name"),
        Field("Name", Kind.TEXT, "The supplier's name.", cosmetic=True,
              aliases=("Supplier Name", "Vendor Name", "Company", "Company Name", "Supplier", "Vendor",
                       "Lieferantenname",
                       "Lieferant", "Nom", "Raison sociale", "Fournisseur", "Nombre", "Proveedor")),
        Field("Email", Kind.TEXT, "Where purchase orders go.", cosmetic=True,
              aliases=("Supplier Email", "Vendor Email", "Order Email", *common.EMAIL)),
        Field("Lead Time", Kind.DAYS, "Days from order to arrival, where the item does not say.",
              aliases=common.LEAD_TIME),
        Field("Minimum Order", Kind.MONEY, "The smallest value of a purchase order.",
              aliases=("Min Order", "Minimum Order Value", "Min Order Value", "MinOrderValue", "MOV", "Minimum Value",
                       "Mindestbestellwert", "Minimum de commande", "Pedido mínimo")),
        Field("Currency", Kind.TEXT, "The currency of its prices.", cosmetic=True,
              aliases=("Currency Code", "Curr", "Währung", "Devise", "Moneda")),
        Field("Language", Kind.TEXT, "The language of letters to it, such as en or de.", cosmetic=True,
              aliases=common.LANGUAGE),
    ),
)  # fmt: skip
