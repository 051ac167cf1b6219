"""What if Excel does not listen because somebody is editing a cell? Ask a few times more, and then say so."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

from backorder_xl.workbook.errors import Busy
from backorder_xl.workbook.live.native import is_busy

T = TypeVar("T")
Call = Callable[[], T]

WAITS = (0.1, 0.2, 0.4, 0.8, 1.5)
"""Seconds before each further try."""


def patiently(call: Callable[[], T]) -> T:
    """The call's answer, asked again while Excel is busy; Busy if it stays so."""
    for wait in WAITS:
        try:
            return call()
        except Exception as error:
            if not is_busy(error):
                raise
            time.sleep(wait)
    try:
        return call()
    except Exception as error:
        if is_busy(error):
            raise Busy() from error
        raise
