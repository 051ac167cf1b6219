"""Where do the functions get their plan from, and why is it not made again for every cell?

The ranges of a formula go through the same reading and the same core as a run. What came of them is kept by what stands in
the cells: ten thousand formulas over the same tables plan once.
"""

from __future__ import annotations

import datetime as dt
from collections import OrderedDict
from collections.abc import Mapping
from functools import cached_property
from hashlib import blake2b
from threading import Lock, RLock

import numpy as np

from backorder_xl.core import dates, legal
from backorder_xl.core.planning import Outcome, plan
from backorder_xl.core.promising import Unpromised, unpromised
from backorder_xl.core.words import LegalRegime
from backorder_xl.hosts.explain import Explainer
from backorder_xl.hosts.functions.cells import Cells, Said, grid_of, is_blank
from backorder_xl.run import Report
from backorder_xl.tables.contracts import BY_NAME
from backorder_xl.tables.problems import ERROR, Problem
from backorder_xl.tables.reading import Reading, Unusable, read_tables
from backorder_xl.workbook.memory import MemoryBook

_KEPT = 8  # sets of tables whose plan is kept; a workbook seldom has more than one


class Shop:
    """The tables of one formula, and what was decided about them as of a day; each step is taken when first asked for.

    Raises Said where the tables cannot be used at all.
    """

    def __init__(self, tables: Mapping[str, Cells], as_of: dt.date) -> None:
        grids = {BY_NAME[name].sheet: grid_of(cells) for name, cells in tables.items()}
        filled = {sheet: g for sheet, g in grids.items() if any(not is_blank(v) for row in g for v in row)}
        self.as_of = as_of
        self._turn = RLock()
        try:
            self.reading: Reading = read_tables(MemoryBook(filled, "The formula"))
        except Unusable as error:
            raise Said(error.message) from error

    @property
    def outcome(self) -> Outcome:
        with self._turn:
            return self._outcome

    @cached_property
    def _outcome(self) -> Outcome:
        return plan(self.reading.tables, self.reading.settings, self.as_of)

    @property
    def unpromised(self) -> Unpromised:
        with self._turn:
            return self._unpromised

    @cached_property
    def _unpromised(self) -> Unpromised:
        return unpromised(self.reading.tables, self.reading.settings, self.as_of)

    @property
    def explainer(self) -> Explainer:
        with self._turn:
            return self._explainer

    @cached_property
    def _explainer(self) -> Explainer:
        return Explainer(Report(self.reading, self.reading.problems, self.outcome))

    @property
    def deadlines(self) -> dict[str, dict[str, tuple[str, np.datetime64]]]:
        """The next legal act and deadline of every open line, by order and line in small letters; empty without a regime."""
        with self._turn:
            return self._deadlines

    @cached_property
    def _deadlines(self) -> dict[str, dict[str, tuple[str, np.datetime64]]]:
        tables, settings = self.reading.tables, self.reading.settings
        if settings.legal_regime is LegalRegime.NONE:
            return {}
        lines, today = self.outcome.lines, np.datetime64(self.as_of, "D")
        ours = dates.calendars(tables, settings).ours
        acts, days = legal.next_acts(lines, lines["at"].to_numpy(), self.outcome.ledger, tables, settings, today, ours)
        found: dict[str, dict[str, tuple[str, np.datetime64]]] = {}
        for order, line, act, day in zip(lines["order"], lines["line"], acts, days, strict=True):
            found.setdefault(order.casefold(), {})[line.casefold()] = (act, day)
        return found

    @property
    def errors(self) -> list[Problem]:
        """What left rows out."""
        return [p for p in self.reading.problems if p.severity == ERROR]


class _Place:
    """One kept shop, or the sentence that stands for it; whoever comes first makes it while the others wait."""

    def __init__(self) -> None:
        self.turn = Lock()
        self.made: Shop | Said | None = None


class Desk:
    """Keeps the last few shops by what stands in their cells; any number of threads may ask."""

    def __init__(self, kept: int = _KEPT) -> None:
        self._kept = kept
        self._places: OrderedDict[bytes, _Place] = OrderedDict()
        self._turn = Lock()

    def shop(self, tables: Mapping[str, Cells], as_of: dt.date) -> Shop:
        """The shop of these ranges as of that day. Raises Said where they cannot be used."""
        key = blake2b(repr((as_of, sorted(tables.items()))).encode("utf-8", "surrogatepass")).digest()
        with self._turn:
            place = self._places.setdefault(key, _Place())
            self._places.move_to_end(key)
            while len(self._places) > self._kept:
                self._places.popitem(last=False)
        with place.turn:
            if place.made is None:
                try:
                    place.made = Shop(tables, as_of)
                except Said as sentence:
                    place.made = sentence
        if isinstance(place.made, Said):
            raise Said(str(place.made))
        return place.made
