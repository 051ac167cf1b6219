"""How is a workbook read and changed that somebody else has sent as JSON?

The same `Book` as a closed file or an open one, over plain dicts (hosts/web/protocol.py says their fields). Nothing is written:
``apply`` decides which steps make the changes, and whoever sent the workbook carries them out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from backorder_xl.workbook.carry import carry_out, copied
from backorder_xl.workbook.changes import Changes
from backorder_xl.workbook.deciding import looked_at, steps_for, touched
from backorder_xl.workbook.errors import Protected, Unreadable
from backorder_xl.workbook.gridded import Gridded
from backorder_xl.workbook.likeness import likeness
from backorder_xl.workbook.model import ExcelTable
from backorder_xl.workbook.sent import sheet_now
from backorder_xl.workbook.standing import BookNow, SheetNow, room_below
from backorder_xl.workbook.steps import AddSheet, Step

Sent = Mapping[str, Any]


class LookCloser(Exception):
    """Sheets must be sent once more, with all that undo would have to bring back, before anything can be decided."""

    def __init__(self, sheets: Sequence[str]) -> None:
        super().__init__(", ".join(sheets))
        self.sheets = list(sheets)


class PayloadBook(Gridded):
    """A workbook that was sent; ``steps`` is what the last ``apply`` decided, ``touched`` the sheets that they change, and
    ``digest`` what these will be like (likeness.py)."""

    def __init__(self, sent: Sent) -> None:
        self.name: str = sent["name"]
        self.date1904 = bool(sent.get("date1904"))
        self._names = list(dict.fromkeys(sent["names"]))
        self._sent: dict[str, Sent] = {s["name"].casefold(): s for s in sent["sheets"]}
        self._taken = {n.casefold() for n in sent.get("taken", ())}
        self._charts = {n.casefold() for n in sent.get("chart_sheets", ())}
        self._protected = {n.casefold(): n for n in sent.get("protected", ())}
        self._seen: dict[str, SheetNow] = {}
        self.steps: list[Step] = []
        self.touched: list[str] = []
        self.digest = ""

    def sheets(self) -> list[str]:
        """Names of the sheets with cells, in the order of their tabs."""
        return list(self._names)

    def excel_tables(self) -> list[ExcelTable]:
        """Every Excel Table of the workbook."""
        if missing := [n for n in self._names if n.casefold() not in self._sent]:
            raise LookCloser(missing)
        return [table for name in self._names for table in self._sheet(name).tables]

    def room_below(self, sheet: str, last_row: int, columns: Collection[int]) -> int:
        """How many rows can be appended under ``last_row`` before something of the user's is in the way."""
        first, last = min(columns), max(columns)
        free = room_below(self._sheet(sheet), last_row, first, last)
        merged = self._sent[sheet.casefold()].get("merged", ())
        tops = (
            max(row, last_row + 1)
            for row, column, rows, wide in merged
            if row + rows > last_row + 1 and column <= last and first < column + wide
        )
        return min(free, min(tops, default=last_row + 1 + free) - last_row - 1)

    def apply(self, changes: Changes, to: Path | None = None, backup: bool = False) -> None:
        """Decide which steps make the changes; LookCloser where sheets that they touch are not known well enough."""
        if to is not None:
            raise ValueError("a workbook that was sent is changed by whoever sent it")
        names = touched(changes)
        if names:
            now = self.look(looked_at(changes), names)
            self.keep(steps_for(changes, now), now, names)

    def look(self, sheets: Iterable[str], closely: Sequence[str]) -> BookNow:
        """What stands on some sheets; LookCloser if one that is to be known ``closely`` is not."""
        here = {name.casefold(): name for name in self._names}
        close = [here[n.casefold()] for n in closely if n.casefold() in here]
        if unknown := [n for n in close if not self._sent.get(n.casefold(), {}).get("close")]:
            raise LookCloser(list(dict.fromkeys(unknown)))
        wanted = dict.fromkeys(name.casefold() for name in sheets)
        found = [self._sheet(here[key]) for key in wanted if key in here]
        tables = {t["name"].casefold() for s in self._sent.values() for t in s.get("tables", ())}
        return BookNow(found, list(self._names), tables | self._taken, set(self._charts), self.date1904)

    def keep(self, steps: Sequence[Step], now: BookNow, names: Sequence[str]) -> None:
        """Take these steps as what is to be done to ``now``, unless Excel would not let them end (Protected)."""
        locked = [self._protected[n.casefold()] for n in names if n.casefold() in self._protected]
        if locked:
            raise Protected.sheets(locked)
        if "" in self._protected and any(isinstance(s, AddSheet) for s in steps):
            raise Protected.structure(self.name)
        carry_out(after := copied(now), steps)
        left = [sheet for name in names if (sheet := after.find(name)) is not None]
        here = {name.casefold(): name for name in now.names}
        self.steps, self.touched = list(steps), [here.get(n.casefold(), n) for n in names]
        self.digest = likeness(left, self.date1904)

    def _sheet(self, sheet: str) -> SheetNow:
        key = sheet.casefold()
        if key not in self._seen:
            if key not in self._sent:
                if key in (n.casefold() for n in self._names):
                    raise LookCloser([sheet])
                raise Unreadable(f"{self.name} has no sheet named {sheet}.")
            self._seen[key] = sheet_now(self._sent[key], self.date1904)
        return self._seen[key]
