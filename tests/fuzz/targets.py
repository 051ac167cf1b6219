"""What is a fuzzer let loose on, and what would be a finding?

Each target takes bytes and does with them what a verb would do. An error with a sentence of its own is how it should end; any
other exception is a finding, and so is a result that breaks a promise: a part of the user's that is not its very bytes, an
answer of a worksheet function that is no cell.
"""

from __future__ import annotations

import datetime as dt
import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from backorder_xl import run
from backorder_xl.adopt import adopt, edited
from backorder_xl.hosts.formulas import FORMULAS
from backorder_xl.hosts.functions import Desk, call
from backorder_xl.hosts.importing import import_files
from backorder_xl.hosts.refusals import refusal
from backorder_xl.messages.logo import logo_of
from backorder_xl.workbook.changes import Changes
from backorder_xl.workbook.file import FileBook
from backorder_xl.workbook.memory import MemoryBook
from backorder_xl.workbook.model import Want
from tests.corpus.adding import promised, some_changes
from tests.fuzz.cells import Dice

DAY = dt.date(2026, 6, 3)
NOW = dt.datetime(2026, 6, 3, 7, 40)
_SCRATCH = Path(tempfile.mkdtemp(dir="/dev/shm" if os.path.isdir("/dev/shm") else None))


class Broken(AssertionError):
    """A promise that did not hold."""


def foreseen(error: Exception) -> bool:
    """Whether an error ends in a sentence; a lack of memory has one too, but not for files as small as these."""
    return refusal(error) is not None and not isinstance(error, MemoryError)


def _file(data: bytes, name: str = "book.xlsx") -> Path:
    path = _SCRATCH / name
    path.write_bytes(data)
    return path


def reader(data: bytes) -> None:
    """Everything that is asked of a book when it is read."""
    with FileBook(_file(data)) as book:
        book.excel_tables()
        for sheet in book.sheets()[:6]:
            top = book.top(sheet, 30)
            width = min(12, max((len(row) for row in top), default=1))
            wants = dict(zip(range(1, width + 1), [*Want] * 4, strict=False))
            book.read(sheet, 1, None, wants)
            book.formula_cells(sheet, list(wants))
            book.room_below(sheet, 3, list(wants))


def writer(data: bytes) -> None:
    """Sheets of ours put into a book, and cells into a table of it; then the same once more."""
    path, out = _file(data), _SCRATCH / "out.xlsx"
    for _ in range(2):
        with FileBook(path) as book:
            changes = some_changes(book)
            book.apply(changes, out, backup=False)
        _promised(path, out, changes)
        path, out = out, _SCRATCH / "again.xlsx"


def whole_run(data: bytes) -> None:
    """The morning run, written."""
    path, out = _file(data), _SCRATCH / "out.xlsx"
    with FileBook(path) as book:
        made = run.morning_run(book, {}, DAY, now=NOW)
        run.write(book, made, out, backup=False)
    _promised(path, out, made.changes)


def _promised(path: Path, out: Path, changes: Changes) -> None:
    broken = promised(path, out, {t.sheet for t in (*changes.tables, *changes.patches)})
    if broken:
        raise Broken("; ".join(broken))


def _imported(data: bytes, name: str) -> None:
    with FileBook(_empty()) as book:
        done = import_files(book, [_file(data, name)], as_of=DAY, now=NOW)
        book.apply(done.imported.changes, _SCRATCH / "out.xlsx", backup=False)


def _empty() -> Path:
    path = _SCRATCH / "empty.xlsx"
    if not path.exists():
        from backorder_xl.templates import empty_book

        path.write_bytes(empty_book())
    return path


def import_text(data: bytes) -> None:
    """Bytes that a shop calls CSV."""
    _imported(data, "export.csv")


def import_book(data: bytes) -> None:
    """A workbook of the new kind, or OpenDocument: both are packages."""
    _imported(data, "export.xlsx")


def import_old(data: bytes) -> None:
    """A workbook of the old kind, byte by byte."""
    _imported(data, "export.xls")


def functions(data: bytes) -> None:
    """A worksheet function over odd cells; what comes back must be cells."""
    dice = Dice(data)
    formula = dice.one_of(FORMULAS)
    cells = [dice.grid_for(a) for a in formula.arguments][: dice.below(len(formula.arguments) + 2)]
    made = call(formula, cells, DAY, Desk())
    if not made or not all(isinstance(row, list) and row for row in made):
        raise Broken(f"{formula.name} gave {made!r}")
    for row in made:
        for cell in row:
            if isinstance(cell, str) and cell.startswith("This could not be worked out"):
                raise Broken(f"{formula.name}{cells!r}: {cell}")
            if not (cell is None or isinstance(cell, (str, int, float, bool, dt.date))):
                raise Broken(f"{formula.name} gave a {type(cell).__name__}")


def mapping(data: bytes) -> None:
    """A book of odd sheets is adopted, with a Mapping of its own perhaps, and edited as a user would type it."""
    dice = Dice(data)
    book = MemoryBook(dice.book())
    made = adopt(book)
    for _ in range(2):
        try:
            made = edited(book, made, dice.edit())
        except Exception as error:
            if not foreseen(error):
                raise
    book.apply(made.changes)
    try:
        report = run.morning_run(book, {}, DAY, now=NOW)
    except Exception as error:
        if not foreseen(error):
            raise
        return
    book.apply(report.changes)


def logo(data: bytes) -> None:
    """A picture that shall stand above letters."""
    found, why = logo_of(data)
    if (found is None) == (why == ""):
        raise Broken("neither a logo nor a reason")


TARGETS: dict[str, Callable[[bytes], None]] = {
    "reader": reader, "writer": writer, "run": whole_run, "import_text": import_text, "import_book": import_book,
    "import_old": import_old, "functions": functions, "mapping": mapping, "logo": logo,
}  # fmt: skip
PACKAGES = ("reader", "writer", "run", "import_book")
"""Those whose bytes are a zip, which mutating.py changes inside."""


def once(name: str, data: bytes) -> Exception | None:
    """One try of a target; the finding, or None."""
    try:
        TARGETS[name](data)
    except Exception as error:
        return None if foreseen(error) else error
    return None


