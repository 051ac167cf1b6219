"""Which inputs does each fuzzing begin with? Good ones, small, of every kind that is known; all are made here."""

from __future__ import annotations

import struct
import tempfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import openpyxl

from tests.books import book_file, small_book
from tests.imports.sources.samples import SAMPLES
from tests.workbook.books import ZOO
from tests.zoo.animals import ANIMALS

_SMALL = 60_000


def of(target: str) -> Iterator[bytes]:
    """The seeds of a target."""
    if target in ("reader", "writer", "run"):
        yield from _books(rich=target != "run")
    elif target == "import_book":
        yield from _samples_as_books()
    elif target == "import_text":
        for text in SAMPLES.values():
            yield text.replace("|", ",").encode()
            yield text.replace("|", ";").encode("utf-16")
    elif target == "import_old":
        yield from _old()
    elif target == "logo":
        yield from _pictures()
    else:
        for first in range(40):
            yield bytes((first * 7 + i * i) % 256 for i in range(200))


def _books(rich: bool) -> Iterator[bytes]:
    with tempfile.TemporaryDirectory() as folder:
        yield book_file(Path(folder) / "small.xlsx", small_book()).read_bytes()
        yield _ran(Path(folder))
        makers = [a.build for a in ANIMALS.values() if not a.refused]
        if rich:
            makers += [make for _, make in ZOO.values()]
        for number, make in enumerate(makers):
            path = Path(folder) / f"{number}.xlsx"
            make(path)
            if path.stat().st_size < _SMALL:
                yield path.read_bytes()


def _ran(folder: Path) -> bytes:
    """A book as a run leaves it."""
    import datetime as dt

    from backorder_xl import run
    from backorder_xl.workbook.file import FileBook

    rows = small_book()
    rows["Receipts"] = [["Received On", "PO", "SKU", "Received"], [dt.date(2026, 6, 2), "PO1", "A", 3]]
    path = book_file(folder / "ran.xlsx", rows)
    with FileBook(path) as book:
        made = run.morning_run(book, {}, dt.date(2026, 6, 3), now=dt.datetime(2026, 6, 3, 7, 40))
        run.write(book, made, path, backup=False)
    return path.read_bytes()


def _samples_as_books() -> Iterator[bytes]:
    with tempfile.TemporaryDirectory() as folder:
        for text in SAMPLES.values():
            book = openpyxl.Workbook()
            for line in text.splitlines():
                book.active.append(line.split("|"))
            book.save(Path(folder) / "a.xlsx")
            yield (Path(folder) / "a.xlsx").read_bytes()
        yield from _ods(Path(folder))


def _ods(folder: Path) -> Iterator[bytes]:
    import zipfile

    urn = "urn:oasis:names:tc:opendocument:xmlns"
    names = f'xmlns:office="{urn}:office:1.0" xmlns:table="{urn}:table:1.0" xmlns:text="{urn}:text:1.0"'
    rows = "".join(
        "<table:table-row>"
        + "".join(f'<table:table-cell office:value-type="string"><text:p>{v}</text:p></table:table-cell>' for v in row)
        + "</table:table-row>"
        for row in (("Order", "SKU", "Ordered"), ("SO1", "A", "3"), ("SO2", "B", "4"))
    )
    body = f'<office:body><office:spreadsheet><table:table table:name="A">{rows}</table:table></office:spreadsheet></office:body>'
    path = folder / "a.ods"
    with zipfile.ZipFile(path, "w") as out:
        out.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        out.writestr("content.xml", f"<office:document-content {names}>{body}</office:document-content>")
    yield path.read_bytes()


def _old() -> Iterator[bytes]:
    """Old workbooks, where a program that writes them is installed."""
    import shutil

    from tests.books import office

    if shutil.which("soffice") is None:
        return
    with tempfile.TemporaryDirectory() as folder:
        for name in ("Shopify, orders", "Shopify, inventory"):
            book = openpyxl.Workbook()
            for line in SAMPLES[name].splitlines():
                book.active.append(line.split("|"))
            book.save(Path(folder) / "a.xlsx")
            office(Path(folder) / "a.xlsx", "xls", Path(folder)).check_returncode()
            yield (Path(folder) / "a.xls").read_bytes()


def _pictures() -> Iterator[bytes]:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    yield b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 2, 2, 8, 2, 0, 0, 0))
    yield b"GIF89a" + struct.pack("<HH", 3, 4) + bytes(10)
    yield b"\xff\xd8\xff\xe0" + struct.pack(">H", 16) + bytes(14) + b"\xff\xc0" + struct.pack(">HBHH", 17, 8, 4, 5) + bytes(10)
