"""Is a sheet of ours written right, and does what the user added to it stay with its row? (rules 1.1, 1.5)"""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import fastexcel
import numpy as np
import openpyxl
import pytest
import xlsxwriter
from openpyxl.comments import Comment
from openpyxl.worksheet.datavalidation import DataValidation

from backorder_xl.workbook.changes import Column, Format, Links, SheetTable
from backorder_xl.workbook.errors import Blocked, Unwritable
from backorder_xl.workbook.file import FileBook
from backorder_xl.workbook.rows import MAX_TEXT

from .books import ZOO, backorders, by_openpyxl, days_of_1904, inject, parts, replace_in, run


def test_a_new_sheet_reads_back(orders: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.xlsx"
    run(orders, out, backorders(7))
    sheet = openpyxl.load_workbook(out)["Backorders"]
    assert [c.value for c in sheet[1]] == ["Order", "Line", "Open", "Expected", "Reason", "Done"]
    assert [c.value for c in sheet[3]] == ["SO-1", 2, 1.5, dt.datetime(2026, 6, 2), "=cmd|' & <1>", None]
    assert sheet["E3"].data_type == "s"
    table = sheet.tables["Backorders"]
    assert table.ref == "A1:F8"
    assert [c.name for c in table.tableColumns] == ["Order", "Line", "Open", "Expected", "Reason", "Done"]
    assert table.autoFilter.ref == "A1:F8"
    assert sheet.freeze_panes == "A2"
    assert sheet.column_dimensions["E"].width == 50
    assert (sheet.page_setup.orientation, sheet.sheet_properties.pageSetUpPr.fitToPage) == ("landscape", True)
    assert sheet["A2"].hyperlink.location == "'Orders'!C2"
    assert sheet["D3"].number_format == "yyyy\\-mm\\-dd"
    assert sheet["A3"].fill.fgColor.rgb == "FFE2EFDA"
    frame = fastexcel.read_excel(out).load_sheet("Backorders").to_pandas()
    assert frame["Order"].tolist() == [f"SO-{i}" for i in range(7)]


def test_whole_quantities_show_no_point(orders: Path, tmp_path: Path) -> None:
    table = SheetTable("T", "T", (Column("K"), Column("Q", Format.QTY)), {"K": ["a", "b"], "Q": [5.0, 0.25]}, ("K",))
    run(orders, tmp_path / "out.xlsx", table)
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx")["T"]
    assert [sheet["B2"].number_format, sheet["B3"].number_format] == ["#,##0", "#,##0.######"]


def test_every_kind_of_value(orders: Path, tmp_path: Path) -> None:
    values = [None, "", "=1+1", "+x", "@x", "a\x00b\x1f", "_x0041_", " both ", "two\nlines", "x" * 40_000, True, 3, 2.5,
              np.float64(1e300), np.int64(7), np.nan, dt.date(2026, 1, 2), np.datetime64("2026-01-02T03:04:05"),
              np.datetime64("NaT"), "</t>", "😀"]  # fmt: skip
    table = SheetTable("T", "T", (Column("K"), Column("V")), {"K": list(range(len(values))), "V": values}, ("K",))
    run(orders, tmp_path / "out.xlsx", table)
    rows = FileBook(tmp_path / "out.xlsx").top("T", 40)[1:]
    got = [row[1] if len(row) > 1 else None for row in rows]
    day, moment = 46024.0, 46024.12783564815
    expected = [None, None, "=1+1", "+x", "@x", "a\x00b\x1f", "_x0041_", " both ", "two\nlines", "x" * MAX_TEXT, True, 3.0,
                2.5, 1e300, 7.0, None, day, moment, None, "</t>", "😀"]  # fmt: skip
    for one, two in zip(got, expected, strict=True):
        assert one == (pytest.approx(two) if isinstance(two, float) else two)


def test_dates_in_the_1904_system(tmp_path: Path) -> None:
    days_of_1904(tmp_path / "in.xlsx")
    run(tmp_path / "in.xlsx", tmp_path / "out.xlsx", backorders(3))
    assert openpyxl.load_workbook(tmp_path / "out.xlsx")["Backorders"]["D3"].value == dt.datetime(2026, 6, 2)
    assert FileBook(tmp_path / "out.xlsx").top("Backorders", 3)[2][3] == dt.datetime(2026, 6, 2)


def test_no_rows_leave_a_table_with_one_blank_row(orders: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.xlsx"
    run(orders, out, backorders(0))
    sheet = openpyxl.load_workbook(out)["Backorders"]
    assert sheet.tables["Backorders"].ref == "A1:F2"
    run(out, out, backorders(3))
    run(out, out, backorders(0))
    sheet = openpyxl.load_workbook(out)["Backorders"]
    assert sheet.tables["Backorders"].ref == "A1:F2"
    assert sheet.max_row == 1


def user_work(path: Path) -> None:
    """What a planner does to our sheet: own columns, a note outside, widths, rules, sorting, a total below."""
    book = openpyxl.load_workbook(path)
    sheet = book["Backorders"]
    table = sheet.tables["Backorders"]
    last = int(table.ref.split(":F")[1])
    sheet["G1"], sheet["H1"] = "My note", "Twice"
    for row in range(2, last + 1):
        sheet.cell(row, 7, f"note {sheet.cell(row, 1).value}").font = openpyxl.styles.Font(italic=True)
        sheet.cell(row, 8, f"=C{row}*2+$A$1")
        sheet.cell(row, 10, f"outside {sheet.cell(row, 1).value}")
        sheet.cell(row, 6, "yes" if row % 2 else None)
    table.ref = f"A1:H{last}"
    table.autoFilter.ref = table.ref
    for i, name in ((7, "My note"), (8, "Twice")):
        table.tableColumns.append(openpyxl.worksheet.table.TableColumn(id=i, name=name))
    sheet.cell(last + 2, 3, f"=SUM(C2:C{last})")
    sheet.cell(last + 2, 1, "Total")
    sheet.column_dimensions["E"].width = 99
    rule = DataValidation(type="list", formula1='"yes,no"', sqref=f"F2:F{last}")
    sheet.add_data_validation(rule)
    sheet["A3"].comment = Comment("mine", "me")
    book.save(path)


def test_the_users_columns_stay_with_their_row(orders: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.xlsx"
    run(orders, out, backorders(6))
    user_work(out)
    run(out, out, backorders(8, shift=2))
    sheet = openpyxl.load_workbook(out)["Backorders"]
    rows = [[c.value for c in row] for row in sheet.iter_rows(min_row=2, max_row=9, max_col=10)]
    for i, row in enumerate(rows):
        key = row[0]
        assert key == f"SO-{i + 2}"
        known = i + 2 < 6
        assert row[6] == (f"note {key}" if known else None)
        assert row[7] == (f"=C{i + 2}*2+$A$1" if known else None)
        assert row[9] == (f"outside {key}" if known else None)
        was = i + 4  # its row before
        assert row[5] == ("yes" if known and was % 2 else None)
    assert sheet["G2"].font.italic
    assert sheet.tables["Backorders"].ref == "A1:H9"
    assert (sheet["A11"].value, sheet["C11"].value) == ("Total", "=SUM(C2:C9)")
    assert sheet.column_dimensions["E"].width == 99
    assert sheet.data_validations.dataValidation[0].formula1 == '"yes,no"'
    assert sheet["A10"].value is None


def test_the_order_of_columns_and_of_rows_is_the_users(orders: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.xlsx"
    run(orders, out, backorders(4))
    book = openpyxl.load_workbook(out)
    sheet = book["Backorders"]
    sheet.move_range("A1:A5", cols=6)  # Order goes to the right end
    sheet.delete_cols(1)
    table = sheet.tables["Backorders"]
    heads = [c.value for c in sheet[1]]
    for i, (column, name) in enumerate(zip(table.tableColumns, heads, strict=True), 1):
        column.id, column.name = i, name
    book.save(out)
    run(out, out, backorders(5, shift=1))
    sheet = openpyxl.load_workbook(out)["Backorders"]
    assert [c.value for c in sheet[1]] == ["Line", "Open", "Expected", "Reason", "Done", "Order"]
    assert [sheet.cell(r, 6).value for r in range(2, 7)] == ["SO-1", "SO-2", "SO-3", "SO-4", "SO-5"]
    assert sheet["F2"].hyperlink.location == "'Orders'!C3"


def test_a_title_above_and_a_new_column_of_ours(orders: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.xlsx"
    book = xlsxwriter.Workbook(out)
    sheet = book.add_worksheet("Backorders")
    sheet.write("A1", "Our backorders")
    sheet.add_table("B3:D5", {"name": "Backorders", "columns": [{"header": "Order"}, {"header": "Line"}, {"header": "Mine"}],
                              "data": [["SO-0", 1, "a"], ["SO-1", 2, "b"]]})  # fmt: skip
    sheet.write("E4", "beside SO-0")
    book.add_worksheet("Orders").write_row(0, 0, ["Order", "SKU"])
    book.close()
    run(out, out, backorders(3))
    top = FileBook(out).top("Backorders")
    assert top[0] == ["Our backorders"]
    assert top[2] == [None, "Order", "Line", "Mine", "Open", "Expected", "Reason", "Done"]
    assert top[3][1:5] == ["SO-0", 1.0, "a", 0.5]
    assert top[3][8] == "beside SO-0"
    (table,) = FileBook(out).excel_tables()
    assert (table.header_row, table.last_row, table.first_col, table.last_col) == (3, 6, 2, 8)
    assert parts(out).keys() == parts(out).keys()
    once = out.read_bytes()
    run(out, out, backorders(3))
    assert out.read_bytes() == once


def test_calculated_columns_fill_new_rows(orders: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.xlsx"
    run(orders, out, backorders(3))
    user_work(out)
    name = next(n for n, text in parts(out).items() if n.startswith("xl/tables/") and b'"Twice"' in text and b"My note" in text)
    text = parts(out)[name].decode()
    start = text.index("<tableColumn", text.index("My note"))
    old = text[start : text.index("/>", start) + 2]
    formula = "<calculatedColumnFormula>Backorders[[#This Row],[Open]]*2</calculatedColumnFormula>"
    replace_in(out, name, old, old[:-2] + ">" + formula + "</tableColumn>")
    run(out, out, backorders(5))
    sheet = openpyxl.load_workbook(out)["Backorders"]
    assert sheet["H6"].value == "=Backorders[[#This Row],[Open]]*2"
    assert formula in parts(out)[name].decode()


def test_shared_formulas_of_the_user_move(orders: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.xlsx"
    run(orders, out, backorders(4))
    user_work(out)
    sheet = next(n for n, text in parts(out).items() if b"note SO-0" in text or b"C2*2+$A$1" in text)
    text = parts(out)[sheet].decode()
    text = text.replace("<f>C2*2+$A$1</f>", '<f t="shared" ref="H2:H5" si="0">C2*2+$A$1</f>')
    for row in (3, 4, 5):
        text = text.replace(f"<f>C{row}*2+$A$1</f>", '<f t="shared" si="0"/>')
    content = parts(out)
    content[sheet] = text.encode()
    from .books import rezip

    rezip(out, content)
    run(out, out, backorders(3, shift=1))
    made = openpyxl.load_workbook(out)["Backorders"]
    assert [made.cell(r, 8).value for r in (2, 3, 4)] == ["=C2*2+$A$1", "=C3*2+$A$1", "=C4*2+$A$1"]


def test_our_sheet_leaves_the_calculation_chain(tmp_path: Path) -> None:
    name, make = ZOO["calculation chain"]
    make(tmp_path / name)
    out = tmp_path / "out.xlsx"
    run(tmp_path / name, out, backorders(3))
    assert parts(out)["xl/calcChain.xml"] == parts(tmp_path / name)["xl/calcChain.xml"]
    chain = parts(out)["xl/calcChain.xml"].decode()
    number = parts(out)["xl/workbook.xml"].decode().count("<sheet ")
    content = parts(out)
    content["xl/calcChain.xml"] = chain.replace('<c r="E2"', f'<c r="H2" i="{number}"/><c r="H3"/><c r="E2"').encode()
    from .books import rezip

    rezip(out, content)
    run(out, out, backorders(3))
    after = parts(out)["xl/calcChain.xml"].decode()
    assert "H2" not in after
    assert "H3" not in after
    assert 'r="E3" i="1"' in after


def test_names_of_tables_and_sheets_that_are_taken(orders: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.xlsx"
    clash = backorders(2)
    clash.table = "Orders"
    run(orders, out, clash)
    assert {t.name for t in FileBook(out).excel_tables()} == {"Orders", "Orders2"}
    page = backorders(2)
    page.sheet = "Chart page"
    with pytest.raises(Unwritable, match="chart sheet"):
        run(orders, tmp_path / "no.xlsx", page)
    assert not (tmp_path / "no.xlsx").exists()


def test_a_sheet_of_the_users_own_is_not_overwritten(tmp_path: Path) -> None:
    by_openpyxl(tmp_path / "in.xlsx")
    book = openpyxl.load_workbook(tmp_path / "in.xlsx")
    book.create_sheet("Backorders")["B2"] = "my own list"
    book.save(tmp_path / "in.xlsx")
    with pytest.raises(Blocked, match="holds something else"):
        run(tmp_path / "in.xlsx", tmp_path / "out.xlsx", backorders(2))


def test_an_empty_sheet_of_our_name_is_taken(tmp_path: Path) -> None:
    by_openpyxl(tmp_path / "in.xlsx")
    book = openpyxl.load_workbook(tmp_path / "in.xlsx")
    book.create_sheet("backorders")
    book.save(tmp_path / "in.xlsx")
    run(tmp_path / "in.xlsx", tmp_path / "out.xlsx", backorders(2))
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx")["backorders"]
    assert sheet["A3"].value == "SO-1"
    assert sheet.tables["Backorders"].ref == "A1:F3"


def test_links_stop_before_excel_drops_them(orders: Path, tmp_path: Path) -> None:
    n = 70_000
    table = SheetTable("T", "T", (Column("K"),), {"K": [f"k{i}" for i in range(n)]}, ("K",),
                       links={"K": Links("Orders", "Nowhere", np.arange(n) + 2)})  # fmt: skip
    run(orders, tmp_path / "out.xlsx", table)
    text = parts(tmp_path / "out.xlsx")["xl/worksheets/sheet2.xml"]
    assert text.count(b"<hyperlink ") == 60_000
    assert b"location=\"'Orders'!A2\"" in text


def test_two_sheets_at_once_and_links_between_them(orders: Path, tmp_path: Path) -> None:
    other = SheetTable("It's <ours>", "Second", (Column("X"), Column("Order")), {"X": [1.0], "Order": ["SO-0"]}, ("Order",),
                       links={"X": Links("Backorders", "Reason", np.array([4]))})  # fmt: skip
    run(orders, tmp_path / "out.xlsx", backorders(3), other)
    book = openpyxl.load_workbook(tmp_path / "out.xlsx")
    assert book["It's <ours>"]["A2"].hyperlink.location == "'Backorders'!E4"
    assert {t.name for t in FileBook(tmp_path / "out.xlsx").excel_tables()} == {"Orders", "Backorders", "Second"}


def test_data_that_does_not_fit_together_is_our_own_fault(orders: Path, tmp_path: Path) -> None:
    table = backorders(3)
    table.data["Reason"] = ["only one"]
    with pytest.raises(ValueError, match="1 values for 3 rows"):
        run(orders, tmp_path / "out.xlsx", table)


def test_a_book_without_styles_gets_them(tmp_path: Path) -> None:
    by_openpyxl(tmp_path / "in.xlsx")
    content = parts(tmp_path / "in.xlsx")
    del content["xl/styles.xml"]
    rels = content["xl/_rels/workbook.xml.rels"].decode()
    start = rels.index("<Relationship ", 0)
    pieces = rels[start:].split("/>")
    content["xl/_rels/workbook.xml.rels"] = (rels[:start] + "/>".join(p for p in pieces if "styles" not in p)).encode()
    from .books import rezip

    rezip(tmp_path / "in.xlsx", content)
    inject(tmp_path / "in.xlsx", {}, {}, {})
    run(tmp_path / "in.xlsx", tmp_path / "out.xlsx", backorders(2))
    assert openpyxl.load_workbook(tmp_path / "out.xlsx")["Backorders"]["D3"].number_format == "yyyy\\-mm\\-dd"


def test_notes_and_links_of_the_user_follow_their_row(orders: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.xlsx"
    run(orders, out, backorders(5))
    user_work(out)
    book = openpyxl.load_workbook(out)
    sheet = book["Backorders"]
    sheet["G4"].hyperlink = "https://example.org/two"
    sheet["G2"].hyperlink = "https://example.org/zero"
    sheet["B6"].comment = Comment("of SO-4", "me")
    sheet["A1"].comment = Comment("on the header", "me")
    sheet["A2"].comment = Comment("goes with SO-0", "me")
    book.save(out)
    run(out, out, backorders(6, shift=1))
    sheet = openpyxl.load_workbook(out)["Backorders"]
    notes = {c.coordinate: c.comment.text for row in sheet.iter_rows() for c in row if c.comment}
    assert notes == {"A1": "on the header", "A2": "mine", "B5": "of SO-4"}
    assert sheet["A2"].value == "SO-1"
    assert sheet["G3"].hyperlink.target == "https://example.org/two"
    text = next(text for name, text in parts(out).items() if b"<hyperlinks>" in text and b"SO-1" in text)
    assert len(re.findall(rb'<hyperlink [^>]*ref="G', text)) == 1
    boxes = next(text for name, text in parts(out).items() if name.endswith(".vml"))
    assert sorted(int(row) for row in re.findall(rb"Row>(\d+)<", boxes)) == [0, 1, 4]
    once = out.read_bytes()
    run(out, out, backorders(6, shift=1))
    assert out.read_bytes() == once
