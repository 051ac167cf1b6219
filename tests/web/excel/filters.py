"""What is said of a filter, of a table or of a sheet, and how is one set?"""

from __future__ import annotations

from typing import Any

from tests.excel.engine.filters import AND, BOTTOM, BOTTOM_PERCENT, OR, TOP, TOP_PERCENT, VALUES, Criterion
from tests.web.excel.thing import Thing, wrong

EXTREMES = {TOP: "TopItems", BOTTOM: "BottomItems", TOP_PERCENT: "TopPercent", BOTTOM_PERCENT: "BottomPercent"}
EMPTY = {"criterion1": "", "criterion2": "", "dynamicCriteria": "Unknown", "operator": "And"}


def said(criterion: Criterion | None) -> dict[str, Any]:
    """One column's criterion as Office.js tells it; a column that is not filtered says nothing."""
    if criterion is None:
        return {}
    kind, first, second = criterion
    if kind in EXTREMES:
        return EMPTY | {"filterOn": EXTREMES[kind], "criterion1": first}
    listed = list(first) if kind == VALUES else [c for c in (first, second) if c is not None]
    plain = all(c.startswith("=") and not set("*?") & set(c) for c in listed) and kind != AND
    if plain:
        return EMPTY | {"filterOn": "Values", "values": [c[1:] for c in listed]}
    return EMPTY | {
        "filterOn": "Custom",
        "criterion1": first,
        "criterion2": second or "",
        "operator": "And" if kind == AND else "Or",
    }


def set_filter(filtering: Any, field: int, wanted: Any) -> None:
    """Filters one column (from 1) by what Office.js calls FilterCriteria."""
    if not isinstance(wanted, dict) or "filterOn" not in wanted:
        raise wrong()
    kind, one, two = wanted["filterOn"], wanted.get("criterion1"), wanted.get("criterion2")
    if kind == "Values":
        values = wanted.get("values")
        if not isinstance(values, list) or not values:
            raise wrong()
        filtering.set(field, values, VALUES, None)
    elif kind == "Custom":
        if not one:
            raise wrong()
        filtering.set(field, one, AND if wanted.get("operator", "And") == "And" else OR, two or None)
    elif kind in EXTREMES.values():
        filtering.set(field, one, next(n for n, name in EXTREMES.items() if name == kind), None)
    else:
        raise wrong(f"filters of the kind {kind} are not known to the Excel of the tests")


class AutoFilter(Thing):
    """The filter of a table, or the one of a sheet that belongs to no table."""

    def __init__(self, excel: Any, sheet: Any, table: Any) -> None:
        super().__init__(excel)
        self.sheet, self.table = sheet, table

    def place(self) -> Any:
        return self.sheet

    @property
    def native(self) -> Any:
        if self.table is None:
            return self.sheet.filtering
        return self.table.filtering if self.table.table.autoFilter is not None else None

    @property
    def Enabled(self) -> bool:
        return self.native is not None

    @property
    def IsDataFiltered(self) -> bool:
        return self.native is not None and bool(self.native.columns)

    @property
    def Criteria(self) -> list[dict[str, Any]]:
        filtering = self.native
        return [] if filtering is None else [said(filtering.columns.get(i + 1)) for i in range(filtering.area().columns)]

    def GetRangeOrNullObject(self) -> Any:
        from tests.web.excel.ranges import Range

        return None if self.native is None else Range(self.excel, self.sheet, self.native.area())

    def _open(self) -> None:
        if self.sheet.shut():
            self.sheet.cell(1, 1).check()

    def ClearCriteria(self) -> None:
        self._open()
        if self.native is None:
            raise wrong()
        self.native.clear()

    def Apply(self, rng: Any, column: int | None = None, criteria: Any = None) -> None:
        self._open()
        if self.native is None or rng.a != self.native.area():
            raise self.unknown("Apply on cells that were not filtered")
        if column is not None:
            set_filter(self.native, column + 1, criteria)


class Filter(Thing):
    """The filter of one column of a table."""

    def __init__(self, excel: Any, table: Any, index: int) -> None:
        super().__init__(excel)
        self.table, self.index = table, index

    def place(self) -> Any:
        return self.table.sheet

    def Apply(self, criteria: Any) -> None:
        self.table._free()
        self.table.ShowAutoFilter = True
        set_filter(self.table.filtering, self.index + 1, criteria)

    def Clear(self) -> None:
        self.table._free()
        self.table.filtering.set(self.index + 1, None, AND, None)
