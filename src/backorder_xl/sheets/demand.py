"""What does the sheet Demand show? (rule 7)"""

from __future__ import annotations

import numpy as np
import pandas as pd

from backorder_xl.sheets.shown import plain_table
from backorder_xl.workbook.changes import Column, Format, Page, SheetTable, Tone

COLUMNS = (
    ("sku", Column("SKU", width=14)),
    ("description", Column("Description", width=26)),
    ("pattern", Column("Pattern", width=13, note="smooth, erratic, now and then, lumpy, or new: how orders for it come.")),
    ("weeks", Column("Weeks", Format.WHOLE, 8, "Weeks that are looked at, two years at most.")),
    ("last_week", Column("Last Week", Format.QTY, 12, "Units ordered in the seven days to today.")),
    ("per_week", Column("Forecast per Week", Format.QTY, 20, "Units to expect in a week.")),
    ("deviation", Column("Deviation", Format.QTY, 12, "How far off such forecasts were: the root of the mean squared error.")),
    ("lead", Column("Lead Time", Format.WHOLE, 12, "Of the preferred source, as experience corrects it.")),
    ("safety", Column("Safety Stock", Format.QTY, 15, "For the Service Level % of Settings.")),
    ("safety_now", Column("Safety Stock Now", Format.QTY, 19, "As Items says.")),
    ("reorder", Column("Reorder Point", Format.QTY, 16, "Expected demand over the lead time, and the safety stock.")),
    ("position", Column("Position", Format.QTY, 11, "Free stock and what is on order, less what is open.")),
    ("below", Column("Reorder", width=10, note="yes: the position is at the reorder point or under it.")),
    ("often", Column("Weeks Short", Format.WHOLE, 14, "Weeks of the last half year in which customers were told to wait.")),
    ("method", Column("Method", width=24, note="How it is forecast (docs/demand.md).")),
    ("note", Column("Note", width=70, wrap=True)),
)


def demand(found: pd.DataFrame) -> SheetTable:
    """One row per item (core/stocking.py); units are plain numbers there, shown to two decimals."""
    below = np.where(found["below"].to_numpy(bool), Tone.WATCH, Tone.NONE).astype(np.int8)
    noted = np.where(found["spike"].to_numpy() != "", Tone.BAD, Tone.NONE).astype(np.int8)
    tones = {"Reorder": below, "Last Week": noted}
    return plain_table("Demand", COLUMNS, found, ("SKU",), tones=tones, page=Page("Demand"))
