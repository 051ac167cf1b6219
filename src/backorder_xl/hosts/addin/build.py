"""How is the add-in made? From our texts, the list of buttons and the xlwings that is installed; nothing is written to disk."""

from __future__ import annotations

from backorder_xl import __version__
from backorder_xl.hosts.addin import wrappers
from backorder_xl.hosts.addin.config import SHEET, config_rows
from backorder_xl.hosts.addin.package import SHEET as SHEET_MODULE
from backorder_xl.hosts.addin.package import WORKBOOK, package
from backorder_xl.hosts.addin.ribbon_xml import ribbon_xml
from backorder_xl.hosts.addin.texts import vba_text
from backorder_xl.hosts.addin.vba_project import Kind, Module, vba_project
from backorder_xl.hosts.addin.xlwings_vba import installed_version, xlwings_modules

FILE_NAME = "backorder_xl.xlam"
RIBBON = "BackorderRibbon"
FUNCTIONS = "BackorderFunctions"


def build_addin(interpreter: str, *, twin: bool = False) -> bytes:
    """The add-in that starts this Python, or its .xlsm twin; the same bytes wherever it is made with the same xlwings.

    `interpreter` is the full path of a Python that has backorder-xl. AddinRefused says in a sentence what is missing.
    """
    rows = [*config_rows(interpreter), *built_with()]
    return package(vba_project(modules()), ribbon_xml(), SHEET, rows, twin=twin)


def built_with() -> list[tuple[str, str]]:
    """Rows that xlwings does not read: with which versions the add-in was made, for whoever looks whether it still fits."""
    return [("BACKORDER_XL_VERSION", __version__), ("XLWINGS_VERSION", installed_version())]


def modules() -> list[Module]:
    """All VBA of the add-in, in the order in which the editor lists it."""
    return [
        Module(WORKBOOK, vba_text(f"{WORKBOOK}.cls"), Kind.WORKBOOK),
        Module(SHEET_MODULE, kind=Kind.SHEET),
        Module(RIBBON, vba_text(f"{RIBBON}.bas")),
        Module(FUNCTIONS, wrappers.module_text()),
        *xlwings_modules(),
    ]
