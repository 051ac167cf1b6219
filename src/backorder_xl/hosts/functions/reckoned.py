"""What do the functions say that reckon with the numbers in their cells alone?

Each takes cells or ranges of cells; the maths stands in core/.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from backorder_xl.core import dates, lotsize, safety
from backorder_xl.core.measures import AGE_BUCKETS
from backorder_xl.core.settings import BadSetting, working_days
from backorder_xl.core.words import UNIT
from backorder_xl.hosts.formulas import BY_NAME
from backorder_xl.hosts.functions.cells import Asked, Cells, Said, days_in

_WEEK = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_FIRST, _LAST = np.datetime64("1900-01-01"), np.datetime64("9999-12-31")
_MOST = 10**12  # units whose millionths fit 64 bits with room to add up


def lot_size(need: Cells, moq: Cells = None, multiple: Cells = None, maximum: Cells = None) -> Any:
    """The quantity to buy (rule 4.4); with a maximum, a row with the quantity of each line.

    >>> lot_size(7, 10, 6), lot_size([[12], [13], ["many"]], 10, 6)
    (12.0, [[12.0], [18.0], ['Need must be a number of 0 or more (found many)']])
    >>> lot_size(32, None, 6, 15)
    [[12.0, 12.0, 12.0]]
    """
    a = Asked(BY_NAME["LOT_SIZE"], need=need, moq=moq, multiple=multiple, maximum=maximum)
    micro = [_millionths(a[name]) for name in ("need", "moq", "multiple", "maximum")]
    lot = np.where(micro[0] > 0, lotsize.lot_size(*micro[:3]), 0)
    if not micro[3].any():
        return a.each(lot / UNIT)
    lines = lotsize.lot_lines(lot, micro[3], micro[2])
    out = np.full((len(a), int(lines.piece.max(initial=0)) + 1), np.nan)
    out[lines.row, lines.piece] = lines.quantity / UNIT
    return a.rows(*out.T)


def _millionths(units: np.ndarray) -> np.ndarray:
    if (units > _MOST).any():
        raise Said(f"Quantities must stay below {_MOST:,}.")
    return np.rint(units * UNIT).astype(np.int64)


def eoq(demand: Cells, order_cost: Cells, holding_cost: Cells) -> Any:
    """The economic order quantity.

    >>> eoq(12000, 100, 2.4), eoq([[12000], [None]], 100, 2.4)
    (1000.0, [[1000.0], [None]])
    """
    a = Asked(BY_NAME["EOQ"], demand=demand, order_cost=order_cost, holding_cost=holding_cost)
    return a.each(lotsize.eoq(a["demand"], a["order_cost"], a["holding_cost"]))


def eoq_backorder(demand: Cells, order_cost: Cells, holding_cost: Cells, backorder_cost: Cells) -> Any:
    """Quantity, backlog and cost per period where customers may wait.

    >>> [[round(v, 2) for v in row] for row in eoq_backorder(1300, 8, 0.225, 5)]
    [[310.81, 13.38, 66.92]]
    """
    a = Asked(
        BY_NAME["EOQ_BACKORDER"],
        demand=demand,
        order_cost=order_cost,
        holding_cost=holding_cost,
        backorder_cost=backorder_cost,
    )
    return a.rows(*lotsize.eoq_backorder(a["demand"], a["order_cost"], a["holding_cost"], a["backorder_cost"]))


def safety_stock(service_level: Cells, demand: Cells, demand_sd: Cells, lead_time: Cells, lead_time_sd: Cells = None) -> Any:
    """Units to keep for bad luck.

    >>> round(safety_stock(0.95, 100, 30, 9), 2), safety_stock(95, 100, 30, 9)
    (148.04, 'Service Level must be a number from 0.5 to below 1 (found 95)')
    """
    a = Asked(
        BY_NAME["SAFETY_STOCK"],
        service_level=service_level, demand=demand, demand_sd=demand_sd, lead_time=lead_time, lead_time_sd=lead_time_sd,
    )  # fmt: skip
    return a.each(safety.safety_stock(*(a[n] for n in ("service_level", "demand", "demand_sd", "lead_time", "lead_time_sd"))))


def reorder_point(service_level: Cells, demand: Cells, demand_sd: Cells, lead_time: Cells, lead_time_sd: Cells = None) -> Any:
    """The stock at which it is time to order.

    >>> round(reorder_point(0.95, 100, 30, 9), 2)
    1048.04
    """
    a = Asked(
        BY_NAME["REORDER_POINT"],
        service_level=service_level, demand=demand, demand_sd=demand_sd, lead_time=lead_time, lead_time_sd=lead_time_sd,
    )  # fmt: skip
    return a.each(safety.reorder_point(*(a[n] for n in ("service_level", "demand", "demand_sd", "lead_time", "lead_time_sd"))))


def workdays_add(start: Cells, days: Cells, holidays: Cells = None, working_days: Cells = None) -> Any:
    """The day that lies so many working days after another.

    >>> str(workdays_add("2026-06-05", 2).date()), str(workdays_add("2026-06-05", 2, "2026-06-08").date())
    ('2026-06-09', '2026-06-10')
    """
    formula = BY_NAME["WORKDAYS_ADD"]
    closed = days_in(next(arg for arg in formula.arguments if arg.name == "holidays"), holidays)
    a = Asked(formula, start=start, days=days, working_days=working_days)
    day, steps, weeks = a["start"], a["days"].astype(np.int64), a["working_days"]
    out = np.full(len(a), None, object)
    for week in dict.fromkeys(weeks.tolist()):
        rows = np.flatnonzero(weeks == week)
        try:
            calendar = np.busdaycalendar([d in _worked(week) for d in _WEEK], closed)
        except BadSetting as error:
            out[rows] = str(error)
            continue
        ahead = dates.workdays_after(day[rows], steps[rows], calendar)
        there = dates.workdays_before(ahead, -steps[rows], calendar)
        out[rows] = there.astype("datetime64[s]").astype(object)
        out[rows[(there < _FIRST) | (there > _LAST)]] = "That day lies outside the years 1900 to 9999."
    return a.each(out)


def _worked(week: str) -> list[str]:
    return working_days(week)


def age_bucket(order_date: Cells, as_of: Cells) -> Any:
    """The group of age that an order falls into on a day.

    >>> age_bucket("2026-05-20", "2026-06-03")
    '8–14'
    """
    a = Asked(BY_NAME["AGE_BUCKET"], order_date=order_date, as_of=as_of)
    starts = [low for _, low, _ in AGE_BUCKETS]
    names = np.array([name for name, _, _ in AGE_BUCKETS], object)
    age = np.maximum((a["as_of"] - a["order_date"]).astype(np.int64), 0)
    out = names[np.searchsorted(starts, age, "right") - 1]
    out[np.isnat(a["as_of"])] = None
    return a.each(out)
