"""How long does importing a large export take, the first time, again, and a day later?

``python bench/merging.py [LINES]``: a Shopify export of that many lines into a new book, the same file once more, and the next
day's with one line in twenty fulfilled and one in fifty new. Prints seconds per step and how many lines each changed.
"""

from __future__ import annotations

import csv
import datetime as dt
import sys
import tempfile
import time
from pathlib import Path

from backorder_xl.hosts.importing import Asked, import_into

HEADERS = [
    "Name", "Email", "Financial Status", "Paid at", "Fulfillment Status", "Fulfilled at", "Currency", "Total", "Created at",
    "Lineitem quantity", "Lineitem name", "Lineitem price", "Lineitem sku", "Lineitem fulfillment status", "Billing Name",
    "Shipping Name", "Cancelled at", "Id",
]  # fmt: skip


def export(path: Path, lines: int, day: int) -> None:
    """Orders of two lines each; on later days some of them are fulfilled."""
    with path.open("w", newline="", encoding="utf-8") as file:
        out = csv.writer(file)
        out.writerow(HEADERS)
        for n in range(lines // 2):
            state = "fulfilled" if day and n % 20 == 0 else "unfulfilled"
            placed = dt.datetime(2026, 1, 1) + dt.timedelta(minutes=3 * n)
            first = [f"#{1000 + n}", f"c{n % 9000}@example.com", "paid", placed, state, "", "EUR", "20.00", f"{placed} +0000"]
            for line in (0, 1):
                head = first if line == 0 else [first[0], first[1], *[""] * 7]
                item = [1 + n % 5, f"Item {n % 997}", "10.00", f"SKU-{(n + line) % 997}"]
                done = "fulfilled" if state == "fulfilled" else "pending"
                out.writerow([*head, *item, done, f"Customer {n % 9000}", "", "", n])


def main(lines: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for day, size in ((0, lines), (1, lines + lines // 50)):
            export(folder / f"day{day}.csv", size, day)
        for what, file in (("new book", "day0.csv"), ("the same file again", "day0.csv"), ("the next day", "day1.csv")):
            start = time.perf_counter()
            done = import_into(Asked([folder / file], folder / "book.xlsx"), folder / "state")
            counts = done.imported.summary.tallies[0].counts()
            print(f"{what}: {time.perf_counter() - start:.1f} s; {counts}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
