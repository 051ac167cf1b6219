"""How is a sheet of cells looked at by its headers?

Columns by name, rows that hold something, and the rows of one order together. It decides nothing.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from backorder_xl.core.words import DateOrder
from backorder_xl.imports.cells.codes import codes
from backorder_xl.imports.cells.column import Column, Read
from backorder_xl.imports.cells.dates import dates
from backorder_xl.imports.cells.known import Known
from backorder_xl.imports.cells.numbers import numbers
from backorder_xl.imports.model import Cell, RawSheet
from backorder_xl.imports.sources.values import AS_WRITTEN, Notation, text
from backorder_xl.tables.headers import normal

_A_LINE = 3  # filled cells from which on a row is more than a note below the table


@dataclass(frozen=True)
class Row:
    """One row, its number in the file from 1."""

    table: Table
    number: int
    cells: list[Cell]
    texts: list[str]  # the cells as trimmed text
    at: int  # its place among the rows that hold something, from 0

    def cell(self, *headers: str) -> Cell:
        """The first cell under one of the headers that holds anything."""
        at = self._at(headers)
        return None if at < 0 else self.cells[at]

    def text(self, *headers: str) -> str:
        at = self._at(headers)
        return "" if at < 0 else self.texts[at]

    def _at(self, headers: tuple[str, ...]) -> int:
        """The column, from 0, of the first of the headers under which the row holds anything; -1 for none."""
        columns, texts = self.table.columns, self.texts
        for header in headers:
            at = columns.get(normal(header), -1)
            if 0 <= at < len(texts) and texts[at]:
                return at
        return -1

    def under(self, *headers: str) -> str:
        """The first of the headers under which this row holds anything; "" for none."""
        return next((header for header in headers if self.text(header)), "")


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
    """A sheet from its header row on. ``usual_dates`` is how the source writes dates that could be read in two ways;
    ``known`` holds codes of the workbook, by which a code that a spreadsheet changed is found again.

    A column is read as a whole, once, as one cell can settle how all of them are meant.
    """

    sheet: RawSheet
    header_row: int  # from 1
    source: str = ""
    usual_dates: DateOrder = DateOrder.ISO
    notation: Notation = AS_WRITTEN
    known: Known = field(default_factory=Known)
    blanks: tuple[str, ...] = ()  # words that stand for an empty cell
    columns: dict[str, int] = field(init=False)
    stray: list[Row] = field(init=False, default_factory=list)
    _numbers: dict[tuple[str, bool], Read[Decimal]] = field(init=False, default_factory=dict)
    _dates: dict[str, Read[dt.date]] = field(init=False, default_factory=dict)
    _codes: dict[str, Read[str]] = field(init=False, default_factory=dict)
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
            self._filled[headers] = self.has(*headers) and any(row.text(*headers) for row in self.rows)
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

    @cached_property
    def rows(self) -> list[Row]:
        """The rows below the header that hold anything."""
        found: list[Row] = []
        for at in range(self.header_row, len(self.sheet.rows)):
            cells = self.sheet.rows[at]
            texts = [text(cell) for cell in cells]
            if any(texts):
                found.append(Row(self, at + 1, cells, texts, len(found)))
        return found

    def orders(self, *headers: str, fill: tuple[str, ...] = ()) -> list[Order]:
        """Rows by order, by first appearance. A row without a number continues the order above it if it has nothing under
        ``fill``, the headers of what only an order's first row says; without ``fill`` no row does.

        Rows that belong to no order are kept in ``stray``, so that they can be told.
        """
        found: dict[str, Order] = {}
        number = ""
        for row in self.rows:
            said = row.text(*headers)
            number = said or (number if fill and not row.text(*fill) else "")
            if number:
                found.setdefault(number.casefold(), Order(number, [])).rows.append(row)
            elif sum(map(bool, row.texts)) >= _A_LINE:
                self.stray.append(row)
        return list(found.values())

    def column(self, header: str) -> Column:
        """The whole column under a header that is there."""
        blank = {normal(word) for word in self.blanks}
        cells = [row.cell(header) for row in self.rows]
        cells = [None if isinstance(cell, str) and normal(cell) in blank else cell for cell in cells] if blank else cells
        return Column(self.sheet.file, self.said(header), cells, [row.number for row in self.rows])

    def numbers(self, header: str, money: bool = False) -> Read[Decimal]:
        key = normal(header), money
        if key not in self._numbers:
            self._numbers[key] = numbers(self.column(header), self.mark, money)
        return self._numbers[key]

    def dates(self, header: str) -> Read[dt.date]:
        if normal(header) not in self._dates:
            self._dates[normal(header)] = dates(self.column(header), self.notation.date_order or self.usual_dates)
        return self._dates[normal(header)]

    def codes(self, header: str) -> Read[str]:
        if normal(header) not in self._codes:
            self._codes[normal(header)] = codes(self.column(header), self.known)
        return self._codes[normal(header)]
