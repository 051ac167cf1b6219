"""What do the functions and scripts in a workbook for xlwings Lite call? Two doors; behind them all is as on any other host.

Experimental: written after Lite's documentation and files, and not tried in it yet (docs/hosts.md). The module main.py that the
workbook carries (`main_py.py` makes it) holds nothing but the signatures that Lite reads.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from backorder_xl.hosts.formulas import BY_NAME, EPOCH
from backorder_xl.hosts.functions import Desk, call

DESK = Desk()


def called(name: str, *cells: Any) -> list[list[Any]]:
    """The rows of a worksheet function; a day is the number that Excel counts it by, as Lite must not guess a format."""
    return [[_number(cell) for cell in row] for row in call(BY_NAME[name], cells, dt.date.today(), DESK)]


async def pressed(verb: str, book: Any) -> str:
    """What a script says that was run on the open workbook."""
    from backorder_xl.hosts.lite.scripts import pressed as done

    return await done(verb, book, dt.datetime.now())


def _number(cell: Any) -> Any:
    if isinstance(cell, dt.datetime):
        return (cell - dt.datetime.combine(EPOCH, dt.time())) / dt.timedelta(days=1)
    return (cell - EPOCH).days if isinstance(cell, dt.date) else cell
