"""Is everything in place, here and in one workbook, and if not, what is to be done? Looks only; nothing of the user's is changed.

The installation: Python, libraries, the state folder, the add-in, certificates. The workbook is the business of doctor_book.py.
"""

from __future__ import annotations

import datetime as dt
import os
import platform
import re
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

from backorder_xl import __version__
from backorder_xl.hosts import log
from backorder_xl.hosts.addin import doctor as addin
from backorder_xl.hosts.addin.machine import Machine
from backorder_xl.hosts.telling import UNUSABLE, UNWRITABLE
from backorder_xl.tables.problems import Unusable

OLDEST_PYTHON = (3, 11)
RENEW = dt.timedelta(days=30)
_NEED = re.compile(r"([A-Za-z0-9._-]+)(?:\[.*?\])?\s*(?:>=\s*([0-9.]+))?")
_EXTRA = re.compile(r"extra\s*==\s*['\"](\w+)['\"]")
_WINDOWS = re.compile(r"sys_platform\s*==\s*['\"]win32['\"]")
EXTRAS = {
    "excel": "the buttons in Excel",
    "imap": "drafts in a mailbox",
    "outlook": "drafts in Outlook",
    "web": "Excel on the web",
}
"""What is installed only where it is wanted, and what for."""


class Verdict(StrEnum):
    """How it looks."""

    OK = "ok"
    LOOK = "look at this"  # a run works all the same
    BROKEN = "broken"  # no run works before it is put right


@dataclass(frozen=True)
class Finding:
    """What was looked at and found, the remedy ("" where nothing is to be done), and the exit code that a run would end with."""

    name: str
    verdict: Verdict
    found: str
    remedy: str = ""
    code: int = UNUSABLE


def installation(state: Path, machine: Machine | None = None) -> list[Finding]:
    """Everything that does not depend on a workbook."""
    return [*_python(), *_libraries(), *_state(state), *_addin(machine or Machine.this(), state), *_certificates(state)]


def _python() -> Iterator[Finding]:
    found = f"backorder-xl {__version__}, Python {platform.python_version()}, {platform.platform(terse=True)}"
    if sys.version_info < OLDEST_PYTHON:
        yield Finding("Python", Verdict.BROKEN, found, "Install Python 3.11 or later, and Backorder XL with it.")
    else:
        yield Finding("Python", Verdict.OK, found)


def _libraries() -> Iterator[Finding]:
    try:
        wanted = requires("backorder-xl") or []
    except PackageNotFoundError:
        yield Finding("Libraries", Verdict.LOOK, "Backorder XL runs from its source; no list of libraries is kept.",
                      "pip install backorder-xl")  # fmt: skip
        return
    lacking: dict[str, list[str]] = {}
    for text in wanted:
        need, extra = _NEED.match(text), _EXTRA.search(text)
        if need and not (_WINDOWS.search(text) and os.name != "nt"):
            lacking.setdefault(extra[1] if extra else "", []).extend(_lacking(need[1], need[2] or ""))
    always = lacking.pop("", [])
    if always:
        yield Finding("Libraries", Verdict.BROKEN, f"These are missing or too old: {', '.join(always)}.",
                      "pip install --upgrade backorder-xl")  # fmt: skip
    else:
        yield Finding("Libraries", Verdict.OK, "All that are needed are installed.")
    for extra, purpose in EXTRAS.items():
        if extra not in lacking:
            continue
        if lacking[extra]:
            remedy = f'Only if you want {purpose}: pip install "backorder-xl[{extra}]"'
            yield Finding(f"For {purpose}", Verdict.LOOK, f"Not installed: {', '.join(lacking[extra])}.", remedy)
        else:
            yield Finding(f"For {purpose}", Verdict.OK, "Installed.")


def _lacking(name: str, least: str) -> list[str]:
    """The library with what is there of it, unless it is there and new enough."""
    try:
        there = version(name)
    except PackageNotFoundError:
        return [name]
    return [f"{name} {there} (needs {least})"] if least and _numbers(there) < _numbers(least) else []


def _numbers(text: str) -> list[int]:
    return [int(n) for n in re.findall(r"\d+", text)[:3]]


def _state(state: Path) -> Iterator[Finding]:
    try:
        state.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=state):
            pass
    except OSError as error:
        remedy = "Runs work, but without undo, log and lock; name another folder in the variable BACKORDER_XL_STATE."
        yield Finding("Own folder", Verdict.LOOK, f"{state} cannot be written ({error.strerror}).", remedy)
        return
    logs, kept = len(list((state / log.FOLDER).glob("*.log"))), len(list((state / "undo").glob("*/run.json")))
    yield Finding("Own folder", Verdict.OK, f"{state}: undo for {kept} workbooks, {logs} logs.")


def _addin(machine: Machine, state: Path) -> Iterator[Finding]:
    try:
        checks = addin.examine(machine, state)
    except Unusable:
        yield Finding("Add-in", Verdict.OK, "There is no desktop Excel on this system; the command line does all.")
        return
    if not any(c.name == "Add-in" and c.verdict is addin.Verdict.OK for c in checks):
        remedy = "Only if you want the buttons in Excel: backorder-xl addin install"
        yield Finding("Add-in", Verdict.LOOK, "It is not installed.", remedy)
        return
    wrong = [c for c in checks if c.verdict is not addin.Verdict.OK]
    yield from (Finding(f"Add-in: {c.name}", Verdict.LOOK, c.found, c.remedy) for c in wrong)
    if not wrong:
        yield Finding("Add-in", Verdict.OK, "It is installed, and all is in place.")


def _certificates(state: Path) -> Iterator[Finding]:
    """Those of a server on this machine, where there has been one."""
    for file in sorted((state / "web").glob("*/server.pem")):
        try:
            from cryptography import x509

            end = x509.load_pem_x509_certificate(file.read_bytes()).not_valid_after_utc
        except (ImportError, OSError, ValueError) as error:
            yield Finding("Certificate", Verdict.LOOK, f"That of {file.parent.name} cannot be read ({type(error).__name__}).",
                          "Start the server again; it makes a new one.")  # fmt: skip
            continue
        found = f"That of {file.parent.name} is valid until {end:%Y-%m-%d}."
        if end - dt.datetime.now(dt.UTC) < RENEW:
            yield Finding("Certificate", Verdict.LOOK, found, "Start the server again; it makes a new one.")
        else:
            yield Finding("Certificate", Verdict.OK, found)


def code_of(findings: list[Finding]) -> int:
    """The exit code of rule 9 that a run would end with: what cannot be read comes before what cannot be written."""
    codes = {f.code for f in findings if f.verdict is Verdict.BROKEN}
    return UNUSABLE if UNUSABLE in codes else UNWRITABLE if codes else 0
