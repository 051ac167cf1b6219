"""Does a notebook get the frames that a run writes, and does the example of docs/notebook.md come true?"""

from __future__ import annotations

import datetime as dt
import re
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest

import backorder_xl as bo
from backorder_xl.hosts.cli import main
from backorder_xl.tables.problems import Unusable
from tests.books import book_file, sheet_rows, small_book

PAGE = (Path(__file__).parents[1] / "docs" / "notebook.md").read_text(encoding="utf-8")


def frames() -> dict[str, pd.DataFrame]:
    return {name: pd.DataFrame(rows, columns=head) for name, (head, *rows) in small_book().items()}


def test_the_example_of_the_page_comes_true() -> None:
    code, shown, _ = re.findall(r"```(?:python)?\n(.*?)```", PAGE, re.DOTALL)
    *steps, last = code.strip().splitlines()
    world: dict[str, object] = {}
    exec("\n".join(steps), world)  # the page is ours
    assert eval(last, world).to_string().split() == shown.split()


def test_a_notebook_and_a_run_say_the_same(tmp_path: Path) -> None:
    book, out = book_file(tmp_path / "small.xlsx", small_book()), tmp_path / "out.xlsx"
    assert main(["plan", str(book), "-o", str(out), "--as-of", "2026-06-03"]) == 0
    for tables in (frames(), bo.read(book)):
        planned = bo.plan(tables, as_of=dt.date(2026, 6, 3))
        for sheet, frame in (("Backorders", planned.backorders), ("Allocations", planned.allocations)):
            written = pd.DataFrame(sheet_rows(out, sheet)).astype(object)
            assert frame.columns.tolist() == written.columns.tolist()
            said = frame.astype(object).where(frame.notna(), None).replace({"": None})
            assert said.to_dict("records") == written.where(written.notna(), None).to_dict("records")
    assert {**planned.figures.set_index("Figure")["Value"]}["Backordered lines"] == 3
    assert planned.purchase_orders["Ordered"].tolist() == [12.0]
    assert planned.cut_list.empty and planned.without_supplier.empty
    assert planned.ready_to_ship["Order"].tolist() == ["SO1", "SO3"]


def test_frames_may_hold_what_pandas_holds() -> None:
    tables = frames()
    orders = tables["Orders"]
    orders["Order Date"] = pd.to_datetime(orders["Order Date"]).dt.tz_localize("Europe/Berlin")
    orders["Ordered"] = [Decimal("6"), Decimal("9"), Decimal("7"), Decimal("4")]
    orders["Priority"] = pd.array([1, 2, None, None], dtype="Int64")
    orders["Customer"] = orders["Customer"].astype("category")
    tables["orders"] = tables.pop("Orders")
    assert bo.plan(tables, as_of="2026-06-03").problems.empty


def test_what_is_wrong_is_told_and_the_rest_goes_on() -> None:
    tables = frames()
    tables["Orders"] = tables["Orders"].astype({"Ordered": object})
    tables["Orders"].loc[1, "Ordered"] = "#N/A"
    planned = bo.plan(tables, as_of="2026-06-03")
    assert planned.problems[["Severity", "Sheet", "Row", "Column"]].values.tolist() == [["error", "Orders", 3, "Ordered"]]
    assert planned.problems.equals(bo.check(tables))
    assert "SO3" not in set(planned.allocations["Order"])
    assert "rows were left out" in repr(planned)
    with pytest.raises(ValueError, match="no table called 'Oders'; the tables are Orders, Stock"):
        bo.plan({"Oders": tables["Orders"]})
    with pytest.raises(Unusable, match="This set of tables has no Stock"):
        bo.plan({"Orders": tables["Orders"]})
    with pytest.raises(Unusable, match="Did you mean PO Prefix"):
        bo.plan(tables, {"PO Prefx": "P"})


def test_the_summary_shows_text_of_cells_as_text() -> None:
    tables = frames()
    tables["Orders"]["Customer"] = "<script>"
    shown = bo.plan(tables, as_of="2026-06-03")._repr_html_()
    assert "4 open lines, 3 of them wait" in shown and "&lt;script&gt;" in shown and "<script>" not in shown


def test_the_package_alone_loads_no_pandas() -> None:
    seen = "import sys, backorder_xl; assert 'plan' in dir(backorder_xl); sys.exit('pandas' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", seen]).returncode == 0
    with pytest.raises(AttributeError, match="no attribute 'plans'"):
        bo.plans  # type: ignore[attr-defined]  # noqa: B018
