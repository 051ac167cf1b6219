"""The fixture `excel`: an Excel for one test, see `engine/__init__.py`.

def test_something(excel, tmp_path):
    book = excel.open(shutil.copy(BOOK, tmp_path))      # an xw.Book, as its user has it open
    ...                                                 # any xlwings code; xw.books.active finds it as well
    saved = excel.save(book, tmp_path / "after.xlsx")   # for openpyxl or our FileBook to read
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.excel.engine import Excel


@pytest.fixture
def excel() -> Iterator[Excel]:
    engine = Excel()
    engine.start()
    try:
        yield engine
    finally:
        engine.stop()
