"""What happens when exports are imported? The walk of the verb import: read the book, merge, lay out (rule 9).

The files have been read and recognised by the door's own calls; nothing is written here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from backorder_xl import __version__
from backorder_xl.core.settings import Settings
from backorder_xl.imports.arriving import spoken
from backorder_xl.imports.merging import merge
from backorder_xl.imports.model import Incoming, Remark
from backorder_xl.imports.standing import standing
from backorder_xl.imports.summary import Summary
from backorder_xl.sheets import upkeep
from backorder_xl.tables import previous
from backorder_xl.tables.contracts import BY_NAME
from backorder_xl.tables.finding import find_tables
from backorder_xl.tables.problems import ERROR, Problem, gather, severities
from backorder_xl.tables.reading import settings_of
from backorder_xl.workbook.changes import Changes
from backorder_xl.workbook.model import Book


@dataclass
class Imported:
    """What an import changes, what it found, and what is to be said of it; ``counts`` are those of rule 9."""

    changes: Changes
    summary: Summary
    problems: list[Problem]
    counts: dict[str, Any]

    @property
    def errors(self) -> int:
        return sum(p.severity == ERROR for p in self.problems)


def settings_in(book: Book, overrides: dict[str, object]) -> Settings:
    """The settings in force: how dates and decimals are written in files, and what is typed over them."""
    return settings_of(book, find_tables(book, needed=False).get("settings"), overrides, [], {})


def codes_in(book: Book, settings: Settings) -> list[str]:
    """The items that the book knows, by which codes are recognised that a spreadsheet has changed."""
    found = find_tables(book, needed=False)
    places = ((name, found[name]) for name in ("items", "stock") if name in found and "sku" in found[name].match.columns)
    tables = [standing(book, BY_NAME[name], place, settings) for name, place in places]
    return [code for table in tables for code in table.values["sku"].tolist()]


def import_exports(
    book: Book,
    incoming: Sequence[Incoming],
    settings: Settings,
    as_of: dt.date,
    *,
    now: dt.datetime,
    whole: bool = False,
    remarks: Sequence[Remark] = (),
) -> Imported:
    """Merge exports into the book, with a row of the Run Log and all that is to be said on Problems (rules 1.4, 9).

    ``remarks`` are about files of which nothing could be used. What an earlier run or import said on Problems about anything
    else stays there.
    """
    merged = merge(book, incoming, settings, as_of, whole)
    problems = gather([*(spoken(r) for r in remarks), *merged.problems])
    counts: dict[str, Any] = {"as_of": as_of.isoformat(), **severities(problems)}
    changes = merged.changes
    files = {i.file for i in incoming} | {r.file for r in remarks}
    changes.tables += [
        upkeep.problems([*problems, *_kept(book, files, problems)]),
        upkeep.run_log(
            previous.history(book, "Run Log"), "import", now, {**counts, "changes": merged.summary.rows}, settings, __version__
        ),
    ]
    return Imported(changes, merged.summary, problems, counts)


def _kept(book: Book, files: set[str], now: Sequence[Problem]) -> list[Problem]:
    """What Problems said before about other things than these files."""
    old = previous.history(book, "Problems")
    said = {(p.sheet, p.row, p.column, p.value, p.message) for p in now}
    kept = []
    for severity, sheet, row, column, value, text in zip(
        *(old.get(c, []) for c in ("Severity", "Sheet", "Row", "Column", "Value", "Message")), strict=False
    ):
        one = (str(sheet or ""), int(row) if isinstance(row, int | float) else None, str(column or ""), str(value or ""))
        if text and one[0] not in files and (*one, text) not in said:
            kept.append(Problem(f"kept {text}", str(severity), *one, str(text)))
    return kept
