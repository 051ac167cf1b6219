"""How does a formula read when its cell, or the data that it adds up, has moved?

Only formulas that stand in rows which this package moves are changed; all others stay as they are (rule 8.6).
"""

from __future__ import annotations

import re

from openpyxl.formula.tokenizer import Token, Tokenizer
from openpyxl.formula.translate import Translator

_ONE = r"\$?[A-Za-z]{1,3}\$?[0-9]+"
_CELL = re.compile(rf"(?P<sheet>(?:'(?:[^']|'')+'|[^'!\s]+)!)?(?P<first>{_ONE})(?::(?P<last>{_ONE}))?$")
_TEXTS = re.compile(r'("(?:[^"]|"")*")')
_PREFIX = re.compile(r"_xlfn\.(?:_xlws\.)?")
_THIS_ROW = re.compile(r"[\w.\\]*\[(?:@\[?([^\[\]]+)\]?|\[#This Row\],\s?\[([^\[\]]+)\])\]")
_QUOTED = re.compile(r"'([^\W\d]\w*)'!")
_PIECES = re.compile(r"(\$?[A-Za-z]{1,3}\$?)([0-9]+)$")


def moved(formula: str, origin: str, target: str) -> str:
    """A formula copied from one cell to another, relative references following; without the equals sign."""
    if origin == target:
        return formula
    try:
        return Translator("=" + formula, origin=origin).translate_formula(target)[1:]
    except Exception:  # an odd formula is kept as it is rather than lost
        return formula


def stretched(formula: str, sheet: str, last_row: int, end_row: int) -> str:
    """A totals formula after the data above it has grown or shrunk: ranges that ended at ``last_row`` end at
    ``end_row``, and rows below move along with it."""
    try:
        tokens = Tokenizer("=" + formula).items
    except Exception:
        return formula
    return "".join(_stretch(t, sheet, last_row, end_row) for t in tokens)


def spoken(formula: str) -> str:
    """A formula as Excel itself takes it: without the prefixes that files have before the names of newer functions."""
    return "".join(p if i % 2 else _PREFIX.sub("", p) for i, p in enumerate(_TEXTS.split(formula)))


def alike(one: str, two: str) -> bool:
    """Do two formulas say the same? Excel gives ``T[[#This Row],[A]]`` back as ``[@A]``, and 'Orders'! as Orders!."""
    return one == two or _settled(one) == _settled(two)


def _settled(formula: str) -> str:
    formula = _THIS_ROW.sub(lambda m: f"[@{m[1] or m[2]}]", formula)
    return _QUOTED.sub(r"\1!", formula).casefold()


def _stretch(token: Token, sheet: str, last_row: int, end_row: int) -> str:
    if token.type != Token.OPERAND or token.subtype != Token.RANGE:
        return token.value
    match = _CELL.match(token.value)
    if not match:
        return token.value
    named = match["sheet"] or ""
    if named and named[:-1].strip("'").replace("''", "'").casefold() != sheet.casefold():
        return token.value
    first, last = match["first"], match["last"]
    if last is None:
        return named + _row(first, last_row, end_row, strictly=True)
    return f"{named}{_row(first, last_row, end_row, strictly=True)}:{_row(last, last_row, end_row, strictly=False)}"


def _row(cell: str, last_row: int, end_row: int, strictly: bool) -> str:
    match = _PIECES.match(cell)
    if not match:
        return cell
    row = int(match[2])
    if row > last_row or (row == last_row and not strictly):
        row += end_row - last_row
    return f"{match[1]}{row}"
