"""What does Etsy's CSV of sold order items say?

A row per item, with Etsy's Transaction ID for it. Dates are written month first.
"""

from __future__ import annotations

from backorder_xl.core.words import DateOrder
from backorder_xl.imports.model import Incoming
from backorder_xl.imports.sources.gather import Gather, code_of
from backorder_xl.imports.sources.lines import State, fate
from backorder_xl.imports.sources.model import Evidence, Source, no_lines
from backorder_xl.imports.sources.people import buyer, together
from backorder_xl.imports.sources.table import Order, Row, Table

_WHERE = "Public programs that read the file, with its header line and rows of it."


def read(table: Table) -> list[Incoming]:
    """Orders; an item with a Date Shipped has left whole. The file has no e-mail address."""
    fields = ["order", "line", "order_date", "customer", "sku", "ordered", "customer_name", "ship_to"]
    fields += ["shipped", "cancelled", "status"] if table.has("Date Shipped") else []
    fields += ["paid"] if table.has("Date Paid") else []
    fields += ["unit_price"] if table.has("Price") else []
    out = Gather(table, "orders", fields)
    for order in table.orders("Order ID"):
        for place, row in enumerate(order.rows, 1):
            _line(out, order, row, place)
    return [out.incoming()]


def _line(out: Gather, order: Order, row: Row, place: int) -> None:
    ordered = out.amount(row, "Quantity", needed=True)
    what = fate(State.SHIPPED if row.text("Date Shipped") else State.OPEN, ordered)
    street = together(row.text("Ship Address1"), row.text("Ship Address2"), between=", ")
    town = together(row.text("Ship Zipcode"), row.text("Ship City"))
    out.add(
        row, order=order.number, line=row.text("Transaction ID") or str(place), ordered=ordered,
        sku=code_of(row, out, ("SKU",), ("Listing ID",)), order_date=out.day(row, "Sale Date", needed=True),
        customer=buyer("", order.text("Buyer"), order.text("Ship Name"), order=order.number),
        customer_name=order.text("Ship Name", "Buyer"), shipped=what.shipped, cancelled=what.cancelled, status=what.status,
        paid=bool(row.text("Date Paid")), unit_price=out.amount(row, "Price", money=True),
        ship_to=together(street, town, row.text("Ship Country"), between=", "),
    )  # fmt: skip


ITEMS = Source(
    name="Etsy",
    layout="sold order items",
    needs=("Sale Date", "Item Name", "Quantity", "Transaction ID", "Listing ID", "Order ID"),
    evidence=Evidence.CODE,
    where=_WHERE,
    leaves="Variations and personalisation (a personalised item is mostly made from common stock), coupons, taxes. Refunds and "
    "cancellations are not in it: type them.",
    read=read,
    usual_dates=DateOrder.MDY,
)

ORDERS = Source(
    name="Etsy",
    layout="sold orders",
    needs=("Sale Date", "Order ID", "Buyer User ID", "Number of Items", "Date Shipped"),
    evidence=Evidence.CODE,
    where=_WHERE,
    leaves="All of it: it has no quantity per item.",
    read=no_lines,
    takes=(),
    instead="It has a row per order without its items; choose Order Items as the CSV type at Etsy instead.",
)
