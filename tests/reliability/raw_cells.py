"""What stands in the cells of a file, read by nobody who reads for us? Text, number and formula of each cell, by sheet."""

from __future__ import annotations

import posixpath
import re
import zipfile
from pathlib import Path

from lxml import etree

Cell = tuple[str, str, str]  # kind (n, s, b, e), what is shown, formula
Cells = dict[tuple[int, int], Cell]

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_HEX = re.compile("_x([0-9A-Fa-f]{4})_")


def sheets(path: Path) -> list[tuple[str, Cells]]:
    """Every sheet of the file with its cells that are not blank, in the order of the tabs."""
    with zipfile.ZipFile(path) as file:
        names = {n.casefold(): n for n in file.namelist()}

        def part(name: str) -> etree._Element:
            return etree.fromstring(file.read(names[name.casefold()]), etree.XMLParser(huge_tree=True))

        targets = {r.get("Id"): r.get("Target") for r in part("xl/_rels/workbook.xml.rels")}
        shared = []
        if "xl/sharedstrings.xml" in names:
            shared = [_text(si) for si in part("xl/sharedStrings.xml").iter(f"{_MAIN}si")]
        found = []
        for sheet in part("xl/workbook.xml").iter(f"{_MAIN}sheet"):
            target = targets[sheet.get(_ID)]
            where = target[1:] if target.startswith("/") else posixpath.normpath(f"xl/{target}")
            found.append((sheet.get("name"), _cells(part(where), shared)))
    return found


def _cells(root: etree._Element, shared: list[str]) -> Cells:
    out: Cells = {}
    for c in root.iter(f"{_MAIN}c"):
        kind, v, f = c.get("t", "n"), c.find(f"{_MAIN}v"), c.find(f"{_MAIN}f")
        said = "" if v is None else v.text or ""
        if kind == "s":
            kind, said = "s", shared[int(said)]
        elif kind == "inlineStr":
            kind, said = "s", _text(c.find(f"{_MAIN}is"))
        elif kind == "str":
            kind, said = "s", _unescaped(said)
        elif kind == "n" and said:
            said = _number(said)
        formula = "" if f is None else f"={f.text or ''}"
        if said or formula:
            out[_place(c.get("r"))] = (kind, said, formula)
    return out


def _text(item: etree._Element | None) -> str:
    """The text of a string item, without readings that stand above it."""
    if item is None:
        return ""
    parts = [t.text or "" for t in item.iter(f"{_MAIN}t") if t.getparent().tag != f"{_MAIN}rPh"]
    return _unescaped("".join(parts))


def _unescaped(text: str) -> str:
    return _HEX.sub(lambda m: chr(int(m.group(1), 16)), text)


def _number(text: str) -> str:
    try:
        return repr(float(text))
    except ValueError:
        return text


def _place(reference: str) -> tuple[int, int]:
    letters = reference.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return int(reference[len(letters) :]), column
