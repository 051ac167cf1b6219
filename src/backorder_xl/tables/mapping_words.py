"""What is said of a row of Mapping that does not fit (any more)?"""

from __future__ import annotations

from backorder_xl.tables.entries import ERROR, Entry

MAPPING_PROBLEMS: dict[str, Entry] = {
    "mapping-word": Entry(
        ERROR,
        "{column} says {value!r}, which is no {what}{near}; the row was left out.",
        "Correct it on {sheet}, or delete the row.",
    ),
    "mapping-sheet": Entry(
        ERROR,
        "{table} should stand on a sheet {value!r}, but there is none{near}; the row was left out.",
        "Correct Sheet on {sheet}, or run adopt again.",
    ),
    "mapping-column": Entry(
        ERROR,
        "{table}.{field} should be the column {value!r} of the sheet {where!r}, but there is none{near}; the row was left out.",
        "Correct Column on {sheet}, or run adopt again.",
    ),
    "mapping-twice": Entry(
        ERROR, "{table}.{field} stands in row {first} already, so this row was left out.", "Say no in Use of one of the two."
    ),
    "mapping-no-header": Entry(
        ERROR,
        "{table} has no header row on the sheet {where!r}, and a run writes columns there; its rows were left out.",
        "Type a row of headers above it, and run adopt again.",
    ),
}
