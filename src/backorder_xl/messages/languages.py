"""In which language is a letter written, and how do its days, numbers and money look there?

The words themselves are in templates/<language>/; the formats are Babel's. The same value is formatted once and kept.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from functools import cache, lru_cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton
from babel.lists import format_list
from babel.numbers import format_currency, format_decimal, get_currency_precision

from backorder_xl.core.words import MONEY, UNIT

_FIRST = {"fr": "1er", "it": "1º"}  # the first of a month, which Babel writes as a plain 1


def locale_of(text: str) -> Locale | None:
    """The locale of a code such as de, de-AT or pt_BR; None where it is none."""
    try:
        return Locale.parse(text.strip().replace("-", "_"))
    except (UnknownLocaleError, ValueError, TypeError):
        return None


def choose(text: str, known: Iterable[str]) -> Locale | None:
    """The locale of what a user typed as a language, None where we have no words for it.

    A code with or without a country, or the language's name in English or in itself. The country decides about formats only.

    >>> str(choose("de-AT", ["de", "en"])), str(choose("Deutsch", ["de"])), choose("eo", ["de"])
    ('de_AT', 'de', None)
    """
    codes = tuple(known)
    found = locale_of(text)
    if found is not None and found.language in codes:
        return found
    named = _names(codes).get(text.strip().casefold())
    return Locale.parse(named) if named else None


@cache
def _names(codes: tuple[str, ...]) -> dict[str, str]:
    """The names of languages, folded: in English and in the language itself."""
    names: dict[str, str] = {}
    for code in codes:
        here = locale_of(code)
        for name in (here.english_name, here.display_name) if here else ():
            names.setdefault((name or "").casefold(), code)
    return names


class Formats:
    """How one locale writes days, quantities, money and lists."""

    def __init__(self, locale: Locale) -> None:
        self.locale = locale
        self.language = locale.language
        self.right_to_left = locale.text_direction == "rtl"
        keep = lru_cache(maxsize=20_000)
        self.day = keep(self._day)
        self.month = keep(self._month)
        self.quantity = keep(self._quantity)
        self.money = keep(self._money)
        self.listed = keep(self._listed)

    def _day(self, day: dt.date | None) -> str:
        """A day in words, "" for none."""
        if day is None:
            return ""
        text = format_date(day, "long", self.locale)
        first = _FIRST.get(self.language) if day.day == 1 else None
        return text.replace("1 ", f"{first} ", 1) if first else text

    def _month(self, day: dt.date) -> str:
        """A month with its year, as it stands in a sentence."""
        return str(format_skeleton("yMMMM", day, locale=self.locale))

    def _quantity(self, millionths: int, unit: str = "") -> str:
        """Millionths as a number, exact, with the unit behind it."""
        number = format_decimal(_decimal(millionths, UNIT), "#,##0.######", self.locale)
        return f"{number} {unit}" if unit else str(number)

    def _money(self, value: int, currency: str) -> str:
        """Ten-thousandths as money; a third and fourth decimal only where there is one. ``currency`` is a code, "" = none."""
        amount = _decimal(value, MONEY)
        code = currency.upper()
        if code in self.locale.currencies:
            exact = amount.as_tuple().exponent
            digits = get_currency_precision(code)
            fine = isinstance(exact, int) and -exact > digits
            text = str(format_currency(amount, code, locale=self.locale, decimal_quantization=not fine))
            return text.replace("\N{NO-BREAK SPACE}", " ")  # a narrow column may break before the currency
        number = format_decimal(amount, "#,##0.00##", self.locale)
        return f"{number} {currency}" if currency else str(number)

    def _listed(self, names: tuple[str, ...]) -> str:
        """Names with commas and the language's "and"."""
        return str(format_list(names, locale=self.locale))


def line_amount(price: int, quantity: int, currency: str) -> int:
    """Price times quantity in ten-thousandths, rounded half up to what the currency can pay.

    A sum of lines is the sum of these, so that a reader who adds them up gets the same.
    """
    exact = _decimal(price, MONEY) * _decimal(quantity, UNIT)
    digits = get_currency_precision(currency.upper()) if currency else 2
    return int(exact.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP) * MONEY)


def _decimal(value: int, unit: int) -> Decimal:
    number = (Decimal(value) / unit).normalize()
    return number.quantize(Decimal(1)) if number == number.to_integral_value() else number
