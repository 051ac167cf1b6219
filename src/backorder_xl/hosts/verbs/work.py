"""run, receive, plan, notify, check: the verbs that read a book, decide and write it (rule 9)."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from backorder_xl.hosts.telling import DONE, REFUSED, json_line, result
from backorder_xl.hosts.verbs import common

if TYPE_CHECKING:
    from backorder_xl.notify import Draft

TELLING = ("run", "notify", "demo")  # verbs that draft messages


def arguments(parser: argparse.ArgumentParser, verb: str) -> None:
    """The book, where to write, where drafts go."""
    common.book_argument(parser)
    common.writing_arguments(parser)
    if verb in (*TELLING, "plan"):
        drafts_argument(parser)


def drafts_argument(parser: argparse.ArgumentParser) -> None:
    """Where e-mail drafts go."""
    parser.add_argument("--drafts", metavar="DIR", help="where e-mail drafts go; else a folder beside the book")


def do(options: argparse.Namespace) -> int:
    """Read the book, decide, write it, tell."""
    from backorder_xl import run
    from backorder_xl.hosts.state import state_folder
    from backorder_xl.workbook.file import FileBook
    from backorder_xl.workbook.slot import Slot

    start, path = time.perf_counter(), Path(options.book)
    tell = common.tell(options)
    as_of = options.as_of or dt.date.today()
    target = Path(options.output) if options.output else path
    slot = None if options.output else Slot(state_folder(), path, options.verb, dt.datetime.now())
    draft = None
    with FileBook(path, slot) as book:
        if options.verb == "check":
            report = run.check(book, common.overrides(options), as_of, tell)
        else:
            now = dt.datetime.now().replace(microsecond=0)
            draft = drafting(options, target, as_of) if options.verb in TELLING else None
            report = run.morning_run(book, common.overrides(options), as_of, verb=options.verb, now=now, tell=tell, draft=draft)
        refused = run.refused(report, options.strict)
        written = not (refused or options.dry_run)
        if written:
            run.write(book, report, target, backup=options.output is None, tell=tell)
    seconds = round(time.perf_counter() - start, 3)
    common.untell(options)
    output = str(target) if written else None
    if options.json:
        print(json_line(verb=options.verb, output=output, seconds=seconds, **report.counts))
    else:
        print("\n".join(result(report, output, seconds)))
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
