"""Does the page tell what a new order would get? Against the slow rules: the order is really added, one at a time."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backorder_xl.core.showcase import NO_CAP, Shown, above_cap, showcase, shown, web_address
from backorder_xl.core.words import Availability
from tests import oracle
from tests.laws import core_side
from tests.laws import strategies as books

DAY = dt.date(2026, 6, 3)
Book = dict[str, list[dict[str, Any]]]


def page(book: Book, chosen: dict[str, Any], as_of: dt.date = DAY) -> list[Shown]:
    """The items of the page; the outcome is that of the same tables."""
    tables = core_side.read(book, chosen).tables
    return shown(showcase(tables, core_side.decide(book, chosen, as_of)))


def slowly(book: Book, chosen: dict[str, Any], sku: str) -> tuple[bool, dt.date | None]:
    """Whether one more unit of an item would come from stock, and when it would ship: the plain rules, the order in the book.

    Where places count and no Default Location is set, each place is tried, and the first to ship stands.
    """
    places = [""]
    located = any("Location" in r for r in book["Orders"]) and any("Location" in r for r in book["Stock"])
    if located and not chosen["Default Location"]:
        places = ["", *{r["Location"] for r in book["Stock"]}]
    here, days = False, []
    for place in places:
        row = {"Order": "ZZ-999999", "Line": "1", "Order Date": DAY, "Customer": "new", "SKU": sku, "Ordered": 1}
        row |= {"Location": place} if located else {}
        blank = dict.fromkeys(h for r in book["Orders"] for h in r)
        more = {**blank, **row, "Shipped": 0, "Cancelled": 0, "Ship Complete": "no", "Paid": "no", "Specification": ""}
        found = oracle.plan({**book, "Orders": [*book["Orders"], more]}, chosen, DAY)
        key = ("ZZ-999999", "1")
        here |= all(source == "stock" for source, *_ in found.pegs[key])
        if found.expected[key]:
            days.append(found.expected[key])
    return here, min(days, default=None)


@settings(max_examples=max(12, settings.default.max_examples // 5))  # both ways are slow: each is a whole plan
@given(books.books(), books.settings(), st.sampled_from(["part of month", "month", "weeks"]), st.integers(0, 3))
def test_a_new_order_ships_within_the_stretch_that_is_told(book: Book, chosen: dict[str, Any], style: str, which: int) -> None:
    told = {item.sku.casefold(): item for item in page(book, {**chosen, "Page Date Style": style, "Page Items": "all"})}
    # an order that takes all or nothing ties its items together, and then new orders of two items can meet (rule 10.2)
    tied = chosen["Allocation Policy"] == "fair-share" or chosen["Below Minimum"] == "hold"
    coupled = chosen["Ship Complete Rule"] == "release" and tied
    preorders = {r["SKU"].casefold() for r in book["Items"] if r["Policy"] == "preorder"
                 and not (r["Release Date"] and r["Release Date"] <= DAY)}  # fmt: skip
    for item in [r["SKU"] for r in book["Items"]][which : which + 1]:
        here, day = slowly(book, chosen, item)
        entry = told.get(item.casefold())
        if entry is None:
            assert coupled or (here and item.casefold() not in preorders), f"{item} would wait, but is not told"
        elif entry.expected is None:
            assert day is None or chosen["Below Minimum"] == "hold", f"{item} has a day that is not told"
        elif not coupled:
            assert day == entry.expected and entry.first and entry.last
            assert max(entry.first, DAY) <= day <= entry.last


def shop() -> Book:
    """A day at a small shop: a lamp on order, a tent not out yet, a stove not made any more, a capped mat, a map in stock."""
    def line(order: str, sku: str, units: int, who: str) -> dict[str, Any]:
        return {"Order": order, "Line": "1", "Order Date": DAY, "Customer": who, "SKU": sku, "Ordered": units}

    return {
        "Orders": [
            line("S-1", "LAMP", 3, "Ann"), line("S-2", "LAMP", 2, "ann"), line("S-3", "TENT", 1, "Bob"),
            line("S-4", "STOVE", 2, "Cy"), line("S-5", "MAT", 4, "Di"), line("S-6", "MAP", 1, "Ed"), line("S-7", "BAG", 1, "Flo"),
        ],
        "Stock": [{"SKU": "LAMP", "On Hand": 1}, {"SKU": "TENT", "On Hand": 9}, {"SKU": "MAP", "On Hand": 5}],
        "Items": [
            {"SKU": "LAMP", "Description": "Lamp", "Supplier": "S", "Lead Time": 20, "Backorder Cap": 10,
             "Link": "https://shop.example/lamp"},
            {"SKU": "TENT", "Policy": "preorder", "Release Date": dt.date(2026, 7, 1), "Supplier": "S", "Backorder Cap": 0},
            {"SKU": "STOVE", "Policy": "stop", "Substitute": "lamp"},
            {"SKU": "MAT", "Backorder Cap": 3}, {"SKU": "MAP"}, {"SKU": "BAG", "On Page": "no"}, {"SKU": "CUP"},
        ],
        "Suppliers": [{"Supplier": "S"}],
        "Purchase Orders": [
            {"PO": "P-1", "Line": "1", "Supplier": "S", "SKU": "LAMP", "Ordered": 4, "Expected": dt.date(2026, 6, 9)},
        ],
    }  # fmt: skip


def test_what_is_told_of_a_small_shop() -> None:
    lamp, mat, stove, tent = page(shop(), {})
    assert (lamp.sku, lamp.availability, lamp.waiting, lamp.customers) == ("LAMP", Availability.BACKORDER, 4_000_000, 1)
    assert lamp.left == 6_000_000 and lamp.link == "https://shop.example/lamp"
    assert lamp.expected == dt.date(2026, 6, 23), "the four on order are taken: a new order has to be bought for"
    assert (lamp.first, lamp.last) == (dt.date(2026, 6, 21), dt.date(2026, 6, 30))
    assert (mat.availability, mat.left, mat.expected) == (Availability.FULL, 0, None), "nobody sells it to us"
    assert (stove.availability, stove.expected, stove.left) == (Availability.SOLD_OUT, None, NO_CAP)
    assert (stove.substitute, stove.substitute_description, stove.substitute_link) == ("lamp", "Lamp", lamp.link)
    assert (tent.availability, tent.waiting) == (Availability.FULL, 1_000_000), "in stock, but not out; no backorder is taken"
    assert tent.expected == tent.released == tent.first == tent.last == dt.date(2026, 7, 1)


def test_all_items_that_a_new_order_would_wait_for() -> None:
    skus = [item.sku for item in page(shop(), {"Page Items": "all"})]
    assert skus == ["CUP", "LAMP", "MAT", "STOVE", "TENT"], "what is in stock and what must not be shown stay away"
    later = page(shop(), {}, dt.date(2026, 7, 1))
    assert "TENT" not in [item.sku for item in later], "out, and in stock"


def test_a_cap_that_is_passed_is_told() -> None:
    tables = core_side.read(shop(), {}).tables
    over = above_cap(tables, core_side.decide(shop(), {}, DAY))
    assert [(o.sku, o.waiting, o.cap, o.row) for o in over.itertuples()] == [("TENT", 1_000_000, 0, 3), ("MAT", 4_000_000, 3, 5)]


def test_without_items_and_orders_nothing_is_told() -> None:
    assert page({"Orders": [], "Stock": [], "Items": []}, {}) == []
    bare = {"Orders": shop()["Orders"][:1], "Stock": [{"SKU": "MAP", "On Hand": 1}]}
    (lamp,) = page(bare, {})
    assert (lamp.sku, lamp.description, lamp.expected, lamp.left) == ("LAMP", "", None, NO_CAP)


@pytest.mark.parametrize(
    "text",
    ["javascript:alert(1)", "http://", "ftp://shop.example", "//shop.example", "https://a:b@shop.example", "https://shop.example/\nx",
     "https://shop.example/\"onclick=x", "https://shop.example/ x", "data:text/html,x", "https://shop.example/<b>",
     "https://shop.example/" + "x" * 2000, " https://shop.example", "https:/shop.example", "=HYPERLINK(\"https://x.example\")"],
)  # fmt: skip
def test_only_plain_web_addresses_are_links(text: str) -> None:
    assert web_address(text) == ""
    book = {**shop(), "Items": [{"SKU": "LAMP", "Link": text}]}
    assert [item.link for item in page(book, {}) if item.sku == "LAMP"] == [web_address(text.strip())]
    told = [p.code for p in core_side.read(book, {}).problems if p.column == "Link"]
    assert told == (["link-unusable"] if not web_address(text.strip()) else [])


@pytest.mark.parametrize("text", ["https://shop.example", "HTTP://Shop.Example:8080/a?b=c&d=%20#e", "https://müller.example/ø"])
def test_web_addresses_stay_as_they_are(text: str) -> None:
    assert web_address(text) == text
