"""In which words does the page say availability, dates and numbers? One language, from its page.txt."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from backorder_xl.core.say import units as exact
from backorder_xl.core.windows import Stretch
from backorder_xl.core.words import UNIT, Availability, PageWaiting
from backorder_xl.messages.fence import Pages
from backorder_xl.messages.languages import Formats, choose
from backorder_xl.messages.rendering import OURS, PAGE_WORDS, languages

BANDS = ((1, 9), (10, 49), (50, 99), (100, 0))
"""The bands in which numbers can be told, in whole units; the last has no end."""

LABELS = (
    "search", "searched", "filter", "all", "none_found", "nothing", "caption", "sorting", "item", "sku", "availability",
    "expected", "waiting", "customers", "left", "instead", "feed",
)  # fmt: skip
_PARTS = {Stretch.EARLY: "early", Stretch.MID: "mid", Stretch.LATE: "late", Stretch.MONTH: "month"}


@dataclass(frozen=True)
class Amount:
    """A number as the page tells it. ``code`` is the same without words; ``order`` sorts it, and says no more than the text."""

    text: str
    code: str
    order: int


def language(folder: Path | None, wanted: str, default: str) -> tuple[Formats, str]:
    """The formats of the page's language, and what is to be told about the choice ("" = nothing).

    Languages are those that have a page.txt, ours and those of the user's own template folder.
    """
    places = [p for p in (folder, OURS) if p is not None]
    known = [code for code in languages(folder) if any((p / code / PAGE_WORDS).is_file() for p in places)]
    usual = choose(default, known) or choose("en", known)
    found = choose(wanted, known) if wanted.strip() else usual
    assert usual is not None  # English is always there
    if found is None:
        said = f"There is no wording of the page in {wanted!r}, so it is in {usual.english_name}; there is {', '.join(known)}."
        return Formats(usual), said
    return Formats(found), ""


class Wording:
    """The words of one language. What is asked for twice is worked out once."""

    def __init__(self, pages: Pages, formats: Formats) -> None:
        self._pages, self.formats = pages, formats
        self._said: dict[tuple[object, ...], list[str]] = {}

    def paragraphs(self, block: str, **values: object) -> list[str]:
        key = (block, *values.values())
        if key not in self._said:
            self._said[key] = self._pages.block(f"{self.formats.language}/{PAGE_WORDS}", block, values)
        return self._said[key]

    def say(self, block: str, **values: object) -> str:
        return " ".join(self.paragraphs(block, **values))

    def availability(self, word: Availability) -> str:
        return self.say(word.replace(" ", "_"))

    def stretch(self, kind: Stretch, first: dt.date | None, weeks: int) -> str:
        """A stretch of core/windows in words, such as ``mid-June 2026``."""
        if first is None or kind is Stretch.NONE:
            return self.say("undated")
        if kind is Stretch.RELEASE:
            return self.say("release", date=self.formats.day(first))
        if kind is Stretch.WEEKS:
            return self.say("weeks", low=weeks, high=weeks + 1) if weeks else self.say("week")
        return self.say(_PARTS[kind], month=self.formats.month(first))

    def amount(self, millionths: int, shows: PageWaiting, unit: str = "") -> Amount:
        """Units, or a count of something in millionths, as a number or as a band."""
        if millionths == 0:
            return Amount(self.say("nobody"), "0", 0)
        if shows is PageWaiting.NUMBER:
            return Amount(self.formats.quantity(millionths, unit), exact(millionths), millionths)
        units = -(-millionths // UNIT)  # a part of a unit belongs to the band of the whole one
        low, high = next((a, b) for a, b in BANDS if units <= b or not b)
        number = self.formats.quantity
        if not high:
            return Amount(self.say("over", low=number(low * UNIT)), f"{low}+", low)
        if low == 1:
            return Amount(self.say("under", high=number((high + 1) * UNIT)), f"1-{high}", low)
        return Amount(self.say("between", low=number(low * UNIT), high=number(high * UNIT)), f"{low}-{high}", low)
