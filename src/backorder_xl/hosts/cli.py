"""The command line (rule 9): open, run the verb, apply, tell. Nothing is decided here."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from backorder_xl import __version__
from backorder_xl.hosts.actions import COMMANDS

if TYPE_CHECKING:
    from backorder_xl.notify import Draft
    from backorder_xl.run import Report

DONE, REFUSED, UNUSABLE, UNWRITABLE = range(4)
"""Exit codes of rule 9."""

JSON_FIELDS = (
    "verb", "as_of", "orders", "open_lines", "open_units", "backordered_orders", "backordered_lines",
    "backordered_units", "from_stock", "on_order", "to_order", "uncovered", "purchase_orders", "purchase_lines",
    "receipts_posted", "ready_lines", "messages", "errors", "warnings", "output", "seconds",
)  # fmt: skip
TELLING = ("run", "notify", "demo")  # verbs that draft messages
DEMO_DAY = dt.date(2026, 6, 3)  # the day on which the demo book plays


def main(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit code; what a user sees is a sentence, never a traceback."""
    options = _parser().parse_args(arguments)
    try:
        return _dispatch(options)
    except KeyboardInterrupt:
        print("Stopped; nothing was written.", file=sys.stderr)
        return UNUSABLE
    except BrokenPipeError:  # whoever read the output had enough
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115 - the interpreter flushes it on its way out
        return DONE
    except Exception as error:
        if options.debug:
            raise
        return _tell_error(error)


def _dispatch(options: argparse.Namespace) -> int:
    match options.verb:
        case "new":
            return _new(options)
        case "demo":
            return _demo(options)
        case "explain":
            return _explain(options)
        case "undo":
            return _undo(options)
        case "templates":
            return _templates(options)
    return _work(options, Path(options.book))


def _tell_error(error: Exception) -> int:
    from backorder_xl.hosts.explain import NotFound
    from backorder_xl.messages.ways.errors import DraftsRefused
    from backorder_xl.tables.problems import Unusable
    from backorder_xl.workbook.errors import Unreadable, Unwritable

    match error:
        case Unwritable() | DraftsRefused():
            code = UNWRITABLE
        case Unreadable() | Unusable() | NotFound():
            code = UNUSABLE
        case PermissionError() | OSError():
            print(f"The file could not be read or written: {error.strerror or error}.", file=sys.stderr)
            return UNWRITABLE
        case MemoryError():
            print("This book needs more memory than there is; nothing was written.", file=sys.stderr)
            return UNUSABLE
        case _:
            kind = type(error).__name__
            print(f"Something unforeseen went wrong ({kind}); nothing was written. --debug shows where.", file=sys.stderr)
            return UNUSABLE
    print(str(error), file=sys.stderr)
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="backorder-xl",
        description="Works out backorders and purchase orders inside the Excel workbook that you already have.",
    )
    parser.add_argument("--version", action="version", version=f"backorder-xl {__version__}")
    parser.set_defaults(debug=False)
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    for action in COMMANDS:
        verb = verbs.add_parser(action.verb, help=action.does, description=action.does)
        if action.verb == "templates":
            verb.add_argument("folder", help="where the wording goes; what is there already stays")
            verb.add_argument("--language", default="", metavar="CODE", help="only this one, such as de")
        elif action.verb == "demo":
            verb.add_argument("book", nargs="?", default="backorder_xl_demo.xlsx", help="where the demo book goes")
        else:
            verb.add_argument("book", help="the workbook, .xlsx or .xlsm")
        if action.verb == "explain":
            verb.add_argument("order", help="the sales order")
            verb.add_argument("line", nargs="?", help="its line; else all of them")
        if action.verb == "new":
            verb.add_argument("--demo", action="store_true", help="the demo book instead of an empty one")
        elif action.verb == "undo":
            verb.add_argument("--force", action="store_true", help="even if the book was changed since that run")
            verb.add_argument("--dry-run", action="store_true", help="say what would happen, but write nothing")
        elif action.writes:
            verb.add_argument("-o", "--output", metavar="OUT", help="write here and leave the book as it is")
            verb.add_argument("--strict", action="store_true", help="write nothing if any row has an error")
            verb.add_argument("--dry-run", action="store_true", help="decide and tell, but write nothing")
        if action.verb in (*TELLING, "plan"):
            verb.add_argument("--drafts", metavar="DIR", help="where e-mail drafts go; else a folder beside the book")
        verb.add_argument("--as-of", metavar="YYYY-MM-DD", type=_day, help="the day to reckon from; else today")
        verb.add_argument("--set", metavar="SETTING=VALUE", action="append", default=[], help="overrule a setting")
        verb.add_argument("--json", action="store_true", help="one JSON object on standard output")
        verb.add_argument("--debug", action="store_true", help="show the traceback of an error")
    return parser


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a day such as 2026-06-03") from None


def _overrides(options: argparse.Namespace) -> dict[str, object]:
    from backorder_xl.tables.problems import Unusable

    out: dict[str, object] = {}
    for pair in options.set:
        name, mark, value = pair.partition("=")
        if not mark:
            raise Unusable(f"--set takes Setting=Value, not {pair!r}.")
        out[name.strip()] = value.strip()
    return out


def _tell(options: argparse.Namespace) -> Any:
    """Progress on a terminal, nothing where the output is redirected (rule 9)."""
    shows = sys.stderr.isatty() and not options.json
    return (lambda step: print(f"\r\033[K{step} ...", end="", file=sys.stderr, flush=True)) if shows else lambda _: None


def _work(options: argparse.Namespace, path: Path) -> int:
    """Every verb that reads a book, decides and writes it."""
    from backorder_xl import run
    from backorder_xl.hosts.state import state_folder
    from backorder_xl.workbook.file import FileBook
    from backorder_xl.workbook.slot import Slot

    start = time.perf_counter()
    tell = _tell(options)
    as_of = options.as_of or dt.date.today()
    target = Path(options.output) if options.output else path
    slot = None if options.output else Slot(state_folder(), path, options.verb, dt.datetime.now())
    draft = None
    with FileBook(path, slot) as book:
        if options.verb == "check":
            report = run.check(book, _overrides(options), as_of, tell)
        else:
            now = dt.datetime.now().replace(microsecond=0)
            draft = drafting(options, target, as_of) if options.verb in TELLING else None
            report = run.morning_run(book, _overrides(options), as_of, verb=options.verb, now=now, tell=tell, draft=draft)
        refused = run.refused(report, options.strict)
        written = not (refused or options.dry_run)
        if written:
            run.write(book, report, target, backup=options.output is None, tell=tell)
    seconds = round(time.perf_counter() - start, 3)
    if sys.stderr.isatty() and not options.json:
        print("\r\033[K", end="", file=sys.stderr)
    _result(options, report, str(target) if written else None, seconds)
    for sentence in getattr(draft, "said", ()) if not options.json else ():
        print(sentence)
    if refused:
        print("Nothing was written, as --strict does not go past errors.", file=sys.stderr)
    return REFUSED if refused else DONE


def drafts_folder(options: argparse.Namespace, target: Path) -> Path:
    """Where drafts go: --drafts, else a folder beside the book that is written, named like it."""
    return Path(options.drafts) if options.drafts else target.parent / f"{target.stem} drafts"


def drafting(options: argparse.Namespace, target: Path, as_of: dt.date) -> Draft:
    """What puts letters into words and files; logo and templates are looked for beside the book that is read."""
    from backorder_xl.hosts.drafting import Desk

    return Desk(drafts_folder(options, target), Path(options.book).parent, as_of)


def _result(options: argparse.Namespace, report: Report, output: str | None, seconds: float) -> None:
    if options.json:
        found = {"verb": options.verb, "output": output, "seconds": seconds, **report.counts}
        print(json.dumps({name: found.get(name, 0) for name in JSON_FIELDS}, ensure_ascii=False))
        return
    for line in _summary(report):
        print(line)
    for p in report.problems[:5]:
        where = f"{p.sheet} row {p.row}" if p.row else p.sheet
        print(f"  {p.severity}: {where}: {p.message}")
    if len(report.problems) > 5:
        print(f"  ... and {len(report.problems) - 5} more on the sheet Problems.")
    print(f"Written to {output} in {seconds:.1f} s." if output else f"Nothing was written ({seconds:.1f} s).")


def _summary(report: Report) -> list[str]:
    c = report.counts
    errors, warnings = _many(c["errors"], "error"), _many(c["warnings"], "warning")
    out = []
    if report.outcome is not None:
        out = [
            f"{c['open_lines']:,} open lines hold {c['open_units']:,} units; "
            f"{c['backordered_lines']:,} lines of {c['backordered_orders']:,} orders wait for {c['backordered_units']:,}.",
            f"From stock {c['from_stock']:,} · on order {c['on_order']:,} · to order {c['to_order']:,} · "
            f"uncovered {c['uncovered']:,}.",
            f"Proposed: {_many(c['purchase_orders'], 'purchase order')} with {_many(c['purchase_lines'], 'line')}. "
            f"Receipts posted: {c['receipts_posted']:,}. Ready to ship: {_many(c['ready_lines'], 'line')}. "
            f"Drafted: {_many(c['messages'], 'message')}.",
        ]
    return [*out, f"{errors} and {warnings}."]


def _many(count: int, word: str) -> str:
    return f"{count:,} {word}" if count == 1 else f"{count:,} {word}s"


def _explain(options: argparse.Namespace) -> int:
    from backorder_xl import run
    from backorder_xl.hosts.explain import explain
    from backorder_xl.workbook.file import FileBook

    as_of = options.as_of or dt.date.today()
    with FileBook(options.book) as book:
        now = dt.datetime.now().replace(microsecond=0)
        report = run.morning_run(book, _overrides(options), as_of, verb="explain", now=now)
    sentences = explain(report, options.order, options.line)
    if options.json:
        print(json.dumps({"verb": "explain", "as_of": as_of.isoformat(), "explanation": sentences}, ensure_ascii=False))
    else:
        print("\n".join(sentences))
    return DONE


def _undo(options: argparse.Namespace) -> int:
    from backorder_xl.hosts.state import state_folder
    from backorder_xl.hosts.undo import undo

    start = time.perf_counter()
    book, as_of = Path(options.book), options.as_of or dt.date.today()
    now = dt.datetime.now().replace(microsecond=0)
    told = undo(book, state_folder(), as_of, now, force=options.force, dry_run=options.dry_run)
    if options.json:
        output = None if options.dry_run else str(book)
        found = {"verb": "undo", "as_of": as_of.isoformat(), "output": output, "seconds": round(time.perf_counter() - start, 3)}
        print(json.dumps({name: found.get(name, 0) for name in JSON_FIELDS}, ensure_ascii=False))
    else:
        print(told)
    return DONE


def _new(options: argparse.Namespace) -> int:
    target = Path(options.book)
    _make(target, demo=options.demo)
    if options.json:
        print(json.dumps({"verb": "new", "output": str(target)}))
    else:
        print(f"{target} is ready: fill in Orders and Stock, then run: backorder-xl run {target}")
    return DONE


def _templates(options: argparse.Namespace) -> int:
    from backorder_xl.messages.rendering import copy_templates, languages
    from backorder_xl.tables.problems import Unusable

    if options.language and options.language not in languages():
        raise Unusable(f"There is no wording for {options.language!r}; there is {', '.join(languages())}.")
    written = copy_templates(Path(options.folder), options.language)
    if options.json:
        print(json.dumps({"verb": "templates", "output": options.folder, "files": len(written)}))
    else:
        print(f"{_many(len(written), 'file')} copied to {options.folder}; name that folder in the setting Template Folder.")
    return DONE


def _make(target: Path, *, demo: bool) -> None:
    from backorder_xl.templates import demo_book, empty_book
    from backorder_xl.workbook.errors import Unwritable

    if target.suffix.lower() != ".xlsx":
        raise Unwritable(f"{target.name}: a new book is an .xlsx file; give it a name that ends in .xlsx.")
    content = demo_book() if demo else empty_book()
    try:
        with target.open("xb") as file:
            file.write(content)
    except FileExistsError:
        raise Unwritable(f"{target.name} is there already and is not overwritten; choose another name.") from None


def _demo(options: argparse.Namespace) -> int:
    target = Path(options.book)
    if options.output:
        target, options.output = Path(options.output), None
    if not target.exists():
        _make(target, demo=True)
    options.as_of = options.as_of or DEMO_DAY
    code = _work(options, target)
    if code == DONE and not options.json:
        print(f"Open {target} and look at Backorders first, then Purchase Orders; the Reason column says why each waits.")
    return code
