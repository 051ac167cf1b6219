"""Which VBA does xlwings need in the add-in? Its own, out of the installed package, so that both always have one version.

xlwings ties its VBA to its release (the names of its DLL and of its AppleScript hold the number), so none of it is kept here.
Two things are changed, and only where they stand exactly once: the name of our settings sheet, and whose sheet it is.
"""

from __future__ import annotations

import re
from importlib.util import find_spec
from pathlib import Path

from backorder_xl.hosts.addin.errors import AddinRefused
from backorder_xl.hosts.addin.vba_project import Kind, Module

NAME = "backorder_xl"
"""The name under which xlwings looks for settings: the sheet is called `backorder_xl.conf`."""
FILES = {"xlwings": ("xlwings_custom_addin.bas", Kind.STANDARD), "Dictionary": ("addin/Dictionary.cls", Kind.CLASS)}

_PROJECT_NAME = re.compile(r'(?<=^Public Const PROJECT_NAME As String = )"\w+"', re.M)
_FOREIGN_SETTINGS = re.compile(r'(?<=If )SheetExists\(ActiveWorkbook, PROJECT_NAME & "\.conf"\) = True(?= Then)')
_VERSION = re.compile(r'^Public Const XLWINGS_VERSION As String = "([^"]+)"', re.M)
_SETTING = re.compile(r'\bGetConfig\("([^"]+)"')


def xlwings_modules(home: Path | None = None) -> list[Module]:
    """xlwings' two modules as an add-in of our own needs them. AddinRefused if xlwings is missing or of another build."""
    texts = {name: _text(home or xlwings_home(), file) for name, (file, _) in FILES.items()}
    # A workbook that somebody sent must not choose which program a button starts: only the add-in's own sheet says that.
    texts["xlwings"] = _replaced(texts["xlwings"], _PROJECT_NAME, f'"{NAME}"')
    texts["xlwings"] = _replaced(texts["xlwings"], _FOREIGN_SETTINGS, "False")
    return [Module(name, texts[name], kind) for name, (_, kind) in FILES.items()]


def xlwings_home() -> Path:
    """The folder of the installed xlwings, which is not started for it. AddinRefused if there is none."""
    found = find_spec("xlwings")
    if found is None or not found.submodule_search_locations:
        raise AddinRefused('The add-in needs xlwings, which is not installed here. Run: pip install "backorder-xl[excel]"')
    return Path(found.submodule_search_locations[0])


def xlwings_version(text: str) -> str:
    """The version that xlwings' VBA says it belongs to. AddinRefused if it says none."""
    found = _VERSION.search(text)
    if found is None:
        raise _other_layout()
    return found[1]


def installed_version() -> str:
    """The version of the installed xlwings. AddinRefused if there is none."""
    return xlwings_version(_text(xlwings_home(), FILES["xlwings"][0]))


def settings_read(text: str) -> set[str]:
    """Every setting that xlwings' VBA asks for, by the name of its row, in capitals."""
    return {name.upper() for name in _SETTING.findall(text)}


def _text(home: Path, file: str) -> str:
    try:
        return (home / file).read_text(encoding="ascii")
    except (OSError, UnicodeDecodeError):
        raise _other_layout() from None


def _replaced(text: str, pattern: re.Pattern[str], by: str) -> str:
    text, times = pattern.subn(by, text)
    if times != 1:
        raise _other_layout()
    return text


def _other_layout() -> AddinRefused:
    return AddinRefused(
        "The installed xlwings keeps its VBA otherwise than this version of backorder-xl knows. "
        'Run: pip install "xlwings>=0.37.8,<0.38"'
    )
