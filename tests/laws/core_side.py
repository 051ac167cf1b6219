"""The fast core on a book of plain rows, its answer in the oracle's form."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import Any

import pandas as pd

from backorder_xl.core.planning import Outcome, plan
from backorder_xl.tables.reading import Reading, read_tables
from backorder_xl.workbook.memory import MemoryBook
from tests.oracle import Result, Row

REQUIRED = {"Orders": ["Order", "Line", "Order Date", "Customer", "SKU", "Ordered"], "Stock": ["SKU", "On Hand"]}


def grids(book: dict[str, list[Row]]) -> dict[str, list[list[Any]]]:
    """Sheets with a header row, from rows by header."""
    out = {}
    for table, rows in book.items():
        headers = list(dict.fromkeys([*REQUIRED.get(table, []), *(name for r in rows for name in r)]))
        if headers:
            out[table] = [headers, *([r.get(h) for h in headers] for r in rows)]
    return out


def read(book: dict[str, list[Row]], settings: dict[str, Any]) -> Reading:
    return read_tables(MemoryBook(grids(book)), settings)


def decide(book: dict[str, list[Row]], settings: dict[str, Any], as_of: dt.date) -> Outcome:
    reading = read(book, settings)
    assert not [p for p in reading.problems if p.severity == "error"], "the strategies make usable rows only"
    return plan(reading.tables, reading.settings, as_of)


def result(outcome: Outcome) -> Result:
    """The outcome's frames as the oracle would say them."""
    pegs: dict[tuple[str, str], list[Any]] = {}
    for p in outcome.pegs.itertuples():
        pegs.setdefault((p.order, p.line), []).append((p.source, p.po, p.po_line, micro(p.quantity), day(p.available_on)))
    lines = outcome.lines
    serving = list(zip(lines["order"], lines["line"], strict=True))
    expected = {key: day(d) for key, d in zip(serving, lines["expected"], strict=True)}
    proposals = [
        {"po": p.po, "line": p.line, "supplier": p.supplier.casefold(), "ship_to": p.ship_to.casefold(), "sku": p.sku.casefold(),
         "spec": p.specification.casefold(), "place": p.location.casefold(), "ordered": micro(p.ordered),
         "needed": micro(p.needed), "expected": day(p.expected)}
        for p in outcome.purchases.itertuples()
    ]  # fmt: skip
    return Result(pegs, expected, serving, proposals)


def micro(quantity: int) -> Fraction:
    return Fraction(int(quantity), 1_000_000)


def day(when: pd.Timestamp) -> dt.date | None:
    return None if pd.isna(when) else when.date()
