"""How is a proposal for a workbook shown, on a terminal and in a message box? Sentences and a table; nothing is decided."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from backorder_xl.hosts.telling import json_line, many

if TYPE_CHECKING:
    from backorder_xl.adopt import Adoption
    from backorder_xl.tables.mapping import MapRow

_WIDEST = 34


def shown(made: Adoption) -> list[str]:
    """The whole proposal: where each table stands, which column is which, how sure, and why."""
    out = []
    for place in made.proposal.tables:
        how = "" if place.proposed or _rows(made, place.contract.sheet) else ", read as it is"
        row = f"headers in row {place.header_row}" if place.header_row else "no headers"
        out.append(f"{place.contract.sheet}: the sheet '{place.sheet}' ({row}{how})")
        out += _table(_rows(made, place.contract.sheet))
    settings = _rows(made, "Settings")
    if settings:
        out += ["Settings", *_table(settings)]
    return [*out, *said(made)]


def said(made: Adoption) -> list[str]:
    """What is missing and what else is to be known."""
    lines = [f"Missing: {text}" for text in made.proposal.missing]
    lines += [f"Note: {text}" for text in (*made.proposal.remarks, *made.remarks)]
    return [*lines, *(p.message for p in made.proposal.told)]


def outlook(made: Adoption) -> list[str]:
    """What a run will work on, and what check finds."""
    if made.reading is None:
        return [f"Not ready yet: {made.unusable}"] if not made.proposal.missing else ["A run has to wait for what is missing."]
    tables = made.reading.tables
    counts = [
        f"{place.contract.sheet} ({many(len(getattr(tables, name)), 'row')} of '{place.sheet}')"
        for name, place in made.reading.placed.items()
        if hasattr(tables, name)
    ]
    errors = sum(p.severity == "error" for p in made.problems)
    out = [
        f"A run works on {', '.join(counts)}.",
        f"check finds {many(errors, 'error')} and {many(len(made.problems) - errors, 'warning')}.",
    ]
    return [*out, *(f"  {p.severity}: {p.sheet}{f' row {p.row}' if p.row else ''}: {p.message}" for p in made.problems[:5])]


def short(made: Adoption) -> list[str]:
    """What fits into a message box: each table, what is doubtful, what is missing."""
    out = []
    for place in made.proposal.tables:
        rows = _rows(made, place.contract.sheet)
        doubtful = [f"{r.field} ({r.sure} %)" for r in rows if not r.use]
        taken = sum(r.use for r in rows)
        how = f"{many(taken, 'column')}" if rows else "read as it is"
        out.append(f"{place.contract.sheet}: '{place.sheet}', {how}" + (f"; not sure: {', '.join(doubtful)}" if doubtful else ""))
    out += [f"{r.field} = {r.column}" for r in _rows(made, "Settings")]
    return [*out, *said(made)]


def as_json(made: Adoption, verb: str, as_of: str, output: str | None, seconds: float) -> str:
    """One JSON object: the fields of rule 9, then tables, mapping, missing and remarks."""
    errors = sum(p.severity == "error" for p in made.problems)
    usual = json.loads(
        json_line(verb=verb, as_of=as_of, output=output, seconds=seconds, errors=errors, warnings=len(made.problems) - errors)
    )
    more = {
        "ready": made.reading is not None,
        "tables": {
            t.contract.sheet: {"sheet": t.sheet, "header_row": t.header_row, "proposed": t.proposed}
            for t in made.proposal.tables
        },
        "mapping": [
            {"table": r.table, "sheet": r.sheet, "field": r.field, "column": r.column, "sure": r.sure, "why": r.why, "use": r.use,
             "new": not r.row}
            for r in made.rows
        ],
        "missing": made.proposal.missing,
        "remarks": [*made.proposal.remarks, *made.remarks],
    }  # fmt: skip
    return json.dumps({**usual, **more})


def _rows(made: Adoption, table: str) -> list[MapRow]:
    return [r for r in made.rows if r.table.casefold() == table.casefold()]


def _table(rows: list[MapRow]) -> list[str]:
    """Columns in line: field, column, how sure, use, why."""
    cells = [
        (r.field, _cut(r.column), f"{r.sure} %" if r.sure is not None else "", "" if r.use else "not used", r.why) for r in rows
    ]
    widths = [max((len(c[i]) for c in cells), default=0) for i in range(4)]
    lines = []
    for c in cells:
        line = f"  {c[0]:<{widths[0]}} = {c[1]:<{widths[1]}}  {c[2]:>{widths[2]}}  {c[3]:<{widths[3]}}  {c[4]}"
        lines.append(line.rstrip())
    return lines


def _cut(text: str) -> str:
    return text if len(text) <= _WIDEST else text[: _WIDEST - 1] + "…"
