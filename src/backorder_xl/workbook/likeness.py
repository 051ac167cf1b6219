"""Are sheets still as a run left them, when what it would leave was reckoned by one and is read by another?

Excel spells things its own way: a day comes back as a number, a formula in other brackets, and blank cells at the ends of rows
come or go. The digest here is the same for all of these, and another one for whatever a person types.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from collections.abc import Iterable
from typing import Any

from backorder_xl.workbook.grids import trim
from backorder_xl.workbook.model import CellError
from backorder_xl.workbook.rows import serial
from backorder_xl.workbook.standing import Cell, Formula, SheetNow

_THIS_ROW = re.compile(r"[\w.\\]*\[\[#this row\],\s*(\[[^\]]*\])\]|[\w.\\]*\[@(?:\[([^\]]*)\]|([^\]\[]*))\]")
_PREFIX = re.compile(r"_xlfn\.|_xlws\.|_xludf\.")


def likeness(sheets: Iterable[SheetNow], date1904: bool) -> str:
    """One digest of what a person could have changed: cells, formulas, tables and notes, but not what formulas come to."""
    found = []
    for sheet in sorted(sheets, key=lambda s: s.name.casefold()):
        tables = sorted((t.name, t.header_row, t.last_row, t.first_col, t.last_col, t.totals) for t in sheet.tables)
        notes = sorted((*place, text.replace("\r", "")) for place, text in sheet.notes.items())
        found.append([sheet.name.casefold(), _rows(sheet, date1904), tables, notes])
    return hashlib.sha256(json.dumps(found).encode()).hexdigest()


def _rows(sheet: SheetNow, date1904: bool) -> list[list[Any]]:
    known: dict[Cell, Any] = {}
    rows = [[_spelled(cell, date1904, known) for cell in row] for row in sheet.cells]
    for table in sheet.tables:
        _without_fills(rows[table.header_row : table.last_row], table.first_col, table.last_col)
    return trim(rows)


def _without_fills(body: list[list[Any]], first: int, last: int) -> None:
    """Excel puts the formula of a reckoned column into each new row of a table by itself; the first formula in a column stands
    for that, and counts as a blank."""
    for c in range(first - 1, last):
        cells = [(row, row[c]) for row in body if c < len(row) and isinstance(row[c], dict) and "f" in row[c]]
        for row, cell in cells:
            if cell == cells[0][1]:
                row[c] = None


def _spelled(cell: Cell, date1904: bool, known: dict[Cell, Any]) -> Any:
    """A cell as JSON tells it apart; ``known`` are days and formulas that were spelled before."""
    kind = type(cell)
    if kind is str:
        return cell or None
    if kind is float:
        return cell + 0.0 if cell.is_integer() else [f"{cell:.14g}"]  # type: ignore[operator, union-attr]
    if cell is None or kind is bool:
        return cell
    if isinstance(cell, Formula):
        if cell.text not in known:
            known[cell.text] = {"f": same_formula(cell.text)}
        return known[cell.text]
    if isinstance(cell, CellError):
        return {"e": cell.text}
    if cell not in known:
        counted = serial(cell, date1904) if isinstance(cell, dt.datetime) else float(cell)  # type: ignore[arg-type]
        known[cell] = _spelled(str(cell) if counted is None else counted, date1904, known)
    return known[cell]


def same_formula(text: str) -> str:
    """A formula in one spelling: ``Ours[[#This Row],[Open]]`` and ``[@Open]`` are the same, and so are blanks between words."""
    parts = re.split(r'("[^"]*")', text)
    spelled = []
    for part in parts:
        if not part.startswith('"'):
            part = _PREFIX.sub("", part.casefold())
            part = re.sub(r"\s+", " ", _THIS_ROW.sub(lambda m: f"[@{(m[1] or m[2] or m[3] or '').strip('[]')}]", part))
            part = re.sub(r"\s*([(),;+\-*/^&=<>])\s*", r"\1", part)
        spelled.append(part)
    return "".join(spelled).strip()
