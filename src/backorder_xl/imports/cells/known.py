"""What would a spreadsheet make of the codes that are known?

It takes 007 for 7, 1E5 for 100000, 1.10 for 1.1 and MAR-1 for a day. Codes are looked up here by what becomes of them.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from functools import cached_property
from typing import TypeVar

from backorder_xl.core.keys import natural
from backorder_xl.imports.cells.months import month_of
from backorder_xl.tables.headers import normal

EXACT = 15  # digits that a spreadsheet's number keeps
POWER = re.compile(r"(\d+)(?:[.,](\d+))?[eE]([+-]?)(\d{1,3})")
_DECIMALS = re.compile(r"\d+[.,]\d+")
_EATEN_NUMBERS = re.compile(r"(\d{1,4})[-/](\d{1,2})(?:[-/](\d{1,4}))?")
_CODE_MONTH = re.compile(r"([^\W\d_]{3,})[-/. ]?(\d{1,4})|(\d{1,2})[-/. ]?([^\W\d_]{3,})")

K = TypeVar("K")

Days = tuple[str, int, int]
"""What a date may have been made of: ("day", month, day) of any year, ("month", year, month), or ("full", year, MMDD)."""


class Known:
    """The codes that are known already, such as those of Items, looked up by what a spreadsheet makes of them."""

    def __init__(self, codes: Iterable[str] = ()) -> None:
        self.codes = tuple(sorted(dict.fromkeys(code for code in codes if code), key=natural))
        self.spelled = {code.casefold(): code for code in reversed(self.codes)}

    @cached_property
    def by_bare_digits(self) -> dict[str, list[str]]:
        return _grouped((code.lstrip("0"), code) for code in self.codes if code.isdecimal())

    @cached_property
    def by_number(self) -> dict[str, list[str]]:
        """By the fifteen digits and the length that a spreadsheet keeps of a code that it takes for a number."""
        return _grouped((key, code) for code in self.codes if (key := number_key(code)))

    @cached_property
    def by_day(self) -> dict[Days, list[str]]:
        return _grouped((day, code) for code in self.codes for day in sorted(_days_of_code(code)))

    @cached_property
    def by_letters(self) -> dict[str, list[str]]:
        """By what is left without case, accents, spaces and punctuation."""
        return _grouped((normal(code), code) for code in self.codes)


def number_key(text: str) -> str:
    """What a spreadsheet keeps of a text that it takes for a number: fifteen digits and the length; "" for no number."""
    if power := POWER.fullmatch(text):
        if power[3] == "-" or len(power[4]) > 2:
            return ""
        part = power[2] or ""
        zeros = int(power[4]) - len(part)
        if zeros < 0:
            return ""
        text = power[1] + part + "0" * zeros
    if _DECIMALS.fullmatch(text):  # 1.10 becomes 1.1
        text = text.replace(",", ".").rstrip("0").rstrip(".")
        if "." in text:
            return text.lstrip("0")
    digits = text.lstrip("0")
    if not digits.isdecimal():
        return ""
    return f"{digits[:EXACT]}:{len(digits)}"


def days_of_cell(cell: dt.datetime) -> set[Days]:
    """What a date in a cell may have been: a day of any year, or the first of a month of its year."""
    days = {("day", cell.month, cell.day), ("full", cell.year, cell.month * 100 + cell.day)}
    return days | {("month", cell.year, cell.month)} if cell.day == 1 else days


def _days_of_code(code: str) -> set[Days]:
    """The days that a spreadsheet may make of a code: MAR-1, 1-MAR, MAR2026, 3-1, 3/1/26, in either order."""
    found: set[Days] = set()
    if worded := _CODE_MONTH.fullmatch(code):
        month = month_of(worded[1] or worded[4])
        digits = worded[2] or worded[3]
        if month:
            number = int(digits)
            if 1 <= number <= 31 and len(digits) <= 2:
                found.add(("day", month, number))
            if len(digits) == 4 or (len(digits) == 2 and (number == 0 or number > 28)):
                found.add(("month", full_year(number), month))
    elif numbered := _EATEN_NUMBERS.fullmatch(code):
        a, b, c = numbered.groups()
        if c is None:
            for m, d in ((a, b), (b, a)):
                if 1 <= int(m) <= 12 and 1 <= int(d) <= 31 and len(d) <= 2:
                    found.add(("day", int(m), int(d)))
            if (1 <= int(a) <= 12 and int(b) > 31) or (len(a) == 4 and 1 <= int(b) <= 12):
                found.add(("month", full_year(int(b if len(a) < 4 else a)), int(a if len(a) < 4 else b)))
        else:
            for y, m, d in ((c, a, b), (c, b, a), (a, b, c)):
                if 1 <= int(m) <= 12 and 1 <= int(d) <= 31 and len(y) in (2, 4):
                    found.add(("full", full_year(int(y)), int(m) * 100 + int(d)))
    return found


def full_year(number: int) -> int:
    return number if number > 99 else number + (2000 if number < 30 else 1900)


def _grouped(pairs: Iterable[tuple[K, str]]) -> dict[K, list[str]]:
    found: dict[K, list[str]] = {}
    for key, code in pairs:
        found.setdefault(key, []).append(code)
    return found
