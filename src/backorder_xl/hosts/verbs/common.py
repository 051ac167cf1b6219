"""Which arguments do most verbs share, and what is made of them?"""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from collections.abc import Callable


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
    return (lambda step: print(f"\r\033[K{step} ...", end="", file=sys.stderr, flush=True)) if shows else lambda _: None


def untell(options: argparse.Namespace) -> None:
    """Take the last step of the progress off the terminal."""
    if sys.stderr.isatty() and not options.json:
        print("\r\033[K", end="", file=sys.stderr)
