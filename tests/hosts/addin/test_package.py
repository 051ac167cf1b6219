"""Is the file around the project sound? Its parts, types, relations and names, looked at with zipfile, lxml and openxml-audit."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from lxml import etree
from openxml_audit import OpenXmlValidator

from backorder_xl.hosts.addin.build import build_addin, modules
from backorder_xl.hosts.addin.config import SHEET, config_rows
from backorder_xl.hosts.addin.package import ADDIN_TYPE, BOOK_TYPE
from tests.hosts.addin.vba_reader import project_faults

PYTHON = r"C:\Users\<Jörg> & Söhne\python.exe"
TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
OFFICE = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"

MADE = {twin: build_addin(PYTHON, twin=twin) for twin in (False, True)}
Parts = dict[str, bytes]


def parts(content: bytes) -> Parts:
    with zipfile.ZipFile(BytesIO(content)) as file:
        assert file.testzip() is None
        names = file.namelist()
        assert len(names) == len(set(names))
        return {name: file.read(name) for name in names}


def packed(content: Parts) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name, part in content.items():
            file.writestr(name, part)
    return out.getvalue()


def package_faults(content: bytes, main_type: str) -> list[str]:
    """What is wrong with the package, by the rules of the format and by what our VBA relies on."""
    found, faults = parts(content), []
    if next(iter(found)) != "[Content_Types].xml":
        faults.append("the list of types does not come first")
    types = etree.fromstring(found["[Content_Types].xml"])
    by_part = {e.get("PartName"): e.get("ContentType") for e in types.iter(f"{TYPES}Override")}
    by_end = {e.get("Extension"): e.get("ContentType") for e in types.iter(f"{TYPES}Default")}
    typed = {name: by_part.get(f"/{name}", by_end.get(name.rpartition(".")[2])) for name in found}
    wanted = {
        "xl/workbook.xml": main_type,
        "xl/vbaProject.bin": "application/vnd.ms-office.vbaProject",
        "customUI/customUI.xml": "application/xml",
        "xl/worksheets/sheet1.xml": "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml",
    }
    faults += [f"type of {name}" for name, kind in wanted.items() if typed.get(name) != kind]
    faults += [f"{name} is listed but not there" for name in by_part if name.strip("/") not in found]
    top, book = related(found, "_rels/.rels", ""), related(found, "xl/_rels/workbook.xml.rels", "xl/")
    if top.get("http://schemas.microsoft.com/office/2006/relationships/ui/extensibility") != "customUI/customUI.xml":
        faults.append("relation of the ribbon")
    if top.get(f"{OFFICE.strip('{}')}/officeDocument") != "xl/workbook.xml":
        faults.append("relation of the workbook")
    if book.get("http://schemas.microsoft.com/office/2006/relationships/vbaProject") != "xl/vbaProject.bin":
        faults.append("relation of the project")
    faults += [f"relation to {target}, which is not there" for target in [*top.values(), *book.values()] if target not in found]
    workbook, sheet = etree.fromstring(found["xl/workbook.xml"]), etree.fromstring(found["xl/worksheets/sheet1.xml"])
    names = [workbook.find(f"{MAIN}workbookPr").get("codeName"), sheet.find(f"{MAIN}sheetPr").get("codeName")]
    if names != [module.name for module in modules() if module.kind.document]:
        faults.append("names of the document modules")
    if [s.get("name") for s in workbook.iter(f"{MAIN}sheet")] != [SHEET]:
        faults.append("sheets")
    return faults


def related(found: Parts, name: str, folder: str) -> dict[str, str]:
    """What the relations of one part lead to, by their kind; each id once."""
    links = list(etree.fromstring(found[name]).iter(f"{RELATIONS}Relationship"))
    assert len({link.get("Id") for link in links}) == len(links)
    return {link.get("Type"): folder + link.get("Target") for link in links}


@pytest.mark.parametrize(("twin", "main_type"), [(False, ADDIN_TYPE), (True, BOOK_TYPE)])
def test_the_package_is_sound(twin: bool, main_type: str, tmp_path: Path) -> None:
    assert package_faults(MADE[twin], main_type) == []
    path = tmp_path / ("a.xlsm" if twin else "a.xlam")
    path.write_bytes(MADE[twin])
    result = OpenXmlValidator().validate(path)
    assert result.is_valid, [str(error) for error in result.errors]


def test_twins_differ_in_their_kind_only() -> None:
    addin, twin = parts(MADE[False]), parts(MADE[True])
    assert list(addin) == list(twin)
    assert {name for name in addin if addin[name] != twin[name]} == {"[Content_Types].xml", "xl/workbook.xml"}
    assert b'visibility="hidden"' in addin["xl/workbook.xml"] and b'visibility="hidden"' not in twin["xl/workbook.xml"]
    assert project_faults(addin["xl/vbaProject.bin"]) == []


def changed(part: str, old: bytes, new: bytes) -> Parts:
    found = parts(MADE[False])
    assert found[part].count(old) >= 1
    return {**found, part: found[part].replace(old, new, 1)}


MUTANTS = {
    "a workbook with macros": changed("[Content_Types].xml", b".addin.", b".sheet."),
    "a project without its type": changed("[Content_Types].xml", b'Extension="bin"', b'Extension="bim"'),
    "a part that is not there": changed("[Content_Types].xml", b"/xl/styles.xml", b"/xl/style.xml"),
    "no relation to the ribbon": changed("_rels/.rels", b"ui/extensibility", b"ui/extension"),
    "a relation to nothing": changed("xl/_rels/workbook.xml.rels", b"vbaProject.bin", b"vbaProjekt.bin"),
    "another name for the workbook": changed("xl/workbook.xml", b'codeName="ThisWorkbook"', b'codeName="DieseArbeitsmappe"'),
    "another name for the sheet": changed("xl/worksheets/sheet1.xml", b'codeName="Sheet1"', b'codeName="Tabelle1"'),
    "another sheet": changed("xl/workbook.xml", SHEET.encode(), b"xlwings.conf"),
    "types that come last": dict(reversed(parts(MADE[False]).items())),
}


@pytest.mark.parametrize("mutant", MUTANTS)
def test_a_mutant_is_seen(mutant: str) -> None:
    assert package_faults(packed(MUTANTS[mutant]), ADDIN_TYPE) != []


def test_the_settings_sheet_holds_text_only() -> None:
    sheet = openpyxl.load_workbook(BytesIO(MADE[True]))[SHEET]
    rows = [(name.value, value.value or "") for name, value in sheet.iter_rows()]
    assert rows[: len(config_rows(PYTHON))] == config_rows(PYTHON)
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value} == {"s"}
