"""What does a button answer when it is pressed in Excel on the web, on the Mac or on the iPad?

The same walks as those of the ribbon and the command line, over the workbook that was sent; what they would write comes back as
steps. Nothing of a workbook is kept here, and no file of this machine is looked at because a workbook names it.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from backorder_xl.hosts.telling import many, summary
from backorder_xl.hosts.web.protocol import Answer, BookSent, Request, SheetSent
from backorder_xl.hosts.web.saying import countable, drafts_made, file_made, problems_said
from backorder_xl.tables.finding import find_tables
from backorder_xl.tables.problems import Unusable
from backorder_xl.workbook.payload import LookCloser, PayloadBook
from backorder_xl.workbook.steps import plain

if TYPE_CHECKING:
    from backorder_xl.run import Report

TELLING = ("run", "notify")  # verbs that draft messages
RECEIVING = ("run", "receive")  # verbs that post what arrived
STRICT = "Nothing was written, as there are errors and you asked to stop at them."
NOTHING = "Nothing was written, as you asked only to see what would be."
KEPT = "Save the workbook: it remembers who was told what."


def answer(verb: str, request: Request) -> Answer:
    """What comes of one press; raises what the walks raise (saying.py makes a Refusal of it)."""
    start = time.perf_counter()
    walk = WALKS.get(verb)
    if walk is None:
        known = ", ".join(WALKS)
        raise Unusable(f"There is nothing called {verb[:40]!r} here; it is one of {known}.")
    book = PayloadBook(sent(request.book))
    try:
        made = walk(verb, request, book)
    except LookCloser as more:
        made = Answer(verb=verb, needs=more.sheets)
    made.seconds = round(time.perf_counter() - start, 3)
    return made


def sent(book: BookSent) -> dict[str, Any]:
    """A workbook as plain dicts; its cells are not copied."""
    return {**dict(book), "sheets": [sheet_sent(sheet) for sheet in book.sheets]}


def sheet_sent(sheet: SheetSent) -> dict[str, Any]:
    """One sheet of it."""
    return {**dict(sheet), "tables": [dict(table) for table in sheet.tables]}


def work(verb: str, request: Request, book: PayloadBook) -> Answer:
    """check, receive, plan, notify, run: read, decide, and lay out the steps."""
    from backorder_xl import run
    from backorder_xl.hosts.drafting import Desk

    settings: dict[str, object] = dict(request.settings)
    desk = Desk(None, None, request.today, None) if verb in TELLING else None
    if verb == "check":
        report = run.check(book, settings, request.today)
    else:
        if not request.dry_run:
            book.look((), _likely(verb, book))
        report = run.morning_run(book, settings, request.today, verb=verb, now=clock(request), draft=desk)
    made = _reported(verb, request, book, report)
    if desk is not None and not made.refused:
        last = len(made.said) - request.dry_run  # that nothing was written is the last word
        made.said[last:last] = desk.said
        made.drafts = drafts_made(desk.kept)
        if made.drafts:
            made.said += [f"{many(len(made.drafts), 'draft')} to look at and send; nothing was sent.", KEPT]
    found = report.counts["errors"] + report.counts["warnings"]
    if made.steps:
        made.show = "Problems" if found else "Backorders" if report.counts.get("backordered_lines") else None
    return made


def _likely(verb: str, book: PayloadBook) -> list[str]:
    """The user's own sheets that a run writes to on most days: asked for before anything is reckoned, or else it would be
    reckoned twice."""
    found = find_tables(book, needed=False)
    tables = ["purchase_orders", *(("receipts", "stock") if "receipts" in found and verb in RECEIVING else ())]
    return [found[name].sheet for name in tables if name in found]


def _reported(verb: str, request: Request, book: PayloadBook, report: Report, said: Sequence[str] = ()) -> Answer:
    """The answer of a walk that ends in a report; the steps of it too, unless the user wants none."""
    from backorder_xl import run

    made = Answer(verb=verb, said=[*(said or summary(report))], counts=countable(report.counts))
    made.problems = problems_said(report.problems, report.reading.placed, book)
    made.refused = run.refused(report, request.strict)
    if made.refused or request.dry_run:
        made.said.append(STRICT if made.refused else NOTHING)
        return made
    run.write(book, report, None, backup=False)
    return stepped(made, book)


def stepped(made: Answer, book: PayloadBook) -> Answer:
    """The same with the steps that the book has decided."""
    made.steps = [plain(step, book.date1904) for step in book.steps]
    made.touched = list(book.touched)
    if book.steps:
        made.counts["digest"] = book.digest
    return made


def explain(verb: str, request: Request, book: PayloadBook) -> Answer:
    """Why the selected row waits; nothing is written."""
    from backorder_xl import run
    from backorder_xl.hosts.explain import explain as sentences
    from backorder_xl.hosts.pointing import pointed

    at = request.selected
    if at is None:
        raise Unusable("Select a row of Orders, Backorders, Allocations, Cut List or Ready to Ship, and press the button again.")
    report = run.morning_run(book, dict(request.settings), request.today, verb=verb, now=clock(request))
    order, line = pointed(book, report.reading, at.sheet, at.row, at.column)
    return Answer(verb=verb, said=sentences(report, order, line), counts=countable(report.counts))


def steer(verb: str, request: Request, book: PayloadBook) -> Answer:
    """The sheets that look further than today."""
    from backorder_xl.steer import STUDIES
    from backorder_xl.steer import steer as studied

    report = studied(book, dict(request.settings), request.today)
    names = [f"{table.sheet}: {many(len(table.data[table.key[0]]), 'row')}." for table in report.changes.tables]
    made = _reported(verb, request, book, report, names)
    made.show = STUDIES[0] if made.steps else None
    return made


def adopt(verb: str, request: Request, book: PayloadBook) -> Answer:
    """A proposal of which sheet and column is what; its steps are for after a yes."""
    from backorder_xl.adopt import adopt as adopted
    from backorder_xl.hosts import adopting

    made = adopted(book)
    errors = sum(p.severity == "error" for p in made.problems)
    counts = {"as_of": request.today.isoformat(), "errors": errors, "warnings": len(made.problems) - errors}
    placed = made.reading.placed if made.reading else {}
    given = Answer(verb=verb, counts=counts, problems=problems_said(made.problems, placed, book))
    if not made.new:
        reads = "This workbook reads well as it is; it needs no mapping." if not made.rows else "Mapping holds all of it already."
        given.said = [reads if made.reading else f"Not ready yet: {made.unusable}", *adopting.said(made)]
        return given
    given.said = adopting.outlook(made)
    if request.dry_run:
        given.said = [*adopting.shown(made), *given.said, NOTHING]
        return given
    lines = ["This is how the workbook would be read:", *adopting.short(made), "", "Remember it on the sheet Mapping?"]
    given.ask = "\n".join(lines)
    given.said.append("Change what is wrong on Mapping; Morning Run reads it.")
    book.apply(made.changes)
    given.show = made.changes.tables[0].sheet
    return stepped(given, book)


def page(verb: str, request: Request, book: PayloadBook) -> Answer:
    """The page for shoppers and its feed, as files; the workbook is only read (rule 10)."""
    from backorder_xl.page import page as page_of
    from backorder_xl.run import refused

    name = f"{_stem(request.book.name)}-backorders"
    made = page_of(book, dict(request.settings), request.today, beside=None, name=name, now=clock(request))
    given = Answer(verb=verb, counts={**countable(made.report.counts), "items": made.items})
    given.problems = problems_said(made.report.problems, made.report.reading.placed, book)
    given.said = [f"{many(made.items, 'item')} on the page.", *made.published.notes]
    given.refused = refused(made.report, request.strict)
    if given.refused or request.dry_run:
        given.said.append(STRICT if given.refused else NOTHING)
        return given
    published = made.published
    for ending, content in (("html", published.html), ("csv", published.csv), ("json", published.json)):
        given.files.append(file_made(f"{name}.{ending}", content))
    return given


def new(verb: str, request: Request, book: PayloadBook) -> Answer:
    """A book to start with, as a file: the demo shop, or an empty one."""
    from backorder_xl.templates import demo_book, empty_book

    demo = request.settings.get("demo", "").strip().casefold() in ("yes", "true", "1")
    name = "Backorder XL demo.xlsx" if demo else "Backorder XL.xlsx"
    then = "Press Morning Run." if demo else "Fill in Orders and Stock, then press Check."
    return Answer(verb=verb, said=[f"{name} is ready. {then}"], files=[file_made(name, demo_book() if demo else empty_book())])


def import_(verb: str, request: Request, book: PayloadBook) -> Answer:
    """Bring in the exports that the user chose (docs/importing.md)."""
    from backorder_xl.hosts.importing import import_files
    from backorder_xl.hosts.verbs.import_ import table
    from backorder_xl.hosts.web.files import laid_out

    if not request.files:
        raise Unusable("There is nothing to bring in. Choose what your shop exports, then press again.")
    with laid_out(request.files, request.today) as paths:
        done = import_files(book, paths, as_of=request.today, now=clock(request), overrides=dict(request.settings))
    imported = done.imported
    made = Answer(verb=verb, said=[f"{many(len(paths), 'file')} read.", *done.said], counts=countable(imported.counts))
    made.said += [line for tally in imported.summary.tallies for line in table(tally)[:1]]
    made.problems = problems_said(imported.problems, {}, book)
    made.refused = request.strict and imported.errors > 0
    if made.refused or request.dry_run:
        made.said.append(STRICT if made.refused else NOTHING)
        return made
    book.apply(imported.changes)
    made.show = "Problems" if imported.problems else None
    return stepped(made, book)


def undo(verb: str, request: Request, book: PayloadBook) -> Answer:
    """What a run wrote comes undone."""
    from backorder_xl.hosts.web import back

    return back.undo(verb, request, book)


def restore(verb: str, request: Request, book: PayloadBook) -> Answer:
    """What was there comes back after steps that did not reach their end."""
    from backorder_xl.hosts.web import back

    return back.restore(verb, request, book)


def clock(request: Request) -> dt.datetime:
    """The user's clock, to the second; a zone that was sent with it says nothing more."""
    return request.now.replace(tzinfo=None, microsecond=0)


def _stem(name: str) -> str:
    """A workbook's name without what follows the last dot, as a file may be called."""
    stem = name.rpartition(".")[0] or name
    return "".join(c if c.isalnum() or c in " -_.()" else "_" for c in stem).strip(" .")[:80] or "book"


WALKS: dict[str, Callable[[str, Request, PayloadBook], Answer]] = {
    "check": work,
    "receive": work,
    "plan": work,
    "notify": work,
    "run": work,
    "explain": explain,
    "steer": steer,
    "import": import_,
    "adopt": adopt,
    "page": page,
    "new": new,
    "undo": undo,
    "restore": restore,
}
"""What each verb does; hosts/actions.py says what the buttons are called."""
