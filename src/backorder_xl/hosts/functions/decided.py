"""What do the functions say that take the workbook's tables? They look it up in the plan of a Shop and decide nothing.

The examples are about the book of ``example()``: four orders for one lamp, as in rule 3.8, and a few B's that nobody ordered.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from backorder_xl.core import promising, purchasing
from backorder_xl.core.words import UNIT, LegalRegime
from backorder_xl.hosts.explain import NotFound
from backorder_xl.hosts.formulas import BY_NAME
from backorder_xl.hosts.functions.cells import Asked, Cells, Result, table
from backorder_xl.hosts.functions.shop import Shop
from backorder_xl.sheets import purchase_orders, results, upkeep
from backorder_xl.sheets.shown import sheet_table
from backorder_xl.workbook.changes import SheetTable

_SAID = 3  # rows left out that are told one by one
_MOST = 10**9  # units in one promise
_NO_DATE = {
    purchasing.STOPPED: "No date: the item is not bought any more (Policy stop)",
    purchasing.NO_SUPPLIER: "No date: nothing is left, and no supplier of it is known",
    purchasing.HELD: "No date: its purchase order would wait for the supplier's Minimum Order",
}
_RATES = {"lines": "Line fill rate", "units": "Unit fill rate", "orders": "Order fill rate"}


def allocate(shop: Shop) -> Result:
    """The pegs, as on the sheet Allocations.

    >>> from backorder_xl.hosts.functions.example import example
    >>> [row[:5] for row in allocate(example())[:4]]
    [['Order', 'Line', 'SKU', 'Quantity', 'Source'], ['SO1', '1', 'A', 6.0, 'stock'], ['SO3', '1', 'A', 4.0, 'stock'], \
['SO3', '1', 'A', 5.0, 'purchase']]
    """
    return _spilled(sheet_table("Allocations", results.ALLOCATIONS, shop.outcome.pegs, ()), shop)


def backorders(shop: Shop) -> Result:
    """The lines that stock does not cover, as on the sheet Backorders.

    >>> from backorder_xl.hosts.functions.example import example
    >>> [row[0] for row in backorders(example())]
    ['Order', 'SO3', 'SO2', 'SO4']
    """
    columns = results.BACKORDERS[:-1]
    if shop.reading.settings.legal_regime is not LegalRegime.NONE:
        columns = (*columns, *results.LEGAL)
    return _spilled(sheet_table("Backorders", columns, shop.outcome.backorders, ()), shop)


def purchase_plan(shop: Shop) -> Result:
    """What to buy, as the proposed rows of Purchase Orders.

    >>> from backorder_xl.hosts.functions.example import example
    >>> [row[:5] for row in purchase_plan(example())]
    [['PO', 'Line', 'Supplier', 'SKU', 'Ordered'], ['PO-1', '1', 'ACME', 'A', 12.0]]
    """
    columns = tuple(c for name, c in purchase_orders.COLUMNS.items() if name not in ("received", "cancelled"))
    return _spilled(sheet_table("Purchase Orders", columns, shop.outcome.purchases, ()), shop)


def available(sku: Cells, by_date: Cells, shop: Shop, location: Cells = None, specification: Cells = None) -> Any:
    """Units that can be promised to leave by a day.

    >>> from backorder_xl.hosts.functions.example import example
    >>> available("B", [["2026-06-03"], ["2026-06-12"]], example()), available("A", "2026-12-31", example())
    ([[0.0], [3.0]], 0.0)
    """
    a = Asked(BY_NAME["AVAILABLE"], sku=sku, by_date=by_date, location=location, specification=specification)
    wanted = shop.unpromised.wanted(a["sku"], a["specification"], a["location"])
    units = (shop.unpromised.by(wanted, a["by_date"]) / UNIT).astype(object)
    return a.each(_or_unknown(units, wanted, a["sku"]))


def promise(sku: Cells, quantity: Cells, shop: Shop, location: Cells = None, specification: Cells = None) -> Any:
    """The day on which a new order could leave.

    >>> from backorder_xl.hosts.functions.example import example
    >>> str(promise("B", 3, example()).date()), str(promise("B", 4, example()).date()), promise("C", 1, example())
    ('2026-06-12', '2026-06-22', 'No table names the SKU C')
    """
    a = Asked(BY_NAME["PROMISE"], sku=sku, quantity=quantity, location=location, specification=specification)
    wanted = shop.unpromised.wanted(a["sku"], a["specification"], a["location"])
    units = np.maximum(np.rint(np.minimum(a["quantity"], _MOST) * UNIT).astype(np.int64), 1)
    day, why_not = shop.unpromised.dates(wanted, units)
    out = day.astype("datetime64[s]").astype(object)
    for word, sentence in _NO_DATE.items():
        out[why_not == word] = sentence
    out[a["quantity"] > _MOST] = f"Quantity must be a number up to {_MOST:,}"
    return a.each(_or_unknown(out, wanted, a["sku"]))


def _or_unknown(out: np.ndarray, wanted: promising.Wanted, sku: np.ndarray) -> np.ndarray:
    for i in np.flatnonzero(wanted.sku_no < 0):
        out[i] = f"No table names the SKU {sku[i]}"
    return out


def explain(order: Cells, shop: Shop, order_line: Cells = None) -> Any:
    """Why an order or a line of it waits.

    >>> from backorder_xl.hosts.functions.example import example
    >>> explain("SO1", example(), 1)
    'Order SO1, line 1: A, 6 open, served as number 1 of 4; can ship 2026-06-03. 6 from stock, now. Stock covers it.'
    """
    a = Asked(BY_NAME["EXPLAIN"], order=order, order_line=order_line)
    told: dict[tuple[str, str], str] = {}
    for key in dict.fromkeys(zip(a["order"].tolist(), a["order_line"].tolist(), strict=True)):
        try:
            sentences = shop.explainer.explain(key[0], key[1] or None)
            told[key] = " ".join(s if s.endswith(".") else f"{s}." for s in map(str.strip, sentences))
        except NotFound as error:
            told[key] = str(error)
    return a.each([told[key] for key in zip(a["order"].tolist(), a["order_line"].tolist(), strict=True)])


def fill_rate(measure: Cells, shop: Shop) -> Any:
    """The share of the open orders that stock covers.

    >>> from backorder_xl.hosts.functions.example import example
    >>> fill_rate([["lines"], ["units"]], example())
    [[0.25], [0.38461538461538464]]
    """
    a = Asked(BY_NAME["FILL_RATE"], measure=measure)
    figures = {f.name: f.value for f in shop.outcome.figures}
    return a.each([figures[_RATES[word]] for word in a["measure"].tolist()])


def next_deadline(order: Cells, shop: Shop, order_line: Cells = None) -> Result:
    """The next legal act of an order, and its last day.

    >>> from backorder_xl.hosts.functions.example import example
    >>> [(act, str(day.date())) for act, day in next_deadline("SO4", example(), 1)]
    [('deliver', '2026-07-01')]
    """
    a = Asked(BY_NAME["NEXT_DEADLINE"], order=order, order_line=order_line)
    watched = shop.reading.settings.legal_regime is not LegalRegime.NONE
    acts, days = np.full(len(a), None, object), np.full(len(a), np.datetime64("NaT"), "datetime64[D]")
    for i, (name, line) in enumerate(zip(a["order"].tolist(), a["order_line"].tolist(), strict=True)):
        if not watched:
            acts[i] = "No law is watched: Settings Legal Regime is none"
            continue
        lines = shop.deadlines.get(name.casefold(), {})
        found = [lines[k] for k in ([line.casefold()] if line else lines) if k in lines]
        if found:  # a line without a day comes last
            acts[i], days[i] = min(found, key=lambda f: (np.isnat(f[1]), f[1].astype("datetime64[D]").astype(np.int64), f[0]))
        else:
            acts[i] = f"Nothing of order {name}{f', line {line},' if line else ''} is open"
    return a.rows(acts, days)


def problems(shop: Shop) -> Result:
    """What is wrong with the tables, as on the sheet Problems.

    >>> from backorder_xl.hosts.functions.example import example
    >>> [row[:3] for row in problems(example())]
    [['Severity', 'Sheet', 'Row'], ['No problems found', None, None]]
    """
    rows = _grid(upkeep.problems(shop.reading.problems))
    return rows if len(rows) > 1 else [*rows, ["No problems found", *[None] * (len(rows[0]) - 1)]]


def _grid(made: SheetTable) -> Result:
    """A sheet of ours as cells under a header."""
    return table(made.data, list(made.data.values()))


def _spilled(made: SheetTable, shop: Shop) -> Result:
    """A sheet of ours as cells; the rows of input that were left out are told below it (rule 1.5)."""
    rows, errors = _grid(made), shop.errors
    told = [f"{p.sheet} row {p.row}: {p.message}" if p.row else f"{p.sheet}: {p.message}" for p in errors[:_SAID]]
    if len(errors) > _SAID:
        told.append(f"{len(errors) - _SAID:,} more; PROBLEMS lists them all")
    return rows + [[text, *[None] * (len(rows[0]) - 1)] for text in told]
