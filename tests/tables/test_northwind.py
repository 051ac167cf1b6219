"""Order books of others read as they are, under their own headers (rule 1.1)."""

from pathlib import Path

import pytest

from backorder_xl.tables.reading import read_tables
from backorder_xl.workbook.file import FileBook

DATA = Path(__file__).parents[3] / "shared" / "data"


def reading(name):
    if not (DATA / name).exists():
        pytest.skip(f"{name} is not beside this checkout")
    with FileBook(DATA / name) as book:
        return read_tables(book)


def test_northwind():
    r = reading("northwind.xlsx")
    t = r.tables
    sizes = [len(f) for f in (t.orders, t.stock, t.items, t.suppliers, t.customers, t.purchase_orders)]
    assert sizes == [2155, 77, 77, 29, 91, 17] and r.problems == []
    left = t.orders["ordered"] - t.orders["shipped"]
    assert (left > 0).sum() == 73 and t.orders["order"][left > 0].nunique() == 21
    assert t.orders["customer"][0] == "VINET" and t.orders["customer_name"][0] == "Vins et alcools Chevalier"
    assert t.purchase_orders["line"].tolist()[:2] == ["1", "2"] and (t.items["policy"] == "stop").sum() > 0
    assert r.placed["items"].columns["moq"] == 9 and "unit_cost" not in r.placed["items"].columns


def test_northwind_traders():
    r = reading("northwind_traders.xlsx")
    t = r.tables
    assert len(t.orders) == 58 and len(t.purchase_orders) == 55 and set(t.purchase_orders["status"]) <= {"ordered"}
    assert sorted({p.code for p in r.problems}) == ["second-key", "several-suppliers"]
    assert (t.stock["reserved"] == 0).all() and len(t.sourcing) == 8 and t.sourcing["rank"].tolist() == [1, 2] * 4
