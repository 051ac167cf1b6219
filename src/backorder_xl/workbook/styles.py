"""Which cell format number shows a value as it should be shown?

Finds a fitting entry in styles.xml or appends one; no entry of the user's is ever edited, and a second run adds
nothing. Empty or missing lists, which some generators leave, are filled with Excel's own first entries.
"""

from __future__ import annotations

import copy
from dataclasses import dataclass

from lxml import etree

from backorder_xl.workbook import markup
from backorder_xl.workbook.changes import Format, Tone
from backorder_xl.workbook.markup import MAIN, child, children
from backorder_xl.workbook.palette import CODES, FILLS, FRACTION, HEADER_FILL, HEADER_FONT, LINE_COLOUR, LINK_COLOUR
from backorder_xl.workbook.parts import BookParts

_ORDER = ("numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs", "tableStyles",
          "colors", "extLst")  # fmt: skip
_FIRST = {
    "fonts": ['<font><sz val="11"/><name val="Calibri"/><family val="2"/></font>'],
    "fills": ['<fill><patternFill patternType="none"/></fill>', '<fill><patternFill patternType="gray125"/></fill>'],
    "borders": ["<border><left/><right/><top/><bottom/><diagonal/></border>"],
    "cellStyleXfs": ['<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>'],
    "cellXfs": ['<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'],
}
_BUILT_IN = {"General": 0, "0": 1, "#,##0": 3, "#,##0.00": 4, "0%": 9, "0.00%": 10, "@": 49}
_STYLES_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"


@dataclass(frozen=True)
class Look:
    """How one cell of ours looks."""

    format: Format = Format.TEXT
    tone: Tone = Tone.NONE
    wrap: bool = False
    link: bool = False
    fraction: bool = False
    ruled: bool = False  # a thin line above
    inset: bool = False


class Styles:
    """The workbook's cell formats, found or appended."""

    def __init__(self, book: BookParts) -> None:
        self._book = book
        part = book.part_of("styles")
        if part is None:
            part = book.package.free_name("xl/styles%d.xml") if book.package.has("xl/styles.xml") else "xl/styles.xml"
            book.package.put(part, f'{markup.XML_HEAD}<styleSheet xmlns="{MAIN}"/>'.encode())
            book.rels.add("styles", part)
            book.content_type(part, _STYLES_TYPE)
        self._part = part
        self._root = markup.parse(book.package.read(part), part)
        self._known: dict[tuple[str, object], int] = {}
        self._looks: dict[Look, int] = {}
        self._derived: dict[tuple[int, Format], int] = {}
        self._changed = False
        for name in _FIRST:
            group = self._group(name)
            if next(children(group), None) is None:
                for text in _FIRST[name]:
                    self._append(group, _element(text))
            for index, entry in enumerate(children(group)):
                self._known.setdefault((name, _shape(entry)), index)

    def look(self, look: Look) -> int:
        """The cell format of a look."""
        if look not in self._looks:
            code = FRACTION if look.fraction else CODES[look.format]
            font = self._font(underlined=True) if look.link else 0
            fill = self._fill(FILLS[look.tone]) if look.tone else 0
            inset = ' indent="1" horizontal="left"' if look.inset or (look.format is Format.TEXT and look.tone) else ""
            wrap = ' wrapText="1"' if look.wrap else ""
            align = f'<alignment vertical="top"{inset}{wrap}/>'
            self._looks[look] = self._format(self._number_format(code), font, fill, align, self._border() if look.ruled else 0)
        return self._looks[look]

    def header(self) -> int:
        """The cell format of a header of ours; explicit, as not every program shows table styles."""
        font = self._font(header=True)
        return self._format(0, font, self._fill(HEADER_FILL), '<alignment vertical="center" wrapText="1"/>')

    def red(self) -> int:
        """The differential format of a cell that turns red (see alarms.py)."""
        font = '<font><b/><color rgb="FF9C0006"/></font>'
        wanted = _element(f'<dxf>{font}<fill><patternFill><bgColor rgb="FFFFC7CE"/></patternFill></fill></dxf>')
        group = self._group("dxfs")
        same = (i for i, entry in enumerate(children(group)) if _shape(entry) == _shape(wanted))
        found = next(same, None)
        return self._append(group, wanted) if found is None else found

    def derived(self, base: int, format: Format) -> int:
        """A user's own cell format with another number format; the rest of it stays."""
        if (base, format) not in self._derived:
            group = self._group("cellXfs")
            entries = list(children(group))
            entry = copy.deepcopy(entries[base if base < len(entries) else 0])
            entry.set("numFmtId", str(self._number_format(CODES[format])))
            entry.set("applyNumberFormat", "1")
            self._derived[(base, format)] = self._find_or_append("cellXfs", entry)
        return self._derived[(base, format)]

    def flush(self) -> None:
        """Put the part back if anything was appended."""
        if self._changed:
            self._book.package.put(self._part, markup.serialise(self._root))

    def _group(self, name: str) -> etree._Element:
        group = child(self._root, name)
        if group is None:
            group = etree.Element(f"{{{MAIN}}}{name}")
            markup.add_in_order(self._root, group, _ORDER[_ORDER.index(name) + 1 :])
        return group

    def _append(self, group: etree._Element, entry: etree._Element) -> int:
        group.append(entry)
        count = sum(1 for _ in children(group))
        group.set("count", str(count))
        self._changed = True
        return count - 1

    def _find_or_append(self, name: str, entry: etree._Element) -> int:
        key = (name, _shape(entry))
        if key not in self._known:
            self._known[key] = self._append(self._group(name), entry)
        return self._known[key]

    def _number_format(self, code: str) -> int:
        if code in _BUILT_IN:
            return _BUILT_IN[code]
        group = child(self._root, "numFmts")
        taken = {163}
        for entry in children(group):
            if entry.get("formatCode") == code:
                return int(entry.get("numFmtId", "0"))
            taken.add(int(entry.get("numFmtId", "0")))
        new = max(taken) + 1
        entry = etree.Element(f"{{{MAIN}}}numFmt", numFmtId=str(new), formatCode=code)
        self._append(self._group("numFmts"), entry)
        return new

    def _font(self, header: bool = False, underlined: bool = False) -> int:
        base = next(children(self._group("fonts")))
        kept = {markup.local(e): copy.deepcopy(e) for e in children(base)}
        for name in ("b", "u", "color"):
            kept.pop(name, None)
        if header:
            kept["b"] = etree.Element(f"{{{MAIN}}}b")
            kept["color"] = etree.Element(f"{{{MAIN}}}color", rgb=f"FF{HEADER_FONT}")
        if underlined:
            kept["u"] = etree.Element(f"{{{MAIN}}}u")
            kept["color"] = etree.Element(f"{{{MAIN}}}color", rgb=f"FF{LINK_COLOUR}")
        font = etree.Element(f"{{{MAIN}}}font")
        order = ("b", "i", "strike", "condense", "extend", "outline", "shadow", "u", "vertAlign", "sz", "color", "name",
                 "family", "charset", "scheme")  # fmt: skip
        font.extend(kept[name] for name in order if name in kept)
        return self._find_or_append("fonts", font)

    def _fill(self, colour: str) -> int:
        text = f'<fill><patternFill patternType="solid"><fgColor rgb="FF{colour}"/></patternFill></fill>'
        return self._find_or_append("fills", _element(text))

    def _border(self) -> int:
        line = f'<top style="thin"><color rgb="FF{LINE_COLOUR}"/></top>'
        return self._find_or_append("borders", _element(f"<border><left/><right/>{line}<bottom/><diagonal/></border>"))

    def _format(self, number_format: int, font: int, fill: int, alignment: str, border: int = 0) -> int:
        text = f'<xf numFmtId="{number_format}" fontId="{font}" fillId="{fill}" borderId="{border}" xfId="0"'
        text += ' applyNumberFormat="1"' if number_format else ""
        text += ' applyFont="1"' if font else ""
        text += ' applyFill="1"' if fill else ""
        text += ' applyBorder="1"' if border else ""
        text += f' applyAlignment="1">{alignment}</xf>' if alignment else "/>"
        if not (number_format or font or fill or alignment):
            return 0
        return self._find_or_append("cellXfs", _element(text))


def _element(text: str) -> etree._Element:
    return etree.fromstring(f'<x xmlns="{MAIN}">{text}</x>')[0]


def _shape(element: etree._Element) -> tuple[object, ...]:
    """What an entry says, apart from spelling, so that equal entries are found again."""
    inside = tuple(_shape(e) for e in children(element))
    return markup.local(element), tuple(sorted((str(k), str(v)) for k, v in element.attrib.items())), inside
