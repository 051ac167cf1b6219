"""The one data dictionary: which tables are there, which columns have they, and what may stand in them?

Headers, aliases, drop-downs, cell notes and docs/tables.md are all made from here; no rule is decided here.
"""

from __future__ import annotations

from backorder_xl.tables.contracts.customers import CUSTOMERS
from backorder_xl.tables.contracts.cut_list import CUT_LIST
from backorder_xl.tables.contracts.items import ITEMS
from backorder_xl.tables.contracts.mapping import MAPPING
from backorder_xl.tables.contracts.model import Contract, Field, Kind
from backorder_xl.tables.contracts.orders import ORDERS
from backorder_xl.tables.contracts.purchase_orders import PURCHASE_ORDERS
from backorder_xl.tables.contracts.receipts import RECEIPTS
from backorder_xl.tables.contracts.scenario import SCENARIO
from backorder_xl.tables.contracts.sourcing import SOURCING
from backorder_xl.tables.contracts.stock import STOCK
from backorder_xl.tables.contracts.suppliers import SUPPLIERS
from backorder_xl.tables.contracts.upkeep import HOLIDAYS, MESSAGES, SETTINGS

CONTRACTS: tuple[Contract, ...] = (
    ORDERS,
    STOCK,
    ITEMS,
    SUPPLIERS,
    SOURCING,
    CUSTOMERS,
    PURCHASE_ORDERS,
    RECEIPTS,
    HOLIDAYS,
    SETTINGS,
    SCENARIO,
    MESSAGES,
    CUT_LIST,
)
"""In the order in which a new workbook shows them."""

BY_NAME: dict[str, Contract] = {c.name: c for c in CONTRACTS}

RESULT_SHEETS: tuple[str, ...] = (
    "Backorders",
    "Allocations",
    "Ready to Ship",
    "Problems",
    "Run Log",
    "Dashboard",
    "Dashboard Data",
    "Proof",
    "Changes",
    "Without Supplier",
    "Supplier Record",
    "Faster Sources",
    "Demand",
    "Lot Sizes",
    "What If",
    "What If Lines",
    "What If Messages",
    "Policies",
    "Customers at Risk",
    "Mapping",
)
"""Sheets that the add-in makes and never reads orders or stock from (rule 1.4)."""

__all__ = ["BY_NAME", "CONTRACTS", "MAPPING", "RESULT_SHEETS", "Contract", "Field", "Kind"]
