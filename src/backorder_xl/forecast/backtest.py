"""Would the forecasts have been better than just taking last week again? Tried on the weeks that have been.

From week FEW of each item on, every method forecasts each week from those before it; no method has seen what it is
measured by.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from backorder_xl.core.history import FEW, History
from backorder_xl.forecast.demand import METHOD, Pattern, patterns
from backorder_xl.forecast.methods import Method, forecast

OURS = "chosen by pattern"


def backtest(history: History) -> pd.DataFrame:
    """One row per method, and one for the choice by pattern: method, weeks (item weeks judged), mae, rmse (units), bias
    (forecast less demand, as a share of demand), scaled (mae as a share of the naive one's; below 1 is better)."""
    weeks = np.diff(history.start)
    item = np.repeat(np.arange(len(weeks)), weeks)
    age = np.arange(len(item)) - history.start[:-1][item]
    judged = age >= FEW
    fitted = {m.value: forecast(history, m).fitted for m in Method}
    # the pattern of the weeks before the first forecast that is judged: what is tested is not looked at
    early = History(
        history.sku_no,
        np.concatenate([[0], np.cumsum(np.minimum(weeks, FEW))]).astype(np.int64),
        history.units[age < FEW],
        history.last_day,
    )
    kinds = [Pattern.LUMPY if k is Pattern.NEW else k for k in patterns(early)]
    chosen = np.array([METHOD[k].value for k in kinds], object)[item]
    fitted[OURS] = np.select([chosen == m.value for m in Method], [fitted[m.value] for m in Method], np.nan)
    rows = []
    demand = history.units[judged]
    for name, values in fitted.items():
        off = values[judged] - demand
        rows.append((name, len(off), np.abs(off).mean(), np.sqrt((off**2).mean()), off.sum() / demand.sum()))
    made = pd.DataFrame(rows, columns=["method", "weeks", "mae", "rmse", "bias"])
    made["scaled"] = made["mae"] / made.loc[made["method"] == Method.NAIVE.value, "mae"].iloc[0]
    return made
