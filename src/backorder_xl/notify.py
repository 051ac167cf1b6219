"""How do decided letters become drafts and rows of Messages? (section 6)

The step of run.py between deciding and writing: what is drafted goes into the ledger, what cannot be sent becomes a problem.
Nothing is written here: the drafts are saved, and the workbook is changed, once everything else is known.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from backorder_xl.core import say
from backorder_xl.core.keys import natural, places, texts
from backorder_xl.core.letters import Drafted, Letter
from backorder_xl.core.planning import Outcome
from backorder_xl.core.post import Post, ledger_rows, letters
from backorder_xl.core.settings import Settings
from backorder_xl.core.words import MessageStatus
from backorder_xl.sheets import messages
from backorder_xl.tables.problems import Problem, problem
from backorder_xl.tables.reading import Placed, Reading
from backorder_xl.workbook.changes import SheetTable, TablePatch
from backorder_xl.workbook.model import Book

Draft = Callable[[Sequence[Letter], Settings, Collection[str]], Drafted]
"""Puts letters into words; nothing is written before ``Drafted.save`` is called. The names are those of the files that Messages
lists as told, by which what a killed run left is told apart."""


@dataclass
class Notices:
    """The change to Messages, what stood in the way, how many letters were drafted, and the steps that save them."""

    change: TablePatch | SheetTable | None
    problems: list[Problem] = field(default_factory=list)
    count: int = 0
    drafted: Drafted = field(default_factory=lambda: Drafted({}))


def notices(book: Book, reading: Reading, outcome: Outcome, draft: Draft) -> Notices:
    """Decide and draft the letters of this run, and lay out their rows (rules 6.1 to 6.3)."""
    placed = reading.placed.get("messages")
    strange = next((s for s in book.sheets() if s.casefold() == "messages"), None) if placed is None else None
    if strange:
        return Notices(None, [problem("messages-not-ours", strange)])
    post = letters(outcome, reading.tables, reading.settings)
    size = sum(len(letter.items) for letter in post.letters)
    if placed and not _fresh(placed) and size > book.room_below(placed.sheet, placed.last_row, list(placed.columns.values())):
        return Notices(None, [problem("no-room-for-messages", placed.sheet, placed.last_row, value=str(size))])
    drafted = draft(post.addressed, reading.settings, _told(reading))
    rows = ledger_rows(post.letters, drafted)
    count = len(drafted.subjects.keys() - drafted.unaddressed.keys())
    return Notices(_change(placed, rows), _problems(post, drafted, reading), count, drafted)


def _told(reading: Reading) -> set[str]:
    """The files of Messages that belong to runs that stand."""
    sheet = reading.tables.messages
    files, status = texts(sheet, "file"), texts(sheet, "status")
    return {file for file, said in zip(files, status, strict=True) if file and said != MessageStatus.UNDONE.value}


def _fresh(placed: Placed) -> bool:
    """Whether this is the sheet as we made it, without a row yet."""
    rows = np.arange(placed.first_row, placed.last_row + 1)
    return placed.table == "Messages" and bool(np.isin(rows, placed.blank_rows).all())


def _change(placed: Placed | None, rows: pd.DataFrame) -> TablePatch | SheetTable | None:
    if placed is not None and rows.empty:
        return None
    return messages.new_sheet(rows) if placed is None or _fresh(placed) else messages.added(rows, placed)


def _problems(post: Post, drafted: Drafted, reading: Reading) -> list[Problem]:
    """A word on everyone who would hear something, and on every letter that could not be drafted."""
    told: list[Problem] = []
    lost: dict[str, list[str]] = {}
    why = {letter.number: letter for letter in post.letters}
    unusable = {(why[n].recipient, why[n].email, why[n].to_supplier): f": {text}" for n, text in drafted.unaddressed.items()}
    people = list(dict.fromkeys([*post.unreached, *unusable]))
    for (who, email, supplier), (sheet, row) in zip(people, _where(people, reading), strict=True):
        if row is None:
            lost.setdefault(sheet, []).append(who)
        elif email:
            reason = unusable.get((who, email, supplier), "").rstrip(".")
            told.append(problem("address-unusable", sheet, row, "Email", email, why=reason))
        else:
            told.append(problem("no-address", sheet, row, "Email", who))
    for sheet, names in lost.items():
        told.append(problem("no-address", sheet, None, "Email", say.listed(sorted(names, key=natural))))
    sheet = reading.placed["messages"].sheet if "messages" in reading.placed else "Messages"
    told += [problem("draft-note", sheet, None, "", "", text=text.rstrip(".")) for text in drafted.notes]
    told += [problem("draft-failed", sheet, None, "", number, why=text.rstrip(".")) for number, text in drafted.failed.items()]
    return told


def _where(people: list[tuple[str, str, bool]], reading: Reading) -> list[tuple[str, int | None]]:
    """The sheet and row on which the address of each belongs; the row is None where no row is about them."""
    found: list[tuple[str, int | None]] = [("Suppliers", None)] * len(people)
    for name, column in (("orders", "customer"), ("customers", "customer"), ("suppliers", "supplier")):
        frame = getattr(reading.tables, name)
        for i, at in enumerate(places([who for who, _, _ in people], texts(frame, column)).tolist()):
            if at >= 0 and people[i][2] == (name == "suppliers"):
                found[i] = (reading.placed[name].sheet, int(frame["row"].iat[at]))
    return found
