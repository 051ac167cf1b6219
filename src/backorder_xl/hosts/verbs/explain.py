"""explain: why an order or one of its lines waits (rules 3.7, 9)."""

from __future__ import annotations

import argparse
import datetime as dt
import json

from backorder_xl.hosts.telling import DONE
from backorder_xl.hosts.verbs import common


def arguments(parser: argparse.ArgumentParser, verb: str) -> None:
    """The book and which order."""
    common.book_argument(parser)
    parser.add_argument("order", help="the sales order")
    parser.add_argument("line", nargs="?", help="its line; else all of them")


def do(options: argparse.Namespace) -> int:
    """Decide, and say it of one order; nothing is written."""
    from backorder_xl import run
    from backorder_xl.hosts.explain import explain
    from backorder_xl.workbook.file import FileBook

    as_of = options.as_of or dt.date.today()
    with FileBook(options.book) as book:
        now = dt.datetime.now().replace(microsecond=0)
        report = run.morning_run(book, common.overrides(options), as_of, verb="explain", now=now)
    sentences = explain(report, options.order, options.line)
    if options.json:
        print(json.dumps({"verb": "explain", "as_of": as_of.isoformat(), "explanation": sentences}))
    else:
        print("\n".join(sentences))
    return DONE
