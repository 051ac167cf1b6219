"""What must reading, deciding and writing cost at least? The fastest library on the same cells, and a dozen lines of pandas."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import fastexcel
import numpy as np
import pandas as pd
import xlsxwriter

from backorder_xl.workbook.changes import Changes

TYPES = {
    **dict.fromkeys(("Order", "Customer", "SKU", "PO", "Supplier", "Status", "Name", "Description"), "string"),
    **dict.fromkeys(("Order Date", "Need By", "Expected"), "datetime"),
}


def bare_read(path: Path) -> dict[str, Any]:
    """Every input sheet as typed columns by fastexcel, and nothing else."""
    reader = fastexcel.read_excel(path)
    read = {}
    for name in reader.sheet_names:
        headers = [c.name for c in reader.load_sheet(name, n_rows=1).available_columns()]
        types: Any = {h: TYPES.get(h, "float") for h in headers}
        read[name] = reader.load_sheet(name, dtypes=types).to_arrow()
    return read


def bare_write(changes: Changes, path: Path) -> None:
    """The cells of the result sheets, unformatted, by XlsxWriter with constant memory."""
    options = {"constant_memory": True, "default_date_format": "yyyy-mm-dd", "strings_to_urls": False}
    with xlsxwriter.Workbook(str(path), {**options, "strings_to_formulas": False}) as out:
        for table in changes.tables:
            sheet = out.add_worksheet(table.sheet)
            sheet.write_row(0, 0, [c.header for c in table.columns])
            columns = [_cells(table.data[c.header]) for c in table.columns]
            for row, values in enumerate(zip(*columns, strict=True), 1):
                sheet.write_row(row, 0, values)
        for patch in changes.patches:
            sheet = out.add_worksheet(patch.sheet)
            place = {name: i for i, name in enumerate(patch.columns)}
            cells: dict[int, list[tuple[int, Any]]] = {}
            for written in patch.cells:
                for row, value in zip(written.rows.tolist(), _cells(written.values), strict=True):
                    cells.setdefault(row, []).append((place[written.column], value))
            for row in sorted(cells):
                for column, value in cells[row]:
                    sheet.write(row - 1, column, value)


def _cells(values: Any) -> list[Any]:
    """A column as Python values, blank as None; XlsxWriter passes over those."""
    array = values if isinstance(values, np.ndarray) else np.array([*values, None], object)[:-1]  # texts may be very long
    if array.dtype.kind == "M":
        return [None if v is None else v for v in array.astype("datetime64[s]").tolist()]
    if array.dtype.kind == "f":
        return [None if v != v else v for v in array.tolist()]
    return [v.item() if isinstance(v, np.generic) else v for v in values]


def frames(path: Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Orders and Stock as an analyst reads them."""
    read = pd.read_excel(path, sheet_name=["Orders", "Stock"], engine="calamine")
    return read["Orders"], read["Stock"]


def analyst(orders: pd.DataFrame, stock: pd.DataFrame) -> float:
    """A dozen lines of pandas: sort, hand out stock by running totals, add up what is missing. Returns the units that wait."""
    there = stock.groupby("SKU")["On Hand"].sum()
    orders = orders.assign(Open=orders["Ordered"] - orders["Shipped"])
    orders = orders[orders["Open"] > 0].sort_values(["Priority", "Order Date", "Order", "Line"])
    before = orders.groupby("SKU")["Open"].cumsum() - orders["Open"]
    left = (orders["SKU"].map(there).fillna(0) - before).clip(lower=0)
    orders["From Stock"] = np.minimum(orders["Open"], left)
    orders["Waiting"] = orders["Open"] - orders["From Stock"]
    missing = orders.groupby("SKU")["Waiting"].sum()
    return float(missing.sum())
