"""Does VBA of ours run? LibreOffice runs it here: a Basic macro of its own profile opens the book and calls one Sub in it."""

from __future__ import annotations

import subprocess
from pathlib import Path
from xml.sax.saxutils import escape

from backorder_xl.hosts.addin.vba_project import PROJECT

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
LIBRARY = (
    HEAD + '<!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">\n'
    '<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard" library:readonly="false" '
    'library:passwordprotected="false"><library:element library:name="Caller"/></library:library>'
)
MODULE = (
    HEAD + '<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">\n'
    '<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Caller" script:language="StarBasic">{}'
    "</script:module>"
)
CALLER = """
Sub Main
  On Error Goto Failed
  Open "{said}" For Output As #1
  Dim how(1) As New com.sun.star.beans.PropertyValue
  how(0).Name = "MacroExecutionMode" : how(0).Value = 4
  how(1).Name = "Hidden" : how(1).Value = True
  book = StarDesktop.loadComponentFromURL("{book}", "_blank", 0, how())
  place = "?language=Basic&location=document"
  script = book.getScriptProvider().getScript("vnd.sun.star.script:{project}.{sub}" & place)
  script.invoke(Array(), Array(), Array())
  row = 0
  Do While book.Sheets(0).getCellByPosition({column}, row).String <> ""
    Print #1, book.Sheets(0).getCellByPosition({column}, row).String
    row = row + 1
  Loop
  Close #1
  book.close(True)
  StarDesktop.terminate
  Exit Sub
Failed:
  Print #1, "failed: " & Error
  Close #1
  StarDesktop.terminate
End Sub
"""


def column_after(book: Path, sub: str, column: int, folder: Path) -> list[str]:
    """Run `Module.Sub` of a macro workbook, then read one column (0 is A) of its first sheet down to the first blank cell."""
    folder.mkdir()
    office = ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore"]
    # The first start lays out the profile and would overwrite a macro that is there already.
    subprocess.run([*office, "--terminate_after_init"], capture_output=True, timeout=120)
    standard, said = folder / "profile" / "user" / "basic" / "Standard", folder / "said.txt"
    code = CALLER.format(said=said, book=book.as_uri(), project=PROJECT, sub=sub, column=column)
    (standard / "script.xlb").write_text(LIBRARY, encoding="utf-8")
    (standard / "Caller.xba").write_text(MODULE.format(escape(code)), encoding="utf-8")
    subprocess.run([*office, "macro:///Standard.Caller.Main"], capture_output=True, timeout=120)
    return said.read_text(encoding="utf-8").splitlines()
