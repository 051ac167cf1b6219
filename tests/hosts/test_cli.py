"""Does the command line keep rule 9, on real books?"""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import openpyxl
import pytest

from backorder_xl.hosts.cli import main
from backorder_xl.hosts.telling import JSON_FIELDS
from tests.books import DATA, NORTHWIND, book_file, small_book


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as z:
        return {n: z.read(n) for n in z.namelist()}


def run_json(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, dict[str, object]]:
    code = main([*list(words), "--json"])
    out = capsys.readouterr().out
    assert out.count("\n") == 1, "one object on standard output and nothing else"
    return code, json.loads(out)


@pytest.mark.skipif(not DATA.exists(), reason="the example books are not beside this checkout")
@pytest.mark.parametrize(("name", "day"), NORTHWIND.items())
def test_northwind_runs_unedited_and_twice_changes_only_the_log(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, day: str
) -> None:
    source, once, twice = DATA / name, tmp_path / "once.xlsx", tmp_path / "twice.xlsx"
    code, first = run_json(capsys, "run", str(source), "-o", str(once), "--as-of", day)
    assert code == 0
    assert tuple(first) == JSON_FIELDS
    code, second = run_json(capsys, "run", str(once), "-o", str(twice), "--as-of", day)
    assert code == 0
    stable = set(JSON_FIELDS) - {"output", "seconds", "messages"}
    assert first["messages"] and not second["messages"], "nothing is told twice"
    assert {k: first[k] for k in stable} == {k: second[k] for k in stable}
    before, after, again = parts(source), parts(once), parts(twice)
    changed = {n for n in again if after.get(n) != again[n]}
    log = next(n for n in again if n.startswith("xl/worksheets/sheet") and b"Settings" in again[n] and b"Verb" in again[n])
    assert log in changed
    assert all(n == log or n.startswith("xl/tables/") for n in changed)
    theirs = openpyxl.load_workbook(source).sheetnames
    for i, sheet in enumerate(theirs, 1):
        if sheet != "PurchaseOrders":
            assert before[f"xl/worksheets/sheet{i}.xml"] == after[f"xl/worksheets/sheet{i}.xml"], sheet


@pytest.mark.skipif(not DATA.exists(), reason="the example books are not beside this checkout")
def test_northwind_numbers_by_hand(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The source's own account: 21 open orders, 73 lines, 17 items short by 471 units against stock alone."""
    out = tmp_path / "out.xlsx"
    _, found = run_json(capsys, "run", str(DATA / "northwind.xlsx"), "-o", str(out), "--as-of", "1998-05-06")
    assert (found["orders"], found["open_lines"], found["backordered_units"]) == (830, 73, 471)
    rows = list(openpyxl.load_workbook(out)["Backorders"].iter_rows(values_only=True))
    sku = rows[0].index("SKU")
    assert len({r[sku] for r in rows[1:]}) == 17


def test_in_place_keeps_the_file_as_it_was_once_a_day(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = book_file(tmp_path / "Orders.xlsx", small_book())
    original = book.read_bytes()
    assert main(["run", str(book), "--as-of", "2026-06-03"]) == 0
    kept = [p for p in tmp_path.iterdir() if "backup" in p.name]
    assert len(kept) == 1
    assert kept[0].read_bytes() == original
    assert main(["run", str(book), "--as-of", "2026-06-03"]) == 0
    assert kept[0].read_bytes() == original
    assert len(list(tmp_path.iterdir())) == 2


def test_dry_run_and_strict_write_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = small_book()
    rows["Orders"].append(["SO-9", 1, dt.date(2026, 6, 1), "C9", "A", -4])
    book = book_file(tmp_path / "Orders.xlsx", rows)
    original = book.read_bytes()
    code, found = run_json(capsys, "run", str(book), "--dry-run", "--as-of", "2026-06-03")
    assert (code, found["errors"], found["output"]) == (0, 1, None)
    code, found = run_json(capsys, "run", str(book), "--strict", "--as-of", "2026-06-03")
    assert (code, found["output"]) == (1, None)
    assert book.read_bytes() == original


def test_unusable_input_is_one_sentence_and_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    nothing = tmp_path / "notes.xlsx"
    nothing.write_text("hello")
    for words in (["run", str(nothing)], ["check", str(tmp_path / "absent.xlsx")]):
        assert main(words) == 2
        told = capsys.readouterr().err
        assert told.count("\n") == 1 and "Traceback" not in told and Path(words[1]).name in told
    rows = small_book()
    rows["Orders"][0][4] = "Thing"
    assert main(["run", str(book_file(tmp_path / "b.xlsx", rows))]) == 2
    assert "SKU" in capsys.readouterr().err


def test_open_in_excel_is_3_before_any_work(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = book_file(tmp_path / "Orders.xlsx", small_book())
    (tmp_path / "~$Orders.xlsx").write_bytes(b"x")
    assert main(["run", str(book)]) == 3
    assert "open" in capsys.readouterr().err


def test_set_overrules_and_bad_settings_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = book_file(tmp_path / "Orders.xlsx", small_book())
    words = ["plan", str(book), "--dry-run", "--as-of", "2026-06-03"]
    _, found = run_json(capsys, *words, "--set", "allocation policy=fair-share")
    assert found["backordered_lines"] == 4
    assert main([*words, "--set", "Alocation Policy=value"]) == 2
    assert "Allocation Policy" in capsys.readouterr().err


def test_explain_says_who_what_and_until_when(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = book_file(tmp_path / "Orders.xlsx", small_book())
    assert main(["explain", str(book), "so4", "--as-of", "2026-06-03"]) == 0
    told = capsys.readouterr().out
    for word in ("SO4, line 1", "SO1", "SO3", "higher priority", "PO2", "2026-06-20"):
        assert word in told
    assert main(["explain", str(book), "SO44"]) == 2
    assert "Did you mean" in capsys.readouterr().err


def test_wording_is_copied_out_edited_and_used(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["templates", str(tmp_path / "words"), "--language", "xx"]) == 2
    assert main(["templates", str(tmp_path / "words"), "--language", "en"]) == 0
    rows = small_book()
    rows["Customers"] = [["Customer", "Email"], ["C2", "c2@shop.example"]]
    book = book_file(tmp_path / "Orders.xlsx", rows)
    wording = next(p for p in sorted((tmp_path / "words" / "en").iterdir()) if "Kind regards" in p.read_text("utf-8"))
    wording.write_text(wording.read_text("utf-8").replace("Kind regards", "Cheers from the shop"), "utf-8")
    words = ["run", str(book), "--as-of", "2026-06-03", "--set", "Template Folder=words"]
    assert main(words) == 0
    (draft,) = (tmp_path / "Orders drafts").glob("C2*.eml")
    assert b"Cheers from the shop" in draft.read_bytes()


def test_new_and_demo(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = tmp_path / "shop.xlsx"
    assert main(["new", str(book)]) == 0
    assert main(["new", str(book)]) == 3, "never over a file that is there"
    assert main(["run", str(book)]) == 0, "an empty book is no mistake"
    demo = tmp_path / "demo.xlsx"
    capsys.readouterr()
    code, found = run_json(capsys, "demo", str(demo))
    assert code == 0
    assert found["backordered_lines"] and found["purchase_orders"]


def test_help_waits_for_nothing_that_only_a_run_needs() -> None:
    heavy = ("numpy", "pandas", "lxml", "email", "importlib.metadata", "jinja2", "zipfile", "asyncio")
    code = (
        "import sys; from backorder_xl.hosts.cli import main\n"
        "try: main(['--help'])\n"
        f"except SystemExit: print([m for m in {heavy!r} if m in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "usage: backorder-xl" in done.stdout and done.stderr.strip() == "[]"
