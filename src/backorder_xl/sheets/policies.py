"""What does Policies show? Each allocation policy on the book as it stands, side by side (rule 7.6)."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np

from backorder_xl.core.inputs import Tables
from backorder_xl.core.planning import Outcome
from backorder_xl.core.policies import compare
from backorder_xl.core.settings import Settings
from backorder_xl.core.words import MONEY
from backorder_xl.workbook.changes import Column, Format, Page, SheetTable, Tone

COLUMNS = (
    Column("Policy", width=15, note="A value of the setting Allocation Policy."),
    Column("In Force", width=10),
    Column("Complete Orders", Format.WHOLE, 18, "Orders that can leave whole today."),
    Column("Order Fill", Format.PERCENT, 12),
    Column("Line Fill", Format.PERCENT, 11, "Open lines that stock fills."),
    Column("Unit Fill", Format.PERCENT, 11),
    Column("Value Today", Format.MONEY, 13, "What can leave today, at the orders' prices."),
    Column("Mean Wait", Format.QTY, 12, "Days until a line ships whole, over all open lines with a date."),
    Column("Longest Wait", Format.WHOLE, 14, "Days."),
    Column("Without Date", Format.WHOLE, 14, "Open lines that have no date."),
    Column("Late Lines", Format.WHOLE, 12, "They ship after Need By or after the date last told."),
    Column("Late Value", Format.MONEY, 12, "What of them cannot leave today."),
    Column("Better Off", Format.WHOLE, 12, "Lines that this policy serves better than the one in force."),
    Column("Worse Off", Format.WHOLE, 12),
    Column("Winners", width=44, wrap=True, note="Those with most at stake."),
    Column("Losers", width=44, wrap=True),
)
MORE_IS_BETTER = ("Complete Orders", "Order Fill", "Line Fill", "Unit Fill", "Value Today")
LESS_IS_BETTER = ("Mean Wait", "Longest Wait", "Without Date", "Late Lines", "Late Value")


def policies(tables: Tables, settings: Settings, outcome: Outcome, as_of: dt.date) -> SheetTable:
    """The sheet; the best of each column is green, where not all are alike."""
    found = compare(tables, settings, as_of)
    scores = [t.score for t in found]
    data: dict[str, Any] = {
        "Policy": [t.policy.value for t in found],
        "In Force": ["yes" if t.in_force else "no" for t in found],
        "Complete Orders": np.array([float(s.complete) for s in scores]),
        "Order Fill": np.round([s.order_fill for s in scores], 6),
        "Line Fill": np.round([s.line_fill for s in scores], 6),
        "Unit Fill": np.round([s.unit_fill for s in scores], 6),
        "Value Today": np.array([s.leaves / MONEY for s in scores]),
        "Mean Wait": np.round(np.array([s.mean_wait for s in scores]), 2),
        "Longest Wait": np.array([float(s.longest_wait) for s in scores]),
        "Without Date": np.array([float(s.undated) for s in scores]),
        "Late Lines": np.array([float(s.late) for s in scores]),
        "Late Value": np.array([s.late_value / MONEY for s in scores]),
        "Better Off": np.array([float(t.better) for t in found]),
        "Worse Off": np.array([float(t.worse) for t in found]),
        "Winners": [t.winners or None for t in found],
        "Losers": [t.losers or None for t in found],
    }
    tones = {name: _best(data[name], name in MORE_IS_BETTER) for name in (*MORE_IS_BETTER, *LESS_IS_BETTER)}
    tones["In Force"] = np.array([Tone.NEW if t.in_force else Tone.NONE for t in found], np.int8)
    return SheetTable("Policies", "Policies", COLUMNS, data, ("Policy",), tones, page=Page("Allocation policies compared"))


def _best(values: np.ndarray, most: bool) -> np.ndarray:
    best = values.max() if most else values.min()
    alike = bool((values == best).all())
    return np.where((values == best) & (not alike), Tone.GOOD, Tone.NONE).astype(np.int8)
