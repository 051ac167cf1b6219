"""run, receive, plan, notify, check: the verbs that read a book, decide and write it (rule 9)."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from backorder_xl.hosts.telling import DONE, REFUSED, STRICT, json_line, result
from backorder_xl.hosts.verbs import common, in_parts, stored

if TYPE_CHECKING:
    from backorder_xl.notify import Draft
    from backorder_xl.run import Report
    from backorder_xl.workbook.model import Book

TELLING = ("run", "notify", "demo")  # verbs that draft messages


def arguments(parser: argparse.ArgumentParser, verb: str) -> None:
    """The book, where to write, where drafts go."""
    stored.arguments(parser)
    common.writing_arguments(parser)
    in_parts.arguments(parser)
    if verb in (*TELLING, "plan"):
        drafts_argument(parser)


def drafts_argument(parser: argparse.ArgumentParser) -> None:
    """Where e-mail drafts go."""
    parser.add_argument("--drafts", metavar="DIR", help="where e-mail drafts go; else a folder beside the book")


def do(options: argparse.Namespace) -> int:
    """Read the book, decide, write it, tell."""
    from backorder_xl import run

    draft: Draft | None = None
    outside = options.verb != "demo" and stored.asked(options)
    if options.verb != "demo" and in_parts.asked(options):
        return in_parts.do(options)

    def decide(book: Book, target: Path, tell: Callable[[str], None]) -> Report:
        nonlocal draft
        as_of = options.as_of or dt.date.today()
        if options.verb == "check":
            return run.check(book, common.overrides(options), as_of, tell)
        now = dt.datetime.now().replace(microsecond=0)
        draft = drafting(options, target, as_of) if options.verb in TELLING else None
        more = {"most_rows": None} if outside else {}
        return run.morning_run(book, common.overrides(options), as_of, verb=options.verb, now=now, tell=tell, draft=draft, **more)

    done = stored.into_store(options, decide) if outside else common.into_book(options, decide)
    if options.json:
        print(json_line(verb=options.verb, output=done.output, seconds=done.seconds, **done.report.counts))
    else:
        print("\n".join(result(done.report, done.output, done.seconds)))
    for sentence in getattr(draft, "said", ()) if not options.json else ():
        print(sentence)
    if done.refused:
        print(STRICT, file=sys.stderr)
    return REFUSED if done.refused else DONE


def drafts_folder(options: argparse.Namespace, target: Path) -> Path:
    """Where drafts go: --drafts, else a folder beside the book that is written, named like it."""
    return Path(options.drafts) if options.drafts else target.parent / f"{target.stem} drafts"


def drafting(options: argparse.Namespace, target: Path, as_of: dt.date) -> Draft:
    """What puts letters into words and files; logo and templates are looked for beside the book that is read."""
    from backorder_xl.hosts.drafting import Desk

    return Desk(drafts_folder(options, target), Path(options.book or target).parent, as_of, target)
