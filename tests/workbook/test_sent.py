"""Is a sheet that came as JSON understood as Excel shows it, and known again whoever read it?"""

from __future__ import annotations

import copy
import datetime as dt
import itertools
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backorder_xl.workbook.errors import Unreadable
from backorder_xl.workbook.likeness import likeness, same_formula
from backorder_xl.workbook.model import CellError
from backorder_xl.workbook.sent import sheet_now
from backorder_xl.workbook.standing import Formula, SheetNow

DAYS = [
    ("yyyy-mm-dd", 46176, False, dt.datetime(2026, 6, 3)),
    ("m/d/yyyy", 46176.3125, False, dt.datetime(2026, 6, 3, 7, 30)),
    ("[$-407]d. mmmm yyyy;@", 44714, True, dt.datetime(2026, 6, 3)),
    ("dd.mm.yyyy", 59, False, dt.datetime(1900, 2, 28)),
    ("dd.mm.yyyy", 61, False, dt.datetime(1900, 3, 1)),
    ("mmm-yy", 46176, False, dt.datetime(2026, 6, 3)),
    ("General", 46176, False, 46176.0),
    (None, 46176, False, 46176.0),
    ("h:mm", 0.5, False, 0.5),
    ("[h]:mm", 46176, False, 46176.0),
    ('0.00" d"', 46176, False, 46176.0),
    ("[Red]0.00", 46176, False, 46176.0),
    ("yyyy-mm-dd", -3, False, -3.0),
    ("yyyy-mm-dd", 2958466, False, 2958466.0),
    ("yyyy-mm-dd", "soon", False, "soon"),
    ("yyyy-mm-dd", True, False, True),
    ("yyyy-mm-dd", None, False, None),
]


@pytest.mark.parametrize(("code", "number", "date1904", "shown"), DAYS)
def test_a_number_is_a_day_where_its_format_shows_one(code: str | None, number: Any, date1904: bool, shown: object) -> None:
    cells = [[number, "end"], [{"f": "=A1", "v": number}, "end"]]
    now = sheet_now({"name": "S", "cells": cells, "formats": [[1, 1, 2, code]]}, date1904)
    typed, worked_out = now.cell(1, 1), now.cell(2, 1)
    assert (typed, type(typed)) == (shown, type(shown))
    assert worked_out == Formula("=A1", shown)


def test_cells_are_what_they_are() -> None:
    cells = [
        ["", 3, 2.5, "007", False, {"e": "#N/A"}, {"f": "=B1", "v": {"e": "#REF!"}}, {"f": '=""', "v": ""}, "=text"],
        [None],
        [],
    ]
    now = sheet_now({"name": "S", "cells": cells})
    refused = Formula("=B1", CellError("#REF!"))
    assert now.cells == [[None, 3.0, 2.5, "007", False, CellError("#N/A"), refused, Formula('=""', ""), "=text"]]
    assert type(now.cell(1, 2)) is float


LOOKS = st.lists(st.sampled_from([None, "a", "b"]), min_size=12, max_size=12)


@given(LOOKS, st.integers(1, 12), st.integers(1, 12), st.booleans())
def test_looks_are_those_of_the_data_however_they_are_cut(looks: list[str | None], head: int, size: int, table: bool) -> None:
    """Stretches may come in pieces, in any order, and blank ones may be left out."""
    pieces = [[1, row, row, look] for row, look in enumerate(looks, 1) if look is not None][::-1]
    last = min(head + size, 12)
    tables = (
        [{"name": "T", "header_row": head, "last_row": last, "first_col": 1, "last_col": 1, "headers": ["x"]}] if table else []
    )
    now = sheet_now({"name": "S", "cells": [["x"]] * 12, "tables": tables, "formats": pieces, "fills": pieces, "close": True})
    area = range(head + 1, last + 1) if table else range(1, 13)
    for found in (now.formats, now.fills):
        stretches = found.get(1, [])
        assert [look for s in stretches for look in [s.look] * (s.last - s.first + 1)] == [looks[row - 1] for row in area]
        assert all(a.look != b.look and a.last + 1 == b.first for a, b in itertools.pairwise(stretches))


CELLS = st.one_of(
    st.none(), st.booleans(), st.floats(-1e9, 1e9), st.text(max_size=4),
    st.datetimes(dt.datetime(1901, 1, 1), dt.datetime(2100, 1, 1)), st.builds(CellError, st.sampled_from(["#N/A", "#REF!"])),
    st.builds(Formula, st.sampled_from(["=A1", "=B1", "=SUM(A1, B1)"])),
)  # fmt: skip


@pytest.mark.parametrize("wrong", [{"last_row": 2_000_000_000}, {"header_row": 0}, {"last_col": 99_999}, {"first_col": 5}])
def test_a_table_that_no_sheet_can_hold_is_refused(wrong: dict[str, int]) -> None:
    table = {"name": "T", "header_row": 1, "last_row": 3, "first_col": 1, "last_col": 1, "headers": ["x"]} | wrong
    with pytest.raises(Unreadable, match="The table T on S did not arrive whole"):
        sheet_now({"name": "S", "cells": [["x"]], "tables": [table]})


@given(st.lists(st.lists(CELLS, max_size=4), min_size=1, max_size=4), st.data())
def test_one_cell_that_is_typed_over_makes_another_sheet(cells: list[list[Any]], data: st.DataObject) -> None:
    sheet = SheetNow("S", cells)
    padded = SheetNow("S", [[*row, None, ""] for row in cells] + [[None]])
    assert likeness([sheet], False) == likeness([padded], False)
    row = data.draw(st.integers(0, len(cells) - 1))
    typed = SheetNow("S", copy.deepcopy(cells))
    typed.cells[row] = [*typed.cells[row], "typed"]
    assert likeness([typed], False) != likeness([sheet], False)
    noted = SheetNow("S", cells, notes={(1, 1): "mine"})
    assert likeness([noted], False) != likeness([sheet], False)


def test_what_a_formula_comes_to_does_not_matter_and_a_day_is_its_number() -> None:
    one = SheetNow("S", [[Formula("=A1", 3.0), dt.datetime(2026, 6, 3), 5.0]])
    two = SheetNow("s", [[Formula("=a1 ", None), 46176.0, 5]])  # type: ignore[list-item]
    assert likeness([one], False) == likeness([two], False)
    assert likeness([one], False) != likeness([SheetNow("S", [[Formula("=A2", 3.0), 46176.0, 5.0]])], False)
    assert likeness([one], False) != likeness([SheetNow("S", [[Formula("=A1", 3.0), 46176.0, "5"]])], False)


@pytest.mark.parametrize(
    ("ours", "excels"),
    [
        ("=Backorders[[#This Row],[Open]]*2", "=[@Open]*2"),
        ("=Backorders[[#This Row],[Open]]*2", "=Backorders[@Open]*2"),
        ("=[@[My note]]&x", "=Ours[[#This Row],[My note]]&x"),
        ('=SUM(A1, B1) & " a  b"', '=SUM(A1,B1)&" a  b"'),
        ("=_xlfn.CONCAT(A1)", "=CONCAT(A1)"),
    ],
)
def test_formulas_that_excel_spells_another_way_are_the_same(ours: str, excels: str) -> None:
    assert same_formula(ours) == same_formula(excels)


@pytest.mark.parametrize(("one", "two"), [('="a b"', '="a  b"'), ("=[@Open]", "=[@Shut]"), ("=A1", "=A11"), ('="A"', '="a"')])
def test_formulas_that_differ_stay_apart(one: str, two: str) -> None:
    assert same_formula(one) != same_formula(two)
