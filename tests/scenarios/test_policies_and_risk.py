"""The sheets that help to have fewer backorders tomorrow (section 7), told as workbooks."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest

from backorder_xl.core.words import AllocationPolicy
from backorder_xl.hosts.cli import main
from backorder_xl.hosts.telling import JSON_FIELDS
from backorder_xl.tables.contracts import RESULT_SHEETS
from tests.books import book_file, sheet_rows, small_book

DAY = "2026-06-03"


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = book_file(tmp_path / "Orders.xlsx", small_book())
    assert main(["steer", str(path), "--as-of", DAY]) == 0
    return path


def test_each_policy_stands_beside_the_one_in_force(book: Path) -> None:
    rows = {r["Policy"]: r for r in sheet_rows(book, "Policies")}
    assert list(rows) == [p.value for p in AllocationPolicy]
    assert [name for name, r in rows.items() if r["In Force"] == "yes"] == ["first-come"]
    assert [rows["first-come"][h] for h in ("Better Off", "Worse Off", "Winners", "Losers")] == [0, 0, None, None]
    assert (rows["first-come"]["Complete Orders"], rows["most-complete"]["Complete Orders"]) == (1, 2)
    assert {r["Unit Fill"] for r in rows.values()} == {round(10 / 26, 6)}
    assert rows["most-complete"]["Losers"] == "C3 (1 line)", "SO3 had 4 from stock, which now complete SO4"
    assert (rows["most-complete"]["Better Off"], rows["most-complete"]["Worse Off"]) == (1, 1)


def test_who_waits_is_at_risk(book: Path) -> None:
    rows = {r["Customer"]: r for r in sheet_rows(book, "Customers at Risk")}
    assert {who: r["Offer"] for who, r in rows.items()} == {
        "C2": "say the date: SO2 on 2026-06-20",
        "C3": "ship what is here: 4 of SO3",
        "C4": "say the date: SO4 on 2026-06-20",
    }


def test_a_second_time_changes_nothing_and_the_users_note_stays(book: Path, tmp_path: Path) -> None:
    opened = openpyxl.load_workbook(book)
    sheet = opened["Customers at Risk"]
    column = sheet.max_column + 1
    sheet.cell(1, column, "Called")
    who = next(r for r in range(2, 9) if sheet.cell(r, 1).value == "C3")
    sheet.cell(who, column, "on Monday")
    opened.save(book)
    once, twice = tmp_path / "once.xlsx", tmp_path / "twice.xlsx"
    assert main(["steer", str(book), "-o", str(once), "--as-of", DAY]) == 0
    assert main(["steer", str(once), "-o", str(twice), "--as-of", DAY]) == 0
    assert once.read_bytes() == twice.read_bytes()
    assert {r["Customer"]: r["Called"] for r in sheet_rows(once, "Customers at Risk")}["C3"] == "on Monday"


def test_the_sheets_are_never_read_and_print_one_page_wide(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    opened = openpyxl.load_workbook(book)
    for name in ("Policies", "Customers at Risk"):
        assert name in RESULT_SHEETS
        assert opened[name].page_setup.fitToWidth == 1 and opened[name].print_title_rows == "$1:$1"
    capsys.readouterr()
    assert main(["steer", str(book), "--as-of", DAY, "--json", "--dry-run", "--set", "Allocation Policy=most-complete"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert tuple(found) == JSON_FIELDS and found["verb"] == "steer" and found["output"] is None
    assert (found["open_lines"], found["errors"]) == (4, 0)


def test_undo_takes_it_back(tmp_path: Path) -> None:
    path = book_file(tmp_path / "Orders.xlsx", small_book())
    assert main(["steer", str(path), "--as-of", DAY]) == 0
    assert main(["undo", str(path)]) == 0
    assert "Policies" not in openpyxl.load_workbook(path).sheetnames
