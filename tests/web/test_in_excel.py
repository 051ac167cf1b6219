"""How does the pane behave beside a workbook, and the worksheet functions in its cells? With Microsoft's own office.js in
between."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from backorder_xl.hosts.formulas import FORMULAS
from backorder_xl.hosts.functions import Desk as Plans
from backorder_xl.hosts.functions import call
from backorder_xl.templates import demo_book
from tests.books import book_file, small_book
from tests.web.seat import Desk, Sit

TODAY = dt.date(2026, 6, 3)
CELLS = """async ({name, calls}) => {
  const reckon = CustomFunctions._association.mappings[name];
  return Promise.all(calls.map(cells => reckon(...cells).catch(error => ({code: error.code, message: error.message}))));
}"""


@pytest.fixture
def demo(sit: Sit, tmp_path: Path) -> Desk:
    path = tmp_path / "demo.xlsx"
    path.write_bytes(demo_book())
    return sit(path)


def on_the_desktop(name: str, cells: list[object]) -> list[list[object]]:
    (formula,) = [f for f in FORMULAS if f.name == name]
    return [list(row) for row in call(formula, cells, TODAY, Plans())]  # type: ignore[arg-type]


def test_five_thousand_cells_are_a_few_requests(demo: Desk) -> None:
    calls = [[need, 10, 6, None] for need in range(1, 5_001)]
    demo.browser.do("forget")
    found = demo.run(CELLS, {"name": "LOT_SIZE", "calls": calls})
    assert len(demo.requests("/call/")) <= 3
    for n in (1, 13, 4_999):
        assert found[n - 1] == on_the_desktop("LOT_SIZE", [n, 10, 6, None])


@pytest.mark.parametrize(
    ("name", "cells"),
    [("EOQ", ["many", 100, 2.4]), ("LOT_SIZE", [-1, 10, 6]), ("SAFETY_STOCK", [2, 100, 30, 9]), ("WORKDAYS_ADD", ["soon", 2])],
)
def test_what_is_wrong_is_said_in_the_words_of_the_desktop(demo: Desk, name: str, cells: list[object]) -> None:
    (said,) = demo.run(CELLS, {"name": name, "calls": [cells]})
    assert said == on_the_desktop(name, cells)


def test_the_pane_follows_what_is_selected_and_explains_it(demo: Desk) -> None:
    assert "is done" in demo.press("bo_run")
    demo.select("Backorders", 2, 1)
    demo.begin("bo_explain")
    demo.wait("() => document.querySelector('#panel-explain').innerText.includes('SO-1012')")
    assert "wait" in demo.text("#panel-explain")
    assert not demo.excel.refused


def test_a_press_in_the_pane_is_a_press_on_the_ribbon(demo: Desk) -> None:
    demo.click("#panel-today [data-press=bo_check]")
    said = demo.card()
    assert "Check is done" in said
    assert "Problems" in [s.ws.title for s in demo.excel.book.sheets]
    assert demo.excel.completed == 0
    demo.press("bo_dashboard")
    assert demo.excel.completed == 1


def test_a_problem_is_jumped_to(demo: Desk) -> None:
    demo.click("#tab-problems")
    place = demo.text("#panel-problems button.problem .where b")
    demo.click("#panel-problems button.problem")
    sheet, cell = place.rsplit(" ", 1)
    demo.until(lambda: demo.excel.book.active.ws.title == sheet and demo.excel.book.active.selection.ref == cell)
    assert not demo.excel.refused
    assert not demo.heard()


@pytest.mark.parametrize(("scheme", "width"), [("light", 320), ("dark", 320), ("light", 420), ("dark", 420)])
def test_nobody_is_kept_out(sit: Sit, tmp_path: Path, scheme: str, width: int) -> None:
    """axe finds nothing, before a run and after one, and nothing is wider than the pane."""
    path = tmp_path / "demo.xlsx"
    path.write_bytes(demo_book())
    desk = sit(path, scheme=scheme, width=width)
    dark = desk.run("() => document.documentElement.dataset.theme === 'dark'")
    assert dark == (scheme == "dark")
    assert desk.browser.do("axe") == []
    desk.press("bo_check")
    for tab in ("today", "problems", "drafts", "explain"):
        desk.click(f"#tab-{tab}")
        assert desk.browser.do("axe") == [], tab
        assert not desk.run("() => document.documentElement.scrollWidth > document.documentElement.clientWidth"), tab


def test_the_book_in_front_is_the_one_that_is_read(sit: Sit, tmp_path: Path) -> None:
    desk = sit(book_file(tmp_path / "our orders.xlsx", small_book()))
    assert "our orders.xlsx" in desk.text("#book")
