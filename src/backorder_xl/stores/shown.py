"""What of a run's results stands in a workbook? (rule 7)

A sheet shows what needs a person. Its formulas and links would look for tables that are not in the workbook, so it has values.
"""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from backorder_xl.core.words import PurchaseStatus
from backorder_xl.sheets.fitting import fit
from backorder_xl.sheets.purchase_orders import ADVISED, COLUMNS
from backorder_xl.sheets.upkeep import problems as problems_sheet
from backorder_xl.stores.book import StoreBook
from backorder_xl.tables.headers import normal
from backorder_xl.tables.problems import Problem
from backorder_xl.tables.reading import Reading
from backorder_xl.workbook.changes import Changes, Column, Format, SheetTable
from backorder_xl.workbook.frames import FrameBook
from backorder_xl.workbook.model import Want
from backorder_xl.workbook.refs import LAST_ROW

SHEETS = ("Dashboard", "Backorders", "Purchase Orders", "Problems", "Ready to Ship", "Dashboard Data", "Run Log")
"""The sheets of the workbook, in the order of their tabs; the last two are what the charts draw."""

_WANTED = {Format.TEXT: Want.TEXT, Format.DATE: Want.DATE, Format.DATETIME: Want.DATE}


def shown(changes: Changes, problems: list[Problem], where: str, most: int = LAST_ROW - 1) -> Changes:
    """The changes to the workbook, out of those of a run; ``where`` is the place that has all rows."""
    of = {t.sheet: t for t in changes.tables}
    out = Changes([replace(of[s], formulas={}, refs={}, links={}) for s in SHEETS if s in of and s != "Problems"])
    told = fit(out, most, f"All of them are in {where}")
    out.add(problems_sheet([*told, *problems]))
    fit(out, most)
    return in_order(out)


def in_order(changes: Changes) -> Changes:
    """The changes in the order in which new tabs stand."""
    return Changes(sorted(changes.tables, key=lambda t: SHEETS.index(t.sheet)), changes.patches)


def purchase_sheet(book: StoreBook, reading: Reading) -> SheetTable | None:
    """Proposals and advice as a sheet, out of the user's own table as the run leaves it; None where nothing is to be said."""
    placed = reading.placed.get("purchase_orders")
    after = None if placed is None else book.after(placed.sheet)
    if placed is None or after is None:
        return None
    known = {name: str(after.columns[at - 1]) for name, at in placed.columns.items() if at <= after.shape[1]}
    headers = {normal(str(h)): str(h) for h in after.columns}
    columns = {name: known.get(name) or headers.get(normal(column.header)) for name, (_, column) in COLUMNS.items()}
    data = {}
    for name, (_, column) in COLUMNS.items():
        header = columns[name]
        if header is not None:
            held = FrameBook({"": pd.DataFrame({header: after[header]})}, "")
            data[column.header] = held.read("", 1, None, {1: _WANTED.get(column.format, Want.NUMBER)}).columns[1].values
    frame = pd.DataFrame(data)
    said = frame["Status"].fillna("").str.strip().str.casefold() == PurchaseStatus.PROPOSED.value if "Status" in frame else False
    for name in ADVISED:
        header = COLUMNS[name][1].header
        if header in frame and header in ("Advice", "Needed"):
            said = said | frame[header].notna()
    return sheet("Purchase Orders", [c for _, c in COLUMNS.values()], frame[said], ("PO", "Line"))


def sheet(name: str, columns: list[Column], frame: pd.DataFrame, key: tuple[str, ...]) -> SheetTable:
    """A frame under our headers as a sheet."""
    there = tuple(c for c in columns if c.header in frame)
    data = {c.header: frame[c.header].to_numpy() for c in there}
    return SheetTable(name, name.replace(" ", ""), there, data, key)
