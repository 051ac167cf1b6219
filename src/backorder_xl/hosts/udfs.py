"""How does desktop Excel call the worksheet functions? As xlwings UDFs, one for each entry of hosts/formulas.py.

Excel for Windows starts this module by itself (the add-in's VBA names it); elsewhere xlwings leaves the functions as they
are. This door alone keeps plans between calls and asks the clock.
"""

from __future__ import annotations

import datetime as dt
import inspect
from collections.abc import Callable
from typing import Any

import xlwings as xw

from backorder_xl.hosts.formulas import CATEGORY, FORMULAS, Formula
from backorder_xl.hosts.functions import Desk, Result, call

DESK = Desk()
_CELLS = {"ndim": 2, "err_to_str": True}  # always rows of cells; an error as its text, as None would pass for blank


def udf(formula: Formula) -> Callable[..., Result]:
    """The function that xlwings calls: cells in, rows of cells out, with the arguments' names for the function wizard."""

    def made(*cells: Any) -> Result:
        return call(formula, cells, dt.date.today(), DESK)

    kind, none = inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.empty
    named = [inspect.Parameter(name, kind, default=None if optional else none) for name, optional in formula.parameters]
    made.__signature__ = inspect.Signature(named)  # type: ignore[attr-defined]
    made.__name__ = made.__qualname__ = formula.desktop
    made.__doc__ = f"{formula.says} {formula.gives}"
    made.__annotations__ = {}
    for a in formula.arguments:
        made = xw.arg(a.name, doc=a.says, **_CELLS)(made)
    return xw.func(category=CATEGORY, call_in_wizard=False)(made)  # last: each argument puts these two back


for _formula in FORMULAS:
    globals()[_formula.desktop] = udf(_formula)
