"""Is a column read as a whole: repaired where it is certain, asked where it is not, never guessed?"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backorder_xl.core.words import DateOrder
from backorder_xl.imports.cells.codes import codes
from backorder_xl.imports.cells.column import Column
from backorder_xl.imports.cells.dates import dates, order_of
from backorder_xl.imports.cells.known import Known
from backorder_xl.imports.cells.months import month_of
from backorder_xl.imports.cells.numbers import mark_of, numbers
from backorder_xl.imports.model import Cell, Remark, Weight

DMY, MDY, ISO = DateOrder.DMY, DateOrder.MDY, DateOrder.ISO
ASKED, REPAIRED, OUT = Weight.QUESTION, Weight.REPAIRED, Weight.LEFT_OUT


def column(*cells: Cell) -> Column:
    return Column("export.csv", "Header", list(cells), list(range(2, len(cells) + 2)))


def days(*texts: str | None) -> list[dt.date | None]:
    return [dt.date.fromisoformat(text) if text else None for text in texts]


def weights(remarks: list[Remark]) -> list[Weight]:
    return [remark.weight for remark in remarks]


def test_one_day_above_twelve_settles_the_column() -> None:
    read = dates(column("7/10/2003", None, "15/06/2025"))
    assert read.values == days("2003-10-07", None, "2025-06-15") and not read.open
    assert [(r.weight, r.row) for r in read.remarks] == [(REPAIRED, 4)]
    assert dates(column("7/10/2003", "06/15/2025")).values == days("2003-07-10", "2025-06-15")


def test_the_order_is_asked_where_no_cell_and_no_setting_says_it() -> None:
    read = dates(column("7/10/2003", "01/02/25", "3/3/2026"))
    assert read.values == days(None, None, "2026-03-03") and read.open == {0, 1}
    (told,) = read.remarks
    assert told.weight is ASKED and "10 July 2003 (MDY)" in told.text and "2 rows: 2, 3" in told.text
    assert dates(column("7/10/2003"), DMY).values == days("2003-10-07")


def test_what_the_cells_say_goes_before_the_setting_and_that_is_told() -> None:
    read = dates(column("7/10/2003", "15/06/2025"), MDY)
    assert read.values == days("2003-10-07", "2025-06-15") and "although Date Order is MDY" in read.remarks[0].text


def test_cells_of_both_orders_are_each_certain_and_the_rest_is_asked() -> None:
    read = dates(column("15/06/25", "06/15/25", "01/02/25"), DMY)
    assert read.values == days("2025-06-15", "2025-06-15", None) and weights(read.remarks) == [ASKED]


def test_the_order_of_another_column_of_the_file_can_be_handed_on() -> None:
    assert order_of([column("1/2/2026"), column("13/2/2026")]) is DMY
    assert order_of([column("1/13/2026"), column("13/2/2026")]) is ISO


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2026-05-01 10:00:00 +0200", "2026-05-01"), ("2026-05-01T23:59:59Z", "2026-05-01"), ("20260501", "2026-05-01"),
        ("'2026-05-01", "2026-05-01"), ("5. März 2026", "2026-03-05"), ("5 de marzo de 2026", "2026-03-05"),
        ("vendredi 6 mars 2026", "2026-03-06"), ("12 maggio 2026", "2026-05-12"), ("3 mei 2026", "2026-05-03"),
        ("5 марта 2026 г.", "2026-03-05"), ("Aug 13, 2026", "2026-08-13"), ("Mar-09-26", "2026-03-09"),
        ("13-Aug-26", "2026-08-13"), ("99-03-04", "1999-03-04"),
        (45123.75, "2023-07-16"), ("45123", "2023-07-16"), (dt.datetime(2026, 5, 1, 10), "2026-05-01"),
    ],
)  # fmt: skip
def test_days_that_are_certain(cell: Cell, day: str) -> None:
    assert dates(column(cell)).values == days(day)


@pytest.mark.parametrize("cell", ["0000-00-00", "00/00/0000", "n/a", "-", "", "  ", None, 0.0])
def test_cells_that_say_there_is_no_day(cell: Cell) -> None:
    read = dates(column(cell))
    assert read.values == [None] and not read.open


@pytest.mark.parametrize(
    ("cell", "weight", "words"),
    [
        ("00:00.0", OUT, "the date itself was lost"), ("31/02/2026", OUT, "no such day"), ("soon", OUT, "is no date"),
        (True, OUT, "is no date"), ("=A1", OUT, "formula"), ("26-03-04", ASKED, "4 March 2026 or 26 March 2004"),
    ],
)  # fmt: skip
def test_cells_that_are_no_day_are_not_blank(cell: Cell, weight: Weight, words: str) -> None:
    read = dates(column(cell, "2026-01-01"))
    assert read.values[0] is None and read.open == {0}
    assert weights(read.remarks) == [weight] and words in read.remarks[0].text


def test_a_year_far_off_is_noted() -> None:
    read = dates(column("1926-03-05"))
    assert read.values == days("1926-03-05") and weights(read.remarks) == [Weight.NOTED]


@given(
    st.lists(st.dates(dt.date(2000, 1, 1), dt.date(2049, 12, 31)), min_size=1, max_size=20),
    st.sampled_from(["%d/%m/%Y", "%m/%d/%Y"]),
)
def test_a_column_of_slashes_is_right_or_asked(wanted: list[dt.date], pattern: str) -> None:
    read = dates(column(*[day.strftime(pattern) for day in wanted]))
    certain = any(day.day > 12 for day in wanted)
    for index, (day, found) in enumerate(zip(wanted, read.values, strict=True)):
        assert found == day if certain or day.day == day.month else found is None and index in read.open


def test_months_of_all_languages_are_those_of_english() -> None:
    assert [month_of(w) for w in ("Januar", "février", "MARZO", "avr.", "mei", "czerwca", "июля", "août")] == list(range(1, 9))
    assert month_of("Schraube") == 0


def test_one_certain_number_settles_the_column() -> None:
    assert numbers(column("1,288", "12.5")).values == [Decimal(1288), Decimal("12.5")]
    assert numbers(column("1,288", "12,5", "1.288")).values == [Decimal("1.288"), Decimal("12.5"), Decimal(1288)]
    assert numbers(column("1.288,50", "3")).values == [Decimal("1288.50"), Decimal(3)]


def test_the_mark_is_asked_where_no_cell_and_no_setting_says_it() -> None:
    read = numbers(column("1,288", "12"))
    assert read.values == [None, Decimal(12)] and read.open == {0}
    assert "can be 1.288 or 1288" in read.remarks[0].text
    assert numbers(column("1,288"), ".").values == [Decimal(1288)]
    assert numbers(column("1,288"), ",").values == [Decimal("1.288")]
    assert mark_of([column("1,288"), column("0,5")]) == ","


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("(12)", "-12"), ("12-", "-12"), ("-12", "-12"), ("+3", "3"), ("'7", "7"), ('="7"', "7"), ("1'288.5", "1288.5"),
        ("1 288,5", "1288.5"), ("1,28,000.50", "128000.50"), (3.0, "3"), (0.1 + 0.2, "0.3"), ("12 pcs", "12"), ("5 Stk.", "5"),
        ("１２", "12"), (".5", "0.5"), ("0,125", "0.125"), ("1234,567", "1234.567"), ("0.5", "0.5"),
    ],
)  # fmt: skip
def test_numbers_that_are_certain(cell: Cell, value: str) -> None:
    read = numbers(column(cell))
    assert read.values == [Decimal(value)] and not read.remarks


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("$1,288.00", "1288"), ("EUR 12.50", "12.5"), ("12,50 €", "12.5"), ("12.00 kr", "12"), ("R$ 5", "5"),
        ("(USD 5.00)", "-5"), ("-$5", "-5"), ("CHF 1'200.00", "1200"), ("EUR5", "5"), ("US$ 5", "5"),
    ],
)  # fmt: skip
def test_money_in_cells(cell: Cell, value: str) -> None:
    assert numbers(column(cell), money=True).values == [Decimal(value)]
    assert weights(numbers(column(cell)).remarks) == [OUT]  # money is no quantity


@pytest.mark.parametrize(
    ("cell", "value", "words"), [("12%", "0.12", "is read as 0.12"), ("1E+05", "100000", "is read as 100000")]
)
def test_numbers_that_are_repaired(cell: Cell, value: str, words: str) -> None:
    read = numbers(column(cell))
    assert read.values == [Decimal(value)] and weights(read.remarks) == [REPAIRED] and words in read.remarks[0].text


@pytest.mark.parametrize(
    ("cell", "weight", "words"),
    [
        ("=44+50", ASKED, "a sum typed as text"), ("=A1", ASKED, "a formula typed as text"), ("#N/A", OUT, "an error"),
        ("five", OUT, "is no number"), (True, OUT, "yes or no"), (dt.datetime(2026, 1, 1), OUT, "but a date"),
        ("5 KG", OUT, "is no number"), ("1.234,5.6", OUT, "is no number"),
    ],
)  # fmt: skip
def test_cells_that_are_no_number_are_not_blank(cell: Cell, weight: Weight, words: str) -> None:
    read = numbers(column(cell, 1.0))
    assert read.values == [None, Decimal(1)] and read.open == {0}
    assert weights(read.remarks) == [weight] and words in read.remarks[0].text


def test_millions_that_stand_alone_may_have_been_thousandths() -> None:
    read = numbers(column("2,024,994", "12.5", "3"))
    assert read.values[0] is None and read.open == {0} and "2024994, or 2024.994" in read.remarks[0].text
    assert numbers(column("2,024,994", "3,110,245")).values == [Decimal(2024994), Decimal(3110245)]


@given(st.lists(st.decimals(0, 9_999_999, places=2), min_size=2, max_size=12), st.sampled_from(["us", "de", "fr", "ch"]))
def test_a_column_in_one_notation_is_right(wanted: list[Decimal], notation: str) -> None:
    mark, group = {"us": ".,", "de": ",.", "fr": ", ", "ch": ".'"}[notation]
    texts = [f"{value:,.2f}".translate(str.maketrans(",.", group + mark)) for value in wanted]
    assert numbers(column(*texts)).values == wanted


def test_codes_of_a_spreadsheet_and_of_a_script() -> None:
    assert codes(column(1001.0, " A-1 ", "'0042", '="0042"', None, 1.5)).values == ["1001", "A-1", "0042", "0042", None, "1.5"]
    assert codes(column("1001.0", None, "1002.0")).values == ["1001", None, "1002"]
    read = codes(column("1001.0", "A-1", "7"))
    assert read.values == [None, "A-1", "7"] and weights(read.remarks) == [ASKED]


KNOWN = Known(["007", "A-100", "MAR-1", "1E5", "0012", "12", "123456789012", "4006381333931001", "1.10", "SEP2", "3-4-26"])


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        (7.0, "007"), ("7", "007"), ("7.0", "007"), (100000.0, "1E5"), ("1E+05", "1E5"), ("1.23457E+11", "123456789012"),
        (4006381333931000.0, "4006381333931001"), ("4006381333931000", "4006381333931001"), (1.1, "1.10"),
        (dt.datetime(2026, 3, 1), "MAR-1"), ("1-Mar", "MAR-1"), ("01. Mrz", "MAR-1"), ("2026-03-01 00:00:00", "MAR-1"),
        ("2-Sep", "SEP2"), (dt.datetime(2026, 4, 3), "3-4-26"), ("Ａ-100", "A-100"),
    ],
)  # fmt: skip
def test_a_lost_code_is_found_where_one_known_code_fits(cell: Cell, code: str) -> None:
    read = codes(column(cell), KNOWN)
    assert read.values == [code] and weights(read.remarks) == [REPAIRED] and code in read.remarks[0].text


@pytest.mark.parametrize("cell", ["12", 12.0, "0012", "a-100", "mar-1", "1e5", "MAR-01", "3-1", "12/5", "1E9", "10.20.3000"])
def test_what_is_known_or_may_well_be_a_code_stays(cell: Cell) -> None:
    assert codes(column(cell), KNOWN).values == [str(int(cell)) if isinstance(cell, float) else cell]


@pytest.mark.parametrize(
    ("cell", "known", "named"),
    [
        (7.0, ["007", "0007"], "0007, 007"), ("1E+05", ["1E5", "10E4"], "1E5, 10E4"), ("1E+05", [], "took for a number"),
        (dt.datetime(2026, 3, 1), ["MAR-1", "1-3", "SEP2"], "1-3, MAR-1"), (dt.datetime(2026, 3, 1), ["A"], "is a date"),
        (4006381333931000.0, ["4006381333931001", "4006381333931002"], "4006381333931001, 4006381333931002"),
        (4006381333931000.0, [], "loses the last ones"), ("01/03/2026", [], "is a date"),
    ],
)  # fmt: skip
def test_a_lost_code_is_asked_where_none_or_several_fit(cell: Cell, known: list[str], named: str) -> None:
    read = codes(column(cell), Known(known))
    assert read.values == [None] and read.open == {0}
    assert weights(read.remarks) == [ASKED] and named in read.remarks[0].text


@pytest.mark.parametrize("cell", ["A 100", "A-1OO", "A-10", "А-100"])  # the last A is Cyrillic
def test_a_near_miss_is_used_as_it_stands_and_its_neighbour_named(cell: str) -> None:
    read = codes(column(cell, "Z-999"), Known(["A-100", "B-777"]))
    assert read.values == [cell, "Z-999"] and not read.open
    if cell != "A-1OO":  # two signs off, so nothing is said
        assert weights(read.remarks) == [Weight.NOTED] and "A-100" in read.remarks[0].text


@given(st.lists(st.text(st.sampled_from("0123456789"), min_size=1, max_size=6), min_size=1, max_size=30, unique=True))
def test_codes_made_numbers_come_back_or_are_asked(known: list[str]) -> None:
    read = codes(column(*[float(code) for code in known]), Known(known))
    for index, (code, found) in enumerate(zip(known, read.values, strict=True)):
        same = [other for other in known if float(other) == float(code)]
        plain = str(int(code))
        if plain in known:
            assert found == plain  # 12 is a known code, whatever 0012 became
        elif len(same) == 1 and plain != "0":
            assert found == code
        else:
            assert found != code and (index in read.open or found == plain)


def test_the_same_said_of_many_cells_is_said_once() -> None:
    read = numbers(column(*["x"] * 1000))
    assert len(read.remarks) == 1 and "1,000 rows: 2, 3, 4, 5, 6, ..." in read.remarks[0].text
