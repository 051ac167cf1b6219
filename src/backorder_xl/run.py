"""What does each verb do? Read this page first: open, read, decide, lay out, apply; each step is one call.

The doors in hosts/ call these walks; what a rule says stands in core/.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from backorder_xl import __version__
from backorder_xl.core.planning import Outcome, plan
from backorder_xl.core.words import LegalRegime, PurchaseStatus
from backorder_xl.notify import Draft, notices
from backorder_xl.sheets import purchase_orders, results, upkeep
from backorder_xl.tables.problems import Problem, gather, problem
from backorder_xl.tables.reading import Reading, read_tables
from backorder_xl.workbook.changes import Changes
from backorder_xl.workbook.model import Book, RawTable, Want

Tell = Callable[[str], None]


@dataclass
class Report:
    """What a verb found and decided; ``outcome`` is None where it only checked."""

    reading: Reading
    problems: list[Problem]
    outcome: Outcome | None = None
    changes: Changes = field(default_factory=Changes)
    counts: dict[str, Any] = field(default_factory=dict)
    save_drafts: Callable[[], None] = lambda: None

    @property
    def errors(self) -> int:
        return sum(p.severity == "error" for p in self.problems)


def check(book: Book, overrides: dict[str, object], as_of: dt.date, tell: Tell = lambda _: None) -> Report:
    """Read everything and say what is wrong with it; decide nothing (rule 1.5)."""
    tell("Reading")
    reading = read_tables(book, overrides)
    report = Report(reading, gather(reading.problems))
    report.changes.tables.append(upkeep.problems(report.problems))
    report.counts = {"as_of": as_of.isoformat(), **_told(report.problems)}
    return report


def morning_run(
    book: Book,
    overrides: dict[str, object],
    as_of: dt.date,
    *,
    verb: str = "run",
    now: dt.datetime,
    tell: Tell = lambda _: None,
    draft: Draft | None = None,
) -> Report:
    """Read, decide, and lay out every sheet (rules 1 to 4, 7); with ``draft`` also write the messages (6)."""
    tell("Reading")
    reading = read_tables(book, overrides)
    tell("Deciding")
    outcome = plan(reading.tables, reading.settings, as_of)
    tell("Laying out")
    buying = _purchase_sheet(book, reading, outcome)
    mail = notices(book, reading, outcome, draft) if draft else None
    problems = gather([*reading.problems, *buying.problems, *_unposted(reading), *(mail.problems if mail else ())])
    messages = mail.count if mail else 0
    counts = {"as_of": as_of.isoformat(), **outcome.counts, "receipts_posted": 0, "messages": messages, **_told(problems)}
    report = Report(reading, problems, outcome, Changes(), counts)
    rows = buying.peg_rows(outcome.pegs)
    tables = report.changes.tables
    tables += [
        results.backorders(outcome, buying.sheet, buying.header, rows, legal=_shows_law(book, reading)),
        results.allocations(outcome, buying.sheet, buying.header, rows),
        results.ready(outcome),
        upkeep.dashboard(outcome.figures),
        upkeep.problems(problems),
        upkeep.run_log(_history(book), verb, now, counts, reading.settings, __version__),
    ]
    if len(outcome.unsourced) or _has(book, "Without Supplier"):
        tables.insert(2, results.unsourced(outcome))
    if isinstance(buying.change, purchase_orders.SheetTable):
        tables.insert(2, buying.change)
    elif buying.change is not None:
        report.changes.patches.append(buying.change)
    if mail:
        report.save_drafts = mail.save
        report.changes.add(mail.change)
    return report


def refused(report: Report, strict: bool) -> bool:
    """Whether ``--strict`` stops the run before anything is written (rule 1.5)."""
    return strict and report.errors > 0


def _told(problems: list[Problem]) -> dict[str, int]:
    errors = sum(p.severity == "error" for p in problems)
    return {"errors": errors, "warnings": len(problems) - errors}


def _unposted(reading: Reading) -> list[Problem]:
    """A word on receipts that wait to be posted, as nothing is forgotten silently (rule 5.2)."""
    waiting = int(reading.tables.receipts["posted"].isna().sum())
    placed = reading.placed.get("receipts")
    return [problem("receipts-not-posted", placed.sheet, value=str(waiting))] if waiting and placed else []


def _shows_law(book: Book, reading: Reading) -> bool:
    """Whether Backorders has the columns of the law: where one is watched, or was once (rule 6.4)."""
    return reading.settings.legal_regime is not LegalRegime.NONE or (
        _has(book, "Backorders") and any("Legal Act" in row for row in book.top("Backorders"))
    )


def _has(book: Book, sheet: str) -> bool:
    return sheet.casefold() in (s.casefold() for s in book.sheets())


def _purchase_sheet(book: Book, reading: Reading, outcome: Outcome) -> purchase_orders.PurchaseSheet:
    placed = reading.placed.get("purchase_orders")
    if placed is None:
        return purchase_orders.new_sheet(outcome)
    columns = list(placed.columns.values())
    top = book.top(placed.sheet, placed.header_row)
    header = str(top[placed.header_row - 1][placed.columns["po"] - 1])
    at = {name: placed.columns[name] for name in ("po", "line", "supplier", "sku", "status") if name in placed.columns}
    typed = book.read(placed.sheet, placed.header_row, placed.last_row, dict.fromkeys(at.values(), Want.ANY))
    return purchase_orders.patch(
        outcome,
        reading.tables.purchase_orders,
        placed,
        header,
        lambda wanted: book.formula_cells(placed.sheet, wanted),
        lambda: book.room_below(placed.sheet, placed.last_row, columns),
        _typed_as_numbers(typed, at),
        _broken_proposals(typed, at, reading),
    )


def _broken_proposals(typed: RawTable, at: dict[str, int], reading: Reading) -> set[int]:
    """Rows that say proposed but were left out when reading; a run replaces all proposed lines (rule 4.6)."""
    words = typed.columns[at["status"]].values if "status" in at else ()
    proposed = PurchaseStatus.PROPOSED.value
    said = {typed.first_row + i for i, w in enumerate(words) if isinstance(w, str) and w.strip().casefold() == proposed}
    return said - set(reading.tables.purchase_orders["row"].tolist())


def _typed_as_numbers(typed: RawTable, at: dict[str, int]) -> frozenset[str]:
    """The columns in which every filled cell is a number."""
    filled = {name: [v for v in typed.columns[column].values if v is not None] for name, column in at.items()}
    return frozenset(name for name, values in filled.items() if values and all(isinstance(v, float) for v in values))


def _history(book: Book) -> dict[str, list[Any]]:
    """What the Run Log holds so far, by header."""
    if not _has(book, "Run Log"):
        return {}
    headers = (book.top("Run Log", 1) or [[]])[0]
    wanted = {i + 1: Want.ANY for i, h in enumerate(headers) if h}
    if not wanted:
        return {}
    raw = book.read("Run Log", 1, None, wanted)
    return {str(headers[i - 1]): list(column.values) for i, column in raw.columns.items()}


def write(book: Book, report: Report, to: Path, backup: bool, tell: Tell = lambda _: None) -> None:
    """Apply what was decided, all of it or nothing (rule 8.7).

    Drafts come first: if the run is killed in between, nobody counts as told, and the next run writes the same files again.
    """
    tell("Writing")
    report.save_drafts()
    book.apply(report.changes, to, backup)
