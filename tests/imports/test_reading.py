"""Are the cells of any exported file read as they stand there?"""

from __future__ import annotations

import csv
import datetime as dt
import io
import shutil
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backorder_xl.imports.model import Weight
from backorder_xl.imports.reading import read_file
from backorder_xl.imports.reading.encodings import decode
from backorder_xl.imports.reading.text import read as read_text
from backorder_xl.workbook.errors import Unreadable
from tests.books import DATA, office
from tests.imports.files import only, text_file, xlsb

TABLE = [["Order", "Kunde", "SKU", "Menge"], ["SO-1", "Müller & Söhne", "0042", "1,5"], ["SO-2", "Begoña", "A;1", "3"]]


def written(rows: list[list[str]], separator: str, end: str = "\r\n") -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=separator, lineterminator=end).writerows(rows)
    return out.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
@pytest.mark.parametrize("separator", ["\t", ",", ";", "|"])
def test_each_encoding_with_each_separator(tmp_path: Path, encoding: str, separator: str) -> None:
    sheet = only(text_file(tmp_path / "export.txt", written(TABLE, separator), encoding))
    assert sheet.rows == TABLE
    name = {"utf-8-sig": "UTF-8", "cp1252": "Windows-1252"}.get(encoding, encoding[:6].upper())
    assert sheet.how.startswith(f"{name}, separated by ")


def test_an_eight_bit_text_is_told_with_a_word_to_look_at(tmp_path: Path) -> None:
    (told,) = only(text_file(tmp_path / "a.csv", written(TABLE, ";"), "cp1252")).remarks
    assert (told.weight, told.value) == (Weight.NOTED, "Müller")


@pytest.mark.parametrize(
    ("text", "encoding"),
    [("Заказ;Клиент\n1;Иванов\n", "cp1251"), ("Nr;Klient\n1;Łódź i Wałbrzych\n", "cp1250"), ("Nr;Kunde\n1;Müller\n", "cp850")],
)
def test_what_may_be_of_several_languages_is_asked_and_read_when_it_is_said(tmp_path: Path, text: str, encoding: str) -> None:
    path = text_file(tmp_path / "a.csv", text, encoding)
    with pytest.raises(Unreadable, match="say its encoding"):
        read_file(path)
    assert only(path, encoding=encoding).rows == [line.split(";") for line in text.splitlines()]


def test_a_separator_of_two_signs(tmp_path: Path) -> None:
    path = text_file(tmp_path / "a.txt", 'SKU+|Name+|Qty\nA+|"5+|6 mm"+|1\nB+|Nut+|2\n')
    assert only(path).rows == [["SKU", "Name", "Qty"], ["A", "5+|6 mm", "1"], ["B", "Nut", "2"]]


@pytest.mark.parametrize("first", ["sep=;", '"sep=;"', "SEP=;"])
def test_a_first_line_that_names_the_separator_counts_as_row_one(tmp_path: Path, first: str) -> None:
    assert only(text_file(tmp_path / "a.csv", f"{first}\r\nA;B,C,D\r\n1;2,3,4\r\n")).rows == [[], ["A", "B,C,D"], ["1", "2,3,4"]]


def test_decimal_commas_do_not_make_a_comma_the_separator(tmp_path: Path) -> None:
    sheet = only(text_file(tmp_path / "a.csv", "SKU;Qty;Price\nA;1,5;2,5\nB;2,5;3,5\n"))
    assert sheet.rows[1] == ["A", "1,5", "2,5"]


def test_title_rows_and_line_breaks_in_cells(tmp_path: Path) -> None:
    text = 'Open orders, all\n\nOrder,Note,Qty\n1,"first\nsecond, third",2\n2,,3\n'
    assert only(text_file(tmp_path / "a.csv", text)).rows == [
        ["Open orders", " all"], [], ["Order", "Note", "Qty"], ["1", "first\nsecond, third", "2"], ["2", None, "3"],
    ]  # fmt: skip


def test_quotation_marks_of_a_marketplace_are_plain_signs(tmp_path: Path) -> None:
    text = 'sku\tname\tqty\nA\t"Best" nails\t1\nB\tplain\t2\nC\t5" screw\t3\n'
    sheet = only(text_file(tmp_path / "amazon.txt", text))
    assert [row[1] for row in sheet.rows if row] == ["name", '"Best" nails', "plain", '5" screw']
    assert [r.weight for r in sheet.remarks] == [Weight.REPAIRED]


def test_blank_rows_keep_their_place_and_those_at_the_end_go(tmp_path: Path) -> None:
    sheet = only(text_file(tmp_path / "a.csv", "A,B\n,\n1,2\n" + ",\n" * 60_268))
    assert sheet.rows == [["A", "B"], [], ["1", "2"]]


def test_one_column_of_codes(tmp_path: Path) -> None:
    assert only(text_file(tmp_path / "a.csv", "SKU\nA-1\nB-2\n")).rows == [["SKU"], ["A-1"], ["B-2"]]


def filled_book(path: Path) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Data"
    sheet.append(["Code", "Qty", "When", "Note", "Flag"])
    sheet.append(["0042", 1001, dt.datetime(2026, 3, 1), "#N/A", True])
    sheet.append(["hidden", 1.5, dt.datetime(2026, 3, 1, 12, 30), "  ", None])
    sheet.merge_cells("A5:B6")
    sheet["A5"] = "merged"
    sheet.row_dimensions[3].hidden = True
    unseen = book.create_sheet("Secret")
    unseen["A1"] = 1
    unseen.sheet_state = "hidden"
    book.save(path)
    return path


def check_filled(path: Path, kind: str) -> None:
    sheet = only(path)
    assert sheet.name == "Data" and kind in sheet.how
    assert sheet.rows[0] == ["Code", "Qty", "When", "Note", "Flag"]
    assert sheet.rows[1][:3] == ["0042", 1001.0, dt.datetime(2026, 3, 1)] and type(sheet.rows[1][1]) is float
    assert sheet.rows[2][:4] == ["hidden", 1.5, dt.datetime(2026, 3, 1, 12, 30), None]
    assert sheet.rows[3] == [] and sheet.rows[4][:2] == ["merged", None]
    assert sheet.merged == ((5, 1, 6, 2),)


def test_a_workbook(tmp_path: Path) -> None:
    path = filled_book(tmp_path / "a.xlsx")
    check_filled(path, "Excel workbook")
    sheet = only(path)
    assert sheet.rows[1][3:] == ["#N/A", True]
    assert sheet.hidden == {3}
    assert [r.value for r in sheet.remarks] == ["Secret"]


def test_formulas_that_were_never_calculated_are_told(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["A", "=1/0", "=1+1", 5])
    book.save(tmp_path / "a.xlsx")
    sheet = only(tmp_path / "a.xlsx")
    assert sheet.rows == [["A", None, None, 5.0]] and [r.value for r in sheet.remarks] == ["2 formulas"]


def test_names_of_all_scripts_stay_as_they_are(tmp_path: Path) -> None:
    names = ["محمد", "Иванов", "O\ufb00ice", "(Multiple Items)", "begoña0@example.com", "ﬀ"]
    for encoding in ("utf-8", "utf-16"):
        assert only(text_file(tmp_path / "a.csv", "Name\tQty\n" + "".join(f"{n}\t1\n" for n in names), encoding)).rows[1:] == [
            [name, "1"] for name in names
        ]


@pytest.mark.office
@pytest.mark.skipif(not shutil.which("soffice"), reason="needs LibreOffice")
@pytest.mark.parametrize(("ending", "kind"), [("xls", "of the old kind"), ("ods", "OpenDocument"), ("xlsx", "Excel workbook")])
def test_a_workbook_as_libreoffice_writes_it(tmp_path: Path, ending: str, kind: str) -> None:
    office(filled_book(tmp_path / "a.xlsx"), ending, tmp_path / "out").check_returncode()
    path = tmp_path / "out" / f"a.{ending}"
    check_filled(path, kind)
    sheet = only(path)
    assert sheet.rows[1][3] == "#N/A" and sheet.hidden == {3}


def test_a_binary_workbook(tmp_path: Path) -> None:
    path = xlsb(tmp_path / "a.xlsb", {1: {1: "Code", 2: "Qty"}, 2: {1: "0042", 2: 1.5}, 4: {2: 3.0}}, (4,), {(4, 1): 0x2A})
    sheet = only(path)
    assert sheet.rows == [["Code", "Qty"], ["0042", 1.5], [], ["#N/A", 3.0]]
    assert sheet.hidden == {4} and sheet.name == "Data"


def test_the_name_of_a_file_does_not_matter(tmp_path: Path) -> None:
    path = filled_book(tmp_path / "a.xlsx").rename(tmp_path / "export.csv")
    check_filled(path, "Excel workbook")
    assert only(text_file(tmp_path / "export.xls", "A\tB\n1\t2\n")).rows == [["A", "B"], ["1", "2"]]


def test_a_workbook_reads_as_openpyxl_reads_it() -> None:
    path = DATA / "northwind.xlsx"
    if not path.exists():
        pytest.skip("the example books are not beside this checkout")
    book = openpyxl.load_workbook(path, data_only=True)
    for sheet in read_file(path):
        other = [[float(v) if type(v) is int else v for v in row] for row in book[sheet.name].iter_rows(values_only=True)]
        assert sheet.rows == other


CELLS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=8) | st.sampled_from(
    ["", "a\nb", 'say "x"', ",", ";", "\t|", "1,5", "+|", "'0042", "\r\n.", "Ł", "5 mm"]
)
ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32"]
WORDS = st.text(st.sampled_from("abcdefgXYZ0123456789-"), min_size=1, max_size=8)


@given(data=st.data(), separator=st.sampled_from("\t,;|"), quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
       end=st.sampled_from(["\n", "\r\n"]), encoding=st.sampled_from(ENCODINGS))  # fmt: skip
def test_what_any_dialect_wrote_is_read_again(data: st.DataObject, separator: str, quoting: int, end: str, encoding: str) -> None:
    width = data.draw(st.integers(2, 6))
    rows = [data.draw(st.lists(WORDS, min_size=width, max_size=width))]
    rows += data.draw(st.lists(st.lists(CELLS, min_size=width, max_size=width), max_size=6))
    out = io.StringIO()
    csv.writer(out, delimiter=separator, quoting=quoting, lineterminator=end).writerows(rows)
    sheet = read_text("a.csv", out.getvalue().encode(encoding), separator=separator)
    wanted = [[cell if cell and not cell.isspace() else None for cell in row] for row in rows]
    wanted = [row if any(row) else [] for row in wanted]
    while wanted and not wanted[-1]:
        wanted.pop()
    assert sheet.rows == wanted


@given(
    rows=st.lists(st.lists(WORDS, min_size=4, max_size=4), min_size=2, max_size=30),
    separator=st.sampled_from(["\t", ",", ";", "|", "+|"]),
)
def test_the_separator_is_found(rows: list[list[str]], separator: str) -> None:
    text = "\n".join(separator.join(row) for row in rows)
    assert read_text("a.csv", text.encode()).rows == rows


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1))
def test_utf8_is_never_taken_for_anything_else(text: str) -> None:
    assert decode("a.csv", text.encode("utf-8-sig")).text == text.removeprefix("\ufeff")
