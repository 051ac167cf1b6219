"""Are the steps of a run plain data, do they say what is meant, and can they be taken back?"""

from __future__ import annotations

import datetime as dt
import itertools
import json
import random

import numpy as np
import pytest

from backorder_xl import run
from backorder_xl.workbook import steps as s
from backorder_xl.workbook.carry import carry_out, copied
from backorder_xl.workbook.changes import CellRun, Changes, Column, Format, SheetTable, TablePatch
from backorder_xl.workbook.deciding import steps_for
from backorder_xl.workbook.grids import rects, rects_of
from backorder_xl.workbook.live.host import typed
from backorder_xl.workbook.memory import MemoryBook
from backorder_xl.workbook.model import CellError, ExcelTable
from backorder_xl.workbook.restoring import restoring
from backorder_xl.workbook.standing import BookNow, Formula, SheetNow, Stretch, plain_sheet, sheet_of, stretches
from tests.books import small_book

COLUMNS = (Column("Key"), Column("Open", Format.QTY), Column("When", Format.DATE), Column("Done"))


def table(chance: random.Random) -> SheetTable:
    keys = [f"K{i}" for i in chance.sample(range(9), chance.randint(0, 8))]
    data = {
        "Key": keys,
        "Open": [chance.choice([1.0, 2.5, 7.0]) for _ in keys],
        "When": np.array(["2026-06-01"] * len(keys), dtype="datetime64[s]"),
        "Done": [None] * len(keys),
    }
    return SheetTable("Ours", "Ours", COLUMNS, data, ("Key",), kept=("Done",))


def a_book(chance: random.Random) -> MemoryBook:
    """Our sheet after a run and after its user, and a list of his own with a totals row."""
    book = MemoryBook(
        {"List": [["A", "B"], ["a", 0.0], ["b", 1.0], ["c", 2.0], ["Sum", "=SUM(B2:B4)"]]}, formulas=[("List", 5, 2)]
    )
    book.apply(Changes([table(chance)]))
    ours = book.now.find("Ours")
    assert ours is not None
    rows = len(ours.cells)  # an Excel Table keeps one blank row
    for row in range(2, rows + 1):
        extra = [f"note {ours.cells[row - 1][0]}", Formula(f"=B{row}*2", 1.0), None, "beside"]
        ours.cells[row - 1] += extra[: chance.randint(0, 4)]
        if chance.random() < 0.4:
            ours.notes[row, chance.randint(1, 7)] = f"of {ours.cells[row - 1][0]}"
        ours.links[row, 5] = "https://example.com"
    if chance.random() < 0.5:
        end = ours.tables[0].last_row
        ours.cells += [[]] * (end + 1 - rows) + [["Total", Formula(f"=SUM(B2:B{end})", 3.0)]]
    return book


def changes(chance: random.Random) -> Changes:
    more = chance.randint(0, 3)
    rows = np.arange(5, 5 + more)
    cells = [CellRun("a", rows, ["x"] * more), CellRun("new", np.array([2]), ["="])]
    patch = TablePatch("List", 1, {"a": 1, "b": 2, "new": Column("New")}, cells, np.array([3]), 4, 4 + more)
    return Changes([table(chance)], [patch])


@pytest.mark.parametrize("seed", range(40))
def test_what_was_there_comes_back(seed: int) -> None:
    chance = random.Random(seed)
    before = a_book(chance).now
    after = copied(before)
    carry_out(after, steps_for(changes(chance), before))
    assert json.dumps(plain(after)) != json.dumps(plain(before))
    carry_out(after, restoring(before.sheets, after, ["List", "Ours"]))
    assert plain(after) == plain(before)


def plain(now: BookNow) -> list[object]:
    """The sheets without blank cells at their ends."""
    found = []
    for sheet in map(plain_sheet, now.sheets):
        for row in sheet["cells"]:
            while row and row[-1] is None:
                row.pop()
        while sheet["cells"] and not sheet["cells"][-1]:
            sheet["cells"].pop()
        found.append(sheet)
    return found


@pytest.mark.parametrize("seed", range(40))
def test_rows_of_the_user_go_with_their_key(seed: int) -> None:
    chance = random.Random(seed)
    book = a_book(chance)
    ours = book.now.find("Ours")
    assert ours is not None
    notes = {(ours.cell(row, 1), column): text for (row, column), text in ours.notes.items()}
    book.apply(Changes([table(chance)]))
    new = book.now.find("Ours")
    assert new is not None
    (excel,) = new.tables
    keys = {new.cell(row, 1): row for row in range(2, excel.last_row + 1)}
    for key, row in keys.items():
        assert new.cell(row, 5) in (None, f"note {key}")
        cell = new.cell(row, 6)
        assert cell is None or (isinstance(cell, Formula) and cell.text == f"=B{row}*2")
    assert new.notes == {(keys[key], column): text for (key, column), text in notes.items() if key in keys}
    sums = [c.text for row in new.cells[excel.last_row :] for c in row if isinstance(c, Formula)]
    assert sums in ([], [f"=SUM(B2:B{excel.last_row})"])


def test_all_steps_of_a_run_are_json() -> None:
    book = MemoryBook(small_book())
    report = run.morning_run(book, {}, dt.date(2026, 6, 3), now=dt.datetime(2026, 6, 3, 7))
    run.write(book, report, None, backup=False)
    told = json.loads(json.dumps([s.plain(step) for step in book.steps]))
    assert told[0]["sheet"] == "Purchase Orders"
    kinds = {step["do"] for step in told}
    assert {"AddSheet", "WriteCells", "MakeTable", "NumberFormat", "Fill", "SetLinks", "PageSetup", "Freeze"} <= kinds
    (log,) = [x for x in told if x["do"] == "WriteCells" and x["sheet"] == "Run Log"]
    assert 46176 < log["grid"][1][0] < 46177  # a day is the number that Excel has for it


def test_a_sheet_is_the_same_after_json() -> None:
    cells = [[None, 1.5, True, "=x", dt.datetime(2026, 6, 3, 7), CellError("#N/A"), Formula("=A1", CellError("#REF!"))], []]
    sheet = SheetNow("S", cells, [ExcelTable("T", "S", 1, 2, 1, 2, True, ("a", "b"))], {"T": [{"field": 1}]}, {(1, 2): "n"},
                     {(2, 1): "#A!B1"}, {1: [Stretch(1, 2, "@")]}, {2: [Stretch(1, 1, None)]}, page_set=True)  # fmt: skip
    assert sheet_of(json.loads(json.dumps(plain_sheet(sheet)))) == sheet


@pytest.mark.parametrize("seed", range(20))
def test_stretches_are_found_with_few_questions(seed: int) -> None:
    chance = random.Random(seed)
    looks = [look for _ in range(chance.randint(1, 6)) for look in [chance.choice("abc")] * chance.randint(1, 60)]
    asked = 0

    def look(a: int, b: int) -> tuple[bool, str | None]:
        nonlocal asked
        asked += 1
        return len(set(looks[a - 3 : b - 2])) == 1, looks[a - 3]

    found = list(stretches(3, len(looks) + 2, look, 1_000))
    assert [x for f in found for x in [f.look] * (f.last - f.first + 1)] == looks
    assert all(a.look != b.look and a.last + 1 == b.first for a, b in itertools.pairwise(found))
    assert asked <= 1 + 4 * len(found) * len(looks).bit_length()


@pytest.mark.parametrize("seed", range(20))
def test_rectangles_cover_their_cells_once(seed: int) -> None:
    chance = random.Random(seed)
    cells = {(chance.randint(1, 9), chance.randint(1, 6)) for _ in range(chance.randint(0, 40))}
    covered = [(r, c) for row, col, rows, cols in rects_of(cells) for r in range(row, row + rows) for c in range(col, col + cols)]
    assert sorted(covered) == sorted(cells)
    assert rects([(2, 5, 3), (3, 5, 3), (4, 5, 2)]) == ((5, 2, 3, 2), (5, 4, 2, 1))


def test_texts_that_excel_would_read_otherwise_are_held() -> None:
    for text in ("007", "1-2", "1E5", "TRUE", "falsch", "=1", "+1", "-x", "@y", "#N/A", "'tis", "3 Mar", "ABC-1"):
        assert typed(text, False, False) == "'" + text
        assert typed(text, True, False) == text
    for text in ("Lamp", "yes", "on hold", "two\nlines"):
        assert typed(text, False, False) == text
    assert typed(Formula("=A1"), False, False) == "=A1"
    assert (typed(dt.datetime(2026, 6, 3), True, False), typed(dt.datetime(2026, 6, 3), True, True)) == (46176.0, 44714.0)
