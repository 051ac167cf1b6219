"""How much is kept for bad luck, and at which level is it time to order?

Textbook formulas of the continuous-review system with normal demand. A run does not use them: it takes Safety Stock from
Items (rule 4.1); they are worksheet functions for whoever fills that column in.
"""

from __future__ import annotations

from statistics import NormalDist

import numpy as np

from backorder_xl.core.lotsize import Floats


def quantile(share: Floats) -> Floats:
    """The z of a share: the standard normal value that so much of all outcomes stays below; 0 < share < 1.

    >>> quantile(np.array([0.5, 0.975])).round(6)
    array([0.      , 1.959964])
    """
    distinct, at = np.unique(share, return_inverse=True)
    z = np.array([NormalDist().inv_cdf(p) for p in distinct.tolist()], np.float64)
    return z[at].reshape(np.shape(share))


def safety_stock(service: Floats, demand: Floats, deviation: Floats, lead_time: Floats, lead_deviation: Floats) -> Floats:
    """z sqrt(L s² + d² s_L²): demand d per day with standard deviation s, lead time L in days with deviation s_L.

    ``service`` is the share of order cycles without a stock-out (0.5 to below 1), not the share of units filled: E. A. Silver,
    D. F. Pyke, R. Peterson, Inventory Management and Production Planning and Scheduling, 3rd ed. (1998), chapter 7.
    """
    return quantile(service) * np.sqrt(lead_time * deviation**2 + demand**2 * lead_deviation**2)


def reorder_point(service: Floats, demand: Floats, deviation: Floats, lead_time: Floats, lead_deviation: Floats) -> Floats:
    """Expected demand over the lead time plus the safety stock: order when stock and what is on order fall to it (ibid.)."""
    return demand * lead_time + safety_stock(service, demand, deviation, lead_time, lead_deviation)
