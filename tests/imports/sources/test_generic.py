"""Is a table that no system is known by read by our own names and aliases?"""

from __future__ import annotations

import datetime as dt

import pytest

from backorder_xl.core.words import DateOrder
from backorder_xl.imports.model import RawSheet, Weight
from backorder_xl.imports.sources.recognise import understand
from backorder_xl.imports.sources.values import Notation
from tests.imports.sources.look import lines, of, said
from tests.imports.sources.samples import sheet


def test_orders_under_other_names_below_a_title() -> None:
    found = of(
        "Open orders of today\n\n"
        "Auftragsnummer|Bestelldatum|Kundennummer|Artikelnummer|Menge|Geliefert|Status|Bezahlt|Prio\n"
        "A1|2026-05-01|K7|L-1|1.000|250|offen|ja|2\n"
        "A1|2026-05-01|K7|L-2|3,5|0|gesperrt|nein|\n"
    )
    assert (found.source, found.layout, found.header_row) == ("generic", "orders", 3)
    orders = found.incoming[0]
    assert lines(
        orders, "order", "line", "order_date", "customer", "sku", "ordered", "shipped", "status", "paid", "priority"
    ) == [
        ("A1", "1", dt.date(2026, 5, 1), "K7", "L-1", "1000", "250", "open", True, 2),  # 3,5 settles what 1.000 means
        ("A1", "2", dt.date(2026, 5, 1), "K7", "L-2", "3.5", "0", "on hold", False, None),
    ]


def test_a_date_that_can_be_read_in_two_ways_is_asked_about_unless_settings_say() -> None:
    text = "Order No|Order Date|Customer|SKU|Qty\n1|03/04/2026|C|A|2\n"
    asked = of(text).incoming[0]
    assert not asked.rows and said(asked, Weight.QUESTION)[0][0] == 2
    (told,) = understand([sheet(text)], notation=Notation(DateOrder.DMY))
    assert told.incoming[0].columns["order_date"] == [dt.date(2026, 4, 3)]


def test_a_stock_list_with_buying_columns_is_stock_and_items() -> None:
    found = of("Item No|Description|On Hand|Supplier|Unit Cost|MOQ\nL-1|Lamp|4|ACME|9.50|12\n")
    assert [i.table for i in found.incoming] == ["stock", "items"]
    assert lines(found.incoming[0], "sku", "on_hand") == [("L-1", "4")]
    assert lines(found.incoming[1], "sku", "supplier", "unit_cost", "moq") == [("L-1", "ACME", "9.5", "12")]
    assert not found.incoming[0].whole  # only its maker knows whether such a list is complete


@pytest.mark.parametrize(
    ("text", "table"),
    [
        ("PO No|Supplier|SKU|Qty|Expected\nP1|ACME|L-1|5|2026-06-01\n", "purchase_orders"),
        ("SKU|Supplier|Rank|MOQ|Kind\nL-1|ACME|1|5|express\n", "sourcing"),
        ("SKU|Description|Lead Time|Multiple\nL-1|Lamp|14|6\n", "items"),
        ("Supplier|Name|Email|Minimum Order|Currency\nACME|Acme|a@example.com|500|EUR\n", "suppliers"),
    ],
)
def test_each_table_is_told_by_its_columns(text: str, table: str) -> None:
    assert [i.table for i in of(text).incoming] == [table]
    assert len(of(text).incoming[0].rows) == 1


def test_customers_are_told_by_the_name_of_the_sheet_or_by_the_user() -> None:
    rows = [["Customer No", "Name", "Email"], ["K7", "Ann", "ann@example.com"]]
    (by_name,) = understand([RawSheet("book.xlsx", "Customers", [list(r) for r in rows])])
    assert [i.table for i in by_name.incoming] == ["customers"]
    (by_wish,) = understand([RawSheet("book.xlsx", "Sheet1", [list(r) for r in rows])], "customers")
    assert by_wish.incoming[0].columns["name"] == ["Ann"]


def test_a_row_that_lacks_what_is_needed_is_left_out_and_told() -> None:
    orders = of("Order No|Order Date|Customer|SKU|Qty\n1|2026-05-01|C||2\n2|2026-05-01|C|A|some\n3|2026-05-01|C|A|1\n").incoming[
        0
    ]
    assert orders.columns["order"] == ["3"]
    assert [row for row, _ in said(orders, Weight.LEFT_OUT)] == [2, 3]


def test_headers_in_two_rows_are_read_joined() -> None:
    orders = of("Order||Customer|Item|Ordered|\nNo|Date|Code|No|Qty|\n1|2026-05-01|C|A|2|\n2|2026-05-02|C|B|3|\n").incoming[0]
    assert lines(orders, "order", "order_date", "sku", "ordered")[1] == ("2", dt.date(2026, 5, 2), "B", "3")


def test_an_export_that_almost_fits_is_not_read_by_our_names() -> None:
    """WooCommerce's Stock is not what lies on the shelf; without the columns that show whose it is, nobody would know."""
    text = "Type|SKU|Published|Stock|Regular price\nsimple|C1|1|-2|9\n"
    assert (
        "It comes nearest to WooCommerce, products, but has no column Name. If it is something else, name generic"
        in of(text).said
    )
    assert [i.table for i in of(text, "generic").incoming] == ["stock"]


def test_a_table_with_a_column_per_month_ends_in_a_sentence() -> None:
    found = of("SKU|2026-01|2026-02|2026-03|2026-04\nA|1|2|3|4\nB|1|2|3|4\n")
    assert not found.incoming and found.said
