"""Which rows of a sheet are its header, under titles and over data, and what are the columns called?

A header is known by names that sources know, else by its looks: the first wide row of words. Two rows that belong together
are joined, such as "Order / No". A table with a column per day or month is no list, and is refused with what to do.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection
from itertools import pairwise
from typing import NamedTuple

from backorder_xl.core.words import DateOrder
from backorder_xl.imports.cells.column import is_blank, shown
from backorder_xl.imports.cells.months import in_english, month_of
from backorder_xl.imports.model import Cell, RawSheet
from backorder_xl.tables.headers import normal, without_unit
from backorder_xl.tables.readings import date_text, number
from backorder_xl.workbook.errors import Unreadable

_LOOKED_AT = 40  # rows that hold something
_BELOW = 25  # rows of data that say whether a row is a label or a value
_PERIODS = 6  # columns named by a day, week or month that make a matrix
_WEEK = re.compile(r"(?:W|KW|CW|WK|Week|Woche|Semaine)\s*-?\d{1,2}(?:\D+\d{2,4})?|\d{4}-?W\d{1,2}", re.IGNORECASE)
_MONTH = re.compile(r"\d{4}[-/.]\d{1,2}|\d{1,2}[-/.]\d{4}")
_SERIALS = (30_000, 80_000)


class Header(NamedTuple):
    """The rows of a header, from 1 (top and bottom are one where it has one row, 0 where there is none), and the name of
    each column; "" for a column without one."""

    top: int
    bottom: int
    names: list[str]


def find_header(sheet: RawSheet, known: Collection[str] = ()) -> Header:
    """The header of a sheet; ``known`` holds names as ``tables.headers.normal`` makes them.

    Raises Unreadable for a matrix with a column per day, week or month.
    """
    looked = [at for at, row in enumerate(sheet.rows) if any(cell is not None for cell in row)][: _LOOKED_AT + _BELOW]
    if not looked:
        return Header(0, 0, [])
    candidates = looked[:_LOOKED_AT]
    width = max(_filled(sheet.rows[at]) for at in looked)
    _refuse_matrix(sheet, candidates, width)
    best = _by_names(sheet, candidates, frozenset(known))
    if best is None:
        best = _by_looks(sheet, candidates, width)
    if best is None:
        return Header(0, 0, [])
    for upper in (best - 1, best):
        if upper >= 0 and _are_pair(sheet, upper, looked, frozenset(known)):
            return Header(upper + 1, upper + 2, _joined(sheet, upper))
    return Header(best + 1, best + 1, [_name(cell) for cell in sheet.rows[best]])


def _filled(row: list[Cell]) -> int:
    return sum(cell is not None for cell in row)


def _name(cell: Cell) -> str:
    return " ".join(shown(cell).split())


def _is_label(cell: Cell) -> bool:
    """Whether a cell may be a column's name: words, and no number or date."""
    if not isinstance(cell, str) or len(cell) > 200:
        return False
    text = cell.strip()
    if not any(c.isalpha() or c in "#№%" for c in text):
        return False
    return "@" not in text and number(text, ".", True) is None and date_text(text, DateOrder.DMY).code == "not-a-date"


def _by_names(sheet: RawSheet, candidates: list[int], known: frozenset[str]) -> int | None:
    """The row with most known names; None where no row has two of them, or the only name of a sheet of one column."""
    best, most = None, 0
    for at in candidates:
        texts = [cell for cell in sheet.rows[at] if isinstance(cell, str)]
        hits = len({name for text in texts if (name := normal(text)) in known or (name := without_unit(text)) in known})
        if hits > most and (hits > 1 or _filled(sheet.rows[at]) == 1) and hits * 4 >= len(texts):
            best, most = at, hits
    return best


def _by_looks(sheet: RawSheet, candidates: list[int], width: int) -> int | None:
    """The first row that is at least half as wide as the widest and holds different words only; data before it, no header.

    Where a blank row and a row of words half as wide again come later, what stands above were titles in two cells.
    """
    found: int | None = None
    wide = 0
    for n, at in enumerate(candidates):
        cells = [cell for cell in sheet.rows[at] if cell is not None]
        if len(cells) * 2 < width or (len(cells) < 2 < width):
            continue
        words = all(_is_label(cell) for cell in cells) and len({normal(str(cell)) for cell in cells}) * 2 > len(cells)
        if found is None:
            if not words:
                return None
            found, wide = at, len(cells)
        elif len(cells) * 2 >= wide * 3:
            return at if words and at - 1 != candidates[n - 1] else found
    return found


def _are_pair(sheet: RawSheet, upper: int, looked: list[int], known: frozenset[str]) -> bool:
    """Whether a row and the one below it are one header: words in both, the upper ones standing over several lower ones."""
    if upper + 1 >= len(sheet.rows):
        return False
    above, below = sheet.rows[upper], sheet.rows[upper + 1]
    if _filled(above) < 2 or _filled(below) < 2 or not all(_is_label(c) for c in (*above, *below) if c is not None):
        return False
    spans = [(left, right) for top, left, bottom, right in sheet.merged if top == bottom == upper + 1 and right > left]
    spread = any(
        above[at] is not None and _at(above, at + 1) is None and _at(below, at) is not None and _at(below, at + 1) is not None
        for at in range(len(above))
    )
    if not spread:
        return False
    names = [normal(str(cell)) for cell in below if cell is not None]
    needed = len(set(names)) < len(names) or any(c is not None and _at(below, at) is None for at, c in enumerate(above))
    if not needed and len(spans) < 2:
        return False
    data = [sheet.rows[at] for at in looked if at > upper + 1][:_BELOW]
    if not data:
        return False
    hits = len(set(names) & known)
    # a lower row of words over numbers or dates is a label; one that looks like the rows below it is data
    unlike = any(
        cell is not None and any((under := _at(row, at)) is not None and not _is_label(under) for row in data)
        for at, cell in enumerate(below)
    )
    return unlike or hits > 1


def _joined(sheet: RawSheet, upper: int) -> list[str]:
    above, below = sheet.rows[upper], sheet.rows[upper + 1]
    width = max(len(above), len(below))
    spans = {left - 1: right for top, left, _, right in sheet.merged if top == upper + 1}
    names, over, until = [], "", 0
    for at in range(width):
        if _at(above, at) is not None:
            over, until = _name(above[at]), spans.get(at, width) if spans else width
        elif at >= until:
            over = ""
        own, over_here = _name(_at(below, at)), over
        if not own:
            over_here = _name(_at(above, at))
        parts = dict.fromkeys(part for part in (over_here, own) if part)
        names.append(" / ".join(parts))
    return names


def _at(row: list[Cell], at: int) -> Cell:
    return row[at] if at < len(row) else None


def _refuse_matrix(sheet: RawSheet, candidates: list[int], width: int) -> None:
    for at in candidates:
        cells = [cell for cell in sheet.rows[at] if not is_blank(cell)]
        periods = [cell for cell in cells if _is_period(cell)]
        serials = [c for c in cells if isinstance(c, float) and _SERIALS[0] <= c < _SERIALS[1]]
        steps = {b - a for a, b in pairwise(serials)}
        if len(steps) == 1 and steps.pop() in (1, 7):
            periods = [*periods, *serials]
        if len(periods) >= _PERIODS and len(periods) * 2 > len(cells) and len(cells) * 2 > width:
            raise Unreadable(
                f"{sheet.file} has a column for each of {len(periods)} days, weeks or months in row {at + 1} of {sheet.name} "
                f"({shown(periods[0])} to {shown(periods[-1])}), so it is no list; export one row for each order or item, or "
                "turn these columns into rows in Excel (Data > From Table/Range > Unpivot Columns)."
            )


def _is_period(cell: Cell) -> bool:
    if isinstance(cell, dt.datetime):
        return True
    if not isinstance(cell, str):
        return False
    text = cell.strip()
    if _WEEK.fullmatch(text) or _MONTH.fullmatch(text):
        return True
    if date_text(in_english(text), DateOrder.DMY).code != "not-a-date":
        return date_text(in_english(text), DateOrder.DMY).code != "blank-word"
    words = re.findall(r"[^\W\d_]+", text)
    return len(words) == 1 and month_of(words[0]) > 0 and not re.search(r"\d{5}", text)
