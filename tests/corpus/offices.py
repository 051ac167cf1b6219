"""Does LibreOffice open what we wrote, and see the same values on the user's sheets?

Many files in one start of it: each becomes one text file per sheet, before and after.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

_TEXT = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
_AT_ONCE = 25


def compared(pairs: list[tuple[Any, Path, Path]], folder: Path) -> Iterator[tuple[Any, list[str] | None]]:
    """For each pair what is different on the sheets that were there before; None where LibreOffice cannot open the old one."""
    for start in range(0, len(pairs), _AT_ONCE):
        part = pairs[start : start + _AT_ONCE]
        shown = folder / f"office {start}"
        for side in (0, 1):
            asked = shown / f"ask{side}"
            asked.mkdir(parents=True)
            for number, (_, before, after) in enumerate(part):
                shutil.copy((before, after)[side], asked / f"{number:03}{before.suffix}")
            _convert(sorted(asked.iterdir()), shown / f"out{side}", folder / "profile")
        for number, (what, _, _) in enumerate(part):
            old, new = (_sheets(shown / f"out{side}", number) for side in (0, 1))
            yield what, None if not old else [s for s in old if old[s] != new.get(s)]
        shutil.rmtree(shown)


def _convert(files: list[Path], out: Path, profile: Path) -> None:
    command = ["soffice", f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", _TEXT, "--outdir", str(out)]
    subprocess.run([*command, *map(str, files)], capture_output=True, timeout=60 + 20 * len(files), check=False)


def _sheets(out: Path, number: int) -> dict[str, bytes]:
    return {p.name[4:]: p.read_bytes() for p in out.glob(f"{number:03}-*.csv")} if out.is_dir() else {}
