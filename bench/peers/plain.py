"""What does a script cost that somebody writes in an hour, for the bare task only?

Read the book, hand out stock first come first served, add up what is missing by supplier with minimum and multiple, and write
three sheets: by calamine, pandas and XlsxWriter (fast) or by openpyxl alone (usual). No checks, no dates, no reasons, no pegs to
purchase orders, no sheet of the user's kept.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pandas as pd
import xlsxwriter


def fast(path: Path, out: Path) -> float:
    """By calamine, pandas and XlsxWriter in constant memory; returns the units that wait."""
    sheets = pd.read_excel(path, sheet_name=["Orders", "Stock", "Items"], engine="calamine")
    lines, bought, orders = bare_task(sheets["Orders"], sheets["Stock"], sheets["Items"])
    options = {"constant_memory": True, "default_date_format": "yyyy-mm-dd"}
    with xlsxwriter.Workbook(str(out), options) as book:
        for name, frame in (("Lines", lines), ("Purchase lines", bought), ("Purchase orders", orders)):
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, list(frame.columns))
            for row, values in enumerate(_rows(frame), 1):
                sheet.write_row(row, 0, values)
    return float(lines["Waiting"].sum())


def usual(path: Path, out: Path) -> float:
    """The same by openpyxl, as most scripts in the wild do it."""
    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    sheets = {}
    for name in ("Orders", "Stock", "Items"):
        head, *rows = book[name].iter_rows(values_only=True)
        sheets[name] = pd.DataFrame(rows, columns=list(head))
    lines, bought, orders = bare_task(sheets["Orders"], sheets["Stock"], sheets["Items"])
    made = openpyxl.Workbook(write_only=True)
    for name, frame in (("Lines", lines), ("Purchase lines", bought), ("Purchase orders", orders)):
        sheet = made.create_sheet(name)
        sheet.append(list(frame.columns))
        for values in _rows(frame):
            sheet.append(values)
    made.save(out)
    return float(lines["Waiting"].sum())


def bare_task(orders: pd.DataFrame, stock: pd.DataFrame, items: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Lines with what they get, what to buy by item, and by supplier."""
    lines = orders.assign(Open=orders["Ordered"] - orders["Shipped"])
    lines = lines[lines["Open"] > 0].sort_values(["Priority", "Order Date", "Order", "Line"])
    before = lines.groupby("SKU")["Open"].cumsum() - lines["Open"]
    there = lines["SKU"].map(stock.groupby("SKU")["On Hand"].sum()).fillna(0)
    lines["From Stock"] = np.minimum(lines["Open"], (there - before).clip(lower=0))
    lines["Waiting"] = lines["Open"] - lines["From Stock"]
    need = lines.groupby("SKU", as_index=False)["Waiting"].sum()
    need = need[need["Waiting"] > 0].merge(items, on="SKU", how="left")
    want, multiple = need[["Waiting", "MOQ"]].max(axis=1), need["Multiple"].clip(lower=1)
    need["Buy"] = np.ceil(want / multiple) * multiple
    need["Value"] = need["Buy"] * need["Unit Cost"]
    bought = need.sort_values(["Supplier", "SKU"])[["Supplier", "SKU", "Waiting", "Buy", "Unit Cost", "Value"]]
    orders_ = bought.groupby("Supplier", as_index=False)[["Buy", "Value"]].sum()
    columns = ["Order", "Line", "Order Date", "SKU", "Open", "From Stock", "Waiting"]
    return lines[columns], bought, orders_


def _rows(frame: pd.DataFrame) -> Any:
    columns = [
        frame[c].dt.to_pydatetime().tolist() if frame[c].dtype.kind == "M" else frame[c].tolist() for c in frame.columns
    ]
    return zip(*columns, strict=True)
