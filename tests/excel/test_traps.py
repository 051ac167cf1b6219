"""Does the engine hurt where Excel hurts: texts that turn into something else, protected sheets, filters, tables, names?"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import openpyxl
import pandas as pd
import pytest
import xlwings as xw
from openpyxl.styles import Protection
from openpyxl.worksheet.table import Table

from tests.excel.engine import FilteredWrites, com_error


@pytest.fixture
def sheet(excel):
    return excel.new().sheets[0]


def refusal(error: pytest.ExceptionInfo[com_error]) -> tuple[int, str | None]:
    """Code and text of what Excel said, from where xlwings' users find them."""
    hresult, _, excepinfo, _ = error.value.args
    assert hresult == -2147352567 and excepinfo[5] == -2146827284
    return hresult, excepinfo[2]


# Texts


@pytest.mark.parametrize(
    ("text", "value", "number_format"),
    [
        ("007", 7.0, "General"),
        ("1-2", dt.datetime(2026, 1, 2), "d-mmm"),
        ("3/4/2025", dt.datetime(2025, 3, 4), "m/d/yyyy"),
        ("2026-01-31", dt.datetime(2026, 1, 31), "m/d/yyyy"),
        ("MAR1", dt.datetime(2026, 3, 1), "d-mmm"),
        ("SEPT-2", dt.datetime(2026, 9, 2), "d-mmm"),
        ("1/45", dt.datetime(1945, 1, 1), "mmm-yy"),
        ("TRUE", True, "General"),
        ("false", False, "General"),
        ("12E4", 120000.0, "0.00E+00"),
        ("1,250", 1250.0, "#,##0"),
        ("(5)", -5.0, "General"),
        (" 12 ", 12.0, "General"),
        ("50%", 0.5, "0%"),
        ("$5.50", Decimal("5.5"), '"$"#,##0.00'),
        ("12:30", dt.datetime(1899, 12, 30, 12, 30), "h:mm"),
        ("12345678901234567890", 12345678901234567000.0, "General"),
        # ... and these stay what they are.
        ("A-1", "A-1", "General"),
        ("1-2-3-4", "1-2-3-4", "General"),
        ("13/32", "13/32", "General"),
        ("30/31/2026", "30/31/2026", "General"),
        ("12,34", "12,34", "General"),
        ("1.5.2", "1.5.2", "General"),
        ("true story", "true story", "General"),
        ("'007", "007", "General"),
        ("'=1+1", "=1+1", "General"),
    ],
)
def test_a_text_is_read_as_if_it_was_typed(sheet, text: str, value: object, number_format: str) -> None:
    sheet["A1"].value = text
    found = sheet["A1"].value
    assert (found, type(found)) == (value, type(value))
    assert sheet["A1"].number_format == number_format


def test_a_cell_formatted_as_text_takes_texts_as_they_are_and_numbers_as_texts(sheet) -> None:
    sheet["A1:F1"].number_format = "@"
    sheet["A1"].value = ["007", "1-2", "TRUE", "=1+1", "'x", 5]
    assert sheet["A1:F1"].value == ["007", "1-2", "TRUE", "=1+1", "x", "5"]
    assert sheet["D1"].formula == "=1+1" and not sheet["D1"].api.HasFormula


def test_an_apostrophe_is_a_prefix_and_is_kept_in_the_file(sheet, excel, tmp_path) -> None:
    sheet["A1"].value = "'007"
    assert sheet["A1"].api.PrefixCharacter == "'"
    saved = openpyxl.load_workbook(excel.save(sheet.book, tmp_path / "x.xlsx")).active["A1"]
    assert (saved.value, saved.data_type, saved.quotePrefix) == ("007", "s", True)
    sheet["A1"].value = 5
    assert sheet["A1"].api.PrefixCharacter == "" and sheet["A1"].value == 5.0


def test_a_text_that_begins_as_a_formula_is_one(sheet) -> None:
    sheet["A1"].value = [["=SUM(B1:B2)", "+B1", "-B1", "-5", "=", "- 5"]]
    assert sheet["A1:F1"].formula == (("=SUM(B1:B2)", "=B1", "=-B1", "-5", "=", "-5"),)
    with pytest.raises(com_error) as error:
        sheet["A2"].value = "=SUM(B1"
    assert refusal(error)[1] is None
    with pytest.raises(com_error):
        sheet["A2"].value = "= see below"
    assert sheet["A2"].value is None


def test_a_text_may_have_32767_characters(sheet) -> None:
    sheet["A1"].value = "x" * 32767
    with pytest.raises(com_error) as error:
        sheet["A2"].value = "x" * 32768
    refusal(error)


def test_what_python_has_and_excel_does_not_is_refused_as_pywin32_refuses(sheet) -> None:
    with pytest.raises(TypeError, match="COM VARIANT"):
        sheet["A1"].value = [object()]


# Numbers and dates


def test_the_number_format_decides_what_a_number_comes_as(sheet) -> None:
    sheet["A1"].value = [46000, 46000, 46000.5, 46000]
    sheet["B1"].number_format, sheet["C1"].number_format, sheet["D1"].number_format = (
        "dd.mm.yyyy",
        "yyyy-mm-dd hh:mm",
        "#,##0.00 €",
    )
    assert sheet["A1:D1"].value == [46000.0, dt.datetime(2025, 12, 9), dt.datetime(2025, 12, 9, 12), Decimal("46000")]
    assert sheet["A1:D1"].api.Value2 == ((46000.0, 46000.0, 46000.5, 46000.0),)
    sheet["E1"].number_format = "0.00"  # a date in a cell with another format is a number
    sheet["E1"].value = dt.date(2026, 1, 1)
    assert sheet["E1"].value == 46023.0
    sheet["F1"].number_format = "yyyy"
    sheet["F1"].value = -1
    assert sheet["F1"].value == -1.0


def test_a_book_may_count_its_days_from_1904(excel, tmp_path) -> None:
    wb = openpyxl.Workbook()
    wb.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    wb.active["A1"] = dt.datetime(2026, 1, 5)
    wb.save(tmp_path / "mac.xlsx")
    book = excel.open(tmp_path / "mac.xlsx")
    assert book.api.Date1904 and not excel.new().api.Date1904
    cells = book.sheets[0]["A1:B1"]
    book.sheets[0]["B1"].value = dt.date(2026, 1, 5)
    assert cells.value == [dt.datetime(2026, 1, 5)] * 2 and cells.api.Value2 == ((44565.0, 44565.0),)
    after = openpyxl.load_workbook(excel.save(book, tmp_path / "after.xlsx")).active
    assert after["A1"].value == after["B1"].value == dt.datetime(2026, 1, 5)


def test_the_hidden_part_of_a_merged_area_takes_nothing(sheet) -> None:
    sheet["A1:C1"].merge()
    sheet["A1"].value = ["a", "b", "c", "d"]
    assert sheet["A1:D1"].value == ["a", None, None, "d"]


def test_an_array_that_is_too_small_is_repeated_or_filled_up(sheet) -> None:
    sheet["A1:B3"].api.Value = ((1, 2),)
    assert sheet["A1:B3"].value == [[1.0, 2.0]] * 3
    sheet["D1:E3"].api.Value = ((1, 2), (3, 4))
    assert sheet["D3:E3"].options(err_to_str=True).value == ["#N/A", "#N/A"]


# Protection


def test_a_locked_cell_of_a_protected_sheet_refuses(sheet) -> None:
    sheet["A1:B1"].value = [1, 2]
    sheet["B1"].api.Locked = False
    sheet.api.Protect()
    assert sheet.api.ProtectContents and sheet["A1:B1"].api.Locked is None
    sheet["B1"].value = 3
    for write in (
        lambda: setattr(sheet["A1"], "value", 5),
        lambda: setattr(sheet["A1:B1"], "value", [5, 5]),
        sheet["A1"].clear_contents,
    ):
        with pytest.raises(com_error) as error:
            write()
        assert "is on a protected sheet" in str(refusal(error)[1])
    with pytest.raises(com_error, match="NumberFormat property"):
        sheet["B1"].number_format = "0"
    with pytest.raises(com_error, match="Insert method"):
        sheet["1:1"].insert("down")
    assert sheet["A1:B1"].value == [1.0, 3.0]
    sheet.api.Unprotect()
    sheet["A1"].value = 9
    sheet.api.Protect("secret", UserInterfaceOnly=True)
    sheet["A1"].value = 10
    with pytest.raises(com_error, match="password"):
        sheet.api.Unprotect("wrong")
    sheet.api.Unprotect("secret")
    assert not sheet.api.ProtectContents


def test_protection_of_a_file_is_heeded(excel, tmp_path) -> None:
    wb = openpyxl.Workbook()
    wb.active["A2"].protection = Protection(locked=False)
    wb.active.protection.sheet = True
    wb.security = openpyxl.workbook.protection.WorkbookProtection(lockStructure=True)
    wb.save(tmp_path / "shut.xlsx")
    book = excel.open(tmp_path / "shut.xlsx")
    book.sheets[0]["A2"].value = 1
    with pytest.raises(com_error):
        book.sheets[0]["A1"].value = 1
    with pytest.raises(com_error):
        book.sheets.add("More")


# Filters


def filtered(sheet) -> xw.main.Table:
    """A table of which rows 3 and 4 are hidden by a filter."""
    sheet["A1"].value = [["Who", "Qty"], ["a", 1], ["b", 2], ["b", 3], ["a", 4]]
    table = sheet.tables.add(sheet["A1:B5"], name="tF")
    table.range.api.AutoFilter(1, "a")
    return table


def test_a_filter_hides_rows_and_says_how(sheet, excel, tmp_path) -> None:
    table = filtered(sheet)
    own = table.api.AutoFilter
    assert [sheet.range((r, 1)).api.EntireRow.Hidden for r in range(1, 6)] == [False, False, True, True, False]
    assert own.FilterMode and own.Filters(1).On and not own.Filters(2).On
    assert (own.Filters(1).Criteria1, own.Filters(1).Operator) == ("a", 0)
    table.range.api.AutoFilter(2, ">1", 1, "<4")
    assert sheet["A2"].api.EntireRow.Hidden and own.Filters(2).Criteria2 == "<4"
    again = excel.open(excel.save(sheet.book, tmp_path / "filtered.xlsx")).sheets[0].tables["tF"].api.AutoFilter
    assert (again.Filters(2).Criteria1, again.Filters(2).Operator, again.Filters(2).Criteria2) == (">1", 1, "<4")
    own.ShowAllData()
    assert not own.FilterMode and not sheet["A3"].api.EntireRow.Hidden
    with pytest.raises(com_error):
        own.ShowAllData()
    table.range.api.AutoFilter(1, ["a", "b", "c"], 7)
    assert own.Filters(1).Criteria1 == ("=a", "=b", "=c")
    table.show_autofilter = False
    assert table.api.AutoFilter is None


@pytest.mark.parametrize(
    ("way", "found"),
    [
        (FilteredWrites.FIRST, [10.0, 2.0, 3.0, 10.0]),
        (FilteredWrites.SHIFT, [10.0, 2.0, 3.0, 20.0]),
        (FilteredWrites.SKIP, [10.0, 2.0, 3.0, 40.0]),
        (FilteredWrites.THROUGH, [10.0, 20.0, 30.0, 40.0]),
    ],
)
def test_writing_over_rows_that_a_filter_hides_goes_wrong(excel, sheet, way: FilteredWrites, found: list[float]) -> None:
    filtered(sheet)
    excel.switches.filtered_writes = way
    sheet["B2"].options(transpose=True).value = [10, 20, 30, 40]
    assert sheet["B2:B5"].value == found


def test_without_a_filter_hidden_rows_are_written(sheet) -> None:
    filtered(sheet).api.AutoFilter.ShowAllData()
    sheet["3:4"].api.Hidden = True
    sheet["B2"].options(transpose=True).value = [10, 20, 30, 40]
    assert sheet["B2:B5"].value == [10.0, 20.0, 30.0, 40.0]


# Tables


def test_headers_are_texts_none_empty_and_none_twice(sheet) -> None:
    sheet["A1"].value = [[2026, "Qty", "qty", None], [1, 2, 3, 4]]
    table = sheet.tables.add(sheet["A1:D2"], name="tH")
    assert table.header_row_range.value == ["2026", "Qty", "qty2", "Column4"]
    sheet["B1"].clear_contents()
    assert sheet["B1"].value == "Column2" and table.columns[1].name == "Column2"


def test_a_table_keeps_its_header_row_when_it_is_resized(sheet) -> None:
    sheet["A1"].value = [["a", "b"], [1, 2], [3, 4]]
    table = sheet.tables.add(sheet["A1:B3"], name="tR")
    sheet["E1"].value = [["c"], [5]]
    sheet.tables.add(sheet["E1:E2"], name="tOther")
    for address, text in {
        "A2:B4": "same row",
        "C1:D4": "overlap",
        "A1:E3": "overlap another",
        "A1:B1": "at least one row",
    }.items():
        with pytest.raises(com_error, match=text):
            table.resize(sheet[address])
    table.resize(sheet["A1:C5"])
    assert table.header_row_range.value == ["a", "b", "Column3"] and table.data_body_range.address == "$A$2:$C$5"
    table.resize(sheet["A1:B2"])
    assert sheet["A3:C3"].value == [3.0, 4.0, None] and sheet["C1"].value == "Column3"  # cells stay
    with pytest.raises(com_error, match="overlap another"):
        sheet.tables.add(sheet["B2:D4"])


def test_names_of_tables_are_names_and_there_is_one_of_each(sheet) -> None:
    sheet["A1"].value = [["a"], [1]]
    sheet["C1"].value = [["b"], [2]]
    first, second = sheet.tables.add(sheet["A1:A2"]), sheet.tables.add(sheet["C1:C2"])
    assert (first.name, second.name) == ("Table1", "Table2")
    sheet["E1"].formula = "=SUM(Table2[b])"
    sheet.book.names.add("Rate", "=Sheet1!$F$1")
    for bad in ("TABLE1", "rate", "A1", "my table", "2nd", "R1C1", ""):
        with pytest.raises(com_error):
            second.name = bad
    second.name = "tB"
    assert sheet["E1"].formula == "=SUM(tB[b])" and sheet["tB[b]"].value == 2.0


def test_rows_are_added_and_push_down_what_is_below_but_no_other_table(sheet) -> None:
    sheet["A1"].value = [["a", "b"], [1, 2], [None, None], ["below", None]]
    table = sheet.tables.add(sheet["A1:B2"], name="tA")
    table.rows.add([3, 4])
    table.rows.add([0, 0], index=1)
    assert table.range.value == [["a", "b"], [0.0, 0.0], [1.0, 2.0], [3.0, 4.0]] and sheet["A6"].value == "below"
    sheet["B8"].value = [["c", "d"], [1, 2]]
    other = sheet.tables.add(sheet["B8:C9"], name="tB")
    with pytest.raises(com_error, match="shift cells in a table"):
        table.rows.add([5, 6])
    other.api.Unlist()
    for _ in range(3):
        table.rows[0].delete()
    assert table.data_body_range is None and table.range.address == "$A$1:$B$2"


def test_totals_stand_below_the_body(sheet) -> None:
    sheet["A1"].value = [["Item", "Qty"], ["x", 1], ["y", 2]]
    table = sheet.tables.add(sheet["A1:B3"], name="tT")
    table.show_totals = True
    assert table.totals_row_range.address == "$A$4:$B$4" and table.data_body_range.address == "$A$2:$B$3"
    assert sheet["B4"].formula == "=SUBTOTAL(109,tT[Qty])"
    table.show_totals = False
    assert sheet["A4"].value is None and table.range.address == "$A$1:$B$3"


def test_a_table_grows_over_what_is_written_right_below_it_unless_that_is_switched_off(sheet) -> None:
    sheet["A1"].value = [["a", "b"], [1, 2]]
    table = sheet.tables.add(sheet["A1:B2"], name="tG")
    sheet["A3"].value = [3, 4]
    assert table.range.address == "$A$1:$B$3"
    sheet.book.app.api.AutoCorrect.AutoExpandListRange = False
    sheet["A4"].value = [5, 6]
    assert table.range.address == "$A$1:$B$3"


def test_a_formula_fills_its_column_and_comes_with_new_rows(sheet) -> None:
    sheet["A1"].value = [["Qty", "Twice", "Free"], [1, None, None], [2, None, None]]
    table = sheet.tables.add(sheet["A1:C3"], name="tC")
    sheet["B2"].value = "=[@Qty]*2"
    assert sheet["B3"].formula == "=[@Qty]*2"
    table.resize(sheet["A1:C4"])
    table.rows.add()
    sheet["A6"].value = 9
    assert [sheet.range((r, 2)).formula for r in (4, 5, 6, 7)] == ["=[@Qty]*2"] * 3 + [""]
    sheet.book.app.api.AutoCorrect.AutoFillFormulasInLists = False
    sheet["C2"].value = "=A2+1"
    assert sheet["C3"].formula == ""


def test_update_writes_a_frame_into_a_table(sheet) -> None:
    sheet["B2"].value = [["a", "b"], [1, 2], [3, 4], [5, 6]]
    table = sheet.tables.add(sheet["B2:C5"], name="tU")
    table.update(pd.DataFrame({"x": ["p"], "y": [1.5], "z": [2.5]}), index=False)
    assert table.range.value == [["x", "y", "z"], ["p", 1.5, 2.5]] and sheet["B4"].value is None


def test_a_file_with_a_table_is_read_as_one(excel, tmp_path) -> None:
    wb = openpyxl.Workbook()
    for row in (["Item", "Qty"], ["x", 1], ["Sum", 1]):
        wb.active.append(row)
    table = Table(displayName="tFile", ref="A1:B3", totalsRowCount=1)
    table._initialise_columns()
    wb.active.add_table(table)
    for column, name in zip(table.tableColumns, ["Item", "Qty"], strict=True):
        column.name = name
    wb.save(tmp_path / "t.xlsx")
    found = excel.open(tmp_path / "t.xlsx").sheets[0].tables["tFile"]
    assert found.show_totals and found.data_body_range.value == ["x", 1.0]


# Sheets


@pytest.mark.parametrize("name", ["x" * 32, "", "a/b", "a:b", "[a]", "'a", "SHEET1", "History"])
def test_names_of_sheets_have_rules(excel, name: str) -> None:
    book = excel.new()
    added = book.sheets.add("Other")
    with pytest.raises((com_error, ValueError)):
        added.name = name
    assert added.name == "Other"


def test_the_last_sheet_that_is_seen_stays(excel) -> None:
    book = excel.new()
    book.sheets.add("Hidden").visible = False
    with pytest.raises(com_error):
        book.sheets["Sheet1"].visible = False
    with pytest.raises(com_error):
        book.sheets["Sheet1"].delete()


def test_rows_above_the_first_one_seen_are_out_of_reach_when_panes_are_frozen(excel, sheet, tmp_path) -> None:
    window = sheet.book.app.api.ActiveWindow
    window.ScrollRow, window.SplitRow, window.FreezePanes = 10, 1, True
    view = openpyxl.load_workbook(excel.save(sheet.book, tmp_path / "frozen.xlsx")).active.sheet_view
    assert (view.topLeftCell, view.pane.topLeftCell, view.pane.ySplit, window.SplitRow) == ("A10", "A11", 1, 1)
