"""Is the source that a user describes on Sourcing the one that is bought from (rule 4.2)?"""

from __future__ import annotations

import datetime as dt

from tests.laws import core_side

DAY = dt.date(2026, 6, 3)


def test_a_row_of_sourcing_stands_for_its_supplier_whatever_the_item_costs() -> None:
    """The item's own supplier is added only where Sourcing does not have it; it never hides the row that does."""
    book = {
        "Orders": [{"Order": "SO-1", "Line": "1", "Order Date": DAY, "Customer": "C", "SKU": "A", "Ordered": 1}],
        "Stock": [{"SKU": "A", "On Hand": 0}],
        "Items": [{"SKU": "A", "Supplier": "S", "Unit Cost": 2, "Lead Time": 14}],
        "Sourcing": [{"SKU": "A", "Supplier": "S", "Unit Cost": 3, "Lead Time": 2, "MOQ": 5}],
    }
    (bought,) = core_side.result(core_side.decide(book, {}, DAY)).proposals
    assert (bought["ordered"], bought["expected"]) == (5, dt.date(2026, 6, 5))
