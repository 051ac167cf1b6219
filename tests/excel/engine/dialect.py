"""How does a formula read in Excel, and how in a file?

Files put a prefix before the names of newer functions, and name the table and the row of `[@Qty]`; Excel shows neither.
"""

from __future__ import annotations

import re
from typing import Any

from openpyxl.utils import range_boundaries

NEWER = dict.fromkeys(
    [
        "CHOOSECOLS",
        "CHOOSEROWS",
        "CONCAT",
        "DROP",
        "EXPAND",
        "FORECAST.LINEAR",
        "HSTACK",
        "IFNA",
        "IFS",
        "LAMBDA",
        "LET",
        "MAXIFS",
        "MINIFS",
        "NORM.INV",
        "NORM.S.DIST",
        "NORM.S.INV",
        "NUMBERVALUE",
        "RANDARRAY",
        "SEQUENCE",
        "SORTBY",
        "SWITCH",
        "TAKE",
        "TEXTAFTER",
        "TEXTBEFORE",
        "TEXTJOIN",
        "TEXTSPLIT",
        "TOCOL",
        "TOROW",
        "UNIQUE",
        "VSTACK",
        "WRAPCOLS",
        "WRAPROWS",
        "XLOOKUP",
        "XMATCH",
        "XOR",
        "DAYS",
        "AGGREGATE",
    ],
    "_xlfn.",
) | {"FILTER": "_xlfn._xlws.", "SORT": "_xlfn._xlws."}
_NAMES = re.compile(r"(?<![\w.])([A-Z][A-Z0-9.]*)(?=\()")
_THIS_ROW = re.compile(r"(\w[\w.]*)?\[@(\[[^\]]+\]|[^\]\[]*)\]")
_IN_FILE = re.compile(r"(\w[\w.]*)\[(?:\[#This Row\],(\[[^\]]+\])|#This Row)\]")


def _outside_texts(formula: str, change: Any) -> str:
    """Applies a change to what stands outside quotation marks."""
    return "".join(p if i % 2 else change(p) for i, p in enumerate(re.split(r'("(?:[^"]|"")*")', formula)))


def tables_in(formula: str) -> set[str]:
    """The tables that a formula names, folded."""
    found: set[str] = set()

    def look(part: str) -> str:
        found.update(m.casefold() for m in re.findall(r"([^\W\d][\w.]*)\[", re.sub(r"'[^']*'!?", "", part)))
        return part

    _outside_texts(formula, look)
    return found


def _table_at(ws: Any, at: tuple[int, int]) -> str | None:
    for table in ws.tables.values():
        left, top, right, bottom = range_boundaries(table.ref)
        if top <= at[0] <= bottom and left <= at[1] <= right:
            return str(table.displayName)
    return None


def written(formula: str, ws: Any, at: tuple[int, int]) -> str:
    """The formula as a file holds it."""
    here = _table_at(ws, at)

    def change(part: str) -> str:
        part = _NAMES.sub(lambda m: NEWER.get(m[1], "") + m[1], part)
        return _THIS_ROW.sub(lambda m: _row_of(m, here), part)

    return _outside_texts(formula, change)


def _row_of(m: re.Match[str], here: str | None) -> str:
    table = m[1] or here
    if table is None:
        return m[0]
    column = m[2]
    if not column:
        return f"{table}[#This Row]"
    return f"{table}[[#This Row],{column if column.startswith('[') else f'[{column}]'}]"


def spoken(formula: str, ws: Any, at: tuple[int, int]) -> str:
    """The formula as Excel shows it."""
    here = _table_at(ws, at)

    def change(part: str) -> str:
        part = re.sub(r"_xlfn\.|_xlws\.|_xlpm\.|_xludf\.", "", part)

        def short(m: re.Match[str]) -> str:
            table = "" if here is not None and m[1].casefold() == here.casefold() else m[1]
            column = m[2] or ""
            if column and re.fullmatch(r"\[\w+\]", column):
                column = column[1:-1]
            return f"{table}[@{column}]"

        return _IN_FILE.sub(short, part)

    return _outside_texts(formula, change)
