"""What can be said about one layout of one system's export?

A plain description: by which headers it is known, how sure we are of them, what is taken over and what is not.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from backorder_xl.core.words import DateOrder
from backorder_xl.imports.model import Incoming
from backorder_xl.imports.sources.table import Table


class Evidence(Enum):
    """How we know of a layout's headers."""

    DOCUMENTED = "documentation"  # the maker's own pages or program
    CODE = "public code"  # programs of others that read or write such files
    UNCONFIRMED = "not confirmed"  # from memory: a file may look different


@dataclass(frozen=True)
class Source:
    """One layout. Headers are compared as in the workbook: case, spaces and punctuation make no difference.

    ``needs`` must all be there, of each group in ``one_of`` at least one, none of ``never``; a name that ends in ``*``
    stands for every header that begins so. ``instead`` is filled for an export that is known but holds no lines: which
    one to take. ``usual_dates`` is how it writes a date that could be read in two ways.
    """

    name: str
    layout: str
    needs: tuple[str, ...]
    evidence: Evidence
    where: str  # a sentence: where the headers come from
    leaves: str  # what is not taken over, and why, for a person
    read: Callable[[Table], list[Incoming]]
    takes: tuple[str, ...] = ("orders",)
    one_of: tuple[tuple[str, ...], ...] = ()
    never: tuple[str, ...] = ()
    instead: str = ""
    blanks: tuple[str, ...] = ()  # words that stand for an empty cell
    grouped: bool = False  # a printed report, whose groups are headings above their rows
    usual_dates: DateOrder = DateOrder.ISO

    @property
    def title(self) -> str:
        return f"{self.name}, {self.layout}"


def no_lines(table: Table) -> list[Incoming]:
    """An export that is known, and holds nothing that our tables could take."""
    return []
