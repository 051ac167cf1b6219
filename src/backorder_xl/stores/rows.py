"""Which rows of a database's table does an edit take out, change and add?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from backorder_xl.stores.arrow import edited
from backorder_xl.stores.model import Edit
from backorder_xl.workbook.errors import Unwritable

ID = "backorder_xl_row"
"""What the number of a row is called while an edit waits to be made."""


@dataclass(frozen=True)
class Rows:
    """``gone`` are rows as they were counted when the table was read; ``changed`` has for each set of columns the rows and what
    they get, ``fresh`` the new rows with the columns that are filled."""

    gone: np.ndarray
    changed: list[tuple[np.ndarray, pa.Table]]
    fresh: pa.Table

    @property
    def size(self) -> int:
        return len(self.gone) + sum(len(rows) for rows, _ in self.changed) + self.fresh.num_rows


def rows(old: pa.Table, change: Edit) -> Rows:
    """The edit row by row; a cell that holds its value already is left alone."""
    now = edited(old, change)
    for header in change.cells:
        if header in old.column_names and old[header].type != now[header].type and pa.types.is_string(now[header].type):
            word = next((v for v in change.cells[header][1] if isinstance(v, str)), "a text")
            raise Unwritable(
                f"The column {header} of {change.name} takes no text, but {word} has to go there; make it a column of text, or "
                "name another place with --to."
            )
    kept = change.origin >= 0
    gone = np.setdiff1d(np.arange(old.num_rows), change.origin[kept])
    headers = list(change.cells)
    differs = np.zeros((len(change.origin), len(headers)), bool)
    for i, header in enumerate(headers):
        at = change.cells[header][0]
        at = at[kept[at]]
        new = now[header].take(pa.array(at)).to_pylist()
        if header in old.column_names:
            before = old[header].take(pa.array(change.origin[at])).to_pylist()
            differs[at, i] = [a != b for a, b in zip(new, before, strict=True)]
        else:
            differs[at, i] = [a is not None for a in new]
    changed = []
    patterns, of = np.unique(differs, axis=0, return_inverse=True) if headers else (np.zeros((0, 0), bool), np.zeros(0))
    for number, pattern in enumerate(patterns):
        where = np.flatnonzero(np.ravel(of) == number)
        if pattern.any() and len(where):
            columns = [h for h, yes in zip(headers, pattern, strict=True) if yes]
            changed.append((change.origin[where], now.select(columns).take(pa.array(where))))
    return Rows(gone, changed, now.select(headers).take(pa.array(np.flatnonzero(~kept))))
