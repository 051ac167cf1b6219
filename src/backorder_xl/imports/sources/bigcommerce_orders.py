"""What does BigCommerce's order export say?

A row per order with all its products in one cell, or, by a template of the user's own, a row per product.
"""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from backorder_xl.imports.model import Incoming, Weight
from backorder_xl.imports.sources.gather import Gather
from backorder_xl.imports.sources.lines import State, fate, partly, state_of
from backorder_xl.imports.sources.model import Evidence, Source
from backorder_xl.imports.sources.packed import pairs, several
from backorder_xl.imports.sources.people import buyer, email, together
from backorder_xl.imports.sources.table import Order, Row, Table
from backorder_xl.imports.sources.values import amount

_CELL = ("Product Details", "Products", "Order Products", "Product Detail")
_DATE = ("Order Date", "Date Created")
_STATUS = ("Order Status", "Status")
_SKU = ("Product SKU", "Item SKU", "SKU")
_QTY = ("Product Qty", "Product Quantity", "Quantity")
_WORDS = {
    "pending": State.HELD, "awaitingpayment": State.HELD, "awaitingfulfillment": State.OPEN, "awaitingshipment": State.OPEN,
    "awaitingpickup": State.OPEN, "partiallyshipped": State.PARTLY, "shipped": State.SHIPPED, "completed": State.SHIPPED,
    "cancelled": State.CANCELLED, "declined": State.CANCELLED, "refunded": State.CANCELLED, "disputed": State.HELD,
    "manualverificationrequired": State.HELD, "partiallyrefunded": State.OPEN, "incomplete": State.NO_ORDER,
}  # fmt: skip
_FIELDS = ("order", "line", "order_date", "customer", "sku", "ordered", "shipped", "cancelled", "status", "customer_name",
           "email", "unit_price", "ship_to")  # fmt: skip


class _Item(NamedTuple):
    row: Row
    sku: str
    ordered: Decimal | None
    price: Decimal | None


def read(table: Table) -> list[Incoming]:
    """Orders; lines are numbered by their place in the order."""
    out = Gather(table, "orders", _FIELDS)
    status = next((h for h in _STATUS if table.has(h)), _STATUS[0])
    for order in table.orders("Order ID", fill=_DATE):
        state = state_of(out, order.first(*_STATUS), status, order.text(*_STATUS), _WORDS)
        if state is State.NO_ORDER:
            for row in order.rows:
                out.leave_out(row, status, "The buyer did not finish this order, and it is left out.")
            continue
        items = _items(out, order)
        shipped = out.amount(order.first("Total Shipped"), "Total Shipped")
        if state is State.PARTLY and shipped and len(items) > 1:
            shipped = None  # of which products, it does not say
        for place, item in enumerate(items, 1):
            _line(out, order, item, place, state, status, shipped if state is State.PARTLY else None)
    return [out.incoming()]


def _items(out: Gather, order: Order) -> list[_Item]:
    found = []
    for row in order.rows:
        if row.text(*_SKU) or row.text(*_QTY):
            price = out.amount(row, "Product Unit Price", "Unit Price", money=True)
            found.append(_Item(row, out.code(row, *_SKU), out.amount(row, *_QTY, needed=True), price))
            continue
        for part in several(row.text(*_CELL), "|"):
            said = _pairs(part)
            ordered = amount(said.get("productqty", ""), out.table.mark)
            if ordered is None:
                out.say(Weight.LEFT_OUT, row.number, out.table.said(*_CELL), part[:60], "This product has no quantity.")
                continue
            price = amount(said.get("productunitprice", ""), out.table.mark, money=True)
            found.append(_Item(row, said.get("productsku", ""), ordered, price))
    return found


def _pairs(part: str) -> dict[str, str]:
    """The pairs of one product; a comma inside a name is told from one between pairs by the word Product behind it."""
    return pairs(part.replace(", Product ", "\x00Product "), "\x00")


def _line(out: Gather, order: Order, item: _Item, place: int, state: State, status: str, shipped: Decimal | None) -> None:
    mail = email(order, "Customer Email", "Billing Email")
    name = order.text("Customer Name") or together(order.text("Billing First Name"), order.text("Billing Last Name"))
    what = fate(state, item.ordered, shipped)
    if state is State.PARTLY and shipped is None:
        partly(out, item.row, status)
    id_ = order.text("Customer ID")
    out.add(
        item.row, order=order.number, line=str(place), sku=item.sku, ordered=item.ordered, unit_price=item.price,
        order_date=out.day(order.first(*_DATE), *_DATE, needed=True),
        customer=buyer(mail, id_ if id_ != "0" else "", name, order=order.number), customer_name=name, email=mail,
        shipped=what.shipped, cancelled=what.cancelled, status=what.status, ship_to=_address(order),
    )  # fmt: skip


def _address(order: Order) -> str:
    street = together(order.text("Shipping Street 1"), order.text("Shipping Street 2"), between=", ")
    town = together(order.text("Shipping Zip"), order.text("Shipping Suburb", "Shipping City"))
    return together(street, town, order.text("Shipping Country"), between=", ")


SOURCE = Source(
    name="BigCommerce",
    layout="orders",
    needs=("Order ID", "Customer Email"),
    one_of=(_DATE, _STATUS, (*_CELL, "Product SKU")),
    never=("Lineitem name", "order-item-id", "Transaction ID"),
    evidence=Evidence.CODE,
    where="Public programs that read the file, with rows of it; the names of the columns of a row per product are from memory.",
    leaves="Variation details, notes, taxes. Whether it is paid is not in it.",
    read=read,
)
