"""What does the orders report of eBay's Seller Hub say?

A row per order line. An order of several items has a row of its own before them, with the buyer and no item. Around the
table stand blank rows and a note of how many records there are.
"""

from __future__ import annotations

from backorder_xl.imports.model import Incoming
from backorder_xl.imports.sources.gather import Gather, code_of
from backorder_xl.imports.sources.lines import State, fate
from backorder_xl.imports.sources.model import Evidence, Source
from backorder_xl.imports.sources.people import buyer, email, together
from backorder_xl.imports.sources.table import Order, Row, Table

_SKU = ("Custom Label", "Custom Label (SKU)")
_ITEM = ("Item Number", "Item Title", *_SKU)


def read(table: Table) -> list[Incoming]:
    """Orders; a line is known by its Transaction ID, else by its place in the order."""
    fields = ["order", "line", "order_date", "customer", "sku", "ordered", "customer_name", "email", "ship_to"]
    fields += ["shipped", "status", "cancelled"] if table.has("Shipped On Date") else []
    fields += ["paid"] if table.has("Paid On Date") else []
    fields += ["need_by"] if table.has("Ship By Date") else []
    fields += ["unit_price"] if table.has("Sold For", "Sale Price") else []
    out = Gather(table, "orders", fields)
    key = ("Order Number",) if table.filled("Order Number") else ("Sales Record Number",)
    for order in table.orders(*key, fill=True):
        items = [row for row in order.rows if row.text(*_ITEM) and row.text("Quantity")]
        for place, row in enumerate(items, 1):
            _line(out, order, row, place)
    return [out.incoming()]


def _line(out: Gather, order: Order, row: Row, place: int) -> None:
    mail = email(order, "Buyer Email")
    ordered = out.amount(row, "Quantity", needed=True)
    left = row.text("Shipped On Date") or (order.text("Shipped On Date") if len(order.rows) == 1 else "")
    what = fate(State.SHIPPED if left else State.OPEN, ordered)
    out.add(
        row, order=order.number, line=row.text("Transaction ID") or str(place), ordered=ordered,
        sku=code_of(row, out, _SKU, ("Item Number",)),
        order_date=out.day(row if row.text("Sale Date") else order.first("Sale Date"), "Sale Date", needed=True),
        customer=buyer("", order.text("Buyer Username", "User Id"), mail.casefold(), order=order.number),
        customer_name=order.text("Buyer Name", "Buyer Fullname", "Ship To Name"), email=mail,
        shipped=what.shipped, cancelled=what.cancelled, status=what.status,
        paid=bool(row.text("Paid On Date") or order.text("Paid On Date")),
        need_by=out.day(row if row.text("Ship By Date") else order.first("Ship By Date"), "Ship By Date"),
        unit_price=out.amount(row, "Sold For", "Sale Price", money=True), ship_to=_address(order),
    )  # fmt: skip


def _address(order: Order) -> str:
    street = together(order.text("Ship To Address 1"), order.text("Ship To Address 2"), between=", ")
    town = together(order.text("Ship To Zip"), order.text("Ship To City"))
    return together(street, town, order.text("Ship To Country"), between=", ")


SOURCE = Source(
    name="eBay",
    layout="orders",
    needs=("Sales Record Number", "Quantity", "Sale Date"),
    one_of=(("Buyer Username", "User Id"), ("Item Number", "Item Title", "Custom Label")),
    never=("Lineitem name",),
    evidence=Evidence.CODE,
    where="A public program's list of the report's columns; blank first rows, the row before several items and dates such as "
    "Mar-09-26 are from memory.",
    leaves="Fees, taxes, Variation Details, tracking. Cancelled orders are not marked in it: a cancellation has to be typed.",
    read=read,
)  # fmt: skip
