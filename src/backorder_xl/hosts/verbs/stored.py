"""The verbs over tables that are no workbook: --from SOURCE --to TARGET (rule 9)."""

from __future__ import annotations

import argparse
import datetime as dt
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from backorder_xl.hosts.verbs import common

if TYPE_CHECKING:
    import pandas as pd

    from backorder_xl.run import Report
    from backorder_xl.stores.opening import Stores
    from backorder_xl.workbook.changes import Changes
    from backorder_xl.workbook.model import Book

_PLACE = "a folder of Parquet or CSV files, a .duckdb file, or a postgresql:// address"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Where tables come from and where results go; the workbook is then only what shows them."""
    parser.add_argument("book", nargs="?", help="the workbook, .xlsx or .xlsm; with --from, where the results are shown")
    group = parser.add_argument_group("tables outside a workbook (docs/large.md)")
    group.add_argument("--from", dest="source", metavar="SOURCE", help=f"read the tables from {_PLACE}")
    group.add_argument("--to", dest="target", metavar="TARGET", help="write all results there; SOURCE again to write into it")


def asked(options: argparse.Namespace) -> bool:
    """Whether tables outside a workbook are meant; Unusable for what does not go together."""
    from backorder_xl.tables.problems import Unusable

    if options.source is None:
        if options.target is not None:
            raise Unusable("--to goes with --from, which says where the tables are.")
        if options.book is None:
            raise Unusable("Name the workbook, or say with --from where the tables are.")
        return False
    if options.output:
        raise Unusable("-o goes with a workbook alone; with --from, --to says where the results go.")
    if options.target is None and not options.dry_run and options.verb != "check":
        raise Unusable(f"Say with --to where the results go: {_PLACE}; name {_named(options.source)} again to write into it.")
    return True


def into_store(options: argparse.Namespace, decide: Callable[[Book, Path, Callable[[str], None]], Report]) -> common.Written:
    """Let ``decide`` look at the tables, and write what it decided into the target and what a person needs into the book."""
    from backorder_xl import run
    from backorder_xl.stores.book import StoreBook
    from backorder_xl.stores.opening import stores

    start, progress = time.perf_counter(), common.tell(options)
    places = stores(options.source, options.target)
    try:
        shows = Showing(options) if options.book else None
        book = StoreBook(places.source, places.target, shows.settings(places) if shows else None)
        target = _beside(options)
        report = decide(book, target, progress)
        book.decimal_mark = report.reading.settings.decimal_mark
        refused = run.refused(report, options.strict)
        written = places.target is not None and not (refused or options.dry_run)
        if written:
            run.write(book, report, None, backup=False, tell=progress)
            if shows:
                shows.show(book, report, places.target.name if places.target else "")
    finally:
        places.close()
    common.untell(options)
    output = (places.target.name if places.target else None) if written else None
    return common.Written(report, output, round(time.perf_counter() - start, 3), refused)


class Showing:
    """The workbook that shows what needs a person."""

    def __init__(self, options: argparse.Namespace) -> None:
        from backorder_xl.tables.finding import find_tables
        from backorder_xl.tables.problems import Unusable
        from backorder_xl.workbook.file import FileBook

        self.path, self.verb = Path(options.book), options.verb
        self._settings: dict[str, pd.DataFrame] = {}
        if not self.path.exists():
            if self.path.suffix.lower() != ".xlsx":
                raise Unusable(f"{self.path.name}: a new workbook is an .xlsx file; give it a name that ends in .xlsx.")
            return
        with FileBook(self.path) as book:
            found = find_tables(book, needed=False)
            ours = any(s.casefold() == "run log" for s in book.sheets())
            own = [n for n in ("orders", "purchase_orders") if n in found and found[n].complete]
            if "orders" in own or (own and not ours):
                sheet = found[own[0]].sheet
                raise Unusable(
                    f"{book.name} has orders of its own on the sheet {sheet}; leave --from away to work on them, or name another "
                    "workbook to show the results in."
                )
            if "settings" in found and found["settings"].complete:
                self._settings = {found["settings"].sheet: _frame_of(book, found["settings"].sheet)}

    def settings(self, places: Stores) -> dict[str, pd.DataFrame]:
        """The workbook's sheet Settings, where the source has none."""
        has = any(name.casefold() == "settings" for name in places.source.tables())
        return {} if has else self._settings

    def show(self, book: object, report: Report, where: str) -> None:
        """Write the sheets of a run."""
        from backorder_xl.stores.book import StoreBook
        from backorder_xl.stores.shown import purchase_sheet, shown

        assert isinstance(book, StoreBook)
        bought = purchase_sheet(book, report.reading)
        changes = report.changes
        if bought is not None:
            changes = type(changes)([*changes.tables, bought], changes.patches)
        self.put(shown(changes, report.problems, where))

    def put(self, changes: Changes) -> None:
        """Write these sheets; a workbook that is not there is made with them."""
        from backorder_xl.hosts.state import state_folder
        from backorder_xl.templates.blank import blank_book
        from backorder_xl.workbook.file import FileBook
        from backorder_xl.workbook.slot import Slot

        made = not self.path.exists()
        if made:
            self.path.write_bytes(blank_book(changes.tables[0].sheet, ()))
        try:
            slot = None if made else Slot(state_folder(), self.path, self.verb, dt.datetime.now())
            with FileBook(self.path, slot) as book:
                book.apply(changes, None, backup=not made)
        except BaseException:
            if made:
                self.path.unlink()
            raise


def _frame_of(book: Book, sheet: str) -> pd.DataFrame:
    """A small sheet as a frame, its first filled row as the header."""
    import pandas as pd

    rows = [r for r in book.top(sheet, 500) if any(v is not None for v in r)]
    wide = max(map(len, rows))
    headers, *lines = [[*r, *[None] * (wide - len(r))] for r in rows]
    return pd.DataFrame(lines, columns=[str(h) for h in headers], dtype=object)


def _beside(options: argparse.Namespace) -> Path:
    """What the folder of drafts is named after and lies beside: the book, else the place of the results."""
    if options.book:
        return Path(options.book)
    named = _named(options.target or options.source)
    return Path(named) if "://" not in named else Path("backorder-xl")


def _named(address: str) -> str:
    """An address as it may be shown: without a password."""
    from urllib.parse import urlsplit

    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}" if "://" in address else address
