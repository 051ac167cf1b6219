"""Does undo bring the workbook back, lose nothing that was told, and refuse where work would be lost? (rule 9)"""

from __future__ import annotations

import datetime as dt
import os
import re
import sys
from pathlib import Path

import openpyxl
import pytest

from backorder_xl.hosts.cli import main
from backorder_xl.hosts.telling import JSON_FIELDS
from backorder_xl.workbook.changes import Changes, Column, Format, SheetTable
from backorder_xl.workbook.file import FileBook
from backorder_xl.workbook.slot import Slot
from tests.books import book_file, sheet_rows, small_book
from tests.hosts.test_cli import parts, run_json

DAY = "2026-06-03"
ANEW = {"xl/workbook.xml", "xl/_rels/workbook.xml.rels", "[Content_Types].xml", "xl/styles.xml"}
"""What a sheet that is new in a workbook changes besides its own parts."""


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of this test's own."""
    monkeypatch.setenv("BACKORDER_XL_STATE", str(tmp_path / "state"))
    return tmp_path / "state"


@pytest.fixture
def book(tmp_path: Path, state: Path) -> Path:
    (tmp_path / "shop").mkdir()
    return book_file(tmp_path / "shop" / "Orders.xlsx", small_book())


def run(book: Path, *words: str) -> None:
    """A run that tells nobody anything; what became of messages has tests of its own."""
    assert main(["receive", str(book), "--as-of", DAY, *words]) == 0


def undo(book: Path, *words: str) -> int:
    return main(["undo", str(book), "--as-of", DAY, *words])


def edit(book: Path, cell: str, value: object) -> None:
    opened = openpyxl.load_workbook(book)
    opened["Stock"][cell] = value
    opened.save(book)


def verbs(book: Path) -> list[object]:
    return [row["Verb"] for row in sheet_rows(book, "Run Log")]


def ledgers(content: dict[str, bytes]) -> set[str]:
    """The parts of Run Log: the sheet and its Excel Table."""
    sheet = next(n for n, text in content.items() if n.startswith("xl/worksheets/sheet") and b">Receipts Posted<" in text)
    tables = re.findall(rb'Target="\.\./(tables/[^"]+)"', content[sheet.replace("sheets/", "sheets/_rels/") + ".rels"])
    return {sheet, sheet.replace("sheets/", "sheets/_rels/") + ".rels", *(f"xl/{t.decode()}" for t in tables)}


def differing(one: dict[str, bytes], two: dict[str, bytes]) -> set[str]:
    return {n for n in one.keys() | two.keys() if one.get(n) != two.get(n)}


def test_the_first_run_comes_undone(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = parts(book)
    book.chmod(0o640)
    run(book)
    capsys.readouterr()
    assert undo(book) == 0
    told = capsys.readouterr().out
    assert "as it was before the receive of" in told and "once more" in told
    after = parts(book)
    assert differing(before, after) <= ledgers(after) | ANEW
    assert openpyxl.load_workbook(book).sheetnames == [*small_book(), "Run Log"]
    assert verbs(book) == ["receive", "undo"]
    last = sheet_rows(book, "Run Log")[-1]
    assert (last["As Of"], last["Open Lines"]) == (dt.datetime(2026, 6, 3), None)
    assert str(last["Settings"]).startswith("took back the receive of ")
    assert os.name == "nt" or book.stat().st_mode & 0o777 == 0o640
    assert len(list(book.parent.iterdir())) == 2, "beside the workbook lies the day's backup and nothing else"


def test_a_later_run_comes_undone_to_the_byte_and_back_again(book: Path) -> None:
    run(book)
    before = parts(book)
    run(book, "--set", "Allocation Policy=fair-share")
    ran = parts(book)
    assert undo(book) == 0
    undone = parts(book)
    assert len(differing(before, ran)) > len(ledgers(ran))
    assert differing(before, undone) <= ledgers(undone)
    assert undo(book) == 0
    assert differing(ran, parts(book)) <= ledgers(ran)
    assert undo(book) == 0
    assert differing(before, parts(book)) <= ledgers(undone)
    assert verbs(book) == ["receive", "receive", "undo", "undo", "undo"]
    run(book)
    assert verbs(book)[-1] == "receive"


def test_work_since_the_run_is_not_lost(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(book)
    edit(book, "B2", 99)
    mine = book.read_bytes()
    assert undo(book) == 2
    told = capsys.readouterr().err
    assert told.count("\n") == 1 and "was changed on" in told and "--force" in told
    assert book.read_bytes() == mine
    assert undo(book, "--force") == 0
    assert sheet_rows(book, "Stock")[0]["On Hand"] == 10
    assert undo(book) == 0
    assert sheet_rows(book, "Stock")[0]["On Hand"] == 99, "what --force took away comes back as well"


def test_books_of_the_same_name_do_not_meet(book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = tmp_path / "other"
    other.mkdir()
    run(book)
    edit(book_file(other / "Orders.xlsx", small_book()), "B2", 3)
    theirs = (other / "Orders.xlsx").read_bytes()
    assert undo(other / "Orders.xlsx") == 2
    assert "nothing to undo" in capsys.readouterr().err
    run(other / "Orders.xlsx")
    assert undo(book) == 0
    assert sheet_rows(book, "Stock")[0]["On Hand"] == 10
    assert (other / "Orders.xlsx").read_bytes() != theirs


def test_with_another_target_there_is_nothing_to_undo(book: Path, state: Path) -> None:
    run(book, "-o", str(book.with_name("out.xlsx")))
    assert undo(book) == undo(book.with_name("out.xlsx")) == 2
    assert not (state / "undo").exists()


def test_without_a_folder_for_copies_the_run_goes_on(book: Path, state: Path, capsys: pytest.CaptureFixture[str]) -> None:
    state.write_text("a file where the folder should be")
    run(book)
    assert "Backorders" in openpyxl.load_workbook(book).sheetnames
    capsys.readouterr()
    assert undo(book) == 2
    told = capsys.readouterr().err
    assert "cannot be written" in told
    assert f"Orders backup {dt.date.today().isoformat()}.xlsx" in told


@pytest.mark.parametrize("what", ["run", "undo"])
def test_a_swap_that_fails_leaves_the_last_copy(
    book: Path, monkeypatch: pytest.MonkeyPatch, what: str, capsys: pytest.CaptureFixture[str]
) -> None:
    run(book)
    ran, real = book.read_bytes(), os.replace

    def full(source: object, target: object) -> None:
        if Path(str(target)) == book:
            raise OSError(28, "No space left on device")
        real(source, target)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", full)
        assert main([what, str(book), "--as-of", DAY]) == 3
    assert book.read_bytes() == ran
    assert undo(book) == 0
    assert openpyxl.load_workbook(book).sheetnames == [*small_book(), "Run Log"]


def test_a_run_that_is_stopped_right_after_the_swap_can_be_undone(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run(book)
    before = parts(book)
    with monkeypatch.context() as patch:
        patch.setattr(Slot, "settle", lambda _: None)
        run(book, "--set", "Allocation Policy=fair-share")
    assert undo(book) == 0
    assert differing(before, parts(book)) <= ledgers(before)


def test_a_check_that_changes_nothing_leaves_the_run_to_undo(book: Path) -> None:
    run(book)
    assert main(["check", str(book), "--as-of", DAY]) == 0
    assert undo(book) == 0
    assert openpyxl.load_workbook(book).sheetnames == [*small_book(), "Run Log"]


def test_dry_run_json_and_an_open_book(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(book)
    ran = book.read_bytes()
    capsys.readouterr()
    code, found = run_json(capsys, "undo", str(book), "--dry-run", "--as-of", DAY)
    assert (code, tuple(found), found["verb"], found["output"]) == (0, JSON_FIELDS, "undo", None)
    lock = book.with_name("~$Orders.xlsx")
    lock.write_bytes(b"x")
    assert undo(book) == 3
    assert book.read_bytes() == ran
    lock.unlink()
    code, found = run_json(capsys, "undo", str(book), "--as-of", DAY)
    assert (code, found["output"], found["as_of"]) == (0, str(book), DAY)


def test_a_workbook_that_was_spoilt_or_lost_comes_back_by_force(book: Path) -> None:
    run(book)
    for spoil in (lambda: book.write_bytes(b"PK spoilt"), book.unlink):
        spoil()
        assert undo(book) == 2
    assert undo(book, "--force") == 0
    assert sheet_rows(book, "Orders")[0]["Order"] == "SO1"
    assert verbs(book) == ["undo"]


def test_a_copy_that_is_damaged_is_not_brought_back(book: Path, state: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(book)
    ran = book.read_bytes()
    next(state.rglob("*.xlsx")).write_bytes(b"half")
    assert undo(book) == 2
    assert "damaged" in capsys.readouterr().err
    assert book.read_bytes() == ran


def test_copies_are_private_one_for_each_book_and_go_after_a_month(book: Path, tmp_path: Path, state: Path) -> None:
    run(book)
    run(book)
    (slot,) = (state / "undo").iterdir()
    assert sorted(f.suffix for f in slot.iterdir()) == [".json", ".xlsx"]
    if os.name != "nt":
        assert slot.stat().st_mode & 0o777 == 0o700
        assert {f.stat().st_mode & 0o777 for f in slot.iterdir()} == {0o600}
    old = dt.datetime.now().timestamp() - 31 * 86_400
    for file in slot.iterdir():
        os.utime(file, (old, old))
    run(book_file(tmp_path / "Other.xlsx", small_book()))
    assert not slot.exists()
    assert undo(book) == 2


@pytest.mark.skipif(sys.platform != "linux", reason="each system has its own folder; this one can be moved")
def test_unless_named_the_folder_is_the_systems_own(book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("BACKORDER_XL_STATE")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "systems"))
    run(book)
    assert list((tmp_path / "systems" / "backorder-xl" / "undo").glob("*/run.json"))
    assert undo(book) == 0


def told(*rows: tuple[str, str, str]) -> SheetTable:
    """The sheet Messages with rows of message, order and status."""
    data: dict[str, list] = {
        "Message": [m for m, _, _ in rows],
        "Kind": ["delayed"] * len(rows),
        "Order": [o for _, o, _ in rows],
        "Line": ["1"] * len(rows),
        "Told Date": [dt.date(2026, 6, 20)] * len(rows),
        "Status": [s for _, _, s in rows],
    }
    columns = tuple(Column(h, Format.DATE if h == "Told Date" else Format.TEXT) for h in data)
    return SheetTable("Messages", "Messages", columns, data, ("Message", "Order", "Line"))


def notify(book: Path, *rows: tuple[str, str, str]) -> None:
    """What a run does that writes messages."""
    slot = Slot(Path(os.environ["BACKORDER_XL_STATE"]), book, "notify", dt.datetime(2026, 6, 3, 7))
    FileBook(book, slot).apply(Changes([told(*rows)]), book, backup=False)


def statuses(book: Path) -> list[object]:
    return [row["Status"] for row in sheet_rows(book, "Messages")]


def test_messages_that_a_run_made_stay_and_are_marked(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    notify(book, ("M-1", "SO2", "draft"), ("M-2", "SO3", "sent"), ("M-3", "SO4", "no address"))
    assert undo(book) == 0
    assert "marked undone: 2" in capsys.readouterr().out
    assert statuses(book) == ["undone", "sent", "undone"]
    assert sheet_rows(book, "Messages")[0]["Told Date"] == dt.datetime(2026, 6, 20)
    code, found = run_json(capsys, "check", str(book), "--as-of", DAY)
    assert (code, found["errors"]) == (0, 0), "the word is one that a run knows"
    assert not any("undone" in str(row["Message"]) for row in sheet_rows(book, "Problems"))


def test_messages_are_added_below_those_of_earlier_runs(book: Path) -> None:
    first = ("M-1", "SO2", "draft")
    notify(book, first)
    before = parts(book)
    notify(book, first, ("M-2", "SO2", "draft"))
    opened = openpyxl.load_workbook(book)
    opened["Messages"]["F2"] = "sent"  # the user sends the first one after all
    opened.save(book)
    assert undo(book, "--force") == 0
    assert [(r["Message"], r["Status"]) for r in sheet_rows(book, "Messages")] == [("M-1", "sent"), ("M-2", "undone")]
    (table,) = [t for t in FileBook(book).excel_tables() if t.name == "Messages"]
    assert table.last_row == 3
    assert differing(before, parts(book)) <= ANEW | ledgers(parts(book)) | {n for n in before if b"M-1" in before[n]} | {
        n for n in before if b'"Told Date"' in before[n]
    }
    assert undo(book) == 0
    assert statuses(book) == ["sent", "draft"], "a run that is brought back has its drafts again"


def test_drafts_of_an_undone_run_are_drafted_again(tmp_path: Path, state: Path) -> None:
    rows = small_book()
    rows["Customers"] = [["Customer", "Email"], *([f"C{n}", f"c{n}@shop.example"] for n in (2, 3, 4))]
    book = book_file(tmp_path / "Orders.xlsx", rows)
    assert main(["run", str(book), "--as-of", DAY]) == 0
    drafts = tmp_path / "Orders drafts"
    first = {path.name: path.read_bytes() for path in drafts.glob("*.eml")}
    assert len(first) == 3
    assert undo(book) == 0
    told = sheet_rows(book, "Messages")
    assert {row["Status"] for row in told} == {"undone"}
    assert main(["run", str(book), "--as-of", DAY]) == 0
    assert [row["Status"] for row in sheet_rows(book, "Messages")][len(told) :] == [
        "no address" if row["Status"] == "no address" else "draft" for row in sheet_rows(book, "Messages")[len(told) :]
    ]
    assert sum(row["Status"] == "draft" for row in sheet_rows(book, "Messages")) == 3
