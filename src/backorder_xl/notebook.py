"""How is a plan made in a notebook? ``import backorder_xl as bo; bo.plan(tables)``, frames in and frames out.

The same reading and the same core as a run, under the sheets' own headers. Nothing is written.
"""

from __future__ import annotations

import datetime as dt
import html
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pandas as pd

from backorder_xl.core.planning import Outcome
from backorder_xl.core.planning import plan as decide
from backorder_xl.core.words import LegalRegime
from backorder_xl.sheets import purchase_orders, results, upkeep
from backorder_xl.sheets.shown import as_frame, sheet_table
from backorder_xl.tables.contracts import BY_NAME, CONTRACTS
from backorder_xl.tables.contracts.model import snake
from backorder_xl.tables.problems import ERROR, Problem
from backorder_xl.tables.reading import Placed, Reading, read_tables
from backorder_xl.workbook.changes import SheetTable
from backorder_xl.workbook.file import FileBook
from backorder_xl.workbook.frames import cells_of_column
from backorder_xl.workbook.memory import MemoryBook
from backorder_xl.workbook.model import CellError, Want

_MOST_SHOWN = 4  # figures in the summary


@dataclass(frozen=True)
class Planned:
    """What was decided, as frames with the headers of the sheets; quantities are numbers, dates datetime64[s].

    ``reading`` and ``outcome`` are the inner frames, in millionths, for whoever goes on from there.
    """

    reading: Reading
    outcome: Outcome

    @cached_property
    def backorders(self) -> pd.DataFrame:
        """One row per order line that stock does not cover (rule 1.4)."""
        columns = results.BACKORDERS
        if self.reading.settings.legal_regime is not LegalRegime.NONE:
            columns = (*columns, *results.LEGAL)
        return as_frame(sheet_table("Backorders", columns, self.outcome.backorders, ()))

    @cached_property
    def allocations(self) -> pd.DataFrame:
        """The pegs of every open line (rule 3.4)."""
        return as_frame(sheet_table("Allocations", results.ALLOCATIONS, self.outcome.pegs, ()))

    @cached_property
    def purchase_orders(self) -> pd.DataFrame:
        """The proposed purchase order lines (rule 4)."""
        made = purchase_orders.new_sheet(self.outcome).change
        assert isinstance(made, SheetTable)
        return as_frame(made)

    @cached_property
    def ready_to_ship(self) -> pd.DataFrame:
        """What can leave now (rule 5.3)."""
        return as_frame(results.ready(self.outcome))

    @cached_property
    def cut_list(self) -> pd.DataFrame:
        """What is kept for whom of past deliveries (rule 5.3)."""
        return as_frame(results.cut_list(self.outcome))

    @cached_property
    def without_supplier(self) -> pd.DataFrame:
        """What is needed but bought from nobody."""
        return as_frame(results.unsourced(self.outcome))

    @cached_property
    def figures(self) -> pd.DataFrame:
        """The measures of the Dashboard (rule 7): Part, Figure, Value."""
        rows = [(f.part, f.name, f.value) for f in self.outcome.figures]
        return pd.DataFrame(rows, columns=["Part", "Figure", "Value"])

    @cached_property
    def problems(self) -> pd.DataFrame:
        """What is wrong with the tables; rows are counted as on a sheet whose header stands in row 1."""
        return _problems(self.reading.problems)

    def __repr__(self) -> str:
        return f"<Planned as of {self.outcome.as_of}: {self._told()}>"

    def _repr_html_(self) -> str:
        """A few lines and the first backorders."""
        head = f"<p><b>Backorder XL, as of {self.outcome.as_of}:</b> {html.escape(self._told())}</p>"
        return head + self.backorders.head(_MOST_SHOWN).to_html(index=False, escape=True, na_rep="")

    def _told(self) -> str:
        c, wrong = self.outcome.counts, any(p.severity == ERROR for p in self.reading.problems)
        left_out = "; rows were left out, see .problems" if wrong else ""
        return (
            f"{c['open_lines']:,} open lines, {c['backordered_lines']:,} of them wait; "
            f"{c['purchase_lines']:,} purchase lines proposed{left_out}"
        )


def plan(
    tables: Mapping[str, pd.DataFrame], settings: Mapping[str, object] | None = None, as_of: dt.date | str | None = None
) -> Planned:
    """Decide who gets what, what to buy and what waits, as the verb plan does.

    ``tables``: frames by the name of their sheet (``"Orders"``, ``"Purchase Orders"`` or ``"purchase_orders"``), with headers as
    on that sheet; Orders and Stock are needed. ``settings``: by their names on the sheet Settings; they win over a frame of that
    name. ``as_of``: a date or ISO text; today where it is left out. Raises Unusable where a needed table or column is missing
    or a setting cannot be used, and ValueError for a table that the workbook does not know.
    """
    reading = read_tables(_book(tables), settings)
    return Planned(reading, decide(reading.tables, reading.settings, _day(as_of)))


def check(tables: Mapping[str, pd.DataFrame], settings: Mapping[str, object] | None = None) -> pd.DataFrame:
    """What is wrong with the tables, decided nothing: Severity, Sheet, Row, Column, Value, Message. Raises as plan does."""
    return _problems(read_tables(_book(tables), settings).problems)


def read(path: str | Path) -> dict[str, pd.DataFrame]:
    """The sheets of a workbook that hold our tables, as plan takes them: everything as it stands, headers included.

    Raises Unusable where Orders or Stock is missing, and UnfitFile or Unreadable for a file that is no fit workbook.
    """
    with FileBook(Path(path)) as book:
        return {BY_NAME[name].sheet: _as_it_stands(book, place) for name, place in read_tables(book).placed.items()}


def _as_it_stands(book: FileBook, place: Placed) -> pd.DataFrame:
    """One table's columns under the user's own headers, cell by cell as Excel holds them; an error value as its text."""
    top = book.top(place.sheet, place.header_row)[place.header_row - 1]
    raw = book.read(place.sheet, place.header_row, place.last_row, dict.fromkeys(place.columns.values(), Want.ANY))
    columns = {}
    for column, cells in sorted(raw.columns.items()):
        values = cells.values.copy()
        for i, odd in cells.odd.items():
            values[i] = odd.text if isinstance(odd, CellError) else odd
        columns[str(top[column - 1])] = pd.Series(values, dtype=object)
    return pd.DataFrame(columns)


def _book(tables: Mapping[str, pd.DataFrame]) -> MemoryBook:
    """Frames as the sheets of a workbook, each with its header in row 1."""
    sheets = {c.name: c.sheet for c in CONTRACTS}
    grids: dict[str, list[list[object]]] = {}
    for name, frame in tables.items():
        sheet = sheets.get(snake(name))
        if sheet is None:
            raise ValueError(f"There is no table called {name!r}; the tables are {', '.join(sheets.values())}.")
        if sheet in grids:
            raise ValueError(f"The table {sheet} is there twice.")
        columns = [cells_of_column(frame.iloc[:, i]) for i in range(frame.shape[1])]
        grids[sheet] = [[str(h) for h in frame.columns], *map(list, zip(*columns, strict=True))]
    return MemoryBook(grids, "This set of tables")


def _day(as_of: dt.date | str | None) -> dt.date:
    """The day that counts as today: asked of the clock at this door only."""
    if as_of is None:
        return dt.date.today()
    if isinstance(as_of, dt.datetime):
        return as_of.date()
    return as_of if isinstance(as_of, dt.date) else dt.date.fromisoformat(as_of)


def _problems(found: list[Problem]) -> pd.DataFrame:
    data = {k: v for k, v in upkeep.problems(found).data.items() if k != "Done"}
    return pd.DataFrame({header: pd.Series(values, dtype=object) for header, values in data.items()})
