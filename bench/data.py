"""What does a made-up book of N order lines look like? The same seed gives the same rows, whatever the machine.

Popular items are ordered far more often than others (Zipf), five lines make an order, stock covers about 60 % of what
is open, suppliers sell in minimum quantities and multiples, and some purchase orders are on their way.
"""

from __future__ import annotations

import argparse
import datetime as dt
from pathlib import Path
from typing import Any

import numpy as np
import xlsxwriter

AS_OF = dt.date(2026, 6, 3)
SEED = 20260603
LINES_PER_ORDER = 5
STOCKED = 0.6  # of what is open
Columns = dict[str, list[Any]]


def book(lines: int, seed: int = SEED) -> dict[str, Columns]:
    """Sheets by name, each as columns by header; dates are datetime, whole quantities are numbers."""
    rng = np.random.default_rng(seed)
    size = int(np.clip(lines // 20, 40, 20_000))
    makers = int(np.clip(size // 40, 5, 200))
    skus = [f"SKU-{i:05d}" for i in range(1, size + 1)]
    suppliers = [f"SUP-{i:03d}" for i in range(1, makers + 1)]

    weight = 1.0 / np.arange(1, size + 1) ** 1.1
    item = rng.choice(size, lines, p=weight / weight.sum())
    orders = -(-lines // LINES_PER_ORDER)
    order = np.arange(lines) // LINES_PER_ORDER
    ordered = rng.integers(1, 25, lines)
    shipped = np.where(rng.random(lines) < 0.1, ordered // 2, 0)
    day = rng.integers(0, 60, orders)[order]
    asked = rng.random(lines) < 0.3
    need_by = [_day(-int(d) + 30) if a else None for d, a in zip(day, asked, strict=True)]
    price = np.round(rng.uniform(2, 200, size), 2)

    open_ = np.bincount(item, ordered - shipped, size)
    share = rng.uniform(0.2, 1.0, size)
    share *= STOCKED * open_.sum() / (open_ * share).sum()  # a few items are most of the demand: level it out
    on_hand = np.floor(open_ * share).astype(int)
    maker = rng.integers(0, makers, size)
    lead = rng.integers(3, 40, size)
    coming = np.flatnonzero((rng.random(size) < 0.4) & (open_ > on_hand))
    due = rng.integers(-5, 30, len(coming))
    return {
        "Orders": {
            "Order": [f"SO-{n + 1:06d}" for n in order],
            "Line": (np.arange(lines) % LINES_PER_ORDER + 1).tolist(),
            "Order Date": [_day(-int(d)) for d in day],
            "Customer": [f"C{n:05d}" for n in rng.integers(1, max(orders // 4, 2), orders)[order]],
            "SKU": [skus[i] for i in item],
            "Ordered": ordered.tolist(),
            "Shipped": shipped.tolist(),
            "Need By": need_by,
            "Priority": rng.choice([1, 3, 5], orders, p=[0.1, 0.2, 0.7])[order].tolist(),
            "Unit Price": price[item].tolist(),
        },
        "Stock": {"SKU": skus, "On Hand": on_hand.tolist()},
        "Items": {
            "SKU": skus,
            "Description": [f"Item {i}" for i in range(1, size + 1)],
            "Supplier": [suppliers[m] for m in maker],
            "Lead Time": lead.tolist(),
            "MOQ": rng.choice([0, 10, 50, 100], size).tolist(),
            "Multiple": rng.choice([0, 6, 12, 25], size).tolist(),
            "Unit Cost": np.round(price * 0.6, 2).tolist(),
        },
        "Suppliers": {
            "Supplier": suppliers,
            "Name": [f"Supplier {i}" for i in range(1, makers + 1)],
            "Lead Time": rng.integers(5, 30, makers).tolist(),
            "Minimum Order": rng.choice([0, 250, 1000], makers).tolist(),
        },
        "Purchase Orders": {
            "PO": [f"PO-{n:05d}" for n in range(1, len(coming) + 1)],
            "Line": [1] * len(coming),
            "Supplier": [suppliers[maker[i]] for i in coming],
            "SKU": [skus[i] for i in coming],
            "Ordered": np.maximum((open_ - on_hand)[coming] * 0.6, 1).astype(int).tolist(),
            "Received": [0] * len(coming),
            "Order Date": [_day(int(d) - 20) for d in due],
            "Expected": [_day(int(d)) for d in due],
            "Status": rng.choice(["ordered", "confirmed"], len(coming)).tolist(),
        },
    }


def _day(after: int) -> dt.datetime:
    return dt.datetime.combine(AS_OF, dt.time()) + dt.timedelta(days=after)


def write(sheets: dict[str, Columns], path: Path) -> None:
    """Write sheets row by row, with as little memory and time as XlsxWriter can."""
    options = {"constant_memory": True, "default_date_format": "yyyy-mm-dd", "strings_to_urls": False}
    with xlsxwriter.Workbook(str(path), options) as out:
        for name, columns in sheets.items():
            sheet = out.add_worksheet(name)
            sheet.write_row(0, 0, list(columns))
            for row, values in enumerate(zip(*columns.values(), strict=True), 1):
                sheet.write_row(row, 0, values)


def made(lines: int, folder: Path, seed: int = SEED) -> Path:
    """The book of that size in ``folder``, made if it is not there yet."""
    path = folder / f"orders_{lines}_{seed}.xlsx"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        write(book(lines, seed), path)
    return path


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Make a book of so many order lines.")
    parser.add_argument("lines", type=int, nargs="+")
    parser.add_argument("--into", type=Path, default=Path(__file__).parent / "out")
    given = parser.parse_args()
    for count in given.lines:
        print(made(count, given.into))
