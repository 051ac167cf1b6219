"""What do the verbs say and write with --from and --to, with a workbook that shows it, and in parts?"""

from __future__ import annotations

import datetime as dt
import json
import sys
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

pytest.importorskip("duckdb")

from backorder_xl import notebook
from backorder_xl.hosts.cli import main
from backorder_xl.stores import shown
from backorder_xl.stores.opening import stores
from backorder_xl.templates import demo_book
from backorder_xl.workbook.changes import Changes
from backorder_xl.workbook.file import FileBook
from tests.books import book_file, sheet_rows, small_book
from tests.stores.places import arrow, put, rows_of, store_rows
from tests.stores.test_places import small

DAY = ("--as-of", "2026-06-03")
TABS = ["Dashboard", "Backorders", "Purchase Orders", "Problems", "Ready to Ship", "Dashboard Data", "Run Log"]


@pytest.fixture
def source(tmp_path: Path) -> str:
    return put("parquet", tmp_path, "", small())


def test_the_workbook_shows_what_needs_a_person(tmp_path: Path) -> None:
    path, plain = tmp_path / "shown.xlsx", tmp_path / "plain.xlsx"
    plain.write_bytes(demo_book())
    address = put("parquet", tmp_path, "", {name: arrow(held) for name, held in notebook.read(plain).items()})
    assert main(["plan", str(plain), *DAY]) == 0
    for _ in range(2):  # made, then renewed
        assert main(["plan", str(path), "--from", address, "--to", str(tmp_path / "out"), *DAY]) == 0
        with FileBook(path) as book, FileBook(plain) as theirs:
            assert book.sheets() == TABS
            for sheet in ("Backorders", "Ready to Ship"):
                assert rows_of(book, sheet) == rows_of(theirs, sheet)
            ours, all_ = ([r["PO"] for r in sheet_rows(p, "Purchase Orders") if r["Status"] == "proposed"] for p in (path, plain))
            assert sorted(ours) == sorted(all_)
            figures = ["Part", "Measure", "Value"]
            assert rows_of(book, "Dashboard", figures) == rows_of(theirs, "Dashboard", figures)
            assert book.formula_cells("Dashboard", [3]) == set()


def test_more_rows_than_a_sheet_has_are_told(tmp_path: Path, source: str) -> None:
    from backorder_xl import run
    from backorder_xl.stores.book import StoreBook

    places = stores(source, None)
    book = StoreBook(places.source, None)
    report = run.morning_run(book, {}, dt.date(2026, 6, 3), verb="plan", now=dt.datetime(2026, 6, 3), most_rows=None)
    waiting = next(t for t in report.changes.tables if t.sheet == "Backorders")
    made = shown.shown(Changes([waiting]), [], "orders.duckdb", most=1)
    by_name = {t.sheet: t for t in made.tables}
    values = list(waiting.data["Value"])
    assert len(values) > 1 and list(by_name["Backorders"].data["Value"]) == [max(values)], "the one that is worth most"
    (told,) = [m for m in by_name["Problems"].data["Message"] if "Backorders" in m]
    assert told == (
        f"Backorders has {len(values)} rows, {len(values) - 1} more than can stand on a sheet; the most urgent stand there. "
        "All of them are in orders.duckdb."
    )


def test_the_settings_of_the_workbook_count_where_the_source_has_none(tmp_path: Path, source: str) -> None:
    rows = {"Settings": [["Setting", "Value"], ["Outbound Days", 30]], "Notes": [["mine"], ["stays"]]}
    path = book_file(tmp_path / "shown.xlsx", rows)
    for to, more in (("with", [str(path)]), ("without", [])):
        assert main(["plan", *more, "--from", source, "--to", str(tmp_path / to), *DAY]) == 0
    assert store_rows(str(tmp_path / "with"), "Backorders", ["Expected"]) != store_rows(
        str(tmp_path / "without"), "Backorders", ["Expected"]
    )
    assert openpyxl.load_workbook(path)["Notes"]["A2"].value == "stays"


@pytest.mark.parametrize(("words", "says"), [
    (["plan"], "Name the workbook"),
    (["plan", "b.xlsx", "--to", "x"], "--to goes with --from"),
    (["plan", "--from", "SOURCE"], "Say with --to"),
    (["plan", "--from", "SOURCE", "--to", "out", "-o", "x.xlsx"], "-o goes with a workbook alone"),
    (["plan", "--from", "nowhere", "--to", "out"], "There is no folder nowhere"),
    (["plan", "--from", "nowhere.duckdb", "--to", "out"], "There is no file nowhere.duckdb"),
    (["plan", "--from", "own.xlsx", "--to", "out"], "is no folder of tables"),
    (["plan", "own.xlsx", "--from", "SOURCE", "--to", "out"], "has orders of its own on the sheet Orders"),
    (["plan", "new.txt", "--from", "SOURCE", "--to", "out"], "ends in .xlsx"),
    (["plan", "b.xlsx", "--parts"], "--parts and --workers go with --from"),
    (["receive", "--from", "SOURCE", "--to", "out", "--parts"], "receive does not work in parts"),
    (["notify", "--from", "SOURCE", "--to", "out", "--workers", "2"], "notify does not work in parts"),
    (["plan", "--from", "SOURCE", "--to", "out", "--workers", "many"], "--workers takes a number"),
    (["plan", "--from", "SOURCE", "--to", "out", "--parts", "--set", "Allocation Policy=most-complete"], "in parts"),
    (["plan", "--from", "SOURCE", "--to", "out", "--parts", "--set", "Ship Complete Rule=release"], "choose hold"),
])  # fmt: skip
def test_what_cannot_be_is_refused_in_one_sentence(
    words: list[str], says: str, tmp_path: Path, source: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    book_file(tmp_path / "own.xlsx", small_book())
    before = (tmp_path / "own.xlsx").read_bytes()
    assert main([source if w == "SOURCE" else w for w in words]) == 2
    said = capsys.readouterr()
    assert says in said.err and said.err.count("\n") == 1 and not said.out
    assert (tmp_path / "own.xlsx").read_bytes() == before
    assert not list((tmp_path / "out").glob("*")) and not (tmp_path / "x.xlsx").exists()


@pytest.mark.parametrize("words", [["--from", "b.duckdb", "--to", "b.duckdb"], ["--from", "SOURCE", "--to", "o", "--parts"],
                                   ["--from", "postgresql://localhost/x", "--to", "o"]])  # fmt: skip
def test_without_the_extra_the_command_that_installs_it_is_told(
    words: list[str], tmp_path: Path, source: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "b.duckdb").touch()
    for name in ("duckdb", "distributed", "adbc_driver_postgresql", "adbc_driver_postgresql.dbapi"):
        monkeypatch.setitem(sys.modules, name, None)  # what python does where it is not installed
    assert main(["plan", *(source if w == "SOURCE" else w for w in words)]) == 2
    said = capsys.readouterr().err
    assert 'pip install "backorder-xl[scale]"' in said and said.count("\n") == 1


def test_exit_codes_and_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    orders = small()["Orders"]
    bad = orders.set_column(orders.column_names.index("Ordered"), "Ordered", pa.array(["many", "1", "2", "3"]))
    address, out = put("parquet", tmp_path, "", small(Orders=bad)), tmp_path / "out"
    assert main(["plan", "--from", address, "--to", str(out), *DAY, "--strict", "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["errors"] == 1 and not out.exists()
    assert main(["plan", "--from", address, *DAY, "--dry-run", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["output"] is None
    assert main(["check", "--from", address, *DAY, "--json"]) == 0
    capsys.readouterr()
    assert main(["plan", "--from", address, "--to", str(out), *DAY, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["output"] == "out"
    (out / "x").touch()
    assert main(["plan", "--from", address, "--to", str(out / "x"), *DAY]) == 2


def test_in_parts_a_store_says_what_the_whole_says(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("distributed")
    address = put("duckdb", tmp_path, "", small())
    whole, parts, path = str(tmp_path / "whole"), str(tmp_path / "parts"), tmp_path / "shown.xlsx"
    assert main(["plan", "--from", address, "--to", whole, *DAY, "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert main(["plan", str(path), "--from", address, "--to", parts, *DAY, "--parts", "2", "--workers", "1", "--json"]) == 0
    in_parts: dict[str, Any] = json.loads(capsys.readouterr().out)
    same = set(said) - {"output", "seconds", "warnings"}
    assert {k: said[k] for k in same} == {k: in_parts[k] for k in same}
    for sheet in ("Backorders", "Allocations", "Ready to Ship"):
        assert store_rows(parts, sheet) == store_rows(whole, sheet)
    with FileBook(path) as book:
        assert rows_of(book, "Backorders") == store_rows(parts, "Backorders")
        assert book.sheets() == [t for t in TABS if t != "Dashboard Data"]
    assert len(store_rows(parts, "Run Log")) == 1 and not [p for p in Path(parts).iterdir() if p.name.startswith(".")]
    theirs = store_rows(whole, "Purchase Orders", ["PO", "SKU", "Status", "Ordered"])
    ours = store_rows(parts, "Proposed Purchase Orders", ["PO", "SKU", "Status", "Ordered"])
    assert ours == [row for row in theirs if "proposed" in row]


def test_the_proposals_in_parts_leave_the_users_table_alone(tmp_path: Path) -> None:
    pytest.importorskip("distributed")
    address = Path(put("parquet", tmp_path, "", small()))
    before = (address / "Purchase Orders.parquet").read_bytes()
    assert main(["plan", "--from", str(address), "--to", str(address), *DAY, "--workers", "1"]) == 0
    assert (address / "Purchase Orders.parquet").read_bytes() == before
    assert pq.read_table(address / "Proposed Purchase Orders").num_rows > 0


def test_check_in_parts_finds_what_the_whole_finds(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("distributed")
    orders = small()["Orders"]
    bad = orders.set_column(orders.column_names.index("Ordered"), "Ordered", pa.array(["1", "2", "many", "3"]))
    address, out = put("parquet", tmp_path, "", small(Orders=bad)), tmp_path / "out"
    assert main(["check", "--from", address, *DAY, "--json"]) == 0
    whole = json.loads(capsys.readouterr().out)
    command = ["check", "--from", address, "--to", str(out), *DAY, "--parts", "2", "--json"]
    assert main([*command, "--strict"]) == 1
    assert json.loads(capsys.readouterr().out)["errors"] == 1 and not list(out.iterdir())
    assert main(command) == 0
    parts = json.loads(capsys.readouterr().out)
    assert all(parts[k] == whole[k] for k in ("verb", "as_of", "errors"))
    assert [p.name for p in out.iterdir()] == ["Problems.parquet"]
    (said,) = store_rows(str(out), "Problems", ["Severity", "Sheet"])
    assert sorted(said) == ["Orders", "error"]


def test_a_cluster_that_runs_already_does_the_parts(tmp_path: Path) -> None:
    distributed = pytest.importorskip("distributed")
    address, out = put("parquet", tmp_path, "", small()), [str(tmp_path / name) for name in ("here", "there")]
    assert main(["plan", "--from", address, "--to", out[0], *DAY, "--parts", "2"]) == 0
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
        place = cluster.scheduler_address.removeprefix("tcp://")
        assert main(["plan", "--from", address, "--to", out[1], *DAY, "--parts", "2", "--workers", place]) == 0
    for sheet in ("Backorders", "Allocations", "Ready to Ship", "Proposed Purchase Orders"):
        assert store_rows(out[1], sheet) == store_rows(out[0], sheet)


def test_a_cluster_that_is_not_there_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("distributed")
    monkeypatch.setattr("backorder_xl.scale.running.PATIENCE", 1)
    address, out = put("parquet", tmp_path, "", small()), tmp_path / "out"
    assert main(["plan", "--from", address, "--to", str(out), *DAY, "--workers", "127.0.0.1:9"]) == 2
    assert capsys.readouterr().err.startswith("No Dask scheduler answers at 127.0.0.1:9; start it")
