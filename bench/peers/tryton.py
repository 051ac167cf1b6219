"""How long does an ERP take for the same morning's work? Tryton from PyPI, in process, on SQLite, against our whole run.

``python bench/peers/tryton.py 200 1000 --repeat 1`` prints a Markdown table. Tryton and its modules go into a Python of their own
(``bench/out/tryton-venv``), made by pip where it is not there. The book is bench/data.py's in a variant that both read alike:
one priority, no dates wanted, nothing on its way, orders served by their day. Loading is not timed. Both must hand out the same
units line by line, buy the same units of each item and from as many suppliers, or the benchmark stops.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
import venv
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))
import data
from run import NOW, OUT, machine

from backorder_xl import run
from backorder_xl.core.words import UNIT
from backorder_xl.hosts.calm import without_pauses
from backorder_xl.workbook.file import FileBook

HOME = OUT / "tryton-venv"
PYTHON = HOME / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
MODULES = ("sale", "stock-supply", "purchase-request", "purchase-product-quantity")
PACKAGES = ("trytond~=8.2.0", "proteus~=8.2.0", *(f"trytond-{m}~=8.2.0" for m in MODULES))
INSIDE = Path(__file__).with_name("tryton_inside.py")
STEPS = {
    "load": "(loading, not counted)",
    "confirm": "sales confirmed, shipments made",
    "assign": "stock assigned to shipments",
    "request": "purchase requests",
    "purchase": "purchases by supplier",
}
TOGETHER, OURS = "Tryton, the four steps together", "our whole run"
OUR_ROUNDS = 5
FASTEST = 40  # orders at once: fewer or all together took Tryton longer at 1,000 lines
Took = dict[str, tuple[float, float]]  # step: wall and processor seconds


def ready() -> None:
    """Tryton in a Python of its own."""
    if not (HOME / "ready").exists():
        venv.create(HOME, with_pip=True, clear=True)
        if subprocess.run([PYTHON, "-m", "pip", "install", "-q", *PACKAGES]).returncode:
            raise SystemExit("Tryton could not be installed; what pip says stands above.")
        (HOME / "ready").touch()


def variant(lines: int) -> dict[str, data.Columns]:
    """The made-up book as both understand it alike, its order lines in serving order."""
    sheets = data.book(lines)
    orders = sheets["Orders"]
    by_day = sorted(range(lines), key=lambda i: (orders["Order Date"][i], orders["Order"][i], orders["Line"][i]))
    sheets["Orders"] = {h: [values[i] for i in by_day] for h, values in orders.items() if h not in ("Priority", "Need By")}
    del sheets["Purchase Orders"]
    return sheets


def clocked(work: Callable[[], Any]) -> tuple[tuple[float, float], Any]:
    start = time.perf_counter(), time.process_time()
    result = work()
    return (time.perf_counter() - start[0], time.process_time() - start[1]), result


def ours(sheets: dict[str, data.Columns], lines: int) -> tuple[list[tuple[float, float]], dict[str, Any]]:
    """What each counted round of our whole run took, and what it decided in the words of tryton_inside.result."""
    path, out = OUT / f"beside_tryton_{lines}.xlsx", OUT / "result.xlsx"
    data.write(sheets, path)

    def whole() -> run.Report:
        with FileBook(path) as opened:
            made = run.morning_run(opened, {}, data.AS_OF, now=NOW)
            run.write(opened, made, out, backup=False)
        return made

    with without_pauses():
        rounds = [clocked(whole) for _ in range(1 + OUR_ROUNDS)]
    outcome = rounds[-1][1].outcome
    given = outcome.lines.assign(line=outcome.lines["line"].astype(int)).set_index(["order", "line"])["from_stock"] / UNIT
    places = list(zip(sheets["Orders"]["Order"], sheets["Orders"]["Line"], strict=True))
    bought = outcome.purchases.groupby("sku")["ordered"].sum() / UNIT
    decided = {
        "from stock": given.loc[places].tolist(),
        "bought": {str(sku): units for sku, units in bought.items()},
        "purchases": int(outcome.purchases["po"].nunique()),
    }
    return [took for took, _ in rounds[1:]], decided


def theirs(sheets: dict[str, data.Columns], lines: int, at_once: int) -> dict[str, Any]:
    """What Tryton took and decided, once, in a fresh process with a fresh copy of its company."""
    orders = sheets["Orders"]
    wanted = {h: orders[h] for h in ("Order", "Customer", "SKU", "Unit Price")}
    wanted["Open"] = [a - b for a, b in zip(orders["Ordered"], orders["Shipped"], strict=True)]
    book, result = OUT / f"beside_tryton_{lines}.json", OUT / "tryton_result.json"
    book.write_text(json.dumps({**sheets, "Orders": wanted}), encoding="utf-8")
    if subprocess.run([PYTHON, "-O", INSIDE, HOME / "databases", book, result, str(at_once)]).returncode:
        raise SystemExit("Tryton stopped before the end; what it says stands above.")
    found: dict[str, Any] = json.loads(result.read_text(encoding="utf-8"))
    return found


def differ(mine: dict[str, Any], other: dict[str, Any]) -> str:
    """A sentence on the first thing that the two decided otherwise; empty where they agree."""
    units, others = sum(mine["from stock"]), sum(other["from stock"])
    if units != others:
        return f"Tryton hands out {others:,.0f} units from stock, our run {units:,.0f}."
    lines = sum(a != b for a, b in zip(mine["from stock"], other["from stock"], strict=True))
    if lines:
        return f"Tryton gives {lines:,} order lines other units from stock than our run."
    skus = {s for s in {*mine["bought"], *other["bought"]} if mine["bought"].get(s) != other["bought"].get(s)}
    if skus:
        one = min(skus)
        units, others = mine["bought"].get(one, 0), other["bought"].get(one, 0)
        return f"Items bought otherwise: {len(skus):,}. Of {one}, Tryton buys {others:,.0f} units, our run {units:,.0f}."
    if mine["purchases"] != other["purchases"]:
        return f"Tryton makes {other['purchases']:,} purchases, our run {mine['purchases']:,}."
    return ""


def measured(lines: int, repeat: int, at_once: int) -> tuple[Took, str]:
    """Medians of each step at one size, and Tryton's version; raises SystemExit where the two disagree."""
    sheets = variant(lines)
    my_rounds, mine = ours(sheets, lines)
    rounds = [theirs(sheets, lines, at_once) for _ in range(repeat)]
    for other in rounds:
        if sentence := differ(mine, other):
            raise SystemExit(sentence)
    took = {step: _median([r["took"][step] for r in rounds]) for step in STEPS}
    took[TOGETHER] = _median([_sum([t for s, t in r["took"].items() if s != "load"]) for r in rounds])
    took[OURS] = _median(my_rounds)
    return took, rounds[0]["version"]


def _median(pairs: list[Any]) -> tuple[float, float]:
    return statistics.median(p[0] for p in pairs), statistics.median(p[1] for p in pairs)


def _sum(pairs: list[Any]) -> tuple[float, float]:
    return sum(p[0] for p in pairs), sum(p[1] for p in pairs)


def report(sizes: list[int], results: list[Took], repeat: int, version: str) -> str:
    """The Markdown page: one row per step, wall and processor seconds for each size."""
    out = [f"{machine()}, Tryton {version} on SQLite; seconds by the clock and of the processor, median of {repeat}", ""]
    out[0] += f" ({OUR_ROUNDS} for our run)."
    out.append("| step | " + " | ".join(f"{n:,} lines, clock | processor" for n in sizes) + " |")
    out.append("|---|" + "---:|---:|" * len(sizes))
    for step in (*STEPS, TOGETHER, OURS):
        cells = [f"{seconds:.{3 if step == OURS else 2}f}" for took in results for seconds in took[step]]
        out.append(f"| {STEPS.get(step, step)} | " + " | ".join(cells) + " |")
    cells = [f"{a / b:,.0f} ×" for took in results for a, b in zip(took[TOGETHER], took[OURS], strict=True)]
    out.append("| Tryton / our whole run | " + " | ".join(cells) + " |")
    return "\n".join(out)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("sizes", type=int, nargs="*", default=[200, 1_000])
    parser.add_argument("--repeat", type=int, default=1, help="rounds of Tryton; ours has five and one that does not count")
    parser.add_argument("--at-once", type=int, default=FASTEST, help="orders in one transaction of Tryton's")
    given = parser.parse_args()
    OUT.mkdir(parents=True, exist_ok=True)
    ready()
    results = [measured(n, given.repeat, given.at_once) for n in given.sizes]
    print(report(given.sizes, [took for took, _ in results], given.repeat, results[0][1]))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
