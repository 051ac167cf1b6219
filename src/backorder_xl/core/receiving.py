"""What arrived, where is it booked, and who gets it? (section 5)

The walk: match the receipts that wait (matching.py), post them to purchase lines and stock, and hand the units to the
lines that were pegged to those purchase lines. Frames in, new frames out; nothing is written here.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from backorder_xl.core import kept, say
from backorder_xl.core.dates import calendars
from backorder_xl.core.demand import Keys, keys
from backorder_xl.core.doubts import doubts
from backorder_xl.core.handing import Arrived, hand_out, new_cuts
from backorder_xl.core.inputs import Tables
from backorder_xl.core.keys import Ints, days, frame, ints, sums, texts
from backorder_xl.core.matching import Pieces, Remark, Writable, candidates, match, own_skus, waiting
from backorder_xl.core.posting import line_name, matched_to, new_stock, shelf_of, stock_rows
from backorder_xl.core.settings import Settings
from backorder_xl.core.sources import sources
from backorder_xl.core.state import State, serve

ALL_WRITABLE = Writable()


@dataclass
class Received:
    """What a run posts, and the tables as they are afterwards.

    ``posted``: a row per receipt that is posted now: row (of the sheet), receipt, received_on, accepted, matched_to.
    ``purchases``: row and the new Received of each purchase line that grew. ``stock``: row and the new On Hand of each
    Stock row that grew; ``new_stock``: sku, specification, location, on_hand of rows that Stock does not have yet.
    ``arrived``: the pieces and who was handed them, None where nothing is posted.
    """

    day: np.datetime64
    tables: Tables
    posted: pd.DataFrame
    purchases: pd.DataFrame
    stock: pd.DataFrame
    new_stock: pd.DataFrame
    remarks: list[Remark] = field(default_factory=list)
    arrived: Arrived | None = None


def receive(tables: Tables, settings: Settings, as_of: dt.date, writable: Writable = ALL_WRITABLE) -> Received:
    """Match, post and hand out every receipt that waits and came in by the as-of date (rules 5.1 to 5.3).

    A receipt is posted whole or not at all; the tables that come back are new ones.
    """
    tables = kept.carried(tables)
    today = np.datetime64(as_of, "D")
    rows = waiting(tables, today)
    remarks = _later(tables, today)
    rows, again = _not_again(tables, rows)
    remarks += again
    if not len(rows):
        return _nothing(tables, today, remarks)
    when, names = calendars(tables, settings), keys(tables, settings)
    lines = candidates(tables, names, sources(tables, names.sku, settings), when, settings)
    sku_no = own_skus(tables, names, rows, lines)
    pieces, refused = _bookable(tables, names, lines, rows, sku_no, writable, settings)
    remarks += refused
    lost = ~np.isin(rows, pieces.receipt) & ~np.isin(ints(tables.receipts, "row")[rows], [m.row for m in refused])
    after = np.maximum(ints(lines, "left") - sums(pieces.purchase, pieces.quantity, len(lines)), 0)
    remarks += doubts(tables, names, lines.assign(left=after), rows[lost], sku_no[lost])
    remarks += _flags(tables, lines, pieces)
    if not len(pieces.receipt):
        return _nothing(tables, today, remarks)
    # the pegs by which units are handed out: those of the day for which each delivery was stated
    delivered = ints(tables.purchase_orders, "row")[np.unique(pieces.purchase)]
    before = serve(tables, settings, as_of, delivered)
    return _post(tables, before, lines, pieces, today, remarks)


def _nothing(tables: Tables, today: np.datetime64, remarks: list[Remark]) -> Received:
    none = pd.DataFrame({"row": np.zeros(0, np.int64)})
    return Received(today, tables, none, none, none, none, remarks)


def _later(tables: Tables, today: np.datetime64) -> list[Remark]:
    """Receipts of a day to come wait for it, and that is said."""
    r = tables.receipts
    rows = np.flatnonzero(np.isnat(days(r, "posted")) & (days(r, "received_on") > today))
    return [
        Remark("receipt-later", int(ints(r, "row")[i]), "Received On", say.day(days(r, "received_on")[i]), {}) for i in rows
    ]


def _not_again(tables: Tables, rows: Ints) -> tuple[Ints, list[Remark]]:
    """Leave out what repeats a posted receipt of the same number to the letter: a list that was pasted twice (rule 5.2)."""
    r = tables.receipts
    done = np.flatnonzero(~np.isnat(days(r, "posted")))
    if not len(done) or not len(rows):
        return rows, []

    def said(i: int) -> tuple[object, ...]:
        codes = (texts(r, c)[i].casefold() for c in ("receipt", "po", "line", "sku", "specification"))
        return *codes, ints(r, "received")[i], ints(r, "rejected")[i], str(days(r, "received_on")[i])

    numbered = np.char.add("row ", ints(r, "row").astype(str)).astype(object) != texts(r, "receipt")
    known = {said(i): i for i in done[numbered[done]].tolist()[::-1]}
    out, remarks = [], []
    for i in rows.tolist():
        first = known.get(said(i)) if numbered[i] else None
        if first is None:
            out.append(i)
            continue
        words: dict[str, object] = {"first": int(ints(r, "row")[first]), "posted": say.day(days(r, "posted")[first])}
        remarks.append(Remark("receipt-again", int(ints(r, "row")[i]), "Receipt", texts(r, "receipt")[i], words))
    return np.array(out, np.int64), remarks


def _bookable(
    tables: Tables, names: Keys, lines: pd.DataFrame, rows: Ints, sku_no: Ints, writable: Writable, settings: Settings
) -> tuple[Pieces, list[Remark]]:
    """Match what can be written; a receipt that would meet a formula, find no room or exceed what is taken in is left out
    whole, and the others are matched anew."""
    remarks: list[Remark] = []
    out = np.isin(ints(tables.receipts, "row")[rows], list(writable.receipts))
    remarks += [_locked(tables, i, "Posted or Matched To") for i in rows[out].tolist()]
    while True:
        pieces = match(tables, names, lines, rows[~out], sku_no[~out])
        pieces, too_much = _limited(tables, lines, pieces, settings)
        found = too_much or _stuck(tables, names, lines, pieces, writable)
        if not found:
            return pieces, remarks
        remarks += [remark for _, remark in found]
        out |= np.isin(rows, [i for i, _ in found])


def _locked(tables: Tables, receipt: int, where: str) -> Remark:
    r = tables.receipts
    return Remark("receipt-locked", int(ints(r, "row")[receipt]), "SKU", texts(r, "sku")[receipt], {"where": where})


def _limited(
    tables: Tables, lines: pd.DataFrame, pieces: Pieces, settings: Settings
) -> tuple[Pieces, list[tuple[int, Remark]]]:
    """Cut the pieces down to what Over Receipt % takes in; receipts of which nothing would be left (rule 5.2)."""
    if not settings.over_receipt or not len(pieces.receipt):
        return pieces, []
    allowed = ints(lines, "left") + ints(lines, "ordered") * settings.over_receipt // 100
    order = np.argsort(pieces.purchase, kind="stable")
    quantity, line = pieces.quantity[order], pieces.purchase[order]
    running = np.cumsum(quantity)
    before = running - quantity
    first = np.flatnonzero(np.diff(line, prepend=-1))
    before -= before[first][np.cumsum(np.isin(np.arange(len(line)), first)) - 1]
    taken = np.empty_like(quantity)
    taken[order] = np.clip(allowed[line] - before, 0, quantity)
    asked = sums(pieces.receipt, pieces.quantity, len(tables.receipts))
    left = sums(pieces.receipt, taken, len(tables.receipts))
    lost = np.flatnonzero((asked > 0) & (left == 0))
    found = []
    for i in lost.tolist():
        used = line_name(lines, int(pieces.purchase[pieces.receipt == i][-1]))
        row = int(ints(tables.receipts, "row")[i])
        found.append((i, Remark("receipt-all-over", row, "Received", _accepted(tables, i), {"used": used})))
    # a line of which a receipt takes nothing in the end is not one that it was posted to
    return replace(pieces, quantity=taken).only((taken > 0) | (asked[pieces.receipt] == 0) | np.isin(pieces.receipt, lost)), found


def _stuck(
    tables: Tables, names: Keys, lines: pd.DataFrame, pieces: Pieces, writable: Writable
) -> list[tuple[int, Remark]]:
    """Receipts that would have to be written where a formula stands, or on a new Stock row for which there is no room."""
    found: dict[int, Remark] = {}
    row = ints(lines, "row")[pieces.purchase]
    for at in np.flatnonzero(np.isin(row, list(writable.purchases)) & (pieces.quantity > 0)).tolist():
        where = f"Received of {line_name(lines, int(pieces.purchase[at]))}"
        found.setdefault(int(pieces.receipt[at]), _locked(tables, int(pieces.receipt[at]), where))
    shelf = shelf_of(tables, names, lines, pieces)
    stands = shelf.row >= 0
    stock_row = np.append(ints(tables.stock, "row"), -1)[shelf.row]
    for at in np.flatnonzero(stands & np.isin(stock_row, list(writable.stock)) & (pieces.quantity > 0)).tolist():
        where = f"On Hand in row {stock_row[at]} of Stock"
        found.setdefault(int(pieces.receipt[at]), _locked(tables, int(pieces.receipt[at]), where))
    unread = np.array([s.casefold() in writable.stock_skus for s in texts(lines, "sku")], bool)[pieces.purchase]
    for at in np.flatnonzero(~stands & unread & (pieces.quantity > 0)).tolist():
        where = f"On Hand of {texts(lines, 'sku')[pieces.purchase[at]]}"
        found.setdefault(int(pieces.receipt[at]), _locked(tables, int(pieces.receipt[at]), where))
    new = np.unique(shelf.group[~stands & (pieces.quantity > 0)])
    for at in np.flatnonzero(np.isin(shelf.group, new[writable.new_stock_rows :]) & ~stands).tolist():
        i = int(pieces.receipt[at])
        sku = texts(lines, "sku")[pieces.purchase[at]]
        remark = Remark("receipt-no-stock-row", int(ints(tables.receipts, "row")[i]), "SKU", sku, {"sku": sku})
        found.setdefault(i, remark)
    return list(found.items())


def _accepted(tables: Tables, i: int) -> str:
    return say.units(int(ints(tables.receipts, "received")[i] - ints(tables.receipts, "rejected")[i]))


def _flags(tables: Tables, lines: pd.DataFrame, pieces: Pieces) -> list[Remark]:
    """Posted, but to be looked at: more than was open, or a Line that the item does not stand on."""
    r = tables.receipts
    remarks = []
    for at in np.flatnonzero(pieces.by_sku).tolist():
        i, p = int(pieces.receipt[at]), int(pieces.purchase[at])
        words: dict[str, object] = {"po": texts(r, "po")[i], "sku": texts(r, "sku")[i], "used": line_name(lines, p)}
        remarks.append(Remark("receipt-by-item", int(ints(r, "row")[i]), "Line", texts(r, "line")[i], words))
    total = sums(pieces.purchase, pieces.quantity, len(lines))
    left = ints(lines, "left")
    asked = ints(r, "received") - ints(r, "rejected")
    refused = asked - sums(pieces.receipt, pieces.quantity, len(r))
    last, of_line = {}, {}  # the piece that went over a line; the last piece of a receipt
    for at, (i, p) in enumerate(zip(pieces.receipt.tolist(), pieces.purchase.tolist(), strict=True)):
        of_line[p], last[i] = at, at
    cut = {at: i for i, at in last.items() if refused[i] > 0}
    for at in sorted({*cut, *of_line.values()}):
        i, p = int(pieces.receipt[at]), int(pieces.purchase[at])
        over = max(int(total[p] - left[p]), 0) + (int(refused[i]) if at in cut else 0)
        if over > 0:
            code = "receipt-over-limit" if at in cut else "receipt-over"
            words = {"over": say.units(over), "used": line_name(lines, p), "refused": say.units(int(refused[i]))}
            remarks.append(Remark(code, int(ints(r, "row")[i]), "Received", say.units(int(ints(r, "received")[i])), words))
    return remarks


def _post(
    tables: Tables, before: State, lines: pd.DataFrame, pieces: Pieces, today: np.datetime64, remarks: list[Remark]
) -> Received:
    """Book the pieces: Received of purchase lines, On Hand, Posted and Matched To, and the Cut List (rules 5.2, 5.3)."""
    r, p, s = tables.receipts, tables.purchase_orders, tables.stock
    grown = sums(pieces.purchase, pieces.quantity, len(p))
    p = p.assign(received=ints(p, "received") + grown)
    shelf = shelf_of(tables, before.names, lines, pieces)
    on_hand = ints(s, "on_hand") + sums(shelf.row, pieces.quantity, len(s))
    more = np.flatnonzero(grown)
    taller = np.flatnonzero(on_hand != ints(s, "on_hand"))
    fresh = new_stock(tables, before.names, lines, pieces, shelf)
    s = s.assign(on_hand=on_hand)
    if len(fresh):
        s = pd.concat([s, stock_rows(s, fresh)], ignore_index=True)

    receipts = np.unique(pieces.receipt)
    posted_on = days(r, "posted").copy()
    posted_on[receipts] = today
    matched = texts(r, "matched_to").copy()
    names = matched_to(lines, pieces)
    matched[receipts] = [names[i] for i in receipts.tolist()]
    accepted = sums(pieces.receipt, pieces.quantity, len(r))
    r = r.assign(posted=posted_on.astype("datetime64[s]"), matched_to=matched)

    arrived = hand_out(before, lines, pieces, shelf.place, texts(r, "receipt"), days(r, "received_on"))
    cuts = new_cuts(arrived, tables, today)
    cut_list = pd.concat([tables.cut_list, cuts], ignore_index=True) if len(tables.cut_list) else cuts
    return Received(
        today,
        replace(tables, receipts=r, purchase_orders=p, stock=s, cut_list=cut_list),
        frame(
            row=ints(r, "row")[receipts],
            receipt=texts(r, "receipt")[receipts],
            received_on=days(r, "received_on")[receipts],
            accepted=accepted[receipts],
            matched_to=matched[receipts],
        ),
        frame(row=ints(p, "row")[more], received=ints(p, "received")[more]),
        frame(row=ints(tables.stock, "row")[taller], on_hand=on_hand[taller]),
        fresh,
        remarks,
        arrived,
    )
