"""What kind of machine is this, and what does it know of Excel? Asked here only, so that each kind can be made up in a folder.

Everything that Windows and macOS differ in comes through `Machine`: no other module of this room looks at the running system.
"""

from __future__ import annotations

import importlib.util
import os
import re
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

Registry = Callable[[str, str], object]
"""The value of a name under a key such as ``HKCU\\Software\\...``, None where there is none; "" names the key's own value."""

RegistryNames = Callable[[str], Mapping[str, object]]
"""All values under a key."""


class System(Enum):
    """The systems between which a door must tell."""

    WINDOWS = "Windows"
    MAC = "macOS"
    OTHER = "another system"  # there is no desktop Excel


@dataclass(frozen=True)
class Machine:
    """One machine: where its user lives, which Python runs, and what its registry holds."""

    system: System
    home: Path
    environment: Mapping[str, str]
    interpreter: str  # the Python that runs us, as the add-in shall call it
    base: str  # where that Python comes from; differs from its folder in a virtual environment
    python: tuple[int, int]
    bits: int
    registry: Registry = lambda key, name: None
    registry_names: RegistryNames = lambda key: {}
    importable: Callable[[str], bool] = lambda module: importlib.util.find_spec(module) is not None
    applications: Path = Path("/Applications")

    @classmethod
    def this(cls) -> Machine:
        """The machine that we run on."""
        system = {"win32": System.WINDOWS, "darwin": System.MAC}.get(sys.platform, System.OTHER)
        return cls(
            system,
            Path.home(),
            dict(os.environ),
            sys.executable,
            sys.base_prefix,
            (sys.version_info[0], sys.version_info[1]),
            64 if sys.maxsize > 2**32 else 32,
            _value if system is System.WINDOWS else lambda key, name: None,
            _values if system is System.WINDOWS else lambda key: {},
        )

    def expand(self, text: str) -> str:
        """A path from the registry with its %NAMES% filled in; an unknown one stays as it is."""
        known = {name.casefold(): value for name, value in self.environment.items()}
        return re.sub(r"%([^%]+)%", lambda m: known.get(m[1].casefold(), m[0]), text)


def _value(key: str, name: str) -> object:
    """Windows' own registry, its 64-bit half first."""
    import winreg

    hive, _, path = key.partition("\\")
    root = {"HKCU": winreg.HKEY_CURRENT_USER, "HKLM": winreg.HKEY_LOCAL_MACHINE}[hive]  # type: ignore[attr-defined]
    for half in (winreg.KEY_WOW64_64KEY, winreg.KEY_WOW64_32KEY):  # type: ignore[attr-defined]
        try:
            with winreg.OpenKey(root, path, 0, winreg.KEY_READ | half) as opened:  # type: ignore[attr-defined]
                return winreg.QueryValueEx(opened, name)[0]  # type: ignore[attr-defined]
        except OSError:
            continue
    return None


def _values(key: str) -> Mapping[str, object]:
    """All values under a key of the user's; an absent key has none."""
    import winreg

    found: dict[str, object] = {}
    try:
        with winreg.OpenKey(winreg.HKEY_CURRENT_USER, key.partition("\\")[2]) as opened:  # type: ignore[attr-defined]
            for i in range(winreg.QueryInfoKey(opened)[1]):  # type: ignore[attr-defined]
                name, value, _ = winreg.EnumValue(opened, i)  # type: ignore[attr-defined]
                found[name] = value
    except OSError:
        pass
    return found
