"""To which purchase order lines does each receipt belong? (rule 5.1)

By PO and Line; else by PO and item; else, without a PO, to the item's open lines, oldest Expected first. Whole columns at
once; only receipts that fit nowhere are looked at one by one, in doubts.py. Nothing is posted here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd

from backorder_xl.core import dates
from backorder_xl.core.allocation import overlay
from backorder_xl.core.demand import Keys
from backorder_xl.core.inputs import Tables
from backorder_xl.core.keys import Bools, Ints, Names, Texts, days, first_of, group, ints, sums, texts
from backorder_xl.core.settings import Settings
from backorder_xl.core.sources import Sources
from backorder_xl.core.words import PurchaseStatus

LIVE = (PurchaseStatus.ORDERED.value, PurchaseStatus.CONFIRMED.value)


class Remark(NamedTuple):
    """Something to say about a receipt: the problem's code, its sheet row, the header and value concerned, more words."""

    code: str
    row: int
    column: str
    value: str
    words: dict[str, object]


@dataclass(frozen=True)
class Writable:
    """Which cells cannot be written, as they hold formulas of the user's: sheet rows of each table, and of Stock the items
    too (in small letters); and how many new rows fit below Stock."""

    receipts: frozenset[int] = frozenset()
    purchases: frozenset[int] = frozenset()
    stock: frozenset[int] = frozenset()
    stock_skus: frozenset[str] = frozenset()
    new_stock_rows: int = 1 << 20


@dataclass
class Pieces:
    """Units of a receipt that belong to a purchase order line: row of Receipts, row of Purchase Orders, millionths.

    A receipt of which nothing was accepted has one piece of 0.
    """

    receipt: Ints
    purchase: Ints
    quantity: Ints
    by_sku: Bools  # the Line that the receipt names is not on the order, so its item decided

    def only(self, rows: Bools) -> Pieces:
        return Pieces(self.receipt[rows], self.purchase[rows], self.quantity[rows], self.by_sku[rows])


def waiting(tables: Tables, today: np.datetime64) -> Ints:
    """Rows of Receipts that are not posted and came in by today, by day, number of the receipt and row."""
    r = tables.receipts
    open_ = np.isnat(days(r, "posted")) & (days(r, "received_on") <= today)
    number = Names(texts(r, "receipt")).of(texts(r, "receipt"))
    order = np.lexsort((ints(r, "row"), number, days(r, "received_on")))
    return order[open_[order]]


def candidates(tables: Tables, names: Keys, source: Sources, when: dates.Calendars, settings: Settings) -> pd.DataFrame:
    """Purchase order lines with their numbered keys, what is open, and the day for which they are stated.

    ``live``: ordered or confirmed; ``barred``: cancelled or proposed, so that nothing can be received on it. A blank
    Expected is reckoned from Order Date and lead time (rule 3.3).
    """
    p = tables.purchase_orders
    status = texts(p, "status")
    expected, ordered = days(p, "expected"), days(p, "order_date")
    sku_no = names.sku.of(texts(p, "sku"))
    number, known = pd.factorize(texts(p, "supplier"))
    lead = source.lead_times(sku_no, texts(p, "supplier"))
    start = np.where(np.isnat(ordered), np.datetime64("1970-01-01"), ordered)
    reckoned = dates.arrivals(start, lead, list(known), number, when, settings.lead_time_in)
    arrival = np.where(np.isnat(expected), np.where(np.isnat(ordered), _FAR, reckoned), expected)
    left = ints(p, "ordered") - ints(p, "received") - ints(p, "cancelled")
    live = np.isin(status, LIVE)
    po, line = Names(texts(p, "po"), texts(tables.receipts, "po")), Names(texts(p, "line"), texts(tables.receipts, "line"))
    return p.assign(
        sku_no=sku_no,
        spec_no=names.specification.of(texts(p, "specification")),
        place_no=names.places(texts(p, "location")),
        po_no=po.of(texts(p, "po")),
        line_no=line.of(texts(p, "line")),
        left=np.where(live, np.maximum(left, 0), 0),
        live=live,
        barred=np.isin(status, [PurchaseStatus.CANCELLED.value, PurchaseStatus.PROPOSED.value]),
        arrival=arrival.astype("datetime64[s]"),
    )


_FAR = np.datetime64("9999-12-31", "D")


def own_skus(tables: Tables, names: Keys, rows: Ints, lines: pd.DataFrame) -> Ints:
    """Our item number for each of these receipts; what a supplier calls it in Sourcing is understood where it is plain.

    On a named PO the supplier of that PO decides; without one a supplier's SKU counts if it means one item only.
    """
    r = tables.receipts.iloc[rows]
    sku_no = names.sku.of(texts(r, "sku"))
    theirs = tables.sourcing[texts(tables.sourcing, "supplier_sku") != ""]
    if not len(theirs):
        return sku_no
    po_no = Names(texts(lines, "po"), texts(tables.receipts, "po")).of(texts(r, "po"))
    on_order = set(zip(ints(lines, "po_no").tolist(), ints(lines, "sku_no").tolist(), strict=True))
    supplier_of = dict(zip(ints(lines, "po_no").tolist(), (s.casefold() for s in texts(lines, "supplier")), strict=True))
    meant: dict[tuple[str, str], set[int]] = {}
    ours = names.sku.of(texts(theirs, "sku")).tolist()
    for their_sku, who, number in zip(texts(theirs, "supplier_sku"), texts(theirs, "supplier"), ours, strict=True):
        meant.setdefault((their_sku.casefold(), who.casefold()), set()).add(number)
        meant.setdefault((their_sku.casefold(), ""), set()).add(number)
    named = texts(r, "po") != ""
    for i, (po, sku, text) in enumerate(zip(po_no.tolist(), sku_no.tolist(), texts(r, "sku"), strict=True)):
        fits = (po, sku) in on_order if named[i] else sku >= 0
        found = meant.get((text.casefold(), supplier_of.get(po, "") if named[i] else ""), set())
        if not fits and len(found) == 1:
            sku_no[i] = next(iter(found))
    return sku_no


def match(tables: Tables, names: Keys, lines: pd.DataFrame, rows: Ints, sku_no: Ints) -> Pieces:
    """The pieces of these receipts (rows of Receipts, in posting order), the surest first; a receipt without a piece fits
    nowhere.

    Four passes, the surest first; each takes what the ones before left open, and what comes above all that is open goes
    to the last line of its group.
    """
    r = tables.receipts.iloc[rows]
    accepted = ints(r, "received") - ints(r, "rejected")
    po_no = Names(texts(lines, "po"), texts(tables.receipts, "po")).of(texts(r, "po"))
    line_no = Names(texts(lines, "line"), texts(tables.receipts, "line")).of(texts(r, "line"))
    named, with_line = texts(r, "po") != "", texts(r, "line") != ""
    said_spec = texts(r, "specification") != ""
    spec_no = _specification(names, texts(r, "specification"), said_spec, po_no, sku_no, named, lines)
    place_no = names.places(texts(r, "location"))
    said_place = (texts(r, "location") != "") & names.located

    good, live = ~lines["barred"].to_numpy(), (ints(lines, "left") > 0)
    none = np.full(len(rows), -1, np.int64)
    left, rest = ints(lines, "left").copy(), accepted
    found: list[Pieces] = []
    todo = np.ones(len(rows), bool)
    sequence = np.lexsort((ints(lines, "line_no"), ints(lines, "po_no"), lines["arrival"].to_numpy()))
    blank = np.zeros(len(lines), np.int64)
    passes: list[tuple[Bools, tuple[Ints, ...], tuple[str | Ints, ...], Bools]] = [
        (named & with_line, (po_no, line_no, sku_no, none * 0), ("po_no", "line_no", "sku_no", blank), good),
        (named & said_place, (po_no, sku_no, spec_no, place_no), ("po_no", "sku_no", "spec_no", "place_no"), good),
        (named, (po_no, sku_no, spec_no, none * 0), ("po_no", "sku_no", "spec_no", blank), good),
        (~named & said_place, (none, sku_no, spec_no, place_no), (blank - 1, "sku_no", "spec_no", "place_no"), live),
        (~named, (none, sku_no, spec_no, none * 0), (blank - 1, "sku_no", "spec_no", blank), live),
    ]
    for number, (mine, keys, columns, usable) in enumerate(passes):
        pick = np.flatnonzero(todo & mine)
        if not len(pick):
            continue
        there = sequence[usable[sequence]]
        of_lines = tuple((ints(lines, c) if isinstance(c, str) else c)[there] for c in columns)
        if number == 0:  # the Specification that a receipt names must be that of the line
            pick = pick[_agrees(pick, said_spec, names.specification.of(texts(r, "specification")), po_no, line_no, lines)]
        elsewhere = np.where(said_place, place_no, -1) if number in (2, 4) else None
        own = None if elsewhere is None else (elsewhere[pick], ints(lines, "place_no")[there])
        pieces = _spread(pick, tuple(k[pick] for k in keys), rest, there, of_lines, left, whole=number not in (1, 3), own=own)
        found.append(Pieces(rows[pieces[0]], pieces[1], pieces[2], with_line[pieces[0]] & named[pieces[0]] & (number > 0)))
        left -= np.minimum(sums(pieces[1], pieces[2], len(lines)), left)
        rest = rest - sums(pieces[0], pieces[2], len(rows))
        todo[pieces[0]] = rest[pieces[0]] > 0  # what the lines of its place did not take goes on to the others
    if not found:
        return Pieces(none[:0], none[:0], none[:0], np.zeros(0, bool))
    columns_of = [np.concatenate([getattr(p, c) for p in found]) for c in ("receipt", "purchase", "quantity", "by_sku")]
    place = np.full(len(tables.receipts), -1, np.int64)
    place[rows] = np.arange(len(rows))
    turn = np.repeat(np.arange(len(found)), [len(p.receipt) for p in found])
    order = np.lexsort((place[columns_of[0]], turn))
    receipt, purchase, quantity, by_sku = (c[order] for c in columns_of)
    (same,) = group((receipt, purchase))  # what filled a line in one pass and what came above it in the next
    size = int(same.max(initial=-1)) + 1
    once = first_of(same)
    return Pieces(receipt[once], purchase[once], sums(same, quantity, size)[same][once], by_sku[once])


def _agrees(pick: Ints, said: Bools, spec_no: Ints, po_no: Ints, line_no: Ints, lines: pd.DataFrame) -> Bools:
    """Whether the Specification of each receipt, where it names one, is that of the line it names."""
    wanted = (po_no[pick], line_no[pick], spec_no[pick])
    there = (ints(lines, "po_no"), ints(lines, "line_no"), ints(lines, "spec_no"))
    at, of = group(wanted, there)
    return ~said[pick] | np.isin(at, of)


def _specification(
    names: Keys, text: Texts, said: Bools, po_no: Ints, sku_no: Ints, named: Bools, lines: pd.DataFrame
) -> Ints:
    """The Specification by which a receipt is matched: its own; where it names none, the only one that its PO has of the
    item, if it has no line without one."""
    spec_no = names.specification.of(text)
    rest = np.flatnonzero(named & ~said)
    if not len(rest) or not (texts(lines, "specification") != "").any():
        return spec_no
    on_order: dict[tuple[int, int], set[int]] = {}
    for po, sku, spec in zip(*(ints(lines, c).tolist() for c in ("po_no", "sku_no", "spec_no")), strict=True):
        on_order.setdefault((po, sku), set()).add(spec)
    common = int(names.specification.of([""])[0])
    for i, po, sku in zip(rest.tolist(), po_no[rest].tolist(), sku_no[rest].tolist(), strict=True):
        specs = on_order.get((po, sku), set())
        if len(specs) == 1 and common not in specs:
            spec_no[i] = next(iter(specs))
    return spec_no


def _spread(
    pick: Ints,
    keys: tuple[Ints, ...],
    accepted: Ints,
    there: Ints,
    of_lines: tuple[Ints, ...],
    left: Ints,
    *,
    whole: bool,
    own: tuple[Ints, Ints] | None,
) -> tuple[Ints, Ints, Ints]:
    """Lay the units of some receipts over the open quantities of the lines of their group: (receipt, line, quantity).

    ``there`` are the usable lines in the order in which they are filled. Units above what is open go to the last line of
    the group, where ``whole``, by preference to one in another place than the receipt's (``own``: the places of receipts and
    lines), as the lines of its own place came first; a receipt of 0 goes to the first.
    """
    at, of = group(keys, of_lines)
    size = int(max(at.max(initial=-1), of.max(initial=-1))) + 1
    last = np.full(size, -1, np.int64)
    last[of] = np.arange(len(there))
    first = np.full(size, -1, np.int64)
    first[of[::-1]] = np.arange(len(there))[::-1]
    fits = (last[at] >= 0) & np.all([k >= 0 for k in keys[1:]], axis=0)
    pick, at = pick[fits], at[fits]
    pegs = overlay(at, accepted[pick], of, left[there])
    over = accepted[pick] - sums(pegs.demand, pegs.quantity, len(pick))
    more, none = np.flatnonzero((over > 0) & whole), np.flatnonzero(accepted[pick] == 0)
    end = last[at[more]]
    if own is not None:
        receipts_place, lines_place = own[0][fits], own[1]
        for i, m in enumerate(more.tolist()):
            others = np.flatnonzero((of == at[m]) & (lines_place != receipts_place[m]))
            end[i] = others[-1] if receipts_place[m] >= 0 and len(others) else end[i]
    receipt = np.concatenate([pick[pegs.demand], pick[more], pick[none]])
    line = np.concatenate([there[pegs.supply], there[end], there[first[at[none]]]])
    quantity = np.concatenate([pegs.quantity, over[more], np.zeros(len(none), np.int64)])
    # what fills a line and what comes above it are one piece
    table = pd.DataFrame({"receipt": receipt, "line": line, "quantity": quantity})
    both = table.groupby(["receipt", "line"], sort=False, as_index=False)["quantity"].sum()
    return both["receipt"].to_numpy(np.int64), both["line"].to_numpy(np.int64), both["quantity"].to_numpy(np.int64)
