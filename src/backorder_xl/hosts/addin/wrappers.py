"""Which VBA lets a cell call our functions? One wrapper each, equal in effect to what xlwings' *Import functions* would write.

As the add-in brings it along, nobody has to press that button or to trust access to the VBA project. Made as text from
hosts/formulas.py; who builds the add-in puts it in.
"""

from __future__ import annotations

from backorder_xl.hosts.formulas import CATEGORY, FORMULAS, Formula

MODULE = "BackorderFunctions"
PYTHON = "backorder_xl.hosts.udfs"
_LONGEST = 255  # letters that Excel takes for a description

_HEAD = f"""Attribute VB_Name = "{MODULE}"
Option Explicit
' The worksheet functions of Backorder XL: each hands its cells to Python and gives back what comes.
' Made from the list in hosts/formulas.py; change it there. XLPy is xlwings' own, for Windows only.
"""

_WRAPPER = """
Public Function {name}({parameters}) As Variant
    #If Mac Then
        {name} = NotOnMac()
    #Else
        If (Not Application.CommandBars("Standard").Controls(1).Enabled) Then Exit Function ' the wizard is open
        If TypeOf Application.Caller Is Range Then On Error GoTo failed
        {name} = XLPy.CallUDF("{python}", "{name}", Array({arguments}), ActiveWorkbook, Application.Caller)
        Exit Function
failed:
        {name} = LastLine(Err.Description)
    #End If
End Function
"""

_TAIL = """
Private Function NotOnMac() As String
    NotOnMac = "Backorder XL's functions work in Excel for Windows; on a Mac use its buttons."
End Function

' What went wrong, without the lines that only a programmer reads.
Private Function LastLine(ByVal told As String) As String
    Dim lines() As String, i As Long
    lines = Split(Replace(told, vbCr, ""), vbLf)
    For i = UBound(lines) To LBound(lines) Step -1
        If Len(Trim$(lines(i))) > 0 Then
            LastLine = "Backorder XL: " & Trim$(lines(i))
            Exit Function
        End If
    Next i
    LastLine = "Backorder XL: no answer from Python"
End Function

' What the function wizard shows; for Workbook_Open. Excel refuses it where no workbook is open, which does no harm.
Public Sub DescribeFunctions()
    On Error Resume Next
"""


def module_text() -> str:
    """The whole module as the VBA editor would export it: cp1252 characters only, lines ended by \\n."""
    parts = [_HEAD, *(_wrapper(f) for f in FORMULAS), _TAIL, *(_described(f) for f in FORMULAS), "End Sub\n"]
    text = "".join(parts)
    text.encode("cp1252")  # anything else would come out wrong in Excel: better to fail here
    return text


def _wrapper(formula: Formula) -> str:
    parameters = ", ".join(f"{'Optional ' if optional else ''}{name}" for name, optional in formula.parameters)
    arguments = ", ".join(a.name for a in formula.arguments)
    return _WRAPPER.format(name=formula.desktop, parameters=parameters, python=PYTHON, arguments=arguments)


def _described(formula: Formula) -> str:
    says = ", _\n            ".join(_quoted(a.says) for a in formula.arguments)
    return (
        f'    Application.MacroOptions Macro:="{formula.desktop}", _\n'
        f"        Description:={_quoted(f'{formula.says} {formula.gives}')}, _\n"
        f"        Category:={_quoted(CATEGORY)}, _\n"
        f"        ArgumentDescriptions:=Array( _\n            {says})\n"
    )


def _quoted(text: str) -> str:
    cut = text if len(text) <= _LONGEST else text[: _LONGEST - 3] + "..."
    return '"' + cut.replace('"', '""') + '"'
