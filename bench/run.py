"""How long does the morning run take, and how near is that to what reading and writing alone must cost?

``python bench/run.py 1000 10000 --repeat 5`` prints medians as a Markdown table. The floors: the sheets read bare
by the compiled reader and the same result cells written by XlsxWriter, and an analyst's dozen lines of pandas.
"""

from __future__ import annotations

import argparse
import datetime as dt
import gc
import os
import platform
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import data
import fastexcel
import numpy as np
import pandas as pd
import xlsxwriter

from backorder_xl import __version__, run
from backorder_xl.core.planning import plan
from backorder_xl.core.words import UNIT
from backorder_xl.tables.reading import read_tables
from backorder_xl.workbook.changes import Changes
from backorder_xl.workbook.file import FileBook

OUT = Path(__file__).parent / "out"
NOW = dt.datetime(2026, 6, 3, 7, 0)
TYPES = {
    **dict.fromkeys(("Order", "Customer", "SKU", "PO", "Supplier", "Status", "Name", "Description"), "string"),
    **dict.fromkeys(("Order Date", "Need By", "Expected"), "datetime"),
}


def bare_read(path: Path) -> dict[str, Any]:
    """Every input sheet as typed columns, and nothing else."""
    reader = fastexcel.read_excel(path)
    read = {}
    for name in reader.sheet_names:
        headers = [c.name for c in reader.load_sheet(name, n_rows=1).available_columns()]
        types: Any = {h: TYPES.get(h, "float") for h in headers}
        read[name] = reader.load_sheet(name, dtypes=types).to_arrow()
    return read


def bare_write(changes: Changes, path: Path) -> None:
    """The cells of the result sheets, unformatted, by XlsxWriter with constant memory."""
    options = {"constant_memory": True, "default_date_format": "yyyy-mm-dd", "strings_to_urls": False}
    with xlsxwriter.Workbook(str(path), {**options, "strings_to_formulas": False}) as out:
        for table in changes.tables:
            sheet = out.add_worksheet(table.sheet)
            sheet.write_row(0, 0, [c.header for c in table.columns])
            columns = [_cells(table.data[c.header]) for c in table.columns]
            for row, values in enumerate(zip(*columns, strict=True), 1):
                sheet.write_row(row, 0, values)
        for patch in changes.patches:
            sheet = out.add_worksheet(patch.sheet)
            place = {name: i for i, name in enumerate(patch.columns)}
            cells: dict[int, list[tuple[int, Any]]] = {}
            for written in patch.cells:
                for row, value in zip(written.rows.tolist(), _cells(written.values), strict=True):
                    cells.setdefault(row, []).append((place[written.column], value))
            for row in sorted(cells):
                for column, value in cells[row]:
                    sheet.write(row - 1, column, value)


def _cells(values: Any) -> list[Any]:
    """A column as Python values, blank as None; XlsxWriter passes over those."""
    array = np.asarray(values)
    if array.dtype.kind == "M":
        return [None if v is None else v for v in array.astype("datetime64[s]").tolist()]
    if array.dtype.kind == "f":
        return [None if v != v else v for v in array.tolist()]
    return [v.item() if isinstance(v, np.generic) else v for v in values]


def analyst(path: Path) -> float:
    """A dozen lines of pandas: read, sort, hand out stock by running totals, add up what is missing."""
    orders = pd.read_excel(path, sheet_name="Orders", engine="calamine")
    stock = pd.read_excel(path, sheet_name="Stock", engine="calamine").groupby("SKU")["On Hand"].sum()
    orders["Open"] = orders["Ordered"] - orders["Shipped"]
    orders = orders[orders["Open"] > 0].sort_values(["Priority", "Order Date", "Order", "Line"])
    before = orders.groupby("SKU")["Open"].cumsum() - orders["Open"]
    left = (orders["SKU"].map(stock).fillna(0) - before).clip(lower=0)
    orders["From Stock"] = np.minimum(orders["Open"], left)
    orders["Waiting"] = orders["Open"] - orders["From Stock"]
    missing = orders.groupby("SKU")["Waiting"].sum()
    return float(missing.sum())


def clocked(work: Callable[[], Any]) -> tuple[float, Any]:
    gc.collect()
    start = time.perf_counter()
    result = work()
    return time.perf_counter() - start, result


def once(path: Path, out: Path) -> tuple[dict[str, float], float]:
    """Seconds of each step, once; and the units that wait by our reckoning."""
    took: dict[str, float] = {}
    took["bare read"], _ = clocked(lambda: bare_read(path))
    with FileBook(path) as opened:
        took["read and check"], reading = clocked(lambda: read_tables(opened))
    took["plan"], _ = clocked(lambda: plan(reading.tables, reading.settings, data.AS_OF))
    with FileBook(path) as opened:
        report = run.morning_run(opened, {}, data.AS_OF, now=NOW)
        took["apply"], _ = clocked(lambda: opened.apply(report.changes, out, False))

    def whole() -> None:
        with FileBook(path) as opened:
            made = run.morning_run(opened, {}, data.AS_OF, now=NOW)
            run.write(opened, made, out, backup=False)

    took["whole run"], _ = clocked(whole)
    took["bare write"], _ = clocked(lambda: bare_write(report.changes, out.with_name("floor.xlsx")))
    took["analyst"], missing = clocked(lambda: analyst(path))
    waits = report.outcome.lines["open"].sum() - report.outcome.lines["from_stock"].sum() if report.outcome else 0
    if abs(int(waits) / UNIT - missing) > 1e-6:
        raise SystemExit(f"The analyst finds {missing:,.0f} units waiting, the run {int(waits) / UNIT:,.0f}.")
    return took, missing


def measured(lines: int, repeat: int) -> tuple[dict[str, float], dict[str, float]]:
    """Medians and spreads (largest less smallest) of ``repeat`` rounds, after one round that does not count."""
    path = data.made(lines, OUT)
    once(path, OUT / "result.xlsx")
    rounds = [once(path, OUT / "result.xlsx")[0] for _ in range(repeat)]
    values = {name: [r[name] for r in rounds] for name in rounds[0]}
    return {n: statistics.median(v) for n, v in values.items()}, {n: max(v) - min(v) for n, v in values.items()}


def machine() -> str:
    """The processor, its cores, the system and the versions that matter."""
    name = platform.processor() or platform.machine()
    facts = Path("/proc/cpuinfo")
    if facts.exists():
        models = [x.split(":", 1)[1].strip() for x in facts.read_text().splitlines() if x.startswith("model name")]
        name = models[0] if models else name
    return (
        f"{name}, {os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}, "
        f"pandas {pd.__version__}, numpy {np.__version__}, backorder-xl {__version__}"
    )


STEPS = ("bare read", "read and check", "plan", "apply", "whole run", "bare write", "analyst")


def report(sizes: list[int], repeat: int) -> str:
    """The Markdown page: one row per step, one column per size, then the ratios."""
    results = [measured(n, repeat) for n in sizes]
    medians = [m for m, _ in results]
    out = [f"{machine()}; seconds, median of {repeat} (± half the spread).", ""]
    out += ["| step | " + " | ".join(f"{n:,} lines" for n in sizes) + " |", "|---|" + "---:|" * len(sizes)]
    for step in STEPS:
        cells = [f"{m[step]:.3f} ± {s[step] / 2:.3f}" for m, s in results]
        out.append(f"| {step} | " + " | ".join(cells) + " |")
    floors = [m["bare read"] + m["bare write"] for m in medians]
    ratios = {
        "read and check / bare read": [m["read and check"] / m["bare read"] for m in medians],
        "whole run / (bare read + bare write)": [m["whole run"] / f for m, f in zip(medians, floors, strict=True)],
        "whole run / analyst": [m["whole run"] / m["analyst"] for m in medians],
    }
    out += [f"| {name} | " + " | ".join(f"{v:.2f} ×" for v in values) + " |" for name, values in ratios.items()]
    return "\n".join(out)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("sizes", type=int, nargs="*", default=[1_000, 10_000, 100_000])
    parser.add_argument("--repeat", type=int, default=5)
    given = parser.parse_args()
    print(report(given.sizes, given.repeat))
