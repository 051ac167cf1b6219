"""Are the two templates what the code makes, can they be read, and does the demo show each rule?"""

from __future__ import annotations

import io
import shutil
import zipfile
from pathlib import Path

import openpyxl
import pytest

from backorder_xl.core.planning import Outcome, plan
from backorder_xl.core.settings import Settings
from backorder_xl.core.settings import parse as parse_setting
from backorder_xl.tables.contracts import CONTRACTS
from backorder_xl.tables.reading import Reading, read_tables
from backorder_xl.templates import demo_book, demo_data, empty_book
from backorder_xl.templates.build import LEFT_OUT
from backorder_xl.templates.demo_data import DAY
from backorder_xl.workbook.file import FileBook
from tests.books import office

HOME = Path(__file__).parents[2] / "workbook_templates"
BOOKS = {"backorder_xl_empty.xlsx": empty_book, "backorder_xl_demo.xlsx": demo_book}
INPUT = [c for c in CONTRACTS if not c.ours]
ORDERS_BAD = [  # severity, code, row, column, value
    ("error", "ambiguous-date", 90, "Order Date", "02/06/2026"),
    ("warning", "thousands", 76, "Ordered", "1,288"),
    ("warning", "sku-not-in-stock", 79, "SKU", "FIL-610"),
]


def parts(data: bytes) -> dict[str, bytes]:
    """What is in the package; how it was deflated differs between versions of zlib."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {i.filename: archive.read(i) for i in archive.infolist()}


def reading(name: str) -> Reading:
    with FileBook(HOME / name) as book:
        return read_tables(book)


@pytest.fixture(scope="module")
def demo() -> tuple[Reading, Outcome]:
    read = reading("backorder_xl_demo.xlsx")
    return read, plan(read.tables, read.settings, DAY)


@pytest.mark.parametrize("name", BOOKS)
def test_the_file_is_what_the_code_makes(name: str) -> None:
    kept, made = parts((HOME / name).read_bytes()), parts(BOOKS[name]())
    assert list(kept) == list(made)
    changed = [part for part in made if kept[part] != made[part]]
    assert not changed, f"run python workbook_templates/build.py: {changed}"


@pytest.mark.parametrize("make", BOOKS.values(), ids=BOOKS)
def test_made_twice_it_is_the_same_bytes(make) -> None:
    assert make() == make()


@pytest.mark.parametrize("name", BOOKS)
def test_every_table_has_its_sheet_its_excel_table_and_its_headers(name: str) -> None:
    book = openpyxl.load_workbook(HOME / name)
    assert book.sheetnames == ["Instructions", *(c.sheet for c in INPUT)]
    for c in INPUT:
        sheet = book[c.sheet]
        headers = [cell.value for cell in sheet[1]]
        wanted = [f.header for f in c.fields if f.name not in LEFT_OUT]
        assert list(sheet.tables) == [c.table]
        assert headers[: len(wanted)] == wanted
        assert sheet.freeze_panes and sheet.freeze_panes.endswith("2")
        assert all(cell.comment and cell.comment.text for cell in sheet[1])
        required = {f.header for f in c.required}
        musts = {cell.fill.fgColor.rgb for cell in sheet[1] if cell.value in required}
        others = {cell.fill.fgColor.rgb for cell in sheet[1]} - musts
        assert len(musts) == 1
        assert others or not [f for f in c.fields if not f.required]


def test_choices_and_flags_have_drop_downs() -> None:
    orders = openpyxl.load_workbook(HOME / "backorder_xl_empty.xlsx")["Orders"]
    lists = {str(v.sqref).split(":")[0]: v.formula1 for v in orders.data_validations.dataValidation}
    at = {cell.value: cell.column_letter for cell in orders[1]}
    assert lists[f"{at['Status']}2"] == '"open,on hold,closed"'
    assert lists[f"{at['Paid']}2"] == lists[f"{at['Ship Complete']}2"] == '"yes,no"'


@pytest.mark.parametrize("name", BOOKS)
def test_settings_stand_there_with_values_that_can_be_read(name: str) -> None:
    sheet = openpyxl.load_workbook(HOME / name)["Settings"]
    rows = list(sheet.iter_rows(min_row=2, values_only=True))
    read = dict(parse_setting(name, value) for name, value, _ in rows if value is not None)
    changed = dict(parse_setting(key, value) for key, value in demo_data.SETTINGS.items()) if "demo" in name else {}
    assert Settings(**read) == Settings(**changed)
    assert all(meaning for *_, meaning in rows)


def test_the_empty_book_is_read_without_a_word() -> None:
    read = reading("backorder_xl_empty.xlsx")
    assert read.problems == []
    assert set(read.placed) == {c.name for c in INPUT}
    assert all(len(getattr(read.tables, c.name)) == 0 for c in INPUT if c.name != "settings")


def test_the_demo_has_exactly_the_problems_that_are_meant(demo: tuple[Reading, Outcome]) -> None:
    read, _ = demo
    assert [(p.severity, p.code, p.row, p.column, p.value) for p in read.problems] == ORDERS_BAD
    assert {p.sheet for p in read.problems} == {"Orders"}
    assert 58 <= read.tables.orders["order"].nunique() <= 60


def test_the_demo_shows_each_way_of_waiting(demo: tuple[Reading, Outcome]) -> None:
    _, outcome = demo
    assert set(outcome.backorders["status"]) == {"on order", "to order", "no supply", "preorder"}
    reasons = " ".join(outcome.backorders["reason"])
    for said in ("higher priority", "ordered earlier", "specification Engraving", "STV-201", "no supplier is named"):
        assert said in reasons


def test_the_demo_shows_each_sort_of_purchase_and_advice(demo: tuple[Reading, Outcome]) -> None:
    _, outcome = demo
    bought = outcome.purchases
    assert (bought["surplus"] > 0).any()
    assert {"SO-1025", "SO-1030"} == set(bought["ship_to"]) - {""}
    assert "STV-203" not in set(bought["sku"])
    said = " ".join([*bought["advice"], *outcome.advice["advice"]])
    for words in ("below minimum", "MOQ or multiple", "overdue: chase", "expedite", "SO-1008 cancelled 4"):
        assert words in said


@pytest.mark.office
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not there")
@pytest.mark.parametrize("name", BOOKS)
def test_libreoffice_opens_it(name: str, tmp_path: Path) -> None:
    done = office(HOME / name, "pdf", tmp_path)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / name).with_suffix(".pdf").stat().st_size > 10_000
    assert "error" not in (done.stdout + done.stderr).casefold()
