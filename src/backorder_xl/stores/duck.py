"""How is a DuckDB file a set of tables? One transaction writes all of them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from backorder_xl.stores.extra import needed
from backorder_xl.stores.model import Edit, Pieces, Store, Written
from backorder_xl.stores.rows import ID, rows
from backorder_xl.stores.sql import literal, quoted
from backorder_xl.workbook.errors import Unreadable, Unwritable

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


class Duck:
    """A DuckDB file; its tables and views bear their names. ``writes`` says whether it will be written to."""

    def __init__(self, path: Path, writes: bool) -> None:
        self.path, self.name, self.writes = path, path.name, writes
        self._duckdb = needed("duckdb")
        self._open: DuckDBPyConnection | None = None
        self._ids: dict[str, tuple[np.ndarray, pa.Table]] = {}

    def tables(self) -> list[str]:
        """The names of its tables and views."""
        if not self.path.exists():
            return []
        said = (
            "SELECT table_name FROM information_schema.tables "
            "WHERE table_catalog = current_database() AND table_schema = 'main' ORDER BY table_name"
        )
        return [str(name) for (name,) in self._connection.execute(said).fetchall()]

    def head(self, table: str, rows: int) -> pa.Table:
        """The first rows."""
        return self._asked(f"SELECT * FROM {quoted(table)} LIMIT {int(rows)}")

    def read(self, table: str) -> pa.Table:
        """All rows, in the order in which they lie there."""
        if self._view(table):
            return self._asked(f"SELECT * FROM {quoted(table)}")
        made = self._asked(f"SELECT rowid AS {ID}, * FROM {quoted(table)} ORDER BY rowid")
        self._ids[table] = made[ID].to_numpy(), made.drop_columns([ID])
        return self._ids[table][1]

    def scan(self, connection: DuckDBPyConnection, table: str) -> str:
        """The table in another connection, to which the file is attached."""
        self.close()
        known = {path: name for name, path in connection.execute("SELECT database_name, path FROM duckdb_databases()").fetchall()}
        name = known.get(str(self.path.resolve()), f"book_{len(known)}")
        if name not in known.values():
            connection.execute(f"ATTACH {literal(str(self.path.resolve()))} AS {name} (READ_ONLY)")
        return f"{name}.main.{quoted(table)}"

    def write(self, written: Sequence[Written]) -> None:
        """Write all tables in one transaction."""
        try:
            self._connection.execute("BEGIN TRANSACTION")
            for one in written:
                self._put(one)
            self._connection.execute("COMMIT")
        except self._duckdb.Error as error:
            raise Unwritable(f"{self.name} could not be written, and is as it was: {first_line(error)}") from error
        finally:
            self.close()

    def same(self, other: Store) -> bool:
        """Whether the other store is this file."""
        return isinstance(other, Duck) and self.path.resolve() == other.path.resolve()

    def close(self) -> None:
        """Let go of the file; what was not committed is not there."""
        if self._open is not None:
            self._open.close()
            self._open = None

    @property
    def _connection(self) -> DuckDBPyConnection:
        if self._open is None:
            try:
                self._open = self._duckdb.connect(str(self.path), read_only=not self.writes)
            except self._duckdb.Error as error:
                raise Unreadable(f"{self.name} cannot be opened; is it open in another program? {first_line(error)}") from error
        return self._open

    def _asked(self, sql: str) -> pa.Table:
        try:
            return self._connection.sql(sql).to_arrow_table()
        except self._duckdb.Error as error:
            raise Unreadable(f"{self.name} could not be read: {first_line(error)}") from error

    def _view(self, table: str) -> bool:
        said = "SELECT table_type FROM information_schema.tables WHERE table_schema = 'main' AND table_name = ?"
        found = self._connection.execute(said, [table]).fetchall()
        if not found:
            raise Unreadable(f"{self.name} has no table named {table}.")
        return bool(found[0][0] == "VIEW")

    def _put(self, one: Written) -> None:
        to = quoted(one.name)
        if isinstance(one, Edit):
            self._edit(one, to)
        elif isinstance(one, Pieces):
            files = literal(f"{one.folder}/*.parquet")
            self._connection.execute(f"CREATE OR REPLACE TABLE {to} AS SELECT * FROM read_parquet({files})")
        else:
            self._with(one.table, f"CREATE OR REPLACE TABLE {to} AS SELECT * FROM made")

    def _edit(self, change: Edit, to: str) -> None:
        if change.name not in self._ids:
            raise Unwritable(f"{change.name} in {self.name} is a view, which cannot be written to; name another place with --to.")
        ids, old = self._ids[change.name]
        what = rows(old, change)
        for header, kind in change.added.items():
            if header not in old.column_names:
                self._connection.execute(f"ALTER TABLE {to} ADD COLUMN {quoted(header)} {_SQL[kind]}")
        if len(what.gone):
            self._with(pa.table({ID: ids[what.gone]}), f"DELETE FROM {to} WHERE rowid IN (SELECT {ID} FROM made)")
        for where, values in what.changed:
            sets = ", ".join(f"{quoted(h)} = made.{quoted(h)}" for h in values.column_names)
            staged = values.append_column(ID, pa.array(ids[where]))
            self._with(staged, f"UPDATE {to} SET {sets} FROM made WHERE {to}.rowid = made.{ID}")
        if what.fresh.num_rows:
            self._with(what.fresh, f"INSERT INTO {to} BY NAME SELECT * FROM made")

    def _with(self, table: pa.Table, sql: str) -> None:
        self._connection.register("made", table)
        self._connection.execute(sql)
        self._connection.unregister("made")


_SQL = {
    pa.string(): "VARCHAR", pa.float64(): "DOUBLE", pa.int64(): "BIGINT", pa.date32(): "DATE", pa.timestamp("us"): "TIMESTAMP",
}  # fmt: skip


def first_line(error: Any) -> str:
    """What a database says, in one line."""
    line = " ".join(str(error).split("\n")[0].split())
    return line if line.endswith(".") else line + "."
