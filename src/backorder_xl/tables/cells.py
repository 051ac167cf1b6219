"""What is one column on its way from cells to values?

The shapes that all kinds share: a finding about a cell, a finished column, what a blank cell means, how a value is shown.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from decimal import Decimal

import numpy as np

from backorder_xl.core.words import NO_DAYS, NO_MONEY, UNIT
from backorder_xl.tables.catalogue import CATALOGUE, ERROR
from backorder_xl.tables.contracts.model import Field, Kind
from backorder_xl.workbook.model import CellError

_WHITE = (
    " \t\n\v\f\r\x1c\x1d\x1e\x1f\x85\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029"
    "\u202f\u205f\u3000"
)
_UNSEEN = (  # soft hyphens, marks that join, part or turn text, byte order marks: what is pasted along with a text from elsewhere
    "\u00ad\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2062\u2063\u2064\u2066\u2067\u2068"
    "\u2069\ufeff"
)
STRIP = _WHITE + _UNSEEN
"""What nobody sees at the ends of a text; a cell with nothing else is blank."""
YES = {"yes", "y", "true", "1", "x", "ja", "j", "wahr", "oui", "o", "vrai", "si", "sí", "verdadero", "✓", "✔"}
_NAT = np.datetime64("NaT", "s")


@dataclass
class Finding:
    """One cell that is not as it should be: its index, what was found, the problem's code, words for its text."""

    index: int
    value: str
    code: str
    words: dict[str, object] = field(default_factory=dict)

    @property
    def is_error(self) -> bool:
        return CATALOGUE[self.code].severity == ERROR


@dataclass
class Coerced:
    """A column of its kind, which cells were blank, and what was found. Blank and bad cells hold the default."""

    values: np.ndarray
    blank: np.ndarray
    findings: list[Finding]


def default(wanted: Field) -> object:
    """What a blank cell holds in the frame."""
    given = wanted.default
    match wanted.kind:
        case Kind.QTY:
            return round(float(given or 0) * UNIT)  # type: ignore[arg-type]
        case Kind.MONEY:
            return NO_MONEY
        case Kind.DAYS:
            return NO_DAYS if given is None else int(given)  # type: ignore[call-overload]
        case Kind.DATE:
            return _NAT
        case Kind.FLAG:
            return given in YES
        case Kind.ANY:
            return None
        case _:
            return str(given or "")


def dtype(wanted: Field) -> str | type:
    """The numpy kind of a field's column."""
    return {Kind.QTY: "int64", Kind.MONEY: "int64", Kind.DAYS: "int64", Kind.DATE: "datetime64[s]", Kind.FLAG: "bool"}.get(
        wanted.kind, object
    )


def shown(value: object) -> str:
    """A cell's value as a user would recognise it."""
    if isinstance(value, CellError):
        return value.text
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return f"{value:.15g}"
    if isinstance(value, datetime.datetime):
        return value.date().isoformat() if value.time() == datetime.time() else value.isoformat(sep=" ")
    return str(value)


def micro_text(value: int) -> str:
    """Millionths as a number: 1500000 -> "1.5"."""
    return format((Decimal(int(value)) / UNIT).normalize(), "f")


def cell_error(index: int, value: CellError, wanted: Field) -> Finding:
    """An error such as #N/A: told as one, unless the column decides nothing."""
    light = wanted.cosmetic and not wanted.required
    return Finding(index, value.text, "cell-error-ignored" if light else "cell-error")
