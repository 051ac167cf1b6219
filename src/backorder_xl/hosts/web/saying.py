"""How does what a walk found go into an answer: problems with the cell to jump to, drafts, files, and refusals?"""

from __future__ import annotations

import base64
import re
import string
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from backorder_xl.hosts.web.protocol import DraftMade, FileMade, ProblemSaid, Refusal
from backorder_xl.tables.catalogue import CATALOGUE
from backorder_xl.workbook.model import Book
from backorder_xl.workbook.refs import letters

if TYPE_CHECKING:
    from backorder_xl.messages.draft import Draft
    from backorder_xl.tables.problems import Problem
    from backorder_xl.tables.reading import Placed

_KINDS = {
    "html": "text/html",
    "csv": "text/csv",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def problems_said(problems: Sequence[Problem], placed: Mapping[str, Placed], book: Book) -> list[ProblemSaid]:
    """The rows of Problems; the cell is known where the sheet is one of the workbook and the problem names a row."""
    here = {name.casefold() for name in book.sheets()}
    found = []
    for p in problems:
        says, remedy = _apart(p)
        cell = None
        if p.row is not None and p.row > 0 and p.sheet.casefold() in here:
            cell = f"{letters(_column(p, placed, book))}{p.row}"
        severity = p.severity if p.severity in ("error", "warning") else "note"
        found.append(
            ProblemSaid(severity=severity, sheet=p.sheet, row=p.row, column=p.column, cell=cell, says=says, remedy=remedy)  # type: ignore[arg-type]
        )
    return found


def _column(p: Problem, placed: Mapping[str, Placed], book: Book) -> int:
    """The column that a problem names by our header or by the user's own; else the first of its table."""
    mine = [place for place in placed.values() if place.sheet.casefold() == p.sheet.casefold()]
    wanted = p.column.strip().casefold()
    for place in mine:
        for field in place.contract.fields:
            if field.header.casefold() == wanted and field.name in place.columns:
                return place.columns[field.name]
        heads = book.top(place.sheet, place.header_row)[place.header_row - 1 : place.header_row] if wanted else []
        for column, head in enumerate(heads[0] if heads else [], 1):
            if isinstance(head, str) and head.strip().casefold() == wanted:
                return column
    return min((c for place in mine for c in place.columns.values()), default=1)


def _apart(p: Problem) -> tuple[str, str]:
    """What is wrong, and what to do about it: the catalogue writes one behind the other."""
    remedy = _pattern(CATALOGUE[p.code].remedy) if p.code in CATALOGUE else None
    found = remedy.search(p.message) if remedy else None
    if found is None:
        return p.message, ""
    rest = p.message[found.end() :].strip()
    return f"{p.message[: found.start()].strip()} {rest}".strip(), found.group()


@lru_cache(maxsize=512)
def _pattern(remedy: str) -> re.Pattern[str] | None:
    """A remedy of the catalogue with whatever stands in its places."""
    if not remedy.strip():
        return None
    parts = [re.escape(text) + (".*?" if name is not None else "") for text, name, _, _ in string.Formatter().parse(remedy)]
    return re.compile("".join(parts), re.DOTALL)


def drafts_made(drafts: Sequence[Draft]) -> list[DraftMade]:
    """The drafts of a run, each whole."""
    return [
        DraftMade(file=d.file, to=d.email, subject=d.subject, html=d.html, text=d.text, data=base64.b64encode(d.message).decode())
        for d in drafts
    ]


def file_made(name: str, content: bytes) -> FileMade:
    """A file for the user to keep."""
    kind = _KINDS.get(name.rpartition(".")[2], "application/octet-stream")
    return FileMade(name=name, type=kind, data=base64.b64encode(content).decode())


def countable(counts: Mapping[str, Any]) -> dict[str, Any]:
    """Counts as JSON holds them."""
    return {name: value.item() if hasattr(value, "item") else value for name, value in counts.items()}


def refused(error: Exception) -> Refusal:
    """The one sentence in place of an answer; for what nobody foresaw, one that holds nothing of the workbook."""
    from backorder_xl.hosts.refusals import refusal
    from backorder_xl.hosts.undo import LaterWork

    if isinstance(error, OSError):  # the server's own files; what they are called is nobody's business
        return Refusal(says="The server could not keep a file for a moment; nothing was written. Press the button once more.")
    foreseen = refusal(error)
    if foreseen is not None:
        return Refusal(says=foreseen[0], code="later_work" if isinstance(error, LaterWork) else "refused")
    return Refusal(
        says=f"Something happened that Backorder XL did not foresee ({type(error).__name__}); nothing was written. Please press "
        "the button once more, and report it if it happens again.",
        code="unforeseen",
    )
