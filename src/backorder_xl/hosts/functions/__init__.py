"""How is a worksheet function called, whichever host asks? By its name in hosts/formulas.py and the cells of its arguments.

Everything comes by argument: the cells, the day, and the Desk that keeps plans. What comes back are cells; nothing is raised.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

from backorder_xl.hosts.formulas import AS_OF, Formula, Kind
from backorder_xl.hosts.functions import decided, reckoned
from backorder_xl.hosts.functions.cells import Cell, Cells, Grid, Result, Said, is_blank, one_day
from backorder_xl.hosts.functions.shop import Desk, Shop

__all__ = ["Cell", "Cells", "Desk", "Grid", "Result", "Said", "Shop", "call", "function"]

_FAILED = "This could not be worked out ({error}). Please report it with the formula: see CONTRIBUTING."


def function(formula: Formula) -> Callable[..., Any]:
    """The plain function behind a formula: its name in small letters."""
    return getattr(decided if formula.takes_tables else reckoned, formula.name.lower())  # type: ignore[no-any-return]


def call(formula: Formula, cells: Sequence[Cells], today: dt.date, desk: Desk) -> Result:
    """The rows that a formula gives for its arguments in their order; those that are missing at the end count as blank.

    A sentence stands where a result cannot be given. Anything that nobody thought of becomes one too.
    """
    try:
        made = _call(formula, cells, today, desk)
    except Said as sentence:
        made = str(sentence)
    except Exception as error:
        made = _FAILED.format(error=type(error).__name__)
    return made if isinstance(made, list) else [[made]]


def _call(formula: Formula, cells: Sequence[Cells], today: dt.date, desk: Desk) -> Any:
    given = {a.name: (cells[i] if i < len(cells) else None) for i, a in enumerate(formula.arguments)}
    if len(cells) > len(formula.arguments):
        raise Said(f"{formula.name} takes at most {len(formula.arguments)} arguments")
    if not formula.takes_tables:
        if AS_OF.name in given:
            given[AS_OF.name] = _or_today(given[AS_OF.name], today)
        return function(formula)(**given)
    tables = {a.name: given.pop(a.name) for a in formula.arguments if a.kind is Kind.TABLE}
    as_of = one_day(AS_OF, given.pop(AS_OF.name)) or today
    shop = desk.shop({name: cells for name, cells in tables.items() if cells is not None}, as_of)
    return function(formula)(shop=shop, **given)


def _or_today(cells: Cells, today: dt.date) -> Cells:
    """Cells with the day in place of blank ones."""
    if not isinstance(cells, (list, tuple)):
        return today if is_blank(cells) else cells
    return [[today if is_blank(v) else v for v in row] for row in cells]  # type: ignore[union-attr]
