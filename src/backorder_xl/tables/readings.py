"""Is this text a number, and is this text a date?

Reads one odd cell at a time; whole columns are the business of kinds.py. Nothing is guessed: what can be read in two ways
is not read (rule 1.2).
"""

from __future__ import annotations

import datetime
import math
import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from backorder_xl.core.words import DateOrder

_SPACES = "\u00a0\u2007\u2009\u202f"
_CURRENCY = re.compile(r"^(?:[$€£¥₹]|[A-Z]{3}\s)\s*|\s*(?:[$€£¥₹]|\s[A-Z]{3})$")
_BLANK_WORDS = {
    "-", "--", "–", "—", "n/a", "na", "n.a.", "null", "none", "nil", "nan", "nat", "tbd", "tba", "?", ".", "k.a.",
    "(blank)", "(leer)", "(vide)", "blank",
}  # fmt: skip
_TIME = r"(?:[T ,]+\d{1,2}[:.h]\d{2}.*)?"
_ISO = re.compile(rf"(\d{{4}})([-/.])(\d{{1,2}})\2(\d{{1,2}})(?:{_TIME}|Z|[+-]\d{{2}}:?\d{{2}})")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T\d{4,6}.*)?")
_SLASHED = re.compile(rf"(\d{{1,2}})([-/. ])(\d{{1,2}})\2(\d{{4}}|\d{{2}}){_TIME}")
_DAY_MONTH = re.compile(rf"(?:[A-Za-z]+,\s*)?(\d{{1,2}})(?:st|nd|rd|th)?[-\s/.]+([A-Za-z]+)\.?[-\s/.,]+(\d{{4}}|\d{{2}}){_TIME}")
_MONTH_DAY = re.compile(rf"(?:[A-Za-z]+,\s*)?([A-Za-z]+)\.?[-\s/.]+(\d{{1,2}})(?:st|nd|rd|th)?[-\s/.,]+(\d{{4}}){_TIME}")
_FULL_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
                "november", "december")  # fmt: skip


def says_blank(text: str) -> bool:
    """Whether a text such as n/a or - stands for an empty cell."""
    return text.casefold() in _BLANK_WORDS


@lru_cache(maxsize=4)
def _patterns(mark: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    m, groups = re.escape(mark), "." if mark == "," else ","
    plain = re.compile(rf"\d+(?:{m}\d*)?|{m}\d+")
    grouped = re.compile(rf"\d{{1,3}}(?:([{re.escape(groups)}'’ {_SPACES}])\d{{3}})(?:\1\d{{3}})*(?:{m}\d*)?")
    return plain, grouped


def number(text: str, mark: str, money: bool = False) -> tuple[Decimal, bool] | None:
    """A number typed as text, and whether it had thousands marks; None where it is none (rule 1.2).

    Thousands marks count only in groups of three. A sign may stand first or last, brackets mean below 0.

    >>> number("1,288.00", "."), number("1,5", "."), number("5-", ".")
    ((Decimal('1288.00'), True), None, (Decimal('-5'), False))
    """
    body = text.strip().removeprefix("'").strip()
    if money:
        body = _CURRENCY.sub("", _CURRENCY.sub("", body, count=1), count=1).strip()
    negative = False
    if len(body) > 2 and body[0] == "(" and body[-1] == ")":
        negative, body = True, body[1:-1].strip()
    elif body[:1] in "+-−" and body[:1]:
        negative, body = body[0] != "+", body[1:].strip()
    elif body[-1:] in "-−" and body[-1:]:
        negative, body = True, body[:-1].strip()
    if money:
        body = _CURRENCY.sub("", body).strip()
    plain, grouped = _patterns(mark)
    if len(body) > 40:
        return None
    if plain.fullmatch(body):
        marks = False
    elif grouped.fullmatch(body):
        marks = True
        body = re.sub(rf"[{'.' if mark == ',' else ','}'’ {_SPACES}]", "", body)
    else:
        return None
    value = Decimal(body.replace(mark, "."))
    return (-value if negative else value), marks


def number_hint(text: str, mark: str) -> str:
    """Why a text is no number, where something useful can be said."""
    if text.lstrip("'").startswith("="):
        return " (a formula typed as text)"
    other = "," if mark == "." else "."
    if number(text, other) is not None:
        return f" while Decimal Mark in Settings is {mark!r}"
    return ""


@dataclass(frozen=True)
class ReadDate:
    """A date read from one odd cell: the day, or the code of what is wrong; ``hint`` goes into its sentence."""

    day: datetime.date | None
    code: str = ""
    hint: str = ""


def date_text(text: str, order: DateOrder) -> ReadDate:
    """A date typed as text (rule 1.2): ISO always, with slashes only as Settings ``Date Order`` says.

    The day is the one that is written; time of day and zone are dropped.

    >>> date_text("2026-05-01 10:00:00 +0200", DateOrder.ISO).day
    datetime.date(2026, 5, 1)
    >>> date_text("03/04/2026", DateOrder.ISO).hint
    'can be 3 April 2026 (DMY) or 4 March 2026 (MDY)'
    """
    body = text.strip().removeprefix("'").strip()
    if found := _ISO.fullmatch(body):
        return _made(int(found[1]), int(found[3]), int(found[4]))
    if found := _COMPACT.fullmatch(body):
        made = _made(int(found[1]), int(found[2]), int(found[3]))
        if made.day:
            return made
    if found := _SLASHED.fullmatch(body):
        return _slashed(int(found[1]), int(found[3]), _full_year(found[4]), order)
    if found := _DAY_MONTH.fullmatch(body):
        month = _month(found[2])
        if month:
            made = _made(_full_year(found[3]), month, int(found[1]))
            return ReadDate(made.day, "date-words") if made.day else made
    if found := _MONTH_DAY.fullmatch(body):
        month = _month(found[1])
        if month:
            made = _made(int(found[3]), month, int(found[2]))
            return ReadDate(made.day, "date-words") if made.day else made
    if re.fullmatch(r"\d{1,3}:\d{2}([:.]\d+)*", body):
        return ReadDate(None, "not-a-date", " (a time of day; the date itself was lost, as when a CSV is opened in Excel)")
    return ReadDate(None, "not-a-date", " (a formula typed as text)" if body.startswith("=") else "")


def _made(year: int, month: int, day: int) -> ReadDate:
    if year == month == day == 0:
        return ReadDate(None, "blank-word")
    try:
        made = datetime.date(year, month, day)
    except ValueError:
        return ReadDate(None, "not-a-date", " (there is no such day)")
    return ReadDate(made) if year >= 1900 else ReadDate(None, "not-a-date", f" (its year is {year})")


def _slashed(a: int, b: int, year: int, order: DateOrder) -> ReadDate:
    if a == b == 0:
        return ReadDate(None, "blank-word")
    readings = {DateOrder.DMY: _made(year, b, a).day, DateOrder.MDY: _made(year, a, b).day}
    day = readings.get(order)
    if day:
        return ReadDate(day)
    valid = [f"{spoken(d)} ({o.value})" for o, d in readings.items() if d]
    if not valid:
        return ReadDate(None, "not-a-date", " (there is no such day)")
    if len(valid) == 1:
        known = "" if order is DateOrder.ISO else f", while Date Order is {order.value}"
        return ReadDate(None, "ambiguous-date", f"can only be {valid[0]}{known}")
    if readings[DateOrder.DMY] == readings[DateOrder.MDY]:
        return ReadDate(readings[DateOrder.DMY])
    return ReadDate(None, "ambiguous-date", f"can be {valid[0]} or {valid[1]}")


def date_number(value: float, base1904: bool = False) -> ReadDate:
    """A plain number in a column of dates: a serial of our times, or 20260615."""
    if value == 0:
        return ReadDate(None, "blank-word")
    if not math.isfinite(value):
        return ReadDate(None, "not-a-date")
    if 20_000 <= value < 80_000:
        start = datetime.date(1904, 1, 1) if base1904 else datetime.date(1899, 12, 30)
        return ReadDate(start + datetime.timedelta(days=int(value)), "date-number")
    if value == int(value) and 19_000_101 <= value <= 21_001_231:
        whole = int(value)
        made = _made(whole // 10_000, whole // 100 % 100, whole % 100)
        if made.day:
            return ReadDate(made.day, "date-number")
    if 0 < value < 1:
        return ReadDate(None, "not-a-date", " (a time of day without a day)")
    return ReadDate(None, "not-a-date")


def spoken(day: datetime.date) -> str:
    """A day in words that cannot be read in two ways: 3 April 2026."""
    return f"{day.day} {_FULL_MONTHS[day.month - 1].capitalize()} {day.year}"


def _full_year(text: str) -> int:
    return int(text) if len(text) == 4 else int(text) + (2000 if int(text) < 70 else 1900)


def _month(word: str) -> int:
    low = word.casefold()
    for i, name in enumerate(_FULL_MONTHS):
        if low in (name, name[:3]) or (low == "sept" and i == 8):
            return i + 1
    return 0
