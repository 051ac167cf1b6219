"""What does a sheet say that came as JSON?

Numbers become days where their number format shows one; looks are kept for the same cells for which a host looks at them:
the data of Excel Tables, or the whole grid of a sheet that has none.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from backorder_xl.workbook.cells import date_like, dated
from backorder_xl.workbook.errors import Unreadable
from backorder_xl.workbook.model import CellError, ExcelTable
from backorder_xl.workbook.refs import LAST_COLUMN, LAST_ROW, letters
from backorder_xl.workbook.standing import Cell, Formula, SheetNow, Stretch, Stretches

_AS_THEY_ARE = frozenset({str, bool, float, type(None)})
Area = tuple[int, int, int, int]  # first row, last row, first column, last column


def sheet_now(sent: Mapping[str, Any], date1904: bool = False) -> SheetNow:
    """A sheet that was sent, as deciding.py wants it; Unreadable where a cell is nothing that a cell can be."""
    name = sent["name"]
    cells = [_row(row, r, name) for r, row in enumerate(sent["cells"], 1)]
    while cells and all(c is None for c in cells[-1]):
        cells.pop()
    _days(cells, sent.get("formats", ()), date1904)
    tables = [_table(t, name) for t in sent.get("tables", ())]
    tables.sort(key=lambda t: (t.header_row, t.first_col))
    now = SheetNow(name, cells, tables)
    areas = [(t.header_row + 1, t.last_row, t.first_col, t.last_col) for t in tables]
    if not areas and cells:
        areas = [(1, len(cells), 1, now.width())]
    now.formats = _looks(sent.get("formats", ()), areas)
    if sent.get("close"):
        now.fills = _looks(sent.get("fills", ()), areas)
        now.lines = {c: found for c, found in _looks(sent.get("lines", ()), areas).items() if any(s.look for s in found)}
        now.filters = {table: [dict(c) for c in criteria] for table, criteria in sent.get("filters", {}).items() if criteria}
        now.notes = {(row, column): text for row, column, text in sent.get("notes", ())}
        now.links = {(row, column): target for row, column, target in sent.get("links", ())}
        now.widths = {column: float(width) for column, width in sent.get("widths", ())}
        now.alarmed = set(sent.get("alarmed", ()))
        now.charts = {chart: (title, column) for chart, title, column in sent.get("charts", ())}
        now.page_set = bool(sent.get("page_set"))
    return now


def cell_now(sent: Any) -> Cell:
    """One cell; ValueError for what no cell can be."""
    if type(sent) in _AS_THEY_ARE:
        if type(sent) is float and not math.isfinite(sent):
            return None
        return None if sent == "" else sent  # type: ignore[no-any-return]
    if isinstance(sent, int):
        try:
            return float(sent)
        except OverflowError:
            raise ValueError("no cell") from None
    if isinstance(sent, Mapping):
        if isinstance(text := sent.get("f"), str):
            value = sent.get("v")
            return Formula(text, "" if value == "" else cell_now(value))
        if isinstance(text := sent.get("e"), str):
            return CellError(text)
    raise ValueError("no cell")


def _row(row: Sequence[Any], number: int, sheet: str) -> list[Cell]:
    found: list[Cell] = []
    for value in row:
        if value is None or (type(value) is str and value) or type(value) is bool:
            found.append(value)
            continue
        try:
            found.append(cell_now(value))
        except ValueError:
            where = f"{letters(len(found) + 1)}{number}"
            raise Unreadable(f"The cell {where} of {sheet} did not arrive whole; press the button once more.") from None
    return found


def _days(cells: list[list[Cell]], formats: Iterable[Sequence[Any]], date1904: bool) -> None:
    """Numbers that are shown as days become days."""
    for column, first, last, look in formats:
        kind = date_like(look or "")
        if kind not in ("date", "clock"):
            continue
        for row in cells[max(first, 1) - 1 : last]:
            if not 0 < column <= len(row):
                continue
            value = row[column - 1]
            if type(value) is float:
                row[column - 1] = dated(value, kind, date1904)
            elif type(value) is Formula and type(value.value) is float:
                row[column - 1] = Formula(value.text, dated(value.value, kind, date1904))


def _table(sent: Mapping[str, Any], sheet: str) -> ExcelTable:
    rows, columns = (sent["header_row"], sent["last_row"]), (sent["first_col"], sent["last_col"])
    if not (1 <= rows[0] <= rows[1] <= LAST_ROW and 1 <= columns[0] <= columns[1] <= LAST_COLUMN):
        raise Unreadable(f"The table {sent['name']} on {sheet} did not arrive whole; press the button once more.")
    return ExcelTable(
        sent["name"], sheet, sent["header_row"], sent["last_row"], sent["first_col"], sent["last_col"],
        bool(sent.get("totals")), tuple(sent["headers"]),
    )  # fmt: skip


def _looks(sent: Iterable[Sequence[Any]], areas: Sequence[Area]) -> Stretches:
    """The stretches of each column inside the areas, neighbours of equal looks as one and what was left out as None."""
    by_column: dict[int, list[tuple[int, int, str | None]]] = {}
    for column, first, last, look in sent:
        by_column.setdefault(column, []).append((first, last, look))
    for found in by_column.values():
        found.sort(key=lambda f: f[0])
    looks: Stretches = {}
    for top, bottom, left, right in areas:
        for column in range(left, right + 1):
            if bottom >= top:
                looks.setdefault(column, []).extend(_within(by_column.get(column, ()), top, bottom))
    return looks


def _within(sent: Iterable[tuple[int, int, str | None]], top: int, bottom: int) -> list[Stretch]:
    found: list[Stretch] = []

    def more(first: int, last: int, look: str | None) -> None:
        if found and found[-1].look == look:
            found[-1] = Stretch(found[-1].first, last, look)
        elif last >= first:
            found.append(Stretch(first, last, look))

    at = top
    for first, last, look in sent:
        first, last = max(first, at), min(last, bottom)
        if last < first:
            continue
        if first > at:
            more(at, first - 1, None)
        more(first, last, look)
        at = last + 1
    if at <= bottom:
        more(at, bottom, None)
    return found


