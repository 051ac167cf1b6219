"""adopt: propose which sheet is which table and which column is which, ask, and remember it on Mapping (rules 1.1, 9)."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
import time
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from backorder_xl.hosts import adopting
from backorder_xl.hosts.telling import DONE, UNUSABLE
from backorder_xl.hosts.verbs import common

if TYPE_CHECKING:
    from backorder_xl.adopt import Adoption
    from backorder_xl.workbook.model import Book


def arguments(parser: argparse.ArgumentParser, verb: str) -> None:
    """The book, where to write, and whether to ask."""
    common.book_argument(parser)
    parser.add_argument("-o", "--output", metavar="OUT", help="write here and leave the book as it is")
    parser.add_argument("--yes", action="store_true", help="take what is sure enough without asking")
    parser.add_argument("--dry-run", action="store_true", help="propose, but write nothing")


def do(options: argparse.Namespace) -> int:
    """Look at the book, show the proposal, ask, write Mapping, tell."""
    from backorder_xl.adopt import THRESHOLD, adopt
    from backorder_xl.hosts.state import state_folder
    from backorder_xl.workbook.file import FileBook
    from backorder_xl.workbook.slot import Slot
    from backorder_xl.workbook.turns import turn

    start, path = time.perf_counter(), Path(options.book)
    now = dt.datetime.now().replace(microsecond=0)
    target = Path(options.output) if options.output else path
    slot = None if options.output else Slot(state_folder(), path, options.verb, now)
    quiet = options.json
    alone = nullcontext() if options.dry_run else turn(state_folder(), target, options.verb)
    with alone, FileBook(path, slot) as book:
        made = adopt(book, common.tell(options))
        common.untell(options)
        agreed = True
        if not quiet:
            print("\n".join(adopting.shown(made)))
            if made.new and not (options.yes or options.dry_run) and sys.stdin.isatty():
                made, agreed = _asked(book, made)
            elif made.new:
                print(f"Columns surer than {THRESHOLD} % are used; the others wait for your yes in Use on Mapping.")
        changes = made.changes
        written = bool(changes.tables) and agreed and not options.dry_run
        if written:
            book.apply(changes, target, options.output is None)
        elif slot is not None and not options.dry_run:
            slot.catch_up()
    seconds = round(time.perf_counter() - start, 3)
    output = str(target) if written else None
    if quiet:
        day = (options.as_of or now.date()).isoformat()
        print(adopting.as_json(made, options.verb, day, output, seconds))
        return DONE if made.reading else UNUSABLE
    print("\n".join(_end(made, output, seconds, agreed)))
    return DONE if made.reading else UNUSABLE


def _end(made: Adoption, output: str | None, seconds: float, agreed: bool) -> list[str]:
    if not agreed:
        return [f"Nothing was written ({seconds:.1f} s)."]
    out = adopting.outlook(made)
    if not made.changes.tables:
        reads = "The book reads well as it is; it needs no mapping." if not made.rows else "Mapping holds all of it already."
        out = [reads, *out] if made.reading else out
    return [*out, f"Mapping was written to {output} in {seconds:.1f} s." if output else f"Nothing was written ({seconds:.1f} s)."]


def _asked(book: Book, made: Adoption) -> tuple[Adoption, bool]:
    """The proposal as the user wants it, and whether it shall be written."""
    from backorder_xl.adopt import edited
    from backorder_xl.tables.problems import Unusable

    while True:
        answer = input("Write this to Mapping? yes, no, or a change such as Orders.SKU = Artikelnr: ").strip()
        if answer.casefold() in ("y", "yes"):
            return made, True
        if answer.casefold() in ("", "n", "no"):
            return made, False
        try:
            made = edited(book, made, answer)
        except Unusable as error:
            print(error.message)
        else:
            print("\n".join([*adopting.shown(made), *adopting.outlook(made)]))
