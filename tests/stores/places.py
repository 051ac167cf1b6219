"""The same tables in every kind of store, and what stands in them as plain rows that can be compared."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from backorder_xl.stores.arrow import frame, spelled
from backorder_xl.stores.model import Store, Whole
from backorder_xl.stores.opening import stores
from backorder_xl.stores.sql import quoted
from backorder_xl.workbook.frames import FrameBook
from backorder_xl.workbook.model import Want
from backorder_xl.workbook.shape import as_text

KINDS = ("parquet", "pieces", "csv", "duckdb", "postgres")


def arrow(held: pd.DataFrame) -> pa.Table:
    """A frame of cells with a type for each column; a column of several kinds is text."""
    arrays = {}
    for name in held.columns:
        values = [None if v is None or v != v else v for v in held[name].astype(object)]
        try:
            arrays[str(name)] = pa.array(values)
        except (pa.ArrowInvalid, pa.ArrowTypeError):
            arrays[str(name)] = pa.array([None if v is None else as_text(v) for v in values])
        if pa.types.is_null(arrays[str(name)].type):
            arrays[str(name)] = arrays[str(name)].cast(pa.string())
    return pa.table(arrays)


def place(kind: str, folder: Path, postgres: str) -> str:
    """The address of an empty store."""
    if kind == "postgres":
        return postgres
    return str(folder / "book.duckdb") if kind == "duckdb" else str(folder / kind)


def put(kind: str, folder: Path, postgres: str, tables: Mapping[str, pa.Table]) -> str:
    """The tables in a store of that kind; its address."""
    address = place(kind, folder, postgres)
    if kind in ("parquet", "pieces"):
        Path(address).mkdir(parents=True, exist_ok=True)
        for name, table in tables.items():
            if kind == "parquet":
                pq.write_table(table, Path(address) / f"{name}.parquet")
            else:
                (Path(address) / name).mkdir()
                half = table.num_rows // 2
                pq.write_table(table.slice(0, half), Path(address) / name / "part-0.parquet")
                pq.write_table(table.slice(half), Path(address) / name / "part-1.parquet")
    elif kind == "csv":
        Path(address).mkdir(parents=True, exist_ok=True)
        for name, table in tables.items():
            text = {h: ["" if v is None else spelled(v, ".") for v in table[h].to_pylist()] for h in table.column_names}
            pd.DataFrame(text).to_csv(Path(address) / f"{name}.csv", index=False, sep=";")
    else:
        with_store(address).write([Whole(name, table) for name, table in tables.items()])
    if kind == "postgres":
        numbered(address, tables)
    return address


def numbered(address: str, tables: Mapping[str, pa.Table]) -> None:
    """Give each table a key that counts its rows, as without one they have no order."""
    import adbc_driver_postgresql.dbapi as dbapi

    with dbapi.connect(address) as connection:
        with connection.cursor() as cursor:
            for name in tables:
                cursor.execute(f"ALTER TABLE {quoted(name)} ADD COLUMN row_number_ bigserial PRIMARY KEY")
        connection.commit()


def with_store(address: str) -> Store:
    """The store at an address, to be written to."""
    made = stores(address, address).target if "://" in address or Path(address).exists() else stores(".", address).target
    assert made is not None
    return made


def rows_of(book: object, sheet: str, columns: Sequence[str] = ()) -> list[tuple[str, ...]]:
    """The rows of a sheet as text, sorted; blank rows are none. Columns in the order of their names."""
    head = next(i for i, r in enumerate(book.top(sheet), 1) if any(v is not None for v in r))  # type: ignore[attr-defined]
    headers = book.top(sheet)[head - 1]  # type: ignore[attr-defined]
    at = {str(h): i for i, h in enumerate(headers, 1) if h is not None and (not columns or h in columns)}
    raw = book.read(sheet, head, None, dict.fromkeys(at.values(), Want.ANY))  # type: ignore[attr-defined]
    names = sorted(at)
    cells = [[_shown(raw.columns[at[n]].odd.get(i, raw.columns[at[n]].values[i])) for n in names] for i in range(raw.rows)]
    return sorted(tuple(row) for row in cells if any(row))


def store_rows(address: str, sheet: str, columns: Sequence[str] = ()) -> list[tuple[str, ...]]:
    """The same of a table in a store."""
    store = stores(address, None).source
    try:
        return rows_of(FrameBook({sheet: frame(store.read(sheet))}, ""), sheet, columns)
    finally:
        store.close()


def _shown(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return as_text(round(value, 6) + 0.0)
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return value.isoformat()
    text = as_text(value)
    try:  # a file of text has no other way to hold a number
        return as_text(round(float(text), 6) + 0.0)
    except ValueError:
        return text
