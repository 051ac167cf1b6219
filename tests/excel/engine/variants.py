"""What comes out of a cell through COM, and what may be put into one?

Numbers come as float, dates as a time with a meaningless time zone, cells with a currency's format as Decimal, errors as int, and
an empty cell as None. How a number is formatted decides what it comes as, as it does in Excel.
"""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from enum import Enum
from functools import lru_cache
from typing import Any

from openpyxl.styles.numbers import is_date_format

from .typed import ERRORS
from .win32 import TimeType

LONGEST = 32767
DAYS_1904 = 1462.0
_SECONDS = 86400.0
_EPOCH = dt.datetime(1899, 12, 30, tzinfo=dt.UTC)
# As files name the formats of dates that follow the user's country, and as Excel says them (US English).
_SPOKEN = {"mm-dd-yy": "m/d/yyyy", "m/d/yy h:mm": "m/d/yyyy h:mm", "m/d/yy": "m/d/yyyy"}
_WRITTEN = {"m/d/yyyy": "mm-dd-yy", "m/d/yyyy h:mm": "m/d/yy h:mm"}


class Shape(Enum):
    """What a number of a format comes as."""

    PLAIN = "a float"
    DATE = "a time"
    CURRENCY = "a Decimal"


@lru_cache(maxsize=4096)
def shape_of(number_format: str) -> Shape:
    """Which of the three a number format asks for; Excel looks for a sign of a currency, or for parts of a date."""
    if is_date_format(number_format):
        return Shape.DATE
    bare = re.sub(r"\\.", "", number_format)
    if re.search(r"\[\$[^-\]]+", bare) or re.search(r"[$€£¥]", re.sub(r"\[\$-[^\]]*\]", "", bare)):
        return Shape.CURRENCY
    return Shape.PLAIN


def spoken(number_format: str) -> str:
    return _SPOKEN.get(number_format, number_format)


def written(number_format: str) -> str:
    return _WRITTEN.get(number_format, number_format)


def moment(number: float) -> Any:
    """The time of a serial number of the 1900 system as COM gives it, or the number where there is no such day.

    COM counts from 30 December 1899, without the day that never was: the days 1 to 59 come one day early, as they do from Excel.
    """
    if not 0 <= number < 2958466:
        return number
    at = _EPOCH + dt.timedelta(seconds=round(number * _SECONDS, 3))
    return TimeType(at.year, at.month, at.day, at.hour, at.minute, at.second, at.microsecond, at.tzinfo)


def number_of(value: dt.datetime) -> float:
    """The serial number of a time as COM counts; its time zone means nothing."""
    return (value.replace(tzinfo=dt.UTC) - _EPOCH).total_seconds() / _SECONDS


def outgoing(value: Any, number_format: str, *, is_1904: bool, currency: bool) -> Any:
    """One cell's value as `Range.Value` gives it. `value` is float, int, str, bool or None; errors are told by `error_number`."""
    if type(value) is float or type(value) is int:
        shape = shape_of(number_format)
        if shape is Shape.PLAIN:
            return float(value)
        if shape is Shape.DATE:
            return moment(float(value) + DAYS_1904 if is_1904 else float(value))
        return Decimal(repr(float(value))).quantize(Decimal("0.0001")) if currency and abs(value) < 9e14 else float(value)
    return value


def error_number(text: str) -> int:
    return ERRORS.get(text, ERRORS["#VALUE!"])


def accepted(value: Any) -> Any:
    """A value that pywin32 can hand over; anything else is the TypeError that pywin32 raises."""
    if value is None or isinstance(value, str | bool | int | float | dt.datetime | Decimal):
        return value
    raise TypeError(f"Objects of type '{type(value).__name__}' can not be converted to a COM VARIANT")


def general(number: float) -> str:
    """A number as a cell without a format shows it."""
    return str(int(number)) if number.is_integer() and abs(number) < 1e15 else f"{number:.10g}".replace("e", "E")


__all__ = [
    "DAYS_1904", "LONGEST", "Shape", "accepted", "error_number", "general", "moment", "number_of", "outgoing", "shape_of",
    "spoken",
    "written",
]  # fmt: skip
