"""Headers match by name, never by position (rule 1.1)."""

import pytest

from backorder_xl.tables.contracts import BY_NAME, CONTRACTS
from backorder_xl.tables.headers import match, nearest, normal, without_unit

ORDERS, STOCK, ITEMS, PO = (BY_NAME[n] for n in ("orders", "stock", "items", "purchase_orders"))


def columns(contract, *headers):
    found = match(contract, dict(enumerate(headers, 1)))
    return found.columns, [t[0] for t in found.told]


@pytest.mark.parametrize(
    "header", ["Order Date", "ORDER DATE", "order_date", " Order-Date* ", "OrderDate:", "Order\nDate", "Order Date (ISO)"]
)
def test_case_spaces_punctuation_star_and_unit_do_not_matter(header):
    assert columns(ORDERS, header) == ({"order_date": 1}, [])


def test_every_alias_leads_to_its_field():
    for contract in CONTRACTS:
        for wanted in contract.fields:
            for alias in (wanted.header, *wanted.aliases):
                if not alias.startswith("lineitem:"):
                    assert match(contract, {1: alias}).columns, (contract.sheet, alias)


def test_exact_name_wins_then_better_alias_then_leftmost():
    assert columns(STOCK, "SKU", "Stock", "On Hand") == ({"sku": 1, "on_hand": 3}, ["two-headers"])
    assert columns(STOCK, "SKU", "Quantity", "QOH") == ({"sku": 1, "on_hand": 3}, ["two-headers"])
    assert columns(STOCK, "SKU", "On Hand", "On-Hand") == ({"sku": 1, "on_hand": 2}, ["two-headers"])


def test_a_code_takes_the_customer_and_the_plain_header_becomes_the_name():
    assert columns(ORDERS, "CustomerNo", "Customer") == ({"customer": 1, "customer_name": 2}, [])
    assert columns(ORDERS, "Customer", "Customer Name") == ({"customer": 1, "customer_name": 2}, [])
    assert columns(BY_NAME["customers"], "CustomerNo", "Name") == ({"customer": 1, "name": 2}, [])


def test_a_lone_product_name_serves_as_code():
    assert columns(ITEMS, "Product Name", "Supplier")[0] == {"sku": 1, "supplier": 2}
    assert columns(ITEMS, "Product Name", "SKU")[0] == {"sku": 2, "description": 1}


@pytest.mark.parametrize(
    ("contract", "header"),
    [
        (STOCK, "On hand (new)"), (STOCK, "Allocated"), (STOCK, "Committed"), (STOCK, "Available"), (STOCK, "Incoming"),
        (ORDERS, "Quantity Backorder"), (ORDERS, "Backordered"), (ORDERS, "Qty Backordered"), (ORDERS, "Ship Date"),
        (ITEMS, "List Price"), (ITEMS, "Sale Price"), (ITEMS, "ListPrice"), (ITEMS, "Reorder Point"), (ITEMS, "Price"),
    ],
)  # fmt: skip
def test_columns_that_mean_something_else_are_not_taken(contract, header):
    assert match(contract, {1: header}).columns == {}


def test_on_hand_current_is_stock_and_new_is_not():
    assert columns(STOCK, "SKU", "On hand (new)", "On hand (current)")[0] == {"sku": 1, "on_hand": 3}


def test_a_unit_that_changes_the_meaning_is_told_and_not_read():
    assert columns(ITEMS, "SKU", "Lead Time (weeks)") == ({"sku": 1}, ["unit-unknown"])
    assert columns(ITEMS, "SKU", "Lead Time (days)") == ({"sku": 1, "lead_time": 2}, [])


def test_shopify_name_is_the_order_only_beside_its_line_items():
    assert columns(ORDERS, "Name", "Lineitem quantity")[0] == {"order": 1, "ordered": 2}
    assert "order" not in columns(ORDERS, "Name", "Quantity")[0]


def test_normal_forms():
    assert normal("Art.-Nr.") == "artnr"
    assert normal("STRASSE") == normal("Straße")
    assert without_unit("Preis [EUR]") == "preis"
    assert without_unit("Menge (Stück)") == "mengestuck" or without_unit("Menge (Stück)") == "menge"


def test_the_nearest_header_is_named():
    assert nearest(ORDERS.field("ordered"), {1: "Orderd", 2: "Foo"}) == "Orderd"
    assert nearest(ORDERS.field("sku"), {1: "Foo"}) == ""


def test_aliases_of_required_fields_are_unambiguous():
    for contract in CONTRACTS:
        seen = {}
        for wanted in contract.required:
            for alias in (wanted.header, *wanted.aliases):
                owner = seen.setdefault(normal(alias), wanted.name)
                assert owner == wanted.name, (contract.sheet, alias, owner, wanted.name)
