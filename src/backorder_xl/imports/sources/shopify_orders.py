"""What does Shopify's orders CSV say?

One row per line item. What belongs to the order (dates, payment, addresses) stands on its first row only. There is no
shipped quantity per line, only a word.
"""

from __future__ import annotations

from decimal import Decimal

from backorder_xl.core.words import OrderStatus
from backorder_xl.imports.model import Incoming, Weight
from backorder_xl.imports.sources.gather import Gather, code_of
from backorder_xl.imports.sources.lines import Fate, State, fate, partly, state_of
from backorder_xl.imports.sources.model import Evidence, Source
from backorder_xl.imports.sources.people import buyer, email, together
from backorder_xl.imports.sources.table import Order, Row, Table
from backorder_xl.tables.headers import normal

_LINE = {"fulfilled": State.SHIPPED, "partial": State.PARTLY, "unfulfilled": State.OPEN, "pending": State.OPEN}
_LINE_STATUS, _ORDER_STATUS = "Lineitem fulfillment status", "Fulfillment Status"
_PAID = {"paid", "partiallyrefunded"}
_UNPAID = {"pending", "authorized", "partiallypaid", "refunded", "voided", "expired"}
_ALWAYS = ("order", "line", "order_date", "customer", "sku", "ordered")


def read(table: Table) -> list[Incoming]:
    """Orders. A line's number is its place within the order, which Shopify keeps from export to export."""
    fields = list(_ALWAYS)
    if table.has(_LINE_STATUS, _ORDER_STATUS, "Cancelled at"):
        fields += ["shipped", "cancelled", "status"]
    fields += ["email"] if table.has("Email") else []
    fields += ["customer_name"] if table.has("Billing Name", "Shipping Name") else []
    fields += ["paid"] if table.has("Financial Status", "Paid at") else []
    fields += ["unit_price"] if table.has("Lineitem price") else []
    fields += ["specification"] if table.has("Lineitem properties") else []
    fields += ["ship_to"] if table.has("Shipping Address1", "Shipping Street") else []
    out = Gather(table, "orders", fields)
    for order in table.orders("Name", fill=("Created at",)):
        _order(out, order)
    return [out.incoming()]


def _order(out: Gather, order: Order) -> None:
    mail, name = email(order, "Email"), order.text("Billing Name", "Shipping Name")
    payment = normal(order.text("Financial Status"))
    common: dict[str, object] = {
        "order": order.number,
        "order_date": out.day(order.first("Created at"), "Created at", needed=True),
        "customer": buyer(mail, name, order.text("Phone", "Billing Phone"), order=order.number),
        "customer_name": name,
        "email": mail,
        "paid": payment in _PAID or (payment not in _UNPAID and bool(order.text("Paid at"))),
        "ship_to": _address(order),
    }
    called_off = bool(order.text("Cancelled at")) or payment == "refunded"
    if payment == "refunded" and not order.text("Cancelled at"):
        _say(out, order, "The order was refunded in full: what has not left counts as cancelled.")
    if payment == "voided" and not called_off:
        _say(out, order, "The payment was voided, so the order is on hold; cancel it in Shopify if it is not wanted any more.")
    place = 0
    for row in order.rows:
        if not row.text("Lineitem name", "Lineitem sku") and not row.text("Lineitem quantity"):
            continue  # a row that only carries a second tax or payment
        place += 1
        if row.text("Lineitem requires shipping").casefold() == "false":
            out.leave_out(row, "Lineitem requires shipping", "Nothing is shipped for this line (a gift card, a tip, a service).")
            continue
        _line(out, order, row, place, common, called_off, payment)


def _line(out: Gather, order: Order, row: Row, place: int, common: dict[str, object], called_off: bool, payment: str) -> None:
    ordered = out.amount(row, "Lineitem quantity", needed=True)
    word = row.text(_LINE_STATUS) or order.text(_ORDER_STATUS)
    state = state_of(out, row, _LINE_STATUS, word, _LINE)
    if called_off:
        shipped = ordered if state is State.SHIPPED else Decimal(0)
        what = Fate(None, None, OrderStatus.CLOSED) if state is State.PARTLY else fate(State.CANCELLED, ordered, shipped)
    else:
        held = payment == "voided" and state is State.OPEN
        what = fate(State.HELD if held else state, ordered)
        if state is State.PARTLY:
            partly(out, row, _LINE_STATUS)
        if payment == "partiallyrefunded" and state is not State.SHIPPED:
            _say(
                out, order,
                "Part of the order was refunded, and the export does not say which units: all are taken as wanted; type "
                "Cancelled on Orders if they are not.",
            )  # fmt: skip
    out.add(
        row, **common, line=str(place), ordered=ordered, shipped=what.shipped, cancelled=what.cancelled, status=what.status,
        sku=code_of(row, out, ("Lineitem sku",), ("Lineitem name",)),
        unit_price=out.amount(row, "Lineitem price", money=True), specification=row.text("Lineitem properties"),
    )  # fmt: skip


def _say(out: Gather, order: Order, sentence: str) -> None:
    row = order.first("Financial Status")
    out.say(Weight.NOTED, row.number, "Financial Status", row.text("Financial Status"), sentence)


def _address(order: Order) -> str:
    row = order.first("Shipping Address1", "Shipping Street")
    street = together(row.text("Shipping Address1", "Shipping Street"), row.text("Shipping Address2"), between=", ")
    town = together(row.text("Shipping Zip"), row.text("Shipping City"))
    return together(row.text("Shipping Company"), street, town, row.text("Shipping Country"), between=", ") if street else ""


SOURCE = Source(
    name="Shopify",
    layout="orders",
    needs=("Name", "Created at", "Lineitem name", "Lineitem quantity"),
    evidence=Evidence.DOCUMENTED,
    where="Shopify's help page on exporting orders, and public programs that read the file.",
    leaves="Notes, Note Attributes, Tags, discounts, taxes and Vendor. Location is where a sale was made, not who serves it. "
    "A Specification is taken only from a column Lineitem properties, which some apps add.",
    read=read,
)  # fmt: skip
