"""Which rows of a result stand on its sheet where there are more than a sheet has?

Those that matter first, in the order in which they would stand anyway: what is late, then what is worth most, then what waits.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from backorder_xl.tables.problems import Problem, problem
from backorder_xl.workbook.changes import Changes, Links, SheetTable

FIRST: dict[str, tuple[tuple[str, str], ...]] = {
    "Backorders": (("Late", "most"), ("Value", "most")),
    "Allocations": (("Source", "not stock"),),
    "Purchase Orders": (("Order By", "least"),),
    "Ready to Ship": (("Complete", "not no"),),
}
"""By what rows are chosen: a column, and which of its values go first. Of equal rows, and elsewhere, the first ones stay."""

_FIGURES = ("Dashboard", "Dashboard Data", "Proof")


_ELSEWHERE = "Keep the orders in files or in a database, which have all rows; see docs/large.md"


def fit(changes: Changes, most: int, where: str = _ELSEWHERE) -> list[Problem]:
    """Shorten the sheets of ours that have more rows than ``most``, and say how many do not stand there.

    ``where`` is a sentence that says where all of them are.
    """
    told = []
    kept: dict[str, np.ndarray] = {}
    for table in changes.tables:
        rows = max((len(v) for v in table.data.values()), default=0)
        if rows > most:
            kept[table.sheet] = chosen(table, rows, most)
            told.append(problem("rows-beyond", table.sheet, value=f"{rows - most:,}", rows=f"{rows:,}", where=where))
    if kept:
        changes.tables = [_linked(cut(t, kept[t.sheet]) if t.sheet in kept else t, kept) for t in changes.tables]
    return told


def without_formulas(changes: Changes) -> None:
    """Leave the figures their numbers alone: a formula over a sheet that was cut would say less."""
    changes.tables = [replace(t, formulas={}, refs={}) if t.sheet in _FIGURES else t for t in changes.tables]


def chosen(table: SheetTable, rows: int, most: int) -> np.ndarray:
    """The numbers of the rows that stay, in order."""
    keys: list[np.ndarray] = [np.arange(rows)]
    for header, first in reversed(FIRST.get(table.sheet, ())):
        values = np.asarray(table.data[header])
        if first.startswith("not "):
            keys.append(values == first.removeprefix("not "))
        else:
            numbers = values.astype("datetime64[s]").astype(np.int64) if values.dtype.kind == "M" else values.astype(float)
            missing = np.isnat(values) if values.dtype.kind == "M" else np.isnan(numbers)
            keys += [numbers if first == "least" else -numbers, missing]
    return np.sort(np.lexsort(keys)[:most])


def cut(table: SheetTable, rows: np.ndarray) -> SheetTable:
    """The table with these rows only."""

    def part(values: Sequence[object] | np.ndarray) -> list[object] | np.ndarray:
        return values[rows] if isinstance(values, np.ndarray) else [values[i] for i in rows.tolist()]

    return replace(
        table,
        data={h: part(v.to_numpy() if hasattr(v, "to_numpy") else v) for h, v in table.data.items()},
        tones={h: part(v) for h, v in table.tones.items()},
        links={h: Links(v.sheet, v.column, v.rows[rows]) for h, v in table.links.items()},
        ruled=None if table.ruled is None else table.ruled[rows],
        formulas={h: part(v) for h, v in table.formulas.items()},
    )


def _linked(table: SheetTable, kept: dict[str, np.ndarray]) -> SheetTable:
    """Links that follow their rows; those to rows that do not stand there are gone."""
    links = {}
    for header, link in table.links.items():
        if link.sheet in kept:
            rows = kept[link.sheet]
            at = np.searchsorted(rows, link.rows - 2)
            there = (link.rows >= 2) & (at < len(rows)) & (rows[np.minimum(at, len(rows) - 1)] == link.rows - 2)
            link = Links(link.sheet, link.column, np.where(there, at + 2, 0))
        links[header] = link
    return replace(table, links=links)

