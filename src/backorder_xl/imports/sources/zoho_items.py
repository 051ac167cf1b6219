"""What does Zoho Inventory's export of items say?

How an item is bought, and what is on hand of it. Stock On Hand is what lies there, open orders not taken off.
"""

from __future__ import annotations

from backorder_xl.core.words import ItemPolicy
from backorder_xl.imports.model import Incoming, Weight
from backorder_xl.imports.sources.gather import Gather, code_of
from backorder_xl.imports.sources.model import Evidence, Source
from backorder_xl.imports.sources.table import Table
from backorder_xl.tables.headers import normal

_STOCK, _VENDOR, _UNIT = "Stock On Hand", ("Vendor", "Preferred Vendor"), ("Usage unit", "Unit Name", "Unit")
_NOT_KEPT = {"service", "services", "sales", "purchases", "salesandpurchases"}


def read(table: Table) -> list[Incoming]:
    """Stock and Items. An item that Zoho calls inactive is not bought any more."""
    fields = ["sku", "description"]
    fields += ["unit"] if table.has(*_UNIT) else []
    fields += ["supplier"] if table.has(*_VENDOR) else []
    fields += ["unit_cost"] if table.has("Purchase Rate", "Purchase Price") else []
    fields += ["policy"] if table.has("Status") else []
    items, stock = Gather(table, "items", fields), Gather(table, "stock", ("sku", "on_hand"))
    for row in table.rows:
        sku = code_of(row, items, ("SKU",), ("Item Name",))
        kept = items.add(
            row, sku=sku, description=row.text("Item Name"), unit=row.text(*_UNIT), supplier=row.text(*_VENDOR),
            unit_cost=items.amount(row, "Purchase Rate", "Purchase Price", money=True),
            policy=ItemPolicy.STOP if normal(row.text("Status")) == "inactive" else "",
        )  # fmt: skip
        if not kept or not row.text(_STOCK) or normal(row.text("Item Type")) in _NOT_KEPT:
            continue
        on_hand = stock.amount(row, _STOCK, needed=True)
        if on_hand is not None and on_hand < 0:
            stock.say(Weight.NOTED, row.number, _STOCK, str(on_hand), "Stock below 0 counts as 0 here.")
        stock.add(row, sku=sku, on_hand=on_hand)
    return [items.incoming(), *([stock.incoming(whole=True)] if table.has(_STOCK) else [])]


SOURCE = Source(
    name="Zoho Inventory",
    layout="items",
    needs=("Item ID", "Item Name", "SKU"),
    one_of=(("Stock On Hand", "Opening Stock", "Reorder Point"), ("Usage unit", "Purchase Rate", "Item Type", "Unit Name")),
    never=("QuantityOrdered",),
    evidence=Evidence.CODE,
    where="Public programs that read or write the file.",
    leaves="Rate (a sale price), Reorder Point (it holds lead time and safety together), Opening Stock.",
    read=read,
    takes=("items", "stock"),
)
