"""How is a book that is larger than memory cut into parts that hold all rows of some items each?

DuckDB reads, joins and spills; which column is what, and which spelling means which item, is asked of the same code that reads
a workbook. Nothing is decided here.
"""

from __future__ import annotations

import heapq
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from backorder_xl.core.settings import Settings
from backorder_xl.stores.sql import literal, quoted
from backorder_xl.tables.contracts import CONTRACTS
from backorder_xl.tables.finding import find_tables
from backorder_xl.tables.kinds import coerce
from backorder_xl.tables.problems import Unusable
from backorder_xl.workbook.frames import FrameBook
from backorder_xl.workbook.model import Want

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

BY_ITEM = ("orders", "stock", "items", "sourcing", "purchase_orders")
"""The tables of which each part gets the rows of its items; of the others it gets all."""

KNOWN = "known_orders.parquet"
NUMBER = "__number"  # a row's place in its source, from 1
COMPLETE = "__complete"  # whether the row's order ships complete
SHEETS = {c.name: c.sheet for c in CONTRACTS}


@dataclass(frozen=True)
class Cut:
    """A book that lies in parts below ``folder``: which tables it has, how many parts, and how many order lines."""

    folder: Path
    tables: tuple[str, ...]
    parts: int
    lines: int


def cut(
    connection: DuckDBPyConnection,
    sources: Mapping[str, str],
    heads: FrameBook,
    folder: Path,
    lines_each: int,
    settings: Settings,
) -> Cut:
    """Cut the book whose tables are read by ``sources`` (SQL by sheet name) into parts of about ``lines_each`` order lines.

    ``heads`` are the first rows of each, from which their columns are known.

    Raises Unusable where Orders or Stock is missing, where order lines have no number, or where one stands twice.
    """
    found = find_tables(heads)
    columns = {
        name: {f: str(heads.frames[place.sheet].columns[at - 1]) for f, at in place.match.columns.items()}
        for name, place in found.items()
        if place.complete
    }
    read_by = {name: sources[found[name].sheet] for name in columns}
    _refuse_unnumbered(connection, read_by["orders"], columns["orders"])
    items = _items(connection, read_by, columns)
    lines = int(items.loc[items["name"] == "orders", "rows"].sum())
    parts = max(1, -(-lines // lines_each))
    items["part"] = _dealt(items, parts)
    connection.register("items_to_parts", items[["name", "written", "part"]])
    complete = _complete_orders(connection, read_by["orders"], columns["orders"], settings)
    for name, sql in read_by.items():
        target, numbered = folder / name, f"SELECT *, row_number() OVER () AS {NUMBER} FROM {sql}"
        if name in BY_ITEM:
            target.mkdir(parents=True)
            sku, order = (_as_text(columns[name].get(c, columns[name]["sku"])) for c in ("sku", "order"))
            marked = f"{order} IN (FROM {complete})" if name == "orders" else "false"
            connection.execute(
                f"COPY (SELECT t.*, {marked} AS {COMPLETE}, m.part AS part FROM ({numbered}) t "
                f"JOIN items_to_parts m ON m.name = {literal(name)} AND m.written = coalesce({sku}, '')) "
                f"TO {literal(str(target))} (FORMAT parquet, PARTITION_BY (part), OVERWRITE_OR_IGNORE)"
            )
        else:
            connection.execute(f"COPY ({numbered}) TO {literal(f'{target}.parquet')} (FORMAT parquet)")
        none = f"SELECT *, 0 AS {NUMBER}, false AS {COMPLETE} FROM {sql} LIMIT 0"
        connection.execute(f"COPY ({none}) TO {literal(f'{target}.empty')} (FORMAT parquet)")
    _known_orders(connection, read_by, columns, folder)
    return Cut(folder, tuple(read_by), parts, lines)


def first_rows(connection: DuckDBPyConnection, sources: Mapping[str, str]) -> dict[str, pd.DataFrame]:
    """The first rows of each table: enough to know its columns, and all of Settings."""
    return {name: connection.execute(f"SELECT * FROM {sql} LIMIT 1000").df() for name, sql in sources.items()}


def folded(values: pd.Series) -> np.ndarray:
    """Codes as they compare: as text, without blanks around them and without regard to case."""
    read = FrameBook({"": pd.DataFrame({"": values})}, "").read("", 1, None, {1: Want.TEXT}).columns[1].values
    return np.array([*((v or "").strip().casefold() for v in read), ""], object)[:-1]


def _items(connection: DuckDBPyConnection, read_by: dict[str, str], columns: dict[str, dict[str, str]]) -> pd.DataFrame:
    """Every spelling of every item in every table: name, written (as SQL writes it), rows, folded."""
    found = []
    for name in BY_ITEM:
        if name in read_by:
            sku, written = quoted(columns[name]["sku"]), _as_text(columns[name]["sku"])
            rows = connection.execute(
                f"SELECT {sku} AS item, coalesce({written}, '') AS written, count(*) AS rows "
                f"FROM {read_by[name]} GROUP BY ALL"
            ).df()
            found.append(rows.assign(name=name, folded=folded(rows["item"])).drop(columns="item"))
    return pd.concat(found, ignore_index=True)


def _dealt(items: pd.DataFrame, parts: int) -> np.ndarray:
    """The part of each row of ``items``: the largest item first, each to the part that has least."""
    weight = items["rows"].where(items["name"] == "orders", 0).groupby(items["folded"]).sum()
    weight = weight.sort_index().sort_values(ascending=False, kind="stable")
    held = [(0, part) for part in range(parts)]
    part_of: dict[str, int] = {}
    for item, rows in weight.items():
        load, part = heapq.heappop(held)
        part_of[str(item)] = part
        heapq.heappush(held, (load + int(rows) + 1, part))
    return items["folded"].map(part_of).to_numpy(np.int64)


def _refuse_unnumbered(connection: DuckDBPyConnection, sql: str, columns: dict[str, str]) -> None:
    """What only the whole book can say of a line, and no part: that it has a number, and that no other line has the same."""
    if "line" not in columns:
        raise Unusable("Orders has no column Line; a book in parts needs the number of each order line.")
    order, line = _as_text(columns["order"]), _as_text(columns["line"])
    blank = connection.execute(f"SELECT count(*) FROM {sql} WHERE trim(coalesce({line}, '')) = ''").fetchone()
    if blank and blank[0]:
        raise Unusable(f"Orders has {blank[0]:,} lines without a number in Line; a book in parts needs the number of each.")
    twice = connection.execute(
        f"SELECT any_value({order}), any_value({line}) FROM {sql} "
        f"GROUP BY lower(trim({order})), lower(trim({line})) HAVING count(*) > 1 LIMIT 1"
    ).fetchone()
    if twice:
        raise Unusable(f"Orders has line {twice[1]} of order {twice[0]} twice, and perhaps others; leave each of them once.")


def _complete_orders(connection: DuckDBPyConnection, sql: str, columns: dict[str, str], settings: Settings) -> str:
    """A table of the orders, as they are written, of which some line says that they ship complete."""
    connection.execute("CREATE OR REPLACE TEMP TABLE complete_orders (written VARCHAR)")
    if "ship_complete" in columns:
        flag, order = quoted(columns["ship_complete"]), _as_text(columns["order"])
        said = connection.execute(f"SELECT DISTINCT {flag} AS said FROM {sql} WHERE {flag} IS NOT NULL").df()
        contract = next(c for c in CONTRACTS if c.name == "orders").field("ship_complete")
        raw = FrameBook({"": said}, "").read("", 1, None, {1: Want.ANY}).columns[1]
        yes = said["said"][coerce(raw, contract, settings, False).values.astype(bool)]
        connection.register("said_yes", pd.DataFrame({"said": yes}))
        connection.execute(
            f"INSERT INTO complete_orders SELECT DISTINCT {order} FROM {sql} WHERE {flag} IN (FROM said_yes)"
        )
    return "complete_orders"


def _known_orders(
    connection: DuckDBPyConnection, read_by: dict[str, str], columns: dict[str, dict[str, str]], folder: Path
) -> None:
    """The orders that some purchase line is kept for, of those that there are."""
    known = pd.DataFrame({"order": np.zeros(0, object)})
    if "ship_to" in columns.get("purchase_orders", {}):
        order, named = _as_text(columns["orders"]["order"]), _as_text(columns["purchase_orders"]["ship_to"])
        known = connection.execute(
            f"SELECT DISTINCT {order} AS \"order\" FROM {read_by['orders']} "
            f"WHERE lower(trim({order})) IN (SELECT lower(trim({named})) FROM {read_by['purchase_orders']})"
        ).df()
    pd.DataFrame({"order": np.unique(folded(known["order"])).astype(object)}).to_parquet(folder / KNOWN)


@dataclass(frozen=True)
class Piece:
    """The rows of one part: frames by sheet, the place of each of their rows in its source by sheet, and which rows of Orders
    belong to an order that ships complete."""

    frames: dict[str, pd.DataFrame]
    numbers: dict[str, np.ndarray]
    complete: np.ndarray


def piece(cut_: Cut, part: int | None) -> Piece:
    """A part as it was split off; without a number all tables whole, but no row of Orders."""
    frames, numbers, complete = {}, {}, np.zeros(0, bool)
    for name in cut_.tables:
        frame = _rows_of(cut_.folder, name, part)
        if name == "orders":
            complete = frame[COMPLETE].to_numpy(bool)
        numbers[SHEETS[name]] = frame[NUMBER].to_numpy(np.int64)
        frames[SHEETS[name]] = frame.drop(columns=[NUMBER, COMPLETE, "part"], errors="ignore")
    return Piece(frames, numbers, complete)


def _rows_of(folder: Path, name: str, part: int | None) -> pd.DataFrame:
    """The rows of a table that a part has, in the order of their source."""
    whole = folder / f"{name}.parquet"
    if whole.exists():
        return pd.read_parquet(whole)
    pattern = f"part={'*' if part is None else part}/*.parquet"
    files = sorted((folder / name).glob(pattern)) if part is not None or name != "orders" else []
    found = [pd.read_parquet(file, partitioning=None) for file in files]
    frame = pd.concat(found, ignore_index=True) if found else pd.read_parquet(folder / f"{name}.empty")
    return frame.sort_values(NUMBER, kind="stable", ignore_index=True)


def known_orders(cut_: Cut) -> np.ndarray:
    """In small letters, the orders that purchase lines are kept for."""
    return pd.read_parquet(cut_.folder / KNOWN)["order"].to_numpy(object)


def _as_text(column: str) -> str:
    return f"CAST({quoted(column)} AS VARCHAR)"
