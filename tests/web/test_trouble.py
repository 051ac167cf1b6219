"""What becomes of the workbook when something goes wrong in the middle of a press, or this Excel is an old one? (rules 8.7, 9)"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl
import pytest

from backorder_xl.templates import demo_book
from tests.books import book_file, small_book
from tests.web.comparing import by_command_line, copied, what_stands
from tests.web.excel import MOST, Excel
from tests.web.seat import Browser, Desk, Sit, browsing
from tests.web.serving import Served, served

DAY = "2026-06-03"


def once(tmp_path: Path) -> Path:
    """A small book after a run of the day before, so that a run writes to old sheets and adds the sheet Changes."""
    path = by_command_line(book_file(tmp_path / "book.xlsx", small_book()), "2026-06-02")
    book = openpyxl.load_workbook(path)
    for row, ordered in enumerate((8, 12, 3), 2):
        book["Orders"].cell(row, 6, ordered)
    book.save(path)
    return path


def plain(path: Path) -> dict[str, object]:
    """What stands there; cells of our own sheets have no number formats that only blank cells had."""
    return {name: {k: v for k, v in found.items() if k != "alarms"} for name, found in what_stands(path).items()}


def test_a_failure_at_any_write_brings_the_book_back_as_it_was(sit: Sit, tmp_path: Path) -> None:
    path = once(tmp_path)
    desk = sit(path)
    desk.press("bo_run")
    count = desk.excel.writes
    assert count > 5
    complete = {name: found["cells"] for name, found in what_stands(desk.save(tmp_path / "complete.xlsx")).items()}
    assert "Changes" in [s.ws.title for s in desk.excel.book.sheets]
    tried = 0
    # What counts goes in the first requests, which are many actions long; looks come after.
    for n, done in [(1, 1), (1, 40), (1, 100), (2, 1), (2, 60), *((n, 5 * n) for n in range(3, count + 1))]:
        desk = sit(path)
        before = plain(desk.save(tmp_path / "before.xlsx"))
        desk.excel.fail_at(n, after=done)
        said = desk.press("bo_run")
        assert desk.excel.refused, (n, done)
        if "everything is as it was" in said:
            tried += 1
            assert plain(desk.save(tmp_path / "after.xlsx")) == before, (n, done)
        else:  # it was only a look, or nothing that counts
            assert "is done" in said, (n, done, said)
            after = what_stands(desk.save(tmp_path / "after.xlsx"))
            assert {name: found["cells"] for name, found in after.items()} == complete, (n, done)
    assert tried >= 5


def test_cancel_midway(sit: Sit, tmp_path: Path) -> None:
    path = tmp_path / "demo.xlsx"
    path.write_bytes(demo_book())
    desk = sit(path)
    desk.excel.requests.clear()
    before = what_stands(desk.save(tmp_path / "before.xlsx"))

    def cancel_when_a_sheet_was_added(excel: Excel) -> None:
        if len(excel.book.sheets) > len(before):
            excel.before = None
            desk.click("#work .head button")

    desk.excel.before = cancel_when_a_sheet_was_added
    said = desk.press("bo_run")
    assert desk.excel.before is None
    assert "was stopped" in said
    assert "Everything is as it was" in said
    assert what_stands(desk.save(tmp_path / "after.xlsx")) == before


def test_a_protected_sheet_is_named_and_nothing_is_written(sit: Sit, tmp_path: Path) -> None:
    path = once(tmp_path)
    book = openpyxl.load_workbook(path)
    book["Backorders"].protection.sheet = True
    book.save(path)
    desk = sit(path)
    before = what_stands(desk.save(tmp_path / "before.xlsx"))
    said = desk.press("bo_run")
    assert "Backorders" in said
    assert "protect" in said
    assert not desk.excel.refused
    assert what_stands(desk.save(tmp_path / "after.xlsx")) == before


@pytest.mark.parametrize("version", ["1.17", "1.13"])
def test_an_older_excel_still_gets_all_data(sit: Sit, tmp_path: Path, version: str) -> None:
    path = once(tmp_path)
    closed = by_command_line(copied(path, "closed"), DAY)
    desk = sit(path, sets={"excelapi": version})
    said = desk.press("bo_run")
    assert "is done" in said, (said, desk.excel.refused)
    one, two = what_stands(closed), what_stands(desk.save(tmp_path / "live.xlsx"))
    assert list(one) == list(two)
    for sheet in one:
        if sheet != "Run Log":
            assert one[sheet]["cells"] == two[sheet]["cells"], sheet
            assert one[sheet]["tables"] == two[sheet]["tables"], sheet


def test_a_book_of_ten_thousand_lines_stays_within_what_excel_takes(sit: Sit, tmp_path: Path) -> None:
    from bench import data

    path = tmp_path / "big.xlsx"
    book = openpyxl.Workbook(write_only=True)
    for name, columns in data.book(10_000).items():
        sheet = book.create_sheet(name)
        sheet.append(list(columns))
        for row in zip(*columns.values(), strict=True):
            sheet.append([v.item() if hasattr(v, "item") else v for v in row])
    book.save(path)
    desk = sit(path, now=dt.datetime.combine(data.AS_OF, dt.time(7, 30)))
    said = desk.press("bo_plan")
    assert "is done" in said, (said, desk.excel.refused)
    assert desk.excel.biggest < MOST
    assert len(what_stands(desk.save(tmp_path / "after.xlsx"))["Backorders"]["cells"]) > 10_000


def test_a_server_that_is_gone_is_said(tmp_path: Path) -> None:
    with served(tmp_path / "server") as server, browsing(server) as browser:
        desk = _at(browser, server, tmp_path)
        server.process.terminate()
        server.process.wait(timeout=60)
        before = what_stands(desk.save(tmp_path / "before.xlsx"))
        said = desk.press("bo_run")
        assert "The Backorder XL server cannot be reached. Start it (backorder-xl serve)" in said
        assert what_stands(desk.save(tmp_path / "after.xlsx")) == before


def _at(browser: Browser, server: Served, tmp_path: Path) -> Desk:
    return Desk(browser, server, book_file(tmp_path / "book.xlsx", small_book()))
