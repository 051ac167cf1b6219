"""What waits, seen from far: by age, by supplier, by week and by item? (rule 7)

The few rows that the charts are drawn from; nothing is decided here.
"""

from __future__ import annotations

from enum import Enum

import numpy as np
import pandas as pd

from backorder_xl.core.keys import Days, Ints, Texts, days, ints, sums, texts
from backorder_xl.core.measures import AGE_BUCKETS
from backorder_xl.core.serving import PLANNED, PURCHASE
from backorder_xl.core.words import UNIT

MOST = 10  # suppliers and items that are shown
WEEKS = 8
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_UNITS = ("on_order", "to_order", "uncovered")


class View(Enum):
    """From which side the waiting is looked at."""

    AGE = "Age"
    SUPPLIER = "Suppliers"
    WEEK = "Weeks"
    ITEM = "Most wanted"


def views(waiting: pd.DataFrame, pegs: pd.DataFrame, today: np.datetime64) -> pd.DataFrame:
    """All rows that are charted: view, label, code (SKU or supplier), week (its Monday, NaT before and after), and, as
    numbers with NaN where a view has none of them: lines, wanted, on_order, to_order, uncovered (units).

    Suppliers and items: those with most units waiting, ten at most. Weeks: what is wanted of waiting lines by Need By, else
    by the date told, else now; beside what is pegged to come in. The first week holds all that is earlier, the last row
    all that is later. A view without anything has one row of zeros.
    """
    tables = [_ages(waiting), _most(waiting, View.SUPPLIER, "supplier"), _weeks(waiting, pegs, today)]
    tables.append(_most(waiting, View.ITEM, "sku"))
    rows = pd.concat([pd.DataFrame(t) for t in tables], ignore_index=True)
    columns = ["view", "label", "code", "week", "lines", "wanted", *_UNITS]
    rows = rows.reindex(columns=columns)
    rows["week"] = rows["week"].astype("datetime64[s]")
    rows["code"] = rows["code"].astype(object).where(rows["code"].notna(), "")
    return rows


def _ages(waiting: pd.DataFrame) -> dict[str, object]:
    age = np.maximum(ints(waiting, "age"), 0)
    lines = [int(((age >= low) & (age <= high)).sum()) for _, low, high in AGE_BUCKETS]
    return {"view": View.AGE, "label": [name for name, _, _ in AGE_BUCKETS], "lines": np.array(lines, float)}


def _most(waiting: pd.DataFrame, view: View, column: str) -> dict[str, object]:
    codes, folded = pd.factorize(np.array([*(c.casefold() for c in texts(waiting, column)), ""], object)[:-1])
    size = max(len(folded), 1)
    first = np.zeros(size, np.int64)
    first[codes[::-1]] = np.arange(len(codes))[::-1]
    units = {name: sums(codes, ints(waiting, name), size) for name in _UNITS}
    total = sum(units.values(), np.zeros(size, np.int64))
    top = sorted(range(size), key=lambda i: (-total[i], folded[i] if len(folded) else ""))[:MOST]
    shown: Texts = np.append(texts(waiting, column), "")
    described = np.append(texts(waiting, "description"), "")
    code = [str(shown[first[i]]) for i in top]
    label = [f"{c} {described[first[i]]}".strip() if view is View.ITEM else c for c, i in zip(code, top, strict=True)]
    label = [text or ("no supplier" if len(folded) else "nothing waits") for text in label]
    return {"view": view, "label": label, "code": code, **{name: _shown(values[top]) for name, values in units.items()}}


def _weeks(waiting: pd.DataFrame, pegs: pd.DataFrame, today: np.datetime64) -> dict[str, object]:
    need, told = days(waiting, "need_by"), days(waiting, "promised")
    wanted = np.where(np.isnat(need), told, need)
    number = today.astype("datetime64[D]").astype(np.int64)
    monday = int(number - (number + 3) % 7)  # 1 January 1970 was a Thursday

    def slot(day: Days) -> Ints:
        known = np.where(np.isnat(day), monday, day.astype("datetime64[D]").astype(np.int64))
        return np.asarray(np.clip((known - monday) // 7, 0, WEEKS), np.int64)

    kind, coming = ints(pegs, "kind"), slot(days(pegs, "available_on"))
    quantity = ints(pegs, "quantity")
    starts = np.array([monday + 7 * i for i in range(WEEKS + 1)]).astype("datetime64[D]")
    months = starts.astype("datetime64[M]")  # counted, as Python's own dates end with the year 9999
    day, month = (starts - months).astype(np.int64) + 1, months.astype(np.int64) % 12
    labels = [f"{d} {_MONTHS[m]}" for d, m in zip(day.tolist(), month.tolist(), strict=True)]
    waits = ints(waiting, "open") - ints(waiting, "from_stock")
    return {
        "view": View.WEEK,
        "label": ["now", *labels[1:-1], "later"],
        "week": starts,
        "wanted": _shown(sums(slot(wanted), waits, WEEKS + 1)),
        "on_order": _shown(sums(coming, np.where(kind == PURCHASE, quantity, 0), WEEKS + 1)),
        "to_order": _shown(sums(coming, np.where(kind == PLANNED, quantity, 0), WEEKS + 1)),
    }


def _shown(quantity: Ints) -> np.ndarray:
    return np.asarray(quantity / UNIT)
