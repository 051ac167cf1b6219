"""Are the lists that a warehouse prints ready for paper? (rule 1.4)"""

from __future__ import annotations

from pathlib import Path

import openpyxl

from backorder_xl.hosts.cli import main
from tests.books import book_file, small_book


def test_lists_repeat_their_header_and_orders_are_told_apart(tmp_path: Path) -> None:
    book = book_file(tmp_path / "Orders.xlsx", small_book())
    assert main(["run", str(book), "--as-of", "2026-06-03"]) == 0
    opened = openpyxl.load_workbook(book)
    for name in ("Backorders", "Ready to Ship"):
        sheet = opened[name]
        assert (sheet.print_title_rows, sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == ("$1:$1", 1, 0)
        assert sheet.oddHeader.left.text.endswith(name)
    ready = opened["Ready to Ship"]
    rows = range(2, ready.max_row + 1)
    assert [ready.cell(r, 1).value for r in rows] == ["SO1", "SO3"]
    assert [ready.cell(r, 1).border.top.style for r in rows] == [None, "thin"]
