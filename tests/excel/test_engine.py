"""Does real xlwings code find in the engine what xlwings promises of Excel?"""

from __future__ import annotations

import datetime as dt
import time

import numpy as np
import openpyxl
import pandas as pd
import pytest
import xlwings as xw

from tests.excel.engine import NotKnown

FRAME = pd.DataFrame({"Item": ["bolt", "nut"], "Qty": [1.0, 2.5], "Due": pd.to_datetime(["2026-01-05", "2026-02-01"])})


@pytest.fixture
def sheet(excel):
    return excel.new().sheets[0]


def test_a_frame_goes_in_and_comes_back(excel, tmp_path) -> None:
    book = excel.new()
    sheet = book.sheets[0]
    sheet["B2"].options(index=False).value = FRAME
    table = sheet.tables.add(sheet["B2"].expand(), name="tOrders")
    assert table.data_body_range.address == "$B$3:$D$4"
    again = excel.open(excel.save(book, tmp_path / "orders.xlsx"))
    assert xw.books.active == again
    back = again.sheets[0].tables["tOrders"].range.options(pd.DataFrame, index=False).value
    pd.testing.assert_frame_equal(back, FRAME, check_dtype=False)
    cells = openpyxl.load_workbook(tmp_path / "orders.xlsx").active
    assert cells["D3"].value == dt.datetime(2026, 1, 5)
    assert cells.tables["tOrders"].ref == "B2:D4"


def test_one_cell_a_row_a_column_and_a_block_have_the_shapes_that_xlwings_promises(sheet) -> None:
    sheet["A1"].value = [[1, 2], [3, 4]]
    assert sheet["A1"].value == 1.0 and isinstance(sheet["A1"].value, float)
    assert sheet["A1:B1"].value == [1.0, 2.0]
    assert sheet["A1:A2"].value == [1.0, 3.0]
    assert sheet["A1:B2"].value == [[1.0, 2.0], [3.0, 4.0]]
    assert sheet["A1"].options(ndim=2).value == [[1.0]]
    assert sheet["A1:A2"].options(ndim=2).value == [[1.0], [3.0]]
    assert sheet["A1:A2"].options(transpose=True, ndim=2).value == [[1.0, 3.0]]
    assert sheet["A1:B2"].options(np.array, ndim=2).value.sum() == 10.0
    assert sheet["A1:B1"].options(numbers=int).value == [1, 2]
    sheet["D1"].options(transpose=True).value = [7, 8, 9]
    assert sheet["D1:D3"].value == [7.0, 8.0, 9.0]


def test_what_is_read_has_the_types_that_excel_has(sheet) -> None:
    sheet["A1"].value = [5, True, dt.date(2026, 3, 1), dt.datetime(2026, 3, 1, 12, 30), "text", None, np.nan, pd.NaT, ""]
    five, yes, day, moment, text, *nothing = sheet["A1:I1"].value
    assert (five, yes, text, nothing) == (5.0, True, "text", [None] * 4)
    assert type(five) is float and yes is True
    assert day == dt.datetime(2026, 3, 1) and day.tzinfo is None
    assert moment == dt.datetime(2026, 3, 1, 12, 30)
    assert sheet["C1"].options(dates=dt.date).value == dt.date(2026, 3, 1)
    assert sheet["A1:I1"].options(empty="-").value[5:] == ["-"] * 4


def test_error_cells_are_none_or_text(excel, tmp_path) -> None:
    wb = openpyxl.Workbook()
    wb.active.append(["#N/A", "#DIV/0!", 1])
    wb.save(tmp_path / "errors.xlsx")
    row = excel.open(tmp_path / "errors.xlsx").sheets[0]["A1:C1"]
    assert row.raw_value == ((-2146826246, -2146826281, 1.0),)
    assert row.value == [None, None, 1.0]
    assert row.options(err_to_str=True).value == ["#N/A", "#DIV/0!", 1.0]


def test_formulas_give_what_the_file_last_held_and_are_kept(excel, tmp_path) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(tmp_path / "sums.xlsx") as wb:
        ws = wb.add_worksheet("Sums")
        ws.write_row(0, 0, [2, 3])
        ws.write_formula(0, 2, "=A1+B1", None, 5)
        ws.write_formula(0, 3, "=NA()", None, "#N/A")
    book = excel.open(tmp_path / "sums.xlsx")
    row = book.sheets[0]["A1:D1"]
    assert row.options(err_to_str=True).value == [2.0, 3.0, 5.0, "#N/A"]
    assert row.formula == (("2", "3", "=A1+B1", "=NA()"),)
    book.sheets[0]["C2:C3"].formula = "=A2*$B$1"
    assert book.sheets[0]["C3"].formula == "=A3*$B$1"
    assert openpyxl.load_workbook(excel.save(book, tmp_path / "after.xlsx")).active["C3"].value == "=A3*$B$1"


def test_newer_functions_and_rows_of_tables_read_as_in_excel_and_are_kept_as_in_files(sheet, excel, tmp_path) -> None:
    sheet["A1"].value = [["Qty", "Twice"], [1, None], [2, None]]
    sheet.tables.add(sheet["A1:B3"], name="tQ")
    sheet["B2"].formula = "=[@Qty]*2+XLOOKUP(1,A:A,A:A)"
    assert sheet["B2"].formula == "=[@Qty]*2+XLOOKUP(1,A:A,A:A)"
    kept = openpyxl.load_workbook(excel.save(sheet.book, tmp_path / "x.xlsx")).active["B2"].value
    assert kept == "=tQ[[#This Row],[Qty]]*2+_xlfn.XLOOKUP(1,A:A,A:A)"


def test_expand_end_region_and_used_range(sheet) -> None:
    sheet["B2"].value = [[1, 2, None], [3, 4, None], [None, None, None], [5, None, 6]]
    assert sheet["B2"].expand().address == "$B$2:$C$3"
    assert sheet["B2"].expand("down").address == "$B$2:$B$3"
    assert sheet["B3"].end("down").address == "$B$5"
    assert sheet["B1048576"].end("up").address == "$B$5"
    assert sheet["B2"].current_region.address == "$B$2:$C$3"
    assert sheet.used_range.address == "$B$2:$D$5"
    sheet["F9"].color = (255, 0, 0)  # a cell that is only formatted counts, too
    assert sheet.used_range.address == "$B$2:$F$9"
    assert sheet["A1"].expand().address == "$A$1"


def test_looks_of_cells_columns_and_rows_are_saved(sheet, excel, tmp_path) -> None:
    sheet["A1:B2"].number_format = "0.00"
    sheet["A1"].color = "#ff8000"
    sheet["A1"].font.bold = True
    sheet["B2"].api.WrapText = True
    sheet["B2"].api.HorizontalAlignment = -4152
    sheet["D:D"].number_format = "@"
    sheet["A:A"].column_width = 20
    sheet["C1"].value = "x"
    sheet["C1"].api.AddComment("a note")
    sheet["C2"].add_hyperlink("https://example.org/", "there", "a tip")
    sheet["A1:B1"].api.Borders(9).LineStyle = 1
    assert sheet["A1:B2"].number_format == "0.00" and sheet["A1:C1"].number_format is None
    assert (sheet["A1"].color, sheet["B1"].color, sheet["A1"].api.Interior.Color) == ((255, 128, 0), None, 0x0080FF)
    assert (sheet["C1"].note.text, sheet["C2"].hyperlink, sheet["D1"].column_width) == ("a note", "https://example.org/", 8.43)
    ws = openpyxl.load_workbook(excel.save(sheet.book, tmp_path / "looks.xlsx")).active
    assert (ws["A1"].number_format, ws["A1"].fill.fgColor.rgb, ws["A1"].font.b) == ("0.00", "FFFF8000", True)
    assert (ws["B2"].alignment.wrap_text, ws["B2"].alignment.horizontal, ws["A1"].border.bottom.style) == (True, "right", "thin")
    assert (ws["C1"].comment.text, ws["C2"].hyperlink.target, ws["C2"].value) == ("a note", "https://example.org/", "there")
    again = excel.open(tmp_path / "looks.xlsx").sheets[0]
    assert again["A1"].column_width == 20 and again["D77"].number_format == "@"


def test_names_mean_ranges_and_follow_what_is_inserted(sheet) -> None:
    book = sheet.book
    sheet["B2"].value = [[1], [2]]
    sheet["B2:B3"].name = "Amounts"
    sheet["E1"].formula = "=SUM(B2:B3)+Sheet1!$B$3"
    assert sheet["Amounts"].value == [1.0, 2.0] and book.names["Amounts"].refers_to == "=Sheet1!$B$2:$B$3"
    sheet["1:2"].insert("down")
    assert book.names["Amounts"].refers_to_range.address == "$B$4:$B$5"
    assert sheet["E3"].formula == "=SUM(B4:B5)+Sheet1!$B$5"
    sheet["4:4"].delete("up")
    assert (sheet["Amounts"].value, sheet["E3"].formula) == (2.0, "=SUM(B4)+Sheet1!$B$4")
    book.names["Amounts"].delete()
    assert "Amounts" not in book.names


def test_sheets_are_added_moved_renamed_hidden_and_deleted(excel) -> None:
    book = excel.new()
    book.sheets.add("Last", after=book.sheets[-1])
    book.sheets.add("First", before=book.sheets[0])
    assert book.sheets.active.name == "First"
    book.sheets["Last"]["A1"].formula = "=Sheet1!A1"
    book.sheets["Sheet1"].name = "My Orders"
    assert [s.name for s in book.sheets] == ["First", "My Orders", "Last"]
    assert book.sheets["Last"]["A1"].formula == "='My Orders'!A1"
    book.sheets["First"].visible = False
    book.sheets["My Orders"].delete()
    assert [s.name for s in book.sheets] == ["First", "Last"] and not book.sheets["First"].visible


def test_books_have_the_names_and_paths_that_excel_gives(excel, tmp_path) -> None:
    book = excel.new()
    assert (book.name, book.fullname, book.api.Path) == ("Book1", "Book1", "")
    book.save(tmp_path / "saved.xlsx")
    assert (book.name, book.fullname) == ("saved.xlsx", str(tmp_path / "saved.xlsx"))
    book.sheets[0]["A1"].value = 1
    assert not book.api.Saved
    book.save()
    assert openpyxl.load_workbook(tmp_path / "saved.xlsx").active["A1"].value == 1 and book.api.Saved
    assert xw.Book(tmp_path / "saved.xlsx") == book
    book.close()
    cloud = excel.open(tmp_path / "saved.xlsx", url="https://d.docs.live.net/1a2b/saved.xlsx", read_only=True)
    assert cloud.api.FullName == "https://d.docs.live.net/1a2b/saved.xlsx" and cloud.api.ReadOnly
    with pytest.raises(Exception, match="read-only"):
        cloud.api.Save()


def test_a_typing_error_is_seen(sheet) -> None:
    with pytest.raises(NotKnown, match=r"Range\.Intirior"):
        _ = sheet["A1"].api.Intirior
    with pytest.raises(NotKnown, match=r"Range\.NumberFromat"):
        sheet["A1"].api.NumberFromat = "0"
    with pytest.raises(NotKnown, match=r"Application\.ScreenUpdate"):
        sheet.book.app.api.ScreenUpdate = False


def test_printing_and_the_window(sheet, excel, tmp_path) -> None:
    page, window = sheet.api.PageSetup, sheet.book.app.api.ActiveWindow
    sheet.page_setup.print_area = "A1:C9"
    page.Orientation, page.Zoom, page.FitToPagesWide, page.FitToPagesTall = 2, False, 1, False
    page.PrintTitleRows, page.CenterFooter, page.LeftMargin = "$1:$1", "Page &P", 36
    window.SplitRow, window.SplitColumn, window.FreezePanes = 1, 2, True
    ws = openpyxl.load_workbook(excel.save(sheet.book, tmp_path / "page.xlsx")).active
    assert (ws.print_area, ws.print_title_rows, ws.page_setup.orientation) == ("'Sheet1'!$A$1:$C$9", "$1:$1", "landscape")
    assert (ws.page_setup.fitToWidth, ws.page_setup.fitToHeight, ws.sheet_properties.pageSetUpPr.fitToPage) == (1, 0, True)
    assert (ws.oddFooter.center.text, ws.page_margins.left, ws.freeze_panes) == ("Page &P", 0.5, "C2")
    assert (page.PrintTitleRows, page.Zoom, window.ScrollRow) == ("$1:$1", False, 2)


def test_charts_are_recorded(sheet) -> None:
    sheet["A1"].value = [["a", "b"], [1, 2]]
    chart = sheet.charts.add(10, 20, 300, 200)
    chart.set_source_data(sheet["A1:B2"])
    chart.chart_type = "line"
    assert (chart.chart_type, chart.width, len(sheet.charts)) == ("line", 300.0, 1)
    assert chart.api[1].Parent.Parent.Name == sheet.name
    chart.delete()
    assert len(sheet.charts) == 0


def test_the_engine_goes_as_it_came() -> None:
    from tests.excel.engine import Excel

    before = (list(xw.engines.engines), xw.engines.active, xw.__dict__.get("_xlwindows"))
    engine = Excel()
    engine.start()
    import pywintypes

    assert xw.engines.active.name == "excel" and hasattr(pywintypes, "com_error")
    engine.stop()
    assert (list(xw.engines.engines), xw.engines.active, xw.__dict__.get("_xlwindows")) == before
    with pytest.raises(ImportError):
        import win32api  # noqa: F401


def test_ten_thousand_lines_take_a_moment(sheet) -> None:
    lines = 10_000
    frame = pd.DataFrame({f"c{i}": np.arange(lines) * 1.5 if i % 3 else [f"text {j}" for j in range(lines)] for i in range(15)})
    begun = time.process_time()
    sheet["A1"].options(index=False).value = frame
    back = sheet["A1"].expand().options(pd.DataFrame, index=False).value
    assert time.process_time() - begun < 10  # about one and a half on a quiet machine
    pd.testing.assert_frame_equal(back, frame, check_dtype=False)
