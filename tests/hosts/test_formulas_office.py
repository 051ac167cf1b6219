"""Does a spreadsheet that writes the same maths as plain formulas come to the same numbers? LibreOffice reckons them."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from backorder_xl.hosts.formulas import BY_NAME
from backorder_xl.hosts.functions import Desk, call
from tests.books import office

HOLIDAYS = [dt.datetime(2026, 12, 25), dt.datetime(2026, 12, 28), dt.datetime(2027, 1, 1)]
DAY = dt.datetime
CASES: list[tuple[str, str, list[list[Any]]]] = [
    ("EOQ", "SQRT(2*B{r}*A{r}/C{r})", [[12000, 100, 2.4], [1, 0.5, 0.1], [365.25, 18, 3.75], [0, 5, 1]]),
    ("SAFETY_STOCK", "_xlfn.NORM.S.INV(A{r})*SQRT(D{r}*C{r}^2+B{r}^2*E{r}^2)",
     [[0.95, 100, 30, 9, 0], [0.5, 1, 2, 3, 4], [0.999, 12.5, 3.25, 14, 2.5], [0.8, 0, 1, 1, 0]]),
    ("REORDER_POINT", "B{r}*D{r}+_xlfn.NORM.S.INV(A{r})*SQRT(D{r}*C{r}^2+B{r}^2*E{r}^2)",
     [[0.95, 100, 30, 9, 0], [0.75, 7, 2, 3, 1.5], [0.9999, 3, 1, 60, 10]]),
    ("LOT_SIZE", "CEILING(MAX(A{r},B{r}),C{r})", [[7, 10, 6], [7, 0, 6], [12, 10, 6], [13, 10, 6], [32, 0, 6], [0.3, 0, 0.1]]),
    ("WORKDAYS_ADD", "WORKDAY(A{r},B{r},$H$2:$H$4)",
     [[DAY(2026, 12, 23), n] for n in (1, 2, 5, 30, -1, -4)] + [[DAY(2026, 12, 26), n] for n in (1, -1, 10)]
     + [[DAY(2026, 12, 25), 0]]),
]  # fmt: skip


@pytest.mark.office
@pytest.mark.skipif(not shutil.which("soffice"), reason="needs LibreOffice")
def test_plain_formulas_come_to_the_same_numbers(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, formula, rows in CASES:
        sheet = book.create_sheet(name)
        sheet["H1"] = "Holidays"
        for r, day in enumerate(HOLIDAYS, 2):
            sheet.cell(r, 8, day)
        for r, row in enumerate(rows, 2):
            for c, value in enumerate(row, 1):
                sheet.cell(r, c, value)
            sheet.cell(r, 7, "=" + formula.format(r=r))
    book.save(tmp_path / "plain.xlsx")
    office(tmp_path / "plain.xlsx", "xlsx", tmp_path / "out").check_returncode()
    found = openpyxl.load_workbook(tmp_path / "out" / "plain.xlsx", data_only=True)
    for name, _, rows in CASES:
        theirs = [found[name].cell(r, 7).value for r in range(2, len(rows) + 2)]
        columns: list[Any] = [[[row[c]] for row in rows] for c in range(len(rows[0]))]
        if name == "WORKDAYS_ADD":
            columns.append([["Holidays"], *([day] for day in HOLIDAYS)])
        ours = [row[0] for row in call(BY_NAME[name], columns, dt.date(2026, 6, 3), Desk())]
        if name == "WORKDAYS_ADD":
            assert [d if isinstance(d, dt.datetime) else DAY(1899, 12, 30) + dt.timedelta(d) for d in theirs] == ours
        else:
            assert theirs == pytest.approx(ours, rel=1e-9, abs=1e-9), name


def test_the_holidays_may_come_without_a_header() -> None:
    shown = call(BY_NAME["WORKDAYS_ADD"], (DAY(2026, 12, 24), 1, [[d] for d in HOLIDAYS]), dt.date(2026, 6, 3), Desk())
    assert shown == [[DAY(2026, 12, 29)]]
