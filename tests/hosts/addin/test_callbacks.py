"""Does every button's id arrive? LibreOffice presses them all in the .xlsm twin, where RunPython notes what it is told.

xlwings' own module is what is exchanged: LibreOffice cannot compile it. Our module, the ribbon and the package are the real ones.
"""

from __future__ import annotations

import ast
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from backorder_xl.hosts.actions import BUTTONS
from backorder_xl.hosts.addin.build import RIBBON, modules
from backorder_xl.hosts.addin.config import SHEET, config_rows
from backorder_xl.hosts.addin.package import package
from backorder_xl.hosts.addin.ribbon_xml import NAMESPACE, ribbon_xml
from backorder_xl.hosts.addin.vba_project import Kind, Module, vba_project
from tests.hosts.addin.office_macros import column_after

TOLD = 3  # column D of the settings sheet
RECORDER = f"""Option Explicit
Private told As Long

Public Function RunPython(PythonCommand As String)
    told = told + 1
    ThisWorkbook.Sheets(1).Cells(told, {TOLD + 1}).Value = PythonCommand
End Function
"""
PRESS = '    control.ID = "{}"\n    {} control\n'


def driver() -> str:
    """A Sub that presses every button of the ribbon as the ribbon would: by its id, through its onAction."""
    buttons = etree.fromstring(ribbon_xml()).iter(f"{{{NAMESPACE}}}button")
    presses = "".join(PRESS.format(button.get("id"), button.get("onAction")) for button in buttons)
    return f"Option Explicit\n\nPublic Sub PressAll()\n    Dim control As New IRibbonControl\n{presses}End Sub\n"


@pytest.mark.office
@pytest.mark.skipif(not shutil.which("soffice"), reason="needs LibreOffice")
def test_every_button_arrives_once(tmp_path: Path) -> None:
    ours = [replace(m, text="") if m.kind.document else m for m in modules() if m.kind.document or m.name == RIBBON]
    stand_ins = [
        Module("xlwings", RECORDER),
        Module("IRibbonControl", "Public ID As String\n", Kind.CLASS),
        Module("Driver", driver()),
    ]
    twin = tmp_path / "twin.xlsm"
    project = vba_project([*ours, *stand_ins])
    twin.write_bytes(package(project, ribbon_xml(), SHEET, config_rows("/usr/bin/python3"), twin=True))
    told = column_after(twin, "Driver.PressAll", TOLD, tmp_path / "office")
    assert told == [f"import backorder_xl.hosts.ribbon as ribbon; ribbon.press('{name}')" for name in BUTTONS]
    for command in told:
        ast.parse(command)
        assert '"' not in command and "|" not in command, "it travels through a shell in double quotes, on a Mac between bars"
