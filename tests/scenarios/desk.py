"""How does a person change the workbook between two runs, and what does it show? On a file, or on lists in memory.

Both desks answer in plain values: whole numbers as Fraction, days as date, blank as None. The file is read and changed with
openpyxl, so that what we read ourselves is not the judge of what we wrote.
"""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl

from backorder_xl import run
from backorder_xl.hosts.cli import main
from backorder_xl.workbook.memory import MemoryBook
from tests.books import Rows, book_file

Sheet = list[dict[str, Any]]
ROW = "(row)"  # where a row stands; no header looks like this
LIVE = ("Dashboard", "Dashboard Data", "Proof", "Run Log")  # sheets of ours that hold formulas: what they come to counts


def plain(value: Any) -> Any:
    """A cell's value without the accidents of how it is kept."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (int, float)):
        return Fraction(str(value))
    if isinstance(value, dt.datetime):
        return value.date()
    return value or None


def written(value: Any) -> Any:
    """A plain value as it is typed into a cell."""
    return (int(value) if value.denominator == 1 else float(value)) if isinstance(value, Fraction) else value


def by_header(cells: list[list[Any]]) -> Sheet:
    """The filled rows of a sheet whose header stands in row 1."""
    headers = [str(h) for h in cells[0]] if cells else []
    rows = []
    for n, row in enumerate(cells[1:], 2):
        values = [plain(v) for v in [*row, *[None] * (len(headers) - len(row))]]
        if any(v is not None for v in values):
            rows.append({**dict(zip(headers, values, strict=False)), ROW: n})
    return rows


class FileDesk:
    """A real workbook in a folder, run through the command line."""

    def __init__(self, rows: Rows, path: Path) -> None:
        self.path = book_file(path, rows)
        self.book = self.worked_out = openpyxl.load_workbook(self.path)

    def sheet(self, name: str) -> Sheet:
        book = self.worked_out if name in LIVE else self.book
        return by_header([list(r) for r in book[name].iter_rows(values_only=True)]) if name in book.sheetnames else []

    def names(self) -> list[str]:
        return self.book.sheetnames

    def set(self, name: str, row: int, **values: Any) -> None:
        headers = [str(c.value) for c in self.book[name][1]]
        for header, value in values.items():
            self.book[name].cell(row, headers.index(header) + 1).value = written(value)

    def add(self, name: str, **values: Any) -> int:
        row = max((r[ROW] for r in self.sheet(name)), default=1) + 1
        self.set(name, row, **values)
        return row

    def run(self, verb: str, today: dt.date) -> None:
        self.book.save(self.path)
        assert main([verb, str(self.path), "--as-of", today.isoformat(), "--debug"]) == 0
        self.book = openpyxl.load_workbook(self.path)
        self.worked_out = openpyxl.load_workbook(self.path, data_only=True)


class MemoryDesk:
    """The same in one go: the book is never written out, only changed."""

    def __init__(self, rows: Rows) -> None:
        self.book = MemoryBook(rows)

    def sheet(self, name: str) -> Sheet:
        return by_header(self.book.grids.get(name, []))

    def names(self) -> list[str]:
        return self.book.sheets()

    def cells(self, name: str) -> list[list[Any]]:
        """The cells as the book holds them, to be typed into."""
        return next(s.cells for s in self.book.now.sheets if s.name == name)

    def set(self, name: str, row: int, **values: Any) -> None:
        grid = self.cells(name)
        grid.extend([] for _ in range(row - len(grid)))
        for header, value in values.items():
            at = [str(h) for h in grid[0]].index(header)
            grid[row - 1].extend([None] * (at + 1 - len(grid[row - 1])))
            value = written(value)
            if isinstance(value, dt.date):
                value = dt.datetime(value.year, value.month, value.day)
            grid[row - 1][at] = float(value) if isinstance(value, int) else value

    def add(self, name: str, **values: Any) -> int:
        row = max((r[ROW] for r in self.sheet(name)), default=1) + 1
        self.set(name, row, **values)
        return row

    def delete(self, name: str, row: int) -> None:
        del self.cells(name)[row - 1]

    def run(self, verb: str, today: dt.date) -> None:
        now = dt.datetime.combine(today, dt.time(7))
        report = run.morning_run(self.book, {}, today, verb=verb, now=now)
        self.book.apply(report.changes)
