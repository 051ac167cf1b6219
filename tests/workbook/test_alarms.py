"""Does a column of ours turn red by itself, without touching a format of the user's? (rule 8.6)"""

from __future__ import annotations

from pathlib import Path

import openpyxl
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import PatternFill

from backorder_xl.workbook.changes import Alarm, Column, Format, SheetTable, When

from .books import parts, run

SHEET = SheetTable(
    "Board",
    "Board",
    (Column("K"), Column("Difference", Format.QTY), Column("Says")),
    {"K": ["a", "b"], "Difference": [0.0, 1.0], "Says": ["yes", "no"]},
    ("K",),
    alarms=(Alarm("Difference", When.NOT_ZERO), Alarm("Says", When.NO)),
)


def rules(path: Path) -> dict[str, list[str]]:
    """Where each conditional format of the sheet holds, and its formulas."""
    found = openpyxl.load_workbook(path)["Board"].conditional_formatting
    return {str(group.sqref): [str(f) for rule in group.rules for f in rule.formula] for group in found}


def test_two_columns_turn_red_and_a_second_run_adds_nothing(orders: Path, tmp_path: Path) -> None:
    once, twice = tmp_path / "once.xlsx", tmp_path / "twice.xlsx"
    run(orders, once, SHEET)
    assert rules(once) == {
        "B2:B1048576": ['IFERROR(IF(ISNUMBER($B2),ROUND($B2,6)<>0,$B2<>""),TRUE)'],
        "C2:C1048576": ['$C2="no"'],
    }
    fills = [r.dxf.fill.bgColor.rgb for g in openpyxl.load_workbook(once)["Board"].conditional_formatting for r in g.rules]
    assert fills == ["FFFFC7CE"] * 2
    run(once, twice, SHEET)
    assert parts(once) == parts(twice)


def test_a_format_that_the_user_gave_the_column_is_left_alone(orders: Path, tmp_path: Path) -> None:
    once, theirs, again = (tmp_path / f"{n}.xlsx" for n in ("once", "theirs", "again"))
    run(orders, once, SHEET)
    book = openpyxl.load_workbook(once)
    sheet = book["Board"]
    sheet.conditional_formatting = type(sheet.conditional_formatting)()
    sheet.conditional_formatting.add("A1:B99", CellIsRule(operator="equal", formula=["7"], fill=PatternFill(bgColor="FF00FF00")))
    book.save(theirs)
    run(theirs, again, SHEET)
    assert rules(again) == {"A1:B99": ["7"], "C2:C1048576": ['$C2="no"']}
