"""Do the worksheet functions say what their list promises, cell by cell, and in words where they cannot?"""

from __future__ import annotations

import datetime as dt
import doctest
import importlib
import inspect
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as tries

from backorder_xl.hosts.formulas import BY_NAME, FORMULAS, Formula, Shape
from backorder_xl.hosts.functions import Desk, call, function, shop
from backorder_xl.hosts.functions.example import TABLES
from backorder_xl.hosts.functions.page import functions_page
from tests import oracle
from tests.laws import core_side
from tests.laws.strategies import AS_OF, books, settings

TODAY = dt.date(2026, 6, 3)
PAGE = Path(__file__).parents[2] / "docs" / "functions.md"


def said(name: str, *cells: Any, today: dt.date = TODAY) -> list[list[Any]]:
    return call(BY_NAME[name], cells, today, Desk())


@pytest.mark.parametrize("formula", FORMULAS, ids=lambda f: f.name)
def test_every_docstring_example_comes_true(formula: Formula) -> None:
    made = function(formula)
    (found,) = doctest.DocTestFinder(recurse=False).find(made, globs=vars(importlib.import_module(made.__module__)).copy())
    assert found.examples
    assert doctest.DocTestRunner().run(found).failed == 0


@pytest.mark.parametrize("formula", FORMULAS, ids=lambda f: f.name)
def test_every_example_of_the_page_comes_true(formula: Formula) -> None:
    name, cells = typed(formula.example)
    assert name == formula.desktop
    first = call(formula, cells, dt.date(1999, 1, 1), Desk())[0]
    assert shown(first).startswith(formula.result), shown(first)


@pytest.mark.parametrize("formula", FORMULAS, ids=lambda f: f.name)
def test_the_list_and_the_functions_have_the_same_arguments(formula: Formula) -> None:
    own = [a.name for a in formula.arguments if not formula.takes_tables or a.name not in {*TABLE_ARGUMENTS, "as_of"}]
    assert {*inspect.signature(function(formula)).parameters} - {"shop"} == {*own}
    assert bool(formula.columns) is (formula.shape is Shape.ROW)


TABLE_ARGUMENTS = {a.name for a in BY_NAME["ALLOCATE"].arguments}


def typed(formula: str) -> tuple[str, list[Any]]:
    """A formula as its name and arguments; ranges are those of the example book."""
    name, inside = re.fullmatch(r"=(\w+)\((.*)\)", formula).groups()  # type: ignore[union-attr]
    return name, [*map(argument, re.split(r",\s*(?![^()]*\))", inside))]


def argument(text: str) -> Any:
    if text.endswith("[#All]"):
        return TABLES[re.sub(r"(?<=[a-z])(?=[A-Z])", "_", text.removesuffix("[#All]")).lower()]
    if text.startswith("DATE("):
        return dt.datetime(*map(int, text[5:-1].split(",")))
    return text.strip('"') if text.startswith('"') else float(text) if text else None


def shown(row: list[Any]) -> str:
    def cell(v: Any) -> str:
        if isinstance(v, dt.datetime):
            return v.date().isoformat()
        return f"{v:.2f}".removesuffix(".00") if isinstance(v, float) else str(v)

    return ", ".join(map(cell, row))


def test_the_page_is_what_the_list_makes() -> None:
    assert PAGE.read_text(encoding="utf-8") == functions_page()


def test_a_column_comes_out_as_it_went_in_blanks_and_words_in_their_places() -> None:
    column = [[12000.0], [None], ["abc"], ["#N/A"], [-1.0], ["300"], [True]]
    assert said("EOQ", column, [[100.0]], [[2.4]]) == [
        [1000.0], [None], ["Demand must be a number of 0 or more (found abc)"], ["Demand is #N/A"],
        ["Demand must be a number of 0 or more (found -1)"], [pytest.approx(158.1139)],
        ["Demand must be a number of 0 or more (found TRUE)"],
    ]  # fmt: skip
    assert said("EOQ", [[1.0, 2.0]], [[2.0], [4.0]], 1.0) == [[2.0, pytest.approx(8**0.5)], [pytest.approx(8**0.5), 4.0]]


@pytest.mark.parametrize(
    ("name", "cells", "sentence"),
    [
        ("EOQ", (1, 1, 0), "Holding Cost must be a number above 0 (found 0)"),
        ("EOQ", ([[1], [2]], [[1], [2], [3]], 1), "The ranges must have the same size, or be one cell: Demand (2 x 1) and "
         "Order Cost (3 x 1)."),
        ("EOQ", (1, 1, 1, 1), "EOQ takes at most 3 arguments"),
        ("REORDER_POINT", (1, 1, 1, 1), "Service Level must be a number from 0.5 to below 1 (found 1)"),
        ("WORKDAYS_ADD", ("2026-06-05", 1.5), "Days must be a whole number from -100000 to 100000 (found 1.5)"),
        ("WORKDAYS_ADD", ("2026-06-05", 1, [["Closed"], ["soon"]]), "Holidays must be a date (found soon)"),
        ("WORKDAYS_ADD", ("2026-06-05", 1, None, "Foo"), "Working Days takes names of days such as Mon-Fri or Mon Tue Sat, "
         "not 'Foo'."),
        ("WORKDAYS_ADD", ("1901-01-05", -1000), "That day lies outside the years 1900 to 9999."),
        ("FILL_RATE", ("all", TABLES["orders"], TABLES["stock"]), "Measure must be one of lines, units, orders (found all)"),
        ("PROMISE", ("A", 0, TABLES["orders"], TABLES["stock"]), "Quantity must be a number above 0 (found 0)"),
        ("PROMISE", ("A", 9, TABLES["orders"], TABLES["stock"]), "No date: nothing is left, and no supplier of it is known"),
        ("PROMISE", ("A", 1, TABLES["orders"]), "The formula has no Stock: looked for a sheet or Excel Table of that name, or a "
         "header row with SKU, On Hand in the first 30 rows, and found the sheets 'Orders'."),
        ("AVAILABLE", ("Z", "2026-06-05", TABLES["orders"], TABLES["stock"]), "No table names the SKU Z"),
        ("EXPLAIN", ("SO33", None, TABLES["orders"], TABLES["stock"]), "There is no order SO33 among the usable rows of Orders. "
         "Did you mean SO3?"),
        ("NEXT_DEADLINE", ("SO1", 1, TABLES["orders"], TABLES["stock"]), "No law is watched: Settings Legal Regime is none"),
        ("ALLOCATE", (TABLES["orders"], TABLES["stock"], None, None, None, "soon"), "As Of must be a date (found soon)"),
    ],
)  # fmt: skip
def test_what_cannot_be_given_is_said(name: str, cells: tuple[Any, ...], sentence: str) -> None:
    assert said(name, *cells)[0][0] == sentence


def test_whatever_nobody_thought_of_is_a_sentence_too() -> None:
    ((text,),) = said("EOQ", [[1], [2, 3]], 1, 1)  # no host makes a range like that
    assert text.startswith("This could not be worked out (") and "Traceback" not in text


def test_rows_that_are_left_out_are_told_below_what_spills() -> None:
    orders = [*TABLES["orders"], *([f"SO{n}", 1, None, "C", "A", 1, 1] for n in range(90, 95))]
    rows = said("ALLOCATE", orders, TABLES["stock"])
    assert [row[0] for row in rows[-4:]] == [
        *(f"Orders row {n}: Order Date is blank, so the row was left out. Fill it in, or empty the whole row."
          for n in (6, 7, 8)),
        "2 more; PROBLEMS lists them all",
    ]  # fmt: skip
    assert [row[:4] for row in said("PROBLEMS", orders, TABLES["stock"])[1:6]] == [
        ["error", "Orders", n, "Order Date"] for n in range(6, 11)
    ]


@given(books(), settings())
@tries(max_examples=tries.default.max_examples // 3)
def test_allocate_says_what_the_slow_rules_say(book: dict[str, list[Any]], chosen: dict[str, Any]) -> None:
    grids = core_side.grids(book)
    cells = [grids.get(n) for n in ("Orders", "Stock", "Purchase Orders", "Items")]
    rest = [grids.get(n) for n in ("Suppliers", "Sourcing", "Holidays")]
    sheet = [["Setting", "Value"], *([k, v] for k, v in chosen.items())]
    _, *rows = said("ALLOCATE", *cells, sheet, AS_OF, *rest)
    slow = oracle.plan(book, chosen, AS_OF)
    pegs = [(order, line, *peg) for order, line in slow.serving for peg in slow.pegs[order, line]]
    assert [(r[0], r[1], r[4], r[5] or "", r[6] or "", r[3], r[7] and r[7].date()) for r in rows] == [
        (order, line, source, po, po_line, float(quantity), day) for order, line, source, po, po_line, quantity, day in pegs
    ]


@pytest.fixture
def plans(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Counts the real work: readings, plans, and looks at what is unpromised."""
    done: list[str] = []
    for name in ("read_tables", "plan", "unpromised"):
        real = getattr(shop, name)
        monkeypatch.setattr(shop, name, lambda *a, _real=real, _name=name: (done.append(_name), _real(*a))[1])
    yield done


def test_ten_thousand_cells_plan_once(plans: list[str]) -> None:
    desk, names = Desk(), ("orders", "stock", "purchase_orders", "items")

    def one(i: int) -> Any:
        copied = [[list(row) for row in TABLES[n]] for n in names]  # as a host hands over fresh cells each time
        return call(BY_NAME["PROMISE"], ("B", float(i % 7 + 1), *copied), TODAY, desk)[0][0]

    with ThreadPoolExecutor(4) as pool:
        days = [*pool.map(one, range(10_000))]
    assert plans == ["read_tables", "unpromised"]
    units = [[float(i % 7 + 1)] for i in range(10_000)]
    column = call(BY_NAME["PROMISE"], ("B", units, *(TABLES[n] for n in names)), TODAY, desk)
    assert column == [[d] for d in days]
    call(BY_NAME["EXPLAIN"], ("SO1", None, *(TABLES[n] for n in names)), TODAY, desk)
    assert plans == ["read_tables", "unpromised", "plan"]
    changed = [*TABLES["stock"], ["B", 1]]
    assert call(BY_NAME["PROMISE"], ("B", 1, TABLES["orders"], changed), TODAY, desk)[0][0] == dt.datetime(2026, 6, 3)
    assert len(plans) == 5


def test_the_desk_keeps_only_the_last_few(plans: list[str]) -> None:
    desk = Desk(kept=2)
    for on_hand in (1, 2, 3, 3, 2, 1):
        desk.shop({"orders": TABLES["orders"], "stock": [["SKU", "On Hand"], ["A", on_hand]]}, TODAY)
    assert len(plans) == 4


def test_a_number_and_a_flag_in_the_same_cell_are_not_the_same_tables() -> None:
    desk = Desk()
    one, yes = ({"orders": TABLES["orders"], "stock": [["SKU", "On Hand"], [v, 4]]} for v in (1, True))
    assert desk.shop(one, TODAY) is not desk.shop(yes, TODAY)
