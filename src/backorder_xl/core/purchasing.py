"""What must be bought, from whom, how much, on which purchase order?

Need, lot size, consolidation and numbers (rules 4.1 to 4.7). Which source is taken stands in sources.py, advice on
purchase orders that exist in advice.py.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import pandas as pd

from backorder_xl.core import dates
from backorder_xl.core.demand import Keys, item_of
from backorder_xl.core.inputs import Tables
from backorder_xl.core.keys import Days, Ints, Names, Texts, days, earliest, group, ints, natural, spelled, sums, texts
from backorder_xl.core.lotsize import lot_lines, lot_size
from backorder_xl.core.settings import Settings
from backorder_xl.core.sources import Sources, choose
from backorder_xl.core.words import NO_MONEY, UNIT, BelowMinimum, ItemPolicy, PurchaseStatus

REFILLED = (ItemPolicy.BACKORDER.value, ItemPolicy.PREORDER.value)  # what is kept on the shelf


@dataclass(frozen=True)
class Plan:
    """What rule 4 plans.

    ``needs``: one row per need group, bought or not: sku_no, spec_no, place_no, order_no (-1 unless drop ship), need,
    supplier_no (-1 = no source), why_not ("" = bought). ``lines``: the proposed lines in the order of their numbers,
    with the same keys. ``missing``: what each purchase order lacks to its supplier's minimum, by number.
    """

    needs: pd.DataFrame
    lines: pd.DataFrame
    missing: dict[str, int]


STOPPED = "stopped"
NO_SUPPLIER = "no supplier"
HELD = "below minimum"


def needs(
    lines: pd.DataFrame, uncovered: Ints, surplus: Ints, tables: Tables, names: Keys, settings: Settings
) -> tuple[pd.DataFrame, Ints]:
    """Netted needs per SKU, Specification and place, drop ship per order besides, and the need of each line (4.1, 4.5).

    ``uncovered`` is what stock and open purchases leave of each line; ``surplus`` what pegging left of supply per SKU
    number in common specification. The second result is the row of the need for each line, -1 for none.
    """
    dropped = texts(lines, "policy") == ItemPolicy.DROP_SHIP.value
    order_no = np.where(dropped, ints(lines, "order_no"), -1)
    keyed = (ints(lines, "sku_no"), ints(lines, "spec_no"), ints(lines, "place_no"), order_no)
    missing = np.maximum(safety_stocks(tables, names) - surplus, 0)
    refill = missing if settings.refill_safety_stock else np.zeros(0, np.int64)
    sku = np.flatnonzero(refill)
    home = names.places(np.array([""], object))[0]
    common = names.specification.of([""])[0]
    shelf = (sku, np.full(len(sku), common), np.full(len(sku), home), np.full(len(sku), -1))
    waiting = uncovered > 0
    of_line, of_shelf = group(tuple(k[waiting] for k in keyed), shelf)
    both = np.concatenate([of_line, of_shelf])
    size = int(both.max(initial=-1)) + 1
    first = np.full(size, -1, np.int64)
    first[both[::-1]] = np.arange(len(both))[::-1]
    columns = [np.concatenate([k[waiting], s])[first] for k, s in zip(keyed, shelf, strict=True)]
    due = np.minimum(_far(days(lines, "need_by")), _far(days(lines, "told")))[waiting]
    made = pd.DataFrame(dict(zip(("sku_no", "spec_no", "place_no", "order_no"), columns, strict=True)))
    made["need"] = sums(both, np.concatenate([uncovered[waiting], refill[sku]]), size)
    made["due"] = earliest(of_line, np.where(due == _FAR, np.datetime64("NaT"), due), size).astype("datetime64[s]")
    at = np.full(len(lines), -1, np.int64)
    at[waiting] = of_line
    return made, at


_FAR = np.datetime64("9999-12-31", "D")
_LONGEST_LINE = 15  # digits; a longer number counts no lines


def _far(when: Days) -> Days:
    return np.where(np.isnat(when), _FAR, when)


def safety_stocks(tables: Tables, names: Keys) -> Ints:
    """The Safety Stock of each SKU number, 0 for items that are not kept on the shelf (rule 4.1)."""
    item = item_of(tables, names)
    kept = np.isin(np.append(texts(tables.items, "policy"), "")[item], REFILLED)
    return np.where(kept, np.append(ints(tables.items, "safety_stock"), 0)[item], 0)


def offered(source: Sources, when: dates.Calendars, settings: Settings, as_of: np.datetime64) -> pd.DataFrame:
    """The offers with the days on which something ordered today arrives and can be used (rules 3.3, 4.3)."""
    offers = source.offers
    start = np.full(len(offers), as_of, "datetime64[D]")
    arrival = dates.arrivals(
        start, ints(offers, "lead"), source.suppliers.folded, ints(offers, "supplier_no"), when, settings.lead_time_in
    )
    usable = dates.workdays_after(arrival, settings.inbound_days, when.ours)
    return offers.assign(arrival=arrival.astype("datetime64[s]"), usable=usable.astype("datetime64[s]"))


def propose(
    wanted: pd.DataFrame,
    tables: Tables,
    names: Keys,
    source: Sources,
    when: dates.Calendars,
    settings: Settings,
    as_of: np.datetime64,
) -> Plan:
    """Turn needs into numbered purchase order lines (rules 4.2 to 4.7)."""
    wanted = wanted.copy()
    policy = np.append(texts(tables.items, "policy"), ItemPolicy.BACKORDER.value)[item_of(tables, names)]
    stopped = policy[ints(wanted, "sku_no")] == ItemPolicy.STOP.value
    offers = offered(source, when, settings, as_of)
    pick = choose(offers, ints(wanted, "sku_no"), wanted["due"].to_numpy(), settings.supplier_choice)
    wanted["why_not"] = np.select([stopped, pick < 0], [STOPPED, NO_SUPPLIER], "").astype(object)
    wanted["supplier_no"] = np.append(ints(offers, "supplier_no"), -1)[pick]

    bought = np.flatnonzero(wanted["why_not"].to_numpy() == "")
    taken = offers.iloc[pick[bought]].reset_index(drop=True)
    lines = wanted.iloc[bought][["sku_no", "spec_no", "place_no", "order_no", "need", "due", "supplier_no"]]
    lines = lines.reset_index(drop=True).assign(need_row=bought, cost=taken["cost"], lead=taken["lead"])
    lines["arrival"], lines["available"] = taken["arrival"], taken["usable"]
    lines["lot"] = lot_size(ints(lines, "need"), ints(taken, "moq"), ints(taken, "multiple"))
    lines["supplier_sku"] = taken["supplier_sku"]
    lines = _split(lines, ints(taken, "maximum"), ints(taken, "multiple"))

    (lines["order_group"],) = group((ints(lines, "supplier_no"), ints(lines, "order_no")))
    lines["missing"] = _missing(lines, tables, source)
    if settings.below_minimum is BelowMinimum.HOLD:
        held = lines["missing"].to_numpy() > 0
        wanted.loc[ints(lines, "need_row")[held], "why_not"] = HELD
        lines = lines[~held].reset_index(drop=True)
    lines = _number(lines, tables, names, source, settings)
    short = lines[lines["missing"] > 0]
    return Plan(wanted, lines, dict(zip(short["po"], short["missing"].tolist(), strict=True)))


def _split(lines: pd.DataFrame, maximum: Ints, multiple: Ints) -> pd.DataFrame:
    """Lots above a source's Maximum become several lines of at most that much, in whole multiples (rule 4.4)."""
    row, piece, before, quantity = lot_lines(ints(lines, "lot"), maximum, multiple)
    out = lines.iloc[row].reset_index(drop=True)
    out["lot"] = quantity
    out["need"] = np.clip(ints(lines, "need")[row] - before, 0, ints(out, "lot"))
    out["piece"] = piece
    return out


def _missing(lines: pd.DataFrame, tables: Tables, source: Sources) -> Ints:
    """What the order of each line lacks to its supplier's Minimum Order, in ten-thousandths; 0 = nothing (rule 4.7)."""
    value = line_value(ints(lines, "lot"), ints(lines, "cost"))
    total = sums(ints(lines, "order_group"), value, len(lines))[ints(lines, "order_group")]
    least = np.zeros(len(source.suppliers) + 1, np.int64)
    minimum = ints(tables.suppliers, "minimum_order")
    least[source.suppliers.of(texts(tables.suppliers, "supplier"))] = np.where(minimum == NO_MONEY, 0, minimum)
    missing: Ints = np.maximum(least[ints(lines, "supplier_no")] - total, 0)
    return missing


def line_value(quantity: Ints, price: Ints) -> Ints:
    """Quantity times price in ten-thousandths of money, rounded half up; an unknown price counts 0."""
    known = np.where(price == NO_MONEY, 0, price)
    whole, part = quantity // UNIT, quantity % UNIT
    return whole * known + (part * known + UNIT // 2) // UNIT


def _number(lines: pd.DataFrame, tables: Tables, names: Keys, source: Sources, settings: Settings) -> pd.DataFrame:
    """Give every supplier and Ship To its purchase order number and its lines their numbers (rules 4.5, 4.6)."""
    supplier = np.array([*source.spelling, ""], object)[ints(lines, "supplier_no")]
    order_no = ints(lines, "order_no")
    ship_to = np.full(len(lines), "", object)
    if (order_no >= 0).any():
        ship_to = np.append(spelled(names.order, texts(tables.orders, "order")), "")[order_no]
    lines = lines.assign(supplier=supplier, ship_to=ship_to)
    order = np.lexsort(tuple(ints(lines, c) for c in ("piece", "place_no", "spec_no", "sku_no", "order_no", "supplier_no")))
    lines = lines.iloc[order].reset_index(drop=True)
    proposed = tables.purchase_orders[texts(tables.purchase_orders, "status") == PurchaseStatus.PROPOSED.value]
    kept: dict[tuple[str, str], str] = {}
    for po, who, where in sorted(
        zip(texts(proposed, "po"), texts(proposed, "supplier"), texts(proposed, "ship_to"), strict=True),
        key=lambda p: natural(p[0]),
    ):
        kept.setdefault((who.casefold(), where.casefold()), po)
    fresh = _Numbers(texts(tables.purchase_orders, "po"), settings.po_prefix)
    used: dict[tuple[str, str], str] = {}
    taken: set[str] = set()
    for who, where in dict.fromkeys(zip(lines["supplier"], lines["ship_to"], strict=True)):
        key = (who.casefold(), where.casefold())
        number = kept.get(key)
        if number is None or number.casefold() in taken:
            number = next(fresh)
        taken.add(number.casefold())
        used[key] = number
    po = [used[(a.casefold(), b.casefold())] for a, b in zip(lines["supplier"], lines["ship_to"], strict=True)]
    lines["po"] = np.array(po, object)
    start = _lines_in_use(tables, Names(po))
    first = np.array([start.get(number.casefold(), 0) + 1 for number in po], np.int64)
    lines["line"] = np.array((lines.groupby("po", sort=False).cumcount() + first).astype(str), object)
    for column, name, written in (
        ("sku", "sku_no", (tables.items, tables.orders, tables.stock)),
        ("specification", "spec_no", (tables.orders, tables.stock)),
        ("location", "place_no", (tables.stock, tables.orders)),
    ):
        home = [np.array([names.default_location], object)] if column == "location" else []
        code = np.append(spelled(getattr(names, column), *(texts(f, column) for f in written), *home), "")
        lines[column] = code[ints(lines, name)] if column != "location" or names.located else ""
    return lines


def _lines_in_use(tables: Tables, orders: Names) -> dict[str, int]:
    """The highest line number of the user's own lines on these orders: one confirmed in part goes on after it."""
    p = tables.purchase_orders
    theirs = p[(texts(p, "status") != PurchaseStatus.PROPOSED.value) & (orders.of(texts(p, "po")) >= 0)]
    highest: dict[str, int] = {}
    for po, line in zip(texts(theirs, "po"), texts(theirs, "line"), strict=True):
        if line.isdecimal() and len(line) <= _LONGEST_LINE:
            highest[po.casefold()] = max(highest.get(po.casefold(), 0), int(line))
    return highest


class _Numbers:
    """Purchase order numbers after the highest in use, zero-padded as that one is."""

    def __init__(self, in_use: Texts, prefix: str) -> None:
        pattern = re.compile(re.escape(prefix) + r"([0-9]{1,4000})\Z", re.IGNORECASE)  # Python writes no longer number
        digits = [m.group(1) for m in map(pattern.match, pd.unique(in_use)) if m]
        last = max(digits, key=lambda d: (int(d), len(d)), default="0")
        self._prefix, self._last, self._width = prefix, int(last), len(last)

    def __next__(self) -> str:
        self._last += 1
        return f"{self._prefix}{self._last:0{self._width}d}"
