"""What did an import find, table by table, and which of it is named? Counts and a few names; the words are the door's."""

from __future__ import annotations

from dataclasses import dataclass, field

NAMED = 5
"""So many of each kind are named, first in the book's own order."""


@dataclass
class Tally:
    """One table: rows that are new, changed, as they were, gone (the book has them, the export does not), left out.

    ``names`` holds for each of new, changed and gone the first few rows in words, such as "SO-1 line 2: Shipped 0 to 2".
    """

    table: str
    sheet: str
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    gone: int = 0
    left_out: int = 0
    names: dict[str, list[str]] = field(default_factory=dict)

    def counts(self) -> dict[str, int]:
        """The five counts by name."""
        return {n: getattr(self, n) for n in ("new", "changed", "unchanged", "gone", "left_out")}


@dataclass
class Summary:
    """All tables that the files spoke of."""

    tallies: list[Tally] = field(default_factory=list)

    @property
    def rows(self) -> int:
        """How many rows are new or changed."""
        return sum(t.new + t.changed for t in self.tallies)
