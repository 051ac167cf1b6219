"""What does xlwings' VBA read on the add-in's settings sheet? Every setting it knows gets a row here.

A row, even an empty one, ends the search: settings files beside a workbook or in the user's folder are never asked, so that
nothing but the add-in itself says which Python is started.
"""

from __future__ import annotations

from backorder_xl.hosts.addin.errors import AddinRefused
from backorder_xl.hosts.addin.xlwings_vba import NAME

SHEET = f"{NAME}.conf"
CLOUDS = ("ONEDRIVE_CONSUMER", "ONEDRIVE_COMMERCIAL", "SHAREPOINT")
ENDS_THE_PATH = frozenset('"|')  # on its way through cmd.exe, or through AppleScript
MEANS_SOMETHING = frozenset(" '`$&;()<>*?[]{}#!~\\")  # to the shell of a Mac, where xlwings hands the path on without quotes


def config_rows(interpreter: str) -> list[tuple[str, str]]:
    """The rows of the sheet: setting and value, both as text. AddinRefused if the interpreter's path cannot be handed on.

    The interpreter stands for Windows and Mac alike: an add-in that is carried to another machine then says that it cannot be
    found, instead of starting whatever is called `python` there.
    """
    if not interpreter.strip():
        raise AddinRefused("The add-in must know which Python to start; give the full path of its program.")
    forbidden = ENDS_THE_PATH | MEANS_SOMETHING if interpreter.startswith("/") else ENDS_THE_PATH
    for sign in interpreter:
        if sign in forbidden or not sign.isprintable():
            raise AddinRefused(
                f"The path of Python holds {sign!r}, which Excel cannot hand on: {interpreter!r}. "
                "Install backorder-xl in a folder whose path has only letters, digits, - and _."
            )
    return [
        ("INTERPRETER_WIN", interpreter),
        ("INTERPRETER_MAC", interpreter),
        ("INTERPRETER", interpreter),
        ("PYTHONPATH", ""),
        ("ADD_WORKBOOK_TO_PYTHONPATH", "False"),  # a file beside the workbook must not be taken for one of our modules
        ("CONDA PATH", ""),
        ("CONDA ENV", ""),
        ("UDF MODULES", ""),
        ("DEBUG UDFS", "False"),
        ("USE UDF SERVER", "False"),
        ("SHOW CONSOLE", "False"),
        ("SHOW_ERROR_POPUPS", "True"),
        ("TEMP DIR", "%TEMP%"),
        ("LICENSE_KEY", ""),
        *((f"{place}_{system}", "") for place in CLOUDS for system in ("WIN", "MAC")),
    ]
