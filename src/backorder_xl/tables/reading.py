"""How does a workbook become checked tables?

The walk: find each table, read its columns, make them their kinds, leave out what cannot be used, check the tables
against each other. All problems are told at once (rule 1.5); nothing is decided about orders.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from backorder_xl.core.inputs import Tables
from backorder_xl.core.settings import BadSetting, SecretSetting, Settings, parse
from backorder_xl.tables import checks, mapping
from backorder_xl.tables.cells import Coerced, Finding, default, dtype
from backorder_xl.tables.contracts import CONTRACTS, Contract, Field, Kind
from backorder_xl.tables.finding import Found, find_tables
from backorder_xl.tables.kinds import WANTS, blanks, coerce
from backorder_xl.tables.problems import Problem, Unusable, gather, problem
from backorder_xl.tables.rows import Rows, fill_down, folded, gathered, leave_out_totals_and_notes, number_lines
from backorder_xl.workbook.model import Book, RawTable, Want

__all__ = ["Placed", "Reading", "Unusable", "after_receiving", "place_of", "read_tables", "rows_of", "settings_of"]

_FORMULA_SCAN = 20_000  # rows up to which a wholly blank column of numbers is worth a look for formulas


@dataclass
class Placed:
    """Where a table stands in the workbook: rows and columns are absolute, counted from 1.

    ``columns`` maps field names to columns, also those that are only written. ``last_row`` is the last row with data, or
    the Excel Table's. ``blank_rows`` are wholly blank rows before it. ``table`` is the Excel Table's name, if it is one.
    ``typed`` holds items, quantities and words of status as the cells have them, from ``first_row`` on: text or None, and NaN
    for what is no number.
    """

    contract: Contract
    sheet: str
    header_row: int
    first_row: int
    last_row: int
    columns: dict[str, int]
    table: str | None
    blank_rows: np.ndarray
    typed: dict[str, np.ndarray] = field(default_factory=dict)


@dataclass
class Reading:
    """Everything that was read: checked tables, settings, the tables' places, and what is wrong."""

    tables: Tables
    settings: Settings
    placed: dict[str, Placed]
    problems: list[Problem]


def read_tables(book: Book, overrides: Mapping[str, object] | None = None) -> Reading:
    """Read all tables of rule 1.3 and tell all that is wrong with them (rules 1.1 to 1.5).

    ``overrides`` are settings of the command line; they win over the sheet Settings. Raises Unusable where a required
    sheet or column is missing, or an override cannot be used.
    """
    problems: list[Problem] = []
    found = find_tables(book, problems)
    placed: dict[str, Placed] = {}
    settings = settings_of(book, found.get("settings"), overrides or {}, problems, placed)
    frames: dict[str, pd.DataFrame] = {}
    present: dict[str, frozenset[str]] = {}
    for contract in CONTRACTS:
        if contract.name == "settings":
            continue
        place = found.get(contract.name)
        if place is None or not place.complete:
            problems += place.problems if place else []
            frames[contract.name] = _empty(contract)
            continue
        present[contract.name] = frozenset(place.match.columns)
        frames[contract.name], placed[contract.name] = _read(book, place, settings, problems)
    tables = Tables(**frames, present=present)
    checks.refuse_overflow(book.name, tables)
    problems += checks.across(tables, {n: p.sheet for n, p in placed.items()})
    return Reading(tables, settings, placed, gather(problems))


def after_receiving(reading: Reading, tables: Tables) -> Reading:
    """The reading with the tables as they are once receipts are posted; Stock may know items that it did not (rule 1.5)."""
    codes = ("sku-not-in-stock", "sku-not-in-items", "sku-near")
    if len(tables.stock) == len(reading.tables.stock):
        return replace(reading, tables=tables)
    kept = [p for p in reading.problems if p.code not in codes]
    told = checks.unknown_skus(tables, {n: p.sheet for n, p in reading.placed.items()})
    return replace(reading, tables=tables, problems=gather([*kept, *told]))


def _read(book: Book, place: Found, settings: Settings, problems: list[Problem]) -> tuple[pd.DataFrame, Placed]:
    """One table as a frame of its usable rows, and its place; problems are added to the list."""
    contract, columns = place.contract, place.match.columns
    problems += place.problems
    rows, raw = rows_of(book, place, settings, problems)
    if contract.name == "receipts":
        _number_receipts(rows, raw.first_row)
    _miss(book, place, rows, raw, problems)
    checks.within(rows)

    usable = rows.data.copy()
    usable[[f.index for _, f in rows.findings if f.is_error]] = False
    problems += _told(place, rows, raw)
    index = np.flatnonzero(usable)
    frame = _frame(contract, rows, index, raw.first_row)
    frame, doubles = checks.second_keys(contract, place.sheet, frame, folded)
    problems += doubles
    placed = place_of(book, place, rows, raw)
    fields = [f for f in contract.fields if f.name in columns and f.read]
    as_typed = {f.name for f in fields if f.kind is Kind.QTY or f.name in ("sku", "status")}
    placed.typed = {n: raw.columns[columns[n]].values for n in sorted(as_typed)}
    return frame, placed


def rows_of(book: Book, place: Found, settings: Settings, problems: list[Problem]) -> tuple[Rows, RawTable]:
    """Every row of a table that holds data, usable or not, blank cells settled (rules 1.1, 1.3)."""
    contract, columns = place.contract, place.match.columns
    fields = {f.name: f for f in contract.fields if f.name in columns and f.read}
    raw = book.read(place.sheet, place.header_row, None, {columns[n]: WANTS[f.kind] for n, f in fields.items()})
    size = raw.rows if place.last_row is None else max(0, min(raw.rows, place.last_row - place.header_row))
    base1904 = book.date1904
    read = {n: coerce(raw.columns[columns[n]], f, settings, base1904) for n, f in fields.items()}
    if size < raw.rows:
        _tell_rows_below(place, read, size, raw, problems)
        read = {n: _cut(c, size) for n, c in read.items()}

    rows = gathered(contract, read, size)
    leave_out_totals_and_notes(rows)
    fill_down(rows)
    if "line" in contract.key and contract.unique:
        number_lines(rows, rows.columns.setdefault("line", blanks(contract.field("line"), size)))
    return rows, raw


def _cut(column: Coerced, size: int) -> Coerced:
    return Coerced(column.values[:size], column.blank[:size], [f for f in column.findings if f.index < size])


def _tell_rows_below(place: Found, read: dict[str, Coerced], size: int, raw: RawTable, problems: list[Problem]) -> None:
    """Say so where a full row stands right below an Excel Table that has no totals row."""
    if place.table is None or place.table.totals:
        return
    if all(not read[f.name].blank[size] for f in place.contract.required):
        problems.append(problem("rows-below-table", place.sheet, raw.first_row + size, "", place.table.name))


def _number_receipts(rows: Rows, first_row: int) -> None:
    """A receipt without a number is named after its row (rule 1.3)."""
    receipts = rows.columns.setdefault("receipt", blanks(rows.contract.field("receipt"), len(rows.data)))
    for i in np.flatnonzero(rows.data & receipts.blank):
        receipts.values[i] = f"row {first_row + i}"


def _miss(book: Book, place: Found, rows: Rows, raw: RawTable, problems: list[Problem]) -> None:
    """Find required cells that are blank, and formulas whose result nobody stored (rule 1.5)."""
    columns = place.match.columns
    holes = [(f, np.flatnonzero(rows.data & rows.blank(f.name))) for f in place.contract.required if f.name in columns]
    ask = {columns[f.name] for f, at in holes if len(at)}
    quiet = [
        f
        for f in place.contract.fields
        if f.name in columns and f.read and not f.required and f.kind in (Kind.QTY, Kind.DATE)
        and rows.data.any() and len(rows.data) <= _FORMULA_SCAN and rows.blank(f.name).all()
    ]  # fmt: skip
    ask |= {columns[f.name] for f in quiet}
    formulas = book.formula_cells(place.sheet, ask) if ask else set()
    for f, at in holes:
        for i in (int(i) for i in at):
            held = (raw.first_row + i, columns[f.name]) in formulas
            rows.findings.append((f.name, Finding(i, "", "formula-without-value" if held else "missing")))
    with_formulas = {column for row, column in formulas if row >= raw.first_row}
    for f in quiet:
        if columns[f.name] in with_formulas:
            header = place.headers[columns[f.name]]
            problems.append(problem("formula-column-without-values", place.sheet, None, header))


def _told(place: Found, rows: Rows, raw: RawTable) -> list[Problem]:
    """Findings as problems, under the user's own headers and rows."""
    told = []
    for name, f in rows.findings:
        column = place.match.columns.get(name)
        header = place.headers[column].strip() if column else place.contract.field(name).header
        header = " ".join(header.split())
        told.append(problem(f.code, place.sheet, raw.first_row + f.index, header, f.value, **f.words))
    return told


def _frame(contract: Contract, rows: Rows, index: np.ndarray, first_row: int) -> pd.DataFrame:
    """The usable rows with every column of the contract, and ``row``."""
    data: dict[str, object] = {"row": (first_row + index).astype(np.int64)}
    for f in contract.fields:
        column = rows.columns.get(f.name)
        data[f.name] = _series(column.values[index] if column else None, f, len(index))
    return pd.DataFrame(data)


def _series(values: np.ndarray | None, wanted: Field, size: int) -> pd.Series:
    kind = dtype(wanted)
    if values is None:
        values = np.full(size, default(wanted), dtype=kind)
    return pd.Series(values, dtype=kind)


def _empty(contract: Contract) -> pd.DataFrame:
    data: dict[str, object] = {"row": np.zeros(0, np.int64)}
    for f in contract.fields:
        data[f.name] = _series(None, f, 0)
    return pd.DataFrame(data)


def place_of(book: Book, place: Found, rows: Rows, raw: RawTable) -> Placed:
    """Where a table that was read stands, down to its last row."""
    end = rows.end
    if place.table is not None:  # an Excel Table may end in blank rows, which are its own
        end = max(end, place.table.last_row - place.header_row)
    used = np.zeros(max(end, len(rows.used)), bool)
    used[: len(rows.used)] = rows.used
    inside = np.flatnonzero(~used[:end])
    last = place.header_row + end
    if len(inside):
        inside = inside[~_written_elsewhere(book, place, last)[inside]]
    return Placed(
        contract=place.contract,
        sheet=place.sheet,
        header_row=place.header_row,
        first_row=raw.first_row,
        last_row=last,
        columns=dict(place.match.columns),
        table=place.table.name if place.table else None,
        blank_rows=(raw.first_row + inside).astype(np.int64),
    )


def _written_elsewhere(book: Book, place: Found, last: int) -> np.ndarray:
    """Which rows hold something in columns of the user's own: such a row is not blank."""
    others = {c: Want.TEXT for c in place.headers if c not in place.match.columns.values()}
    others |= {place.match.columns[f.name]: Want.TEXT for f in place.contract.fields
               if not f.read and f.name in place.match.columns}  # fmt: skip
    written = np.zeros(last - place.header_row, bool)
    if others:
        raw = book.read(place.sheet, place.header_row, last, others)
        for column in raw.columns.values():
            written[: raw.rows] |= ~pd.isna(column.values)
            written[list(column.odd)] = True
    return written


def settings_of(
    book: Book, place: Found | None, overrides: Mapping[str, object], problems: list[Problem], placed: dict[str, Placed]
) -> Settings:
    """Defaults, then Mapping, then the sheet Settings, then the overrides. What the sheet says wrongly is told and left out."""
    chosen: dict[str, object] = {}
    for name, (typed, row) in mapping.settings(book).items():
        try:
            chosen.update([parse(name, typed)])
        except BadSetting as error:
            problems.append(problem("bad-setting", mapping.sheet_of(book) or "", row, "Column", typed, text=str(error)))
    if place is not None:
        problems += place.problems
    if place is not None and place.complete:
        columns = place.match.columns
        wanted = {columns["setting"]: Want.TEXT, columns["value"]: Want.ANY}
        raw = book.read(place.sheet, place.header_row, place.last_row, wanted)
        read = {n: coerce(raw.columns[columns[n]], place.contract.field(n), Settings()) for n in ("setting", "value")}
        rows = gathered(place.contract, read, raw.rows)
        rows.findings = [(n, f) for n, f in rows.findings if n == "value"]
        seen: dict[str, int] = {}
        for i in np.flatnonzero(rows.data & ~rows.blank("setting")):
            name, row = str(read["setting"].values[i]), raw.first_row + int(i)
            value = raw.columns[columns["value"]].odd.get(int(i), read["value"].values[i])
            text = str(getattr(value, "text", value))
            if value is None or not text.strip():
                continue
            try:
                key, parsed = parse(name, text if hasattr(value, "text") else value)
            except BadSetting as error:
                shown = "" if isinstance(error, SecretSetting) else text
                problems.append(problem("bad-setting", place.sheet, row, "Value", shown, text=str(error)))
                continue
            if key in seen:
                problems.append(problem("second-setting", place.sheet, row, "Setting", name, first=seen[key]))
                continue
            seen[key], chosen[key] = row, parsed
        placed["settings"] = place_of(book, place, rows, raw)
    for name, value in overrides.items():
        try:
            key, parsed = parse(name, value)
        except SecretSetting as error:
            raise Unusable(str(error)) from error
        except BadSetting as error:
            raise Unusable(f"The setting {name}={value} cannot be used: {error}") from error
        chosen[key] = parsed
    return Settings(**chosen)  # type: ignore[arg-type]
