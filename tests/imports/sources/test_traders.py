"""Do Amazon's reports and the exports of systems for trade say in our words what a planner reads in them?"""

from __future__ import annotations

import datetime as dt

import pytest

from backorder_xl.imports.model import Weight
from tests.imports.sources.look import lines, of, said, sample
from tests.imports.sources.samples import SAMPLES, grid, joined

WHAT = ("order", "line", "sku", "ordered", "shipped", "cancelled", "status")
MAY1, MAY2 = dt.date(2026, 5, 1), dt.date(2026, 5, 2)
REPORT = "QuickBooks, open sales orders by item"


def test_amazon_unshipped_lines_have_their_own_quantities() -> None:
    orders = sample("Amazon, unshipped orders")["orders"]
    assert lines(orders, *WHAT, "promised", "order_date") == [
        ("111-1", "9001", "LMP-1", "5", "2", "0", "open", dt.date(2026, 5, 6), MAY1),
        ("111-1", "9002", "LMP-2", "4", "1", "1", "open", dt.date(2026, 5, 6), MAY1),  # 4 bought, 1 left, 2 to go
    ]
    assert orders.columns["customer"] == ["abc@marketplace.example"] * 2  # also of the line whose cells are blank
    assert "priority" not in orders.columns
    assert any("aliases of Amazon" in sentence for _, sentence in said(orders, Weight.NOTED))


def test_amazon_amounts_are_of_the_line() -> None:
    orders = sample("Amazon, new orders")["orders"]
    assert lines(orders, "order", "line", "ordered", "unit_price", "customer") == [("111-2", "9003", "4", "12.5", "111-2")]
    assert "shipped" not in orders.columns and "status" not in orders.columns  # the report does not know


def test_what_amazon_ships_itself_is_not_ours() -> None:
    orders = sample("Amazon, all orders")["orders"]
    assert lines(orders, *WHAT) == [
        ("111-3", "1", "LMP-1", "3", "0", "0", "open"),
        ("111-5", "1", "LMP-2", "2", "0", "0", "on hold"),  # Pending: not paid yet
        ("111-6", "1", "LMP-2", "0", "0", "0", "closed"),
        ("111-7", "1", "LMP-2", "6", "6", "0", "closed"),
    ]
    assert said(orders, Weight.LEFT_OUT) == [(3, "Amazon ships it itself (FBA).")]


def test_zoho_orders_are_open_less_what_was_packed_and_cancelled() -> None:
    orders = sample("Zoho Inventory, sales orders")["orders"]
    assert lines(orders, *WHAT, "promised", "location", "customer", "unit_price") == [
        ("SO-00012", "1", "LMP-1", "10", "3", "1", "open", dt.date(2026, 5, 10), "Main", "77", "20"),
        ("SO-00012", "2", "LMP-1", "2.5", "0", "0", "open", dt.date(2026, 5, 10), "Main", "77", "20"),
        ("SO-00013", "1", "LMP-1", "1", "0", "0", "on hold", None, "Main", "78", "20"),  # a draft
        ("SO-00014", "1", "LMP-1", "4", "1", "3", "closed", None, "Main", "78", "20"),  # void
    ]


def test_zoho_items_say_how_they_are_bought_and_what_lies_there() -> None:
    found = sample("Zoho Inventory, items")
    assert lines(found["items"], "sku", "description", "unit", "supplier", "unit_cost", "policy") == [
        ("LMP-1", "Lamp", "pcs", "Acme", "9.5", None),
        ("LMP-0", "Old lamp", "pcs", "Acme", "8", "stop"),
        ("SRV", "Fitting", "h", None, None, None),
    ]
    assert lines(found["stock"], "sku", "on_hand") == [("LMP-1", "12"), ("LMP-0", "-2")]  # a service is not kept
    assert not found["stock"].left_to_sell


def test_odoo_order_cells_count_for_all_lines() -> None:
    orders = sample("Odoo, sales orders with lines")["orders"]
    assert lines(orders, *WHAT, "order_date", "promised", "customer") == [
        ("S00012", "1", "LMP-1", "10", "4", "0", "open", MAY1, dt.date(2026, 5, 12), "Ann Lee Ltd"),
        ("S00012", "2", "LMP-2", "2", "0", "0", "open", MAY1, dt.date(2026, 5, 12), "Ann Lee Ltd"),  # the note is no line
        ("S00014", "1", "LMP-1", "5", "2", "3", "closed", MAY2, None, "Bo Ray"),
    ]
    assert said(orders, Weight.LEFT_OUT) == [(5, "A quotation is no order yet, and is left out.")]


def test_odoo_by_its_technical_names() -> None:
    text = (
        "name|date_order|partner_id|state|order_line/id|order_line/product_id|order_line/product_uom_qty|order_line/qty_delivered\n"
        "S1|2026-05-01 08:00:00|Ann Lee|sale|L1|[LMP-1] Lamp|3|1\n"
        "||||L2|Handmade lamp|1|0\n"
    )
    found = of(text)
    assert (found.source, found.header_row) == ("Odoo", 1)
    orders = found.incoming[0]
    assert lines(orders, "order", "line", "sku", "ordered", "shipped") == [
        ("S1", "L1", "LMP-1", "3", "1"),
        ("S1", "L2", "Handmade lamp", "1", "0"),
    ]
    assert [row for row, sentence in said(orders, Weight.NOTED) if "no internal reference" in sentence] == [3]


def test_quickbooks_headings_are_the_items() -> None:
    orders = sample(REPORT)["orders"]
    assert lines(orders, "order", "line", "sku", "ordered", "shipped", "customer", "need_by", "unit_price") == [
        ("2001", "LMP-1", "LMP-1", "10", "4", "Ann Lee", dt.date(2026, 5, 20), "20"),  # 80.00 of 200.00 is no longer open
        ("2002", "LMP-1", "LMP-1", "3", "0", "Bo Ray:Shop", None, "20"),
        ("2001", "LMP-2", "LMP-2", "4", "0", "Ann Lee", dt.date(2026, 5, 20), "10"),
    ]


@pytest.mark.parametrize("header", ["Invoiced", "Backordered"])
def test_quickbooks_says_itself_what_was_invoiced(header: str) -> None:
    rows = grid(SAMPLES[REPORT])
    rows = [[*row, header if "Num" in row else ("3" if "Sales Order" in row else "")] for row in rows]
    shipped = [line[0] for line in lines(of(joined(rows)).incoming[0], "shipped")]
    assert shipped == (["3", "3", "3"] if header == "Invoiced" else ["7", "0", "1"])


def test_quickbooks_without_a_column_that_says_so_is_a_trap_and_told() -> None:
    orders = of(SAMPLES[REPORT].replace("Open Balance", "Something")).incoming[0]
    assert "shipped" not in orders.columns
    assert "includes units that were invoiced already" in said(orders, Weight.QUESTION)[0][1]


def test_quickbooks_open_money_that_is_no_share_of_the_quantity_is_asked_about() -> None:
    orders = of(SAMPLES[REPORT].replace("200.00|120.00", "200.00|119.99")).incoming[0]
    assert orders.columns["shipped"][0] is None and said(orders, Weight.QUESTION)[0][0] == 7
