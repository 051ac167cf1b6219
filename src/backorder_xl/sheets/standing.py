"""What will Excel find in the user's columns once a run has written, and how does a formula of ours name them?

The cells as they are typed, not as we read them: what is no number is nothing to a SUMIFS. Where a patch of ours writes,
what it writes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from backorder_xl.core.keys import Ints, sums
from backorder_xl.core.words import UNIT
from backorder_xl.tables.amounts import LARGEST
from backorder_xl.tables.reading import Placed
from backorder_xl.workbook.changes import Area, Ref, SheetTable, TablePatch

Headers = Mapping[str, Mapping[int, str]]
"""The headers of the workbook's Excel Tables: name -> absolute column -> header."""
FIELDS = {
    "orders": ("sku", "ordered", "shipped", "cancelled"),
    "stock": ("sku", "on_hand", "reserved"),
    "purchase_orders": ("sku", "ordered", "received", "cancelled", "status"),
}
_TEXT = ("sku", "status")
_SIMPLE = re.compile(r"[A-Za-z][A-Za-z0-9_ ]*")  # a header that needs no quoting inside a formula


@dataclass
class Standing:
    """One table as Excel will see it: columns as typed, by field; ``refs`` is how formulas name them."""

    rows: int
    texts: dict[str, np.ndarray]  # str, "" for blank, in lower case
    numbers: dict[str, np.ndarray]  # NaN for all that is no number
    refs: dict[str, Ref | Area]

    def sums(self, field: str, skus: Mapping[str, int], where: np.ndarray | None = None) -> Ints:
        """The sum of a column per item, in millionths, as SUMIFS adds up; ``skus`` is code in lower case -> number."""
        if field not in self.numbers or not self.rows:
            return np.zeros(len(skus), np.int64)
        codes, distinct = pd.factorize(self.texts["sku"])
        at = np.array([*(skus.get(text, -1) for text in distinct), -1], np.int64)[codes]
        held = np.nan_to_num(self.numbers[field])
        held[np.abs(held) > LARGEST] = 0  # too large to be counted: reading left its row out
        values = np.rint(held * UNIT).astype(np.int64)
        return sums(at if where is None else np.where(where, at, -1), values, len(skus))


def of_table(
    name: str, place: Placed | None, headers: Headers, patches: Sequence[TablePatch], made: SheetTable | None = None
) -> Standing:
    """The table ``name`` of the user's as it will stand, or ``made``, the sheet of ours that takes its place."""
    fields = FIELDS[name]
    if place is None:
        return _of_ours(fields, made)
    held = {f: place.typed[f] for f in fields if f in place.typed}
    mine = [p for p in patches if p.sheet.casefold() == place.sheet.casefold() and p.header_row == place.header_row]
    end = next((p.end_row for p in reversed(mine) if p.end_row != p.last_row), place.last_row)
    size = max(end - place.header_row, 0)
    known = set(held) | {f for p in mine for f in fields if f in p.columns}
    columns = {f: _sized(held.get(f), size, f in _TEXT) for f in fields if f in known}
    for patch in mine:
        _write(columns, patch, place.header_row, size)
    texts = {f: np.array([*(str(v).casefold() if v is not None else "" for v in columns[f]), ""], object)[:-1]
             for f in columns if f in _TEXT}  # fmt: skip
    numbers = {f: values for f, values in columns.items() if f not in _TEXT}
    at: dict[str, int | str] = {}
    for patch in mine:
        for field, column in patch.columns.items():
            at[field] = column if isinstance(column, int) else column.header
    at |= place.columns
    refs = {f: _ref(place, at[f], end, headers.get(place.table or "", {})) for f in columns}
    return Standing(size, texts, numbers, refs)


def _of_ours(fields: Sequence[str], made: SheetTable | None) -> Standing:
    if made is None:
        return Standing(0, {}, {}, {})
    shown = {c.header.casefold().replace(" ", "_"): c.header for c in made.columns}
    columns = {f: made.data[shown[f]] for f in fields}
    texts = {f: np.array([*(str(v).casefold() for v in columns[f]), ""], object)[:-1] for f in fields if f in _TEXT}
    numbers = {f: np.asarray(columns[f], float) for f in fields if f not in _TEXT}
    return Standing(len(texts["sku"]), texts, numbers, {f: Ref(made.table, shown[f]) for f in fields})


def _sized(values: np.ndarray | None, size: int, text: bool) -> np.ndarray:
    made = np.full(size, None, object) if text else np.full(size, np.nan)
    if values is not None:
        made[: len(values)] = values[:size]  # a copy: what was read stays as it is
    return made


def _write(columns: dict[str, np.ndarray], patch: TablePatch, header_row: int, size: int) -> None:
    """What a patch does to the columns."""
    cleared = np.asarray(patch.clear, np.int64) - header_row - 1
    for field, values in columns.items():
        values[cleared[cleared < size]] = None if field in _TEXT else np.nan
    for run in patch.cells:
        if run.column in columns:
            at = np.asarray(run.rows, np.int64) - header_row - 1
            fits = at < size
            if run.column in _TEXT:
                given = np.array([*(None if v is None else str(v) for v in run.values), None], object)[:-1]
            else:
                given = np.array([np.nan if v is None else float(v) for v in run.values])
            columns[run.column][at[fits]] = given[fits]


def _ref(place: Placed, column: int | str, end: int, headers: Mapping[int, str]) -> Ref | Area:
    """By the Excel Table and the user's header where a formula can spell them plainly, else the cells themselves."""
    header = headers.get(column, "") if isinstance(column, int) else column if headers else ""
    if place.table and _SIMPLE.fullmatch(header) and _SIMPLE.fullmatch(place.table):
        return Ref(place.table, header)
    return Area(place.sheet, column, place.first_row, max(end, place.first_row))
