"""How long does a book past one workbook take, how much memory, and does it add up?

``python bench/scale.py 1000000 --workers 2`` makes the book once (Parquet, into ``bench/out``), decides it in parts, and prints
time, peak memory and disk by step. ``--kill`` kills one of the workers midway. Totals are checked exactly, and some parts drawn
by lot are decided again by themselves.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import signal
import threading
import time
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

AS_OF = pd.Timestamp("2026-06-03")
OUT = Path(__file__).parent / "out"
CHUNK = 5_000_000
MILLIONTHS = 1_000_000


def made(lines: int, items: int, exponent: float, seed: int = 20260603) -> Path:
    """The book as Parquet: five lines an order, items by Zipf, stock for 60 % of demand, one order in fifty ships complete."""
    folder = OUT / f"scale_{lines}_{items}_{exponent:g}"
    if (folder / "Stock.parquet").exists():
        return folder
    (folder / "Orders").mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(seed)
    share = np.cumsum(1.0 / np.arange(1, items + 1) ** exponent)
    share /= share[-1]
    wanted = np.zeros(items, np.int64)
    sku = np.array([f"SKU-{i:07d}" for i in range(1, items + 1)], object)
    for number, start in enumerate(range(0, lines, CHUNK)):
        size = min(CHUNK, lines - start)
        order = (start + np.arange(size)) // 5
        item = np.searchsorted(share, rng.random(size)).clip(max=items - 1)
        ordered = rng.integers(1, 25, size)
        wanted += np.bincount(item, ordered, items).astype(np.int64)
        first = order - order[0]
        count = int(first[-1]) + 1
        pd.DataFrame(
            {
                "Order": pd.Series(order + 1).astype(str).str.zfill(9).radd("SO-"),
                "Line": (start + np.arange(size)) % 5 + 1,
                "Order Date": AS_OF - pd.to_timedelta(rng.integers(0, 60, count)[first], unit="D"),
                "Customer": pd.Series(rng.integers(1, 1_000_000, count)[first]).astype(str).radd("C"),
                "SKU": pd.Categorical.from_codes(item, sku),
                "Ordered": ordered,
                "Priority": rng.choice([1, 3, 5], count, p=[0.1, 0.2, 0.7])[first],
                "Ship Complete": pd.Categorical.from_codes(np.where(rng.random(count) < 0.02, 0, -1)[first], ["yes"]),
            }
        ).to_parquet(folder / "Orders" / f"{number:04d}.parquet", index=False)
    makers = min(5_000, max(5, items // 40))
    supplier = np.array([f"SUP-{i:04d}" for i in range(makers)], object)
    lead, moq, multiple = rng.integers(3, 40, items), rng.choice([0, 10, 50, 100], items), rng.choice([0, 6, 12, 25], items)
    who, cost = supplier[rng.integers(0, makers, items)], rng.integers(100, 20_000, items) / 100
    goods = {"SKU": sku, "Supplier": who, "Lead Time": lead, "MOQ": moq, "Multiple": multiple, "Unit Cost": cost}
    pd.DataFrame(goods).to_parquet(folder / "Items.parquet", index=False)
    pd.DataFrame({"Supplier": supplier}).to_parquet(folder / "Suppliers.parquet", index=False)
    stock = np.floor(wanted * rng.uniform(0.2, 1.0, items)).astype(np.int64)
    pd.DataFrame({"SKU": sku, "On Hand": stock}).to_parquet(folder / "Stock.parquet", index=False)
    return folder


def sources(folder: Path) -> dict[str, str]:
    """How each table is read."""
    whole = {name: f"read_parquet('{folder / name}.parquet')" for name in ("Items", "Suppliers", "Stock")}
    return {"Orders": f"read_parquet('{folder}/Orders/*.parquet')", **whole}


def resident(pids: list[int]) -> int:
    """Bytes of memory that these processes hold now."""
    total = 0
    for pid in pids:
        with open(f"/proc/{pid}/statm") as file:
            total += int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    return total


class Watch:
    """The most memory that driver and workers held at once, and the most disk below a folder, looked at twice a second."""

    def __init__(self, scratch: Path) -> None:
        self.memory = self.disk = self.spill = 0
        self._scratch, self._over = scratch, threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def _watch(self) -> None:
        while not self._over.wait(0.5):
            children = [int(p) for t in Path("/proc/self/task").iterdir() for p in (t / "children").read_text().split()]
            grand = [int(p) for c in children for p in _children(c)]
            try:
                self.memory = max(self.memory, resident([os.getpid(), *children, *grand]))
            except (FileNotFoundError, ProcessLookupError):
                continue
            self.disk = max(self.disk, _size(self._scratch))
            self.spill = max(self.spill, _size(self._scratch / "spill"))

    def stop(self) -> None:
        self._over.set()
        self._thread.join()


def _children(pid: int) -> list[str]:
    try:
        return [p for t in Path(f"/proc/{pid}/task").iterdir() for p in (t / "children").read_text().split()]
    except (FileNotFoundError, ProcessLookupError):
        return []


def _size(folder: Path) -> int:
    total = 0
    for place, _, names in os.walk(folder):
        for name in names:
            try:
                total += os.stat(os.path.join(place, name)).st_size
            except FileNotFoundError:
                continue
    return total


def laws(folder: Path, done: Any, out: Path, items: int) -> dict[str, Any]:
    """Rule 8 on the result: totals exactly, and single items drawn by lot against a plain loop."""
    import duckdb

    connection = duckdb.connect()
    units = done.units
    assert units["open"] == sum(units[c] for c in ("from_stock", "on_order", "to_order", "uncovered")), "rule 8.1"
    ordered = connection.execute(f"SELECT sum(Ordered) FROM {sources(folder)['Orders']}").fetchone()[0]
    assert int(ordered) * MILLIONTHS == units["open"], "a line was lost"
    pegged = f"read_parquet('{out}/Allocations/*.parquet')"
    over = connection.execute(
        f"SELECT count(*) FROM (SELECT SKU, sum(Quantity) AS used FROM {pegged} WHERE Source = 'stock' GROUP BY SKU) p "
        f"JOIN {sources(folder)['Stock']} s USING (SKU) WHERE used > s.\"On Hand\""
    ).fetchone()[0]
    assert over == 0, "rule 8.2: more was given than there is"
    rng = np.random.default_rng(1)
    checked = 0
    for item in rng.integers(items // 100, items // 2, 12) + 1:
        sku = f"SKU-{item:07d}"
        rows = connection.execute(f"SELECT * FROM {sources(folder)['Orders']} WHERE SKU = '{sku}'").df()
        left = int(connection.execute(f"SELECT \"On Hand\" FROM {sources(folder)['Stock']} WHERE SKU = '{sku}'").fetchone()[0])
        got = connection.execute(
            f"SELECT \"Order\", Line, sum(Quantity) AS q FROM {pegged} WHERE SKU = '{sku}' AND Source = 'stock' GROUP BY ALL"
        ).df()
        given = {(o, str(n)): q for o, n, q in got.itertuples(index=False)}
        for row in rows.sort_values(["Priority", "Order Date", "Order", "Line"]).itertuples():
            mine = min(left, int(row.Ordered))
            assert given.get((row.Order, str(row.Line)), 0) == mine, (sku, row.Order)
            left -= mine
            checked += 1
    return {"lines_checked_by_a_plain_loop": checked}


def main() -> None:
    from backorder_xl.scale.running import plan_in_parts, workers

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("lines", type=int)
    parser.add_argument("--items", type=int, default=0, help="else one for every fifty lines")
    parser.add_argument("--exponent", type=float, default=0.8, help="of the items' Zipf distribution")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--each", type=int, default=250_000, help="order lines of a part")
    parser.add_argument("--memory", default="4GB", help="what splitting and joining may hold before they spill")
    parser.add_argument("--kill", action="store_true", help="kill a worker midway")
    given = parser.parse_args()
    items = given.items or max(40, given.lines // 50)
    folder = made(given.lines, items, given.exponent)
    out, scratch = OUT / "scale_result", OUT / "scale_scratch"
    shutil.rmtree(out, ignore_errors=True)
    steps: list[tuple[str, float]] = []
    start = time.perf_counter()
    with workers(given.workers) as client:

        def tell(step: str) -> None:
            steps.append((step, round(time.perf_counter() - start, 1)))
            print(f"{steps[-1][1]:8.1f} s  {step}", flush=True)
            if given.kill and step == "Serving what is to be bought":
                threading.Timer(20, os.kill, (next(iter(client.run(os.getpid).values())), signal.SIGKILL)).start()

        watch = Watch(scratch)
        done = plan_in_parts(sources(folder), out, scratch, {}, AS_OF.date(), client, lines_each=given.each,
                             memory=given.memory, tell=tell)  # fmt: skip
        watch.stop()
    seconds = time.perf_counter() - start
    print(json.dumps({
        "lines": given.lines, "parts": done.cut.parts, "workers": given.workers, "seconds": round(seconds, 1),
        "lines_per_second": round(given.lines / seconds), "peak_memory_gb": round(watch.memory / 1e9, 2),
        "driver_peak_gb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6, 2),
        "scratch_gb": round(watch.disk / 1e9, 2), "spill_gb": round(watch.spill / 1e9, 2), "killed": given.kill,
        "counts": done.counts, **laws(folder, done, out, items),
    }, indent=1))  # fmt: skip


if __name__ == "__main__":
    main()
