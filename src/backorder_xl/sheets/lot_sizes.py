"""What does the sheet Lot Sizes show? (rules 4.4, 7)"""

from __future__ import annotations

import numpy as np
import pandas as pd

from backorder_xl.sheets.shown import plain_table
from backorder_xl.workbook.changes import Column, Format, Page, SheetTable, Tone

COLUMNS = (
    ("sku", Column("SKU", width=14)),
    ("description", Column("Description", width=26)),
    ("per_year", Column("Demand per Year", Format.QTY, 18, "The forecast of the sheet Demand, times 52.")),
    ("unit_cost", Column("Unit Cost", Format.MONEY, 12)),
    ("eoq", Column("EOQ", Format.QTY, 9, "The economic lot where nobody waits (Harris 1913).")),
    ("eoq_waiting", Column("EOQ, Waiting", Format.QTY, 15, "The economic lot where customers wait, at Waiting Cost %.")),
    ("backlog", Column("Backlog", Format.QTY, 10, "How much of it may be waited for when it arrives.")),
    ("supplier", Column("Best Source", width=14, note="Of all prices of Sourcing and Items, price breaks too.")),
    ("best_lot", Column("Best Lot", Format.QTY, 11, "With its MOQ and Multiple: what costs least in a year.")),
    ("yearly", Column("Cost per Year", Format.MONEY, 16, "Buying, ordering and carrying.")),
    ("need", Column("Need", Format.QTY, 9, "What this run proposes to buy for: who waits, and the shelf.")),
    ("lot", Column("Lot", Format.QTY, 9, "What it proposes to buy.")),
    ("surplus", Column("Surplus", Format.QTY, 10, "Because of MOQ or Multiple.")),
    ("weeks", Column("Weeks to Sell", Format.QTY, 16)),
    ("carried", Column("Cost of Surplus", Format.MONEY, 18, "Carrying it until it is sold.")),
    (
        "waited",
        Column("Cost of Waiting", Format.MONEY, 18, "Letting all wait until the need fills the lot; blank: never."),
    ),
    ("queue", Column("Queue", width=34, wrap=True, note="Who waits for it, in serving order.")),
    ("advice", Column("Advice", width=60, wrap=True)),
)


def lot_sizes(found: pd.DataFrame) -> SheetTable:
    """One row per item (core/lotdesk.py); units and money are plain numbers there, shown to two decimals."""
    bought = found["lot"] > 0
    found = found.assign(**{c: found[c].where(bought) for c in ("need", "lot", "surplus", "carried", "waited")})
    dear = (found["carried"] > found["waited"]).to_numpy(bool)
    tone = np.where(dear, Tone.WATCH, Tone.NONE).astype(np.int8)
    return plain_table("Lot Sizes", COLUMNS, found, ("SKU",), tones={"Advice": tone}, page=Page("Lot sizes"))
