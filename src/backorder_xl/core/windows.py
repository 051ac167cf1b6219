"""Between which two days does the page for shoppers say that something comes? (rule 10.3)

A day that is reckoned today moves tomorrow, so that a stretch of days is told, which holds the day. The words for it are
in messages/page/.
"""

from __future__ import annotations

from enum import StrEnum

import numpy as np
import pandas as pd

from backorder_xl.core.keys import Days, Ints, frame
from backorder_xl.core.words import PageDates

FAR_WEEKS = 12
"""From so many weeks on, a part of a month is told instead: nobody counts twenty weeks."""


class Stretch(StrEnum):
    """Which stretch of days is told."""

    NONE = "none"  # no date is known
    RELEASE = "release"  # the very day on which a preorder comes out
    EARLY = "early"  # the 1st to the 10th of a month
    MID = "mid"  # the 11th to the 20th
    LATE = "late"  # from the 21st on
    MONTH = "month"
    WEEKS = "weeks"  # so many weeks from the as-of day to one more


def windows(expected: Days, released: Days, as_of: np.datetime64, style: PageDates) -> pd.DataFrame:
    """For each day the stretch that is told: stretch (a word of Stretch), first and last (its days, NaT = none), weeks.

    ``first`` is never before the as-of day. ``weeks`` counts the weeks from then to ``first``, 0 where weeks are not told.

    >>> when, none = np.array(["2026-06-15"], "M8[D]"), np.array(["NaT"], "M8[D]")
    >>> windows(when, none, np.datetime64("2026-06-03"), PageDates.PART).to_dict("records")[0]["stretch"]
    'mid'
    """
    month = expected.astype("datetime64[M]")
    start, end = month.astype("datetime64[D]"), (month + 1).astype("datetime64[D]") - 1
    day = (expected - start).astype(np.int64)  # 0 is the first of the month; blank days are put right below
    part = np.where(np.isnat(expected), 0, np.minimum(day // 10, 2))
    first = start + part * 10
    last = np.where(part == 2, end, start + part * 10 + 9)
    said = np.array([Stretch.EARLY.value, Stretch.MID.value, Stretch.LATE.value], object)[part]
    weeks = np.zeros(len(expected), np.int64)
    if style is PageDates.MONTH:
        first, last, said = start, end, np.full(len(expected), Stretch.MONTH.value, object)
    elif style is PageDates.WEEKS:
        ahead: Ints = np.where(np.isnat(expected), 0, (expected - as_of).astype(np.int64) // 7)
        near = ahead < FAR_WEEKS
        weeks = np.where(near, ahead, 0)
        first = np.where(near, as_of + ahead * 7, first)
        last = np.where(near, as_of + ahead * 7 + 7, last)
        said = np.where(near, Stretch.WEEKS.value, said)
    known, exact = ~np.isnat(expected), expected == released
    first = np.where(exact, expected, np.maximum(first, as_of))
    last = np.where(exact, expected, last)
    said = np.select([~known, exact], [Stretch.NONE.value, Stretch.RELEASE.value], said).astype(object)
    blank = np.datetime64("NaT")
    return frame(
        stretch=said,
        first=np.where(known, first, blank),
        last=np.where(known, last, blank),
        weeks=np.where(known & ~exact, weeks, 0),
    )
