"""Whose export is this sheet, and what does it say of our tables?

By the signature of its headers, never by position or by the file's name. The best fit wins; a table that no system is known
by is read by our own aliases; what fits nothing ends in one sentence that says what is missing.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from backorder_xl.imports.cells.known import Known
from backorder_xl.imports.grid import to_grid
from backorder_xl.imports.model import Incoming, RawSheet
from backorder_xl.imports.reports import ungroup
from backorder_xl.imports.sources import generic
from backorder_xl.imports.sources.everyone import SOURCES
from backorder_xl.imports.sources.model import Source
from backorder_xl.imports.sources.shelf import add_back
from backorder_xl.imports.sources.table import Table
from backorder_xl.imports.sources.values import AS_WRITTEN, Notation
from backorder_xl.tables.contracts import BY_NAME
from backorder_xl.tables.headers import normal
from backorder_xl.workbook.errors import Unreadable

TOP_ROWS = 30
_ALMOST = 0.75  # from here on it surely is that system's, and its numbers may not mean what ours do
_NEAR = 0.5  # share of a signature from which on a layout is named as the nearest


@dataclass
class Understood:
    """What became of one sheet: whose it is, what it says, and one sentence for a person. ``incoming`` is empty for a misfit."""

    file: str
    sheet: str
    source: str = ""
    layout: str = ""
    header_row: int = 0
    incoming: list[Incoming] = field(default_factory=list)
    said: str = ""


@dataclass(frozen=True)
class Fit:
    """How well a row of headers fits a layout: how many of its signature are there, and which are missing."""

    source: Source
    row: int  # from 1
    found: int
    missing: tuple[str, ...]
    barred: bool  # a header is there that must not be

    @property
    def whole(self) -> bool:
        return not self.missing and not self.barred

    @property
    def share(self) -> float:
        return self.found / (self.found + len(self.missing))


def names() -> list[str]:
    """The sources that a user may name, and ``generic``."""
    return [*dict.fromkeys(s.name for s in SOURCES), generic.NAME]


def fit(source: Source, headers: set[str], row: int) -> Fit:
    """Hold a layout against the headers of a row, as compared."""
    missing = [name for name in source.needs if not _there(name, headers)]
    missing += [" or ".join(group) for group in source.one_of if not any(_there(n, headers) for n in group)]
    barred = any(_there(name, headers) for name in source.never)
    return Fit(source, row, len(source.needs) + len(source.one_of) - len(missing), tuple(missing), barred)


def _there(name: str, headers: set[str]) -> bool:
    if name.endswith("*"):
        start = normal(name)
        return any(h.startswith(start) and h != start for h in headers)
    return normal(name) in headers


def fits(sheet: RawSheet, wanted: str = "") -> list[Fit]:
    """Every layout held against every one of the first rows, best first; only those of ``wanted`` where it is filled."""
    found = []
    for at, cells in enumerate(sheet.rows[:TOP_ROWS]):
        headers = {normal(text) for text in generic.headers_of(cells).values()} - {""}
        if len(headers) >= 2:
            found += [fit(source, headers, at + 1) for source in SOURCES if _is(source, wanted)]
    order = {id(source): n for n, source in enumerate(SOURCES)}
    return sorted(found, key=lambda f: (not f.whole, -f.share if not f.whole else 0, -f.found, f.row, order[id(f.source)]))


def _is(source: Source, wanted: str) -> bool:
    return not wanted or normal(wanted) in (normal(source.name), normal(source.title))


def understand(
    sheets: list[RawSheet], wanted: str = "", notation: Notation = AS_WRITTEN, known: Known | None = None
) -> list[Understood]:
    """What the sheets of one import say; stock that is only what is left to sell is put right by the orders beside it.

    ``wanted`` is a name out of ``names()``, or the name of one of our tables, which is then read by our aliases. ``known``
    holds the codes of the workbook's items.
    """
    found = [_safely(sheet, wanted, notation, known or Known()) for sheet in sheets]
    flat = [one for each in found for one in each.incoming]
    after = iter(add_back(flat))
    for each in found:
        each.incoming = [next(after) for _ in each.incoming]
    return found


def _safely(sheet: RawSheet, wanted: str, notation: Notation, known: Known) -> Understood:
    """One sheet; a header in two rows is looked at joined, where neither row says enough alone."""
    try:
        found = _one(sheet, wanted, notation, known)
        if found.source:
            return found
        grid = to_grid(sheet)
        joined = grid.header.top != grid.header.bottom
        again = _one(grid.as_sheet(), wanted, notation, known) if joined else found
        return again if again.source else found
    except Unreadable as error:
        return Understood(sheet.file, sheet.name, said=str(error))


def _one(sheet: RawSheet, wanted: str, notation: Notation, known: Known) -> Understood:
    table = normal(wanted) if normal(wanted) in {normal(t) for t in generic.TABLES} else ""
    by_alias = table or normal(wanted) == generic.NAME
    if wanted and not by_alias and not any(_is(s, wanted) for s in SOURCES):
        return Understood(sheet.file, sheet.name, said=f"{wanted!r} is no source that we know: {', '.join(names())}.")
    all_fits = [] if by_alias else fits(sheet, wanted)
    if all_fits and all_fits[0].whole:
        return _known(sheet, all_fits[0], notation, known)
    if not wanted or by_alias:
        contract = next((t for t in generic.TABLES if normal(t) == table), "")
        place = generic.header_row(sheet, contract)
        almost = any(f.missing and not f.barred and f.share >= _ALMOST for f in all_fits)
        if place and (not almost or place[1][0] in generic.LINES):
            row, tables = place
            inside, row = _table_of(sheet, row)
            incoming = generic.read(inside, row, tables, notation, known)
            for one in incoming[:1]:
                one.remarks[:0] = inside.remarks
            said = f"{_called(sheet)}: read by our own column names as {' and '.join(BY_NAME[t].sheet for t in tables)}."
            return Understood(sheet.file, sheet.name, generic.NAME, " and ".join(tables), row, incoming, said)
    return Understood(sheet.file, sheet.name, said=_misfit(sheet, all_fits, wanted))


def _known(sheet: RawSheet, best: Fit, notation: Notation, known: Known) -> Understood:
    source = best.source
    inside, row = _table_of(sheet, best.row, source.grouped)
    table = Table(inside, row, source.name, source.usual_dates, notation, known, source.blanks)
    if source.instead:
        said = f"{_called(sheet)} is an export of {source.title}. {source.instead}"
    else:
        said = f"{_called(sheet)}: {source.title}, headers in row {best.row}."
    incoming = source.read(table)
    for one in incoming[:1]:
        one.remarks[:0] = inside.remarks
    return Understood(sheet.file, sheet.name, source.name, source.layout, best.row, incoming, said)


def _table_of(sheet: RawSheet, row: int, grouped: bool = False) -> tuple[RawSheet, int]:
    """The sheet without what stands around and between its table (totals, repeated headers), rows where they stood.

    A report has its groups in two more columns, ``Group`` and ``Groups``.
    """
    known = frozenset(normal(text) for text in generic.headers_of(sheet.rows[row - 1]).values())
    grid = to_grid(sheet, known)
    if grid.header.bottom != row:
        return sheet, row
    return (ungroup(grid) if grouped else grid).as_sheet(), row


def _misfit(sheet: RawSheet, found: list[Fit], wanted: str) -> str:
    """Which layout it comes nearest to, and which headers are missing for it."""
    what = f"{_called(sheet)} is no export that we know"
    near = next((f for f in sorted(found, key=lambda f: (-f.share, len(f.missing), f.row)) if f.missing), None)
    if near and (near.share >= _NEAR or wanted):
        else_ = " If it is something else, name generic as its source." if generic.header_row(sheet) else ""
        return f"{what}. It comes nearest to {near.source.title}, but has no column {_listed(near.missing)}.{else_}"
    ours = generic.lacking(sheet)
    if ours:
        name, missing, like = ours
        hint = f"; {like!r} may be one of them under another name" if like else ""
        return f"{what}. As our {name} it lacks {_listed(tuple(missing))}{hint}."
    return f"{what}: none of its first {TOP_ROWS} rows holds headers of a system or of our tables. We know {', '.join(names())}."


def _called(sheet: RawSheet) -> str:
    stem = sheet.file.rsplit(".", 1)[0]
    return sheet.file if sheet.name in ("", sheet.file, stem) else f"{sheet.file}, sheet {sheet.name}"


def _listed(parts: tuple[str, ...]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
