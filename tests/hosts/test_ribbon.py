"""Does every button do in the open workbook what the command line does to the closed file, and say so in one message?

The Excel is the stand-in of tests/excel, over which xlwings' own code for Windows runs.
"""

from __future__ import annotations

import datetime as dt
import shutil
import sys
import webbrowser
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlwings as xw

from backorder_xl.hosts import ribbon
from backorder_xl.hosts.actions import BUTTONS
from backorder_xl.hosts.cli import main
from backorder_xl.hosts.desktop import TITLE
from backorder_xl.steer import STUDIES
from backorder_xl.templates import demo_book
from tests.books import book_file, sheet_rows, small_book
from tests.excel.conftest import excel as excel  # the fixture
from tests.excel.engine import Excel, Shown
from tests.scenarios.old_books import no_headers, old_book

Press = Callable[..., list[Shown]]
VERBS = {"bo_check": "check", "bo_receive": "receive", "bo_plan": "plan", "bo_notify": "notify", "bo_run": "run"}


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A home and a state folder of this test's own."""
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(name, str(tmp_path / "home"))
    monkeypatch.delenv("XDG_DOCUMENTS_DIR", raising=False)
    monkeypatch.setenv("BACKORDER_XL_STATE", str(tmp_path / "state"))
    (tmp_path / "home" / "Documents").mkdir(parents=True)


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the browser was asked to show."""
    shown: list[str] = []
    monkeypatch.setattr(webbrowser, "open", shown.append)
    return shown


@pytest.fixture
def press(excel: Excel, monkeypatch: pytest.MonkeyPatch) -> Press:
    """Press a button as the user who has that workbook in front; the messages that came up."""
    monkeypatch.setattr(sys.modules["win32gui"], "FindWindowEx", lambda *_: 1, raising=False)  # Excel is in front

    def pressed(book: xw.Book | None, button: str, answer: str = "no") -> list[Shown]:
        if book is not None:
            book.set_mock_caller()
        excel.switches.answer, before = answer, len(excel.switches.shown)
        ribbon.press(button)
        shown = excel.switches.shown[before:]
        assert all(s.title == TITLE and "Traceback" not in s.text for s in shown)
        if excel.running:
            assert excel.app.status_bar is False, "the status bar is Excel's again"
        return shown

    return pressed


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("demo") / "Shop.xlsx"
    path.write_bytes(demo_book())
    return path


@pytest.fixture
def shop(demo: Path, tmp_path: Path, excel: Excel) -> xw.Book:
    """The demo book, open."""
    (tmp_path / "desk").mkdir()
    return excel.open(shutil.copy(demo, tmp_path / "desk"))


@pytest.fixture
def small(tmp_path: Path, excel: Excel) -> xw.Book:
    (tmp_path / "desk").mkdir(exist_ok=True)
    rows = small_book()
    rows["Settings"] = [["Setting", "Value"], ["Allocation Policy", "fair-share"]]
    return excel.open(book_file(tmp_path / "desk" / "Small.xlsx", rows))


def one(shown: list[Shown]) -> Shown:
    assert len(shown) == 1, shown
    return shown[0]


def test_every_button_has_a_handler() -> None:
    assert ribbon.HANDLERS.keys() == BUTTONS.keys()


@pytest.mark.parametrize("button", VERBS)
def test_a_button_does_what_its_verb_does(
    shop: xw.Book, excel: Excel, press: Press, demo: Path, tmp_path: Path, button: str, capsys: pytest.CaptureFixture[str]
) -> None:
    closed = Path(shutil.copy(demo, tmp_path / "Shop.xlsx"))
    assert main([VERBS[button], str(closed)]) == 0
    told = capsys.readouterr().out.splitlines()
    said = one(press(shop, button)).text
    label = BUTTONS[button].button.label  # type: ignore[union-attr]
    assert said.startswith(f"{label} is done")
    counts = [
        line for line in told if line.startswith(("From stock", "Proposed:")) or " open lines hold " in line or "error" in line
    ]
    assert counts and all(line in said for line in counts if not line.startswith("  "))
    after = excel.save(shop, tmp_path / "after.xlsx")
    names = openpyxl.load_workbook(closed).sheetnames
    assert openpyxl.load_workbook(after).sheetnames == names
    for sheet in {"Backorders", "Purchase Orders", "Messages", "Problems"} & set(names):
        assert sheet_rows(after, sheet) == sheet_rows(closed, sheet), sheet
    here, there = tmp_path / "desk" / "Shop drafts", tmp_path / "Shop drafts"
    assert here.exists() == there.exists() == (VERBS[button] in ribbon.TELLING)
    if there.exists():
        assert {p.name for p in here.rglob("*")} == {p.name for p in there.rglob("*")}
        assert str(here / "index.html") in said and "Save the workbook" in said


def test_the_closing_message_goes_where_there_is_something_to_look_at(shop: xw.Book, small: xw.Book, press: Press) -> None:
    shop.sheets["Stock"].activate()
    asked = one(press(shop, "bo_check", "no"))
    assert asked.buttons == "yes_no" and "Go there now?" in asked.text and shop.sheets.active.name == "Stock"
    press(shop, "bo_check", "yes")
    assert shop.sheets.active.name == "Problems"
    small.sheets["Settings"].delete()
    assert "Backorders now?" in one(press(small, "bo_plan", "yes")).text
    assert small.sheets.active.name == "Backorders"
    small.sheets["Stock"].range("B2").value = 900
    assert one(press(small, "bo_plan")).buttons == "ok", "nothing waits and nothing is wrong: nothing is asked"


def test_progress_is_told_in_the_status_bar(small: xw.Book, press: Press, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[object] = []
    put = xw.App.status_bar.fset
    assert put is not None
    monkeypatch.setattr(xw.App, "status_bar", xw.App.status_bar.setter(lambda app, value: (told.append(value), put(app, value))))
    press(small, "bo_run")
    steps = [str(t).removeprefix(f"{TITLE}: ") for t in told if str(t).startswith(f"{TITLE}: ")]
    assert [s.split(" ")[0] for s in steps][:3] == ["Reading", "Receiving", "Deciding"] and told[-1] is False


def test_a_workbook_without_a_place_gets_one_among_the_documents(excel: Excel, press: Press, demo: Path, tmp_path: Path) -> None:
    ours = tmp_path / "home" / "Documents" / "Backorder XL"
    (tmp_path / "desk").mkdir()
    cloud = excel.open(shutil.copy(demo, tmp_path / "desk"), url="https://d.docs.live.net/ab12/Shop.xlsx")
    said = one(press(cloud, "bo_run")).text
    assert str(ours / "Shop drafts" / "index.html") in said and "lies in the cloud" in said
    assert not (tmp_path / "desk" / "Shop drafts").exists()
    never = excel.new()
    rows = small_book()
    rows["Suppliers"][0].append("Email")
    for line in rows["Suppliers"][1:]:
        line.append("orders@example.com")
    for name, lines in rows.items():
        sheet = never.sheets.add(name)
        sheet.range("A1").value = lines
    said = one(press(never, "bo_run")).text
    assert str(ours / f"{never.name} drafts" / "index.html") in said and "was never saved" in said


@pytest.mark.parametrize("sheet", ["Orders", "Backorders"])
def test_the_selected_row_is_explained(
    small: xw.Book, excel: Excel, press: Press, tmp_path: Path, sheet: str, capsys: pytest.CaptureFixture[str]
) -> None:
    press(small, "bo_plan")
    closed = excel.save(small, tmp_path / "closed.xlsx")
    row = sheet_rows(closed, sheet)[2]
    assert main(["explain", str(closed), str(row["Order"]), str(row["Line"])]) == 0
    told = capsys.readouterr().out.strip()
    small.sheets[sheet].activate()
    small.sheets[sheet].range("D4").select()
    before = sheet_rows(closed, "Run Log")
    assert one(press(small, "bo_explain")).text == told
    assert sheet_rows(excel.save(small, tmp_path / "after.xlsx"), "Run Log") == before, "nothing is written"
    small.sheets["Stock"].activate()
    small.sheets["Stock"].range("A2").select()
    assert "Row 2 of Stock names no order" in one(press(small, "bo_explain")).text


def test_a_long_explanation_is_shortened() -> None:
    lines = [f"{i}: " + "x" * 60 for i in range(40)]
    said = ribbon.shortened(lines)
    kept = said.splitlines()[:-1]
    assert kept == lines[: len(kept)] and len(said) < 1024
    assert said.splitlines()[-1].startswith(f"... and {40 - len(kept)} more;")
    assert ribbon.shortened(lines[:2]) == "\n".join(lines[:2])


def test_undo_brings_the_sheets_back_and_once_more_takes_that_back(
    shop: xw.Book, excel: Excel, press: Press, tmp_path: Path
) -> None:
    assert "nothing to undo" in one(press(shop, "bo_undo")).text.lower()
    press(shop, "bo_receive")
    received = excel.save(shop, tmp_path / "1.xlsx")
    shown = press(shop, "bo_undo")
    assert "as it was before" in one(shown).text
    undone = excel.save(shop, tmp_path / "2.xlsx")
    assert "Backorders" not in openpyxl.load_workbook(undone).sheetnames
    assert [r["Verb"] for r in sheet_rows(undone, "Run Log")] == ["receive", "undo"]
    press(shop, "bo_undo")
    again = excel.save(shop, tmp_path / "3.xlsx")
    for sheet in ("Backorders", "Stock", "Receipts"):
        assert sheet_rows(again, sheet) == sheet_rows(received, sheet)


def test_undo_asks_before_later_work_is_lost(small: xw.Book, press: Press) -> None:
    press(small, "bo_plan")
    small.sheets["Backorders"].range("A2").value = "mine"
    asked = press(small, "bo_undo", "no")
    assert one(asked).buttons == "yes_no" and "would be lost" in asked[0].text
    assert small.sheets["Backorders"].range("A2").value == "mine"
    shown = press(small, "bo_undo", "yes")
    assert len(shown) == 2 and "as it was before" in shown[1].text
    assert "Backorders" not in [s.name for s in small.sheets]


def test_dashboard_and_settings_come_to_the_front_or_say_how(small: xw.Book, press: Press) -> None:
    small.sheets["Stock"].activate()
    assert "Morning Run and Plan make it" in one(press(small, "bo_dashboard")).text
    press(small, "bo_plan")
    assert press(small, "bo_dashboard") == [] and small.sheets.active.name == "Dashboard"
    assert press(small, "bo_settings") == [] and small.sheets.active.name == "Settings"
    small.sheets["Stock"].activate()
    small.sheets["Settings"].visible = False
    assert "hidden" in one(press(small, "bo_settings")).text
    small.sheets["Settings"].visible = True
    small.sheets["Settings"].delete()
    assert "no sheet Settings" in one(press(small, "bo_settings")).text


def test_a_new_workbook_is_made_and_opened(shop: xw.Book, excel: Excel, press: Press, tmp_path: Path) -> None:
    documents = tmp_path / "home" / "Documents"
    assert len(press(shop, "bo_new", "cancel")) == 1 and not list(documents.iterdir())
    press(shop, "bo_new", "no")
    press(shop, "bo_new", "no")
    shown = press(shop, "bo_new", "yes")
    assert "Press Morning Run" in shown[1].text
    assert {p.name for p in documents.iterdir()} == {"Backorder XL.xlsx", "Backorder XL 2.xlsx", "Backorder XL demo.xlsx"}
    assert excel.app.books.active.name == "Backorder XL demo.xlsx"


def test_adopt_asks_remembers_and_then_a_run_reads_the_book(excel: Excel, press: Press, tmp_path: Path) -> None:
    path = old_book(tmp_path / "Old.xlsx", no_headers())
    closed = Path(shutil.copy(path, tmp_path / "closed.xlsx"))
    assert main(["adopt", str(closed), "--yes"]) == 0
    book = excel.open(path)
    assert "Orders: 'Tabelle1', 5 columns" in one(press(book, "bo_adopt", "no")).text
    assert "Mapping" not in [s.name for s in book.sheets]
    asked, told = press(book, "bo_adopt", "yes")
    assert asked.buttons == "yes_no" and "not sure: Shipped (55 %)" in asked.text and "A run works on Orders" in told.text
    assert book.sheets.active.name == "Mapping"
    assert sheet_rows(excel.save(book, tmp_path / "after.xlsx"), "Mapping") == sheet_rows(closed, "Mapping")
    assert "Mapping holds all of it already" in one(press(book, "bo_adopt")).text
    assert "5 open lines hold 21 units" in one(press(book, "bo_plan")).text


def test_help_says_the_version_and_shows_a_page(shop: xw.Book, press: Press, seen: list[str], tmp_path: Path) -> None:
    assert "Backorder XL 0." in one(press(shop, "bo_help", "no")).text and not seen
    press(shop, "bo_help", "yes")
    assert seen == [(tmp_path / "state" / "help.html").as_uri()]


def test_the_page_is_written_beside_the_workbook(shop: xw.Book, press: Press, seen: list[str], tmp_path: Path) -> None:
    target = tmp_path / "desk" / "Shop-backorders.html"
    assert str(target) in one(press(shop, "bo_page", "yes")).text
    assert seen == [target.as_uri()] and target.with_suffix(".csv").exists() and target.with_suffix(".json").exists()


def test_exports_in_the_inbox_are_brought_in_and_put_away(small: xw.Book, excel: Excel, press: Press, tmp_path: Path) -> None:
    inbox = tmp_path / "desk" / "inbox"
    assert str(inbox) in one(press(small, "bo_import")).text
    inbox.mkdir()
    (inbox / "more.csv").write_text("Order,Order Date,Customer,SKU,Ordered\nSO-77,2026-06-02,C1,A,3\n", encoding="utf-8")
    words = one(press(small, "bo_import")).text
    assert "1 file brought in" in words and "Orders: 1 new" in words, words
    assert [p.name for p in inbox.rglob("*.csv")] == ["more.csv"] and not (inbox / "more.csv").exists()
    excel.save(small, tmp_path / "after.xlsx")
    (row,) = [r for r in sheet_rows(tmp_path / "after.xlsx", "Orders") if r["Order"] == "SO-77"]
    assert (row["SKU"], row["Ordered"]) == ("A", 3)


def test_steer_writes_what_the_command_line_writes(shop: xw.Book, excel: Excel, press: Press, demo: Path, tmp_path: Path) -> None:
    words = one(press(shop, "bo_steer", "yes")).text
    assert "Demand: 34 rows" in words and shop.sheets.active.name == STUDIES[0]
    assert main(["steer", str(demo), "-o", str(tmp_path / "closed.xlsx"), "--as-of", dt.date.today().isoformat()]) == 0
    excel.save(shop, tmp_path / "live.xlsx")
    for sheet in STUDIES:
        assert sheet_rows(tmp_path / "live.xlsx", sheet) == sheet_rows(tmp_path / "closed.xlsx", sheet), sheet


# What goes wrong


def test_without_a_workbook_there_is_one_sentence(excel: Excel, press: Press, seen: list[str]) -> None:
    blank = excel.new()
    for button in (*VERBS, "bo_explain", "bo_undo"):
        assert "There is no workbook to work on" in one(press(blank, button)).text
    assert "Backorder XL 0." in one(press(blank, "bo_help")).text
    blank.close()
    del xw.Book._mock_caller
    assert "There is no workbook to work on" in one(press(None, "bo_run")).text


def test_a_book_without_orders_says_what_it_lacks(excel: Excel, press: Press, tmp_path: Path) -> None:
    book = excel.open(book_file(tmp_path / "Notes.xlsx", {"Notes": [["Milk"]]}))
    said = one(press(book, "bo_run"))
    assert "Orders" in said.text and "unforeseen" not in said.text


def test_a_protected_sheet_is_named(small: xw.Book, excel: Excel, press: Press, tmp_path: Path) -> None:
    press(small, "bo_plan")
    before = sheet_rows(excel.save(small, tmp_path / "1.xlsx"), "Backorders")
    small.sheets["Backorders"].api.Protect()
    said = one(press(small, "bo_run")).text
    assert "Backorders is protected" in said and "unforeseen" not in said
    assert sheet_rows(excel.save(small, tmp_path / "2.xlsx"), "Backorders") == before


def test_a_busy_excel_is_one_sentence(shop: xw.Book, excel: Excel, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("time.sleep", lambda seconds: None)
    shop.set_mock_caller()
    with excel.switches.edit_mode():
        ribbon.press("bo_run")
        assert excel.switches.in_vain < 20, "it does not ask for ever"
    assert "Excel is busy" in one(excel.switches.shown).text


def test_damaged_settings_are_problems_and_the_run_goes_on(small: xw.Book, excel: Excel, press: Press, tmp_path: Path) -> None:
    small.sheets["Settings"].range("B2").value = "whoever shouts"
    assert "Problems lists" in one(press(small, "bo_run", "yes")).text
    told = sheet_rows(excel.save(small, tmp_path / "1.xlsx"), "Problems")
    assert any("whoever shouts" in str(row["Value"]) for row in told)


def test_what_nobody_foresaw_goes_to_the_log(
    small: xw.Book, press: Press, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise ZeroDivisionError("secret detail")

    monkeypatch.setattr("backorder_xl.run.plan", fail)
    said = one(press(small, "bo_run")).text
    (log,) = (tmp_path / "state" / "logs").glob("* run *.log")
    assert said == f"Something unforeseen went wrong (ZeroDivisionError). Nothing was written. The log says where: {log}"
    assert "failed with ZeroDivisionError" in log.read_text() and "run.py:" in log.read_text()
    assert "secret detail" not in log.read_text()
    monkeypatch.setenv("BACKORDER_XL_STATE", str(log))
    assert "could not be written either" in one(press(small, "bo_run")).text
    monkeypatch.setattr("backorder_xl.run.plan", lambda *_: sys.exit(3))
    assert "unforeseen" in one(press(small, "bo_run")).text
    assert "unforeseen" in one(press(small, "bo_no_such_button")).text


def test_the_workbook_that_called_is_found_by_its_name(
    small: xw.Book, excel: Excel, press: Press, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As Excel calls: the name on the command line, which xlwings cuts at an equals sign; another book is in front by then."""
    odd = excel.open(book_file(tmp_path / "a=b & c.xlsx", small_book()))
    small.activate()
    monkeypatch.setattr(sys, "argv", ["-c", f"--wb={odd.name}", "--from_xl=1", "--app=Excel"])
    ribbon.press("bo_plan")
    assert "Backorders" in [s.name for s in odd.sheets] and "Backorders" not in [s.name for s in small.sheets]


def test_today_is_the_day(small: xw.Book, excel: Excel, press: Press, tmp_path: Path) -> None:
    press(small, "bo_plan")
    log = sheet_rows(excel.save(small, tmp_path / "1.xlsx"), "Run Log")
    assert [row["As Of"] for row in log] == [dt.datetime.combine(dt.date.today(), dt.time())]
