"""How do columns of values become the rows of a sheet, fast?

Column by column: each distinct text is escaped once, numbers are joined in bulk. Text is written as inline strings, so
that the workbook's shared strings stay as they are, and never as a formula (rule 1.5).
"""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

import numpy as np

from backorder_xl.workbook.refs import letters

MAX_TEXT = 32_767
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0d\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_TEXT_TAIL = re.compile(r' t="inlineStr"><is><t[^>]*>(.*)</t></is></c>$', re.DOTALL)
_HEIGHT = re.compile(r'ht="([0-9]+)"')
_LITERAL = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_DAY0 = np.datetime64("1899-12-30", "ms")
_DAY_MS = 86_400_000
_CHUNK = 20_000


@dataclass
class CellColumn:
    """One column ready to be written: ``tails`` is all of a cell after its style, "" for a blank one."""

    column: int
    tails: Sequence[str]
    styles: int | Sequence[int] = 0
    raw: bool = False  # the user's own cells: ``tails`` is all after the reference, and "" means no cell


def clean_text(text: str) -> str:
    """Text as XML may hold it: Excel's limit of length, control signs as _xHHHH_."""
    text = text[:MAX_TEXT]
    if "_x" in text:
        text = _LITERAL.sub("_x005F_", text)
    if not text.isprintable():
        text = _CONTROL.sub(lambda m: f"_x{ord(m.group()):04X}_", text.replace("\r\n", "\n"))
    return escape(text)


def text_tail(text: str) -> str:
    """The end of a text cell."""
    space = ' xml:space="preserve"' if text != text.strip() or "\n" in text or "  " in text else ""
    return f' t="inlineStr"><is><t{space}>{clean_text(text)}</t></is></c>'


def number_tail(value: float) -> str:
    """The end of a number cell; the shortest spelling that reads back as the same number."""
    if not math.isfinite(value):
        return ""
    if value == int(value) and abs(value) < 1e15:
        return f"><v>{int(value)}</v></c>"
    return f"><v>{float(value)!r}</v></c>"


def serial(value: datetime.date, date1904: bool) -> float | None:
    """A day as Excel counts it; None where Excel has no number for it."""
    if not isinstance(value, datetime.datetime):
        value = datetime.datetime(value.year, value.month, value.day)
    delta = value.replace(tzinfo=None) - datetime.datetime(1899, 12, 30)
    return _shifted(delta.days + (delta.seconds + delta.microseconds / 1e6) / 86400, date1904)


def _shifted(days: float, date1904: bool) -> float | None:
    if date1904:
        return days - 1462 if days >= 1462 else None
    if days < 61:  # Excel counts a 29 February 1900
        days -= 1
    return days if days >= 1 else None


def value_tail(value: object, date1904: bool) -> str:
    """The end of a cell that holds any python value; "" for a blank."""
    if value is None or value is np.nan:
        return ""
    if isinstance(value, str):
        return text_tail(value) if value != "" else ""
    if isinstance(value, (bool, np.bool_)):
        return f' t="b"><v>{int(value)}</v></c>'
    if isinstance(value, (int, float, np.integer, np.floating)):
        return number_tail(float(value))
    if isinstance(value, np.datetime64):
        if np.isnat(value):
            return ""
        value = value.astype("datetime64[ms]").item()
    if isinstance(value, (datetime.datetime, datetime.date)):
        if value != value:  # pandas' NaT
            return ""
        days = serial(value, date1904)
        return text_tail(value.isoformat()) if days is None else number_tail(days)
    return text_tail(str(value)) if str(value) not in ("", "<NA>", "NaT") else ""


def formula_tail(formula: str, tail: str) -> str:
    """The end of a cell that holds a formula of ours, with the value in ``tail`` as what it came to."""
    held = f"<f>{escape(formula)}</f>"
    text = _TEXT_TAIL.match(tail)
    if text:
        return f' t="str">{held}<v>{text.group(1)}</v></c>'
    attributes, _, value = (tail or "></c>").partition(">")
    return f"{attributes}>{held}{value}"


def tails(values: object, rows: int, date1904: bool) -> list[str]:
    """The cell ends of a column of ``rows`` values; a list or an array of any kind."""
    if values is None:
        return [""] * rows
    array = values if isinstance(values, np.ndarray) else None
    if array is None and hasattr(values, "to_numpy"):
        array = values.to_numpy()
    if array is not None and array.dtype.kind == "M":
        return _date_tails(array, date1904)
    if array is not None and array.dtype.kind in "iuf":
        return _number_tails(array.astype(float))
    if array is not None and array.dtype.kind == "b":
        return [f' t="b"><v>{int(x)}</v></c>' for x in array.tolist()]
    held = array.tolist() if array is not None and array.dtype.kind in "OUT" else list(values)  # type: ignore[call-overload]
    if set(map(type, held)) <= {str, type(None)}:
        return list(map(_Texts().__getitem__, held))
    known = _Texts()
    return [known[value] if type(value) is str else value_tail(value, date1904) for value in held]


class _Texts(dict[str | None, str]):
    """Each distinct text is escaped once; a blank is no cell."""

    def __missing__(self, text: str | None) -> str:
        tail = self[text] = text_tail(text) if text else ""
        return tail


def _number_tails(array: np.ndarray) -> list[str]:
    """Each distinct number is spelled once: quantities, prices and lead times repeat."""
    distinct, where = np.unique(array, return_inverse=True)
    made: list[str] = np.array([number_tail(x) for x in distinct.tolist()], object)[where].tolist()
    return made


def _date_tails(array: np.ndarray, date1904: bool) -> list[str]:
    blank = np.isnat(array)
    distinct, where = np.unique(array.astype("datetime64[ms]"), return_inverse=True)
    days = ((distinct - _DAY0) / np.timedelta64(_DAY_MS, "ms")).tolist()
    table = []
    for day, stamp in zip(days, distinct, strict=True):
        moved = None if day != day else _shifted(day, date1904)
        table.append("" if day != day else text_tail(str(stamp)) if moved is None else number_tail(moved))
    return ["" if nothing else table[i] for nothing, i in zip(blank.tolist(), where.tolist(), strict=True)]


def sheet_rows(columns: Sequence[CellColumn], first_row: int, rows: int, heights: Sequence[str] | None = None) -> Iterator[bytes]:
    """The rows as XML; ``columns`` in the order of the sheet. ``heights`` ends each row's tag, see row_heights."""
    for start in range(0, rows, _CHUNK):
        stop = min(rows, start + _CHUNK)
        numbers = [str(n) for n in range(first_row + start, first_row + stop)]
        parts = [_cells(column, numbers, start, stop) for column in columns]
        tags = numbers if heights is None else [f'{n}"{h}' for n, h in zip(numbers, heights[start:stop], strict=True)]
        end = '">' if heights is None else ">"
        lines = [f'<row r="{n}{end}{"".join(cells)}</row>' for n, cells in zip(tags, zip(*parts, strict=True), strict=True)]
        yield "".join(lines).encode("utf-8")


def row_heights(wrapped: Sequence[tuple[Sequence[object], float]], rows: int) -> list[str] | None:
    """What makes each row tall enough for its wrapped texts, given with their column widths; None for no such text.

    Excel does not measure rows when it opens a file, so a wrapped text would be cut.
    """
    if not wrapped:
        return None
    lines = np.ones(rows, np.int64)
    for texts, width in wrapped:
        lengths = np.fromiter((len(t) if isinstance(t, str) else 0 for t in texts), np.int64, rows)
        lines = np.maximum(lines, -(-lengths // max(int(width), 1)))
    return [f' ht="{15 * n}" customHeight="1"' if n > 1 else "" for n in np.minimum(lines, 20).tolist()]


def height_of(tag: str) -> float:
    """The points that such an ending says; 0 where it says none."""
    found = _HEIGHT.search(tag)
    return float(found.group(1)) if found else 0.0


def _cells(column: CellColumn, numbers: list[str], start: int, stop: int) -> list[str]:
    name = letters(column.column)
    ends = column.tails[start:stop]
    if column.raw:
        return [f'<c r="{name}{n}"{end}' if end else "" for n, end in zip(numbers, ends, strict=True)]
    if isinstance(column.styles, int):
        style = f' s="{column.styles}"' if column.styles else ""
        return [f'<c r="{name}{n}"{style}{end}' if end else "" for n, end in zip(numbers, ends, strict=True)]
    marks = {s: f' s="{s}"' if s else "" for s in set(column.styles)}
    # A blank cell that is coloured is a cell all the same.
    return [
        f'<c r="{name}{n}"{marks[s]}{end or "/>"}' if end or s else ""
        for n, end, s in zip(numbers, ends, column.styles[start:stop], strict=True)
    ]
