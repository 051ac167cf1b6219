"""Which month does a word name, in the languages that our letters speak and some more?

The names are Babel's (CLDR), long and short. A word that means two months in two languages means none.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from babel.dates import get_day_names, get_month_names

LANGUAGES = ("en", "de", "fr", "es", "it", "nl", "pt", "pl", "sv", "da", "nb", "fi", "cs", "ru", "ar")
_ENGLISH = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_FILLERS = {"de", "del", "of", "den", "el", "le", "il", "d", "г"}  # 5 de marzo de 2026
_WORD = re.compile(r"[^\W\d_]+\.?")


def month_of(word: str) -> int:
    """The month that a word names, 1 to 12; 0 where it names none.

    >>> month_of("März"), month_of("mars"), month_of("SEPT."), month_of("may"), month_of("Schraube")
    (3, 3, 9, 5, 0)
    """
    return _months().get(_plain(word), 0)


def in_english(text: str) -> str:
    """A date's text with its month in English and without its weekday, so that one reader reads them all.

    >>> in_english("Freitag, 5. März 2026"), in_english("5 de marzo de 2026")
    ('5. Mar 2026', '5 Mar 2026')
    """
    words = _WORD.findall(text)
    if not any(month_of(word) for word in words):
        return text
    body = _WORD.sub(_swap, text)
    return re.sub(r"\s+", " ", body).strip(" ,.")


def _swap(found: re.Match[str]) -> str:
    word = found[0]
    month = month_of(word)
    if month:
        return _ENGLISH[month - 1]
    plain = _plain(word)
    return "" if plain in _FILLERS or plain in _weekdays() else word


def _plain(word: str) -> str:
    folded = unicodedata.normalize("NFKD", word.casefold().strip(" ."))
    return "".join(c for c in folded if not unicodedata.combining(c))


@cache
def _months() -> dict[str, int]:
    found: dict[str, set[int]] = {"sept": {9}, "mrz": {3}}  # Mrz is what Excel writes in German
    for language in LANGUAGES:
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in get_month_names(width, context, language).items():
                    found.setdefault(_plain(name), set()).add(number)
    for number, name in enumerate(_ENGLISH, start=1):  # what every system writes, whatever else it may mean
        found[name.casefold()] = {number}
    return {name: numbers.pop() for name, numbers in found.items() if len(numbers) == 1 and not name.isdigit()}


@cache
def _weekdays() -> frozenset[str]:
    return frozenset(
        _plain(name)
        for language in LANGUAGES
        for width in ("wide", "abbreviated")
        for name in get_day_names(width, "format", language).values()
    )
