"""How long does the morning run take, step by step, and how near is that to what cannot be avoided, or to what others take?

``python bench/run.py 1000 10000 --repeat 5`` prints medians as a Markdown table, with the ratios that matter below it.
``--peers`` adds scripts and a formula workbook, ``--json FILE`` keeps the ratios, ``--check FILE`` fails where one got worse by
half against such a file. Everything stands side by side in one session: compare ratios rather than seconds.
"""

from __future__ import annotations

import argparse
import datetime as dt
import gc
import json
import math
import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import data
import numpy as np
import pandas as pd
from floors import analyst, bare_read, bare_write, frames
from peers import formulas, plain

from backorder_xl import __version__, run
from backorder_xl.core.kept import carried
from backorder_xl.core.planning import decide, plan
from backorder_xl.core.words import UNIT
from backorder_xl.hosts.calm import without_pauses
from backorder_xl.tables.finding import find_tables
from backorder_xl.tables.kinds import WANTS
from backorder_xl.tables.reading import read_tables
from backorder_xl.workbook.file import FileBook

OUT = Path(__file__).parent / "out"
NOW = dt.datetime(2026, 6, 3, 7, 0)
WORSE = 1.5  # a ratio that grew by half is a reason to look
FORMULAS_UP_TO = 10_000  # lines; running SUMIFS are quadratic
STEPS = (
    "bare read", "read", "read and check", "decide", "plan", "lay out", "write", "whole run", "bare write",
    "analyst, decides only", "analyst, reads too",
    "calamine + pandas + XlsxWriter", "openpyxl + pandas", "formulas in LibreOffice",
)  # fmt: skip
RATIOS = {
    "read / bare read": (("read",), ("bare read",)),
    "read and check / bare read": (("read and check",), ("bare read",)),
    "decide / analyst, decides only": (("decide",), ("analyst, decides only",)),
    "plan / analyst, decides only": (("plan",), ("analyst, decides only",)),
    "read, check and plan / analyst, reads too": (("read and check", "plan"), ("analyst, reads too",)),
    "write / bare write": (("write",), ("bare write",)),
    "whole run / (bare read + bare write)": (("whole run",), ("bare read", "bare write")),
    "whole run / calamine + pandas + XlsxWriter": (("whole run",), ("calamine + pandas + XlsxWriter",)),
    "whole run / openpyxl + pandas": (("whole run",), ("openpyxl + pandas",)),
    "whole run / formulas in LibreOffice": (("whole run",), ("formulas in LibreOffice",)),
}


def clocked(work: Callable[[], Any]) -> tuple[float, Any]:
    gc.collect()
    start = time.perf_counter()
    result = work()
    return time.perf_counter() - start, result


def typed_columns(path: Path) -> None:
    """Every input sheet as typed columns by our reader, nothing checked."""
    with FileBook(path) as book:
        for place in find_tables(book).values():
            fields = {f.name: f for f in place.contract.fields}
            book.read(place.sheet, place.header_row, None, {c: WANTS[fields[n].kind] for n, c in place.match.columns.items()})


def once(path: Path, out: Path, peers: bool) -> dict[str, float]:
    """Seconds of each step, once. Raises SystemExit where two of them find other units waiting."""
    took: dict[str, float] = {}
    took["bare read"], _ = clocked(lambda: bare_read(path))
    with without_pauses():
        took["read"], _ = clocked(lambda: typed_columns(path))
        with FileBook(path) as opened:
            took["read and check"], reading = clocked(lambda: read_tables(opened))
        took["decide"], _ = clocked(lambda: decide(carried(reading.tables), reading.settings, data.AS_OF))
        took["plan"], _ = clocked(lambda: plan(reading.tables, reading.settings, data.AS_OF))
        with FileBook(path) as opened:
            decided, report = clocked(lambda: run.morning_run(opened, {}, data.AS_OF, now=NOW))
            took["write"], _ = clocked(lambda: opened.apply(report.changes, out, False))
        took["lay out"] = max(0.0, decided - took["read and check"] - took["plan"])

        def whole() -> None:
            with FileBook(path) as opened:
                made = run.morning_run(opened, {}, data.AS_OF, now=NOW)
                run.write(opened, made, out, backup=False)

        took["whole run"], _ = clocked(whole)
    took["bare write"], _ = clocked(lambda: bare_write(report.changes, out.with_name("floor.xlsx")))
    reads, (orders, stock) = clocked(lambda: frames(path))
    took["analyst, decides only"], missing = clocked(lambda: analyst(orders, stock))
    took["analyst, reads too"] = reads + took["analyst, decides only"]
    found = {"the analyst": missing}
    if peers:
        script = out.with_name("script.xlsx")
        took["calamine + pandas + XlsxWriter"], found["a script"] = clocked(lambda: plain.fast(path, script))
        took["openpyxl + pandas"], found["another script"] = clocked(lambda: plain.usual(path, script))
        if len(orders) <= FORMULAS_UP_TO and formulas.OFFICE:
            book = formulas.made(pd.read_excel(path, sheet_name=None, engine="calamine"), OUT / "formulas.xlsx")
            seconds, found["LibreOffice"] = clocked(lambda: formulas.calculated(book, OUT / "calculated"))
            took["formulas in LibreOffice"] = max(0.001, seconds - formulas.idle(OUT))
    waits = report.outcome.lines["open"].sum() - report.outcome.lines["from_stock"].sum() if report.outcome else 0
    for who, units in found.items():
        if abs(int(waits) / UNIT - units) > 1e-6:
            raise SystemExit(f"{who} finds {units:,.0f} units waiting, the run {int(waits) / UNIT:,.0f}.")
    return took


def measured(lines: int, repeat: int, peers: bool) -> tuple[dict[str, float], dict[str, float]]:
    """Medians and spreads (largest less smallest) of ``repeat`` rounds, after one round that does not count."""
    path = data.made(lines, OUT)
    if repeat > 1:
        once(path, OUT / "result.xlsx", False)
    rounds = [once(path, OUT / "result.xlsx", peers) for _ in range(repeat)]
    values = {name: [r[name] for r in rounds] for name in rounds[0]}
    return {n: statistics.median(v) for n, v in values.items()}, {n: max(v) - min(v) for n, v in values.items()}


def peak(lines: int) -> float:
    """The most memory that a whole run holds, in GB, in a process of its own; nan where the system does not say.

    Linux counts a process's own pages in VmHWM; ru_maxrss of a child begins with what its parent held.
    """
    if not Path("/proc/self/status").exists():
        return math.nan
    path, out = data.made(lines, OUT), OUT / "result.xlsx"
    arguments = ["run", str(path), "-o", str(out), "--as-of", str(data.AS_OF), "--json"]
    code = (
        f"import sys; from backorder_xl.hosts.cli import main; code = main({arguments!r}); "
        "print(open('/proc/self/status').read(), file=sys.stderr); sys.exit(code)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    held = next(line for line in done.stderr.splitlines() if line.startswith("VmHWM:"))
    return int(held.split()[1]) * 1024 / 1e9


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


def ratios(median: dict[str, float]) -> dict[str, float]:
    """What was measured, as ratios."""
    return {
        name: sum(median[n] for n in over) / sum(median[n] for n in under)
        for name, (over, under) in RATIOS.items()
        if all(n in median for n in (*over, *under))
    }


def report(sizes: list[int], results: list[tuple[dict[str, float], dict[str, float]]], repeat: int, memory: list[float]) -> str:
    """The Markdown page: one row per step, one column per size, then the ratios."""
    out = [f"{machine()}; seconds, median of {repeat} (± half the spread).", ""]
    out += ["| step | " + " | ".join(f"{n:,} lines" for n in sizes) + " |", "|---|" + "---:|" * len(sizes)]

    def row(name: str, cells: list[str]) -> str:
        return f"| {name} | " + " | ".join(cells) + " |"

    for step in STEPS:
        if any(step in m for m, _ in results):
            out.append(row(step, [f"{m[step]:.3f} ± {s[step] / 2:.3f}" if step in m else "" for m, s in results]))
    out.append(row("peak memory, GB", [f"{m:.2f}" for m in memory]))
    of = [ratios(m) for m, _ in results]
    out += [row(name, [f"{r[name]:.2f} ×" if name in r else "" for r in of]) for name in RATIOS if any(name in r for r in of)]
    for smaller, larger, (a, _), (b, _) in zip(sizes, sizes[1:], results, results[1:], strict=False):
        grew = math.log(b["whole run"] / a["whole run"]) / math.log(larger / smaller)
        out.append(f"\nGrowth of the whole run from {smaller:,} to {larger:,} lines: exponent {grew:.2f}.")
    return "\n".join(out)


def worse(now: dict[str, dict[str, float]], before: dict[str, dict[str, float]]) -> list[str]:
    """The ratios that grew by half since they were kept."""
    return [
        f"{name} at {int(size):,} lines: {now[size][name]:.2f} where it was {kept:.2f}"
        for size, of in before.items()
        for name, kept in of.items()
        if size in now and name in now[size] and now[size][name] > WORSE * kept
    ]


def _rounded(of: dict[str, dict[str, float]]) -> dict[str, dict[str, float]]:
    return {size: {name: round(value, 4) for name, value in rows.items()} for size, rows in of.items()}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("sizes", type=int, nargs="*", default=[1_000, 10_000, 100_000])
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--peers", action="store_true", help="also time scripts and a formula workbook")
    parser.add_argument("--json", type=Path, help="keep seconds and ratios in this file")
    parser.add_argument("--check", type=Path, help="compare the ratios with those that are kept in this file")
    given = parser.parse_args()
    results = [measured(n, given.repeat, given.peers) for n in given.sizes]
    print(report(given.sizes, results, given.repeat, [peak(n) for n in given.sizes]))
    found = {str(n): ratios(m) for n, (m, _) in zip(given.sizes, results, strict=True)}
    if given.json:
        seconds = {str(n): m for n, (m, _) in zip(given.sizes, results, strict=True)}
        kept = {"machine": machine(), "seconds": _rounded(seconds), "ratios": _rounded(found)}
        given.json.write_text(json.dumps(kept, indent=1) + "\n")
    complaints = worse(found, json.loads(given.check.read_text())["ratios"]) if given.check else []
    for complaint in complaints:
        print(f"Worse by half: {complaint}", file=sys.stderr)
    return 1 if complaints else 0


if __name__ == "__main__":
    raise SystemExit(main())
