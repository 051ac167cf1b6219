"""Receipts: what came in at the door (rules 1.3, 5)."""

from __future__ import annotations

from backorder_xl.tables.contracts import common
from backorder_xl.tables.contracts.model import Contract, Field, Kind

RECEIPTS = Contract(
    sheet="Receipts",
    purpose="What arrived, one row per delivered item; the add-in posts each row once.",
    key=("receipt",),
    aliases=("Goods Receipts", "Goods Received", "Goods In", "Receiving", "Deliveries", "GRN", "GRNs", "Item Receipts",
             "Wareneingang", "Wareneingänge", "Réceptions", "Recepciones"),
    fields=(
        Field("Receipt", Kind.CODE, "The number of the receipt; without it one is made from the row.",
              aliases=("Receipt No", "Receipt Number", "Receipt #", "Receipt ID", "GRN", "GRN No", "Delivery Note",
                       "Packing Slip", "Lieferschein", "Bon de livraison", "Albarán")),
        Field("Received On", Kind.DATE, "The day on which it came.", required=True,
              aliases=("Received Date", "ReceivedDate", "Date Received", "Receipt Date", "Arrived On", "Delivery Date",
                       "Eingangsdatum", "Date de réception", "Fecha de recepción", "Date", "Datum", "Fecha")),
        Field("PO", Kind.CODE, "The purchase order that it belongs to.", aliases=common.PO),
        Field("Line", Kind.CODE, "The line of that purchase order.", aliases=("PO Line", "PO Line No", *common.LINE)),
        Field("SKU", Kind.CODE, "The item.", required=True, aliases=common.SKU),
        Field("Received", Kind.QTY, "Units that came.", required=True,
              aliases=("QtyReceived", "Qty Received", "Quantity Received", "Received Qty", "Received Quantity",
                       "Units Received",
                       "Quantity", "Qty", "Menge", "Quantité", "Quantité reçue", "Cantidad", "Cantidad recibida")),
        Field("Rejected", Kind.QTY, "Units of them that were not accepted.", default=0,
              aliases=("Qty Rejected", "Rejected Qty", "Quantity Rejected", "Damaged", "Returned", "Abgelehnt",
                       "Rejeté",
                       "Rechazado")),
        Field("Specification", Kind.CODE, "What makes these units one customer's own.", aliases=common.SPECIFICATION),
        Field("Location", Kind.CODE, "The place that they came to.", aliases=common.LOCATION),
        Field("Posted", Kind.DATE, "The day on which the add-in posted the row; it is never posted again.", ours=True,
              aliases=("Posted On",)),
        Field("Matched To", Kind.TEXT, "The PO line that it was posted to (written by the add-in).", ours=True,
              cosmetic=True),
    ),
)  # fmt: skip
