"""Which cells does a fuzzer's handful of bytes stand for?

The same bytes give the same cells. Most are what people type; the rest is what programs leave behind.
"""

from __future__ import annotations

import datetime as dt
import random

from backorder_xl.hosts.formulas import Argument, Kind
from backorder_xl.tables.contracts import CONTRACTS

WORDS = (
    "A",
    "B",
    "a",
    "SO1",
    "SO-9",
    "SO-10",
    "001",
    "1E5",
    "1001.0",
    "ACME",
    "S",
    "C1",
    "ordered",
    "proposed",
    "open",
    "closed",
    "on hold",
    "yes",
    "no",
    "x",
    "TRUE",
    "Total",
    "Summe",
    "n/a",
    "-",
    "?",
    "#N/A",
    "=1+1",
    "+1",
    "@x",
    "0,5",
    "1.234,50",
    "1,234.50",
    "12,5 %",
    "03/04/2026",
    "2026-06-03",
    "3.6.2026",
    "31.2.2026",
    "june",
    "5 pcs",
    "€ 4",
    "(3)",
    "1e308",
    "NaN",
    "inf",
    "",
    " ",
    "\n",
    "\0",
    "\u202e",
    "é",
    "ß",
    "İ",
    "😀",
    "\ud800",
    "a" * 400,
    "SKU",
    "Order",
    "Ordered",
    "On Hand",
    "Orders",
    "Stock",
    "standard",
    "stop",
)
NUMBERS = (
    0,
    1,
    -1,
    2,
    3,
    10,
    0.1,
    0.5,
    1e-9,
    1e6,
    1e9,
    1e12,
    9e15,
    1e18,
    1e19,
    1e300,
    -1e300,
    float("nan"),
    float("inf"),
    -float("inf"),
    45000,
    46176,
    2958465,
    2958466,
    -45000,
    10**30,
    True,
    False,
)
DAYS = (dt.date(2026, 6, 3), dt.date(1900, 1, 1), dt.date(9999, 12, 31), dt.date(1, 1, 1), dt.datetime(2026, 6, 3, 23, 59, 59))


class Dice:
    """Choices out of bytes; when they are used up, a seed made of them goes on."""

    def __init__(self, data: bytes) -> None:
        self._data, self._at = data, 0
        self._more = random.Random(data)

    def below(self, most: int) -> int:
        """A number from 0 to below ``most``."""
        if self._at < len(self._data):
            self._at += 1
            return self._data[self._at - 1] % most
        return self._more.randrange(most)

    def one_of(self, values: object) -> object:
        """One of a few."""
        return values[self.below(len(values))]  # type: ignore[index, arg-type]

    def cell(self) -> object:
        """Anything that a cell may hold."""
        how = self.below(10)
        if how < 4:
            return self.one_of(WORDS)
        if how < 7:
            return self.one_of(NUMBERS)
        if how == 7:
            return self.one_of(DAYS)
        return None

    def grid_for(self, argument: Argument) -> object:
        """One cell, a row, a column, a block or a whole table for an argument of a function."""
        if argument.kind is Kind.TABLE:
            contract = next((c for c in CONTRACTS if c.name == argument.name), CONTRACTS[0])
            return None if argument.optional and self.below(3) == 0 else self.table([f.header for f in contract.fields])
        shape = self.below(8)
        if shape < 5:
            return self.cell()
        rows, width = ((1, 3), (3, 1), (2, 2))[shape - 5]
        return [[self.cell() for _ in range(width)] for _ in range(rows)]

    def table(self, heads: list[str]) -> list[list[object]]:
        """A table with most of its headers, and rows that are mostly right."""
        kept = [h for h in heads if self.below(6)] or heads[:1]
        rows: list[list[object]] = [list(kept)]
        for number in range(self.below(6)):
            rows.append([self._fitting(h, number) if self.below(3) else self.cell() for h in kept])
        return rows

    def _fitting(self, head: str, number: int) -> object:
        if "Date" in head or head in ("Need By", "Expected", "Promised"):
            return dt.date(2026, 5, 1 + number)
        if head in ("Order", "PO"):
            return f"SO{self.below(3)}"
        if head == "SKU":
            return "AB"[self.below(2)]
        if head in ("Ordered", "On Hand", "Shipped", "Received", "Line"):
            return self.below(12)
        if head == "Supplier":
            return "ACME"
        return self.one_of(WORDS)

    def book(self) -> dict[str, list[list[object]]]:
        """Sheets under names and headers that are near to those of ours, or ours; a sheet Mapping now and then."""
        found: dict[str, list[list[object]]] = {}
        for contract in CONTRACTS:
            if contract.name not in ("orders", "stock") and self.below(3):
                continue
            heads = [self.one_of((f.header, *f.aliases, f.header)) if self.below(2) else f.header for f in contract.fields]
            rows = self.table([str(h) for h in heads])
            for _ in range(self.below(3)):
                rows.insert(0, [self.cell() for _ in range(self.below(4))])
            name = contract.sheet if self.below(2) else str(self.one_of(("Sheet1", "Tabelle1", "Lager", "Daten 2026", "Auftr")))
            found[name] = rows
        if self.below(3) == 0:
            lines = [[self._word_of_ours() for _ in range(8)] for _ in range(self.below(5))]
            found["Mapping"] = [["Table", "Sheet", "Header Row", "Field", "Column", "Sure", "Why", "Use"], *lines]
        return found

    def _word_of_ours(self) -> object:
        contract = CONTRACTS[self.below(len(CONTRACTS))]
        field = contract.fields[self.below(len(contract.fields))]
        return self.one_of((contract.sheet, field.header, "Sheet1", "yes", "no", 1, 2, self.cell(), self.cell()))

    def edit(self) -> str:
        """What a user might type to change the mapping."""
        contract = CONTRACTS[self.below(len(CONTRACTS))]
        field = contract.fields[self.below(len(contract.fields))]
        right = self.one_of(("no", "SKU", "Sheet1!SKU", "'Lager'!A", str(self.cell()), "A", "XFE"))
        return f"{contract.sheet}.{field.header} = {right}" if self.below(5) else str(self.cell())
