"""What does an export say, column by column, in the core's own values, and which of its rows can be used?

The same reading that the workbook's cells go through, so that a quantity below 0 or an unknown word is told in the same way
(rules 1.2, 1.5), under the file's own name and row.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal

import numpy as np

from backorder_xl.core.keys import Bools, Ints
from backorder_xl.core.settings import Settings
from backorder_xl.imports.model import Incoming, Remark, Weight
from backorder_xl.tables import checks
from backorder_xl.tables.cells import Finding
from backorder_xl.tables.contracts import BY_NAME, Contract, Field, Kind
from backorder_xl.tables.kinds import WANTS, coerce
from backorder_xl.tables.problems import ERROR, WARNING, Problem, problem
from backorder_xl.tables.rows import gathered
from backorder_xl.workbook.model import RawColumn, Want

_SEVERITY = {Weight.REPAIRED: WARNING, Weight.QUESTION: ERROR, Weight.LEFT_OUT: ERROR}


@dataclass
class Arriving:
    """Rows of one export that can be used: an array per field that it knows, as the core keeps them.

    ``filled`` says which cells the export fills; ``row`` is the file's row. ``problems`` tells what was left out.
    """

    contract: Contract
    file: str
    source: str
    row: Ints
    values: dict[str, np.ndarray]
    filled: dict[str, Bools]
    whole: bool
    as_of: dt.date | None
    problems: list[Problem] = field(default_factory=list)
    left_out: int = 0

    def __len__(self) -> int:
        return len(self.row)

    def texts(self, name: str) -> np.ndarray:
        """A text column; blank throughout where the export does not know it."""
        return self.values.get(name, np.full(len(self), "", object))

    def leave_out(self, out: Bools) -> None:
        """Go on without some rows; what is to be said of them has been said."""
        self.left_out += int(out.sum())
        self.keep(~out)

    def keep(self, kept: Bools) -> None:
        """Go on with these rows."""
        self.row = self.row[kept]
        self.values = {n: v[kept] for n, v in self.values.items()}
        self.filled = {n: v[kept] for n, v in self.filled.items()}


def arriving(incoming: Incoming, settings: Settings) -> Arriving:
    """Make an export's columns their kinds; rows without what identifies them, or with a value that cannot be, are left out."""
    contract = BY_NAME[incoming.table]
    known = [f for f in contract.fields if f.name in incoming.columns and f.read]
    size = len(incoming.rows)
    read = {f.name: coerce(_raw(f, incoming.columns[f.name]), f, settings) for f in known}
    rows = gathered(contract, read, size)
    for f in contract.required:
        if f.name in contract.key and f.name != "line":
            blank = rows.columns[f.name].blank if f.name in read else np.ones(size, bool)
            rows.findings += [(f.name, Finding(int(i), "", "missing")) for i in np.flatnonzero(blank)]
    checks.within(rows)
    at = np.asarray(incoming.rows, np.int64)
    told = [_told(incoming.file, contract.field(n), int(at[f.index]), f) for n, f in rows.findings]
    bad = np.zeros(size, bool)
    bad[[f.index for _, f in rows.findings if f.is_error]] = True
    made = Arriving(
        contract, incoming.file, incoming.source, at, {n: c.values for n, c in read.items()},
        {n: ~c.blank for n, c in read.items()}, incoming.whole, incoming.as_of,
        [*(spoken(r) for r in incoming.remarks), *told],
        len({(r.file, r.row) for r in incoming.remarks if _SEVERITY.get(r.weight) == ERROR and r.row}),
    )  # fmt: skip
    made.leave_out(bad)
    return made


def spoken(remark: Remark) -> Problem:
    """What was said of a file while it was read, as a row of the sheet Problems."""
    severity = _SEVERITY.get(remark.weight, WARNING)
    code = f"import {remark.text}"
    return Problem(code, severity, remark.file, remark.row or None, remark.column, remark.value, remark.text)


def _told(file: str, wanted: Field, row: int, finding: Finding) -> Problem:
    return problem(finding.code, file, row, wanted.header, finding.value, **finding.words)


def _raw(wanted: Field, values: list[object]) -> RawColumn:
    """Python values as a column that was read from cells."""
    match WANTS[wanted.kind]:
        case Want.NUMBER:
            odd = {i: v for i, v in enumerate(values) if isinstance(v, str)}
            numbers = [float(v) if isinstance(v, int | float | Decimal) else np.nan for v in values]
            return RawColumn(np.array(numbers, float), dict(odd))
        case Want.DATE:
            odd = {i: v for i, v in enumerate(values) if v is not None and not isinstance(v, dt.date)}
            days = [None if i in odd else v for i, v in enumerate(values)] if odd else values
            return RawColumn(np.array(days, "datetime64[s]"), dict(odd))
        case _:
            texts = [_text(wanted, v) for v in values]
            return RawColumn(np.array([*texts, None], object)[:-1], {})


def _text(wanted: Field, value: object) -> str | None:
    if value is None or isinstance(value, str):
        return value or None
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer() and wanted.kind is Kind.CODE:
        return str(int(value))
    return str(value)
