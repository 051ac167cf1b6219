"""What does Zoho Inventory's export of sales orders say?

A row per line with quantities of its own: what is open is ordered less cancelled less packed, as packed units have left
the shelf for their order.
"""

from __future__ import annotations

from backorder_xl.core.words import OrderStatus
from backorder_xl.imports.model import Incoming
from backorder_xl.imports.sources.gather import Gather, code_of
from backorder_xl.imports.sources.lines import State, fate, state_of
from backorder_xl.imports.sources.model import Evidence, Source
from backorder_xl.imports.sources.people import buyer, email
from backorder_xl.imports.sources.table import Order, Row, Table

_NUMBER = ("SalesOrder Number", "Sales Order Number")
_ORDERED = ("QuantityOrdered", "Quantity Ordered")
_SHIPPED = ("QuantityPacked", "Quantity Packed", "QuantityShipped", "Quantity Shipped")
_CANCELLED = ("QuantityCancelled", "Quantity Cancelled")
_EXPECTED = ("Expected Shipment Date", "Shipment Date")
_WORDS = {
    "draft": State.HELD, "pendingapproval": State.HELD, "approved": State.OPEN, "confirmed": State.OPEN, "open": State.OPEN,
    "onhold": State.HELD, "partiallyshipped": State.OPEN, "partiallypacked": State.OPEN, "packed": State.OPEN,
    "partiallyinvoiced": State.OPEN, "invoiced": State.OPEN, "overdue": State.OPEN, "shipped": State.OPEN,
    "fulfilled": State.OPEN, "dropshipped": State.OPEN, "backordered": State.OPEN, "closed": State.SHIPPED,
    "void": State.CANCELLED, "cancelled": State.CANCELLED,
}  # fmt: skip


def read(table: Table) -> list[Incoming]:
    """Orders; lines are numbered by their place, which Zoho keeps unless a line is taken out of the order."""
    fields = ["order", "line", "order_date", "customer", "sku", "ordered", "customer_name", "status"]
    fields += ["shipped"] if table.has(*_SHIPPED) else []
    fields += ["cancelled"] if table.has(*_CANCELLED) else []
    fields += ["promised"] if table.has(*_EXPECTED) else []
    fields += ["unit_price"] if table.has("Item Price") else []
    fields += ["location"] if table.has("Warehouse Name", "Location Name") else []
    fields += ["email"] if table.has("Email", "Customer Email", "Primary Contact EmailID") else []
    out = Gather(table, "orders", fields)
    for order in table.orders(*_NUMBER, fill=("Order Date",)):
        place = 0
        for row in order.rows:
            if row.text("Item Name", "SKU", *_ORDERED):
                place += 1
                _line(out, order, row, place)
    return [out.incoming()]


def _line(out: Gather, order: Order, row: Row, place: int) -> None:
    state = state_of(out, row, "Status", order.text("Status"), _WORDS)
    ordered = out.amount(row, *_ORDERED, needed=True)
    shipped, cancelled = out.amount(row, *_SHIPPED), out.amount(row, *_CANCELLED)
    what = fate(state, ordered, shipped)
    if state is State.CANCELLED:
        shipped, cancelled = what.shipped, what.cancelled
    name = order.text("Customer Name")
    out.add(
        row, order=order.number, line=row.text("Line Item ID", "Item Line ID") or str(place), ordered=ordered,
        sku=code_of(row, out, ("SKU",), ("Item Name",)),
        order_date=out.day(order.first("Order Date"), "Order Date", needed=True),
        customer=buyer("", order.text("Customer ID"), name, order=order.number), customer_name=name,
        email=email(order, "Email", "Customer Email", "Primary Contact EmailID"), shipped=shipped, cancelled=cancelled,
        status=what.status if state is not State.OPEN else OrderStatus.OPEN,
        promised=out.day(order.first(*_EXPECTED), *_EXPECTED), unit_price=out.amount(row, "Item Price", money=True),
        location=row.text("Warehouse Name", "Location Name") or order.text("Warehouse Name", "Location Name"),
    )  # fmt: skip


SOURCE = Source(
    name="Zoho Inventory",
    layout="sales orders",
    needs=("QuantityOrdered", "Order Date", "Customer Name"),
    one_of=(("SalesOrder Number", "SalesOrder ID", "Sales Order Number"), ("Item Name", "SKU")),
    evidence=Evidence.CODE,
    where="Public programs that read or write the file.",
    leaves="Discounts, taxes, QuantityInvoiced. Packed units count as shipped; Zoho's stock counts them until they are shipped.",
    read=read,
)
