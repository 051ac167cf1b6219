"""What does xlwings' VBA read on the add-in's settings sheet? Every setting it knows gets a row here.

A row, even an empty one, ends the search: settings files beside a workbook or in the user's folder are never asked, so that
nothing but the add-in itself says which Python is started.
"""

from __future__ import annotations

from backorder_xl.hosts.addin.errors import AddinRefused
from backorder_xl.hosts.addin.xlwings_vba import NAME

SHEET = f"{NAME}.conf"
FORBIDDEN = {'"', "|", ";"}  # signs that would end the path early on its way through a shell or AppleScript


def config_rows(interpreter: str, udf_modules: str = "") -> list[tuple[str, str]]:
    """The rows of the sheet: setting and value, both as text. AddinRefused if the interpreter's path cannot be handed on.

    The interpreter stands for Windows and Mac alike: an add-in that is carried to another machine then says that it cannot be
    found, instead of starting whatever is called `python` there.
    """
    if not interpreter.strip():
        raise AddinRefused("The add-in must know which Python to start; give the full path of its program.")
    if any(sign in FORBIDDEN or not sign.isprintable() for sign in interpreter):
        raise AddinRefused(f"The path of Python holds a sign that Excel cannot hand on: {interpreter!r}.")
    return [
        ("INTERPRETER_WIN", interpreter),
        ("INTERPRETER_MAC", interpreter),
        ("INTERPRETER", interpreter),
        ("PYTHONPATH", ""),
        ("ADD_WORKBOOK_TO_PYTHONPATH", "False"),  # a file beside the workbook must not be taken for one of our modules
        ("CONDA PATH", ""),
        ("CONDA ENV", ""),
        ("UDF MODULES", udf_modules),
        ("DEBUG UDFS", "False"),
        ("USE UDF SERVER", "False"),
        ("SHOW CONSOLE", "False"),
        ("SHOW_ERROR_POPUPS", "True"),
        ("TEMP DIR", "%TEMP%"),
        ("LICENSE_KEY", ""),
        *((f"{place}_{system}", "") for place in CLOUDS for system in ("WIN", "MAC")),
    ]


CLOUDS = ("ONEDRIVE_CONSUMER", "ONEDRIVE_COMMERCIAL", "SHAREPOINT")
