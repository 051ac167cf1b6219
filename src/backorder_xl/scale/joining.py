"""What do the lines of an order do together, when its items were decided in different parts? (rules 1.4, 3.6, 5.3)"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

from backorder_xl.stores.sql import literal

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def whole_orders(connection: DuckDBPyConnection, out: Path, as_of: dt.date) -> int:
    """Give the lines of orders that ship complete their common date, and write what can leave now; returns how many lines can.

    A ship-complete order goes when its last line can, and has no date while one has none.
    """
    lines = f"read_parquet({literal(f'{out}/lines/*.parquet')})"
    connection.execute(
        f"CREATE TEMP TABLE whole AS SELECT key, bool_or(complete) AS complete, bool_or(short) AS short, min(served) AS best, "
        f"CASE WHEN bool_or(expected IS NULL) THEN NULL ELSE max(expected) END AS together FROM {lines} GROUP BY key"
    )
    marked = connection.execute("SELECT count(*) FROM whole WHERE complete AND short").fetchone()
    if marked and marked[0]:
        for piece in sorted((out / "Backorders").glob("*.parquet")):
            _together(connection, piece, as_of)
    when = "coalesce(strftime(CASE WHEN w.complete THEN w.together ELSE l.expected END, '%Y-%m-%d'), 'no date yet')"
    connection.execute(
        f"CREATE TEMP TABLE rest AS SELECT key, string_agg(l.waits || ' × ' || l.sku || ' (' || "
        f"CASE WHEN l.po <> '' THEN l.po || ', ' ELSE '' END || {when} || ')', '; ' ORDER BY l.served, l.line_key) AS waits_for "
        f"FROM {lines} l JOIN whole w USING (key) WHERE l.waits <> '' AND NOT w.complete GROUP BY key"
    )
    target = out / "Ready to Ship"
    target.mkdir(parents=True, exist_ok=True)
    done = connection.execute(
        f'COPY (SELECT l."order" AS "Order", l.line AS "Line", l.customer AS "Customer", l.sku AS "SKU", '
        f'l.quantity AS "Quantity", '
        f"CASE WHEN w.short THEN 'no' ELSE 'yes' END AS \"Complete\", l.freed_by AS \"Freed By\", "
        f"CASE WHEN w.short THEN coalesce(r.waits_for, '') ELSE '' END AS \"Waits For\" "
        f"FROM {lines} l JOIN whole w USING (key) LEFT JOIN rest r USING (key) "
        f"WHERE l.quantity > 0 AND NOT l.early AND (NOT w.short OR NOT w.complete) "
        f"ORDER BY w.short, w.best, l.order_key, l.served, l.line_key) "
        f"TO {literal(f'{target}/part-00000.parquet')} (FORMAT parquet)"
    ).fetchone()
    for piece in (out / "lines").glob("*.parquet"):
        piece.unlink()
    (out / "lines").rmdir()
    return int(done[0]) if done else 0


def _together(connection: DuckDBPyConnection, piece: Path, as_of: dt.date) -> None:
    """One file of Backorders with the common dates, and what is counted from them (rule 1.4)."""
    beside = piece.with_suffix(".part")
    day = f"DATE '{as_of.isoformat()}'"
    expected = 'CASE WHEN w.complete THEN w.together ELSE b."Expected" END'
    connection.execute(
        f'COPY (SELECT b.* REPLACE ({expected} AS "Expected", '
        f'date_diff(\'day\', b."Promised", {expected})::DOUBLE AS "Slip", '
        f'nullif(greatest(date_diff(\'day\', b."Need By", coalesce({expected}, {day})), 0), 0)::DOUBLE AS "Late") '
        f"FROM read_parquet({literal(str(piece))}) b LEFT JOIN whole w ON w.key = lower(b.\"Order\") AND w.complete) "
        f"TO {literal(str(beside))} (FORMAT parquet)"
    )
    beside.replace(piece)
