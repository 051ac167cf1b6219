"""What does an export of Odoo's sales orders with their lines say?

The user picks the columns, by label or by technical name. What belongs to the order stands on its first row only; a
product reads "[CODE] Name".
"""

from __future__ import annotations

import re
from decimal import Decimal

from backorder_xl.imports.model import Incoming, Weight
from backorder_xl.imports.sources.gather import Gather
from backorder_xl.imports.sources.lines import State, fate, state_of
from backorder_xl.imports.sources.model import Evidence, Source
from backorder_xl.imports.sources.people import buyer, email
from backorder_xl.imports.sources.table import Order, Row, Table

_NUMBER = ("Order Reference", "name", "Order", "Number")
_DATE = ("Order Date", "date_order", "Creation Date", "create_date")
_CODE = ("Order Lines/Product/Internal Reference", "order_line/product_id/default_code", "order_line/product_code")
_PRODUCT = ("Order Lines/Product", "Order Lines/Product Variant", "order_line/product_id", "Order Lines/Product/Display Name",
            "order_line/product")  # fmt: skip
_QTY = ("Order Lines/Quantity", "Order Lines/Ordered Quantity", "order_line/product_uom_qty")
_SHIPPED = ("Order Lines/Delivery Quantity", "Order Lines/Delivered Quantity", "Order Lines/Delivered",
            "Order Lines/Qty Delivered", "order_line/qty_delivered")  # fmt: skip
_PRICE = ("Order Lines/Unit Price", "order_line/price_unit")
_LINE = ("Order Lines/External ID", "Order Lines/ID", "order_line/id", "order_line/.id")
_PROMISED = ("Delivery Date", "commitment_date")
_MAIL = ("Customer/Email", "partner_id/email")
_WHO = ("Customer", "partner_id", "Customer/Display Name", "Customer/Name", "partner_id/name")
_WHO_CODE = ("Customer/Reference", "partner_id/ref", "Customer/ID", "Customer/External ID", "partner_id/id")
_STATUS = ("Status", "state", "Order Status")
_WORDS = {
    "draft": State.NO_ORDER, "quotation": State.NO_ORDER, "sent": State.NO_ORDER, "quotationsent": State.NO_ORDER,
    "sale": State.OPEN, "salesorder": State.OPEN, "done": State.OPEN, "locked": State.OPEN, "cancel": State.CANCELLED,
    "cancelled": State.CANCELLED,
}  # fmt: skip
_BRACKETS = re.compile(r"\[([^\]]+)\]\s*(.*)", re.DOTALL)


def read(table: Table) -> list[Incoming]:
    """Orders; a line is known by its External ID where that was exported, else by its place among the products."""
    fields = ["order", "line", "order_date", "customer", "sku", "ordered", "customer_name"]
    fields += ["shipped"] if table.has(*_SHIPPED) else []
    fields += ["cancelled", "status"] if table.has(*_STATUS) else []
    fields += ["promised"] if table.has(*_PROMISED) else []
    fields += ["unit_price"] if table.has(*_PRICE) else []
    fields += ["email"] if table.has(*_MAIL) else []
    fields += ["location"] if table.has("Warehouse", "warehouse_id") else []
    out = Gather(table, "orders", fields)
    status = next((h for h in _STATUS if table.has(h)), _STATUS[0])
    for order in table.orders(*_NUMBER, fill=_DATE):
        state = state_of(out, order.first(*_STATUS), status, order.text(*_STATUS), _WORDS)
        if state is State.NO_ORDER:
            for row in order.rows:
                out.leave_out(row, status, "A quotation is no order yet, and is left out.")
            continue
        place = 0
        for row in order.rows:
            if row.text(*_CODE, *_PRODUCT):  # sections and notes have none
                place += 1
                _line(out, order, row, place, state)
            elif out.amount(row, *_QTY):
                out.leave_out(row, _QTY[0], "This row has a quantity and no product, and is left out.")
    if not table.has(*_SHIPPED):
        out.say(
            Weight.NOTED, 0, _SHIPPED[0], "",
            "The export does not say what was delivered: Shipped stays as it is in the workbook; add Order Lines/Delivery "
            "Quantity to the fields to export.",
        )  # fmt: skip
    return [out.incoming()]


def _line(out: Gather, order: Order, row: Row, place: int, state: State) -> None:
    ordered, shipped = out.amount(row, *_QTY, needed=True), out.amount(row, *_SHIPPED)
    what = fate(state, ordered, shipped)
    name = order.text(*_WHO)
    out.add(
        row, order=order.number, line=row.text(*_LINE) or str(place), sku=_code(out, row), ordered=ordered,
        order_date=out.day(order.first(*_DATE), *_DATE, needed=True),
        customer=buyer("", order.text(*_WHO_CODE), name, order=order.number), customer_name=name, email=email(order, *_MAIL),
        shipped=shipped if shipped is not None else what.shipped, cancelled=what.cancelled if ordered else Decimal(0),
        status=what.status, promised=out.day(order.first(*_PROMISED), *_PROMISED),
        unit_price=out.amount(row, *_PRICE, money=True), location=order.text("Warehouse", "warehouse_id"),
    )  # fmt: skip


def _code(out: Gather, row: Row) -> str:
    """The internal reference: a column of its own, else what stands in brackets, else the product's name (told)."""
    if row.text(*_CODE):
        return out.code(row, *_CODE)
    said = row.text(*_PRODUCT)
    if found := _BRACKETS.match(said):
        return found[1].strip()
    out.say(
        Weight.NOTED, row.number, out.table.said(*_PRODUCT), said,
        "This product has no internal reference in brackets; its name is taken as the SKU.",
    )  # fmt: skip
    return said


SOURCE = Source(
    name="Odoo",
    layout="sales orders with lines",
    needs=(),
    one_of=(_NUMBER, _DATE, _WHO + _WHO_CODE, _CODE + _PRODUCT, _QTY),
    never=("Lineitem name",),
    evidence=Evidence.CODE,
    where="Odoo's own program names the fields; public programs read exports by label and by technical name.",
    leaves="Taxes, discounts, salesperson. Quotations are left out (told). Sections and notes hold no product.",
    read=read,
)
