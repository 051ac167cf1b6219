"""What did the user say of sheets and columns, on the sheet Mapping?

Columns are known by their header, so that one put in between changes nothing; by a letter only where there is no header. A row
that does not fit any more is a problem, and what is not mapped is found by its name as ever (rule 1.1).
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass

from backorder_xl.tables.contracts import BY_NAME, CONTRACTS, MAPPING, Contract, Field
from backorder_xl.tables.headers import Match, match, normal
from backorder_xl.tables.places import Found, Look
from backorder_xl.tables.problems import Problem, problem
from backorder_xl.workbook.model import Book, RawColumn, Want

SETTINGS = "Settings"
WRITTEN = ("purchase_orders", "receipts")
"""Tables to which a run adds columns: they need a header row."""

_NO = {"no", "n", "false", "0", "nein", "non", "nee", "falsch", "faux"}
_LETTERS = re.compile(r"[A-Za-z]{1,3}")
_WANTED = ("table", "sheet", "field", "column")


@dataclass(frozen=True)
class MapRow:
    """One row of Mapping as it stands; ``row`` is its sheet row, 0 for one that is only proposed."""

    table: str
    sheet: str
    header_row: int
    field: str
    column: str
    sure: int | None = None
    why: str = ""
    use: bool = True
    note: str = ""
    row: int = 0

    @property
    def key(self) -> tuple[str, str]:
        return normal(self.table), normal(self.field)


def sheet_of(book: Book) -> str | None:
    """The name of the sheet Mapping in that book."""
    return next((s for s in book.sheets() if normal(s) == normal(MAPPING.sheet)), None)


def rows_of(book: Book) -> list[MapRow] | None:
    """What stands on Mapping; None where a sheet of that name is not ours. A book without one has no rows."""
    name = sheet_of(book)
    if name is None:
        return []
    number, at = 0, dict[str, int]()
    for number, cells in enumerate(book.top(name), 1):  # noqa: B007 - the row where it stopped
        heads = {normal(str(v)): i for i, v in reversed(list(enumerate(cells, 1))) if v is not None}
        at = {f.name: heads[normal(f.header)] for f in MAPPING.fields if normal(f.header) in heads}
        if all(w in at for w in _WANTED):
            break
    else:
        return None
    raw = book.read(name, number, None, dict.fromkeys(at.values(), Want.TEXT))
    texts = {n: _texts(raw.columns[c], raw.rows) for n, c in at.items()}
    blank = [""] * raw.rows
    made = []
    for i in range(raw.rows):
        says = {f.name: texts.get(f.name, blank)[i] for f in MAPPING.fields}
        if any(says[w] for w in _WANTED):
            header_row, sure = _whole(says["header_row"]), _whole(says["sure"])
            made.append(
                MapRow(
                    says["table"], says["sheet"], 1 if header_row is None else header_row, says["field"], says["column"],
                    sure, says["why"], says["use"].casefold() not in _NO, says["note"], raw.first_row + i,
                )
            )  # fmt: skip
    return made


def _texts(column: RawColumn, size: int) -> list[str]:
    return [str(column.odd.get(i, column.values[i] or "")).strip() for i in range(size)]


def _whole(text: str) -> int | None:
    try:
        return max(0, int(float(text)))
    except (ValueError, OverflowError):
        return None


def settings(book: Book) -> dict[str, tuple[str, int]]:
    """Settings that Mapping gives: name -> (value, row). The sheet Settings goes before them."""
    rows = rows_of(book) or []
    return {r.field: (r.column, r.row) for r in rows if r.use and normal(r.table) == normal(SETTINGS)}


def places(look: Look, told: list[Problem]) -> tuple[dict[str, Found], dict[str, Found]]:
    """The tables that Mapping places, by name: those with all required columns, and those without.

    A sheet that is mapped is looked at for no other table, unless other Excel Tables stand on it.
    """
    rows = [r for r in rows_of(look.book) or [] if normal(r.table) != normal(SETTINGS)]
    whole: dict[str, Found] = {}
    partial: dict[str, Found] = {}
    by_table: dict[str, list[MapRow]] = {}
    for row in rows:
        contract = contract_of(row.table)
        if contract is None:
            near = _near(row.table, [c.sheet for c in CONTRACTS])
            told.append(_said("mapping-word", look.book, row, "Table", row.table, what="table", near=near))
        else:
            by_table.setdefault(contract.name, []).append(row)
    for name, mine in by_table.items():
        place = _place(look, BY_NAME[name], mine, told)
        if place is not None:
            (whole if place.complete else partial)[name] = place
    for place in whole.values():
        look.tables = [t for t in look.tables if place.table is None or t.name != place.table.name]
        if not any(t.sheet == place.sheet for t in look.tables):
            look.sheets = [s for s in look.sheets if s != place.sheet]
    return whole, partial


def contract_of(word: str) -> Contract | None:
    """The table that is called so."""
    return next((c for c in CONTRACTS if normal(word) in (normal(c.sheet), normal(c.name))), None)


def field_of(contract: Contract, word: str) -> Field | None:
    """The column of a table that is called so."""
    return next((f for f in contract.fields if normal(f.header) == normal(word)), None)


def _place(look: Look, contract: Contract, rows: list[MapRow], told: list[Problem]) -> Found | None:
    used = [r for r in rows if r.use]
    names = {normal(s): s for s in look.book.sheets()}
    for row in used:
        if normal(row.sheet) not in names:
            near = _near(row.sheet, names.values())
            told.append(_said("mapping-sheet", look.book, row, "Sheet", row.sheet, table=contract.sheet, near=near))
    used = [r for r in used if normal(r.sheet) in names]
    if not used:
        return None
    sheet = names[normal(used[0].sheet)]
    used = [r for r in used if names[normal(r.sheet)] == sheet]
    header_row = _header_row(look, sheet, used)
    if header_row == 0 and contract.name in WRITTEN:
        told.append(_said("mapping-no-header", look.book, used[0], "Header Row", "0", table=contract.sheet, where=sheet))
        return None
    headers, where = dict(look.headers(sheet, header_row)), columns_by_name(look, sheet, header_row)
    columns: dict[str, int] = {}
    first: dict[str, int] = {}
    for row in used:
        wanted, column = field_of(contract, row.field), _column(where, headers, row.column)
        words = {"table": contract.sheet, "field": row.field, "where": sheet}
        if wanted is None:
            near = _near(row.field, [f.header for f in contract.fields])
            told.append(_said("mapping-word", look.book, row, "Field", row.field, what=f"column of {contract.sheet}", near=near))
        elif wanted.name in columns:
            told.append(_said("mapping-twice", look.book, row, "Field", row.column, first=first[wanted.name], **words))
        elif column is None:
            near = _near(row.column, headers.values())
            told.append(_said("mapping-column", look.book, row, "Column", row.column, near=near, **words))
        else:
            columns[wanted.name], first[wanted.name] = column, row.row
            headers.setdefault(column, f"column {letters(column)}")
    not_these = {_column(where, headers, r.column) for r in rows if not r.use} | set(columns.values())
    rest = match(contract, {c: h for c, h in headers.items() if c not in not_these})
    columns = {n: c for n, c in rest.columns.items() if n not in columns} | columns
    missing = [f for f in contract.required if f.name not in columns]
    made = Match(columns, missing, len(columns), [t for t in rest.told if t[0] != "two-headers"])
    return _in_its_table(look, Found(contract, sheet, header_row, None, made, headers))


def _header_row(look: Look, sheet: str, rows: list[MapRow]) -> int:
    """The row that the mapping names, or the row that now holds most of its headers, as after rows put in above it."""
    said = rows[0].header_row
    if said == 0:
        return 0

    def held(row: int) -> int:
        where = columns_by_name(look, sheet, row)
        return sum(normal(r.column) in where for r in rows)

    found = [(held(row), row == said, -row) for row, _ in look.rows(sheet)]
    best = max(found, default=(0, False, -said))
    return -best[2] if best[0] else said


def columns_by_name(look: Look, sheet: str, row: int) -> dict[str, int]:
    """Headers as compared, with their columns: of one row, then of two; a header that stands twice names neither."""
    out: dict[str, int] = {}
    for headers in (look.headers(sheet, row), look.full(sheet, row)):
        keys = [normal(h) for h in headers.values()]
        for (column, _), key in zip(headers.items(), keys, strict=True):
            if key and keys.count(key) == 1:
                out.setdefault(key, column)
    return out


def spelled(look: Look, sheet: str, row: int, column: int) -> str:
    """How Mapping names a column: by its header, by two rows of headers, or by its letter."""
    where = columns_by_name(look, sheet, row)
    for headers in (look.headers(sheet, row), look.full(sheet, row)):
        if column in headers and where.get(normal(headers[column])) == column:
            return " ".join(headers[column].split())
    return letters(column)


def _column(where: dict[str, int], headers: dict[int, str], said: str) -> int | None:
    if normal(said) in where:
        return where[normal(said)]
    if _LETTERS.fullmatch(said):
        number = 0
        for sign in said.upper():
            number = 26 * number + ord(sign) - ord("A") + 1
        return number if number <= 16_384 else None
    return None


def letters(column: int) -> str:
    """
    >>> letters(1), letters(28)
    ('A', 'AB')
    """
    out = ""
    while column:
        column, rest = divmod(column - 1, 26)
        out = chr(ord("A") + rest) + out
    return out


def _in_its_table(look: Look, found: Found) -> Found:
    """The same place with the Excel Table that starts in that very row and holds all mapped columns."""
    for table in look.tables:
        inside = all(table.first_col <= c <= table.last_col for c in found.match.columns.values())
        if table.sheet == found.sheet and table.header_row == found.header_row and inside:
            found.table, found.last_row = table, table.last_row
    return found


def _near(word: str, known: Iterable[str]) -> str:
    by = {normal(k): k for k in known}
    near = difflib.get_close_matches(normal(word), by, n=1, cutoff=0.6)
    return f" (the nearest is '{' '.join(by[near[0]].split())}')" if near else ""


def _said(code: str, book: Book, row: MapRow, column: str, value: str, **more: object) -> Problem:
    return problem(code, sheet_of(book) or MAPPING.sheet, row.row, column, value, **more)
