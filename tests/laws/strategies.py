"""Small nasty books: ties everywhere, every policy, fractions, blanks, purchase orders of every kind."""

from __future__ import annotations

import datetime as dt
from typing import Any

from hypothesis import strategies as st

AS_OF = dt.date(2026, 6, 3)
SKUS = ("A", "b", "C10", "C9")
ORDERS = ("SO-1", "SO-2", "SO-9", "SO-10", "so-11", "X")
SUPPLIERS = ("S1", "S2", "s10")
SPECS = ("", "", "", "red")
POLICIES = ("first-come", "need-by", "promised", "paid-first", "value", "fair-share", "most-complete")
PLACES = ("", "North", "South")

quantity = st.sampled_from([1, 2, 3, 4, 5, 7, 10, 12, 0.5, 0.1, 0.2, 2.25])
day = st.integers(-20, 40).map(lambda n: AS_OF + dt.timedelta(n))
maybe_day = st.none() | day
flag = st.sampled_from(["no", "no", "yes"])


def row(**columns: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({name.replace("_", " "): values for name, values in columns.items()})


@st.composite
def books(draw: st.DrawFn) -> dict[str, list[dict[str, Any]]]:
    """A book by table, with the rulebook's headers; every Orders row has its Line."""
    located = draw(st.booleans())
    places = st.sampled_from(PLACES if located else ("",))
    lines = draw(
        st.lists(
            row(
                Order=st.sampled_from(ORDERS),
                Order_Date=st.integers(-40, 0).map(lambda n: AS_OF + dt.timedelta(n)),
                Customer=st.just("C"),
                SKU=st.sampled_from(SKUS),
                Ordered=quantity,
                Need_By=maybe_day,
                Promised=maybe_day,
                Priority=st.sampled_from([None, 1, 5]),
                Ship_Complete=flag,
                Paid=flag,
                Unit_Price=st.sampled_from([None, 1, 2.5]),
                Specification=st.sampled_from(SPECS),
                Location=places,
                Status=st.sampled_from([None, "open", "open", "on hold", "closed"]),
            ),
            max_size=14,
        )
    )
    for n, line in enumerate(lines, 1):
        line["Line"] = str(n)
        line["Shipped"], line["Cancelled"] = draw(st.sampled_from([(0, 0), (0, 0), (line["Ordered"], 0), (0, line["Ordered"])]))
    stock = draw(
        st.lists(
            row(
                SKU=st.sampled_from(SKUS),
                On_Hand=st.sampled_from([0, 3, 5, 10, 0.3]),
                Reserved=st.sampled_from([0, 0, 2]),
                Specification=st.sampled_from(SPECS),
                Location=places,
            ),
            max_size=8,
        )
    )
    items = [{"SKU": sku, **draw(_item())} for sku in SKUS if draw(st.integers(0, 4))]
    sourcing = draw(
        st.lists(
            row(
                SKU=st.sampled_from(SKUS),
                Supplier=st.sampled_from(SUPPLIERS),
                Lead_Time=st.sampled_from([None, 0, 2, 9]),
                Unit_Cost=st.sampled_from([None, 1, 2, 3]),
                MOQ=st.sampled_from([None, 4]),
                Multiple=st.sampled_from([None, 3]),
                Maximum=st.sampled_from([None, None, 7]),
                Rank=st.sampled_from([None, 1, 2]),
            ),
            max_size=4,
            unique_by=lambda r: (r["SKU"], r["Supplier"]),
        )
    )
    purchases = draw(
        st.lists(
            row(
                PO=st.sampled_from(["PO-1", "PO-2", "P10", "P9"]),
                Supplier=st.sampled_from(SUPPLIERS),
                SKU=st.sampled_from(SKUS),
                Ordered=quantity,
                Received=st.sampled_from([0, 0, 0.1]),
                Expected=maybe_day,
                Status=st.sampled_from([None, "ordered", "confirmed", "proposed", "received", "cancelled"]),
                Specification=st.sampled_from(SPECS),
                Location=places,
                Ship_To=st.sampled_from(["", "", "", "SO-1", "so-9", "elsewhere"]),
            ),
            max_size=6,
        )
    )
    ordered_on = {po: draw(maybe_day) for po in ("PO-1", "PO-2", "P10", "P9")}
    for n, line in enumerate(purchases, 1):
        line["Line"] = str(n)
        line["Order Date"] = ordered_on[line["PO"]]  # one date a purchase order: reading fills it down
    suppliers = [
        {"Supplier": s, "Lead Time": draw(st.sampled_from([None, 4])), "Minimum Order": draw(st.sampled_from([None, 8, 30]))}
        for s in SUPPLIERS
    ]
    holidays = draw(st.lists(row(Date=day, Calendar=st.sampled_from(["", "", "S1"])), max_size=5))
    if not located:
        for table in (lines, stock, purchases):
            for line in table:
                del line["Location"]
    return {
        "Orders": lines,
        "Stock": stock,
        "Items": items,
        "Sourcing": sourcing,
        "Purchase Orders": purchases,
        "Suppliers": suppliers,
        "Holidays": holidays,
    }


def _item() -> st.SearchStrategy[dict[str, Any]]:
    return row(
        Supplier=st.sampled_from(["", *SUPPLIERS]),
        Lead_Time=st.sampled_from([None, 0, 3, 10]),
        MOQ=st.sampled_from([None, 5, 10]),
        Multiple=st.sampled_from([None, 6, 0.5]),
        Unit_Cost=st.sampled_from([None, 2, 0.1]),
        Policy=st.sampled_from(["backorder", "backorder", "preorder", "special order", "drop ship", "stop"]),
        Release_Date=maybe_day,
        Safety_Stock=st.sampled_from([None, 4]),
    )


def settings() -> st.SearchStrategy[dict[str, Any]]:
    """Every policy and rule, by the names that stand on the Settings sheet."""
    return st.fixed_dictionaries(
        {
            "Allocation Policy": st.sampled_from(POLICIES),
            "Ship Complete Rule": st.sampled_from(["hold", "release"]),
            "Supplier Choice": st.sampled_from(["preferred", "cheapest", "fastest", "on-time"]),
            "Lead Time In": st.sampled_from(["calendar days", "working days"]),
            "Inbound Days": st.sampled_from([0, 1, 3]),
            "Outbound Days": st.sampled_from([0, 2]),
            "Overdue Grace Days": st.sampled_from([0, 7]),
            "Refill Safety Stock": st.booleans(),
            "Below Minimum": st.sampled_from(["flag", "hold"]),
            "Default Location": st.sampled_from(["", "north"]),
            "Working Days": st.sampled_from(["Mon Tue Wed Thu Fri", "Mon Wed Sat"]),
        }
    )
