"""Does a setting of Excel or of the company forbid the add-in?

Reads what Windows' registry, a file's mark and macOS' preferences say; changes none of them.
"""

from __future__ import annotations

import plistlib
from collections.abc import Iterator
from pathlib import Path

from backorder_xl.hosts.addin.machine import Machine, System
from backorder_xl.hosts.addin.places import FILE, OFFICE

INTERNET = 3
"""The zone from which on Excel blocks macros of a file."""

POLICY = r"HKCU\Software\Policies\Microsoft\Office\16.0"

_COMPANY = "Your company sets this: ask your IT to allow macros in Excel's start-up folder; the command line works meanwhile."
_TRUST = "File > Options > Trust Center > Trust Center Settings"

Said = tuple[bool, str, str]
"""Whether no button can work, what was found, what to do."""


def zone(path: Path) -> int | None:
    """From which zone Windows believes a file to have come (the Mark of the Web); None without a mark."""
    try:
        mark = Path(f"{path}:Zone.Identifier").read_text(encoding="utf-8", errors="replace")
    except (OSError, ValueError):
        return None
    said = [line.partition("=")[2].strip() for line in mark.splitlines() if line.strip().casefold().startswith("zoneid=")]
    return int(said[0]) if said and said[0].isdigit() else None


def macros(machine: Machine) -> Iterator[Said]:
    """Each setting that forbids or hinders macros of an add-in that is not signed."""
    if machine.system is System.WINDOWS:
        yield from _warnings(machine)
        yield from _signatures(machine)
        yield from _disabled(machine)
    elif machine.system is System.MAC:
        yield from _mac(machine)


def _warnings(machine: Machine) -> Iterator[Said]:
    """VBAWarnings: 1 all, 2 ask, 3 signed only, 4 none. The start-up folder is trusted, unless that is switched off."""
    trusted = not _is_set(machine, r"Excel\Security\Trusted Locations", "AllLocationsDisabled")
    level, by_company = _level(machine)
    words = {3: "only signed macros run", 4: "no macros run"}
    if level in words:
        found = f"Outside of trusted folders {words[level]}."
        if trusted:
            yield False, f"{found} The start-up folder is a trusted one, so the add-in should run.", ""
        else:
            yield (
                True,
                f"{found} Trusted folders are switched off as well.",
                _COMPANY if by_company else f'{_TRUST} > Macro Settings: choose "Disable all macros with notification".',
            )
    elif not trusted:
        yield False, "Trusted folders are switched off, so Excel asks at every start.", f"{_TRUST} > Trusted Locations."
    if machine.registry(POLICY + r"\Excel\Security", "blockcontentexecutionfrominternet") == 1:
        yield (
            False,
            "Macros in files from the internet are blocked.",
            "The add-in is made on this computer and is not concerned; a copy from an e-mail or a download would be.",
        )


def _signatures(machine: Machine) -> Iterator[Said]:
    if _is_set(machine, r"Excel\Security", "RequireAddinSig"):
        yield (
            True,
            "Excel opens signed add-ins only.",
            f'{_TRUST} > Add-ins: take the tick from "Require Application Add-ins to be signed". If it is grey: {_COMPANY}',
        )
    if _is_set(machine, r"Excel\Security", "DisableAllAddins"):
        yield True, "Excel opens no add-ins.", f'{_TRUST} > Add-ins: take the tick from "Disable all". If it is grey: {_COMPANY}'


def _disabled(machine: Machine) -> Iterator[Said]:
    """After a crash Excel puts what was open on a list of its own and leaves it out from then on, without a word."""
    wanted = FILE.casefold().encode("utf-16-le")
    for value in machine.registry_names(OFFICE + r"\Excel\Resiliency\DisabledItems").values():
        if isinstance(value, bytes) and wanted in _folded(value):
            yield (
                True,
                "Excel has switched the add-in off after a crash.",
                "File > Options > Add-ins > Manage: Disabled Items > Go: choose backorder_xl, Enable, and start Excel again.",
            )
            return


def _folded(value: bytes) -> bytes:
    """Names in it without regard to case; they may begin at an odd byte."""
    both = (value, value[1:])
    return b"".join(v[: len(v) // 2 * 2].decode("utf-16-le", "replace").casefold().encode("utf-16-le", "replace") for v in both)


def _level(machine: Machine) -> tuple[object, bool]:
    """The company's word wins over the user's."""
    said = machine.registry(POLICY + r"\Excel\Security", "VBAWarnings")
    return (said, True) if said is not None else (machine.registry(OFFICE + r"\Excel\Security", "VBAWarnings"), False)


def _is_set(machine: Machine, key: str, name: str) -> bool:
    said = [machine.registry(f"{root}\\{key}", name) for root in (POLICY, OFFICE)]
    return next((value for value in said if value is not None), 0) == 1


def _mac(machine: Machine) -> Iterator[Said]:
    """VisualBasicMacroExecutionState, as Excel or the company has put it down."""
    own = machine.home / "Library" / "Containers" / "com.microsoft.Excel" / "Data" / "Library" / "Preferences"
    for file in (own / "com.microsoft.Excel.plist", machine.home / "Library" / "Preferences" / "com.microsoft.office.plist"):
        try:
            said = plistlib.loads(file.read_bytes()).get("VisualBasicMacroExecutionState")
        except (OSError, ValueError, AttributeError):
            continue
        if said == "DisabledWithoutWarnings":
            yield (
                True,
                "Excel runs no macros and does not ask.",
                'Excel > Preferences > Security: choose "Disable all macros with notification". If it is grey: ' + _COMPANY,
            )
            return
