"""What does Excel make of a text that is put into a cell, as if somebody had typed it?

Of an Excel whose language is US English. A text is taken for a number, a date, a time, a truth value or an error where Excel
would, with the number format that a cell without one is given then.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import NamedTuple

ERRORS = {
    "#DIV/0!": -2146826281,
    "#N/A": -2146826246,
    "#NAME?": -2146826259,
    "#NULL!": -2146826288,
    "#NUM!": -2146826252,
    "#REF!": -2146826265,
    "#VALUE!": -2146826273,
    "#GETTING_DATA": -2146826245,
    "#SPILL!": -2146826243,
    "#CALC!": -2146826238,
}
MONTHS = {
    name: n for n, name in enumerate(["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], 1)
}
MONTHS |= {
    name: n
    for n, name in enumerate(
        [
            "january",
            "february",
            "march",
            "april",
            "may",
            "june",
            "july",
            "august",
            "september",
            "october",
            "november",
            "december",
        ],
        1,
    )
} | {"sept": 9}
MONEY = '"$"#,##0'
_NUMBER = re.compile(r"(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d*)?(?:e[+-]?\d+)?", re.I)
_DAYS = re.compile(r"(\d{1,4})([-/])(\d{1,4})(?:\2(\d{1,4}))?")
_WORDS = re.compile(
    r"(?:(\d{1,2})[-/ ]?([a-z]{3,9})\.?(?:[-/ ,]+(\d{2,4}))?|([a-z]{3,9})\.?[-/ ]?(\d{1,4})(?:[-/ ,]+(\d{2,4}))?)", re.I
)
_TIME = re.compile(r"(\d{1,4}):(\d{1,2})(?::(\d{1,2})(\.\d+)?)?(?: ?([ap])m?)?|(\d{1,2}) ([ap])m?", re.I)
_FRACTION = re.compile(r"(-?)(\d+) (\d+)/(\d+)")


class Typed(NamedTuple):
    """What a cell then holds: float (dates as serial numbers of the 1900 system), bool, an error's or another text."""

    value: float | bool | str
    format: str | None = None
    is_day: bool = False
    error: bool = False


def typed(text: str, today: dt.date) -> Typed:
    """Reads a text that begins neither with an apostrophe nor as a formula does."""
    s = text.strip(" ")
    if s.upper() in ("TRUE", "FALSE"):
        return Typed(s.upper() == "TRUE")
    if s.upper() in ERRORS:
        return Typed(s.upper(), error=True)
    return _number(s) or _day_and_time(s, today) or Typed(text)


def _number(s: str) -> Typed | None:
    if not any(c.isdigit() for c in s):
        return None
    if m := _FRACTION.fullmatch(s):
        whole = int(m[2]) + int(m[3]) / int(m[4]) if int(m[4]) else None
        return None if whole is None else Typed(-whole if m[1] else whole, "# ?/?")
    sign, money, percent = 1.0, False, False
    if s.startswith("(") and s.endswith(")"):
        sign, s = -1.0, s[1:-1].strip()
    for _ in range(2):
        if s[:1] in ("-", "+") and s[1:2] not in ("-", "+"):
            sign, s = (-sign if s[0] == "-" else sign), s[1:].strip()
        if s[:1] == "$":
            money, s = True, s[1:].strip()
    if s.endswith("%"):
        percent, s = True, s[:-1].strip()
    if not s or not _NUMBER.fullmatch(s) or not any(c.isdigit() for c in s):
        return None
    try:
        value = sign * float(s.replace(",", ""))
    except ValueError:
        return None
    if abs(value) > 9.99999999999999e307:
        return None
    decimals = ".00" if "." in s else ""
    if percent:
        return Typed(value / 100, "0" + decimals + "%")
    if money:
        return Typed(value, MONEY + decimals)
    if "e" in s.lower():
        return Typed(value, "0.00E+00")
    return Typed(value, "#,##0" + decimals if "," in s else None)


def _year(text: str | None, today: dt.date) -> int | None:
    if text is None:
        return today.year
    n = int(text)
    if len(text) <= 2:
        return 2000 + n if n < 30 else 1900 + n
    return n if len(text) == 4 else None


def _date(year: int | None, month: int, day: int) -> dt.date | None:
    try:
        made = dt.date(year or 0, month, day)
    except ValueError:
        return None
    return made if 1900 <= made.year <= 9999 else None


def serial(day: dt.date) -> float:
    """The number of a day in the 1900 system, where the 29 February 1900 counts though there was none."""
    n = (day - dt.date(1899, 12, 30)).days
    return float(n if n > 60 else n - 1)


def _day(s: str, today: dt.date) -> tuple[dt.date, str] | None:
    if m := _DAYS.fullmatch(s):
        a, b, c = m[1], int(m[3]), m[4]
        if len(a) == 4 and c is not None:  # 2026-01-31
            made = _date(int(a), b, int(c))
            return (made, "m/d/yyyy") if made else None
        if len(a) > 2 or (c is not None and len(m[3]) > 2):
            return None
        if c is not None:
            made = _date(_year(c, today), int(a), b)
            return (made, "m/d/yyyy") if made else None
        if made := _date(today.year, int(a), b):  # 1-2 and 1/2
            return made, "d-mmm"
        made = _date(_year(m[3], today), int(a), 1)  # 1/2026 and 1/45
        return (made, "mmm-yy") if made else None
    if m := _WORDS.fullmatch(s):
        name = (m[2] or m[4]).lower()
        if name not in MONTHS:
            return None
        if m[2]:
            made = _date(_year(m[3], today), MONTHS[name], int(m[1]))
            return (made, "d-mmm-yy" if m[3] else "d-mmm") if made else None
        if m[6] is None and (len(m[5]) > 2 or _date(today.year, MONTHS[name], int(m[5])) is None):  # Jan-2026, JAN32
            made = _date(_year(m[5], today) if len(m[5]) != 3 else None, MONTHS[name], 1)
            return (made, "mmm-yy") if made else None
        made = _date(_year(m[6], today), MONTHS[name], int(m[5]))
        return (made, "d-mmm-yy" if m[6] else "d-mmm") if made else None
    return None


def _time(s: str) -> tuple[float, str] | None:
    m = _TIME.fullmatch(s)
    if not m:
        return None
    half = (m[5] or m[7] or "").lower()
    hours, minutes = int(m[1] or m[6]), int(m[2] or 0)
    seconds = float((m[3] or "0") + (m[4] or ""))
    if minutes > 59 or seconds >= 60 or (half and not 1 <= hours <= 12) or hours > 9999:
        return None
    if half:
        hours = hours % 12 + (12 if half == "p" else 0)
    form = "[h]:mm:ss" if hours > 23 else ("h:mm:ss" if m[3] else "h:mm") + (" AM/PM" if half else "")
    return (hours * 3600 + minutes * 60 + seconds) / 86400, form


def _day_and_time(s: str, today: dt.date) -> Typed | None:
    if time := _time(s):
        return Typed(time[0], time[1])
    if day := _day(s, today):
        return Typed(serial(day[0]), day[1], is_day=True)
    for at in [i for i, c in enumerate(s) if c == " "]:
        day, time = _day(s[:at], today), _time(s[at + 1 :])
        if day and time and time[0] < 1:
            return Typed(serial(day[0]) + time[0], "m/d/yyyy h:mm", is_day=True)
    return None
