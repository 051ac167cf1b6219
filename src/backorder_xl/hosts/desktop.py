"""Which Excel and which workbook called, and how is something said there? The only file of the ribbon that touches the program.

It shows, asks and opens; what is read from and written into the workbook goes through `workbook/live`.
"""

from __future__ import annotations

import datetime as dt
import sys
import webbrowser
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from backorder_xl.hosts import log
from backorder_xl.hosts.beside import Beside, beside
from backorder_xl.hosts.refusals import refusal
from backorder_xl.hosts.state import state_folder
from backorder_xl.tables.problems import Unusable
from backorder_xl.workbook.errors import Busy
from backorder_xl.workbook.live.dialects import Windows
from backorder_xl.workbook.live.native import is_busy

if TYPE_CHECKING:
    from backorder_xl.workbook.live.book import LiveBook

TITLE = "Backorder XL"
_NONE_OPEN = "There is no workbook to work on: open yours, or press New workbook, and press the button again."


@dataclass
class Excel:
    """The Excel that called: its program, the workbook in front, and the moment at which a button was pressed."""

    app: Any  # xlwings.App
    book: Any  # xlwings.Book
    now: dt.datetime
    writing: bool = False  # whether cells may have been changed already
    state: Path = field(default_factory=state_folder)

    @property
    def as_of(self) -> dt.date:
        """Today (rule 9)."""
        return self.now.date()

    def tell(self, step: str) -> None:
        """Progress, in the status bar; a busy Excel is no reason to stop."""
        log.step(step)
        with suppress(Exception):
            self.app.status_bar = f"{TITLE}: {step} ..."

    def untell(self) -> None:
        """Give the status bar back to Excel."""
        with suppress(Exception):
            self.app.status_bar = False

    def say(self, words: str) -> None:
        """A message with one button."""
        self.untell()
        self.app.alert(words, TITLE, "ok", "info")

    def ask(self, words: str) -> bool:
        """A question; whether the answer is yes."""
        return self.app.alert(words, TITLE, "yes_no", "info") == "yes"

    def choose(self, words: str) -> str:
        """A question that can be left: "yes", "no" or "cancel"."""
        return str(self.app.alert(words, TITLE, "yes_no_cancel", "info"))

    def place(self) -> Beside:
        """Where files go that belong to the workbook; Unusable while it is only the empty one that Excel began with."""
        live = self.live()
        folder = live.folder()  # also that of a copy which is kept in step with the cloud
        place = Beside(folder, Path(live.name).stem) if folder else beside(live.name, live.fullname)
        if place.why and len(self.book.sheets) == 1 and self.book.sheets[0].used_range.value is None:
            raise Unusable(_NONE_OPEN)
        return place

    def live(self, verb: str = "") -> LiveBook:
        """The workbook in front, to be read; with a verb also to be changed, what it was being kept for Undo."""
        from backorder_xl.workbook.live.book import LiveBook
        from backorder_xl.workbook.live_slot import LiveSlot

        book = LiveBook(self.book)
        return LiveBook(self.book, LiveSlot(self.state, book.fullname, verb, self.now)) if verb else book

    def selected(self) -> tuple[str, int, int]:
        """The sheet, row and column of the selection's first cell; Unusable where a chart or nothing is selected."""
        try:
            chosen = self.book.selection
            return str(chosen.sheet.name), int(chosen.row), int(chosen.column)
        except Exception as error:
            if is_busy(error):
                raise
            raise Unusable("Select a cell in the row of an order and press the button again.") from None

    def show(self, sheet: str) -> bool:
        """Bring a sheet to the front; whether it is there. Unusable for a hidden one."""
        there = next((s for s in self.book.sheets if s.name.casefold() == sheet.casefold()), None)
        if there is None:
            return False
        if not there.visible:
            raise Unusable(f"The sheet {there.name} is hidden: right-click any tab, choose Unhide, and then {there.name}.")
        there.activate()
        return True

    def open(self, path: Path) -> None:
        """Open a workbook in this Excel."""
        self.app.books.open(str(path))

    def browse(self, path: Path) -> None:
        """Show a page in the browser."""
        webbrowser.open(path.resolve().as_uri())


def impatient() -> AbstractContextManager[None]:
    """Within: a busy Excel is an error that can be told, where xlwings for Windows would ask again for ever."""
    import xlwings  # noqa: F401 - it loads its module for the system that we are on

    return Windows().bounded() if "xlwings._xlwindows" in sys.modules else nullcontext()


def caller() -> Excel:
    """The Excel whose button was pressed; Unusable where it has no workbook."""
    import xlwings as xw

    now = dt.datetime.now().replace(microsecond=0)
    try:
        book = xw.Book.caller()
    except Exception as error:
        if is_busy(error):
            raise
        book = _active()
    return Excel(book.app, book, now)


def _active() -> Any:
    """The workbook in front. xlwings cuts a workbook's name at an equals sign, so the one that called may not be found by it."""
    import xlwings as xw

    named = next((a.partition("=")[2].strip() for a in sys.argv if a.startswith("--wb=")), "")
    for app in xw.apps:
        for book in app.books:
            if not named or book.name.casefold() == named.casefold():
                return app.books.active if not named else book
    raise Unusable(_NONE_OPEN)


def complain(excel: Excel | None, error: BaseException) -> None:
    """One sentence on what went wrong; what nobody foresaw goes to the log as well. Raises nothing."""
    with suppress(BaseException):
        foreseen = Busy() if is_busy(error) else error
        said = refusal(foreseen) if isinstance(foreseen, Exception) else None
        kept = log.logged(error, excel.state if excel is not None else state_folder())
        words = said[0] if said else _unforeseen(excel, error, kept)
        if excel is not None:
            excel.untell()
        _told(excel.app if excel is not None else _any_app(), words)


def _told(app: Any, words: str) -> None:
    """Show a message: by Excel, or without it where it does not even say which window it has."""
    with suppress(Exception):
        app.alert(words, TITLE, "ok", "critical")
        return
    with suppress(Exception):
        import win32api
        import win32con

        win32api.MessageBox(0, words, TITLE, win32con.MB_ICONWARNING)


def _unforeseen(excel: Excel | None, error: BaseException, kept: Path | None) -> str:
    where = f"The log says where: {kept}" if kept else "The log could not be written either."
    written = (
        "The workbook may be changed in part: close it without saving, or press Undo."
        if excel and excel.writing
        else ("Nothing was written.")
    )
    return f"Something unforeseen went wrong ({type(error).__name__}). {written} {where}"


def _any_app() -> Any:
    with suppress(Exception):
        import xlwings as xw

        return xw.apps.active
    return None
