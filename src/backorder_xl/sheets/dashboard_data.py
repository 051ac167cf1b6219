"""Which numbers do the Dashboard's charts draw? A quiet sheet of ours, each number a formula over Backorders or Allocations.

What is counted stands in core/waiting.py.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from backorder_xl.core.measures import AGE_BUCKETS
from backorder_xl.core.waiting import WEEKS, View
from backorder_xl.workbook.changes import Column, Format, Piece, Ref, Reference, SheetTable

DATA = "Dashboard Data"
TABLE = "DashboardData"
COLUMNS = (
    Column("View", width=13),
    Column("Label", width=34),
    Column("Code", width=16, note="SKU or supplier, as it stands on Backorders."),
    Column("Week", Format.DATE, 12, "The Monday on which the week begins."),
    Column("Lines", Format.WHOLE, 9),
    Column("Wanted", Format.QTY, 10, "Units of waiting lines, by Need By, else by the date told, else now."),
    Column("On Order", Format.QTY, 10, "Comes on purchase orders that are placed."),
    Column("To Order", Format.QTY, 10, "Comes on purchase orders that this run proposes."),
    Column("Uncovered", Format.QTY, 11),
)
LIVE_ROWS = 2_000
"""Rows of Backorders up to which the numbers follow its filters: each row is then asked whether it is in view."""

_OF_BACKORDERS = ("Order", "Customer", "SKU", "Age", "Open", "From Stock", "On Order", "To Order", "Uncovered", "Promised",
                  "Need By", "Supplier", "Value")  # fmt: skip
BACKORDERS: dict[str, Reference] = {
    **{f"B.{h}": Ref("Backorders", h) for h in _OF_BACKORDERS},
    "B.head": Ref("Backorders", "Order", Piece.HEADER),
}
SHOWN = "SUBTOTAL(103,OFFSET({B.head},ROW({B.Order})-ROW({B.head}),0))"
"""1 for each row of Backorders that the filters leave in view, 0 for the others and for the blank row of an empty table."""


def data_refs(prefix: str, piece: Piece) -> dict[str, Reference]:
    """The columns of this sheet for formulas."""
    return {f"{prefix}{c.header}": Ref(TABLE, c.header, piece) for c in COLUMNS}


def dashboard_data(views: pd.DataFrame, backorders: int) -> SheetTable:
    """The sheet; ``backorders`` is how many rows Backorders has."""
    shown = SHOWN if backorders <= LIVE_ROWS else "1"
    kinds = views["view"].tolist()
    data: dict[str, np.ndarray | list] = {
        "View": [view.value for view in kinds],
        "Label": views["label"].tolist(),
        "Code": [code or None for code in views["code"]],
        "Week": views["week"].to_numpy().astype("datetime64[s]"),
    }
    data |= {c.header: views[c.header.casefold().replace(" ", "_")].to_numpy(float) for c in COLUMNS[4:]}
    formulas: dict[str, list[str | None]] = {c.header: [None] * len(kinds) for c in COLUMNS[4:]}
    for view in View:
        for number, at in enumerate(i for i, k in enumerate(kinds) if k is view):
            for header, text in _formulas(view, number, shown).items():
                formulas[header][at] = text
    refs = {**BACKORDERS, **data_refs("row.", Piece.ROW)}
    refs |= {f"A.{h}": Ref("Allocations", h) for h in ("Quantity", "Source", "Available On")}
    return SheetTable(DATA, TABLE, COLUMNS, data, ("View", "Label"), formulas=formulas, refs=refs)


def rows_of(data: SheetTable, view: View) -> tuple[int, int]:
    """Where the rows of a view begin, and how many they are."""
    kinds = list(data.data["View"])
    return kinds.index(view.value), kinds.count(view.value)


def age_test(low: int, high: int) -> str:
    """Whether a row of Backorders is so many days old; the first bucket takes orders of days to come as well."""
    tests = [f"({{B.Age}}>={low})"] if low else []
    tests += [f"({{B.Age}}<={high})"] if high < 10**6 else []
    return "*".join(tests)


def _formulas(view: View, number: int, shown: str) -> dict[str, str]:
    """The formulas of one row, the ``number``-th of its view."""
    if view is View.AGE:
        _, low, high = AGE_BUCKETS[number]
        return {"Lines": f"SUMPRODUCT({shown}*{age_test(low, high)})"}
    if view is View.WEEK:
        return _of_week(number)
    column = {View.SUPPLIER: "Supplier", View.ITEM: "SKU"}[view]
    mine = f"{shown}*({{B.{column}}}&\"\"={{row.Code}}&\"\")"
    return {h: f"SUMPRODUCT({mine},{{B.{h}}})" for h in ("On Order", "To Order", "Uncovered")}


def _of_week(number: int) -> dict[str, str]:
    """What is wanted and what comes in a week; the first takes all that is earlier, the last all that is later."""

    def within(day: str) -> str:
        begins = [f"({day}>={{row.Week}})"] if number else []
        return "*".join([*begins, *([f"({day}<{{row.Week}}+7)"] if number < WEEKS else [])])

    need, told = "{B.Need By}", "{B.Promised}"
    wanted = f'(({need}<>"")*{within(need)}+({need}="")*{within(told)})'  # a blank day is a 0, long past
    criteria = ['{A.Available On},">="&{row.Week}'] if number else []
    criteria += ['{A.Available On},"<"&{row.Week}+7'] if number < WEEKS else []
    coming = {h: f'SUMIFS({{A.Quantity}},{{A.Source}},"{word}",{",".join(criteria)})'
              for h, word in (("On Order", "purchase"), ("To Order", "planned"))}  # fmt: skip
    return {"Wanted": f"SUMPRODUCT({wanted},{{B.Open}})-SUMPRODUCT({wanted},{{B.From Stock}})", **coming}
