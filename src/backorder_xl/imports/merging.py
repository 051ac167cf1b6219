"""How does what exports say become changes to a workbook: an update, not a paste? (rule 9)

Rows are matched by key, and only cells that say something else are written. What an export does not know stays as the user has
it, and a blank cell of an export says nothing. No row is deleted, no formula overwritten, and no line closed unless an export
says so. Nothing is written here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from backorder_xl.core.keys import alike
from backorder_xl.core.settings import Settings
from backorder_xl.imports.arriving import Arriving, arriving
from backorder_xl.imports.laying import layout
from backorder_xl.imports.lines import gone_lines, lines
from backorder_xl.imports.matching import Pairing
from backorder_xl.imports.model import Incoming
from backorder_xl.imports.packing import in_units
from backorder_xl.imports.people import called_by_code
from backorder_xl.imports.snapshots import lacking, snapshot
from backorder_xl.imports.standing import Standing, standing
from backorder_xl.imports.summary import Summary
from backorder_xl.imports.updating import only_last, update
from backorder_xl.tables.contracts import BY_NAME
from backorder_xl.tables.finding import find_tables
from backorder_xl.tables.problems import Problem
from backorder_xl.workbook.changes import Changes
from backorder_xl.workbook.model import Book

_TURNS = ("items", "sourcing", "suppliers", "customers", "orders", "stock", "purchase_orders")
"""Items first, as they say what is counted in packs."""


@dataclass
class Merged:
    """The changes to the user's tables, what is new, changed and gone, and what is to be said of files and workbook."""

    changes: Changes
    summary: Summary
    problems: list[Problem] = field(default_factory=list)


def merge(book: Book, incoming: Iterable[Incoming], settings: Settings, as_of: dt.date, whole: bool = False) -> Merged:
    """Bring what exports say into the book's tables; of two files the later one counts where they disagree.

    ``whole`` says that the files are complete: open orders that they lack are reported as gone, and stock that they lack is
    set to 0. Raises Unusable where a sheet lacks the columns by which its rows are known.
    """
    found = find_tables(book, needed=False)
    tables: dict[str, Standing] = {}
    problems: list[Problem] = []
    left_out: dict[str, int] = {}

    def table(name: str) -> Standing:
        if name not in tables:
            tables[name] = standing(book, BY_NAME[name], found.get(name), settings)
        return tables[name]

    def consulted(name: str) -> Standing:
        """A table that is only looked into: one that lacks columns is none."""
        place = found.get(name)
        return table(name) if place is None or place.complete else standing(book, BY_NAME[name], None, settings)

    for one in sorted(incoming, key=lambda i: _TURNS.index(i.table)):
        export = arriving(one, settings)
        export.whole = export.whole or whole
        called_by_code(export, consulted("customers"), consulted("suppliers"))
        in_units(export, consulted("items"), consulted("sourcing"))
        at = table(one.table)
        match one.table:
            case "orders" | "purchase_orders":
                lines(at, export)
            case "stock":
                snapshot(at, export, settings, export.as_of or as_of, consulted("receipts"))
            case _:
                _rows(at, export)
        problems += export.problems
        left_out[one.table] = left_out.get(one.table, 0) + export.left_out
    changes, summary = Changes(), Summary()
    for name in [n for n in _TURNS if n in left_out]:
        at = tables[name]
        match name:
            case "orders" | "purchase_orders":
                gone, said = gone_lines(at)
            case "stock":
                gone, said = lacking(at, to_zero=whole)
            case _:
                gone, said = np.zeros(at.old, bool), []
        problems += said
        change, tally, said = layout(book, at, gone)
        tally.left_out = left_out[name]
        changes.add(change)
        summary.tallies.append(tally)
        problems += said
    return Merged(changes, summary, problems)


def _rows(at: Standing, export: Arriving) -> None:
    """Tables with a plain key: items, suppliers, customers, and offers by SKU and supplier."""
    keys = at.contract.key
    only_last(export, keys)
    pairs = Pairing(len(at.row), len(export))
    both = [alike(at.values[k], export.texts(k)) for k in keys]
    pairs.by(*((mine, theirs) for mine, theirs in both))
    update(at, export, pairs.at, keys)
