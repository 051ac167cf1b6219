"""How is a book decided by several workers? Read this file first: cut, serve, buy, serve again, look at whole orders.

Workers are those of a Dask cluster: processes on this machine, or on others that see the same folder. One that dies is
replaced, and its part is done again.
"""

from __future__ import annotations

import datetime as dt
import pickle
import shutil
import warnings
from collections.abc import Callable, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from backorder_xl.core import parts
from backorder_xl.scale import working
from backorder_xl.scale.joining import whole_orders
from backorder_xl.scale.splitting import Cut, cut, first_rows
from backorder_xl.tables.problems import Problem, Unusable
from backorder_xl.tables.reading import read_tables
from backorder_xl.workbook.frames import FrameBook

if TYPE_CHECKING:
    from collections.abc import Iterator

    from distributed import Client
    from duckdb import DuckDBPyConnection

LINES_EACH = 250_000
"""Order lines of a part: some hundred megabytes for a worker."""

PATIENCE = 10
"""Seconds in which a cluster has to answer."""

Tell = Callable[[str], None]


@dataclass
class Decided:
    """What came of a book in parts: where it lies, exact sums in millionths, rows by sheet, and the problems."""

    out: Path
    cut: Cut
    units: dict[str, int]
    counts: dict[str, int]
    problems: list[Problem]


def plan_in_parts(
    sources: Mapping[str, str] | Callable[[DuckDBPyConnection], Mapping[str, str]],
    out: Path,
    scratch: Path,
    overrides: Mapping[str, object],
    as_of: dt.date,
    client: Client,
    *,
    lines_each: int = LINES_EACH,
    memory: str = "4GB",
    tell: Tell = lambda _: None,
) -> Decided:
    """Plan the book whose tables ``sources`` read (SQL by sheet name), and write its sheets as folders of Parquet below ``out``.

    ``sources`` may also be what makes them known to the connection that reads them, and returns them.

    ``scratch`` holds the parts meanwhile and is emptied at the end; ``memory`` is what splitting and joining may take before they
    spill there. Raises Unusable where the book cannot be decided in parts.
    """
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir(parents=True)
    with _duckdb(scratch, memory) as connection:
        if callable(sources):
            sources = sources(connection)
        heads = FrameBook(first_rows(connection, sources), out.name)
        settings = read_tables(heads, overrides).settings
        reason = parts.whole_only(settings)
        if reason:
            raise Unusable(reason)
        tell("Splitting")
        made = cut(connection, sources, heads, scratch / "parts", lines_each, settings)
        asked = working.Asked(made, out, dict(overrides), as_of)
        tell(f"Serving {made.lines:,} lines in {made.parts} parts")
        lacking: list[parts.Missing] = client.gather(_sent(client, working.missing, asked))
        tell("Buying")
        reading = working.common(asked)
        bought = parts.buy(lacking, reading.tables, reading.settings, as_of)
        with open(made.folder / working.PLAN, "wb") as file:
            pickle.dump(bought, file)
        del lacking, bought
        tell("Serving what is to be bought")
        summaries: list[working.Summary] = client.gather(_sent(client, working.decide, asked))
        tell("Looking at whole orders")
        ready = whole_orders(connection, out, as_of)
    shutil.rmtree(scratch, ignore_errors=True)
    units = {c: sum(s.units[c] for s in summaries) for c in summaries[0].units}
    counts = {c: sum(s.counts[c] for s in summaries) for c in summaries[0].counts} | {"Ready to Ship": ready}
    counts |= {c: sum(s.severities[c] for s in summaries) for c in ("errors", "warnings")}
    return Decided(out, made, units, counts, [p for s in summaries for p in s.problems])


@contextmanager
def workers(count: int, address: str = "") -> Iterator[Client]:
    """So many worker processes on this machine, or those of a cluster that runs at ``address`` (Unusable where none answers)."""
    from distributed import Client, LocalCluster

    if address:
        try:
            client = Client(address, timeout=PATIENCE)
        except OSError as error:
            raise Unusable(f"No Dask scheduler answers at {address}; start it there, or give --workers a number.") from error
        with client:
            yield client
        return
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Port")  # of its page of health, which may stand on any
        cluster = LocalCluster(
            n_workers=count, threads_per_worker=1, processes=True, dashboard_address=None, memory_limit=0,
            security=True,  # keys of its own: who reaches a worker's port could run anything there
        )  # fmt: skip
    with cluster, Client(cluster) as client:
        yield client


def _sent(client: Client, task: Callable[..., Any], asked: working.Asked) -> list[Any]:
    return [client.submit(task, asked, part, pure=False, retries=3) for part in range(asked.cut.parts)]


@contextmanager
def _duckdb(scratch: Path, memory: str) -> Iterator[DuckDBPyConnection]:
    import duckdb

    with duckdb.connect(str(scratch / "splitting.duckdb")) as connection:
        connection.execute(f"SET memory_limit = '{memory}'")
        connection.execute("SET temp_directory = ?", [str(scratch / "spill")])
        yield connection
