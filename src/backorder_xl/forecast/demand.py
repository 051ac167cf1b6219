"""Which items come steadily and which now and then, how much is to be expected of each, and how far off may that be?

The kind of demand decides the method: Syntetos, Boylan and Croston, "On the categorization of demand patterns", Journal of
the Operational Research Society 56 (2005).
"""

from __future__ import annotations

from enum import Enum

import numpy as np
import pandas as pd

from backorder_xl.core.history import FEW, Floats, History
from backorder_xl.core.keys import Ints
from backorder_xl.forecast.methods import Method, forecast

_INTERVAL, _VARIATION = 1.32, 0.49  # the cut-offs of that paper


class Pattern(Enum):
    """How an item's demand comes."""

    SMOOTH = "smooth"  # nearly every week, much the same
    ERRATIC = "erratic"  # nearly every week, very different
    INTERMITTENT = "now and then"  # with weeks between, much the same
    LUMPY = "lumpy"  # with weeks between, very different
    NEW = "new"  # too few weeks to tell, so that the plain mean is all that can be said


METHOD = {
    Pattern.SMOOTH: Method.SMOOTHED,
    Pattern.ERRATIC: Method.SMOOTHED,
    Pattern.INTERMITTENT: Method.TSB,
    Pattern.LUMPY: Method.TSB,
    Pattern.NEW: Method.MEAN,
}


def demand(history: History) -> pd.DataFrame:
    """One row per item of the history, in its order: sku_no, weeks, pattern, method (words), per_week, deviation, last_week.

    ``per_week`` and ``deviation`` are units; the deviation is the root of the mean squared error of the forecasts that would
    have been made week by week, so it holds the forecast's own mistakes as well.
    """
    kinds = patterns(history)
    per_week, deviation = np.zeros(len(kinds)), np.zeros(len(kinds))
    for method in Method:
        rows = np.array([METHOD[k] is method for k in kinds], bool)
        if rows.any():
            made = forecast(history, method)
            per_week[rows] = made.ahead[rows]
            deviation[rows] = error(history, made.fitted)[rows]
    return pd.DataFrame(
        {
            "sku_no": history.sku_no,
            "weeks": np.diff(history.start),
            "pattern": pd.Series([k.value for k in kinds], dtype=object),
            "method": pd.Series([METHOD[k].value for k in kinds], dtype=object),
            "per_week": per_week,
            "deviation": deviation,
            "last_week": history.last(),
        }
    )


def patterns(history: History) -> list[Pattern]:
    """The kind of each item's demand: mean weeks from one demand to the next, and squared variation of the sizes."""
    item = np.repeat(np.arange(len(history.sku_no)), np.diff(history.start))
    weeks, some = np.diff(history.start), history.units > 0
    count = np.bincount(item[some], minlength=len(weeks))
    total = np.bincount(item[some], history.units[some], minlength=len(weeks))
    squares = np.bincount(item[some], history.units[some] ** 2, minlength=len(weeks))
    with np.errstate(invalid="ignore", divide="ignore"):
        interval = weeks / count
        mean = total / count
        variation = np.maximum(squares / count - mean**2, 0) / mean**2
    rare, varied = interval > _INTERVAL, variation > _VARIATION
    found = np.select(
        [(weeks < FEW) | (count < 2), ~rare & ~varied, ~rare & varied, rare & ~varied],
        [Pattern.NEW, Pattern.SMOOTH, Pattern.ERRATIC, Pattern.INTERMITTENT],
        Pattern.LUMPY,
    )
    return list(found)


def error(history: History, fitted: Floats) -> Floats:
    """The root of the mean squared error per item; of an item with one week only, that week's own units."""
    item: Ints = np.repeat(np.arange(len(history.sku_no)), np.diff(history.start))
    off = history.units - fitted
    known = ~np.isnan(off)
    squares = np.bincount(item[known], off[known] ** 2, minlength=len(history.sku_no))
    count = np.bincount(item[known], minlength=len(history.sku_no))
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(count > 0, np.sqrt(squares / count), history.last())
