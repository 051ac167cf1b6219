"""Does Mapping go before every name, and is a row that does not fit told with its nearest match?"""

from __future__ import annotations

import datetime as dt

import pytest

from backorder_xl.tables.problems import Unusable
from backorder_xl.tables.reading import Reading, read_tables
from backorder_xl.workbook.memory import MemoryBook
from backorder_xl.workbook.model import ExcelTable

DAY = dt.datetime(2026, 6, 1)
HEAD = ["Table", "Sheet", "Header Row", "Field", "Column", "Sure", "Why", "Use", "Note"]
WORK = {
    "Arbeit": [["Zettel", "Wann", "Wer", "Was", "Wieviel", "Weg"], ["1", DAY, "Ann", "X", 5, 1], ["2", DAY, "Bob", "Y", 3, 0]],
    "Regal": [["Was", "Da"], ["X", 2], ["Y", 9]],
}
ROWS = {
    "Orders": (
        "Arbeit",
        {"Order": "Zettel", "Order Date": "Wann", "Customer": "Wer", "SKU": "Was", "Ordered": "Wieviel", "Shipped": "Weg"},
    ),
    "Stock": ("Regal", {"SKU": "Was", "On Hand": "Da"}),
}


def mapped(header_row=1, use=None, more=(), **change) -> list[list[object]]:
    """Mapping for that book; ``change`` says which column a field of Orders has instead."""
    rows = [HEAD]
    for table, (sheet, columns) in ROWS.items():
        for field, column in columns.items():
            if table == "Orders":
                column = change.get(field.replace(" ", ""), column)
            rows.append([table, sheet, header_row, field, column, 90, "", (use or {}).get(f"{table}.{field}", "yes"), None])
    return [*rows, *more]


def read(book=None, mapping=None, **kwargs) -> Reading:
    return read_tables(MemoryBook({**(book or WORK), "Mapping": mapping or mapped()}, **kwargs))


def told(reading: Reading) -> list[tuple[str, int | None]]:
    return [(p.code, p.row) for p in reading.problems if p.code != "no-items"]


def test_nothing_of_that_book_is_known_without_it() -> None:
    with pytest.raises(Unusable):
        read_tables(MemoryBook(WORK))


def test_a_mapped_book_is_read_under_its_own_headers() -> None:
    r = read()
    assert told(r) == [] and r.placed["orders"].sheet == "Arbeit"
    assert r.tables.orders["ordered"].tolist() == [5_000_000, 3_000_000] and r.tables.orders["shipped"].tolist() == [1_000_000, 0]
    assert r.tables.stock["on_hand"].tolist() == [2_000_000, 9_000_000]
    bad = {**WORK, "Arbeit": [*WORK["Arbeit"], ["3", DAY, "Cy", "X", "many", 0]]}
    assert [(p.sheet, p.row, p.column) for p in read(bad).problems if p.severity == "error"] == [("Arbeit", 4, "Wieviel")]


def test_columns_and_rows_put_in_between_change_nothing() -> None:
    wide = [["Note", *row[:2], None, *row[2:]] for row in WORK["Arbeit"]]
    moved = {**WORK, "Arbeit": [["My orders"], [], *wide]}
    assert read(moved).tables.orders["ordered"].tolist() == read().tables.orders["ordered"].tolist()
    assert read(moved).placed["orders"].header_row == 3


def test_a_letter_serves_where_there_is_no_header() -> None:
    bare = {"Arbeit": WORK["Arbeit"][1:], "Regal": WORK["Regal"][1:]}
    letters = [HEAD]
    for table, (sheet, columns) in ROWS.items():
        letters += [[table, sheet, 0, field, "ABCDEF"[i], None, None, "yes", None] for i, field in enumerate(columns)]
    r = read(bare, letters)
    assert told(r) == [] and len(r.tables.orders) == 2 and r.tables.orders["customer"].tolist() == ["Ann", "Bob"]
    assert r.placed["orders"].first_row == 1


def test_two_rows_of_headers_are_one_name() -> None:
    two = [[None, None, None, None, "Menge", None, "Preis"], ["Zettel", "Wann", "Wer", "Was", "gross", "Weg", "gross"]]
    book = {**WORK, "Arbeit": [*two, ["1", DAY, "Ann", "X", 5, 1, 9]]}
    book["Arbeit"][0][0] = "Papier"
    r = read(book, mapped(2, Ordered="Menge / gross"))
    assert told(r) == [] and r.tables.orders["ordered"].tolist() == [5_000_000]


def test_the_users_no_and_edit_win() -> None:
    assert read(mapping=mapped(use={"Orders.Shipped": "no"})).tables.orders["shipped"].tolist() == [0, 0]
    assert read(mapping=mapped(Customer="Zettel")).tables.orders["customer"].tolist() == ["1", "2"]


def test_mapping_goes_before_a_sheet_of_the_right_name() -> None:
    old = [["Order", "Order Date", "Customer", "SKU", "Ordered"], ["OLD", DAY, "Z", "X", 1]]
    assert read({**WORK, "Orders": old}).tables.orders["order"].tolist() == ["1", "2"]


def test_an_excel_table_that_stands_there_is_the_table() -> None:
    table = ExcelTable("Tabelle3", "Arbeit", 1, 2, 1, 6, False, tuple(WORK["Arbeit"][0]))
    r = read(tables=[table])
    assert r.placed["orders"].table == "Tabelle3" and len(r.tables.orders) == 1


def test_what_does_not_fit_is_told_with_the_nearest_and_the_rest_goes_on() -> None:
    more = [["Ordrs", "Arbeit", 1, "SKU", "Was"], ["Orders", "Arbeit", 1, "Odered", "Was"], ["Orders", "Arbeit", 1, "SKU", "Wer"],
            ["Items", "Artikle", 1, "SKU", "Was"]]  # fmt: skip
    r = read(mapping=mapped(Shipped="Wegg", more=[[*m, None, None, "yes", None] for m in more]))
    found = [(p.code, p.row) for p in r.problems if p.code.startswith("mapping")]
    words = [("mapping-word", 10), ("mapping-word", 11)]
    assert found == [("mapping-column", 7), *words, ("mapping-twice", 12), ("mapping-sheet", 13)]
    near = [p.message.split("(the nearest is ")[1].split(")")[0] for p in r.problems if "(the nearest is" in p.message]
    assert near[:3] == ["'Weg'", "'Orders'", "'Ordered'"]
    assert len(r.tables.orders) == 2 and r.tables.orders["shipped"].tolist() == [0, 0]


def test_a_required_column_that_is_gone_is_one_sentence() -> None:
    with pytest.raises(Unusable, match="'Arbeit' has no column Ordered for Orders"):
        read(mapping=mapped(Ordered="Wie viele"))


def test_a_list_that_a_run_writes_to_needs_headers() -> None:
    orders = [["PO", "Regal", 0, f, c, None, None, "yes", None] for f, c in (("PO", "A"), ("Supplier", "B"))]
    rows = [["Purchase Orders", *r[1:]] for r in orders]
    assert ("mapping-no-header", 10) in told(read(mapping=mapped(more=rows)))


def test_settings_may_stand_there_and_the_sheet_settings_goes_before() -> None:
    more = [
        ["Settings", None, None, "Date Order", "DMY", None, None, "yes", None],
        ["Settings", None, None, "Decimal Mark", "!", None, None, "yes"],
    ]
    r = read(mapping=mapped(more=more))
    assert r.settings.date_order.value == "DMY" and told(r) == [("bad-setting", 11)]
    r = read({**WORK, "Settings": [["Setting", "Value"], ["Date Order", "MDY"]]}, mapped(more=more[:1]))
    assert r.settings.date_order.value == "MDY"


def test_a_sheet_of_that_name_that_is_the_users_own_is_left_alone() -> None:
    plain = {
        "Orders": [["Order", "Order Date", "Customer", "SKU", "Ordered"], ["1", DAY, "A", "X", 1]],
        "Stock": [["SKU", "On Hand"], ["X", 2]],
    }
    assert told(read(plain, [["From", "To"], ["a", "b"]])) == []
