"""Is the table of a sheet found, whatever stands around it and in between?"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backorder_xl.imports.cells.dates import dates
from backorder_xl.imports.cells.numbers import numbers
from backorder_xl.imports.grid import Grid, fill_down, to_grid
from backorder_xl.imports.model import Cell, RawSheet, Weight
from backorder_xl.imports.reports import ungroup
from backorder_xl.tables.headers import normal
from backorder_xl.workbook.errors import Unreadable
from tests.books import DATA
from tests.imports.files import only, text_file

HEADER = ["Order No", "SKU", "Qty", "Price"]
BODY: list[list[Cell]] = [["SO-1", "A-100", 2.0, 3.5], ["SO-2", "B-200", 5.0, 1.25], ["SO-3", "A-100", 1.0, 3.5]]


def sheet(
    *rows: list[Cell], merged: tuple[tuple[int, int, int, int], ...] = (), hidden: frozenset[int] = frozenset()
) -> RawSheet:
    blanked = [[None if cell == "" else cell for cell in row] for row in rows]
    return RawSheet("f.xlsx", "Sheet1", [row if any(c is not None for c in row) else [] for row in blanked], hidden, merged)


def weights(grid: Grid) -> list[Weight]:
    return [remark.weight for remark in grid.remarks]


def test_a_plain_table() -> None:
    grid = to_grid(sheet(HEADER, *BODY))
    assert (grid.headers, grid.cells, grid.rows, grid.remarks) == (HEADER, BODY, [2, 3, 4], [])


def test_titles_blank_rows_and_columns_and_names_that_come_twice() -> None:
    grid = to_grid(
        sheet(
            ["Acme Ltd: open orders"], [], ["Printed:", "2026-06-01"],
            ["Order\nNo", "", " SKU ", "Qty", "Price", "Price", ""],
            ["SO-1", "", "A", 1.0, 2.0, 3.0, ""], [], ["SO-2", "", "B", 2.0, 2.0, 3.0, "note"],
            merged=((1, 1, 1, 7),),
        )
    )  # fmt: skip
    assert grid.headers == ["Order No", "SKU", "Qty", "Price", "Price (2)", "Column 7"]
    assert grid.columns == [1, 3, 4, 5, 6, 7] and grid.rows == [5, 7]
    assert grid.column("Column 7").cells == [None, "note"]


def test_names_that_a_source_knows_find_the_header_that_looks_would_not() -> None:
    rows: list[list[Cell]] = [["Report", "All", "Open", "Lines"], ["No.", "No_", "Item No", "2026"], ["1", "2", "3", "4"]]
    assert to_grid(sheet(*rows)).header.top == 1
    assert to_grid(sheet(*rows), {normal("No."), normal("Item No")}).header.top == 2


def test_two_rows_of_headers_are_joined() -> None:
    upper, lower = ["Order", "", "Item", "", "Qty"], ["No", "Date", "No", "Name", ""]
    wanted = ["Order / No", "Order / Date", "Item / No", "Item / Name", "Qty"]
    body: list[list[Cell]] = [["SO-1", "2026-01-01", "A", "Nut", 3.0], ["SO-2", "2026-01-02", "B", "Bolt", 4.0]]
    assert to_grid(sheet(["Orders"], upper, lower, *body)).headers == wanted
    grid = to_grid(sheet(upper, lower, *body, merged=((1, 1, 1, 2), (1, 3, 1, 4), (1, 5, 2, 5))))
    assert grid.headers == wanted and grid.cells == body


def test_a_first_row_of_words_is_no_second_header() -> None:
    grid = to_grid(sheet(["Order", "", "Customer", "Note"], ["SO-1", "", "Acme", "urgent"], ["SO-2", "x", "Beta", "late"]))
    assert grid.header[:2] == (1, 1) and len(grid.cells) == 2


def test_no_header_at_all_is_asked() -> None:
    grid = to_grid(sheet(*BODY))
    assert grid.headers == ["Column 1", "Column 2", "Column 3", "Column 4"] and grid.cells == BODY
    assert weights(grid) == [Weight.QUESTION]


def test_totals_are_left_out_and_told() -> None:
    grid = to_grid(sheet(HEADER, *BODY, ["Total", "", 8.0, 8.25]))
    assert grid.cells == BODY and grid.dropped == {5: "Total"}
    assert [(r.weight, r.row, r.value) for r in grid.remarks] == [(Weight.LEFT_OUT, 5, "Total")]


def test_sums_without_a_word_are_left_out_only_where_they_are_the_sums() -> None:
    assert to_grid(sheet(HEADER, *BODY, ["", "", 8.0, ""])).rows == [2, 3, 4]
    assert to_grid(sheet(HEADER, *BODY, ["", "", 9.0, ""])).rows == [2, 3, 4, 5]


def test_an_article_that_is_called_total_stays() -> None:
    item: list[Cell] = ["Total Care Shampoo", "T-1", 3.0, 1.0]
    grid = to_grid(sheet(["Item", "SKU", "Qty", "Price"], item, ["Totally Nuts", 1.0, 2.0, 3.0]))
    assert grid.rows == [2, 3]
    grid = to_grid(sheet(["Item", "Qty"], ["Total Care", 5.0], ["Nut", 2.0]))
    assert grid.rows == [2, 3] and weights(grid) == [Weight.NOTED]


def test_merged_cells_are_filled_and_hidden_rows_read() -> None:
    raw = sheet(
        HEADER,
        ["SO-1", "A", 1.0, 2.0],
        ["", "B", 2.0, 2.0],
        ["SO-2", "C", 1.0, 1.0],
        merged=((2, 1, 3, 1),),
        hidden=frozenset({4}),
    )
    grid = to_grid(raw)
    assert grid.column("Order No").cells == ["SO-1", "SO-1", "SO-2"]
    assert [(r.weight, r.row) for r in grid.remarks] == [(Weight.NOTED, 4)]
    assert raw.rows[2][0] is None  # the sheet itself is not touched


def test_the_header_of_each_printed_page_is_left_out() -> None:
    grid = to_grid(sheet(HEADER, BODY[0], [], HEADER, BODY[1], HEADER, BODY[2]))
    assert grid.cells == BODY and grid.rows == [2, 5, 7] and weights(grid) == [Weight.REPAIRED]


def test_a_filter_above_a_pivot_says_that_it_is_not_complete() -> None:
    grid = to_grid(sheet(["Customer", "(Multiple Items)"], [], HEADER, *BODY))
    assert grid.cells == BODY and [(r.weight, r.row) for r in grid.remarks] == [(Weight.NOTED, 1)]


@pytest.mark.parametrize(
    "periods",
    [
        [dt.datetime(2026, 1, 1) + dt.timedelta(days=n) for n in range(257)], [f"{d:02d}/01/2026" for d in range(1, 32)],
        [f"W{n}" for n in range(1, 53)], ["Jan 2026", "Feb 2026", "Mär 2026", "avr. 2026", "2026-05", "06/2026"],
        [45000.0 + 7 * n for n in range(10)],
    ],
)  # fmt: skip
def test_a_column_per_day_is_refused_with_what_to_do(periods: list[Cell]) -> None:
    with pytest.raises(Unreadable, match=r"so it is no list; .* Unpivot Columns") as refused:
        to_grid(sheet(["Demand"], ["SKU", "Name", *periods], ["A", "Nut", *[1.0] * len(periods)]))
    assert f"each of {len(periods)} days" in refused.value.message and "\n" not in refused.value.message


def test_dates_in_rows_are_no_matrix() -> None:
    when = [dt.datetime(2026, 1, n) for n in range(1, 6)]
    grid = to_grid(sheet(["Order", "Created", "Paid", "Due", "Shipped", "Told"], ["1", *when], ["2", *when]))
    assert len(grid.cells) == 2


def test_what_stands_on_the_first_row_only_is_filled_down() -> None:
    grid = to_grid(
        sheet(
            ["Name", "Email", "Paid at", "Lineitem sku"], ["#1", "a@b.c", "2026-01-01", "A"], ["#1", "", "", "B"],
            ["#2", "d@e.f", "", "C"], ["#2", "", "", "D"], ["#3", "", "2026-02-02", "E"],
        )
    )  # fmt: skip
    filled = fill_down(grid, ["Email", "Paid at"], "Name")
    assert filled.column("Email").cells == ["a@b.c", "a@b.c", "d@e.f", "d@e.f", None]
    assert filled.column("Paid at").cells == ["2026-01-01", "2026-01-01", None, None, "2026-02-02"]
    odoo = to_grid(sheet(["Order", "Customer", "Lines/Product"], ["S1", "Acme", "A"], ["", "", "B"], ["S2", "Beta", "C"]))
    filled = fill_down(odoo, ["Customer"], "Order")
    assert filled.cells == [["S1", "Acme", "A"], ["S1", "Acme", "B"], ["S2", "Beta", "C"]]


def test_a_report_by_groups_in_columns() -> None:
    """As QuickBooks writes it: names in columns of their own, a column between any two, totals of every group."""
    blank = [""] * 3
    grid = to_grid(
        sheet(
            ["", *blank, "Type", "", "Date", "", "Num", "", "Qty"],
            ["", "Inventory"], ["", "", "A-100 (Widget)"],
            ["", *blank, "Sales Order", "", "03/01/2026", "", "17", "", 5.0],
            ["", *blank, "Sales Order", "", "03/02/2026", "", "18", "", 7.0],
            ["", "", "Total A-100 (Widget)", "", "", "", "", "", "", "", 12.0],
            ["", "", "B-2"], ["", *blank, "Sales Order", "", "03/03/2026", "", "19", "", 1.0],
            ["", "", "Total B-2", "", "", "", "", "", "", "", 1.0],
            ["", "Total Inventory", "", "", "", "", "", "", "", "", 13.0], ["TOTAL", "", "", "", "", "", "", "", "", "", 13.0],
        )
    )  # fmt: skip
    rows = ungroup(grid)
    assert rows.headers == ["Type", "Date", "Num", "Qty", "Group", "Groups"] and rows.rows == [4, 5, 8]
    assert rows.column("Group").cells == ["A-100 (Widget)", "A-100 (Widget)", "B-2"]
    assert rows.column("Groups").cells[2] == "Inventory / B-2"
    assert sum(v for v in numbers(rows.column("Qty")).values if v) == 13


@pytest.mark.parametrize("indent", ["    ", ""])
def test_a_report_by_indented_names(indent: str) -> None:
    rows: list[list[Cell]] = [
        ["Item", "On Hand"], ["Inventory"], [f"{indent}Bolts"], [f"{indent * 2}B-1", 5.0], [f"{indent * 2}B-2", 3.0],
        [f"{indent}Total Bolts", 8.0], [f"{indent}N-1", 1.0], ["Total Inventory", 9.0], ["Parts"], [f"{indent}P-1", 2.0],
        ["Total Parts", 2.0], ["TOTAL", 11.0],
    ]  # fmt: skip
    found = ungroup(to_grid(sheet(*rows)))
    assert found.column("Group").cells == ["B-1", "B-2", "N-1", "P-1"]
    assert found.column("Groups").cells == [
        "Inventory / Bolts / B-1",
        "Inventory / Bolts / B-2",
        "Inventory / N-1",
        "Parts / P-1",
    ]


def test_sixty_thousand_blank_rows_are_passed_over(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    page = book.active
    page.append(HEADER)
    for row in BODY:
        page.append(row)
    for row in range(6, 60_268):
        page.cell(row, 1).number_format = "0.00"
    page.cell(60_268, 2, "  ")
    book.save(tmp_path / "a.xlsx")
    assert to_grid(only(tmp_path / "a.xlsx")).cells == BODY


def test_the_table_can_be_handed_on_as_a_sheet() -> None:
    grid = to_grid(sheet(["Orders"], HEADER, BODY[0], [], BODY[1], ["Total", "", 7.0, ""]))
    assert grid.as_sheet().rows == [[], HEADER, BODY[0], [], BODY[1]]
    assert to_grid(sheet(*BODY)).as_sheet().rows == BODY


def test_a_file_from_beginning_to_end(tmp_path: Path) -> None:
    text = 'sep=;\nBestellung;;\nNr.;Datum;Menge\n1;15.06.2025;"1.288,50"\n2;07.10.2025;3\n\nSumme;;1.291,50\n'
    grid = to_grid(only(text_file(tmp_path / "a.csv", text, "cp1252")))
    assert dates(grid.column("Datum")).values == [dt.date(2025, 6, 15), dt.date(2025, 10, 7)]
    assert [str(v) for v in numbers(grid.column("Menge")).values] == ["1288.50", "3"]
    assert grid.rows == [4, 5] and grid.dropped == {7: "Summe"}


def test_the_example_files_are_tables_as_they_stand() -> None:
    if not DATA.exists():
        pytest.skip("the example books are not beside this checkout")
    grid = to_grid(only(DATA / "shopify_orders_sample.csv"))
    assert len(grid.cells) == 249 and not grid.remarks
    assert not dates(grid.column("Created at")).open


NAMES = st.text(st.sampled_from("abcdefgh"), min_size=2, max_size=6).filter(lambda t: not t.startswith(("dec", "feb")))
VALUES = st.floats(1, 100).map(lambda v: round(v, 1)) | st.text(st.sampled_from("xyz"), min_size=1, max_size=4)


@given(data=st.data(), names=st.lists(NAMES, min_size=3, max_size=6, unique=True), titles=st.integers(0, 3))
def test_a_table_is_found_under_titles_and_among_blanks(data: st.DataObject, names: list[str], titles: int) -> None:
    width = len(names)
    row = st.lists(VALUES, min_size=width - 1, max_size=width - 1).map(lambda cells: [1.5, *cells])
    body = data.draw(st.lists(row, min_size=1, max_size=8))
    spread: list[list[Cell]] = []
    for cells in body:
        spread += [[]] * data.draw(st.integers(0, 2)) + [[*cells[:1], None, *cells[1:]]]
    above: list[list[Cell]] = [["A title"], []][:titles] * 2
    grid = to_grid(RawSheet("f", "s", [*above, [names[0], None, *names[1:]], *spread]))
    assert grid.headers == names and grid.cells == body
