"""How is a workbook read that nobody prepared? The walk of the verb adopt: look, propose, remember on Mapping (rule 1.1).

Nothing is decided about orders, and no sheet but Mapping is touched; from then on a run works on the user's own sheets.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from backorder_xl.core.settings import Settings
from backorder_xl.core.words import DateOrder
from backorder_xl.run import Tell
from backorder_xl.sheets.mapping import MAPPING as COLUMNS
from backorder_xl.sheets.mapping import mapping as mapping_sheet
from backorder_xl.tables.contracts import MAPPING
from backorder_xl.tables.guessing.proposal import THRESHOLD, Proposal, propose
from backorder_xl.tables.headers import normal
from backorder_xl.tables.mapping import SETTINGS, MapRow, contract_of, field_of, rows_of, sheet_of
from backorder_xl.tables.problems import Problem, Unusable
from backorder_xl.tables.reading import Reading, read_tables
from backorder_xl.tables.readings import date_text, number
from backorder_xl.workbook.changes import Changes
from backorder_xl.workbook.memory import MemoryBook
from backorder_xl.workbook.model import Book, RawTable, Want

_EDIT = re.compile(r"\s*([^.=]+)\.([^=]+?)\s*=\s*(?:(.+?)!)?(.+?)\s*")


@dataclass
class Adoption:
    """What was proposed, all rows that Mapping would hold, and how the book reads with them; ``unusable`` where it does not."""

    proposal: Proposal
    rows: list[MapRow]
    before: list[MapRow]
    reading: Reading | None = None
    unusable: str = ""
    remarks: list[str] = field(default_factory=list)

    @property
    def problems(self) -> list[Problem]:
        return self.reading.problems if self.reading else []

    @property
    def new(self) -> list[MapRow]:
        """Rows that do not stand there yet."""
        return [r for r in self.rows if not r.row]

    @property
    def changes(self) -> Changes:
        """The sheet Mapping, where it changes."""
        return Changes([mapping_sheet(self.rows)] if self.rows != self.before else [])


def adopt(book: Book, tell: Tell = lambda _: None) -> Adoption:
    """Look at every sheet and propose; Unusable where a sheet Mapping of the user's own is in the way."""
    before = rows_of(book)
    if before is None:
        raise Unusable(
            f"The sheet {sheet_of(book)!r} is not Backorder XL's: it has no columns Table, Sheet, Field and Column. "
            "Rename it and adopt again."
        )
    tell("Looking")
    proposal = propose(book, before)
    again = {r.key for r in proposal.rows}
    gone = {p.row for p in proposal.told}
    kept = [r for r in before if not (r.row in gone and r.key in again)]
    return tried(book, Adoption(proposal, [*kept, *proposal.rows], before))


def tried(book: Book, made: Adoption) -> Adoption:
    """The same with what reading says of it; where dates or decimals cannot be read, the setting that does is proposed too."""
    reading, unusable = _read(book, made.rows)
    remarks, rows = [], list(made.rows)
    if reading is not None and not any(normal(r.table) == normal(SETTINGS) for r in rows):
        extra, remarks = _settings(reading)
        if extra:
            rows += extra
            reading, unusable = _read(book, rows)
    return replace(made, rows=rows, reading=reading, unusable=unusable, remarks=remarks or made.remarks)


def edited(book: Book, made: Adoption, text: str) -> Adoption:
    """The adoption after a typed edit such as ``Orders.SKU = Artikelnr`` or ``Orders.SKU = Sheet1!Artikelnr``; ``= no`` takes a
    column out. Unusable with a sentence where it names no table or column of ours."""
    found = _EDIT.fullmatch(text)
    contract = contract_of(found[1]) if found else None
    wanted = field_of(contract, found[2]) if found and contract else None
    if not found or contract is None or wanted is None:
        raise Unusable(f"{text!r} is not understood. Type it as Orders.SKU = your header, or Orders.SKU = no.")
    mine = [r for r in made.rows if normal(r.table) == normal(contract.sheet)]
    old = next((r for r in mine if normal(r.field) == normal(wanted.header)), None)
    if found[4].casefold() == "no" and not found[3]:
        rows = [replace(r, use=False) if r is old else r for r in made.rows]
        return tried(book, replace(made, rows=rows))
    place = next((t for t in made.proposal.tables if t.contract is contract), None)
    sheet = found[3] or (mine[0].sheet if mine else place.sheet if place else "")
    if not sheet:
        raise Unusable(f"{contract.sheet} stands on no sheet yet. Type {contract.sheet}.{wanted.header} = sheet!header.")
    header_row = mine[0].header_row if mine else place.header_row if place else 1
    new = MapRow(contract.sheet, sheet.strip("'"), header_row, wanted.header, found[4], None, "You said so.", True)
    rows = [new if r is old else r for r in made.rows] if old else [*made.rows, new]
    return tried(book, replace(made, rows=rows))


def _read(book: Book, rows: list[MapRow]) -> tuple[Reading | None, str]:
    try:
        return read_tables(_Mapped(book, rows)), ""
    except Unusable as error:
        return None, error.message


def _settings(reading: Reading) -> tuple[list[MapRow], list[str]]:
    """Settings without which dates or decimals of this book cannot be read, as far as its values leave one way only."""
    rows, remarks, usual = [], [], Settings()
    slashed = [p.value for p in reading.problems if p.code == "ambiguous-date"]
    if slashed and reading.settings.date_order is usual.date_order:
        only = {o: [v for v in slashed if date_text(v, o).day is None] for o in (DateOrder.DMY, DateOrder.MDY)}
        fits = [o for o, no in only.items() if not no]
        if len(fits) == 1:
            why = f"{len(slashed)} dates such as {slashed[0]} are text, and all can be read so only."
            rows.append(MapRow(SETTINGS, "", 0, "Date Order", fits[0].value, 95, why))
        else:
            many = "can be read with the day or the month first" if fits else "have the day first here and the month first there"
            remarks.append(
                f"{len(slashed)} dates such as {slashed[0]} are text and {many}, so their rows are left out. Set Date "
                "Order to DMY or MDY on a "
                "sheet Settings, or type Settings, Date Order and DMY into Table, Field and Column on Mapping."
            )
    amounts = [p.value for p in reading.problems if p.code == "not-a-number"]
    other = "," if reading.settings.decimal_mark == "." else "."
    if amounts and reading.settings.decimal_mark == usual.decimal_mark and all(number(v, other, money=True) for v in amounts):
        why = f"{len(amounts)} numbers such as {amounts[0]} are text, and all can be read so only."
        rows.append(MapRow(SETTINGS, "", 0, "Decimal Mark", other, 90, why))
    return rows, remarks


class _Mapped:
    """A book as it would be with those rows on Mapping; everything else is the book's own."""

    def __init__(self, book: Book, rows: list[MapRow]) -> None:
        head = [c.header for c in COLUMNS]
        cells = [
            [r.table, r.sheet, r.header_row, r.field, r.column, r.sure, r.why, "yes" if r.use else "no", r.note] for r in rows
        ]
        self._rows = bool(rows)
        self._book, self._name = book, sheet_of(book) or MAPPING.sheet
        self._mapping = MemoryBook({self._name: [head, *cells]})

    def __getattr__(self, name: str) -> object:
        return getattr(self._book, name)

    def sheets(self) -> list[str]:
        others = [s for s in self._book.sheets() if s != self._name]
        return [*others, self._name] if self._rows else others

    def top(self, sheet: str, rows: int = 30) -> list[list[object]]:
        return self._of(sheet).top(sheet, rows)

    def read(self, sheet: str, header_row: int, last_row: int | None, wanted: dict[int, Want]) -> RawTable:
        return self._of(sheet).read(sheet, header_row, last_row, wanted)

    def _of(self, sheet: str) -> Book:
        return self._mapping if sheet == self._name else self._book


__all__ = ["THRESHOLD", "Adoption", "adopt", "edited", "tried"]
