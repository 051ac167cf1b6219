"""When does something arrive, and on which days does anyone work?

Working days, lead times and the roll to a working day (rules 3.3, 3.6, 4.3). Days are datetime64[D]; no clock is read.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from backorder_xl.core.inputs import Tables
from backorder_xl.core.keys import Days, Ints, days, texts
from backorder_xl.core.settings import Settings
from backorder_xl.core.words import LeadTimeIn

_WEEK = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


@dataclass(frozen=True)
class Calendars:
    """Our working days, and those of each supplier that has holidays of its own (by casefolded code)."""

    ours: np.busdaycalendar
    suppliers: dict[str, np.busdaycalendar]
    week: np.busdaycalendar  # the week alone: a supplier without holidays of its own

    def of(self, supplier: str) -> np.busdaycalendar:
        return self.suppliers.get(supplier.casefold(), self.week)


def calendars(tables: Tables, settings: Settings) -> Calendars:
    """The calendars of rule 1.3 Holidays: a blank Calendar is ours, else it names a supplier."""
    worked = settings.working_days.split()
    mask = [day in worked for day in _WEEK]
    whose, when = texts(tables.holidays, "calendar"), days(tables.holidays, "date")
    by: dict[str, list[np.datetime64]] = {}
    for code, day in zip(whose, when, strict=True):
        by.setdefault(code.casefold(), []).append(day)
    made = {code: np.busdaycalendar(mask, closed) for code, closed in by.items()}
    week = np.busdaycalendar(mask)
    return Calendars(made.pop("", week), made, week)


def workdays_after(start: Days, count: int | Ints, calendar: np.busdaycalendar) -> Days:
    """The day that lies ``count`` working days after ``start``, as Excel's WORKDAY counts; 0 leaves the day as it is.

    >>> import numpy as np
    >>> workdays_after(np.array(["2026-06-06"], "M8[D]"), 1, np.busdaycalendar("1111100"))
    array(['2026-06-08'], dtype='datetime64[D]')
    """
    steps = np.broadcast_to(np.asarray(count, np.int64), start.shape)
    moved = start.copy()
    go = ~np.isnat(start) & (steps > 0)
    moved[go] = np.busday_offset(start[go], steps[go], roll="backward", busdaycal=calendar)
    return moved


def workdays_before(start: Days, count: int | Ints, calendar: np.busdaycalendar) -> Days:
    """The day that lies ``count`` working days before ``start``, as Excel's WORKDAY counts back; 0 leaves the day as it is."""
    steps = np.broadcast_to(np.asarray(count, np.int64), start.shape)
    moved = start.copy()
    go = ~np.isnat(start) & (steps > 0)
    moved[go] = np.busday_offset(start[go], -steps[go], roll="forward", busdaycal=calendar)
    return moved


def next_workday(start: Days, calendar: np.busdaycalendar) -> Days:
    """The day itself where it is worked, else the next that is."""
    moved = start.copy()
    go = ~np.isnat(start)
    moved[go] = np.busday_offset(start[go], 0, roll="forward", busdaycal=calendar)
    return moved


def arrivals(start: Days, lead: Ints, suppliers: list[str], of: Ints, when: Calendars, unit: LeadTimeIn) -> Days:
    """Arrival of what is ordered on ``start`` with a lead time in days, from the supplier ``suppliers[of]`` (rule 4.3).

    Working days are counted on the supplier's calendar. The arrival rolls forward to a working day of the supplier and
    then of ours. ``of`` may be -1 for no supplier.
    """
    out = np.empty(len(start), "datetime64[D]")
    own = np.array([s.casefold() in when.suppliers for s in suppliers] + [False])
    special = np.where(own[of], of, -1)
    for number in np.unique(special):
        rows = special == number
        calendar = when.of(suppliers[number]) if number >= 0 else when.week
        there = workdays_after(start[rows], lead[rows], calendar) if unit is LeadTimeIn.WORKING else start[rows] + lead[rows]
        out[rows] = next_workday(next_workday(there, calendar), when.ours)
    return out
