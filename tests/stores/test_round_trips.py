"""Does a book say the same wherever its tables lie, and is a table of the user's left alone but for what changed? (rule 8)"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pytest

pytest.importorskip("duckdb")
sys.path.insert(0, str(Path(__file__).parents[2] / "bench"))

import data

from backorder_xl import notebook
from backorder_xl.hosts.cli import main
from backorder_xl.stores.opening import stores
from backorder_xl.tables.finding import find_tables
from backorder_xl.templates import demo_book
from backorder_xl.workbook.file import FileBook
from backorder_xl.workbook.shape import as_text
from tests.books import DATA, NORTHWIND
from tests.stores.places import KINDS, arrow, put, rows_of, store_rows

RESULTS = ("Backorders", "Allocations", "Ready to Ship")
BOOKS = ("demo", "made", *NORTHWIND)


def book(name: str, folder: Path) -> tuple[Path, str]:
    """A workbook and its day."""
    path = folder / "book.xlsx"
    if name == "demo":
        path.write_bytes(demo_book())
        return path, "2026-06-03"
    if name == "made":
        with pd.ExcelWriter(path) as writer:
            for sheet, columns in data.book(3_000).items():
                pd.DataFrame(columns).to_excel(writer, sheet_name=sheet, index=False)
        return path, data.AS_OF.isoformat()
    if not (DATA / name).exists():
        pytest.skip(f"{name} is not here")
    path.write_bytes((DATA / name).read_bytes())
    return path, NORTHWIND[name]


@pytest.fixture(scope="module", params=BOOKS)
def ran(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Any], Path, str]:
    """The tables of a workbook, the same workbook after a run, and its day."""
    path, day = book(request.param, tmp_path_factory.mktemp("book"))
    tables = {name: arrow(held) for name, held in notebook.read(path).items()}
    if "PONo" in tables.get("Purchase Orders", pa.table({})).column_names:  # a database takes PO-1 into no column of numbers
        held = tables["Purchase Orders"]
        numbers = pa.array([as_text(n) for n in held["PONo"].to_pylist()])
        tables["Purchase Orders"] = held.set_column(held.column_names.index("PONo"), "PONo", numbers)
    drafts = str(path.parent / "drafts")
    assert main(["run", str(path), "--as-of", day, "--drafts", drafts, "--json"]) == 0
    return tables, path, day


def ran_in(address: str, to: str, day: str, *more: str) -> int:
    return main(["run", "--from", address, "--to", to, "--as-of", day, *more])


def alike(now: pa.Table, before: pa.Table, kind: str) -> bool:
    """Whether two tables are the same; rows of a database have no order."""
    if kind == "postgres":
        return now.schema == before.schema and sorted(map(str, now.to_pylist())) == sorted(map(str, before.to_pylist()))
    return bool(now.equals(before))


@pytest.mark.parametrize("kind", KINDS)
def test_a_store_says_what_the_workbook_says(
    kind: str, ran: Any, tmp_path: Path, request: pytest.FixtureRequest, capsys: pytest.CaptureFixture[str]
) -> None:
    tables, workbook, day = ran
    postgres = request.getfixturevalue("postgres") if kind == "postgres" else ""
    address = put(kind, tmp_path, postgres, tables)
    drafts = ["--drafts", str(tmp_path / "drafts")]
    capsys.readouterr()
    assert ran_in(address, address, day, *drafts, "--json") == 0
    said = json.loads(capsys.readouterr().out)
    with FileBook(workbook) as theirs:
        for sheet in RESULTS:
            assert store_rows(address, sheet) == rows_of(theirs, sheet), sheet
        for sheet in ("Purchase Orders", "Stock", "Receipts"):
            if sheet in tables:
                place = find_tables(theirs)[sheet.casefold().replace(" ", "_")].sheet
                ours = tables[sheet].column_names
                added = ("Posted", "Matched To") if sheet == "Receipts" else ("Advice", "Needed")
                columns = [*ours, *(h for h in theirs.top(place)[0] if h in added)]
                assert store_rows(address, sheet, columns) == rows_of(theirs, place, columns), sheet
    before = {name: stores(address, None).source.read(name) for name in stores(address, None).source.tables()}
    assert ran_in(address, address, day, *drafts, "--json") == 0
    again = json.loads(capsys.readouterr().out)
    counted = ("open_units", "from_stock", "on_order", "to_order", "uncovered", "purchase_lines", "ready_lines", "errors")
    assert {c: said[c] for c in counted} == {c: again[c] for c in counted}
    after = {name: stores(address, None).source.read(name) for name in before}
    changed = {n for n in before if not alike(after[n], before[n], kind)}
    # in the demo, the hint at a purchase order that may be meant is less sure once goods have come; in a workbook, too
    assert changed - ({"Problems"} if "PO-33" in str(after["Problems"]) else set()) == {"Run Log"}


@pytest.mark.parametrize("kind", KINDS)
def test_a_source_that_is_not_the_target_stays_as_it_is(kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    path = tmp_path / "book.xlsx"
    path.write_bytes(demo_book())
    postgres = request.getfixturevalue("postgres") if kind == "postgres" else ""
    tables = {name: arrow(held) for name, held in notebook.read(path).items()}
    address = put(kind, tmp_path, postgres, tables)
    before = {name: stores(address, None).source.read(name) for name in tables}
    out = str(tmp_path / "out")
    for _ in range(2):
        assert ran_in(address, out, "2026-06-03", "--drafts", str(tmp_path / "drafts")) == 0
    source = stores(address, None).source
    assert set(source.tables()) == set(tables)
    assert all(source.read(name).equals(before[name]) for name in tables)
    assert len(store_rows(out, "Run Log")) == 2
    assert store_rows(out, "Receipts", ["Posted"]) != store_rows(address, "Receipts", ["Posted"])
