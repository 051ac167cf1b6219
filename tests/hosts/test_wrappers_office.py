"""Does the VBA of the functions compile and run? LibreOffice runs it in a twin of the add-in, with a stand-in for xlwings.

What only Excel has is taken out for it: the command bar of the wizard, and the caller.
"""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from backorder_xl.hosts.addin.wrappers import MODULE, PYTHON, module_text

build = pytest.importorskip("backorder_xl.hosts.addin.build")
office_macros = pytest.importorskip("tests.hosts.addin.office_macros")

COLUMN = 3
XLWINGS = f"""Option Explicit
Private told As Long

Public Sub Note(text As String)
    told = told + 1
    ThisWorkbook.Sheets(1).Cells(told, {COLUMN + 1}).Value = text
End Sub

Public Function XLPy()
    Set XLPy = New Recorder
End Function
"""
RECORDER = """Public Function CallUDF(inside, name, cells, book, caller)
    Dim text As String, i As Long
    For i = LBound(cells) To UBound(cells)
        If IsMissing(cells(i)) Then text = text & "|missing" Else text = text & "|" & cells(i)
    Next i
    Note inside & " " & name & text
    If name = "BO_LOT_SIZE" Then Err.Raise 1000, , "Traceback" & vbLf & "  File x" & vbLf & "ValueError: no" & vbLf
    CallUDF = 7
End Function
"""
DRIVER = """Option Explicit

Public Sub CallSome()
    Note "gives " & BO_EOQ(1, 2, 3)
    Note "gives " & BO_ALLOCATE("o", "s", , "i")
    Note "gives " & BO_LOT_SIZE(13)
End Sub
"""


def for_libreoffice(text: str) -> str:
    lines = [line for line in text.splitlines() if "CommandBars" not in line]
    asked = "\n".join(lines).replace("If TypeOf Application.Caller Is Range Then ", "")
    return asked.replace("ActiveWorkbook, Application.Caller)", "Nothing, Nothing)")


@pytest.mark.office
@pytest.mark.skipif(not shutil.which("soffice"), reason="needs LibreOffice")
def test_the_wrappers_hand_their_cells_over_and_tell_what_went_wrong(tmp_path: Path) -> None:
    from backorder_xl.hosts.addin.config import SHEET, config_rows
    from backorder_xl.hosts.addin.package import package
    from backorder_xl.hosts.addin.ribbon_xml import ribbon_xml
    from backorder_xl.hosts.addin.vba_project import Kind, Module, vba_project

    modules = [
        *(replace(m, text="") for m in build.modules() if m.kind.document),
        Module(MODULE, for_libreoffice(module_text())),
        Module("xlwings", XLWINGS),
        Module("Recorder", RECORDER, Kind.CLASS),
        Module("Driver", DRIVER),
    ]
    twin = tmp_path / "twin.xlsm"
    twin.write_bytes(package(vba_project(modules), ribbon_xml(), SHEET, config_rows("/usr/bin/python3"), twin=True))
    assert office_macros.column_after(twin, "Driver.CallSome", COLUMN, tmp_path / "office") == [
        f"{PYTHON} BO_EOQ|1|2|3",
        "gives 7",
        f"{PYTHON} BO_ALLOCATE|o|s|missing|i{'|missing' * 8}",
        "gives 7",
        f"{PYTHON} BO_LOT_SIZE|13|missing|missing|missing",
        "gives Backorder XL: ValueError: no",
    ]
