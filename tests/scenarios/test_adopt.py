"""Is an old workbook read as it is? For each oddity that real ones show: adopted and run, or told clearly what is missing."""

from __future__ import annotations

import builtins
import json
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from backorder_xl.hosts.cli import main
from tests.books import DATA, NORTHWIND, book_file, sheet_rows, small_book
from tests.scenarios import old_books as old

Capture = pytest.CaptureFixture[str]
DAY = "2026-06-01"

# By hand: open lines, open units, units that wait, units to be bought; and a code that check must tell.
ADOPTED: list[tuple[Callable[[], object], tuple[int, float, float, float], str]] = [
    (old.two_rows_of_one_item, (3, 9, 2, 0), "no-items"),  # LAM 4 + 3 of 5, SED 2 of 2
    (old.below_zero_and_halves, (2, 6.5, 6.25, 0), "negative-stock"),  # KAAS 0.5 of 0.25, MELK 6 of -3; a line of 0 is not open
    (old.shipped_before_ordered, (2, 7, 2, 0), "date-before-order"),  # 3 + 4 of 5
    (old.days_as_text, (3, 9, 5, 0), "not-a-date"),  # 2 + 3 + 4 of 4; the row with 00:00.0 is out
    (old.numbers_as_text, (2, 2_026_282, 2_025_282, 0), "not-a-number"),  # 1,288 + 2,024,994 of 1,000; the sum is out
    (old.blank_rows_below, (587, 1_173, 923, 0), "no-items"),  # each of 25 items is wanted more than its 10
    (old.headers_of_an_erp, (3, 16, 8, 2), "filled-down-po"),  # 9 of 6 and 7 of 2; 2 and 4 on order
    (old.two_rows_of_headers, (2, 10, 2, 0), "no-items"),  # 5 and 9 - 4 of 8
    (old.no_headers, (5, 21, 10, 0), "no-items"),  # 18 of 10 and 3 of 1, as long as column F is not agreed to
    (old.shop_export, (3, 6, 2, 0), "no-items"),  # L 5 of 4, S 1 of 0
    (old.not_shipped_yet, (3, 9, 1, 0), "no-items"),  # I1 8 of 9, I2 1 of 0
    (old.made_in_house, (2, 5, 4, 2), ""),  # MESA 3 of 1 and nobody sells it, VELA 2 of 0
    (old.odd_addresses, (2, 5, 1, 0), "no-items"),
    (old.many_offers, (20, 40, 20, 20), ""),
    (old.other_scripts, (2, 5, 1, 0), "no-items"),
]
TOLD = [
    (old.pasted_text, "separated by |"),
    (old.calendar_of_columns, "257 of its columns are days"),
    (old.pivot, "shows a pivot table"),
    (old.heads_and_lines, "Orders stands on two sheets"),
]


def made(path: Path, build: Callable[[], object]) -> Path:
    rows = build()
    return old.old_book(path, *rows) if isinstance(rows, tuple) else old.old_book(path, rows)  # type: ignore[arg-type]


def as_json(capsys: Capture, *words: str) -> tuple[int, dict[str, object]]:
    capsys.readouterr()
    code = main([*words, "--json"])
    return code, json.loads(capsys.readouterr().out)


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as z:
        return {n: z.read(n) for n in z.namelist()}


@pytest.mark.parametrize(("build", "numbers", "code"), ADOPTED, ids=lambda v: getattr(v, "__name__", ""))
def test_an_old_book_is_adopted_and_run_as_it_is(
    tmp_path: Path, capsys: Capture, build: Callable[[], object], numbers: tuple[int, float, float, float], code: str
) -> None:
    book, out = made(tmp_path / "old.xlsx", build), tmp_path / "run.xlsx"
    before = parts(book)
    assert main(["adopt", str(book), "--yes"]) == 0
    assert main(["plan", str(book), "-o", str(out), "--as-of", DAY]) == 0
    _, found = as_json(capsys, "plan", str(book), "-o", str(out), "--as-of", DAY)
    assert tuple(found[n] for n in ("open_lines", "open_units", "backordered_units", "to_order")) == numbers
    after = parts(book)
    theirs = [n for n in before if n.startswith("xl/worksheets/sheet")]
    assert all(before[n] == after[n] for n in theirs), "nothing but Mapping is touched"
    if code:
        words = {"negative-stock": "below 0", "date-before-order": "before Order Date", "not-a-date": "should be a date",
                 "not-a-number": "should be a number", "filled-down-po": "P1", "no-items": "neither a sheet Items"}  # fmt: skip
        assert any(words[code] in str(r["Message"]) for r in sheet_rows(out, "Problems"))


@pytest.mark.parametrize(("build", "words"), TOLD, ids=lambda v: getattr(v, "__name__", ""))
def test_what_is_no_list_is_told_in_a_sentence(tmp_path: Path, capsys: Capture, build: Callable[[], object], words: str) -> None:
    book = made(tmp_path / "old.xlsx", build)
    before = book.read_bytes()
    assert main(["adopt", str(book), "--yes"]) == 2
    assert words in capsys.readouterr().out and book.read_bytes() == before


def test_a_text_file_is_no_workbook(tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "orders.csv").write_text("Order\tDate\n1\t2026-05-04\n", encoding="utf-16")
    assert main(["adopt", str(tmp_path / "orders.csv")]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


@pytest.mark.parametrize("build", [b for b, *_ in ADOPTED], ids=lambda v: v.__name__)
def test_adopt_twice_changes_nothing(tmp_path: Path, build: Callable[[], object]) -> None:
    book = made(tmp_path / "old.xlsx", build)
    assert main(["adopt", str(book), "--yes"]) == 0
    once = book.read_bytes()
    assert main(["adopt", str(book), "--yes"]) == 0
    assert book.read_bytes() == once


@pytest.mark.skipif(not DATA.exists(), reason="the example books are not beside this checkout")
@pytest.mark.parametrize("name", NORTHWIND)
def test_a_book_that_reads_well_needs_no_mapping(tmp_path: Path, capsys: Capture, name: str) -> None:
    book = tmp_path / name
    book.write_bytes((DATA / name).read_bytes())
    assert main(["adopt", str(book), "--yes"]) == 0
    said = capsys.readouterr().out
    assert "it needs no mapping" in said and "Orders: the sheet 'Orders' (headers in row 1, read as it is)" in said
    assert book.read_bytes() == (DATA / name).read_bytes()


def test_the_demo_book_needs_none_either(tmp_path: Path, capsys: Capture) -> None:
    book = tmp_path / "demo.xlsx"
    assert main(["demo", str(book)]) == 0
    capsys.readouterr()
    assert main(["adopt", str(book), "--yes"]) == 0
    assert "it needs no mapping" in capsys.readouterr().out


def test_an_edit_on_mapping_wins(tmp_path: Path, capsys: Capture) -> None:
    """The bare list, with its last column agreed to: 17 + 1 units are open, and 7 wait."""
    book = made(tmp_path / "old.xlsx", old.no_headers)
    assert main(["adopt", str(book), "--yes"]) == 0
    rows = {r["Field"]: (n, r) for n, r in enumerate(sheet_rows(book, "Mapping"), 2) if r["Table"] == "Orders"}
    number, shipped = rows["Shipped"]
    assert (shipped["Column"], shipped["Use"]) == ("F", "no")
    opened = openpyxl.load_workbook(book)
    opened["Mapping"].cell(number, 8).value = "yes"
    opened.save(book)
    assert main(["adopt", str(book), "--yes"]) == 0
    _, found = as_json(capsys, "plan", str(book), "-o", str(tmp_path / "o.xlsx"), "--as-of", DAY)
    assert (found["open_units"], found["backordered_units"]) == (18, 7)


def test_on_a_terminal_it_asks_and_takes_edits(tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    book = made(tmp_path / "old.xlsx", old.no_headers)
    answers = iter(["Orders.Nothing = A", "what?", "Orders.Shipped = F", "Orders.Customer = no", "Orders.Customer = B", "yes"])
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
    monkeypatch.setattr(builtins, "input", lambda _: next(answers))
    assert main(["adopt", str(book)]) == 0
    said = capsys.readouterr().out
    assert said.count("is not understood") == 2 and "A run works on Orders (5 rows of 'Tabelle1')" in said
    rows = {r["Field"]: r for r in sheet_rows(book, "Mapping") if r["Table"] == "Orders"}
    assert rows["Shipped"]["Use"] == "yes" and rows["Customer"]["Column"] == "B" and rows["Customer"]["Use"] == "yes"


def test_no_and_a_dry_run_write_nothing(tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    book = made(tmp_path / "old.xlsx", old.no_headers)
    before = book.read_bytes()
    assert main(["adopt", str(book), "--dry-run"]) == 0
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
    monkeypatch.setattr(builtins, "input", lambda _: "no")
    assert main(["adopt", str(book)]) == 0
    assert book.read_bytes() == before and capsys.readouterr().out.count("Nothing was written") == 2


def test_undo_takes_mapping_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BACKORDER_XL_STATE", str(tmp_path / "state"))
    book = made(tmp_path / "old.xlsx", old.no_headers)
    assert main(["adopt", str(book), "--yes"]) == 0
    assert main(["undo", str(book)]) == 0
    assert "Mapping" not in openpyxl.load_workbook(book).sheetnames


def test_json_says_all_of_it(tmp_path: Path, capsys: Capture) -> None:
    code, found = as_json(capsys, "adopt", str(made(tmp_path / "old.xlsx", old.no_headers)), "--dry-run", "--as-of", DAY)
    assert code == 0 and found["ready"] and found["as_of"] == DAY and found["output"] is None
    assert {r["field"]: r["column"] for r in found["mapping"] if r["table"] == "Stock"} == {"SKU": "A", "On Hand": "C"}  # type: ignore[index,attr-defined]


def test_a_sheet_mapping_of_the_users_own_is_not_touched(tmp_path: Path, capsys: Capture) -> None:
    book = book_file(tmp_path / "own.xlsx", {**small_book(), "Mapping": [["From", "To"], ["a", "b"]]})
    assert main(["adopt", str(book), "--yes"]) == 2
    assert "Rename it" in capsys.readouterr().err
    assert main(["check", str(book)]) == 0


def test_a_sheet_that_was_renamed_is_told_and_proposed_anew(tmp_path: Path, capsys: Capture) -> None:
    book = made(tmp_path / "old.xlsx", old.no_headers)
    assert main(["adopt", str(book), "--yes"]) == 0
    opened = openpyxl.load_workbook(book)
    opened["Tabelle2"].title = "Lager neu"
    opened.save(book)
    assert main(["check", str(book)]) == 2
    assert main(["adopt", str(book), "--yes"]) == 0
    assert {r["Sheet"] for r in sheet_rows(book, "Mapping") if r["Table"] == "Stock"} == {"Lager neu"}


def test_a_run_reads_no_more_for_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the user's sheets as much is read with Mapping as with known headers; Mapping itself is all that comes on top."""
    from backorder_xl.tables.reading import read_tables
    from backorder_xl.workbook.file import FileBook

    lines = [[f"O{n // 3}", old.d(5, 4), f"C{n % 90}", f"I{n % 400}", 1 + n % 5] for n in range(300)]
    known = {"Orders": [["Order", "Order Date", "Customer", "SKU", "Ordered"], *lines], "Stock": [["SKU", "On Hand"], ["I1", 3]]}
    other = {"Lines": [["Ord nr", "Ord dt", "Custmer", "Itm", "Qnty"], *lines], "Stock": known["Stock"]}
    plain, adopted = book_file(tmp_path / "a.xlsx", known), book_file(tmp_path / "b.xlsx", other)
    assert main(["adopt", str(adopted), "--yes"]) == 0
    read_as_ever = FileBook.read

    def cells(path: Path) -> int:
        counted = 0

        def read(self: FileBook, sheet: str, *more: Any) -> Any:
            nonlocal counted
            raw = read_as_ever(self, sheet, *more)
            counted += raw.rows * len(raw.columns) if sheet != "Mapping" else 0
            return raw

        with monkeypatch.context() as watched, FileBook(path) as book:
            watched.setattr(FileBook, "read", read)
            assert len(read_tables(book).tables.orders) == 300
        return counted

    assert cells(adopted) <= cells(plain)
