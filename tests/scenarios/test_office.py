"""Does LibreOffice open what a run writes, recalculate it, and find no error cell?"""

from __future__ import annotations

import shutil
from pathlib import Path

import openpyxl
import pytest

from backorder_xl.hosts.cli import main
from tests.books import DATA, NORTHWIND, book_file, office, sheet_rows, small_book

BOOKS = {"small": "2026-06-03", **NORTHWIND}


@pytest.mark.office
@pytest.mark.skipif(not shutil.which("soffice"), reason="needs LibreOffice")
@pytest.mark.parametrize("name", BOOKS)
def test_libreoffice_finds_the_same_cells_and_no_error(tmp_path: Path, name: str) -> None:
    if name in NORTHWIND and not DATA.exists():
        pytest.skip("the example books are not beside this checkout")
    book = DATA / name if name in NORTHWIND else book_file(tmp_path / "small.xlsx", small_book())
    out, again = tmp_path / "out.xlsx", tmp_path / "office"
    assert main(["run", str(book), "-o", str(out), "--as-of", BOOKS[name]]) == 0
    office(out, "xlsx", again).check_returncode()
    opened = openpyxl.load_workbook(again / "out.xlsx", data_only=True)
    errors = [c.coordinate for s in opened for row in s.iter_rows() for c in row if c.data_type == "e"]
    assert not errors
    for sheet in ("Backorders", "Allocations", "Ready to Ship"):
        assert sheet_rows(again / "out.xlsx", sheet) == sheet_rows(out, sheet)
