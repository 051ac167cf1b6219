"""Who is told what, fact by fact: short stories of one line, with the dates and units that its customer hears."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from backorder_xl.core.letters import Drafted, Letter
from backorder_xl.core.planning import plan
from backorder_xl.core.post import ledger_rows, letters
from backorder_xl.core.settings import BadSetting, message_kinds, parse
from tests.laws import core_side
from tests.laws.test_promises import told

Said = tuple[str, dt.date | None, float]


def june(number: int) -> dt.date:
    return dt.date(2026, 6, number)


class Shop:
    """One item, one delivery of it, one customer; the ledger grows from morning to morning."""

    def __init__(self, ordered: float = 10, on_hand: float = 0, due: int | None = 10, **line: Any) -> None:
        self.line: dict[str, Any] = {
            "Order": "SO1", "Line": "1", "Order Date": june(1), "Customer": "C", "SKU": "A", "Ordered": ordered, "Shipped": 0,
            "Cancelled": 0, "Status": "open", "Promised": None, "Email": "c@x.org", "Unit Price": 3, **line,
        }  # fmt: skip
        self.stock: dict[str, Any] = {"SKU": "A", "On Hand": on_hand}
        self.delivery: dict[str, Any] = {
            "PO": "PO1", "Line": "1", "Supplier": "S", "SKU": "A", "Ordered": 100, "Expected": june(due) if due else None,
            "Status": "ordered" if due else "cancelled",
        }  # fmt: skip
        self.book: dict[str, list[dict[str, Any]]] = {
            "Orders": [self.line], "Stock": [self.stock], "Items": [{"SKU": "A", "Policy": "backorder"}],
            "Purchase Orders": [self.delivery], "Suppliers": [{"Supplier": "S", "Email": "s@x.org"}], "Messages": [],
        }  # fmt: skip
        self.settings: dict[str, Any] = {}

    def letters(self, number: int, month: int = 6) -> tuple[Letter, ...]:
        """The letters of a morning; they go into the ledger."""
        reading = core_side.read(self.book, self.settings)
        assert not [p for p in reading.problems if p.severity == "error"]
        outcome = plan(reading.tables, reading.settings, dt.date(2026, month, number))
        written = letters(outcome, reading.tables, reading.settings).letters
        self.book["Messages"] += told(written)
        return written

    def said(self, number: int, month: int = 6) -> list[Said]:
        """What the customer hears on a morning: kind, date, units."""
        before = len(self.book["Messages"])
        self.letters(number, month)
        rows = self.book["Messages"][before:]
        return [(r["Kind"], r["Told Date"], r["Quantity"]) for r in rows if r["Customer or Supplier"] == "C"]


def test_told_without_a_date_then_dated_then_nothing_known_again() -> None:
    shop = Shop(due=None)
    shop.book["Items"][0]["Supplier"] = "S"
    shop.settings = {"Below Minimum": "hold"}
    shop.book["Suppliers"][0]["Minimum Order"] = 1000
    shop.stock["On Hand"] = 4
    shop.line["Unit Price"] = None
    assert shop.said(3) == [("cancel offer", None, 6)]  # nothing of what waits has any supply
    shop.delivery.update({"Status": "ordered", "Expected": june(20)})
    assert shop.said(4) == [("dated", june(20), 6)]
    shop.delivery.update({"Ordered": 5})
    assert shop.said(5) == [("delayed", None, 6)]
    assert shop.said(6) == []


def test_partly_ready_and_delayed_at_once_is_one_apology_that_names_both() -> None:
    shop = Shop()
    assert shop.said(3) == [("backordered", june(10), 10)]
    shop.stock["On Hand"] = 4
    shop.delivery["Expected"] = june(17)
    (letter,) = shop.letters(4)
    (item,) = letter.items
    assert (item.kind, item.old_date, item.date) == ("delayed", june(10), june(17))
    assert (item.ships_now, item.waits) == (4_000_000, 6_000_000)
    assert shop.said(5) == [], "that four are here was told as well"


def test_what_is_here_is_told_and_the_rest_keeps_its_date() -> None:
    shop = Shop()
    shop.said(3)
    shop.stock["On Hand"] = 4
    shop.delivery["Expected"] = june(8)
    assert shop.said(4) == [("partly ready", june(10), 6)]  # the rest is not in: no earlier date
    shop.line["Shipped"], shop.stock["On Hand"] = 4, 0
    assert shop.said(5) == []
    shop.stock["On Hand"] = 6
    assert shop.said(6) == [("ready", june(6), 6)]
    shop.line["Cancelled"] = 6
    assert shop.said(7) == [("cancelled", None, 6)]


def test_what_was_told_as_ready_and_is_gone_again_is_a_delay() -> None:
    shop = Shop()
    shop.said(3)
    shop.stock["On Hand"] = 10
    assert shop.said(4) == [("ready", june(4), 10)]
    shop.stock["On Hand"] = 0
    assert shop.said(5) == [("delayed", june(10), 10)]
    shop.stock["On Hand"] = 10
    assert shop.said(6) == [("ready", june(6), 10)]


def test_a_part_is_cancelled_while_the_rest_slips() -> None:
    shop = Shop()
    shop.said(3)
    shop.line["Cancelled"] = 3
    shop.delivery["Expected"] = june(17)
    (letter,) = shop.letters(4)
    assert letter.kind == "cancelled"
    assert [(i.kind, i.waits, i.date) for i in letter.items] == [
        ("cancelled", 3_000_000, None), ("delayed", 7_000_000, june(17))]  # fmt: skip
    assert shop.said(5) == []


def test_a_cancellation_before_the_first_word_is_no_news() -> None:
    shop = Shop(Cancelled=2)
    assert shop.said(3) == [("backordered", june(10), 8)]
    assert shop.said(4) == []
    shop.line["Cancelled"] = 5
    assert shop.said(5) == [("cancelled", None, 3)]


def test_a_closed_line_was_cancelled_only_as_far_as_it_was_told_to_wait() -> None:
    shop = Shop(on_hand=4)
    assert shop.said(3) == [("backordered", june(10), 6)]
    shop.line["Status"] = "closed"
    (letter,) = shop.letters(4)
    assert [(i.kind, i.waits) for i in letter.items] == [("cancelled", 6_000_000)]
    assert "closed" in letter.review
    shop.line["Status"] = "open"
    assert shop.said(5) == [("backordered", june(10), 6)], "it waits again, which the customer cannot know"


def test_a_line_told_as_ready_and_then_closed_has_left() -> None:
    shop = Shop()
    shop.said(3)
    shop.stock["On Hand"] = 10
    shop.said(4)
    shop.line["Status"] = "closed"
    assert shop.said(5) == []


def test_in_a_book_without_shipped_a_closed_line_says_nothing() -> None:
    shop = Shop()
    del shop.line["Shipped"]
    shop.said(3)
    shop.line["Status"] = "closed"
    assert shop.said(4) == []


def test_promised_on_orders_is_the_date_last_told() -> None:
    assert Shop(Promised=june(20)).said(3) == [("backordered", june(20), 10)]  # not the 10th: nothing is in yet
    assert Shop(Promised=june(8)).said(3) == [("delayed", june(10), 10)]
    assert Shop(on_hand=10, Promised=june(2)).said(3) == []


def test_what_is_in_at_once_or_comes_today_is_not_worth_a_word() -> None:
    assert Shop(on_hand=10).said(3) == []
    assert Shop(due=3).said(3) == []
    shop = Shop(due=3)
    shop.settings = {"Cancel Offer Days": 1}
    assert shop.said(3) == []


def test_slip_days_are_forgiven() -> None:
    shop = Shop()
    shop.settings = {"Slip Days": 3}
    shop.said(3)
    shop.delivery["Expected"] = june(13)
    assert shop.said(4) == []
    shop.delivery["Expected"] = june(14)
    assert shop.said(5) == [("delayed", june(14), 10)]


def test_a_cancellation_is_offered_once_when_the_wait_is_too_long() -> None:
    shop = Shop(due=30)
    shop.settings = {"Cancel Offer Days": 5}
    shop.said(3)
    assert shop.said(6) == []
    assert shop.said(7) == [("cancel offer", june(30), 10)]
    assert shop.said(8) == shop.said(20) == []
    late = Shop(due=30)
    late.settings = {"Cancel Offer Days": 5}
    late.said(3)
    late.delivery["Expected"] = dt.date(2026, 7, 10)
    assert late.said(9) == [("delayed", dt.date(2026, 7, 10), 10)]  # which offers a cancellation as well
    assert late.said(10) == []
    sorry = Shop(due=20)
    sorry.settings = {"Cancel Offer Days": 5}
    sorry.said(3)
    sorry.delivery["Expected"] = june(30)
    assert sorry.said(6) == [("delayed", june(30), 10)]
    assert sorry.said(7) == sorry.said(11) == [], "the apology has offered it already"
    assert sorry.said(12) == [("cancel offer", june(30), 10)]


def test_a_row_that_the_user_adds_is_what_was_last_heard_until_we_write_again() -> None:
    shop = Shop()
    shop.said(3)
    shop.book["Messages"].append({"Message": "phone", "Created": june(4), "Kind": "call", "Order": "SO1", "Line": "1",
                                  "Told Date": june(15), "Status": "sent"})  # fmt: skip
    shop.delivery["Expected"] = june(15)
    assert shop.said(5) == []
    shop.delivery["Expected"] = june(17)
    assert shop.said(5) == [("delayed", june(17), 10)]
    assert shop.said(5) == shop.said(6) == []


def test_keep_in_touch() -> None:
    shop = Shop(due=30)
    shop.settings = {"Keep In Touch Days": 7}
    shop.said(3)
    assert shop.said(9) == []
    assert shop.said(10) == [("still waiting", june(30), 10)]
    assert shop.said(16) == []
    shop.book["Messages"][-1]["Status"] = "skipped"
    assert shop.said(17) == [("still waiting", june(30), 10)]
    undated = Shop(due=None)
    undated.settings = {"Keep In Touch Days": 7}
    assert undated.letters(3)[0].next_news == june(10)


def test_a_preorder_waits_for_its_release_and_not_for_a_cancellation() -> None:
    shop = Shop(on_hand=10, **{"Order Date": dt.date(2026, 3, 1)})
    shop.book["Items"][0].update({"Policy": "preorder", "Release Date": june(20)})
    assert shop.said(3) == [("backordered", june(20), 10)]
    assert shop.said(19) == []
    assert shop.said(20) == [("ready", june(20), 10)]


def test_a_stopped_item_is_offered_its_substitute() -> None:
    shop = Shop(due=None)
    shop.book["Items"][0].update({"Policy": "stop", "Substitute": "B"})
    (letter,) = shop.letters(3)
    assert (letter.kind, letter.items[0].substitute) == ("cancel offer", "B")


def test_on_hold_is_silence_but_a_cancellation_is_confirmed() -> None:
    shop = Shop()
    shop.said(3)
    shop.line["Status"] = "on hold"
    shop.delivery["Expected"] = june(17)
    assert shop.said(4) == []
    shop.line["Cancelled"] = 10
    assert shop.said(5) == [("cancelled", None, 10)]


def test_a_ship_complete_order_waits_and_is_ready_as_one() -> None:
    shop = Shop(**{"Ship Complete": "yes"})
    shop.book["Orders"].append({**shop.line, "Line": "2", "SKU": "B", "Ordered": 2})
    shop.book["Stock"].append({"SKU": "B", "On Hand": 2})
    assert shop.said(3) == [("backordered", june(10), 10), ("backordered", june(10), 2)]
    shop.stock["On Hand"] = 9
    assert shop.said(4) == []
    shop.stock["On Hand"] = 10
    assert shop.said(5) == [("ready", june(5), 10), ("ready", june(5), 2)]


def test_a_proposal_that_nobody_orders_is_no_apology_every_morning() -> None:
    shop = Shop(due=None)
    shop.book["Items"][0]["Supplier"] = "S"
    assert shop.said(3) == [("backordered", june(17), 10)]
    said = [shop.said(n) for n in range(4, 12)]
    assert [s for s in said if s] == [[("delayed", june(24), 10)]], "a week later, when the slip is no trifle any more"
    shop.delivery.update({"Status": "ordered", "Expected": june(26)})
    assert shop.said(12) == [("delayed", june(26), 10)], "a firm date is told at once"


def test_kinds_customers_and_notify_can_be_switched_off() -> None:
    shop = Shop()
    shop.settings = {"Message Kinds": "-backordered"}
    assert shop.said(3) == []
    shop.settings = {}
    shop.book["Customers"] = [{"Customer": "c", "Notify": "none"}]
    assert shop.said(4) == []
    shop.book["Customers"] = [{"Customer": "c", "Notify": "all", "Name": "Cleo"}]
    (letter,) = shop.letters(5)
    assert (letter.recipient, letter.name, letter.email, letter.number) == ("c", "Cleo", "c@x.org", "MSG-00001")


def test_message_kinds_are_a_list_with_or_without_a_minus() -> None:
    assert message_kinds("Delayed; partly-ready") == ["delayed", "partly ready"]
    assert len(message_kinds("-chase")) == 9 and message_kinds("none") == [] and len(message_kinds("all")) == 10
    assert parse("message kinds", "ready, -chase, delayed")[1] == "delayed, ready"
    with pytest.raises(BadSetting, match="still waiting"):
        parse("Message Kinds", "delaid")


def test_one_message_per_customer_and_address_or_per_order() -> None:
    shop = Shop()
    shop.book["Orders"] += [{**shop.line, "Order": "SO10"}, {**shop.line, "Order": "SO9"}, {**shop.line, "Order": "SO11"}]
    shop.book["Orders"][3]["Email"] = "other@x.org"
    shop.book["Messages"] = [{"Message": "msg-00041", "Order": "SO77", "Line": "1", "Kind": "ready"}]
    found = [(w.number, w.email, w.orders) for w in shop.letters(3)]
    assert found == [
        ("MSG-00042", "c@x.org", ("SO1", "SO9", "SO10")),
        ("MSG-00043", "other@x.org", ("SO11",)),  # one customer, but somebody else reads it
    ]
    shop.book["Messages"] = []
    shop.settings = {"One Message Per": "order"}
    assert [w.orders for w in shop.letters(3)] == [("SO1",), ("SO9",), ("SO10",), ("SO11",)]


def test_review_marks() -> None:
    shop = Shop()
    shop.settings = {"Review Above Value": 29, "Review Above Mails Per Week": 1}
    assert "30.00" in shop.letters(3)[0].review
    shop.delivery["Expected"] = june(17)
    assert "message 2 to this address" in shop.letters(4)[0].review
    shop.delivery["Expected"] = june(25)
    shop.settings["Review Above Value"] = 30
    assert shop.letters(11)[0].review == "", "the week has passed, and 30 is not above 30"


def test_what_could_not_be_drafted_counts_for_nothing() -> None:
    shop = Shop()
    (letter,) = shop.letters(3)
    assert ledger_rows([letter], Drafted({}, failed={letter.number: "no"})).empty
    lost = ledger_rows([letter], Drafted({letter.number: "s"}, unaddressed={letter.number: "no @"}))
    assert lost["status"].tolist() == ["no address"]
