"""What can be said about a table and its columns?

The shapes of the data dictionary: headers, aliases, kinds, choices and drop-downs all have their one home in a Contract.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum


class Kind(Enum):
    """What a column holds (rule 1.2), and so how it is read and shown."""

    CODE = "code"  # text that identifies something; compared without regard to case
    TEXT = "text"  # words for people; nothing is decided by them
    QTY = "qty"  # a number from 0 up, exact to 6 decimals
    MONEY = "money"  # a number, exact to 4 decimals
    DATE = "date"  # a day
    FLAG = "flag"  # yes or no
    CHOICE = "choice"  # one of a closed list
    DAYS = "whole number"  # lead times, priorities, ranks
    ANY = "any"  # as it stands


@dataclass(frozen=True, eq=False)  # one object per table and column: identity is enough
class Field:
    """One column of a table.

    ``default`` is what a blank cell means, as a user would type it; None leaves it blank. ``choices`` are the canonical
    words; ``synonyms`` maps other systems' words (in small letters, letters and digits only) to them. ``codes`` are
    headers that surely name a code: they win over the plain header when that one can serve as ``twin``.
    """

    header: str
    kind: Kind
    meaning: str
    required: bool = False
    default: object = None
    aliases: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    synonyms: Mapping[str, str] = field(default_factory=dict)
    codes: tuple[str, ...] = ()
    twin: str = ""
    cosmetic: bool = False  # what cannot be read is blanked with a warning, whatever it is
    zero_below: bool = False  # a number below 0 is no error: it is told, kept, and counts as 0 where it is used
    ours: bool = False  # written by the add-in
    read: bool = True  # False: only its place is looked up, its cells are never read

    @property
    def name(self) -> str:
        """The header in snake case: the column's name in a frame."""
        return snake(self.header)


@dataclass(frozen=True, eq=False)  # one object per table and column: identity is enough
class Contract:
    """One table: the sheet it stands on, its Excel Table's name, its columns, and which of them identify a row."""

    sheet: str
    fields: tuple[Field, ...]
    key: tuple[str, ...]  # field names; empty where rows may repeat
    purpose: str
    aliases: tuple[str, ...] = ()  # other names that sheets like this carry
    required_sheet: bool = False
    unique: bool = False  # a second row with the same key is an error (rule 1.5)
    by_header: bool = True  # may be found by its header row alone
    ours: bool = False  # the add-in makes this sheet

    @property
    def table(self) -> str:
        """Name of the Excel Table: the sheet's without spaces (rule 1.1)."""
        return self.sheet.replace(" ", "")

    @property
    def name(self) -> str:
        """The table's name in code, such as purchase_orders."""
        return snake(self.sheet)

    @property
    def required(self) -> tuple[Field, ...]:
        return tuple(f for f in self.fields if f.required)

    def field(self, name: str) -> Field:
        """The field of that name in snake case."""
        return next(f for f in self.fields if f.name == name)


def snake(words: str) -> str:
    """
    >>> snake("Order Date")
    'order_date'
    """
    return re.sub(r"[^a-z0-9]+", "_", words.casefold()).strip("_")
