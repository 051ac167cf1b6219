"""What does one worker do with one part? It serves, says what is missing, and, once all is bought, writes what came of it.

Both tasks may be done again at any time, by any worker: they read what splitting wrote, and put their results in place at once.
"""

from __future__ import annotations

import datetime as dt
import os
import pickle
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import pandas as pd

from backorder_xl.core import kept, parts, say
from backorder_xl.core.inputs import Tables
from backorder_xl.core.keys import Texts, bools, days, ints, natural, texts
from backorder_xl.core.leaving import freed_by
from backorder_xl.core.planning import Begun, Outcome, begin, described, finish
from backorder_xl.core.ranking import Key
from backorder_xl.core.words import UNIT, ItemPolicy
from backorder_xl.scale.splitting import Cut, known_orders, piece
from backorder_xl.sheets import purchase_orders, results
from backorder_xl.sheets.shown import as_frame
from backorder_xl.tables.problems import Problem
from backorder_xl.tables.reading import Reading, read_tables
from backorder_xl.workbook.changes import SheetTable
from backorder_xl.workbook.frames import FrameBook

PLAN = "plan.pickle"
MOST_PROBLEMS = 1_000  # that a part tells one by one; all are counted


@dataclass(frozen=True)
class Asked:
    """What all tasks of a run share: the cut, the settings that were overruled, and the day."""

    cut: Cut
    out: Path
    overrides: dict[str, object]
    as_of: dt.date


@dataclass
class Summary:
    """What came of one part; ``units`` are exact sums in millionths by the columns of lines, ``counts`` are rows by sheet."""

    part: int
    units: dict[str, int]
    counts: dict[str, int]
    problems: list[Problem] = field(default_factory=list)
    severities: dict[str, int] = field(default_factory=dict)


def missing(asked: Asked, part: int) -> parts.Missing:
    """Serve the part from what there is; what it lacks."""
    begun, reading, _ = _begun(asked, part)
    return parts.missing(begun, reading.tables)


def decide(asked: Asked, part: int) -> Summary:
    """Serve the part with what was bought for all, and write its rows."""
    begun, reading, numbers = _begun(asked, part)
    with open(asked.cut.folder / PLAN, "rb") as file:
        plan, ends = pickle.load(file)
    own = parts.share(plan, begun, ends[part], ends[part + 1])
    decided = finish(begun, own, reading.settings, asked.as_of)
    outcome = described(decided, reading.tables, reading.settings, asked.as_of, part_of_more=True)
    bought = purchase_orders.new_sheet(outcome).change
    assert isinstance(bought, SheetTable)
    nowhere = np.zeros(len(outcome.pegs), np.int64)
    sheets = {
        "Backorders": as_frame(results.backorders(outcome, "", "", nowhere)),
        "Allocations": as_frame(results.allocations(outcome, "", "", nowhere)),
        "Purchase Orders": as_frame(bought),
        "Without Supplier": as_frame(results.unsourced(outcome)),
        "lines": _lines(outcome, decided.state.keys),
    }
    for name, frame in sheets.items():
        _put(frame, asked.out / name / f"part-{part:05d}.parquet")
    units = {c: int(ints(outcome.lines, c).sum()) for c in ("open", "from_stock", "on_order", "to_order", "uncovered")}
    units["stock"] = int(ints(decided.state.stock, "free").sum())
    told = _renumbered(reading.problems, numbers, part)
    errors = sum(p.severity == "error" for p in told)
    return Summary(
        part, units, {n: len(f) for n, f in sheets.items()}, told[:MOST_PROBLEMS],
        {"errors": errors, "warnings": len(told) - errors},
    )  # fmt: skip


def common(asked: Asked) -> Reading:
    """All tables whole, but for Orders, which has no rows."""
    whole = piece(asked.cut, None)
    reading = read_tables(FrameBook(whole.frames, asked.cut.folder.name), asked.overrides)
    return replace(reading, tables=_rows(reading.tables, whole.numbers))


def _begun(asked: Asked, part: int) -> tuple[Begun, Reading, dict[str, np.ndarray]]:
    """The part's plan so far, its tables, and the place of its rows in the whole book by sheet."""
    mine = piece(asked.cut, part)
    reading = read_tables(FrameBook(mine.frames, asked.cut.folder.name), asked.overrides)
    marked = mine.complete[ints(reading.tables.orders, "row") - 2]
    complete = np.array([*{o.casefold() for o in reading.tables.orders["order"][marked]}, ""], object)
    tables = parts.settled(_rows(reading.tables, mine.numbers), complete, known_orders(asked.cut))
    tables = kept.carried(tables)
    return begin(tables, reading.settings, asked.as_of), replace(reading, tables=tables), mine.numbers


def _rows(tables: Tables, numbers: dict[str, np.ndarray]) -> Tables:
    """The tables with the rows as they are counted in the whole book, its header in row 1."""
    orders, bought = numbers.get("Orders"), numbers.get("Purchase Orders")
    changed = {}
    for name, of in (("orders", orders), ("purchase_orders", bought)):
        frame = getattr(tables, name)
        if of is not None and len(frame):
            changed[name] = frame.assign(row=of[ints(frame, "row") - 2] + 1)
    return replace(tables, **changed)


def _renumbered(problems: list[Problem], numbers: dict[str, np.ndarray], part: int) -> list[Problem]:
    """The part's problems with the rows of the whole book; what concerns tables that every part has, the first part tells."""
    by_item = {"Orders", "Stock", "Items", "Sourcing", "Purchase Orders"}
    out = []
    for p in problems:
        if p.sheet not in by_item and part:
            continue
        at = numbers.get(p.sheet)
        known = p.row is not None and at is not None and p.row >= 2 and p.row - 2 < len(at)
        out.append(replace(p, row=int(at[p.row - 2]) + 1) if known and at is not None and p.row is not None else p)
    return out


def _lines(outcome: Outcome, keys: list[Key]) -> pd.DataFrame:
    """What must be known of every open line when its order is looked at as a whole: what it gets, what it waits for, and the sort
    keys by which lines are served, wherever they were decided."""
    lines, waiting, today = outcome.lines, outcome.backorders, np.datetime64(outcome.as_of, "D")
    early = (texts(lines, "policy") == ItemPolicy.PREORDER.value) & (days(lines, "release_date") > today)
    waits, po = (np.full(len(lines), "", object) for _ in range(2))
    waits[ints(waiting, "place")] = say.spelled(ints(waiting, "open") - ints(waiting, "from_stock"))
    po[ints(waiting, "place")] = texts(waiting, "po")
    served = np.stack([k.values for k in keys[:-2]], 1)  # the last two are the numbers of order and line
    return pd.DataFrame(
        {
            "key": [o.casefold() for o in texts(lines, "order")],
            **{c: texts(lines, c) for c in ("order", "line", "customer", "sku")},
            "quantity": ints(lines, "from_stock") / UNIT,
            "short": (ints(lines, "open") > ints(lines, "from_stock")) | early,
            "early": early,
            "complete": bools(lines, "complete"),
            "expected": lines["expected"].to_numpy(),
            "freed_by": freed_by(lines, outcome.cut_list),
            "waits": waits,
            "po": po,
            "served": list(served),
            "order_key": _sortable(texts(lines, "order")),
            "line_key": _sortable(texts(lines, "line")),
        }
    )


def _sortable(codes: Texts) -> np.ndarray:
    """Codes as texts that sort in natural order wherever they are sorted."""
    known, distinct = pd.factorize(codes)
    return np.array([*(natural(c)[0].replace("\0", "\1") for c in distinct), ""], object)[known]


def _put(frame: pd.DataFrame, path: Path) -> None:
    """Write a file under another name first, so that one that is there is whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.{os.getpid()}.part")
    frame.to_parquet(beside, index=False)
    beside.replace(path)
