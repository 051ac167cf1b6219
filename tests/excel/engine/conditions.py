"""Which conditional formats do cells have? Kept as openpyxl keeps them, and saved; nothing is ever coloured by them here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from openpyxl.formatting.rule import Rule
from openpyxl.styles import Font as CellFont
from openpyxl.styles import PatternFill
from openpyxl.styles.differential import DifferentialStyle

from .addresses import area
from .com import CDispatch, Items, NotKnown
from .fills import color_of, number_of

if TYPE_CHECKING:
    from .ranges import Range

CELL_VALUE, ERRORS = 1, 16
OPERATORS = {
    1: "between", 2: "notBetween", 3: "equal", 4: "notEqual", 5: "greaterThan", 6: "lessThan", 7: "greaterThanOrEqual",
    8: "lessThanOrEqual",
}  # fmt: skip
TYPES = {"cellIs": CELL_VALUE, "expression": 2, "colorScale": 3, "dataBar": 4, "iconSet": 6, "containsErrors": ERRORS}


class FormatCondition(CDispatch):
    def __init__(self, owner: FormatConditions, group: Any, rule: Rule) -> None:
        self.switches, self.owner, self.group, self.rule = owner.switches, owner, group, rule
        rule.dxf = rule.dxf or DifferentialStyle()

    def place(self) -> str:
        return self.owner.place()

    @property
    def Type(self) -> int:
        return TYPES[self.rule.type]

    @property
    def Operator(self) -> int:
        return next(n for n, name in OPERATORS.items() if name == self.rule.operator)

    @property
    def Formula1(self) -> str:
        text = str(self.rule.formula[0])
        return text if text.startswith("=") else f"={text}"

    @property
    def StopIfTrue(self) -> bool:
        return bool(self.rule.stopIfTrue)

    @StopIfTrue.setter
    def StopIfTrue(self, value: bool) -> None:
        self.rule.stopIfTrue = bool(value)

    @property
    def Interior(self) -> Any:
        return ConditionFill(self)

    @property
    def Font(self) -> Any:
        return ConditionFont(self)

    def SetFirstPriority(self) -> None:
        for _, other in self.owner.all():
            other.priority += 1
        self.rule.priority = 1

    def Delete(self) -> None:
        rules = self.owner.held()[self.group]
        rules.remove(self.rule)
        if not rules:
            del self.owner.held()[self.group]


class ConditionFill(CDispatch):
    def __init__(self, condition: FormatCondition) -> None:
        self.switches, self.condition = condition.switches, condition

    @property
    def Color(self) -> int | None:
        fill = self.condition.rule.dxf.fill
        return number_of(fill.bgColor) if fill is not None else None

    @Color.setter
    def Color(self, value: int) -> None:
        self.condition.rule.dxf.fill = PatternFill(bgColor=color_of(value))


class ConditionFont(CDispatch):
    def __init__(self, condition: FormatCondition) -> None:
        self.switches, self.condition = condition.switches, condition

    def _said(name: str, get: Any, put: Any) -> property:  # type: ignore[misc]
        def kept(self: Any, value: Any) -> None:
            dxf = self.condition.rule.dxf
            old = dxf.font or CellFont(name=None, sz=None, family=None)
            both = {"b": old.b, "color": old.color} | {name: put(value)}
            dxf.font = CellFont(name=None, sz=None, family=None, **both)

        return property(lambda self: get(getattr(self.condition.rule.dxf.font, name, None)), kept)

    Bold, Color = _said("b", bool, bool), _said("color", number_of, color_of)


class FormatConditions(Items):
    """Those that hold for some cell of a range, the first in rank first."""

    def __init__(self, rng: Range) -> None:
        self.switches, self.rng = rng.switches, rng

    def place(self) -> str:
        return self.rng.place()

    def key(self, member: Any) -> str:
        return ""

    def held(self) -> Any:
        return self.rng.sheet.ws.conditional_formatting._cf_rules

    def all(self) -> list[tuple[Any, Rule]]:
        return [(group, rule) for group, rules in self.held().items() for rule in rules]

    def members(self) -> list[FormatCondition]:
        def meets(group: Any) -> bool:
            spans = [area(str(one)) for one in group.sqref.ranges]
            return any(span is not None and span.common(self.rng.a) for span in spans)

        found = [(group, rule) for group, rule in self.all() if meets(group)]
        return [FormatCondition(self, group, rule) for group, rule in sorted(found, key=lambda each: each[1].priority)]

    def Add(self, Type: int, Operator: int | None = None, Formula1: Any = None, Formula2: Any = None) -> FormatCondition:
        self.rng.check()
        rank = 1 + max((rule.priority for _, rule in self.all()), default=0)
        if Type == CELL_VALUE:
            formulas = [str(f).removeprefix("=") for f in (Formula1, Formula2) if f is not None]
            rule = Rule("cellIs", operator=OPERATORS[Operator or 1], formula=formulas, priority=rank)
        elif Type == ERRORS:
            corner = area(self.rng.a.ref.split(":")[0])
            rule = Rule("containsErrors", formula=[f"ISERROR({corner.ref if corner else ''})"], priority=rank)
        else:  # its formula would have to be in the user's language, and is read as if it stood in the active cell
            raise NotKnown("FormatConditions.Add of another type than a cell's value and errors")
        ws = self.rng.sheet.ws
        ws.conditional_formatting.add(self.rng.a.ref, rule)
        group = next(g for g, rules in self.held().items() if any(r is rule for r in rules))
        return FormatCondition(self, group, rule)
