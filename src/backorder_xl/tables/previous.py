"""What did the last run say? Reads back sheets that the add-in itself wrote, before they are written again.

A sheet that is not there, or has lost a column, is an empty frame: there is then nothing to compare with.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from backorder_xl.core.words import UNIT
from backorder_xl.tables.headers import normal
from backorder_xl.workbook.model import Book, Want

BACKORDERS = {
    "Order": Want.TEXT, "Line": Want.TEXT, "Customer": Want.TEXT, "SKU": Want.TEXT, "Open": Want.NUMBER,
    "Expected": Want.DATE, "Cancelled": Want.NUMBER,
}  # fmt: skip
ALLOCATIONS = {
    "Order": Want.TEXT, "Line": Want.TEXT, "SKU": Want.TEXT, "Quantity": Want.NUMBER, "Source": Want.TEXT,
    "PO": Want.TEXT, "PO Line": Want.TEXT, "Available On": Want.DATE,
}  # fmt: skip


def result_sheet(book: Book, sheet: str, columns: dict[str, Want]) -> pd.DataFrame | None:
    """Columns of a sheet of ours, in snake case: text "" for blank, numbers as millionths, days; None without the sheet."""
    name = next((s for s in book.sheets() if s.casefold() == sheet.casefold()), None)
    if name is None:
        return None
    headed = (
        (number, {normal(str(v)): i for i, v in reversed(list(enumerate(row, 1))) if v is not None})
        for number, row in enumerate(book.top(name), 1)
    )
    header_row, places = next((h for h in headed if all(normal(c) in h[1] for c in columns)), (0, {}))
    if not header_row:
        return None
    raw = book.read(name, header_row, None, {places[normal(c)]: want for c, want in columns.items()})
    made: dict[str, Any] = {}
    for header, want in columns.items():
        values = raw.columns[places[normal(header)]].values
        key = header.casefold().replace(" ", "_")
        if want is Want.TEXT:
            made[key] = pd.Series([v if isinstance(v, str) else "" for v in values], dtype=object)
        elif want is Want.NUMBER:
            made[key] = np.rint(np.nan_to_num(values) * UNIT).astype(np.int64)
        else:
            made[key] = values.astype("datetime64[s]")
    frame = pd.DataFrame(made)
    return frame[frame["order"] != ""].reset_index(drop=True)


def nothing(columns: dict[str, Want]) -> pd.DataFrame:
    """What result_sheet gives for a sheet without rows."""
    kinds = {Want.TEXT: "object", Want.NUMBER: "int64", Want.DATE: "datetime64[s]"}
    return pd.DataFrame({h.casefold().replace(" ", "_"): pd.Series(dtype=kinds[w]) for h, w in columns.items()})


def history(book: Book, sheet: str) -> dict[str, list[Any]]:
    """What a list of ours that only grows holds so far, by header; empty where there is none."""
    name = next((s for s in book.sheets() if s.casefold() == sheet.casefold()), None)
    if name is None:
        return {}
    headers = (book.top(name, 1) or [[]])[0]
    wanted = {i + 1: Want.ANY for i, h in enumerate(headers) if h}
    if not wanted:
        return {}
    raw = book.read(name, 1, None, wanted)
    return {str(headers[i - 1]): list(column.values) for i, column in raw.columns.items()}
