"""Who is at risk, on which grounds, and what could be offered? (rule 7.7)"""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd

from backorder_xl.core.at_risk import at_risk
from backorder_xl.core.planning import plan
from tests.laws import core_side

DAY = dt.date(2026, 6, 3)
Row = dict[str, Any]


def order(order: str, customer: str, sku: str, ordered: float, age: int = 10, **more: object) -> Row:
    return {"Order": order, "Line": "1", "Order Date": DAY - dt.timedelta(age), "Customer": customer, "SKU": sku,
            "Ordered": ordered, "Unit Price": 10, **more}  # fmt: skip


def told(number: int, kind: str, of: str, when: dt.date | None, status: str = "sent") -> Row:
    return {"Message": f"MSG-{number:05d}", "Created": DAY - dt.timedelta(9 - number), "Kind": kind,
            "Customer or Supplier": "C", "Order": of, "Line": "1", "Told Date": when, "Quantity": 1,
            "Status": status}  # fmt: skip


def looked_at(*orders: Row, messages: tuple[Row, ...] = (), **settings: object) -> pd.DataFrame:
    book = {
        "Orders": list(orders),
        "Stock": [{"SKU": sku, "On Hand": n} for sku, n in {"A": 2, "B": 0, "NEW": 5, "S": 0}.items()],
        "Items": [
            {"SKU": "A", "Supplier": "V", "Lead Time": 20},
            {"SKU": "B", "Policy": "stop", "Substitute": "NEW"},
            {"SKU": "S", "Supplier": "V", "Policy": "special order"},
        ],
        "Customers": [{"Customer": "C", "Name": "Cato"}, {"Customer": "D"}],
        "Suppliers": [{"Supplier": "V"}],
        "Messages": list(messages),
    }
    reading = core_side.read(book, {name.replace("_", " "): value for name, value in settings.items()})
    return at_risk(reading.tables, reading.settings, plan(reading.tables, reading.settings, DAY)).set_index("customer")


def test_points_and_their_grounds_are_said() -> None:
    messages = (
        told(1, "backordered", "SO-1", dt.date(2026, 6, 5)),
        told(2, "delayed", "SO-1", dt.date(2026, 6, 11)),
        told(3, "delayed", "SO-1", dt.date(2026, 6, 12), status="skipped"),
    )
    found = looked_at(order("SO-1", "c", "A", 5, age=36, Paid="yes"), order("SO-2", "C", "B", 1), messages=messages).loc["c"]
    assert (found["orders"], found["lines"], found["value"]) == (2, 2, 400_000), "3 of A and 1 of B wait, at 10 each"
    assert (found["told"], found["delays"], found["late_again"], found["undated"]) == (2, 1, 1, 1)
    assert found["next"].date() == dt.date(2026, 6, 23)
    assert found["why"] == (
        "the oldest line waits 36 days (10); told of a delay once (5); told once besides that something waits (2); "
        "1 line late, by up to 12 days (16); 1 line late again after an apology (10); 1 line without a date (10); "
        "paid already (10)"
    )
    assert found["score"] == 63


def test_each_is_offered_what_helps() -> None:
    """A part that is here, a substitute that is free, a deposit, a cancellation; a date where there is nothing better."""
    found = looked_at(
        order("SO-1", "C", "A", 5),
        order("SO-2", "D", "B", 1),
        order("SO-3", "E", "S", 4),
        order("SO-4", "F", "S", 4, Paid="yes"),
        order("SO-5", "G", "A", 1, age=31),
    )["offer"]  # fmt: skip
    assert found["C"] == "ship what is here: 1 of SO-1"
    assert found["D"] == "offer instead: NEW for B on SO-2 (5 free); offer to cancel: SO-2"
    assert found["E"] == "ask for a deposit before buying: S for SO-3"
    assert found["F"] == "say the date: SO-4 on 2026-06-17"
    assert "G" not in found.index, "the oldest order has its unit and does not wait"


def test_an_order_that_ships_complete_is_asked_about_a_part() -> None:
    found = looked_at(order("SO-1", "C", "A", 5, **{"Ship Complete": "yes"}))["offer"]
    assert found["C"] == "ask whether a part may go: 2 of SO-1"


def test_nobody_waits() -> None:
    assert looked_at(order("SO-1", "C", "A", 1)).empty
