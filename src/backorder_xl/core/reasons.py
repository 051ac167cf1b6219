"""Why does a line wait, for what, and until when? (rule 3.7)

One sentence or two per waiting line, from the pegs and the sort keys that decided; nothing is decided here.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from backorder_xl.core import say
from backorder_xl.core.allocation import group_of
from backorder_xl.core.demand import Keys
from backorder_xl.core.inputs import Tables
from backorder_xl.core.keys import Ints, Texts, days, ints, sums, texts
from backorder_xl.core.purchasing import HELD, NO_SUPPLIER, STOPPED, Plan
from backorder_xl.core.ranking import Key
from backorder_xl.core.serving import PLANNED, PURCHASE, STOCK

ALL_NAMED_BELOW = 1_000  # from so many open lines on, only the nearest three orders are named


def reasons(
    lines: pd.DataFrame,
    waits: Ints,
    pegs: pd.DataFrame,
    keys: list[Key],
    stock: pd.DataFrame,
    names: Keys,
    tables: Tables,
    bought: Plan,
    *,
    fair: bool,
    many: bool,
) -> Texts:
    """The Reason of each waiting line (``waits`` are its rows in ``lines``, which come in serving order).

    In a book of ``many`` lines only the nearest three orders are named.
    """
    before = _who_was_before(lines, waits, pegs, keys, 3 if many else None)
    at, of = group_of(lines, stock, "sku_no", "spec_no", "place_no")
    size = int(max(at.max(initial=-1), of.max(initial=-1))) + 1
    there = sums(of, ints(stock, "free"), size)[at[waits]]
    parts = _supply_parts(waits, pegs)
    kept = _kept_for_others(lines, waits)
    item = ints(lines, "item")[waits]
    substitute = np.append(texts(tables.items, "substitute"), "")[item].tolist()
    open_units, stocked_units, bare_units = (ints(lines, c)[waits] for c in ("open", "from_stock", "uncovered"))
    rows = zip(
        say.spelled(open_units),
        say.spelled(stocked_units),
        say.spelled(open_units - stocked_units),
        (stocked_units > 0).tolist(),
        say.spelled(bare_units),
        (bare_units > 0).tolist(),
        texts(lines, "why_not")[waits].tolist(),
        texts(lines, "specification")[waits].tolist(),
        say.spelled(there),
        (there > 0).tolist(),
        before,
        kept,
        parts,
        substitute,
        strict=True,
    )
    out = []
    for open_, stocked, waiting, partly, bare, lacks, why, spec, free, some, ahead, others, supply, other in rows:
        head = f"{waiting} of {open_} wait" if partly else f"All {open_} wait"
        kind = f" with specification {spec}" if spec else ""
        if not some:
            cause = f"nothing{kind} is free in stock"
            cause += f", and {ahead} served before it" if ahead else ""
        elif fair:
            cause = f"its fair share of the {free} free in stock{kind} is {stocked}"
        elif ahead or others:
            before_it = f"{ahead} served before it" if ahead else ""
            cause = f"of {free} free in stock{kind}, {'; '.join(filter(None, (before_it, others)))}"
        else:
            cause = f"only {free} free in stock{kind}"
        sentence = f"{head}: {cause}."
        if supply:
            sentence += f" {supply}."
        if lacks:
            sentence += f" {bare} without supply: {_remedy(why, other)}."
        elif supply:
            sentence += " Sooner only if that comes earlier"
            sentence += " or an order before it gives units back." if ahead else "."
        out.append(sentence)
    return np.array([*out, ""], object)[:-1]


def _kept_for_others(lines: pd.DataFrame, waits: Ints) -> list[str]:
    """``5 came in for SO-2 and are kept for it``, where lines that are served later hold units of the group (rule 5.3)."""
    kept, groups, orders = ints(lines, "kept"), ints(lines, "group"), texts(lines, "order")
    if not kept.any():
        return [""] * len(waits)
    holders: dict[int, list[int]] = {}
    for place in np.flatnonzero(kept).tolist():
        holders.setdefault(int(groups[place]), []).append(place)
    out = []
    for place in waits.tolist():
        later = [h for h in holders.get(int(groups[place]), ()) if h > place]
        units = say.units(int(kept[later].sum()))
        who = say.listed([orders[h] for h in later], 3) if later else ""
        out.append(f"{units} came in for {who} and {'is' if units == '1' else 'are'} kept for it" if later else "")
    return out


def _remedy(why: str, substitute: str) -> str:
    if why == STOPPED:
        offer = f"offer {substitute} instead, or a cancellation" if substitute else "offer a cancellation"
        return f"the item is not bought any more; {offer}"
    if why == NO_SUPPLIER:
        return "no supplier is named for the item; give it one on Items or Sourcing"
    if why == HELD:
        return "the purchase order is below the supplier's minimum and held; more of it, or Below Minimum = flag, frees it"
    return "no purchase is planned"


def _supply_parts(waits: Ints, pegs: pd.DataFrame) -> list[str]:
    """``5 come on PO-1, usable 2026-06-10; 4 will be ordered on PO-7 from ACME, usable ...`` per waiting line."""
    kind = ints(pegs, "kind")
    rows = np.flatnonzero((kind == PURCHASE) | (kind == PLANNED))
    slot = {w: i for i, w in enumerate(waits.tolist())}
    parts: list[list[str]] = [[] for _ in waits]
    for place, k, quantity, po, who, day in zip(
        ints(pegs, "place")[rows].tolist(),
        kind[rows].tolist(),
        say.spelled(ints(pegs, "quantity")[rows]),
        texts(pegs, "po")[rows].tolist(),
        texts(pegs, "supplier")[rows].tolist(),
        say.spelled_days(days(pegs, "available_on")[rows]),
        strict=True,
    ):
        verb = "on order with" if k == PURCHASE else "to be ordered on"
        parts[slot[place]].append(f"{quantity} {verb} {po} ({who}), usable {day}")
    return ["; ".join(p) for p in parts]


def _who_was_before(
    lines: pd.DataFrame, waits: Ints, pegs: pd.DataFrame, keys: list[Key], nearest: int | None
) -> list[str]:
    """Who took supply of the same group before each waiting line, and on which ground: ``SO-1 (higher priority)``.

    The ground is the first sort key in which the two differ.
    """
    group_, orders = ints(lines, "group"), texts(lines, "order")
    took = np.zeros(len(lines), bool)
    took[ints(pegs, "place")[np.isin(ints(pegs, "kind"), (STOCK, PURCHASE))]] = True
    takers = np.flatnonzero(took)
    takers = takers[np.argsort(group_[takers], kind="stable")]  # by group, in serving order
    starts = np.searchsorted(group_[takers], group_[waits])
    # where this line itself would stand among the takers of its group
    position = takers + group_[takers] * (len(lines) + 1)
    ends = np.searchsorted(position, waits + group_[waits] * (len(lines) + 1))
    total = ends - starts
    shown = np.minimum(total, nearest or int(total.max(initial=0)))
    me = np.repeat(np.arange(len(waits)), shown)
    step = np.arange(len(me)) - np.repeat(np.cumsum(shown) - shown, shown)
    other = takers[(ends - shown)[me] + step]
    own = waits[me]
    ground = np.full(len(me), len(keys) - 1, np.int64)
    for number in range(len(keys) - 1, -1, -1):
        ground[keys[number].values[other] != keys[number].values[own]] = number
    said: list[list[tuple[int, str]]] = [[] for _ in waits]
    for i, name, why in zip(me.tolist(), orders[other].tolist(), ground.tolist(), strict=True):
        said[i].append((why, name))
    known: dict[tuple[tuple[tuple[int, str], ...], int], str] = {}  # many lines come after the same orders
    out = []
    for pairs, more in zip(map(tuple, said), (total - shown).tolist(), strict=True):
        phrase = known.get((pairs, more))
        if phrase is None:
            phrase = known[pairs, more] = _phrase(pairs, more, keys)
        out.append(phrase)
    return out


def _phrase(pairs: Sequence[tuple[int, str]], more: int, keys: list[Key]) -> str:
    if not pairs:
        return ""
    grounds: dict[int, list[str]] = {}
    for why, name in pairs:
        grounds.setdefault(why, []).append(name)
    said = [f"{', '.join(dict.fromkeys(who))} ({keys[why].ground})" for why, who in grounds.items()]
    several = len({name for _, name in pairs}) > 1 or more
    extra = f" and {more} more" if more else ""
    return f"{', '.join(said)}{extra} {'were' if several else 'was'}"
