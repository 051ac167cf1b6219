"""What does the Changes sheet show? (rules 1.4, 5.4)

What happened since the last run; the rows of one as-of day stay together, so that a second run of the day loses nothing.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

import numpy as np
import pandas as pd

from backorder_xl.core import say
from backorder_xl.core.changes import Change
from backorder_xl.core.keys import days, ints, texts
from backorder_xl.core.measures import Figure
from backorder_xl.core.words import UNIT
from backorder_xl.workbook.changes import Column, Format, SheetTable, Tone

COLUMNS = (
    Column("As Of", Format.DATE, 12, "The day of the run that found it."),
    Column("Change", width=20),
    Column("Order", width=13),
    Column("Line", width=7),
    Column("Customer", width=16),
    Column("SKU", width=14),
    Column("PO", width=12),
    Column("Quantity", Format.QTY, 10),
    Column("Was", Format.DATE, 12, "When the whole line was to ship, as the last run saw it."),
    Column("Now", Format.DATE, 12),
    Column("Deadline", width=34),
    Column("Why", width=80, wrap=True),
)
_TONES = {
    Change.NEW.value: Tone.WATCH, Change.LATER.value: Tone.BAD, Change.UNDATED.value: Tone.BAD,
    Change.COVERED.value: Tone.GOOD, Change.EARLIER.value: Tone.GOOD, Change.DATED.value: Tone.GOOD,
    Change.CANCELLED.value: Tone.QUIET,
}  # fmt: skip
_KEY = ("Change", "Order", "Line", "SKU", "PO", "Quantity", "Was", "Now")


def changes(
    lines: pd.DataFrame, why: np.ndarray, proposals: pd.DataFrame, history: dict[str, list[Any]], as_of: dt.date
) -> SheetTable:
    """The sheet; ``history`` is what it held before, by header."""
    old = _same_day(history, as_of)
    known = {_key(row) for row in old}
    rows = old + [r for r in [*_line_rows(lines, why, as_of), *_proposal_rows(proposals, as_of)] if _key(r) not in known]
    data: dict[str, Any] = {}
    for column in COLUMNS:
        values = [row.get(column.header) for row in rows]
        if column.format is Format.DATE:
            data[column.header] = np.array([np.datetime64("NaT") if v is None else np.datetime64(v) for v in values], "M8[s]")
        elif column.format is Format.QTY:
            data[column.header] = np.array([np.nan if v is None else float(v) for v in values])
        else:
            data[column.header] = [v if v else None for v in values]
    tone = np.array([_TONES.get(str(row["Change"]), Tone.NONE) for row in rows], np.int8)
    return SheetTable("Changes", "Changes", COLUMNS, data, _KEY, {"Change": tone})


def counted(sheet: SheetTable) -> list[Figure]:
    """How often each thing happened, for the Dashboard; all kinds of the rulebook, others where there are any."""
    found = Counter(str(c) for c in sheet.data["Change"])
    always = (Change.NEW, Change.COVERED, Change.LATER, Change.EARLIER, Change.CANCELLED)
    kinds = [k for k in Change if k in always or found[k.value]]
    return [Figure("Since last run", k.value.capitalize(), found[k.value]) for k in kinds]


def _same_day(history: dict[str, list[Any]], as_of: dt.date) -> list[dict[str, Any]]:
    days_ = history.get("As Of", [])
    return [
        {name: values[i] for name, values in history.items()}
        for i, day in enumerate(days_)
        if isinstance(day, dt.datetime) and day.date() == as_of
    ]


def _key(row: dict[str, Any]) -> tuple[str, ...]:
    def text(value: Any) -> str:
        if isinstance(value, dt.datetime):
            return value.date().isoformat()
        return f"{value:.6f}" if isinstance(value, float) else str(value or "")

    return tuple(text(row.get(name)) for name in _KEY)


def _line_rows(lines: pd.DataFrame, why: np.ndarray, as_of: dt.date) -> list[dict[str, Any]]:
    named = {h: texts(lines, h.casefold()) for h in ("Change", "Order", "Line", "Customer", "SKU", "Deadline")}
    was, now, quantity = days(lines, "was"), days(lines, "now"), ints(lines, "quantity")
    return [
        {
            "As Of": dt.datetime.combine(as_of, dt.time()),
            **{h: values[i] for h, values in named.items()},
            "Quantity": quantity[i] / UNIT,
            "Was": _day(was[i]),
            "Now": _day(now[i]),
            "Why": why[i],
        }
        for i in range(len(lines))
    ]


def _proposal_rows(proposals: pd.DataFrame, as_of: dt.date) -> list[dict[str, Any]]:
    named = {"Change": "change", "PO": "po", "SKU": "sku"}
    return [
        {
            "As Of": dt.datetime.combine(as_of, dt.time()),
            **{header: texts(proposals, name)[i] for header, name in named.items()},
            "Quantity": now / UNIT,
            "Why": f"{say.units(was)} were proposed to {who}; now {say.units(now) if now else 'none'}.",
        }
        for i, (was, now, who) in enumerate(
            zip(ints(proposals, "was").tolist(), ints(proposals, "now").tolist(), texts(proposals, "supplier"), strict=True)
        )
    ]


def _day(when: np.datetime64) -> dt.datetime | None:
    return None if np.isnat(when) else when.astype("datetime64[s]").item()
