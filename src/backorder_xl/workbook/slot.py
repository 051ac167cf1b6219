"""What was a workbook like before the last run, and is it still as that run left it?

A run keeps a copy of the file as it was, with a few words about it, in a folder of the user's own: one copy per workbook,
for 30 days. Nothing of it appears beside the workbook. What to do with a copy is the caller's business.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import json
import os
import re
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import BinaryIO

from backorder_xl.workbook import swap

DAYS = 30
"""A copy older than this is removed by the next run on any workbook."""

_NOTE, _NEXT = "run.json", "next.json"
_SLOT = re.compile(r"[0-9a-f]{24}")


@dataclass(frozen=True)
class Kept:
    """The words beside a copy; digests are SHA-256 of whole files."""

    book: str
    verb: str
    when: str
    copy: str  # the copy's name in the slot
    before: str  # of the copy, which is the file before the run
    after: str  # of the file that the run left


class Slot:
    """The place of one workbook's copy under the folder ``state``; nothing is made there before a copy is kept.

    Whatever goes wrong while keeping, the run goes on: then there is only nothing to bring back.
    """

    def __init__(self, state: Path, book: Path, verb: str, when: dt.datetime) -> None:
        self.book = book.resolve()
        self.verb, self.when = verb, when
        self._all = state / "undo"
        self.folder = self._all / hashlib.sha256(os.path.normcase(self.book).encode()).hexdigest()[:24]
        self.kept = False  # whether this run has kept a copy

    def find(self) -> tuple[Kept, bool] | None:
        """The copy from before the last run, and whether the workbook is still as that run left it."""
        present = digest(self.book) if self.book.is_file() else ""
        # A run that was stopped right after the swap has left its words under the name for what is to come.
        found = [kept for name in (_NEXT, _NOTE) if (kept := self._read(name)) is not None]
        same = next((kept for kept in found if kept.after == present), None)
        if same is not None:
            return same, True
        settled = self._read(_NOTE)
        return None if settled is None else (settled, False)

    def path(self, kept: Kept) -> Path:
        """Where a copy lies."""
        return self.folder / kept.copy

    def keep(self, after: str) -> None:
        """Copy the workbook as it is, before a file with the digest ``after`` takes its place; see ``settle``."""
        with contextlib.suppress(OSError):
            before = digest(self.book) if self.book.is_file() else after
            if before == after:
                return  # nothing will have changed, so what was kept before is still what there is to bring back
            self._all.mkdir(parents=True, exist_ok=True)
            self.folder.mkdir(mode=0o700, exist_ok=True)
            name = before[:16] + self.book.suffix
            self._write(name, self._copy)
            when = self.when.isoformat(sep=" ", timespec="seconds")
            note = Kept(str(self.book), self.verb, when, name, before, after)
            self._write(_NEXT, lambda out: out.write(json.dumps(asdict(note), indent=1).encode()))
            self.kept = True

    def settle(self) -> None:
        """The new file is in place: from now on the copy that was kept is the one to bring back."""
        if not self.kept:
            return
        with contextlib.suppress(OSError):
            swap.put_in_place(self.folder / _NEXT, self.folder / _NOTE)
            settled = self._read(_NOTE)
            for old in self.folder.iterdir():
                if settled is not None and old.name not in (_NOTE, settled.copy):
                    old.unlink()
        with contextlib.suppress(OSError):
            self._forget_old()

    def catch_up(self) -> None:
        """For a command that writes nothing: settle what was kept by one that was stopped right after its swap."""
        with contextlib.suppress(OSError):
            left = self._read(_NEXT)
            self.kept = left is not None and left.after == digest(self.book)
        self.settle()

    def writable(self) -> bool:
        """Whether a copy could be kept at all."""
        place = self.folder
        while not place.exists() and place != place.parent:
            place = place.parent
        return place.is_dir() and os.access(place, os.W_OK)

    def _forget_old(self) -> None:
        oldest = self.when.timestamp() - DAYS * 86_400
        for slot in self._all.iterdir():
            if _SLOT.fullmatch(slot.name) and all(f.stat().st_mtime < oldest for f in slot.iterdir()):
                shutil.rmtree(slot, ignore_errors=True)

    def _read(self, name: str) -> Kept | None:
        try:
            kept = Kept(**json.loads((self.folder / name).read_bytes()))
        except (OSError, ValueError, TypeError):
            return None
        plain = Path(kept.copy).name == kept.copy  # the words are data: they never lead out of the slot
        return kept if plain and self.path(kept).is_file() else None

    def _copy(self, out: BinaryIO) -> None:
        with self.book.open("rb") as book:
            shutil.copyfileobj(book, out, 1 << 20)

    def _write(self, name: str, write: Callable[[BinaryIO], object]) -> None:
        handle, temporary = tempfile.mkstemp(prefix=".", suffix=".tmp", dir=self.folder)  # for the user's eyes only
        try:
            with os.fdopen(handle, "wb") as out:
                write(out)
                out.flush()
                os.fsync(out.fileno())
            swap.put_in_place(Path(temporary), self.folder / name)
        except BaseException:
            with contextlib.suppress(OSError):
                os.unlink(temporary)
            raise


def digest(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def digest_of(file: BinaryIO) -> str:
    """The SHA-256 of a file that was just written and is still open."""
    file.flush()
    file.seek(0)
    return hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]
