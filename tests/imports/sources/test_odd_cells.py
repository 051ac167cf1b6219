"""Does any cell of any export, whatever it holds, end in lines of equal length and sentences, and never in an error?"""

from __future__ import annotations

import datetime as dt
import random
import re
from decimal import Decimal

import pytest

from backorder_xl.imports.model import Cell, Weight
from backorder_xl.imports.sources.everyone import SOURCES
from backorder_xl.imports.sources.recognise import understand
from backorder_xl.tables.contracts import BY_NAME, Kind
from backorder_xl.tables.headers import normal
from tests.imports.sources.samples import SAMPLES, sheet

ODD: list[Cell] = [
    None, "", "  ", "?", "n/a", "#REF!", "=44+50", "1,5", "1.234.567", "-3", "1e400", 0.5, -7.0, 1e18, True, "03/04/2026",
    "0000-00-00", dt.datetime(2026, 5, 1, 8), "00:00.0", "a\nb", "name:x|sku:", "sku:A|quantity:many", "Product Qty: x|",
    "café ﬀ", "'0012", "Total", "[", "[] x",
]  # fmt: skip
KINDS = {
    Kind.CODE: str,
    Kind.TEXT: str,
    Kind.QTY: Decimal,
    Kind.MONEY: Decimal,
    Kind.DATE: dt.date,
    Kind.FLAG: bool,
    Kind.CHOICE: str,
}


@pytest.mark.parametrize("title", [s.title for s in SOURCES])
def test_odd_cells_end_in_sentences(title: str) -> None:
    chance = random.Random(title)
    for _ in range(40):
        export = sheet(SAMPLES[title])
        top = understand([export])[0].header_row
        for row in export.rows[top:]:
            for at in range(len(row)):
                if chance.random() < 0.15:
                    row[at] = chance.choice(ODD)
        (found,) = understand([export])
        assert f"{found.source}, {found.layout}" == title
        for one in found.incoming:
            assert {len(c) for c in one.columns.values()} == {len(one.rows)}
            contract = BY_NAME[one.table]
            for name, column in one.columns.items():
                field = contract.field(name)
                assert all(value is None or isinstance(value, KINDS[field.kind]) for value in column), name
                assert not field.required or None not in column, name
            assert all(r.text and isinstance(r.weight, Weight) for r in one.remarks)


@pytest.mark.parametrize("title", [s.title for s in SOURCES if s.takes])
def test_nothing_below_the_headers_is_no_line(title: str) -> None:
    export = sheet(SAMPLES[title])
    top = understand([export])[0].header_row
    export.rows[top:] = []
    (found,) = understand([export])
    assert all(not one.rows for one in found.incoming)


BY_ROW = {
    "Shopify, orders": "Lineitem quantity",
    "WooCommerce, orders, a row per item": "item_quantity",
    "WooCommerce, orders, a row per item (Advanced Order Export)": "Quantity",
    "Amazon, unshipped orders": "quantity-purchased",
    "Amazon, new orders": "quantity-purchased",
    "Amazon, all orders": "quantity",
    "Zoho Inventory, sales orders": "QuantityOrdered",
    "Odoo, sales orders with lines": "Order Lines/Quantity",
    "QuickBooks, open sales orders by item": "Qty",
    "Etsy, sold order items": "Quantity",
    "Square, items sold": "Qty",
}
"""Layouts with a row per line, and where its quantity stands."""


@pytest.mark.parametrize("title", BY_ROW)
def test_no_line_is_lost_without_a_word(title: str) -> None:
    chance = random.Random(title)
    for _ in range(40):
        export = sheet(SAMPLES[title])
        top = understand([export])[0].header_row
        at = [normal(str(cell)) for cell in export.rows[top - 1]].index(normal(BY_ROW[title]))
        for row in export.rows[top:]:
            for column in range(len(row)):
                if chance.random() < 0.1 and column != at and row[column] is not None:
                    row[column] = chance.choice(ODD)
        (found,) = understand([export])
        (orders,) = found.incoming
        told = {r.row for r in orders.remarks}
        for remark in orders.remarks:
            told |= (
                {int(n) for n in re.findall(r"\d+", remark.text.rpartition(" rows: ")[2])} if " rows: " in remark.text else set()
            )
        for number, row in enumerate(export.rows[top:], top + 1):
            if at < len(row) and row[at] is not None:
                assert number in orders.rows or number in told, row
