"""What of the user's stands on a sheet of ours, and which of our new rows does it belong to?

Rows are the same row when their key is (rule 1.1). Formulas follow their row with their relative references moved.
"""

from __future__ import annotations

import datetime
import html
import re
from collections import defaultdict, deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from backorder_xl.workbook import formulas
from backorder_xl.workbook.cells import SheetText, Values, decode
from backorder_xl.workbook.errors import Blocked
from backorder_xl.workbook.refs import letters, number
from backorder_xl.workbook.shape import as_text

_FORMULA = re.compile(rb"<f(\s[^>]*?)?(?:/>|>(.*?)</f>)", re.DOTALL)
_SHARED = re.compile(rb'\ssi="([0-9]+)"')
_ARRAY_REF = re.compile(rb'(\sref=")([^"]*)(")')
Cell = tuple[bytes, bytes | None]  # attributes, inner XML


def foreign_cells(text: SheetText, ours: Iterable[int], first_row: int, last_row: int) -> dict[int, dict[int, Cell]]:
    """Column -> row -> cell for all cells of these rows that are in no column of ours."""
    names = b"|".join(letters(c).encode() for c in sorted(ours)) or b"-"
    pattern = re.compile(rb'<c r="(?!(?:' + names + rb')[0-9])([A-Z]{1,3})([0-9]+)"([^>]*?)(?:/>|>(.*?)</c>)', re.DOTALL)
    found: dict[int, dict[int, Cell]] = defaultdict(dict)
    for match in pattern.finditer(text.raw):
        row = int(match.group(2))
        if first_row <= row <= last_row:
            found[number(match.group(1).decode())][row] = (match.group(3), match.group(4))
    return dict(found)


@dataclass
class OldRows:
    """The old rows of a sheet of ours by key."""

    text: SheetText
    values: Values
    first_row: int
    last_row: int
    _shared: dict[bytes, tuple[str, str]] | None = field(default=None, init=False)

    def column(self, column: int) -> dict[int, object]:
        """Row -> python value of one column."""
        return {
            row: decode(self.values, attributes, inner)
            for row, _, attributes, inner in self.text.cells([column])
            if inner and self.first_row <= row <= self.last_row
        }

    def match(self, key_columns: Sequence[int], new_keys: Sequence[tuple[str, ...]]) -> list[int]:
        """For each new row the old row of the same key, 0 for none; equal keys are matched in their order."""
        columns = [self.column(c) for c in key_columns]
        rows = range(self.first_row, self.last_row + 1)
        return match_rows(((row, tuple(key_text(c.get(row)) for c in columns)) for row in rows), new_keys)

    def tail(self, column: int, old_row: int, new_row: int, cell: Cell) -> str:
        """All of a cell after its reference, for its new row."""
        attributes, inner = cell
        start = attributes.decode("utf-8")
        if not inner:
            return start + "/>"
        if b"<f" in inner:
            inner = self._moved(inner, f"{letters(column)}{old_row}", f"{letters(column)}{new_row}")
        return f"{start}>{inner.decode('utf-8')}</c>"

    def _moved(self, inner: bytes, origin: str, target: str) -> bytes:
        found = _FORMULA.search(inner)
        if not found:
            return inner
        attributes, body = found.group(1) or b"", found.group(2)
        shared = _SHARED.search(attributes) if b't="shared"' in attributes else None
        if shared:
            master = self._masters().get(shared.group(1))
            if master is None:
                return inner[: found.start()] + inner[found.end() :]
            text = formulas.moved(master[1], master[0], target)
            attributes = b""
        elif origin == target or body is None:
            return inner
        else:
            text = formulas.moved(html.unescape(body.decode("utf-8")), origin, target)
            if b't="array"' in attributes:
                attributes = _ARRAY_REF.sub(lambda m: m.group(1) + target.encode() + m.group(3), attributes)
        new = b"<f" + attributes + b">" + html.escape(text, quote=False).encode() + b"</f>"
        return inner[: found.start()] + new + inner[found.end() :]

    def _masters(self) -> dict[bytes, tuple[str, str]]:
        if self._shared is None:
            self._shared = {}
            pattern = re.compile(rb'<c r="([A-Z]+[0-9]+)"[^>]*><f\s([^>]*t="shared"[^>]*[^/])>(.*?)</f>', re.DOTALL)
            for cell, attributes, body in pattern.findall(self.text.raw):
                index = _SHARED.search(b" " + attributes)
                if index and body:
                    self._shared[index.group(1)] = (cell.decode(), html.unescape(body.decode("utf-8")))
        return self._shared


def match_rows(old: Iterable[tuple[int, tuple[str, ...]]], new_keys: Sequence[tuple[str, ...]]) -> list[int]:
    """For each new key the old row of that key, 0 for none; ``old`` gives rows with their keys in order."""
    waiting: dict[tuple[str, ...], deque[int]] = defaultdict(deque)
    for row, key in old:
        if any(key):
            waiting[key].append(row)
    return [waiting[key].popleft() if waiting.get(key) else 0 for key in new_keys]


def lost_key(sheet: str, missing: Sequence[str]) -> Blocked:
    """What to say where rows cannot be known again."""
    return Blocked(
        f"The sheet {sheet} has lost its column {', '.join(missing)}, so your own columns there cannot stay with their rows; "
        "put the column's header back, or delete the sheet, and run again."
    )


def key_text(value: object) -> str:
    """A value as part of a row's key: spelling of numbers and case do not matter."""
    if value is None:
        return ""
    if isinstance(value, np.datetime64):
        return "" if np.isnat(value) else as_text(value.astype("datetime64[s]").item())
    if isinstance(value, (bool, np.bool_)):
        return as_text(bool(value)).casefold()
    if isinstance(value, (int, float, np.integer, np.floating)):
        return "" if value != value else as_text(float(value))
    if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
        return value.isoformat()
    return as_text(value).strip().casefold()


def shifted_cells(row: bytes, old: int, new: int, sheet: str, last_row: int, end_row: int) -> bytes:
    """A row below the table, moved, with its totals following the data."""
    row = re.sub(rb'^<row r="[0-9]+"', b'<row r="%d"' % new, row)
    row = re.sub(rb'(<c r="[A-Z]{1,3})' + str(old).encode() + rb'"', rb'\g<1>%d"' % new, row)

    def follow(match: re.Match[bytes]) -> bytes:
        attributes, body = match.group(1) or b"", match.group(2)
        if body is None:
            return match.group(0)
        text = formulas.stretched(html.unescape(body.decode("utf-8")), sheet, last_row, end_row)
        return b"<f" + attributes + b">" + html.escape(text, quote=False).encode() + b"</f>"

    return _FORMULA.sub(follow, row)


def parse_rows(data: bytes) -> dict[int, bytes]:
    """Row number -> its XML, in the usual spelling."""
    return {int(m.group(1)): m.group(0) for m in re.finditer(rb'<row r="([0-9]+)"[^>]*?(?:/>|>.*?</row>)', data, re.DOTALL)}
