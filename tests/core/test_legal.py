"""The legal clock by the examples of rule 6.4, and the clauses that letters carry."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pytest

from backorder_xl.core.legal import Clock, Telling, refund_by
from backorder_xl.core.letters import Clause, Legal
from backorder_xl.core.planning import plan
from backorder_xl.core.words import LegalAct, LegalRegime
from tests.core.test_messages import Shop
from tests.laws import core_side

WEEK = np.busdaycalendar("1111100")
D = dt.date
JUN20 = D(2026, 6, 20)
JUL1, JUL31, AUG1 = D(2026, 7, 1), D(2026, 7, 31), D(2026, 8, 1)
US = Clock(LegalRegime.US, JUL1)


def told(date: dt.date | None, on: dt.date = JUN20, agreed: bool = False) -> Telling:
    return Telling(date, on, agreed)


def test_us_first_notice() -> None:
    silence = US.clause(told(JUL31), "SO1", JUN20)
    assert silence == Legal(Clause.US_SILENCE, "SO1", JUL1, JUL31, JUL31)
    for later in (AUG1, None):
        assert US.clause(told(later), "SO1", JUN20) == Legal(Clause.US_AGREE, "SO1", JUL1, later, JUL31)
    assert US.clause(told(JUL1), "SO1", JUN20) is None
    assert US.after(told(JUL1)) == US


def test_us_silence_moves_the_date_and_a_renewed_notice_needs_an_answer() -> None:
    accepted = US.after(told(JUL31))
    assert (accepted.due, accepted.answer_by) == (JUL31, None)
    renewed = accepted.clause(told(D(2026, 8, 5)), "SO1", D(2026, 7, 20))
    assert renewed == Legal(Clause.US_RENEWED, "SO1", JUL31, D(2026, 8, 5), JUL31)
    asked = accepted.after(told(D(2026, 8, 5), D(2026, 7, 20)))
    assert asked.act(D(2026, 8, 5), D(2026, 7, 31), WEEK) == (LegalAct.CONSENT, JUL31)
    assert asked.act(D(2026, 8, 5), AUG1, WEEK) == (LegalAct.REFUND, D(2026, 8, 11))
    agreed = accepted.after(told(D(2026, 8, 5), D(2026, 7, 20), agreed=True))
    assert agreed.act(D(2026, 8, 5), AUG1, WEEK) == (LegalAct.SHIP, D(2026, 8, 5))


def test_us_what_comes_next() -> None:
    assert US.act(JUL1, D(2026, 6, 3), WEEK) == (LegalAct.SHIP, JUL1)
    assert US.act(D(2026, 7, 2), D(2026, 6, 3), WEEK) == (LegalAct.TELL, JUL1)
    assert US.act(None, JUL1, WEEK) == (LegalAct.TELL, JUL1)
    assert US.act(None, D(2026, 7, 2), WEEK) == (LegalAct.REFUND, D(2026, 7, 10))
    asked = US.after(told(None))
    assert asked.act(None, JUL31, WEEK) == (LegalAct.CONSENT, JUL31)
    assert US.after(told(None, agreed=True)).act(None, D(2026, 9, 1), WEEK) == (LegalAct.SHIP, None)


def test_us_a_notice_that_comes_too_late_is_accepted_by_nobodys_silence() -> None:
    late = told(D(2026, 7, 20), on=D(2026, 7, 2))
    assert US.after(late) == US and US.lapsed(D(2026, 7, 2)) and not US.lapsed(JUL1)
    assert US.clause(late, "SO1", D(2026, 7, 2)) is None
    assert US.after(late._replace(agreed=True)).due == D(2026, 7, 20)


def test_refund_within_seven_working_days() -> None:
    assert refund_by(JUL31, WEEK) == D(2026, 8, 11)  # from a Friday, over two weekends
    assert refund_by(JUL31, np.busdaycalendar("1111100", ["2026-08-03"])) == D(2026, 8, 12)


@pytest.mark.parametrize(("regime", "clause"), [(LegalRegime.EU, Clause.EU_RIGHTS), (LegalRegime.UK, Clause.UK_RIGHTS)])
def test_in_europe_only_an_agreement_moves_the_day(regime: LegalRegime, clause: Clause) -> None:
    clock = Clock(regime, JUL1)
    assert clock.after(told(JUL31)) == clock
    assert clock.clause(told(JUL31), "SO1", JUN20) == Legal(clause, "SO1", JUL1, JUL31, None)
    assert clock.after(told(JUL31, agreed=True)).due == JUL31
    assert clock.act(JUL31, JUL1, WEEK) == (LegalAct.DELIVER, JUL1)
    assert clock.act(JUL31, D(2026, 7, 2), WEEK) == (LegalAct.LATE, JUL1)


def shop(due: dt.date, regime: str = "US", **customer: Any) -> Shop:
    made = Shop()
    made.delivery["Expected"] = due
    made.settings = {"Legal Regime": regime}
    made.book["Customers"] = [{"Customer": "C", **customer}]
    return made


def act(made: Shop, day: dt.date) -> tuple[str, dt.date | None, float | None]:
    """Legal Act and Legal Deadline of the line, and the Dashboard's count of near deadlines."""
    reading = core_side.read(made.book, made.settings)
    outcome = plan(reading.tables, reading.settings, day)
    (row,) = outcome.backorders.itertuples()
    near = [f.value for f in outcome.figures if "legal" in f.name]
    return row.legal_act, core_side.day(row.legal_deadline), near[0] if near else None


def test_from_the_first_notice_to_the_answer_on_the_sheet() -> None:
    made = shop(AUG1)
    assert act(made, D(2026, 6, 23)) == ("tell the delay", JUL1, 0)
    assert act(made, D(2026, 6, 24)) == ("tell the delay", JUL1, 1)
    (letter,) = made.letters(24)
    assert letter.legal == (Legal(Clause.US_AGREE, "SO1", JUL1, AUG1, JUL31),)
    assert act(made, D(2026, 6, 24))[0] == "tell the delay", "the draft is still to be sent today"
    assert act(made, D(2026, 6, 25)) == ("get consent, else cancel and refund", JUL31, 0)
    assert act(made, AUG1) == ("cancel and refund", D(2026, 8, 11), 0)
    made.book["Messages"][0]["Status"] = "agreed"
    assert act(made, D(2026, 6, 25)) == ("ship", AUG1, 0)


def test_one_row_of_a_message_agreed_is_agreed_for_the_order() -> None:
    made = shop(AUG1)
    made.book["Orders"].append({**made.line, "Line": "2"})
    made.letters(24)
    made.book["Messages"][1]["Status"] = "agreed"
    reading = core_side.read(made.book, made.settings)
    acts = plan(reading.tables, reading.settings, D(2026, 6, 25)).backorders["legal_act"]
    assert acts.tolist() == ["ship", "ship"]


def test_a_promised_date_is_the_day_agreed_at_first() -> None:
    made = shop(AUG1)
    made.line["Promised"] = D(2026, 8, 10)
    assert act(made, D(2026, 6, 24)) == ("ship", D(2026, 8, 10), 0)
    assert made.letters(24)[0].legal == ()


def test_a_cancelled_and_paid_order_is_refunded_within_seven_working_days() -> None:
    made = shop(AUG1)
    made.letters(24)
    made.line["Cancelled"] = 10
    assert made.letters(26)[0].legal == (Legal(Clause.US_REFUND, "SO1", None, None, D(2026, 7, 7)),)
    unpaid = shop(AUG1)
    unpaid.line["Paid"] = "no"
    unpaid.letters(24)
    unpaid.line["Cancelled"] = 10
    assert unpaid.letters(26)[0].legal == ()


def test_when_the_time_for_a_notice_ran_out_a_person_decides() -> None:
    made = shop(AUG1)
    (letter,) = made.letters(5, month=7)
    assert letter.legal == () and "counts as cancelled by law" in letter.review


@pytest.mark.parametrize(
    ("regime", "customer", "expected"),
    [
        ("none", {}, ""),
        ("US", {"Business": "yes"}, ""),
        ("UK", {}, "deliver"),
        ("by Country", {}, ""),
        ("by Country", {"Country": "U.S.A."}, "tell the delay"),
        ("by Country", {"Country": "united  states"}, "tell the delay"),
        ("by Country", {"Country": "Österreich"}, "deliver"),
        ("by Country", {"Country": "gb"}, "deliver"),
        ("by Country", {"Country": "Norway"}, ""),
        ("by Country", {"Country": "DE", "Business": "x"}, ""),
    ],
)
def test_whose_law(regime: str, customer: dict[str, Any], expected: str) -> None:
    made = shop(AUG1, regime, **customer)
    assert act(made, D(2026, 6, 3))[0] == expected
