"""What is handed from one step of an import to the next? Plain data; nothing is read or decided here.

A file becomes sheets of cells (``reading``), sheets become what an export says of our tables (``sources``), and that becomes
changes to a workbook (``merging``).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import Enum
from typing import NamedTuple

Cell = str | float | bool | dt.datetime | None
"""A cell as its file holds it: text of a CSV is never turned into numbers or dates by guessing; a workbook's numbers and
dates are what they are. Blank text is None."""


@dataclass(frozen=True)
class RawSheet:
    """One table of cells out of a file, as it stands there. ``rows[0]`` is the file's row 1; rows may differ in length.

    ``hidden`` and ``merged`` hold rows (from 1) that are hidden, and the spans (top, left, bottom, right; from 1) of merged
    cells, whose value stands in the first cell only.
    """

    file: str
    name: str  # the sheet's name; the file's for a text file
    rows: list[list[Cell]]
    hidden: frozenset[int] = frozenset()
    merged: tuple[tuple[int, int, int, int], ...] = ()
    how: str = ""  # how the text was read, for a person: "UTF-16, separated by tabs"
    remarks: tuple[Remark, ...] = ()  # what had to be decided while reading the file


class Weight(Enum):
    """How much a remark matters."""

    REPAIRED = "repaired"  # certain, done, told
    NOTED = "noted"  # used as it stands, and worth a look
    QUESTION = "question"  # two readings: left out until the user says which
    LEFT_OUT = "left out"  # cannot be used


class Remark(NamedTuple):
    """What is to be said of one cell or row of a file: what was found, and what was done or is to be done."""

    weight: Weight
    file: str
    row: int  # in the file, from 1; 0 for the file as a whole
    column: str  # the header as it stands there
    value: str
    text: str


@dataclass
class Incoming:
    """What an export says of one of our tables.

    ``table`` is the name of a contract (orders, stock, items, suppliers, sourcing, customers, purchase_orders). ``columns``
    has a list per field of that contract which the export knows (by the field's name, such as order_date), all equally
    long, with python values: codes and text str, quantities and money Decimal or float, dates dt.date, flags bool; None where
    the export leaves a cell blank. A field that it does not know is not there, and stays untouched in the workbook.
    ``rows`` are the file's rows. ``whole`` says that the export is a complete picture, so that what it lacks is gone.
    ``left_to_sell`` says of stock that the system has already taken off what its open orders hold: such a number is no stock
    on the shelf until that is added back (``sources/shelf.py``).
    """

    source: str  # who made the export, such as Shopify
    table: str
    file: str
    columns: dict[str, list[object]]
    rows: list[int]
    whole: bool = False
    left_to_sell: bool = False
    as_of: dt.date | None = None
    remarks: list[Remark] = field(default_factory=list)
