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
_SHIPPED = ("Shipped On Date", "Posted On Date", "Dispatched On Date")
_SHIP_BY = ("Ship By Date", "Post By Date", "Dispatch By Date")
_ITEM = ("Item Number", "Item Title", *_SKU)


def read(table: Table) -> list[Incoming]:
    """Orders; a line is known by its Transaction ID, else by its place in the order."""
    fields = ["order", "line", "order_date", "customer", "sku", "ordered", "customer_name", "email", "ship_to"]
    fields += ["shipped", "status", "cancelled"] if table.has(*_SHIPPED) else []
    fields += ["paid"] if table.has("Paid On Date") else []
    fields += ["need_by"] if table.has(*_SHIP_BY) else []
    fields += ["unit_price"] if table.has("Sold For", "Sale Price") else []
    out = Gather(table, "orders", fields)
    key = ("Order Number",) if table.filled("Order Number") else ("Sales Record Number",)
    for order in table.orders(*key):
        items = [row for row in order.rows if row.text(*_ITEM)]
        for place, row in enumerate(items, 1):
            _line(out, order, row, place)
    return [out.incoming()]


def _line(out: Gather, order: Order, row: Row, place: int) -> None:
    mail = email(order, "Buyer Email")
    ordered = out.amount(row, "Quantity", needed=True)
    left = row.text(*_SHIPPED) or (order.text(*_SHIPPED) if len(order.rows) == 1 else "")
    what = fate(State.SHIPPED if left else State.OPEN, ordered)
    out.add(
        row, order=order.number, line=row.text("Transaction ID") or str(place), ordered=ordered,
        sku=code_of(row, out, _SKU, ("Item Number",)),
        order_date=out.day(row if row.text("Sale Date") else order.first("Sale Date"), "Sale Date", needed=True),
        customer=buyer("", order.text("Buyer Username", "User Id"), mail.casefold(), order=order.number),
        customer_name=order.text("Buyer Name", "Buyer Fullname", "Ship To Name"), email=mail,
        shipped=what.shipped, cancelled=what.cancelled, status=what.status,
        paid=bool(row.text("Paid On Date") or order.text("Paid On Date")),
        need_by=out.day(row if row.text(*_SHIP_BY) else order.first(*_SHIP_BY), *_SHIP_BY),
        unit_price=out.amount(row, "Sold For", "Sale Price", money=True), ship_to=_address(order),
    )  # fmt: skip


def _address(order: Order) -> str:
    """Where it goes; British reports say Post To."""

    def said(what: str) -> str:
        return order.text(f"Ship To {what}", f"Post To {what}")

    street = together(said("Address 1"), said("Address 2"), between=", ")
    town = together(said("Zip") or order.text("Post To Postcode"), said("City"))
    return together(street, town, said("Country"), between=", ")


SOURCE = Source(
    name="eBay",
    layout="orders",
    needs=("Sales Record Number", "Quantity", "Sale Date"),
    one_of=(("Buyer Username", "User Id"), ("Item Number", "Item Title", "Custom Label")),
    never=("Lineitem name",),
    evidence=Evidence.CODE,
    where="Public programs that list the report's columns, its blank rows, its footer and its dates such as Mar-09-26; the row "
    "before several items and the British names are from memory.",
    leaves="Fees, taxes, Variation Details, tracking. Cancelled orders are not marked in it: a cancellation has to be typed.",
    read=read,
)  # fmt: skip
