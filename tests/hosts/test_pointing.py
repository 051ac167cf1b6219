"""Which order does a selected row speak of, and where do files of an open workbook go?"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl
import pytest

from backorder_xl.hosts.actions import BUTTONS
from backorder_xl.hosts.beside import beside, documents, free_name
from backorder_xl.hosts.cli import main
from backorder_xl.hosts.explain import NotFound, explain
from backorder_xl.hosts.help import help_page
from backorder_xl.hosts.pointing import pointed
from backorder_xl.run import morning_run
from backorder_xl.workbook.file import FileBook
from tests.books import book_file, small_book

NOW = dt.datetime(2026, 6, 3, 8)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("demo") / "demo.xlsx"
    assert main(["demo", str(path)]) == 0
    return path


def headers(path: Path, sheet: str) -> dict[str, int]:
    first = next(openpyxl.load_workbook(path)[sheet].iter_rows(max_row=1, values_only=True))
    return {str(h): i for i, h in enumerate(first, 1)}


@pytest.mark.parametrize(
    ("sheet", "order"),
    [("Orders", "Order"), ("Backorders", "Order"), ("Allocations", "Order"), ("Ready to Ship", "Order"), ("Cut List", "To")],
)
def test_each_row_of_a_sheet_with_orders_is_explained(demo: Path, sheet: str, order: str) -> None:
    at = headers(demo, sheet)
    typed = [
        (str(row[at[order] - 1]), str(row[at["Line"] - 1]))
        for row in openpyxl.load_workbook(demo)[sheet].iter_rows(min_row=2, values_only=True)
        if row[at[order] - 1] not in (None, "shelf")
    ]
    with FileBook(demo) as book:
        report = morning_run(book, {}, NOW.date(), verb="explain", now=NOW)
        told = report.reading.tables.orders
        known = set(zip(told["order"], told["line"], strict=True))
        rows = range(2, len(typed) + 12)
        found = []
        for row in rows:
            try:
                found.append(pointed(book, report.reading, sheet, row, 1))
            except NotFound as refusal:
                assert f"Row {row} of {sheet}" in str(refusal)
    assert typed and [pair for pair in typed if pair in known] == [pair for pair in found if pair in known]
    assert all(explain(report, *pair) for pair in found if pair in known)


def test_a_row_that_names_no_order_is_one_sentence(demo: Path) -> None:
    with FileBook(demo) as book:
        report = morning_run(book, {}, NOW.date(), verb="explain", now=NOW)
        for sheet, row in (("Stock", 2), ("Dashboard", 1), ("Backorders", 1), ("Orders", 1), ("Backorders", 900)):
            with pytest.raises(NotFound, match=f"Row {row} of {sheet}"):
                pointed(book, report.reading, sheet, row, 1)


def test_the_users_own_sheet_under_its_own_headers(tmp_path: Path) -> None:
    """A second sheet of the user's, with a title above it and numbers for order codes."""
    rows = small_book()
    day = dt.date(2026, 6, 1)
    rows["Orders"] = [["Order No", "Order Date", "Customer", "SKU", "Qty"], [1001, day, "C", "A", 90], [1002, day, "C", "A", 5]]
    rows["My list"] = [["Whom to call"], [], ["Who", "Order Number", "SKU"], ["Ann", 1002, "A"], ["Bob", None, "A"]]
    with FileBook(book_file(tmp_path / "b.xlsx", rows)) as book:
        report = morning_run(book, {}, NOW.date(), verb="explain", now=NOW)
        assert pointed(book, report.reading, "Orders", 3, 2) == ("1002", "1")
        assert pointed(book, report.reading, "my list", 4, 1) == ("1002", None)
        with pytest.raises(NotFound, match="no order in the column Order Number"):
            pointed(book, report.reading, "My list", 5, 1)
        with pytest.raises(NotFound, match="names no order"):
            pointed(book, report.reading, "My list", 3, 1)


def test_where_files_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    monkeypatch.delenv("XDG_DOCUMENTS_DIR", raising=False)
    assert documents() == tmp_path, "no such folder: the home"
    (tmp_path / "Documents").mkdir()
    assert documents() == tmp_path / "Documents"
    own = beside("Shop.xlsx", str(tmp_path / "Shop.xlsx"))
    assert (own.drafts, own.why) == (tmp_path / "Shop drafts", "")
    cloud = beside("Shop.xlsx", "https://d.docs.live.net/ab12/Shop.xlsx")
    never = beside("Book1", "Book1")
    assert cloud.drafts == tmp_path / "Documents" / "Backorder XL" / "Shop drafts" and "cloud" in cloud.why
    assert never.drafts.name == "Book1 drafts" and "never saved" in never.why
    assert not never.folder.exists() and never.made().is_dir()
    (tmp_path / "A.xlsx").touch()
    (tmp_path / "A 2.xlsx").touch()
    assert free_name(tmp_path, "A", ".xlsx").name == "A 3.xlsx" and free_name(tmp_path, "B", ".xlsx").name == "B.xlsx"


def test_the_help_page_names_every_button(tmp_path: Path) -> None:
    text = help_page(tmp_path / "state").read_text(encoding="utf-8")
    assert all(f"<dt>{a.button.label}</dt><dd>{a.does}</dd>" in text for a in BUTTONS.values() if a.button)
    assert str(tmp_path / "state") in text


def test_the_page_on_doors_names_every_button() -> None:
    """docs/hosts.md is held to the list of buttons, in the ribbon's order or not; the checklist has each of them pressed."""
    docs = Path(__file__).resolve().parents[2] / "docs"
    labels = {a.button.label for a in BUTTONS.values() if a.button}
    doors = (docs / "hosts.md").read_text(encoding="utf-8")
    table = doors[doors.index("| button | does |") :].split("\n\n")[0]
    assert {line.split("**")[1] for line in table.splitlines() if line.startswith("| **")} == labels
    checklist = (docs / "excel-checklist.md").read_text(encoding="utf-8")
    assert not {label for label in labels if f"**{label}**" not in checklist}
