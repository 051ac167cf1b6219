"""The command line (rule 9): which word was typed, and what is said when it went wrong? Nothing is decided here."""

from __future__ import annotations

import argparse
import io
import os
import sys
from pathlib import Path

from backorder_xl import __version__
from backorder_xl.hosts import log
from backorder_xl.hosts.actions import COMMANDS
from backorder_xl.hosts.calm import without_pauses
from backorder_xl.hosts.state import state_folder
from backorder_xl.hosts.telling import DONE, UNUSABLE
from backorder_xl.hosts.verbs import (
    addin,
    adopt,
    common,
    doctor,
    explain,
    import_,
    new,
    page,
    serve,
    steer,
    templates,
    undo,
    whatif,
    work,
)
from backorder_xl.workbook.interrupts import hold, listening

VERBS = {
    "addin": addin,
    "adopt": adopt,
    "doctor": doctor,
    "new": new,
    "demo": new,
    "import": import_,
    "explain": explain,
    "steer": steer,
    "whatif": whatif,
    "page": page,
    "serve": serve,
    "undo": undo,
    "templates": templates,
}
"""Which module a word is in; every other one works on a book. They import what they need when they are done."""


def main(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit code; what a user sees is a sentence, never a traceback."""
    _show_whatever_comes()
    options = _parser().parse_args(arguments)
    with listening():
        try:
            with log.started(options.verb, state_folder(), debug=options.debug):
                code = _answered(options)
                log.said("ended", {"code": code})
                return code
        except KeyboardInterrupt as stopped:  # before the command began
            return _tell_stop(stopped)


def _answered(options: argparse.Namespace) -> int:
    try:
        log.said("asked", {name: _shown(name, value) for name, value in vars(options).items() if value and name != "verb"})
        with without_pauses():
            code = _dispatch(options)
        hold()  # all is done, so whoever wants it to end now has what he wants
        return code
    except KeyboardInterrupt as stopped:
        hold()
        log.failed(stopped)
        return _tell_stop(stopped)
    except BrokenPipeError:  # whoever read the output had enough
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115 - the interpreter flushes it on its way out
        return DONE
    except Exception as error:
        log.failed(error)
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


def _tell_stop(stopped: KeyboardInterrupt) -> int:
    print(str(stopped) or "Stopped before it was done; nothing is half written.", file=sys.stderr)
    return UNUSABLE


def _tell_error(error: Exception) -> int:
    from backorder_xl.hosts.refusals import refusal

    kind = type(error).__name__
    where = f"The log says where: {log.path()}" if log.path() else "--debug shows where."
    unforeseen = f"Something unforeseen went wrong ({kind}); nothing is half written. {where}"
    sentence, code = refusal(error) or (unforeseen, UNUSABLE)
    print(sentence, file=sys.stderr)
    return code


def _shown(name: str, value: object) -> object:
    """What the log may know of an argument: files by their names."""
    return Path(str(value)) if name in ("book", "output", "drafts") else value


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
