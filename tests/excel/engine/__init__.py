"""What is an Excel without Excel? One that keeps its books with openpyxl and is spoken to by xlwings' own code for Windows.

    xlwings (as installed) -> its module for Windows -> objects named as Excel's (`com.py` and its neighbours) -> a file

So everything that xlwings does on Windows is the real thing, its conversions and its retries among them; the objects beneath
behave as Excel's do where that has hurt people: texts that become numbers and dates, protected sheets, filters, tables, a
user who is editing a cell. What Excel has and these objects do not raises `NotKnown`.

Nothing is calculated: a formula that was in the file gives what Excel last saved for it, a new one nothing (or what
`switches.results` says).
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import xlwings as xw
from xlwings import base_classes

from . import win32
from .application import Application
from .com import NotKnown, StillBusy, com_error
from .switches import Call, FilteredWrites, Shown, Switches, by_member, count


class Excel:
    """An engine that tests hold on to: the fixture `excel`."""

    def __init__(self) -> None:
        self.switches = Switches()
        self.running: list[Application] = []
        self.windows = win32.xlwindows()
        self._pids = 1000
        self._before: dict[str, Any] = {}

    # Starting and stopping

    def start(self) -> None:
        """Registers and activates the engine, and gives modules that look for pywin32 the stand-ins."""
        self._before = {
            "engines": list(xw.engines.engines),
            "by_name": dict(xw.engines.engines_by_name),
            "active": xw.engines.active,
            "modules": {name: sys.modules.get(name) for name in [*win32.NAMES, win32.WINDOWS]},
            "attempts": self.windows.N_COM_ATTEMPTS,
            "caller": self.windows.BOOK_CALLER,
            "mock": xw.Book.__dict__.get("_mock_caller"),
            "attribute": xw.__dict__.get("_xlwindows"),
        }
        win32.CURRENT.engine = self
        sys.modules.update(win32.MODULES | {win32.WINDOWS: self.windows})
        xw._xlwindows = self.windows  # type: ignore[attr-defined]
        engine = xw.Engine(impl=_EngineImpl(self))
        xw.engines.add(engine)
        xw.engines.active = engine

    def stop(self) -> None:
        """Puts everything back as it was."""
        before = self._before
        xw.engines.engines[:] = before["engines"]
        xw.engines.engines_by_name.clear()
        xw.engines.engines_by_name.update(before["by_name"])
        xw.engines.active = before["active"]
        self.windows.N_COM_ATTEMPTS, self.windows.BOOK_CALLER = before["attempts"], before["caller"]
        win32.CURRENT.engine = None
        for name, module in before["modules"].items():
            if module is None:
                sys.modules.pop(name, None)
            else:
                sys.modules[name] = module
        if before["mock"] is None and "_mock_caller" in xw.Book.__dict__:
            del xw.Book._mock_caller
        if before["attribute"] is None:
            del xw._xlwindows  # type: ignore[attr-defined]
        else:
            xw._xlwindows = before["attribute"]  # type: ignore[attr-defined]

    # What tests do with it

    def open(self, path: Path | str, *, url: str | None = None, read_only: bool = False) -> xw.Book:
        """A book as if it were opened by its user; with a `url` it is known by that, as a book on OneDrive is."""
        book = xw.Book(impl=self.app.books.open(str(path), read_only=read_only).impl)
        if url is not None:
            self.of(book).shown = url
        self.switches.calls.clear()
        return book

    def new(self) -> xw.Book:
        """A book that was never saved: "Book1", without a path."""
        return self.app.books.add()

    def save(self, book: xw.Book, path: Path | str) -> Path:
        """Writes a copy of the book as it stands, to be read by something else; no call is counted, nothing is remembered."""
        self.of(book)._write(Path(path))
        return Path(path)

    def of(self, book: xw.Book) -> Any:
        """The book's own object beneath xlwings."""
        api = book.api
        return getattr(api, "_inner", api)

    @property
    def app(self) -> xw.App:
        """The Excel that runs; it is started if there is none."""
        if not self.running:
            self.new_application()
        return xw.App(impl=self.windows.App(xl=self.windows.COMRetryObjectWrapper(self.running[0])))

    @property
    def calls(self) -> list[Call]:
        return self.switches.calls

    # What xlwings asks of Windows

    def new_application(self) -> Application:
        self._pids += 1
        made = Application(self.switches, self._pids, self.running.remove)
        self.running.insert(0, made)
        return made

    def show(self, text: str, title: str, buttons: str) -> str:
        answer = "ok" if buttons == "ok" else self.switches.answer
        allowed = buttons.split("_")
        if answer not in allowed:
            answer = allowed[0]
        self.switches.shown.append(Shown(text, title, buttons, answer))
        return answer

    def to_front(self, pid: int) -> None:
        self.running.sort(key=lambda a: a.pid != pid)

    def kill(self, pid: int) -> None:
        self.running[:] = [a for a in self.running if a.pid != pid]


class _Apps(base_classes.Apps):
    """The instances of Excel that run, the active one first; on Windows xlwings looks for their windows."""

    def __init__(self, excel: Excel) -> None:
        self.excel = excel

    def _app(self, application: Application) -> Any:
        return self.excel.windows.App(xl=self.excel.windows.COMRetryObjectWrapper(application))

    def keys(self) -> list[int]:
        return [a.pid for a in self.excel.running]

    def add(self, spec: Any = None, add_book: Any = None, xl: Any = None, visible: Any = None) -> Any:
        return self.excel.windows.App(spec=spec, add_book=add_book, xl=xl, visible=visible)

    @staticmethod
    def cleanup() -> None:
        """There are no orphans."""

    def __iter__(self) -> Any:
        return iter([self._app(a) for a in self.excel.running])

    def __len__(self) -> int:
        return len(self.excel.running)

    def __getitem__(self, pid: int) -> Any:
        for application in self.excel.running:
            if application.pid == pid:
                return self._app(application)
        raise KeyError("Could not find an Excel instance with this PID.")


class _EngineImpl:
    """xlwings' own engine for Windows, but for how it finds Excel."""

    def __init__(self, excel: Excel) -> None:
        self.excel = excel

    @property
    def apps(self) -> _Apps:
        return _Apps(self.excel)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.excel.windows.engine, name)


__all__ = ["Call", "Excel", "FilteredWrites", "NotKnown", "Shown", "StillBusy", "Switches", "by_member", "com_error", "count"]
