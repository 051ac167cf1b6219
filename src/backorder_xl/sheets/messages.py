"""How do the rows of what was told get onto the sheet Messages? (rules 1.4, 6.3)

The sheet is made with its first rows; from then on rows are only added below, and no cell that stands there is touched.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from backorder_xl.sheets.shown import BY_FORMAT, sheet_table
from backorder_xl.tables.reading import Placed
from backorder_xl.workbook.changes import CellRun, Column, Format, SheetTable, TablePatch

COLUMNS = (
    ("message", Column("Message", width=13)),
    ("created", Column("Created", Format.DATE, 12)),
    ("kind", Column("Kind", width=15)),
    ("customer_or_supplier", Column("Customer or Supplier", width=20)),
    ("order", Column("Order", width=13)),
    ("line", Column("Line", width=7)),
    ("email", Column("Email", width=28)),
    ("subject", Column("Subject", width=44)),
    ("told_date", Column("Told Date", Format.DATE, 12, "The date that it tells; blank where none is known.")),
    ("quantity", Column("Quantity", Format.QTY, 10, "The units that wait, are ready, or were cancelled.")),
    ("status", Column("Status", width=12, note="Yours: sent, skipped, or agreed once the buyer agreed to wait.")),
    ("file", Column("File", width=40)),
    ("sku", Column("SKU", width=14)),
    ("cancelled", Column("Cancelled", Format.QTY, 10, "What of the line was cancelled by then.")),
)


def new_sheet(rows: pd.DataFrame) -> SheetTable:
    """The sheet where the workbook has none, or an empty one."""
    return sheet_table("Messages", COLUMNS, rows, ("Message", "Order", "Line", "Kind"))


def added(rows: pd.DataFrame, placed: Placed) -> TablePatch:
    """The rows below what stands there, under the sheet's own headers; missing columns are added at the right."""
    first = placed.last_row + 1
    at = np.arange(first, first + len(rows))
    columns = {name: placed.columns.get(name, column) for name, column in COLUMNS}
    cells = [CellRun(name, at, _values(rows[name], column)) for name, column in COLUMNS]
    end = placed.last_row + len(rows)
    return TablePatch(placed.sheet, placed.header_row, columns, cells, np.zeros(0, np.int64), placed.last_row, end)


def _values(values: pd.Series, column: Column) -> np.ndarray | list[object]:
    shown = np.asarray(BY_FORMAT[column.format](values))
    return [v if v != "" else None for v in shown.tolist()] if column.format is Format.TEXT else shown
