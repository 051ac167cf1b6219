"""Does what needs no numpy give the same in Pyodide, the Python of a browser, as here?

numpy and pandas for Pyodide come from its own servers, not from PyPI or npm, so a plan cannot be made in it on a machine without
them; test_small_python.py says that a plan needs nothing else. This is about the rest: addresses, texts, VBA, Lite's parts.
"""

from __future__ import annotations

import base64
import subprocess
import sys
from pathlib import Path

import pytest

from backorder_xl.templates import empty_book
from tests.npm import NODE, fetched

HERE = Path(__file__).parent
SOURCE = HERE.parents[1] / "src"
PYODIDE = "pyodide@314.0.7"

FREE = """
import importlib, importlib.abc, pkgutil, sys
class Refuse(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] not in sys.stdlib_module_names | {"backorder_xl", "js", "pyodide", "_pyodide", "pyodide_js"}:
            raise ImportError(name)
sys.meta_path.insert(0, Refuse())
import backorder_xl
free = []
for found in pkgutil.walk_packages(backorder_xl.__path__, "backorder_xl.", onerror=lambda name: None):
    try:
        if not found.name.endswith("__main__"):
            importlib.import_module(found.name)
            free.append(found.name)
    except ImportError:
        pass
print(len(free), *free)
"""

WORK = """
import base64, hashlib, io, zipfile
from backorder_xl.hosts.addin import wrappers
from backorder_xl.hosts.addin.vba_project import Kind, Module, vba_project
from backorder_xl.hosts.formulas import FORMULAS
from backorder_xl.hosts.lite.main_py import main_py
from backorder_xl.hosts.lite.parts import with_lite
from backorder_xl.tables.catalogue import CATALOGUE
from backorder_xl.workbook import refs

def print_hash(*what):
    print(what[0], hashlib.sha256(repr(what).encode()).hexdigest())

print_hash("addresses", [(refs.letters(n), refs.number(refs.letters(n))) for n in range(1, 16385)])
print_hash("ranges", [refs.parse_range(refs.make_range(r, c, r + 3, c + 2)) for r in range(1, 40) for c in range(1, 40)])
print_hash("functions", [(f.name, f.parameters, [(a.title, a.wanted) for a in f.arguments]) for f in FORMULAS])
print_hash("problems", sorted(map(str, CATALOGUE)))
print_hash("vba", wrappers.module_text())
print_hash("project", vba_project([Module("ThisWorkbook", "' a", Kind.WORKBOOK), Module("M", wrappers.module_text())]))
with zipfile.ZipFile(io.BytesIO(with_lite(base64.b64decode(BOOK)))) as made:
    print_hash("lite", main_py(), sorted((name, made.read(name)) for name in made.namelist()))
"""


@pytest.fixture
def program(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    path = tmp_path / "program.py"
    path.write_text(f"BOOK = {base64.b64encode(empty_book()).decode()!r}\n{request.param}", encoding="utf-8")
    return path


def _here(program: Path) -> str:
    start = [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(SOURCE)!r}); exec(open({str(program)!r}).read())"]
    done = subprocess.run(start, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr[-1500:]
    return done.stdout


def _there(program: Path) -> str:
    folder = fetched("pyodide", PYODIDE)
    command = [str(NODE), str(HERE / "pyodide_run.mjs"), str(SOURCE), str(program)]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr[-1500:]
    return done.stdout


@pytest.mark.parametrize("program", [FREE], indirect=True, ids=["imports"])
def test_the_same_modules_are_imported_without_any_library(program: Path) -> None:
    here = _here(program)
    assert _there(program) == here
    assert int(here.split()[0]) > 50 and "backorder_xl.hosts.lite.parts" in here.split()


@pytest.mark.parametrize("program", [WORK], indirect=True, ids=["work"])
def test_it_gives_the_same(program: Path) -> None:
    here = _here(program)
    assert here.count("\n") == 7
    assert _there(program) == here
