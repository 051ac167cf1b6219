"""Does every part that is not ours keep its very bytes? (rule 8.6)"""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import openpyxl
import pytest
from lxml import etree

from backorder_xl.workbook.changes import CellRun, Changes, Column, Format, TablePatch
from backorder_xl.workbook.file import FileBook
from tests.books import office

from .books import MAIN, ZOO, backorders, parts, rezip, run

MAY_CHANGE = {"[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"}


def test_only_our_parts_change(rich: Path) -> None:
    out = rich.with_name("out" + rich.suffix)
    before = parts(rich)
    run(rich, out, backorders())
    after = parts(out)
    assert before.keys() <= after.keys(), "a part was lost"
    changed = {name for name in before if before[name] != after[name]}
    assert changed <= MAY_CHANGE | {"xl/pivotCache/pivotCacheDefinition2.xml"}
    assert list(before) == list(after)[: len(before)], "the order of the parts changed"
    new = after.keys() - before.keys()
    assert all(n.startswith(("xl/worksheets/", "xl/tables/")) for n in new)


def test_comments_beside_the_root_stay(tmp_path: Path) -> None:
    name, make = ZOO["pivot and slicer"]
    make(tmp_path / name)
    content = parts(tmp_path / name)
    said = b"<!--made by a report program-->"
    for part in ("xl/workbook.xml", "xl/styles.xml"):
        at = content[part].index(b"<", content[part].index(b"?>"))
        content[part] = content[part][:at] + said + content[part][at:] + said
    rezip(tmp_path / name, content)
    run(tmp_path / name, tmp_path / "out.xlsx", backorders())
    after = parts(tmp_path / "out.xlsx")
    assert after["xl/workbook.xml"].count(said) == 2 and after["xl/styles.xml"].count(said) == 2


def test_a_second_run_changes_nothing(rich: Path) -> None:
    out = rich.with_name("out" + rich.suffix)
    run(rich, out, backorders())
    first = out.read_bytes()
    run(out, out, backorders())
    assert parts(out) == parts(rich.with_name("out" + rich.suffix))
    assert out.read_bytes() == first


def test_styles_are_only_appended(rich: Path) -> None:
    out = rich.with_name("out" + rich.suffix)
    run(rich, out, backorders())
    old, new = (etree.fromstring(parts(p)["xl/styles.xml"]) for p in (rich, out))
    for group in ("numFmts", "fonts", "fills", "borders", "cellXfs", "dxfs"):
        was = [etree.tostring(e, method="c14n") for e in old.iterfind(f"{{{MAIN}}}{group}/*")]
        now = [etree.tostring(e, method="c14n") for e in new.iterfind(f"{{{MAIN}}}{group}/*")]
        assert now[: len(was)] == was
        holder = new.find(f"{{{MAIN}}}{group}")
        if holder is not None and len(now) > len(was):
            assert holder.get("count") == str(len(now))


def test_a_pivot_over_our_sheet_refreshes_and_others_do_not(tmp_path: Path) -> None:
    name, make = ZOO["pivot and slicer"]
    make(tmp_path / name)
    run(tmp_path / name, tmp_path / "out.xlsx", backorders())
    after = parts(tmp_path / "out.xlsx")
    assert b"refreshOnLoad" not in after["xl/pivotCache/pivotCacheDefinition1.xml"]
    assert b'refreshOnLoad="1"' in after["xl/pivotCache/pivotCacheDefinition2.xml"]


def test_renewing_our_sheet_touches_our_parts_only(rich: Path) -> None:
    out, again = rich.with_name("out" + rich.suffix), rich.with_name("again" + rich.suffix)
    run(rich, out, backorders(5))
    run(out, again, backorders(9, shift=2))
    before, after = parts(out), parts(again)
    assert before.keys() == after.keys()
    changed = {name for name in before if before[name] != after[name]}
    assert changed <= {n for n in before if n not in parts(rich)} | {"xl/styles.xml"}


def test_a_patch_changes_only_its_rows(rich: Path) -> None:
    out = rich.with_name("out" + rich.suffix)
    rows = np.array([3, 4])
    patch = TablePatch("Orders", 1, {"Ordered": 4}, [CellRun("Ordered", rows, [77.0, 88.0])], np.array([]), 8, 8)
    run(rich, out, patches=[patch])
    before, after = parts(rich), parts(out)
    sheet = "xl/worksheets/sheet1.xml"
    changed = {name for name in before if before[name] != after[name]}
    assert sheet in changed
    assert changed <= MAY_CHANGE | {sheet}
    tag = b"x:row " if b"<x:row " in before[sheet] else b"row "
    old, new = before[sheet].split(b"<" + tag), after[sheet].split(b"<" + tag)
    assert [i for i, (a, b) in enumerate(zip(old, new, strict=True)) if a != b] == [3, 4]
    top = FileBook(out).top("Orders", 4)
    assert (top[2][3], top[3][3]) == (77, 88)


@pytest.mark.office
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_opens_the_result(rich: Path, tmp_path: Path) -> None:
    out = rich.with_name("out" + rich.suffix)
    added = Column("Needed", Format.QTY)
    runs = [CellRun("Needed", np.arange(2, 5), [1.0, 2.5, 3.0])]
    width = 5 if rich.name != "plain.xlsx" and rich.name != "mended.xlsx" else 4
    patch = TablePatch("Orders", 1, {"last": width, "Needed": added}, runs, np.array([]), 8, 8)
    FileBook(rich).apply(Changes([backorders()], [patch]), out, backup=False)
    office(out, "ods", tmp_path).check_returncode()
    office(tmp_path / "out.ods", "xlsx:Calc MS Excel 2007 XML", tmp_path / "back").check_returncode()
    book = openpyxl.load_workbook(tmp_path / "back" / "out.xlsx")
    sheet = book["Backorders"]
    assert sheet["A2"].value == "SO-0"
    assert sheet["E2"].value == "=cmd|' & <0>"
    assert sheet["E2"].data_type == "s"
    assert book["Orders"].cell(1, width + 1).value == "Needed"
