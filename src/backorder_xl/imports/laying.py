"""What of a merged table is written, and what is said of it? (rules 1.1, 9)

Compares the table with what was read: single cells of the user's own rows, new rows below, and the counts. A cell with a
formula stays, and is told.
"""

from __future__ import annotations

import numpy as np

from backorder_xl.core.keys import Bools, Ints
from backorder_xl.core.words import MONEY, NO_MONEY
from backorder_xl.imports.standing import Standing
from backorder_xl.imports.summary import NAMED, Tally
from backorder_xl.sheets import imported
from backorder_xl.tables.cells import default, micro_text
from backorder_xl.tables.contracts import Field, Kind
from backorder_xl.tables.problems import Problem, problem
from backorder_xl.workbook.changes import CellRun, SheetTable, TablePatch
from backorder_xl.workbook.model import Book, Want

_QUIET = ("counted_on",)
"""A new date of an unchanged count makes no changed row."""


def layout(book: Book, at: Standing, gone: Bools) -> tuple[TablePatch | SheetTable | None, Tally, list[Problem]]:
    """The change to one table (None where nothing is different), its counts, and formulas that stood in the way."""
    fields = {f.name: f for f in at.contract.fields}
    told = _spare_formulas(book, at)
    new = np.arange(at.old, len(at.row))
    differs = {name: at.differs(name) for name in fields}
    tally = _tally(at, fields, differs, new, gone)
    if at.place is None:
        return _sheet(at, fields, new) if len(new) else None, tally, told
    wanted = [name for name in fields if differs[name].any() or _says(at, name, new).any()]
    written = [n for n in wanted if at.has(n) or differs[n].any() or _news(at, fields[n], new)]
    if not written:
        return None, tally, told
    numbers = _typed_as_numbers(book, at, [n for n in written if fields[n].kind is Kind.CODE])
    slots = imported.slots(at.place, at.row[: at.old], len(new))
    cells = []
    for name in written:
        old, added = np.flatnonzero(differs[name]), _says(at, name, new)
        index = np.concatenate([old, new[added]])
        rows = np.concatenate([at.row[old], slots[added]])
        cells.append(CellRun(name, rows, imported.shown(fields[name], at.values[name][index], name in numbers)))
    end = int(slots.max(initial=at.place.last_row))
    return imported.patch(at.place, fields, cells, end), tally, told


def _says(at: Standing, name: str, rows: Ints) -> Bools:
    return np.asarray(at.filled[name][rows] & at.touched[name][rows], bool)


def _news(at: Standing, wanted: Field, new: Ints) -> bool:
    """Whether new rows say anything in a column that the sheet lacks, but what a blank cell means anyway."""
    said = new[_says(at, wanted.name, new)]
    return bool((at.values[wanted.name][said] != default(wanted)).any())


def _sheet(at: Standing, fields: dict[str, Field], new: Ints) -> SheetTable:
    """The sheet that the workbook lacks: what is required, what identifies a row, and what something is said of."""
    shown = [f for f in fields.values() if f.required or f.name in at.contract.key[:2] or _news(at, f, new)]
    values: dict[str, np.ndarray | list[object]] = {}
    for f in shown:
        made = imported.shown(f, at.values[f.name][new])
        blank = ~at.filled[f.name][new]
        if isinstance(made, list):
            made = [None if b else v for v, b in zip(made, blank.tolist(), strict=True)]
        elif made.dtype.kind == "f":
            made[blank] = np.nan
        values[f.name] = made
    return imported.new_sheet(at.contract, shown, values)


def _spare_formulas(book: Book, at: Standing) -> list[Problem]:
    """Take cells that hold a formula out of the change; it is never overwritten (rule 1.1)."""
    if at.place is None:
        return []
    names = {c: n for n, c in at.place.columns.items() if n in at.touched and at.differs(n).any()}
    held = sorted(book.formula_cells(at.place.sheet, list(names))) if names else []
    told = []
    for row, column in held:
        i = int(np.searchsorted(at.row[: at.old], row))
        if i < at.old and at.row[i] == row and at.differs(names[column])[i]:
            at.touched[names[column]][i] = False
            told.append(problem("formula-kept", at.sheet, row, at.contract.field(names[column]).header))
    return told


def _typed_as_numbers(book: Book, at: Standing, names: list[str]) -> frozenset[str]:
    """The code columns in which the user types numbers."""
    assert at.place is not None
    columns = {n: at.place.columns[n] for n in names if n in at.place.columns and _all_digits(at.was[n])}
    if not columns:
        return frozenset()
    raw = book.read(at.place.sheet, at.place.header_row, at.place.last_row, dict.fromkeys(columns.values(), Want.ANY))
    filled = {n: [v for v in raw.columns[c].values if v is not None] for n, c in columns.items()}
    return frozenset(n for n, values in filled.items() if values and all(isinstance(v, float) for v in values))


def _all_digits(codes: np.ndarray) -> bool:
    """Whether there is a code, and none that could not be a typed number: a look at the cells themselves costs more."""
    said = {*codes.tolist()} - {""}
    return bool(said) and all(c.isdecimal() for c in said)


def _tally(at: Standing, fields: dict[str, Field], differs: dict[str, Bools], new: Ints, gone: Bools) -> Tally:
    loud = [n for n in fields if n not in _QUIET]
    changed = np.zeros(at.old, bool)
    for name in loud:
        changed |= differs[name]
    same = at.met[: at.old] & ~changed
    tally = Tally(at.contract.name, at.sheet, len(new), int(changed.sum()), int(same.sum()), int(gone.sum()))
    tally.names["new"] = [_name(at, i) for i in new[:NAMED].tolist()]
    tally.names["gone"] = [_name(at, i) for i in np.flatnonzero(gone)[:NAMED].tolist()]
    for i in np.flatnonzero(changed)[:NAMED].tolist():
        steps = [
            f"{fields[n].header} {_word(fields[n], at.was[n][i])} to {_word(fields[n], at.values[n][i])}"
            for n in loud if differs[n][i]
        ]  # fmt: skip
        tally.names.setdefault("changed", []).append(f"{_name(at, i)}: {', '.join(steps)}")
    return tally


def _name(at: Standing, i: int) -> str:
    """A row as a person names it: SO-1 line 2, A at Main, ACME."""
    key = [str(at.values[k][i]) for k in at.contract.key if at.values[k][i]]
    if "line" in at.contract.key:
        return " line ".join(key[:2])
    return " at ".join(key) if at.contract.name == "stock" else " from ".join(key)


def _word(wanted: Field, value: object) -> str:
    match wanted.kind:
        case Kind.QTY:
            return micro_text(int(value))  # type: ignore[call-overload]
        case Kind.MONEY:
            return "blank" if value == NO_MONEY else f"{int(value) / MONEY:.4f}".rstrip("0").rstrip(".")  # type: ignore[call-overload]
        case Kind.DATE:
            return "blank" if np.isnat(value) else str(value)[:10]  # type: ignore[call-overload]
        case Kind.FLAG:
            return "yes" if value else "no"
        case _:
            return str(value) or "blank"
