"""What does a run decide? The walk through sections 2 to 4, from tables to outcome; read this file first.

Nothing is read from a file or a clock here, and nothing is written.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from backorder_xl.core import advice, backorders, cutting, kept, leaving, ledger, legal, measures, purchasing, serving
from backorder_xl.core.balance import balance
from backorder_xl.core.handing import Arrived
from backorder_xl.core.inputs import Tables
from backorder_xl.core.keys import Ints, frame, ints, sums, texts
from backorder_xl.core.reasons import ALL_NAMED_BELOW
from backorder_xl.core.settings import Settings
from backorder_xl.core.state import State, serve
from backorder_xl.core.waiting import views
from backorder_xl.core.words import AllocationPolicy, PurchaseStatus, Source

KINDS = np.array([Source.STOCK.value, Source.PURCHASE.value, Source.PLANNED.value, Source.NONE.value], object)


@dataclass
class Outcome:
    """What was decided. Quantities in millionths, money in ten-thousandths, dates datetime64[s].

    lines: every open line in serving order with what it gets. pegs: rule 1.4 Allocations. purchases: the proposed
    purchase order lines. advice: one row per open purchase order line. backorders, ready: rule 1.4. cut_list: rule 5.3.
    unsourced: needs that nobody sells us. figures: the measures of section 7. counts: the figures of ``--json``.
    ledger: what was told. views: the rows of the charts (core/waiting.py). balance: per item, both sides of its ledger.
    """

    as_of: dt.date
    settings: Settings
    lines: pd.DataFrame
    pegs: pd.DataFrame
    purchases: pd.DataFrame
    advice: pd.DataFrame
    backorders: pd.DataFrame
    ready: pd.DataFrame
    cut_list: pd.DataFrame
    unsourced: pd.DataFrame
    figures: list[measures.Figure]
    counts: dict[str, Any]
    ledger: ledger.Ledger
    views: pd.DataFrame
    balance: pd.DataFrame


@dataclass
class Decided:
    """Who gets what, from stock to what is to be bought; the first half of a plan, before anything is put into words.

    lines (in ``state``) have from_stock, on_order, to_order, uncovered and expected; pegs go by numbers (serving.peg_table).
    """

    state: State
    bought: purchasing.Plan
    need_of_line: Ints
    pegs: pd.DataFrame


@dataclass
class Begun:
    """A plan up to what has to be bought: who is served from what there is, and what is missing (``need_of_line``: the row of
    ``wanted`` for each line, -1 for none)."""

    state: State
    wanted: pd.DataFrame
    need_of_line: Ints


def begin(tables: Tables, settings: Settings, as_of: dt.date) -> Begun:
    """Serve from what there is, and net what is missing (rules 2, 3 and 4.1). ``tables`` are those of kept.carried."""
    state = serve(tables, settings, as_of)
    missing = purchasing.needs(state.lines, state.served.rest, state.left_over(), tables, state.names, settings)
    return Begun(state, *missing)


def finish(begun: Begun, bought: purchasing.Plan, settings: Settings, as_of: dt.date) -> Decided:
    """Serve again, from what is to be bought, and reckon when each line can ship (rules 3 and 4.9)."""
    today = np.datetime64(as_of, "D")
    state, lines, served = begun.state, begun.state.lines, begun.state.served
    serving.serve_planned(served, lines, bought.lines)
    pegs = serving.peg_table(served, state.purchases, bought.lines, today)
    lines["from_stock"], lines["on_order"] = served.covered(serving.STOCK), served.covered(serving.PURCHASE)
    lines["to_order"], lines["uncovered"] = served.covered(serving.PLANNED), served.rest
    lines["expected"] = serving.expected(lines, pegs, served.rest, state.calendars, settings).astype("datetime64[s]")
    return Decided(state, bought, begun.need_of_line, pegs)


def decide(tables: Tables, settings: Settings, as_of: dt.date) -> Decided:
    """Serve, buy what is missing, and serve again (rules 2 to 4). ``tables`` are those of kept.carried."""
    begun = begin(tables, settings, as_of)
    state, today = begun.state, np.datetime64(as_of, "D")
    bought = purchasing.propose(begun.wanted, tables, state.names, state.sources, state.calendars, settings, today)
    return finish(begun, bought, settings, as_of)


def plan(tables: Tables, settings: Settings, as_of: dt.date, arrived: Arrived | None = None) -> Outcome:
    """Decide who gets what, what is bought and what waits, as of a day (rules 2, 3, 4 and 7).

    ``arrived`` is what was received just before; ``tables`` are those after it.
    """
    tables = kept.carried(tables)
    return described(decide(tables, settings, as_of), tables, settings, as_of, arrived)


def described(
    decided: Decided,
    tables: Tables,
    settings: Settings,
    as_of: dt.date,
    arrived: Arrived | None = None,
    *,
    part_of_more: bool = False,
) -> Outcome:
    """What was decided, as the sheets show it: names, reasons, advice, figures (``part_of_more``: of a larger book)."""
    today = np.datetime64(as_of, "D")
    state, bought, need_of_line = decided.state, decided.bought, decided.need_of_line
    names, when, keys, heard = state.names, state.calendars, state.keys, state.heard
    lines, stock, purchases, served = state.lines, state.stock, state.purchases, state.served
    lines["place"] = np.arange(len(lines))
    lines["why_not"] = np.append(texts(bought.needs, "why_not"), "")[need_of_line]

    pegs = _name_pegs(decided.pegs, lines, purchases, bought.lines)
    advised = advice.advise(lines, pegs, purchases, stock, served, tables, names, settings, today)
    proposals = _proposals(bought, pegs, lines, today)
    many = part_of_more or len(lines) >= ALL_NAMED_BELOW
    fair = settings.allocation_policy is AllocationPolicy.FAIR_SHARE
    waiting = backorders.backorders(lines, pegs, keys, stock, names, tables, bought, today, fair=fair, many=many)
    acts = legal.next_acts(waiting, ints(lines, "at")[ints(waiting, "place")], heard, tables, settings, today, when.ours)
    waiting["legal_act"], waiting["legal_deadline"] = acts[0], pd.Series(acts[1].astype("datetime64[s]"))
    cuts = cutting.with_rest(tables.cut_list, arrived, lines, today)
    waits = leaving.waits_of_orders(waiting, np.append(texts(lines, "order")[ints(lines, "from_stock") > 0], texts(cuts, "to")))
    cuts = cutting.arranged(cuts, lines, tables.items, waits, today)
    ready = leaving.ready(lines, cuts, waits, today)  # as the list will be read again, so that a second run says the same
    unsourced = backorders.unsourced(bought.needs, lines, need_of_line, names, tables)
    figures = measures.figures(lines, waiting, purchases, proposals, tables, settings, today)
    return Outcome(
        as_of,
        settings,
        lines,
        pegs,
        proposals,
        advised,
        waiting,
        ready,
        cuts,
        unsourced,
        figures,
        measures.counts(lines, proposals, ready, tables),
        heard,
        views(waiting, pegs, today),
        balance(tables, state, bought.lines, pegs),
    )


def _name_pegs(pegs: pd.DataFrame, lines: pd.DataFrame, purchases: pd.DataFrame, planned: pd.DataFrame) -> pd.DataFrame:
    """Pegs with the names that the Allocations sheet shows (rule 1.4)."""
    at, kind, supply = ints(pegs, "line"), ints(pegs, "kind"), ints(pegs, "supply")
    po, po_line, supplier = (np.full(len(pegs), "", object) for _ in range(3))
    for number, rows in ((serving.PURCHASE, purchases), (serving.PLANNED, planned)):
        of = kind == number
        for out, column in ((po, "po"), (po_line, "line"), (supplier, "supplier")):
            out[of] = texts(rows, column)[supply[of]]
    return frame(
        order=texts(lines, "order")[at],
        line=texts(lines, "line")[at],
        sku=texts(lines, "sku")[at],
        quantity=ints(pegs, "quantity"),
        source=KINDS[kind],
        po=po,
        po_line=po_line,
        available_on=pegs["available"].to_numpy(),
        supplier=supplier,
        place=at,
        kind=kind,
        supply=supply,
    )


def _proposals(bought: purchasing.Plan, pegs: pd.DataFrame, lines: pd.DataFrame, today: np.datetime64) -> pd.DataFrame:
    """The proposed lines as the Purchase Orders sheet shows them (rules 1.3, 4.5 to 4.7)."""
    rows = bought.lines
    of = ints(pegs, "kind") == serving.PLANNED
    due = rows["due"].to_numpy().astype("datetime64[D]")
    latest_order = due - (rows["available"].to_numpy().astype("datetime64[D]") - today)
    pegged = sums(ints(pegs, "supply")[of], ints(pegs, "quantity")[of], len(rows))
    orders = advice.for_orders(ints(pegs, "supply")[of], texts(pegs, "order")[of], len(rows))
    order_by = np.where(np.isnat(due), today, np.maximum(latest_order, today))
    return frame(
        po=texts(rows, "po"),
        line=texts(rows, "line"),
        supplier=texts(rows, "supplier"),
        sku=texts(rows, "sku"),
        supplier_sku=texts(rows, "supplier_sku"),
        specification=texts(rows, "specification"),
        location=texts(rows, "location"),
        ship_to=texts(rows, "ship_to"),
        ordered=ints(rows, "lot"),
        needed=ints(rows, "need"),
        surplus=ints(rows, "lot") - ints(rows, "need"),
        unit_cost=ints(rows, "cost"),
        order_date=np.full(len(rows), today),
        expected=rows["arrival"].to_numpy(),
        available=rows["available"].to_numpy(),
        order_by=order_by,
        status=np.full(len(rows), PurchaseStatus.PROPOSED.value, object),
        for_orders=advice.with_shelf(orders, ints(rows, "need") > pegged),
        advice=advice.on_proposals(rows, bought.missing, due, today),
        due=due,
    )
