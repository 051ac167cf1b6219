"""Do formulas, red cells and charts come onto an open sheet, once, and go with a run that failed? (rules 1.1, 8.6, 8.7)"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlwings as xw

from backorder_xl.workbook.changes import (
    Alarm,
    Cells,
    Changes,
    Chart,
    ChartKind,
    Column,
    Format,
    Page,
    Piece,
    Place,
    Ref,
    Series,
    SheetTable,
    Tone,
    When,
)
from backorder_xl.workbook.errors import Unwritable
from backorder_xl.workbook.file import FileBook
from backorder_xl.workbook.live.book import LiveBook
from backorder_xl.workbook.memory import MemoryBook
from backorder_xl.workbook.standing import Formula
from tests.books import book_file, small_book
from tests.excel.desk import copied, what_stands
from tests.excel.engine import Excel, count

NAMES = ["Backorder XL: Much", "Backorder XL: Shares"]


def chart(title: str, kind: ChartKind, top: int, *headers: str, **more: Any) -> Chart:
    series = tuple(Series(h.lower(), Cells("Data", "K", 0, 3), Cells("Data", h, 0, 3), Tone.GOOD) for h in headers)
    return Chart(kind, title, series, Place(20, top, 400, 200), **more)


DATA = SheetTable(
    "Data",
    "Data",
    (Column("K"), Column("A", Format.QTY), Column("B", Format.QTY)),
    {"K": ["x", "y", "z"], "A": [1.0, 2.5, 3.0], "B": [4.0, 5.0, 6.0]},
    ("K",),
    formulas={"B": ["SUM({all})", None, "{row}+1"]},
    refs={"all": Ref("Board", "Value"), "row": Ref("Data", "A", Piece.ROW)},
)
BOARD = SheetTable(
    "Board",
    "Board",
    (Column("Part"), Column("Value", Format.QTY), Column("Unit", width=8, inset=True), Column("Right")),
    {"Part": ["a", "b"], "Value": [6.5, 0.0], "Unit": ["pcs", "pcs"], "Right": ["yes", "no"]},
    ("Part",),
    formulas={"Value": ["SUM({a})", "{own}*0"], "Right": ['IF({cells}=1,"yes","no")', None]},
    refs={"a": Ref("Data", "A"), "own": Ref("Board", "Part", Piece.ROW), "cells": Cells("Data", "A", 0, 1)},
    alarms=(Alarm("Value", When.NOT_ZERO), Alarm("Right", When.NO)),
    charts=(
        chart("Much", ChartKind.STACKED_BAR, 10, "A", "B", value_title="pieces"),
        chart("Shares", ChartKind.LINE, 230, "B", format=Format.PERCENT, growing=True),
    ),
    page=Page("Board", whole=True),
)
ALL = Changes([BOARD, DATA])


@pytest.fixture
def opened(excel: Excel, tmp_path: Path) -> xw.Book:
    return excel.open(book_file(tmp_path / "book.xlsx", small_book()))


def held(excel: Excel, book: xw.Book, sheet: str = "Board") -> dict[str, Any]:
    return {c.name: c for c in excel.of(book).sheets[[s.name for s in book.sheets].index(sheet)].charts}


def test_both_hosts_write_the_same_formulas(excel: Excel, opened: xw.Book, tmp_path: Path) -> None:
    closed = copied(tmp_path / "book.xlsx", "closed")
    LiveBook(opened).apply(ALL)
    with FileBook(closed) as book:
        book.apply(ALL, closed, backup=False)
    one, two = what_stands(closed), what_stands(excel.save(opened, tmp_path / "live.xlsx"))
    assert one == two
    cells = one["Board"]["cells"]
    assert (cells["B2"], cells["B3"]) == ("=SUM(Data[A])", "=Board[[#This Row],[Part]]*0")
    assert cells["D2"] == "=IF('Data'!$B$2=1,\"yes\",\"no\")"
    pages = [openpyxl.load_workbook(path)["Board"].page_setup.fitToHeight for path in (closed, tmp_path / "live.xlsx")]
    indents = [openpyxl.load_workbook(path)["Board"]["C2"].alignment.indent for path in (closed, tmp_path / "live.xlsx")]
    assert pages == [1, 1] and indents == [1, 1]


def test_what_a_formula_came_to_is_read_and_the_formula_is_not_written_again(excel: Excel, opened: xw.Book) -> None:
    excel.switches.results |= {"=SUM(Data[A])": 6.5}
    LiveBook(opened).apply(ALL)
    assert LiveBook(opened).top("Board")[1][:2] == ["a", 6.5]
    with excel.switches.counted() as calls:
        LiveBook(opened).apply(ALL)
    assert not count(calls, "Range.Formula", "put")
    other = replace(BOARD, formulas={"Value": ["MAX({a})", None]})
    LiveBook(opened).apply(Changes([other, DATA]))
    assert opened.sheets["Board"].range("B2:B3").formula == (("=MAX(Data[A])",), ("0",))


def test_a_list_in_memory_keeps_what_formulas_come_to() -> None:
    book = MemoryBook(small_book())
    book.apply(ALL)
    assert book.grids["Board"][1:] == [["a", 6.5, "pcs", "yes"], ["b", 0.0, "pcs", "no"]]
    board = book.now.find("Board")
    assert board is not None and board.cell(2, 2) == Formula("=SUM(Data[A])", 6.5)
    assert list(board.charts) == NAMES and board.alarmed == {2, 4}
    assert {"WriteFormulas", "TurnRed", "DrawChart"} <= {type(step).__name__ for step in book.steps}
    book.apply(ALL)
    assert not {"WriteFormulas", "TurnRed"} & {type(step).__name__ for step in book.steps}


def test_newer_functions_lose_the_prefix_that_files_have() -> None:
    book = MemoryBook(small_book())
    book.apply(Changes([BOARD, replace(DATA, formulas={"B": ['_xlfn.XLOOKUP("_xlfn.",{all},{all})', None, None]})]))
    data = book.now.find("Data")
    assert data is not None and data.cell(2, 3) == Formula('=XLOOKUP("_xlfn.",Board[Value],Board[Value])', 4.0)


def test_charts_show_the_cells_that_they_should(excel: Excel, opened: xw.Book) -> None:
    LiveBook(opened).apply(ALL)
    found = held(excel, opened)
    assert list(found) == NAMES
    much, shares = (found[name].chart for name in NAMES)
    assert (much.kind, shares.kind, much.title.text) == (58, 65, "Much")
    told = [(s.said["Name"], s.said["Values"].place(), s.said["XValues"].place()) for s in much.series]
    assert told == [("a", "Data!B2:B4", "Data!A2:A4"), ("b", "Data!C2:C4", "Data!A2:A4")]
    assert (much.legend is None, shares.legend is None, much.group.said["Overlap"]) == (False, True, 100)
    assert much.axes[1].said["ReversePlotOrder"] and much.axes[2].parts["AxisTitle"].said["Text"] == "pieces"
    assert shares.axes[2].said["MaximumScale"] == 1.0 and shares.axes[1].said["TickLabelSpacing"] == 2
    assert found[NAMES[0]].TopLeftCell.Column == 5 and found[NAMES[0]].shape.said["text"] == "Much: a, b"


def test_charts_are_exchanged_and_stay_where_they_were_put(excel: Excel, opened: xw.Book) -> None:
    LiveBook(opened).apply(ALL)
    sheet = opened.sheets["Board"]
    theirs = sheet.charts.add(5, 5, 100, 100)
    theirs.name = "Theirs"
    much, shares = (sheet.charts[name] for name in NAMES)
    much.left, much.top, much.width = 900, 700, 150
    shares.left = 40  # over a column of the sheet
    LiveBook(opened).apply(Changes([replace(BOARD, charts=(*BOARD.charts, chart("More", ChartKind.COLUMN, 450, "A"))), DATA]))
    assert {c.name for c in sheet.charts} == {*NAMES, "Theirs", "Backorder XL: More"}
    assert (much.left, much.top, much.width) == (900, 700, 150) and shares.left > 100
    assert [len(held(excel, opened)[name].chart.series) for name in (*NAMES, "Theirs")] == [2, 1, 0]
    LiveBook(opened).apply(Changes([replace(BOARD, charts=BOARD.charts[:1]), DATA]))
    assert {c.name for c in sheet.charts} == {NAMES[0], "Theirs"}


def test_charts_that_lost_their_names_are_known_by_their_titles(excel: Excel, tmp_path: Path) -> None:
    path = book_file(tmp_path / "book.xlsx", small_book())
    with FileBook(path) as book:
        book.apply(ALL, path, backup=False)
    opened = excel.open(path)  # as another program saved it
    assert [c.name for c in opened.sheets["Board"].charts] == ["Chart 1", "Chart 2"]
    LiveBook(opened).apply(ALL)
    assert list(held(excel, opened)) == NAMES


def red(excel: Excel, book: xw.Book, path: Path) -> dict[str, list[tuple[str, list[str]]]]:
    found = openpyxl.load_workbook(excel.save(book, path))["Board"].conditional_formatting
    return {str(g.sqref): [(r.type, r.formula) for r in g.rules] for g in found}


def test_cells_turn_red_unless_their_column_has_a_rule(excel: Excel, opened: xw.Book, tmp_path: Path) -> None:
    LiveBook(opened).apply(ALL)
    ours = {"B2:B1048576": [("cellIs", ["0"]), ("containsErrors", ["ISERROR(B2)"])], "D2:D1048576": [("cellIs", ['"no"'])]}
    assert red(excel, opened, tmp_path / "once.xlsx") == ours
    LiveBook(opened).apply(ALL)
    assert red(excel, opened, tmp_path / "twice.xlsx") == ours
    sheet = opened.sheets["Board"]
    for rule in list(sheet.range("B2:B9").conditional_formats):
        rule.delete()
    sheet.range("B3:B5").conditional_formats.add_cell_value("greater_than", 7, fill_color="#00FF00")
    LiveBook(opened).apply(ALL)
    assert red(excel, opened, tmp_path / "theirs.xlsx") == {"B3:B5": [("cellIs", ["7"])], "D2:D1048576": ours["D2:D1048576"]}


@pytest.mark.parametrize("there", [False, True])
def test_a_failure_takes_away_what_had_come(excel: Excel, opened: xw.Book, tmp_path: Path, there: bool) -> None:
    """Also from a sheet that an earlier version made, without charts and with values only."""
    if there:
        LiveBook(opened).apply(Changes([replace(BOARD, formulas={}, alarms=(), charts=()), DATA]))
        opened.sheets["Board"].charts.add(5, 5, 100, 100).name = "Theirs"
    before, n, told = what_stands(excel.save(opened, tmp_path / "before.xlsx")), 0, 0
    while True:
        n += 9
        excel.switches.fail_at(n, done=bool(n % 2))
        try:
            LiveBook(opened).apply(ALL)
        except Unwritable as error:
            assert "everything is as it was" in error.message
            told += 1
        else:
            break
        finally:
            excel.switches.fail_no_more()
        assert what_stands(excel.save(opened, tmp_path / "after.xlsx")) == before
        assert not there or list(held(excel, opened)) == ["Theirs"]
    assert told > 4, "until it comes to the charts, which cost themselves alone"


def test_what_excel_refuses_of_a_chart_costs_the_chart_and_not_the_run(
    excel: Excel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The sheet is there with all its cells, no half-drawn chart stands on it, and the next run draws it."""
    opened = excel.open(book_file(tmp_path / "book.xlsx", small_book()))

    def refuse(*_: object) -> None:
        raise ValueError("this Excel has no such axis")

    with monkeypatch.context() as broken:
        broken.setattr("backorder_xl.workbook.live.drawing._axes", refuse)
        LiveBook(opened).apply(ALL)
    assert not held(excel, opened) and opened.sheets["Board"].range("A1").value is not None
    LiveBook(opened).apply(ALL)
    assert held(excel, opened)
