"""Does the comparison that the corpus rests on see what it should?"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from backorder_xl.workbook.file import FileBook
from tests.corpus.adding import promised, some_changes
from tests.workbook.books import by_openpyxl, parts, rezip


@pytest.fixture
def both(tmp_path: Path) -> tuple[Path, Path]:
    before, after = tmp_path / "before.xlsx", tmp_path / "after.xlsx"
    by_openpyxl(before)
    with FileBook(before) as book:
        book.apply(some_changes(book), after, backup=False)
    return before, after


def test_our_own_parts_are_no_fault(both: tuple[Path, Path]) -> None:
    assert promised(*both) == []


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        ("xl/worksheets/sheet1.xml", b"SO-", b"XX-"),
        ("xl/workbook.xml", b'name="Orders"', b'name="Other"'),
        ("xl/styles.xml", b"Calibri", b"Courier"),
        ("[Content_Types].xml", b'Extension="xml"', b'Extension="txt"'),
        ("xl/_rels/workbook.xml.rels", b"sheet1.xml", b"sheet9.xml"),
    ],
)
def test_a_fault_is_seen(both: tuple[Path, Path], part: str, old: bytes, new: bytes) -> None:
    before, after = both
    content = parts(after)
    content[part] = re.sub(re.escape(old), new, content[part], count=1)
    if part.endswith("sheet1.xml") and content[part] == parts(after)[part]:
        content[part] += b" "
    rezip(after, content)
    assert promised(before, after) != []


def test_a_lost_part_is_seen(both: tuple[Path, Path]) -> None:
    before, after = both
    rezip(after, {name: data for name, data in parts(after).items() if name != "docProps/app.xml"})
    assert any("is gone" in said for said in promised(before, after))
