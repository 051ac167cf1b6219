"""Has somebody the workbook open right now?"""

from __future__ import annotations

from pathlib import Path

from backorder_xl.workbook.errors import Unwritable


def refuse_if_open(path: Path) -> None:
    """Unwritable while Excel or LibreOffice holds its lock file beside the workbook (exit code 3)."""
    for lock, program in ((f"~${path.name}", "Excel"), (f".~lock.{path.name}#", "LibreOffice")):
        if (path.parent / lock).exists():
            raise Unwritable(f"{path.name} is open in {program}; close it and run again (if it is not, delete the file {lock}).")
