"""Does a store hold against odd names, odd files and a run that is killed?"""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

pytest.importorskip("duckdb")

from backorder_xl.hosts.cli import main
from backorder_xl.stores import folder
from backorder_xl.stores.model import Edit, Whole
from backorder_xl.stores.opening import stores
from backorder_xl.workbook.errors import Unreadable, Unwritable
from tests.books import small_book
from tests.stores.places import KINDS, put, store_rows, with_store

HOSTILE = ('Robert"; DROP TABLE "Stock', "it's", "naïve Größe", "a;b--c")


def small(**more: pa.Table) -> dict[str, pa.Table]:
    """The small book as tables."""
    made = {}
    for sheet, (headers, *rows) in small_book().items():
        made[sheet] = pa.table({str(h): pa.array(list(c)) for h, c in zip(headers, zip(*rows, strict=True), strict=True)})
    return made | more


@pytest.fixture(params=[k for k in KINDS if k != "pieces"])
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def address(kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> str:
    """A store of that kind with the small book, whose Stock has columns with names that are no good names."""
    stock = small()["Stock"]
    for name in HOSTILE:
        stock = stock.append_column(name, pa.array([f"{name} ' \" ; --"]))
    postgres = request.getfixturevalue("postgres") if kind == "postgres" else ""
    return put(kind, tmp_path, postgres, small(Stock=stock, Receipts=receipts()))


def receipts() -> pa.Table:
    return pa.table({"SKU": ["A"], "Quantity": [8], "PO": ["PO1"], "Received On": [dt.date(2026, 6, 3)]})


def test_names_that_are_no_good_names_are_names(address: str) -> None:
    assert main(["run", "--from", address, "--to", address, "--as-of", "2026-06-03", "--debug"]) == 0
    (row,) = store_rows(address, "Stock", ["SKU", "On Hand", *HOSTILE])
    assert set(row) == {"A", "18", *(f"{name} ' \" ; --" for name in HOSTILE)}, "the receipt is posted, all else is as it was"


def test_a_table_with_a_hostile_name_is_written_and_read(kind: str, address: str) -> None:
    held = pa.table({'x"y': ["1"]})
    if kind in ("csv", "parquet"):
        for name in ("../outside", "/tmp/x", "a\\b", "", ".hidden", 'a"b'):
            with pytest.raises(Unwritable):
                with_store(address).write([Whole(name, held)])
        assert not (Path(address).parent / "outside.parquet").exists()
        return
    for name in HOSTILE:
        store = with_store(address)
        store.write([Whole(name, held)])
        assert store.read(name).equals(held) and name in store.tables()
        store.close()
    assert store_rows(address, "Stock", ["SKU"]) == [("A",)]


def test_codes_keep_their_zeros_and_marks(kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    postgres = request.getfixturevalue("postgres") if kind == "postgres" else ""
    codes = ["007", "1.10", "1e5"]
    orders = pa.table(
        {"Order": ["0001"] * 3, "Line": ["01", "02", "03"], "Order Date": [dt.date(2026, 6, 1)] * 3, "Customer": ["C"] * 3,
         "SKU": codes, "Ordered": [1.5, 2, 3]}
    )  # fmt: skip
    tables = {"Orders": orders, "Stock": pa.table({"SKU": codes, "On Hand": [0, 0, 0]})}
    address = put(kind, tmp_path, postgres, tables)
    assert main(["plan", "--from", address, "--to", address, "--as-of", "2026-06-03", "--debug"]) == 0
    store = stores(address, None).source
    made = store.read("Backorders")
    store.close()
    assert made["SKU"].to_pylist() == codes and made["Order"].to_pylist() == ["0001"] * 3
    assert [float(v) for v in made["Open"].to_pylist()] == [1.5, 2, 3]


def test_what_fails_halfway_leaves_all_as_it_was(kind: str, address: str) -> None:
    before = store_rows(address, "Stock")
    good = Whole("Backorders", pa.table({"Order": ["1"]}))
    bad = Whole("a/b", good.table) if kind in ("csv", "parquet") else Edit("Nowhere", np.zeros(0, np.int64), {}, {})
    store = with_store(address)
    store.read("Stock")
    change = Edit("Stock", np.array([0]), {"On Hand": (np.array([0]), [99.0])}, {})
    with pytest.raises(Unwritable):
        store.write([good, change, bad])
    store.close()
    assert store_rows(address, "Stock") == before
    assert "Backorders" not in stores(address, None).source.tables()


KILLED = """
import os, sys
import numpy as np
from backorder_xl.stores.model import Edit
from backorder_xl.stores.opening import stores
store = stores(sys.argv[1], sys.argv[1]).target
store.read("Stock")
def changes():
    yield Edit("Stock", np.array([0]), {"On Hand": (np.array([0]), [99.0])}, {})
    os.kill(os.getpid(), 9)
store.write(changes())
"""


def test_a_run_that_is_killed_leaves_all_as_it_was(address: str) -> None:
    before = store_rows(address, "Stock")
    done = subprocess.run([sys.executable, "-c", KILLED, address], capture_output=True, text=True, timeout=60)
    assert done.returncode == -9, done.stderr
    assert store_rows(address, "Stock") == before
    assert main(["run", "--from", address, "--to", address, "--as-of", "2026-06-03"]) == 0
    assert store_rows(address, "Stock", ["On Hand"]) == [("18",)]


def test_what_was_written_whole_is_put_in_place_after_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    address = put("parquet", tmp_path, "", small())
    with monkeypatch.context() as stopped:
        stopped.setattr(folder, "_put_in_place", lambda _: None)  # as if the machine went down right before
        store = folder.Folder(Path(address))
        store.write([Whole("Stock", pa.table({"SKU": ["B"]})), Whole("Backorders", pa.table({"Order": ["1"]}))])
    assert pq.read_table(Path(address) / "Stock.parquet")["SKU"].to_pylist() == ["A"]
    found = stores(address, None).source
    assert found.read("Stock")["SKU"].to_pylist() == ["B"] and "Backorders" in found.tables()
    assert not [p for p in Path(address).iterdir() if p.name.startswith(".")]


def test_a_list_of_what_to_put_in_place_leads_nowhere_else(tmp_path: Path) -> None:
    address = Path(put("parquet", tmp_path, "", small()))
    new = address / ".backorder-xl-new"
    new.mkdir()
    pq.write_table(pa.table({"SKU": ["B"]}), new / "evil.parquet")
    (new / "put-in-place.json").write_text(json.dumps({"../evil.parquet": "../evil.parquet"}))
    stores(str(address), None)
    assert not (tmp_path / "evil.parquet").exists()


def test_a_csv_file_stays_in_its_encoding_and_separator(tmp_path: Path) -> None:
    place = Path(put("csv", tmp_path, "", small(Receipts=receipts())))
    (place / "Stock.csv").write_bytes("SKU;On Hand;Größe\r\nA;10,5;groß\r\n".encode("cp1252"))
    words = ["run", "--from", str(place), "--to", str(place), "--as-of", "2026-06-03", "--set", "Decimal Mark=,", "--debug"]
    assert main(words) == 0
    assert (place / "Stock.csv").read_bytes().decode("cp1252") == "SKU;On Hand;Größe\r\nA;18,5;groß\r\n"


def test_columns_keep_their_types(tmp_path: Path, postgres: str) -> None:
    stock = pa.table(
        {"SKU": ["A"], "On Hand": pa.array([10], pa.int32()), "Price": pa.array([None], pa.decimal128(9, 2)),
         "Seen": pa.array([dt.datetime(2026, 1, 1)], pa.timestamp("us"))}
    )  # fmt: skip
    for kind in ("parquet", "duckdb"):
        address = put(kind, tmp_path, postgres, small(Stock=stock, Receipts=receipts()))
        assert main(["run", "--from", address, "--to", address, "--as-of", "2026-06-03"]) == 0
        store = stores(address, None).source
        made = store.read("Stock")
        store.close()
        assert made.schema.types == stock.schema.types and made["On Hand"].to_pylist() == [18]


def test_a_key_and_rights_of_a_database_stay(postgres: str) -> None:
    import adbc_driver_postgresql.dbapi as dbapi

    put("postgres", Path(), postgres, small(Receipts=receipts()))
    with dbapi.connect(postgres) as connection:
        with connection.cursor() as cursor:
            cursor.execute('ALTER TABLE "Stock" DROP CONSTRAINT "Stock_pkey"')
            cursor.execute('ALTER TABLE "Stock" ADD PRIMARY KEY ("SKU")')
            cursor.execute('ALTER TABLE "Stock" ALTER "On Hand" TYPE numeric(12,3)')
        connection.commit()
    for _ in range(2):
        assert main(["run", "--from", postgres, "--to", postgres, "--as-of", "2026-06-03", "--debug"]) == 0
    with dbapi.connect(postgres) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_constraint WHERE conrelid = '\"Stock\"'::regclass AND contype = 'p'")
        assert cursor.fetchall() == [(1,)]
        cursor.execute('SELECT "On Hand"::text FROM "Stock"')
        assert cursor.fetchall() == [("18.000",)]


def test_rows_without_a_key_keep_their_order_when_one_is_changed(postgres: str) -> None:
    lines = pa.table({"PO": ["P1", "P1", "P0"], "SKU": ["B", "A", "C"], "Received": [0, 0, 0]})
    with_store(postgres).write([Whole("Lines", lines)])
    for received in (1.0, 2.0):
        store = with_store(postgres)
        assert store.read("Lines")["SKU"].to_pylist() == ["C", "A", "B"]
        store.write([Edit("Lines", np.arange(3), {"Received": (np.array([0]), [received])}, {})])


def test_a_change_by_somebody_else_stops_the_run(postgres: str) -> None:
    import adbc_driver_postgresql.dbapi as dbapi

    put("postgres", Path(), postgres, small())
    store = with_store(postgres)
    store.read("Stock")
    with dbapi.connect(postgres) as connection:
        with connection.cursor() as cursor:
            cursor.execute('UPDATE "Stock" SET "On Hand" = 3')
        connection.commit()
    with pytest.raises(Unwritable, match="changed by another program"):
        store.write([Edit("Stock", np.array([0]), {"On Hand": (np.array([0]), [99.0])}, {})])
    assert store_rows(postgres, "Stock", ["On Hand"]) == [("3",)]


def test_a_password_is_shown_nowhere(capsys: pytest.CaptureFixture[str]) -> None:
    address = "postgresql://shop:s3cret@127.0.0.1:1/orders?connect_timeout=2"
    assert main(["plan", "--from", address, "--to", address]) == 2
    said: Any = capsys.readouterr()
    assert "127.0.0.1:1/orders" in said.err and "s3cret" not in said.out + said.err and said.err.count("\n") == 1


def test_files_that_cannot_be_a_table_are_told(tmp_path: Path) -> None:
    place = Path(put("parquet", tmp_path, "", small()))
    (place / "Stock.csv").write_text("SKU,On Hand\nA,1\n")
    with pytest.raises(Unreadable, match="Stock twice"):
        stores(str(place), None).source.tables()
    (place / "Stock.csv").unlink()
    (place / "Stock.parquet").write_bytes(b"no")
    with pytest.raises(Unreadable, match="no Parquet file"):
        stores(str(place), None).source.read("Stock")
