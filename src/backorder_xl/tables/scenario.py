"""Which suppositions stand on the sheet Scenario? (rule 7.6)

Rows as they were typed become suppositions, or problems; whether there is such an order or purchase order is looked at
where they are made (core/supposing.py).
"""

from __future__ import annotations

import datetime as dt

from backorder_xl.core.settings import Settings
from backorder_xl.core.supposing import Said, Suppose
from backorder_xl.core.words import Supposition
from backorder_xl.tables.cells import shown
from backorder_xl.tables.problems import Problem, problem
from backorder_xl.tables.reading import Reading
from backorder_xl.tables.readings import date_text


def suppositions(reading: Reading) -> tuple[list[Suppose], list[Problem]]:
    """The rows of Scenario, and what is wrong with those that cannot be read."""
    found: list[Suppose] = []
    told: list[Problem] = []
    place, s = reading.placed.get("scenario"), reading.tables.scenario
    if place is None:
        return found, told
    for change, name, line, by, to, row in zip(
        s["change"], s["what"], s["line"], s["by"].tolist(), s["to"], s["row"].tolist(), strict=True
    ):
        if not change:
            continue  # told when it was read: an unknown word
        what = Supposition(change)
        day = to if what is Supposition.SETTING else _day(to, reading.settings)
        if day is None and not _blank(to):
            told.append(problem("scenario-no-day", place.sheet, row, "To", shown(to)))
            continue
        found.append(Suppose(what, name, line, by or None, day, row))
    return found, told


def problems_of(said: list[Said], reading: Reading) -> list[Problem]:
    """What could not be supposed, at its row of Scenario."""
    place = reading.placed.get("scenario")
    return [
        problem("scenario-wrong", place.sheet, s.of.row, "What", s.of.name, why=s.sentence.rstrip("."))
        for s in said
        if s.wrong and s.of.row and place is not None
    ]


def _blank(value: object) -> bool:
    return value is None or value != value or not str(value).strip()


def _day(value: object, settings: Settings) -> dt.date | None:
    """A day as a date cell or as text; None for a blank, and for what is none."""
    if isinstance(value, dt.datetime):
        return value.date()
    return date_text(value.strip(), settings.date_order).day if isinstance(value, str) and value.strip() else None
