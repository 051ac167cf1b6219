"""Can the plan and the worksheet functions run where only pure Python, numpy, pandas and jinja2 are (Pyodide, xlwings Lite)?

A second process refuses every other compiled library, and whatever a browser has not: threads, other programs, the network.
"""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

REPO = Path(__file__).resolve().parents[2]
COMPILED = ("calamine", "coreforecast", "css_inline", "lxml", "pyarrow", "python_calamine", "resvg_py")
PYODIDE_HAS = {"numpy", "pandas"}  # compiled, and built by Pyodide itself

RULES = f"""
import importlib.abc, socket, subprocess, sys, threading

class Refuse(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {COMPILED!r}:
            raise ImportError(name + " is not there")

def no(*given, **named):
    raise AssertionError("a browser cannot do that")

sys.meta_path.insert(0, Refuse())
import jinja2, numpy, pandas  # pandas keeps its texts with pyarrow where there is one
threading.Thread.start = subprocess.Popen.__init__ = socket.socket.__init__ = no
"""

IMPORTS = """
import importlib, pkgutil
import backorder_xl.core, backorder_xl.sheets, backorder_xl.tables, backorder_xl.hosts.functions
rooms = (backorder_xl.core, backorder_xl.tables, backorder_xl.sheets, backorder_xl.hosts.functions)
names = [m.name for room in rooms for m in pkgutil.iter_modules(room.__path__, room.__name__ + ".")]
names += ["backorder_xl." + n for n in ("run", "workbook.memory", "workbook.payload", "workbook.live.host",
          "hosts.actions", "hosts.formulas", "hosts.explain", "hosts.telling", "hosts.lite.door",
          "hosts.lite.scripts", "hosts.lite.parts")]
for name in names:
    importlib.import_module(name)
print(len(names))
"""

WORK = """
import datetime as dt
from backorder_xl import run
from backorder_xl.hosts.formulas import FORMULAS
from backorder_xl.hosts.functions import Desk, call, example
from backorder_xl.workbook.memory import MemoryBook
today = dt.date(2026, 6, 3)
book = MemoryBook(example.TABLES)
report = run.morning_run(book, {}, today, verb="plan", now=dt.datetime(2026, 6, 3, 7, 40))
run.write(book, report, None, backup=False)
print(sorted(book.sheets()))
print([[str(c) for c in row] for row in book.grids["Backorders"]])
tables = [[list(r) for r in example.TABLES[n]] for n in ("orders", "stock", "purchase_orders", "items")]
for formula in FORMULAS:
    if formula.arguments[0].name == "orders":
        print(formula.name, call(formula, [*tables, None, today], today, Desk()))
print(call(next(f for f in FORMULAS if f.name == "EOQ"), [12000, 100, 2.4], today, Desk()))
"""


def _run(*parts: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", "\n".join(parts)], capture_output=True, text=True, timeout=240)


def test_all_that_decides_is_imported_without_a_compiled_library() -> None:
    done = _run(RULES, IMPORTS)
    assert done.returncode == 0, done.stderr[-1500:]
    assert int(done.stdout) > 100


def test_a_plan_and_functions_give_the_same_without_them() -> None:
    small, whole = _run(RULES, WORK), _run(WORK)
    assert whole.returncode == 0, whole.stderr[-1500:]
    assert small.returncode == 0, small.stderr[-1500:]
    assert small.stdout == whole.stdout and "Backorders" in whole.stdout and "1000" in whole.stdout


@pytest.mark.parametrize(
    "does",
    ["import lxml.etree", "import css_inline", "import threading; threading.Thread().start()",
     "import subprocess; subprocess.run(['true'])", "import socket; socket.socket()"],
)  # fmt: skip
def test_what_is_refused_is_refused(does: str) -> None:
    assert _run(RULES, does).returncode != 0


def test_what_is_installed_in_a_browser_is_pure_or_pyodides_own() -> None:
    """micropip heeds the markers: whatever has no wheel for a browser must not be asked for there."""
    project = tomllib.loads((REPO / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [Requirement(line) for line in project["dependencies"]]
    browser = {r.name for r in wanted if r.marker is None or r.marker.evaluate({"sys_platform": "emscripten"})}
    here = {r.name for r in wanted if r.marker is None or r.marker.evaluate({"sys_platform": "linux"})}
    compiled = {"coreforecast", "css-inline", "lxml", "pyarrow", "python-calamine"}
    assert here >= compiled and not browser & compiled
    assert browser >= PYODIDE_HAS | {"jinja2"}
