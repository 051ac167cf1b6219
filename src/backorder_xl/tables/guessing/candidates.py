"""Where on a sheet does a list begin, what are its columns, and is it a list at all?"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from backorder_xl.core.words import DateOrder
from backorder_xl.tables.guessing.profiles import SAMPLE, Profile, keys_of, profiles
from backorder_xl.tables.guessing.words import is_word, meanings
from backorder_xl.tables.headers import normal
from backorder_xl.tables.mapping import letters
from backorder_xl.tables.places import Look
from backorder_xl.tables.readings import date_text, number

MOST_COLUMNS = 80
_MATRIX = 8  # headers that are dates, from which a sheet is a calendar and no list
_PIVOT = {normal(w) for w in ("Row Labels", "Column Labels", "Zeilenbeschriftungen", "Spaltenbeschriftungen",
                              "Étiquettes de lignes",
                              "Étiquettes de colonnes", "Etiquetas de fila", "Etichette di riga", "Rijlabels")}  # fmt: skip
_FILTERS = {normal(w) for w in ("(Multiple Items)", "(All)", "(Mehrere Elemente)", "(Alle)", "(Plusieurs éléments)", "(Tous)",
                                "(Varios elementos)", "(Todas)", "(Più elementi)", "(Tutto)")}  # fmt: skip


@dataclass
class Candidate:
    """A list on a sheet: ``headers`` as the row says, ``full`` with the row above it, for columns that have any."""

    sheet: str
    header_row: int
    headers: dict[int, str]
    full: dict[int, str]
    profiles: dict[int, Profile]
    keys: dict[int, frozenset[str]] = field(default_factory=dict)  # columns in which no value comes twice
    codes: dict[int, frozenset[str]] = field(default_factory=dict)  # columns of codes or words, in the sample

    def called(self, column: int) -> str:
        """A column in a sentence."""
        header = self.headers.get(column)
        return f"'{' '.join(header.split())}'" if header else f"column {letters(column)}"

    @property
    def rows(self) -> int:
        return max((len(p.cells) for p in self.profiles.values()), default=0)


def candidate(look: Look, sheet: str, header_row: int | None = None) -> Candidate | None:
    """The list on a sheet, if there is one; ``header_row`` where it is known already."""
    grid = look.book.top(sheet)
    row = _header_row(look, sheet, grid) if header_row is None else header_row
    if row is None:
        return None
    width = min(MOST_COLUMNS, max((len(r) for r in grid), default=0))
    found = profiles(look.book, sheet, row, range(1, width + 1))
    headers = {c: h for c, h in look.headers(sheet, row).items() if c <= width}
    made = Candidate(sheet, row, headers, look.full(sheet, row), {c: p for c, p in found.items() if p.filled or c in headers})
    if not made.rows:
        return None
    for column, p in made.profiles.items():
        if p.date_share < 0.5 and (p.whole_share > 0.9 or p.number_share < 0.5):
            made.codes[column] = p.distinct
        if len(p.distinct) > 1 and p.own_share >= 0.95 and p.date_share < 0.5 and _codes(p):
            made.keys[column] = keys_of(look.book, sheet, row, column) if made.rows >= SAMPLE else p.distinct
    return made


def _codes(p: Profile) -> bool:
    return p.whole_share > 0.9 or p.number_share < 0.5


def oddity(look: Look, sheet: str) -> str:
    """What a sheet is if it is no list: a calendar of columns, or a pivot table; "" where it may be one."""
    grid = look.book.top(sheet)
    if any(_of_pivot(cells) for cells in grid):
        return (
            f"The sheet '{sheet}' shows a pivot table, which sums up a list that stands elsewhere. Adopt the list itself: in "
            "Excel, a double click on the pivot table's grand total brings its rows onto a sheet of their own."
        )
    mark = _separator(grid)
    if mark:
        return (
            f"The sheet '{sheet}' holds whole lines in its first column, their values separated by {mark}. Select that column, "
            "split it with Data > Text to Columns, and adopt again."
        )
    for cells in grid:
        days = sum(_is_day(v) for v in cells)
        if days >= _MATRIX and 2 * days > sum(v is not None for v in cells):
            return (
                f"The sheet '{sheet}' is a calendar: {days} of its columns are days, where a list has one row per "
                "item and day. Turn it "
                "into a list (Data > From Table/Range, select the columns of days, Transform > Unpivot Columns), "
                "then adopt again."
            )
    return ""


def _of_pivot(cells: list[object]) -> bool:
    """Whether a row is a pivot table's own: a word of its headings, or a filter, which is two cells and no more."""
    words = [normal(v) for v in cells if isinstance(v, str)]
    return bool(_PIVOT & set(words)) or (len(words) == 2 and words[1] in _FILTERS)


def _separator(grid: list[list[object]]) -> str:
    """What separates values that all stand in one column, as a text file that was pasted has them; "" where none does."""
    filled = [[v for v in cells if v is not None] for cells in grid]
    alone = [cells[0] for cells in filled if len(cells) == 1 and isinstance(cells[0], str)]
    if len(alone) < 2 or len(alone) < sum(map(bool, filled)):
        return ""
    for mark, called in (("+|", "+|"), ("|", "|"), (";", "semicolons"), ("\t", "tabs"), (",", "commas")):
        counts = {text.count(mark) for text in alone}
        if min(counts) >= 2 and len(counts) <= 2:
            return called
    return ""


def _is_day(value: object) -> bool:
    if isinstance(value, dt.date):
        return True
    return isinstance(value, str) and len(value) >= 8 and date_text(value, DateOrder.DMY).day is not None


def _header_row(look: Look, sheet: str, grid: list[list[object]]) -> int | None:
    """The row of the headers; the row above the data, which may be 0, where there are none; None for a sheet without a list."""
    known = {row: sum(_knows(h) for h in headers.values()) for row, headers in look.rows(sheet)}
    most = max(known.values(), default=0)
    if most >= 2:
        row = next(r for r, count in known.items() if count >= 0.6 * most)
        below = known.get(row + 1, 0)  # two rows of headers: the lower one
        return row + 1 if below >= 2 and not _like_data(grid[row]) and len(look.full(sheet, row + 1)) >= 2 else row
    for index, cells in enumerate(grid):
        if sum(v is not None for v in cells) < 2:
            continue
        after = grid[index + 1] if index + 1 < len(grid) else []
        if not _like_data(cells) and (_like_data(after) or most):
            return index + 1
        return index
    return None


def _knows(header: str) -> bool:
    """Whether a text may be a header: codes such as SO-1001 hold digits, headers hardly ever."""
    return len(header) <= 40 and not any(c.isdigit() for c in header) and any(is_word(m) for m in meanings(header))


def _like_data(cells: list[object]) -> bool:
    return any(
        v is not None and (not isinstance(v, str) or number(v, ".") is not None or date_text(v, DateOrder.DMY).day is not None)
        for v in cells
    )
