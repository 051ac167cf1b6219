"""How far do the cells of an XLSB reach, which are errors, and which rows are hidden?

Walks the records of each sheet's part as [MS-XLSB] 2.1.4 lays them: a kind and a length of seven bits a byte, then as
many bytes. Nothing of a cell but its place, and its error if it is one, is looked at.
"""

from __future__ import annotations

import posixpath
import struct
import zipfile
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from backorder_xl.imports.reading.inside import Inside
from backorder_xl.workbook.errors import Unreadable
from backorder_xl.workbook.preflight import refuse_types

MOST_BYTES = 300 << 20  # of one sheet's part
_ROW, _FIRST_CELL, _LAST_CELL = 0, 1, 11  # BrtRowHdr; BrtCellBlank to BrtFmlaError
_ERRORS_AT = (3, 11)  # BrtCellError, BrtFmlaError
_RICH = 62  # BrtCellRString
_SHEET = 156  # BrtBundleSh
_TEXTS = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}  # fmt: skip


def look_into_xlsb(path: Path) -> dict[str, Inside]:
    """For each sheet by its name. Raises Unreadable for a part that is too large, struct.error and others for a damaged file."""
    with zipfile.ZipFile(path) as archive:
        parser = etree.XMLParser(resolve_entities=False, no_network=True)
        relations = archive.read("xl/_rels/workbook.bin.rels")
        refuse_types(relations, f"{path.name}: xl/_rels/workbook.bin.rels")
        tree = etree.fromstring(relations, parser)
        parts = {r.get("Id", ""): r.get("Target", "") for r in tree.iter("{*}Relationship")}
        found = {}
        for kind, body in _records(archive.read("xl/workbook.bin")):
            if kind != _SHEET:
                continue
            key, at = _string(body, 8)
            name, _ = _string(body, at)
            to = parts.get(key, "")
            part = to.lstrip("/") if to.startswith("/") else posixpath.normpath(posixpath.join("xl", to))
            if archive.getinfo(part).file_size > MOST_BYTES:
                raise Unreadable(f"{path.name} has a sheet {name} too large to read; export a shorter period, or split it.")
            found[name] = _looked(archive.read(part))
        return found


def _looked(raw: bytes) -> Inside:
    inside, row = Inside(), 0
    for kind, body in _records(raw):
        if kind == _ROW:
            row = struct.unpack_from("<I", body)[0] + 1
            inside.last_row = max(inside.last_row, row)
            if len(body) > 11 and body[11] & 0x10:  # fDyZero
                inside.hidden.add(row)
        elif _FIRST_CELL <= kind <= _LAST_CELL or kind == _RICH:
            column = struct.unpack_from("<I", body)[0] + 1
            inside.last_column = max(inside.last_column, column)
            if kind in _ERRORS_AT:
                inside.errors[row, column] = _TEXTS.get(body[8], "#ERROR")
    return inside


def _records(raw: bytes) -> Iterator[tuple[int, bytes]]:
    at, end = 0, len(raw)
    while at < end:
        kind = raw[at]
        at += 1
        if kind & 0x80:
            kind = kind & 0x7F | (raw[at] & 0x7F) << 7
            at += 1
        size = shift = 0
        while True:
            byte = raw[at]
            at += 1
            size |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80 or shift == 28:
                break
        yield kind, raw[at : at + size]
        at += size


def _string(body: bytes, at: int) -> tuple[str, int]:
    size = struct.unpack_from("<I", body, at)[0]
    end = at + 4 + 2 * size
    return body[at + 4 : end].decode("utf-16-le"), end
