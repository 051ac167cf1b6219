"""What is a store, and in which shapes is it read and written?

A store holds tables by name. They are read as Arrow tables, whose types it keeps, and written all at once or not at all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
import pyarrow as pa

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


@dataclass(frozen=True)
class Whole:
    """A table that is written whole, in the place of one of that name."""

    name: str
    table: pa.Table


@dataclass(frozen=True)
class Pieces:
    """A table that lies in a folder of Parquet files, and is written whole; the folder may be moved away by that."""

    name: str
    folder: Path


@dataclass(frozen=True)
class Edit:
    """What is different in a table of the user's own.

    ``origin`` gives for each row afterwards the row that it was, -1 for a new or an emptied one; ``cells`` gives by header the
    rows that get a value, as they are counted afterwards; ``added`` are new columns with their type.
    """

    name: str
    origin: np.ndarray
    cells: Mapping[str, tuple[np.ndarray, list[object]]]
    added: Mapping[str, pa.DataType]
    decimal_mark: str = "."


Written = Whole | Pieces | Edit


class Store(Protocol):
    """One place that holds tables; ``name`` may be shown and logged."""

    name: str

    def tables(self) -> list[str]: ...

    def head(self, table: str, rows: int) -> pa.Table: ...

    def read(self, table: str) -> pa.Table: ...

    def scan(self, connection: DuckDBPyConnection, table: str) -> str:
        """SQL that reads a table in a DuckDB connection, which is made to know it."""
        ...

    def write(self, written: Sequence[Written]) -> None: ...

    def same(self, other: Store) -> bool: ...

    def close(self) -> None: ...
