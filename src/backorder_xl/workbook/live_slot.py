"""What were the sheets of an open workbook like before the last run, and are they still as that run left them?

Beside the copies of closed files (slot.py), in the same folder of the user's own: one JSON of the touched sheets per workbook,
named by where Excel says that it lies, be that a path, an address in the cloud, or the name of a book that was never saved.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import json
import os
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from backorder_xl.workbook.slot import Kept, Slot
from backorder_xl.workbook.standing import SheetNow, plain_sheet, sheet_of

_SHEETS = "sheets.json"


class LiveSlot(Slot):
    """The place of one open workbook's sheets under the folder ``state``."""

    def __init__(self, state: Path, fullname: str, verb: str, when: dt.datetime) -> None:
        self.fullname = fullname
        self.verb, self.when = verb, when
        self._all = state / "undo"
        self.folder = self._all / hashlib.sha256(f"open {os.path.normcase(fullname)}".encode()).hexdigest()[:24]
        self.kept = False
        self._sheets = b""

    def last(self) -> Kept | None:
        """The words about the last run on this workbook."""
        return self._read(_SHEETS)

    def sheets(self) -> tuple[list[SheetNow], list[str]]:
        """The touched sheets as they were, and the names of all that were touched; those that are missing were not there."""
        content = self._content()
        return [sheet_of(s) for s in content["sheets"]], list(content["touched"])

    def remember(self, sheets: Iterable[SheetNow], touched: Iterable[str], after: str) -> None:
        """Keep what the sheets were before a run that left them with the digest ``after``."""
        with contextlib.suppress(OSError):
            self._all.mkdir(parents=True, exist_ok=True)
            self.folder.mkdir(mode=0o700, exist_ok=True)
            when = self.when.isoformat(sep=" ", timespec="seconds")
            before = list(sheets)
            note = Kept(self.fullname, self.verb, when, _SHEETS, sheets_digest(before), after)
            content = {"kept": asdict(note), "touched": list(touched), "sheets": [plain_sheet(s) for s in before]}
            raw = json.dumps(content, ensure_ascii=False).encode()
            self._write(_SHEETS, lambda out: out.write(raw))
            self.kept = True
        with contextlib.suppress(OSError):
            self._forget_old()

    def _content(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads((self.folder / _SHEETS).read_text(encoding="utf-8"))
        return found

    def _read(self, name: str) -> Kept | None:
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
            return Kept(**self._content()["kept"])
        return None


def sheets_digest(sheets: Iterable[SheetNow]) -> str:
    """What a person could have changed on sheets: cells, tables and notes, but not what formulas come to."""
    found = []
    for sheet in sorted(sheets, key=lambda s: s.name):
        plain = plain_sheet(sheet)
        cells = [[c["f"] if isinstance(c, dict) and "f" in c else c for c in row] for row in plain["cells"]]
        found.append([plain["name"], cells, plain["tables"], plain["notes"]])
    return hashlib.sha256(json.dumps(found).encode()).hexdigest()
