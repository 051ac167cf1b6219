"""How does the part of xlwings that talks to Excel on Windows run on Linux?

`xlwings/_xlwindows.py` is loaded as it is, over modules that stand in for pywin32 and have just what it asks for. So the
real code of xlwings, its retries among it, calls our objects as it would call those of Excel.
"""

from __future__ import annotations

import atexit
import ctypes
import datetime as dt
import importlib.util
import os
import sys
from types import ModuleType
from typing import Any

from .com import CDispatch, NotKnown, com_error

NAMES = [
    "pywintypes", "pythoncom", "win32api", "win32con", "win32gui", "win32process", "win32timezone", "win32com", "win32com.client",
]  # fmt: skip
WINDOWS = "xlwings._xlwindows"
ANSWERS = {"ok": 1, "cancel": 2, "yes": 6, "no": 7}
BUTTONS = {0: "ok", 1: "ok_cancel", 3: "yes_no_cancel", 4: "yes_no"}


class TimeType(dt.datetime):
    """pywintypes.datetime: what a date comes as, with a time zone that means nothing."""


class _Anything:
    """A library of Windows that is called once at import, and not again."""

    def __getattr__(self, name: str) -> Any:
        return _Anything()

    def __call__(self, *args: Any, **kwargs: Any) -> int:
        return 0


class _User32:
    """The windows of Windows: which Excel is in front."""

    @staticmethod
    def GetForegroundWindow() -> int:
        return 0

    @staticmethod
    def SetForegroundWindow(hwnd: int) -> None:
        CURRENT.to_front(hwnd)


class _Windll:
    user32 = _User32()


class _TimeZoneInfo:
    @staticmethod
    def utc() -> dt.timezone:
        return dt.UTC


class _Base:
    """CoClassBaseClass and DispatchBaseClass: made from a type library that is not there."""


def _modules(host: Any) -> dict[str, ModuleType]:
    """The stand-ins. `host` is asked for a new application, and shows message boxes."""
    made = {name: ModuleType(name) for name in NAMES}
    types, com, client = made["pywintypes"], made["pythoncom"], made["win32com.client"]
    types.com_error = types.error = com.com_error = com.ole_error = com_error  # type: ignore[attr-defined]
    types.TimeType = types.datetime = TimeType  # type: ignore[attr-defined]
    types.IID = lambda text: text  # type: ignore[attr-defined]
    com.CoInitialize = com.CoUninitialize = lambda: None  # type: ignore[attr-defined]
    made["win32gui"].FindWindowEx = lambda *args: 1  # type: ignore[attr-defined]
    com.__file__ = "pythoncom311.dll"
    made["win32timezone"].TimeZoneInfo = _TimeZoneInfo  # type: ignore[attr-defined]
    made["win32process"].GetWindowThreadProcessId = lambda hwnd: (0, hwnd)  # type: ignore[attr-defined]
    con = {"MB_OK": 0, "MB_OKCANCEL": 1, "MB_YESNOCANCEL": 3, "MB_YESNO": 4, "MB_ICONINFORMATION": 64, "MB_ICONWARNING": 48}
    vars(made["win32con"]).update(con)
    api = made["win32api"]
    api.MessageBox = lambda hwnd, text, title, style: ANSWERS[host.show(text, title, BUTTONS[style & 7])]  # type: ignore[attr-defined]
    api.OpenProcess = lambda access, inherit, pid: pid  # type: ignore[attr-defined]
    api.TerminateProcess = lambda pid, code: host.kill(pid)  # type: ignore[attr-defined]
    api.CloseHandle = lambda handle: None  # type: ignore[attr-defined]
    client.CDispatch = CDispatch  # type: ignore[attr-defined]
    client.CoClassBaseClass = client.DispatchBaseClass = _Base  # type: ignore[attr-defined]
    client.Dispatch = client.DispatchEx = lambda name: host.new_application(name)  # type: ignore[attr-defined]
    made["win32com"].client = client  # type: ignore[attr-defined]
    return made


class _Current:
    """Hands what xlwings asks of Windows on to the engine that is active, since xlwings' module is loaded only once."""

    engine: Any = None
    module: ModuleType | None = None

    def _at_work(self) -> Any:
        if self.engine is None:
            raise NotKnown("no engine is active: use the fixture `excel`")
        return self.engine

    def show(self, text: str, title: str, buttons: str) -> str:
        return self._at_work().show(text, title, buttons)

    def kill(self, pid: int) -> None:
        self._at_work().kill(pid)

    def to_front(self, pid: int) -> None:
        self._at_work().to_front(pid)

    def new_application(self, name: str) -> Any:
        if name != "Excel.Application":
            raise NotKnown(f"{name} is not known to the engine of the tests")
        return self._at_work().new_application()


CURRENT = _Current()
MODULES = _modules(CURRENT)


def xlwindows() -> ModuleType:
    """xlwings' module for Windows, loaded over the stand-ins, which are gone from sys.modules afterwards."""
    if CURRENT.module is not None:
        return CURRENT.module
    spec = importlib.util.find_spec(WINDOWS)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)  # a copy of its own, should this be Windows after all
    before = {name: sys.modules.get(name) for name in NAMES}
    libraries = {"oledll": _Anything(), "windll": _Windll(), "PyDLL": lambda name: _Anything()}
    real, here = {name: getattr(ctypes, name, None) for name in libraries}, os.getcwd()
    sys.modules.update(MODULES)
    for name, library in libraries.items():
        setattr(ctypes, name, library)
    try:
        spec.loader.exec_module(module)
    finally:
        os.chdir(here)
        for name, library in real.items():
            if library is None:
                delattr(ctypes, name)
            else:
                setattr(ctypes, name, library)
        for name, other in before.items():
            if other is None:
                del sys.modules[name]
            else:
                sys.modules[name] = other
    atexit.unregister(module.cleanup)  # it would end every Excel of a real Windows that it does not know
    module.Apps.cleanup = staticmethod(lambda: None)
    CURRENT.module = module
    return module
