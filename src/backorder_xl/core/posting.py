"""Where is what arrived booked? (rule 5.2)

Received of purchase lines, On Hand of Stock rows and rows that Stock lacks, and what a receipt was matched to.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from backorder_xl.core import say
from backorder_xl.core.demand import Keys
from backorder_xl.core.inputs import Tables
from backorder_xl.core.keys import Ints, frame, group, ints, sums, texts
from backorder_xl.core.matching import Pieces


@dataclass(frozen=True)
class Shelf:
    """Where each piece is booked: the group of item, specification and place, and its first row of Stock (-1 = none)."""

    group: Ints
    row: Ints
    place: Ints


def shelf_of(tables: Tables, names: Keys, lines: pd.DataFrame, pieces: Pieces) -> Shelf:
    """Where each piece is booked: at the place that its receipt names, else at the purchase line's."""
    s = tables.stock
    named = texts(tables.receipts, "location")[pieces.receipt]
    place = np.where(named != "", names.places(named), ints(lines, "place_no")[pieces.purchase])
    wanted = (ints(lines, "sku_no")[pieces.purchase], ints(lines, "spec_no")[pieces.purchase], place)
    there = (
        names.sku.of(texts(s, "sku")),
        names.specification.of(texts(s, "specification")),
        names.places(texts(s, "location")),
    )
    at, of = group(wanted, there)
    row = np.full(int(max(at.max(initial=-1), of.max(initial=-1))) + 1, -1, np.int64)
    row[of[::-1]] = np.arange(len(s))[::-1]
    return Shelf(at, row[at], place)


def line_name(lines: pd.DataFrame, i: int) -> str:
    """``PO-17 line 1``."""
    return f"{texts(lines, 'po')[i]} line {texts(lines, 'line')[i]}"


def new_stock(tables: Tables, names: Keys, lines: pd.DataFrame, pieces: Pieces, shelf: Shelf) -> pd.DataFrame:
    """The rows that Stock lacks for what came in, one per item, specification and place, in natural order."""
    lacks = (shelf.row < 0) & (pieces.quantity > 0)
    at, first = np.unique(shelf.group[lacks], return_index=True)
    total = sums(np.searchsorted(at, shelf.group[lacks]), pieces.quantity[lacks], len(at))
    of = pieces.purchase[lacks][first]
    place = shelf.place[lacks][first]
    order = np.lexsort((place, ints(lines, "spec_no")[of], ints(lines, "sku_no")[of])) if len(at) else at
    spelled = {f: f for f in names.location.folded}
    for text in (*texts(tables.receipts, "location"), *texts(lines, "location"), names.default_location):
        spelled[text.casefold()] = text
    named = np.array([spelled[f] for f in names.location.folded] + [""], object)
    location = named[place] if names.located else np.full(len(at), "", object)
    return frame(
        sku=texts(lines, "sku")[of][order],
        specification=texts(lines, "specification")[of][order],
        location=location[order],
        on_hand=total[order],
    )


def stock_rows(stock: pd.DataFrame, fresh: pd.DataFrame) -> pd.DataFrame:
    """New rows with every column of the table; they stand on no sheet row yet."""
    rows = pd.DataFrame({c: pd.Series(np.zeros(len(fresh), np.int64)) for c in ("row", "reserved")})
    rows["counted_on"] = np.full(len(fresh), np.datetime64("NaT", "s"))
    return rows.assign(**{c: fresh[c] for c in fresh.columns})[stock.columns]


def matched_to(lines: pd.DataFrame, pieces: Pieces) -> dict[int, str]:
    """``PO-17 line 1``; how much went where if several lines share a receipt, and how much was more than open."""
    total = sums(pieces.purchase, pieces.quantity, len(lines))
    over = dict(enumerate(np.maximum(total - ints(lines, "left"), 0).tolist()))
    by: dict[int, list[tuple[int, int, int]]] = {}
    rows = zip(pieces.receipt.tolist(), pieces.purchase.tolist(), pieces.quantity.tolist(), strict=True)
    for i, p, quantity in reversed(list(rows)):
        more = min(over[p], quantity)  # the last receipts of a line are those that went over
        over[p] -= more
        by.setdefault(i, []).insert(0, (p, quantity, more))
    return {i: ", ".join(_part(lines, part, alone=len(parts) == 1) for part in parts) for i, parts in by.items()}


def _part(lines: pd.DataFrame, part: tuple[int, int, int], *, alone: bool) -> str:
    p, quantity, more = part
    said = [] if alone else [say.units(quantity)]
    said += [f"{say.units(more)} over"] if more else []
    return line_name(lines, p) + (f" ({', '.join(said)})" if said else "")
