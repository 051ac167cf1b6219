"""What happens when a button in Excel is pressed? It starts the same walk as the command line, on the workbook in front.

The VBA of the add-in hands over a button's id and nothing else. Whatever goes wrong is one sentence in a message box; nothing
is decided here. `HANDLERS` says what each button does.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from backorder_xl.hosts import desktop, log
from backorder_xl.hosts.actions import BUTTONS, Action
from backorder_xl.hosts.calm import without_pauses
from backorder_xl.hosts.desktop import Excel
from backorder_xl.hosts.state import state_folder
from backorder_xl.hosts.telling import many, summary

if TYPE_CHECKING:
    from backorder_xl.run import Report

TELLING = ("run", "notify")  # verbs that draft messages
MOST_LINES, MOST_SIGNS = 14, 900
"""What a message box shows before it grows out of the screen."""


_ALL = "the sheet Mapping, or backorder-xl adopt, shows them all"


def press(control_id: str) -> None:
    """Do what a button stands for; raises nothing, as Excel would show a traceback."""
    excel = None
    verb = BUTTONS[control_id].verb if control_id in BUTTONS else ""
    with desktop.impatient(), log.started(verb or "button", state_folder()), without_pauses():
        try:
            excel = desktop.caller()
            HANDLERS[control_id](excel, BUTTONS[control_id])
        except BaseException as error:
            desktop.complain(excel, error)
        finally:
            if excel is not None:
                excel.untell()


def work(excel: Excel, action: Action) -> None:
    """check, receive, plan, notify, run: read, decide, write into the open workbook, and say what came of it."""
    from backorder_xl import run
    from backorder_xl.hosts.drafting import Desk

    start = time.perf_counter()
    place, book, desk = excel.place(), excel.live(action.verb), None
    if action.verb == "check":
        report = run.check(book, {}, excel.as_of, excel.tell)
    else:
        desk = Desk(place.drafts, place.folder, excel.as_of, place.folder / book.name) if action.verb in TELLING else None
        report = run.morning_run(book, {}, excel.as_of, verb=action.verb, now=excel.now, tell=excel.tell, draft=desk)
    if desk is not None:
        place.made()
    excel.writing = True
    run.write(book, report, None, backup=False, tell=excel.tell)
    excel.writing = False
    seconds = time.perf_counter() - start
    _close(excel, f"{_name(action)} is done ({seconds:.1f} s).", report, _drafted(excel, desk, place.why))


def _drafted(excel: Excel, desk: Any, why: str) -> list[str]:
    said = list(desk.said) if desk is not None else []
    if any(s.startswith("Drafts: ") for s in said):
        if why:
            said.append(f"They lie there because this workbook {why}.")
        said.append("Save the workbook: it remembers who was told what.")
    return said


def _close(excel: Excel, done: str, report: Report, said: list[str]) -> None:
    """One message with the counts; it offers to go where there is something to look at."""
    log.settings(report.reading.settings)
    log.counts(report.counts)
    words = "\n".join([done, "", *summary(report), *(["", *said] if said else [])])
    found = report.counts["errors"] + report.counts["warnings"]
    if found:
        question, sheet = f"Problems lists {many(found, 'row')} to look at. Go there now?", "Problems"
    elif report.counts.get("backordered_lines"):
        question, sheet = "Go to Backorders now?", "Backorders"
    else:
        excel.say(words)
        return
    excel.untell()
    if excel.ask(f"{words}\n\n{question}"):
        excel.show(sheet)


def explain(excel: Excel, action: Action) -> None:
    """Why the selected row waits: sentences in a message box; nothing is written."""
    from backorder_xl import run
    from backorder_xl.hosts.explain import explain as sentences
    from backorder_xl.hosts.pointing import pointed

    excel.place()
    sheet, row, column = excel.selected()
    book = excel.live()
    report = run.morning_run(book, {}, excel.as_of, verb=action.verb, now=excel.now, tell=excel.tell)
    order, line = pointed(book, report.reading, sheet, row, column)
    excel.say(shortened(sentences(report, order, line)))


def shortened(lines: list[str], rest: str = "backorder-xl explain shows them all, and so does Allocations") -> str:
    """As many lines as a message box holds, and where the rest is."""
    kept: list[str] = []
    for text in lines:
        if len(kept) == MOST_LINES or sum(map(len, kept)) + len(text) > MOST_SIGNS:
            break
        kept.append(text)
    left = len(lines) - len(kept)
    hint = [f"... and {left} more; {rest}."] if left else []
    return "\n".join([*kept, *hint])


def show(excel: Excel, action: Action) -> None:
    """Bring a sheet to the front, or say how it comes into being."""
    if not excel.show(action.shows):
        missing = {
            "Dashboard": "There is no sheet Dashboard yet. Morning Run and Plan make it.",
            "Settings": "There is no sheet Settings in this workbook, so all settings have their usual values. New workbook "
            "makes a book that has one: move it here (right-click its tab > Move or Copy).",
        }
        excel.say(missing[action.shows])


def new(excel: Excel, action: Action) -> None:
    """Make a book among the user's documents and open it."""
    from backorder_xl.hosts.beside import OURS, documents, free_name
    from backorder_xl.hosts.verbs.new import make

    answer = excel.choose(
        "A new workbook is made in your documents and opened.\n\nShall it hold the demo shop, to try things out?\n"
        "Yes: the demo shop. No: empty, for your own orders."
    )
    if answer == "cancel":
        return
    demo = answer == "yes"
    target = free_name(documents(), f"{OURS} demo" if demo else OURS, ".xlsx")
    make(target, demo=demo)
    excel.open(target)
    then = "Press Morning Run." if demo else "Fill in Orders and Stock, then press Check."
    excel.say(f"{target} is open. {then}")


def import_(excel: Excel, action: Action) -> None:
    """Bring in the exports that lie in the folder inbox beside the workbook, and put them away (docs/importing.md)."""
    from backorder_xl.hosts.importing import INBOX, import_files, put_away, waiting
    from backorder_xl.hosts.verbs.import_ import table

    place = excel.place()
    files = waiting(place.folder / place.stem)
    if not files:
        box = place.folder / INBOX
        excel.say(f"There is nothing to bring in. Put what your shop exports into the folder {box}, then press again.")
        return
    book = excel.live(action.verb)
    done = import_files(book, files, as_of=excel.as_of, now=excel.now, tell=excel.tell)
    excel.writing = True
    book.apply(done.imported.changes, None, backup=False)
    excel.writing = False
    put_away(files)
    words = [f"{many(len(files), 'file')} brought in.", "", *done.said]
    words += [line for tally in done.imported.summary.tallies for line in table(tally)[:1]]
    found = len(done.imported.problems)
    if not found:
        excel.say("\n".join(words))
    elif excel.ask("\n".join([*words, "", f"Problems lists {many(found, 'row')} to look at. Go there now?"])):
        excel.show("Problems")


def steer(excel: Excel, action: Action) -> None:
    """Write the sheets that look further than today, and offer to go to the first of them."""
    from backorder_xl import run
    from backorder_xl.steer import STUDIES
    from backorder_xl.steer import steer as studied

    excel.place()
    book = excel.live(action.verb)
    report = studied(book, {}, excel.as_of, tell=excel.tell)
    excel.writing = True
    run.write(book, report, None, backup=False, tell=excel.tell)
    excel.writing = False
    excel.untell()
    names = [f"{table.sheet}: {many(len(table.data[table.key[0]]), 'row')}" for table in report.changes.tables]
    if excel.ask("\n".join([f"{_name(action)} is done.", "", *names, "", f"Go to {STUDIES[0]} now?"])):
        excel.show(STUDIES[0])


def adopt(excel: Excel, action: Action) -> None:
    """Propose which sheet and column is what; on a yes, write Mapping into the open workbook and go there."""
    from backorder_xl.adopt import adopt as adopted
    from backorder_xl.hosts import adopting

    excel.place()
    book = excel.live(action.verb)
    made = adopted(book, excel.tell)
    excel.untell()
    if not made.new:
        reads = "This workbook reads well as it is; it needs no mapping." if not made.rows else "Mapping holds all of it already."
        excel.say(shortened([reads if made.reading else f"Not ready yet: {made.unusable}", *adopting.said(made)], _ALL))
        return
    if not excel.ask(
        shortened(["This is how the workbook would be read:", *adopting.short(made)], _ALL)
        + "\n\nRemember it on the sheet Mapping?"
    ):
        return
    excel.writing = True
    book.apply(made.changes, None, False)
    excel.writing = False
    excel.show(made.changes.tables[0].sheet)
    excel.say(shortened([*adopting.outlook(made), "Change what is wrong on Mapping; Morning Run reads it."], _ALL))


def page(excel: Excel, action: Action) -> None:
    """Write the backorders as a page, with its feed, and show it in the browser; the workbook is only read (rule 10)."""
    from backorder_xl.hosts.publishing import put
    from backorder_xl.page import page as page_of

    place = excel.place()
    target = place.made() / f"{place.stem}-backorders.html"
    made = page_of(excel.live(), {}, excel.as_of, beside=place.folder, name=target.stem, now=excel.now, tell=excel.tell)
    excel.tell("Writing")
    published = made.published
    put({target: published.html, target.with_suffix(".csv"): published.csv, target.with_suffix(".json"): published.json})
    excel.untell()
    words = [f"{many(made.items, 'item')} on the page: {target}", *published.notes]
    if excel.ask("\n".join([*words, "", "Show it in your browser?"])):
        excel.browse(target)


def undo(excel: Excel, action: Action) -> None:
    """Bring the open workbook back as it was before the last run; asks where later work would be lost."""
    from backorder_xl.hosts.undo import LaterWork, undo_open

    excel.place()
    excel.tell("Bringing back")
    try:
        told = undo_open(excel.book, excel.state, excel.as_of, excel.now, force=False, dry_run=False)
    except LaterWork as lost:
        if not excel.ask(f"{lost}\n\nBring the sheets back as they were before that run all the same?"):
            return
        told = undo_open(excel.book, excel.state, excel.as_of, excel.now, force=True, dry_run=False)
    excel.say(told)


def help_(excel: Excel, action: Action) -> None:
    """Say which version this is, and show the help in the browser."""
    from backorder_xl.hosts.help import help_page, version_words

    if excel.ask(f"{version_words()}\n\nShow the help in your browser?"):
        excel.browse(help_page(excel.state))


def _name(action: Action) -> str:
    return action.button.label if action.button else action.verb


HANDLERS: dict[str, Callable[[Excel, Action], None]] = {
    "bo_check": work,
    "bo_import": import_,
    "bo_receive": work,
    "bo_plan": work,
    "bo_notify": work,
    "bo_run": work,
    "bo_explain": explain,
    "bo_undo": undo,
    "bo_dashboard": show,
    "bo_steer": steer,
    "bo_page": page,
    "bo_new": new,
    "bo_adopt": adopt,
    "bo_settings": show,
    "bo_help": help_,
}
"""What each button does, by its id; hosts/actions.py says what it is called and where it stands."""
