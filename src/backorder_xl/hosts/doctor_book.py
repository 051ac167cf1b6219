"""Would a run on this workbook work, and what is there to know of it? Looks only; the workbook is not changed."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from backorder_xl.hosts.doctor import Finding, Verdict
from backorder_xl.hosts.telling import UNWRITABLE, many
from backorder_xl.tables.contracts import RESULT_SHEETS
from backorder_xl.tables.finding import find_tables
from backorder_xl.tables.mapping import rows_of
from backorder_xl.tables.problems import Unusable, severities
from backorder_xl.tables.reading import read_tables
from backorder_xl.workbook import locks, turns
from backorder_xl.workbook.errors import WorkbookError
from backorder_xl.workbook.file import FileBook
from backorder_xl.workbook.slot import Slot

CLOUDS = (
    "onedrive", "dropbox", "google drive", "googledrive", "icloud", "com~apple~clouddocs", "nextcloud", "owncloud", "box sync",
)  # fmt: skip
"""How the names of folders begin that programs keep in step with a cloud."""

SPARE = 4
"""How many times its size a workbook needs beside it while it is written: the new file, the day's backup, and air."""


def workbook(path: Path, state: Path) -> list[Finding]:
    """Everything about one workbook."""
    return [*_held(path, state), *_contents(path), *_place(path), *_kept(path, state)]


def _held(path: Path, state: Path) -> Iterator[Finding]:
    """Who has it open, or is at it."""
    program, run = locks.opened_by(path), turns.holder(state, path)
    if program:
        remedy = "Close it there; if it is not open, delete the lock file beside it (its name begins with ~$ or .~lock)."
        yield Finding("In use", Verdict.BROKEN, f"It is open in {program}.", remedy, UNWRITABLE)
    if run:
        yield Finding("In use", Verdict.BROKEN, f"Another run is at it ({run}).", "Wait until it is done.", UNWRITABLE)
    if not (program or run):
        yield Finding("In use", Verdict.OK, "Nobody has it open.")


def _contents(path: Path) -> Iterator[Finding]:
    """Whether it can be read, and what is found in it."""
    try:
        # A copy, as nothing opens a workbook while a program has it, and it shall be looked at all the same.
        with tempfile.TemporaryDirectory() as folder:
            copy = Path(folder) / path.name
            if path.is_file():
                shutil.copyfile(path, copy)
            with FileBook(copy if copy.exists() else path) as book:
                yield Finding("File", Verdict.OK, f"{path.name} is sound: {_size(path)}, {many(len(book.sheets()), 'sheet')}.")
                yield from _tables(book)
    except (WorkbookError, Unusable) as error:
        yield Finding("File", Verdict.BROKEN, error.message, "No run works before that is put right.")
    except OSError as error:
        remedy = "See that its disk or network drive is connected."
        yield Finding("File", Verdict.BROKEN, f"{path.name} cannot be read ({error.strerror}).", remedy)


def _tables(book: FileBook) -> Iterator[Finding]:
    mapping = rows_of(book)
    if mapping:
        yield Finding("Mapping", Verdict.OK, f"{many(len(mapping), 'row')}: the book is read by its own names.")
    ours = [s for s in book.sheets() if s.casefold() in {n.casefold() for n in RESULT_SHEETS}]
    try:
        reading = read_tables(book, {})
    except Unusable as error:
        found = find_tables(book, needed=False)
        there = f"Found: {', '.join(p.sheet for p in found.values())}. " if found else ""
        yield Finding("Tables", Verdict.BROKEN, f"{there}{error.message}", "backorder-xl adopt proposes which sheet is which.")
        return
    yield Finding("Tables", Verdict.OK, f"{', '.join(p.sheet for p in reading.placed.values())}.")
    counts = severities(reading.problems)
    if counts["errors"]:
        said = f"{many(counts['errors'], 'error')} and {many(counts['warnings'], 'warning')}; rows with errors are left out."
        yield Finding("Rows", Verdict.LOOK, said, "backorder-xl check writes them all to the sheet Problems.")
    else:
        yield Finding("Rows", Verdict.OK, f"No errors, {many(counts['warnings'], 'warning')}.")
    yield Finding("Our sheets", Verdict.OK, ", ".join(ours) if ours else "None yet; the first run makes them.")


def _place(path: Path) -> Iterator[Finding]:
    """Whether a new file can be written beside it."""
    real = path.resolve()
    if not real.parent.is_dir():
        remedy = "See that its disk or network drive is connected."
        yield Finding("Folder", Verdict.BROKEN, f"The folder {real.parent} is not there.", remedy, UNWRITABLE)
        return
    if path.is_symlink():
        yield Finding("Link", Verdict.OK, f"It is a link; the file that it leads to is kept up: {real.name}.")
    if real.exists():
        if not os.access(real, os.W_OK):
            remedy = "Allow changes to it, or write elsewhere with -o."
            yield Finding("File rights", Verdict.BROKEN, f"{path.name} is read-only.", remedy, UNWRITABLE)
        if real.stat().st_nlink > 1:
            remedy = "A run keeps this name up; the other one stays the workbook of before. Keep one of them."
            yield Finding("Second name", Verdict.LOOK, "The file has another name as well (a hard link).", remedy)
    if not os.access(real.parent, os.W_OK):
        remedy = "Allow changes to the folder, or write elsewhere with -o."
        yield Finding("Folder", Verdict.BROKEN, "Its folder may not be changed.", remedy, UNWRITABLE)
        return
    free, size = shutil.disk_usage(real.parent).free, real.stat().st_size if real.exists() else 0
    if free < size:
        remedy = "Make room; a run needs a few times its size beside it."
        yield Finding("Room", Verdict.BROKEN, f"Only {_mb(free)} are free beside it.", remedy, UNWRITABLE)
    elif free < SPARE * size:
        yield Finding("Room", Verdict.LOOK, f"Only {_mb(free)} are free beside it.", "Make room before the disk is full.")
    else:
        yield Finding("Room", Verdict.OK, f"{_mb(free)} are free beside it.")
    cloud = next((part for part in real.parent.parts if any(part.casefold().startswith(c) for c in CLOUDS)), "")
    if cloud:
        remedy = "Let one computer at a time run on it, and let the folder finish its work before you open it elsewhere."
        yield Finding("Cloud", Verdict.LOOK, f"It lies in a folder that is kept in step with a cloud ({cloud}).", remedy)


def _kept(path: Path, state: Path) -> Iterator[Finding]:
    """What could be brought back."""
    backups = sorted(path.parent.glob(f"{_plain(path.stem)} backup *{path.suffix}")) if path.parent.is_dir() else []
    newest = f"The newest is {backups[-1].name}." if backups else "None yet; the first run of a day makes one."
    yield Finding("Backups", Verdict.OK, newest)
    found = Slot(state, path, "doctor", dt.datetime.now()).find()
    if found is None:
        yield Finding("Undo", Verdict.OK, "Nothing is kept yet; each run keeps the workbook from before it.")
    elif found[1]:
        yield Finding("Undo", Verdict.OK, f"It would take back the {found[0].verb} of {found[0].when}.")
    else:
        said = f"The workbook was changed after the {found[0].verb} of {found[0].when}."
        yield Finding("Undo", Verdict.OK, f"{said} Undo would take back that run only with --force.")


def _plain(name: str) -> str:
    """A name in which a pattern's signs mean themselves."""
    return "".join(f"[{c}]" if c in "*?[" else c for c in name)


def _size(path: Path) -> str:
    return _mb(path.stat().st_size)


def _mb(size: int) -> str:
    return f"{size / 1e6:,.1f} MB"
