"""new, demo: a book to start with (rule 9)."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
from pathlib import Path

from backorder_xl import __version__
from backorder_xl.hosts.telling import DONE
from backorder_xl.hosts.verbs import common, work
from backorder_xl.tables.problems import Unusable

LITE_DEFAULT = f"backorder-xl=={__version__}"
LITE = (
    "Experimental, and not yet tried in xlwings Lite: the workbook carries our worksheet functions for it, and scripts: Check, "
    "Plan, Explain this row. They run in Excel's own browser; nothing is sent anywhere (docs/hosts.md)."
)
DEMO_DAY = dt.date(2026, 6, 3)  # the day on which the demo book plays


def arguments(parser: argparse.ArgumentParser, verb: str) -> None:
    """Where the book goes; the demo is also run."""
    if verb == "new":
        parser.add_argument("book", help="the workbook to make, .xlsx")
        parser.add_argument("--demo", action="store_true", help="the demo book instead of an empty one")
        parser.add_argument("--lite", action="store_true", help="experimental: put our functions into it for xlwings Lite")
        parser.add_argument("--lite-package", metavar="WHAT", default="", help="for --lite: where Backorder XL is installed from")
        return
    parser.add_argument("book", nargs="?", default="backorder_xl_demo.xlsx", help="where the demo book goes")
    common.writing_arguments(parser)
    work.drafts_argument(parser)


def do(options: argparse.Namespace) -> int:
    """Make the book; the demo is run as well."""
    return _demo(options) if options.verb == "demo" else _new(options)


def _new(options: argparse.Namespace) -> int:
    target = Path(options.book)
    if options.lite_package and not options.lite:
        raise Unusable("--lite-package says what a workbook for xlwings Lite installs; give --lite as well.")
    make(target, demo=options.demo, lite=options.lite_package or LITE_DEFAULT if options.lite else "")
    if options.lite and not options.json:
        print(LITE)
    if options.json:
        print(json.dumps({"verb": "new", "output": str(target)}))
    else:
        print(f"{target} is ready: fill in Orders and Stock, then run: backorder-xl run {target}")
    return DONE


def _demo(options: argparse.Namespace) -> int:
    target = Path(options.book)
    if options.output:
        target, options.output = Path(options.output), None
    if not target.exists():
        make(target, demo=True)
    options.book = str(target)
    options.as_of = options.as_of or DEMO_DAY
    code = work.do(options)
    if code == DONE and not options.json:
        print(f"Open {target} and look at Backorders first, then Purchase Orders; the Reason column says why each waits.")
    return code


def make(target: Path, *, demo: bool, lite: str = "") -> None:
    """Write the empty book or the demo book; Unwritable where something is there already.

    ``lite`` names the package that xlwings Lite shall install; then the book carries our functions and scripts for it.
    """
    from backorder_xl.templates import demo_book, empty_book
    from backorder_xl.workbook.errors import Unwritable
    from backorder_xl.workbook.save import replace_file

    if target.suffix.lower() != ".xlsx":
        raise Unwritable(f"{target.name}: a new book is an .xlsx file; give it a name that ends in .xlsx.")
    content = demo_book() if demo else empty_book()
    if lite:
        from backorder_xl.hosts.lite.parts import with_lite

        content = with_lite(content, lite)
    if os.path.lexists(target):
        raise Unwritable(f"{target.name} is there already and is not overwritten; choose another name.")
    replace_file(target, lambda out: out.write(content))
