"""page: the page for shoppers, and its feed (rule 10)."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import sys
import time
from pathlib import Path

from backorder_xl.hosts.telling import DONE, REFUSED, STRICT, many
from backorder_xl.hosts.verbs import common


def arguments(parser: argparse.ArgumentParser, verb: str) -> None:
    """The book, and where the page goes."""
    common.book_argument(parser)
    parser.add_argument("-o", "--output", metavar="OUT", help="the page, .html; its feed goes beside it; else beside the book")
    parser.add_argument("--strict", action="store_true", help="write nothing if any row has an error")
    parser.add_argument("--dry-run", action="store_true", help="decide and tell, but write nothing")


def do(options: argparse.Namespace) -> int:
    """Make the three files and say where they are; the book is only read."""
    from backorder_xl.hosts.publishing import put
    from backorder_xl.page import page
    from backorder_xl.run import refused
    from backorder_xl.workbook.errors import Unwritable
    from backorder_xl.workbook.file import FileBook

    start, path = time.perf_counter(), Path(options.book)
    target = Path(options.output) if options.output else path.with_name(f"{path.stem}-backorders.html")
    if target.suffix.lower() not in (".html", ".htm"):
        raise Unwritable(f"{target.name}: the page is an .html file; give it a name that ends in .html.")
    as_of, now = options.as_of or dt.date.today(), dt.datetime.now().replace(microsecond=0)
    tell = common.tell(options)
    with FileBook(path) as book:
        made = page(book, common.overrides(options), as_of, beside=path.parent, name=target.stem, now=now, tell=tell)
    no = refused(made.report, options.strict)
    written = not (no or options.dry_run)
    files = {
        target: made.published.html,
        target.with_suffix(".csv"): made.published.csv,
        target.with_suffix(".json"): made.published.json,
    }
    if written:
        put(files)
    seconds = round(time.perf_counter() - start, 3)
    common.untell(options)
    counts = {name: made.report.counts[name] for name in ("errors", "warnings")}
    output = str(target) if written else None
    if options.json:
        feed = [str(file) for file in files if file != target] if written else []
        told = {"verb": "page", "as_of": as_of.isoformat(), "items": made.items, **counts, "output": output, "feed": feed}
        print(json.dumps({**told, "notes": made.published.notes, "seconds": seconds}))
    else:
        told_of = f"{many(counts['errors'], 'error')} and {many(counts['warnings'], 'warning')}"
        print(f"{many(made.items, 'item')} on the page; {told_of} in the book (check says which).")
        for note in made.published.notes:
            print(note)
        names = " and ".join(file.name for file in list(files)[1:])
        print(f"Written to {output}, with {names} beside it ({seconds:.1f} s)." if written else "Nothing was written.")
    if no:
        print(STRICT, file=sys.stderr)
    return REFUSED if no else DONE
