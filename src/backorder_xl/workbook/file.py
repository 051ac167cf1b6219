"""How is a closed .xlsx or .xlsm file read and changed?

Glue only: looks before it opens, reads through the fast reader where that is safe, and applies changes part by part so
that everything else keeps its very bytes (rules 8.6, 8.7).
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import wraps
from pathlib import Path
from typing import BinaryIO, Concatenate, ParamSpec, TypeVar

from backorder_xl.workbook import fast, locks, peek, plain, preflight, room, save
from backorder_xl.workbook.apply import change_parts
from backorder_xl.workbook.cells import SheetText, Values
from backorder_xl.workbook.changes import Changes
from backorder_xl.workbook.errors import Blocked, Misfit, Odd, Unreadable, Unwritable, WorkbookError
from backorder_xl.workbook.model import ExcelTable, RawTable, Want
from backorder_xl.workbook.package import Package
from backorder_xl.workbook.parts import BookParts
from backorder_xl.workbook.refs import LAST_ROW
from backorder_xl.workbook.slot import Slot, digest_of

__all__ = ["Blocked", "FileBook", "Unreadable", "Unwritable", "WorkbookError"]
P, T = ParamSpec("P"), TypeVar("T")
_FORESEEN = (WorkbookError, OSError, MemoryError, Misfit)


def _one_sentence(method: Callable[Concatenate[FileBook, P], T]) -> Callable[Concatenate[FileBook, P], T]:
    """Any part of a file may hold anything at all, and what goes wrong over it is the file's fault, told as such (rule 1.5)."""

    @wraps(method)
    def told(book: FileBook, /, *given: P.args, **named: P.kwargs) -> T:
        try:
            return method(book, *given, **named)
        except _FORESEEN:
            raise
        except Exception as error:
            raise Odd(book.name) from error

    return told


class FileBook:
    """A closed workbook on disk (rules 1.1, 8.6, 8.7); ``slot`` keeps the file that a change replaces (rule 9)."""

    @_one_sentence
    def __init__(self, path: str | Path, slot: Slot | None = None) -> None:
        self.path = Path(path)
        self.name = self.path.name
        preflight.check_file(self.path)
        locks.refuse_if_open(self.path)
        self._slot = slot
        self._stamp = _stamp(self.path)
        self._package = Package(self.path)
        try:
            self._book = BookParts(self._package)
        except BaseException:
            self._package.close()
            raise
        self._values = Values(self._book)
        self._text: tuple[str, SheetText] | None = None

    def __enter__(self) -> FileBook:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._text = None
        self._package.close()

    @property
    def date1904(self) -> bool:
        """Whether this workbook counts its days from 1904, as old ones from a Mac do."""
        return self._book.date1904

    @_one_sentence
    def sheets(self) -> list[str]:
        """Names of the sheets with cells, in the order of their tabs."""
        return [sheet.name for sheet in self._book.worksheets()]

    @_one_sentence
    def excel_tables(self) -> list[ExcelTable]:
        """Every Excel Table of the workbook."""
        return [table for table, _ in self._book.tables()]

    @_one_sentence
    def top(self, sheet: str, rows: int = 30) -> list[list[object]]:
        """The first rows as python values, absolute from A1 (row i is sheet row i + 1); cheap."""
        return peek.top_rows(self._book, self._values, self._book.sheet(sheet).part, rows)

    @_one_sentence
    def read(self, sheet: str, header_row: int, last_row: int | None, wanted: dict[int, Want]) -> RawTable:
        """The wanted columns of the rows under ``header_row``, to ``last_row`` or the last row with a value."""
        text = self._sheet_text(sheet)
        end = text.last_row() if last_row is None else last_row
        if end > LAST_ROW:  # room would be made for every row up to it
            raise Odd(self.name)
        rows = max(0, end - header_row)
        first = header_row + 1
        columns = fast.read_columns(text, self._values, first, rows, wanted)
        if columns is None:
            columns = plain.read_columns(text, self._values, first, rows, wanted)
        return RawTable(self._book.sheet(sheet).name, header_row, first, rows, columns)

    @_one_sentence
    def formula_cells(self, sheet: str, columns: Collection[int]) -> set[tuple[int, int]]:
        """(row, column) of the cells of these columns that hold a formula."""
        if not columns:
            return set()
        cells = self._sheet_text(sheet).cells(columns)
        return {(row, column) for row, column, _, inner in cells if inner and b"<f" in inner}

    @_one_sentence
    def room_below(self, sheet: str, last_row: int, columns: Collection[int]) -> int:
        """How many rows can be appended under ``last_row`` before something of the user's is in the way."""
        return room.room_below(self._book, self._values, self._sheet_text(sheet), sheet, last_row, columns)

    def apply(self, changes: Changes, to: Path | str | None, backup: bool) -> None:
        """Write the workbook with all changes to ``to``, or where it lies, at once or not at all; this object is closed by it."""
        target = self.path if to is None else Path(to)
        locks.refuse_if_open(target)
        self.refuse_if_changed()
        there = _there(target)
        if target.is_dir():
            raise Unwritable(f"{target.name} is a folder; name a file to write to.")
        self._text = None
        self._change(changes)

        slot, after = self._slot, ""

        def write(out: BinaryIO) -> None:
            nonlocal after
            self._package.write(out)
            after = digest_of(out) if slot is not None else ""

        def before() -> None:
            self._package.close()
            locks.refuse_if_open(target)
            if _there(target) != there:
                raise Unwritable(f"{target.name} was changed by another program during the run; run again.")
            if backup:
                save.keep_backup(target)
            if slot is not None:
                slot.keep(after)

        try:
            save.replace_file(target, write, before)
        finally:
            self._package.close()
        if slot is not None:
            slot.settle()

    @_one_sentence
    def _change(self, changes: Changes) -> None:
        change_parts(self._book, self._values, changes)

    def refuse_if_changed(self) -> None:
        """Unwritable if another program has changed the file since it was opened."""
        if _there(self.path) != self._stamp:
            raise Unwritable(f"{self.name} was changed by another program during the run; run again.")

    def _sheet_text(self, sheet: str) -> SheetText:
        part = self._book.sheet(sheet).part
        if self._text is None or self._text[0] != part:
            self._text = None
            self._text = (part, SheetText(self._package.read(part), part))
        return self._text[1]


def _stamp(path: Path) -> tuple[int, int]:
    status = path.stat()
    return status.st_mtime_ns, status.st_size


def _there(path: Path) -> tuple[int, int] | None:
    """The stamp of a file, None where there is none; Unwritable where not even that can be found out."""
    try:
        return _stamp(path)
    except FileNotFoundError as error:
        if path.parent.is_dir():
            return None
        raise Unwritable(save.sentence(path, error)) from error
    except OSError as error:
        raise Unwritable(save.sentence(path, error)) from error
