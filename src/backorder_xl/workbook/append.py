"""How do many new rows get below a user's table, fast?

They look as the last row does and hold the formulas that the table fills into its rows, as rows that are added one by one do;
but they are written in bulk, column by column, as nothing stands there yet.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from backorder_xl.workbook import markup
from backorder_xl.workbook.changes import CellRun
from backorder_xl.workbook.rows import CellColumn, sheet_rows, tails
from backorder_xl.workbook.sheet_edit import SheetEdit

_FEW = 50
"""Below so many rows the usual way is as fast."""


@dataclass
class NewColumn:
    """How a column goes on in new rows: the cell formats of filled and of blank cells (0: none), and the formula in it."""

    column: int
    style: int
    blank: int
    formula: str | None = None


def free_stretch(edit: SheetEdit, first: int, last: int) -> range:
    """The rows at the end of a stretch that the part does not hold yet; empty where they are too few to matter."""
    held = max(edit.rows_with(first, last), default=first - 1)
    free = range(held + 1, last + 1)
    return free if len(free) >= _FEW and not edit.pieces.prefix else range(0)


def write(
    edit: SheetEdit, rows: range, columns: Sequence[NewColumn], runs: Mapping[int, Sequence[CellRun]], date1904: bool
) -> None:
    """Write the rows; ``runs`` holds what goes into which absolute column, as far as it lies in these rows."""
    count = len(rows)
    made = []
    for new in columns:
        if new.formula is not None:
            ends = [f"><f>{markup.text(new.formula)}</f></c>"] * count
        else:
            ends = [""] * count
            for run in runs.get(new.column, ()):
                at = np.asarray(run.rows, np.int64) - rows.start
                for i, end in zip(at.tolist(), tails(run.values, len(at), date1904), strict=True):
                    if 0 <= i < count:
                        ends[i] = end
        made.append(CellColumn(new.column, ends, [new.style if end else new.blank for end in ends]))
    number = rows.start
    for chunk in sheet_rows(made, rows.start, count):
        for row in chunk.split(b"</row>")[:-1]:
            edit.put_row(number, row + b"</row>")
            number += 1
