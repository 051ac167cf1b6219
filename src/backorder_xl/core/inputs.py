"""What does the core get? The tables of a workbook as checked frames, every column there, every value of its kind."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd


@dataclass
class Tables:
    """One frame per table of rule 1.3; empty where the workbook has none.

    Columns are the contract's, in snake case, plus ``row`` (the sheet row, int64). Codes, text and choices are str with
    "" for blank; quantities int64 in millionths; money int64 in ten-thousandths (blank = words.NO_MONEY); whole days
    int64 (blank = words.NO_DAYS); dates datetime64[s] (blank = NaT); flags bool.
    """

    orders: pd.DataFrame
    stock: pd.DataFrame
    items: pd.DataFrame
    suppliers: pd.DataFrame
    sourcing: pd.DataFrame
    customers: pd.DataFrame
    purchase_orders: pd.DataFrame
    receipts: pd.DataFrame
    holidays: pd.DataFrame
    messages: pd.DataFrame
    cut_list: pd.DataFrame
    scenario: pd.DataFrame
    present: dict[str, frozenset[str]] = field(default_factory=dict)

    def has(self, table: str, column: str) -> bool:
        """Whether the workbook had that column at all; a missing column and a blank one can mean different things."""
        return column in self.present.get(table, frozenset())
