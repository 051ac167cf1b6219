"""Small workbooks in memory for the tests of tables/."""

from __future__ import annotations

import datetime

from backorder_xl.tables.reading import Reading, read_tables
from backorder_xl.workbook.memory import MemoryBook

ORDERS = ["Order", "Line", "Order Date", "Customer", "SKU", "Ordered"]
STOCK = ["SKU", "On Hand"]
DAY = datetime.datetime(2026, 6, 1)


def order(number="SO-1", line=1, date=DAY, customer="C1", sku="A", ordered=5, *more):
    return [number, line, date, customer, sku, ordered, *more]


def book(orders=None, stock=None, more=(), name="book.xlsx", **sheets):
    """A workbook with orders, stock and whatever else; ``more`` are further headers of Orders."""
    grids = {
        "Orders": [ORDERS + list(more), *(orders if orders is not None else [order()])],
        "Stock": [STOCK, *(stock if stock is not None else [["A", 10]])],
    }
    return MemoryBook({**grids, **{k.replace("_", " "): v for k, v in sheets.items()}}, name=name)


def read(*args, settings=None, **kwargs) -> Reading:
    return read_tables(book(*args, **kwargs), settings or {})


def codes(reading: Reading, *leave_out: str) -> list[str]:
    """Codes of what was told, without the remark that there is no Items."""
    return [p.code for p in reading.problems if p.code not in ("no-items", *leave_out)]


def only(reading: Reading):
    told = [p for p in reading.problems if p.code != "no-items"]
    assert len(told) == 1, told
    return told[0]
