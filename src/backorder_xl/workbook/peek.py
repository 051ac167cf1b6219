"""What stands in the first rows of a sheet?

Streams the part and stops early, so that a look at a million rows costs no more than a look at thirty.
"""

from __future__ import annotations

import re

from backorder_xl.workbook import markup
from backorder_xl.workbook.cells import Values
from backorder_xl.workbook.markup import child, children
from backorder_xl.workbook.parts import BookParts
from backorder_xl.workbook.refs import number


def top_rows(book: BookParts, values: Values, part: str, rows: int) -> list[list[object]]:
    """The first rows as python values, absolute from A1; cells right of the last value are left out."""
    found: list[list[object]] = [[] for _ in range(rows)]
    count = 0
    current = 0
    space = f"{{{markup.MAIN}}}"
    with book.package.stream(part) as stream:
        for _, row in markup.walk(stream, space + "row", part):
            current = int(row.get("r") or current + 1)
            if current > rows:
                break
            line = found[current - 1]
            column = 0
            for cell in children(row, "c"):
                ref = cell.get("r")
                column = number(re.sub(r"[^A-Za-z]", "", ref)) if ref else column + 1
                raw = child(cell, "v")
                value = values.value(
                    cell.get("t", "n"),
                    int(cell.get("s", "0")),
                    None if raw is None else raw.text or "",
                    child(cell, "is"),
                )
                if value is None or column > 16384:
                    continue
                line.extend([None] * (column - len(line)))
                line[column - 1] = value
                count = max(count, current)
            row.clear()
    return found[:count]
