"""How do imported rows get into a table of the user's own? (rules 1.1, 9)

Only cells that say something else are written, under the user's own headers; missing columns are added at the right, new rows
go below. Where there is no such table, the sheet is made with the contract's headers.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from backorder_xl.core.keys import Ints
from backorder_xl.core.words import NO_DAYS
from backorder_xl.sheets.shown import codes, flag, money, quantity
from backorder_xl.tables.contracts import Contract, Field, Kind
from backorder_xl.tables.reading import Placed
from backorder_xl.workbook.changes import CellRun, Column, Format, SheetTable, TablePatch

_FORMATS = {Kind.QTY: Format.QTY, Kind.MONEY: Format.MONEY, Kind.DATE: Format.DATE, Kind.DAYS: Format.WHOLE}
_WIDTHS = {"Description": 34, "Email": 28, "Customer Name": 22, "Name": 26, "Ship To": 28}


def column(wanted: Field) -> Column:
    """How a field is shown where the table did not have it."""
    width = _WIDTHS.get(wanted.header, max(12, len(wanted.header) + 2))
    return Column(wanted.header, _FORMATS.get(wanted.kind, Format.TEXT), width)


def shown(wanted: Field, values: np.ndarray, numbers: bool = False) -> np.ndarray | list[object]:
    """Values of the core as a cell shows them; ``numbers``: the user types these codes as numbers."""
    match wanted.kind:
        case Kind.QTY:
            return quantity(pd.Series(values, dtype="int64"))
        case Kind.MONEY:
            return money(pd.Series(values, dtype="int64"))
        case Kind.FLAG:
            return flag(pd.Series(values, dtype=bool)).tolist()
        case Kind.DATE:
            return values.astype("datetime64[s]")
        case Kind.DAYS:
            return np.where(values == NO_DAYS, np.nan, values.astype(float))
        case _:
            return codes(values, numbers)


def patch(place: Placed, fields: Mapping[str, Field], cells: list[CellRun], end: int) -> TablePatch:
    """The change to a table that is there; ``cells`` name fields, ``end`` is the last row that is filled afterwards."""
    columns: dict[str, int | Column] = {
        run.column: place.columns.get(run.column, column(fields[run.column])) for run in cells
    }
    none = np.zeros(0, np.int64)
    return TablePatch(place.sheet, place.header_row, columns, cells, none, place.last_row, max(end, place.last_row))


def slots(place: Placed, used: Ints, count: int) -> Ints:
    """The sheet rows of new rows: the blank rows at the table's end, then those below it."""
    last = int(used.max(initial=place.header_row))
    spare = place.blank_rows[place.blank_rows > last][:count]
    return np.concatenate([spare, place.last_row + 1 + np.arange(count - len(spare))]).astype(np.int64)


def new_sheet(contract: Contract, fields: list[Field], values: Mapping[str, np.ndarray | list[object]]) -> SheetTable:
    """The sheet where the workbook has none: the contract's columns of which something is known."""
    columns = tuple(column(f) for f in fields)
    return SheetTable(contract.sheet, contract.table, columns, {f.header: values[f.name] for f in fields},
                      tuple(contract.field(k).header for k in contract.key))  # fmt: skip
