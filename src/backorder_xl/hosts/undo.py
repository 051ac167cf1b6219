"""The verb undo (rule 9): open both workbooks, let the kept one take the place of the other, say what happened."""

from __future__ import annotations

import datetime as dt
from contextlib import ExitStack
from pathlib import Path

from backorder_xl import undo as walk
from backorder_xl.tables.problems import Unusable
from backorder_xl.workbook.errors import Unreadable
from backorder_xl.workbook.file import FileBook
from backorder_xl.workbook.slot import Slot, digest


def undo(book: Path, state: Path, as_of: dt.date, now: dt.datetime, *, force: bool, dry_run: bool) -> str:
    """Bring back the workbook from before the last run, or from before the last undo; returns what to tell."""
    slot = Slot(state, book, "undo", now)
    with ExitStack() as open_books:
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
    drafts = f" Messages that it had written are marked undone: {marked:,}." if marked else ""
    again = " The same command once more takes this back." if slot.kept else ""
    return f"{book.name} is again as it was before {walk.spoken(kept)}; its Run Log says so.{drafts}{again}"
