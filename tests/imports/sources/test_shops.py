"""Do the exports of shops say in our words what a planner reads in them? Every expectation was worked out by hand."""

from __future__ import annotations

import datetime as dt

from backorder_xl.imports.model import Weight
from tests.imports.sources.look import lines, of, said, sample
from tests.imports.sources.samples import SAMPLES

WHAT = ("order", "line", "sku", "ordered", "shipped", "cancelled", "status")
MAY1, MAY2 = dt.date(2026, 5, 1), dt.date(2026, 5, 2)


def test_shopify_orders_are_read_by_their_words() -> None:
    orders = sample("Shopify, orders")["orders"]
    assert lines(orders, *WHAT) == [
        ("#1050", "1", "LMP-1", "2", "2", "0", "closed"),  # fulfilled: shipped whole
        ("#1050", "2", "LMP-2", "5", "0", "0", "open"),
        ("#1050", "3", "LMP-1", "1", None, "0", "open"),  # partial: nobody says how many; the same SKU again is a line of its own
        ("#1052", "1", "LMP-2", "3", "0", "3", "closed"),  # Cancelled at
        ("#1054", "1", "BLB", "4", "0", "0", "on hold"),  # voided
    ]
    assert lines(orders, "order_date", "customer", "email", "customer_name", "paid", "unit_price")[1] == (
        MAY1, "ann@example.com", "Ann@Example.com", "Ann Lee", True, "10",
    )  # fmt: skip
    assert orders.columns["customer"][4] == "Dee Poe"  # no e-mail: the name
    assert orders.columns["paid"] == [True, True, True, False, False]
    assert orders.columns["ship_to"][0] == "1 High St, 01234 Leeds, GB"  # the apostrophe before the zip is gone
    assert [row for row, _ in said(orders, Weight.LEFT_OUT)] == [5, 7]  # a gift card; a line without SKU
    assert [row for row, _ in said(orders, Weight.QUESTION)] == [4]


def test_a_shopify_order_keeps_its_cells_when_its_rows_are_torn_apart() -> None:
    rows = SAMPLES["Shopify, orders"].splitlines()
    torn = "\n".join([rows[0], rows[2], rows[5], rows[1], rows[3], rows[4]]) + "\n"
    orders = of(torn).incoming[0]
    assert set(zip(orders.columns["order"], orders.columns["order_date"], strict=True)) == {("#1050", MAY1), ("#1052", MAY2)}


def test_a_partly_refunded_shopify_order_is_told() -> None:
    text = SAMPLES["Shopify, orders"].replace("|paid|", "|partially_refunded|", 1)
    orders = of(text).incoming[0]
    assert orders.columns["paid"][0] is True
    assert [row for row, sentence in said(orders, Weight.NOTED) if "refunded, and the export does not say" in sentence] == [2]


def test_shopify_stock_is_what_lies_on_the_shelf_and_commitments_are_no_reservation() -> None:
    stock = sample("Shopify, inventory")["stock"]
    assert lines(stock, "sku", "location", "on_hand", "reserved") == [
        ("LMP-1", "Leeds", "10", "2"),  # 3 are committed to orders that are imported too: not reserved a second time
        ("LMP-2", "Leeds", "0", "0"),  # On hand (new) says 99 and is never read
    ]
    assert stock.whole and not stock.left_to_sell
    assert lines(sample("Shopify, inventory")["items"], "sku", "description") == [
        ("LMP-1", "Lamp, Brass"),
        ("LMP-2", "Lamp, Steel"),
    ]


def test_the_shopify_inventory_of_2023_has_one_column_on_hand() -> None:
    text = SAMPLES["Shopify, inventory"].replace("On hand (current)", "On hand").replace("On hand (new)", "Cost")
    assert lines(of(text).incoming[0], "sku", "on_hand") == [("LMP-1", "10"), ("LMP-2", "0")]


def test_on_hand_is_the_sum_of_its_parts_where_it_is_not_said() -> None:
    text = SAMPLES["Shopify, inventory"].replace("On hand (current)", "Cost")
    stock = of(text).incoming[0]
    assert lines(stock, "sku", "on_hand") == [("LMP-1", "10"), ("LMP-2", "0")]  # 2 + 3 + 5 and 0 + 4 - 4
    assert not stock.left_to_sell


def test_the_old_shopify_inventory_is_what_is_left_to_sell_and_is_marked() -> None:
    stock = sample("Shopify, inventory, a column per location")["stock"]
    assert lines(stock, "sku", "location", "on_hand") == [
        ("LMP-1", "Leeds", "5"),
        ("LMP-2", "Leeds", "-4"),
        ("LMP-2", "York", "2"),
    ]
    assert stock.left_to_sell and "left to sell" in said(stock, Weight.QUESTION)[0][1]


def test_woocommerce_orders_in_all_their_shapes() -> None:
    groups = sample("WooCommerce, orders, a row per order with numbered items")["orders"]
    assert lines(groups, *WHAT, "unit_price", "customer", "paid") == [
        ("W-501", "1", "C1", "2", "0", "0", "open", "10", "ann@example.com", True),
        ("W-501", "2", "M1", "3", "0", "0", "open", "10", "ann@example.com", True),
        ("W-502", "1", "C1", "1", "0", "0", "on hold", "10", "Bo", False),  # a guest without address; wc-on-hold
    ]
    packed = sample("WooCommerce, orders, a row per order with its items in one cell")["orders"]
    assert lines(packed, *WHAT, "unit_price") == [
        ("601", "1", "C1", "2", "2", "0", "closed", "10"),  # completed; "Cup; large" is one item
        ("601", "2", "M1", "1", "1", "0", "closed", "9"),
        ("602", "1", "M1", "1", "0", "1", "closed", "9"),  # refunded
    ]
    rows = sample("WooCommerce, orders, a row per item")["orders"]
    assert lines(rows, *WHAT) == [
        ("701", "31", "C1", "4", "0", "1", "open"),  # one of four was refunded
        ("701", "32", "M1", "1", "0", "0", "open"),
    ]
    advanced = sample("WooCommerce, orders, a row per item (Advanced Order Export)")["orders"]
    assert lines(advanced, *WHAT, "order_date") == [
        ("801", "1", "C1", "4", "0", "1", "open", MAY1),
        ("801", "2", "M1", "1", "0", "0", "open", MAY1),
        ("802", "1", "C1", "2", "0", "2", "closed", MAY2),
    ]


def test_an_unknown_status_counts_as_open_and_is_told() -> None:
    text = SAMPLES["WooCommerce, orders, a row per item"].replace("processing", "awaiting-engraving")
    orders = of(text).incoming[0]
    assert orders.columns["status"] == ["open", "open"]
    assert "awaiting-engraving" in said(orders, Weight.NOTED)[0][1]


def test_woocommerce_stock_below_zero_is_told_and_no_error() -> None:
    found = sample("WooCommerce, products")
    assert lines(found["stock"], "sku", "on_hand") == [("C1", "8"), ("S-R", "-3")]  # no parent, nothing virtual, no blank Stock
    assert lines(found["items"], "sku", "description") == [("C1", "Cup"), ("S-R", "Shirt - Red"), ("M1", "Mug")]
    assert (4, "Stock below 0: that many are on backorder already.") in said(found["stock"], Weight.NOTED)
    assert [row for row, _ in said(found["items"], Weight.LEFT_OUT)] == [7]


def test_etsy_writes_the_month_first() -> None:
    orders = sample("Etsy, sold order items")["orders"]
    assert lines(orders, *WHAT, "order_date", "customer", "unit_price") == [
        ("9001", "4001", "SOAP-L", "3", "3", "0", "closed", dt.date(2026, 5, 3), "annl", "9"),
        ("9001", "4002", "SOAP-R", "2", "0", "0", "open", dt.date(2026, 5, 3), "annl", "8.5"),
    ]
    assert [row for row, _ in said(orders, Weight.LEFT_OUT)] == [4]  # no SKU


def test_an_etsy_shop_without_skus_goes_by_its_listings() -> None:
    text = SAMPLES["Etsy, sold order items"].replace("SOAP-L", "").replace("SOAP-R", "")
    orders = of(text).incoming[0]
    assert orders.columns["sku"] == ["1502", "1503", "1503"]
    assert "Listing ID is taken as the SKU" in said(orders, Weight.NOTED)[0][1]


def test_ebay_has_a_row_of_its_own_before_several_items() -> None:
    orders = sample("eBay, orders")["orders"]
    assert lines(orders, *WHAT, "order_date", "need_by", "unit_price", "customer_name", "paid") == [
        ("27-001", "5001", "LMP-1", "2", "2", "0", "closed", MAY1, dt.date(2026, 5, 4), "20", "Ann Lee", True),
        ("27-001", "5002", "LMP-2", "1", "0", "0", "open", MAY1, dt.date(2026, 5, 4), "25", "Ann Lee", True),
    ]
    assert [row for row, _ in said(orders, Weight.LEFT_OUT)] == [7]  # no custom label


def test_bigcommerce_packs_its_products_into_a_cell() -> None:
    orders = sample("BigCommerce, orders")["orders"]
    assert lines(orders, *WHAT, "unit_price", "order_date") == [
        ("186", "1", "88-Blue", "2", "0", "0", "open", "67.5", dt.date(2026, 4, 26)),
        ("186", "2", "V-S", "1", "0", "0", "open", "65", dt.date(2026, 4, 26)),
        ("187", "1", "V-S", "3", "2", "0", "open", "65", dt.date(2026, 4, 27)),  # two of the one product have left
        ("189", "1", "V-S", "3", None, "0", "open", None, dt.date(2026, 4, 27)),  # two have left, of either
        ("189", "2", "88-Blue", "1", None, "0", "open", None, dt.date(2026, 4, 27)),
    ]
    assert [row for row, _ in said(orders, Weight.QUESTION)] == [4]


def test_square_sales_are_history_and_its_library_is_stock() -> None:
    orders = sample("Square, items sold")["orders"]
    assert lines(orders, "order", "sku", "ordered", "shipped", "status", "unit_price") == [
        ("T1", "LMP-1", "2", "2", "closed", "20")
    ]
    library = sample("Square, item library")
    assert lines(library["stock"], "sku", "location", "on_hand") == [("LMP-1", "Leeds", "8"), ("LMP-1", "York", "0")]
    assert lines(library["items"], "sku", "description", "supplier", "unit_cost") == [
        ("LMP-1", "Lamp", "Acme", "9.5"),
        ("LMP-2", "Lamp, Steel", "Acme", "9"),
    ]
