"""Which sheet and which row hold which table?

Looks for an Excel Table's name, then a sheet's name, then a header row (rule 1.1). Reads headers only. Sheets that the
add-in makes itself are never taken for input.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass, field

from backorder_xl.tables.contracts import CONTRACTS, RESULT_SHEETS, Contract
from backorder_xl.tables.headers import Match, match, nearest, normal
from backorder_xl.tables.problems import Problem, Unusable, problem
from backorder_xl.workbook.model import Book, ExcelTable

TOP_ROWS = 30
_OURS = {normal(name) for name in RESULT_SHEETS}
# Headers that any list of goods may carry: too little to take a sheet for Stock by its headers alone.
_ANY_QUANTITY = {normal(h) for h in ("Quantity", "Qty", "Menge", "Quantité", "Cantidad", "Units")}


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


class _Look:
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

    def in_table(self, contract: Contract, table: ExcelTable) -> Found:
        headers = {table.first_col + i: h for i, h in enumerate(table.headers) if h and h.strip()}
        return Found(contract, table.sheet, table.header_row, table.last_row, match(contract, headers), headers, table)

    def in_sheet(self, contract: Contract, sheet: str) -> Found | None:
        """The first row with all required columns, else the row that comes nearest; None for a sheet without text."""
        best: Found | None = None
        for row, headers in self.rows(sheet):
            found = Found(contract, sheet, row, None, match(contract, headers), headers)
            if found.complete:
                return self._as_table(found)
            if best is None or _standing(found) > _standing(best):
                best = found
        return best

    def _as_table(self, found: Found) -> Found:
        """The same place as an Excel Table, where one starts in that very row and holds all required columns."""
        for table in self.tables:
            if table.sheet == found.sheet and table.header_row == found.header_row:
                inside = self.in_table(found.contract, table)
                if inside.complete:
                    return inside
        return found


def _standing(found: Found) -> tuple[int, int]:
    return -len(found.match.missing), found.match.known


def find_tables(book: Book, needed: bool = True) -> dict[str, Found]:
    """The place of every table that the workbook has, by the table's name in code (rule 1.1).

    Raises Unusable where Orders or Stock, or a column of theirs, is missing. Another table that lacks a required column
    comes back incomplete, with a problem; so do Orders and Stock where they are not ``needed``.
    """
    look = _Look(book)
    found: dict[str, Found] = {}
    partial: dict[str, Found] = {}
    for contract in CONTRACTS:
        place, rest = _by_name(look, contract)
        if place:
            found[contract.name] = place
        elif rest:
            partial[contract.name] = rest
    _by_headers(look, found)
    for contract in CONTRACTS:
        place = found.get(contract.name)
        if place:
            place.problems += place.match.problems(place.sheet, place.header_row)
        elif contract.required_sheet and needed:
            raise Unusable(_nothing_found(book.name, look, contract, partial.get(contract.name)))
        elif contract.name in partial and _meant(partial[contract.name]):
            found[contract.name] = _incomplete(partial[contract.name])
    return found


def _by_name(look: _Look, contract: Contract) -> tuple[Found | None, Found | None]:
    """The complete table that a name leads to, and the best incomplete one."""
    names = [normal(contract.sheet), *(normal(a) for a in contract.aliases)]
    candidates = [look.in_table(contract, t) for t in _named(names, look.tables)]
    rest: Found | None = None
    for place in candidates:
        if place.complete:
            return place, None
        rest = rest or place
    for name in dict.fromkeys(names):
        for sheet in look.sheets:
            if normal(sheet) == name:
                place_or_none = look.in_sheet(contract, sheet)
                if place_or_none and place_or_none.complete:
                    return place_or_none, None
                rest = rest or place_or_none
    return None, rest


def _named(names: list[str], tables: Iterable[ExcelTable]) -> list[ExcelTable]:
    """Excel Tables called so, also with tbl or Table around the name; the table's own name first."""
    ranked = []
    for table in tables:
        bare = normal(table.name)
        for name in (bare, bare.removeprefix("tbl"), bare.removeprefix("table"), bare.removesuffix("table")):
            if name in names:
                ranked.append((names.index(name), len(ranked), table))
                break
    return [t for _, _, t in sorted(ranked, key=lambda r: r[:2])]


def _by_headers(look: _Look, found: dict[str, Found]) -> None:
    """Find what no name led to by header row alone; a sheet is taken for one table only.

    Stock may share the sheet of Items, as in product lists that carry a stock column.
    """
    by_name = {normal(n) for c in CONTRACTS for n in (c.sheet, *c.aliases)}
    taken = {f.sheet for f in found.values()}
    for contract in CONTRACTS:
        if contract.name in found or not contract.by_header:
            continue
        places = []
        for sheet in look.sheets:
            if sheet in taken or (normal(sheet) in by_name and not contract.required_sheet):
                continue
            place = look.in_sheet(contract, sheet)
            if place and place.complete and _convincing(place):
                places.append(place)
        places.sort(key=lambda p: -p.match.known)
        if not places and contract.name == "stock" and "items" in found:
            shared = look.in_sheet(contract, found["items"].sheet)
            places = [shared] if shared and shared.complete and _convincing(shared) else []
        if places:
            first = found[contract.name] = places[0]
            taken.add(first.sheet)
            for other in places[1:]:
                first.problems.append(problem("second-sheet", first.sheet, None, "", other.sheet, table=contract.sheet))


def _convincing(place: Found) -> bool:
    """Whether headers alone make this table likely enough."""
    columns = place.match.columns
    if place.contract.name == "stock":
        return normal(place.headers[columns["on_hand"]]) not in _ANY_QUANTITY
    if place.contract.name == "items":
        return "supplier" in columns and place.match.known >= 3
    return place.match.known >= 3


def _meant(place: Found) -> bool:
    """Whether an incomplete sheet is worth a word: it carries the table's own name, or half of what is required."""
    contract = place.contract
    called = normal(contract.sheet) in (normal(place.sheet), normal(place.table.name) if place.table else "")
    return called or 2 * len(place.match.missing) <= len(contract.required)


def _incomplete(place: Found) -> Found:
    wanted = place.match.missing[0]
    near = nearest(wanted, place.headers)
    hint = f" (the nearest is {near!r})" if near else ""
    place.problems.append(problem("optional-column", place.sheet, None, wanted.header, table=place.contract.sheet, near=hint))
    return place


def _nothing_found(name: str, look: _Look, contract: Contract, place: Found | None) -> str:
    """One sentence: the file, what was looked for, what was found, the nearest match (rule 1.5)."""
    wanted = ", ".join(f.header for f in contract.required)
    if place is None or not place.match.columns:
        place = _nearest_place(look, contract) or place
    if place is not None and place.match.columns:
        lacking = place.match.missing
        columns = ", ".join(f.header for f in lacking)
        near = [(f.header, nearest(f, place.headers)) for f in lacking]
        hints = "; ".join(f"the nearest to {h} is {n!r}" for h, n in near if n)
        plural = "s" if len(lacking) > 1 else ""
        return (
            f"{name}: the sheet {place.sheet!r} has no column{plural} {columns} for {contract.sheet}; its row "
            f"{place.header_row} says {_some(place.headers.values())}{'; ' + hints if hints else ''}."
        )
    near_sheet = difflib.get_close_matches(normal(contract.sheet), {normal(s): s for s in look.sheets}, n=1, cutoff=0.6)
    spelled = next((s for s in look.sheets if near_sheet and normal(s) == near_sheet[0]), "")
    hint = f"; the nearest is {spelled!r}" if spelled else ""
    sheets = f"the sheets {_some(look.book.sheets())}" if look.book.sheets() else "no sheet at all"
    return (
        f"{name} has no {contract.sheet}: looked for a sheet or Excel Table of that name, or a header row with {wanted} "
        f"in the first {TOP_ROWS} rows, and found {sheets}{hint}."
    )


def _nearest_place(look: _Look, contract: Contract) -> Found | None:
    """The sheet whose headers come nearest, if at least two required columns are there."""
    best: Found | None = None
    enough = max(2, (len(contract.required) + 1) // 2)
    for sheet in look.sheets:
        place = look.in_sheet(contract, sheet)
        if place is None or len(contract.required) - len(place.match.missing) < enough:
            continue
        if best is None or _standing(place) > _standing(best):
            best = place
    return best


def _some(texts: Iterable[str], most: int = 8) -> str:
    shown = [repr(" ".join(t.split())[:40]) for t in texts]
    return ", ".join(shown[:most]) + (f" and {len(shown) - most} more" if len(shown) > most else "")
