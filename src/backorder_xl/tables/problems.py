"""What can be wrong with a workbook, in which words is it told, and what should the user do?

The catalogue of every problem, and the gathering of many into few. It finds nothing itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from backorder_xl.tables.catalogue import CATALOGUE, ERROR, WARNING, Entry

__all__ = ["CATALOGUE", "ERROR", "WARNING", "Entry", "Problem", "Unusable", "gather", "problem", "severities"]

_FIRST_ROWS = 5
_SHOWN = 60


class Unusable(Exception):
    """The workbook cannot be used at all; ``message`` is one sentence for the user (rule 1.5, exit code 2)."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong, where it stands, and what to do (rule 1.5).

    An error means that the row was left out; a warning that it was used after a repair. ``row`` is the sheet row, None
    where it is about the whole sheet. ``value`` is what was found, as text.
    """

    code: str
    severity: str
    sheet: str
    row: int | None
    column: str
    value: str
    message: str


def problem(code: str, sheet: str, row: int | None = None, column: str = "", value: str = "", **more: object) -> Problem:
    """Make one problem of the catalogue; ``more`` fills the places of its text."""
    entry = CATALOGUE[code]
    shown = shorten(value)
    words = {"sheet": sheet, "row": row, "column": column, "value": shown, **more}
    words = {k: _Quoted(v) if type(v) is str else v for k, v in words.items()}
    message = f"{entry.text.format(**words)} {entry.remedy.format(**words)}".strip().replace("  ", " ")
    return Problem(code, entry.severity, sheet, None if row is None else int(row), column, shown, message)


class _Quoted(str):
    """Text whose ``!r`` in a template is the text between quotes, without escapes."""

    def __repr__(self) -> str:
        return f"'{self}'"


def shorten(text: str, size: int = _SHOWN) -> str:
    """A cell's text in one line, cut where it is long."""
    line = " ".join("".join(c if c >= " " and not "\x7f" <= c < "\xa0" else " " for c in text[: 4 * size]).split())
    return line if len(line) <= size else line[: size - 1] + "…"


def severities(problems: Sequence[Problem]) -> dict[str, int]:
    """How many errors and warnings there are, by the names of ``--json`` (rule 9)."""
    errors = sum(p.severity == ERROR for p in problems)
    return {"errors": errors, "warnings": len(problems) - errors}


def gather(problems: Iterable[Problem]) -> list[Problem]:
    """Tell the same warning once, with a count and the first rows; errors stay one by one (rule 1.5).

    The same: code, sheet and column, and the value too where the catalogue says ``each``. Errors come first, then by
    sheet, row and column, so that the order of finding does not matter.
    """
    single: list[Problem] = []
    together: dict[tuple[str, ...], list[Problem]] = {}
    for p in dict.fromkeys(problems):
        if p.severity == ERROR or p.row is None:
            single.append(p)
        else:
            each = p.value if p.code in CATALOGUE and CATALOGUE[p.code].each else ""
            together.setdefault((p.code, p.sheet, p.column, each), []).append(p)
    for same in together.values():
        same.sort(key=lambda p: p.row or 0)
        single.append(_merged(same))
    return sorted(single, key=lambda p: (p.severity != ERROR, p.sheet, p.row or 0, p.column, p.code, p.value))


def _merged(same: list[Problem]) -> Problem:
    first = same[0]
    rows = list(dict.fromkeys(p.row for p in same))
    if len(rows) < 2:
        return first
    differ = len({p.value for p in same}) > 1
    named = ", ".join(f"{p.row} ({p.value})" if differ else str(p.row) for p in same[:_FIRST_ROWS])
    more = " and more" if len(rows) > _FIRST_ROWS else ""
    return replace(first, message=f"{first.message} The same in {len(rows):,} rows: {named}{more}.")
