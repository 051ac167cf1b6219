"""What would help to have fewer backorders tomorrow? The walk of the verb steer: read, decide, study, lay out (rule 7).

Nothing that a run writes is touched, and nothing is received or told; each sheet is one call.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from backorder_xl.core import dates, demand, faster, leadtimes, lotdesk, minimums, sources, stocking
from backorder_xl.core.history import History, history
from backorder_xl.core.planning import Outcome, plan
from backorder_xl.forecast.demand import demand as forecast_demand
from backorder_xl.run import Report, Tell
from backorder_xl.sheets import suppliers as supplier_sheets
from backorder_xl.sheets.at_risk import customers_at_risk
from backorder_xl.sheets.demand import demand as demand_sheet
from backorder_xl.sheets.lot_sizes import lot_sizes
from backorder_xl.sheets.policies import policies
from backorder_xl.tables.problems import gather, severities
from backorder_xl.tables.reading import Reading, read_tables
from backorder_xl.workbook.changes import Changes, SheetTable
from backorder_xl.workbook.model import Book


@dataclass(frozen=True)
class Study:
    """What every sheet is made from: what was read and decided, and what the past says."""

    reading: Reading
    outcome: Outcome
    names: demand.Keys
    when: dates.Calendars
    sources: sources.Sources
    known: pd.DataFrame  # leadtimes.learned
    history: History
    forecast: pd.DataFrame  # forecast.demand

    @property
    def today(self) -> np.datetime64:
        return np.datetime64(self.outcome.as_of, "D")


def study(reading: Reading, as_of: dt.date) -> Study:
    """Plan as of a day, and look at deliveries and orders of the past."""
    tables, settings = reading.tables, reading.settings
    names, when = demand.keys(tables, settings), dates.calendars(tables, settings)
    source = sources.sources(tables, names.sku, settings)
    made = leadtimes.deliveries(tables, source, names.sku, settings, when)
    known = leadtimes.learned(made, len(source.suppliers))
    weeks = history(tables, names.sku, np.datetime64(as_of, "D"))
    return Study(reading, plan(tables, settings, as_of), names, when, source, known, weeks, forecast_demand(weeks))


def supplier_record(s: Study) -> SheetTable:
    """Lead times learned, who keeps their word, and whether to wait for a minimum."""
    tables, settings = s.reading.tables, s.reading.settings
    found = leadtimes.record(tables, s.sources, s.names.sku, settings, s.when, s.today)
    return supplier_sheets.record(found, minimums.below_minimum(s.outcome, tables, s.names, s.sources))


def faster_sources(s: Study) -> SheetTable:
    """Which other source would be sooner, at what price, for whom."""
    tables, settings = s.reading.tables, s.reading.settings
    return supplier_sheets.faster(faster.faster(s.outcome, tables, s.names, s.sources, s.known, settings, s.when))


def demand_of_items(s: Study) -> SheetTable:
    """What to expect, how much to keep, what is out of the ordinary."""
    found = stocking.stocking(s.forecast, s.history, s.outcome, s.reading.tables, s.names, s.sources, s.known, s.reading.settings)
    return demand_sheet(found)


def lots(s: Study) -> SheetTable:
    """Lot size against carrying cost; order now or wait."""
    per_week = np.zeros(len(s.names.sku))
    per_week[s.forecast["sku_no"].to_numpy()] = s.forecast["per_week"].to_numpy()
    return lot_sizes(lotdesk.desk(per_week, s.outcome, s.reading.tables, s.names, s.sources, s.reading.settings))


def policies_compared(s: Study) -> SheetTable:
    """Each allocation policy side by side."""
    return policies(s.reading.tables, s.reading.settings, s.outcome, s.outcome.as_of)


def at_risk(s: Study) -> SheetTable:
    """Who waits long, was told often, is late again; what to offer."""
    return customers_at_risk(s.reading.tables, s.reading.settings, s.outcome, s.outcome.as_of)


STUDIES = ("Supplier Record", "Faster Sources", "Demand", "Lot Sizes", "Policies", "Customers at Risk")
"""The sheets that it writes, in this order."""

SHEETS: tuple[Callable[[Study], SheetTable], ...] = (
    supplier_record,
    faster_sources,
    demand_of_items,
    lots,
    policies_compared,
    at_risk,
)


def steer(book: Book, overrides: dict[str, object], as_of: dt.date, *, tell: Tell = lambda _: None) -> Report:
    """Read, decide, and lay out the sheets that look further than today.

    Run Log and Problems stay the run's, so that a second time on the same day changes nothing.
    """
    tell("Reading")
    reading = read_tables(book, overrides)
    tell("Deciding")
    studied = study(reading, as_of)
    tell("Studying")
    tables = [sheet(studied) for sheet in SHEETS]
    problems = gather(reading.problems)
    counts = {"as_of": as_of.isoformat(), **studied.outcome.counts, **severities(problems)}
    return Report(reading, problems, studied.outcome, Changes(tables), counts)
