"""How do raw cells become quantities, money and whole numbers?

Exact in millionths and ten-thousandths (rule 1.2). Texts are read one by one, numbers all at once.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from decimal import ROUND_HALF_EVEN

import numpy as np

from backorder_xl.core.settings import Settings
from backorder_xl.core.words import MONEY, UNIT
from backorder_xl.tables.cells import STRIP, Coerced, Finding, cell_error, default, shown
from backorder_xl.tables.contracts.model import Field, Kind
from backorder_xl.tables.readings import number, number_hint, says_blank
from backorder_xl.workbook.model import CellError, RawColumn

LARGEST = 1_000_000_000  # units; a barcode typed as a quantity is larger
_MOST_DAYS = 100_000
_LARGEST_MONEY = 10**12
_SOFT = {Kind.MONEY, Kind.DAYS}  # a bad value is blanked with a warning: something else can stand in for it


def amounts(raw: RawColumn, wanted: Field, settings: Settings, _: bool) -> Coerced:
    """A column of numbers as int64 of its unit; what is blank or bad holds the default (rule 1.2)."""
    scale = {Kind.QTY: UNIT, Kind.MONEY: MONEY, Kind.DAYS: 1}[wanted.kind]
    largest = {Kind.QTY: LARGEST, Kind.MONEY: _LARGEST_MONEY, Kind.DAYS: _MOST_DAYS}[wanted.kind]
    nothing = default(wanted)
    soft = wanted.cosmetic or (wanted.kind in _SOFT and not wanted.required)
    used = _used(wanted)
    source = raw.values
    blank = np.isnan(source)
    with np.errstate(invalid="ignore", over="ignore"):
        scaled = source * scale
        whole = np.rint(scaled)
        # 0.1 + 0.2 is off by 5e-17, a quantity with seven decimals by a tenth of a millionth
        inexact = ~blank & (np.abs(scaled - whole) > np.maximum(1e-3, np.abs(scaled) * 1e-15))
        large = ~blank & (np.abs(source) > largest)
        below = ~blank & (source < 0) & (wanted.kind is not Kind.MONEY)
    bad = blank | large | (below & (not wanted.zero_below))
    values = np.where(bad, nothing, whole).astype(np.int64)
    values[bad] = nothing  # NO_MONEY is no float
    findings: list[Finding] = []

    def tell(index: int, value: str, code: str, **words: object) -> None:
        findings.append(Finding(index, value, code, words))

    for i in np.flatnonzero(inexact & ~large & ~below):
        _tell_inexact(tell, int(i), shown(float(source[i])), wanted, int(whole[i]))
    for i in np.flatnonzero(large):
        tell(int(i), shown(float(source[i])), "not-a-number-ignored" if soft else "too-large", hint=" (too large)", used=used)
    for i in np.flatnonzero(below & ~large):
        _tell_negative(tell, int(i), shown(float(source[i])), wanted, soft, used)

    for i, odd in raw.odd.items():
        blank[i] = False
        if isinstance(odd, CellError):
            findings.append(cell_error(i, odd, wanted))
            continue
        text = shown(odd).strip(STRIP)
        if not text:
            blank[i] = True
            continue
        if isinstance(odd, str) and says_blank(text):
            blank[i] = True
            if not wanted.required:
                tell(i, text, "blank-word")
            continue
        read = number(text, settings.decimal_mark, wanted.kind is Kind.MONEY) if isinstance(odd, str) else None
        if read is None:
            hint = number_hint(text, settings.decimal_mark) if isinstance(odd, str) else _number_kind(odd)
            tell(i, text, "not-a-number-ignored" if soft else "not-a-number", hint=hint, used=used)
            continue
        amount, marked = read
        if abs(amount) > largest:
            tell(i, text, "not-a-number-ignored" if soft else "too-large", hint=" (too large)", used=used)
        elif amount < 0 and wanted.kind is not Kind.MONEY:
            _tell_negative(tell, i, text, wanted, soft, used)
            values[i] = int((amount * scale).to_integral_value(ROUND_HALF_EVEN)) if wanted.zero_below else nothing
        else:
            exact = amount * scale
            values[i] = int(exact.to_integral_value(ROUND_HALF_EVEN))
            if exact != int(values[i]):
                _tell_inexact(tell, i, text, wanted, int(values[i]))
            if marked:
                tell(i, text, "thousands", used=format(amount.normalize(), "f"))
    return Coerced(values, blank, findings)


def _used(wanted: Field) -> str:
    return "blank" if wanted.default is None else str(wanted.default)


def _tell_inexact(tell: Callable[..., None], index: int, value: str, wanted: Field, used: int) -> None:
    if wanted.kind is Kind.DAYS:
        tell(index, value, "whole-days", used=used)
    elif wanted.kind is Kind.QTY:  # money is rounded to what the sheet can hold anyway
        tell(index, value, "rounded", places=6)


def _tell_negative(tell: Callable[..., None], index: int, value: str, wanted: Field, soft: bool, used: str) -> None:
    if wanted.zero_below:
        tell(index, value, "negative-stock")
    else:
        tell(index, value, "negative-ignored" if soft else "negative", used=used)


def _number_kind(odd: object) -> str:
    if isinstance(odd, datetime.datetime):
        return " but a date; format the cell as a number"
    return " but a yes or no" if isinstance(odd, bool) else ""
