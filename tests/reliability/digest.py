"""Do the same books give the same results with other libraries, in another place of the world, read by another reader?

``python -m tests.reliability.digest`` prints one line of JSON: a digest of what was decided of each of some made-up books, and of
every cell that was written. It needs nothing but the program's own libraries, so that it runs in any environment. ``--without``
names libraries that shall not be there, ``--rows`` shuffles rows and sheets.
"""

# ruff: noqa: E501
from __future__ import annotations

import argparse
import contextlib
import datetime as dt
import hashlib
import io
import json
import os
import random
import sys
import tempfile
from importlib.metadata import distributions
from pathlib import Path
from typing import Any

LIBRARIES = ("pandas", "numpy", "pyarrow", "fastexcel", "lxml", "openpyxl", "xlsxwriter")
OURS = (
    "Backorders",
    "Allocations",
    "Ready to Ship",
    "Problems",
    "Purchase Orders",
    "Stock",
    "Cut List",
    "Changes",
    "Messages",
    "Proof",
)


def shop(seed: int, lines: int, shuffled: int | None) -> dict[str, list[list[Any]]]:
    """A book of orders with fractions, ties, partial deliveries, and a few rows that cannot be used."""
    chance = random.Random(seed)
    day = dt.datetime(2026, 6, 3)
    skus = [f"SKU-{n}" for n in range(max(3, lines // 12))]

    def some(days: int, back: int = 0) -> dt.datetime:
        return day + dt.timedelta(chance.randint(-back, days))

    def units() -> float:
        return chance.choice((1, 2, 3, 5, 12, 0.1, 0.2, 0.3, 2.25, 1 / 3, 0.000001, 7.654321))

    orders = [
        [
            "Order",
            "Line",
            "Order Date",
            "Customer",
            "SKU",
            "Ordered",
            "Shipped",
            "Priority",
            "Need By",
            "Unit Price",
            "Ship Complete",
        ]
    ]
    for n in range(lines):
        ordered = units()
        bad = n % 97 == 96
        orders.append([f"SO-{n // 3}", n % 3 + 1, some(0, 40), f"C{n % 17}", chance.choice(skus), "many" if bad else ordered,
                       chance.choice((0, 0, ordered if ordered >= 0.1 else 0)), chance.choice((None, 1, 5)), chance.choice((None, some(40))),
                       chance.choice((1, 2.5, 19.99)), chance.choice((None, "yes"))])  # fmt: skip
    tables: dict[str, list[list[Any]]] = {
        "Orders": orders,
        "Stock": [["SKU", "On Hand", "Reserved"], *([s, units() * 3, chance.choice((0, 0, 1))] for s in skus)],
        "Items": [["SKU", "Description", "Supplier", "MOQ", "Multiple", "Unit Cost", "Lead Time"],
                  *([s, f"Ding Ä {s}", f"S{n % 4}", chance.choice((None, 10)), chance.choice((None, 6, 0.5)), 1.1, n % 9] for n, s in enumerate(skus))],
        "Suppliers": [["Supplier", "Name", "Minimum Order"], *([f"S{n}", f"Süpplier {n}", n * 20] for n in range(4))],
        "Purchase Orders": [["PO", "Line", "Supplier", "SKU", "Ordered", "Expected", "Status"],
                            *([f"PO-{n}", 1, f"S{n % 4}", chance.choice(skus), units() * 4, some(30, 9), chance.choice(("ordered", "confirmed", "proposed"))]
                              for n in range(lines // 10))],
        "Receipts": [["Receipt", "Received On", "PO", "SKU", "Received"],
                     *([f"R{n}", day, None, s, 0.7] for n, s in enumerate(skus) if n % 3 == 0)],
    }  # fmt: skip
    if shuffled is not None:
        mixed = random.Random(shuffled)
        for rows in tables.values():
            body = rows[1:]
            mixed.shuffle(body)
            rows[1:] = body
        names = list(tables)
        mixed.shuffle(names)
        tables = {name: tables[name] for name in names}
    return tables


def write(rows: dict[str, list[list[Any]]], path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, lines in rows.items():
        sheet = book.create_sheet(name)
        for line in lines:
            sheet.append(line)
    book.save(path)


def results(path: Path, by_key: bool) -> dict[str, str]:
    """A digest of each sheet that a run writes; ``by_key`` leaves out where rows stand and puts them in order."""
    import openpyxl

    book = openpyxl.load_workbook(path)
    found = {}
    for name in OURS:
        if name not in book.sheetnames:
            continue
        rows = [repr(row) for row in book[name].iter_rows(values_only=True)]
        if by_key:
            rows = [] if name in ("Problems", "Proof") else sorted(rows)  # these name rows of the sheet
        found[name] = hashlib.sha256("\n".join(rows).encode()).hexdigest()[:16]
    return found


def digest(shuffled: int | None = None, sizes: tuple[int, ...] = (60, 2000)) -> dict[str, Any]:
    """Two runs of each book by the command line, and what they left."""
    from backorder_xl.hosts.cli import main

    out: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as folder:
        os.environ["BACKORDER_XL_STATE"] = str(Path(folder, "state"))
        for size in sizes:
            path = Path(folder, f"{size}.xlsx")
            write(shop(size, size, shuffled), path)
            said = io.StringIO()
            with contextlib.redirect_stdout(said):
                for _ in range(2):
                    assert main(["run", str(path), "--as-of", "2026-06-03", "--json"]) == 0
            counts = {k: v for k, v in json.loads(said.getvalue().splitlines()[-1]).items() if k not in ("seconds", "output")}
            out[str(size)] = {"counts": counts, "sheets": results(path, shuffled is not None)}
    return out


class Missing:
    """An import that fails, as where a library is not installed."""

    def __init__(self, names: list[str]) -> None:
        self.names = names

    def find_spec(self, name: str, *_: Any) -> None:
        if name.split(".")[0] in self.names:
            raise ImportError(f"{name} is not here")


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--without", nargs="*", default=[])
    parser.add_argument("--rows", type=int)
    parser.add_argument("--versions", action="store_true")
    options = parser.parse_args()
    sys.meta_path.insert(0, Missing(options.without))  # type: ignore[arg-type]
    print(json.dumps(digest(options.rows), sort_keys=True))
    if options.versions:
        print({d.name: d.version for d in distributions() if d.name.lower() in LIBRARIES}, file=sys.stderr)
