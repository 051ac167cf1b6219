"""What is put into somebody's workbook, and which promises must hold afterwards? (rules 8.4, 8.6)

The sheets of a real morning run, with the small shop's own tables before them, go into any workbook, whatever it holds.
``promised`` then compares the two files part by part: what is not ours must be the same compressed bytes, and in the few parts
that every sheet must be listed in, taking our entries away must leave what was there.
"""

from __future__ import annotations

import datetime as dt
import posixpath
import struct
import tempfile
import zipfile
from collections.abc import Collection
from functools import cache
from pathlib import Path

import numpy as np
from lxml import etree

from backorder_xl import run
from backorder_xl.workbook.changes import CellRun, Changes, Column, Format, SheetTable, TablePatch
from backorder_xl.workbook.file import FileBook
from tests.books import book_file, small_book

DAY = dt.date(2026, 6, 3)
FIRST, LATER = dt.datetime(2026, 6, 3, 7, 40), dt.datetime(2026, 6, 3, 8, 10)
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_STYLE_LISTS = ("numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "dxfs")


@cache
def morning() -> tuple[Changes, Changes]:
    """All that a small shop's first run writes, its own tables among it, and what its second run writes half an hour later."""
    rows = small_book()
    rows.pop("Purchase Orders")  # so that a run makes that sheet itself
    users = [_users_table(sheet, lines) for sheet, lines in rows.items()]
    runs = []
    with tempfile.TemporaryDirectory() as folder:
        path = book_file(Path(folder) / "shop.xlsx", rows)
        for now in (FIRST, LATER):
            with FileBook(path) as book:
                report = run.morning_run(book, {}, DAY, now=now)
                runs.append(Changes([*users, *report.changes.tables], report.changes.patches))
                run.write(book, report, path, backup=False)
    return runs[0], runs[1]


def _users_table(sheet: str, lines: list[list[object]]) -> SheetTable:
    heads = [str(h) for h in lines[0]]
    columns = tuple(Column(h, Format.DATE if "Date" in h else Format.TEXT) for h in heads)
    data: dict[str, np.ndarray | list] = {h: [line[i] for line in lines[1:]] for i, h in enumerate(heads)}
    for head in heads:
        if "Date" in head:
            data[head] = np.array(data[head], dtype="datetime64[s]")
    return SheetTable(sheet, sheet, columns, data, tuple(heads[:2]) if sheet == "Orders" else (heads[0],))


def some_changes(book: FileBook) -> Changes:
    """Sheets of ours for a book of any kind, and a cell, a column and a row for the first Excel Table that has room."""
    tables = morning()[0].tables
    patches = []
    for table in book.excel_tables():
        if table.sheet.casefold() in {t.sheet.casefold() for t in tables} or table.totals or table.last_row <= table.header_row:
            continue
        columns: dict[str, int | Column] = {"first": table.first_col, "Advice": Column("Advice", Format.QTY)}
        room = book.room_below(table.sheet, table.last_row, range(table.first_col, table.last_col + 1))
        end = table.last_row + min(room, 1)
        runs = [CellRun("Advice", np.array([table.header_row + 1]), [4.5])]
        if end > table.last_row:
            runs.append(CellRun("first", np.array([end]), ["=new"]))
        patches.append(TablePatch(table.sheet, table.header_row, columns, runs, np.array([]), table.last_row, end))
        break
    return Changes([t for t in tables if t.sheet in ("Backorders", "Dashboard", "Dashboard Data", "Run Log")], patches)


def promised(before: Path, after: Path, ours: Collection[str] = ()) -> list[str]:
    """What was promised and does not hold; ``ours`` names sheets that were there before and may change."""
    broken = []
    with zipfile.ZipFile(before) as old, zipfile.ZipFile(after) as new:
        if (bad := new.testzip()) is not None:
            return [f"{bad} is damaged"]
        was, now = _raw(before, old), _raw(after, new)
        listing = _Listing(old)
        may = listing.parts_of(ours) | {listing.chain}
        for name in was:
            if name not in now:
                if name not in may:
                    broken.append(f"{name} is gone")
            elif was[name] != now[name] and name not in may:
                said = _listed(listing, name, old.read(name), new.read(name))
                broken += [f"{name}: {s}" for s in said]
        order = [n for n in now if n in was]
        if order != [n for n in was if n in now]:
            broken.append("the order of the parts changed")
    return broken


def _raw(path: Path, archive: zipfile.ZipFile) -> dict[str, tuple[int, int, bytes]]:
    """Each member as it is packed: method, checksum and compressed bytes."""
    found = {}
    with path.open("rb") as file:
        for info in archive.infolist():
            file.seek(info.header_offset)
            name, extra = struct.unpack("<HH", file.read(30)[26:30])
            file.seek(name + extra, 1)
            found[info.filename] = (info.compress_type, info.CRC, file.read(info.compress_size))
    return found


class _Listing:
    """Which part is what in a workbook, as far as sheets are listed in it."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._names = {n.lower().lstrip("/"): n for n in archive.namelist()}
        self.book = self._first("", "officeDocument")
        self.book_rels = self._real(rels_of(self.book))
        self.styles = self._first(self.book, "styles")
        self.chain = self._first(self.book, "calcChain")

    def _real(self, part: str) -> str:
        return self._names.get(part.lower().lstrip("/"), part)

    def targets(self, part: str) -> list[tuple[str, str, str]]:
        """Kind, id and part of what a part points at inside the package."""
        rels = self._real(rels_of(part))
        if rels not in self._archive.namelist():
            return []
        root = etree.fromstring(self._archive.read(rels))
        return [
            (r.get("Type", "").rpartition("/")[2], r.get("Id", ""), self._real(resolved(part, r.get("Target", ""))))
            for r in root.iter(_RELS + "Relationship")
            if r.get("TargetMode") != "External"
        ]

    def _first(self, part: str, kind: str) -> str:
        return next((target for k, _, target in self.targets(part) if k == kind and target in self._archive.namelist()), "")

    def parts_of(self, sheets: Collection[str]) -> set[str]:
        """The parts of these sheets and all that they alone point at."""
        if not sheets or not self.book:
            return set()
        wanted = {s.casefold() for s in sheets}
        behind = {i: target for _, i, target in self.targets(self.book)}
        root = etree.fromstring(self._archive.read(self.book))
        found: set[str] = set()
        for sheet in root.iter("{*}sheet"):
            ids = [v for k, v in sheet.attrib.items() if k.endswith("}id")]
            if (sheet.get("name") or "").casefold() in wanted and ids:
                self._reach(behind.get(ids[0], ""), found)
        return found

    def _reach(self, part: str, found: set[str]) -> None:
        if not part or part in found or part == self.book:
            return
        found |= {part, self._real(rels_of(part))}
        for _, _, target in self.targets(part):
            self._reach(target, found)


def rels_of(part: str) -> str:
    """Where the relationships of a part stand."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def resolved(part: str, target: str) -> str:
    """The part that a target means."""
    return target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(posixpath.dirname(part), target))


def _listed(listing: _Listing, name: str, old: bytes, new: bytes) -> list[str]:
    """What is different in a part that lists sheets, formats or types, our own entries aside."""
    lower = name.lower()
    if lower == "[content_types].xml":
        return _only_more(old, new, "PartName", "Extension", "ContentType")
    if name == listing.book_rels:
        return _only_more(old, new, "Id", "Type", "Target", "TargetMode")
    if name == listing.book:
        return _same("the workbook part", _without_ours(old, old), _without_ours(new, old))
    if name == listing.styles:
        return _same("the styles", _shortened(old, old), _shortened(new, old))
    if "pivotcachedefinition" in lower:
        return _same("the pivot's source", _without(old, "refreshOnLoad"), _without(new, "refreshOnLoad"))
    return ["it changed, and is not ours"]


def _only_more(old: bytes, new: bytes, *names: str) -> list[str]:
    def entries(text: bytes) -> list[tuple[str | None, ...]]:
        return [(e.tag, *(e.get(n) for n in names)) for e in etree.fromstring(text) if isinstance(e.tag, str)]

    was, now = entries(old), entries(new)
    kept = [e for e in now if e in was]
    return [] if kept == was else ["an entry that was there is gone or moved"]


def _canonical(root: etree._Element) -> bytes:
    return etree.tostring(root, method="c14n")


def _same(what: str, old: bytes, new: bytes) -> list[str]:
    return [] if old == new else [f"{what} says something else, our own entries aside"]


def _without(text: bytes, attribute: str) -> bytes:
    root = etree.fromstring(text)
    root.attrib.pop(attribute, None)
    return _canonical(root)


def _without_ours(text: bytes, old: bytes) -> bytes:
    """The workbook part without the sheets and names that the old one lacks, and without its wish to be calculated."""
    root, was = etree.fromstring(text), etree.fromstring(old)
    ids = {s.get("sheetId") for s in was.iter(MAIN + "sheet")}
    names = {_canonical_name(n) for n in was.iter(MAIN + "definedName")}
    for sheet in list(root.iter(MAIN + "sheet")):
        if sheet.get("sheetId") not in ids:
            sheet.getparent().remove(sheet)
    for name in list(root.iter(MAIN + "definedName")):
        if _canonical_name(name) not in names:
            name.getparent().remove(name)
    if was.find(MAIN + "definedNames") is None:
        for group in list(root.iter(MAIN + "definedNames")):
            root.remove(group)
    for calc in list(root.iter(MAIN + "calcPr")):
        calc.attrib.pop("fullCalcOnLoad", None)
        if not calc.attrib and was.find(MAIN + "calcPr") is None:
            root.remove(calc)
    return _canonical(_tight(root))


def _canonical_name(name: etree._Element) -> tuple[object, ...]:
    return name.get("name"), name.get("localSheetId"), name.text


def _shortened(text: bytes, old: bytes) -> bytes:
    """The styles with every list cut to the length that it had, counts aside."""
    root, was = etree.fromstring(text), etree.fromstring(old)
    for group in _STYLE_LISTS:
        here, there = root.find(MAIN + group), was.find(MAIN + group)
        if here is None:
            continue
        length = 0 if there is None else len(there)
        for entry in list(here)[length:]:
            here.remove(entry)
        here.attrib.pop("count", None)
        if not len(here):
            root.remove(here)
    return _canonical(_tight(root))


def _tight(root: etree._Element) -> etree._Element:
    """Without the blanks between elements, where an entry of ours may have stood."""
    for element in root.iter():
        if element.tail and not element.tail.strip():
            element.tail = None
        if len(element) and element.text and not element.text.strip():
            element.text = None
    return root
