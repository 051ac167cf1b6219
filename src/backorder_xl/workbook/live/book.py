"""How is the workbook that somebody has open read and changed?

The same `Book` as a closed file. Reading takes whole sheets, once per run; changes are decided first, as steps, and then carried
out while Excel keeps still: all of them, or everything is put back (rule 8.7).
"""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import Any, TypeVar

from backorder_xl.workbook.changes import Changes
from backorder_xl.workbook.deciding import looked_at, steps_for, touched
from backorder_xl.workbook.errors import Busy, NoWorkbook, Protected, Unreadable, Unwritable, WorkbookError
from backorder_xl.workbook.gridded import Gridded
from backorder_xl.workbook.live.host import Host
from backorder_xl.workbook.live.native import native_of
from backorder_xl.workbook.live.patience import Call, patiently
from backorder_xl.workbook.live.quiet import quiet
from backorder_xl.workbook.live.reading import read_cells, read_looks, read_notes, read_tables
from backorder_xl.workbook.live_slot import LiveSlot, sheets_digest
from backorder_xl.workbook.model import ExcelTable
from backorder_xl.workbook.refs import LAST_ROW
from backorder_xl.workbook.restoring import restoring
from backorder_xl.workbook.standing import BookNow, SheetNow, room_below
from backorder_xl.workbook.steps import AddSheet, Step

T = TypeVar("T")


class LiveBook(Gridded):
    """An open workbook (rules 1.1, 8.6, 8.7); ``slot`` keeps what the touched sheets were (rule 9)."""

    def __init__(self, book: Any, slot: LiveSlot | None = None) -> None:
        self._book, self._slot = book, slot
        self._native = native_of(book)
        self._seen: dict[str, SheetNow] = {}
        self._tables: list[ExcelTable] | None = None
        self.name: str = self._asked(lambda: str(book.name))

    @property
    def fullname(self) -> str:
        """Where Excel says that the book lies: a path, an address in the cloud, or only a name if it was never saved."""
        return self._asked(lambda: self._native.fullname(self._book))

    def folder(self) -> Path | None:
        """The folder that the book lies in; None for one in the cloud or never saved, where no folder can be known."""
        name = self.fullname
        if "://" in name:
            with contextlib.suppress(Exception):  # a folder that is kept in step with the cloud, if xlwings finds one
                name = str(self._book.fullname)
        path = Path(name)
        return path.parent if "://" not in name and path.is_absolute() and path.is_file() else None

    @property
    def date1904(self) -> bool:
        """Whether this workbook counts its days from 1904."""
        return self._asked(lambda: self._native.date1904(self._book))

    def sheets(self) -> list[str]:
        """Names of the sheets with cells, in the order of their tabs."""
        return self._asked(lambda: [str(s.name) for s in self._book.sheets])

    def excel_tables(self) -> list[ExcelTable]:
        """Every Excel Table of the workbook."""
        if self._tables is None:
            names = self._asked(lambda: [s.name for s in self._book.sheets if len(s.tables)])
            self._tables = [t for name in names for t in self._sheet(name).tables]
        return list(self._tables)

    def room_below(self, sheet: str, last_row: int, columns: Collection[int]) -> int:
        """How many rows can be appended under ``last_row`` before something of the user's is in the way."""
        here = self._sheet(sheet)
        first, last = min(columns), max(columns)
        free = room_below(here, last_row, first, last)
        merged = self._asked(lambda: self._merged(here.name, last_row + 1, last_row + free, first, last))
        return min(free, merged - last_row - 1)

    def forget(self) -> None:
        """Read anew from now on."""
        self._seen.clear()
        self._tables = None

    def apply(self, changes: Changes, to: Path | None = None, backup: bool = False) -> None:
        """Make all changes in the open book, or none; saving it is its user's business, so ``to`` must be None."""
        if to is not None:
            raise ValueError("an open workbook is changed where it is")
        names = touched(changes)
        if not names:
            return
        now = self.look(looked_at(changes), names)
        self.carry_out(steps_for(changes, now), now, names)

    def look(self, sheets: Iterable[str], closely: Sequence[str]) -> BookNow:
        """What stands on some sheets now, with all that undo must bring back for those that are looked at ``closely``."""
        names = self.sheets()
        close = {name.casefold() for name in closely}
        found = []
        for wanted in sheets:
            name = next((n for n in names if n.casefold() == wanted.casefold()), None)
            if name is None:
                continue
            sheet = self._sheet(name)
            if name.casefold() in close:
                self._asked(lambda name=name, sheet=sheet: self._closely(name, sheet))
            found.append(sheet)
        taken = {t.name.casefold() for t in self.excel_tables()}
        taken |= self._asked(lambda: {str(n.name).casefold() for n in self._book.names})
        charts = self._asked(lambda: {n.casefold() for n in self._native.chart_sheets(self._book)})
        return BookNow(found, names, taken, charts, self.date1904)

    def carry_out(self, steps: Sequence[Step], now: BookNow, names: Sequence[str]) -> None:
        """All steps, or everything on the sheets ``names`` is as ``now`` says again."""
        self._refuse_if_locked(names, any(isinstance(s, AddSheet) for s in steps))
        host = Host(self._book, self._native)
        with quiet(self._book, self._native, "Backorder XL is writing"):
            try:
                for step in steps:
                    patiently(lambda step=step: host.carry_out(step))
            except BaseException as error:
                self._put_back(host, now, names, error)
                raise
            finally:
                self.forget()
            if self._slot is not None:
                left = self.look(names, ()).sheets
                for sheet in left:
                    sheet.notes = self._asked(lambda sheet=sheet: read_notes(self._book.sheets[sheet.name]))
                self._slot.remember(self._known(now, names), names, sheets_digest(left))

    def _known(self, now: BookNow, names: Sequence[str]) -> list[SheetNow]:
        wanted = {name.casefold() for name in names}
        return [s for s in now.sheets if s.name.casefold() in wanted]

    def _put_back(self, host: Host, before: BookNow, names: Sequence[str], error: BaseException) -> None:
        """Undo what was done; raises the one sentence that the user is told, unless the error is no failure of Excel's."""
        lost: list[str] = []
        self.forget()
        try:
            now = self.look(names, names)
            steps = restoring(self._known(before, names), now, names)
        except Exception:
            steps, lost = [], list(names)
        for step in steps:
            try:
                patiently(lambda step=step: host.carry_out(step))
            except Exception:
                lost.append(step.sheet)
        if not isinstance(error, Exception):
            return
        if lost:
            raise Unwritable(
                f"{self.name} could not be changed, and not everything could be put back on {', '.join(dict.fromkeys(lost))}; "
                "close the workbook without saving it, and run again."
            ) from error
        if isinstance(error, WorkbookError):
            return
        raise Unwritable(f"{self.name} could not be changed ({_said(error)}); everything is as it was.") from error

    def _refuse_if_locked(self, names: Sequence[str], adds: bool) -> None:
        """Nothing is begun that Excel would not let end."""
        book, native = self._book, self._native
        if self._asked(lambda: native.read_only(book)):
            raise Unwritable(
                f"{self.name} is open for reading only; save it under another name, or open it for editing, and run again."
            )
        if self._asked(lambda: native.shared(book)):
            raise Unwritable(
                f"{self.name} is shared in the old way, in which Excel makes no tables; end that (Review, Unshare Workbook) and "
                "run again. Nothing was written."
            )
        wanted = {name.casefold() for name in names}
        locked = self._asked(lambda: [s.name for s in book.sheets if s.name.casefold() in wanted and native.protected(s)])
        if locked:
            raise Protected.sheets(locked)
        if adds and self._asked(lambda: native.structure_protected(book)):
            raise Protected.structure(self.name)

    def _sheet(self, sheet: str) -> SheetNow:
        key = sheet.casefold()
        if key not in self._seen:
            name = next((n for n in self.sheets() if n.casefold() == key), None)
            if name is None:
                raise Unreadable(f"{self.name} has no sheet named {sheet}.")
            self._seen[key] = self._asked(lambda: self._read(name))
        return self._seen[key]

    def _merged(self, name: str, top: int, bottom: int, first: int, last: int) -> int:
        """The first row, from ``top`` on, in which cells are merged; one far below if there is none."""
        sheet, found = self._book.sheets[name], LAST_ROW + 1
        while top <= bottom and self._native.merged(sheet.range((top, first), (bottom, last))):
            middle = (top + bottom) // 2
            if top == bottom:
                return top
            if self._native.merged(sheet.range((top, first), (middle, last))):
                bottom = middle
            else:
                top = middle + 1
        return found

    def _read(self, name: str) -> SheetNow:
        sheet = self._book.sheets[name]
        cells = read_cells(sheet, self._native)
        return SheetNow(name, cells, read_tables(sheet, cells))

    def _closely(self, name: str, now: SheetNow) -> None:
        for found in (now.formats, now.fills, now.lines):
            found.clear()
        read_looks(self._book.sheets[name], now, self._native)

    def _asked(self, question: Call[T]) -> T:
        """An answer of Excel's, asked for patiently."""
        with self._native.bounded():
            return patiently(question)


def active_book() -> Any:
    """The workbook in front, as xlwings sees it; NoWorkbook where there is none."""
    try:
        import xlwings

        book = xlwings.books.active
    except Exception as error:
        raise NoWorkbook("Excel is not running; open the workbook in Excel and press again.") from error
    if book is None:
        raise NoWorkbook("No workbook is open in Excel; open one and press again.")
    return book


def _said(error: BaseException) -> str:
    """What Excel itself says of a failure, in one line."""
    if isinstance(error, Busy):
        return error.message
    detail = error.args[2] if len(error.args) > 2 else None
    text = detail[2] if isinstance(detail, tuple) and len(detail) > 2 and detail[2] else None
    return " ".join(str(text or "Excel refused").split()).rstrip(".")
