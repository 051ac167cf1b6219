"""The verb undo (rule 9): let what was kept take the place of what is there, in a closed workbook or an open one, and say so."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

from backorder_xl import undo as walk
from backorder_xl.tables.problems import Unusable
from backorder_xl.workbook.carry import carry_out, copied
from backorder_xl.workbook.deciding import steps_for
from backorder_xl.workbook.deciding import touched as changed
from backorder_xl.workbook.errors import Unreadable
from backorder_xl.workbook.file import FileBook
from backorder_xl.workbook.live.book import LiveBook
from backorder_xl.workbook.live_slot import LiveSlot, sheets_digest
from backorder_xl.workbook.memory import MemoryBook
from backorder_xl.workbook.restoring import restoring
from backorder_xl.workbook.slot import DAYS, Kept, Slot, digest
from backorder_xl.workbook.standing import BookNow, SheetNow
from backorder_xl.workbook.steps import Step
from backorder_xl.workbook.turns import turn

LEDGERS = ("Run Log", walk.MESSAGES.sheet)
"""The sheets that are only ever added to."""


class LaterWork(Unusable):
    """Something that the user did since would be lost; with ``force`` it is."""


def undo(book: Path, state: Path, as_of: dt.date, now: dt.datetime, *, force: bool, dry_run: bool) -> str:
    """Bring back the workbook from before the last run, or from before the last undo; returns what to tell."""
    slot = Slot(state, book, "undo", now)
    with ExitStack() as open_books:
        if not dry_run:
            open_books.enter_context(turn(state, book, "undo"))
        present = None
        try:
            present = open_books.enter_context(FileBook(book))
        except Unreadable:
            if not force:  # a workbook that was spoilt or lost since is a reason to bring back the one before
                raise
        kept = walk.judge(slot.find(), book, force, slot.writable())
        if digest(slot.path(kept)) != kept.before:
            raise Unusable(f"The copy of {book.name} from before {walk.spoken(kept)} is damaged, so it is not brought back.")
        copy = open_books.enter_context(FileBook(slot.path(kept), slot))
        changes, marked = walk.undo(present, copy, kept, as_of, now)
        if dry_run:
            return f"{book.name} would be again as it was before {walk.spoken(kept)}."
        if present is not None:
            present.refuse_if_changed()
            present.close()
        copy.apply(changes, book, backup=True)
    return told(book.name, kept, marked, "The same command once more takes this back." if slot.kept else "")


def undo_open(book: Any, state: Path, as_of: dt.date, now: dt.datetime, *, force: bool, dry_run: bool) -> str:
    """The same for the workbook ``book`` (xlwings) that is open: the sheets that the last run touched come back."""
    live = LiveBook(book)
    slot = LiveSlot(state, live.fullname, "undo", now)
    kept = slot.last()
    if kept is None:
        raise Unusable(f"There is nothing to undo for {live.name}: nothing from before a run is kept (it is for {DAYS} days).")
    sheets, touched = slot.sheets()
    looked = with_ledgers(touched)
    there = live.look(looked, looked)
    if sheets_digest(named(there, touched)) != kept.after and not force:
        raise LaterWork(f"Sheets of {live.name} were changed after {walk.spoken(kept)}, and that would be lost.")
    steps, marked, names = steps_back(there, sheets, touched, kept, as_of, now, live.name)
    if dry_run:
        return f"{live.name} would be again as it was before {walk.spoken(kept)}."
    LiveBook(book, slot).carry_out(steps, there, names)
    return told(live.name, kept, marked, "Undo once more takes this back." if slot.kept else "")


def steps_back(
    there: BookNow, sheets: list[SheetNow], touched: Sequence[str], kept: Kept, as_of: dt.date, now: dt.datetime, name: str
) -> tuple[list[Step], int, list[str]]:
    """From sheets as they stand to those that were kept, ``LEDGERS`` excepted (undo.py); how many messages that marks as undone,
    and which sheets it touches. ``there`` holds the ledgers too, which get their row even where the run did not touch them."""
    again = {n.casefold() for n in touched}
    whole = [*sheets, *(s for s in there.sheets if s.name.casefold() not in again)]
    before = replace(there, sheets=whole, names=[n for n in there.names if not there.find(n)] + [s.name for s in whole])
    changes, marked = walk.undo(MemoryBook.of(there, name), MemoryBook.of(before, name), kept, as_of, now)
    back = restoring(sheets, there, touched)
    carry_out(after := copied(there), back)
    more = [n for n in changed(changes) if n.casefold() not in again]
    return [*back, *steps_for(changes, after)], marked, [*touched, *more]


def with_ledgers(names: Sequence[str]) -> list[str]:
    """The sheets to look at before an undo, each once."""
    return list({name.casefold(): name for name in (*names, *LEDGERS)}.values())


def named(there: BookNow, names: Sequence[str]) -> list[SheetNow]:
    """Those of the sheets that have one of these names."""
    wanted = {n.casefold() for n in names}
    return [s for s in there.sheets if s.name.casefold() in wanted]


def told(name: str, kept: Kept, marked: int, again: str) -> str:
    """What a person hears once a workbook is as it was."""
    drafts = f" Messages that it had written are marked undone: {marked:,}." if marked else ""
    return f"{name} is again as it was before {walk.spoken(kept)}; its Run Log says so.{drafts}{' ' if again else ''}{again}"
