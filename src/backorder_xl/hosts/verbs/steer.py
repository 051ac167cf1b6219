"""steer: the sheets that help to have fewer backorders tomorrow (section 10)."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
import time
from pathlib import Path

from backorder_xl.hosts.telling import DONE, REFUSED, json_line, result
from backorder_xl.hosts.verbs import common


def arguments(parser: argparse.ArgumentParser, verb: str) -> None:
    """The book and where to write."""
    common.book_argument(parser)
    common.writing_arguments(parser)


def do(options: argparse.Namespace) -> int:
    """Decide, write the sheets, tell."""
    from backorder_xl import run
    from backorder_xl.hosts.state import state_folder
    from backorder_xl.steer import steer
    from backorder_xl.workbook.file import FileBook
    from backorder_xl.workbook.slot import Slot

    start, path = time.perf_counter(), Path(options.book)
    target = Path(options.output) if options.output else path
    slot = None if options.output else Slot(state_folder(), path, options.verb, dt.datetime.now())
    tell = common.tell(options)
    with FileBook(path, slot) as book:
        report = steer(book, common.overrides(options), options.as_of or dt.date.today(), tell)
        refused = run.refused(report, options.strict)
        written = not (refused or options.dry_run)
        if written:
            run.write(book, report, target, backup=options.output is None, tell=tell)
    common.untell(options)
    seconds, output = round(time.perf_counter() - start, 3), str(target) if written else None
    if options.json:
        print(json_line(verb=options.verb, output=output, seconds=seconds, **report.counts))
    else:
        print("\n".join(result(report, output, seconds)))
        print(f"Look at {' and '.join(table.sheet for table in report.changes.tables)}.")
    if refused:
        print("Nothing was written, as --strict does not go past errors.", file=sys.stderr)
    return REFUSED if refused else DONE
