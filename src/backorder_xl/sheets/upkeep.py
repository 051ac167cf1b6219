"""What do Problems and Run Log show? (rules 1.4, 1.5)"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import fields
from typing import Any

import numpy as np

from backorder_xl.core.settings import Settings
from backorder_xl.tables.problems import Problem
from backorder_xl.workbook.changes import Column, Format, Piece, Ref, Reference, SheetTable, Tone

PROBLEMS = (
    Column("Severity", width=10),
    Column("Sheet", width=18),
    Column("Row", Format.WHOLE, 8),
    Column("Column", width=16),
    Column("Value", width=20),
    Column("Message", width=90, wrap=True),
    Column("Done", width=8, note="Yours: tick off what you have dealt with."),
)
_UNITS = ("From Stock", "On Order", "To Order", "Uncovered")
RUN_LOG = (
    Column("When", Format.DATETIME, 18),
    Column("As Of", Format.DATE, 12),
    Column("Verb", width=9),
    *(
        Column(name, Format.QTY if "Units" in name or name in _UNITS else Format.WHOLE, 11)
        for name in (
            "Orders", "Open Lines", "Open Units", "Backordered Orders", "Backordered Lines", "Backordered Units",
            "From Stock", "On Order", "To Order", "Uncovered", "Purchase Orders", "Purchase Lines",
            "Receipts Posted", "Ready Lines", "Changes", "Messages", "Errors", "Warnings",
        )
    ),
    Column("Settings", width=60),
    Column("Version", width=10),
    Column("Line Fill Rate", Format.PERCENT, 10),
    Column("Unit Fill Rate", Format.PERCENT, 10),
)  # fmt: skip
_NEVER = np.datetime64("NaT")  # stands for what somebody typed into the log and is no day, too
_RATES = {"Line Fill Rate": ("1-", "Backordered Lines", "Open Lines"), "Unit Fill Rate": ("", "From Stock", "Open Units")}


def problems(found: Sequence[Problem]) -> SheetTable:
    """The Problems sheet: all at once, errors first; Done stays with its problem."""
    data: dict[str, Any] = {
        "Severity": [p.severity for p in found],
        "Sheet": [p.sheet for p in found],
        "Row": np.array([np.nan if p.row is None else float(p.row) for p in found]),
        "Column": [p.column for p in found],
        "Value": [p.value for p in found],
        "Message": [p.message for p in found],
        "Done": [None] * len(found),
    }
    tone = np.array([Tone.BAD if p.severity == "error" else Tone.WATCH for p in found], np.int8)
    return SheetTable(
        "Problems",
        "Problems",
        PROBLEMS,
        data,
        ("Sheet", "Column", "Value", "Message"),
        {"Severity": tone},
        kept=("Done",),
    )


def run_log(
    history: dict[str, list[Any]],
    verb: str,
    when: dt.datetime,
    counts: dict[str, Any],
    settings: Settings,
    version: str,
) -> SheetTable:
    """The Run Log with one more row; ``history`` is what it held before, by header."""
    row: dict[str, Any] = {
        "When": when,
        "As Of": dt.date.fromisoformat(counts["as_of"]),
        "Verb": verb,
        "Settings": "; ".join(changed(settings)),
        "Version": version,
    }
    row |= {name.replace("_", " ").title(): value for name, value in counts.items() if name != "as_of"}
    length = max((len(v) for v in history.values()), default=0)
    data: dict[str, Any] = {}
    for column in RUN_LOG:
        values = [*list(history.get(column.header, [None] * length)), row.get(column.header)]
        if column.format in (Format.DATE, Format.DATETIME):
            values = np.array([np.datetime64(v) if isinstance(v, dt.date) else _NEVER for v in values], "datetime64[s]")
        elif column.format in (Format.WHOLE, Format.QTY):
            values = np.array([float(v) if isinstance(v, (int, float)) else np.nan for v in values])
        data[column.header] = values
    formulas: dict[str, list[str | None]] = {}
    for name, (less, part, whole) in _RATES.items():
        share = np.divide(data[part], data[whole], out=np.full(length + 1, float(bool(not less))), where=data[whole] > 0)
        data[name] = np.where(np.isnan(data[whole]), np.nan, 1 - share if less else share)
        text = f"IF({{{whole}}}=0,1,{less}{{{part}}}/{{{whole}}})"
        formulas[name] = [None if missing else text for missing in np.isnan(data[whole]).tolist()]
    refs: dict[str, Reference] = {c.header: Ref("RunLog", c.header, Piece.ROW) for c in RUN_LOG}
    return SheetTable("Run Log", "RunLog", RUN_LOG, data, ("When", "Verb"), formulas=formulas, refs=refs)


def changed(settings: Settings) -> list[str]:
    """The settings in force that are not the default, as ``Name = value``."""
    out = []
    for f in fields(settings):
        value = getattr(settings, f.name)
        if value != f.default:
            shown = ("yes" if value else "no") if isinstance(value, bool) else str(value)
            out.append(f"{f.metadata['name']} = {shown}")
    return out

