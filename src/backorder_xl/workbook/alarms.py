"""How does a cell of ours turn red when it says what it should not?

A conditional format of the whole column, given once; one that stands on that column already is left as it is (rule 8.6).
"""

from __future__ import annotations

from lxml import etree

from backorder_xl.workbook import markup
from backorder_xl.workbook.changes import Alarm, When
from backorder_xl.workbook.markup import MAIN, children
from backorder_xl.workbook.refs import LAST_ROW, letters, make_range, parse_range
from backorder_xl.workbook.splice import SHEET_ORDER
from backorder_xl.workbook.styles import Styles

_FORMULAS = {When.NOT_ZERO: "IF(ISNUMBER({0}),ROUND({0},6)<>0,{0}<>\"\")", When.NO: "{0}=\"no\""}


def give(root: etree._Element, styles: Styles, alarms: tuple[Alarm, ...], places: dict[str, int], first_row: int) -> bool:
    """Let these columns turn red, in all rows that the sheet may ever have; tells whether anything was added."""
    added = False
    for alarm in alarms:
        column = places[alarm.column]
        if any(_covers(group.get("sqref", ""), column) for group in children(root, "conditionalFormatting")):
            continue
        formula = _FORMULAS[alarm.when].format(f"${letters(column)}{first_row}")
        if alarm.when is When.NOT_ZERO:  # an error is not zero either
            formula = f"IFERROR({formula},TRUE)"
        group = etree.Element(f"{{{MAIN}}}conditionalFormatting", sqref=make_range(first_row, column, LAST_ROW, column))
        rule = etree.SubElement(
            group, f"{{{MAIN}}}cfRule", type="expression", dxfId=str(styles.red()), priority=str(_priority(root))
        )
        etree.SubElement(rule, f"{{{MAIN}}}formula").text = formula
        markup.add_in_order(root, group, SHEET_ORDER[SHEET_ORDER.index("conditionalFormatting") + 1 :])
        added = True
    return added


def _priority(root: etree._Element) -> int:
    """Behind every rule of the user's."""
    rules = (r for g in children(root, "conditionalFormatting") for r in children(g, "cfRule"))
    return 1 + max((int(r.get("priority", "0")) for r in rules), default=0)


def _covers(sqref: str, column: int) -> bool:
    for ref in sqref.split():
        try:
            _, left, _, right = parse_range(ref)
        except ValueError:
            continue
        if left <= column <= right:
            return True
    return False

