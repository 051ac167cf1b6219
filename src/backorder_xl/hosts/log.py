"""What did a run do, and where did it fail? A file per run in the user's own folder, which can be sent to a stranger.

It says versions, settings, steps with their times, counts, and of an error its kind and the places in the code. It never says
what stands in a workbook: no name, address, order or item, and therefore no sentence of an error either; a path is cut to its
last name. ``--debug`` lifts that, for the person who looks at the screen.
"""

from __future__ import annotations

import datetime as dt
import logging
import os
import platform
import sys
import time
import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import fields
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

from backorder_xl import __version__

if TYPE_CHECKING:
    from backorder_xl.core.settings import Settings

FOLDER, DAYS, MOST = "logs", 30, 60
"""Where they lie under the state folder, for how many days, and how many at most."""

LIBRARIES = (
    "numpy", "pandas", "pyarrow", "fastexcel", "lxml", "openpyxl", "xlsxwriter", "jinja2", "babel", "filelock", "xlwings",
)  # fmt: skip

_LOGGER = logging.getLogger("backorder_xl")
_LOGGER.addHandler(logging.NullHandler())
_PACKAGE = Path(__file__).parents[1]


class _Now:
    """The run of this process: whether it may say everything, and the step that it is at."""

    path: Path | None = None
    debug = False
    step = ""
    since = 0.0


SHOWN = ("serve",)
"""Verbs that also say on the screen what goes to their log: whoever runs a server watches it there."""


@contextmanager
def started(verb: str, state: Path, *, debug: bool = False) -> Iterator[None]:
    """Within, what is said goes to a new file; where none can be written, nowhere."""
    if _Now.path is not None:  # one run inside another is told in the file of the outer one
        yield
        return
    handler = _opened(verb, state)
    _Now.debug, _Now.step = debug, ""
    if handler is not None:
        _LOGGER.addHandler(handler)
        _LOGGER.setLevel(logging.INFO)
        _LOGGER.propagate = verb in SHOWN
        _say("%s: backorder-xl %s, Python %s, %s", verb, __version__, sys.version.split()[0], platform.platform())
        _say("libraries: %s", ", ".join(f"{name} {found}" for name in LIBRARIES if (found := _version(name))))
    try:
        yield
    finally:
        step("")
        _Now.path = None
        if handler is not None:
            _LOGGER.removeHandler(handler)
            with suppress(OSError):
                handler.close()


def path() -> Path | None:
    """The file of this run, None where there is none."""
    return _Now.path


def said(what: str, found: Mapping[str, object]) -> None:
    """Name facts. Numbers, days, choices and yes or no are said as they are, a path by its last name; of any text only that it
    is there."""
    _say("%s: %s", what, ", ".join(f"{name} {_plain(value)}" for name, value in found.items()))


def settings(in_force: Settings) -> None:
    """The settings that are not as they come."""
    usual = type(in_force)()
    told = {f.name: getattr(in_force, f.name) for f in fields(in_force)}
    said("settings", {name: value for name, value in told.items() if value != getattr(usual, name)})


def counts(found: Mapping[str, object]) -> None:
    """What was counted (rule 9)."""
    said("counts", {n: dt.date.fromisoformat(str(v)) if n == "as_of" else v for n, v in found.items()})


def step(name: str) -> None:
    """A step begins; how long the one before took is said."""
    now = time.perf_counter()
    if _Now.step:
        _say("%s took %.3f s", _Now.step, now - _Now.since)
    _Now.step, _Now.since = name, now


def failed(error: BaseException) -> None:
    """What went wrong, where: kinds of errors and places in the code, and with ``--debug`` all of it."""
    if _Now.debug:
        _say("%s", "".join(traceback.format_exception(error)))
        return
    seen: set[int] = set()
    here: BaseException | None = error
    while here is not None and id(here) not in seen:
        seen.add(id(here))
        number = f" {here.errno}" if isinstance(here, OSError) and here.errno else ""
        _say("%s%s%s", "failed with " if here is error else "because of ", type(here).__qualname__, number)
        for frame in traceback.extract_tb(here.__traceback__):
            _say("  %s:%s in %s", _place(frame.filename), frame.lineno, frame.name)
        here = here.__cause__ or here.__context__


def logged(error: BaseException, state: Path) -> Path | None:
    """Add an error to the file of this run, or to one of its own; its path, None where it cannot be written."""
    with started("error", state):
        failed(error)
        return _Now.path


def _say(words: str, *values: object) -> None:
    if _Now.path is not None:
        _LOGGER.info(words, *values)


def _opened(verb: str, state: Path) -> logging.Handler | None:
    folder = state / FOLDER
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _forget(folder)
        path = folder / f"{dt.datetime.now():%Y-%m-%d %H-%M-%S} {verb} {os.getpid()}.log"
        handler = _Quiet(path, encoding="utf-8", errors="backslashreplace")
    except OSError:
        return None
    handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
    _Now.path = path
    return handler


class _Quiet(logging.FileHandler):
    """A log that cannot be written any more is no reason to say anything."""

    def handleError(self, record: logging.LogRecord) -> None:
        pass


def _forget(folder: Path) -> None:
    """Files that are old, and the oldest beyond the number that is kept."""
    oldest = time.time() - DAYS * 86_400
    number = 1  # the one that is about to be made
    for file in sorted(folder.glob("*.log"), key=lambda p: p.name, reverse=True):
        with suppress(OSError):
            if number < MOST and file.stat().st_mtime >= oldest:
                number += 1
            else:
                file.unlink()


def _plain(value: object) -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case Enum():
            return str(value.value)
        case int() | float() | None:
            return str(value)
        case dt.date():
            return value.isoformat()
        case Path():
            return str(value) if _Now.debug else value.name
    return str(value) if _Now.debug else "given" if value else "not given"


def _place(file: str) -> str:
    """A file of ours within the package; of others the last names, which do not tell whose machine this is."""
    found = Path(file)
    return str(found.relative_to(_PACKAGE)) if found.is_relative_to(_PACKAGE) else "/".join(found.parts[-2:])


def _version(library: str) -> str:
    from importlib.metadata import PackageNotFoundError, version  # late: whoever asks for help waits for it in vain

    with suppress(PackageNotFoundError):
        return version(library)
    return ""
