"""What does xlwings do with our functions on Windows? Its own code, run here with pywin32 and the Windows libraries stubbed.

``python -m tests.hosts.windows`` prints, as JSON, the VBA that xlwings would write and what calls through its conversion give:
on Windows the same code stands between Excel's COM values and our functions. It runs apart, so that the stubs meet nobody.
"""

from __future__ import annotations

import ctypes
import datetime as dt
import io
import json
import sys
import types
from typing import Any

import xlwings as xw

import backorder_xl.hosts.functions  # noqa: F401 - before the stubs: what it needs looks for a Windows registry

MISSING = -2147352572  # what COM gives for an argument that was left out
NOT_AVAILABLE = -2146826246  # the cell shows #N/A


class _Stub(types.ModuleType):
    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return type(name, (Exception,), {})


class _Library:
    def __getattr__(self, name: str) -> _Library:
        return self

    def __call__(self, *_: object) -> _Library:
        return self


def windows() -> Any:
    """xlwings.udfs as it is on Windows, with ``xw.func`` and ``xw.arg`` as they are there."""
    for name in ("pythoncom", "pywintypes", "win32com", "win32com.client", "win32com.client.dynamic", "win32api", "win32con",
                 "win32event", "win32gui", "win32process", "win32timezone", "win32com.server", "win32com.server.policy",
                 "win32com.server.util", "win32com.universal", "winreg"):  # fmt: skip
        sys.modules[name] = _Stub(name)
    sys.modules["pywintypes"].TimeType = dt.datetime  # type: ignore[attr-defined]
    sys.modules["pythoncom"].__file__ = "pythoncom.dll"
    zone = type("TimeZoneInfo", (), {"utc": staticmethod(lambda: dt.UTC)})
    sys.modules["win32timezone"].TimeZoneInfo = zone  # type: ignore[attr-defined]
    for name in ("oledll", "windll", "PyDLL"):
        setattr(ctypes, name, _Library())
    import xlwings._xlwindows as excel
    from xlwings import udfs

    xw.engines.add(xw.Engine(impl=excel.engine))
    xw.func, xw.arg, xw.ret = udfs.xlfunc, udfs.xlarg, udfs.xlret
    return udfs


def called(function: Any, *cells: Any) -> Any:
    """As xlwings.udfs.call_udf does it, between the arguments of COM and the result for COM."""
    from xlwings import conversion

    told = function.__xlfunc__
    read = [
        a.get("optional") if c == MISSING else conversion.read(None, c, a["options"])
        for c, a in zip(cells, told["args"], strict=False)
    ]
    return conversion.write(function(*read), None, told["ret"]["options"])


def main() -> None:
    udfs = windows()
    from backorder_xl.hosts import udfs as ours

    written = io.StringIO()
    udfs.generate_vba_wrapper(ours.__name__, ours, written, types.SimpleNamespace(Name="backorder_xl.xlam"))
    day = dt.datetime(2026, 6, 10, tzinfo=dt.UTC)
    orders = (("Order", "Order Date", "Customer", "SKU", "Ordered"), ("SO1", day, "C1", 1001.0, 5.0), (None,) * 5)
    stock = (("SKU", "On Hand"), (1001.0, 3.0))
    coming = (("PO", "Supplier", "SKU", "Ordered", "Expected"), ("P1", "S", 1001.0, 9.0, day))
    some = (MISSING, MISSING, day)
    calls = {
        "column": called(ours.BO_EOQ, ((12000.0,), (None,), (NOT_AVAILABLE,), ("abc",)), 100.0, 2.4),
        "cell": called(ours.BO_LOT_SIZE, 13.0, 10.0, 6.0, MISSING),
        "date": called(ours.BO_PROMISE, "1001", 2.0, orders, stock, coming, *some),
        "spilled": called(ours.BO_ALLOCATE, orders, stock, coming, *some),
        "words": called(ours.BO_ALLOCATE, orders, (("SKU", "On Hand"), (1001.0, NOT_AVAILABLE)), coming, *some)[-1],
        "nothing": called(ours.BO_EXPLAIN, "SO1", MISSING, orders, MISSING),
    }
    json.dump({"vba": written.getvalue(), "calls": calls}, sys.stdout, default=lambda v: v.isoformat())


if __name__ == "__main__":
    main()
