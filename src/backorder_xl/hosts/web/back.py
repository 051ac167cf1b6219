"""How does a workbook get back what a run took from it: after one that stopped half way, and when a run is undone?

The add-in keeps the touched sheets as they were and sends them along; here are only the steps that lead back.
"""

from __future__ import annotations

from backorder_xl import undo as walk
from backorder_xl.hosts.undo import LaterWork, named, steps_back, told, with_ledgers
from backorder_xl.hosts.web.protocol import Answer, Kept, Request
from backorder_xl.hosts.web.walks import clock, sheet_sent, stepped
from backorder_xl.tables.problems import Unusable
from backorder_xl.workbook.likeness import likeness
from backorder_xl.workbook.payload import PayloadBook
from backorder_xl.workbook.restoring import restoring
from backorder_xl.workbook.sent import sheet_now
from backorder_xl.workbook.slot import Kept as Note
from backorder_xl.workbook.standing import SheetNow


def undo(verb: str, request: Request, book: PayloadBook) -> Answer:
    """The sheets that the last run touched come back; LaterWork where the user's own work would be lost (rule 9)."""
    kept = _kept(request, book, "There is nothing to undo for {name}: nothing from before a run is kept.")
    looked = with_ledgers(kept.touched)
    before, there = _before(kept, book), book.look(looked, looked)
    note = Note(book.name, kept.verb, kept.at.replace(tzinfo=None).isoformat(sep=" ", timespec="seconds"), "", "", kept.digest)
    if likeness(named(there, kept.touched), book.date1904) != kept.digest and not request.force:
        raise LaterWork(f"Sheets of {book.name} were changed after {walk.spoken(note)}, and that would be lost.")
    steps, marked, names = steps_back(there, before, kept.touched, note, request.today, clock(request), book.name)
    if request.dry_run:
        return Answer(verb=verb, said=[f"{book.name} would be again as it was before {walk.spoken(note)}."])
    book.keep(steps, there, names)
    return stepped(Answer(verb=verb, said=[told(book.name, note, marked, "Undo once more takes this back.")]), book)


def restore(verb: str, request: Request, book: PayloadBook) -> Answer:
    """What was there before steps of which only some were carried out."""
    kept = _kept(request, book, "There is nothing to bring back for {name}: what it was like is not kept.")
    there = book.look(kept.touched, kept.touched)
    book.keep(restoring(_before(kept, book), there, kept.touched), there, kept.touched)
    return stepped(Answer(verb=verb, said=[f"{book.name} is as it was."]), book)


def _kept(request: Request, book: PayloadBook, nothing: str) -> Kept:
    if request.kept is None:
        raise Unusable(nothing.format(name=book.name))
    return request.kept


def _before(kept: Kept, book: PayloadBook) -> list[SheetNow]:
    """The touched sheets as they were; LookCloser is of no use for these, as nobody can look at them any more."""
    if shallow := [sheet.name for sheet in kept.before if not sheet.close]:
        raise Unusable(f"What {', '.join(shallow)} looked like before is not known, so nothing was brought back.")
    return [sheet_now(sheet_sent(sheet), book.date1904) for sheet in kept.before]


