"""Which book are the examples in docs/functions.md and in the docstrings about? That of rule 3.8, and three B's on their way."""

from __future__ import annotations

import datetime as dt
from functools import cache

from backorder_xl.hosts.functions.cells import Cell
from backorder_xl.hosts.functions.shop import Shop

_DAY = dt.date
AS_OF = dt.date(2026, 6, 3)
TABLES: dict[str, list[list[Cell]]] = {
    "orders": [
        ["Order", "Line", "Order Date", "Customer", "SKU", "Ordered", "Priority"],
        ["SO1", 1, _DAY(2026, 6, 2), "C1", "A", 6, 1],
        ["SO3", 1, _DAY(2026, 6, 2), "C3", "A", 9, 2],
        ["SO2", 1, _DAY(2026, 5, 30), "C2", "A", 7, 3],
        ["SO4", 1, _DAY(2026, 6, 1), "C4", "A", 4, 3],
    ],
    "stock": [["SKU", "On Hand"], ["A", 10], ["B", 0]],
    "purchase_orders": [
        ["PO", "Line", "Supplier", "SKU", "Ordered", "Expected"],
        ["PO1", 1, "ACME", "A", 8, _DAY(2026, 6, 10)],
        ["PO2", 1, "ACME", "A", 5, _DAY(2026, 6, 20)],
        ["PO2", 2, "ACME", "B", 3, _DAY(2026, 6, 12)],
    ],
    "items": [
        ["SKU", "Description", "Supplier", "Lead Time", "MOQ", "Multiple", "Unit Cost"],
        ["A", "Lamp", "ACME", 14, 10, 6, 3],
        ["B", "Shade", "ACME", 19, None, None, 2],
    ],
    "settings": [["Setting", "Value"], ["Legal Regime", "EU"]],
}


@cache
def example() -> Shop:
    """The book, as of 3 June 2026."""
    return Shop(TABLES, AS_OF)
