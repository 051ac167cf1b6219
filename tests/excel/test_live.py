"""Is a run on an open workbook all or nothing, quiet, counted, and clear about what is in its way? (rules 1.5, 8.7, 9)"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlwings as xw

from backorder_xl import run
from backorder_xl.hosts.undo import undo_open
from backorder_xl.steer import steer
from backorder_xl.tables.problems import Unusable
from backorder_xl.workbook.errors import Busy, NoWorkbook, Protected, Unwritable
from backorder_xl.workbook.live import patience
from backorder_xl.workbook.live.book import LiveBook, active_book
from backorder_xl.workbook.live_slot import LiveSlot
from tests.books import book_file, small_book
from tests.excel.desk import NOW, copied, morning, what_stands
from tests.excel.engine import Excel, FilteredWrites, count

DAY = "2026-06-03"


@pytest.fixture
def opened(excel: Excel, tmp_path: Path) -> xw.Book:
    """The small book after a first run, saved and opened again with an own column and a filter on Backorders."""
    path = book_file(tmp_path / "book.xlsx", small_book())
    book = excel.open(path)
    morning(LiveBook(book), DAY)
    sheet = book.sheets["Backorders"]
    rows, columns = sheet.tables["Backorders"].range.shape
    sheet.range((1, columns + 1)).value = "My note"
    sheet.range((2, columns + 1)).value = [["first"], ["second"]]
    sheet.tables["Backorders"].resize(sheet.range((1, 1), (rows, columns + 1)))
    sheet.range((2, 2)).add_note("mine")
    book.sheets["Orders"].range("F5").value = 14
    excel.calls.clear()
    return book


def now(excel: Excel, book: xw.Book, tmp_path: Path) -> dict[str, Any]:
    return what_stands(excel.save(book, tmp_path / "now.xlsx"))


def test_a_failure_at_any_write_leaves_everything_as_it_was(excel: Excel, opened: xw.Book, tmp_path: Path) -> None:
    before = now(excel, opened, tmp_path)
    settings = dict(excel.running[0].state)
    n = told = 0
    while True:
        n += 17  # a run with its charts makes hundreds of writes
        excel.switches.fail_at(n, done=bool(n % 2))
        try:
            morning(LiveBook(opened), DAY)
        except Unwritable as error:
            assert "everything is as it was" in error.message
            told += 1
        else:
            break
        finally:
            excel.switches.fail_no_more()
            assert excel.running[0].state == settings
        after = now(excel, opened, tmp_path)
        for sheet in {**before, **after}:
            assert before.get(sheet) == after.get(sheet), (n, sheet)
    assert told > 10


def test_an_interrupt_leaves_everything_as_it_was(excel: Excel, opened: xw.Book, tmp_path: Path) -> None:
    before, settings = now(excel, opened, tmp_path), dict(excel.running[0].state)
    excel.switches.fail_at(30, error=KeyboardInterrupt())  # type: ignore[arg-type]
    with pytest.raises(KeyboardInterrupt):
        morning(LiveBook(opened), DAY)
    excel.switches.fail_no_more()
    assert now(excel, opened, tmp_path) == before
    assert excel.running[0].state == settings


def test_excel_is_found_as_it_was_left(excel: Excel, opened: xw.Book) -> None:
    orders, app = opened.sheets["Orders"], excel.running[0]
    orders.api.Activate()
    orders.range("B3:C4").api.Select()
    app.state |= {"Calculation": -4135, "StatusBar": "mine", "EnableEvents": False}
    app.expands = True
    opened.sheets["Backorders"].range("A:A").column_width = 44
    settings = dict(app.state)
    morning(LiveBook(opened), DAY)
    assert app.state == settings
    assert app.expands
    assert (opened.sheets.active.name, opened.selection.address) == ("Orders", "$B$3:$C$4")
    assert opened.sheets["Backorders"].range("A1").column_width == 44


def test_one_read_and_one_write_for_each_table(excel: Excel, opened: xw.Book) -> None:
    with excel.switches.counted() as calls:
        morning(LiveBook(opened), DAY)
    for sheet in opened.sheets:
        assert count(calls, "Range.Value", "get", f"{sheet.name}!") <= 1, sheet.name
        assert count(calls, "Range.Formula", "get", f"{sheet.name}!") <= 1, sheet.name
    for name in ("Allocations", "Dashboard", "Problems", "Run Log", "Ready to Ship"):
        assert count(calls, "Range.Value", "put", f"{name}!") <= 1, name
    assert count(calls, "Range.Value", "put", "Backorders!") <= 2  # the user's own column moves


@pytest.mark.parametrize("mode", FilteredWrites)
def test_a_filter_is_no_obstacle_and_stays(excel: Excel, opened: xw.Book, mode: FilteredWrites) -> None:
    excel.switches.filtered_writes = mode
    table = opened.sheets["Backorders"].tables["Backorders"]
    table.autofilter.apply_values(1, ["SO1"])
    filtered = [dict(c.impl) for c in table.autofilter.criteria if c.type != "none"]
    morning(LiveBook(opened), DAY)
    assert [dict(c.impl) for c in table.autofilter.criteria if c.type != "none"] == filtered
    orders = [row[0] for row in LiveBook(opened).top("Backorders")[1:]]
    table.autofilter.clear()
    plain = LiveBook(opened)
    morning(plain, DAY)
    assert [row[0] for row in LiveBook(opened).top("Backorders")[1:]] == orders


@pytest.mark.parametrize("mode", FilteredWrites)
def test_a_filter_that_belongs_to_no_table_is_no_obstacle_either(excel: Excel, tmp_path: Path, mode: FilteredWrites) -> None:
    path = book_file(tmp_path / "book.xlsx", small_book())
    plain, filtered = excel.open(path), excel.open(copied(path, "filtered"))
    morning(LiveBook(plain), DAY)
    excel.switches.filtered_writes = mode
    rows = filtered.sheets["Purchase Orders"].range("A1:G3")
    rows.autofilter.apply_values(1, ["PO2"])
    morning(LiveBook(filtered), DAY)
    again = filtered.sheets["Purchase Orders"].api.AutoFilter.Range.Address
    (one,) = [c for c in filtered.sheets["Purchase Orders"].range(again).autofilter.criteria if c.type != "none"]
    assert one.values == ["PO2"] or one.value1 == "PO2"
    assert LiveBook(filtered).top("Purchase Orders") == LiveBook(plain).top("Purchase Orders")


def test_merged_cells_end_the_room_below(excel: Excel, tmp_path: Path) -> None:
    book = excel.open(book_file(tmp_path / "book.xlsx", small_book()))
    sheet = book.sheets["Purchase Orders"]
    assert LiveBook(book).room_below("Purchase Orders", 3, [1, 7]) > 1_000_000
    sheet.range("C9:D10").merge()
    assert LiveBook(book).room_below("Purchase Orders", 3, [1, 7]) == 5
    sheet.range("A30").value = "end"
    assert LiveBook(book).room_below("Purchase Orders", 3, [1, 7]) == 5
    assert LiveBook(book).room_below("Purchase Orders", 3, [1, 2]) == 26


def test_undo_brings_the_sheets_back_and_once_more_takes_that_back(excel: Excel, opened: xw.Book, tmp_path: Path) -> None:
    state, day, later = tmp_path / "state", dt.date(2026, 6, 3), NOW + dt.timedelta(hours=1)
    before = now(excel, opened, tmp_path)
    morning(LiveBook(opened, LiveSlot(state, opened.fullname, "run", NOW)), DAY)
    ran = now(excel, opened, tmp_path)
    assert ran["Backorders"] != before["Backorders"]
    assert "before the run of" in undo_open(opened, state, day, later, force=False, dry_run=False)
    undone = now(excel, opened, tmp_path)
    for sheet in before:
        if sheet != "Run Log":
            assert before[sheet] == undone[sheet], sheet
    heads, *log = LiveBook(opened).top("Run Log")
    verbs = [row[heads.index("Verb")] for row in log]
    assert sorted(verbs) == ["run", "run", "undo"]
    undo_open(opened, state, day, later + dt.timedelta(hours=1), force=False, dry_run=False)
    again = now(excel, opened, tmp_path)
    for sheet in ran:
        if sheet != "Run Log":
            assert ran[sheet] == again[sheet], sheet


def test_undo_of_what_did_not_touch_the_run_log_adds_to_it(excel: Excel, opened: xw.Book, tmp_path: Path) -> None:
    state, day = tmp_path / "state", dt.date(2026, 6, 3)
    book = LiveBook(opened, LiveSlot(state, opened.fullname, "steer", NOW))
    run.write(book, steer(book, {}, day), None, backup=False)
    before = LiveBook(opened).top("Run Log")
    undo_open(opened, state, day, NOW + dt.timedelta(hours=1), force=False, dry_run=False)
    heads, *log = LiveBook(opened).top("Run Log")
    assert len(log) == len(before)
    assert [row[heads.index("Verb")] for row in log][-1] == "undo"
    assert "Demand" not in [s.name for s in opened.sheets]


def test_undo_takes_new_sheets_away_and_asks_before_work_is_lost(excel: Excel, tmp_path: Path) -> None:
    state, day = tmp_path / "state", dt.date(2026, 6, 3)
    book = excel.open(book_file(tmp_path / "book.xlsx", small_book()))
    with pytest.raises(Unusable, match="nothing to undo"):
        undo_open(book, state, day, NOW, force=False, dry_run=False)
    morning(LiveBook(book, LiveSlot(state, book.fullname, "run", NOW)), DAY)
    book.sheets["Backorders"].range("A2").add_note("mine")
    with pytest.raises(Unusable, match="would be lost"):
        undo_open(book, state, day, NOW, force=False, dry_run=False)
    assert "would be again" in undo_open(book, state, day, NOW, force=True, dry_run=True)
    undo_open(book, state, day, NOW, force=True, dry_run=False)
    assert [s.name for s in book.sheets] == [*small_book(), "Run Log"]


@pytest.mark.parametrize("table", [True, False])
def test_a_totals_row_of_the_user_moves_along(excel: Excel, opened: xw.Book, tmp_path: Path, table: bool) -> None:
    sheet = opened.sheets["Backorders"]
    if table:
        sheet.tables["Backorders"].show_totals = True
        sheet.range("A5").value = "Sum"
    else:
        sheet.range("A6").value = "Sum"
        sheet.range("F6").formula = "=SUM(F2:F4)"
    sheet.range("A9").value = "below"
    opened.sheets["Orders"].range("A6").value = [["SO5", 1, dt.datetime(2026, 6, 1), "C5", "A", 50, 3, 2]]
    morning(LiveBook(opened), DAY)
    found = openpyxl.load_workbook(excel.save(opened, tmp_path / "now.xlsx"))["Backorders"]
    rows = {str(row[0].value): row for row in found.iter_rows() if row[0].value}
    more = found.tables["Backorders"].ref
    last = rows["Sum"][0].row
    assert rows["below"][0].row == last + (4 if table else 3)
    assert more.endswith(str(last)) if table else rows["Sum"][5].value == f"=SUM(F2:F{last - 2})"
    assert rows["SO5"][0].row < last


@pytest.mark.parametrize("row", [1, 40])
def test_a_book_in_edit_mode_is_waited_for_and_then_told(
    excel: Excel, opened: xw.Book, monkeypatch: pytest.MonkeyPatch, row: int
) -> None:
    monkeypatch.setattr(patience, "WAITS", (0.0, 0.0, 0.0))
    book = LiveBook(opened)
    with excel.switches.edit_mode(calls=2):
        assert "Orders" in book.sheets()
    with excel.switches.edit_mode(), pytest.raises(Busy, match="finish editing the cell"):
        LiveBook(opened).top("Orders")


def test_what_is_locked_is_told_before_anything_is_written(excel: Excel, opened: xw.Book, tmp_path: Path) -> None:
    before = now(excel, opened, tmp_path)
    opened.sheets["Backorders"].api.Protect("secret")
    with excel.switches.counted() as calls, pytest.raises(Protected, match="The sheet Backorders is protected"):
        morning(LiveBook(opened), DAY)
    assert count(calls, kind="put", where="") == 0
    opened.sheets["Backorders"].api.Unprotect("secret")
    excel.of(opened).read_only = True
    with pytest.raises(Unwritable, match="open for reading only"):
        morning(LiveBook(opened), DAY)
    excel.of(opened).read_only = False
    assert now(excel, opened, tmp_path) == before


def test_a_locked_structure_is_told_where_a_sheet_must_be_added(excel: Excel, tmp_path: Path) -> None:
    book = excel.open(book_file(tmp_path / "book.xlsx", small_book()))
    book.api.Protect(Structure=True)
    with pytest.raises(Protected, match="no sheet can be added"):
        morning(LiveBook(book), DAY)
    assert [s.name for s in book.sheets] == list(small_book())


def test_no_excel_and_no_book(excel: Excel) -> None:
    with pytest.raises(NoWorkbook):
        active_book()


def test_where_a_book_lies(excel: Excel, tmp_path: Path) -> None:
    path = book_file(tmp_path / "book.xlsx", small_book())
    assert LiveBook(excel.open(path)).folder() == tmp_path
    assert LiveBook(excel.new()).folder() is None
    cloud = book_file(tmp_path / "cloud.xlsx", small_book())
    assert LiveBook(excel.open(cloud, url="https://example.sharepoint.com/Shared/cloud.xlsx")).folder() is None


def test_a_book_that_was_never_saved_works(excel: Excel) -> None:
    book = excel.new()
    for name, rows in small_book().items():
        sheet = book.sheets.add(name)
        sheet.range("A1").value = [row + [None] * (8 - len(row)) for row in rows]
    morning(LiveBook(book), DAY)
    assert sorted(row[0] for row in LiveBook(book).top("Backorders")[1:]) == ["SO2", "SO3", "SO4"]
