"""What does Shopify's inventory CSV say?

On hand is what lies on the shelf: available, committed and unavailable together. Committed units are held for the very
orders that are imported beside this file, so they stay in On Hand and are not reserved a second time; unavailable ones
(damaged, put aside) are Reserved. Incoming is no stock yet, and On hand (new) is a cell to type into.
"""

from __future__ import annotations

from decimal import Decimal

from backorder_xl.imports.model import Incoming, Weight
from backorder_xl.imports.sources.gather import Gather
from backorder_xl.imports.sources.model import Evidence, Source
from backorder_xl.imports.sources.people import together
from backorder_xl.imports.sources.table import Row, Table
from backorder_xl.tables.headers import normal

_SAME = ("Handle", "Title", "SKU")
_ON_HAND = ("On hand (current)", "On hand")
_NO_LOCATION = {normal(h) for h in (
    "Handle", "Title", "Option1 Name", "Option1 Value", "Option2 Name", "Option2 Value", "Option3 Name", "Option3 Value",
    "SKU", "HS Code", "COO", "Bin name", "Barcode", "Vendor", "Type", "Tags",
)}  # fmt: skip
_WHERE = "Shopify's help page on the inventory CSV"


def _items(table: Table) -> Incoming:
    """Items: what each SKU is called, once."""
    out = Gather(table, "items", ("sku", "description"))
    seen: set[str] = set()
    for row in table.rows:
        sku = out.code(row, "SKU")
        if sku and sku.casefold() not in seen:
            seen.add(sku.casefold())
            out.add(row, sku=sku, description=_called(row))
    return out.incoming()


def _called(row: Row) -> str:
    options = [row.text(f"Option{n} Value") for n in (1, 2, 3)]
    return together(row.text("Title"), *(o for o in options if normal(o) != "defaulttitle"), between=", ")


def _no_code(out: Gather, row: Row) -> bool:
    if row.text("SKU"):
        return False
    out.leave_out(row, "SKU", "This product has no SKU and is left out; give it one in Shopify, as order lines go by it.")
    return True


def _not_stocked(row: Row, header: str) -> bool:
    return normal(row.text(header)) in ("", "notstocked")


def read(table: Table) -> list[Incoming]:
    """Stock and Items of the layout with a row per SKU and location."""
    fields = ["sku", "on_hand"] + (["location"] if table.has("Location") else [])
    out = Gather(table, "stock", fields + (["reserved"] if table.has("Unavailable") else []))
    shelf = next((h for h in _ON_HAND if table.has(h)), "")
    summed = not shelf and table.has("Committed")
    for row in table.rows:
        if _no_code(out, row):
            continue
        column = shelf or "Available"
        if _not_stocked(row, column):
            continue
        on_hand = out.amount(row, column, needed=True)
        unavailable = out.amount(row, "Unavailable") or Decimal(0)
        if summed and on_hand is not None:
            on_hand += unavailable + (out.amount(row, "Committed") or Decimal(0))
        if on_hand is not None and on_hand < 0:
            out.say(Weight.NOTED, row.number, out.table.said(column), str(on_hand), "Stock below 0 counts as 0 here.")
        out.add(
            row, sku=out.code(row, "SKU"), location=row.text("Location"), on_hand=on_hand, reserved=max(unavailable, Decimal(0))
        )
    return [out.incoming(whole=True, left_to_sell=not shelf and not summed), _items(table)]


def read_old(table: Table) -> list[Incoming]:
    """Stock and Items of the layout with a column per location, whose cells say what is available to sell."""
    places = [h for h in table.starting("") if normal(h) not in _NO_LOCATION]
    out = Gather(table, "stock", ("sku", "on_hand", "location"))
    for row in table.rows:
        if _no_code(out, row):
            continue
        for place in places:
            if not _not_stocked(row, place):
                out.add(row, sku=out.code(row, "SKU"), location=place.strip(), on_hand=out.amount(row, place, needed=True))
    return [out.incoming(whole=True, left_to_sell=True), _items(table)]


SOURCE = Source(
    name="Shopify",
    layout="inventory",
    needs=(*_SAME, "Location"),
    one_of=(("Available", "On hand", "On hand (current)"),),
    evidence=Evidence.DOCUMENTED,
    where=f"{_WHERE}: the layout of 2023 and the one with On hand (current) and On hand (new).",
    leaves="Incoming (no stock yet; what is on its way belongs on Purchase Orders). On hand (new) is never read. Committed is "
    "not Reserved: it is held for the orders that are imported too.",
    read=read,
    blanks=("not stocked",),
    takes=("stock", "items"),
)  # fmt: skip

OLD = Source(
    name="Shopify",
    layout="inventory, a column per location",
    needs=(*_SAME, "Option1 Name", "Option1 Value"),
    never=("Location", "Available", "On hand", "On hand (current)", "Lineitem name", "Variant SKU", "Body (HTML)"),
    evidence=Evidence.DOCUMENTED,
    where=f"{_WHERE}: Only Available quantities, below each location's name.",
    leaves="The numbers are what is left to sell, less than what lies on the shelf: open orders are added back where they are "
    "imported together with it, else you are told.",
    read=read_old,
    blanks=("not stocked",),
    takes=("stock", "items"),
)  # fmt: skip
