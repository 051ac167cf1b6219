"""What do Backorders, Allocations, Ready to Ship and Without Supplier show? (rules 1.4, 3.7)"""

from __future__ import annotations

import numpy as np
import pandas as pd

from backorder_xl.core.planning import Outcome
from backorder_xl.core.words import BackorderStatus, Source
from backorder_xl.sheets.shown import groups, sheet_table, tones
from backorder_xl.workbook.changes import Column, Format, Links, Orientation, Page, SheetTable, Tone

BACKORDERS = (
    ("order", Column("Order", width=13, note="The sales order that waits.")),
    ("line", Column("Line", width=7)),
    ("customer", Column("Customer", width=16)),
    ("sku", Column("SKU", width=14)),
    ("description", Column("Description", width=28)),
    ("order_date", Column("Order Date", Format.DATE, 12)),
    ("age", Column("Age", Format.WHOLE, 7, "Days since the order date.")),
    ("open", Column("Open", Format.QTY, 9, "Ordered less shipped and cancelled.")),
    ("from_stock", Column("From Stock", Format.QTY, 11)),
    ("on_order", Column("On Order", Format.QTY, 10, "Comes on purchase orders that are placed.")),
    ("to_order", Column("To Order", Format.QTY, 10, "Comes on purchase orders that this run proposes.")),
    ("uncovered", Column("Uncovered", Format.QTY, 11, "Nothing covers it: see Reason.")),
    ("expected", Column("Expected", Format.DATE, 12, "When the whole line can ship; blank while a part is uncovered.")),
    ("promised", Column("Promised", Format.DATE, 12, "The date last told to the customer, before today.")),
    ("slip", Column("Slip", Format.WHOLE, 7, "Days that Expected lies after Promised.")),
    ("need_by", Column("Need By", Format.DATE, 12)),
    ("late", Column("Late", Format.WHOLE, 7, "Days after Need By.")),
    ("supplier", Column("Supplier", width=14)),
    ("po", Column("PO", width=14)),
    ("value", Column("Value", Format.MONEY, 12, "What waits, at the order's price.")),
    ("status", Column("Status", width=12)),
    ("reason", Column("Reason", width=90, wrap=True)),
    ("cancelled", Column("Cancelled", Format.QTY, 10, "What of the line was cancelled so far.")),
)
LEGAL = (
    ("legal_act", Column("Legal Act", width=26, note="What the law on late deliveries wants next (see docs/legal.md).")),
    ("legal_deadline", Column("Legal Deadline", Format.DATE, 14)),
)
ALLOCATIONS = (
    ("order", Column("Order", width=13)),
    ("line", Column("Line", width=7)),
    ("sku", Column("SKU", width=14)),
    ("quantity", Column("Quantity", Format.QTY, 10)),
    ("source", Column("Source", width=11, note="stock, purchase, planned, or none: nothing covers it.")),
    ("po", Column("PO", width=14)),
    ("po_line", Column("PO Line", width=9)),
    ("available_on", Column("Available On", Format.DATE, 13)),
)
READY = (
    ("order", Column("Order", width=13)),
    ("line", Column("Line", width=7)),
    ("customer", Column("Customer", width=18)),
    ("sku", Column("SKU", width=14)),
    ("quantity", Column("Quantity", Format.QTY, 10)),
    ("complete", Column("Complete", width=10, note="yes: with this the whole order can leave.")),
    ("freed_by", Column("Freed By", width=18, note="The receipt and purchase order that brought it, or stock.")),
    ("waits_for", Column("Waits For", width=50, wrap=True, note="What else of the order has to come.")),
)
CUT_LIST = (
    ("receipt", Column("Receipt", width=12)),
    ("received_on", Column("Received On", Format.DATE, 12)),
    ("po", Column("PO", width=12)),
    ("po_line", Column("PO Line", width=8)),
    ("sku", Column("SKU", width=14)),
    ("description", Column("Description", width=26)),
    ("quantity", Column("Quantity", Format.QTY, 10)),
    ("to", Column("To", width=13, note="The order that these units go to, or the shelf.")),
    ("line", Column("Line", width=7)),
    ("customer", Column("Customer", width=16)),
    ("then", Column("Then", width=46, wrap=True)),
    ("kept", Column("Kept", Format.QTY, 8, "Still kept for this line. Delete the row to give its units back to everybody.")),
    ("shipped", Column("Shipped", Format.QTY, 9, "What of the line had been shipped when this was written.")),
    ("posted", Column("Posted", Format.DATE, 12)),
)
UNSOURCED = (
    ("sku", Column("SKU", width=14)),
    ("description", Column("Description", width=30)),
    ("specification", Column("Specification", width=16)),
    ("needed", Column("Needed", Format.QTY, 10)),
    ("wanted_by", Column("Wanted By", Format.DATE, 12)),
    ("lines", Column("Lines", Format.WHOLE, 8)),
    ("for_orders", Column("For", width=60, wrap=True)),
)
STATUS_TONES = {
    BackorderStatus.ON_ORDER.value: Tone.GOOD,
    BackorderStatus.TO_ORDER.value: Tone.WATCH,
    BackorderStatus.NO_SUPPLY.value: Tone.BAD,
    BackorderStatus.PREORDER.value: Tone.NEW,
}
SOURCE_TONES = {
    Source.STOCK.value: Tone.GOOD,
    Source.PLANNED.value: Tone.WATCH,
    Source.NONE.value: Tone.BAD,
}


def backorders(outcome: Outcome, po_sheet: str, po_header: str, po_rows: np.ndarray, *, legal: bool = False) -> SheetTable:
    """The Backorders sheet; ``po_rows`` is the sheet row of each peg's purchase line, 0 for none.

    ``legal`` adds the columns of the law, and marks a deadline of the coming seven days (rule 6.4).
    """
    rows, pegs = outcome.backorders, outcome.pegs
    places = rows["place"].to_numpy()
    first_peg = np.searchsorted(pegs["place"].to_numpy(), places)
    target = pd.Series(po_rows, index=pegs["place"].to_numpy())
    first_po = target[target > 0].groupby(level=0).first().reindex(places).fillna(0).to_numpy().astype(np.int64)
    colours = {
        "Status": tones(rows["status"], STATUS_TONES),
        "Late": np.where(rows["late"].notna(), Tone.BAD, Tone.NONE).astype(np.int8),
    }
    if legal:
        near = rows["legal_deadline"].to_numpy() <= np.datetime64(outcome.as_of, "s") + np.timedelta64(7, "D")
        colours["Legal Deadline"] = np.where(near, Tone.BAD, Tone.NONE).astype(np.int8)
    return sheet_table(
        "Backorders",
        (*BACKORDERS[:-1], *LEGAL, BACKORDERS[-1]) if legal else BACKORDERS,
        rows,
        ("Order", "Line"),
        tones=colours,
        links={
            "Order": Links("Allocations", "Order", first_peg + 2),
            "PO": Links(po_sheet, po_header, first_po),
        },
        page=Page("Backorders"),
    )


def allocations(outcome: Outcome, po_sheet: str, po_header: str, po_rows: np.ndarray) -> SheetTable:
    """The Allocations sheet: every peg of every open line (rule 3.4)."""
    pegs = outcome.pegs
    waiting = np.zeros(len(outcome.lines) + 1, np.int64)
    waiting[outcome.backorders["place"].to_numpy()] = np.arange(len(outcome.backorders)) + 2
    return sheet_table(
        "Allocations",
        ALLOCATIONS,
        pegs,
        ("Order", "Line", "Source", "PO", "PO Line"),
        tones={"Source": tones(pegs["source"], SOURCE_TONES)},
        links={
            "Order": Links("Backorders", "Order", waiting[pegs["place"].to_numpy()]),
            "PO": Links(po_sheet, po_header, po_rows),
        },
    )


def ready(outcome: Outcome) -> SheetTable:
    """What can leave now (rule 5.3)."""
    return sheet_table(
        "Ready to Ship",
        READY,
        outcome.ready,
        ("Order", "Line"),
        tones={"Complete": np.where(outcome.ready["complete"], Tone.GOOD, Tone.NONE).astype(np.int8)},
        ruled=groups(outcome.ready["order"]),
        page=Page("Ready to Ship", Orientation.PORTRAIT),
    )


def cut_list(outcome: Outcome) -> SheetTable:
    """Who gets what of each delivery, in the order in which a person unpacks it (rule 5.3)."""
    rows = outcome.cut_list
    return sheet_table(
        "Cut List",
        CUT_LIST,
        rows,
        ("Receipt", "PO", "PO Line", "SKU", "To", "Line"),
        tones={"To": np.where(rows["line"] != "", Tone.GOOD, Tone.QUIET).astype(np.int8)},
        ruled=groups(rows["receipt"] + "\n" + rows["sku"]),
        page=Page("Cut list"),
    )


def unsourced(outcome: Outcome) -> SheetTable:
    """What is needed but bought from nobody, such as items made in house."""
    return sheet_table("Without Supplier", UNSOURCED, outcome.unsourced, ("SKU", "Specification"))
