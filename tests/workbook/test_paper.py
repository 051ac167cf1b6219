"""Does a sheet of ours come out of a printer one page wide, and is a page set-up of the user's own left alone?"""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import numpy as np
import openpyxl
import pytest
from lxml import etree

from backorder_xl.workbook.changes import Column, Orientation, Page, Paper, SheetTable
from backorder_xl.workbook.splice import SHEET_ORDER
from tests.books import office

from .books import backorders, by_openpyxl, comments_and_rich_text, parts, replace_in, rezip, run

PAGE = Page("R&D: what waits", Orientation.PORTRAIT, Paper.A4)
BOOK = "xl/workbook.xml"
OUR_TITLES = re.compile(r"<(?:x:)?definedName [^>]*_xlnm\.Print_Titles[^>]*>'Backorders'![^<]*</(?:x:)?definedName>")


def our_part(path: Path) -> str:
    """The part of the sheet Backorders."""
    return next(n for n, text in parts(path).items() if n.startswith("xl/worksheets/sheet") and b"cmd|" in text)


def opened(path: Path) -> openpyxl.worksheet.worksheet.Worksheet:
    return openpyxl.load_workbook(path)["Backorders"]


def titles(path: Path) -> list[str]:
    return OUR_TITLES.findall(parts(path)[BOOK].decode())


def resaved(path: Path, change: object) -> Path:
    """What a person does to the book in another program, which then writes all of it anew."""
    book = openpyxl.load_workbook(path)
    change(book)  # type: ignore[operator]
    book.save(path)
    return path


def test_a_new_sheet_is_set_up(orders: Path, tmp_path: Path) -> None:
    run(orders, tmp_path / "out.xlsx", backorders(page=PAGE))
    sheet = opened(tmp_path / "out.xlsx")
    assert sheet.print_title_rows == "$1:$1"
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("portrait", 9)
    assert sheet.page_margins.left == sheet.page_margins.right == 0.25
    assert (sheet.oddFooter.left.text, sheet.oddFooter.center.text, sheet.oddFooter.right.text) == ("&A", "Page &P of &N", "&D")
    assert sheet.oddHeader.left.text.endswith("R&&D: what waits")


def test_nothing_but_our_sheet_and_its_name_changes(rich: Path) -> None:
    out, plain = rich.with_name("out" + rich.suffix), rich.with_name("plain" + rich.suffix)
    run(rich, out, backorders(page=PAGE))
    run(rich, plain, backorders())
    one, two = parts(out), parts(plain)
    assert {n for n in one if one[n] != two[n]} == {our_part(out), BOOK}
    assert len(titles(out)) == 1
    no_names = r"<(x:)?definedNames(/>|></(x:)?definedNames>)"
    assert re.sub(no_names, "", OUR_TITLES.sub("", one[BOOK].decode())) == re.sub(no_names, "", two[BOOK].decode())
    order = [SHEET_ORDER.index(etree.QName(e).localname) for e in etree.fromstring(one[our_part(out)])]
    assert order == sorted(order)
    assert {"pageSetup", "headerFooter", "hyperlinks", "tableParts"} <= {SHEET_ORDER[i] for i in order}
    run(out, out, backorders(page=PAGE))
    assert parts(out) == one


def test_the_paper_is_the_printers_unless_given(orders: Path, tmp_path: Path) -> None:
    run(orders, tmp_path / "out.xlsx", backorders(page=Page()))
    sheet = opened(tmp_path / "out.xlsx")
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation, sheet.oddHeader.left.text) == (None, "landscape", None)


def test_names_stay_right_when_sheets_are_renamed_moved_and_deleted(tmp_path: Path) -> None:
    comments_and_rich_text(tmp_path / "in.xlsx")
    out = tmp_path / "out.xlsx"
    run(tmp_path / "in.xlsx", out, backorders(page=PAGE))
    theirs = openpyxl.load_workbook(out)
    assert (theirs["Orders"].print_title_rows, theirs["Orders"].print_area) == ("$1:$1", "'Orders'!$A$1:$E$13")
    assert theirs.defined_names["Rate"].value == "Orders!$D$2"
    assert theirs["Orders"].defined_names["Local"].value == "Orders!$D$3"

    def moved(book: openpyxl.Workbook) -> None:
        book.create_sheet("First", 0)
        book.move_sheet("Backorders", -2)
        book["Orders"].title = "My orders"

    resaved(out, moved)
    before = parts(out)[BOOK]
    run(out, out, backorders(9, page=PAGE))
    assert len(titles(out)) == 1
    assert parts(out)[BOOK].count(b"<definedName ") == before.count(b"<definedName ")
    assert (opened(out).print_title_rows, openpyxl.load_workbook(out).sheetnames[0]) == ("$1:$1", "Backorders")

    resaved(out, lambda book: book.remove(book["Backorders"]))
    assert not titles(out)
    run(out, out, backorders(page=PAGE))
    assert (len(titles(out)), opened(out).print_title_rows) == (1, "$1:$1")


def test_a_name_left_over_from_a_sheet_that_is_gone_is_replaced(orders: Path, tmp_path: Path) -> None:
    count = parts(orders)[BOOK].count(b"<sheet ")
    left = f'<definedName name="_xlnm.Print_Titles" localSheetId="{count}">#REF!</definedName>'
    replace_in(orders, BOOK, "</sheets>", f"</sheets><definedNames>{left}</definedNames>")
    run(orders, tmp_path / "out.xlsx", backorders(page=PAGE))
    text = parts(tmp_path / "out.xlsx")[BOOK].decode()
    assert text.count(f'localSheetId="{count}"') == len(titles(tmp_path / "out.xlsx")) == 1
    assert "#REF!" not in text


@pytest.mark.parametrize("own", ["orientation", "titles", "area", "margins", "footer", "break", "width"])
def test_a_page_set_up_of_the_users_own_stays(tmp_path: Path, own: str) -> None:
    orders = tmp_path / "in.xlsx"
    by_openpyxl(orders)

    def change(book: openpyxl.Workbook) -> None:
        sheet = book.create_sheet("Backorders")
        match own:
            case "orientation":
                sheet.page_setup.orientation = "portrait"
            case "titles":
                sheet.print_title_cols = "A:B"
            case "area":
                sheet.print_area = "A1:C9"
            case "margins":
                sheet.page_margins.left = 2
            case "footer":
                sheet.oddFooter.center.text = "mine"
            case "break":
                sheet.row_breaks.append(openpyxl.worksheet.pagebreak.Break(4))
            case "width":
                sheet.sheet_properties.pageSetUpPr = openpyxl.worksheet.properties.PageSetupProperties(fitToPage=True)

    resaved(orders, change)
    out, plain = tmp_path / "out.xlsx", tmp_path / "plain.xlsx"
    run(orders, out, backorders(page=PAGE))
    run(orders, plain, backorders())
    assert parts(out) == parts(plain)


@pytest.mark.parametrize("was", ["nothing", "ours without a page"])
def test_a_sheet_that_nobody_set_up_is_given_the_page(orders: Path, tmp_path: Path, was: str) -> None:
    out = tmp_path / "out.xlsx"
    if was == "nothing":
        run(resaved(orders, lambda book: book.create_sheet("Backorders")), out, backorders(page=PAGE))
    else:
        run(orders, out, backorders())
        assert opened(out).print_title_rows is None
        run(out, out, backorders(page=PAGE))
    sheet = opened(out)
    assert (sheet.print_title_rows, sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == ("$1:$1", "portrait", 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    once = out.read_bytes()
    run(out, out, backorders(page=PAGE))
    assert out.read_bytes() == once


def test_the_header_row_is_repeated_where_it_stands(orders: Path, tmp_path: Path) -> None:
    def title_above(book: openpyxl.Workbook) -> None:
        sheet = book.create_sheet("Backorders")
        sheet["A1"] = "Our backorders"
        for column, header in enumerate(("Order", "Line"), 1):
            sheet.cell(4, column, header)

    run(resaved(orders, title_above), tmp_path / "out.xlsx", backorders(page=PAGE))
    assert opened(tmp_path / "out.xlsx").print_title_rows == "$4:$4"


def test_a_group_begins_with_a_line(orders: Path, tmp_path: Path) -> None:
    begins = np.array([True, False, False, True, False])
    out = tmp_path / "out.xlsx"
    run(orders, out, backorders(5, ruled=begins))
    sheet = opened(out)
    for row in range(2, 7):
        lines = {sheet.cell(row, column).border.top.style for column in range(1, 7)}
        assert lines == ({"thin"} if begins[row - 2] else {None}), "blank cells of the row are ruled too"
    assert (sheet["A5"].fill.fgColor.rgb, sheet["C5"].number_format) == ("FFF8D7DA", "#,##0.######")
    once = out.read_bytes()
    run(out, out, backorders(5, ruled=begins))
    assert out.read_bytes() == once


@pytest.mark.office
@pytest.mark.skipif(not all(map(shutil.which, ("soffice", "pdftotext", "pdfinfo"))), reason="needs LibreOffice and poppler")
def test_on_paper_it_is_one_page_wide_and_each_page_has_the_header(tmp_path: Path, orders: Path) -> None:
    heads = [f"Head{i}" for i in range(1, 13)]
    data: dict[str, np.ndarray | list] = {h: [f"{h.lower()}-{row}" for row in range(90)] for h in heads}
    columns = tuple(Column(h, width=22) for h in heads)
    page = Page("Cut list", paper=Paper.A4)
    wide = SheetTable("Ready", "Ready", columns, data, heads[:1], page=page)  # type: ignore[arg-type]
    out = tmp_path / "out.xlsx"
    run(orders, out, wide)

    content = parts(out)
    text = content[BOOK].decode()
    for name in ("Orders", "Chart page"):  # so that the paper shows our sheet alone
        text = text.replace(f'name="{name}"', f'name="{name}" state="hidden"')
    content[BOOK] = re.sub(r"<bookViews>.*?</bookViews>", '<bookViews><workbookView activeTab="2"/></bookViews>', text).encode()
    rezip(out, content)
    office(out, "pdf", tmp_path).check_returncode()
    pdf = tmp_path / "out.pdf"
    told = subprocess.run(["pdfinfo", str(pdf)], capture_output=True, text=True, check=True).stdout
    pages = int(re.search(r"Pages: +(\d+)", told).group(1))  # type: ignore[union-attr]
    assert pages == 2
    for number in range(1, pages + 1):
        words = ["pdftotext", "-f", str(number), "-l", str(number), "-layout", str(pdf), "-"]
        shown = subprocess.run(words, capture_output=True, text=True, check=True).stdout
        assert "Cut list" in shown
        assert f"Page {number} of 2" in shown
        assert re.search(r"\s+".join(heads), shown), "the header row, whole, on every page"
