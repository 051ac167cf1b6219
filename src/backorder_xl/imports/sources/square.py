"""What do Square's exports of items sold and of the item library say?

Items sold were handed over at the till: they are history and close themselves. The library has a column per location with
what is there now, and one beside it to type a new number into.
"""

from __future__ import annotations

from decimal import Decimal

from backorder_xl.core.words import OrderStatus
from backorder_xl.imports.model import Incoming, Weight
from backorder_xl.imports.sources.gather import Gather, code_of
from backorder_xl.imports.sources.lines import per_unit
from backorder_xl.imports.sources.model import Evidence, Source
from backorder_xl.imports.sources.people import buyer, together
from backorder_xl.imports.sources.table import Row, Table
from backorder_xl.tables.headers import normal

_NOW = "Current Quantity"


def read_sales(table: Table) -> list[Incoming]:
    """Orders that are shipped and closed; refunds are left out."""
    fields = ("order", "line", "order_date", "customer", "sku", "ordered", "shipped", "status", "paid", "customer_name",
              "location", "unit_price")  # fmt: skip
    out = Gather(table, "orders", fields)
    for order in table.orders("Transaction ID"):
        for place, row in enumerate(order.rows, 1):
            sold = out.amount(row, "Qty", needed=True)
            if normal(row.text("Event Type")) == "refund" or (sold is not None and sold < 0):
                out.leave_out(row, "Event Type", "A refund at the till is no order, and is left out.")
                continue
            name = row.text("Customer Name")
            out.add(
                row, order=order.number, line=str(place), sku=code_of(row, out, ("SKU",), ("Item",)), ordered=sold,
                order_date=out.day(row, "Date", needed=True),
                customer=buyer("", row.text("Customer ID"), name, order=order.number), customer_name=name, shipped=sold,
                status=OrderStatus.CLOSED, paid=True, location=row.text("Location"),
                unit_price=per_unit(out.amount(row, "Gross Sales", money=True), sold),
            )  # fmt: skip
    out.say(Weight.NOTED, 0, "", "", "These are sales at the till: every line is shipped and closed, and waits for nothing.")
    return [out.incoming()]


def read_library(table: Table) -> list[Incoming]:
    """Stock per location and Items."""
    items = Gather(table, "items", _item_fields(table))
    stock = Gather(table, "stock", ("sku", "on_hand", "location"))
    for row in table.rows:
        if normal(row.text("Archived")) in ("y", "yes", "true"):
            items.leave_out(row, "Archived", "An archived item is left out.")
            continue
        sku = code_of(row, items, ("SKU",), ("Item Name",))
        variation = row.text("Variation Name")
        name = together(row.text("Item Name"), variation if normal(variation) != "regular" else "", between=", ")
        if items.add(
            row, sku=sku, description=name, supplier=row.text("Default Vendor Name"),
            unit_cost=items.amount(row, "Default Unit Cost", money=True),
        ):  # fmt: skip
            _stock(stock, row, sku)
    return [stock.incoming(whole=True), items.incoming()]


def _item_fields(table: Table) -> list[str]:
    fields = ["sku", "description"]
    fields += ["supplier"] if table.has("Default Vendor Name") else []
    return fields + (["unit_cost"] if table.has("Default Unit Cost") else [])


def _stock(stock: Gather, row: Row, sku: str) -> None:
    for header, place in stock.table.starting(_NOW).items():
        if row.text(header):
            on_hand = stock.amount(row, header, needed=True)
            if on_hand is not None and on_hand < 0:
                stock.say(Weight.NOTED, row.number, header, str(on_hand), "Stock below 0 counts as 0 here.")
                on_hand = min(on_hand, Decimal(0))
            stock.add(row, sku=sku, on_hand=on_hand, location=place)


SALES = Source(
    name="Square",
    layout="items sold",
    needs=("Date", "Item", "Qty", "Price Point Name", "Transaction ID"),
    one_of=(("Event Type", "Gross Sales", "Net Sales"),),
    evidence=Evidence.CODE,
    where="Public programs that hold the file's header line and rows of it.",
    leaves="Refunds (told), modifiers, taxes, cost of payment. Square's export of online orders is not known to us.",
    read=read_sales,
)
LIBRARY = Source(
    name="Square",
    layout="item library",
    needs=("Token", "Item Name", "Variation Name", "SKU", f"{_NOW}*"),
    evidence=Evidence.CODE,
    where="A public program that writes the file; Default Unit Cost and Default Vendor Name are from memory.",
    leaves="New Quantity (a cell to type into, never read), prices, stock alerts.",
    read=read_library,
    takes=("stock", "items"),
)
