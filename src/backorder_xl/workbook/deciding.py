"""Which steps make the changes of a run, given what stands on the sheets now?

The user's tables first, as our links point into them; then our sheets. Nothing is written here: a workbook that is open, one
in memory and an add-in elsewhere carry out the same steps.
"""

from __future__ import annotations

from backorder_xl.workbook.carry import carry_out, copied
from backorder_xl.workbook.changes import Changes, SheetTable
from backorder_xl.workbook.patching import patch
from backorder_xl.workbook.renewing import placed, renew
from backorder_xl.workbook.standing import BookNow, shown
from backorder_xl.workbook.steps import SetFilter, ShowAll, Step


def touched(changes: Changes) -> list[str]:
    """The sheets that a set of changes writes to, each once."""
    names = [*(p.sheet for p in changes.patches), *(t.sheet for t in changes.tables)]
    return list({name.casefold(): name for name in names}.values())


def looked_at(changes: Changes) -> list[str]:
    """The sheets that must be known to decide: those that are written to, and those that links lead to."""
    names = [*touched(changes), *(links.sheet for t in changes.tables for links in t.links.values())]
    return list({name.casefold(): name for name in reversed(names)}.values())[::-1]


def steps_for(changes: Changes, now: BookNow) -> list[Step]:
    """All steps in their order; ``now`` stays as it is. Blocked, Unwritable: where the user has to make room first."""
    hidden = {s.name: s.filters for s in now.sheets if s.filters}
    now = copied(now)
    steps: list[Step] = []
    for change in changes.patches:
        made = patch(change, now)
        carry_out(now, made)
        steps += made
    columns = _Columns(now, changes.tables)
    for table in changes.tables:
        made = renew(table, now, columns)
        carry_out(now, made)
        steps += made
    written = {step.sheet for step in steps}
    hidden = {sheet: filters for sheet, filters in hidden.items() if sheet in written}
    shown: list[Step] = [ShowAll(sheet, table) for sheet, filters in hidden.items() for table in filters]
    again = [SetFilter(sheet, table, tuple(found)) for sheet, filters in hidden.items() for table, found in filters.items()]
    return [*shown, *steps, *again]


class _Columns:
    """Which column of a sheet a header stands in; column A where it is not found."""

    def __init__(self, now: BookNow, tables: list[SheetTable]) -> None:
        self._now = now
        self._ours = {t.sheet.casefold(): placed(t, now).places for t in tables}
        self._known: dict[str, dict[str, int]] = {}

    def __call__(self, sheet: str, header: str) -> int:
        name = sheet.casefold()
        if name in self._ours:
            return self._ours[name].get(header, 1)
        if name not in self._known:
            self._known[name] = self._headers(sheet)
        return self._known[name].get(header.casefold(), 1)

    def _headers(self, sheet: str) -> dict[str, int]:
        found: dict[str, int] = {}
        here = self._now.find(sheet)
        for row in here.cells[:30] if here else ():
            for column, cell in enumerate(row, 1):
                if isinstance(value := shown(cell), str):
                    found.setdefault(value.strip().casefold(), column)
        return found
