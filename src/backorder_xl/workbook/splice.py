"""Where in a sheet part do the rows stand, and how is only that piece exchanged?

Everything before and after the rows keeps its bytes: widths, conditional formats, drop-downs, print set-up, drawings.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from xml.sax.saxutils import quoteattr

from lxml import etree

from backorder_xl.workbook import markup
from backorder_xl.workbook.errors import Unreadable
from backorder_xl.workbook.markup import MAIN, REL, children
from backorder_xl.workbook.refs import letters

_OPEN = re.compile(rb"<((?:[A-Za-z_][\w.-]*:)?)sheetData(\s[^>]*?)?(/>|>)")
_DIMENSION = re.compile(rb'(<(?:[A-Za-z_][\w.-]*:)?dimension\s[^>]*?ref=")([^"]*)"')
# What may follow each element of a sheet, in the schema's order.
SHEET_ORDER = (
    "sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr", "sheetProtection",
    "protectedRanges", "scenarios", "autoFilter", "sortState", "dataConsolidate", "customSheetViews", "mergeCells",
    "phoneticPr", "conditionalFormatting", "dataValidations", "hyperlinks", "printOptions", "pageMargins",
    "pageSetup", "headerFooter", "rowBreaks", "colBreaks", "customProperties", "cellWatches", "ignoredErrors",
    "smartTags", "drawing", "legacyDrawing", "legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls",
    "webPublishItems", "tableParts", "extLst",
)  # fmt: skip


@dataclass
class Pieces:
    """A sheet part cut in three."""

    head: bytes  # up to the rows
    data: bytes  # the rows, without the sheetData tags
    tail: bytes  # from behind them
    prefix: bytes  # b"" or b"x:"

    @property
    def opening(self) -> bytes:
        return b"<" + self.prefix + b"sheetData>"

    @property
    def closing(self) -> bytes:
        return b"</" + self.prefix + b"sheetData>"


def cut(raw: bytes, part: str) -> Pieces:
    """Cut a sheet part at its rows."""
    if b"<!--" in raw or b"<![CDATA[" in raw or raw[:2] in (b"\xff\xfe", b"\xfe\xff") or _other_encoding(raw):
        # Marks that could be mistaken for rows: written once in the usual way, with nothing lost but the comment.
        raw = markup.serialise(_without_comments(markup.parse(raw, part)))
    found = _OPEN.search(raw)
    if not found:
        raise Unreadable(f"{part} inside the workbook has no rows element; open it in Excel and save it again.")
    prefix = found.group(1)
    if found.group(3) == b"/>":
        return Pieces(raw[: found.start()], b"", raw[found.end() :], prefix)
    closing = b"</" + prefix + b"sheetData>"
    end = raw.find(closing, found.end())
    if end < 0:
        raise Unreadable(f"{part} inside the workbook is damaged; open it in Excel and save it again.")
    return Pieces(raw[: found.start()], raw[found.end() : end], raw[end + len(closing) :], prefix)


def with_dimension(head: bytes, ref: str) -> bytes:
    """The head with its dimension telling the used range; none is added."""
    return _DIMENSION.sub(lambda m: m.group(1) + ref.encode() + b'"', head, count=1)


def edit_outside(pieces: Pieces, part: str) -> etree._Element:
    """The sheet without its rows as a tree, for changes outside of them; see ``put_outside``."""
    return markup.parse(pieces.head + pieces.opening + pieces.closing + pieces.tail, part)


def put_outside(pieces: Pieces, root: etree._Element) -> Pieces:
    """Take head and tail from a changed tree."""
    raw = markup.serialise(root)
    changed = cut(raw, "sheet")
    return Pieces(changed.head, pieces.data, changed.tail, pieces.prefix)


def set_hyperlinks(root: etree._Element, links: list[tuple[str, str, str]], follow: Callable[[str], str | None]) -> bool:
    """Exchange hyperlinks: an old one goes to ``follow(ref)``, None drops it; ``links`` (ref, place, hint) come."""
    group = markup.child(root, "hyperlinks")
    before = None if group is None else etree.tostring(group)
    if group is None:
        if not links:
            return False
        group = etree.Element(f"{{{MAIN}}}hyperlinks")
        markup.add_in_order(root, group, SHEET_ORDER[SHEET_ORDER.index("hyperlinks") + 1 :])
    for old in list(children(group)):
        ref = follow(old.get("ref", ""))
        if ref is None:
            group.remove(old)
        else:
            old.set("ref", ref)
    group.extend(_hyperlinks(links))
    if next(children(group), None) is None:
        root.remove(group)
        return True
    return etree.tostring(group) != before


def _hyperlinks(links: list[tuple[str, str, str]]) -> list[etree._Element]:
    """Many at once by way of a text, which is several times as fast as one after another."""
    said = (
        f'<hyperlink ref="{ref}" location={quoteattr(place)}{f" display={quoteattr(hint)}" if hint else ""}/>'
        for ref, place, hint in links
    )
    return list(etree.fromstring(f'<hyperlinks xmlns="{MAIN}">{"".join(said)}</hyperlinks>', markup.parser()))


def add_table_part(root: etree._Element, rel_id: str) -> None:
    """Tell the sheet that it has one more Excel Table."""
    group = markup.child(root, "tableParts")
    if group is None:
        group = etree.Element(f"{{{MAIN}}}tableParts")
        markup.add_in_order(root, group, SHEET_ORDER[SHEET_ORDER.index("tableParts") + 1 :])
    etree.SubElement(group, f"{{{MAIN}}}tablePart").set(f"{{{REL}}}id", rel_id)
    group.set("count", str(sum(1 for _ in children(group))))


def number_cells(data: bytes, pieces: Pieces) -> bytes:
    """Rows and cells with their ``r`` written out, where a generator left it to be counted."""
    root = etree.fromstring(_wrapped(pieces, data), markup.parser())
    row_number = 0
    holder = markup.child(root, "sheetData")
    for row in children(holder, "row"):
        row_number = int(row.get("r") or row_number + 1)
        row.set("r", str(row_number))
        column = 0
        for cell in children(row, "c"):
            ref = cell.get("r")
            column = _column(ref) if ref else column + 1
            cell.set("r", f"{letters(column)}{row_number}")
    text = etree.tostring(holder) if holder is not None else b""
    found = _OPEN.search(text)
    return text[found.end() : text.rfind(b"</")] if found and found.group(3) == b">" else b""


def _wrapped(pieces: Pieces, data: bytes) -> bytes:
    return pieces.head + pieces.opening + data + pieces.closing + pieces.tail


def _column(ref: str) -> int:
    from backorder_xl.workbook.refs import number

    return number(re.sub(r"[^A-Za-z]", "", ref))


def _other_encoding(raw: bytes) -> bool:
    return b"encoding=" in raw[:120] and b"utf-8" not in raw[:120].lower()


def _without_comments(root: etree._Element) -> etree._Element:
    for comment in list(root.iter(etree.Comment)):
        parent = comment.getparent()
        if parent is not None:
            parent.remove(comment)
    return root


def set_width(root: etree._Element, column: int, width: float) -> None:
    """Give a column a width unless it has one."""
    group = markup.child(root, "cols")
    if group is None:
        group = etree.Element(f"{{{MAIN}}}cols")
        markup.add_in_order(root, group, SHEET_ORDER[SHEET_ORDER.index("cols") + 1 :])
    place = 0
    for index, old in enumerate(children(group)):
        if int(old.get("min", "0")) <= column <= int(old.get("max", "0")):
            return
        if int(old.get("min", "0")) < column:
            place = index + 1
    new = etree.Element(f"{{{MAIN}}}col", min=str(column), max=str(column), width=f"{width:g}", customWidth="1")
    group.insert(place, new)
