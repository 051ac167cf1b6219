"""What would be different, if something were otherwise? (a what-if)

The book as it stands and as it would be are both received and planned as the morning run does it, and then held beside each
other: measures, lines, money, messages. Nothing is written, and nothing of the book is changed.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd

from backorder_xl.core import kept
from backorder_xl.core.inputs import Tables
from backorder_xl.core.keys import frame, ints, natural
from backorder_xl.core.letters import Item, Letter, MessageKind
from backorder_xl.core.planning import Outcome, plan
from backorder_xl.core.post import letters
from backorder_xl.core.purchasing import line_value
from backorder_xl.core.receiving import receive
from backorder_xl.core.scorecard import Score, effects, measured, score
from backorder_xl.core.settings import Settings
from backorder_xl.core.state import serve
from backorder_xl.core.supposing import SOMEBODY, Said, Suppose, suppose
from backorder_xl.core.words import MONEY, UNIT


@dataclass(frozen=True)
class Side:
    """One of the two: what is decided, how well it serves, what is bought, which letters fall due."""

    outcome: Outcome
    score: Score
    bought: int  # value of all proposed purchase lines, in ten-thousandths
    surplus: int  # value of what of it nobody needs
    letters: tuple[Letter, ...]


@dataclass(frozen=True)
class WhatIf:
    """The book as it stands (``now``), as it would be (``then``), and what differs.

    said: each supposition in words, and what is wrong with those that cannot be made. lines: scorecard.effects. messages:
    those that fall due in one case only or in other words: effect (more, fewer, otherwise), to, order, line, sku, then was_
    and is_ of kind ("" = none), date and units.
    """

    said: list[Said]
    now: Side
    then: Side
    lines: pd.DataFrame
    messages: pd.DataFrame


def whatif(tables: Tables, settings: Settings, as_of: dt.date, supposed: Sequence[Suppose]) -> WhatIf:
    """Plan twice, with and without what is supposed, and compare. Receipts that wait are posted on both sides."""
    now = serve(kept.carried(tables), settings, as_of)
    otherwise, chosen, said = suppose(tables, settings, as_of, supposed, now)
    today = np.datetime64(as_of, "D")
    one, two = _side(tables, settings, as_of), _side(otherwise, chosen, as_of)
    lines = effects(measured(one.outcome.lines, today), measured(two.outcome.lines, today))
    return WhatIf(said, one, two, lines, _messages(one.letters, two.letters))


def _side(tables: Tables, settings: Settings, as_of: dt.date) -> Side:
    received = receive(tables, settings, as_of)
    outcome = plan(received.tables, settings, as_of, received.arrived)
    p = outcome.purchases
    return Side(
        outcome,
        score(outcome.lines, np.datetime64(as_of, "D")),
        int(line_value(ints(p, "ordered"), ints(p, "unit_cost")).sum()),
        int(line_value(ints(p, "surplus"), ints(p, "unit_cost")).sum()),
        letters(outcome, received.tables, settings).letters,
    )


class _Key(NamedTuple):
    """What makes a sentence of a letter the same sentence: a confirmation stands beside the news about the same line."""

    supplier: bool
    to: str
    order: str
    line: str
    confirms: bool


def _messages(now: tuple[Letter, ...], then: tuple[Letter, ...]) -> pd.DataFrame:
    before, after = _told(now), _told(then)
    differ = [k for k in before.keys() | after.keys() if _says(before.get(k)) != _says(after.get(k))]
    rows = []
    for key in sorted(differ, key=lambda k: (k.supplier, natural(k.to), natural(k.order), natural(k.line), k.confirms)):
        was, then_ = before.get(key), after.get(key)
        letter, item = then_ or was  # type: ignore[misc]
        effect = "more" if was is None else "fewer" if then_ is None else "otherwise"
        rows.append((effect, letter.recipient, item.order, item.line, item.sku, *_shown(was), *_shown(then_)))
    columns = list(zip(*rows, strict=True)) if rows else [()] * 11
    names = ("effect", "to", "order", "line", "sku", "was_kind", "was_date", "was_units", "is_kind", "is_date", "is_units")
    made = dict(zip(names, columns, strict=True))
    return frame(**{name: _column(name, list(values)) for name, values in made.items()})


def _told(written: tuple[Letter, ...]) -> dict[_Key, tuple[Letter, Item]]:
    """Every item of every letter; nobody writes to a customer who is only supposed."""
    return {
        _Key(letter.to_supplier, letter.recipient.casefold(), item.order.casefold(), item.line.casefold(),
             item.kind is MessageKind.CANCELLED): (letter, item)
        for letter in written if letter.recipient != SOMEBODY for item in letter.items
    }  # fmt: skip


def _says(told: tuple[Letter, Item] | None) -> tuple[object, ...]:
    if told is None:
        return ()
    item = told[1]
    return item.kind, item.date, item.ships_now, item.waits, item.ordered if item.kind is MessageKind.PURCHASE_ORDER else 0


def _shown(told: tuple[Letter, Item] | None) -> tuple[str, dt.date | None, int]:
    if told is None:
        return "", None, 0
    item = told[1]
    units = item.ordered if item.kind is MessageKind.PURCHASE_ORDER else item.waits or item.ships_now
    return item.kind.value, item.date, units


def _column(name: str, values: list[object]) -> np.ndarray:
    if name.endswith("_date"):
        return np.array(values, "datetime64[s]")
    return np.array(values, np.int64) if name.endswith("_units") else np.array([*values, ""], object)[:-1]


class Measure(NamedTuple):
    """One figure on both sides; ``unit`` is "", "%", "days" or "money", ``good`` 1 where more is better, -1 where less is."""

    part: str
    name: str
    now: float
    then: float
    unit: str = ""
    good: int = 0


def measures(found: WhatIf) -> list[Measure]:
    """The figures by which the two sides are told, in the order in which a person would ask for them."""
    one, two = found.now, found.then
    a, b = one.score, two.score
    out = [
        Measure("Orders", "Open orders", a.orders, b.orders),
        Measure("Orders", "Complete orders (all of it can leave today)", a.complete, b.complete, good=1),
        Measure("Orders", "Open lines", a.lines, b.lines),
        Measure("Orders", "Lines filled from stock", a.filled, b.filled, good=1),
        Measure("Rates", "Order fill rate", a.order_fill * 100, b.order_fill * 100, "%", 1),
        Measure("Rates", "Line fill rate", a.line_fill * 100, b.line_fill * 100, "%", 1),
        Measure("Rates", "Unit fill rate", a.unit_fill * 100, b.unit_fill * 100, "%", 1),
        Measure("Waiting", "Lines that ship late", a.late, b.late, good=-1),
        Measure("Waiting", "Lines without a date", a.undated, b.undated, good=-1),
        Measure("Waiting", "Mean wait until a line ships whole", a.mean_wait, b.mean_wait, "days", -1),
        Measure("Waiting", "Longest wait", a.longest_wait, b.longest_wait, "days", -1),
        Measure("Waiting", "Units without any supply", a.uncovered / UNIT, b.uncovered / UNIT, "", -1),
        Measure("Money", "Value that can leave today", a.leaves / MONEY, b.leaves / MONEY, "money", 1),
        Measure("Money", "Value that waits", a.waits / MONEY, b.waits / MONEY, "money", -1),
        Measure("Money", "Value that waits and is late", a.late_value / MONEY, b.late_value / MONEY, "money", -1),
        Measure("Money", "To be bought", one.bought / MONEY, two.bought / MONEY, "money"),
        Measure("Money", "Of it surplus", one.surplus / MONEY, two.surplus / MONEY, "money", -1),
    ]
    counts = [_kinds(side.letters) for side in (one, two)]
    return out + [
        Measure("Messages", f"Due: {kind.value}", counts[0][kind], counts[1][kind])
        for kind in MessageKind
        if counts[0][kind] or counts[1][kind]
    ]


def _kinds(written: tuple[Letter, ...]) -> Counter[MessageKind]:
    return Counter(item.kind for _, item in _told(written).values())
