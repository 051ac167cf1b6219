"""Is the add-in the same each time, whole, and does it say in a sentence what keeps it from being made?"""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from backorder_xl.hosts.addin.build import FUNCTIONS, RIBBON, WORKBOOK, build_addin, modules
from backorder_xl.hosts.addin.config import config_rows
from backorder_xl.hosts.addin.errors import AddinRefused
from backorder_xl.hosts.addin.vba_project import Module, vba_project
from backorder_xl.hosts.addin.xlwings_vba import FILES, settings_read, xlwings_home, xlwings_modules, xlwings_version
from tests.hosts.addin.vba_reader import project_faults

PYTHON = r"C:\Users\Jörg & Söhne\Python 3.12\python.exe"
REPO = Path(__file__).resolve().parents[3]
TEXTS = {RIBBON, WORKBOOK}


def fingerprint(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


@pytest.mark.parametrize("twin", [False, True])
def test_the_same_bytes_each_time_and_in_another_process(twin: bool) -> None:
    once = fingerprint(build_addin(PYTHON, twin=twin))
    assert fingerprint(build_addin(PYTHON, twin=twin)) == once
    ask = (
        "import hashlib, sys; from backorder_xl.hosts.addin.build import build_addin;"
        f"print(hashlib.sha256(build_addin(sys.argv[1], twin={twin})).hexdigest())"
    )
    other = {**os.environ, "PYTHONHASHSEED": "7", "TZ": "Pacific/Apia", "LC_ALL": "C"}
    done = subprocess.run([sys.executable, "-c", ask, PYTHON], env=other, capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == once


def test_another_python_makes_another_addin() -> None:
    assert build_addin(PYTHON) != build_addin("/usr/bin/python3")


def test_the_script_writes_both_files(tmp_path: Path) -> None:
    addin, twin = tmp_path / "dist" / "a.xlam", tmp_path / "dist" / "a.xlsm"
    command = [sys.executable, REPO / "addin" / "build.py", "-o", addin, "--twin", twin, "--interpreter", PYTHON]
    subprocess.run(command, check=True, capture_output=True, timeout=60)
    assert addin.read_bytes() == build_addin(PYTHON) and twin.read_bytes() == build_addin(PYTHON, twin=True)


def test_our_own_vba_is_text_without_surprises() -> None:
    for file in sorted((REPO / "addin" / "vba").glob("*")):
        text = file.read_text(encoding="ascii")
        assert text.startswith(f'Attribute VB_Name = "{file.stem}"\n')
        assert "\nOption Explicit\n" in text and "\t" not in text and "\r" not in text
        assert max(map(len, text.splitlines())) <= 130
        assert file.suffix in (".bas", ".cls")
    assert {file.stem for file in (REPO / "addin" / "vba").iterdir()} == TEXTS
    assert named(RIBBON).text == (REPO / "addin" / "vba" / f"{RIBBON}.bas").read_text(encoding="ascii")


def test_wrappers_of_worksheet_functions_become_a_module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = 'Attribute VB_Name = "xlwings_udfs"\\nFunction BO_ONE()\\n    BO_ONE = 1\\nEnd Function\\n'
    (tmp_path / "a_wrapper_module.py").write_text(f"def module_text():\n    return '{text}'\n", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr("backorder_xl.hosts.addin.build.WRAPPERS", "a_wrapper_module")
    lines = named(FUNCTIONS).source().splitlines()
    assert lines[:2] == [f'Attribute VB_Name = "{FUNCTIONS}"', "Function BO_ONE()"]
    assert "    DescribeFunctions" in named(WORKBOOK).source().splitlines(), "the wizard is told of them when Excel starts"
    assert project_faults(vba_project(modules())) == []


def named(name: str) -> Module:
    return next(module for module in modules() if module.name == name)


def test_xlwings_text_is_changed_in_two_places_only() -> None:
    installed = (xlwings_home() / FILES["xlwings"][0]).read_text(encoding="ascii")
    before, after = installed.splitlines(), named("xlwings").text.splitlines()
    changed = [(b.strip(), a.strip()) for b, a in zip(before, after, strict=True) if a != b]
    assert [a for _, a in changed] == ['Public Const PROJECT_NAME As String = "backorder_xl"', "If False Then"]
    assert "SheetExists(ActiveWorkbook" in changed[1][0], "a workbook that is open cannot choose which Python is started"


def test_the_version_inside_is_the_version_installed() -> None:
    import xlwings

    text = named("xlwings").text
    assert xlwings_version(text) == xlwings.__version__
    assert set(re.findall(r"xlwings(?:64|32)-([\d.]+)\.dll", text)) == {xlwings.__version__}


def test_every_setting_that_xlwings_asks_for_is_answered_by_our_sheet() -> None:
    rows = config_rows(PYTHON)
    assert settings_read(named("xlwings").text) == {name for name, _ in rows}
    assert len(dict(rows)) == len(rows), "xlwings refuses a name that comes twice"
    assert {value for name, value in rows if name.startswith("INTERPRETER")} == {PYTHON}
    assert dict(rows)["ADD_WORKBOOK_TO_PYTHONPATH"] == "False"


@pytest.mark.parametrize(
    "path", ["", "  ", 'C:\\py"thon.exe', "/opt/a\nb", "/opt/a|b", "/Users/me/my env/bin/python", "/opt/$HOME/python"]
)
def test_a_path_that_excel_cannot_hand_on_is_refused(path: str) -> None:
    with pytest.raises(AddinRefused, match="Python"):
        build_addin(path)


@pytest.mark.parametrize("path", [PYTHON, r"\\server\apps; tools\python.exe", "/Users/jörg/.venv/bin/python3.12"])
def test_a_path_that_is_only_unusual_is_taken(path: str) -> None:
    assert dict(config_rows(path))["INTERPRETER_WIN"] == path


def test_a_machine_without_xlwings_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "xlwings", None)
    monkeypatch.setattr("backorder_xl.hosts.addin.xlwings_vba.find_spec", lambda name: None)
    with pytest.raises(AddinRefused, match=r'pip install "backorder-xl\[excel\]"'):
        build_addin(PYTHON)


@pytest.mark.parametrize("fault", ["missing", "renamed", "twice"])
def test_an_xlwings_of_another_layout_is_refused(tmp_path: Path, fault: str) -> None:
    for file, _ in FILES.values():
        (tmp_path / file).parent.mkdir(exist_ok=True)
        (tmp_path / file).write_bytes((xlwings_home() / file).read_bytes())
    assert xlwings_modules(tmp_path) == xlwings_modules()
    main = tmp_path / FILES["xlwings"][0]
    text = main.read_text(encoding="ascii")
    line = 'Public Const PROJECT_NAME As String = "myaddin"\n'
    match fault:
        case "missing":
            main.unlink()
        case "renamed":
            main.write_text(text.replace("PROJECT_NAME As", "ADDIN_NAME As"), encoding="ascii")
        case "twice":
            main.write_text(text.replace(line, line * 2), encoding="ascii")
    with pytest.raises(AddinRefused, match=r"keeps its VBA otherwise"):
        xlwings_modules(tmp_path)
