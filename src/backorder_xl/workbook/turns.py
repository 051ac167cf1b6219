"""Whose turn is it to change this workbook?

Two runs at once would each decide from the same book, and the second would take back what the first wrote. The lock is one of the
operating system's, on a file in the user's own folder: it ends with the process that holds it, so a dead one never blocks. People
on other machines are kept apart by file.py, which looks at the workbook once more just before the swap.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import getpass
import hashlib
import json
import os
from collections.abc import Iterator
from pathlib import Path

from filelock import FileLock, Timeout

from backorder_xl.workbook import interrupts
from backorder_xl.workbook.errors import Unwritable


@contextlib.contextmanager
def turn(state: Path, book: Path, verb: str) -> Iterator[None]:
    """Within, no other run of ours changes ``book``; Unwritable where one is at it. At its end the work is whole."""
    with contextlib.ExitStack() as stack:
        stack.callback(interrupts.forget)
        note, lock = _names(state, book)
        try:
            note.parent.mkdir(parents=True, exist_ok=True)
            stack.enter_context(FileLock(lock, timeout=0))
        except Timeout:
            raise Unwritable(_taken(book, note)) from None
        except OSError:
            pass  # no folder of our own, as on a kiosk: then only the last look before the swap protects
        else:
            stack.callback(_remove, note)
            _say(note, verb)
        yield
        interrupts.release(f"Stopped; {book.name} was written whole before that.")


def holder(state: Path, book: Path) -> str:
    """Who is at the workbook right now, in words; "" where nobody is, or where nobody can know."""
    note, lock = _names(state, book)
    if not lock.exists():
        return ""
    try:
        with FileLock(lock, timeout=0):
            return ""
    except Timeout:
        return _who(note) or "another run"
    except OSError:
        return ""


def _names(state: Path, book: Path) -> tuple[Path, Path]:
    # Two files: on Windows nobody can read one that is locked.
    name = hashlib.sha256(os.path.normcase(book.resolve()).encode()).hexdigest()[:24]
    return state / "locks" / f"{name}.json", state / "locks" / f"{name}.lock"


def _say(note: Path, verb: str) -> None:
    user = ""
    with contextlib.suppress(OSError, KeyError, ImportError):
        user = getpass.getuser()
    said = {"verb": verb, "since": dt.datetime.now().isoformat(sep=" ", timespec="seconds"), "process": os.getpid(), "user": user}
    with contextlib.suppress(OSError):
        note.write_text(json.dumps(said), encoding="utf-8")


def _remove(note: Path) -> None:
    with contextlib.suppress(OSError):
        note.unlink()


def _who(note: Path) -> str:
    try:
        said = json.loads(note.read_text(encoding="utf-8"))
        by = f" by {said['user']}" if said["user"] else ""
        return f"{said['verb']}{by}, since {said['since']}, process {said['process']}"
    except (OSError, ValueError, KeyError, TypeError):
        return ""


def _taken(book: Path, note: Path) -> str:
    who = _who(note)
    return f"{book.name} is being worked on by another run{f' ({who})' if who else ''}; wait until it is done and run again."
