"""What is told of each item? The showcase's rows as plain text: cleaned, in words, with what the settings leave out left out.

HTML, feed and structured data are all made from these entries, so that they cannot say different things.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from backorder_xl.core.showcase import NO_CAP, Shown
from backorder_xl.core.words import UNIT, Availability, PageWaiting
from backorder_xl.messages.page.wording import Amount, Wording
from backorder_xl.messages.plain import one_line


@dataclass(frozen=True)
class Entry:
    """One item. Amounts are None where the settings, or the lack of a cap, leave them out."""

    sku: str
    description: str
    link: str
    availability: Availability
    said: str
    released: dt.date | None
    released_said: str
    first: dt.date | None
    last: dt.date | None
    expected_said: str
    waiting: Amount | None
    customers: Amount | None
    left: Amount | None
    substitute: str
    substitute_description: str
    substitute_link: str

    @property
    def name(self) -> str:
        return self.description or self.sku


def entries(items: Sequence[Shown], shows: PageWaiting, words: Wording) -> list[Entry]:
    """The items of core.showcase as entries, in their order."""
    return [_entry(item, shows, words) for item in items]


def _entry(item: Shown, shows: PageWaiting, words: Wording) -> Entry:
    gone = item.availability is Availability.SOLD_OUT
    unit = one_line(item.unit, 20)
    counted = shows is not PageWaiting.NO
    limited = counted and not gone and item.left != NO_CAP
    return Entry(
        sku=one_line(item.sku),
        description=one_line(item.description),
        link=item.link,
        availability=item.availability,
        said=words.availability(item.availability),
        released=item.released,
        released_said=words.say("released", date=words.formats.day(item.released)) if item.released else "",
        first=item.first,
        last=item.last,
        expected_said="" if gone else words.stretch(item.stretch, item.first, item.weeks),
        waiting=words.amount(item.waiting, shows, unit) if counted else None,
        customers=words.amount(item.customers * UNIT, shows) if counted else None,
        left=words.amount(item.left, shows, unit) if limited else None,
        substitute=one_line(item.substitute),
        substitute_description=one_line(item.substitute_description),
        substitute_link=item.substitute_link,
    )
