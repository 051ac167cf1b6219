"""Does every source import twice without doubling, into a book of ours and into one that numbers lines itself?"""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

import openpyxl
import pytest

from backorder_xl.hosts.importing import Asked, Done, import_into
from backorder_xl.imports.sources.recognise import understand
from backorder_xl.tables.reading import read_tables
from backorder_xl.templates import empty_book
from backorder_xl.workbook.file import FileBook
from tests.imports.sources.samples import SAMPLES, sheet

USABLE = [n for n in SAMPLES if understand([sheet(SAMPLES[n])])[0].incoming]
"""Some layouts are known only to say which other export is wanted."""
DAY, NOW = dt.date(2026, 6, 3), dt.datetime(2026, 6, 3, 9)


def bring(tmp_path: Path, name: str, book: Path) -> Done:
    file = tmp_path / "export.csv"
    with file.open("w", newline="", encoding="utf-8") as out:
        csv.writer(out).writerows(sheet(SAMPLES[name]).rows)
    return import_into(Asked([file], book, as_of=DAY, now=NOW), tmp_path / "state")


@pytest.mark.parametrize("name", USABLE)
def test_a_sample_of_every_source_twice(tmp_path: Path, name: str) -> None:
    book = tmp_path / "book.xlsx"
    first = bring(tmp_path, name, book).imported.summary
    assert first.rows and not any(t.changed for t in first.tallies)
    with FileBook(book) as opened:
        problems = [p for p in read_tables(opened).problems if p.severity == "error"]
    assert not problems, "what is imported can be used"
    second = bring(tmp_path, name, book).imported.summary
    assert second.rows == 0
    assert [t.unchanged for t in second.tallies] == [t.new for t in first.tallies]


@pytest.mark.parametrize("name", [n for n in USABLE if "order" in n.casefold()])
def test_lines_that_the_user_numbered_are_known_again(tmp_path: Path, name: str) -> None:
    book = tmp_path / "book.xlsx"
    book.write_bytes(empty_book())
    bring(tmp_path, name, book)
    opened = openpyxl.load_workbook(book)
    orders = opened["Orders"]
    column = next(c.column for c in orders[1] if c.value == "Line")
    for row in range(2, orders.max_row + 1):
        orders.cell(row, column).value = None  # as in a book without line numbers
    opened.save(book)
    assert bring(tmp_path, name, book).imported.summary.tallies[0].new == 0
