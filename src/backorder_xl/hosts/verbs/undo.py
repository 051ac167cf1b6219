"""undo: the book as it was before the last run (rule 9)."""

from __future__ import annotations

import argparse
import datetime as dt
import time
from pathlib import Path

from backorder_xl.hosts.telling import DONE, json_line
from backorder_xl.hosts.verbs import common


def arguments(parser: argparse.ArgumentParser, verb: str) -> None:
    """The book, and whether later work may be lost."""
    common.book_argument(parser)
    parser.add_argument("--force", action="store_true", help="even if the book was changed since that run")
    parser.add_argument("--dry-run", action="store_true", help="say what would happen, but write nothing")


def do(options: argparse.Namespace) -> int:
    """Bring it back and say so."""
    from backorder_xl.hosts.state import state_folder
    from backorder_xl.hosts.undo import undo

    start = time.perf_counter()
    book, as_of = Path(options.book), options.as_of or dt.date.today()
    now = dt.datetime.now().replace(microsecond=0)
    told = undo(book, state_folder(), as_of, now, force=options.force, dry_run=options.dry_run)
    if options.json:
        output = None if options.dry_run else str(book)
        seconds = round(time.perf_counter() - start, 3)
        print(json_line(verb="undo", as_of=as_of.isoformat(), output=output, seconds=seconds))
    else:
        print(told)
    return DONE
