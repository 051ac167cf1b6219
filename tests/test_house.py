"""Do the rooms keep to themselves? Walks the imports of every module and holds the rules of docs/walk.md."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

PACKAGE = "backorder_xl"
HOME = Path(__file__).parent.parent / "src" / PACKAGE
MODULES = sorted(HOME.rglob("*.py"))
MOST_LINES = 330

# What each room may import of the package: a room, or one module of a room.
ROOMS: dict[str, tuple[str, ...]] = {
    "core": ("core",),
    "tables": ("tables", "core", "workbook.model"),
    "sheets": ("sheets", "core", "tables", "workbook.changes"),
    "workbook": ("workbook",),
    "templates": ("templates", "core", "tables"),
    "forecast": ("forecast", "core"),
    "imports": (
        "imports", "core", "tables", "sheets", "workbook.changes", "workbook.errors", "workbook.model",
        "workbook.preflight", "workbook.refs",
    ),
    "messages": ("messages", "core", "workbook.swap"),
    "stores": (
        "stores", "core", "tables", "sheets", "imports.reading", "workbook.changes", "workbook.errors", "workbook.frames",
        "workbook.grids", "workbook.model", "workbook.refs", "workbook.shape",
    ),
    "scale": ("scale", "core", "stores.sql", "tables", "sheets", "workbook.changes", "workbook.frames", "workbook.model"),
}
# What each room may import from outside the standard library.
LIBRARIES: dict[str, set[str]] = {
    "core": {"numpy", "pandas"},
    "tables": {"numpy", "pandas"},
    "sheets": {"numpy", "pandas"},
    "messages": {"babel", "css_inline", "idna", "imapclient", "jinja2", "keyring", "pythoncom", "win32com", "xlsxwriter"},
    "templates": {"xlsxwriter"},
    "forecast": {"coreforecast", "numpy", "pandas"},
}
# The part of the standard library that touches no file, no clock, no screen and no network.
PURE = {
    "__future__", "bisect", "collections", "dataclasses", "datetime", "decimal", "difflib", "enum", "fractions",
    "functools", "heapq", "itertools", "math", "operator", "re", "statistics", "string", "typing", "unicodedata",
}  # fmt: skip
# Calls that would bring the outside into a decision.
OUTSIDE = {"print", "open", "input", "today", "now", "utcnow", "read_csv", "read_excel", "to_csv", "to_excel"}


def room(path: Path) -> str:
    """The room of a module: its folder; "" for run.py and what else stands in the hall."""
    parts = path.relative_to(HOME).parts
    return parts[0] if len(parts) > 1 else ""


def imported(path: Path) -> set[str]:
    """Full names of everything a module imports, wherever in it the import stands."""
    names: set[str] = set()
    here = [PACKAGE, *path.relative_to(HOME).parts[:-1]]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                base = ".".join([*here[: len(here) - node.level + 1], *([base] if base else [])])
            names |= {f"{base}.{alias.name}" for alias in node.names}
    return names


def within(name: str, allowed: tuple[str, ...]) -> bool:
    return any(name == f"{PACKAGE}.{a}" or name.startswith(f"{PACKAGE}.{a}.") for a in allowed)


def of(name: str) -> list[Path]:
    return [m for m in MODULES if room(m) == name]


def spoken(path: Path) -> str:
    return path.relative_to(HOME).as_posix()


@pytest.mark.parametrize("name", ROOMS)
def test_a_room_imports_only_the_rooms_that_it_may(name: str) -> None:
    assert of(name), f"no module in {name}/"
    strangers = {
        f"{spoken(m)} imports {i}"
        for m in of(name)
        for i in imported(m)
        if i.split(".")[0] == PACKAGE and not within(i, ROOMS[name])
    }
    assert not strangers


@pytest.mark.parametrize("name", LIBRARIES)
def test_a_room_uses_only_the_libraries_that_it_may(name: str) -> None:
    known = sys.stdlib_module_names | {PACKAGE} | LIBRARIES[name]
    assert not {f"{spoken(m)} imports {i}" for m in of(name) for i in imported(m) if i.split(".")[0] not in known}


def test_the_core_imports_nothing_that_reads_or_writes() -> None:
    allowed = PURE | {PACKAGE} | LIBRARIES["core"]
    assert not {f"{spoken(m)} imports {i}" for m in of("core") for i in imported(m) if i.split(".")[0] not in allowed}


def test_the_core_looks_at_no_clock_file_or_screen() -> None:
    calls = set()
    for m in of("core"):
        for node in ast.walk(ast.parse(m.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                if called in OUTSIDE:
                    calls.add(f"{spoken(m)}:{node.lineno} calls {called}")
    assert not calls


def test_sheets_write_nothing() -> None:
    calls = set()
    for m in of("sheets"):
        for node in ast.walk(ast.parse(m.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"open", "print"}:
                calls.add(f"{spoken(m)}:{node.lineno}")
    assert not calls


def test_nobody_but_the_doors_imports_a_door() -> None:
    doors = (f"{PACKAGE}.hosts",)
    inside = [m for m in MODULES if room(m) != "hosts" and m.name != "__main__.py"]
    assert not {f"{spoken(m)} imports {i}" for m in inside for i in imported(m) if i.startswith(doors)}


def test_the_walks_are_imported_by_doors_only() -> None:
    walks = tuple(f"{PACKAGE}.{name}" for name in ("run", "undo", "steer", "page", "whatif", "importing", "adopt"))
    inside = [m for m in MODULES if room(m) in ROOMS]
    assert not {f"{spoken(m)} imports {i}" for m in inside for i in imported(m) if i.startswith(walks)}


@pytest.mark.parametrize("module", MODULES, ids=spoken)
def test_a_file_stays_short(module: Path) -> None:
    lines = len(module.read_text(encoding="utf-8").splitlines())
    assert lines <= MOST_LINES, f"{spoken(module)} has {lines} lines; split it by the question that it answers"


@pytest.mark.parametrize("module", MODULES, ids=spoken)
def test_a_module_says_which_question_it_answers(module: Path) -> None:
    said = ast.get_docstring(ast.parse(module.read_text(encoding="utf-8")))
    assert said and said.strip(), f"{spoken(module)} has no docstring"


def test_the_rules_bite() -> None:
    """A module that breaks a rule would be seen: the walk itself is looked at."""
    assert f"{PACKAGE}.core.planning.plan" in imported(HOME / "run.py")
    assert not within(f"{PACKAGE}.workbook.file", ROOMS["tables"])
    assert within(f"{PACKAGE}.workbook.model.Want", ROOMS["tables"])
    assert not within(f"{PACKAGE}.corelike", ROOMS["core"])
