"""Does the verb page write three files, all or none, never over somebody else's, and leave the book alone?"""

from __future__ import annotations

import csv
import datetime as dt
import json
from pathlib import Path

import pytest

from backorder_xl.hosts import publishing
from backorder_xl.hosts.cli import main
from backorder_xl.workbook.errors import Unwritable
from tests.books import Rows, book_file, sheet_rows, small_book

DAY = ["--as-of", "2026-06-03"]


def shop() -> Rows:
    rows = small_book()
    rows["Items"] = [
        ["SKU", "Description", "Supplier", "MOQ", "Multiple", "Unit Cost", "Backorder Cap", "Link"],
        ["A", "Lamp", "ACME", 10, 6, 3, 5, "https://shop.example/a"],
    ]
    return rows


def made(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, dict[str, object]]:
    code = main(["page", *words, *DAY, "--json"])
    out = capsys.readouterr().out
    assert out.count("\n") == 1, "one object on standard output and nothing else"
    return code, json.loads(out)


def test_the_page_and_its_feed_stand_beside_the_book_which_is_as_it_was(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = book_file(tmp_path / "Orders.xlsx", shop())
    before = book.read_bytes()
    code, found = made(capsys, str(book))
    page = tmp_path / "Orders-backorders.html"
    assert (code, found["items"], found["output"], found["errors"]) == (0, 1, str(page), 0)
    assert found["feed"] == [str(page.with_suffix(".csv")), str(page.with_suffix(".json"))]
    assert sorted(p.name for p in tmp_path.iterdir()) == ["Orders-backorders.csv", "Orders-backorders.html",
                                                          "Orders-backorders.json", "Orders.xlsx"]  # fmt: skip
    assert book.read_bytes() == before
    (row,) = csv.DictReader(page.with_suffix(".csv").read_text("utf-8-sig").splitlines())
    assert (row["sku"], row["availability"], row["waiting_units"], row["waiting_customers"]) == ("A", "no more taken", "16", "3")
    assert row["can_be_ordered"] == "0"
    assert 'href="Orders-backorders.csv"' in page.read_text("utf-8")
    first = page.read_bytes()
    assert made(capsys, str(book))[0] == 0 and page.read_bytes() == first, "ours are replaced, and say the same"


def test_another_name_settings_and_nothing_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = book_file(tmp_path / "Orders.xlsx", shop())
    code, found = made(capsys, str(book), "--dry-run")
    assert (code, found["output"], found["items"]) == (0, None, 1) and len(list(tmp_path.iterdir())) == 1
    (tmp_path / "site").mkdir()
    target = tmp_path / "site" / "wait.html"
    chosen = ("Page Language=de", "Page Shows Waiting=no", "Page Title=Bald da")
    words = [word for setting in chosen for word in ("--set", setting)]
    assert made(capsys, str(book), "-o", str(target), *words)[0] == 0
    text = target.read_text("utf-8")
    assert '<html lang="de"' in text and "<h1>Bald da</h1>" in text and "Vorgemerkte" not in text
    assert json.loads(target.with_suffix(".json").read_text("utf-8"))["items"][0]["waiting_units"] == ""
    assert main(["page", str(book), "-o", str(tmp_path / "wait.xlsx")]) == 3
    assert "ends in .html" in capsys.readouterr().err
    rows = shop()
    rows["Orders"].append(["SO-9", 1, dt.date(2026, 6, 1), "C9", "A", -4])
    bad = book_file(tmp_path / "Bad.xlsx", rows)
    assert main(["page", str(bad), "--strict", *DAY]) == 1 and not (tmp_path / "Bad-backorders.html").exists()


@pytest.mark.parametrize("suffix", [".html", ".csv", ".json"])
def test_a_file_of_somebody_else_stays(tmp_path: Path, capsys: pytest.CaptureFixture[str], suffix: str) -> None:
    book = book_file(tmp_path / "Orders.xlsx", shop())
    theirs = tmp_path / f"Orders-backorders{suffix}"
    theirs.write_text("sku,mine\n")
    assert main(["page", str(book), *DAY]) == 3
    assert theirs.name in capsys.readouterr().err
    assert theirs.read_text() == "sku,mine\n" and len(list(tmp_path.iterdir())) == 2


def test_a_full_disk_half_way_leaves_all_three_as_they_were(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = {tmp_path / f"p{suffix}": b"old" for suffix in (".html", ".csv", ".json")}
    monkeypatch.setattr(publishing, "ours", lambda path: True)
    publishing.put(files)
    real = publishing.replace_file

    def full(target: Path, write: object) -> None:
        if target.suffix == ".json":
            raise Unwritable("the disk is full")
        real(target, write)  # type: ignore[arg-type]

    monkeypatch.setattr(publishing, "replace_file", full)
    with pytest.raises(Unwritable):
        publishing.put(dict.fromkeys(files, b"new"))
    assert {path.read_bytes() for path in tmp_path.iterdir()} == {b"old"}
    new = {tmp_path / f"q{suffix}": b"new" for suffix in (".html", ".csv", ".json")}
    with pytest.raises(Unwritable):
        publishing.put(new)
    assert len(list(tmp_path.iterdir())) == 3, "what was not there is not there"


def test_a_mistake_in_the_template_is_one_sentence_and_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = book_file(tmp_path / "Orders.xlsx", shop())
    (tmp_path / "words").mkdir()
    (tmp_path / "words" / "page.html.j2").write_text("<p>\n{{ nothing }}", "utf-8")
    assert main(["page", str(book), *DAY, "--set", "Template Folder=words"]) == 2
    told = capsys.readouterr().err
    assert told.count("\n") == 1 and "page.html.j2, line 2" in told and not list(tmp_path.glob("*.html"))


def test_a_run_warns_where_more_wait_than_the_cap_allows(tmp_path: Path) -> None:
    book = book_file(tmp_path / "Orders.xlsx", shop())
    assert main(["run", str(book), *DAY, "--json"]) == 0
    told = [r for r in sheet_rows(book, "Problems") if r["Column"] == "Backorder Cap"]
    assert [(r["Severity"], r["Sheet"], r["Row"], r["Value"]) for r in told] == [("warning", "Items", 2, "16")]
    assert "A has 16 units waiting, more than its Backorder Cap of 5." in str(told[0]["Message"])
