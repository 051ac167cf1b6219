"""How is a sheet of cells looked at by its headers?

Columns by name, rows that hold something, and the rows of one order together. It decides nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from backorder_xl.core.words import DateOrder
from backorder_xl.imports.model import Cell, RawSheet
from backorder_xl.imports.sources.values import AS_WRITTEN, Notation, date_order, text
from backorder_xl.tables.headers import normal


@dataclass(frozen=True)
class Row:
    """One row, its number in the file from 1."""

    table: Table
    number: int
    cells: list[Cell]

    def cell(self, *headers: str) -> Cell:
        """The first cell under one of the headers that holds anything."""
        for header in headers:
            at = self.table.columns.get(normal(header))
            if at is not None and at < len(self.cells) and text(self.cells[at]):
                return self.cells[at]
        return None

    def text(self, *headers: str) -> str:
        return text(self.cell(*headers))


@dataclass(frozen=True)
class Order:
    """The rows of one order, in the file's order; what only the first row says counts for all."""

    number: str
    rows: list[Row]

    def first(self, *headers: str) -> Row:
        """The first row that has a cell under one of the headers, else the first row."""
        return next((row for row in self.rows if row.cell(*headers) is not None), self.rows[0])

    def text(self, *headers: str) -> str:
        return self.first(*headers).text(*headers)


@dataclass
class Table:
    """A sheet from its header row on. ``usual_dates`` is how the source writes dates that could be read in two ways."""

    sheet: RawSheet
    header_row: int  # from 1
    source: str = ""
    usual_dates: DateOrder = DateOrder.ISO
    notation: Notation = AS_WRITTEN
    columns: dict[str, int] = field(init=False)
    _orders: dict[str, DateOrder] = field(init=False, default_factory=dict)
    _filled: dict[tuple[str, ...], bool] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.columns = {}
        for at, cell in enumerate(self.sheet.rows[self.header_row - 1]):
            if isinstance(cell, str) and normal(cell):
                self.columns.setdefault(normal(cell), at)

    @property
    def mark(self) -> str:
        return self.notation.decimal_mark or "."

    def has(self, *headers: str) -> bool:
        """Whether one of the headers is there."""
        return any(normal(h) in self.columns for h in headers)

    def filled(self, *headers: str) -> bool:
        """Whether one of the columns is there and holds anything; looked at once."""
        if headers not in self._filled:
            self._filled[headers] = self.has(*headers) and any(row.text(*headers) for row in self.rows())
        return self._filled[headers]

    def said(self, *headers: str) -> str:
        """The first of the headers that is there, as it stands there; else as it was asked for."""
        for header in headers:
            at = self.columns.get(normal(header))
            if at is not None:
                return str(self.sheet.rows[self.header_row - 1][at]).strip()
        return headers[0]

    def starting(self, start: str) -> dict[str, str]:
        """The headers that begin with some words, each with what follows them: "Current Quantity Leeds" gives "Leeds"."""
        found = {}
        for cell in self.sheet.rows[self.header_row - 1]:
            if isinstance(cell, str) and normal(cell).startswith(normal(start)):
                found[cell] = cell.strip()[len(start) :].strip(" :-")
        return found

    def rows(self) -> Iterator[Row]:
        """The rows below the header that hold anything."""
        for at in range(self.header_row, len(self.sheet.rows)):
            cells = self.sheet.rows[at]
            if any(text(cell) for cell in cells):
                yield Row(self, at + 1, cells)

    def orders(self, *headers: str, fill: bool = False) -> list[Order]:
        """Rows by order, by first appearance; with ``fill`` a blank number continues the order above it."""
        found: dict[str, Order] = {}
        number = ""
        for row in self.rows():
            said = row.text(*headers)
            number = said or (number if fill else "")
            if number:
                found.setdefault(number.casefold(), Order(number, [])).rows.append(row)
        return list(found.values())

    def order_of(self, *headers: str) -> DateOrder:
        """How the column under the first of these headers writes its dates."""
        key = normal(self.said(*headers))
        if key not in self._orders:
            usual = self.notation.date_order or self.usual_dates
            self._orders[key] = date_order((row.cell(*headers) for row in self.rows()), usual)
        return self._orders[key]
