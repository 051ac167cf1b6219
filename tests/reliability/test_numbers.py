"""Is every millionth accounted for, however many lines, however often, with whatever libraries and in whatever place?

``SOAK=1`` takes a million lines and a thousand runs; the short form a tenth of the one and twenty of the other.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import random
import subprocess
import sys
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from backorder_xl import run
from backorder_xl.core.planning import plan
from backorder_xl.tables.reading import read_tables
from backorder_xl.workbook.memory import MemoryBook
from tests.reliability.digest import shop

SOAK = bool(os.environ.get("SOAK"))
LINES = 1_000_000 if SOAK else 100_000
RUNS = 1_000 if SOAK else 20
DAY = dt.datetime(2026, 6, 3)
AS_OF = DAY.date()


def test_a_million_lines_of_six_decimals_add_up_to_the_last_millionth() -> None:
    """Laws 8.1 and 8.2 on the whole: what the cells say, added as fractions, is what was decided, added as whole numbers."""
    chance = random.Random(1)
    items = [f"A{n}" for n in range(500)]
    typed = [chance.randint(1, 9_999_999) / 1e6 for _ in range(LINES)]
    shipped = [chance.choice((0, 0, 0.000001)) for _ in range(LINES)]
    orders: list[list[Any]] = [["Order", "Line", "Order Date", "Customer", "SKU", "Ordered", "Shipped"]]
    orders += [[f"S{n}", 1, DAY, "C", items[n % 500], q, s] for n, (q, s) in enumerate(zip(typed, shipped, strict=True))]
    held = [chance.randint(1, 10**9) / 1e6 for _ in items]
    coming = [chance.randint(1, 10**9) / 1e6 for _ in items]
    book = MemoryBook(
        {
            "Orders": orders,
            "Stock": [["SKU", "On Hand"], *map(list, zip(items, held, strict=True))],
            "Items": [["SKU", "Supplier", "MOQ"], *([s, "X" if n % 3 else None, 0.000007] for n, s in enumerate(items))],
            "Purchase Orders": [
                ["PO", "Supplier", "SKU", "Ordered", "Expected"],
                *([f"P{n}", "X", s, coming[n], DAY] for n, s in enumerate(items)),
            ],
        }
    )
    reading = read_tables(book)
    assert not [p for p in reading.problems if p.severity == "error"]
    outcome = plan(reading.tables, reading.settings, AS_OF)
    exact = sum((Fraction(str(q)) - Fraction(str(s)) for q, s in zip(typed, shipped, strict=True)), Fraction(0))
    pegs = outcome.pegs
    assert sum(pegs["quantity"].tolist()) == exact * 10**6
    parts = [sum(outcome.lines[c].tolist()) for c in ("from_stock", "on_order", "to_order", "uncovered")]
    assert sum(parts) == exact * 10**6 and all(parts)
    for source, there in (("stock", held), ("purchase", coming)):
        given = pegs[pegs["source"] == source].groupby("sku")["quantity"].sum()
        assert all(given.get(s, 0) <= Fraction(str(q)) * 10**6 for s, q in zip(items, there, strict=True)), source
    assert pegs["quantity"].dtype == np.int64


def test_a_thousand_runs_on_the_same_book_move_nothing_by_a_bit() -> None:
    """Each run reads what the last one wrote, and writes it again to the last bit. Problems alone is held to the second run: the
    first one warns of cells that it then replaces."""
    book = MemoryBook(shop(5, 60, None))
    held: dict[str, str] = {}
    for n in range(RUNS + 1):
        book.apply(run.morning_run(book, {}, AS_OF, now=DAY).changes)
        found = {name: repr([[bits(v) for v in row] for row in book.grids[name]]) for name in SHEETS if name in book.grids}
        if n < 2:
            held = found if n == 0 else {**held, "Problems": found["Problems"]}
        assert found.keys() == held.keys()
        assert not [name for name in found if found[name] != held[name]], n
    head, *rows = book.grids["Allocations"]
    pegged = [row[head.index("Quantity")] for row in rows]
    assert any(q * 10 % 1 for q in pegged) and any(round(q * 10**6) % 10 for q in pegged), "fractions of up to six decimals"


SHEETS = (
    "Orders", "Stock", "Purchase Orders", "Receipts", "Backorders", "Allocations", "Ready to Ship", "Problems", "Cut List",
    "Proof",
)  # fmt: skip


def bits(value: object) -> object:
    return value.hex() if isinstance(value, float) else value


def digested(*words: str, **environment: str) -> dict[str, Any]:
    """The digest of a fresh process, in another environment."""
    root = Path(__file__).resolve().parents[2]
    path = os.pathsep.join((str(root / "src"), str(root)))
    done = subprocess.run(
        [sys.executable, "-m", "tests.reliability.digest", *words],
        cwd=root, env={**os.environ, "PYTHONPATH": path, **environment}, capture_output=True, text=True, timeout=600,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.fixture(scope="module")
def here() -> dict[str, Any]:
    return digested()


@pytest.mark.parametrize(
    "library", ["fastexcel", "pyarrow", "python_calamine", "coreforecast"] if SOAK else ["fastexcel", "pyarrow"]
)
def test_without_a_fast_library_the_result_is_the_same(library: str, here: dict[str, Any]) -> None:
    """A run reads large sheets by fastexcel and pyarrow; where they are not there, by lxml alone, cell by cell."""
    assert digested("--without", library) == here


PLACES = {
    "hash seed": {"PYTHONHASHSEED": "4711"},
    "Turkish": {"LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8"},
    "German": {"LC_ALL": "de_DE.UTF-8", "LANG": "de_DE.UTF-8"},
    "no locale": {"LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0"},
    "Kiritimati": {"TZ": "Pacific/Kiritimati"},
    "Pago Pago": {"TZ": "Pacific/Pago_Pago"},
    "threads": {"OMP_NUM_THREADS": "7", "RAYON_NUM_THREADS": "5", "OPENBLAS_NUM_THREADS": "3"},
}


@pytest.mark.parametrize("place", PLACES if SOAK else ["Turkish"])
def test_in_another_place_the_result_is_the_same(place: str, here: dict[str, Any]) -> None:
    assert digested(**PLACES[place]) == here


def test_the_order_of_rows_and_sheets_does_not_matter() -> None:
    """Law 8.4 on files: what names rows of a sheet is left out, the rest is compared as a set."""
    found = [digested("--rows", str(seed)) for seed in range(2)]
    assert found[0] == found[1]


@pytest.mark.skipif(
    "ENVIRONMENTS" not in os.environ, reason="ENVIRONMENTS names Pythons that have other libraries (make versions)"
)
def test_with_oldest_and_newest_libraries_the_result_is_the_same(here: dict[str, Any]) -> None:
    root = Path(__file__).resolve().parents[2]
    for python in os.environ["ENVIRONMENTS"].split(os.pathsep):
        done = subprocess.run(
            [python, "-m", "tests.reliability.digest", "--versions"], cwd=root, capture_output=True, text=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join((str(root / "src"), str(root)))},
        )  # fmt: skip
        assert done.returncode == 0, done.stderr[-2000:]
        assert json.loads(done.stdout) == here, done.stderr
