"""Which files are made to do harm, or are so wrong that a program could do harm to itself?

Each is a small order book that a run would take, changed in one way. ``REFUSED`` must end in one sentence; ``HARMLESS`` are odd
in a way that Excel, or somebody's program, takes for a workbook: they are read.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.books import book_file, small_book

Parts = dict[str, bytes]
BOOK, TYPES, STYLES, TEXTS = "xl/workbook.xml", "[Content_Types].xml", "xl/styles.xml", "xl/sharedStrings.xml"
ORDERS = "xl/worksheets/sheet1.xml"
RELS, BOOK_RELS = "_rels/.rels", "xl/_rels/workbook.xml.rels"
MAIN = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
MILLION = 1_000_000


@cache
def _good() -> tuple[tuple[str, bytes], ...]:
    with TemporaryDirectory() as folder:
        path = book_file(Path(folder) / "good.xlsx", small_book())
        with zipfile.ZipFile(path) as archive:
            return tuple((i.filename, archive.read(i)) for i in archive.infolist())


def good() -> Parts:
    """The parts of the book that all others are made of."""
    return dict(_good())


def zipped(parts: Parts, **how: object) -> bytes:
    """The parts as a zip."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, **how) as archive:  # type: ignore[arg-type]
        for name, data in parts.items():
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def changed(part: str, old: bytes, new: bytes, count: int = 1) -> bytes:
    """The book with another text in one part."""
    parts = good()
    assert old in parts[part], (old, part)
    return zipped({**parts, part: parts[part].replace(old, new, count)})


def with_part(name: str, data: bytes) -> bytes:
    """The book with one part more, or another one."""
    return zipped({**good(), name: data})


def more_cells(cells: bytes) -> bytes:
    """Orders with more rows."""
    return changed(ORDERS, b"</sheetData>", cells + b"</sheetData>")


def lying(part: str, size: int, really: int) -> bytes:
    """A part that unpacks to ``really`` bytes while the directory says ``size``."""
    data = zipped({**good(), part: good()[part] + b" " * really})
    made = bytearray(data)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        info = archive.getinfo(part)
        at = archive.start_dir
    struct.pack_into("<I", made, info.header_offset + 22, size)
    while made[at : at + 4] == b"PK\x01\x02":
        name, extra, comment = struct.unpack_from("<HHH", made, at + 28)
        if made[at + 46 : at + 46 + name] == part.encode():
            struct.pack_into("<I", made, at + 24, size)
        at += 46 + name + extra + comment
    return bytes(made)


def overlapping() -> bytes:
    """A thousand more names for one and the same packed bytes, as in the bombs that need no nesting."""
    data = zipped({**good(), "xl/media/a.bin": bytes(1 << 20)})
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        start, count = archive.start_dir, len(archive.infolist())
        info = archive.getinfo("xl/media/a.bin")
    directory = data[start : data.rindex(b"PK\x05\x06")]
    for number in range(1000):
        name = f"xl/media/{number}.bin".encode()
        directory += (
            struct.pack(
                "<IHHHHHHIIIHHHHHII",
                0x02014B50,
                20,
                20,
                0,
                8,
                0,
                33,
                info.CRC,
                info.compress_size,
                info.file_size,
                len(name),
                0,
                0,
                0,
                0,
                0,
                info.header_offset,
            )
            + name
        )
    count += 1000
    last = struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, count, count, len(directory), start, 0)
    return data[:start] + directory + last


def declared(size: int) -> bytes:
    """A part of which the directory says that it has ``size`` bytes."""
    return lying(TEXTS if TEXTS in good() else ORDERS, size, 0)


def described() -> bytes:
    """Sizes after the data, as a program writes that streams."""

    class Stream(io.RawIOBase):
        def __init__(self) -> None:
            self.held = bytearray()

        def writable(self) -> bool:
            return True

        def write(self, data: bytes) -> int:  # type: ignore[override]
            self.held += data
            return len(data)

    out = Stream()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:  # type: ignore[arg-type]
        for name, data in good().items():
            archive.writestr(name, data)
    return bytes(out.held)


def wide64() -> bytes:
    """Every part with the sizes of ZIP64, though none needs them."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in good().items():
            with archive.open(name, "w", force_zip64=True) as part:
                part.write(data)
    return out.getvalue()


def commented() -> bytes:
    """A comment at the end of the zip."""
    out = io.BytesIO(zipped(good()))
    with zipfile.ZipFile(out, "a") as archive:
        archive.comment = b"made by somebody" * 100
    return out.getvalue()


def entities(part: str, pad: int = 0, encoding: str = "utf-8") -> bytes:
    """A part whose document type makes a billion of ten, in an attribute and in a text."""
    levels = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    kind = f'<!DOCTYPE x [<!ENTITY a0 "laughing">{levels}]>'
    text = good()[part].decode()
    body = text[text.index("?>") + 2 :] if text.startswith("<?xml") else text
    end = re.search(r"<[A-Za-z:]+", body)
    assert end is not None
    body = f'{body[: end.end()]} odd="&a9;"{body[end.end() :]}'
    head = '<?xml version="1.0" encoding="UTF-16"?>' if "16" in encoding else '<?xml version="1.0"?>'
    return with_part(part, f"{head}<!--{' ' * pad}-->{kind}{body}".encode(encoding))


def outside(part: str) -> bytes:
    """A part that asks for a file of this machine."""
    text = good()[part].decode()
    body = text[text.index("?>") + 2 :] if text.startswith("<?xml") else text
    return with_part(part, f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>{body}'.encode())


def nested(part: str, before: bytes, depth: int = 300_000) -> bytes:
    """A part with elements in elements, very deep."""
    return changed(part, before, b"<a>" * depth + b"</a>" * depth + before)


def unencrypted() -> bytes:
    """What an encrypted workbook begins with."""
    return OLE2 + "EncryptedPackage".encode("utf-16-le")


REFUSED: dict[str, Callable[[], bytes]] = {
    "nothing": lambda: b"",
    "web page": lambda: b"<html><table><tr><td>Order</td></tr></table></html>",
    "text": lambda: b"Order,SKU,Ordered\n1,2,3\n",
    "pdf": lambda: b"%PDF-1.7\n",
    "old workbook": lambda: OLE2 + "Workbook".encode("utf-16-le"),
    "encrypted": unencrypted,
    "open document": lambda: zipped({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<x/>"}),
    "binary workbook": lambda: zipped({TYPES: b"<Types/>", "xl/workbook.bin": b"x"}),
    "json": lambda: b'{"orders": []}',
    "zero bytes": lambda: bytes(100_000),
    "junk before": lambda: b"#!/bin/sh\nexit 0\n" + zipped(good()),
    "a bomb": lambda: with_part(TEXTS, b" " * (60 << 20)),
    "a lying size": lambda: lying(ORDERS, 900, 50 << 20),
    "overlapping parts": overlapping,
    "four gigabytes declared": lambda: declared(0xFFFFFFF0),
    "twenty thousand parts": lambda: zipped({**good(), **{f"x/{n}": b"" for n in range(20_001)}}),
    "a part twice": lambda: with_part(ORDERS.upper(), b"<worksheet/>"),
    "a part twice with a slash": lambda: with_part("/" + ORDERS, b"<worksheet/>"),
    "a path outside": lambda: with_part("../../evil.xml", b"x"),
    "a path from the root": lambda: with_part("/etc/evil", b"x"),
    "a path of Windows": lambda: with_part("..\\..\\evil.xml", b"x"),
    "a drive": lambda: with_part("C:\\evil.xml", b"x"),
    "laughs in the workbook": lambda: entities(BOOK),
    "laughs behind a long comment": lambda: entities(BOOK, 5_000_000),
    "laughs in wide letters": lambda: entities(BOOK, 10, "utf-16"),
    "laughs in the styles": lambda: entities(STYLES, 70_000),
    "laughs in the sheet": lambda: entities(ORDERS),
    "laughs in the sheet, late": lambda: entities(ORDERS, 300_000),
    "laughs in the relationships": lambda: entities(BOOK_RELS, 5000),
    "laughs in the types": lambda: entities(TYPES, 5000),
    "a file of the machine": lambda: outside(BOOK),
    "a file of the machine in the sheet": lambda: outside(ORDERS),
    "deep in the workbook": lambda: nested(BOOK, b"</workbook>"),
    "deep in the styles": lambda: nested(STYLES, b"</styleSheet>"),
    "no types": lambda: zipped({k: v for k, v in good().items() if k != TYPES}),
    "no workbook": lambda: zipped({k: v for k, v in good().items() if k != BOOK}),
    "no relationships": lambda: zipped({k: v for k, v in good().items() if k != RELS}),
    "a workbook that is its own sheet": lambda: with_part(
        BOOK_RELS, good()[BOOK_RELS].replace(b"worksheets/sheet1.xml", b"workbook.xml")
    ),
    "relationships in a circle": lambda: with_part(RELS, good()[RELS].replace(b"xl/workbook.xml", b"_rels/.rels")),
    "a target outside": lambda: with_part(RELS, good()[RELS].replace(b"xl/workbook.xml", b"../../../etc/passwd")),
    "a number that is none": lambda: changed(ORDERS, b'<row r="2"', b'<row r="two"'),
    "broken in the middle": lambda: with_part(ORDERS, good()[ORDERS][: len(good()[ORDERS]) // 2]),
    "another encoding": lambda: changed(BOOK, b"<workbook", b'<?xml version="1.0" encoding="UTF-7"?><workbook'),
}

HARMLESS: dict[str, Callable[[], bytes]] = {
    "as it was": lambda: zipped(good()),
    "a zip in it": lambda: with_part("xl/embeddings/a.zip", zipped({"b.zip": zipped({"c": bytes(40 << 20)})})),
    "a comment behind": commented,
    "sizes behind": described,
    "wide sizes": wide64,
    "a dimension without end": lambda: with_part(
        ORDERS, re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1:XFD1048576"', good()[ORDERS])
    ),
    "a formula as a text": lambda: changed(
        ORDERS, b"</sheetData>", b'<row r="9"><c r="A9" t="inlineStr"><is><t>=cmd|\' /C calc\'!A0</t></is></c></row></sheetData>'
    ),
    "rich text in a cell": lambda: more_cells(
        b'<row r="9"><c r="A9" t="inlineStr"><is><r><t>SO</t></r><r><t>9</t></r></is></c></row>'
    ),
    "a text number that is not there": lambda: more_cells(b'<row r="9"><c r="A9" t="s"><v>99999</v></c></row>'),
    "rows out of order": lambda: with_part(
        ORDERS, re.sub(rb"(<row r=\"2\".*?</row>)(<row r=\"3\".*?</row>)", rb"\2\1", good()[ORDERS])
    ),
    "cells without a place": lambda: with_part(ORDERS, re.sub(rb' r="[A-Z]+[0-9]+"', b"", good()[ORDERS])),
    "a huge text": lambda: more_cells(b'<row r="9"><c r="A9" t="inlineStr"><is><t>' + b"x" * 10_000_000 + b"</t></is></c></row>"),
    "control characters": lambda: more_cells(b'<row r="9"><c r="A9" t="str"><v>_x0000__x0008_a_x001F_</v></c></row>'),
    "a million names": lambda: changed(
        BOOK,
        b"</sheets>",
        b"</sheets><definedNames>"
        + b"".join(b'<definedName name="n%d">1</definedName>' % n for n in range(MILLION))
        + b"</definedNames>",
    ),
    "a million merged cells": lambda: changed(
        ORDERS,
        b"</sheetData>",
        b"</sheetData><mergeCells>"
        + b"".join(b'<mergeCell ref="J%d:K%d"/>' % (n, n) for n in range(1, MILLION))
        + b"</mergeCells>",
    ),
    "a program to be started by a link": lambda: with_part(
        "xl/externalLinks/externalLink1.xml",
        b'<externalLink xmlns="' + MAIN + b'"><ddeLink ddeService="cmd" ddeTopic="/C calc"/></externalLink>',
    ),
}

EITHER: dict[str, Callable[[], bytes]] = {
    "a text number below nothing": lambda: more_cells(b'<row r="9"><c r="A9" t="s"><v>-1</v></c></row>'),
    "a cell far off": lambda: more_cells(b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
    "a cell outside": lambda: more_cells(b'<row r="9"><c r="XFE1048577"><v>1</v></c></row>'),
    "a row beyond the last": lambda: more_cells(b'<row r="99999999999"><c r="A99999999999"><v>1</v></c></row>'),
    "a lying size of the texts": lambda: lying(TEXTS, 900, 300 << 20) if TEXTS in good() else lying(STYLES, 900, 40 << 20),
    "laughs in the texts": lambda: entities(TEXTS, 5000) if TEXTS in good() else entities(STYLES),
    "deep in the sheet": lambda: nested(ORDERS, b"</worksheet>"),
    "deep in a row": lambda: more_cells(b'<row r="9"><c r="A9">' + b"<a>" * 300_000 + b"</a>" * 300_000 + b"</c></row>"),
    "a million formats": lambda: changed(STYLES, b"</cellXfs>", b'<xf numFmtId="0" fontId="0"/>' * MILLION + b"</cellXfs>"),
    "a million rows of nothing": lambda: more_cells(
        b"".join(b'<row r="%d"><c r="A%d" s="0"/></row>' % (n, n) for n in range(9, MILLION))
    ),
    "the wrong types": lambda: with_part(TYPES, good()[TYPES].replace(b"worksheet+xml", b"chartsheet+xml")),
    "null in a text": lambda: more_cells(b'<row r="9"><c r="A9" t="inlineStr"><is><t>a\0b</t></is></c></row>'),
    "a sheet that is not there": lambda: zipped({k: v for k, v in good().items() if k != ORDERS}),
    "no styles": lambda: zipped({k: v for k, v in good().items() if k != STYLES}),
}
