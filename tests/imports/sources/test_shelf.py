"""Is stock that a shop shows as left to sell put right by the orders beside it, and by nothing else?"""

from __future__ import annotations

from backorder_xl.imports.model import Weight
from backorder_xl.imports.sources.recognise import understand
from tests.imports.sources.look import lines, said
from tests.imports.sources.samples import SAMPLES, sheet

GROUPS = "WooCommerce, orders, a row per order with numbered items"


def test_units_that_open_orders_hold_lie_on_the_shelf() -> None:
    stock, orders = understand([sheet(SAMPLES["WooCommerce, products"], "products.csv"), sheet(SAMPLES[GROUPS], "orders.csv")])
    shelf = stock.incoming[0]
    assert lines(shelf, "sku", "on_hand") == [("C1", "11"), ("S-R", "-3")]  # 8 left, and 2 + 1 of C1 are held by open orders
    assert not shelf.left_to_sell and not said(shelf, Weight.QUESTION)
    assert any("3 units that the open orders of this import hold were added back" in s for _, s in said(shelf, Weight.NOTED))
    assert orders.incoming[0].table == "orders"


def test_a_shelf_of_ten_serves_ten_of_twelve() -> None:
    """The trap itself: 10 on the shelf and 12 ordered show as -2; taken as stock, nobody would be served."""
    products = "Type|SKU|Name|Published|Stock\nsimple|C1|Cup|1|-2\n"
    orders = "order_id|date|status|item_sku|item_quantity\n1|2026-05-01|processing|C1|12\n"
    shelf = understand([sheet(products, "p.csv"), sheet(orders, "o.csv")])[0].incoming[0]
    assert lines(shelf, "on_hand") == [("10",)]


def test_shipped_orders_and_other_shops_hold_nothing() -> None:
    packed = SAMPLES["WooCommerce, orders, a row per order with its items in one cell"]  # completed and refunded
    stock = understand([sheet(SAMPLES["WooCommerce, products"], "p.csv"), sheet(packed, "o.csv")])[0].incoming[0]
    assert lines(stock, "on_hand") == [("8",), ("-3",)]
    stock = understand([sheet(SAMPLES["WooCommerce, products"], "p.csv"), sheet(SAMPLES["Etsy, sold order items"], "o.csv")])[0]
    assert stock.incoming[0].left_to_sell and said(stock.incoming[0], Weight.QUESTION)


def test_of_several_locations_nobody_knows_which_holds_the_units() -> None:
    old = SAMPLES["Shopify, inventory, a column per location"]
    shelf = understand([sheet(old, "i.csv"), sheet(SAMPLES["Shopify, orders"], "o.csv")])[0].incoming[0]
    # of LMP-1 (one location) a partly shipped line of 1 is open; LMP-2 lies at two, and 5 are open
    assert lines(shelf, "sku", "location", "on_hand") == [
        ("LMP-1", "Leeds", "6"),
        ("LMP-2", "Leeds", "-4"),
        ("LMP-2", "York", "2"),
    ]
    assert said(shelf, Weight.QUESTION) == [
        (3, "Open orders hold 5 of it, and nobody says at which location: correct On Hand at the right one."),
    ]
