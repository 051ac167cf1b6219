"""What do Supplier Record and Faster Sources show? (rule 7)"""

from __future__ import annotations

import numpy as np
import pandas as pd

from backorder_xl.core.keys import places, texts
from backorder_xl.sheets.shown import plain_table, sheet_table
from backorder_xl.workbook.changes import Column, Format, Page, SheetTable, Tone

RECORD = (
    ("supplier", Column("Supplier", width=14)),
    ("name", Column("Name", width=24)),
    ("lines", Column("PO Lines", Format.WHOLE, 11, "Purchase order lines that were placed.")),
    ("observed", Column("Observed", Format.WHOLE, 11, "Lines that came in full, with their Order Date and receipts known.")),
    ("stated", Column("Stated Lead Time", Format.WHOLE, 19, "Days, as Sourcing, Items or Suppliers say.")),
    ("median", Column("Median", Format.WHOLE, 9, "Half of the observed lines took no longer.")),
    ("far", Column("80th Percentile", Format.WHOLE, 18, "Four of five observed lines took no longer.")),
    (
        "learned",
        Column("Learned Lead Time", Format.WHOLE, 20, "Stated, corrected by experience; with few lines it stays near Stated."),
    ),
    ("learned_far", Column("Careful Lead Time", Format.WHOLE, 20, "The same for the 80th percentile: promise with this one.")),
    ("judged", Column("Judged", Format.WHOLE, 9, "Lines with an Expected day that have come, or whose day has passed.")),
    ("on_time", Column("On-Time Rate", Format.PERCENT, 15, "The share of judged lines that came in full by their day.")),
    ("late_days", Column("Mean Days Late", Format.QTY, 17, "Of the late ones, so far.")),
    ("overdue", Column("Overdue Lines", Format.WHOLE, 16, "Late and still to come.")),
    ("advice", Column("Minimum Order", width=60, wrap=True, note="Of the proposed order, where it is below the minimum.")),
)
FASTER = (
    ("sku", Column("SKU", width=14)),
    ("description", Column("Description", width=26)),
    ("waiting", Column("Waiting", Format.QTY, 10, "Units that would come sooner.")),
    ("supplier_now", Column("Supplier Now", width=15)),
    ("expected", Column("Expected Now", Format.DATE, 15, "The latest of those lines; blank where one has no date.")),
    ("supplier", Column("Faster Supplier", width=18)),
    ("kind", Column("Kind", width=10)),
    ("ships", Column("Could Ship", Format.DATE, 13, "If ordered today, with the lead time that experience corrects.")),
    ("gained", Column("Days Gained", Format.WHOLE, 14, "Of the line that gains most.")),
    ("quantity", Column("Lot", Format.QTY, 9)),
    ("unit_cost", Column("Unit Cost", Format.MONEY, 12)),
    (
        "extra_cost",
        Column("Extra Cost", Format.MONEY, 13, "Of the lot, against what these units cost now; with what its MOQ adds."),
    ),
    ("on_time", Column("On Time Then", Format.WHOLE, 15, "Lines that are late now and would not be.")),
    ("advice", Column("Advice", width=70, wrap=True)),
)
_POOR, _FAIR = 0.8, 0.95


def record(found: pd.DataFrame, minimums: pd.DataFrame) -> SheetTable:
    """One row per supplier; ``minimums`` (core/minimums.py) gives the last column."""
    at = places(texts(found, "supplier"), texts(minimums, "supplier"))
    shown = found.assign(advice=np.append(texts(minimums, "advice"), "")[at])
    rate = found["on_time"].to_numpy(float)
    tone = np.select([np.isnan(rate), rate < _POOR, rate < _FAIR], [Tone.NONE, Tone.BAD, Tone.WATCH], Tone.GOOD)
    return plain_table(
        "Supplier Record",
        RECORD,
        shown,
        ("Supplier",),
        tones={"On-Time Rate": tone.astype(np.int8)},
        page=Page("Supplier record"),
    )


def faster(found: pd.DataFrame) -> SheetTable:
    """One row per item and source that would be faster (core/faster.py)."""
    saves = np.where(found["on_time"].to_numpy() > 0, Tone.GOOD, Tone.NONE).astype(np.int8)
    return sheet_table(
        "Faster Sources", FASTER, found, ("SKU", "Faster Supplier"), tones={"On Time Then": saves}, page=Page("Faster sources")
    )
