"""How is something tried out? (the verb whatif, rule 7.6)

A walk like those of run.py: read, suppose, decide twice, lay out. The book is only read; the sheets go into a book of their
own, which hosts/ makes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from backorder_xl.core.supposing import Suppose
from backorder_xl.core.whatif import WhatIf
from backorder_xl.core.whatif import whatif as compared
from backorder_xl.sheets import upkeep
from backorder_xl.sheets import whatif as sheets
from backorder_xl.tables.problems import Problem, Unusable, gather
from backorder_xl.tables.reading import read_tables
from backorder_xl.tables.scenario import problems_of, suppositions
from backorder_xl.workbook.changes import Changes
from backorder_xl.workbook.model import Book


@dataclass
class Tried:
    """What differs, what is wrong, and the sheets that show it."""

    found: WhatIf
    problems: list[Problem]
    changes: Changes
    left_out: int = 0  # rows of Scenario that were not tried, as something was typed

    @property
    def errors(self) -> int:
        return sum(p.severity == "error" for p in self.problems)


def whatif(
    book: Book, typed: Sequence[Suppose], as_of: dt.date, tell: Callable[[str], None] = lambda _: None
) -> Tried:
    """Hold the book beside itself with what was typed on the command line, or, if nothing was, with the sheet Scenario.

    Raises Unusable where something typed cannot be supposed; a row of Scenario that cannot be is a problem.
    """
    tell("Reading")
    reading = read_tables(book)
    rows, told = suppositions(reading)
    tell("Deciding")
    found = compared(reading.tables, reading.settings, as_of, typed or rows)
    wrong = [s.sentence for s in found.said if s.wrong and not s.of.row]
    if wrong:
        raise Unusable(" ".join(wrong))
    problems = gather([*reading.problems, *told, *problems_of(found.said, reading)])
    return Tried(found, problems, Changes([*sheets.sheets(found), upkeep.problems(problems)]), len(rows) if typed else 0)
