"""Each kind of value, exactly as rule 1.2 says."""

import datetime
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backorder_xl.core.settings import Settings
from backorder_xl.core.words import NO_MONEY, UNIT, DateOrder
from backorder_xl.tables.cells import micro_text
from backorder_xl.tables.contracts import BY_NAME, Field, Kind
from backorder_xl.tables.kinds import WANTS, coerce
from backorder_xl.tables.readings import date_text, number
from backorder_xl.workbook.model import CellError
from backorder_xl.workbook.shape import blank, fill

EU = Settings(decimal_mark=",")


def column(kind, *cells, settings=None, **more):
    wanted = more.pop("field", None) or Field("Thing", kind, "", **more)
    want = WANTS[wanted.kind]
    raw = blank(len(cells), want)
    fill(raw, want, ((i, float(c) if type(c) is int else c) for i, c in enumerate(cells)))
    return coerce(raw, wanted, settings or Settings())


def one(kind, cell, settings=None, **more):
    made = column(kind, cell, settings=settings, **more)
    return made.values[0], [f.code for f in made.findings]


# code


@pytest.mark.parametrize(
    ("cell", "kept"),
    [(1001.0, "1001"), ("00107", "00107"), ("  A-1 ", "A-1"), ("'0107", "0107"), ("\u00a0B2\u200b", "B2"), ("1001.0", "1001.0"),
     ("=SUM(A1)", "=SUM(A1)"), ("قلم", "قلم"), ("", ""), ("   ", ""), (0.5, "0.5"), (1e15, "1000000000000000"), ("'", "'")],
)  # fmt: skip
def test_code(cell, kept):
    assert one(Kind.CODE, cell) == (kept, [])


@pytest.mark.parametrize("kind", [Kind.CODE, Kind.TEXT, Kind.DATE, Kind.QTY, Kind.MONEY, Kind.DAYS, Kind.FLAG, Kind.CHOICE])
def test_signs_that_nobody_sees_are_a_blank_cell(kind):
    for unseen in ("\u200b", "\u2060", "\u00ad\u3000", "\u202e", "\ufeff \u200d"):
        made = column(kind, unseen)
        assert made.blank[0] and not made.findings


def test_cell_errors_are_told_never_taken_for_blank():
    made = column(Kind.CODE, CellError("#N/A"))
    assert [f.code for f in made.findings] == ["cell-error"] and not made.blank[0]
    assert one(Kind.TEXT, CellError("#REF!"), cosmetic=True) == ("", ["cell-error-ignored"])
    for kind in (Kind.QTY, Kind.DATE, Kind.FLAG, Kind.MONEY):
        assert one(kind, CellError("#VALUE!"))[1] == ["cell-error"]


# qty


@pytest.mark.parametrize(
    ("cell", "kept", "told"),
    [
        (5, 5_000_000, []), (0, 0, []), (0.1 + 0.2, 300_000, []), (0.5, 500_000, []), (1e9, 10**15, []),
        ("12", 12_000_000, []), (" 7.5 ", 7_500_000, []), ("'3", 3_000_000, []), (".5", 500_000, []), ("5.", 5_000_000, []),
        ("1,288.00", 1_288_000_000, ["thousands"]), ("2 024 994", 2_024_994_000_000, ["thousands"]),
        ("1'000", 1_000_000_000, ["thousands"]),
        (1 / 3, 333_333, ["rounded"]), ("0.1234567", 123_457, ["rounded"]),
        (-1, 0, ["negative"]), ("-2", 0, ["negative"]), ("5-", 0, ["negative"]), ("(5)", 0, ["negative"]),
        (1.1e9, 0, ["too-large"]), ("4006381333931", 0, ["too-large"]), (1e300, 0, ["too-large"]),
        ("1,5", 0, ["not-a-number"]), ("1,28,000", 0, ["not-a-number"]), ("abc", 0, ["not-a-number"]),
        ("=44+50", 0, ["not-a-number"]), ("5 pcs", 0, ["not-a-number"]), ("1.2.3", 0, ["not-a-number"]),
        ("1e5", 0, ["not-a-number"]), ("inf", 0, ["not-a-number"]), (True, 0, ["not-a-number"]),
        (datetime.datetime(1900, 1, 5), 0, ["not-a-number"]), ("n/a", 0, ["blank-word"]), ("-", 0, ["blank-word"]),
        (None, 0, []),
    ],
)  # fmt: skip
def test_qty(cell, kept, told):
    assert one(Kind.QTY, cell) == (kept, told)


def test_qty_with_a_decimal_comma():
    assert one(Kind.QTY, "1,5", EU) == (1_500_000, [])
    assert one(Kind.QTY, "1.288,5", EU) == (1_288_500_000, ["thousands"])
    assert one(Kind.QTY, "1.5", EU) == (0, ["not-a-number"])


def test_a_blank_quantity_is_its_default():
    assert one(Kind.QTY, None, default=0)[0] == 0


def test_the_other_decimal_mark_is_hinted_at():
    made = column(Kind.QTY, "1,5")
    assert "Decimal Mark" in str(made.findings[0].words["hint"])


def test_stock_below_zero_is_kept_and_told():
    field = BY_NAME["stock"].field("on_hand")
    assert one(None, -3, field=field) == (-3 * UNIT, ["negative-stock"])
    assert one(None, "-3", field=field) == (-3 * UNIT, ["negative-stock"])


@given(st.integers(0, 10**15))
def test_qty_is_exact_to_six_decimals(micro):
    """A cell holds the nearest double of a quantity; reading it gives the very quantity, up to a billion units."""
    assert one(Kind.QTY, float(Decimal(micro) / UNIT))[0] == micro


@given(st.decimals(0, 10**9, places=6), st.sampled_from([".", ","]))
def test_qty_text_reads_exactly(amount, mark):
    text = format(amount, "f").replace(".", mark)
    assert one(Kind.QTY, text, Settings(decimal_mark=mark)) == (int(amount * UNIT), [])


@given(st.integers(1000, 10**9), st.sampled_from([".", ","]))
def test_thousands_marks_in_threes_are_read_and_told(amount, mark):
    text = f"{amount:,}".replace(",", "." if mark == "," else ",")
    assert one(Kind.QTY, text, Settings(decimal_mark=mark)) == (amount * UNIT, ["thousands"])


@given(st.text(max_size=30), st.sampled_from([".", ","]))
def test_no_text_breaks_the_reading_of_numbers(text, mark):
    read = number(text, mark)
    assert read is None or read[0].is_finite()


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_no_number_breaks_a_quantity(value):
    kept, told = one(Kind.QTY, value)
    assert 0 <= kept <= 10**15
    assert told or abs(Decimal(int(kept)) / UNIT - Decimal(value)) <= Decimal("1e-6")


@given(st.integers(0, 10**15))
def test_millionths_are_shown_as_numbers(micro):
    assert Decimal(micro_text(micro)) * UNIT == micro


# money and whole numbers


@pytest.mark.parametrize(
    ("cell", "kept", "told"),
    [(9.8, 98_000, []), (-1, -10_000, []), (None, NO_MONEY, []), (0, 0, []), ("$5.00", 50_000, []), ("5.00 €", 50_000, []),
     ("EUR 7.25", 72_500, []), ("-$3", -30_000, []), ("call", NO_MONEY, ["not-a-number-ignored"]),
     (1e15, NO_MONEY, ["not-a-number-ignored"]), (1.23456, 12_346, [])],
)  # fmt: skip
def test_money(cell, kept, told):
    assert one(Kind.MONEY, cell) == (kept, told)


@pytest.mark.parametrize(
    ("cell", "kept", "told"),
    [(7, 7, []), (0, 0, []), (None, -1, []), ("14", 14, []), (2.5, 2, ["whole-days"]), (-1, -1, ["negative-ignored"]),
     ("2 weeks", -1, ["not-a-number-ignored"]), ("TBD", -1, ["blank-word"])],
)  # fmt: skip
def test_days(cell, kept, told):
    assert one(Kind.DAYS, cell) == (kept, told)


def test_an_unreadable_priority_is_the_default():
    assert one(None, "high", field=BY_NAME["orders"].field("priority")) == (5, ["not-a-number-ignored"])


# date


@pytest.mark.parametrize(
    ("cell", "kept", "told"),
    [
        (datetime.datetime(2026, 6, 15, 13, 30), "2026-06-15", []), ("2026-06-15", "2026-06-15", []),
        ("2026-06-15T23:59:00Z", "2026-06-15", []), ("2026-05-01 10:00:00 +0200", "2026-05-01", []),
        ("2026/06/15", "2026-06-15", []), ("2026-6-5", "2026-06-05", []), ("20260615", "2026-06-15", []),
        ("15 Jun 2026", "2026-06-15", ["date-words"]), ("June 15, 2026", "2026-06-15", ["date-words"]),
        (46188, "2026-06-15", ["date-number"]), (46188.75, "2026-06-15", ["date-number"]),
        (20260615, "2026-06-15", ["date-number"]), (datetime.datetime(1926, 6, 15), "1926-06-15", ["odd-year"]),
        ("2206-06-15", "2206-06-15", ["odd-year"]), ("7/7/2026", "2026-07-07", []),
        ("15/06/2025", "NaT", ["ambiguous-date"]), ("7/10/2003", "NaT", ["ambiguous-date"]),
        ("31/12/26", "NaT", ["ambiguous-date"]), ("2026-13-01", "NaT", ["not-a-date"]), ("31/31/2026", "NaT", ["not-a-date"]),
        ("00:00.0", "NaT", ["not-a-date"]), (0.5, "NaT", ["not-a-date"]), ("soon", "NaT", ["not-a-date"]),
        (5, "NaT", ["not-a-date"]), (True, "NaT", ["not-a-date"]), ("0202-06-15", "NaT", ["not-a-date"]),
        ("0000-00-00", "NaT", ["blank-word"]), ("00/00/0000", "NaT", ["blank-word"]), (0, "NaT", ["blank-word"]),
        (None, "NaT", []),
    ],
)  # fmt: skip
def test_date(cell, kept, told):
    value, found = one(Kind.DATE, cell)
    assert (str(value)[:10], found) == (kept, told)


def test_date_order_decides_and_the_error_names_the_readings():
    assert date_text("03/04/2026", DateOrder.DMY).day == datetime.date(2026, 4, 3)
    assert date_text("03/04/2026", DateOrder.MDY).day == datetime.date(2026, 3, 4)
    assert date_text("03.04.26 10:00", DateOrder.DMY).day == datetime.date(2026, 4, 3)
    assert date_text("03/04/2026", DateOrder.ISO).hint == "can be 3 April 2026 (DMY) or 4 March 2026 (MDY)"
    assert date_text("15/06/2026", DateOrder.MDY).hint == "can only be 15 June 2026 (DMY), while Date Order is MDY"


@given(st.dates(datetime.date(1900, 1, 1), datetime.date(2999, 12, 31)), st.times(), st.sampled_from(["T", " "]))
def test_iso_text_is_always_read(day, clock, between):
    assert date_text(day.isoformat(), DateOrder.MDY).day == day
    assert date_text(f"{day.isoformat()}{between}{clock.isoformat()}", DateOrder.ISO).day == day


@given(st.dates(datetime.date(1970, 1, 1), datetime.date(2100, 12, 31)), st.sampled_from("/.-"))
def test_slashed_text_follows_the_date_order(day, sign):
    assert date_text(day.strftime(f"%d{sign}%m{sign}%Y"), DateOrder.DMY).day == day
    assert date_text(day.strftime(f"%m{sign}%d{sign}%Y"), DateOrder.MDY).day == day


@given(st.text(max_size=30), st.sampled_from(list(DateOrder)))
def test_no_text_breaks_the_reading_of_dates(text, order):
    read = date_text(text, order)
    assert read.day is not None or read.code


# flag and choice


@pytest.mark.parametrize("cell", ["yes", "Y", "TRUE", "1", 1, True, "x", "X", " Yes "])
def test_flag_yes(cell):
    assert one(Kind.FLAG, cell) == (True, [])


@pytest.mark.parametrize("cell", ["no", "N", "false", "0", 0, False, None, " "])
def test_flag_no(cell):
    assert one(Kind.FLAG, cell) == (False, [])


def test_other_words_are_no_flag():
    assert one(Kind.FLAG, "maybe") == (False, ["not-a-flag"])
    assert one(Kind.FLAG, 2) == (False, ["not-a-flag"])


@pytest.mark.parametrize(
    ("table", "field", "cell", "kept", "told"),
    [
        ("orders", "status", "OPEN", "open", []), ("orders", "status", "On-Hold", "on hold", []),
        ("orders", "status", "Shipped", "closed", []), ("orders", "status", "Invoiced", "open", []),
        ("orders", "status", "canceled", "closed", []), ("orders", "status", "whatever", "open", ["unknown-choice"]),
        ("orders", "status", None, "open", []), ("purchase_orders", "status", "Approved", "ordered", []),
        ("purchase_orders", "status", "proposed", "proposed", []),
        ("purchase_orders", "status", "Draft", "ordered", ["unknown-choice"]),
        ("items", "policy", 1, "stop", []), ("items", "policy", 0, "backorder", []), ("items", "policy", True, "stop", []),
        ("items", "policy", "Drop-Ship", "drop ship", []), ("items", "policy", "Pre-Order", "preorder", []),
        ("items", "policy", "Made to order", "special order", []),
        ("orders", "paid", "paid", True, []), ("orders", "paid", "pending", False, []),
    ],
)  # fmt: skip
def test_choices_and_their_synonyms(table, field, cell, kept, told):
    assert one(None, cell, field=BY_NAME[table].field(field)) == (kept, told)


def test_all_kinds_of_an_empty_column():
    for kind in Kind:
        made = column(kind)
        assert len(made.values) == 0 and made.findings == []


def test_values_have_the_promised_types():
    assert column(Kind.QTY, 1, None).values.dtype == np.int64
    assert column(Kind.DATE, DAY := datetime.datetime(2026, 1, 1), None).values.dtype == np.dtype("datetime64[s]") and DAY
    assert column(Kind.FLAG, "x").values.dtype == np.bool_
    assert column(Kind.CODE, "x").values.dtype == object
