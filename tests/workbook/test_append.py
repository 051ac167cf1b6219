"""Are many new rows, written in bulk, the very same rows as those that are added one by one?"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pytest
import xlsxwriter

from backorder_xl.workbook import append
from backorder_xl.workbook.changes import CellRun, Changes, Column, Format, TablePatch
from backorder_xl.workbook.file import FileBook


def users_table(path: Path, totals: bool) -> Path:
    """An Excel Table with looks of its own, a column that fills itself, and perhaps a totals row; notes stand beside it."""
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("T")
    bold, date = book.add_format({"bold": True}), book.add_format({"num_format": "dd.mm.yyyy"})
    sheet.add_table(1, 1, 4, 5, {"name": "T", "total_row": totals, "columns": [
        {"header": "Code", "format": bold}, {"header": "Mine"}, {"header": "Qty", "total_function": "sum"},
        {"header": "Twice", "formula": "=[@Qty]*2"}, {"header": "On", "format": date},
    ]})  # fmt: skip
    for row in (2, 3):
        sheet.write_row(row, 1, [f"<{row}>", "own & only", row])
        sheet.write_datetime(row, 5, np.datetime64("2026-06-01", "s").astype(object))
    sheet.write("J2", "a note")
    book.close()
    return path


def looks(path: Path) -> list[tuple[Any, ...]]:
    """Every cell with its value, formula, and how it is shown; and where the table ends."""
    sheet = openpyxl.load_workbook(path)["T"]
    cells = [
        (c.coordinate, c.value, c.data_type, c.number_format, c.font.b) for row in sheet.iter_rows() for c in row
        if c.value is not None or c.has_style
    ]  # fmt: skip
    return [*cells, *((t.ref, t.totalsRowCount) for t in sheet.tables.values())]


@pytest.mark.parametrize("totals", [False, True])
def test_bulk_and_one_by_one_are_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, totals: bool) -> None:
    count, last = 120, 4 if totals else 5
    rows = np.arange(last + 1, last + 1 + count)
    odd = rows[::2]
    columns: dict[str, int | Column] = {"code": 2, "qty": 4, "on": 6, "new": Column("New Day", Format.DATE, 12)}
    cells = [
        CellRun("code", rows, [f"=A&B {i} \x07" if i % 3 else None for i in range(count)]),
        CellRun("qty", np.array([3, *odd]), np.arange(len(odd) + 1) / 4),
        CellRun("on", rows, np.arange("2026-06-01", count, dtype="datetime64[D]").astype("datetime64[s]")),
        CellRun("new", odd, np.full(len(odd), np.datetime64("2026-07-01", "s"))),
    ]
    made = []
    for few in (10, 10_000):
        monkeypatch.setattr(append, "_FEW", few)
        path = users_table(tmp_path / f"{few}.xlsx", totals)
        patch = TablePatch("T", 2, columns, cells, np.zeros(0, np.int64), last, last + count)
        with FileBook(path) as book:
            book.apply(Changes([], [patch]), path, False)
        made.append(looks(path))
    assert made[0] == made[1]
    assert len(made[0]) > 3 * count
