"""Has somebody the workbook open right now, and who?"""

from __future__ import annotations

import contextlib
from pathlib import Path

from backorder_xl.workbook.errors import Unwritable


def opened_by(path: Path) -> str:
    """The program that has the workbook open, with the person where it says so; "" where none has."""
    real = path.resolve()
    for name, program, person in (
        (f"~${real.name}", "Excel", _excel_person),
        (f".~lock.{real.name}#", "LibreOffice", _office_person),
    ):
        lock = real.parent / name
        if lock.exists():
            who = ""
            with contextlib.suppress(OSError, ValueError, IndexError):
                who = person(lock.read_bytes()[:1024])
            return f"{program}{f' ({who})' if who else ''}"
    return ""


def refuse_if_open(path: Path) -> None:
    """Unwritable while Excel or LibreOffice holds its lock file beside the workbook (exit code 3)."""
    who = opened_by(path)
    if who:
        lock = f"~${path.resolve().name}" if who.startswith("Excel") else f".~lock.{path.resolve().name}#"
        raise Unwritable(f"{path.name} is open in {who}; close it and run again (if it is not, delete the file {lock}).")


def _excel_person(lock: bytes) -> str:
    """Excel writes the length of the user's name, and then the name."""
    return "".join(c for c in lock[1 : 1 + lock[0]].decode("utf-8", "replace") if c.isprintable()).strip()


def _office_person(lock: bytes) -> str:
    """LibreOffice writes name, login, machine and time, parted by commas."""
    name, login, machine, when = (part.strip() for part in lock.decode("utf-8", "replace").rstrip(";\n").split(",")[:4])
    who = name or login
    place = f"{who} on {machine}" if who and machine else who
    return ", ".join(part for part in (place, f"since {when}" if when else "") if part)
