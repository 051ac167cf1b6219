"""What are the fixed words of a purchase order in the supplier's language, and how are dates, numbers and money written there?

The words are a table, labels.csv, with a column for each language; a language that is not there is English.
"""

from __future__ import annotations

import csv
import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from importlib import resources

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.numbers import format_currency, format_decimal, is_currency

from backorder_xl.core.words import MONEY

FALLBACK = "en"
# What Excel calls the languages, so that a month is named in the language of the order on every machine.
_EXCEL = {"en": "409", "de": "407", "fr": "40C", "es": "C0A", "it": "410", "nl": "413"}


@dataclass(frozen=True)
class Language:
    """One language: its words and its way to write values."""

    code: str
    locale: Locale
    words: dict[str, str]

    def day(self, when: dt.date | None) -> str:
        return "" if when is None else format_date(when, "medium", self.locale)

    def number(self, value: Decimal) -> str:
        """A number with as many decimals as it has."""
        return format_decimal(value, "#,##0.######", self.locale)

    def money(self, value: Decimal, currency: str) -> str:
        """An amount with the decimals that the currency has; a currency that is none stands behind it as it was typed."""
        if is_currency(currency):
            return format_currency(value, currency, locale=self.locale)
        return f"{format_decimal(value, '#,##0.00', self.locale)} {currency}".rstrip()

    def price(self, value: int) -> str:
        """A unit price in ten-thousandths, with two to four decimals and no currency."""
        return format_decimal(Decimal(value) / MONEY, "#,##0.00##", self.locale)

    @property
    def excel_date(self) -> str:
        """The number format of dates in a workbook."""
        pattern = self.locale.date_formats["medium"].pattern.replace("'", '"')
        long = pattern.replace("y", "yyyy") if "yy" not in pattern else pattern.replace("yyyy", "yy").replace("yy", "yyyy")
        return f"[$-{_EXCEL.get(self.code, _EXCEL[FALLBACK])}]{long.replace('M', 'm')}"


@lru_cache
def language(typed: str) -> Language:
    """The language of a supplier as typed, such as de, de-CH or FR; English where there are no words for it."""
    code = typed.strip().replace("_", "-").partition("-")[0].casefold()
    table = _table()
    if code not in table:
        return Language(FALLBACK, Locale.parse(FALLBACK), table[FALLBACK])
    try:
        locale = Locale.parse(typed.strip().replace("_", "-"), sep="-")
    except (UnknownLocaleError, ValueError):
        locale = Locale.parse(code)
    return Language(code, locale, table[code])


def languages() -> list[str]:
    """The languages of the table."""
    return list(_table())


@lru_cache
def _table() -> dict[str, dict[str, str]]:
    text = resources.files("backorder_xl.messages.purchase_order").joinpath("labels.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    return {code: {row["label"]: row[code] for row in rows} for code in rows[0] if code != "label"}
