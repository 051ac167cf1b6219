"""Is whatever cannot be read, or would do harm, refused in one sentence?"""

from __future__ import annotations

import random
import re
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from backorder_xl.imports.reading import read_file
from backorder_xl.workbook.errors import Unreadable
from tests.books import office
from tests.imports.files import xlsb

NOISE = random.Random(7).randbytes(4000)


def bomb(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("[Content_Types].xml", "<Types/>")
        with out.open("xl/worksheets/sheet1.xml", "w") as part:
            for _ in range(100):
                part.write(b"0" * (1 << 20))


def far_cell(path: Path) -> None:
    book = openpyxl.Workbook()
    book.active["A1"], book.active["XFD1048576"] = 1, 2
    book.save(path)


def far_cell_in_disguise(path: Path) -> None:
    """The same, written as no program writes it, but as XML allows."""
    far_cell(path)
    with zipfile.ZipFile(path) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    part = "xl/worksheets/sheet1.xml"
    parts[part] = (
        parts[part].replace(b' r="XFD1048576"', b"\n\tr = 'XFD1048576'").replace(b'<row r="1048576"', b"<row\tr='1048576'")
    )
    with zipfile.ZipFile(path, "w") as book:
        for name, data in parts.items():
            book.writestr(name, data)


def far_ods(path: Path) -> None:
    rows = (
        '<table:table-row table:number-rows-repeated="1000000"><table:table-cell office:value-type="float" office:value="1" '
        'table:number-columns-repeated="16000"/></table:table-row>'
    )
    urn = "urn:oasis:names:tc:opendocument:xmlns"
    names = f'xmlns:office="{urn}:office:1.0" xmlns:table="{urn}:table:1.0"'
    body = f'<office:body><office:spreadsheet><table:table table:name="A">{rows}</table:table></office:spreadsheet></office:body>'
    with zipfile.ZipFile(path, "w") as out:
        out.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        out.writestr("content.xml", f"<office:document-content {names}>{body}</office:document-content>")


def laughing(part: str, made: Callable[[Path], object]) -> Callable[[Path], None]:
    """A workbook of any kind, with entities in one of its parts that are worked out to a billion letters."""
    levels = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))

    def make(path: Path) -> None:
        made(path)
        with zipfile.ZipFile(path) as book:
            parts = {name: book.read(name) for name in book.namelist()}
        root = re.sub(rb"^<\?xml.*?\?>", b"", parts[part])
        parts[part] = f'<!DOCTYPE x [<!ENTITY a0 "laughing">{levels}]>'.encode() + root
        with zipfile.ZipFile(path, "w") as book:
            for name, data in parts.items():
                book.writestr(name, data)

    return make


def plain_book(path: Path) -> None:
    openpyxl.Workbook().save(path)


def cut_book(path: Path) -> None:
    openpyxl.Workbook().save(path)
    path.write_bytes(path.read_bytes()[:-300])


def broken_sheet(path: Path) -> None:
    openpyxl.Workbook().save(path)
    with zipfile.ZipFile(path) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    parts["xl/worksheets/sheet1.xml"] = b"<worksheet><sheetData><row r='1'><c r='A1'><v>1</v>"
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"][:200]
    with zipfile.ZipFile(path, "w") as book:
        for name, data in parts.items():
            book.writestr(name, data)


def far_binary(path: Path) -> None:
    xlsb(path, {1: {1: 1.0}, 1_000_000: {16_000: 2.0}})


def archive(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as out:
        out.writestr("orders.csv", "a,b\n1,2\n")


CASES: dict[str, tuple[bytes | Callable[[Path], None], str]] = {
    "nothing": (b"", "is empty"),
    "blank cells": (b",,,\n,,,\n", "holds no filled cell"),
    "zero bytes": (bytes(5000), "zero bytes"),
    "zero bytes in a text": (b"a,b\n1,2\n\0\0\0\n", "zero bytes"),
    "noise": (b"\x03\x01\x02" + NOISE, "no text and no workbook"),
    "one huge cell": (b'a,b\n"' + b"x" * 200_000 + b'",1\n', "more than 131,072 characters"),
    "an open quotation mark": (b'a,b\n1,"x, y\n2,y\n3,z\n', "line 2 that is never closed"),
    "a web page": (b"<html><table><tr><td>1</td></tr></table></html>", "web page"),
    "a PDF": (b"%PDF-1.7 ...", "PDF"),
    "an old file without a workbook": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + NOISE, "damaged"),
    "an encrypted workbook": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
    "a zip of files": (archive, "unpack it"),
    "a zip bomb": (bomb, "would unpack to"),
    "a cell far off": (far_cell, "too large to lay out"),
    "a cell far off in disguise": (far_cell_in_disguise, "too large to lay out"),
    "a cell far off in a binary workbook": (far_binary, "too large to lay out"),
    "a cell repeated without end": (far_ods, "too large to lay out"),
    "entities in a workbook": (laughing("xl/workbook.xml", plain_book), "document type"),
    "entities in its relationships": (laughing("_rels/.rels", plain_book), "document type"),
    "entities in its styles": (laughing("xl/styles.xml", plain_book), "document type"),
    "entities in a sheet": (laughing("xl/worksheets/sheet1.xml", plain_book), "document type"),
    "entities in a binary workbook": (laughing("xl/_rels/workbook.bin.rels", far_binary), "document type"),
    "entities in an OpenDocument spreadsheet": (laughing("content.xml", far_ods), "document type"),
    "a workbook that was cut off": (cut_book, "damaged or was cut off"),
    "a workbook that is damaged inside": (broken_sheet, "damaged inside"),
}


@pytest.mark.parametrize("name", CASES)
def test_a_file_that_cannot_be_read_ends_in_one_sentence(tmp_path: Path, name: str) -> None:
    made, sentence = CASES[name]
    path = tmp_path / "export.xlsx"
    if isinstance(made, bytes):
        path.write_bytes(made)
    else:
        made(path)
    with pytest.raises(Unreadable, match=sentence) as refused:
        read_file(path)
    said = refused.value.message
    assert said.startswith("export.xlsx") and said.endswith(".") and "\n" not in said


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="was not found"):
        read_file(tmp_path / "no.csv")
    with pytest.raises(Unreadable, match="is a folder"):
        read_file(tmp_path)


def test_a_line_without_an_end_is_read_or_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"a," * 2_000_000)
    (sheet,) = read_file(path)
    assert len(sheet.rows) == 1 and len(sheet.rows[0]) == 2_000_001


@pytest.mark.office
@pytest.mark.skipif(not shutil.which("soffice"), reason="needs LibreOffice")
def test_noise_in_any_kind_of_workbook_never_ends_in_a_traceback(tmp_path: Path) -> None:
    """Bytes are changed here and there, in files that LibreOffice wrote; each is read, or refused in a sentence."""
    book = openpyxl.Workbook()
    for n in range(20):
        book.active.append([f"A-{n}", n, None, "x" * n])
    book.save(tmp_path / "a.xlsx")
    dice = random.Random(11)
    for ending in ("xls", "ods", "xlsx"):
        office(tmp_path / "a.xlsx", ending, tmp_path / "out").check_returncode()
        whole = (tmp_path / "out" / f"a.{ending}").read_bytes()
        for _ in range(40):
            data = bytearray(whole)
            for _ in range(dice.randint(1, 20)):
                data[dice.randrange(len(data))] = dice.randrange(256)
            path = tmp_path / "noise"
            path.write_bytes(data)
            try:
                assert read_file(path)
            except Unreadable as refused:
                assert refused.message.endswith(".")


@pytest.mark.parametrize(
    ("how", "sentence"),
    [({"encoding": "klingon"}, "no encoding"), ({"encoding": "idna"}, "not idna"), ({"separator": '"'}, "cannot separate")],
)
def test_what_a_user_says_may_be_wrong(tmp_path: Path, how: dict[str, str], sentence: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("a,b\nä,2\n".encode())
    with pytest.raises(Unreadable, match=sentence):
        read_file(path, **how)
