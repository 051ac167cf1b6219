"""Does a workbook for xlwings Lite carry our Python in the form of those that Lite saves, and does that Python do its work?

Lite itself is nowhere to be had here: its form is that of workbooks which it saved (version 1.0.0.0-18), and its decorators and
workbook are those of the installed xlwings.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import json
import re
import shutil
import types
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlwings as xw
from lxml import etree

from backorder_xl.hosts.cli import main
from backorder_xl.hosts.formulas import FORMULAS
from backorder_xl.hosts.functions import example
from backorder_xl.hosts.lite import scripts
from backorder_xl.hosts.lite.door import called
from backorder_xl.hosts.lite.main_py import main_py, requirements
from backorder_xl.hosts.lite.parts import EXTENSION, PANES, RELATIONS, parts, with_lite
from backorder_xl.tables.contracts import RESULT_SHEETS
from backorder_xl.templates import demo_book, empty_book
from tests.books import office
from tests.excel.conftest import excel as excel  # the fixture
from tests.excel.desk import what_stands
from tests.excel.engine import Excel

WE = "{http://schemas.microsoft.com/office/webextensions/webextension/2010/11}"
CHANGED = {"[Content_Types].xml", "_rels/.rels"}
NOW = dt.datetime(2026, 6, 3, 7, 40)


@pytest.fixture(params=[empty_book, demo_book], ids=["empty", "demo"])
def both(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Path, Path]:
    """A new workbook, and the same with Lite's parts."""
    plain, lite = tmp_path / "plain.xlsx", tmp_path / "lite.xlsx"
    plain.write_bytes(request.param())
    lite.write_bytes(with_lite(plain.read_bytes()))
    return plain, lite


def _kept(book: Path) -> dict[str, str]:
    """The files that Lite would read out of a workbook, by the way that a reader takes: from relation to relation."""
    with zipfile.ZipFile(book) as file:
        root = etree.fromstring(file.read("_rels/.rels"))
        panes = [r.get("Target") for r in root if r.get("Type").endswith("/2011/relationships/webextensiontaskpanes")]
        assert panes == [PANES]
        shown = etree.fromstring(file.read(panes[0]))[0][0]
        relations = {r.get("Id"): r.get("Target") for r in etree.fromstring(file.read(RELATIONS))}
        target = relations[shown.get("{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id")]
        extension = etree.fromstring(file.read(f"xl/webextensions/{target}"))
        return {p.get("name"): json.loads(p.get("value")) for p in extension.iter(f"{WE}property")}


def test_all_other_parts_keep_their_bytes(both: tuple[Path, Path]) -> None:
    plain, lite = (zipfile.ZipFile(path) for path in both)
    assert lite.namelist()[: len(plain.namelist())] == plain.namelist()
    assert set(lite.namelist()) - set(plain.namelist()) == {PANES, EXTENSION, RELATIONS}
    for name in set(plain.namelist()) - CHANGED:
        assert lite.read(name) == plain.read(name), name
    assert lite.testzip() is None
    assert with_lite(both[0].read_bytes()) == both[1].read_bytes(), "the same bytes each time"


def test_what_lite_reads_is_what_was_put_in(both: tuple[Path, Path]) -> None:
    kept = _kept(both[1])
    assert kept["main.py"] == main_py() and kept["requirements.txt"] == requirements()
    compile(kept["main.py"], "main.py", "exec")


@pytest.mark.parametrize("text", ['a = "<é&>\'"\n\tb = \\\\n  \r\n', "", '"""\u2028€ 😀"""', "]]>&#10;&quot;"])
def test_any_text_comes_back_as_it_was(text: str) -> None:
    root = etree.fromstring(parts({"main.py": text})[EXTENSION])
    assert json.loads(root.find(f"{WE}properties/{WE}property").get("value")) == text


def test_the_form_is_that_of_workbooks_that_lite_saved(both: tuple[Path, Path]) -> None:
    """Elements in order, types and relations as five workbooks of Lite 1.0.0.0-11 and -18 have them."""
    with zipfile.ZipFile(both[1]) as file:
        root = etree.fromstring(file.read(EXTENSION))
        panes = etree.fromstring(file.read(PANES))
        types = {e.get("PartName"): e.get("ContentType") for e in etree.fromstring(file.read("[Content_Types].xml"))}
    assert [etree.QName(e).localname for e in root] == [
        "reference", "alternateReferences", "properties", "bindings", "snapshot", "extLst"
    ]  # fmt: skip
    reference = root[0].attrib
    assert (reference["id"], reference["version"], reference["storeType"]) == ("wa200008175", "1.0.0.0", "OMEX")
    assert dict(root[1][0].attrib) == {**reference, "store": "WA200008175"}
    assert {p.get("name") for p in root[2]} == {"main.py", "requirements.txt", "pyodideVersion", "addinVersion"}
    assert re.fullmatch(r"\{[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}\}", root.get("id"))
    assert set(panes[0].attrib) == {"dockstate", "visibility", "width", "row"} and panes[0].get("visibility") == "0"
    assert types[f"/{PANES}"] == "application/vnd.ms-office.webextensiontaskpanes+xml"
    assert types[f"/{EXTENSION}"] == "application/vnd.ms-office.webextension+xml"


@pytest.mark.office
@pytest.mark.skipif(not shutil.which("soffice"), reason="needs LibreOffice")
def test_libreoffice_opens_it_and_finds_the_same(tmp_path: Path) -> None:
    found = []
    for name, content in (("plain", demo_book()), ("lite", with_lite(demo_book()))):
        (tmp_path / f"{name}.xlsx").write_bytes(content)
        done = office(tmp_path / f"{name}.xlsx", "csv", tmp_path)
        assert done.returncode == 0, done.stderr
        found.append((tmp_path / f"{name}.csv").read_text(encoding="utf-8"))
    assert found[0] == found[1] and len(found[0].splitlines()) > 3
    assert openpyxl.load_workbook(tmp_path / "lite.xlsx").sheetnames == openpyxl.load_workbook(tmp_path / "plain.xlsx").sheetnames


@pytest.fixture(scope="module")
def module() -> types.ModuleType:
    """main.py, run as Lite runs it, with the decorators of the installed xlwings."""
    made = types.ModuleType("main")
    exec(compile(main_py(), "main.py", "exec"), made.__dict__)
    return made


def test_every_function_is_there_under_the_desktops_name(module: types.ModuleType) -> None:
    for formula in FORMULAS:
        function = getattr(module, formula.desktop.lower())
        assert function.__doc__.startswith(formula.says)
    assert module.bo_eoq([[12000]], [[100]], [[2.4]]) == [[1000.0]]
    assert module.bo_workdays_add([[46178]], [[2]]) == [[46182]], "a day is a number"
    tables = [[list(row) for row in example.TABLES[name]] for name in ("orders", "stock", "purchase_orders")]
    assert module.bo_allocate(*tables)[0][:4] == ["Order", "Line", "SKU", "Quantity"]
    assert module.bo_eoq([["x"]], [[100]], [[2.4]])[0][0].startswith("Demand must be"), "a sentence, no traceback"
    assert called("EOQ", [[12000]], [[100]], [[2.4]]) == [[1000.0]]


@pytest.fixture
def opened(excel: Excel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[xw.Book]:
    """The demo book, open in an Excel whose formulas are asked for as Lite's are: with await."""

    async def get_formula(self: Any) -> Any:
        found = self.formula
        return [list(row) for row in found] if isinstance(found, tuple) else [[found]]

    monkeypatch.setattr(xw.Range, "get_formula", get_formula)
    path = tmp_path / "demo.xlsx"
    path.write_bytes(with_lite(demo_book()))
    yield excel.open(path)


def _said(verb: str, book: xw.Book) -> str:
    return asyncio.run(scripts.pressed(verb, book, NOW))


def test_a_plan_writes_our_sheets_and_nothing_else(opened: xw.Book, excel: Excel, tmp_path: Path) -> None:
    before = what_stands(excel.save(opened, tmp_path / "before.xlsx"))
    said = _said("plan", opened)
    assert "lines of" in said and "command line or the add-in" in said
    after = what_stands(excel.save(opened, tmp_path / "after.xlsx"))
    assert set(after) - set(before) <= set(RESULT_SHEETS) and "Backorders" in after
    for name in set(before) - set(RESULT_SHEETS):
        assert after[name] == before[name], name
    book = tmp_path / "wanted.xlsx"
    book.write_bytes(demo_book())
    assert main(["plan", str(book), "--as-of", "2026-06-03"]) == 0
    wanted = what_stands(book)["Backorders"]
    assert after["Backorders"]["cells"] == wanted["cells"]
    _said("plan", opened)
    again = what_stands(excel.save(opened, tmp_path / "again.xlsx"))
    assert again["Backorders"]["cells"] == after["Backorders"]["cells"]


def test_check_says_what_is_wrong(opened: xw.Book) -> None:
    opened.sheets["Orders"].tables["Orders"].data_body_range[0, 0].value = None
    said = _said("check", opened)
    assert "on the sheet Problems" in said and "Problems" in [s.name for s in opened.sheets]
    assert "Backorders" not in [s.name for s in opened.sheets]


def test_a_row_is_explained(opened: xw.Book) -> None:
    _said("plan", opened)
    opened.sheets["Backorders"].activate()
    opened.sheets["Backorders"].tables["Backorders"].data_body_range[0, 0].select()
    assert _said("explain", opened).startswith("Order ")


def test_what_goes_wrong_is_a_sentence(opened: xw.Book, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "cannot be run in xlwings Lite" in _said("receive", opened)
    opened.sheets["Stock"].name = "Bestand"
    opened.sheets["Bestand"].clear()
    said = _said("plan", opened)
    assert "Stock" in said and "\n" not in said and "Backorders" not in [s.name for s in opened.sheets]


def test_the_command_makes_it_and_says_that_it_is_experimental(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book, wheel = tmp_path / "new.xlsx", "https://orders.example.com/backorder_xl-0.1.0-py3-none-any.whl"
    assert main(["new", str(book), "--lite", "--lite-package", wheel]) == 0
    assert "Experimental" in capsys.readouterr().out
    assert _kept(book)["requirements.txt"].splitlines()[-1] == wheel
    assert main(["new", str(tmp_path / "no.xlsx"), "--lite-package", wheel]) == 2
    assert "--lite as well" in capsys.readouterr().err and not (tmp_path / "no.xlsx").exists()
    assert main(["check", str(book)]) == 0
    assert _kept(book)["main.py"] == main_py(), "a run leaves it where it is"
