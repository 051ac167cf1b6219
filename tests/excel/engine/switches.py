"""What can a test switch in this Excel, and what does it see of the calls?

One `Switches` for one engine. A call is one round trip between Python and Excel; what Excel's parts ask of each other is none.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, NamedTuple

from .com import TOO_MANY, CDispatch, StillBusy, com_error, ignored, refused, rejected


class FilteredWrites(Enum):
    """What becomes of an array that is written over rows that a filter hides.

    FIRST is what was seen (issue 747 of xlwings: [[5], [4], [3], [2], [1]] over five rows, two of them hidden, gave 5, 5, 5 in
    the others; issue 224 of office-js is like it). It was seen with one column only, so tests can try the others, too.
    """

    FIRST = "every row that is seen gets the first row of the array, the hidden ones nothing"
    SHIFT = "rows that the filter hides are passed over, and the values go to the rows that are seen"
    SKIP = "values for rows that the filter hides are lost"
    THROUGH = "all rows are written"


class Call(NamedTuple):
    """One round trip: kind is get, put or call; what is such as "Range.Value"; where is such as "Orders!A2:C9"."""

    kind: str
    what: str
    where: str


class Shown(NamedTuple):
    """A message box that was shown, and the button that was pressed."""

    text: str
    title: str
    buttons: str
    answer: str


@dataclass
class Switches:
    """The state of an engine that no workbook holds."""

    calls: list[Call] = field(default_factory=list)
    writes: int = 0
    inside: bool = False
    # What the user is doing, and what answers he gives to message boxes: "ok", "cancel", "yes", "no".
    rejecting: int | None = 0  # how many more calls are rejected; None is all of them
    ignoring_puts: bool = False
    in_vain: int = 0
    answer: str = "ok"
    shown: list[Shown] = field(default_factory=list)
    # Excel's own choices.
    filtered_writes: FilteredWrites = FilteredWrites.FIRST
    today: dt.date = dt.date(2026, 11, 24)  # "1-2" is a day of this year
    currency: bool = True  # a cell with a currency's format comes as a Decimal
    results: dict[str, Any] = field(default_factory=dict)  # what a formula that was written comes to; nothing is calculated here
    failing: tuple[int, bool, Exception] | None = None

    def arrive(self, kind: str, what: str, where: str, write: bool) -> None:
        """Takes or rejects a call from outside."""
        if self.rejecting != 0:
            if self.rejecting is not None:
                self.rejecting -= 1
            self.in_vain += 1
            if self.in_vain > TOO_MANY:
                raise StillBusy(
                    f"{what} was rejected {TOO_MANY} times; set xlwings._xlwindows.N_COM_ATTEMPTS, or do not wait for ever"
                )
            raise ignored() if kind == "put" and self.ignoring_puts else rejected()
        self.in_vain = 0
        self.calls.append(Call(kind, what, where))
        if write:
            self.writes += 1
            if self.failing and not self.failing[1] and self.writes == self.failing[0]:
                raise self.failing[2]

    def leave(self, write: bool) -> None:
        if write and self.failing and self.failing[1] and self.writes == self.failing[0]:
            raise self.failing[2]

    def fail_at(self, n: int, *, done: bool = False, error: Exception | None = None) -> None:
        """Lets the n-th write from now on (from 1) fail, before it changed anything, or after it if `done`."""
        self.failing = (self.writes + n, done, error or refused())

    def fail_no_more(self) -> None:
        self.failing = None

    @contextmanager
    def edit_mode(self, calls: int | None = None, *, ignoring_puts: bool = False) -> Iterator[None]:
        """Somebody edits a cell: all calls, or the next `calls`, are rejected.

        With `ignoring_puts` a property that is set gives the other error that Excel has for this, see xlwings' own retries.
        """
        self.rejecting, self.ignoring_puts = calls, ignoring_puts
        try:
            yield
        finally:
            self.rejecting, self.in_vain = 0, 0

    @contextmanager
    def counted(self) -> Iterator[list[Call]]:
        """The calls made within, as a list that fills."""
        before, self.calls = self.calls, []
        try:
            yield self.calls
        finally:
            self.calls = before + self.calls


def count(calls: list[Call], what: str = "", kind: str = "", where: str = "") -> int:
    """How many calls are of a kind, a member ("Range.Value") and a place that begins so ("Orders!")."""
    return sum(c.what.startswith(what) and c.kind.startswith(kind) and c.where.startswith(where) for c in calls)


def by_member(calls: list[Call]) -> Counter[str]:
    return Counter(f"{c.kind} {c.what}" for c in calls)


__all__ = ["CDispatch", "Call", "FilteredWrites", "Shown", "Switches", "by_member", "com_error", "count"]
