"""Cut List: who got what of each delivery, and what is kept for whom (rule 5.3)."""

from __future__ import annotations

from backorder_xl.tables.contracts.model import Contract, Field, Kind

CUT_LIST = Contract(
    sheet="Cut List",
    purpose="Who gets what of each delivery; what came in for an order line is kept for it until it ships. Delete a row to "
    "give its units back to everybody.",
    key=("receipt", "po", "po_line", "sku", "to", "line"),
    by_header=False,
    ours=True,
    fields=(
        Field("Receipt", Kind.CODE, "The number of the receipt.", ours=True),
        Field("Received On", Kind.DATE, "The day on which it came.", ours=True, cosmetic=True),
        Field("PO", Kind.CODE, "The purchase order that it was posted to.", ours=True),
        Field("PO Line", Kind.CODE, "The line of it.", ours=True),
        Field("SKU", Kind.CODE, "The item.", ours=True),
        Field("Description", Kind.TEXT, "What it is.", ours=True, cosmetic=True),
        Field("Quantity", Kind.QTY, "Units of the delivery that go there.", default=0, ours=True),
        Field("To", Kind.CODE, "The sales order that they go to, or shelf.", required=True, ours=True),
        Field("Line", Kind.CODE, "The line of that order.", ours=True),
        Field("Customer", Kind.CODE, "Who ordered it.", ours=True),
        Field("Then", Kind.TEXT, "What to do with them.", ours=True, cosmetic=True),
        Field("Kept", Kind.QTY, "Units of them that are kept for this line: they came in for it and have not left yet.",
              default=0, ours=True, cosmetic=True),
        Field("Shipped", Kind.QTY, "What of the order line had been shipped when this list was written.", default=0,
              ours=True, cosmetic=True),
        Field("Posted", Kind.DATE, "The day on which the receipt was posted.", ours=True, cosmetic=True),
    ),
)  # fmt: skip
