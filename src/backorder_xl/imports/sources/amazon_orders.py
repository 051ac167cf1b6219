"""What do Amazon's reports of unshipped and of new orders say?

Both have a row per order item, with Amazon's own number for it. Amounts are for the whole line. The buyer's address is an
alias that Amazon gives out.
"""

from __future__ import annotations

from decimal import Decimal

from backorder_xl.imports.model import Incoming, Weight
from backorder_xl.imports.sources.gather import Gather
from backorder_xl.imports.sources.lines import State, fate, per_unit
from backorder_xl.imports.sources.model import Evidence, Source
from backorder_xl.imports.sources.people import buyer, email, together
from backorder_xl.imports.sources.table import Order, Row, Table

_ALWAYS = ("order", "line", "order_date", "customer", "sku", "ordered")
_ALIAS = (
    "The buyers' addresses are aliases of Amazon. Amazon passes mail on only from addresses that the seller has approved there "
    "(not confirmed by us): look at one draft before you send many."
)


def read(table: Table) -> list[Incoming]:
    """Orders of the unshipped and of the new-orders report; what the new-orders report does not know stays untouched."""
    fields = [*list(_ALWAYS), "email", "customer_name"]
    fields += ["shipped"] if table.has("quantity-shipped", "quantity-to-ship") else []
    fields += ["cancelled", "status"] if table.has("quantity-to-ship") else []
    fields += ["paid"] if table.has("payments-date") else []
    fields += ["promised"] if table.has("promise-date") else []
    fields += ["unit_price"] if table.has("item-price") else []
    fields += ["ship_to"] if table.has("ship-address-1") else []
    out = Gather(table, "orders", fields)
    for order in table.orders("order-id", fill=("purchase-date",)):
        for place, row in enumerate(order.rows, 1):
            _line(out, order, row, place)
    if any(out.columns["email"]):
        out.say(Weight.NOTED, 0, "buyer-email", "", _ALIAS)
    return [out.incoming()]


def _line(out: Gather, order: Order, row: Row, place: int) -> None:
    mail = email(order, "buyer-email")
    bought = out.amount(row, "quantity-purchased", needed=True)
    shipped = out.amount(row, "quantity-shipped")
    left = out.amount(row, "quantity-to-ship")
    if bought is not None and left is not None and shipped is None:
        shipped = bought - left
    what = fate(State.OPEN, bought, shipped)
    missing = bought - (shipped or Decimal(0)) - left if bought is not None and left is not None else Decimal(0)
    if missing > 0:
        out.say(
            Weight.NOTED, row.number, "quantity-to-ship", str(left),
            "Fewer units are to be shipped than were bought and not shipped: the difference counts as cancelled.",
        )  # fmt: skip
    out.add(
        row, order=order.number, line=row.text("order-item-id") or str(place), sku=out.code(row, "sku"), ordered=bought,
        order_date=out.day(order.first("purchase-date"), "purchase-date", needed=True),
        customer=buyer(mail, order=order.number), email=mail, customer_name=order.text("buyer-name", "recipient-name"),
        paid=True if order.text("payments-date") else None, shipped=what.shipped, cancelled=max(missing, Decimal(0)),
        status=what.status, promised=out.day(order.first("promise-date"), "promise-date"),
        unit_price=per_unit(out.amount(row, "item-price", money=True), bought), ship_to=address(order),
    )  # fmt: skip


def address(order: Order) -> str:
    """Where the goods go, in one line."""
    street = together(*(order.text(f"ship-address-{n}") for n in (1, 2, 3)), between=", ")
    town = together(order.text("ship-postal-code"), order.text("ship-city"))
    return together(street, town, order.text("ship-country"), between=", ")


_LEAVES = (
    "ship-service-level (Priority stays yours; serving by promised day is Settings Allocation Policy promised), taxes, "
    "shipping prices."
)

UNSHIPPED = Source(
    name="Amazon",
    layout="unshipped orders",
    needs=("order-id", "purchase-date", "sku", "quantity-purchased"),
    one_of=(("quantity-to-ship", "promise-date", "days-past-promise"),),
    never=("amazon-order-id", "Lineitem name"),
    evidence=Evidence.DOCUMENTED,
    where="Amazon Seller Central's page on the fields of order reports, and public programs that read the file.",
    leaves=_LEAVES,
    read=read,
)

NEW = Source(
    name="Amazon",
    layout="new orders",
    needs=("order-id", "order-item-id", "purchase-date", "sku", "quantity-purchased"),
    never=("amazon-order-id", "quantity-to-ship", "promise-date", "days-past-promise"),
    evidence=Evidence.DOCUMENTED,
    where="Amazon Seller Central's page on the fields of order reports.",
    leaves=_LEAVES + " It does not say what was shipped since: Shipped stays as it is in the workbook.",
    read=read,
)
