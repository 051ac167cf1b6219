"""Which arguments do most verbs share, and what is made of them?"""

from __future__ import annotations

import argparse
import datetime as dt
import sys
import time
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from backorder_xl.hosts import log

if TYPE_CHECKING:
    from backorder_xl.run import Report
    from backorder_xl.workbook.model import Book


def book_argument(parser: argparse.ArgumentParser) -> None:
    """The workbook that a verb works on."""
    parser.add_argument("book", help="the workbook, .xlsx or .xlsm")


def writing_arguments(parser: argparse.ArgumentParser) -> None:
    """For verbs that write into a workbook."""
    parser.add_argument("-o", "--output", metavar="OUT", help="write here and leave the book as it is")
    parser.add_argument("--strict", action="store_true", help="write nothing if any row has an error")
    parser.add_argument("--dry-run", action="store_true", help="decide and tell, but write nothing")


def common_arguments(parser: argparse.ArgumentParser) -> None:
    """For every verb (rule 9)."""
    parser.add_argument("--as-of", metavar="YYYY-MM-DD", type=day, help="the day to reckon from; else today")
    parser.add_argument("--set", metavar="SETTING=VALUE", action="append", default=[], help="overrule a setting")
    parser.add_argument("--json", action="store_true", help="one JSON object on standard output")
    parser.add_argument("--debug", action="store_true", help="show the traceback of an error")


def day(text: str) -> dt.date:
    """A day as the command line takes it."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a day such as 2026-06-03") from None


def overrides(options: argparse.Namespace) -> dict[str, object]:
    """The settings that --set overrules; Unusable for a pair without an equals sign."""
    from backorder_xl.tables.problems import Unusable

    out: dict[str, object] = {}
    for pair in options.set:
        name, mark, value = pair.partition("=")
        if not mark:
            raise Unusable(f"--set takes Setting=Value, not {pair!r}.")
        out[name.strip()] = value.strip()
    return out


def tell(options: argparse.Namespace) -> Callable[[str], None]:
    """Progress on a terminal, nothing where the output is redirected (rule 9)."""
    shows = sys.stderr.isatty() and not options.json

    def step(name: str) -> None:
        log.step(name)
        if shows:
            print(f"\r\033[K{name} ...", end="", file=sys.stderr, flush=True)

    return step


@dataclass(frozen=True)
class Written:
    """What a verb decided of a closed book, and where that went: ``output`` is None where nothing was written."""

    report: Report
    output: str | None
    seconds: float
    refused: bool


def into_book(options: argparse.Namespace, decide: Callable[[Book, Path, Callable[[str], None]], Report]) -> Written:
    """Open the book, let ``decide`` look at it (it gets the target and the progress too), and write what it decided, unless
    --strict or --dry-run are against it."""
    from backorder_xl import run
    from backorder_xl.hosts.state import state_folder
    from backorder_xl.workbook.file import FileBook
    from backorder_xl.workbook.slot import Slot
    from backorder_xl.workbook.turns import turn

    start, path, progress = time.perf_counter(), Path(options.book), tell(options)
    target = Path(options.output) if options.output else path
    slot = None if options.output else Slot(state_folder(), path, options.verb, dt.datetime.now())
    alone = nullcontext() if options.dry_run else turn(state_folder(), target, options.verb)
    with alone, FileBook(path, slot) as book:
        report = decide(book, target, progress)
        log.settings(report.reading.settings)
        log.counts(report.counts)
        refused = run.refused(report, options.strict)
        written = not (refused or options.dry_run)
        if written:
            report.outcome = None  # it stands in the changes now; a large book needs the room
            run.write(book, report, target, backup=options.output is None, tell=progress)
    untell(options)
    return Written(report, str(target) if written else None, round(time.perf_counter() - start, 3), refused)


def untell(options: argparse.Namespace) -> None:
    """Take the last step of the progress off the terminal."""
    if sys.stderr.isatty() and not options.json:
        print("\r\033[K", end="", file=sys.stderr)
