"""Which rows does a filter show, and how does Excel tell of it?"""

from __future__ import annotations

import datetime as dt
import fnmatch
import math
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from openpyxl.worksheet.filters import CustomFilter, CustomFilters, FilterColumn, Filters, Top10

from .addresses import Area
from .com import CDispatch, Items, refused
from .typed import typed
from .variants import Shape, general, moment, shape_of

if TYPE_CHECKING:
    from .ranges import Range
    from .worksheet import Worksheet

AND, OR, TOP, BOTTOM, TOP_PERCENT, BOTTOM_PERCENT, VALUES = 1, 2, 3, 4, 5, 6, 7
SIGNS = {"<>": "notEqual", ">=": "greaterThanOrEqual", "<=": "lessThanOrEqual", ">": "greaterThan", "<": "lessThan", "=": "equal"}


class Criterion(NamedTuple):
    """What is set for one column; operator 0 is a single comparison."""

    operator: int
    first: Any
    second: Any = None


def split(text: str) -> tuple[str, str]:
    """Sign and operand; a criterion without a sign means equal."""
    for sign in SIGNS:
        if text.startswith(sign):
            return sign, text[len(sign) :]
    return "=", text


class Filtering:
    """A filter over an area whose first row is the header, in a table or on a sheet."""

    def __init__(self, sheet: Worksheet, area: Callable[[], Area], kept: Any) -> None:
        self.sheet, self.area, self.kept = sheet, area, kept
        self.columns: dict[int, Criterion] = {}
        for column in (kept.filterColumn if kept is not None else []) or []:
            read = _read(column)
            if read:
                self.columns[column.colId + 1] = read

    def set(self, field: int, first: Any, operator: int, second: Any) -> None:
        """Sets the criterion of a column, or takes it away, and hides rows accordingly."""
        if not 1 <= field <= self.area().columns:
            raise refused("AutoFilter method of Range class failed")
        if first is None and second is None:
            self.columns.pop(field, None)
        elif operator == VALUES:
            values = [first] if isinstance(first, str) else [str(v) for v in first]
            signed = [v if v[:1] in "=<>" and v else f"={v}" for v in values]
            if len(signed) == 1:
                self.columns[field] = Criterion(0, signed[0])
            elif len(signed) == 2:
                self.columns[field] = Criterion(OR, *signed)
            else:
                self.columns[field] = Criterion(VALUES, tuple(signed))
        elif operator in (TOP, BOTTOM, TOP_PERCENT, BOTTOM_PERCENT):
            self.columns[field] = Criterion(operator, str(first))
        else:
            one = str(first) if first is not None else None
            self.columns[field] = Criterion(0 if second is None else operator, one, None if second is None else str(second))
        self.apply()

    def clear(self) -> None:
        self.columns.clear()
        self.apply()

    def apply(self) -> None:
        """Hides the rows that do not fit, and shows the others."""
        tests = {field: self._test(field, criterion) for field, criterion in self.columns.items()}
        a, rows = self.area(), self.sheet.ws.row_dimensions
        for r in range(a.row + 1, a.bottom + 1):
            hide = not all(test((r, a.column + field - 1)) for field, test in tests.items())
            if hide or r in rows:
                rows[r].hidden = hide

    def _test(self, field: int, criterion: Criterion) -> Callable[[tuple[int, int]], bool]:
        if criterion.operator in (TOP, BOTTOM, TOP_PERCENT, BOTTOM_PERCENT):
            return self._extreme(field, criterion)
        if criterion.operator == VALUES:
            wanted = {split(v)[1].casefold() for v in criterion.first}
            return lambda at: self.shown(at).casefold() in wanted
        first = self._comparison(criterion.first)
        if criterion.second is None:
            return first
        second = self._comparison(criterion.second)
        return (lambda at: first(at) and second(at)) if criterion.operator == AND else (lambda at: first(at) or second(at))

    def _extreme(self, field: int, criterion: Criterion) -> Callable[[tuple[int, int]], bool]:
        a = self.area()
        column = a.column + field - 1
        values = sorted(
            v for r in range(a.row + 1, a.bottom + 1) if isinstance(v := self.sheet.grid.value((r, column), plain=True), float)
        )
        count = float(criterion.first)
        if criterion.operator in (TOP_PERCENT, BOTTOM_PERCENT):
            count = max(1.0, len(values) * count / 100)
        n = min(len(values), math.floor(count))
        top = criterion.operator in (TOP, TOP_PERCENT)
        chosen = values[len(values) - n :] if top else values[:n]

        def fits(at: tuple[int, int]) -> bool:
            value = self.sheet.grid.value(at, plain=True)
            return isinstance(value, float) and bool(chosen) and (value >= chosen[0] if top else value <= chosen[-1])

        return fits

    def _comparison(self, text: str) -> Callable[[tuple[int, int]], bool]:
        sign, operand = split(text)
        grid = self.sheet.grid
        number = typed(operand, self.sheet.switches.today).value if operand else ""
        if sign in ("=", "<>"):
            wanted = sign == "="
            pattern = operand.replace("~*", "[*]").replace("~?", "[?]").casefold()

            def same(at: tuple[int, int]) -> bool:
                value = grid.value(at, plain=True)
                if not operand:
                    return (value is None) == wanted
                if isinstance(number, float) and isinstance(value, float):
                    return (value == number) == wanted
                return fnmatch.fnmatchcase(self.shown(at).casefold(), pattern) == wanted

            return same
        ways: dict[str, Callable[[Any, Any], bool]] = {
            ">": lambda a, b: a > b,
            "<": lambda a, b: a < b,
            ">=": lambda a, b: a >= b,
            "<=": lambda a, b: a <= b,
        }
        way = ways[sign]

        def fits(at: tuple[int, int]) -> bool:
            value = grid.value(at, plain=True)
            if isinstance(value, float) and isinstance(number, float):
                return way(value, number)
            return isinstance(value, str) and isinstance(number, str) and way(value.casefold(), number.casefold())

        return fits

    def shown(self, at: tuple[int, int]) -> str:
        """About what the cell shows, as a list of values offers it."""
        value = self.sheet.grid.value(at, plain=True)
        if value is None:
            return ""
        if isinstance(value, bool):
            return "TRUE" if value else "FALSE"
        if isinstance(value, float):
            if shape_of(self.sheet.grid.number_format(*at)) is Shape.DATE:
                day = moment(value)
                if isinstance(day, dt.datetime):
                    return f"{day.month}/{day.day}/{day.year}"
            return general(value)
        return str(value)

    def write(self) -> None:
        """Puts the criteria into what is saved."""
        if self.kept is None:
            return
        self.kept.filterColumn = [_written(field, criterion) for field, criterion in sorted(self.columns.items())]


def _read(column: Any) -> Criterion | None:
    if column.filters is not None:
        values = [f"={v}" for v in column.filters.filter] + (["="] if column.filters.blank else [])
        if len(values) <= 2:
            return Criterion(OR if len(values) == 2 else 0, *values) if values else None
        return Criterion(VALUES, tuple(values))
    if column.customFilters is not None:
        back = {name: sign for sign, name in SIGNS.items()}
        parts = [back[c.operator or "equal"] + str(c.val) for c in column.customFilters.customFilter]
        return Criterion((AND if column.customFilters._and else OR) if len(parts) == 2 else 0, *parts)
    if column.top10 is not None:
        top, percent = column.top10.top is not False, bool(column.top10.percent)
        operator = (TOP_PERCENT if percent else TOP) if top else (BOTTOM_PERCENT if percent else BOTTOM)
        return Criterion(operator, f"{column.top10.val:g}")
    return None


def _written(field: int, criterion: Criterion) -> FilterColumn:
    column = FilterColumn(colId=field - 1)
    parts = [p for p in (criterion.first, criterion.second) if p is not None]
    if criterion.operator in (TOP, BOTTOM, TOP_PERCENT, BOTTOM_PERCENT):
        percent = criterion.operator in (TOP_PERCENT, BOTTOM_PERCENT)
        column.top10 = Top10(top=criterion.operator in (TOP, TOP_PERCENT), percent=percent, val=float(criterion.first))
    elif criterion.operator == VALUES:
        column.filters = Filters(filter=[split(v)[1] for v in criterion.first if v != "="], blank="=" in criterion.first or None)
    elif all(split(p)[0] == "=" and "*" not in p for p in parts) and criterion.operator != AND:
        column.filters = Filters(filter=[split(p)[1] for p in parts if p != "="], blank="=" in parts or None)
    else:
        made = []
        for part in parts:
            sign, operand = split(part)
            made.append(CustomFilter(operator=SIGNS[sign], val=operand))
        column.customFilters = CustomFilters(customFilter=made, _and=criterion.operator == AND or None)
    return column


class Filter(CDispatch):
    """The filter of one column."""

    def __init__(self, filtering: Filtering, field: int) -> None:
        self.switches, self.filtering, self.field = filtering.sheet.switches, filtering, field

    def _criterion(self) -> Criterion:
        if self.field not in self.filtering.columns:
            raise refused()
        return self.filtering.columns[self.field]

    @property
    def On(self) -> bool:
        return self.field in self.filtering.columns

    @property
    def Criteria1(self) -> Any:
        return self._criterion().first

    @property
    def Operator(self) -> int:
        return self._criterion().operator if self.On else 0

    @property
    def Criteria2(self) -> Any:
        second = self._criterion().second
        if second is None:
            raise refused()
        return second

    @property
    def Count(self) -> int:
        return len(self._criterion().first) if self._criterion().operator == VALUES else 1


class ColumnFilters(Items):
    def __init__(self, filtering: Filtering) -> None:
        self.switches, self.filtering = filtering.sheet.switches, filtering

    def members(self) -> list[Filter]:
        return [Filter(self.filtering, i) for i in range(1, self.filtering.area().columns + 1)]


class AutoFilter(CDispatch):
    QUIET = frozenset({"Filters"})

    def __init__(self, filtering: Filtering) -> None:
        self.switches, self.filtering = filtering.sheet.switches, filtering

    def place(self) -> str:
        return f"{self.filtering.sheet.ws.title}!{self.filtering.area().ref}"

    def _allowed(self) -> None:
        if self.filtering.sheet.shut() and self.filtering.sheet.ws.protection.autoFilter:
            raise refused("You cannot use this command on a protected sheet.")

    @property
    def Range(self) -> Range:
        return self.filtering.sheet.range(self.filtering.area())

    @property
    def FilterMode(self) -> bool:
        return bool(self.filtering.columns)

    @property
    def Filters(self) -> Any:
        return ColumnFilters(self.filtering)

    def ShowAllData(self) -> None:
        self._allowed()
        if not self.filtering.columns:
            raise refused("ShowAllData method of AutoFilter class failed")
        self.filtering.clear()

    def ApplyFilter(self) -> None:
        self._allowed()
        self.filtering.apply()
