"""How do export files get into a workbook on disk? What the verb import and the button Import both call.

Reads and recognises the files, opens the book (an empty one of ours where there is none), and writes it all at once. Nothing is
decided here.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from backorder_xl.core.settings import Settings
from backorder_xl.core.words import DateOrder
from backorder_xl.importing import Imported, codes_in, import_exports, settings_in
from backorder_xl.imports.cells.known import Known
from backorder_xl.imports.model import Incoming, RawSheet, Remark, Weight
from backorder_xl.imports.reading import read_file
from backorder_xl.imports.sources import generic
from backorder_xl.imports.sources.recognise import Understood, names, understand
from backorder_xl.imports.sources.values import Notation
from backorder_xl.tables.headers import normal
from backorder_xl.tables.problems import Unusable
from backorder_xl.templates import empty_book
from backorder_xl.workbook.errors import Unwritable
from backorder_xl.workbook.file import FileBook
from backorder_xl.workbook.model import Book
from backorder_xl.workbook.slot import Slot
from backorder_xl.workbook.turns import turn

AUTO = "auto"
INBOX = "inbox"
"""The folder beside the workbook in which the button looks for export files."""
DONE_BOX = "imported"
"""The folder inside it to which they are moved once the workbook is written."""
_EXPORTS = {".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xls", ".xlsb", ".ods"}


@dataclass
class Asked:
    """What to import into which book, and how."""

    files: Sequence[Path]
    book: Path
    source: str = AUTO
    output: Path | None = None
    whole: bool = False
    strict: bool = False
    dry_run: bool = False
    as_of: dt.date = field(default_factory=dt.date.today)
    now: dt.datetime = field(default_factory=lambda: dt.datetime.now().replace(microsecond=0))
    overrides: dict[str, object] = field(default_factory=dict)

    @property
    def target(self) -> Path:
        return self.output or self.book


@dataclass
class Done:
    """What came of it; ``said`` holds a sentence per sheet that was read, ``output`` is None where nothing was written."""

    imported: Imported
    said: list[str]
    refused: bool = False
    output: Path | None = None


def import_into(asked: Asked, state: Path, tell: Callable[[str], None] = lambda _: None) -> Done:
    """Import files into a workbook on disk, all of it or nothing (rules 8.7, 9); a book that is not there is made."""
    alone = contextlib.nullcontext() if asked.dry_run else turn(state, asked.target, "import")
    with alone, tempfile.TemporaryDirectory() as folder:
        path, made = _book(asked, Path(folder))
        slot = None if asked.output or made else Slot(state, asked.book, "import", asked.now)
        with FileBook(path, slot) as book:
            done = import_files(
                book, asked.files, source=asked.source, as_of=asked.as_of, now=asked.now, whole=asked.whole,
                overrides=asked.overrides, tell=tell,
            )  # fmt: skip
            done.refused = asked.strict and done.imported.errors > 0
            if not (done.refused or asked.dry_run):
                tell("Writing")
                book.apply(done.imported.changes, asked.target, backup=asked.output is None and not made)
                done.output = asked.target
    return done


def import_files(
    book: Book,
    files: Sequence[Path],
    *,
    as_of: dt.date,
    now: dt.datetime,
    source: str = AUTO,
    whole: bool = False,
    overrides: dict[str, object] | None = None,
    tell: Callable[[str], None] = lambda _: None,
) -> Done:
    """Decide what files change in a book that is open, in Excel or on disk; ``book.apply(done.imported.changes, ...)`` writes it.

    Raises Unusable where a name is no source, or no file holds anything that can be used; Unreadable for a file that cannot
    be read.
    """
    wanted = "" if normal(source) == AUTO else source
    if wanted and normal(wanted) not in {normal(n) for n in (*names(), *generic.TABLES)}:
        raise Unusable(f"{source!r} is no source that we know: it is {AUTO}, or one of {', '.join(names())}.")
    tell("Reading files")
    sheets = [sheet for path in files for sheet in read_file(path)]
    settings = settings_in(book, overrides or {})
    tell("Recognising")
    found = understand(sheets, wanted, _notation(settings), Known(codes_in(book, settings)))
    incoming, remarks, said = _understood(found, sheets, files)
    tell("Merging")
    return Done(import_exports(book, incoming, settings, as_of, now=now, whole=whole, remarks=remarks), said)


def _notation(settings: Settings) -> Notation:
    """How dates and decimals are written, where the user said so; else as the source writes them."""
    order = None if settings.date_order is DateOrder.ISO else settings.date_order
    return Notation(order, "" if settings.decimal_mark == "." else settings.decimal_mark)


def _book(asked: Asked, folder: Path) -> tuple[Path, bool]:
    """The workbook to open, and whether it was made for this import."""
    if asked.book.exists():
        return asked.book, False
    if asked.book.suffix.lower() != ".xlsx":
        raise Unwritable(f"{asked.book.name} is not there, and a new book is an .xlsx file; give it a name that ends in .xlsx.")
    made = folder / asked.book.name
    made.write_bytes(empty_book())
    return made, True


def _understood(
    understood: list[Understood], sheets: list[RawSheet], files: Sequence[Path]
) -> tuple[list[Incoming], list[Remark], list[str]]:
    """What the sheets say; a sheet that is no export is left out with a remark, unless none is one. A snapshot that does not
    say its day is of the day on which its file was saved."""
    said = [u.said for u in understood if u.said]
    saved = {path.name: dt.date.fromtimestamp(path.stat().st_mtime) for path in files}
    incoming = [i if i.as_of else replace(i, as_of=saved.get(i.file)) for u in understood for i in u.incoming]
    if not incoming:
        raise Unusable(" ".join(said) or "The files hold nothing that could be imported.")
    lost = [Remark(Weight.LEFT_OUT, u.file, 0, "", u.sheet, u.said) for u in understood if not u.incoming]
    return incoming, [*(r for s in sheets for r in s.remarks), *lost], said


def waiting(book: Path) -> list[Path]:
    """The export files in the folder ``inbox`` beside a workbook, the oldest first, so that the newest has the last word."""
    box = book.parent / INBOX
    found = [p for p in box.iterdir() if _is_export(p)] if box.is_dir() else []
    return sorted(found, key=lambda p: (p.stat().st_mtime_ns, p.name))


def _is_export(path: Path) -> bool:
    return path.is_file() and path.suffix.lower() in _EXPORTS and not path.name.startswith(("~$", "."))


def put_away(files: Sequence[Path]) -> None:
    """Move imported files of an inbox into its folder ``imported``; nothing there is overwritten."""
    for path in files:
        box = path.parent / DONE_BOX
        box.mkdir(exist_ok=True)
        target, number = box / path.name, 1
        while target.exists():
            number += 1
            target = box / f"{path.stem} ({number}){path.suffix}"
        path.rename(target)
