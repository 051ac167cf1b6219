"""What does Amazon's report of all orders say?

A row per order item, with words for what became of it. It names no buyer, and what Amazon ships from its own stock stands
in it too: those lines are not ours to ship.
"""

from __future__ import annotations

from decimal import Decimal

from backorder_xl.imports.model import Incoming, Weight
from backorder_xl.imports.sources.amazon_orders import address
from backorder_xl.imports.sources.gather import Gather
from backorder_xl.imports.sources.lines import State, fate, partly, per_unit, state_of
from backorder_xl.imports.sources.model import Evidence, Source, no_lines
from backorder_xl.imports.sources.table import Order, Row, Table
from backorder_xl.tables.headers import normal

_WORDS = {
    "pending": State.HELD, "pendingavailability": State.HELD, "invoiceunconfirmed": State.OPEN, "unshipped": State.OPEN,
    "partiallyshipped": State.PARTLY, "shipping": State.SHIPPED, "shipped": State.SHIPPED, "cancelled": State.CANCELLED,
    "canceled": State.CANCELLED, "unfulfillable": State.CANCELLED,
}  # fmt: skip
_BY_AMAZON = {"amazon", "afn"}


def read(table: Table) -> list[Incoming]:
    """Orders; the order's number stands for the customer, whom this report does not name."""
    fields = ["order", "line", "order_date", "customer", "sku", "ordered", "shipped", "cancelled", "status", "ship_to"]
    out = Gather(table, "orders", fields + (["unit_price"] if table.has("item-price") else []))
    for order in table.orders("amazon-order-id", fill=("purchase-date",)):
        for place, row in enumerate(order.rows, 1):
            if normal(row.text("fulfillment-channel")) in _BY_AMAZON:
                out.leave_out(row, "fulfillment-channel", "Amazon ships it itself (FBA).")
                continue
            _line(out, order, row, place)
    if not table.has("order-item-id"):
        out.say(
            Weight.NOTED, 0, "order-item-id", "",
            "This report numbers lines by their place in the order, the unshipped report by order-item-id: use one of the two "
            "for a workbook, or its lines are counted twice.",
        )  # fmt: skip
    return [out.incoming()]


def _line(out: Gather, order: Order, row: Row, place: int) -> None:
    column = "item-status" if row.text("item-status") else "order-status"
    word = row.text(column).split(" - ")[0]  # "Shipped - Delivered to Buyer"
    state = state_of(out, row, column, word, _WORDS)
    whole = state_of(out, row, "order-status", row.text("order-status").split(" - ")[0], _WORDS)
    if whole in (State.HELD, State.CANCELLED) and state is State.OPEN:
        state = whole
    ordered = out.amount(row, "quantity", needed=True)
    if state is State.PARTLY:
        partly(out, row, column)
    what = fate(state, ordered)
    price = out.amount(row, "item-price", money=True)
    out.add(
        row, order=order.number, line=row.text("order-item-id") or str(place), sku=out.code(row, "sku"), ordered=ordered,
        order_date=out.day(order.first("purchase-date"), "purchase-date", needed=True), customer=order.number,
        shipped=what.shipped, cancelled=what.cancelled if ordered else Decimal(0), status=what.status,
        unit_price=per_unit(price, ordered), ship_to=address(order),
    )  # fmt: skip


SOURCE = Source(
    name="Amazon",
    layout="all orders",
    needs=("amazon-order-id", "purchase-date", "sku", "quantity"),
    one_of=(("order-status", "item-status"),),
    never=("shipment-id",),
    evidence=Evidence.CODE,
    where="Public programs that hold the report's header line and rows of it.",
    leaves="Lines that Amazon ships itself (told). It has no buyer, no promised date and no number per line.",
    read=read,
)

SHIPMENTS = Source(
    name="Amazon",
    layout="fulfilled shipments",
    needs=("amazon-order-id", "shipment-id", "quantity-shipped", "sku"),
    evidence=Evidence.CODE,
    where="Public programs that hold the report's header line.",
    leaves="All of it: these parcels were sent by Amazon from its own stock.",
    read=no_lines,
    takes=(),
    instead="It lists what Amazon sent from its own stock; export Unshipped Orders or All Orders instead.",
)
