"""Where may a table stand, and what do the first rows of a sheet say?

Reads headers only. Which place is taken for which table is decided in finding.py; what the user says of it, in mapping.py.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from backorder_xl.tables.contracts import RESULT_SHEETS, Contract
from backorder_xl.tables.headers import Match, match, normal
from backorder_xl.tables.problems import Problem
from backorder_xl.workbook.model import Book, ExcelTable

TOP_ROWS = 30
_OURS = {normal(name) for name in RESULT_SHEETS}


@dataclass
class Found:
    """Where a table stands: ``last_row`` is None where only the data can tell its end."""

    contract: Contract
    sheet: str
    header_row: int
    last_row: int | None
    match: Match
    headers: dict[int, str]
    table: ExcelTable | None = None
    problems: list[Problem] = field(default_factory=list)

    @property
    def complete(self) -> bool:
        return not self.match.missing


class Look:
    """What the first rows of each sheet say; every sheet is looked at once at most."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.sheets = [s for s in book.sheets() if normal(s) not in _OURS]
        self.tables = [
            t for t in book.excel_tables() if t.sheet in self.sheets and normal(t.name) not in _OURS and any(t.headers)
        ]
        self._rows: dict[str, list[tuple[int, dict[int, str]]]] = {}

    def rows(self, sheet: str) -> list[tuple[int, dict[int, str]]]:
        """(row, column -> text) of the first rows that hold any text."""
        if sheet not in self._rows:
            top = self.book.top(sheet, TOP_ROWS)
            texts = (
                (i + 1, {c + 1: v for c, v in enumerate(row) if isinstance(v, str) and v.strip()}) for i, row in enumerate(top)
            )
            self._rows[sheet] = [(row, headers) for row, headers in texts if headers]
        return self._rows[sheet]

    def headers(self, sheet: str, row: int) -> dict[int, str]:
        """The headers of a row by column; a blank under a text of the row above, as merged cells give it, has that text."""
        lines = dict(self.rows(sheet))
        upper, lower = lines.get(row - 1, {}), lines.get(row, {})
        return {**upper, **lower} if len(upper) > 1 and len(lower) > 1 else lower

    def full(self, sheet: str, row: int) -> dict[int, str]:
        """The headers of two rows as one, "Quantity / ordered"; those of one row where the row above is a title or data."""
        lines = dict(self.rows(sheet))
        upper, lower = lines.get(row - 1, {}), lines.get(row, {})
        if len(upper) < 2 or len(lower) < 2:
            return {}
        above, out = "", {}
        for column in range(min(upper), max([*upper, *lower]) + 1):
            above = upper.get(column, above)
            if column in lower:
                out[column] = f"{above} / {lower[column]}"
        return out

    def in_table(self, contract: Contract, table: ExcelTable) -> Found:
        """What an Excel Table is for that contract."""
        headers = {table.first_col + i: h for i, h in enumerate(table.headers) if h and h.strip()}
        return Found(contract, table.sheet, table.header_row, table.last_row, match(contract, headers), headers, table)

    def in_sheet(self, contract: Contract, sheet: str) -> Found | None:
        """The first row with all required columns, else the row that comes nearest; None for a sheet without text."""
        best: Found | None = None
        for row, headers in self.rows(sheet):
            found = Found(contract, sheet, row, None, match(contract, headers), headers)
            if found.complete:
                return self.as_table(found)
            if best is None or standing(found) > standing(best):
                best = found
        return best

    def as_table(self, found: Found) -> Found:
        """The same place as an Excel Table, where one starts in that very row and holds all required columns."""
        for table in self.tables:
            if table.sheet == found.sheet and table.header_row == found.header_row:
                inside = self.in_table(found.contract, table)
                if inside.complete:
                    return inside
        return found


def standing(found: Found) -> tuple[int, int]:
    """How near a place comes to its table: more is nearer."""
    return -len(found.match.missing), found.match.known
