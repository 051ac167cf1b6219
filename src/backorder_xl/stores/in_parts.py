"""What is laid out of a book that was decided in parts: figures, problems, one more row of the Run Log, the urgent rows?"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from backorder_xl.core.settings import Settings
from backorder_xl.core.words import UNIT
from backorder_xl.sheets import results
from backorder_xl.sheets.dashboard import DASHBOARD
from backorder_xl.sheets.fitting import FIRST
from backorder_xl.sheets.purchase_orders import COLUMNS
from backorder_xl.sheets.upkeep import problems as problems_sheet
from backorder_xl.sheets.upkeep import run_log
from backorder_xl.stores.shown import SHEETS, sheet
from backorder_xl.stores.sql import literal, quoted
from backorder_xl.tables.problems import Problem, gather, problem
from backorder_xl.workbook.changes import Changes, SheetTable
from backorder_xl.workbook.refs import LAST_ROW

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

PROPOSED = "Proposed Purchase Orders"
"""Where proposals stand in the target of a run in parts, whatever table of purchase orders the user has."""

TABLES = {
    "Backorders": "Backorders", "Allocations": "Allocations", "Purchase Orders": PROPOSED,
    "Without Supplier": "Without Supplier", "Ready to Ship": "Ready to Ship",
}  # fmt: skip
"""The folders that parts are written to, and what they are called in the target."""

_COLUMNS = {
    "Backorders": [c for _, c in results.BACKORDERS],
    "Purchase Orders": [c for _, c in COLUMNS.values()],
    "Ready to Ship": [c for _, c in results.READY],
}


def counts(
    connection: DuckDBPyConnection, out: Path, units: Mapping[str, int], rows: Mapping[str, int], as_of: dt.date
) -> dict[str, Any]:
    """What is counted of a run, under the names of --json (rule 9)."""

    def one(sql: str, folder: str) -> Any:
        found = connection.execute(f"SELECT {sql} FROM {_read(out / folder)}").fetchone()
        return found[0] if found else 0

    def exact(millionths: int) -> float | int:
        return millionths // UNIT if millionths % UNIT == 0 else millionths / UNIT

    return {
        "as_of": as_of.isoformat(),
        "orders": one('count(DISTINCT lower("Order"))', "Allocations"),
        "open_lines": rows["lines"],
        "open_units": exact(units["open"]),
        "backordered_orders": one('count(DISTINCT lower("Order"))', "Backorders"),
        "backordered_lines": rows["Backorders"],
        "backordered_units": exact(units["open"] - units["from_stock"]),
        **{name: exact(units[name]) for name in ("from_stock", "on_order", "to_order", "uncovered")},
        "purchase_orders": one('count(DISTINCT "PO")', "Purchase Orders"),
        "purchase_lines": rows["Purchase Orders"],
        "receipts_posted": 0,
        "ready_lines": rows["Ready to Ship"],
        "messages": 0,
        "errors": rows["errors"],
        "warnings": rows["warnings"],
    }


def laid_out(
    found: list[Problem],
    counted: dict[str, Any],
    history: dict[str, list[Any]],
    now: dt.datetime,
    settings: Settings,
    version: str,
) -> Changes:
    """Dashboard, Problems and Run Log."""
    log = run_log(history, "plan", now, counted, settings, version)
    return Changes([_figures(counted), problems_sheet(gather(found)), log])


def urgent(connection: DuckDBPyConnection, out: Path, most: int = LAST_ROW - 1) -> list[tuple[SheetTable, int]]:
    """The sheets of the workbook with their most urgent rows, and how many rows each has in all."""
    made = []
    for name in (s for s in SHEETS if s in _COLUMNS):
        order = [
            f"{quoted(h)} <> {literal(first[4:])}" if first.startswith("not ") else
            f"{quoted(h)} {'ASC' if first == 'least' else 'DESC'} NULLS LAST"
            for h, first in FIRST[name]
        ]  # fmt: skip
        total = connection.execute(f"SELECT count(*) FROM {_read(out / name)}").fetchone()
        sql = f"SELECT * FROM {_read(out / name)} ORDER BY {', '.join(order)} LIMIT {int(most)}"
        frame = connection.execute(sql).df()
        key = ("PO", "Line") if name == "Purchase Orders" else ("Order", "Line")
        made.append((sheet(name, _COLUMNS[name], frame, key), int(total[0]) if total else 0))
    return made


def beyond(table: SheetTable, rows: int, where: str) -> list[Problem]:
    """A word on a sheet that does not have all rows."""
    there = len(table.data[table.key[0]])
    if there >= rows:
        return []
    elsewhere = f"All of them are in {where}, as {TABLES[table.sheet]}"
    return [problem("rows-beyond", table.sheet, value=f"{rows - there:,}", rows=f"{rows:,}", where=elsewhere)]


def _figures(counted: dict[str, Any]) -> SheetTable:
    """The figures that can be added up over parts, as they are called on every Dashboard (rule 7)."""
    lines, units = counted["open_lines"], counted["open_units"]
    rows = [
        ("Now", "Open lines", lines, None),
        ("Now", "Open units", units, None),
        ("Waiting", "Backordered lines", counted["backordered_lines"], None),
        ("Waiting", "Backordered units", counted["backordered_units"], None),
        ("Waiting", "Orders that wait", counted["backordered_orders"], None),
        ("Rates", "Line fill rate", round(100 * (1 - counted["backordered_lines"] / lines), 2) if lines else 100, "%"),
        ("Rates", "Unit fill rate", round(100 * counted["from_stock"] / units, 2) if units else 100, "%"),
    ]
    columns = list(zip(*rows, strict=True))
    data: dict[str, Any] = {"Part": list(columns[0]), "Measure": list(columns[1]), "Value": [float(v) for v in columns[2]]}
    return SheetTable("Dashboard", "Dashboard", DASHBOARD, data | {"Unit": list(columns[3])}, ("Part", "Measure"))


def _read(folder: Path) -> str:
    return f"read_parquet({literal(f'{folder}/*.parquet')})"
