"""Which conditional formats do cells have, and how are they made: by a cell's value, or by what Excel has ready?"""

from __future__ import annotations

from typing import Any

from openpyxl.formatting.formatting import ConditionalFormatting
from openpyxl.formatting.rule import Rule

from tests.excel.engine.addresses import Area, area, spanned
from tests.excel.engine.conditions import CELL_VALUE, ERRORS, FormatConditions
from tests.web.excel.cells import spelled
from tests.web.excel.looks import number
from tests.web.excel.thing import Items, Thing, wrong

OPERATORS = {"EqualTo": "equal", "NotEqualTo": "notEqual", "GreaterThan": "greaterThan", "LessThan": "lessThan"}


class AlarmFill(Thing):
    def __init__(self, excel: Any, condition: Any) -> None:
        super().__init__(excel)
        self.condition = condition

    @property
    def Color(self) -> str:
        return spelled(self.condition.Interior.Color)

    @Color.setter
    def Color(self, value: str) -> None:
        self.condition.Interior.Color = number(value)


class AlarmFont(AlarmFill):
    @property
    def Color(self) -> str:
        return spelled(self.condition.Font.Color)

    @Color.setter
    def Color(self, value: str) -> None:
        self.condition.Font.Color = number(value)

    @property
    def Bold(self) -> bool:
        return bool(self.condition.Font.Bold)

    @Bold.setter
    def Bold(self, value: bool) -> None:
        self.condition.Font.Bold = bool(value)


class AlarmFormat(Thing):
    def __init__(self, excel: Any, condition: Any) -> None:
        super().__init__(excel)
        self.condition = condition

    @property
    def Fill(self) -> AlarmFill:
        return AlarmFill(self.excel, self.condition)

    @property
    def Font(self) -> AlarmFont:
        return AlarmFont(self.excel, self.condition)


class CellValue(Thing):
    def __init__(self, excel: Any, condition: Any) -> None:
        super().__init__(excel)
        self.condition = condition

    @property
    def Format(self) -> AlarmFormat:
        return AlarmFormat(self.excel, self.condition)

    @property
    def Rule(self) -> dict[str, Any]:
        rule = self.condition.rule
        operator = next(name for name, own in OPERATORS.items() if own == rule.operator)
        return {"formula1": self.condition.Formula1, "operator": operator}

    @Rule.setter
    def Rule(self, value: dict[str, Any]) -> None:
        if not isinstance(value, dict) or value.get("operator") not in OPERATORS or not value.get("formula1"):
            raise wrong()
        self.condition.rule.operator = OPERATORS[value["operator"]]
        self.condition.rule.formula = [str(value["formula1"]).removeprefix("=")]


class Preset(CellValue):
    @property
    def Rule(self) -> dict[str, Any]:
        return {"criterion": "Errors"}

    @Rule.setter
    def Rule(self, value: dict[str, Any]) -> None:
        if value != {"criterion": "Errors"}:
            raise self.unknown("Rule other than errors")


class ConditionalFormat(Thing):
    TRACKED = True

    def __init__(self, excel: Any, condition: Any) -> None:
        super().__init__(excel)
        self.condition = condition

    def place(self) -> Any:
        return self.condition.owner.rng.sheet

    def identity(self) -> dict[str, Any]:
        return {"Id": f"{{{id(self.condition.rule):032X}}}"}

    @property
    def CellValue(self) -> CellValue:
        return CellValue(self.excel, self.condition)

    @property
    def Preset(self) -> Preset:
        return Preset(self.excel, self.condition)


class ConditionalFormats(Items):
    def __init__(self, excel: Any, rng: Any) -> None:
        super().__init__(excel)
        self.rng = rng

    def place(self) -> Any:
        return self.rng.sheet

    @property
    def native(self) -> FormatConditions:
        return FormatConditions(self.rng.native)

    def members(self) -> list[ConditionalFormat]:
        return [ConditionalFormat(self.excel, c) for c in self.native.members()]

    def key(self, member: Any) -> tuple[str, ...]:
        return (member.identity()["Id"].casefold(),)

    def Add(self, kind: str) -> ConditionalFormat:
        if kind == "CellValue":
            return ConditionalFormat(self.excel, self.native.Add(CELL_VALUE, 3, "0"))
        if kind == "PresetCriteria":
            return ConditionalFormat(self.excel, self.native.Add(ERRORS))
        raise self.unknown(f"Add({kind})")

    def ClearAll(self) -> None:
        """Takes the rules from these cells; other cells that they hold for keep them."""
        self.rng.native.check()
        held = self.native.held()
        for group in list(held):
            spans = [a for one in group.sqref.ranges if (a := area(str(one))) is not None]
            if not any(a.common(self.rng.a) for a in spans):
                continue
            rules: list[Rule] = held.pop(group)
            rest = [piece for a in spans for piece in _without(a, self.rng.a)]
            if rest:
                held[ConditionalFormatting(" ".join(a.ref for a in rest))] = rules


def _without(a: Area, b: Area) -> list[Area]:
    """What is left of a rectangle when another is cut out of it."""
    common = a.common(b)
    if common is None:
        return [a]
    pieces = [
        (a.row, a.column, common.row - 1, a.right), (common.bottom + 1, a.column, a.bottom, a.right),
        (common.row, a.column, common.bottom, common.column - 1), (common.row, common.right + 1, common.bottom, a.right),
    ]  # fmt: skip
    return [spanned(*p) for p in pieces if p[0] <= p[2] and p[1] <= p[3]]
