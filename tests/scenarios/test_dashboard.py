"""Does LibreOffice work out every formula of ours to the number that the run found, and does a slip turn the proof red?

The Dashboard, its data, the proof and the Run Log, on a small book, the demo and real ones.
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import openpyxl
import pytest

from backorder_xl.hosts.cli import main
from tests.books import DATA, NORTHWIND, book_file, office, recalculated, small_book

DAY = "2026-06-03"
SHEETS = ("Dashboard", "Dashboard Data", "Proof", "Run Log")
needs_office = pytest.mark.skipif(not shutil.which("soffice"), reason="needs LibreOffice")


def run_of(name: str, folder: Path) -> Path:
    """One of the books, run."""
    out = folder / "out.xlsx"
    if name == "demo":
        assert main(["demo", str(out), "--json"]) == 0
    elif name in NORTHWIND:
        if not DATA.exists():
            pytest.skip("the example books are not beside this checkout")
        assert main(["run", str(DATA / name), "-o", str(out), "--as-of", NORTHWIND[name]]) == 0
    else:
        rows = small_book() if name == "small" else {n: lines[:1] for n, lines in small_book().items()}
        rows["Stock"] += [["Z", 0]] if name == "nothing waits" else []
        rows["Orders"] += [["SO9", 1, "2026-06-01", "C", "Z", 1, 1, 2]] if name == "all uncovered" else []
        if name == "nothing waits":
            rows["Orders"].append(["SO9", 1, "2026-06-01", "C", "Z", 0, 1, 2])
        if name == "all uncovered":
            rows["Stock"].append(["Z", 0])
        assert main(["run", str(book_file(out, rows)), "--as-of", DAY]) == 0
    return out


def cells(path: Path, *, values: bool) -> dict[tuple[str, str], object]:
    opened = openpyxl.load_workbook(path, data_only=values)
    return {(s, c.coordinate): c.value for s in SHEETS for row in opened[s].iter_rows() for c in row}


@pytest.mark.office
@needs_office
@pytest.mark.parametrize("name", ["small", "nothing waits", "all uncovered", "demo", *NORTHWIND])
def test_every_formula_comes_to_what_the_run_found(tmp_path: Path, name: str) -> None:
    book = run_of(name, tmp_path)
    formulas = {at for at, text in cells(book, values=False).items() if isinstance(text, str) and text.startswith("=")}
    assert len(formulas) > 40
    ours, theirs = cells(book, values=True), cells(recalculated(book, tmp_path / "office"), values=True)
    for at in sorted(formulas):
        mine, found = ours[at], theirs[at]
        if isinstance(mine, (int, float)) and isinstance(found, (int, float)):
            assert found == pytest.approx(mine, abs=1e-6), at
        else:
            assert found == mine, at
    assert sum(text == "yes" for (sheet, _), text in theirs.items() if sheet == "Dashboard") == 1


@pytest.mark.office
@needs_office
@pytest.mark.parametrize(("sheet", "header", "difference"), [
    ("Allocations", "Quantity", "Supply Difference"), ("Orders", "Ordered", "Demand Difference"),
    ("Stock", "On Hand", "Supply Difference"),
])  # fmt: skip
def test_a_slip_of_the_hand_turns_the_proof_red(tmp_path: Path, sheet: str, header: str, difference: str) -> None:
    book = run_of("small", tmp_path)
    opened = openpyxl.load_workbook(book)
    column = next(c.column for c in opened[sheet][1] if c.value == header)
    opened[sheet].cell(2, column).value += 1
    opened.save(book)
    rows = openpyxl.load_workbook(recalculated(book, tmp_path / "office"), data_only=True)
    header_row, row = list(rows["Proof"].iter_rows(values_only=True, max_row=2))
    assert abs(dict(zip(header_row, row, strict=True))[difference]) == 1
    said = {r[1]: r[2] for r in rows["Dashboard"].iter_rows(values_only=True)}
    assert said["Everything adds up"] == "no"


@pytest.mark.office
@needs_office
def test_figures_and_charts_follow_the_filter_on_backorders(tmp_path: Path) -> None:
    book = run_of("small", tmp_path)
    opened = openpyxl.load_workbook(book)
    sheet = opened["Backorders"]
    row = next(c.row for c in sheet["A"] if c.value == "SO2")
    sheet.auto_filter.ref = sheet.tables["Backorders"].ref
    sheet.row_dimensions[row].hidden = True  # what a filter or a slicer does with the rows that it leaves out
    opened.save(book)
    rows = openpyxl.load_workbook(recalculated(book, tmp_path / "office"), data_only=True)
    said = {r[1]: r[2] for r in rows["Dashboard"].iter_rows(values_only=True)}
    assert said["Backordered lines"] == 2
    data = [r for r in rows["Dashboard Data"].iter_rows(values_only=True) if r[0] == "Age"]
    assert sum(r[4] for r in data) == 2


@pytest.mark.office
@pytest.mark.skipif(not all(map(shutil.which, ("soffice", "pdftotext"))), reason="needs LibreOffice and poppler")
@pytest.mark.parametrize("name", ["demo", "northwind.xlsx"])
def test_the_dashboard_is_one_page(tmp_path: Path, name: str) -> None:
    book = run_of(name, tmp_path)
    office(book, "pdf", tmp_path).check_returncode()
    command = ["pdftotext", "-layout", str(book.with_suffix(".pdf")), "-"]
    pages = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split("\f")
    charts = ("Waiting lines by age in days", "Units wanted and coming in, by week", "Fill rate by run",
              "Waiting units by supplier", "Items with most units waiting")  # fmt: skip
    for words in ("Open lines", "Everything adds up", *charts):
        assert sum(words in page for page in pages) == 1, words
    whole = next(page for page in pages if "Everything adds up" in page)
    assert "Open lines" in whole and all(words in whole for words in charts)


def test_the_dashboard_has_five_charts_over_our_sheets(tmp_path: Path) -> None:
    book = run_of("small", tmp_path)
    opened = openpyxl.load_workbook(book)
    charts = opened["Dashboard"]._charts
    assert [type(c).__name__ for c in charts] == ["BarChart", "BarChart", "LineChart", "BarChart", "BarChart"]
    data = opened["Dashboard Data"]
    at = {name: [c.row for c in data["A"] if c.value == name] for name in ("Age", "Suppliers", "Weeks", "Most wanted")}
    for chart, view, columns in ((charts[0], "Age", "E"), (charts[1], "Weeks", "FGH"), (charts[3], "Suppliers", "GHI"),
                                 (charts[4], "Most wanted", "GHI")):  # fmt: skip
        first, last = min(at[view]), max(at[view])
        spans = {c: f"'Dashboard Data'!${c}${first}" + (f":${c}${last}" if last > first else "") for c in f"B{columns}"}
        assert [s.val.numRef.f for s in chart.series] == [spans[c] for c in columns]
        assert {s.cat.strRef.f for s in chart.series} == {spans["B"]}
    heads = [c.value for c in opened["Run Log"][1]]
    for series, header in zip(charts[2].series, ("Line Fill Rate", "Unit Fill Rate"), strict=True):
        column = openpyxl.utils.get_column_letter(heads.index(header) + 1)
        assert series.val.numRef.f == f"'Run Log'!${column}$2:${column}$21"
    assert all(c.anchor.to.row < 40 and c.anchor._from.col >= 5 for c in charts), "calm on one screen"
    assert opened["Dashboard"].page_setup.fitToHeight == 1
