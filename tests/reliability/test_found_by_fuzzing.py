"""What fuzzing and the corpus have found once must not come back (rule 1.5)."""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from pathlib import Path

import pytest

from backorder_xl.hosts.formulas import BY_NAME
from backorder_xl.hosts.functions import Desk, call
from backorder_xl.hosts.functions.example import TABLES
from backorder_xl.workbook.errors import Unreadable
from backorder_xl.workbook.file import FileBook
from tests.corpus.adding import morning, promised
from tests.reliability import hostile_files as files

DAY = dt.date(2026, 6, 3)


@pytest.mark.parametrize("number", [10**30, -(10**30), 2**64])
def test_a_whole_number_of_any_length_is_a_number_or_told(number: int) -> None:
    (made,), *_ = call(BY_NAME["SAFETY_STOCK"], ["0.95", number, 5, 10], DAY, Desk())
    assert isinstance(made, float) or "Please report" not in str(made)


def test_the_weeks_ahead_may_lie_beyond_the_year_9999() -> None:
    made = call(BY_NAME["BACKORDERS"], [TABLES["orders"], TABLES["stock"], None, None, None, dt.date(9999, 12, 31)], DAY, Desk())
    assert made[0][0] == "Order" and len(made) > 1


ROW = b'<row r="9"><c r="A9"%b><v>%b</v></c></row>'
ODD = {
    "a format that is no number": files.more_cells(ROW % (b' s="d"', b"1")),
    "a text number that is a word": files.more_cells(ROW % (b' t="s"', b"AAAAAAA1")),
    "a row that is a blank": files.changed(files.ORDERS, b'<row r="2"', b'<row r=" "'),
    "a row above the first": files.changed(files.ORDERS, b'<row r="2"', b'<row r="-40"'),
    "a cell without a column": files.changed(files.ORDERS, b'r="A2"', b'r="2"'),
}


@pytest.mark.parametrize("name", ODD)
def test_what_no_program_writes_is_read_or_told_with_the_files_name(name: str, tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    path.write_bytes(ODD[name])
    try:
        with FileBook(path) as book:
            assert len(book.top("Orders")) >= 4
    except Unreadable as told:
        assert told.message.startswith("book.xlsx ") and told.message.endswith(".")


def test_a_member_whose_head_is_gone_is_told(tmp_path: Path) -> None:
    data = bytearray(files.zipped(files.good()))
    path = tmp_path / "book.xlsx"
    path.write_bytes(data)
    with zipfile.ZipFile(path) as archive:
        at = archive.getinfo(files.ORDERS).header_offset
    data[at : at + 4] = b"QQQQ"
    path.write_bytes(data)
    with FileBook(path) as book, pytest.raises(Unreadable, match=r"book\.xlsx is damaged"):
        book.top("Orders")


def test_a_type_left_over_from_a_part_that_is_gone_is_used_again(tmp_path: Path) -> None:
    """The corpus has books whose list of types names a sheet that is not there; ours takes its number."""
    path, out = tmp_path / "book.xlsx", tmp_path / "out.xlsx"
    kind = b"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
    left = b'<Override PartName="/xl/worksheets/sheet90.xml" ContentType="%b"/>' % kind
    gone = b"".join(left.replace(b"90", b"%d" % n) for n in range(6, 30))
    path.write_bytes(files.with_part(files.TYPES, files.good()[files.TYPES].replace(b"</Types>", gone + b"</Types>")))
    with FileBook(path) as book:
        theirs = set(book.sheets())
        changes = morning()[0]
        changes = type(changes)([t for t in changes.tables if t.sheet not in theirs], [])
        book.apply(changes, out, backup=False)
    assert promised(path, out) == []
    with zipfile.ZipFile(out) as archive:
        named = re.findall(rb'PartName="/(xl/worksheets/sheet\d+\.xml)"', archive.read(files.TYPES))
    assert len(named) == len(set(named))
