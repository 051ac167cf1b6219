"""How is a PostgreSQL database a set of tables? One transaction reads and writes all of them.

Rows travel as Arrow. A password is in the address, in PGPASSWORD or in ~/.pgpass, where libpq looks for it; it is shown nowhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import numpy as np
import pyarrow as pa
import pyarrow.dataset as ds

from backorder_xl.stores.extra import needed
from backorder_xl.stores.model import Edit, Pieces, Store, Written
from backorder_xl.stores.rows import ID, rows
from backorder_xl.stores.sql import quoted
from backorder_xl.workbook.errors import Unreadable, Unwritable

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_STAGED = "backorder_xl_staged"
_AS_IT_IS = {"int2", "int4", "int8", "float4", "float8", "bool", "date", "timestamp", "text", "varchar", "bpchar", "numeric"}
_SQL = {
    pa.string(): "text", pa.float64(): "double precision", pa.int64(): "bigint", pa.date32(): "date",
    pa.timestamp("us"): "timestamp",
}  # fmt: skip
_COLUMNS = (
    "SELECT a.attname, t.typname FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid JOIN pg_class c ON c.oid = a.attrelid "
    "WHERE c.relname = $1 AND c.relnamespace = current_schema()::regnamespace AND a.attnum > 0 AND NOT a.attisdropped "
    "ORDER BY a.attnum"
)
_KEY = (
    "SELECT a.attname FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid JOIN pg_attribute a ON a.attrelid = c.oid "
    "AND a.attnum = ANY (i.indkey) WHERE i.indisprimary AND c.relname = $1 AND c.relnamespace = current_schema()::regnamespace "
    "ORDER BY array_position(i.indkey::int2[], a.attnum)"
)
_TABLES = (
    "SELECT relname FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'f') "
    "ORDER BY relname"
)
_PLAIN = "SELECT relkind IN ('r', 'p') FROM pg_class WHERE relname = $1 AND relnamespace = current_schema()::regnamespace"


class Postgres:
    """A database at an address; its tables are those of the schema that a connection finds first."""

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        self.name = f"postgresql://{parts.netloc.rpartition('@')[2]}{parts.path}"
        self._address = address
        self._dbapi = needed("adbc_driver_postgresql.dbapi")
        self._open: Any = None
        self._ids: dict[str, tuple[list[str], pa.Table]] = {}

    def tables(self) -> list[str]:
        """The names of tables and views."""
        return [str(name) for (name,) in self._asked(_TABLES).rows()]

    def head(self, table: str, rows: int) -> pa.Table:
        """The first rows."""
        return _plain(self._asked(f"SELECT {self._listed(table)} FROM {quoted(table)} LIMIT {int(rows)}").table)

    def read(self, table: str) -> pa.Table:
        """All rows: by the primary key, else by their columns from left to right, as a change moves a row to another place."""
        columns = self._listed(table)
        if not self._asked(_PLAIN, table).rows()[0][0]:
            return _plain(self._asked(f"SELECT {columns} FROM {quoted(table)}").table)
        key = [quoted(name) for (name,) in self._asked(_KEY, table).rows()]
        key = key or [f"{quoted(name)}::text" for name, _ in self._asked(_COLUMNS, table).rows()]
        order = ", ".join([*key, "ctid"])
        made = self._asked(f"SELECT ctid::text AS {ID}, {columns} FROM {quoted(table)} ORDER BY {order}").table
        self._ids[table] = made[ID].to_pylist(), _plain(made.drop_columns([ID]))
        return self._ids[table][1]

    def scan(self, connection: DuckDBPyConnection, table: str) -> str:
        """A copy of the table in a DuckDB connection, batch by batch."""
        columns = self._listed(table, numbers="double precision")
        with self._cursor() as cursor:
            cursor.execute(f"SELECT {columns} FROM {quoted(table)}")
            batches = cursor.fetch_record_batch()
            connection.register("batches", batches)
            connection.execute("CREATE SCHEMA IF NOT EXISTS copied")
            connection.execute(f"CREATE OR REPLACE TABLE copied.{quoted(table)} AS SELECT * FROM batches")
            connection.unregister("batches")
        return f"copied.{quoted(table)}"

    def write(self, written: Sequence[Written]) -> None:
        """Write all tables in one transaction: the one that read them, so that nothing changed in between."""
        try:
            for one in written:
                if isinstance(one, Edit):
                    self._edit(one)
                else:
                    self._put(one)
            self._connection.commit()
        except self._dbapi.Error as error:
            if "40001" in str(error):
                raise Unwritable(f"{self.name} was changed by another program during the run; run again.") from error
            raise Unwritable(f"{self.name} could not be written, and is as it was: {said(error)}") from error
        finally:
            self.close()

    def same(self, other: Store) -> bool:
        """Whether the other store has the same address."""
        return isinstance(other, Postgres) and self._address == other._address

    def close(self) -> None:
        """Let go of the database; what was not committed is not there."""
        if self._open is not None:
            self._open.close()
            self._open = None

    @property
    def _connection(self) -> Any:
        if self._open is None:
            try:
                self._open = self._dbapi.connect(self._address)
                with self._open.cursor() as cursor:
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            except self._dbapi.Error as error:
                raise Unreadable(f"{self.name} cannot be reached: {said(error)}") from error
        return self._open

    def _cursor(self) -> Any:
        return self._connection.cursor()

    def _asked(self, sql: str, *values: str) -> _Answer:
        try:
            with self._cursor() as cursor:
                cursor.execute(sql, values or None)
                return _Answer(cursor.fetch_arrow_table())
        except self._dbapi.Error as error:
            raise Unreadable(f"{self.name} could not be read: {said(error)}") from error

    def _listed(self, table: str, numbers: str = "") -> str:
        """The columns of a table for a query, each of a kind that can be read; days are those of the database's time zone."""
        found = self._asked(_COLUMNS, table).rows()
        if not found:
            raise Unreadable(f"{self.name} has no table named {table}.")
        out = []
        for name, kind in found:
            cast = "" if kind in _AS_IT_IS else "timestamp" if kind == "timestamptz" else "text"
            cast = numbers if kind == "numeric" and numbers else cast
            out.append(f"CAST({quoted(name)} AS {cast}) AS {quoted(name)}" if cast else quoted(name))
        return ", ".join(out)

    def _run(self, sql: str) -> None:
        with self._cursor() as cursor:
            cursor.execute(sql)

    def _stage(self, table: pa.Table | pa.RecordBatchReader) -> None:
        self._run(f"DROP TABLE IF EXISTS pg_temp.{_STAGED}")
        with self._cursor() as cursor:
            cursor.adbc_ingest(_STAGED, table, mode="create", temporary=True)

    def _put(self, one: Written) -> None:
        """A table in the place of the rows that were there; rights, views and other columns of the table stay."""
        made = ds.dataset(one.folder, format="parquet").scanner().to_reader() if isinstance(one, Pieces) else one.table
        there = {name for name, _ in self._asked(_COLUMNS, one.name).rows()}
        if not there:
            with self._cursor() as cursor:
                cursor.adbc_ingest(one.name, made, mode="create")
            return
        for column in made.schema:
            if column.name not in there:
                self._run(f"ALTER TABLE {quoted(one.name)} ADD COLUMN {quoted(column.name)} {_SQL.get(column.type, 'text')}")
        names = ", ".join(quoted(n) for n in made.schema.names)
        self._stage(made)
        self._run(f"DELETE FROM {quoted(one.name)}")
        self._run(f"INSERT INTO {quoted(one.name)} ({names}) SELECT {names} FROM pg_temp.{_STAGED}")

    def _edit(self, change: Edit) -> None:
        if change.name not in self._ids:
            raise Unwritable(f"{change.name} is a view, which cannot be written to; name another place with --to.")
        ids, old = self._ids[change.name]
        what, to = rows(old, change), quoted(change.name)
        for header, kind in change.added.items():
            if header not in old.column_names:
                self._run(f"ALTER TABLE {to} ADD COLUMN {quoted(header)} {_SQL[kind]}")
        if len(what.gone):
            self._stage(pa.table({ID: _of(ids, what.gone)}))
            self._run(f"DELETE FROM {to} WHERE ctid IN (SELECT {ID}::tid FROM pg_temp.{_STAGED})")
        for where, values in what.changed:
            self._stage(values.append_column(ID, pa.array(_of(ids, where))))
            sets = ", ".join(f"{quoted(h)} = s.{quoted(h)}" for h in values.column_names)
            self._run(f"UPDATE {to} AS t SET {sets} FROM pg_temp.{_STAGED} s WHERE t.ctid = s.{ID}::tid")
        if what.fresh.num_rows:
            self._stage(what.fresh)
            names = ", ".join(quoted(h) for h in what.fresh.column_names)
            self._run(f"INSERT INTO {to} ({names}) SELECT {names} FROM pg_temp.{_STAGED}")


class _Answer:
    """What a query gave."""

    def __init__(self, table: pa.Table) -> None:
        self.table = table

    def rows(self) -> list[tuple[Any, ...]]:
        return list(zip(*(column.to_pylist() for column in self.table.columns), strict=True))


def _of(ids: list[str], where: np.ndarray) -> list[str]:
    return [ids[i] for i in where.tolist()]


def _plain(table: pa.Table) -> pa.Table:
    """A table without the database's own kinds: numbers of any length become decimals."""
    arrays = {}
    for name in table.column_names:
        column = table[name].combine_chunks()
        if isinstance(column.type, pa.BaseExtensionType):
            numbers = [None if v in (None, "NaN") else Decimal(v) for v in column.storage.to_pylist()]
            column = pa.array(numbers, None if any(n is not None for n in numbers) else pa.float64())
        arrays[name] = column
    return pa.table(arrays)


def said(error: Any) -> str:
    """What the database says, in one line."""
    text = str(error)
    text = text[text.find("ERROR:") :] if "ERROR:" in text else text
    line = " ".join(text.removeprefix("ERROR:").strip().split("\n")[0].split())
    return line if line.endswith(".") else line + "."
