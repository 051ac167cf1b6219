"""How do this run's proposals and advice get into the Purchase Orders table? (rules 1.1, 4.6, 4.8)

In a table of the user's own only our columns and the proposed rows are touched: a proposal keeps its row while it is
needed, freed rows are used again, new ones go below. Where there is no such table, the sheet is made.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from backorder_xl.core.planning import Outcome
from backorder_xl.core.words import PurchaseStatus
from backorder_xl.sheets.shown import BY_FORMAT, Shown, codes, sheet_table
from backorder_xl.tables.problems import Problem, problem
from backorder_xl.tables.reading import Placed
from backorder_xl.workbook.changes import CellRun, Column, Format, SheetTable, TablePatch

COLUMNS: dict[str, tuple[str, Column]] = {
    "po": ("po", Column("PO", width=12)),
    "line": ("line", Column("Line", width=7)),
    "supplier": ("supplier", Column("Supplier", width=16)),
    "sku": ("sku", Column("SKU", width=14)),
    "ordered": ("ordered", Column("Ordered", Format.QTY, 10)),
    "received": ("received", Column("Received", Format.QTY, 10)),
    "cancelled": ("cancelled", Column("Cancelled", Format.QTY, 10)),
    "order_date": ("order_date", Column("Order Date", Format.DATE, 12)),
    "expected": ("expected", Column("Expected", Format.DATE, 12)),
    "status": ("status", Column("Status", width=11, note="Change proposed to ordered once you have sent it.")),
    "unit_cost": ("unit_cost", Column("Unit Cost", Format.MONEY, 11)),
    "specification": ("specification", Column("Specification", width=14)),
    "location": ("location", Column("Location", width=12)),
    "ship_to": ("ship_to", Column("Ship To", width=14)),
    "needed": ("needed", Column("Needed", Format.QTY, 10)),
    "surplus": ("surplus", Column("Surplus", Format.QTY, 10)),
    "order_by": ("order_by", Column("Order By", Format.DATE, 12)),
    "for": ("for_orders", Column("For", width=32)),
    "advice": ("advice", Column("Advice", width=48)),
}
KEY = ["po", "sku", "specification", "location"]  # by which a proposal finds its row again
ADVISED = ("needed", "surplus", "order_by", "for", "advice")  # what we say of every line
IF_ANY = ("specification", "location", "ship_to", "received", "cancelled")  # added only where there is something to say


@dataclass
class PurchaseSheet:
    """The change to the Purchase Orders sheet, where each line then stands, and what stood in the way."""

    sheet: str
    header: str  # of the column that holds the PO number
    change: TablePatch | SheetTable | None
    existing: np.ndarray  # sheet row of each open line of the user's
    proposed: np.ndarray  # sheet row of each proposal, 0 where it found no room
    problems: list[Problem] = field(default_factory=list)

    def peg_rows(self, pegs: pd.DataFrame) -> np.ndarray:
        """The sheet row of the purchase line behind each peg, 0 for none."""
        out = np.zeros(len(pegs), np.int64)
        source, supply = pegs["source"].to_numpy(), pegs["supply"].to_numpy()
        for word, rows in (("purchase", self.existing), ("planned", self.proposed)):
            of = source == word
            out[of] = rows[supply[of]]
        return out


def new_sheet(outcome: Outcome) -> PurchaseSheet:
    """The sheet where the workbook has no table of purchase orders: the proposals alone."""
    rows = outcome.purchases.assign(received=0, cancelled=0)
    columns = tuple(COLUMNS.values())
    table = sheet_table("Purchase Orders", columns, rows, ("PO", "Line"))
    return PurchaseSheet(
        "Purchase Orders", "PO", table, np.zeros(0, np.int64), np.arange(len(rows), dtype=np.int64) + 2
    )


def patch(
    outcome: Outcome,
    orders: pd.DataFrame,
    placed: Placed,
    header: str,
    formulas: Callable[[Collection[int]], set[tuple[int, int]]],
    room: Callable[[], int],
    numbers: frozenset[str] = frozenset(),
    broken: Collection[int] = (),
) -> PurchaseSheet:
    """The change to a table of the user's own.

    ``orders`` is the Purchase Orders frame as read; ``formulas`` tells which cells of some columns hold one, ``room``
    how many rows fit below the table; ``numbers`` names the code columns in which the user types numbers;
    ``broken`` are rows of old proposals that could not be read: they go like the others.
    """
    proposals = outcome.purchases
    old = orders.loc[orders["status"] == PurchaseStatus.PROPOSED.value, ["row", *KEY]]
    if broken:
        old = pd.concat([old, pd.DataFrame({"row": sorted(broken), **dict.fromkeys(KEY, "")})])
    slots, moved = _slots(proposals, old, placed)
    free = room() if (slots > placed.last_row).any() else 0
    lost = slots > placed.last_row + free
    problems: list[Problem] = []
    if lost.any():
        problems.append(problem("no-room-below", placed.sheet, placed.last_row, value=str(int(lost.sum()))))
        slots = np.where(lost, 0, slots)

    columns = {name: column for name, column in placed.columns.items() if name in COLUMNS}
    wanted: dict[str, int | Column] = dict(columns)
    for name, (source, column) in COLUMNS.items():
        adds = len(proposals) > 0 if name not in ADVISED else len(proposals) + len(orders) > 0
        if name in IF_ANY:
            adds = adds and source in proposals and bool((proposals[source] != "").any())
        if name not in columns and adds:
            wanted[name] = column
    cells = _proposed_cells(proposals, slots, wanted, numbers) + _advised_cells(outcome, orders, wanted)
    cells, blocked = _around_formulas(cells, wanted, formulas, placed)
    problems += blocked

    kept = orders.loc[orders["status"] != PurchaseStatus.PROPOSED.value, "row"].to_numpy(np.int64)
    clear = np.setdiff1d(old["row"].to_numpy(np.int64), slots[~moved])
    used = np.concatenate([kept, slots, [placed.header_row]])
    tail_is_ours = not len(old) or _only_blank_or(old, placed, int(used.max()))
    end = int(used.max()) if tail_is_ours else max(int(used.max()), placed.last_row)
    end = end if end > placed.last_row or len(clear) else placed.last_row
    change = TablePatch(placed.sheet, placed.header_row, wanted, cells, clear, placed.last_row, end)
    return PurchaseSheet(
        placed.sheet, header, change if wanted else None, outcome.advice["row"].to_numpy(np.int64), slots, problems
    )


def _only_blank_or(old: pd.DataFrame, placed: Placed, last_used: int) -> bool:
    """Whether all rows after the last used one are old proposals or blank, so that the table may end there."""
    tail = np.arange(last_used + 1, placed.last_row + 1)
    return bool(np.isin(tail, np.concatenate([old["row"].to_numpy(np.int64), placed.blank_rows])).all())


def _slots(proposals: pd.DataFrame, old: pd.DataFrame, placed: Placed) -> tuple[np.ndarray, np.ndarray]:
    """The sheet row of each proposal, and whether that row held something else before.

    A proposal stays where it stood (same PO, SKU, Specification and Location); the others take freed rows, then blank
    rows of the table, then new ones below.
    """
    free: dict[tuple[str, ...], list[int]] = {}
    for *key, row in old[[*KEY, "row"]].itertuples(index=False):
        free.setdefault(tuple(str(k).casefold() for k in key), []).append(int(row))
    slots = np.zeros(len(proposals), np.int64)
    for i, key in enumerate(proposals[KEY].itertuples(index=False)):
        same = free.get(tuple(str(k).casefold() for k in key))
        if same:
            slots[i] = same.pop(0)
    moved = slots == 0
    spare = sorted({r for rows in free.values() for r in rows} | set(placed.blank_rows.tolist()))
    need = int(moved.sum())
    below = range(placed.last_row + 1, placed.last_row + 1 + max(need - len(spare), 0))
    slots[moved] = [*spare, *below][:need]
    return slots, moved


def _proposed_cells(
    proposals: pd.DataFrame, slots: np.ndarray, wanted: dict[str, int | Column], numbers: frozenset[str]
) -> list[CellRun]:
    stands = slots > 0
    out = []
    for name in wanted:
        source, column = COLUMNS[name]
        if source in proposals and stands.any():
            values = np.asarray(BY_FORMAT[column.format](proposals[source]))[stands]
            shown = codes(values, name in numbers) if column.format is Format.TEXT else values
            out.append(CellRun(name, slots[stands], shown))
    return out


def _advised_cells(outcome: Outcome, orders: pd.DataFrame, wanted: dict[str, int | Column]) -> list[CellRun]:
    """Needed, Surplus, For and Advice of the user's own lines; blank for those that are not open any more."""
    theirs = orders.loc[orders["status"] != PurchaseStatus.PROPOSED.value, "row"].to_numpy(np.int64)
    said = outcome.advice.drop_duplicates("row").set_index("row").reindex(theirs)
    out = []
    for name in ADVISED:
        if name not in wanted or not len(theirs):
            continue
        source, column = COLUMNS[name]
        values: Shown
        if source not in said:
            values = [None] * len(theirs)
        elif column.format is Format.QTY:
            values = said[source].to_numpy(float) / 1_000_000
        else:
            values = [v if isinstance(v, str) and v else None for v in said[source]]
        out.append(CellRun(name, theirs, values))
    return out


def _around_formulas(
    cells: list[CellRun],
    wanted: dict[str, int | Column],
    formulas: Callable[[Collection[int]], set[tuple[int, int]]],
    placed: Placed,
) -> tuple[list[CellRun], list[Problem]]:
    """Leave out the cells that hold a formula: it is never overwritten, and told (rule 1.1)."""
    at = {name: column for name, column in wanted.items() if isinstance(column, int)}
    held = {(r, c) for r, c in formulas(list(at.values())) if r <= placed.last_row} if at else set()
    if not held:
        return cells, []
    out, problems = [], []
    for run in cells:
        column = at.get(run.column)
        rows = [] if column is None else [r for r in run.rows.tolist() if (r, column) in held]
        if rows:
            stays = ~np.isin(run.rows, rows)
            values = [v for v, s in zip(run.values, stays, strict=True) if s]
            values = np.array(values) if isinstance(run.values, np.ndarray) else values
            run = CellRun(run.column, run.rows[stays], values)
            problems += [problem("formula-kept", placed.sheet, r, COLUMNS[run.column][1].header) for r in rows]
        out.append(run)
    return out, problems
