Attribute VB_Name = "BackorderRibbon"
Option Explicit

' What happens when a button of the tab Backorder XL is pressed? Its id goes to Python, which knows the rest.
' Nothing is decided here. The buttons are listed in hosts/actions.py, and the tab is made from that list.

Public Sub BackorderPress(control As IRibbonControl)
    ' RunPython needs an active workbook to work on; an empty one does for New workbook and Help.
    If ActiveWorkbook Is Nothing Then Workbooks.Add
    ' Single quotes, because the command travels through a shell within double ones. Ids are letters and underscores.
    RunPython "import backorder_xl.hosts.ribbon as ribbon; ribbon.press('" & control.ID & "')"
End Sub
