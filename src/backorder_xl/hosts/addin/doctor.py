"""Is everything in place for the ribbon, and if not, what is to be done? Looks only; nothing is changed.

Each check is one question with a verdict, what was found, and the remedy in plain words.
"""

from __future__ import annotations

import contextlib
import os
import plistlib
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from backorder_xl import __version__
from backorder_xl.hosts.addin import policies
from backorder_xl.hosts.addin.errors import AddinRefused
from backorder_xl.hosts.addin.install import script
from backorder_xl.hosts.addin.machine import Machine, System
from backorder_xl.hosts.addin.places import FILE, private_appdata, script_folder, startup_folder
from backorder_xl.hosts.addin.xlwings_vba import installed_version
from backorder_xl.workbook.errors import WorkbookError
from backorder_xl.workbook.file import FileBook

NEEDED = (
    "numpy", "pandas", "pyarrow", "lxml", "openpyxl", "xlsxwriter", "jinja2", "babel", "css_inline", "idna",
    "platformdirs", "xlwings",
)  # fmt: skip
"""Modules without which no button works; each system adds what xlwings reaches Excel by."""

REACHES = {System.WINDOWS: ("win32com", "pywintypes"), System.MAC: ("appscript", "psutil"), System.OTHER: ()}

_AGAIN = "Run backorder-xl addin install again."


class Verdict(Enum):
    """How a check ended."""

    OK = "ok"
    WARN = "warn"  # it may work all the same
    WRONG = "wrong"  # no button will work


@dataclass(frozen=True)
class Check:
    """One question: what was found, and what to do about it ("" where nothing is to be done)."""

    name: str
    verdict: Verdict
    found: str
    remedy: str = ""


def examine(machine: Machine, state: Path) -> list[Check]:
    """All checks that make sense on this machine, most basic first; Unusable where there is no desktop Excel."""
    folder = startup_folder(machine)
    return [
        *_python(machine),
        *(_windows_excel(machine) if machine.system is System.WINDOWS else _mac_excel(machine)),
        *_packages(machine),
        *_addin(machine, folder / FILE),
        *_script(machine),
        *_policies(machine),
        *_state(state),
    ]


def _python(machine: Machine) -> Iterator[Check]:
    found = f"Python {machine.python[0]}.{machine.python[1]}, {machine.bits}-bit: {machine.interpreter}"
    if private_appdata(machine):
        remedy = "Install Python from python.org and put Backorder XL into that one: Excel does not see what this one writes."
        yield Check("Python", Verdict.WRONG, f"{found} comes from the Microsoft Store.", remedy)
    else:
        yield Check("Python", Verdict.OK, found)


def _windows_excel(machine: Machine) -> Iterator[Check]:
    run = r"HKLM\SOFTWARE\Microsoft\Office\ClickToRun\Configuration"
    place = machine.registry(r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\App Paths\excel.exe", "")
    version, platform = machine.registry(run, "VersionToReport"), machine.registry(run, "Platform")
    if not place:
        yield Check("Excel", Verdict.WRONG, "Windows knows no Excel.", "Install Excel 2016 or later, or Microsoft 365.")
        return
    found = f"{f'Version {version}' if version else 'Version unknown'}: {place}"
    if "\\windowsapps\\" in str(place).casefold():
        remedy = "If buttons do nothing, remove it and install Excel from office.com: Store programs let others reach them less."
        yield Check("Excel", Verdict.WARN, f"{found} comes from the Microsoft Store.", remedy)
    else:
        yield Check("Excel", Verdict.OK, found)
    bits = {"x86": 32, "x64": 64}.get(str(platform).casefold())
    if bits is None:
        yield Check("Same kind", Verdict.OK, "Excel does not say whether it is 32-bit or 64-bit; the buttons do not mind.")
    elif bits != machine.bits:
        remedy = f"The buttons work all the same. If worksheet functions do not, use a {bits}-bit Python."
        yield Check("Same kind", Verdict.WARN, f"Excel is {bits}-bit and Python {machine.bits}-bit.", remedy)
    else:
        yield Check("Same kind", Verdict.OK, f"Excel and Python are both {bits}-bit.")


def _mac_excel(machine: Machine) -> Iterator[Check]:
    app = machine.applications / "Microsoft Excel.app"
    try:
        said = plistlib.loads((app / "Contents" / "Info.plist").read_bytes())
        yield Check("Excel", Verdict.OK, f"Version {said.get('CFBundleShortVersionString', 'unknown')}: {app}")
    except (OSError, ValueError):
        yield Check("Excel", Verdict.WRONG, f"There is no {app}.", "Install Excel for Mac 2016 or later, or Microsoft 365.")


def _packages(machine: Machine) -> Iterator[Check]:
    missing = [m for m in (*NEEDED, *REACHES[machine.system]) if not machine.importable(m)]
    if missing:
        remedy = f'{machine.interpreter} -m pip install "backorder-xl[excel]"'
        yield Check("Packages", Verdict.WRONG, f"Python lacks {', '.join(missing)}.", remedy)
    else:
        yield Check("Packages", Verdict.OK, "Python has all that the buttons need.")


def _addin(machine: Machine, addin: Path) -> Iterator[Check]:
    if not addin.is_file():
        yield Check("Add-in", Verdict.WRONG, f"{addin} is not there.", "Run backorder-xl addin install.")
        return
    yield Check("Add-in", Verdict.OK, str(addin))
    if addin.with_name(f"~${addin.name}").exists():
        remedy = "That is as it should be while you work; close Excel before you install or uninstall."
        yield Check("In use", Verdict.WARN, "Excel has the add-in open.", remedy)
    mark = policies.zone(addin)
    if mark is not None and mark >= policies.INTERNET:
        remedy = f"Right-click the file > Properties > Unblock, or make it anew here: {_AGAIN[4:]}"
        yield Check("Blocked", Verdict.WRONG, "Windows marks the add-in as coming from the internet.", remedy)
    said = config(addin)
    if said is None:
        yield Check("Contents", Verdict.WRONG, "The add-in cannot be read.", _AGAIN)
        return
    yield _same("Version", "Backorder XL", said.get("BACKORDER_XL_VERSION", ""), __version__)
    with contextlib.suppress(AddinRefused):  # that xlwings is missing, or another one, is said among the packages
        yield _same("xlwings", "xlwings", said.get("XLWINGS_VERSION", ""), installed_version())
    key = "INTERPRETER_WIN" if machine.system is System.WINDOWS else "INTERPRETER_MAC"
    named = said.get(key, "")
    if not named or not Path(named).exists():
        found = f"The add-in starts {named or 'no Python at all'}, which is not there."
        yield Check("Starts", Verdict.WRONG, found, f"{_AGAIN} It names the Python that you run it with.")
    elif os.path.normcase(named) != os.path.normcase(machine.interpreter):
        remedy = f"If that is not meant: {_AGAIN[0].lower()}{_AGAIN[1:]}"
        yield Check("Starts", Verdict.WARN, f"The add-in starts another Python than this one: {named}", remedy)
    else:
        yield Check("Starts", Verdict.OK, f"The add-in starts {named}")


def _same(name: str, what: str, inside: str, here: str) -> Check:
    """The add-in's VBA is tied to the versions with which it was built."""
    if inside == here:
        return Check(name, Verdict.OK, f"Built with {what} {here}, which is installed.")
    return Check(name, Verdict.WRONG, f"Built with {what} {inside or 'unknown'}, but {here} is installed.", _AGAIN)


def config(addin: Path) -> dict[str, str] | None:
    """What stands on the add-in's config sheet, by upper-case name; None if it cannot be read."""
    try:
        # A copy, as nothing opens a workbook while Excel has it, and Excel has this one most of the day.
        with tempfile.TemporaryDirectory() as folder, FileBook(Path(shutil.copy(addin, folder))) as book:
            sheet = next((s for s in book.sheets() if s.casefold() == "backorder_xl.conf"), None)
            rows = book.top(sheet) if sheet else []
    except (WorkbookError, OSError):
        return None
    return {str(row[0]).upper(): str(row[1] or "") for row in rows if len(row) > 1 and row[0]} or None


def _script(machine: Machine) -> Iterator[Check]:
    folder = script_folder(machine)
    if folder is None:
        return
    try:
        name = script().name
    except AddinRefused as refusal:
        yield Check("Script", Verdict.WRONG, str(refusal))
        return
    if (folder / name).is_file():
        yield Check("Script", Verdict.OK, str(folder / name))
    else:
        yield Check("Script", Verdict.WRONG, f"{name} is not in {folder}, so Excel cannot start Python.", _AGAIN)


def _policies(machine: Machine) -> Iterator[Check]:
    found = list(policies.macros(machine))
    for wrong, said, remedy in found:
        yield Check("Macros", Verdict.WRONG if wrong else Verdict.WARN, said, remedy)
    if not found:
        yield Check("Macros", Verdict.OK, "No setting that was found forbids the add-in.")


def _state(state: Path) -> Iterator[Check]:
    place = state
    while not place.exists() and place != place.parent:
        place = place.parent
    if place.is_dir() and os.access(place, os.W_OK):
        yield Check("Own folder", Verdict.OK, str(state))
    else:
        remedy = "Undo and the log do without; name another folder in the variable BACKORDER_XL_STATE."
        yield Check("Own folder", Verdict.WARN, f"{state} cannot be written.", remedy)
