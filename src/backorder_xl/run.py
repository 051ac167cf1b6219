"""What does each verb do? Read this page first: open, read, decide, lay out, apply; each step is one call.

The doors in hosts/ call these walks; what a rule says stands in core/.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from backorder_xl import __version__
from backorder_xl.core import say
from backorder_xl.core.causes import causes
from backorder_xl.core.changes import line_changes, proposal_changes
from backorder_xl.core.letters import Drafted
from backorder_xl.core.planning import Outcome, plan
from backorder_xl.core.receiving import Received, receive
from backorder_xl.core.showcase import above_cap
from backorder_xl.core.words import LegalRegime, PurchaseStatus
from backorder_xl.notify import Draft, notices
from backorder_xl.sheets import purchase_orders, receipts, results, upkeep
from backorder_xl.sheets.changes import changes as changes_sheet
from backorder_xl.sheets.changes import counted
from backorder_xl.sheets.dashboard import dashboard
from backorder_xl.sheets.fitting import fit, without_formulas
from backorder_xl.sheets.proof import proving
from backorder_xl.tables import previous
from backorder_xl.tables.contracts.items import ITEMS
from backorder_xl.tables.problems import WARNING, Problem, gather, problem, severities
from backorder_xl.tables.reading import Placed, Reading, after_receiving, read_tables
from backorder_xl.workbook.changes import Changes, SheetTable
from backorder_xl.workbook.model import Book, RawTable, Want
from backorder_xl.workbook.refs import LAST_ROW

Tell = Callable[[str], None]


@dataclass
class Report:
    """What a verb found and decided; ``outcome`` is None where it only checked."""

    reading: Reading
    problems: list[Problem]
    outcome: Outcome | None = None
    changes: Changes = field(default_factory=Changes)
    counts: dict[str, Any] = field(default_factory=dict)
    drafted: Drafted = field(default_factory=lambda: Drafted({}))

    @property
    def errors(self) -> int:
        return sum(p.severity == "error" for p in self.problems)


def check(book: Book, overrides: dict[str, object], as_of: dt.date, tell: Tell = lambda _: None) -> Report:
    """Read everything and say what is wrong with it, receipts that fit nowhere too; decide nothing (rule 1.5)."""
    tell("Reading")
    reading = read_tables(book, overrides)
    tell("Checking")
    received = _receive(book, reading, as_of)
    report = Report(reading, gather([*reading.problems, *_told_of_receipts(reading, received)]))
    report.changes.tables.append(upkeep.problems(report.problems))
    report.counts = {"as_of": as_of.isoformat(), **severities(report.problems)}
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
    most_rows: int | None = LAST_ROW - 1,
) -> Report:
    """Read, receive, decide, and lay out every sheet (rules 1 to 5, 7); with ``draft`` also write the messages (6).

    The verbs plan and notify receive nothing. ``most_rows`` is what a sheet holds below its header, None where there is no end.
    """
    tell("Reading")
    reading = read_tables(book, overrides)
    received = None
    if verb not in ("plan", "notify"):
        tell("Receiving")
        received = _receive(book, reading, as_of)
        reading = after_receiving(reading, received.tables)
    tell("Deciding")
    outcome = plan(reading.tables, reading.settings, as_of, received.arrived if received else None)
    tell("Laying out")
    changed = _changes(book, reading, outcome, as_of)
    buying = _purchase_sheet(book, reading, outcome)
    told = _told_of_receipts(reading, received) if received else _unposted(book, reading, as_of)
    told += _said_today(book, reading, as_of)
    told += _above_cap(reading, outcome)
    mail = notices(book, reading, outcome, draft) if draft else None
    problems = gather([*reading.problems, *buying.problems, *told, *(mail.problems if mail else ())])
    counts = {
        "as_of": as_of.isoformat(),
        **outcome.counts,
        "receipts_posted": len(received.posted) if received else 0,
        "messages": mail.count if mail else 0,
        **severities(problems),
    }
    report = Report(reading, problems, outcome, Changes(), counts)
    rows = buying.peg_rows(outcome.pegs)
    if received and len(received.posted):
        numbers = _typed_as_numbers(book, reading.placed["stock"], "sku")
        report.changes.patches += receipts.postings(received, reading.placed, bool(numbers))
    if isinstance(buying.change, purchase_orders.SheetTable):
        report.changes.tables.append(buying.change)
    elif buying.change is not None:
        report.changes.patches.append(buying.change)
    report.changes.tables += [
        results.backorders(outcome, buying.sheet, buying.header, rows, legal=_shows_law(book, reading)),
        results.allocations(outcome, buying.sheet, buying.header, rows),
        *_if_any(book, results.unsourced(outcome)),
        *_if_any(book, results.cut_list(outcome)),
        results.ready(outcome),
        *_if_any(book, changed),
    ]
    beyond = fit(report.changes, most_rows) if most_rows else []
    if beyond:
        report.problems[:] = problems = gather([*problems, *beyond])
        counts.update(severities(problems))
    counted_too = {**counts, "changes": len(changed.data["Change"])}
    log = upkeep.run_log(previous.history(book, "Run Log"), verb, now, counted_too, reading.settings, __version__)
    headers = {t.name: dict(enumerate(t.headers, t.first_col)) for t in book.excel_tables()}
    proof = proving(outcome, reading, headers, report.changes)
    report.changes.tables += [*dashboard(outcome, counted(changed), proof, log), proof, upkeep.problems(problems), log]
    if beyond:
        without_formulas(report.changes)
    if mail:
        report.drafted = mail.drafted
        report.changes.add(mail.change)
    return report


def _receive(book: Book, reading: Reading, as_of: dt.date) -> Received:
    """Post what arrived, as far as cells can be written (rule 5.2)."""
    if not len(reading.tables.receipts):
        return receive(reading.tables, reading.settings, as_of)

    def room(place: Placed) -> int:
        return book.room_below(place.sheet, place.last_row, list(place.columns.values()))

    def skus(place: Placed) -> dict[int, str]:
        raw = book.read(place.sheet, place.header_row, place.last_row, {place.columns["sku"]: Want.TEXT})
        return {raw.first_row + i: v for i, v in enumerate(raw.columns[place.columns["sku"]].values) if v}

    writable = receipts.writable(reading.placed, book.formula_cells, room, skus)
    return receive(reading.tables, reading.settings, as_of, writable)


def _told_of_receipts(reading: Reading, received: Received) -> list[Problem]:
    """What is to be said of receipts, under the user's own sheet name."""
    place = reading.placed.get("receipts")
    return [
        problem(m.code, place.sheet, m.row, m.column, m.value, **m.words) for m in received.remarks if place is not None
    ]


def _said_today(book: Book, reading: Reading, as_of: dt.date) -> list[Problem]:
    """Warnings that an earlier run of the day gave about receipts that it posted: a second run does not unsay them."""
    place = reading.placed.get("receipts")
    r = reading.tables.receipts
    today = set(r["row"][r["posted"] == np.datetime64(as_of, "s")].tolist()) if place else set()
    if place is None or not today:
        return []
    old = previous.history(book, "Problems")
    rows = zip(*(old.get(c, []) for c in ("Severity", "Sheet", "Row", "Column", "Value", "Message")), strict=False)
    return [
        Problem(f"receipt {text}", severity, sheet, int(row), column or "", value or "", text)
        for severity, sheet, row, column, value, text in rows
        if severity == WARNING and sheet == place.sheet and row in today and text
    ]


def _above_cap(reading: Reading, outcome: Outcome) -> list[Problem]:
    """Items of which more wait than their Backorder Cap allows (rule 10.4)."""
    place, header = reading.placed.get("items"), ITEMS.field("backorder_cap").header
    return [
        problem("above-cap", place.sheet, row, header, say.units(waiting), sku=sku, cap=cap)
        for row, sku, waiting, cap in above_cap(reading.tables, outcome).itertuples(index=False)
        if place is not None
    ]


def _changes(book: Book, reading: Reading, outcome: Outcome, as_of: dt.date) -> SheetTable:
    """What is different from the last run; nothing where there was none (rule 1.4)."""
    before = previous.result_sheet(book, "Backorders", previous.BACKORDERS)
    first = before is None
    if before is None:
        before = previous.nothing(previous.BACKORDERS)
    lines = line_changes(before, outcome, reading.tables)
    proposals = proposal_changes(outcome, reading.tables)
    if first:
        lines, proposals = lines[:0], proposals[:0]
    pegs = previous.result_sheet(book, "Allocations", previous.ALLOCATIONS) if len(lines) else None
    pegs = previous.nothing(previous.ALLOCATIONS) if pegs is None else pegs
    why = causes(lines, pegs, outcome, reading.tables)
    return changes_sheet(lines, why, proposals, previous.history(book, "Changes"), as_of)


def _if_any(book: Book, table: SheetTable) -> list[SheetTable]:
    """A sheet that is made only when there is something on it, and kept up from then on."""
    return [table] if any(len(v) for v in table.data.values()) or _has(book, table.sheet) else []


def refused(report: Report, strict: bool) -> bool:
    """Whether ``--strict`` stops the run before anything is written (rule 1.5)."""
    return strict and report.errors > 0


def _unposted(book: Book, reading: Reading, as_of: dt.date) -> list[Problem]:
    """Where nothing is posted: what is wrong with receipts that wait, and how many could be posted (rules 1.5, 5.2)."""
    could = _receive(book, reading, as_of)
    posted = set(could.posted["row"].tolist())
    told = [p for p in _told_of_receipts(reading, could) if p.row not in posted]
    if posted:
        told.append(problem("receipts-not-posted", reading.placed["receipts"].sheet, value=str(len(posted))))
    return told


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
        _numbers(typed, at),
        _broken_proposals(typed, at, reading),
    )


def _broken_proposals(typed: RawTable, at: dict[str, int], reading: Reading) -> set[int]:
    """Rows that say proposed but were left out when reading; a run replaces all proposed lines (rule 4.6)."""
    words = typed.columns[at["status"]].values if "status" in at else ()
    proposed = PurchaseStatus.PROPOSED.value
    said = {typed.first_row + i for i, w in enumerate(words) if isinstance(w, str) and w.strip().casefold() == proposed}
    return said - set(reading.tables.purchase_orders["row"].tolist())


def _typed_as_numbers(book: Book, placed: Placed, *names: str) -> frozenset[str]:
    """Which of these columns hold numbers only."""
    at = {name: placed.columns[name] for name in names if name in placed.columns}
    return _numbers(book.read(placed.sheet, placed.header_row, placed.last_row, dict.fromkeys(at.values(), Want.ANY)), at)


def _numbers(typed: RawTable, at: dict[str, int]) -> frozenset[str]:
    """The columns in which every filled cell is a number."""
    filled = {name: [v for v in typed.columns[column].values if v is not None] for name, column in at.items()}
    return frozenset(name for name, values in filled.items() if values and all(isinstance(v, float) for v in values))


def write(book: Book, report: Report, to: Path | None, backup: bool, tell: Tell = lambda _: None) -> None:
    """Apply what was decided, all of it or nothing (rule 8.7); ``to`` is None for the book itself, as for one that is open.

    Drafts are set aside first and put out last. If the run is killed in between, the next one sees in Messages whether they count
    as told: then it puts them out, else they go and are made again.
    """
    tell("Writing")
    report.drafted.save()
    try:
        book.apply(report.changes, to, backup)
    except BaseException:
        report.drafted.take_back()
        raise
    report.drafted.put_out()
