"""How does a machine come to trust our authority? The command for each system, and how it is taken back."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

from backorder_xl.hosts.addin.machine import Machine, System
from backorder_xl.hosts.web.certificates import fingerprint
from backorder_xl.tables.problems import Unusable

Start = Callable[[list[str]], int]
"""Runs a command and gives its exit code."""


def trust_command(machine: Machine, authority: Path) -> list[str] | None:
    """What makes this user's programs trust it; None where there is no such command."""
    if machine.system is System.WINDOWS:
        return ["certutil", "-addstore", "-user", "Root", str(authority)]
    if machine.system is System.MAC:
        keychain = machine.home / "Library" / "Keychains" / "login.keychain-db"
        return ["security", "add-trusted-cert", "-r", "trustRoot", "-p", "ssl", "-k", str(keychain), str(authority)]
    return None


def distrust_command(machine: Machine, authority: Path) -> list[str] | None:
    """What takes it back."""
    if machine.system is System.WINDOWS:
        return ["certutil", "-delstore", "-user", "Root", fingerprint(authority)]
    if machine.system is System.MAC:
        return ["security", "remove-trusted-cert", str(authority)]
    return None


def how(machine: Machine, authority: Path) -> list[str]:
    """What to do once so that Excel takes the server's certificate, in sentences."""
    command = trust_command(machine, authority)
    if command is None:
        return [f"Let your browser trust the authority {authority} (settings, certificates, authorities)."]
    return [
        "Once, so that Excel trusts this server: backorder-xl serve --trust",
        f"(it runs: {shown(command)})",
    ]


def trust(machine: Machine, authority: Path, agreed: Callable[[str], bool], start: Start | None = None) -> list[str]:
    """Run the command if the user agrees, and say what came of it. Unusable where it cannot be done."""
    command = trust_command(machine, authority)
    if command is None:
        raise Unusable(f"This system has no list that Excel asks; let your browser trust the authority {authority}.")
    if not agreed(f"This lets your own programs trust the server on this machine, and nothing else: {shown(command)}"):
        return ["Nothing was changed."]
    try:
        code = (start or _run)(command)
    except FileNotFoundError:
        raise Unusable(f"The program {command[0]} was not found; trust the file {authority} by hand.") from None
    if code != 0:
        raise Unusable(f"The system did not take the authority (code {code}); trust the file {authority} by hand.")
    back = distrust_command(machine, authority) or []
    return ["Excel now trusts the server on this machine; close Excel and open it again.", f"To take it back: {shown(back)}"]


def shown(command: list[str]) -> str:
    """A command as one types it."""
    return " ".join(f'"{word}"' if " " in word else word for word in command)


def _run(command: list[str]) -> int:
    return subprocess.run(command, check=False).returncode
