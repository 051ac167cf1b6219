"""Where does Excel look for what it opens at its start, and where does its macOS sandbox let it find a script?

Nothing is made or written here.
"""

from __future__ import annotations

from pathlib import Path

from backorder_xl.hosts.addin.build import FILE_NAME as FILE
from backorder_xl.hosts.addin.machine import Machine, System
from backorder_xl.tables.problems import Unusable

__all__ = ["FILE", "OFFICE", "private_appdata", "script_folder", "startup_folder"]

OFFICE = r"HKCU\Software\Microsoft\Office\16.0"
"""Excel 2016 and later, 365 among them, all say 16.0."""

_SHELL_FOLDERS = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Explorer\User Shell Folders"


def startup_folder(machine: Machine) -> Path:
    """Whatever lies in this folder, Excel opens at its start; the folder need not exist yet.

    Raises Unusable where there is no desktop Excel, or where Windows does not say where its users' folders are.
    """
    match machine.system:
        case System.WINDOWS:
            return _roaming(machine) / "Microsoft" / "Excel" / _folder_name(machine)
        case System.MAC:
            office = machine.home / "Library" / "Group Containers" / "UBF8T346G9.Office"
            return office / "User Content.localized" / "Startup.localized" / "Excel"
    raise Unusable(
        "There is no desktop Excel on this system, so there is nothing to install into; backorder-xl addin build --to FOLDER "
        "builds the add-in for another computer (--interpreter names the Python there)."
    )


def script_folder(machine: Machine) -> Path | None:
    """Where Excel for Mac may start a script from; None elsewhere."""
    scripts = machine.home / "Library" / "Application Scripts" / "com.microsoft.Excel"
    return scripts if machine.system is System.MAC else None


def private_appdata(machine: Machine) -> bool:
    """Whether this Python is the one of the Microsoft Store: what it writes for other programs, they do not see."""
    return machine.system is System.WINDOWS and "\\windowsapps\\" in f"{machine.base}\\{machine.interpreter}".casefold()


def _roaming(machine: Machine) -> Path:
    named = machine.environment.get("APPDATA", "").strip()
    if not named:
        named = machine.expand(str(machine.registry(_SHELL_FOLDERS, "AppData") or ""))
    if not named or "%" in named:
        raise Unusable("Windows does not say where your settings are kept: the variable APPDATA is not set.")
    return Path(named)


def _folder_name(machine: Machine) -> str:
    """XLSTART, unless Office was told another name."""
    said = machine.registry(OFFICE + r"\Common\General", "Xlstart")
    plain = isinstance(said, str) and said.strip() not in ("", ".", "..") and not set(said) & set('\\/:"<>|?*')
    return said.strip() if plain and isinstance(said, str) else "XLSTART"
