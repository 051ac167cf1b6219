"""What do What If, What If Lines and What If Messages show? (rule 7.6)

Sheets of a small book of their own: now beside then, who is better or worse off, which messages would fall due.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from backorder_xl.core.scorecard import WORSE, Effect
from backorder_xl.core.whatif import Measure, WhatIf, measures
from backorder_xl.sheets.shown import sheet_table, tones
from backorder_xl.workbook.changes import Column, Format, Page, SheetTable, Tone

SUMMARY = (
    Column("Part", width=12),
    Column("Measure", width=58, wrap=True),
    Column("Now", Format.QTY, 13, "As the book stands."),
    Column("Then", Format.QTY, 13, "As it would be."),
    Column("Change", Format.QTY, 13, "Then less now: green is better, red is worse."),
    Column("Unit", width=8),
)
LINES = (
    ("order", Column("Order", width=13)),
    ("line", Column("Line", width=7)),
    ("customer", Column("Customer", width=16)),
    ("sku", Column("SKU", width=14)),
    ("open", Column("Open", Format.QTY, 9)),
    ("effect", Column("Effect", width=17, note="What the line has from it.")),
    ("was_expected", Column("Ships Now", Format.DATE, 12, "When the whole line can ship, as the book stands.")),
    ("is_expected", Column("Ships Then", Format.DATE, 12, "When it could ship.")),
    ("days", Column("Days", Format.WHOLE, 7, "How much later; less than 0 is earlier.")),
    ("wanted", Column("Wanted", Format.DATE, 12, "The earlier of Need By and the date last told.")),
    ("was_leaves", Column("Today Now", Format.QTY, 12, "Units that can leave today, as the book stands.")),
    ("is_leaves", Column("Today Then", Format.QTY, 12, "Units that could leave today.")),
    ("value", Column("Value", Format.MONEY, 12, "Of all that is open, at the order's price.")),
    ("moved", Column("Value Moved", Format.MONEY, 13, "What leaves today more, or less.")),
)
MESSAGES = (
    ("effect", Column("Effect", width=11, note="more: would fall due; fewer: would not; otherwise: in other words.")),
    ("to", Column("To", width=16)),
    ("order", Column("Order", width=13)),
    ("line", Column("Line", width=7)),
    ("sku", Column("SKU", width=14)),
    ("was_kind", Column("Kind Now", width=15)),
    ("was_date", Column("Date Now", Format.DATE, 12)),
    ("was_units", Column("Units Now", Format.QTY, 10)),
    ("is_kind", Column("Kind Then", width=15)),
    ("is_date", Column("Date Then", Format.DATE, 12)),
    ("is_units", Column("Units Then", Format.QTY, 10)),
)
_EFFECTS: dict[str, int] = {e.value: Tone.BAD if e in WORSE else Tone.GOOD for e in Effect} | {
    Effect.GONE.value: Tone.QUIET,
    Effect.NEW.value: Tone.NEW,
}
_SAID: dict[str, int] = {"more": Tone.WATCH, "fewer": Tone.QUIET}


def sheets(found: WhatIf) -> list[SheetTable]:
    """All of them, the summary first."""
    return [summary(found), lines(found), messages(found)]


def summary(found: WhatIf) -> SheetTable:
    """What is supposed, and each measure now and then."""
    said = [s.sentence for s in found.said if not s.wrong] or ["Nothing: both sides are the book as it stands."]
    rows = measures(found)
    blank = np.full(len(said), np.nan)
    now, then = (np.round([getattr(m, side) for m in rows], 2) for side in ("now", "then"))
    data: dict[str, Any] = {
        "Part": ["Supposed"] * len(said) + [m.part for m in rows],
        "Measure": [*said, *(m.name for m in rows)],
        "Now": np.concatenate([blank, now]),
        "Then": np.concatenate([blank, then]),
        "Change": np.concatenate([blank, np.round(then - now, 2)]),
        "Unit": [None] * len(said) + [m.unit or None for m in rows],
    }
    tone = [Tone.NONE] * len(said) + [judged(m) for m in rows]
    first = [Tone.NEW] * len(said) + [Tone.NONE] * len(rows)
    ruled = [i > 0 and part != data["Part"][i - 1] for i, part in enumerate(data["Part"])]
    return SheetTable(
        "What If", "WhatIf", SUMMARY, data, ("Part", "Measure"),
        tones={"Part": np.array(first, np.int8), "Change": np.array(tone, np.int8)}, ruled=np.array(ruled), page=Page("What if"),
    )  # fmt: skip


def judged(measure: Measure) -> Tone:
    """Whether a change is for the better; one that rounds to nothing is none."""
    change = round(measure.then, 2) - round(measure.now, 2)
    if not change or not measure.good:
        return Tone.NONE
    return Tone.GOOD if change * measure.good > 0 else Tone.BAD


def lines(found: WhatIf) -> SheetTable:
    """Who is better or worse off: what is worse first, then by value."""
    rows = found.lines
    order = np.lexsort((rows["at"], -rows["value"].to_numpy(), rows["better"], ~rows["worse"]))
    rows = rows.iloc[order]
    return sheet_table(
        "What If Lines", LINES, rows, ("Order", "Line"), tones={"Effect": tones(rows["effect"], _EFFECTS)},
        page=Page("What if: order lines"),
    )  # fmt: skip


def messages(found: WhatIf) -> SheetTable:
    """Which messages would fall due that do not now, and the other way round."""
    rows = found.messages
    table = sheet_table(
        "What If Messages", MESSAGES, rows, ("To", "Order", "Line", "Kind Now", "Kind Then"),
        tones={"Effect": tones(rows["effect"], _SAID)}, page=Page("What if: messages"),
    )  # fmt: skip
    for side, kind in (("Now", "was_kind"), ("Then", "is_kind")):  # where there is no message it speaks of no units
        table.data[f"Units {side}"] = np.where(rows[kind] == "", np.nan, table.data[f"Units {side}"])
    return table
