"""What does the Cut List say, in the order in which a person unpacks? (rule 5.3)

Per receipt and item: what was handed to orders, what of the rest the plan gives to orders, and what goes to the shelf.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from backorder_xl.core.allocation import group_of, overlay
from backorder_xl.core.handing import Arrived
from backorder_xl.core.kept import rows_of
from backorder_xl.core.keys import Names, Texts, bools, days, first_of, frame, group, ints, places, sums, texts
from backorder_xl.core.leaving import SHELF, can_leave
from backorder_xl.core.serving import STOCK


def with_rest(cuts: pd.DataFrame, arrived: Arrived | None, lines: pd.DataFrame, today: np.datetime64) -> pd.DataFrame:
    """The Cut List with the units that nobody was pegged to: to the orders that the plan gives them to, else to the shelf.

    ``lines`` are those of the plan, with ``from_stock``; they stand in the same order as before the posting.
    """
    if arrived is None or not len(arrived.pieces):
        return cuts
    pieces, before = arrived.pieces, arrived.before.lines
    handed = sums(ints(arrived.handed, "piece"), ints(arrived.handed, "quantity"), len(pieces))
    own = sums(ints(arrived.handed, "line"), ints(arrived.handed, "quantity"), len(before))
    gain = ints(lines, "from_stock") - arrived.before.served.covered(STOCK) - own
    rest = ints(pieces, "quantity") - handed
    at, of = group_of(before, pieces, "sku_no", "spec_no", "place_no")
    more = overlay(at, np.maximum(gain, 0), of, rest)
    shelf = rest - sums(more.supply, more.quantity, len(pieces))
    on_shelf = np.flatnonzero(shelf > 0)
    piece = np.concatenate([more.supply, on_shelf])
    none = np.full(len(on_shelf), "", object)
    made = frame(
        row=np.zeros(len(piece), np.int64),
        receipt=texts(pieces, "receipt")[piece],
        received_on=days(pieces, "received_on")[piece],
        po=texts(pieces, "po")[piece],
        po_line=texts(pieces, "po_line")[piece],
        sku=texts(pieces, "sku")[piece],
        quantity=np.concatenate([more.quantity, shelf[on_shelf]]),
        to=np.concatenate([texts(lines, "order")[more.demand], np.full(len(on_shelf), SHELF, object)]),
        line=np.concatenate([texts(lines, "line")[more.demand], none]),
        customer=np.concatenate([texts(lines, "customer")[more.demand], none]),
        kept=np.zeros(len(piece), np.int64),
        shipped=np.concatenate([ints(lines, "shipped")[more.demand], np.zeros(len(on_shelf), np.int64)]),
        posted=np.full(len(piece), today),
    )
    blank = np.full(len(made), "", object)
    made = made.assign(**{c: blank for c in cuts.columns if c not in made})[cuts.columns]
    return _merged(pd.concat([cuts, made], ignore_index=True) if len(cuts) else made)


def _merged(cuts: pd.DataFrame) -> pd.DataFrame:
    """One row for what a line gets of one receipt and purchase line, whether it was handed out or left over."""
    named = [Names(texts(cuts, c)).of(texts(cuts, c)) for c in ("receipt", "po", "po_line", "sku", "to", "line")]
    (same,) = group((*named, days(cuts, "posted").astype(np.int64)))
    size = int(same.max(initial=-1)) + 1
    total = {c: sums(same, ints(cuts, c), size)[same] for c in ("quantity", "kept")}
    return cuts.assign(**total)[first_of(same)].reset_index(drop=True)


def arranged(
    cuts: pd.DataFrame, lines: pd.DataFrame, items: pd.DataFrame, waits: dict[str, str], today: np.datetime64
) -> pd.DataFrame:
    """The Cut List as it is shown: the newest delivery first, by receipt and item, the shelf last, with what to do.

    A delivery stays on the list while something of it is kept for an order, and the newest one for as long as it is that.
    """
    if not len(cuts):
        return cuts
    posted = days(cuts, "posted").astype(np.int64)  # a blank day is the smallest number
    cuts = cuts[(ints(cuts, "kept") > 0) | (posted == posted.max())]
    place = rows_of(cuts, lines, "to")
    receipt, po, line, sku = (Names(texts(cuts, c)).of(texts(cuts, c)) for c in ("receipt", "po", "po_line", "sku"))
    served = np.where(place < 0, len(lines), place)
    order = np.lexsort((np.arange(len(cuts)), served, sku, line, po, receipt, -days(cuts, "posted").astype(np.int64)))
    described = np.append(texts(items, "description"), "")[places(texts(cuts, "sku"), texts(items, "sku"))]
    shown = cuts.assign(description=described, then=_then(cuts, place, lines, waits, today))
    return shown.iloc[order].reset_index(drop=True)


def _then(cuts: pd.DataFrame, place: np.ndarray, lines: pd.DataFrame, waits: dict[str, str], today: np.datetime64) -> Texts:
    """What the person who unpacks does with each row."""
    leaves, whole = can_leave(lines, today)
    complete, short = bools(lines, "complete"), ints(lines, "open") > ints(lines, "from_stock")
    said = []
    for at, to in zip(place.tolist(), texts(cuts, "to"), strict=True):
        rest = waits.get(to.casefold(), "")
        if at < 0:
            said.append("to the shelf" if to.casefold() == SHELF else "")
        elif leaves[at] and whole[at]:
            said.append("ship: the order is complete")
        elif leaves[at]:
            said.append(f"ship this part; still waits for {rest}" if rest else "ship this part")
        elif complete[at] and not short[at] and rest:
            said.append(f"keep together: the order waits for {rest}")
        else:
            said.append(f"keep: it waits for {rest}" if rest else "keep until it may leave")
    return np.array([*said, ""], object)[:-1]
