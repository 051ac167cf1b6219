"""What helps to have fewer backorders tomorrow? (the verb steer, section 10)

A walk like those of run.py: read, decide as the verb plan does, and lay out the sheets of the list below, each made by one
call. Receives nothing, tells nobody anything, and writes no row into the Run Log: a second run of the day changes nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from backorder_xl.core.inputs import Tables
from backorder_xl.core.planning import Outcome, plan
from backorder_xl.core.settings import Settings
from backorder_xl.run import Report
from backorder_xl.sheets.at_risk import customers_at_risk
from backorder_xl.sheets.policies import policies
from backorder_xl.tables.reading import read_tables
from backorder_xl.workbook.changes import Changes, SheetTable
from backorder_xl.workbook.model import Book

Maker = Callable[[Tables, Settings, Outcome, dt.date], SheetTable]

SHEETS: tuple[Maker, ...] = (policies, customers_at_risk)
"""What is laid out, in the order of the tabs. Each name also stands in RESULT_SHEETS."""


def steer(
    book: Book, overrides: dict[str, object], as_of: dt.date, tell: Callable[[str], None] = lambda _: None
) -> Report:
    """Decide, and lay out what a planner looks at once a week."""
    tell("Reading")
    reading = read_tables(book, overrides)
    tell("Deciding")
    outcome = plan(reading.tables, reading.settings, as_of)
    tell("Comparing")
    tables = [make(reading.tables, reading.settings, outcome, as_of) for make in SHEETS]
    report = Report(reading, reading.problems, outcome, Changes(tables))
    told = {"errors": report.errors, "warnings": len(report.problems) - report.errors}
    report.counts = {"as_of": as_of.isoformat(), **outcome.counts, "receipts_posted": 0, "messages": 0, **told}
    return report
