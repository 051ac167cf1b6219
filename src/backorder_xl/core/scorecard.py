"""How well does one way of deciding serve the customers, and who is better or worse off than under another?

The measures by which policies are compared and a what-if is told: fill rates, complete orders, waits, what is late. Nothing
is decided here.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import pandas as pd

from backorder_xl.core.keys import Ints, days, frame, ints, texts
from backorder_xl.core.leaving import can_leave
from backorder_xl.core.purchasing import line_value


@dataclass(frozen=True)
class Score:
    """Quantities in millionths, money in ten-thousandths, days as numbers; a rate of nothing is 1.

    complete: orders of which every open line is filled from stock and may leave today. leaves: the value that can leave
    today; waits: the value that cannot. mean_wait, longest_wait: days from today until a line can ship whole, over all open
    lines that have a date (0 for what ships today), so that every way of deciding is measured on the same lines;
    undated: the lines that have none. late: lines that ship after Need By or after the date last told (a line without a date
    from the day after), late_value: what of them cannot leave today.
    """

    orders: int
    complete: int
    lines: int
    filled: int
    open: int
    from_stock: int
    on_order: int
    to_order: int
    uncovered: int
    leaves: int
    waits: int
    mean_wait: float
    longest_wait: int
    undated: int
    late: int
    late_value: int

    @property
    def order_fill(self) -> float:
        return self.complete / self.orders if self.orders else 1.0

    @property
    def line_fill(self) -> float:
        return self.filled / self.lines if self.lines else 1.0

    @property
    def unit_fill(self) -> float:
        return self.from_stock / self.open if self.open else 1.0


class Effect(StrEnum):
    """What a line has from another way of deciding. The first that fits stands for it."""

    GONE = "gone"  # nothing of it is open any more
    NEW = "new"
    BECOMES_LATE = "becomes late"
    NO_LONGER_LATE = "no longer late"
    DATE_LOST = "date lost"
    DATE_KNOWN = "date known"
    NO_LONGER_READY = "no longer ready"  # all of it could leave today
    READY = "ready now"
    LATER = "later"
    EARLIER = "earlier"
    LESS_NOW = "less now"  # the same day for the whole line, but fewer units today
    MORE_NOW = "more now"


BETTER = (Effect.NO_LONGER_LATE, Effect.DATE_KNOWN, Effect.READY, Effect.EARLIER, Effect.MORE_NOW)
WORSE = (Effect.BECOMES_LATE, Effect.DATE_LOST, Effect.NO_LONGER_READY, Effect.LATER, Effect.LESS_NOW)


def measured(lines: pd.DataFrame, today: np.datetime64) -> pd.DataFrame:
    """Each open line as it is looked at here, in the order of Orders.

    ``lines`` are those of planning.decide. Columns: at (the row's place in Orders), order, line, customer, sku, open,
    from_stock, leaves (units that can leave today), whole (all of its order can), expected, wanted (the earlier of Need By and
    the date last told), late, value, leaves_value, waits_value.
    """
    lines = lines.sort_values("at", kind="stable", ignore_index=True)
    leaves, whole = can_leave(lines, today)
    now = np.where(leaves, ints(lines, "from_stock"), 0)
    expected, price = days(lines, "expected"), ints(lines, "unit_price")
    wanted = np.fmin(days(lines, "need_by"), days(lines, "told"))
    late = np.where(np.isnat(expected), today, expected) > wanted
    return frame(
        at=ints(lines, "at"),
        order=texts(lines, "order"),
        line=texts(lines, "line"),
        customer=texts(lines, "customer"),
        sku=texts(lines, "sku"),
        order_no=ints(lines, "order_no"),
        open=ints(lines, "open"),
        from_stock=ints(lines, "from_stock"),
        leaves=now,
        whole=whole,
        expected=expected,
        wanted=wanted,
        late=late,
        value=line_value(ints(lines, "open"), price),
        leaves_value=line_value(now, price),
        waits_value=line_value(ints(lines, "open") - now, price),
    )


def score(lines: pd.DataFrame, today: np.datetime64) -> Score:
    """The measures of one way of deciding; ``lines`` are those of planning.decide."""
    seen = measured(lines, today)
    expected, open_, order = days(seen, "expected"), ints(seen, "open"), ints(seen, "order_no")
    dated = ~np.isnat(expected)
    wait = np.maximum((expected[dated] - today).astype(np.int64), 0)
    late, whole = np.asarray(seen["late"], bool), np.asarray(seen["whole"], bool)
    covered = {name: int(ints(lines, name).sum()) for name in ("from_stock", "on_order", "to_order", "uncovered")}
    return Score(
        orders=len(np.unique(order)),
        complete=len(np.unique(order[whole])),
        lines=len(seen),
        filled=int((open_ == ints(seen, "from_stock")).sum()),
        open=int(open_.sum()),
        **covered,
        leaves=int(ints(seen, "leaves_value").sum()),
        waits=int(ints(seen, "waits_value").sum()),
        mean_wait=float(wait.mean()) if len(wait) else 0.0,
        longest_wait=int(wait.max(initial=0)),
        undated=int((~dated).sum()),
        late=int(late.sum()),
        late_value=int(ints(seen, "waits_value")[late].sum()),
    )


def effects(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """The lines that are better or worse off, or new or gone, in the order of Orders.

    Both are frames of ``measured``. Columns: at, order, line, customer, sku, open, value, wanted, effect, better, worse (new and
    gone lines are neither), was_expected, is_expected, days (how much later, negative = earlier, NaN without two dates),
    was_leaves, is_leaves, moved (the value that leaves today, more or less).
    """
    at = np.union1d(ints(before, "at"), ints(after, "at"))
    was_row, is_row = _rows(before, at), _rows(after, at)
    only_was, only_is = is_row < 0, was_row < 0

    def was(column: str) -> np.ndarray:
        return _picked(before[column].to_numpy(), was_row)

    def then(column: str) -> np.ndarray:
        return _picked(after[column].to_numpy(), is_row)

    old = np.where(only_is, np.datetime64("NaT"), was("expected").astype("datetime64[D]"))
    new = np.where(only_was, np.datetime64("NaT"), then("expected").astype("datetime64[D]"))
    ready_was = ~only_is & (was("leaves") == was("open"))
    ready_now = ~only_was & (then("leaves") == then("open"))
    later, known = (new - old).astype(np.int64), ~np.isnat(old) & ~np.isnat(new)
    found = {
        Effect.GONE: only_was,
        Effect.NEW: only_is,
        Effect.BECOMES_LATE: then("late") & ~was("late"),
        Effect.NO_LONGER_LATE: was("late") & ~then("late"),
        Effect.DATE_LOST: ~np.isnat(old) & np.isnat(new),
        Effect.DATE_KNOWN: np.isnat(old) & ~np.isnat(new),
        Effect.NO_LONGER_READY: ready_was & ~ready_now,
        Effect.READY: ready_now & ~ready_was,
        Effect.LATER: known & (later > 0),
        Effect.EARLIER: known & (later < 0),
        Effect.LESS_NOW: then("leaves") < was("leaves"),
        Effect.MORE_NOW: then("leaves") > was("leaves"),
    }
    effect = np.select(list(found.values()), [e.value for e in found], "").astype(object)
    rows = np.flatnonzero(effect != "")

    def either(column: str) -> np.ndarray:
        return np.where(only_was, was(column), then(column))[rows]

    return frame(
        at=at[rows],
        **{name: either(name) for name in ("order", "line", "customer", "sku", "open", "value", "wanted")},
        effect=effect[rows],
        better=np.isin(effect[rows], [e.value for e in BETTER]),
        worse=np.isin(effect[rows], [e.value for e in WORSE]),
        was_expected=old[rows],
        is_expected=new[rows],
        days=np.where(known, later.astype(float), np.nan)[rows],
        was_leaves=was("leaves")[rows],
        is_leaves=then("leaves")[rows],
        moved=(then("leaves_value") - was("leaves_value"))[rows],
    )


def _picked(values: np.ndarray, row: Ints) -> np.ndarray:
    """The values of some rows; 0, no or the first of days where the row is -1, which nobody looks at."""
    return np.append(values, np.zeros(1, values.dtype))[row]


def _rows(seen: pd.DataFrame, at: Ints) -> Ints:
    """Where each of these places in Orders stands in a frame of ``measured``, -1 for nowhere."""
    there = ints(seen, "at")
    if not len(there):
        return np.full(len(at), -1, np.int64)
    row = np.minimum(np.searchsorted(there, at), len(there) - 1)
    return np.where(there[row] == at, row, -1)
