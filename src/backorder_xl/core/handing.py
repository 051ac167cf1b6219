"""Who is handed what of a delivery? (rule 5.3)

The units of a purchase line go to the order lines that were pegged to it, in serving order; what is left goes to the
shelf, where section 3 allocates it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from backorder_xl.core.allocation import overlay
from backorder_xl.core.inputs import Tables
from backorder_xl.core.keys import Days, Ints, Texts, days, frame, ints, texts
from backorder_xl.core.matching import Pieces
from backorder_xl.core.serving import PURCHASE
from backorder_xl.core.state import State


@dataclass
class Arrived:
    """What came in with this run and who was handed it.

    ``pieces``: what of each receipt went where: receipt, received_on, po, po_line, sku, sku_no, spec_no, place_no (where it
    was booked), quantity. ``handed``: piece, line (row of ``before.lines``), quantity. ``before``: who was served before.
    """

    pieces: pd.DataFrame
    handed: pd.DataFrame
    before: State


def hand_out(
    before: State, lines: pd.DataFrame, pieces: Pieces, place_no: Ints, receipt: Texts, came: Days
) -> Arrived:
    """Give the units of each purchase line to the order lines pegged to it, in serving order (rule 5.3).

    Units that were booked to another place than the purchase line's go to the shelf there.
    """
    purchases, served = before.purchases, before.served
    pegs = [k for kind, k in served.taken if kind == PURCHASE]
    line = np.concatenate([k.demand for k in pegs])
    row = ints(purchases, "row")[np.concatenate([k.supply for k in pegs])]
    quantity = np.concatenate([k.quantity for k in pegs])
    order = np.argsort(line, kind="stable")
    supply_row = ints(lines, "row")[pieces.purchase]
    at_home = place_no == ints(lines, "place_no")[pieces.purchase]
    found = overlay(row[order], quantity[order], supply_row, np.where(at_home, pieces.quantity, 0))
    p = pieces.purchase
    table = frame(
        receipt=receipt[pieces.receipt],
        received_on=came[pieces.receipt],
        po=texts(lines, "po")[p],
        po_line=texts(lines, "line")[p],
        sku=texts(lines, "sku")[p],
        sku_no=ints(lines, "sku_no")[p],
        spec_no=ints(lines, "spec_no")[p],
        place_no=place_no,
        quantity=pieces.quantity,
    )
    handed = frame(piece=found.supply, line=line[order][found.demand], quantity=found.quantity)
    return Arrived(table, handed.groupby(["piece", "line"], as_index=False, sort=True).sum(), before)


def new_cuts(arrived: Arrived, tables: Tables, today: np.datetime64) -> pd.DataFrame:
    """The Cut List's rows for what was handed out: kept for its line until it leaves."""
    pieces, handed, lines = arrived.pieces, arrived.handed, arrived.before.lines
    at, of = ints(handed, "piece"), ints(handed, "line")
    made = frame(
        row=np.zeros(len(handed), np.int64),
        receipt=texts(pieces, "receipt")[at],
        received_on=days(pieces, "received_on")[at],
        po=texts(pieces, "po")[at],
        po_line=texts(pieces, "po_line")[at],
        sku=texts(pieces, "sku")[at],
        quantity=ints(handed, "quantity"),
        to=texts(lines, "order")[of],
        line=texts(lines, "line")[of],
        customer=texts(lines, "customer")[of],
        kept=ints(handed, "quantity"),
        shipped=ints(lines, "shipped")[of],
        posted=np.full(len(handed), today),
    )
    blank = np.full(len(made), "", object)
    return made.assign(**{c: blank for c in tables.cut_list.columns if c not in made})[tables.cut_list.columns]
