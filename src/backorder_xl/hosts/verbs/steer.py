"""steer: the sheets that help to have fewer backorders tomorrow (rules 7, 9)."""

from __future__ import annotations

import argparse
import datetime as dt

from backorder_xl.hosts.telling import DONE, REFUSED, json_line, many
from backorder_xl.hosts.verbs import common


def arguments(parser: argparse.ArgumentParser, verb: str) -> None:
    """The book and where to write."""
    common.book_argument(parser)
    common.writing_arguments(parser)


def do(options: argparse.Namespace) -> int:
    """Read the book, study it, write the sheets, tell."""
    from backorder_xl.steer import steer

    as_of = options.as_of or dt.date.today()
    done = common.into_book(options, lambda book, _, tell: steer(book, common.overrides(options), as_of, tell=tell))
    if options.json:
        print(json_line(verb=options.verb, output=done.output, seconds=done.seconds, **done.report.counts))
        return REFUSED if done.refused else DONE
    for table in done.report.changes.tables:
        print(f"{table.sheet}: {many(len(table.data[table.key[0]]), 'row')}.")
    print(f"Written to {done.output} in {done.seconds:.1f} s." if done.output else f"Nothing was written ({done.seconds:.1f} s).")
    return REFUSED if done.refused else DONE
