"""Is everything that is no good workbook refused with one clear sentence, and nothing written? (rule 1.5)"""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from backorder_xl.workbook import preflight
from backorder_xl.workbook.errors import Unreadable, Unwritable, WorkbookError
from backorder_xl.workbook.file import FileBook
from backorder_xl.workbook.model import Want

from .books import MAIN, backorders, by_openpyxl, parts, rezip, run

OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
SHEET = "xl/worksheets/sheet1.xml"


def good(tmp_path: Path) -> dict[str, bytes]:
    by_openpyxl(tmp_path / "good.xlsx")
    return parts(tmp_path / "good.xlsx")


def zipped(content: dict[str, bytes | str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in content.items():
            archive.writestr(name, data)
    return out.getvalue()


def twice(content: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in content.items():
            archive.writestr(name, data)
        archive.writestr(SHEET.upper(), b"<worksheet/>")
    return out.getvalue()


def bomb(content: dict[str, bytes]) -> bytes:
    return zipped({**content, "xl/sharedStrings.xml": b" " * (60 << 20)})


def truncated(content: dict[str, bytes]) -> bytes:
    whole = zipped(content)
    return whole[: len(whole) // 2]


CASES: dict[str, tuple[Callable[[dict[str, bytes]], bytes], str]] = {
    "empty": (lambda c: b"", "is empty"),
    "encrypted": (lambda c: OLE2 + "EncryptedPackage".encode("utf-16-le"), "password"),
    "xls": (lambda c: OLE2 + "Workbook".encode("utf-16-le"), "old kind (.xls)"),
    "other ole2": (lambda c: OLE2, "save it as .xlsx"),
    "csv": (lambda c: b"Order,SKU,Ordered\n1,2,3\n", "(CSV)"),
    "semicolon csv": (lambda c: "Auftrag;Menge\r\n1;2\r\n".encode("latin-1"), "(CSV)"),
    "text": (lambda c: b"hello there", "text file"),
    "html": (lambda c: b"\xef\xbb\xbf <HTML><table>", "HTML"),
    "xml": (lambda c: b'<?xml version="1.0"?><Workbook/>', "XML"),
    "pdf": (lambda c: b"%PDF-1.7\n\0", "PDF"),
    "lfs": (lambda c: b"version https://git-lfs.github.com/spec/v1\noid", "Git LFS"),
    "zeros": (lambda c: bytes(5000), "zero bytes"),
    "noise": (lambda c: bytes(range(256)) * 9, "no Excel workbook"),
    "truncated": (truncated, "cut off"),
    "head only": (lambda c: b"PK\x03\x04", "cut off"),
    "zip": (lambda c: zipped({"a.txt": "x"}), "is a zip file"),
    "numbers": (lambda c: zipped({"Index/Document.iwa": "x"}), "Numbers"),
    "ods": (lambda c: zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}), "(.ods)"),
    "xlsb": (lambda c: zipped({"[Content_Types].xml": b"<Types/>", "xl/workbook.bin": b"x"}), "(.xlsb)"),
    "word": (lambda c: zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"x"}), "Word"),
    "signed": (lambda c: zipped({**c, "_xmlsignatures/sig1.xml": b"<x/>"}), "signature"),
    "duplicate": (twice, "twice"),
    "traversal": (lambda c: zipped({**c, "../../evil.xml": b"x"}), "leads outside"),
    "absolute": (lambda c: zipped({**c, "/etc/evil": b"x"}), "leads outside"),
    "bomb": (bomb, "not safe to open"),
    "no workbook part": (lambda c: zipped({k: v for k, v in c.items() if k != "xl/workbook.xml"}), "no workbook part"),
    "strict": (
        lambda c: zipped({**c, "xl/workbook.xml": c["xl/workbook.xml"].replace(MAIN.encode(), b"http://purl.oclc.org/ooxml/spreadsheetml/main")}),
        "Strict",
    ),
    "doctype": (lambda c: zipped({**c, "xl/workbook.xml": b'<!DOCTYPE x [<!ENTITY a "b">]><workbook/>'}), "document type"),
    "broken workbook": (lambda c: zipped({**c, "xl/workbook.xml": b"<workbook"}), "damaged"),
    "not a workbook": (lambda c: zipped({**c, "xl/workbook.xml": b"<other/>"}), "no Excel workbook"),
}  # fmt: skip


@pytest.mark.parametrize("case", list(CASES))
def test_each_has_its_sentence(tmp_path: Path, case: str) -> None:
    make, said = CASES[case]
    path = tmp_path / "Orders 2026.xlsx"
    path.write_bytes(make(good(tmp_path)))
    with pytest.raises(Unreadable) as caught:
        FileBook(path)
    message = caught.value.message
    assert said in message
    assert case in ("doctype", "broken workbook") or path.name in message
    assert message.endswith(".")
    assert "\n" not in message
    assert "Traceback" not in message


def test_missing_files_and_folders(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="was not found"):
        FileBook(tmp_path / "none.xlsx")
    with pytest.raises(Unreadable, match="is a folder"):
        FileBook(tmp_path)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="the superuser may read everything")
def test_files_that_may_not_be_read(tmp_path: Path) -> None:
    by_openpyxl(tmp_path / "in.xlsx")
    (tmp_path / "in.xlsx").chmod(0)
    with pytest.raises(Unreadable, match="may not be read"):
        FileBook(tmp_path / "in.xlsx")


def test_too_many_members(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    by_openpyxl(tmp_path / "in.xlsx")
    monkeypatch.setattr(preflight, "MAX_MEMBERS", 3)
    with pytest.raises(Unreadable, match="parts, more than"):
        FileBook(tmp_path / "in.xlsx")


@pytest.mark.parametrize(
    "sheet",
    [
        b'<worksheet xmlns="%b"><sheetData><row r="1"><c r="A1"><v>1</v>' % MAIN.encode(),
        b'<!DOCTYPE x [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;">]><worksheet><sheetData/></worksheet>',
        b"",
        b"\0\0\0",
    ],
)
def test_a_damaged_sheet_is_told_or_read_never_a_crash(tmp_path: Path, sheet: bytes) -> None:
    path = tmp_path / "in.xlsx"
    rezip(path, {**good(tmp_path), SHEET: sheet})
    book = FileBook(path)
    for ask in (
        lambda: book.top("Orders"),
        lambda: book.read("Orders", 1, None, {1: Want.TEXT}),
        lambda: book.formula_cells("Orders", [1]),
    ):
        try:
            ask()
        except WorkbookError as error:
            assert error.message


def test_corrupt_bytes_in_a_member(tmp_path: Path) -> None:
    by_openpyxl(tmp_path / "in.xlsx")
    raw = bytearray((tmp_path / "in.xlsx").read_bytes())
    with zipfile.ZipFile(tmp_path / "in.xlsx") as archive:
        offset = archive.getinfo(SHEET).header_offset + 60
    raw[offset : offset + 40] = b"\xff" * 40
    (tmp_path / "in.xlsx").write_bytes(raw)
    book = FileBook(tmp_path / "in.xlsx")
    with pytest.raises(Unreadable, match="damaged"):
        book.read("Orders", 1, None, {1: Want.TEXT})
    with pytest.raises(Unreadable, match="damaged"):
        book.top("Orders")


def test_string_numbers_that_do_not_exist(tmp_path: Path) -> None:
    content = good(tmp_path)
    text = content[SHEET].replace(b"<v>0</v>", b"<v>99999</v>").replace(b"<v>1</v>", b"<v>x</v>")
    rezip(tmp_path / "in.xlsx", {**content, SHEET: text})
    book = FileBook(tmp_path / "in.xlsx")
    book.top("Orders")
    book.read("Orders", 0, None, {1: Want.TEXT, 2: Want.DATE})


def test_an_open_workbook_is_left_alone(tmp_path: Path) -> None:
    by_openpyxl(tmp_path / "in.xlsx")
    for lock, program in (("~$in.xlsx", r"Excel \(e\)"), (".~lock.in.xlsx#", "LibreOffice")):
        (tmp_path / lock).write_bytes(b"me")
        with pytest.raises(Unwritable, match=f"is open in {program}; close it and run again"):
            FileBook(tmp_path / "in.xlsx").apply(backorders_only(), tmp_path / "in.xlsx", True)
        (tmp_path / lock).unlink()
    run(tmp_path / "in.xlsx", tmp_path / "out.xlsx", backorders(1))
    (tmp_path / "~$out.xlsx").write_bytes(b"me")
    with pytest.raises(Unwritable, match=r"out\.xlsx is open in Excel"):
        run(tmp_path / "in.xlsx", tmp_path / "out.xlsx", backorders(1))


def backorders_only():
    from backorder_xl.workbook.changes import Changes

    return Changes([backorders(1)], [])


def test_an_unknown_sheet_is_told(tmp_path: Path) -> None:
    by_openpyxl(tmp_path / "in.xlsx")
    with pytest.raises(Unreadable, match="has no sheet named Nowhere"):
        FileBook(tmp_path / "in.xlsx").top("Nowhere")
