"""What is the table in a sheet: its columns by name and its rows, without what stands around them?

Titles above, blank rows and columns, repeated headers and totals are taken off; merged cells are filled. What is left out
though it holds something is told. No cell is read as a number or a date here.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field, replace

from backorder_xl.imports.cells.column import Column, is_blank
from backorder_xl.imports.header_rows import Header, find_header
from backorder_xl.imports.model import Cell, RawSheet, Remark, Weight
from backorder_xl.tables.headers import normal
from backorder_xl.tables.rows import JUST_TOTAL, TOTAL

_FILTERS = re.compile(r"\((?:Multiple Items|Mehrere Elemente|Plusieurs éléments|Varios elementos)\)", re.IGNORECASE)
_NAMED = 5
_LOWEST = 3  # rows at the end that may be sums without a word


@dataclass
class Grid:
    """A table: ``cells`` has a list per row, each as long as ``headers``; ``rows`` are the file's rows, from 1.

    ``dropped`` holds totals by their row in the file, with what they say, for whoever takes groups apart.
    """

    file: str
    sheet: str
    header: Header
    headers: list[str]  # all different; "Column 3" where there is none
    columns: list[int]  # the file's columns, from 1; 0 for one that was added
    cells: list[list[Cell]]
    rows: list[int]
    dropped: dict[int, str] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)

    def column(self, header: str) -> Column:
        """The column under a header as it stands in ``headers``. Raises ValueError where it is not there."""
        at = self.headers.index(header)
        return Column(self.file, header, [row[at] for row in self.cells], self.rows)

    def as_sheet(self) -> RawSheet:
        """The table as a sheet whose rows stand where they stood in the file, for whoever reads sheets."""
        rows: list[list[Cell]] = [[] for _ in range(max([self.header.bottom, *self.rows[-1:]]))]
        if self.header.bottom:
            rows[self.header.bottom - 1] = list(self.headers)
        for row, cells in zip(self.rows, self.cells, strict=True):
            rows[row - 1] = cells
        return RawSheet(self.file, self.sheet, rows, remarks=tuple(self.remarks))

    def with_columns(self, added: dict[str, list[Cell]]) -> Grid:
        """The same table with more columns at the right, each as long as ``rows``."""
        cells = [[*row, *more] for row, *more in zip(self.cells, *added.values(), strict=True)]
        return replace(self, headers=[*self.headers, *added], columns=[*self.columns, *(0 for _ in added)], cells=cells)


def to_grid(sheet: RawSheet, known: Collection[str] = ()) -> Grid:
    """The table of a sheet; ``known`` holds headers that some source knows, as ``tables.headers.normal`` makes them.

    Raises Unreadable for a matrix. A sheet without a header gets names such as "Column 3", and a remark that asks.
    """
    header = find_header(sheet, known)
    remarks = [*sheet.remarks, *_around(sheet, header)]
    filled = _fill_merged(sheet, header.bottom)
    body = [(at + 1, row) for at, row in enumerate(filled) if at >= header.bottom and row.count(None) < len(row)]
    used = _used_columns(header.names, [row for _, row in body])
    headers = _numbered([header.names[c] if c < len(header.names) else "" for c in used], used)
    full = max(used, default=-1) + 1 == len(used)  # no column in between is left out
    cells: list[list[Cell]] = []
    for _, row in body:
        picked = row[: len(used)] if full else [row[c] if c < len(row) else None for c in used]
        cells.append(picked if len(picked) == len(used) else [*picked, *[None] * (len(used) - len(picked))])
    grid = Grid(sheet.file, sheet.name, header, headers, [c + 1 for c in used], cells, [at for at, _ in body], {}, remarks)
    return _without_totals(_without_repeats(grid, header, used))


def _around(sheet: RawSheet, header: Header) -> list[Remark]:
    """What is to be said of a sheet before its rows are looked at."""
    said = []
    if not header.bottom:
        text = "no row of headers was found; give the table one, so that its columns can be told apart"
        said.append(Remark(Weight.QUESTION, sheet.file, 0, "", sheet.name, text))
    for at, row in enumerate(sheet.rows[: max(header.top - 1, 0)]):
        for cell in row:
            if isinstance(cell, str) and _FILTERS.search(cell):
                text = "the table was filtered when it was exported, so it is not complete"
                said.append(Remark(Weight.NOTED, sheet.file, at + 1, "", cell.strip(), text))
    hidden = sorted(row for row in sheet.hidden if row > header.bottom)
    if hidden:
        text = f"hidden rows are read like all others ({len(hidden):,} rows{_list(hidden)})"
        said.append(Remark(Weight.NOTED, sheet.file, hidden[0], "", "", text))
    return said


def _fill_merged(sheet: RawSheet, header_bottom: int) -> list[list[Cell]]:
    """The rows with every cell of a merged span holding its value; spans of the header are the header's business."""
    spans = [span for span in sheet.merged if span[0] > header_bottom]
    if not spans:
        return sheet.rows
    rows = list(sheet.rows)
    copied: set[int] = set()
    for top, left, bottom, right in spans:
        if top > len(rows) or left > len(rows[top - 1]) or (value := rows[top - 1][left - 1]) is None:
            continue
        across = top == bottom and left == 1 and right >= max(len(row) for row in rows[top - 1 : top])
        if across:
            continue  # a heading over the whole width says something of the rows below, not in each column
        for at in range(top - 1, min(bottom, len(rows))):
            if at not in copied:
                rows[at] = list(rows[at])
                copied.add(at)
            rows[at].extend([None] * (right - len(rows[at])))
            rows[at][left - 1 : right] = [value] * (right - left + 1)
    return rows


def _used_columns(names: list[str], rows: list[list[Cell]]) -> list[int]:
    """The columns, from 0, that have a name or hold anything; each is looked at until something is found."""
    width = max([len(names), *(len(row) for row in rows)], default=0)
    empty = {c for c in range(width) if c >= len(names) or not names[c]}
    for row in rows:
        if not empty:
            break
        empty -= {c for c in empty if c < len(row) and row[c] is not None}
    return [c for c in range(width) if c not in empty]


def _numbered(names: list[str], used: list[int]) -> list[str]:
    """All different names: the second Price is "Price (2)", a column without a name "Column 3"."""
    taken: set[str] = set()
    out = []
    for name, column in zip(names, used, strict=True):
        base = name or f"Column {column + 1}"
        made, count = base, 1
        while made.casefold() in taken:
            count += 1
            made = f"{base} ({count})"
        taken.add(made.casefold())
        out.append(made)
    return out


def _without_repeats(grid: Grid, header: Header, used: list[int]) -> Grid:
    """Without rows that say the header again, as at the top of each printed page."""
    names = [normal(header.names[c]) if c < len(header.names) else "" for c in used]
    if not any(names) or header.top != header.bottom:
        return grid
    first = next(at for at, name in enumerate(names) if name)
    again = [
        at
        for at, row in enumerate(grid.cells)
        if isinstance(cell := row[first], str)
        and normal(cell) == names[first]
        and all(normal(str(c)) == name if c is not None else not name for c, name in zip(row, names, strict=True))
    ]
    if again:
        rows = [grid.rows[at] for at in again]
        text = f"rows that say the header again are left out ({len(rows):,} rows{_list(rows)})"
        grid.remarks.append(Remark(Weight.REPAIRED, grid.file, rows[0], "", "", text))
    return _dropping(grid, set(again))


def _without_totals(grid: Grid) -> Grid:
    """Without rows that are totals beyond doubt; what only looks like one stays, and is told."""
    labels: set[str] = set()  # what stood first in a row so far, as it stands there
    fresh: list[str] = []  # those of them that are not among the groups yet
    groups: set[str] = set()  # the same as compared
    dropped: dict[int, str] = {}
    unsure: dict[int, str] = {}
    for at, row in enumerate(grid.cells):
        place = next(c for c, cell in enumerate(row) if cell is not None)
        first = row[place]
        if not isinstance(first, str):
            continue
        if first in labels:
            continue
        said = first.strip()
        if TOTAL.fullmatch(said):
            groups.update(map(normal, fresh))
            fresh.clear()
            rest = [cell for cell in row[place + 1 :] if cell is not None]
            numbers = all(not isinstance(cell, str) or not any(c.isalpha() for c in cell) for cell in rest)
            if numbers and (JUST_TOTAL.fullmatch(said) or _names_group(said, groups)):
                dropped[at] = said
                continue
            if numbers and rest:
                unsure[at] = said
        labels.add(first)
        fresh.append(first)
    for at in _sums_at_the_end(grid, set(dropped)):
        dropped[at] = ""
    for weight, found, text in (
        (Weight.LEFT_OUT, dropped, "totals are left out"),
        (Weight.NOTED, unsure, "may be a total, and is read as a row like all others"),
    ):
        if found:
            at = min(found)
            rows = [grid.rows[i] for i in sorted(found)]
            told = f"{text} ({len(rows):,} rows{_list(rows)})" if len(rows) > 1 else text
            grid.remarks.append(Remark(weight, grid.file, grid.rows[at], "", found[at], told))
    grid.dropped = {grid.rows[at]: said for at, said in dropped.items()}
    return _dropping(grid, set(dropped))


def _names_group(said: str, groups: set[str]) -> bool:
    """Whether "Total A-100" names something that stood above as a first cell: A-100."""
    words = said.split(None, 1)
    return any(normal(rest) in groups for rest in (*words[1:], said.rsplit(None, 1)[0]) if normal(rest))


def _sums_at_the_end(grid: Grid, totals: set[int]) -> set[int]:
    """Rows at the very end that hold nothing but the sums of what stands above them."""
    found: set[int] = set()
    for at in range(len(grid.cells) - 1, max(len(grid.cells) - 1 - _LOWEST, 1), -1):
        row = grid.cells[at]
        filled = [(c, cell) for c, cell in enumerate(row) if cell is not None]
        if at in totals:
            continue
        if len(filled) * 2 > len(row) or not all(isinstance(cell, float) for _, cell in filled):
            break
        above = [i for i in range(at) if i not in totals]
        for c, cell in filled:
            values = [value for i in above if isinstance(value := grid.cells[i][c], float)]
            if len(values) < 2 or abs(sum(values) - float(str(cell))) > 1e-6 * max(1.0, abs(float(str(cell)))):
                return found
        found.add(at)
    return found


def _dropping(grid: Grid, gone: set[int]) -> Grid:
    if not gone:
        return grid
    kept = [at for at in range(len(grid.rows)) if at not in gone]
    return replace(grid, cells=[grid.cells[at] for at in kept], rows=[grid.rows[at] for at in kept])


def _list(rows: list[int]) -> str:
    return ": " + ", ".join(str(row) for row in rows[:_NAMED]) + (", ..." if len(rows) > _NAMED else "")


def fill_down(grid: Grid, headers: Collection[str], key: str) -> Grid:
    """The table with blank cells of ``headers`` taken from the row above, within rows of one ``key``.

    Systems such as Shopify and Odoo write what belongs to the whole order on its first row only. A row goes on with the key
    above where its own is the same or blank. A cell that is blank on the first row, too, stays blank. Raises ValueError
    where a header is not there.
    """
    places = [grid.headers.index(header) for header in headers]
    at = grid.headers.index(key)
    if at not in places:
        places.append(at)
    cells: list[list[Cell]] = []
    above: list[Cell] | None = None
    for row in grid.cells:
        if above is not None and (is_blank(row[at]) or row[at] == above[at]) and any(row[c] is None for c in places):
            row = list(row)
            for c in places:
                if is_blank(row[c]):
                    row[c] = above[c]
        cells.append(row)
        above = row
    return replace(grid, cells=cells)
