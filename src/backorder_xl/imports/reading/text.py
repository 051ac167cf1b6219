"""Which cells does a text file hold?

Every cell stays the text that it is. Quotation marks are read as CSV has them; where that cannot be, and every line has
the same number of cells without them, they are plain signs, as in the tab-separated files of marketplaces.
"""

from __future__ import annotations

import csv

from backorder_xl.imports.model import Cell, RawSheet, Remark, Weight
from backorder_xl.imports.reading import separators
from backorder_xl.imports.reading.encodings import decode
from backorder_xl.workbook.errors import Unreadable

MOST_CELLS = 30_000_000
_QUOTES = "quotation marks taken as plain signs"


def read(file: str, data: bytes, encoding: str = "", separator: str = "") -> RawSheet:
    """The one sheet of a text file. Raises Unreadable with one sentence."""
    decoded = decode(file, data, encoding)
    said, start = separators.said(decoded.text)
    text = decoded.text[start:]
    separator = separator or said or separators.found(text)
    if not separator.strip("\r\n") or '"' in separator:
        raise Unreadable(f"{separator!r} cannot separate cells; name a sign such as ; or a tab.")
    rows, quoted = _rows(file, text, separator)
    if start:
        rows.insert(0, [])  # the line sep=; is the file's row 1
    how = f"{decoded.name}, separated by {separators.SPOKEN.get(separator, repr(separator))}"
    remarks = []
    if decoded.doubt:
        sentence = f"the file is not UTF-8 and was read as {decoded.name}; see whether {decoded.doubt} is spelled right"
        remarks.append(Remark(Weight.NOTED, file, 0, "", decoded.doubt, sentence))
    if not quoted:
        how += f", {_QUOTES}"
        remarks.append(Remark(Weight.REPAIRED, file, 0, "", '"', f"{_QUOTES}: they do not come in pairs around cells"))
    return RawSheet(file, file, rows, how=how, remarks=tuple(remarks))


def _rows(file: str, text: str, separator: str) -> tuple[list[list[Cell]], bool]:
    """The cells by row, and whether quotation marks were taken as CSV has them."""
    try:
        return _cells(file, text, separator, strict=True, quotes=True), True
    except csv.Error as error:
        stumble = error
    try:
        plain = _cells(file, text, separator, strict=True, quotes=False)
    except csv.Error:
        plain = []
    widths = {len(row) for row in plain if row}
    if len(widths) == 1 and widths.pop() > 1:
        return plain, False
    try:
        loose = _cells(file, text, separator, strict=False, quotes=True)
    except csv.Error:
        raise Unreadable(_too_long(file, str(stumble))) from stumble
    if "unexpected end" in str(stumble):
        line = _last_open(text)
        raise Unreadable(f"{file} opens a quotation mark in line {line} that is never closed; correct it, or export again.")
    return loose, True


def _cells(file: str, text: str, separator: str, strict: bool, quotes: bool) -> list[list[Cell]]:
    rows: list[list[Cell]] = []
    held = 0
    for row in separators.records(text, separator, strict, quotes):
        cells: list[Cell] = [cell if cell and not cell.isspace() else None for cell in row]
        rows.append(cells if any(cells) else [])
        held += len(cells)
        if held > MOST_CELLS:
            raise Unreadable(f"{file} holds more than {MOST_CELLS:,} cells; export a shorter period, or split it.")
    while rows and not rows[-1]:
        rows.pop()
    return rows


def _too_long(file: str, why: str) -> str:
    if "field larger" in why:
        return f"{file} has a cell of more than {csv.field_size_limit():,} characters, so it is no table; export it again."
    return f"{file} cannot be cut into cells ({why}); export it again."


def _last_open(text: str) -> int:
    """The line of the last quotation mark, from 1: where one is left open, it is that one or one before it."""
    return text.count("\n", 0, text.rfind('"')) + 1
