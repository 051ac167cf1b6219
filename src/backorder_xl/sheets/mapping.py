"""What does the sheet Mapping show? The rows that stand there, as they stand, and the proposed ones (rule 1.1)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from backorder_xl.tables.mapping import MapRow
from backorder_xl.workbook.changes import Column, Format, SheetTable, Tone

MAPPING = (
    Column("Table", width=16),
    Column("Sheet", width=20),
    Column("Header Row", Format.WHOLE, 11),
    Column("Field", width=16),
    Column("Column", width=24, note="Your header as it stands, or a letter such as C where there is none."),
    Column("Sure", Format.WHOLE, 7),
    Column("Why", width=70, wrap=True),
    Column("Use", width=7, note="Yours: no leaves the row out."),
    Column("Note", width=30, note="Yours."),
)


def mapping(rows: Sequence[MapRow]) -> SheetTable:
    """Mapping with these rows, those that need the user's word marked."""
    data: dict[str, Any] = {
        "Table": [r.table for r in rows],
        "Sheet": [r.sheet for r in rows],
        "Header Row": np.array([float(r.header_row) for r in rows]),
        "Field": [r.field for r in rows],
        "Column": [r.column for r in rows],
        "Sure": np.array([np.nan if r.sure is None else float(r.sure) for r in rows]),
        "Why": [r.why or None for r in rows],
        "Use": ["yes" if r.use else "no" for r in rows],
        "Note": [r.note or None for r in rows],
    }
    tone = np.array([Tone.NONE if r.use else Tone.WATCH for r in rows], np.int8)
    return SheetTable("Mapping", "Mapping", MAPPING, data, ("Table", "Field", "Sheet", "Column"), {"Use": tone})
