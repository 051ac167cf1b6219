"""How long does it take to read an export, and which part of it takes the time?

``python bench/imports.py 100000`` writes orders as CSV (UTF-8 and UTF-16) and XLSX, reads them into cells, finds the table,
and decides a column of codes, of dates and of numbers. It prints the medians as a Markdown table.
"""

from __future__ import annotations

import argparse
import datetime as dt
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import xlsxwriter

from backorder_xl.imports.cells.codes import codes
from backorder_xl.imports.cells.dates import dates
from backorder_xl.imports.cells.known import Known
from backorder_xl.imports.cells.numbers import numbers
from backorder_xl.imports.grid import to_grid
from backorder_xl.imports.reading import read_file

OUT = Path(__file__).parent / "out"
HEADERS = ["Order", "Line", "Created", "Customer", "Email", "SKU", "Name", "Quantity", "Price", "Note", "Country", "Status"]


def rows(lines: int) -> list[list[str]]:
    """Orders of four lines on average, with 5,000 items; dates day first, numbers with a decimal comma."""
    dice = np.random.default_rng(1)
    items, orders = dice.integers(0, 5000, lines), np.sort(dice.integers(0, max(lines // 4, 1), lines))
    days, counts, prices = dice.integers(0, 700, lines), dice.integers(1, 40, lines), dice.integers(100, 200_000, lines)
    made = []
    for n, (item, order, day, count, price) in enumerate(zip(items, orders, days, counts, prices, strict=True)):
        when = (dt.date(2025, 1, 1) + dt.timedelta(days=int(day))).strftime("%d/%m/%Y")
        shown = f"{price / 100:,.2f}".translate(str.maketrans(",.", ".,"))
        made.append([
            f"SO-{order}", str(n), when, f"Kunde {order % 900}", f"k{order % 900}@example.com", f"{item:05d}", f"Artikel {item}",
            str(count), shown, "", "DE", "open",
        ])  # fmt: skip
    return made


def write(path: Path, made: list[list[str]]) -> None:
    if path.suffix == ".xlsx":
        with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
            page = book.add_worksheet()
            for at, row in enumerate([HEADERS, *made]):
                page.write_row(at, 0, row)
    else:
        encoding = "utf-16" if "16" in path.stem else "utf-8"
        path.write_text("\n".join(";".join(row) for row in [HEADERS, *made]), encoding=encoding)


def timed(work: Callable[[], object], repeat: int) -> float:
    took = []
    for _ in range(repeat):
        start = time.perf_counter()
        work()
        took.append(time.perf_counter() - start)
    return statistics.median(took)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("lines", type=int, nargs="*", default=[100_000])
    parser.add_argument("--repeat", type=int, default=3)
    asked = parser.parse_args()
    OUT.mkdir(exist_ok=True)
    known = Known(f"{n:05d}" for n in range(5000))
    print("| lines | file | read, s | table, s | codes, s | dates, s | numbers, s |\n|---|---|---|---|---|---|---|")
    for lines in asked.lines:
        made = rows(lines)
        for name in ("utf8.csv", "utf16.csv", "book.xlsx"):
            path = OUT / f"import_{lines}_{name}"
            write(path, made)
            (sheet,) = read_file(path)
            grid = to_grid(sheet)
            columns = [grid.column(header) for header in ("SKU", "Created", "Price")]
            works: list[Callable[[], object]] = [
                lambda path=path: read_file(path), lambda sheet=sheet: to_grid(sheet),
                lambda c=columns: codes(c[0], known), lambda c=columns: dates(c[1]), lambda c=columns: numbers(c[2], money=True),
            ]  # fmt: skip
            took = " | ".join(f"{timed(work, asked.repeat):.2f}" for work in works)
            print(f"| {lines:,} | {name} | {took} |", flush=True)


if __name__ == "__main__":
    main()
