"""How do cell notes and threaded comments on a sheet of ours stay with their row? (rule 1.1)

Their texts, their yellow boxes and their threads stand in three parts of their own; a note whose row is gone goes too.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from lxml import etree

from backorder_xl.workbook import markup
from backorder_xl.workbook.markup import children
from backorder_xl.workbook.parts import BookParts, Rels, SheetPart
from backorder_xl.workbook.refs import letters, parse_range

_SHAPE = re.compile(rb"<((?:[\w.-]+:)?)shape\s.*?</\1shape>", re.DOTALL)
_ROW = re.compile(rb"(<(?:[\w.-]+:)?Row>\s*)([0-9]+)(\s*</)")
_ANCHOR = re.compile(rb"(<(?:[\w.-]+:)?Anchor>)([^<]*)(</)")


def has_notes(book: BookParts, sheet: SheetPart) -> bool:
    """Are there notes or threads on the sheet?"""
    rels = Rels(book.package, sheet.part)
    return bool(rels.of("comments") or rels.of("threadedComment"))


def move_notes(book: BookParts, sheet: SheetPart, rows: Mapping[int, int]) -> None:
    """Let notes follow: ``rows`` maps an old row to its new one, 0 where it is gone; other rows stay."""
    if all(old == new for old, new in rows.items()):
        return
    rels = Rels(book.package, sheet.part)
    for kind in ("comments", "threadedComment"):
        for part in rels.of(kind):
            root = markup.parse(book.package.read(part), part)
            if _move(root, rows):
                book.package.put(part, markup.serialise(root))
    for part in rels.of("vmlDrawing"):
        raw = book.package.read(part)
        moved = _SHAPE.sub(lambda shape: _moved_box(shape.group(0), rows), raw)
        if moved != raw:
            book.package.put(part, moved)


def _move(root: etree._Element, rows: Mapping[int, int]) -> bool:
    changed = False
    holder = markup.child(root, "commentList")
    for entry in list(children(root if holder is None else holder)):
        try:
            row, column, _, _ = parse_range(entry.get("ref", ""))
        except ValueError:
            continue
        new = rows.get(row, row)
        if new == row:
            continue
        changed = True
        if new:
            entry.set("ref", f"{letters(column)}{new}")
        else:
            entry.getparent().remove(entry)
    return changed


def _moved_box(shape: bytes, rows: Mapping[int, int]) -> bytes:
    found = _ROW.search(shape)
    if b'ObjectType="Note"' not in shape or not found:
        return shape
    old = int(found.group(2)) + 1
    new = rows.get(old, old)
    if not new:
        return b""

    def shifted(anchor: re.Match[bytes]) -> bytes:
        fields = [int(x) for x in anchor.group(2).split(b",")]
        top, bottom = fields[2], fields[6]
        fields[2] = max(0, top + new - old)
        fields[6] = fields[2] + bottom - top
        return anchor.group(1) + ", ".join(map(str, fields)).encode() + anchor.group(3)

    shape = _ROW.sub(lambda m: m.group(1) + str(new - 1).encode() + m.group(3), shape)
    anchor = _ANCHOR.search(shape)
    if anchor and re.fullmatch(rb"\s*[0-9]+(\s*,\s*[0-9]+){7}\s*", anchor.group(2)):
        shape = _ANCHOR.sub(shifted, shape)
    return shape
