"""How does a column of raw cells become a column of its kind?

Whole columns at once; only odd cells are looked at one by one (rule 1.2). What is wrong comes back as findings, never as
an exception.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from backorder_xl.core.settings import Settings
from backorder_xl.tables.amounts import amounts
from backorder_xl.tables.cells import STRIP, YES, Coerced, Finding, cell_error, default, dtype, shown
from backorder_xl.tables.contracts.model import Field, Kind
from backorder_xl.tables.headers import normal
from backorder_xl.tables.readings import ReadDate, date_number, date_text, says_blank
from backorder_xl.workbook.model import CellError, RawColumn, Want

WANTS = {
    Kind.CODE: Want.TEXT,
    Kind.TEXT: Want.TEXT,
    Kind.CHOICE: Want.TEXT,
    Kind.FLAG: Want.TEXT,
    Kind.QTY: Want.NUMBER,
    Kind.MONEY: Want.NUMBER,
    Kind.DAYS: Want.NUMBER,
    Kind.DATE: Want.DATE,
    Kind.ANY: Want.ANY,
}
"""What to ask the workbook for."""

_NO_DATE = ("not-a-date", "ambiguous-date")
_NO = {"", "no", "n", "false", "0", "nein", "falsch", "non", "faux", "falso"}


def coerce(raw: RawColumn, wanted: Field, settings: Settings, base1904: bool = False) -> Coerced:
    """Turn raw cells into the column that ``wanted`` describes (rule 1.2)."""
    return _BY_KIND[wanted.kind](raw, wanted, settings, base1904)


def blanks(wanted: Field, size: int) -> Coerced:
    """The column of a field that the sheet does not have."""
    return Coerced(np.full(size, default(wanted), dtype=dtype(wanted)), np.ones(size, bool), [])


def clean_texts(raw: RawColumn, code: bool) -> tuple[np.ndarray, np.ndarray]:
    """Trimmed texts ("" = blank), and their numbers by first appearance; each distinct text is trimmed once."""
    numbers, distinct = pd.factorize(raw.values)
    trimmed = [text.strip(STRIP) for text in distinct]
    if code:  # an apostrophe is how Excel marks text; some exports keep it
        trimmed = [t[1:].strip(STRIP) if t[:1] in ("'", "’") and len(t) > 1 else t for t in trimmed]
    return np.array([*trimmed, ""], dtype=object)[numbers], numbers


def _texts(raw: RawColumn, wanted: Field, settings: Settings, _: bool) -> Coerced:
    values, _numbers = clean_texts(raw, wanted.kind is Kind.CODE)
    findings = [cell_error(i, v, wanted) for i, v in raw.odd.items() if isinstance(v, CellError)]
    return Coerced(values, _blank(values, raw), findings)


def _blank(texts: np.ndarray, raw: RawColumn) -> np.ndarray:
    """Which cells are empty; one that shows an error is not."""
    blank = np.asarray(texts == "", bool)
    blank[list(raw.odd)] = False
    return blank


def _by_word(raw: RawColumn, wanted: Field, read: Callable[[str], tuple[object, str]], words: dict[str, object]) -> Coerced:
    """A column of few distinct words: each is read once, and what it means is spread over its cells."""
    texts, _ = clean_texts(raw, code=True)
    numbers, distinct = pd.factorize(texts)
    meant = [read(word) for word in distinct]
    values = np.array([*(m for m, _ in meant), None], dtype=object)[numbers].astype(dtype(wanted))
    findings = [cell_error(i, v, wanted) for i, v in raw.odd.items() if isinstance(v, CellError)]
    for n, (_, code) in enumerate(meant):
        if code:
            findings += [Finding(int(i), distinct[n], code, words) for i in np.flatnonzero(numbers == n)]
    return Coerced(values, _blank(texts, raw), findings)


def _flags(raw: RawColumn, wanted: Field, settings: Settings, _: bool) -> Coerced:
    nothing = default(wanted)

    def read(word: str) -> tuple[object, str]:
        low = word.casefold()
        if not low:
            return nothing, ""
        low = wanted.synonyms.get(normal(word), low)
        if low in YES or low in _NO:
            return low in YES, ""
        return nothing, "not-a-flag"

    return _by_word(raw, wanted, read, {})


def _choices(raw: RawColumn, wanted: Field, settings: Settings, _: bool) -> Coerced:
    nothing = default(wanted)
    canonical = {normal(c): str(c) for c in wanted.choices}

    def read(word: str) -> tuple[object, str]:
        key = normal(word)
        known = canonical.get(key) or wanted.synonyms.get(key)
        if known or not word:
            return known or nothing, ""
        return nothing, "unknown-choice"

    return _by_word(raw, wanted, read, {"choices": " or ".join(wanted.choices), "used": nothing or "blank"})


def _dates(raw: RawColumn, wanted: Field, settings: Settings, base1904: bool) -> Coerced:
    values = raw.values.astype("datetime64[D]").astype("datetime64[s]")
    blank = np.isnat(values)
    findings: list[Finding] = []
    for i, odd in raw.odd.items():
        blank[i] = False
        if isinstance(odd, CellError):
            findings.append(cell_error(i, odd, wanted))
            continue
        text = shown(odd).strip(STRIP)
        if not text:
            blank[i] = True
            continue
        if isinstance(odd, bool):
            read = ReadDate(None, "not-a-date")
        elif isinstance(odd, int | float):
            read = date_number(float(odd), base1904)
        elif says_blank(text):
            read = ReadDate(None, "blank-word")
        else:
            read = date_text(text, settings.date_order)
        if read.day is not None:
            values[i] = np.datetime64(read.day, "s")
        if read.code == "blank-word":
            blank[i] = True
            if not wanted.required:
                findings.append(Finding(i, text, "blank-word"))
        elif read.code in _NO_DATE and wanted.cosmetic:
            findings.append(Finding(i, text, "not-a-date-ignored"))
        elif read.code:
            used = read.day.isoformat() if read.day else ""
            findings.append(Finding(i, text, read.code, {"hint": read.hint, "readings": read.hint, "used": used}))
    odd_year = (values < np.datetime64("1970-01-01")) | (values >= np.datetime64("2101-01-01"))
    for i in np.flatnonzero(odd_year):
        findings.append(Finding(int(i), str(values[i])[:10], "odd-year"))
    return Coerced(values, blank, findings)


def _anything(raw: RawColumn, wanted: Field, settings: Settings, _: bool) -> Coerced:
    findings = [cell_error(i, v, wanted) for i, v in raw.odd.items() if isinstance(v, CellError)]
    blank = np.asarray(pd.isna(raw.values), bool)
    blank[list(raw.odd)] = False
    return Coerced(raw.values, blank, findings)


_BY_KIND: dict[Kind, Callable[[RawColumn, Field, Settings, bool], Coerced]] = {
    Kind.CODE: _texts,
    Kind.TEXT: _texts,
    Kind.FLAG: _flags,
    Kind.CHOICE: _choices,
    Kind.QTY: amounts,
    Kind.MONEY: amounts,
    Kind.DAYS: amounts,
    Kind.DATE: _dates,
    Kind.ANY: _anything,
}
