"""steer: the sheets that help to have fewer backorders tomorrow (rules 7, 9)."""

from __future__ import annotations

import argparse
import datetime as dt
import time
from pathlib import Path

from backorder_xl.hosts.telling import DONE, REFUSED, json_line, many
from backorder_xl.hosts.verbs import common


def arguments(parser: argparse.ArgumentParser, verb: str) -> None:
    """The book and where to write."""
    common.book_argument(parser)
    common.writing_arguments(parser)


def do(options: argparse.Namespace) -> int:
    """Read the book, study it, write the sheets, tell."""
    from backorder_xl import run, steer
    from backorder_xl.hosts.state import state_folder
    from backorder_xl.workbook.file import FileBook
    from backorder_xl.workbook.slot import Slot

    start, path = time.perf_counter(), Path(options.book)
    tell = common.tell(options)
    target = Path(options.output) if options.output else path
    now = dt.datetime.now().replace(microsecond=0)
    slot = None if options.output else Slot(state_folder(), path, options.verb, now)
    with FileBook(path, slot) as book:
        report = steer.steer(book, common.overrides(options), options.as_of or now.date(), tell=tell)
        refused = run.refused(report, options.strict)
        written = not (refused or options.dry_run)
        if written:
            run.write(book, report, target, backup=options.output is None, tell=tell)
    seconds = round(time.perf_counter() - start, 3)
    common.untell(options)
    output = str(target) if written else None
    if options.json:
        print(json_line(verb=options.verb, output=output, seconds=seconds, **report.counts))
        return REFUSED if refused else DONE
    for table in report.changes.tables:
        print(f"{table.sheet}: {many(len(table.data[table.key[0]]), 'row')}.")
    print(f"Written to {output} in {seconds:.1f} s." if output else f"Nothing was written ({seconds:.1f} s).")
    return REFUSED if refused else DONE
