"""How do the values of a column's cells become the column that was wanted?

Both readers end here, so that they cannot differ.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from decimal import Decimal

import numpy as np

from backorder_xl.workbook.model import CellError, RawColumn, Want

_FILL = {Want.TEXT: (object, None), Want.ANY: (object, None), Want.NUMBER: (np.float64, np.nan)}


def blank(rows: int, want: Want) -> RawColumn:
    """A column of nothing."""
    if want is Want.DATE:
        return RawColumn(np.full(rows, np.datetime64("NaT"), dtype="datetime64[s]"), {})
    kind, fill = _FILL[want]
    return RawColumn(np.full(rows, fill, dtype=kind), {})


def fill(column: RawColumn, want: Want, cells: Iterable[tuple[int, object]]) -> None:
    """Put values in by index; what does not fit goes to ``odd``."""
    values, odd = column.values, column.odd
    for index, value in cells:
        if value is None or (isinstance(value, str) and not value.strip()):
            continue
        if isinstance(value, CellError):
            odd[index] = value
        elif want is Want.ANY:
            values[index] = value
        elif want is Want.TEXT:
            values[index] = as_text(value)
        elif want is Want.NUMBER:
            if isinstance(value, float) and np.isfinite(value):
                values[index] = value
            else:
                odd[index] = value
        elif isinstance(value, datetime.datetime):
            values[index] = value
        else:
            odd[index] = value


def as_text(value: object) -> str:
    """A value as a code is spelled: 1001.0 -> "1001", 0.5 -> "0.5", a date -> ISO, True -> "TRUE"."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime.datetime):
        return value.date().isoformat() if value.time() == datetime.time() else value.isoformat(sep=" ")
    if isinstance(value, float):
        return number_text(value)
    return str(value)


def number_text(value: float) -> str:
    """A number with the 15 digits that Excel shows, never in exponent form; whole numbers exactly."""
    if not np.isfinite(value):
        return str(value)
    if value == int(value) and abs(value) < 2**53:
        return str(int(value))
    text = format(Decimal(format(value, ".15g")), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
