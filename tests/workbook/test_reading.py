"""Do both readers give every cell exactly, at its absolute place? (rules 1.1, 1.2)"""

from __future__ import annotations

import datetime as dt
import logging
import sys
from pathlib import Path

import numpy as np
import openpyxl
import pytest
import xlsxwriter

from backorder_xl.workbook import fast
from backorder_xl.workbook.cells import date_like
from backorder_xl.workbook.file import FileBook
from backorder_xl.workbook.model import CellError, RawTable, Want
from backorder_xl.workbook.shape import number_text

from .books import parts, replace_in, rezip, with_prefix

VALUES = [
    "A", 1001, 0.5, -0.0, 0.1 + 0.2, 1e-7, 1e16, 12345678901234567890, 123456789012345, True, False, dt.date(2026, 6, 1),
    dt.datetime(2026, 6, 1, 23, 59, 59), "2026-06-01", "12", " 007 ", "   ", "nan", "inf", "true", "a_x0041_b", "<&>\"'",
    "line\nbreak", "_x000D_", "é漢字😀", "1,5", dt.datetime(1900, 1, 1), dt.datetime(1900, 2, 28), dt.date(9999, 12, 31), None,
    "#N/A", 46000, -5, "1e5",
]  # fmt: skip


def odd_cells(path: Path, row: int, column: int, base1904: bool = False) -> None:
    """All odd values in four equal columns under a header, with blank rows and columns before."""
    book = xlsxwriter.Workbook(path, {"date_1904": base1904, "strings_to_formulas": False})
    sheet = book.add_worksheet("S")
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    clock, elapsed = book.add_format({"num_format": "hh:mm"}), book.add_format({"num_format": "[h]:mm"})
    if row > 2:
        sheet.write(0, 6, "A title far from the table")
    for c in range(column, column + 4):
        sheet.write_string(row, c, f"H{c}")
        for i, value in enumerate(VALUES, row + 1):
            if isinstance(value, (dt.date, dt.datetime)):
                if not base1904 or value.year > 1904:
                    sheet.write_datetime(i, c, value, day)
            elif isinstance(value, str):
                sheet.write_string(i, c, value)
            elif value is not None:
                sheet.write(i, c, value)
        i = row + 1 + len(VALUES)
        sheet.write_formula(i, c, "=NA()", None, "#N/A")
        sheet.write_formula(i + 1, c, "=1/0", None, "#DIV/0!")
        sheet.write_formula(i + 2, c, '="x"&1', None, "x1")
        sheet.write_formula(i + 3, c, "=1+1", None, 2)
        sheet.write_number(i + 4, c, 0.25, clock)
        sheet.write_number(i + 5, c, 1.5, elapsed)
        sheet.write_blank(i + 6, c, None, day)
        sheet.write_rich_string(i + 7, c, "half ", book.add_format({"bold": True}), "bold")
        sheet.write_number(i + 8, c, 46174.52083333334, day)
    book.close()


def both(path: Path, header_row: int, wanted: dict[int, Want], last_row: int | None = None) -> tuple[RawTable, RawTable]:
    """The same columns through the fast and the slow reader."""
    book = FileBook(path)
    slow_only = pytest.MonkeyPatch()
    with slow_only.context() as patch:
        patch.setattr(fast, "WORTH_IT", sys.maxsize)
        slow = book.read("S", header_row, last_row, wanted)
    with slow_only.context() as patch:
        patch.setattr(fast, "WORTH_IT", 0)
        made = fast.read_columns(book._sheet_text("S"), book._values, slow.first_row, slow.rows, wanted)
        assert made is not None, "the fast reader gave up"
        quick = book.read("S", header_row, last_row, wanted)
    return quick, slow


def assert_same(one: RawTable, two: RawTable) -> None:
    assert (one.header_row, one.first_row, one.rows) == (two.header_row, two.first_row, two.rows)
    assert one.columns.keys() == two.columns.keys()
    for column, made in one.columns.items():
        other = two.columns[column]
        assert made.values.dtype == other.values.dtype
        for i, (a, b) in enumerate(zip(made.values.tolist(), other.values.tolist(), strict=True)):
            assert a == b or (a != a and b != b), (column, i)
        assert made.odd == other.odd
        assert [type(made.odd[i]) for i in sorted(made.odd)] == [type(other.odd[i]) for i in sorted(other.odd)]


@pytest.mark.parametrize("want", list(Want))
@pytest.mark.parametrize("base1904", [False, True])
@pytest.mark.parametrize(("row", "column"), [(0, 0), (4, 2), (2, 1), (7, 30)])
def test_both_readers_agree(tmp_path: Path, want: Want, base1904: bool, row: int, column: int) -> None:
    path = tmp_path / "odd.xlsx"
    odd_cells(path, row, column, base1904)
    wanted = {c + 1: want for c in range(max(0, column - 1), column + 6)}
    for last in (None, row + 9, 200):
        assert_same(*both(path, row + 1, wanted, last))


def test_every_kind_of_cell_comes_back_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "odd.xlsx"
    odd_cells(path, 4, 2)
    wanted = {3: Want.TEXT, 4: Want.NUMBER, 5: Want.DATE, 6: Want.ANY}
    table, _ = both(path, 5, wanted)
    assert (table.first_row, table.rows) == (6, len(VALUES) + 9)
    text, number, day, any_ = (table.columns[c] for c in (3, 4, 5, 6))
    at = {str(v): i for i, v in enumerate(VALUES)}
    n = len(VALUES)
    assert text.values[at["1001"]] == "1001"
    assert text.values[at["0.5"]] == "0.5"
    assert text.values[at["True"]] == "TRUE"
    assert text.values[at["2026-06-01 23:59:59"]] == "2026-06-01 23:59:59"
    assert text.values[11] == "2026-06-01"
    assert text.values[at[" 007 "]] == " 007 "
    assert text.values[at["   "]] is None
    assert text.values[at["123456789012345"]] == "123456789012345"
    assert text.values[n + 7] == "half bold"
    assert text.odd == {n: CellError("#N/A"), n + 1: CellError("#DIV/0!")}
    assert number.values[1] == 1001
    assert np.isnan(number.values[0])
    assert number.odd[0] == "A"
    assert number.odd[at["12"]] == "12"
    assert number.odd[at["nan"]] == "nan"
    assert number.odd[at["True"]] is True
    assert number.odd[11] == dt.datetime(2026, 6, 1)
    assert number.values[n + 3] == 2
    assert day.values[11] == np.datetime64("2026-06-01", "s")
    assert day.values[at["1900-02-28 00:00:00"]] == np.datetime64("1900-02-28", "s")
    assert day.values[n + 8] == np.datetime64("2026-06-01T12:30:00", "s")
    assert day.odd[at["46000"]] == 46000.0
    assert day.odd[at["2026-06-01"]] == "2026-06-01"
    assert day.odd[n + 4] == 0.25
    assert any_.values[1] == 1001.0
    assert any_.values[at["False"]] is False
    assert any_.odd == {n: CellError("#N/A"), n + 1: CellError("#DIV/0!")}


def test_top_is_absolute_and_cheap(tmp_path: Path) -> None:
    path = tmp_path / "odd.xlsx"
    odd_cells(path, 4, 2)
    top = FileBook(path).top("S", 8)
    assert top[0] == [None] * 6 + ["A title far from the table"]
    assert top[1:4] == [[], [], []]
    assert top[4] == [None, None, "H2", "H3", "H4", "H5"]
    assert top[6][2] == 1001.0
    assert len(top) == 8


def test_openpyxl_reads_the_same(tmp_path: Path) -> None:
    path = tmp_path / "odd.xlsx"
    odd_cells(path, 0, 0)
    table, _ = both(path, 1, {1: Want.ANY})
    sheet = openpyxl.load_workbook(path, data_only=True)["S"]
    for i, value in enumerate(table.columns[1].values):
        theirs = sheet.cell(i + 2, 1).value
        if value is None or isinstance(theirs, (dt.time, dt.timedelta)) or i in table.columns[1].odd:
            continue
        if isinstance(theirs, str) and "_x" in theirs:
            continue  # openpyxl leaves these as they are written
        assert theirs == value or str(theirs).startswith(str(value)), i


def test_excel_tables_and_formulas_are_told(orders: Path) -> None:
    book = FileBook(orders)
    (table,) = book.excel_tables()
    assert (table.name, table.sheet, table.header_row, table.last_row, table.totals) == ("Orders", "Orders", 1, 13, False)
    assert table.headers == ("Order", "Order Date", "SKU", "Ordered", "Twice")
    assert book.formula_cells("Orders", [4, 5]) == {(row, 5) for row in range(2, 14)}
    assert book.formula_cells("Orders", []) == set()


def test_unusual_spelling_of_the_sheet_is_read_the_same(tmp_path: Path) -> None:
    path = tmp_path / "odd.xlsx"
    odd_cells(path, 0, 0)
    wanted = {1: Want.TEXT, 2: Want.NUMBER, 3: Want.DATE, 4: Want.ANY}
    plain = FileBook(path).read("S", 1, None, wanted)
    content = parts(path)
    sheet = "xl/worksheets/sheet1.xml"
    import re

    bare = re.sub(rb'<c r="[A-Z]+[0-9]+"', b"<c", content[sheet])  # cells to be counted
    commented = content[sheet].replace(b"<sheetData>", b"<sheetData><!-- <row r='1'/> -->")
    turned = re.sub(rb'<c (r="[A-Z]+[0-9]+") (s="[0-9]+")', rb"<c \2 \1", content[sheet])
    for text in (with_prefix(content[sheet]), bare, commented, turned):
        rezip(path, {**content, sheet: text})
        if text is bare:
            continue  # blank cells at the start of a row cannot be told in it; it must be read at least
        assert_same(FileBook(path).read("S", 1, None, wanted), plain)
    rezip(path, {**content, sheet: bare})
    assert FileBook(path).read("S", 1, None, wanted).rows == plain.rows


@pytest.mark.parametrize("place", ["XFD1", "XFD1048576", "ZZZ5"])
def test_a_stray_cell_far_away_does_no_harm(tmp_path: Path, place: str) -> None:
    path = tmp_path / "far.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("S")
    for i in range(12_000):
        sheet.write_row(i, 0, [f"A{i}", i])
    book.close()
    row = "".join(c for c in place if c.isdigit())
    cell = f'<c r="{place}"><v>1</v></c>'
    if row == "1048576":
        replace_in(path, "xl/worksheets/sheet1.xml", "</sheetData>", f'<row r="{row}">{cell}</row></sheetData>')
    else:
        text = parts(path)["xl/worksheets/sheet1.xml"].decode()
        start = text.index(f'<row r="{row}"')
        old = text[start : text.index("</row>", start) + 6]
        replace_in(path, "xl/worksheets/sheet1.xml", old, old.replace("</row>", cell + "</row>"))
    table = FileBook(path).read("S", 0, 12_000, {1: Want.TEXT, 2: Want.NUMBER})
    assert table.columns[1].values[11_999] == "A11999"
    assert table.columns[2].values.sum() == sum(range(12_000))


def test_a_wrong_dimension_truncates_nothing(tmp_path: Path) -> None:
    path = tmp_path / "wrong.xlsx"
    odd_cells(path, 0, 0)
    text = parts(path)["xl/worksheets/sheet1.xml"].decode()
    start = text.index("<dimension")
    replace_in(path, "xl/worksheets/sheet1.xml", text[start : text.index(">", start) + 1], '<dimension ref="A1:B2"/>')
    assert_same(*both(path, 1, {1: Want.TEXT, 2: Want.ANY}))


def test_reading_says_nothing(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path = tmp_path / "odd.xlsx"
    odd_cells(path, 0, 0)
    with caplog.at_level(logging.WARNING):
        both(path, 1, {1: Want.TEXT, 9: Want.NUMBER})
    assert not caplog.records


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("yyyy-mm-dd", "date"), ("dd.mm.yyyy", "date"), ("mmm", "date"), ("hh:mm", "clock"), ("[h]:mm", "elapsed"),
        ("General", ""), ("#,##0.00", ""), ('0 "days"', ""), ("[Red]0", ""), ("[$-409]d-mmm", "date"), ("0\\d", ""),
        ('"May" 0', ""), ("mm:ss.0", "clock"), ("0.00E+00", ""), ("@", ""),
    ],
)  # fmt: skip
def test_number_formats_that_show_dates(code: str, kind: str) -> None:
    assert date_like(code) == kind


@pytest.mark.parametrize(
    ("number", "text"),
    [(1001.0, "1001"), (0.5, "0.5"), (-0.0, "0"), (1e16, "10000000000000000"), (1e-7, "0.0000001"), (0.1 + 0.2, "0.3"),
     (1234567890123456.0, "1234567890123456"), (100.0, "100")],
)  # fmt: skip
def test_numbers_as_codes(number: float, text: str) -> None:
    assert number_text(number) == text
