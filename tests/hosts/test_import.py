"""Does the verb import keep rule 9, and does a shop's week go right? On export files as a shop makes them."""

from __future__ import annotations

import csv
import datetime as dt
import json
import os
from pathlib import Path

import openpyxl
import pytest

from backorder_xl.hosts.cli import main
from backorder_xl.hosts.importing import import_files, put_away, waiting
from backorder_xl.hosts.telling import JSON_FIELDS
from backorder_xl.workbook.memory import MemoryBook
from tests.books import book_file, sheet_rows, small_book

HEADERS = [
    "Name", "Email", "Financial Status", "Fulfillment Status", "Currency", "Total", "Created at", "Lineitem quantity",
    "Lineitem name", "Lineitem price", "Lineitem sku", "Lineitem fulfillment status", "Billing Name", "Cancelled at", "Id",
]  # fmt: skip
Line = tuple[str, int]


def shop_file(path: Path, *orders: tuple[str, str, str, list[Line]]) -> Path:
    """A Shopify export: number, fulfilment, day of cancelling, lines; order cells on the first line only."""
    with path.open("w", newline="", encoding="utf-8") as file:
        out = csv.writer(file)
        out.writerow(HEADERS)
        for number, state, cancelled, lines in orders:
            for i, (sku, quantity) in enumerate(lines):
                first = [f"{number[1:]}@example.com", "paid", state, "EUR", "9.00", "2026-06-01 10:00:00 +0000"]
                head = first if i == 0 else [first[0], *[""] * 5]
                item = [quantity, sku, "9.00", sku, "fulfilled" if state == "fulfilled" else "pending"]
                out.writerow([number, *head, *item, *(["Ann " + number, cancelled, number[1:]] if i == 0 else ["", "", ""])])
    return path


def shop(tmp_path: Path) -> Path:
    """A book with stock and a supplier, and no order yet."""
    rows = small_book()
    rows["Orders"], rows["Purchase Orders"] = rows["Orders"][:1], rows["Purchase Orders"][:1]
    rows["Items"].append(["B", "Cup", "ACME", 0, 0, 1])
    return book_file(tmp_path / "Shop.xlsx", rows)


def waits(book: Path) -> dict[str, float]:
    """Units that stock does not cover, per line that waits."""
    rows = [r for r in sheet_rows(book, "Backorders") if r["Order"]]
    return {f"{r['Order']} {r['SKU']}": r["Open"] - (r["From Stock"] or 0) for r in rows}  # type: ignore[operator]


def test_monday_and_tuesday(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = shop(tmp_path)
    monday = shop_file(
        tmp_path / "monday.csv", ("#1", "unfulfilled", "", [("A", 4)]), ("#2", "unfulfilled", "", [("A", 5), ("B", 2)]),
        ("#3", "unfulfilled", "", [("A", 3)]), ("#4", "unfulfilled", "", [("B", 1)]),
    )  # fmt: skip
    assert main(["import", "auto", str(monday), "--into", str(book), "--run", "--as-of", "2026-06-02"]) == 0
    assert waits(book) == {"#2 B": 2, "#3 A": 2, "#4 B": 1}
    told = [(r["Kind"], r["Order"]) for r in sheet_rows(book, "Messages")]
    assert {order for kind, order in told if kind == "backordered"} == {"#2", "#3", "#4"}

    tuesday = shop_file(
        tmp_path / "tuesday.csv", ("#1", "fulfilled", "", [("A", 4)]), ("#2", "unfulfilled", "", [("A", 5), ("B", 2)]),
        ("#3", "unfulfilled", "2026-06-02 18:00:00 +0000", [("A", 3)]), ("#4", "unfulfilled", "", [("B", 1)]),
        ("#5", "unfulfilled", "", [("A", 2)]),
    )  # fmt: skip
    stock = book_file(tmp_path / "stock.xlsx", {"Stock": [["SKU", "On Hand"], ["A", 6]]})
    capsys.readouterr()
    assert main(["import", "auto", str(tuesday), str(stock), "--into", str(book), "--run", "--as-of", "2026-06-03"]) == 0
    said = capsys.readouterr().out
    assert "Orders: 1 new, 2 changed, 3 as they were." in said and "  new: #5 line 1" in said
    assert waits(book) == {"#2 B": 2, "#4 B": 1, "#5 A": 1}, "6 on hand less 5 for #2"
    new = [(r["Kind"], r["Order"]) for r in sheet_rows(book, "Messages")][len(told) :]
    assert [n for n in new if n[0] == "backordered"] == [("backordered", "#5")], "nobody is told twice"
    assert main(["import", "auto", str(tuesday), str(stock), "--into", str(book), "--run", "--as-of", "2026-06-03"]) == 0
    assert len(sheet_rows(book, "Messages")) == len(told) + len(new)
    assert [r["Verb"] for r in sheet_rows(book, "Run Log")] == ["import", "run"] * 3


def test_dry_run_and_strict_write_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = shop(tmp_path)
    bad = shop_file(tmp_path / "a.csv", ("#1", "unfulfilled", "", [("A", 4), ("", 1)]), ("#2", "unfulfilled", "", [("A", -1)]))
    before, there = book.read_bytes(), sorted(os.listdir(tmp_path))
    assert main(["import", "shopify", str(bad), "--into", str(book), "--dry-run"]) == 0
    said = capsys.readouterr().out
    assert "Orders: 1 new" in said and "Nothing was written" in said
    assert main(["import", "shopify", str(bad), "--into", str(book), "--strict"]) == 1
    assert main(["import", "shopify", str(bad), "--into", str(tmp_path / "new.xlsx"), "--dry-run"]) == 0
    assert (book.read_bytes(), sorted(os.listdir(tmp_path))) == (before, there)


def test_json_is_one_object_with_the_counts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = shop(tmp_path)
    file = str(shop_file(tmp_path / "a.csv", ("#1", "unfulfilled", "", [("A", 4)])))
    assert main(["import", "auto", file, "--into", str(book), "--json", "--as-of", "2026-06-02"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert tuple(found) == (*JSON_FIELDS, "imported")
    assert (found["verb"], found["output"], found["errors"]) == ("import", str(book), 0)
    assert found["imported"] == {"orders": {"new": 1, "changed": 0, "unchanged": 0, "gone": 0, "left_out": 0}}
    assert main(["import", "auto", file, "--into", str(book), "--json", "--run", "--as-of", "2026-06-02"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["verb"], found["open_units"], found["imported"]["orders"]["unchanged"]) == ("run", 4, 1)


def test_a_book_that_is_not_there_is_made_and_undo_takes_an_import_back(tmp_path: Path) -> None:
    book = tmp_path / "new.xlsx"
    files = [shop_file(tmp_path / f"{n}.csv", (f"#{n}", "unfulfilled", "", [("A", n)])) for n in (1, 2)]
    assert main(["import", "auto", str(files[0]), "--into", str(book)]) == 0
    assert [r["Order"] for r in sheet_rows(book, "Orders") if r["Order"]] == ["#1"]
    assert openpyxl.load_workbook(book)["Orders"].tables["Orders"].ref.startswith("A1:")
    assert main(["import", "auto", str(files[1]), "--into", str(book)]) == 0
    assert len([p for p in tmp_path.iterdir() if "backup" in p.name]) == 1
    assert main(["undo", str(book)]) == 0
    assert [r["Order"] for r in sheet_rows(book, "Orders") if r["Order"]] == ["#1"]


@pytest.mark.parametrize(("words", "part"), [
    (["nobody", "a.csv"], "'nobody' is no source that we know"),
    (["auto", "b.csv"], "b.csv"),
    (["auto", "missing.csv"], "missing.csv"),
])  # fmt: skip
def test_what_cannot_be_used_is_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, words: list[str], part: str
) -> None:
    book = shop(tmp_path)
    monkeypatch.chdir(tmp_path)
    shop_file(tmp_path / "a.csv", ("#1", "unfulfilled", "", [("A", 4)]))
    Path("b.csv").write_text("Weather,Mood\nfine,good\n", encoding="utf-8")
    assert main(["import", *words, "--into", str(book)]) == 2
    said = capsys.readouterr()
    assert part in said.err and said.err.count("\n") == 1 and not said.out


def test_what_is_to_be_said_stands_on_problems_beside_what_was_said_before(tmp_path: Path) -> None:
    book = shop(tmp_path)
    assert main(["run", str(book), "--as-of", "2026-06-02"]) == 0
    before = [r["Message"] for r in sheet_rows(book, "Problems")]
    bad = shop_file(tmp_path / "a.csv", ("#1", "unfulfilled", "", [("A", 4)]), ("#2", "unfulfilled", "", [("A", -1)]))
    for _ in range(2):
        assert main(["import", "auto", str(bad), "--into", str(book)]) == 0
    rows = sheet_rows(book, "Problems")
    ours = [(r["Severity"], r["Row"]) for r in rows if r["Sheet"] == "a.csv"]
    assert ("error", 3) in ours and len(ours) == len(set(ours))
    assert [r["Message"] for r in rows if r["Sheet"] != "a.csv"] == before


def test_the_inbox_beside_the_book(tmp_path: Path) -> None:
    """What the button does: the oldest file first, and each is put away once it is in the book."""
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    late = shop_file(inbox / "a.csv", ("#1", "fulfilled", "", [("A", 4)]))
    early = shop_file(inbox / "b.csv", ("#1", "unfulfilled", "", [("A", 4)]))
    (inbox / "~$open.xlsx").write_bytes(b"")
    (inbox / "notes.docx").write_bytes(b"")
    os.utime(early, (1e9, 1e9))
    files = waiting(tmp_path / "Shop.xlsx")
    assert files == [early, late]
    book = MemoryBook({"Notes": [["hello"]]})
    done = import_files(book, files, as_of=dt.date(2026, 6, 2), now=dt.datetime(2026, 6, 2, 9))
    book.apply(done.imported.changes, None, False)  # type: ignore[arg-type]
    head, row = book.grids["Orders"][:2]
    assert dict(zip(head, row, strict=False))["Status"] == "closed"
    put_away(files)
    shop_file(inbox / "a.csv", ("#2", "unfulfilled", "", [("A", 4)]))
    put_away(waiting(tmp_path / "Shop.xlsx"))
    assert sorted(p.name for p in (inbox / "imported").iterdir()) == ["a (2).csv", "a.csv", "b.csv"]
    assert not waiting(tmp_path / "Shop.xlsx")
