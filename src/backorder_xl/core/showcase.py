"""What may a shopper know about an item that is not there? (rule 10)

Which items stand on the page, what a new order of one unit would get, how many wait and how many more may. No customer,
order, supplier or cost comes out of here. It says nothing in words; messages/page/ does.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from backorder_xl.core.inputs import Tables
from backorder_xl.core.keys import Bools, Days, Ints, Names, Texts, days, earliest, first_of, frame, ints, places, sums, texts
from backorder_xl.core.planning import Outcome, plan
from backorder_xl.core.purchasing import line_value
from backorder_xl.core.windows import Stretch, windows
from backorder_xl.core.words import (
    NO_DAYS,
    NO_MONEY,
    UNIT,
    USUAL_PRIORITY,
    Availability,
    BelowMinimum,
    ItemPolicy,
    OrderStatus,
    PageItems,
    Source,
)

NO_CAP = -1
"""How many may still be ordered, where nothing limits it."""

_NEW = "\U0010ffff"
"""What the numbers of imagined orders begin with: behind every number that a person types, as a new order's would be."""

_ADDRESS = re.compile(r"https?://(?:[\w.~-]|%[0-9a-f]{2})+(?::\d{1,5})?(?:[/?#][^\s\"<>\\^`{|}]*)?", re.IGNORECASE)
_LONGEST = 2000  # characters of an address


def web_address(text: str) -> str:
    """The address as it was typed, "" where it is not a plain http or https one.

    >>> web_address("https://shop.example/lamp?c=1"), web_address("javascript:alert(1)"), web_address("https://a:b@shop.example")
    ('https://shop.example/lamp?c=1', '', '')
    """
    fits = len(text) <= _LONGEST and text.isprintable() and _ADDRESS.fullmatch(text)
    return text if fits else ""


def showcase(tables: Tables, outcome: Outcome) -> pd.DataFrame:
    """One row per item that a new order would wait for, in the natural order of SKUs (rules 10.1, 10.2).

    ``tables`` are those that ``outcome`` was decided on. Columns: sku, description, unit, link ("" = none),
    availability (a word of Availability), expected (when a new order of one unit would ship, NaT = no date), released (the
    day on which a preorder comes out, NaT = not known, or no preorder), waiting (millionths that cannot leave today),
    customers (how many they are for), left (millionths that may still be ordered, NO_CAP = no limit), substitute,
    substitute_description, substitute_link (of what is sold out, "" = none); and stretch, first, last, weeks (core/windows).
    """
    today = np.datetime64(outcome.as_of, "D")
    names = Names(texts(tables.items, "sku"), texts(outcome.lines, "sku"))
    item = places(names.folded, texts(tables.items, "sku"))
    policy = _of(tables, "policy", item, ItemPolicy.BACKORDER.value)
    release = _of(tables, "release_date", item, np.datetime64("NaT")).astype("datetime64[D]")
    coming = (policy == ItemPolicy.PREORDER.value) & ~(release <= today)
    waiting, customers = _waiting(outcome, names, coming)

    wanted = (waiting > 0) | coming
    if outcome.settings.page_items is PageItems.ALL:
        wanted |= item >= 0
    wanted &= _of(tables, "on_page", item, True).astype(bool)
    sku = np.flatnonzero(wanted)
    here, expected = _new_orders(tables, outcome, np.array(names.folded, object)[sku])
    sku, expected = sku[~here | coming[sku]], expected[~here | coming[sku]]
    item, coming = item[sku], coming[sku]

    cap = _of(tables, "backorder_cap", item, NO_DAYS).astype(np.int64)
    left = np.where(cap == NO_DAYS, NO_CAP, np.maximum(cap * UNIT - waiting[sku], 0))
    gone = (policy[sku] == ItemPolicy.STOP.value) & np.isnat(expected)
    state = np.select(
        [gone, left == 0, coming],
        [Availability.SOLD_OUT.value, Availability.FULL.value, Availability.PREORDER.value],
        Availability.BACKORDER.value,
    ).astype(object)
    instead = np.where(gone, _of(tables, "substitute", item, ""), "")
    other = np.where(instead == "", -1, places(instead, texts(tables.items, "sku")))
    out = np.where(coming, release[sku], np.datetime64("NaT"))
    made = frame(
        sku=_spelled(tables, outcome, names)[sku],
        description=_of(tables, "description", item, ""),
        unit=_of(tables, "unit", item, ""),
        link=_addresses(_of(tables, "link", item, "")),
        availability=state,
        expected=expected,
        released=out,
        waiting=waiting[sku],
        customers=customers[sku],
        left=left,
        substitute=instead,
        substitute_description=_of(tables, "description", other, ""),
        substitute_link=_addresses(_of(tables, "link", other, "")),
    )
    return pd.concat([made, windows(expected, out, today, outcome.settings.page_date_style)], axis=1)


@dataclass(frozen=True)
class Shown:
    """One row of ``showcase``, as whoever puts it into words gets it; None stands for a day that is not known."""

    sku: str
    description: str
    unit: str
    link: str
    availability: Availability
    expected: dt.date | None
    released: dt.date | None
    waiting: int
    customers: int
    left: int
    substitute: str
    substitute_description: str
    substitute_link: str
    stretch: Stretch
    first: dt.date | None
    last: dt.date | None
    weeks: int


def shown(items: pd.DataFrame) -> list[Shown]:
    """The rows of ``showcase`` one by one, in their order."""
    dated = {c: [None if pd.isna(d) else d.date() for d in items[c]] for c in ("expected", "released", "first", "last")}
    columns: dict[str, list[Any]] = {str(c): dated.get(str(c)) or items[c].tolist() for c in items.columns}
    columns["availability"] = [Availability(word) for word in columns["availability"]]
    columns["stretch"] = [Stretch(word) for word in columns["stretch"]]
    return [Shown(**dict(zip(columns, row, strict=True))) for row in zip(*columns.values(), strict=True)]


def above_cap(tables: Tables, outcome: Outcome) -> pd.DataFrame:
    """Items of which more wait than Backorder Cap allows: row (of Items), sku, waiting (millionths), cap (units)."""
    cap = ints(tables.items, "backorder_cap")
    capped = np.flatnonzero(cap != NO_DAYS)
    names = Names(texts(tables.items, "sku")[capped])
    policy = texts(tables.items, "policy")[capped]
    release = days(tables.items, "release_date")[capped]
    at = names.of(texts(tables.items, "sku")[capped])
    coming = np.zeros(len(names), bool)
    coming[at] = (policy == ItemPolicy.PREORDER.value) & ~(release <= np.datetime64(outcome.as_of, "D"))
    waiting = _waiting(outcome, names, coming)[0][at]
    over = waiting > cap[capped] * UNIT
    found = tables.items.iloc[capped[over]]
    return frame(row=ints(found, "row"), sku=texts(found, "sku"), waiting=waiting[over], cap=ints(found, "backorder_cap"))


def _waiting(outcome: Outcome, names: Names, coming: Bools) -> tuple[Ints, Ints]:
    """Per SKU number: units that cannot leave today, and for how many customers. A preorder waits with all that is open."""
    lines = outcome.lines
    at = names.of(texts(lines, "sku"))
    waits = ints(lines, "open") - np.where(np.append(coming, False)[at], 0, ints(lines, "from_stock"))
    who = pd.factorize(np.array([*(c.casefold() for c in texts(lines, "customer")), ""], object)[:-1])[0]
    mine = np.flatnonzero((waits > 0) & (at >= 0))
    once = mine[first_of(at[mine] * (len(lines) + 1) + who[mine])]
    return sums(at, waits, len(names)), sums(at[once], np.ones(len(once), np.int64), len(names))


def _new_orders(tables: Tables, outcome: Outcome, skus: Texts) -> tuple[Bools, Days]:
    """Whether a new order of one unit would be filled from stock, and when it would ship; NaT = no date (rule 10.2).

    All orders are imagined at once and decided by the rules themselves, as those of one item do not touch another's; only
    orders that ship complete under Ship Complete Rule ``release`` can tie two items together. Where places count and no
    Default Location is set, the place that can ship first stands for the item.
    """
    settings, as_of = outcome.settings, outcome.as_of
    where = [settings.default_location]
    if tables.has("orders", "location") and tables.has("stock", "location") and not settings.default_location:
        where = list({place.casefold(): place for place in ["", *texts(tables.stock, "location")]}.values())
    size, many = len(skus), len(where)
    asked = _asked(tables, np.repeat(skus, many), np.tile(np.array(where, object), size), as_of)
    longer = pd.concat([tables.orders, asked], ignore_index=True)
    found = plan(replace(tables, orders=longer), settings, as_of)
    mine = np.flatnonzero([order.startswith(_NEW) for order in texts(found.lines, "order")])
    at = np.array([int(texts(found.lines, "order")[i][len(_NEW) :]) for i in mine], np.int64)
    here, when = np.zeros(size * many, bool), np.full(size * many, np.datetime64("NaT"), "datetime64[D]")
    here[at] = ints(found.lines, "from_stock")[mine] == UNIT
    when[at] = days(found.lines, "expected")[mine]
    if settings.below_minimum is BelowMinimum.HOLD:
        place = np.full(len(found.lines), -1, np.int64)
        place[mine] = at
        when[_too_small(tables, outcome, found, place)] = np.datetime64("NaT")
    of = np.repeat(np.arange(size), many)
    return sums(of, here.astype(np.int64), size) > 0, earliest(of, when, size)


def _asked(tables: Tables, skus: Texts, where: Texts, as_of: dt.date) -> pd.DataFrame:
    """Rows of Orders as a shopper would make them this day: one unit, no wishes, everything else as a blank cell means."""
    blank: dict[str, object] = {"int64": 0, "bool": False, "datetime64[s]": np.datetime64("NaT", "s")}
    size = len(skus)
    made = {c: np.full(size, blank.get(str(kind), ""), "O" if str(kind) not in blank else str(kind))
            for c, kind in tables.orders.dtypes.items()}  # fmt: skip
    made["order"] = np.array([*(f"{_NEW}{i}" for i in range(size)), ""], object)[:-1]
    made |= {name: np.full(size, text, object) for name, text in (("line", "1"), ("status", OrderStatus.OPEN.value))}
    made |= {"sku": skus, "location": where, "order_date": np.full(size, np.datetime64(as_of, "s"))}
    made |= {"ordered": np.full(size, UNIT), "priority": np.full(size, USUAL_PRIORITY), "unit_price": np.full(size, NO_MONEY)}
    return frame(**{str(c): made[str(c)] for c in tables.orders.columns})


def _too_small(tables: Tables, outcome: Outcome, found: Outcome, at: Ints) -> Ints:
    """Which imagined orders rest on a purchase order that only all of them together make large enough (rule 4.7).

    Such a purchase order counts where it is placed without them, or where the item's own lines reach the minimum. ``at``:
    the number of the imagined order of each line, -1 for a real one.
    """
    minimum = dict(zip((s.casefold() for s in texts(tables.suppliers, "supplier")), ints(tables.suppliers, "minimum_order"),
                       strict=True))  # fmt: skip
    placed = {s.casefold() for s, to in zip(outcome.purchases["supplier"], outcome.purchases["ship_to"], strict=True) if not to}
    p = found.purchases
    value = pd.Series(line_value(ints(p, "ordered"), ints(p, "unit_cost")))
    of_item = value.groupby([p["po"].str.casefold(), p["sku"].str.casefold()]).transform("sum").to_numpy(np.int64)
    least = np.array([minimum.get(s.casefold(), NO_MONEY) for s in p["supplier"]], np.int64)
    known = np.array([s.casefold() in placed for s in p["supplier"]], bool)
    small = ~known & (of_item < least) & (texts(p, "ship_to") == "")
    pegs = found.pegs[texts(found.pegs, "source") == Source.PLANNED.value]
    number = at[ints(pegs, "place")]
    return np.unique(number[small[ints(pegs, "supply")] & (number >= 0)])


def _of(tables: Tables, column: str, item: Ints, default: object) -> np.ndarray:
    """A column of Items for each row number of it; the default for -1."""
    values = tables.items[column].to_numpy()
    if not len(values):
        return np.full(len(item), default, values.dtype if values.dtype != object else object)
    picked = values[item].copy()
    picked[item < 0] = default
    return np.asarray(picked)


def _spelled(tables: Tables, outcome: Outcome, names: Names) -> Texts:
    """How each SKU is written: as Items, else as Orders does."""
    both = np.concatenate([texts(tables.items, "sku"), texts(outcome.lines, "sku")])
    return np.array([*both, ""], object)[places(names.folded, both)]


def _addresses(links: Texts) -> Texts:
    return np.array([*(web_address(text) for text in links), ""], object)[:-1]
