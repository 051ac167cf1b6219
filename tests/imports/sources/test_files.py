"""Does the same come out of real files: text in several encodings, workbooks with true numbers and dates, real shops' samples?"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections import Counter
from pathlib import Path

import openpyxl
import pytest

from backorder_xl.imports.model import Incoming, Weight
from backorder_xl.imports.reading.file import read_file
from backorder_xl.imports.sources.everyone import SOURCES
from backorder_xl.imports.sources.recognise import Understood, understand
from tests.books import DATA
from tests.imports.sources.look import lines, of, said
from tests.imports.sources.samples import SAMPLES, grid

COMMAS = [s.title for s in SOURCES if not s.name.startswith("Amazon")]
TABS = [s.title for s in SOURCES if s.name.startswith("Amazon")]


def written(path: Path, title: str, between: str, encoding: str) -> Path:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=between).writerows([[c.replace("¦", "|") for c in row] for row in grid(SAMPLES[title])])
    path.write_bytes(text.getvalue().encode(encoding))
    return path


def plain(found: list[Incoming]) -> list[tuple[str, dict[str, list[object]], list[int]]]:
    return [(i.table, i.columns, i.rows) for i in found]


def read(path: Path) -> Understood:
    (one,) = understand(read_file(path))
    return one


@pytest.mark.parametrize("title", COMMAS)
def test_a_csv_says_what_its_cells_say(title: str, tmp_path: Path) -> None:
    found = read(written(tmp_path / "x.csv", title, ",", "utf-8-sig"))
    assert f"{found.source}, {found.layout}" == title
    assert plain(found.incoming) == plain(of(SAMPLES[title]).incoming)


@pytest.mark.parametrize("title", TABS)
@pytest.mark.parametrize("encoding", ["utf-16", "cp1252"])
def test_an_amazon_report_has_tabs(title: str, encoding: str, tmp_path: Path) -> None:
    found = read(written(tmp_path / "x.txt", title, "\t", encoding))
    assert f"{found.source}, {found.layout}" == title
    assert plain(found.incoming) == plain(of(SAMPLES[title]).incoming)


def as_typed(cell: str) -> object:
    """A cell as a spreadsheet holds what QuickBooks hands to it."""
    if cell.count("/") == 2:
        return dt.datetime.strptime(cell, "%m/%d/%Y")
    try:
        return float(cell) if cell != "2001" and cell != "2002" else cell
    except ValueError:
        return cell or None


def test_a_quickbooks_report_in_a_workbook_has_true_dates_and_numbers(tmp_path: Path) -> None:
    title = "QuickBooks, open sales orders by item"
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in grid(SAMPLES[title]):
        sheet.append([as_typed(cell) for cell in row])
    book.save(tmp_path / "report.xlsx")
    orders = read(tmp_path / "report.xlsx").incoming[0]
    fields = ("order", "line", "sku", "ordered", "shipped", "order_date", "need_by")
    assert lines(orders, *fields) == lines(of(SAMPLES[title]).incoming[0], *fields)


@pytest.mark.skipif(not (DATA / "shopify_orders_sample.csv").exists(), reason="the real samples lie beside the checkout")
def test_a_real_shopify_sample() -> None:
    found = read(DATA / "shopify_orders_sample.csv")
    assert (found.source, found.layout) == ("Shopify", "orders")
    orders = found.incoming[0]
    with (DATA / "shopify_orders_sample.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(orders.rows) == len(rows) == 249
    units = Counter[str]()
    for row in rows:
        units[row["Lineitem name"]] += int(row["Lineitem quantity"])
    taken = Counter[str]()
    for sku, ordered in lines(orders, "sku", "ordered"):
        taken[str(sku)] += int(str(ordered))
    assert taken == units
    date = {row["Name"]: row["Created at"][:10] for row in rows if row["Created at"]}
    assert [str(d) for d in orders.columns["order_date"]] == [date[str(o)] for o in orders.columns["order"]]
    assert len(set(zip(orders.columns["order"], orders.columns["line"], strict=True))) == 249
    assert "Lineitem name is taken as the SKU" in said(orders, Weight.NOTED)[0][1]


@pytest.mark.skipif(not (DATA / "shopify_orders.csv").exists(), reason="the real samples lie beside the checkout")
def test_a_real_shopify_sample_without_quantities_is_told_what_it_lacks() -> None:
    assert read(DATA / "shopify_orders.csv").said.endswith(
        "It comes nearest to Shopify, orders, but has no column Lineitem quantity."
    )
