"""How is one cell of a row found, replaced or appended without parsing the row?

Only for rows in the usual spelling; None says that the row has to be parsed after all. This is what makes patches of many
rows fast.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from backorder_xl.workbook.refs import letters, number

_SPANS = re.compile(rb'^(<row\s[^>]*?)\sspans="[^"]*"')
_LAST = re.compile(rb'<c r="([A-Z]{1,3})[0-9]+"')


@dataclass(frozen=True)
class Found:
    """A cell inside a row's bytes; ``start`` equals ``end`` where it would be appended."""

    start: int
    end: int
    attributes: bytes
    inner: bytes | None

    @property
    def there(self) -> bool:
        return self.end > self.start


def find(raw: bytes, row: int, column: int) -> Found | None:
    """Where a cell stands in its row, or where it would be appended; None if only parsing can tell."""
    name = f'<c r="{letters(column)}{row}"'.encode()
    start = raw.find(name)
    if start >= 0:
        stop = raw.find(b">", start)
        if raw[stop - 1 : stop] == b"/":
            return Found(start, stop + 1, raw[start + len(name) : stop - 1], None)
        end = raw.find(b"</c>", stop)
        if stop < 0 or end < 0:
            return None
        return Found(start, end + 4, raw[start + len(name) : stop], raw[stop + 1 : end])
    if not raw.endswith((b"</c></row>", b"/></row>")) or b"<extLst" in raw:
        return None
    last = raw.rfind(b'<c r="')
    match = _LAST.match(raw, last) if last >= 0 else None
    if match is None or raw.count(b"<c ") != raw.count(b'<c r="') or number(match.group(1).decode()) > column:
        return None
    return Found(len(raw) - 6, len(raw) - 6, b"", None)


def put(raw: bytes, place: Found, row: int, column: int, style: int, tail: str) -> bytes:
    """The row with the cell written; ``tail`` is all of it after its style, "" for a blank one."""
    mark = f' s="{style}"' if style else ""
    cell = f'<c r="{letters(column)}{row}"{mark}{tail or "/>"}'.encode()
    made = raw[: place.start] + cell + raw[place.end :]
    return made if place.there else _SPANS.sub(rb"\1", made)
