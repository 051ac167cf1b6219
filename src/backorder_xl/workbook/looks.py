"""Which formats, colours and lines does a table of ours get on an open sheet?

As steps: first what most cells of a column have, then what is different. Closed files get the same from styles.py.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np

from backorder_xl.workbook.changes import Column, Format, SheetTable, Tone
from backorder_xl.workbook.grids import rects, runs
from backorder_xl.workbook.palette import AS_TEXT, CODES, FILLS, FRACTION
from backorder_xl.workbook.standing import Cell
from backorder_xl.workbook.steps import Align, Fill, NumberFormat, Rect, Ruled, Step

Where = tuple[int, int, int]  # column, first row, how many rows


def holds_text(column: Column, cells: Sequence[Cell]) -> bool:
    """Whether a column can be told to hold text only; a number there would become one, and a sign ' at the start be lost."""
    return column.format is Format.TEXT and all(v is None or (isinstance(v, str) and v[:1] != "'") for v in cells)


def formats(sheet: str, columns: Mapping[int, tuple[Column, list[Cell]]], first: int, text: set[int], header: int) -> list[Step]:
    """Number formats of the data rows; a column of text has its format from the row ``header`` on."""
    most: dict[str, list[Where]] = {}
    others: dict[str, list[Where]] = {}
    for number, (column, cells) in columns.items():
        rows = max(1, len(cells))
        if number in text:
            most.setdefault(AS_TEXT, []).append((number, header, first - header + rows))
            continue
        codes = [CODES[column.format]] * rows
        if column.format is Format.QTY:
            codes = [FRACTION if isinstance(v, float) and not v.is_integer() else codes[0] for v in cells] or codes
        usual = Counter(codes).most_common(1)[0][0]
        most.setdefault(usual, []).append((number, first, rows))
        for start, count, code in runs(codes):
            if code != usual:
                others.setdefault(str(code), []).append((number, first + start, count))
    return [NumberFormat(sheet, rects(where), code) for found in (most, others) for code, where in found.items()]


def dress(table: SheetTable, places: Mapping[str, int], first: int, rows: int, new: bool) -> list[Step]:
    """Alignment, fills and lines of the data rows."""
    count = max(1, rows)
    whole = rects((c, first, count) for c in places.values())
    steps: list[Step] = []
    for wrap in (False, True):
        for inset in (False, True):  # a coloured text stands a little away from the edge, and its whole column with it
            alike = (c for c in table.columns if c.wrap is wrap and _inset(table, c) is inset)
            some = rects((places[c.header], first, count) for c in alike)
            if some:
                steps.append(Align(table.sheet, some, wrap, inset))
    if not new:
        steps.append(Fill(table.sheet, whole, None))
    fills: dict[str, list[Where]] = {}
    for header, tones in table.tones.items():
        if header not in places:
            continue
        for start, length, tone in runs(np.asarray(tones).tolist()):
            if tone == Tone.NONE:
                continue
            fills.setdefault(FILLS[Tone(tone)], []).append((places[header], first + start, length))
    steps += [Fill(table.sheet, rects(where), colour) for colour, where in fills.items()]
    if table.ruled is not None:
        if not new:
            steps.append(Ruled(table.sheet, whole, line=False))
        marks = np.flatnonzero(np.asarray(table.ruled)).tolist()
        lines: tuple[Rect, ...] = rects((c, first + i, 1) for i in marks for c in places.values())
        if lines:
            steps.append(Ruled(table.sheet, lines, line=True))
    return steps


def _inset(table: SheetTable, column: Column) -> bool:
    tones = table.tones.get(column.header)
    return column.inset or (
        column.format is Format.TEXT and tones is not None and bool(np.any(np.asarray(tones) != Tone.NONE))
    )
