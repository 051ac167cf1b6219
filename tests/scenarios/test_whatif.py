"""Something is tried out: told as workbooks (rule 7.6)."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import openpyxl
import pytest

from backorder_xl.hosts.cli import main
from tests.books import book_file, sheet_rows, small_book

DAY = "2026-06-03"


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return book_file(tmp_path / "Orders.xlsx", small_book())


def tried(book: Path, *words: str) -> int:
    return main(["whatif", str(book), "--as-of", DAY, *words])


def answer(book: Path) -> Path:
    return book.with_name("Orders what-if.xlsx")


def effects(book: Path) -> dict[str, object]:
    return {str(r["Order"]): r["Effect"] for r in sheet_rows(answer(book), "What If Lines")}


def with_scenario(tmp_path: Path, *rows: list[object]) -> Path:
    content = small_book()
    content["Scenario"] = [["Change", "What", "Line", "By", "To", "Note"], *rows]
    return book_file(tmp_path / "Orders.xlsx", content)


def test_the_book_stays_byte_for_byte_and_the_answer_lies_beside_it(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = book.read_bytes()
    assert tried(book, "--slip", "PO1=5", "--set", "Allocation Policy=need-by") == 0
    assert book.read_bytes() == before
    assert sorted(p.name for p in book.parent.iterdir()) == ["Orders what-if.xlsx", "Orders.xlsx"]
    assert openpyxl.load_workbook(answer(book)).sheetnames == ["What If", "What If Lines", "What If Messages", "Problems"]
    said = capsys.readouterr().out
    assert "If: PO1 comes 5 days later, on 2026-06-15." in said and "Orders.xlsx is as it was." in said


def test_who_is_later_and_what_would_be_told(book: Path) -> None:
    assert tried(book, "--slip", "PO2=2026-07-01") == 0
    assert effects(book) == {"SO2": "later", "SO4": "later"}, "both have units on PO2"
    rows = {r["Measure"]: (r["Now"], r["Then"]) for r in sheet_rows(answer(book), "What If")}
    assert rows["PO2 comes on 2026-07-01."] == (None, None)
    assert rows["Longest wait"] == (17, 28)
    told = {r["Order"]: (r["Effect"], r["Date Now"], r["Date Then"]) for r in sheet_rows(answer(book), "What If Messages")}
    assert told["SO2"] == ("otherwise", dt.datetime(2026, 6, 20), dt.datetime(2026, 7, 1))


def test_an_order_jumps_the_queue_and_another_gives_back(book: Path) -> None:
    assert tried(book, "--first", "SO4") == 0
    assert effects(book)["SO4"] == "ready now"
    assert tried(book, "--cancel", "SO3") == 0
    assert effects(book)["SO3"] == "gone"


def test_a_second_time_says_the_same(book: Path) -> None:
    assert tried(book, "--short", "PO1=3", "--demand", "A=2@2026-06-20", "--stock", "A=-1") == 0
    once = answer(book).read_bytes()
    assert tried(book, "--short", "PO1=3", "--demand", "A=2@2026-06-20", "--stock", "A=-1") == 0
    assert answer(book).read_bytes() == once


def test_the_sheet_scenario_is_tried_out_and_a_run_does_not_look_at_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = with_scenario(
        tmp_path,
        ["po slips", "PO2", None, 5, None, "what if"],
        ["order first", "SO4", None, None, None, None],
        ["setting", "Allocation Policy", None, None, "need-by", None],
        ["po slips", "PO1", None, None, dt.date(2026, 6, 30), None],
        ["po slips", "PO1", None, None, "soon", None],
        ["short", "PO9", None, 1, None, None],
        ["jump", "SO4", None, None, None, None],
    )
    assert tried(book, "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert found["supposed"] == [
        "PO2 comes 5 days later, on 2026-06-25.",
        "SO4 is served before all others.",
        "Allocation Policy is need-by.",
        "PO1 comes on 2026-06-30.",
    ]
    told = {r["Row"]: r["Message"] for r in sheet_rows(answer(book), "Problems") if r["Sheet"] == "Scenario"}
    assert told[6].startswith("'soon' is no day, so the row was not supposed.")
    assert told[7].startswith("There is no purchase order or unposted receipt PO9. Did you mean PO")
    assert "takes po slips or" in told[8]
    assert tried(book, "--first", "SO4") == 0
    said = capsys.readouterr().out
    assert "If: SO4 is served before all others." in said and "PO2 comes" not in said, "what is typed is tried alone"
    assert "The sheet Scenario, 5 rows, is left out" in said
    assert main(["run", str(book), "--as-of", DAY, "--json"]) == 0
    plain = json.loads(capsys.readouterr().out)
    assert main(["run", str(book_file(tmp_path / "plain.xlsx", small_book())), "--as-of", DAY, "--json"]) == 0
    without = json.loads(capsys.readouterr().out)
    assert all(plain[k] == without[k] for k in ("from_stock", "on_order", "to_order", "purchase_lines", "ready_lines"))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--slip", "PO1"], "--slip takes PO[/LINE]=DAYS, not 'PO1'."),
        (["--slip", "PO1=soon"], "--slip takes a number other than 0, not 'soon'."),
        (["--slip", "PO7=5"], "There is no purchase order PO7. Did you mean PO"),
        (["--demand", "A=3@June"], "--demand takes a day such as 2026-06-20, not 'June'."),
        (["--set", "Allocation Policy=fairly"], "Allocation Policy takes"),
    ],
)
def test_what_is_typed_wrongly_is_one_sentence_and_2(
    book: Path, capsys: pytest.CaptureFixture[str], words: list[str], said: str
) -> None:
    assert tried(book, *words) == 2
    assert said in capsys.readouterr().err
    assert not answer(book).exists()


def test_nobodys_file_is_overwritten(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    mine = book_file(book.parent / "Mine.xlsx", {"Notes": [["keep"]]})
    before = book.read_bytes(), mine.read_bytes()
    assert tried(book, "-o", str(book)) == 3
    assert tried(book, "-o", str(mine)) == 3
    assert (book.read_bytes(), mine.read_bytes()) == before
    assert "is no what-if" in capsys.readouterr().err


def test_dry_run_and_strict_write_nothing(tmp_path: Path) -> None:
    book = with_scenario(tmp_path, ["short", "PO9", None, 1, None, None])
    assert tried(book, "--dry-run") == 0
    assert tried(book, "--strict") == 1
    assert not answer(book).exists()
