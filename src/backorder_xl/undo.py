"""How does the last run come undone, with what it wrote into Run Log and Messages still there? (rule 9)

The workbook as it was comes back whole, but for two sheets that are only ever added to: Run Log keeps the rows of the
undone run and gets one more, and Messages keeps its rows, with drafts marked as undone. Here are only the changes to the
kept copy; hosts/ opens, copies and tells.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from backorder_xl import __version__
from backorder_xl.core.settings import Settings
from backorder_xl.core.words import MessageStatus
from backorder_xl.sheets import upkeep
from backorder_xl.tables.contracts import BY_NAME, Kind
from backorder_xl.tables.problems import Unusable
from backorder_xl.workbook.changes import CellRun, Changes, Column, Format, SheetTable, TablePatch
from backorder_xl.workbook.model import Book, Want
from backorder_xl.workbook.old_rows import key_text
from backorder_xl.workbook.slot import DAYS, Kept

MESSAGES = BY_NAME["messages"]
_FORMATS = {Kind.DATE: Format.DATE, Kind.QTY: Format.QTY}
_OURS = (MessageStatus.DRAFT, MessageStatus.NO_ADDRESS, MessageStatus.UNDONE)
"""What runs say in Status. Any other word there is the user's, and stays true whatever run is undone."""

Row = dict[str, Any]
Key = tuple[str, ...]


@dataclass
class Sheet:
    """A sheet of ours as it was read: headers with their columns, and its rows by header."""

    header_row: int
    columns: dict[str, int]
    rows: list[Row]

    def keys(self, *headers: str) -> list[Key]:
        """What makes each row the same row; equal ones are told apart by counting."""
        seen: Counter[Key] = Counter()
        found = []
        for row in self.rows:
            key = tuple(key_text(row.get(h)) for h in headers)
            seen[key] += 1
            found.append((*key, str(seen[key])))
        return found


def judge(found: tuple[Kept, bool] | None, book: Path, force: bool, writable: bool) -> Kept:
    """The copy to bring back; Unusable where there is none, or where the user's own work would be lost by it."""
    if found is None:
        why = f"no copy from before a run is there (one is kept for {DAYS} days)"
        if not writable:
            why = "no copy can be kept, as the folder for them cannot be written (BACKORDER_XL_STATE names another)"
        days = sorted(p.name for p in book.parent.iterdir() if p.name.startswith(f"{book.stem} backup ")) if book.exists() else []
        backup = f" The day's backup beside it is {days[-1]}." if days else ""
        raise Unusable(f"There is nothing to undo for {book.name}: {why}.{backup}")
    kept, same = found
    if not (same or force):
        when = dt.datetime.fromtimestamp(book.stat().st_mtime) if book.exists() else None
        changed = f"was changed on {when:%Y-%m-%d} at {when:%H:%M}" if when else "is gone"
        raise Unusable(
            f"{book.name} {changed}, after {spoken(kept)}, and that would be lost; --force brings the workbook from before "
            "that run back all the same."
        )
    return kept


def spoken(kept: Kept) -> str:
    """The run that a copy was kept for, as a person would name it."""
    return f"the {kept.verb} of {kept.when}"


def undo(present: Book | None, copy: Book, kept: Kept, as_of: dt.date, now: dt.datetime) -> tuple[Changes, int]:
    """What the copy still needs before it takes the place of ``present``, and how many messages it marks as undone.

    ``present`` is None where it cannot be read; then nothing of it is carried over.
    """
    log = read(copy, "Run Log")
    added = missing(read(present, "Run Log") if present else None, log, ("When", "Verb"))
    before = log.rows if log else []
    headers = [c.header for c in upkeep.RUN_LOG]
    history = {h: [row.get(h) for row in [*before, *added]] for h in headers}
    table = upkeep.run_log(history, "undo", now, {"as_of": as_of.isoformat()}, Settings(), __version__)
    table.data["Settings"][-1] = f"took back {spoken(kept)}"
    changes = Changes([table])
    theirs, ours = (read(present, MESSAGES.sheet) if present else None), read(copy, MESSAGES.sheet)
    rows = [_undone(row) for row in missing(theirs, ours, _key())]
    if theirs is not None and ours is None:
        changes.tables.append(_messages(theirs, rows))
    elif theirs is not None and ours is not None:
        changes.patches += _more_messages(theirs, ours, rows)
    return changes, sum(row["Status"] == MessageStatus.UNDONE for row in rows)


def read(book: Book, sheet: str) -> Sheet | None:
    """A sheet of ours, found by its Excel Table or by its first row; None where there is none."""
    name = next((s for s in book.sheets() if s.casefold() == sheet.casefold()), None)
    if name is None:
        return None
    table = next((t for t in book.excel_tables() if t.sheet == name), None)
    if table is not None:
        header_row, last = table.header_row, table.last_row
        heads = dict(enumerate(table.headers, table.first_col))
    else:
        header_row, last = 1, None
        heads = {i: str(v) for i, v in enumerate((book.top(name, 1) or [[]])[0], 1) if v is not None}
    if not heads:
        return None
    raw = book.read(name, header_row, last, dict.fromkeys(heads, Want.ANY))
    columns = {str(header): column for column, header in reversed(heads.items())}
    rows = [{h: raw.columns[c].values[i] for h, c in columns.items()} for i in range(raw.rows)]
    while rows and all(v is None for v in rows[-1].values()):
        rows.pop()
    return Sheet(header_row, dict(reversed(columns.items())), rows)


def missing(theirs: Sheet | None, ours: Sheet | None, key: Sequence[str]) -> list[Row]:
    """The rows of one sheet that another one does not have."""
    if theirs is None:
        return []
    known = set(ours.keys(*key)) if ours else set()
    return [row for row, k in zip(theirs.rows, theirs.keys(*key), strict=True) if k not in known]


def _key() -> list[str]:
    return [MESSAGES.field(name).header for name in MESSAGES.key]


def _undone(row: Row) -> Row:
    """A row of an undone run: what the user has sent or passed over stays so."""
    return {**row, "Status": row["Status"] if _users(row.get("Status")) else MessageStatus.UNDONE.value}


def _users(status: object) -> bool:
    said = key_text(status)
    return bool(said) and said not in _OURS


def _column(header: str) -> Column:
    kinds = {f.header: f.kind for f in MESSAGES.fields}
    return Column(header, _FORMATS.get(kinds.get(header, Kind.TEXT), Format.TEXT), 14)


def _messages(theirs: Sheet, rows: list[Row]) -> SheetTable:
    """The sheet that the undone run had made, with all its rows."""
    columns = tuple(_column(h) for h in theirs.columns)
    data: dict[str, Any] = {h: [row[h] for row in rows] for h in theirs.columns}
    return SheetTable(MESSAGES.sheet, MESSAGES.table, columns, data, tuple(k for k in _key() if k in data))


def _more_messages(theirs: Sheet, ours: Sheet, added: list[Row]) -> list[TablePatch]:
    """Rows that are missing come below; what the user has said since about a row that is there stays said."""
    last = ours.header_row + len(ours.rows)
    new = np.arange(last + 1, last + 1 + len(added))
    cells = [CellRun(h, new, [row[h] for row in added]) for h in theirs.columns] if added else []
    said = dict(zip(theirs.keys(*_key()), (row.get("Status") for row in theirs.rows), strict=True))
    told = [(i, said.get(k)) for i, k in enumerate(ours.keys(*_key()), ours.header_row + 1)]
    told = [(i, s) for i, s in told if _users(s) and s != ours.rows[i - ours.header_row - 1].get("Status")]
    if told:
        cells.append(CellRun("Status", np.array([i for i, _ in told]), [s for _, s in told]))
    if not cells:
        return []
    places: dict[str, int | Column] = {h: ours.columns.get(h) or _column(h) for h in theirs.columns}
    nothing = np.array([], np.int64)
    return [TablePatch(MESSAGES.sheet, ours.header_row, places, cells, nothing, last, last + len(added))]
