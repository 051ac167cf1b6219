"""What does a cell of a sheet part say?

Turns the XML of a sheet into cells with python values: shared texts, dates by number format, booleans, errors. Whole
sheets are scanned as bytes; a sheet written in an unusual way is first put into the usual one.
"""

from __future__ import annotations

import datetime
import html
import re
import sys
from collections.abc import Collection, Iterator
from functools import lru_cache

import numpy as np

from backorder_xl.workbook import markup
from backorder_xl.workbook.late import etree
from backorder_xl.workbook.markup import children, local
from backorder_xl.workbook.model import CellError
from backorder_xl.workbook.parts import BookParts
from backorder_xl.workbook.refs import letters, number

_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_HALF = re.compile("[\ud800-\udfff]")
_VALUE = re.compile(rb"<v(?:\s[^>]*)?>([^<]*)</v>")
_INLINE = re.compile(rb'<is><t(?: xml:space="preserve")?>([^<]*)</t></is>')
_QUOTED = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_ATTR_STYLE = re.compile(rb'\ss="([0-9]+)"')
_ATTR_TYPE = re.compile(rb'\st="([A-Za-z]+)"')
_DATE_IDS = {14, 15, 16, 17, 22, *range(27, 32), 36, *range(50, 59)}
_CLOCK_IDS = {18, 19, 20, 21, 32, 33, 34, 35, 45, 47}
_DAY0 = datetime.datetime(1899, 12, 30)
_DAY0_1904 = datetime.datetime(1904, 1, 1)
_STRETCH = 1_000_000  # bytes of a sheet that are looked at together
_LONGEST_START = len('<row r="')
_LAST_SERIAL = 2_958_466  # the day after 9999-12-31


def unescape(text: str) -> str:
    """_x000D_ and its like as the sign that they stand for; half of a sign, which is no text anywhere else, as U+FFFD."""
    if "_x" not in text:
        return text
    made = _ESCAPE.sub(lambda m: chr(int(m.group(1), 16)), text)
    return made.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace") if _HALF.search(made) else made


@lru_cache(maxsize=4096)
def date_like(code: str) -> str:
    """What a number format shows: "date", "clock" (a time of day only), "elapsed" ([h]:mm), or "" for anything else."""
    bare = _QUOTED.sub("", code.split(";")[0]).lower()
    if re.search(r"\[(h+|m+|s+)\]", bare):
        return "elapsed"
    bare = bare.replace("general", "").replace("am/pm", "h").replace("a/p", "h")
    if re.search(r"[yd]", bare) or (re.search("m", bare) and not re.search(r"[hs]", bare)):
        return "date"
    return "clock" if re.search(r"[hs]", bare) else ""


def dated(serial: float, kind: str, date1904: bool) -> datetime.datetime | float:
    """A number in a cell whose format is of a ``kind`` that date_like names: a date, or the number itself."""
    last = _LAST_SERIAL - (1462 if date1904 else 0)
    if kind not in ("date", "clock") or not (0 if date1904 else 1) <= serial < last:
        return serial
    if kind == "clock" and serial < 1:
        return serial
    # Excel believes in 29 February 1900, so earlier days are one off.
    day0 = _DAY0_1904 if date1904 else _DAY0 if serial >= 60 else _DAY0 + datetime.timedelta(days=1)
    return day0 + datetime.timedelta(seconds=round(serial * 86400))


def rich_text(item: etree._Element) -> str:
    """The text of a shared or inline string without its phonetic guides."""
    parts = []
    for piece in children(item):
        if local(piece) == "t":
            parts.append(piece.text or "")
        elif local(piece) == "r":
            parts.extend(t.text or "" for t in children(piece, "t"))
    return unescape("".join(parts))


class Values:
    """Texts and formats of one workbook, read when first needed."""

    def __init__(self, book: BookParts) -> None:
        self._book = book
        self._texts: list[str] = []
        self._texts_complete = False
        self._kinds: list[str] | None = None
        self._array: np.ndarray | None = None

    def text(self, index: int) -> str:
        """A shared string; read only as far as the index asks."""
        if index >= len(self._texts) and not self._texts_complete:
            self._read_texts(index)
        return self._texts[index] if index < len(self._texts) else ""

    def _read_texts(self, upto: int) -> None:
        part = self._book.part_of("sharedStrings")
        self._texts_complete = True
        if part is None:
            return
        limit = upto + 1 if upto < 5000 and not self._texts else None
        texts: list[str] = []
        with self._book.package.stream(part) as stream:
            for _, item in markup.walk(stream, f"{{{markup.MAIN}}}si", part):
                texts.append(rich_text(item))
                item.clear()
                while item.getprevious() is not None:
                    del item.getparent()[0]
                if limit is not None and len(texts) >= limit:
                    self._texts_complete = False
                    break
        # A second request reads all of it, so that no text is parsed more than twice.
        self._texts = texts

    @property
    def date1904(self) -> bool:
        """Whether days are counted from 1904."""
        return self._book.date1904

    def texts(self) -> np.ndarray:
        """All shared strings, blank ones as None."""
        if self._array is None:
            self.text(sys.maxsize)
            self._array = np.array([t if t.strip() else None for t in self._texts], object)
        return self._array

    def kinds(self) -> list[str]:
        """Per cell format: "date", "clock", "elapsed" or ""."""
        if self._kinds is None:
            self._kinds = []
            part = self._book.part_of("styles")
            if part is not None:
                root = markup.parse(self._book.package.read(part), part)
                codes = {f.get("numFmtId"): f.get("formatCode", "") for f in children(markup.child(root, "numFmts"))}
                for xf in children(markup.child(root, "cellXfs"), "xf"):
                    self._kinds.append(_kind(xf.get("numFmtId", "0"), codes))
        return self._kinds

    def date(self, serial: float, style: int) -> datetime.datetime | float:
        """A number as its cell format shows it: a date, or the number itself."""
        kinds = self.kinds()
        return dated(serial, kinds[style] if style < len(kinds) else "", self._book.date1904)

    def value(self, kind: str, style: int, raw: str | None, inline: etree._Element | None = None) -> object:
        """A cell's python value: str, float, bool, datetime, CellError or None."""
        if kind == "inlineStr":
            return rich_text(inline) if inline is not None else unescape(raw or "")
        if raw is None or (raw == "" and kind != "str"):
            return None
        if kind == "s":
            return self.text(int(raw))
        if kind == "str":
            return unescape(raw)
        if kind == "b":
            return raw.strip() in ("1", "true")
        if kind == "e":
            return CellError(raw)
        if kind == "d":
            try:
                return datetime.datetime.fromisoformat(raw.strip()).replace(tzinfo=None)
            except ValueError:
                return raw
        try:
            return self.date(float(raw), style)
        except ValueError:
            return raw


def _kind(format_id: str, codes: dict[str | None, str]) -> str:
    if format_id in codes:
        return date_like(codes[format_id])
    known = int(format_id) if format_id.isdigit() else 0
    return "date" if known in _DATE_IDS else "clock" if known in _CLOCK_IDS else "elapsed" if known == 46 else ""


class SheetText:
    """A sheet part as bytes in the usual spelling: no prefix, every row and cell numbered, ``r`` first."""

    def __init__(self, raw: bytes, part: str, usual: bool = False) -> None:
        self.part = part
        if not usual:
            markup.refuse_types(raw, part)
        self.changed = not (usual or _usual(raw))
        self.raw = _respelled(raw, part) if self.changed else raw

    def cells(self, columns: Collection[int] | None = None) -> Iterator[tuple[int, int, bytes, bytes | None]]:
        """(row, column, attributes, inner XML or None) of the cells, in the order of the file."""
        which = b"[A-Z]{1,3}" if columns is None else b"|".join(letters(c).encode() for c in sorted(columns))
        pattern = re.compile(rb'<c r="(' + which + rb')([0-9]+)"([^>]*?)(?:/>|>(.*?)</c>)', re.DOTALL)
        cache: dict[bytes, int] = {}
        for match in pattern.finditer(self.raw):
            name, row, attributes, inner = match.groups()
            column = cache.get(name) or cache.setdefault(name, number(name.decode()))
            yield int(row), column, attributes, inner

    def last_row(self) -> int:
        """The last row with a value in it, 0 for an empty sheet."""
        end = max(self.raw.rfind(b"</v>"), self.raw.rfind(b"</is>"))
        start = self.raw.rfind(b'<c r="', 0, end) if end > 0 else -1
        if start < 0:
            return 0
        match = re.match(rb'<c r="[A-Z]+([0-9]+)"', self.raw[start : start + 40])
        return int(match.group(1)) if match else 0


def decode(values: Values, attributes: bytes, inner: bytes | None) -> object:
    """The python value of a cell that SheetText found."""
    if not inner:
        return None
    kind = _ATTR_TYPE.search(attributes)
    style = _ATTR_STYLE.search(attributes)
    name = kind.group(1).decode() if kind else "n"
    if name == "inlineStr":
        simple = _INLINE.fullmatch(inner)
        if simple:
            return unescape(html.unescape(simple.group(1).decode("utf-8")))
        start, end = inner.find(b"<is"), inner.find(b"</is>")
        if end < 0:
            return None
        return rich_text(etree.fromstring(inner[start : end + 5], markup.parser()))
    found = _VALUE.search(inner)
    raw = html.unescape(found.group(1).decode("utf-8")) if found else None
    return values.value(name, int(style.group(1)) if style else 0, raw)


def _usual(raw: bytes) -> bool:
    if b"<!--" in raw or b"<![CDATA[" in raw or b"<sheetData" not in raw:
        return False
    head = raw[:200]
    if head[:2] in (b"\xff\xfe", b"\xfe\xff") or (b"encoding=" in head and b"utf-8" not in head.lower()):
        return False
    if b"<mc:AlternateContent" in raw and re.search(rb"<sheetData.*<mc:Alt.*</sheetData>", raw, re.DOTALL):
        return False
    return all(_numbered(raw, start) for start in range(0, len(raw), _STRETCH))


def _numbered(raw: bytes, start: int) -> bool:
    """Does each row and cell that begins in this stretch say its number first?"""
    a = np.frombuffer(raw, np.uint8, min(_STRETCH + _LONGEST_START, len(raw) - start), start)
    tags = np.flatnonzero(a[:_STRETCH] == ord("<"))
    first = a[tags[tags + _LONGEST_START <= len(a)] + 1]  # what ends the sheet is no cell
    for name in (b"c", b"row"):
        begins = tags[: len(first)][first == name[0]]
        for k, sign in enumerate(name[1:], 2):
            begins = begins[a[begins + k] == sign]
        after = a[begins + len(name) + 1]
        begins = begins[(after == ord(" ")) | (after == ord(">")) | (after == ord("/"))]
        for k, sign in enumerate(b' r="', len(name) + 1):
            if not (a[begins + k] == sign).all():
                return False
    return True


def _respelled(raw: bytes, part: str) -> bytes:
    root = markup.parse(raw, part)
    lines: list[bytes] = []
    row_number = 0
    for row in children(markup.child(root, "sheetData"), "row"):
        row_number = int(row.get("r") or row_number + 1)
        column = 0
        cells = []
        for cell in children(row, "c"):
            ref = cell.get("r")
            column = number(re.sub(r"[^A-Za-z]", "", ref)) if ref else column + 1
            rest = "".join(f' {k}="{html.escape(cell.attrib[k])}"' for k in ("s", "t") if k in cell.attrib)
            inner = "".join(_plain(child) for child in children(cell))
            cells.append(f'<c r="{letters(column)}{row_number}"{rest}>{inner}</c>')
        lines.append(f'<row r="{row_number}">{"".join(cells)}</row>'.encode())
    return b"<worksheet><sheetData>" + b"".join(lines) + b"</sheetData></worksheet>"


def _plain(element: etree._Element) -> str:
    name = local(element)
    inside = html.escape(element.text or "", quote=False) + "".join(_plain(c) for c in children(element))
    keep = "".join(f' {k}="{html.escape(v)}"' for k, v in element.attrib.items() if "{" not in k)
    return f"<{name}{keep}>{inside}</{name}>"
