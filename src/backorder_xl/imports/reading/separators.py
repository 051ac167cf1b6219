"""What separates the cells of a text file?

Tab, comma, semicolon, bar, or ``+|``: the one that cuts most of the first lines into the same number of cells, more of
them before fewer. A line ``sep=;`` as Excel writes it says it outright.
"""

from __future__ import annotations

import csv
import io
import itertools
from collections import Counter
from collections.abc import Iterator

from backorder_xl.workbook.errors import Unreadable

SPOKEN = {"\t": "tabs", ";": "semicolons", ",": "commas", "+|": "+|", "|": "bars"}  # of two as good, the first
_LOOKED_AT = 200  # records
_STAND_IN = "\x1f"  # what the reader sees where the file has two characters


def said(text: str) -> tuple[str, int]:
    """The separator that a first line such as ``sep=;`` names, and where the text goes on; ("", 0) where there is none."""
    line = text[:20].splitlines()[0] if text[:20].splitlines() else ""
    mark = line.strip().strip('"')
    if mark[:4].lower() == "sep=" and len(mark) <= 6 and not any(c.isalnum() or c in "\"'" for c in mark[4:]):
        separator = line.strip("\r\n ")[4:] if line[:1] != '"' else mark[4:]
        end = len(line) + (2 if text[len(line) : len(line) + 2] == "\r\n" else 1)
        return separator or "\t", end
    return "", 0


def found(text: str) -> str:
    """The separator of a text; a comma where there is one column only."""
    best, best_score = ",", 0.0
    for separator in SPOKEN:
        if separator not in text:
            continue
        counts = Counter(len(row) for row in itertools.islice(_tried(text, separator), _LOOKED_AT) if any(row))
        lines = counts.total()
        width, often = max(counts.items(), key=lambda c: ((c[0] > 1) * c[1] * min(c[0], 8), c[0]), default=(1, 0))
        # agreeing lines weigh more than many cells: "1,5;2,5" has commas too, but the header has none
        score = (often / lines) ** 2 * min(width, 50) ** 0.5 if width > 1 else 0.0
        if score > best_score * 1.0001:
            best, best_score = separator, score
    return best


def _tried(text: str, separator: str) -> Iterator[list[str]]:
    try:
        yield from records(text[: 1 << 18], separator)
    except csv.Error:
        return


def records(text: str, separator: str, strict: bool = False, quotes: bool = True) -> Iterator[list[str]]:
    """The records of a text as lists of cells; line breaks in quotes are kept. Raises csv.Error."""
    single = separator
    if len(separator) > 1:
        if _STAND_IN in text:
            raise Unreadable(f"the separator {separator} cannot be read where the text holds the control character 1F.")
        single, text = _STAND_IN, text.replace(separator, _STAND_IN)
    source = io.StringIO(text, newline="")
    if quotes:
        rows = csv.reader(source, delimiter=single, strict=strict)
    else:
        rows = csv.reader(source, delimiter=single, strict=strict, quoting=csv.QUOTE_NONE)
    if single is separator:
        return rows
    return ([cell.replace(_STAND_IN, separator) for cell in row] for row in rows)
