"""The button Undo (rule 9): the sheets that the last run touched become again what they were, in the workbook that is open.

Run Log and Messages keep what the undone run added, as on the command line; sheets that it did not touch stay as they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from backorder_xl import undo as walk
from backorder_xl.tables.problems import Unusable
from backorder_xl.workbook.live.book import LiveBook
from backorder_xl.workbook.live_slot import LiveSlot, sheets_digest
from backorder_xl.workbook.memory import MemoryBook
from backorder_xl.workbook.restoring import restoring
from backorder_xl.workbook.slot import DAYS
from backorder_xl.workbook.standing import BookNow, SheetNow

if TYPE_CHECKING:
    from backorder_xl.hosts.desktop import Excel

_LEDGERS = ("Run Log", walk.MESSAGES.sheet)
"""Sheets that are only ever added to."""


def undo_open(excel: Excel) -> str | None:
    """Bring the sheets back; what to tell, or None if the user would rather keep what was done since. Raises Unusable."""
    slot = LiveSlot(excel.state, excel.fullname, "undo", excel.now)
    kept = slot.last()
    if kept is None:
        raise Unusable(f"There is nothing to undo for {excel.book.name}: no run of the last {DAYS} days was made here in Excel.")
    excel.tell("Reading")
    before, touched = slot.sheets()
    book = LiveBook(excel.book, slot)
    ledgers = [name for name in _LEDGERS if not _named(before, name) and name.casefold() not in _folded(touched)]
    now = book.look([*touched, *ledgers], touched)
    written = [s for s in now.sheets if s.name.casefold() in _folded(touched)]
    if sheets_digest(written) != kept.after and not excel.ask(
        f"Something was changed since {walk.spoken(kept)} on a sheet that it wrote ({', '.join(s.name for s in written)}), and "
        "that would be lost.\n\nBring the sheets back as they were before that run all the same?"
    ):
        return None
    excel.writing = True
    excel.tell("Bringing back")
    untouched = [s for s in now.sheets if s.name.casefold() in _folded(ledgers)]
    goal = MemoryBook.of(BookNow([*before, *untouched], [s.name for s in (*before, *untouched)], set()), excel.book.name)
    changes, marked = walk.undo(book, goal, kept, excel.as_of, excel.now)
    goal.apply(changes, None, False)
    for sheet in goal.now.sheets:
        there = now.find(sheet.name)
        if there is not None and sheet.name.casefold() in _folded(_LEDGERS):
            _look_like(sheet, there)
    names = [*touched, *(name for name in _LEDGERS if name.casefold() not in _folded(touched) and goal.now.find(name))]
    book.carry_out(restoring(goal.now.sheets, now, names), now, names)
    excel.writing = False
    drafts = f" Messages that it had written are marked undone: {marked:,}." if marked else ""
    again = " Undo once more takes this back." if slot.kept else ""
    return f"{excel.book.name} is again as it was before {walk.spoken(kept)}; its Run Log says so.{drafts}{again}"


def _look_like(sheet: SheetNow, there: SheetNow) -> None:
    """A ledger looks as it does now, with the row that was added like the one above it."""
    last = len(sheet.cells)
    sheet.fills, sheet.lines = there.fills, there.lines
    sheet.formats = {
        column: [*found[:-1], replace(found[-1], last=max(found[-1].last, last))] for column, found in there.formats.items() if found
    }


def _folded(names: Sequence[str]) -> set[str]:
    return {name.casefold() for name in names}


def _named(sheets: Sequence[SheetNow], name: str) -> bool:
    return name.casefold() in _folded([s.name for s in sheets])
