"""What does WooCommerce's own product CSV say?

Stock there is what is left to sell: an order takes its units off when it is placed, and backorders take it below 0. That
is not what lies on the shelf, and is marked so.
"""

from __future__ import annotations

from backorder_xl.imports.model import Incoming, Weight
from backorder_xl.imports.sources.gather import Gather
from backorder_xl.imports.sources.model import Evidence, Source
from backorder_xl.imports.sources.table import Table
from backorder_xl.tables.headers import normal

_NEVER_STOCKED = {"grouped", "external"}


def read(table: Table) -> list[Incoming]:
    """Stock (products whose stock is kept) and Items; parents of variations and products without SKU are left out."""
    stock = Gather(table, "stock", ("sku", "on_hand"))
    items = Gather(table, "items", ("sku", "description"))
    for row in table.rows:
        kinds = {normal(k) for k in row.text("Type").split(",")}
        sku = items.code(row, "SKU")
        if kinds & _NEVER_STOCKED or "virtual" in kinds or "downloadable" in kinds:
            continue
        parent = "variable" in kinds
        if not row.text("SKU"):
            if not parent:
                items.leave_out(row, "SKU", "This product has no SKU and is left out; give it one in WooCommerce.")
            elif row.text("Stock"):
                items.leave_out(
                    row, "Stock", "Its variations share one stock, and it has no SKU: count them under their own SKUs."
                )
            continue
        if not parent:
            items.add(row, sku=sku, description=row.text("Name"))
        if not row.text("Stock"):
            continue
        on_hand = stock.amount(row, "Stock", needed=True)
        if on_hand is not None and on_hand < 0:
            stock.say(Weight.NOTED, row.number, "Stock", str(on_hand), "Stock below 0: that many are on backorder already.")
        stock.add(row, sku=sku, on_hand=on_hand)
    return [stock.incoming(whole=True, left_to_sell=True), items.incoming()]


SOURCE = Source(
    name="WooCommerce",
    layout="products",
    needs=("Type", "SKU", "Name", "Stock"),
    one_of=(("In stock?", "Backorders allowed?", "Published", "Sold individually?"),),
    evidence=Evidence.DOCUMENTED,
    where="WooCommerce's own exporter, whose program is public.",
    leaves="Prices (they are sale prices), Low stock amount (a warning level, no safety stock), Backorders allowed?. Stock is "
    "what is left to sell: open orders are added back where they are imported together with it, else you are told.",
    read=read,
    takes=("stock", "items"),
)
