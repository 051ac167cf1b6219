"""How is a large sheet read fast without losing a cell?

The sheet's XML is looked at as an array of bytes: where tags begin, which cell each value belongs to, and what the digits
come to is worked out for many thousand cells at once. Cells that are not plainly a number, a day or a shared text are
taken one by one by the same code as in the slow reader; where the sheet itself is unusual, that one does it all.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field

import numpy as np

from backorder_xl.workbook.cells import SheetText, Values, decode, unescape
from backorder_xl.workbook.digits import numbers, whole
from backorder_xl.workbook.model import RawColumn, Want
from backorder_xl.workbook.refs import LAST_ROW
from backorder_xl.workbook.shape import blank, fill, number_text

WORTH_IT = 2_000  # cells; below that the slow reader is as quick
CHUNK = 1_000_000  # bytes looked at at once: small enough to stay near the processor, large enough to be few
_DAY0 = np.datetime64("1899-12-30", "s")
_DAY0_1904 = np.datetime64("1904-01-01", "s")
_CELL = re.compile(rb'<c r="[A-Z]+[0-9]+"([^>]*?)(?:/>|>(.*?)</c>)', re.DOTALL)
_LT, _SPACE, _QUOTE, _GT, _SLASH, _A, _ZERO, _NINE = (ord(c) for c in '< ">/A09')
_SHARED, _NUMBER, _INLINE, _WORKED_OUT = ord("s"), ord("n"), ord("i"), ord("f")
"""A cell's type: a shared text, a number, a text of its own, a text that a formula comes to; 0 for what is read one by one."""
_PRESERVED = len('<t xml:space="preserve">')


class _Unusual(Exception):
    """Something that only the slow reader understands."""


@dataclass
class _Found:
    """The filled cells of one column by the index of their rows: numbers with their styles, texts, and all others."""

    rows: list[np.ndarray] = field(default_factory=list)
    styles: list[np.ndarray] = field(default_factory=list)
    values: list[np.ndarray] = field(default_factory=list)
    text_rows: list[np.ndarray] = field(default_factory=list)
    texts: list[np.ndarray] = field(default_factory=list)
    odd: list[tuple[int, object]] = field(default_factory=list)


def read_columns(
    text: SheetText, values: Values, first_row: int, rows: int, wanted: dict[int, Want]
) -> dict[int, RawColumn] | None:
    """The wanted columns, or None where the slow reader has to do it (rule 1.2)."""
    if not wanted or rows * len(wanted) < WORTH_IT or text.changed:
        return None
    found = {column: _Found() for column in wanted}
    try:
        for start, end in _chunks(text.raw):
            _scan(text.raw, start, end, values, first_row, rows, found)
        return {column: _column(found[column], want, values, rows) for column, want in wanted.items()}
    except _Unusual:
        return None


def _chunks(raw: bytes) -> list[tuple[int, int]]:
    """The sheet's rows in stretches of about CHUNK bytes that begin with a row."""
    at, end = raw.find(b"<row "), raw.rfind(b"</sheetData>")
    cuts = []
    while 0 <= at < end:
        cuts.append(at)
        at = raw.find(b"<row ", at + CHUNK, end)
    return list(zip(cuts, [*cuts[1:], end], strict=True))


def _scan(
    raw: bytes, start: int, end: int, values: Values, first_row: int, rows: int, found: dict[int, _Found]
) -> None:
    """The cells of one stretch, put to their columns."""
    a = np.frombuffer(raw, np.uint8, end - start + 16 if end + 16 <= len(raw) else len(raw) - start, start)
    tags = np.flatnonzero(a[: end - start] == _LT).astype(np.int32)
    one, two = a[tags + 1], a[tags + 2]
    cells = np.flatnonzero((one == ord("c")) & (two == _SPACE))
    if not len(cells):
        return
    at = tags[cells]
    row, column, quote = _places(a, at)
    if len(row) > 1:
        place = row.astype(np.int64) << 14 | column
        if not (place[1:] > place[:-1]).all():
            raise _Unusual
    wide = max(found)
    which = np.zeros(wide + 2, bool)
    which[list(found)] = True
    keep = which[np.minimum(column, wide + 1)] & (row >= first_row) & (row < first_row + rows)
    following = np.append(tags, end - start)[cells + 1]
    if not (a[following - 1] == _GT).all():
        raise _Unusual
    keep &= a[following - 2] != _SLASH  # <c .../> is an empty cell with a look
    cells, at, row, column, quote, following = (v[keep] for v in (cells, at, row, column, quote, following))
    if not len(cells):
        return
    kind, style = _attributes(a, quote, following - 1)
    kind, begins, ends = _insides(a, tags, one, two, cells, kind)
    number = np.zeros(len(cells))
    shared, counts = np.flatnonzero(kind == _SHARED), np.flatnonzero(kind == _NUMBER)
    number[shared] = whole(a, begins[shared], ends[shared])
    kind[shared[number[shared] < 0]] = 0
    number[counts], sure = numbers(a, begins[counts], ends[counts])
    kind[counts[~sure]] = 0
    index = row - first_row
    order = np.argsort(column, kind="stable")
    for part in np.split(order, np.flatnonzero(np.diff(column[order])) + 1):
        into, kinds = found[int(column[part[0]])], kind[part]
        plain = part[kinds == _NUMBER]
        if len(plain):
            into.rows.append(index[plain])
            into.styles.append(style[plain])
            into.values.append(number[plain])
        plain = part[kinds == _SHARED]
        if len(plain):
            which = number[plain].astype(np.int64)
            if which.max() >= len(values.texts()):
                raise _Unusual
            into.text_rows.append(index[plain])
            into.texts.append(values.texts()[which])
        plain = part[(kinds == _INLINE) | (kinds == _WORKED_OUT)]
        if len(plain):
            into.text_rows.append(index[plain])
            into.texts.append(_own_texts(raw, begins[plain] + start, ends[plain] + start))
        for i in part[kinds == 0].tolist():
            cell = _CELL.match(raw, start + int(at[i]))
            if cell is None:
                raise _Unusual
            if cell.group(2):
                into.odd.append((int(index[i]), decode(values, cell.group(1), cell.group(2))))


def _own_texts(raw: bytes, begins: np.ndarray, ends: np.ndarray) -> np.ndarray:
    """Texts that stand in the sheet itself; blank ones are None."""
    texts = [str(raw[b:e], "utf-8") for b, e in zip(begins.tolist(), ends.tolist(), strict=True)]
    made = np.empty(len(texts), object)
    made[:] = [(unescape(html.unescape(t)) if "&" in t or "_x" in t else t) if t and not t.isspace() else None for t in texts]
    return made


def _places(a: np.ndarray, at: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Row, column and the place of the quote behind the address, for cells that begin at ``at``."""
    first, second, third = (a[at + i].astype(np.int32) for i in (6, 7, 8))
    long = second >= _A
    longer = long & (third >= _A)
    column = first - _A + 1
    column = np.where(long, column * 26 + second - _A + 1, column)
    column = np.where(longer, column * 26 + third - _A + 1, column)
    digit = at + 7 + long + longer
    row = np.zeros(len(at), np.int32)
    open_ = np.ones(len(at), bool)
    for _ in range(8):
        byte = a[digit]
        open_ = (byte >= _ZERO) & (byte <= _NINE)
        if not open_.any():
            break
        row = np.where(open_, row * 10 + byte - _ZERO, row)
        digit = digit + open_
    if not ((a[digit] == _QUOTE) & (row > 0) & (row <= LAST_ROW) & (first >= _A) & (first < _A + 26)).all():
        raise _Unusual
    return row, column, digit


def _attributes(a: np.ndarray, quote: np.ndarray, closing: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Type and style of cells, from what stands between their address and ``>``."""
    kind = np.full(len(quote), _NUMBER, np.uint8)
    ends = closing.copy()  # behind the style's closing quote, or behind the address
    typed = (a[closing - 1] == _QUOTE) & (closing - 1 > quote)
    for word, code in (("s", _SHARED), ("n", _NUMBER), ("inlineStr", _INLINE), ("str", _WORKED_OUT)):
        said = np.frombuffer(f' t="{word}"'.encode(), np.uint8)
        is_it = np.flatnonzero(typed & (closing - quote > len(said)) & (a[closing - 2] == said[-2]))
        for k, byte in enumerate(said[::-1], 1):
            is_it = is_it[a[closing[is_it] - k] == byte]
        kind[is_it] = code
        ends[is_it] -= len(said)
    size = ends - quote - len('" s=""')  # digits of the style
    right = (a[quote + 1] == _SPACE) & (a[quote + 2] == ord("s")) & (a[quote + 3] == ord("=")) & (a[quote + 4] == _QUOTE)
    right &= (size >= 1) & (size <= 5) & (a[ends - 1] == _QUOTE)
    style = np.zeros(len(quote), np.int32)
    styled = np.flatnonzero(right)
    style[styled] = whole(a, quote[styled] + 5, ends[styled] - 1)
    kind[~(right | (ends == quote + 1)) | (style < 0)] = 0
    return kind, style


def _insides(
    a: np.ndarray, tags: np.ndarray, one: np.ndarray, two: np.ndarray, cells: np.ndarray, kind: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Where what each cell says begins and ends; the type is 0 for those whose tags are not the usual ones."""
    last = len(tags) - 1
    value = cells + 1
    for _ in range(2):  # over the formula's tags
        value = np.where(one[np.minimum(value, last)] == ord("v"), value, value + 1)
    value = np.where(kind == _INLINE, cells + 2, value)  # <is>, then <t>
    closing = np.minimum(value + 1, last)
    value = np.minimum(value, last)
    begins = tags[value] + 3
    inline = np.flatnonzero(kind == _INLINE)
    preserved = inline[a[begins[inline] - 1] == _SPACE]
    begins[preserved] += _PRESERVED - 3
    right = (a[begins - 1] == _GT) & (one[closing] == _SLASH)
    right &= np.where(kind == _INLINE, (one[value] == ord("t")) & (two[closing] == ord("t")), two[closing] == ord("v"))
    after = np.minimum(closing + 1, last)
    ended = (one[after] == _SLASH) & (two[after] == np.where(kind == _INLINE, ord("i"), ord("c")))
    return np.where(right & ended, kind, 0).astype(np.uint8), begins, tags[closing]


def _column(found: _Found, want: Want, values: Values, rows: int) -> RawColumn:
    """What was found of a column as it is wanted."""
    made = blank(rows, want)
    if found.text_rows:
        _texts(made, want, np.concatenate(found.text_rows), np.concatenate(found.texts))
    if found.rows:
        index, style, number = (np.concatenate(part) for part in (found.rows, found.styles, found.values))
        dated = _dated(values)
        look = dated[np.minimum(style, len(dated) - 1)]
        bare, day = look == 0, look == 1
        _numbers(made, want, index[bare], number[bare])
        _days(made, want, index[day], number[day], values)
        rest = np.flatnonzero(look == 2)
        fill(made, want, ((int(index[i]), values.date(float(number[i]), int(style[i]))) for i in rest))
    fill(made, want, found.odd)
    return made


def _dated(values: Values) -> np.ndarray:
    """By style: 0 for a bare number, 1 for a day, 2 for a time or a stretch of time."""
    kinds = {"": 0, "date": 1}
    return np.array([*(kinds.get(kind, 2) for kind in values.kinds()), 0], np.int8)


def _texts(made: RawColumn, want: Want, index: np.ndarray, texts: np.ndarray) -> None:
    if want in (Want.TEXT, Want.ANY):
        made.values[index] = texts
        return
    for i in np.flatnonzero(texts != None).tolist():  # noqa: E711 - elementwise
        made.odd[int(index[i])] = texts[i]


def _numbers(made: RawColumn, want: Want, index: np.ndarray, number: np.ndarray) -> None:
    if want is Want.NUMBER:
        made.values[index] = number
    elif want is Want.ANY:
        made.values[index] = number.astype(object)
    elif want is Want.TEXT:
        different, back = np.unique(number, return_inverse=True)
        made.values[index] = np.array([number_text(v) for v in different.tolist()], object)[back]
    else:
        made.odd.update(zip(index.tolist(), number.tolist(), strict=True))


def _days(made: RawColumn, want: Want, index: np.ndarray, number: np.ndarray, values: Values) -> None:
    if not len(index):
        return
    first, last = (0, 2_957_004) if values.date1904 else (61, 2_958_466)
    usual = (number >= first) & (number < last)
    for i in np.flatnonzero(~usual).tolist():
        fill(made, want, [(int(index[i]), values.date(float(number[i]), values.kinds().index("date")))])
    index, number = index[usual], number[usual]
    day0 = _DAY0_1904 if values.date1904 else _DAY0
    stamps = day0 + np.rint(number * 86400).astype("timedelta64[s]")
    if want is Want.DATE:
        made.values[index] = stamps
    elif want is Want.NUMBER:
        made.odd.update(zip(index.tolist(), stamps.tolist(), strict=True))
    else:
        fill(made, want, zip(index.tolist(), stamps.tolist(), strict=True))
