"""What do the order exports of WooCommerce's plug-ins say?

WooCommerce itself exports no orders. Three shapes are common: a row per order with numbered groups of columns for its
items, a row per order with its items in one cell, and a row per item. All three end in the same lines.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import NamedTuple

from backorder_xl.imports.model import Incoming, Weight
from backorder_xl.imports.sources.gather import Gather
from backorder_xl.imports.sources.lines import State, fate, partly, per_unit, state_of
from backorder_xl.imports.sources.model import Evidence, Source
from backorder_xl.imports.sources.packed import pairs, several
from backorder_xl.imports.sources.people import buyer, email, together
from backorder_xl.imports.sources.table import Order, Row, Table
from backorder_xl.imports.sources.values import amount
from backorder_xl.imports.sources.woocommerce_words import WORDS, paid, word
from backorder_xl.tables.headers import normal

_NUMBER = ("order_number_formatted", "order_number", "order_id", "Order Number", "Order ID")
_DATE = ("order_date", "date", "Order Date", "date_created")
_STATUS = ("status", "order_status", "Order Status")
_PAID_ON = ("paid_date", "date_paid", "Paid Date")
_MAIL = ("billing_email", "customer_email", "Email (Billing)", "Billing Email Address", "Billing Email")
_FIRST = ("billing_first_name", "First Name (Billing)")
_LAST = ("billing_last_name", "Last Name (Billing)")
_ID = ("customer_id", "customer_user")
_SKU = ("item_sku", "SKU", "Product SKU")
_NAME = ("item_name", "Item Name", "Product Name", "Name")
_QTY = ("item_quantity", "Quantity", "Item Quantity")
_QTY_LEFT = ("Quantity (- Refund)",)
_REFUNDED = ("item_refunded_qty", "item_refunded_quantity", "Quantity Refunded")
_FIELDS = ("order", "line", "order_date", "customer", "sku", "ordered", "shipped", "cancelled", "status", "paid", "email",
           "customer_name", "ship_to", "unit_price")  # fmt: skip


class Item(NamedTuple):
    """An item of a row as texts; ``quantity`` is None where the row has columns of its own for it. ``total`` is the line's."""

    row: Row
    sku: str
    name: str
    quantity: str | None = None
    total: str = ""


def _gather(table: Table, price: bool) -> Gather:
    return Gather(table, "orders", [f for f in _FIELDS if price or f != "unit_price"])


def read_groups(table: Table) -> list[Incoming]:
    """Orders of the layout with columns Product Item 1 SKU, Product Item 2 SKU, ... (or line_item_1, ...)."""
    first = (v.split()[0] for v in table.starting("Product Item").values() if v)
    count = max((int(n) for n in first if n.isdecimal()), default=0)
    cells = sorted((int(n), h) for h, n in table.starting("line_item_").items() if n.isdecimal())

    def items(order: Order) -> Iterator[Item]:
        for row in order.rows:
            for k in range(1, count + 1):
                start = f"Product Item {k} "
                if row.text(start + "Name", start + "SKU"):
                    sku, name, quantity = (row.text(start + what) for what in ("SKU", "Name", "Quantity"))
                    yield Item(row, sku, name, quantity, row.text(start + "Subtotal", start + "Total"))
            for _, header in cells if not count else []:
                yield from _packed(row, row.text(header))

    return _read(table, items, True)


def read_packed(table: Table) -> list[Incoming]:
    """Orders of the layout with all items in the cell line_items."""

    def items(order: Order) -> Iterator[Item]:
        for row in order.rows:
            yield from _packed(row, row.text("line_items"))

    return _read(table, items, True)


def _packed(row: Row, cell: str) -> Iterator[Item]:
    for part in several(cell, ";"):
        said = pairs(part, "|")
        if said:
            total = said.get("subtotal") or said.get("sub_total") or said.get("total", "")
            yield Item(row, said.get("sku", ""), said.get("name", ""), said.get("quantity", said.get("qty", "")), total)


def read_lines(table: Table) -> list[Incoming]:
    """Orders of the layouts with a row per item."""

    def items(order: Order) -> Iterator[Item]:
        for row in order.rows:
            if row.text(*_NAME) or row.text(*_SKU):
                yield Item(row, "", row.text(*_NAME))

    return _read(table, items, table.has("item_price", "Item Cost", "item_subtotal"))


def _read(table: Table, items: Callable[[Order], Iterator[Item]], price: bool) -> list[Incoming]:
    out = _gather(table, price)
    for order in table.orders(*_NUMBER, fill=_DATE):
        said = word(order.text(*_STATUS))
        if state_of(out, order.first(*_STATUS), _said(table, _STATUS), said, WORDS) is State.NO_ORDER:
            for row in order.rows:
                out.leave_out(row, _said(table, _STATUS), "A draft is no order yet, and is left out.")
            continue
        for place, item in enumerate(items(order), 1):
            _line(out, order, place, said, item)
    return [out.incoming()]


def _said(table: Table, headers: tuple[str, ...]) -> str:
    return next((h for h in headers if table.has(h)), headers[0])


def _line(out: Gather, order: Order, place: int, said: str, item: Item) -> None:
    row, sku, name, quantity, total = item
    mail = email(order, *_MAIL)
    if quantity is None:
        ordered, refunded, price = _of_row(out, row)
        sku = out.code(row, *_SKU)
    else:
        ordered, refunded = amount(quantity, out.table.mark), Decimal(0)
        price = per_unit(amount(total, out.table.mark, money=True), ordered)
        if ordered is None:
            out.say(Weight.LEFT_OUT, row.number, "Quantity", quantity, f"{quantity!r} is no number: the item is left out.")
            return
    state = state_of(out, row, _said(out.table, _STATUS), said, WORDS)
    if state is State.PARTLY:
        partly(out, row, _said(out.table, _STATUS))
    what = fate(state, ordered)
    cancelled, shipped = what.cancelled, what.shipped
    if refunded and cancelled is not None and ordered is not None:
        cancelled = max(cancelled, refunded)
        shipped = min(shipped, ordered - cancelled) if shipped is not None else None
    who = together(order.text(*_FIRST), order.text(*_LAST)) or order.text("Full Name (Billing)", "billing_name")
    id_ = order.text(*_ID)
    out.add(
        row, order=order.number, line=row.text("item_id", "Item ID") or str(place), sku=sku or ("" if _has_code(out) else name),
        ordered=ordered, order_date=out.day(order.first(*_DATE), *_DATE, needed=True),
        customer=buyer(mail, id_ if id_ != "0" else "", who, order=order.number), email=mail, customer_name=who,
        shipped=shipped, cancelled=cancelled, status=what.status, paid=paid(said, order.text(*_PAID_ON)), unit_price=price,
        ship_to=_address(order),
    )  # fmt: skip


def _of_row(out: Gather, row: Row) -> tuple[Decimal | None, Decimal, Decimal | None]:
    """Quantity, what was refunded of it, and the price of one, of a row per item."""
    left, ordered = None, None
    if row.text(*_QTY):
        ordered = out.amount(row, *_QTY, needed=True)
    if row.text(*_QTY_LEFT):
        left = out.amount(row, *_QTY_LEFT, needed=True)
        ordered = left if ordered is None else ordered
    refunded = abs(out.amount(row, *_REFUNDED) or Decimal(0))
    if left is not None and ordered is not None:
        refunded = max(refunded, ordered - left)
    price = out.amount(row, "item_price", "Item Cost", money=True)
    if price is None:
        price = per_unit(out.amount(row, "item_subtotal", "item_total", money=True), ordered)
    return ordered, refunded, price


def _has_code(out: Gather) -> bool:
    """Whether the export has a place for SKUs at all; without one the item's name has to stand in."""
    return any(normal(h) in out.table.columns for h in _SKU) or not out.table.has(*_NAME)


def _address(order: Order) -> str:
    first = order.text("shipping_address_1", "Address 1&2 (Shipping)", "shipping_address")
    street = together(first, order.text("shipping_address_2"), between=", ")
    town = together(order.text("shipping_postcode", "Postcode (Shipping)"), order.text("shipping_city", "City (Shipping)"))
    return together(street, town, order.text("shipping_country", "Country Code (Shipping)"), between=", ")


_LEAVES = "customer_note, coupons, fees, taxes, item meta. Units that were shipped are known only where the status says so."

GROUPS = Source(
    name="WooCommerce",
    layout="orders, a row per order with numbered items",
    needs=("order_id", "order_date", "status"),
    one_of=(("Product Item 1 Name", "Product Item 1 SKU", "line_item_1"),),
    evidence=Evidence.CODE,
    where="The import/export plug-in of WebToffee, whose program is public.",
    leaves=_LEAVES,
    read=read_groups,
)
PACKED = Source(
    name="WooCommerce",
    layout="orders, a row per order with its items in one cell",
    needs=("order_id", "status", "line_items"),
    one_of=(("date", "order_date"),),
    never=("item_sku", "Product Item 1 SKU", "line_item_1"),
    evidence=Evidence.CODE,
    where="The Customer/Order/Coupon CSV Export extension, as public programs read it.",
    leaves=_LEAVES,
    read=read_packed,
)
LINES = Source(
    name="WooCommerce",
    layout="orders, a row per item",
    needs=("order_id", "status", "item_sku"),
    one_of=(("item_quantity", "Quantity"), ("date", "order_date")),
    evidence=Evidence.CODE,
    where="The Customer/Order/Coupon CSV Export extension and others like it, whose programs are public.",
    leaves=_LEAVES,
    read=read_lines,
)
ADVANCED = Source(
    name="WooCommerce",
    layout="orders, a row per item (Advanced Order Export)",
    needs=("Order Number", "Order Status", "Order Date"),
    one_of=(("Quantity (- Refund)", "Item Cost", "Order Line Total"), ("Item Name", "SKU", "Product Name")),
    evidence=Evidence.CODE,
    where="Advanced Order Export for WooCommerce, as many public programs read it.",
    leaves=_LEAVES,
    read=read_lines,
)
