"""The command line (rule 9): which word was typed, and what is said when it went wrong? Nothing is decided here."""

from __future__ import annotations

import argparse
import io
import os
import sys

from backorder_xl import __version__
from backorder_xl.hosts.actions import COMMANDS
from backorder_xl.hosts.telling import DONE, UNUSABLE
from backorder_xl.hosts.verbs import (
    addin,
    adopt,
    common,
    explain,
    import_,
    new,
    page,
    steer,
    templates,
    undo,
    whatif,
    work,
)

VERBS = {
    "addin": addin,
    "adopt": adopt,
    "new": new,
    "demo": new,
    "import": import_,
    "explain": explain,
    "steer": steer,
    "whatif": whatif,
    "page": page,
    "undo": undo,
    "templates": templates,
}
"""Which module a word is in; every other one works on a book. They import what they need when they are done."""


def main(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit code; what a user sees is a sentence, never a traceback."""
    _show_whatever_comes()
    options = _parser().parse_args(arguments)
    try:
        return _dispatch(options)
    except KeyboardInterrupt:
        print("Stopped; nothing was written.", file=sys.stderr)
        return UNUSABLE
    except BrokenPipeError:  # whoever read the output had enough
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115 - the interpreter flushes it on its way out
        return DONE
    except Exception as error:
        if options.debug:
            raise
        return _tell_error(error)


def _show_whatever_comes() -> None:
    """A console, or a file that the output is sent to, may know few signs; one that it lacks is spelled out (\\u20ac)."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _dispatch(options: argparse.Namespace) -> int:
    return VERBS.get(options.verb, work).do(options)


def _tell_error(error: Exception) -> int:
    from backorder_xl.hosts.refusals import refusal

    kind = type(error).__name__
    unforeseen = f"Something unforeseen went wrong ({kind}); nothing was written. --debug shows where."
    sentence, code = refusal(error) or (unforeseen, UNUSABLE)
    print(sentence, file=sys.stderr)
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="backorder-xl",
        description="Works out backorders and purchase orders inside the Excel workbook that you already have.",
    )
    parser.add_argument("--version", action="version", version=f"backorder-xl {__version__}")
    parser.set_defaults(debug=False)
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    for action in COMMANDS:
        verb = verbs.add_parser(action.verb, help=action.does, description=action.does)
        VERBS.get(action.verb, work).arguments(verb, action.verb)
        common.common_arguments(verb)
    return parser
