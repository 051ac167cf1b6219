"""Books that nobody would make on purpose: is there never a traceback, and does a second run say the same?"""

from __future__ import annotations

import datetime as dt
import json
import random
from pathlib import Path

import pytest

from backorder_xl.hosts.cli import main
from tests.books import Rows, book_file

ODD = [
    None,
    "",
    0,
    1,
    -1,
    5,
    0.1,
    1e9,
    1e15,
    -0.0,
    "5",
    "1,5",
    "abc",
    "=1+1",
    "#N/A",
    True,
    False,
    dt.datetime(9999, 12, 31),
    dt.datetime(1901, 1, 1),
    "2026-06-01",
    "03/04/2026",
    "yes",
    "no",
    "stop",
    "drop ship",
    "preorder",
    "ordered",
    "proposed",
    "confirmed",
    "closed",
    "on hold",
    "SO-1",
    "PO-1",
    "😀",
    "مرحبا",
    "x" * 500,
    "\u200b",
    " A ",
    "1E5",
    99999,
    2.5e-7,
]
FIT = {
    "Order": ["SO-1", "SO-2"],
    "PO": ["PO-1", "P2"],
    "SKU": ["A", "b"],
    "Ordered": [1, 5, 2.5],
    "Customer": ["C"],
    "Order Date": [dt.datetime(2026, 6, 1)],
    "Supplier": ["S", "T"],
    "On Hand": [0, 3, 10],
    "Line": [1, 2, 3, 4, 5, 6, 7],
}
HEADERS = {
    "Orders": "Order,Line,Order Date,Customer,SKU,Ordered,Shipped,Cancelled,Need By,Promised,Priority,Ship Complete,Paid,"
    "Unit Price,Specification,Location,Status",
    "Stock": "SKU,On Hand,Location,Specification,Reserved",
    "Items": "SKU,Description,Supplier,Lead Time,MOQ,Multiple,Unit Cost,Policy,Release Date,Safety Stock,Substitute",
    "Suppliers": "Supplier,Lead Time,Minimum Order",
    "Sourcing": "SKU,Supplier,Lead Time,Unit Cost,MOQ,Multiple,Maximum,Rank",
    "Purchase Orders": "PO,Line,Supplier,SKU,Ordered,Received,Order Date,Expected,Status,Ship To",
    "Holidays": "Date,Calendar",
    "Settings": "Setting,Value",
    "Receipts": "Received On,SKU,Received",
    "Messages": "Message,Order,Line,Told Date,Status",
}


def random_book(chance: random.Random) -> Rows:
    """Any mix of missing sheets and columns, fitting cells and odd ones."""
    rows: Rows = {}
    for table, names in HEADERS.items():
        if table in ("Orders", "Stock") or chance.random() < 0.7:
            headers = [n for n in names.split(",") if n in FIT or chance.random() < 0.7]
            cell = [lambda h=h: chance.choice(FIT[h] if h in FIT and chance.random() < 0.85 else ODD) for h in headers]
            rows[table] = [headers, *([make() for make in cell] for _ in range(chance.randint(0, 12)))]
    return rows


@pytest.mark.parametrize("seed", range(25))
def test_never_a_traceback_and_twice_the_same(tmp_path: Path, capsys: pytest.CaptureFixture[str], seed: int) -> None:
    book = book_file(tmp_path / "odd.xlsx", random_book(random.Random(seed)))
    words = ["run", str(book), "--as-of", "2026-06-03", "--json", "--debug", "--set", "Refill Safety Stock=yes"]
    found = []
    for _ in range(2):
        assert main(words) == 0
        found.append({k: v for k, v in json.loads(capsys.readouterr().out).items() if k not in ("seconds", "warnings")})
    assert found[0] == found[1]
