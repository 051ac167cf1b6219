"""Does steer write its sheets, twice the same, and leave everything else as it is?"""

from __future__ import annotations

import zipfile
from pathlib import Path

import openpyxl
import pytest

from backorder_xl.hosts.cli import main
from backorder_xl.steer import STUDIES
from tests.books import sheet_rows

DAY = "2026-06-03"


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "shop.xlsx"
    assert main(["demo", str(path)]) == 0
    return path


def cells(path: Path) -> dict[str, list[tuple[object, ...]]]:
    return {ws.title: list(ws.iter_rows(values_only=True)) for ws in openpyxl.load_workbook(path)}


def test_twice_is_once_and_nothing_else_changes(book: Path) -> None:
    before = cells(book)
    assert main(["steer", str(book), "--as-of", DAY]) == 0
    once = cells(book)
    assert set(once) - set(before) == set(STUDIES)
    assert all(before[n] == once[n] for n in before)
    assert main(["steer", str(book), "--as-of", DAY]) == 0
    assert cells(book) == once


def test_a_run_after_it_is_the_run_without_it(book: Path, tmp_path: Path) -> None:
    plain = tmp_path / "plain.xlsx"
    plain.write_bytes(book.read_bytes())
    assert main(["steer", str(book), "--as-of", DAY]) == 0
    studied = cells(book)
    for path in (book, plain):
        assert main(["run", str(path), "--as-of", DAY]) == 0
    with_it, without = cells(book), cells(plain)
    assert all(with_it[n] == studied[n] for n in STUDIES)
    assert {n for n in without if with_it[n] != without[n]} <= {"Run Log"}, "it holds the time of day"


def test_what_the_sheets_say_of_the_demo_shop(book: Path) -> None:
    assert main(["steer", str(book), "--as-of", DAY]) == 0
    faster = {r["SKU"]: r for r in sheet_rows(book, "Faster Sources")}
    assert faster["PCK-302"]["Advice"] == "ELVA: 16 days sooner, for 40.00 more; in time then: SO-1022."
    assert all(r["Stated Lead Time"] is not None for r in sheet_rows(book, "Supplier Record"))
    demand = sheet_rows(book, "Demand")
    assert len(demand) == len({r["SKU"] for r in sheet_rows(book, "Orders")})
    assert all((r["Reorder"] == "yes") == (r["Position"] <= r["Reorder Point"]) for r in demand)
    lots = {r["SKU"]: r for r in sheet_rows(book, "Lot Sizes")}
    bought = {r["SKU"] for r in sheet_rows(book, "Purchase Orders") if r["Status"] == "proposed"}
    assert {s for s, r in lots.items() if r["Advice"]} == bought


def test_a_dry_run_writes_nothing(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with zipfile.ZipFile(book) as z:
        before = {n: z.read(n) for n in z.namelist()}
    assert main(["steer", str(book), "--as-of", DAY, "--dry-run"]) == 0
    assert "Nothing was written" in capsys.readouterr().out
    with zipfile.ZipFile(book) as z:
        assert before == {n: z.read(n) for n in z.namelist()}
