"""Stories of what customers and suppliers are told, on workbook files and through the command line."""

from __future__ import annotations

import datetime as dt
import json
import random
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from backorder_xl.core.letters import Drafted
from backorder_xl.hosts import cli
from backorder_xl.hosts.verbs import work
from tests.books import Rows, book_file, sheet_rows
from tests.plain_drafts import plain_drafts
from tests.scenarios.test_loop import edit
from tests.scenarios.test_random_books import random_book


def day(month: int, number: int) -> dt.datetime:
    return dt.datetime(2026, month, number)


def shop() -> Rows:
    """Two customers who wait for one delivery."""
    return {
        "Orders": [
            ["Order", "Line", "Order Date", "Customer", "SKU", "Ordered", "Shipped", "Cancelled", "Status"],
            ["SO1", 1, day(6, 1), "C1", "A", 6, 0, 0, "open"],
            ["SO1", 2, day(6, 1), "C1", "B", 2, 0, 0, "open"],
            ["SO2", 1, day(6, 2), "C2", "A", 4, 0, 0, "open"],
        ],
        "Stock": [["SKU", "On Hand"], ["A", 0], ["B", 9]],
        "Items": [["SKU", "Description", "Supplier"], ["A", "Lamp", "S"], ["B", "Bulb", "S"]],
        "Customers": [["Customer", "Name", "Email"], ["C1", "Ann", "ann@example.com"], ["C2", "Bob", "bob@example.com"]],
        "Suppliers": [["Supplier", "Name", "Email"], ["S", "Sundry", "sales@example.net"]],
        "Purchase Orders": [
            ["PO", "Line", "Supplier", "SKU", "Ordered", "Received", "Expected", "Status"],
            ["PO1", 1, "S", "A", 10, 0, day(6, 10), "ordered"],
        ],
    }


@pytest.fixture(autouse=True)
def _in_plain_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "drafting", lambda options, target, as_of: plain_drafts(work.drafts_folder(options, target)))


def run(book: Path, month: int, number: int, *words: str, verb: str = "run") -> None:
    assert cli.main([verb, str(book), "--as-of", f"2026-{month:02d}-{number:02d}", *words]) == 0


def told(book: Path, *, since: int = 0) -> list[tuple[Any, ...]]:
    """The ledger after its first ``since`` rows: kind, who, order, line, date, quantity, status."""
    names = ("Kind", "Customer or Supplier", "Order", "Line", "Told Date", "Quantity", "Status")
    rows = sheet_rows(book, "Messages")[since:]
    return [tuple(r[n] for n in names) for r in rows if r["Message"]]


def test_the_story_of_four_weeks(tmp_path: Path) -> None:
    book = book_file(tmp_path / "Orders.xlsx", shop())
    heard: list[tuple[Any, ...]] = []

    def days_pass(month: int, first: int, last: int, *news: tuple[Any, ...]) -> None:
        """The first morning brings the news; the same morning again and those after it nothing."""
        heard.extend(news)
        for number in (first, first, *range(first + 1, last + 1, 2)):
            run(book, month, number)
            assert told(book) == heard

    days_pass(
        6, 3, 5,
        ("backordered", "C1", "SO1", "1", day(6, 10), 6, "draft"),
        ("backordered", "C2", "SO2", "1", day(6, 10), 4, "draft"),
    )  # fmt: skip
    edit(book, "Purchase Orders", {"PO": "PO1"}, Expected=day(6, 17))
    days_pass(
        6, 6, 8,
        ("delayed", "C1", "SO1", "1", day(6, 17), 6, "draft"),
        ("delayed", "C2", "SO2", "1", day(6, 17), 4, "draft"),
    )  # fmt: skip
    edit(book, "Purchase Orders", {"PO": "PO1"}, Expected=day(6, 12))
    days_pass(6, 9, 11)  # an earlier date is told only when goods are in
    edit(book, "Orders", {"Order": "SO2"}, Cancelled=4)
    days_pass(6, 12, 12, ("cancelled", "C2", "SO2", "1", None, 4, "draft"))
    edit(book, "Purchase Orders", {"PO": "PO1"}, Received=10)
    edit(book, "Stock", {"SKU": "A"}, On_Hand=10)
    days_pass(6, 13, 16, ("ready", "C1", "SO1", "1", day(6, 13), 6, "draft"))
    edit(book, "Orders", {"Order": "SO1", "Line": 1}, Shipped=6)
    edit(book, "Stock", {"SKU": "A"}, On_Hand=4)
    days_pass(6, 17, 30)

    drafts = sorted(p.name for p in (tmp_path / "Orders drafts").iterdir())
    assert drafts == [f"MSG-{n:05d} {who}.txt" for n, who in enumerate(["C1", "C2", "C1", "C2", "C2", "C1"], 1)]
    assert [r["File"] for r in sheet_rows(book, "Messages")] == drafts


def test_the_ledger_is_only_added_to(tmp_path: Path) -> None:
    book = book_file(tmp_path / "Orders.xlsx", shop())
    run(book, 6, 3)
    opened = openpyxl.load_workbook(book)
    sheet = opened["Messages"]
    sheet.cell(1, sheet.max_column + 1, "Called")
    sheet.cell(2, sheet.max_column, "=1+1")
    sheet.cell(2, 11, "sent")
    sheet.cell(3, 7, "as told on the phone").font = openpyxl.styles.Font(bold=True)
    opened.save(book)
    before = [[c.value for c in row] for row in openpyxl.load_workbook(book)["Messages"].iter_rows()]
    edit(book, "Purchase Orders", {"PO": "PO1"}, Expected=day(6, 17))
    run(book, 6, 4)
    sheet = openpyxl.load_workbook(book)["Messages"]
    after = [[c.value for c in row] for row in sheet.iter_rows()]
    assert after[: len(before)] == before
    assert [row[:3] for row in after[len(before) :]] == [
        ["MSG-00003", day(6, 4), "delayed"], ["MSG-00004", day(6, 4), "delayed"]]  # fmt: skip
    assert sheet["G3"].font.b and sheet["B4"].is_date
    assert sheet.tables["Messages"].ref == "A1:N5"


def test_what_the_user_skips_deletes_or_undoes(tmp_path: Path) -> None:
    book = book_file(tmp_path / "Orders.xlsx", shop())
    run(book, 6, 3)
    for file in (tmp_path / "Orders drafts").iterdir():
        file.unlink()
    edit(book, "Messages", {"Order": "SO1"}, Status="skipped")
    run(book, 6, 4)
    assert len(told(book)) == 2 and not list((tmp_path / "Orders drafts").iterdir())
    edit(book, "Purchase Orders", {"PO": "PO1"}, Expected=day(6, 17))
    run(book, 6, 5)
    assert told(book, since=2) == [  # the first customer never heard the 10th, and so gets no apology
        ("backordered", "C1", "SO1", "1", day(6, 17), 6, "draft"),
        ("delayed", "C2", "SO2", "1", day(6, 17), 4, "draft"),
    ]
    edit(book, "Messages", {"Kind": "delayed"}, Status="undone")
    run(book, 6, 6)
    assert told(book, since=4) == [("delayed", "C2", "SO2", "1", day(6, 17), 4, "draft")]


def test_without_an_address_nothing_counts_as_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = shop()
    rows["Customers"][1][2] = None
    rows["Customers"][2][2] = "nobody"
    book = book_file(tmp_path / "Orders.xlsx", rows)
    for number in (3, 4):
        run(book, 6, number, "--json")
        assert json.loads(capsys.readouterr().out)["messages"] == 0
        assert [(r[1], r[6]) for r in told(book)] == [("C1", "no address"), ("C2", "no address")]
        said = [(p["Sheet"], p["Row"], p["Value"]) for p in sheet_rows(book, "Problems") if p["Column"] == "Email"]
        assert said == [("Customers", 2, "C1"), ("Customers", 3, "nobody")]
    edit(book, "Customers", {"Customer": "C1"}, Email="ann@example.com")
    run(book, 6, 5, "--json")
    assert json.loads(capsys.readouterr().out)["messages"] == 1
    assert told(book, since=2) == [("backordered", "C1", "SO1", "1", day(6, 10), 6, "draft")]
    assert [p["Value"] for p in sheet_rows(book, "Problems") if p["Column"] == "Email"] == ["nobody"]


def test_proposals_are_ordered_once_and_again_when_they_change(tmp_path: Path) -> None:
    rows = shop()
    rows["Purchase Orders"] = rows["Purchase Orders"][:1]
    rows["Customers"] = [["Customer", "Notify"], ["C1", "none"], ["C2", "none"]]
    book = book_file(tmp_path / "Orders.xlsx", rows)
    for number in (3, 4, 5):
        run(book, 6, number)
    first = ("purchase order", "S", "PO-1", "1", day(6, 17), 10, "draft")
    assert told(book) == [first]
    edit(book, "Orders", {"Order": "SO2"}, Ordered=5)
    run(book, 6, 8)
    assert told(book, since=1) == [("purchase order", "S", "PO-1", "1", day(6, 22), 11, "draft")]
    edit(book, "Purchase Orders", {"PO": "PO-1"}, Status="ordered")
    edit(book, "Orders", {"Order": "SO1", "Line": 2}, Ordered=12)
    run(book, 6, 9)
    assert told(book, since=2) == [("purchase order", "S", "PO-2", "1", day(6, 23), 3, "draft")]


def test_a_supplier_is_chased_three_times(tmp_path: Path) -> None:
    book = book_file(tmp_path / "Orders.xlsx", shop())
    run(book, 6, 3)
    for month, number in ((6, 11), (6, 12), (6, 17), (6, 18), (6, 24), (6, 25), (6, 26), (7, 2), (7, 20)):
        run(book, month, number)
    chased = [(r["Created"], r["Told Date"], r["Quantity"]) for r in sheet_rows(book, "Messages") if r["Kind"] == "chase"]
    assert chased == [(day(6, d), day(6, 10), 10) for d in (11, 18, 25)]
    edit(book, "Purchase Orders", {"PO": "PO1"}, Expected=day(7, 25))
    run(book, 7, 24)
    run(book, 7, 26)
    assert told(book)[-1] == ("chase", "S", "PO1", "1", day(7, 25), 10, "draft")


def test_an_overdue_delivery_is_no_new_apology_every_morning(tmp_path: Path) -> None:
    book = book_file(tmp_path / "Orders.xlsx", shop())
    for number in range(3, 25):
        run(book, 6, number)
    rows = sheet_rows(book, "Messages")
    said = [(r["Created"].day, r["Kind"], r["Told Date"].day) for r in rows if r["Order"] == "SO1"]
    assert said == [(3, "backordered", 10), (11, "delayed", 18), (18, "delayed", 25)]


def test_dry_run_strict_and_plan_write_no_draft(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = shop()
    rows["Orders"].append(["SO3", 1, day(6, 1), "C2", None, 6, 0, 0, "open"])
    book = book_file(tmp_path / "Orders.xlsx", rows)
    run(book, 6, 3, "--dry-run", "--json")
    assert json.loads(capsys.readouterr().out)["messages"] == 2
    assert cli.main(["notify", str(book), "--strict", "--as-of", "2026-06-03"]) == 1
    assert [p.name for p in tmp_path.iterdir()] == ["Orders.xlsx"]
    run(book, 6, 3, "-o", str(tmp_path / "Planned.xlsx"), verb="plan")
    assert "Messages" not in openpyxl.load_workbook(tmp_path / "Planned.xlsx").sheetnames
    run(book, 6, 3, "-o", str(tmp_path / "Told.xlsx"), verb="notify")
    assert len(told(tmp_path / "Told.xlsx")) == 2
    assert {p.name for p in tmp_path.iterdir()} == {"Orders.xlsx", "Planned.xlsx", "Told.xlsx", "Told drafts"}
    run(book, 6, 3, "-o", str(tmp_path / "Told.xlsx"), "--drafts", str(tmp_path / "mail"))
    assert len(list((tmp_path / "mail").iterdir())) == 2


def test_killed_between_drafts_and_book_the_next_run_writes_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book = book_file(tmp_path / "Orders.xlsx", shop())
    from backorder_xl.workbook import file

    with monkeypatch.context() as broken:
        broken.setattr(file.save, "replace_file", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        assert cli.main(["run", str(book), "--as-of", "2026-06-03"]) == 2
    drafts = {p.name: p.read_bytes() for p in (tmp_path / "Orders drafts").iterdir()}
    assert len(drafts) == 2 and "Messages" not in openpyxl.load_workbook(book).sheetnames
    run(book, 6, 3)
    assert {p.name: p.read_bytes() for p in (tmp_path / "Orders drafts").iterdir()} == drafts


def test_what_nobody_can_read_in_the_ledger_still_counts_as_told(tmp_path: Path) -> None:
    book = book_file(tmp_path / "Orders.xlsx", shop())
    run(book, 6, 3)
    edit(book, "Messages", {"Order": "SO1"}, Told_Date="soon", Status="posted")
    run(book, 6, 4)
    assert told(book, since=2) == [("dated", "C1", "SO1", "1", day(6, 10), 6, "draft")]
    said = {p["Column"]: p["Severity"] for p in sheet_rows(book, "Problems") if p["Sheet"] == "Messages"}
    assert said == {"Told Date": "warning", "Status": "warning"}
    run(book, 6, 5)
    assert len(told(book)) == 3


def test_a_sheet_of_that_name_that_is_not_ours_is_left_alone(tmp_path: Path) -> None:
    book = book_file(tmp_path / "Orders.xlsx", {**shop(), "Messages": [["From", "Text"], ["Ann", "Where is it?"]]})
    run(book, 6, 3)
    assert [p.name for p in tmp_path.iterdir() if p.is_dir()] == []
    said = [p["Message"] for p in sheet_rows(book, "Problems") if (p["Sheet"], p["Severity"]) == ("Messages", "error")]
    assert len(said) == 1 and "no draft was made" in said[0]
    assert sheet_rows(book, "Messages") == [{"From": "Ann", "Text": "Where is it?"}]


def test_what_could_not_be_drafted_is_told_and_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book = book_file(tmp_path / "Orders.xlsx", shop())
    with monkeypatch.context() as broken:
        spoilt = Drafted({"MSG-00002": "s"}, failed={"MSG-00001": "ready/subject.txt, line 3: no such name."})
        broken.setattr(work, "drafting", lambda *_: lambda *_: spoilt)
        run(book, 6, 3)
    assert [r[1] for r in told(book)] == ["C2"]
    (lost,) = (p["Message"] for p in sheet_rows(book, "Problems") if p["Value"] == "MSG-00001")
    assert "line 3: no such name. Repair" in lost
    run(book, 6, 4)
    assert [r[1] for r in told(book)] == ["C2", "C1"]


@pytest.mark.parametrize("seed", range(12))
def test_odd_books_bring_news_once_and_never_a_traceback(tmp_path: Path, capsys: pytest.CaptureFixture[str], seed: int) -> None:
    rows = random_book(random.Random(seed))
    rows["Customers"] = [["Customer", "Email", "Country"], ["C", "c@example.com", "US"]]
    book = book_file(tmp_path / "odd.xlsx", rows)
    found = []
    for _ in range(2):
        run(book, 6, 3, "--json", "--debug", "--set", "Legal Regime=by Country", "--set", "Keep In Touch Days=5")
        found.append(json.loads(capsys.readouterr().out))
    assert found[1]["messages"] == 0
    assert {k: v for k, v in found[0].items() if k not in ("seconds", "warnings", "messages")} == {
        k: v for k, v in found[1].items() if k not in ("seconds", "warnings", "messages")}  # fmt: skip


def test_the_law_has_its_columns_while_it_is_watched(tmp_path: Path) -> None:
    book = book_file(tmp_path / "Orders.xlsx", shop())
    run(book, 6, 3)
    assert "Legal Act" not in sheet_rows(book, "Backorders")[0]
    run(book, 6, 4, "--set", "Legal Regime=US")
    first = sheet_rows(book, "Backorders")[0]
    assert (first["Legal Act"], first["Legal Deadline"]) == ("ship", day(7, 1))
    assert any("legal deadline" in r["Measure"] for r in sheet_rows(book, "Dashboard"))
    run(book, 6, 5)
    first = sheet_rows(book, "Backorders")[0]
    assert (first["Legal Act"], first["Legal Deadline"]) == (None, None), "nothing stale stays"


def test_no_room_for_the_ledger_is_told_before_anything_is_drafted(tmp_path: Path) -> None:
    book = book_file(tmp_path / "Orders.xlsx", shop())
    run(book, 6, 3)
    opened = openpyxl.load_workbook(book)
    opened["Messages"]["A5"] = "my own note"
    opened.save(book)
    edit(book, "Purchase Orders", {"PO": "PO1"}, Expected=day(6, 17))
    run(book, 6, 4)
    assert len(list((tmp_path / "Orders drafts").iterdir())) == 2
    assert any("Messages" in str(p["Sheet"]) and p["Severity"] == "error" for p in sheet_rows(book, "Problems"))
    assert openpyxl.load_workbook(book)["Messages"]["A5"].value == "my own note"
