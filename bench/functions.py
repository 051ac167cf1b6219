"""How long do 10,000 cells of a worksheet function take in one batch, and how near is that to what cannot be avoided?

``python bench/functions.py --cells 10000 --lines 10000 --repeat 5`` prints medians as a Markdown table. The floor of the
functions of numbers: the same maths on bare arrays, taken from and put back into lists of cells. Of those that take tables:
telling that the tables are the same as before (a digest of all their cells), and taking one number per cell in and out. The
first call, which reads and plans, stands beside reading and planning alone.
"""

from __future__ import annotations

import argparse
import datetime as dt
import statistics
import time
from collections.abc import Callable
from hashlib import blake2b
from typing import Any

import data
import numpy as np

from backorder_xl.core.planning import plan
from backorder_xl.hosts.formulas import BY_NAME
from backorder_xl.hosts.functions import Desk, call
from backorder_xl.tables.contracts import BY_NAME as CONTRACTS
from backorder_xl.tables.reading import read_tables
from backorder_xl.workbook.memory import MemoryBook

TODAY = data.AS_OF
TABLES = ("orders", "stock", "purchase_orders", "items")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cells", type=int, default=10_000)
    parser.add_argument("--lines", type=int, default=10_000, help="order lines in the tables")
    parser.add_argument("--repeat", type=int, default=5)
    args = parser.parse_args()
    grids = tables(args.lines)
    rows = [
        *((f"{n}, {args.cells:,} cells", *timed(args.repeat, *of_numbers(n, args.cells))) for n in ("EOQ", "REORDER_POINT")),
        (f"ALLOCATE, first call, {args.lines:,} lines", *timed(args.repeat, *first(grids))),
        *(
            (f"{n}, {args.cells:,} cells, same tables", *timed(args.repeat, *of_tables(n, args.cells, grids)))
            for n in ("PROMISE", "AVAILABLE", "EXPLAIN")
        ),
    ]
    print("| what | seconds | floor | ratio |\n|---|---|---|---|")
    for name, took, floor in rows:
        print(f"| {name} | {took:.3f} | {floor:.3f} | {took / floor:.1f} |")


def tables(lines: int) -> dict[str, list[list[Any]]]:
    """The made-up book as ranges."""
    made = data.book(lines)
    sheets = {CONTRACTS[n].sheet: n for n in TABLES}
    return {
        sheets[sheet]: [list(columns), *map(list, zip(*columns.values(), strict=True))]
        for sheet, columns in made.items()
        if sheet in sheets
    }


def of_numbers(name: str, cells: int) -> tuple[Callable[[], Any], Callable[[], Any]]:
    """A function of numbers over a column, and its formula on bare arrays."""
    rng = np.random.default_rng(data.SEED)
    columns = [rng.uniform(0.5, 0.99, (cells, 1)).tolist() for _ in BY_NAME[name].arguments]

    def bare() -> Any:
        arrays = [np.array(c)[:, 0] for c in columns]
        return [[v] for v in np.sqrt(2 * arrays[0] * arrays[1] / arrays[2]).tolist()]

    return (lambda: call(BY_NAME[name], columns, TODAY, Desk())), bare


def first(grids: dict[str, list[list[Any]]]) -> tuple[Callable[[], Any], Callable[[], Any]]:
    """Allocating from ranges that nobody has seen yet, and a run's own reading and planning."""
    ranges = [grids[n] for n in TABLES]

    def bare() -> Any:
        reading = read_tables(MemoryBook({CONTRACTS[n].sheet: g for n, g in grids.items()}))
        return plan(reading.tables, reading.settings, TODAY)

    return (lambda: call(BY_NAME["ALLOCATE"], ranges, TODAY, Desk())), bare


def of_tables(name: str, cells: int, grids: dict[str, list[list[Any]]]) -> tuple[Callable[[], Any], Callable[[], Any]]:
    """A function of tables over a column once they are known, and a digest of the tables' cells."""
    ranges, desk = [grids[n] for n in TABLES], Desk()
    key = "orders" if name == "EXPLAIN" else "stock"
    codes = [[grids[key][1 + i % (len(grids[key]) - 1)][0]] for i in range(cells)]
    second = {"PROMISE": 7.0, "AVAILABLE": dt.datetime(2026, 7, 1), "EXPLAIN": 1.0}[name]
    args = (codes, second, *ranges)
    call(BY_NAME[name], args, TODAY, desk)  # from here on the tables are known

    def bare() -> Any:
        blake2b(repr(ranges).encode()).digest()
        return [[v] for v in np.array(codes, object)[:, 0].tolist()]

    return (lambda: call(BY_NAME[name], args, TODAY, desk)), bare


def timed(repeat: int, *steps: Callable[[], Any]) -> list[float]:
    """The median of each step, taken in turns."""
    took: list[list[float]] = [[] for _ in steps]
    for _ in range(repeat):
        for times, step in zip(took, steps, strict=True):
            start = time.perf_counter()
            step()
            times.append(time.perf_counter() - start)
    return [statistics.median(t) for t in took]


if __name__ == "__main__":
    main()
