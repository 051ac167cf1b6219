"""What does the law on late deliveries want next, until when, and which sentence must a notice carry? (rule 6.4)

The clock of one order line, wound by what its customer was told. docs/legal.md names the source of each rule; this is a
reminder and no legal advice.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
import pandas as pd

from backorder_xl.core.dates import workdays_after
from backorder_xl.core.inputs import Tables
from backorder_xl.core.keys import Ints, Texts, bools, days, places, texts
from backorder_xl.core.ledger import Ledger
from backorder_xl.core.letters import Clause, Legal
from backorder_xl.core.settings import Settings
from backorder_xl.core.words import LegalAct, LegalRegime

TERM = dt.timedelta(30)  # for shipment or delivery where nothing else was agreed; and for a first delay without consent
REFUND_DAYS = 7  # working days, 16 CFR 435.1(b)(1)

_COUNTRIES: dict[LegalRegime, str] = {
    LegalRegime.US: "us usa united-states united-states-of-america",
    LegalRegime.UK: "uk gb gbr united-kingdom great-britain england scotland wales northern-ireland",
    LegalRegime.EU: "at aut austria österreich be bel belgium belgië belgique bg bgr bulgaria hr hrv croatia hrvatska cy cyp "
    "cyprus cz cze czechia czech-republic dk dnk denmark danmark ee est estonia eesti fi fin finland suomi fr fra france "
    "de deu germany deutschland gr el grc greece hu hun hungary ie irl ireland it ita italy italia lv lva latvia lt ltu "
    "lithuania lu lux luxembourg mt mlt malta nl nld netherlands the-netherlands nederland pl pol poland polska pt prt "
    "portugal ro rou romania sk svk slovakia si svn slovenia es esp spain españa se swe sweden sverige",
}
BY_COUNTRY = {name: regime for regime, names in _COUNTRIES.items() for name in names.split()}


def regimes(customers: Texts, tables: Tables, settings: Settings) -> list[LegalRegime]:
    """Whose law protects each customer; none for a business, and by Country where no country is known."""
    if settings.legal_regime is LegalRegime.NONE:
        return [LegalRegime.NONE] * len(customers)
    where = places(customers, texts(tables.customers, "customer"))
    business, country = bools(tables.customers, "business"), texts(tables.customers, "country")
    out = []
    for at in where.tolist():
        if at >= 0 and business[at]:
            out.append(LegalRegime.NONE)
        elif settings.legal_regime is not LegalRegime.BY_COUNTRY:
            out.append(settings.legal_regime)
        else:
            name = "-".join(country[at].casefold().replace(".", "").split()) if at >= 0 else ""
            out.append(BY_COUNTRY.get(name, LegalRegime.NONE))
    return out


class Telling(NamedTuple):
    """One message about a line: the date that it told (None = none is known), its own day, and whether the buyer agreed."""

    date: dt.date | None
    on: dt.date | None
    agreed: bool = False


@dataclass(frozen=True)
class Clock:
    """Where one line stands. ``due`` is the day until which it must ship (be delivered), as agreed so far; None where the
    buyer agreed to wait without a date. ``noticed``: a delay was accepted already, so the next notice is a renewed one.
    ``answer_by``: the buyer's agreement is asked for, until that day, to a delay until ``asked`` (None = unknown).
    """

    regime: LegalRegime
    due: dt.date | None
    noticed: bool = False
    answer_by: dt.date | None = None
    asked: dt.date | None = None

    def after(self, told: Telling) -> Clock:
        """The clock once a message has told a date.

        US: a first notice of at most 30 days more is accepted by silence; a later or unknown date, every renewed one, and
        what came too late only in so many words. EU and UK: only an agreement moves the day.
        """
        if self.due is None:
            return self
        if told.date is not None and told.date <= self.due:
            return replace(self, answer_by=None, asked=None)
        in_time = told.on is None or not self.lapsed(told.on)
        soon = told.date is not None and told.date <= self.due + TERM
        silent = self.regime is LegalRegime.US and in_time and soon and not self.noticed
        if told.agreed or silent:
            return Clock(self.regime, told.date, noticed=True)
        if self.regime is not LegalRegime.US or not in_time:
            return self
        return replace(self, answer_by=self.due if self.noticed else self.due + TERM, asked=told.date)

    def act(self, expected: dt.date | None, today: dt.date, working: np.busdaycalendar) -> tuple[LegalAct, dt.date | None]:
        """The next act and its deadline; a deadline that has passed is still shown."""
        if self.regime is not LegalRegime.US:
            late = self.due is not None and today > self.due
            return (LegalAct.LATE if late else LegalAct.DELIVER), self.due
        if self.due is None:
            return LegalAct.SHIP, None
        if self.answer_by is not None:
            if today <= self.answer_by:
                return LegalAct.CONSENT, self.answer_by
            return LegalAct.REFUND, refund_by(self.answer_by, working)
        if today > self.due:  # neither shipped nor told in time
            return LegalAct.REFUND, refund_by(self.due, working)
        in_time = expected is not None and expected <= self.due
        return (LegalAct.SHIP if in_time else LegalAct.TELL), self.due

    def clause(self, told: Telling, order: str, today: dt.date) -> Legal | None:
        """What a message that tells this date must say; None where the law asks for nothing.

        Nothing either where the time for it ran out: then the order is cancelled and refunded, and a person decides.
        """
        if self.due is None or (told.date is not None and told.date <= self.due):
            return None
        if self.regime is not LegalRegime.US:
            rights = Clause.EU_RIGHTS if self.regime is LegalRegime.EU else Clause.UK_RIGHTS
            return Legal(rights, order, self.due, told.date, None)
        if self.lapsed(today):
            return None
        then = self.after(told)
        if then.answer_by is None:
            return Legal(Clause.US_SILENCE, order, self.due, told.date, told.date)
        clause = Clause.US_RENEWED if self.noticed else Clause.US_AGREE
        return Legal(clause, order, self.due, told.date, then.answer_by)

    def lapsed(self, today: dt.date) -> bool:
        """Whether the buyer's order counts as cancelled already (16 CFR 435.2(c))."""
        if self.regime is not LegalRegime.US or self.due is None:
            return False
        return today > (self.answer_by or self.due)


def refund_by(since: dt.date, working: np.busdaycalendar) -> dt.date:
    """The seventh working day after the right to a refund arises (16 CFR 435.1(b)(1))."""
    return day(workdays_after(np.array([since], "datetime64[D]"), REFUND_DAYS, working)[0])  # type: ignore[return-value]


def refund(regime: LegalRegime, order: str, today: dt.date, working: np.busdaycalendar) -> Legal:
    """The clause of a cancelled order that was paid for."""
    if regime is LegalRegime.US:
        return Legal(Clause.US_REFUND, order, None, None, refund_by(today, working))
    return Legal(Clause.EU_REFUND if regime is LegalRegime.EU else Clause.UK_REFUND, order, None, None, None)


def clocks(
    at: Ints, whose: list[LegalRegime], heard: Ledger, tables: Tables, before: np.datetime64 | None = None
) -> list[Clock | None]:
    """The clock of some rows of Orders; None where no law is watched. ``before`` leaves out messages of that day and later.

    The day that was agreed at first is Promised on Orders, else 30 days after the order.
    """
    if not any(r is not LegalRegime.NONE for r in whose):
        return [None] * len(at)
    counts = heard.told & heard.about_waiting
    if before is not None:
        counts = counts & ~(heard.created >= before)
    agreed = heard.agreed()
    told: dict[int, list[Telling]] = {}
    for row in np.flatnonzero(counts & np.isin(heard.of_row, heard.of_line[at])).tolist():
        telling = Telling(day(heard.date[row]), day(heard.created[row]), bool(agreed[row]))
        told.setdefault(int(heard.of_row[row]), []).append(telling)
    ordered, stated = days(tables.orders, "order_date"), days(tables.orders, "promised")
    out: list[Clock | None] = []
    for place, regime in zip(at.tolist(), whose, strict=True):
        if regime is LegalRegime.NONE:
            out.append(None)
            continue
        start, promised = day(ordered[place]), day(stated[place])
        assert start is not None  # Order Date is required
        clock = Clock(regime, promised if promised is not None and promised >= start else start + TERM)
        for telling in told.get(int(heard.of_line[place]), ()) if len(heard.rows) else ():
            clock = clock.after(telling)
        out.append(clock)
    return out


def next_acts(
    waiting: pd.DataFrame, at: Ints, heard: Ledger, tables: Tables, settings: Settings, today: np.datetime64,
    working: np.busdaycalendar,
) -> tuple[Texts, np.ndarray]:  # fmt: skip
    """Legal Act and Legal Deadline of each Backorders row, as things stood before what is told today."""
    whose = regimes(texts(waiting, "customer"), tables, settings)
    acts, deadlines = np.full(len(waiting), "", object), np.full(len(waiting), np.datetime64("NaT"), "datetime64[D]")
    now = day(today)
    assert now is not None
    for i, clock in enumerate(clocks(at, whose, heard, tables, before=today)):
        if clock is not None:
            act, deadline = clock.act(day(days(waiting, "expected")[i]), now, working)
            acts[i], deadlines[i] = act.value, np.datetime64(deadline or "NaT", "D")
    return acts, deadlines


def merged(found: Iterable[Legal | None]) -> tuple[Legal, ...]:
    """The clauses of a letter, each said once."""
    return tuple(dict.fromkeys(law for law in found if law is not None))


def day(when: np.datetime64) -> dt.date | None:
    """A day as Python's date, None for NaT."""
    return None if np.isnat(when) else when.astype("datetime64[D]").item()
