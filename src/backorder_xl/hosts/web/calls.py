"""How are thousands of cells of one function answered at once, each as if it had been asked for alone?

Calls of single cells are stacked into columns and reckoned together; those over the same tables share one plan. A day is the
number that Excel counts it by, in both directions.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from backorder_xl.hosts.formulas import AS_OF, BY_NAME, Argument, Formula, Kind, Shape
from backorder_xl.hosts.functions import Desk, call
from backorder_xl.hosts.web.protocol import Calls, Results
from backorder_xl.tables.contracts import BY_NAME as CONTRACTS
from backorder_xl.tables.contracts import Kind as FieldKind
from backorder_xl.tables.headers import match
from backorder_xl.tables.problems import Unusable
from backorder_xl.workbook.cells import dated
from backorder_xl.workbook.model import CellError
from backorder_xl.workbook.rows import serial
from backorder_xl.workbook.sent import cell_now
from backorder_xl.workbook.standing import Formula as Typed

_WHOLE = (Kind.TABLE, Kind.DAYS)
"""Arguments that are a range as a whole, whatever its size."""
_HEADERS_WITHIN = 30  # rows in which the header of a table is looked for
_LATER_1904 = 1462
_LOST = "This call did not arrive whole; calculate the sheet once more"


def results(function: str, calls: Calls) -> Results:
    """One grid per call, in their order. Raises Unusable where there is no such function."""
    formula = BY_NAME.get(function.upper())
    if formula is None:
        raise Unusable(f"There is no function called {function[:40]!r}.")
    return _Batch(formula, calls).answered()


class _Batch:
    """The calls of one request; ``desk`` keeps the plans that they share, and is gone with it."""

    def __init__(self, formula: Formula, calls: Calls) -> None:
        self.formula, self.calls, self.desk = formula, calls, Desk()
        self.late = _LATER_1904 if calls.date1904 else 0
        self.found: list[list[list[Any]]] = [[[_LOST]] for _ in calls.calls]
        self._ranges: dict[tuple[int, int], Any] = {}

    def answered(self) -> Results:
        """Everything reckoned, in cells that JSON can hold."""
        together: dict[tuple[Any, ...], list[int]] = {}
        alone: list[int] = []
        read: dict[int, list[Any]] = {}
        for number, asked in enumerate(self.calls.calls):
            try:
                read[number] = [self._argument(i, cell) for i, cell in enumerate(asked.cells)]
            except ValueError:
                continue
            key = self._key(asked.cells)
            if key is None:
                alone.append(number)
            else:
                together.setdefault(key, []).append(number)
        for numbers in together.values():
            (self._table if self.formula.shape is Shape.TABLE else self._stacked)(numbers, read)
        for number in alone:
            self.found[number] = self._call(read[number])
        days: list[tuple[int, int, int]] = []
        return Results(results=[self._plain(number, grid, days) for number, grid in enumerate(self.found)], days=days)

    def _call(self, arguments: Sequence[Any]) -> list[list[Any]]:
        return call(self.formula, arguments, self.calls.today, self.desk)

    def _key(self, cells: Sequence[Any]) -> tuple[Any, ...] | None:
        """What calls must have in common to be reckoned together; None for one that cannot be."""
        arguments = self.formula.arguments
        if len(cells) > len(arguments):
            return None
        key: list[Any] = [len(cells)]
        for a, cell in zip(arguments, cells, strict=False):
            if self._is_whole(a):
                key.append(_identity(cell))
            elif isinstance(cell, list) or (isinstance(cell, dict) and "r" in cell):
                return None
        return tuple(key)

    def _table(self, numbers: list[int], read: Mapping[int, list[Any]]) -> None:
        """The same ranges give the same table: it is made once."""
        grid = self._call(read[numbers[0]])
        for number in numbers:
            self.found[number] = grid

    def _stacked(self, numbers: list[int], read: Mapping[int, list[Any]]) -> None:
        """Many calls as one over columns. Where that gives one sentence about all of them, which may be true of a single one,
        each half is asked by itself."""
        first = read[numbers[0]]
        columns = [
            first[i] if self._is_whole(a) else [[read[number][i]] for number in numbers]
            for i, a in enumerate(self.formula.arguments[: len(first)])
        ]
        made = self._call(columns if len(numbers) > 1 else first)
        if len(numbers) == 1:
            self.found[numbers[0]] = made
        elif len(made) == len(numbers):
            for number, row in zip(numbers, made, strict=True):
                self.found[number] = [_own(row, self.formula)]
        else:
            middle = len(numbers) // 2
            self._stacked(numbers[:middle], read)
            self._stacked(numbers[middle:], read)

    def _is_whole(self, a: Argument) -> bool:
        """Whether an argument is the same for all calls of a stack: a range as such, or the day of a plan."""
        return a.kind in _WHOLE or (a is AS_OF and self.formula.takes_tables)

    def _argument(self, place: int, cell: Any) -> Any:
        """The cells of one argument; ranges that are shared are read once for each kind of argument. ValueError."""
        kind = self.formula.arguments[place].kind if place < len(self.formula.arguments) else Kind.CODE
        if isinstance(cell, dict) and "r" in cell:
            number = cell["r"]
            if type(number) is not int or not 0 <= number < len(self.calls.ranges):
                raise ValueError("no such range")
            if (place, number) not in self._ranges:
                self._ranges[place, number] = self._grid(place, kind, self.calls.ranges[number])
            return self._ranges[place, number]
        if isinstance(cell, list):
            return self._grid(place, kind, cell)
        return self._cell(cell, kind)

    def _grid(self, place: int, kind: Kind, rows: Sequence[Any]) -> list[list[Any]]:
        if not all(isinstance(row, list) for row in rows):
            raise ValueError("no grid")
        grid = [[self._cell(cell, kind) for cell in row] for row in rows]
        if kind is Kind.TABLE:
            _with_days(self.formula.arguments[place].name, grid, self.calls.date1904)
        return grid

    def _cell(self, cell: Any, kind: Kind) -> Any:
        value = cell_now(cell)
        if isinstance(value, Typed):
            value = value.value
        if kind in (Kind.DATE, Kind.DAYS) and type(value) is float:
            return value + self.late
        return value

    def _plain(self, number: int, grid: list[list[Any]], days: list[tuple[int, int, int]]) -> list[list[Any]]:
        return [[self._out(number, r, c, value, days) for c, value in enumerate(row)] for r, row in enumerate(grid)]

    def _out(self, number: int, row: int, column: int, value: Any, days: list[tuple[int, int, int]]) -> Any:
        if value is None or type(value) in (str, float, bool, int):
            return value
        if isinstance(value, dt.date):
            counted = serial(value, self.calls.date1904)
            if counted is None:
                return value.isoformat()[:10]
            days.append((number, row, column))
            return counted
        if isinstance(value, CellError):
            return {"e": value.text}
        return value.item() if hasattr(value, "item") else str(value)


def _own(row: list[Any], formula: Formula) -> list[Any]:
    """A call's own part of a row that is as wide as the widest of all calls."""
    if formula.shape is Shape.ROW:
        return row
    while len(row) > 1 and row[-1] is None:
        row = row[:-1]
    return row


def _identity(cell: Any) -> Any:
    """What makes two ranges the same one."""
    if isinstance(cell, dict) and "r" in cell:
        return ("r", cell["r"])
    return repr(cell)


def _with_days(name: str, grid: list[list[Any]], date1904: bool) -> None:
    """Let the numbers become days in the columns of a table that hold days, as number formats do not come with a range."""
    contract = CONTRACTS[name]
    for at, row in enumerate(grid[:_HEADERS_WITHIN]):
        heads = {c: cell for c, cell in enumerate(row) if isinstance(cell, str) and cell.strip()}
        found = match(contract, heads).columns
        columns = [found[f.name] for f in contract.fields if f.kind is FieldKind.DATE and f.name in found]
        if not columns:
            continue
        for line in grid[at + 1 :]:
            for c in columns:
                if c < len(line) and type(line[c]) is float:
                    line[c] = dated(line[c], "date", date1904)
        return
