"""What does Customers at Risk show? Who waits long, was told often, is late again, and what to offer (rule 7.7)."""

from __future__ import annotations

import datetime as dt

import numpy as np

from backorder_xl.core import at_risk as core
from backorder_xl.core.inputs import Tables
from backorder_xl.core.planning import Outcome
from backorder_xl.core.settings import Settings
from backorder_xl.sheets.shown import sheet_table
from backorder_xl.workbook.changes import Column, Format, Page, SheetTable, Tone

COLUMNS = (
    ("customer", Column("Customer", width=13)),
    ("name", Column("Name", width=24)),
    ("score", Column("Score", Format.WHOLE, 8, f"Of 100; red from {core.HIGH}, amber from {core.WATCH}.")),
    ("orders", Column("Orders", Format.WHOLE, 9, "Orders that wait.")),
    ("lines", Column("Lines", Format.WHOLE, 8)),
    ("value", Column("Value", Format.MONEY, 12, "What waits, at the orders' prices.")),
    ("oldest", Column("Oldest", Format.WHOLE, 9, "Days since the oldest order with a line that waits.")),
    ("told", Column("Told", Format.WHOLE, 8, "Messages about lines that wait now.")),
    ("delays", Column("Delays Told", Format.WHOLE, 13)),
    ("late", Column("Late", Format.WHOLE, 7, "Lines that ship after Need By or after the date told.")),
    ("late_again", Column("Late Again", Format.WHOLE, 12, "Lines late once more, after a delay was told.")),
    ("next", Column("Next Ships", Format.DATE, 13, "The first day on which something of it ships.")),
    ("why", Column("Why", width=52, wrap=True)),
    ("offer", Column("Offer", width=56, wrap=True)),
)


def customers_at_risk(tables: Tables, settings: Settings, outcome: Outcome, as_of: dt.date) -> SheetTable:
    """The sheet; the highest score first."""
    rows = core.at_risk(tables, settings, outcome)
    points = rows["score"].to_numpy()
    tone = np.select([points >= core.HIGH, points >= core.WATCH], [Tone.BAD, Tone.WATCH], Tone.NONE).astype(np.int8)
    again = np.where(rows["late_again"].to_numpy() > 0, Tone.BAD, Tone.NONE).astype(np.int8)
    return sheet_table(
        "Customers at Risk", COLUMNS, rows, ("Customer",), tones={"Score": tone, "Late Again": again},
        page=Page("Customers at risk"),
    )  # fmt: skip
