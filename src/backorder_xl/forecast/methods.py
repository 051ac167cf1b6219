"""How is next week's demand forecast from the weeks before? Every method for all items at once.

The smoothing itself is coreforecast's. Each method gives, for every week of the history, the forecast that was made for it
one week before (NaN for an item's first week), and the forecast for the week to come.
"""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

import numpy as np
from coreforecast.grouped_array import GroupedArray
from coreforecast.lag_transforms import ExpandingMean, ExponentiallyWeightedMean

from backorder_xl.core.history import Floats, History

ALPHA = 0.1
"""The weight of the newest week. Small, as weekly orders of one item are mostly noise; what a real history says of it stands
in docs/demand.md."""


class Method(Enum):
    """How an item's demand is forecast."""

    NAIVE = "last week"  # what it is measured against
    MEAN = "mean of all weeks"
    SMOOTHED = "exponential smoothing"  # Brown 1956
    TSB = "sizes and chances smoothed"  # Teunter, Syntetos and Babai 2011, for demand that comes now and then


class Forecast(NamedTuple):
    """``fitted``: per week of the history, as forecast one week before. ``ahead``: per item, for the week to come."""

    fitted: Floats
    ahead: Floats


def forecast(history: History, method: Method, alpha: float = ALPHA) -> Forecast:
    """Forecast every item by one method."""
    match method:
        case Method.NAIVE:
            return _ahead(history, history.units.copy())
        case Method.MEAN:
            return _ahead(history, ExpandingMean(0).transform(_grouped(history, history.units)))
        case Method.SMOOTHED:
            return _ahead(history, _smooth(history, history.units, alpha))
    chance = _smooth(history, (history.units > 0).astype(float), alpha)
    size = _smooth(history, np.where(history.units > 0, history.units, np.nan), alpha)
    return _ahead(history, chance * np.nan_to_num(size))  # before the first demand there is no size, and no chance either


def _smooth(history: History, values: Floats, alpha: float) -> Floats:
    """The level after each week; a week without a value leaves it as it was."""
    return np.asarray(ExponentiallyWeightedMean(0, alpha, skipna=True).transform(_grouped(history, values)), float)


def _grouped(history: History, values: Floats) -> GroupedArray:
    return GroupedArray(np.ascontiguousarray(values, np.float64), history.start.astype(np.int32))


def _ahead(history: History, level: Floats) -> Forecast:
    """From the level after each week: it is the forecast for the week after."""
    fitted = np.full(len(level), np.nan)
    fitted[1:] = level[:-1]
    fitted[history.start[:-1]] = np.nan
    return Forecast(fitted, level[history.start[1:] - 1])
