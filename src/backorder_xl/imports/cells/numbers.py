"""Which number does each cell of a column hold?

Of 1,288 nobody knows whether the comma is a decimal mark. A column is written in one way, so a single 1.50 or 12,5 in it
settles all of it; where no cell does, and no setting says it, such cells are asked about (rule 1.2).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import NamedTuple

from babel.numbers import list_currencies

from backorder_xl.imports.cells.column import Column, Read, Told, bare, is_blank
from backorder_xl.imports.model import Cell, Weight
from backorder_xl.tables.readings import number, says_blank
from backorder_xl.workbook.model import ERROR_TEXTS

_OTHER = {".": ",", ",": "."}
_SIGNS = r"(?:R|US|CA|AU|A|C)(?=[$])|kr\.?|zł|Kč|Ft|lei|Fr\.?|Rs\.?|руб\.?|р\."
_CODES = rf"(?:(?:{'|'.join(sorted(list_currencies()))})(?![A-Za-z])|{_SIGNS})"
_CURRENCY = re.compile(rf"(?:(?<=^)|(?<=^[(+-]))\s*{_CODES}\s*|\s*{_CODES}(?=[)-]?$)")
_PIECES = re.compile(r"(?<=[\d)])\s*(?:pcs?|pieces?|ea|each|units?|stk|stück|st|pz|uds?|ks|szt|x)\.?$", re.IGNORECASE)
_POWER = re.compile(r"([+-]?\d+(?:[.,]\d+)?)[eE]([+-]?\d{1,2})")
_LAKHS = re.compile(r"\d{1,2}(?:,\d{2})+,\d{3}(?:\.\d+)?")  # 1,28,000.50 as in India
_DIGITS = re.compile(r"[\d.,'’\s]+")
_PLAIN = re.compile(r"[+-]?[0-9][0-9.,]*")  # most cells, for speed: nothing has to be taken off
_GROUPED_TWICE = re.compile(r"\d{1,3}([.,])\d{3}(?:\1\d{3})+")
_SUM = re.compile(r"=\s*-?\d+(?:[.,]\d+)?(?:\s*[-+*/]\s*\d+(?:[.,]\d+)?)*")
_WIDE_DIGITS = {0xFF10 + n: str(n) for n in range(10)}  # as East Asian systems write them
_FAR = 100  # times the largest other number: then 2,024,994 may have been 2024.994


class _Text(NamedTuple):
    """What is left of a text when signs of currency, pieces and percent are taken off."""

    body: str
    percent: bool


def numbers(column: Column, mark: str = "", money: bool = False) -> Read[Decimal]:
    """The numbers of a column, and what is to be said of them.

    ``mark`` is the decimal mark that a setting or the rest of the file says; what the cells themselves say goes before it.
    ``money`` lets 12 be written $12.00 or 12,00 EUR; without it a currency is no quantity and is left out.
    """
    told = Told(column)
    shown = _evidence(column.cells)
    decided = mark
    if len(shown) == 1:
        decided = next(iter(shown))
    values: list[Decimal | None] = []
    doubtful: list[int] = []
    for index, cell in enumerate(column.cells):
        value: Decimal | None = None
        if isinstance(cell, str):
            if not is_blank(cell) and not says_blank(bare(cell)):
                value = _text(cell, decided, money, index, told)
                if value is not None and _GROUPED_TWICE.fullmatch(_stripped(cell).body.lstrip("+-")):
                    doubtful.append(index)
        elif cell is not None:
            value = _true(cell, index, told)
        values.append(value)
    _ask_far(column, values, doubtful, told)
    return Read(values, told.open(), told.remarks())


def mark_of(columns: Iterable[Column]) -> str:
    """The one decimal mark that several columns show, such as all numbers of one file; "" where none or both are shown."""
    shown = {mark for column in columns for mark in _evidence(column.cells)}
    return shown.pop() if len(shown) == 1 else ""


def _evidence(cells: list[Cell]) -> set[str]:
    return {mark for cell in cells if isinstance(cell, str) and (mark := _shows(cell))}


@lru_cache(maxsize=1 << 18)
def _shows(text: str) -> str:
    """The decimal mark that a text shows beyond doubt; "" where it shows none."""
    body = _stripped(text).body.strip("()+- ")
    if not _DIGITS.fullmatch(body) or not any(c.isdigit() for c in body):
        return ""
    if _LAKHS.fullmatch(body):
        return "."
    dots, commas = body.count("."), body.count(",")
    if dots and commas:
        last = "." if body.rfind(".") > body.rfind(",") else ","
        good = number(body, last)
        return last if good and body.count(last) == 1 else ""
    if dots > 1 or commas > 1:
        return ""  # 2,024,994: thousands by its looks, and asked about where it stands out
    if not dots and not commas:
        return ""
    only = "." if dots else ","
    before, after = re.split(r"[.,]", body)
    if len(after) == 3 and 1 <= len(before) <= 3 and before.strip("0"):
        return ""
    return only if number(body, only) else ""


@lru_cache(maxsize=1 << 18)
def _stripped(text: str) -> _Text:
    if _PLAIN.fullmatch(text):
        return _Text(text, False)
    body = bare(text).translate(_WIDE_DIGITS)
    percent = body.endswith("%")
    body = body.removesuffix("%").strip()
    body = _CURRENCY.sub("", body)
    body = "".join(c for c in body if unicodedata.category(c) != "Sc").replace("( ", "(").strip()
    return _Text(_PIECES.sub("", body), percent)


def _has_currency(text: str) -> bool:
    body = bare(text)
    return any(unicodedata.category(c) == "Sc" for c in body) or _CURRENCY.search(body) is not None


def _true(cell: Cell, index: int, told: Told) -> Decimal | None:
    if isinstance(cell, bool):
        told.tell(Weight.LEFT_OUT, index, "is no number but a yes or no")
    elif isinstance(cell, int | float):
        return Decimal(f"{cell:.15g}")
    else:
        told.tell(Weight.LEFT_OUT, index, "is no number but a date; a spreadsheet may have made it one")
    return None


def _text(text: str, mark: str, money: bool, index: int, told: Told) -> Decimal | None:
    plain = _PLAIN.fullmatch(text) is not None
    raw = text if plain else bare(text)
    if raw.startswith("="):
        why = "a sum typed as text" if _SUM.fullmatch(raw) else "a formula typed as text"
        told.tell(Weight.QUESTION, index, f"is {why}; write the number that is meant", "formula")
        return None
    if raw in ERROR_TEXTS:
        told.tell(Weight.LEFT_OUT, index, f"is an error of a spreadsheet ({raw}); correct the formula, and export again")
        return None
    if not plain and not money and _has_currency(text):
        told.tell(Weight.LEFT_OUT, index, "is an amount of money where a quantity is expected", "money")
        return None
    body, percent = _stripped(text)
    if not plain and (power := _POWER.fullmatch(body)):
        value = Decimal(power[1].replace(",", ".")).scaleb(int(power[2]))
        told.tell(Weight.REPAIRED, index, f"is read as {_plain(value)}", "power")
        return value
    own = _shows(text) or mark
    read = number(body.replace(",", "") if _LAKHS.fullmatch(body.lstrip("+-")) else body, own or ".")
    if not own and (other := number(body, ",")) != read:
        can = sorted({_plain(r[0]) for r in (read, other) if r}, key=Decimal)
        if len(can) == 2:
            told.tell(Weight.QUESTION, index, f"can be {can[0]} or {can[1]}; say which with Decimal Mark", "mark")
            return None
        read = read or other
    if read is None:
        can_be = number(body, _OTHER.get(own, ","))
        if can_be and own:
            told.tell(
                Weight.QUESTION, index, f"can be {_plain(can_be[0])}, while this column has {own} for a decimal mark", "odd mark"
            )
        else:
            told.tell(Weight.LEFT_OUT, index, "is no number", "no number")
        return None
    value = read[0]
    if percent:
        told.tell(Weight.REPAIRED, index, f"is read as {_plain(value / 100)}", "percent")
        return value / 100
    return value


def _ask_far(column: Column, values: list[Decimal | None], doubtful: list[int], told: Told) -> None:
    """Ask about numbers grouped more than once that stand far above all others: 2,024,994 may have been 2024.994."""
    if not doubtful:
        return
    ordered = sorted((abs(v), i) for i, v in enumerate(values) if v is not None)
    for index in doubtful:
        value = values[index]
        assert value is not None
        others = [v for v, i in ordered[-2:] if i != index]
        if others and abs(value) < others[-1] * _FAR:
            continue
        cell = str(column.cells[index])
        digits = re.sub(r"\D", "", cell)
        try:
            small = Decimal(f"{digits[:-3]}.{digits[-3:]}")
        except InvalidOperation:  # pragma: no cover - grouped numbers have more than three digits
            continue
        told.tell(
            Weight.QUESTION, index, f"can be {_plain(abs(value))}, or {_plain(small)} that was given thousands marks; "
            "write it without them", "far",
        )  # fmt: skip
        values[index] = None


def _plain(value: Decimal) -> str:
    return format(value.normalize(), "f")
