"""What does the Dashboard show? (rule 7)

A table of figures and five charts beside it, calm on one screen and on one page. A figure is a formula over our own tables
where a formula can say it; those over Backorders follow the filters and slicers there. The charts draw the sheet
Dashboard Data, and the Run Log.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from backorder_xl.core.measures import AGE_BUCKETS, Figure
from backorder_xl.core.planning import Outcome
from backorder_xl.core.waiting import View
from backorder_xl.sheets.dashboard_data import (
    BACKORDERS,
    LIVE_ROWS,
    SHOWN,
    age_test,
    dashboard_data,
    data_refs,
    rows_of,
)  # fmt: skip
from backorder_xl.sheets.proof import DIFFERENCES, adds_up
from backorder_xl.sheets.shown import groups
from backorder_xl.workbook.changes import (
    Alarm,
    Cells,
    Chart,
    ChartKind,
    Column,
    Format,
    Page,
    Piece,
    Place,
    Ref,
    Reference,
    Series,
    SheetTable,
    Tone,
    When,
)  # fmt: skip

DASHBOARD = (
    Column("Part", width=14),
    Column("Measure", width=36),
    Column("Value", Format.QTY, 12),
    Column("Unit", width=8, inset=True),
    Column("Note", width=28, wrap=True),
)
_PARTS = ("Now", "Waiting", "Rates", "Watch", "Proof", "Since last run", "Age", "Coming in", "Most wanted")
_SUM = "Everything adds up"
_RUNS, _STEP = 20, 5  # the last runs of the Run Log; the chart moves on by so many at once, and stays as it is in between
_LEFT, _RIGHT, _GAP, _TOP = 16, 464, 8, 24
_WIDTH, _LOW, _TALL = 440, 246, 373


def dashboard(outcome: Outcome, more: Sequence[Figure], proof: SheetTable, run_log: SheetTable) -> tuple[SheetTable, SheetTable]:
    """Section 7 as a list of measures with charts, and the sheet that these draw; ``more``: figures beside those of the plan."""
    data = dashboard_data(outcome.views, len(outcome.backorders))
    found = [*outcome.figures, *more, Figure("Proof", _SUM, "yes" if adds_up(proof) else "no", "TEXT")]
    found.sort(key=lambda f: _PARTS.index(f.part) if f.part in _PARTS else len(_PARTS))
    value: list[float | str | None] = []
    unit, note = [], []
    for f in found:
        text = isinstance(f.value, str)
        in_note = text and f.part != "Proof"
        value.append(None if in_note else f.value if text else _rounded(float(f.value) * (100 if f.shown == "PERCENT" else 1)))
        note.append(f.value if in_note else _NOTES.get(f.name))
        unit.append({"PERCENT": "%", "MONEY": "money"}.get(f.shown))
    shown: dict[str, Any] = {
        "Part": [f.part for f in found],
        "Measure": [f.name for f in found],
        "Value": value,
        "Unit": unit,
        "Note": note,
    }
    table = SheetTable(
        "Dashboard",
        "Dashboard",
        DASHBOARD,
        shown,
        ("Part", "Measure"),
        formulas={"Value": _formulas(found, outcome)},
        refs=_refs(shown["Measure"].index("Open lines")),
        ruled=groups(pd.Series([f.part for f in found])),
        alarms=(Alarm("Value", When.NO),),
        charts=_charts(data, run_log),
        page=Page("Dashboard", whole=True),
    )
    return table, data


_NOTES = {
    "Backordered lines": "as Backorders is filtered",
    _SUM: "item by item on Proof",
}


def _rounded(value: float) -> float:
    """Two decimals, half up as Excel rounds."""
    return float(np.floor(value * 100 + 0.5 + 1e-9) / 100)


def _refs(open_lines: int) -> dict[str, Reference]:
    row = {f"row.{h}": Ref("Dashboard", h, Piece.ROW) for h in ("Part", "Measure")}
    pegs = {f"A.{h}": Ref("Allocations", h) for h in ("Quantity", "Source")}
    whole = {f"A.all.{h}": Ref("Allocations", h, Piece.ALL) for h in ("Order", "Line")}
    whole |= {f"B.all.{h}": Ref("Backorders", h, Piece.ALL) for h in ("Order", "Customer")}
    proof = {f"P.{h}": Ref("Proof", h) for h in DIFFERENCES}
    # one cell and not the column: a column that asks for itself would be a circle
    cell: dict[str, Reference] = {"open lines": Cells("Dashboard", "Value", open_lines, 1)}
    return {**BACKORDERS, **cell, **row, **pegs, **whole, **proof, **data_refs("D.", Piece.COLUMN)}


def _formulas(figures: Sequence[Figure], outcome: Outcome) -> list[str | None]:
    """A formula for each figure that our tables can say, None for the others."""
    few = len(outcome.backorders) <= LIVE_ROWS
    lines = "{open lines}"
    named: dict[tuple[str, str], str] = {
        ("Now", "Open units"): "SUM({A.Quantity})",
        ("Waiting", "Backordered lines"): "SUBTOTAL(103,{B.Order})",
        ("Waiting", "Backordered units"): "SUBTOTAL(109,{B.Open})-SUBTOTAL(109,{B.From Stock})",
        ("Waiting", "Backordered value"): "ROUND(SUBTOTAL(109,{B.Value}),2)",
        ("Rates", "Line fill rate"): f"IF({lines}=0,100,ROUND(100*(1-COUNTA({{B.Order}})/{lines}),2))",
        ("Rates", "Unit fill rate"): "IF(SUM({A.Quantity})=0,100,"
        'ROUND(100*SUMIFS({A.Quantity},{A.Source},"stock")/SUM({A.Quantity}),2))',
        ("Rates", "Backorder rate"): f"IF({lines}=0,0,ROUND(100*COUNTA({{B.Order}})/{lines},2))",
        ("Age", "Mean age in days"): "IFERROR(ROUND(SUBTOTAL(101,{B.Age}),2),0)",
        ("Age", "Oldest in days"): "MAX(0,SUBTOTAL(104,{B.Age}))",
        ("Proof", _SUM): 'IFERROR(IF(SUMPRODUCT(ABS({P.Supply Difference})+ABS({P.Demand Difference}))=0,"yes","no"),"no")',
    }
    shown = SHOWN if few else "1"
    for label, low, high in AGE_BUCKETS:
        named["Age", f"Lines {label} days old"] = f"SUMPRODUCT({shown}*{age_test(low, high)})"
    counts = few and _can_be_counted(outcome)
    if counts:
        for name, column in (("Orders that wait", "Order"), ("Customers who wait", "Customer")):
            named["Waiting", name] = _distinct(f"B.all.{column}")
    if counts and len(outcome.pegs) <= LIVE_ROWS:
        named["Now", "Open lines"] = _distinct("A.all.Order", "A.all.Line")
        orders, waiting = f"({_distinct('A.all.Order')})", f"({_distinct('B.all.Order')})"
        named["Rates", "Order fill rate"] = f"IF({orders}=0,100,ROUND(100*({orders}-{waiting})/{orders},2))"
    item = "({D.View}={row.Part})*({D.Label}={row.Measure})"
    item = f"SUMPRODUCT({item}*1,{{D.On Order}})+SUMPRODUCT({item}*1,{{D.To Order}})+SUMPRODUCT({item}*1,{{D.Uncovered}})"
    return [item if f.part == View.ITEM.value else named.get((f.part, f.name)) for f in figures]


def _can_be_counted(outcome: Outcome) -> bool:
    """Whether MATCH takes every code for itself: none holds a sign that stands for others, and none is too long for it."""
    codes = set(outcome.lines["order"]) | set(outcome.lines["line"]) | set(outcome.lines["customer"])
    return not any(set("*?~") & set(code) or len(code) > 100 for code in codes)


def _distinct(*columns: str) -> str:
    """How many different codes, or pairs of codes, there are. The header is counted too and taken off again, as MATCH wants
    more than one row to look in."""
    codes = '&"|"&'.join(f"{{{c}}}" for c in columns) + '&""'  # a blank row of an empty table is found as well
    first = f"{{{columns[0]}}}"
    return f'SUMPRODUCT(({first}<>"")*(MATCH({codes},{codes},0)=ROW({first})-MIN(ROW({first}))+1))-1'


def _charts(data: SheetTable, run_log: SheetTable) -> tuple[Chart, ...]:
    """Three charts on the left, two taller ones on the right."""

    def series(view: View, *columns: tuple[str, str, Tone]) -> tuple[Series, ...]:
        first, count = rows_of(data, view)
        labels = Cells(data.sheet, "Label", first, count)
        return tuple(Series(name, labels, Cells(data.sheet, header, first, count), tone) for name, header, tone in columns)

    coverage = (("on order", "On Order", Tone.GOOD), ("to order", "To Order", Tone.WATCH), ("uncovered", "Uncovered", Tone.BAD))
    first = -(-max(len(run_log.data["When"]) - _RUNS, 0) // _STEP) * _STEP
    days = Cells(run_log.sheet, "As Of", first, _RUNS)
    rates = tuple(
        Series(name, days, Cells(run_log.sheet, header, first, _RUNS), tone)
        for name, header, tone in (("lines", "Line Fill Rate", Tone.NEW), ("units", "Unit Fill Rate", Tone.GOOD))
    )
    second, third, low_right = _TOP + _LOW + _GAP, _TOP + 2 * (_LOW + _GAP), _TOP + _TALL + _GAP
    coming = (("comes on order", "On Order", Tone.GOOD), ("comes if bought", "To Order", Tone.WATCH))
    wanted = (("wanted", "Wanted", Tone.QUIET), *coming)
    return (
        Chart(ChartKind.COLUMN, "Waiting lines by age in days", series(View.AGE, ("lines", "Lines", Tone.NEW)),
              Place(_LEFT, _TOP, _WIDTH, _LOW)),
        Chart(ChartKind.COLUMN, "Units wanted and coming in, by week", series(View.WEEK, *wanted),
              Place(_LEFT, second, _WIDTH, _LOW)),
        Chart(ChartKind.LINE, "Fill rate by run", rates, Place(_LEFT, third, _WIDTH, _LOW),
              format=Format.PERCENT, labels=Format.DATE, growing=True),
        Chart(ChartKind.STACKED_BAR, "Waiting units by supplier", series(View.SUPPLIER, *coverage),
              Place(_RIGHT, _TOP, _WIDTH, _TALL)),
        Chart(ChartKind.STACKED_BAR, "Items with most units waiting", series(View.ITEM, *coverage),
              Place(_RIGHT, low_right, _WIDTH, _TALL)),
    )  # fmt: skip
