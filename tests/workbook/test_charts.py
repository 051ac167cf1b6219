"""Do our charts come onto a sheet once, in parts of their own, with all that the user has drawn kept? (rule 8.6)"""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import numpy as np
import openpyxl
import pytest
from lxml import etree
from openpyxl.chart import LineChart, Reference

from backorder_xl.workbook.changes import (
    Cells,
    Chart,
    ChartKind,
    Column,
    Format,
    Piece,
    Place,
    Ref,
    Series,
    SheetTable,
    Tone,
)  # fmt: skip

from .books import MAIN, parts, rezip, run

DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"


def board(rows: int = 3, charts: tuple[str, ...] = ("One", "Two")) -> SheetTable:
    """A sheet of ours with charts over its own rows and a formula column."""
    columns = (Column("K"), Column("V", Format.QTY, 10), Column("Twice", Format.QTY, 10), Column("Word"))
    data = {
        "K": [f"k{i}" for i in range(rows)],
        "V": np.arange(rows, dtype=float),
        "Twice": np.arange(rows, dtype=float) * 2,
        "Word": ["a & <b>" if i else None for i in range(rows)],
    }
    series = Series("v", Cells("Board", "K", 0, rows), Cells("Board", "V", 0, rows), Tone.NEW)
    made = tuple(
        Chart(list(ChartKind)[i], title, (series,), Place(10, 20 + 200 * i, 300, 190)) for i, title in enumerate(charts)
    )
    formulas: dict[str, list[str | None]] = {"Twice": ["2*{v}"] * rows, "Word": [None, *['{k}&"&"'] * (rows - 1)]}
    refs = {"v": Ref("Board", "V", Piece.ROW), "k": Ref("Board", "K", Piece.ROW)}
    return SheetTable("Board", "Board", columns, data, ("K",), formulas=formulas, refs=refs, charts=made)


def charts_of(path: Path, sheet: str = "Board") -> list[str]:
    """The values that each chart on a sheet draws, as openpyxl finds them."""
    return [chart.series[0].val.numRef.f for chart in openpyxl.load_workbook(path)[sheet]._charts]


def names(path: Path) -> list[str]:
    """The names of all that is drawn on the sheet Board, by its drawing part."""
    found = [n for n, text in parts(path).items() if n.startswith("xl/drawings/drawing") and b"Backorder XL" in text]
    assert len(found) == 1
    root = etree.fromstring(parts(path)[found[0]])
    ids = [e.get("id") for e in root.iter(f"{DRAWING}cNvPr")]
    assert len(ids) == len(set(ids)), "two things on a sheet bear the same number"
    return [str(e.get("name")) for e in root.iter(f"{DRAWING}cNvPr")]


def whole(path: Path) -> None:
    """Every relationship leads to a part, and every part has a content type and something that leads to it."""
    content = parts(path)
    types = etree.fromstring(content["[Content_Types].xml"])
    overrides = [e.get("PartName", "").lstrip("/") for e in types if e.get("PartName")]
    assert len(overrides) == len(set(overrides))
    assert set(overrides) <= content.keys(), "a content type of a part that is gone"
    reached = set()
    for rels in (n for n in content if n.endswith(".rels")):
        for rel in etree.fromstring(content[rels]):
            if rel.get("TargetMode") != "External":
                base = PurePosixPath(rels).parent.parent
                target = rel.get("Target", "")
                steps = PurePosixPath(target.lstrip("/")) if target.startswith("/") else base / target
                flat: list[str] = []
                for step in steps.parts:
                    flat = flat[:-1] if step == ".." else [*flat, step]
                reached.add("/".join(flat))
    ours = {n for n in content if n.startswith(("xl/charts/", "xl/drawings/")) and "_rels" not in n}
    assert ours <= reached
    assert {n for n in ours if n.endswith(".xml") and "vml" not in n} <= set(overrides)
    assert {n for n in reached if "chart" in n or "drawing" in n} <= content.keys()


def test_charts_stand_in_a_rich_book_and_all_else_stays(rich: Path, tmp_path: Path) -> None:
    before = parts(rich)
    out = tmp_path / f"out{rich.suffix}"
    run(rich, out, board())
    after = parts(out)
    kept = {n for n in before if not n.startswith(("xl/workbook", "xl/_rels/workbook", "xl/styles", "[Content"))}
    assert all(after[n] == before[n] for n in kept)
    new = [text for name, text in after.items() if name not in before and name.startswith("xl/charts/")]
    assert [text.count(b"<c:f>Board!$B$2:$B$4</c:f>") for text in new] == [1, 1]
    whole(out)


def test_a_second_run_exchanges_them_and_a_longer_table_stretches_them(orders: Path, tmp_path: Path) -> None:
    once, twice, longer = (tmp_path / f"{n}.xlsx" for n in ("once", "twice", "longer"))
    run(orders, once, board())
    run(once, twice, board())
    assert parts(once) == parts(twice)
    run(twice, longer, board(5))
    assert charts_of(longer) == ["Board!$B$2:$B$6"] * 2
    assert parts(longer).keys() == parts(once).keys()
    whole(longer)


def test_a_chart_that_we_draw_no_more_goes_with_its_parts(orders: Path, tmp_path: Path) -> None:
    once, fewer = tmp_path / "once.xlsx", tmp_path / "fewer.xlsx"
    run(orders, once, board())
    run(once, fewer, board(charts=("Two",)))
    assert names(fewer) == ["Backorder XL: Two"]
    assert len(parts(once)) - len(parts(fewer)) == 1
    whole(fewer)


def test_charts_whose_names_another_program_forgot_are_not_doubled(orders: Path, tmp_path: Path) -> None:
    once, saved, again = (tmp_path / f"{n}.xlsx" for n in ("once", "saved", "again"))
    run(orders, once, board())
    openpyxl.load_workbook(once).save(saved)
    assert not any(b"Backorder XL" in text for name, text in parts(saved).items() if name.startswith("xl/drawings/"))
    run(saved, again, board())
    assert names(again) == ["Backorder XL: One", "Backorder XL: Two"]
    whole(again)


def test_the_users_own_chart_on_our_sheet_stays(orders: Path, tmp_path: Path) -> None:
    once, theirs, again = (tmp_path / f"{n}.xlsx" for n in ("once", "theirs", "again"))
    run(orders, once, board())
    book = openpyxl.load_workbook(once)  # which reads charts and writes them anew, without their names
    chart = LineChart()
    chart.add_data(Reference(book["Board"], min_col=3, min_row=2, max_row=4))
    book["Board"]._charts = []
    book["Board"].add_chart(chart, "Z9")
    book.save(theirs)
    run(theirs, again, board())
    assert sorted(names(again))[:2] == ["Backorder XL: One", "Backorder XL: Two"]
    assert len(names(again)) == 3
    assert sorted(charts_of(again)) == ["'Board'!$C$2:$C$4", "Board!$B$2:$B$4", "Board!$B$2:$B$4"]
    whole(again)
    run(again, theirs, board())
    assert parts(again) == parts(theirs)


@pytest.mark.parametrize(("column", "stays"), [(30, True), (2, False)])
def test_a_chart_that_was_moved_stays_unless_it_covers_a_column(orders: Path, tmp_path: Path, column: int, stays: bool) -> None:
    once, again = tmp_path / "once.xlsx", tmp_path / "again.xlsx"
    run(orders, once, board())
    content = parts(once)
    part = next(n for n, text in content.items() if n.startswith("xl/drawings/drawing") and b"Backorder XL" in text)
    moved = content[part].replace(b"<xdr:from><xdr:col>4</xdr:col>", b"<xdr:from><xdr:col>%d</xdr:col>" % column, 1)
    assert moved != content[part]
    rezip(tmp_path / "moved.xlsx", {**content, part: moved})
    run(tmp_path / "moved.xlsx", again, board())
    assert (parts(again)[part] == moved) is stays
    assert (parts(again)[part] == content[part]) is not stays


def test_charts_stand_right_of_the_users_own_columns(orders: Path, tmp_path: Path) -> None:
    once, theirs, again = (tmp_path / f"{n}.xlsx" for n in ("once", "theirs", "again"))
    run(orders, once, board())
    book = openpyxl.load_workbook(once)
    book["Board"]["H1"], book["Board"]["H3"] = "Mine", "a note"
    book["Board"]._charts = []
    book.save(theirs)
    run(theirs, again, board())
    sheet = openpyxl.load_workbook(again)["Board"]
    assert sheet["H3"].value == "a note"
    assert all(chart.anchor._from.col >= 8 for chart in sheet._charts)


def test_a_formula_keeps_its_value_and_text_stays_text(orders: Path, tmp_path: Path) -> None:
    run(orders, tmp_path / "out.xlsx", board())
    live = openpyxl.load_workbook(tmp_path / "out.xlsx")["Board"]
    assert live["C3"].value == "=2*Board[[#This Row],[V]]"
    assert live["D4"].value == '=Board[[#This Row],[K]]&"&"'
    held = openpyxl.load_workbook(tmp_path / "out.xlsx", data_only=True)["Board"]
    assert (held["C3"].value, held["D4"].value, held["D2"].value) == (2, "a & <b>", None)


def test_formulas_name_our_table_as_the_workbook_does(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.defined_names["Board"] = openpyxl.workbook.defined_name.DefinedName("Board", attr_text="Sheet!$A$1")
    book.save(tmp_path / "in.xlsx")
    run(tmp_path / "in.xlsx", tmp_path / "out.xlsx", board())
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx")["Board"]
    assert list(sheet.tables) == ["Board2"]
    assert sheet["C2"].value == "=2*Board2[[#This Row],[V]]"


def test_the_parts_are_in_the_order_of_the_schema(orders: Path, tmp_path: Path) -> None:
    run(orders, tmp_path / "out.xlsx", board())
    sheet = next(text for text in parts(tmp_path / "out.xlsx").values() if b"<sheetData>" in text and b">k0<" in text)
    inside = [etree.QName(e).localname for e in etree.fromstring(sheet) if etree.QName(e).namespace == MAIN]
    assert inside.index("sheetData") < inside.index("ignoredErrors") < inside.index("drawing") < inside.index("tableParts")
