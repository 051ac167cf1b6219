"""Which group does each row of a report belong to?

A report such as QuickBooks writes has the group's name alone in its row, indented by columns or blanks, then its rows, then
"Total" and the name. Whoever reads such a report asks for it; a plain table is never taken apart.
"""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from backorder_xl.imports.grid import Grid
from backorder_xl.imports.model import Cell
from backorder_xl.tables.headers import normal


class _Open(NamedTuple):
    """A group that has begun: how far its name is indented, and the name."""

    level: tuple[int, int]
    name: str


def ungroup(grid: Grid, group: str = "Group", groups: str = "Groups") -> Grid:
    """The rows that hold data, each with the name of its group in the new column ``group``, and all groups around it, from
    the outermost on, in ``groups``, joined by " / ". A row with a name of its own has that name as its innermost group.
    """
    labels = _label_columns(grid)
    closing = Counter(_closed(said) for said in grid.dropped.values() if said)
    around: list[_Open] = []
    kept: list[int] = []
    names: list[Cell] = []
    paths: list[Cell] = []
    ends = sorted(grid.dropped.items(), reverse=True)
    for at, row in enumerate(grid.cells):
        while ends and ends[-1][0] < grid.rows[at]:
            _close(around, closing, _closed(ends.pop()[1]))
        own = next((c for c in range(labels) if row[c] is not None), None)
        here = None if own is None else _Open((own, _indent(row[own])), str(row[own]).strip())
        if any(cell is not None for cell in row[labels:]):
            inside = [g for g in around if here is None or g.level < here.level or closing[normal(g.name)]]
            path = [*(g.name for g in inside), *([here.name] if here else [])]
            kept.append(at)
            names.append(path[-1] if path else None)
            paths.append(" / ".join(path) or None)
        elif here is not None:
            while around and around[-1].level >= here.level and not closing[normal(around[-1].name)]:
                around.pop()
            while around and around[-1].level > here.level:
                around.pop()
            around.append(here)
    data = Grid(
        grid.file, grid.sheet, grid.header, grid.headers[labels:], grid.columns[labels:],
        [grid.cells[at][labels:] for at in kept], [grid.rows[at] for at in kept], {}, grid.remarks,
    )  # fmt: skip
    return data.with_columns({group: names, groups: paths})


def _label_columns(grid: Grid) -> int:
    """How many columns at the left hold names: those without a header, else the first."""
    count = 0
    while count < len(grid.headers) and grid.headers[count] == f"Column {grid.columns[count]}":
        count += 1
    return count or 1


def _indent(cell: Cell) -> int:
    text = str(cell)
    return len(text) - len(text.lstrip())


def _closed(said: str) -> str:
    """The group that a total closes: "Total A-100" closes A-100."""
    words = said.split(None, 1)
    return normal(words[1]) if len(words) > 1 else ""


def _close(around: list[_Open], closing: Counter[str], name: str) -> None:
    if not name:
        return
    closing[name] -= 1
    for at in range(len(around) - 1, -1, -1):
        if normal(around[at].name) == name:
            del around[at:]
            return
