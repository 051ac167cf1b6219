"""plan and check of a book that is larger than memory: --parts and --workers, by several processes (rule 9)."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from backorder_xl.hosts.telling import DONE, REFUSED, STRICT, json_line, many
from backorder_xl.hosts.verbs import common, stored

if TYPE_CHECKING:
    from backorder_xl.scale.running import Decided
    from backorder_xl.stores.book import StoreBook
    from backorder_xl.workbook.changes import Changes

EACH = 250_000  # order lines of a part
_TOLD = 5


def arguments(parser: argparse.ArgumentParser) -> None:
    """How large the parts are, and who does them."""
    group = parser.add_argument_group("tables larger than memory (docs/large.md)")
    group.add_argument(
        "--parts", metavar="N", type=_size, nargs="?", const=EACH, help=f"decide in parts of about N order lines; else {EACH:,}"
    )
    group.add_argument("--workers", metavar="N|ADDRESS", help="so many processes, else one; or a Dask cluster at host:port")


def asked(options: argparse.Namespace) -> bool:
    """Whether the book is to be decided in parts; Unusable where that cannot be."""
    from backorder_xl.tables.problems import Unusable

    if options.parts is None and options.workers is None:
        return False
    if options.source is None:
        raise Unusable("--parts and --workers go with --from, which says where the tables are.")
    if options.verb not in ("plan", "check"):
        raise Unusable(
            f"{options.verb} does not work in parts; leave --parts and --workers away, or use plan for the decisions alone."
        )
    return True


def do(options: argparse.Namespace) -> int:
    """Decide in parts, write the target and the workbook, tell."""
    from backorder_xl.stores.extra import needed
    from backorder_xl.stores.opening import stores
    from backorder_xl.tables.problems import Unusable

    duckdb = needed("duckdb")
    needed("distributed")
    with closing(stores(options.source, options.target)) as places:
        try:
            return _done(options, places)
        except duckdb.Error as error:
            line = " ".join(str(error).split("\n")[0].split())
            raise Unusable(f"{places.source.name} could not be decided in parts: {line}") from error


def _done(options: argparse.Namespace, places: Any) -> int:
    import duckdb

    from backorder_xl import __version__
    from backorder_xl.scale.running import plan_in_parts, workers
    from backorder_xl.stores import in_parts
    from backorder_xl.stores.book import StoreBook
    from backorder_xl.stores.shown import in_order
    from backorder_xl.tables import previous
    from backorder_xl.tables.finding import find_tables
    from backorder_xl.tables.problems import gather
    from backorder_xl.tables.reading import settings_of

    start, progress = time.perf_counter(), common.tell(options)
    as_of, settings = options.as_of or dt.date.today(), common.overrides(options)
    shows = stored.Showing(options) if options.book else None
    book = StoreBook(places.source, places.target, shows.settings(places) if shows else None)
    found = find_tables(book)
    read = settings_of(book, found.get("settings"), settings, [], {})
    count, address = _workers(options.workers)
    with tempfile.TemporaryDirectory(prefix=".backorder-xl-", dir=_near(places.target)) as made, duckdb.connect() as asking:
        out, scratch = Path(made) / "out", Path(made) / "scratch"
        with workers(count, address) as client:
            decided = plan_in_parts(
                lambda connection: _sources(book, connection, {f.sheet for f in found.values()}, Path(made)),
                out, scratch, settings, as_of, client, lines_each=options.parts or EACH, tell=progress,
            )  # fmt: skip
        counted = in_parts.counts(asking, out, decided.units, decided.counts, as_of)
        problems = gather(decided.problems)
        refused = options.strict and counted["errors"] > 0
        written = places.target is not None and not refused and not options.dry_run
        if written:
            progress("Writing")
            where = places.target.name
            history = previous.history(book, "Run Log")
            now = dt.datetime.now().replace(microsecond=0)
            laid = in_parts.laid_out(problems, counted, history, now, read, __version__)
            whole = options.verb == "plan"
            urgent = in_parts.urgent(asking, out) if shows and whole else []
            _write(book, out, laid, whole)
            if shows:
                beyond = [p for table, rows in urgent for p in in_parts.beyond(table, rows, where)]
                laid = in_parts.laid_out([*beyond, *problems], counted, history, now, read, __version__)
                laid.tables += [table for table, _ in urgent]
                shows.put(in_order(laid))
    common.untell(options)
    return _told(options, counted, decided, places.target.name if written else None, time.perf_counter() - start, refused)


def _sources(book: StoreBook, connection: Any, sheets: set[str], scratch: Path) -> dict[str, str]:
    """SQL by sheet name; what does not come from the store is put beside the parts first."""
    from backorder_xl.stores.sql import literal

    made = {}
    for number, sheet in enumerate(sorted(sheets)):
        sql = book.scan(connection, sheet)
        if sql:
            made[sheet] = sql
        else:
            file = scratch / f"beside-{number}.parquet"
            book.frames[sheet].astype("string").to_parquet(file)
            made[sheet] = f"read_parquet({literal(str(file))})"
    return made


def _write(book: StoreBook, out: Path, laid: Changes, whole: bool) -> None:
    """Put the folders of the parts and the small tables into the target, all of it or nothing."""
    from backorder_xl.stores import in_parts
    from backorder_xl.stores.model import Pieces

    kept = laid.tables if whole else [t for t in laid.tables if t.sheet == "Problems"]
    pieces = [Pieces(name, out / folder) for folder, name in in_parts.TABLES.items()] if whole else []
    book.put(type(laid)(kept), pieces)


def _near(target: Any) -> str | None:
    """Where parts lie meanwhile: in a folder that gets them, so that they need only be moved; else where such things lie."""
    from backorder_xl.stores.folder import Folder

    if not isinstance(target, Folder):
        return None
    target.path.mkdir(parents=True, exist_ok=True)
    return str(target.path)


def _told(
    options: argparse.Namespace, c: dict[str, Any], decided: Decided, output: str | None, took: float, refused: bool
) -> int:
    if options.json:
        print(json_line(verb=options.verb, output=output, seconds=round(took, 3), **c))
    else:
        print(
            f"{c['open_lines']:,} open lines hold {c['open_units']:,} units; {c['backordered_lines']:,} lines of "
            f"{c['backordered_orders']:,} orders wait for {c['backordered_units']:,}. "
            f"Decided in {many(decided.cut.parts, 'part')}."
        )
        print(f"{many(c['errors'], 'error')} and {many(c['warnings'], 'warning')}.")
        for p in decided.problems[:_TOLD]:
            print(f"  {p.severity}: {p.sheet}{f' row {p.row}' if p.row else ''}: {p.message}")
        print(f"Written to {output} in {took:.1f} s." if output else f"Nothing was written ({took:.1f} s).")
    if refused:
        print(STRICT, file=sys.stderr)
    return REFUSED if refused else DONE


def _workers(text: str | None) -> tuple[int, str]:
    """How many processes, or where those of a cluster are."""
    from backorder_xl.tables.problems import Unusable

    if text is None:
        return 1, ""
    if text.isdigit() and int(text) > 0:
        return int(text), ""
    if ":" not in text:
        raise Unusable(f"--workers takes a number or the address of a Dask cluster such as 10.0.0.5:8786, not {text!r}.")
    return 0, text


def _size(text: str) -> int:
    try:
        size = int(text.replace(",", "").replace("_", ""))
    except ValueError:
        size = 0
    if size < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of order lines such as 250000")
    return size
