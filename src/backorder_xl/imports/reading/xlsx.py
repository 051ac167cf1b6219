"""How far do the cells of an XLSX reach, which are errors, and which rows are hidden?

Looks at the bytes of each sheet's part by patterns, which takes a fraction of the time that parsing would.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from pathlib import Path

from lxml import etree

from backorder_xl.imports.reading.inside import Inside
from backorder_xl.workbook.errors import Unreadable
from backorder_xl.workbook.preflight import Watched, refuse_types
from backorder_xl.workbook.refs import number

MOST_BYTES = 600 << 20  # of one sheet's part
_BLOCK = 1 << 20
_USUAL = (re.compile(rb' r="([A-Z]{2,3})[0-9]'), re.compile(rb' r="[A-Z]{0,3}([0-9]{5,})"'))
_UNUSUAL = (b"'", b"\t", b"\n", b"\r", b" =", b"= ")  # without these, attributes stand as all known programs write them
_DECLARED = 100  # bytes at the start, with the declaration and its line break
_WIDE = re.compile(rb"\br\s*=\s*[\"']([A-Za-z]{2,3})[0-9]")
_DEEP = re.compile(rb"\br\s*=\s*[\"'][A-Za-z]{0,3}([0-9]{5,})[\"']")
_HIDDEN = re.compile(rb"<(?:\w+:)?row\b([^>]*\bhidden\s*=\s*[\"'](?:1|true)[\"'][^>]*)>")
_ERROR = re.compile(rb"<(?:\w+:)?c\b([^>]*\bt\s*=\s*[\"']e[\"'][^>/]*)>(.*?)</(?:\w+:)?c>", re.DOTALL)
_UNCOUNTED = re.compile(rb"(?:</(?:\w+:)?f>|<(?:\w+:)?f\b[^>]*/>)(?:<(?:\w+:)?v>\s*</(?:\w+:)?v>|<(?:\w+:)?v\s*/>)?</(?:\w+:)?c>")
_ROW = re.compile(rb"\br\s*=\s*[\"']([0-9]{1,7})[\"']")
_PLACE = re.compile(rb"\br\s*=\s*[\"']([A-Za-z]{1,3})([0-9]{1,7})[\"']")
_VALUE = re.compile(rb"<(?:\w+:)?v[^>]*>([^<]*)</")


def look_into_xlsx(path: Path) -> dict[str, Inside]:
    """For each sheet by its name. Raises Unreadable for a part that is too large, KeyError and others for a damaged file."""
    with zipfile.ZipFile(path) as archive:
        sheets = _parts(archive)
        _refuse_types(archive, set(sheets.values()), path.name)
        found = {}
        for name, part in sheets.items():
            if archive.getinfo(part).file_size > MOST_BYTES:
                raise Unreadable(f"{path.name} has a sheet {name} too large to read; export a shorter period, or split it.")
            raw = archive.read(part)
            refuse_types(raw, f"{path.name}: {part}")
            found[name] = _looked(raw)
        return found


def _refuse_types(archive: zipfile.ZipFile, sheets: set[str], file: str) -> None:
    """Unreadable for a document type in any part but a sheet, whose bytes are at hand soon."""
    for part in archive.namelist():
        if part.lower().endswith((".xml", ".rels")) and part not in sheets:
            with archive.open(part) as stream:
                watched = Watched(stream, f"{file}: {part}")
                while watched.read(_BLOCK):
                    pass


def _looked(raw: bytes) -> Inside:
    columns, rows = (_WIDE, _DEEP) if any(raw.find(sign, _DECLARED) >= 0 for sign in _UNUSUAL) else _USUAL
    wide = [number(letters.decode()) for letters in set(columns.findall(raw))]
    deep = [int(row) for row in set(rows.findall(raw))]
    inside = Inside(max(deep, default=9_999), max(wide, default=26))
    if b"hidden" in raw:
        inside.hidden = {int(row[1]) for line in _HIDDEN.findall(raw) if (row := _ROW.search(line))}
    if b"<f" in raw or b":f" in raw:
        inside.uncounted = len(_UNCOUNTED.findall(raw))
    if b'"e"' in raw or b"'e'" in raw:
        for cell, body in _ERROR.findall(raw):
            place, value = _PLACE.search(cell), _VALUE.search(body)
            if place and value:
                inside.errors[int(place[2]), number(place[1].decode())] = value[1].decode()
    return inside


def _parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """The part of each sheet by the sheet's name."""
    names = {name.lstrip("/").lower(): name for name in archive.namelist()}
    home = "xl/workbook.xml"
    if "_rels/.rels" in names:
        starts = [to for kind, to in _relations(archive, names["_rels/.rels"]).values() if kind.endswith("/officeDocument")]
        home = starts[0].lstrip("/") if starts else home
    folder, file = posixpath.split(home)
    relations = _relations(archive, names[f"{folder}/_rels/{file}.rels".lstrip("/").lower()])
    found = {}
    for sheet in _parsed(archive, names[home.lower()]).iter("{*}sheet"):
        key = next((value for name, value in sheet.attrib.items() if str(name).endswith("}id")), "")
        kind, to = relations.get(str(key), ("", ""))
        if kind.endswith("/worksheet"):
            full = to.lstrip("/") if to.startswith("/") else posixpath.normpath(posixpath.join(folder, to))
            found[sheet.get("name", "")] = names[full.lower()]
    return found


def _relations(archive: zipfile.ZipFile, part: str) -> dict[str, tuple[str, str]]:
    return {r.get("Id", ""): (r.get("Type", ""), r.get("Target", "")) for r in _parsed(archive, part).iter("{*}Relationship")}


def _parsed(archive: zipfile.ZipFile, part: str) -> etree._Element:
    text = archive.read(part)
    refuse_types(text, f"{Path(str(archive.filename)).name}: {part}")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    return etree.fromstring(text, parser)
