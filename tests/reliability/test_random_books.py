"""Whole workbooks that nobody would make on purpose: never a traceback, nothing left out in silence, the laws of section 8.

The short form is part of every run of the tests; ``BOOKS=5000`` makes as many books, and not the same ones each time.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from backorder_xl.hosts.cli import main
from backorder_xl.tables.contracts import RESULT_SHEETS
from backorder_xl.tables.reading import Unusable, read_tables
from backorder_xl.workbook.errors import WorkbookError
from backorder_xl.workbook.file import FileBook
from tests.reliability import raw_cells
from tests.reliability.odd_books import OddBook, odd_books
from tests.reliability.standing import (
    every_error_is_on_the_sheet,
    every_row_is_used_or_told,
    the_oracle_agrees,
    the_users_cells_are_as_they_were,
)

BOOKS = int(os.environ.get("BOOKS", "15"))
AS_OF = "2026-06-03"
EXTRA = (
    ("check",),
    ("plan",),
    ("receive",),
    ("notify",),
    ("steer",),
    ("adopt", "--yes"),
    ("page",),
    ("explain", "SO-1"),
    ("explain", "SO-1", "1"),
    ("whatif", "--slip-supplier", "S=5"),
    ("whatif", "--cancel", "SO-1"),
    ("whatif", "--stock", "A=1"),
    ("whatif",),
    ("undo",),
    ("undo", "--force"),
)
CHOSEN: tuple[tuple[str, ...], ...] = (
    (),
    ("Legal Regime=US", "Keep In Touch Days=1", "Cancel Offer Days=0"),
    ("Legal Regime=EU", "One Message Per=order"),
    ("Refill Safety Stock=yes",),
    ("Allocation Policy=fair-share", "Ship Complete Rule=release"),
    ("Allocation Policy=most-complete",),
    ("Allocation Policy=value", "Below Minimum=hold"),
    ("Allocation Policy=need-by", "Supplier Choice=on-time", "Lead Time In=working days"),
    ("Date Order=DMY", "Decimal Mark=,", "Supplier Choice=cheapest"),
    ("Allocation Policy=promised", "Supplier Choice=fastest", "Inbound Days=2", "Outbound Days=3"),
    ("Page Items=all", "Default Location=North", "Legal Regime=by Country"),
)
ENCODINGS = ("utf-8", "cp1252", "ascii")  # what a console, or a file that the output is sent to, may take


def says(words: list[str], encoding: str = "utf-8") -> tuple[int, str, str]:
    """The command as a shell would run it: exit code, output, complaint; strict about what the shell can show."""
    streams = [io.TextIOWrapper(io.BytesIO(), encoding=encoding) for _ in range(2)]
    with contextlib.redirect_stdout(streams[0]), contextlib.redirect_stderr(streams[1]):
        code = main(words)
    out, complaint = ((s.flush(), s.buffer.getvalue().decode(encoding))[1] for s in streams)
    if "unforeseen" in complaint:
        with contextlib.redirect_stdout(streams[0]), contextlib.redirect_stderr(streams[1]):
            main([*words, "--debug"])  # raises what it was
    assert code in (0, 2, 3), (words, code, complaint)
    assert "Traceback" not in complaint and "unforeseen" not in complaint, complaint
    if code and words[0] == "adopt":  # says what is missing together with what it proposes
        assert (out + complaint).strip()
    elif code:
        assert complaint.strip().endswith((".", "?", "…")) and "\n" not in complaint.strip(), complaint
    return code, out, complaint


@settings(
    max_examples=BOOKS,
    derandomize=BOOKS <= 100,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.generate] if BOOKS > 100 and "SHRINK" not in os.environ else list(Phase),
    report_multiple_bugs=True,
)
@given(odd_books(), st.sampled_from(EXTRA), st.sampled_from(EXTRA), st.sampled_from(CHOSEN), st.sampled_from(ENCODINGS))
def test_an_odd_book_is_worked_with_or_refused(
    odd: OddBook, before: tuple[str, ...], after: tuple[str, ...], chosen: tuple[str, ...], encoding: str
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        try_it(odd.write(Path(folder) / "odd.xlsx"), before, after, chosen, encoding)


def try_it(book: Path, before: tuple[str, ...], after: tuple[str, ...], chosen: tuple[str, ...], encoding: str) -> None:
    """Read it, run it until nothing of ours is left that the book brought along, and some other verb before and after."""
    settled = ["--as-of", AS_OF, *(word for pair in chosen for word in ("--set", pair))]
    overrides = dict(pair.split("=") for pair in chosen)
    start = raw_cells.sheets(book)
    try:
        with FileBook(book) as opened:
            reading = read_tables(opened, overrides)
    except (Unusable, WorkbookError):
        untouched = book.read_bytes()
        code, _, _ = says(["run", str(book), *settled, "--json"], encoding)
        assert code == 2 and book.read_bytes() == untouched
        verb, *rest = before
        says([verb, str(book), *rest, *settled], encoding)
        return
    every_row_is_used_or_told(start, reading)
    verb, *rest = before
    says([verb, str(book), *rest, *settled], encoding)
    untouched = book.read_bytes()
    found = []
    words = {said.strip().casefold() for _, cells in start for _, said, _ in cells.values()}
    old = "proposed" in words or any(
        name.casefold() in OURS for name, _ in start
    )  # rows of ours, which the first run puts in order
    for _ in range(3 if old else 2):
        code, out, said = says(["run", str(book), *settled, "--json"], encoding)
        if code:  # a sheet of the user's has the name of one of ours
            assert any(s in said for s in ("holds something else than the table that belongs there", "has lost its column")), said
            assert book.read_bytes() == untouched
            return
        found.append((json.loads(out), raw_cells.sheets(book)))
    (first, cells), (second, again) = found[-2:]
    assert [s for s in cells if s[0] != "Run Log"] == [s for s in again if s[0] != "Run Log"], "a second run changes nothing"
    assert {k: v for k, v in first.items() if k not in SECOND} == {k: v for k, v in second.items() if k not in SECOND}
    the_users_cells_are_as_they_were(start, again, reading)
    with FileBook(book) as opened:
        reading = read_tables(opened, overrides)
    every_error_is_on_the_sheet(reading, again)
    REACHED.append(len(reading.tables.orders))
    the_oracle_agrees(reading, again, AS_OF, overrides)
    verb, *rest = after
    says([verb, str(book), *rest, *settled], encoding)


REACHED: list[int] = []  # how many order lines could be used in each book that came to the end
OURS = {n.casefold() for n in (*RESULT_SHEETS, "Messages", "Cut List")}
SECOND = ("seconds", "receipts_posted", "messages")  # what a second run has done already
