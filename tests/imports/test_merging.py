"""Is an import an update, not a paste? By hand, on real files read back by openpyxl."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl
import pytest

from backorder_xl.tables.problems import Unusable
from backorder_xl.workbook.errors import Blocked
from tests.books import book_file, sheet_rows, small_book
from tests.imports.desk import DAY, bring, codes, export, line, tally

HEAD = ["Order", "Line", "Order Date", "Customer", "SKU", "Ordered", "Shipped", "Cancelled", "Status"]


def orders(*rows: list[object]) -> dict[str, list[list[object]]]:
    """A book with these order lines and nothing else of interest."""
    return {"Orders": [HEAD, *rows], "Stock": [["SKU", "On Hand"], ["A", 10]]}


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return book_file(tmp_path / "book.xlsx", small_book())


def order_rows(path: Path) -> list[tuple[object, ...]]:
    return [tuple(r.get(h) for h in ("Order", "Line", "SKU", "Ordered", "Shipped", "Status")) for r in sheet_rows(path, "Orders")]


def test_the_same_file_twice_changes_nothing_the_second_time(book: Path) -> None:
    shop = export("orders", [line("SO1", "1", "A", 6, shipped=2), line("SO8", "1", "B", 1.5)])
    first = bring(book, shop)
    assert tally(first) == (1, 1, 0, 0, 0)
    assert first.summary.tallies[0].names["changed"] == [
        "SO1 line 1: Order Date 2026-06-02 to 2026-06-01, Shipped 0 to 2"
    ]  # fmt: skip
    before = book.read_bytes()
    again = bring(book, shop)
    assert tally(again) == (0, 0, 2, 0, 0)
    assert not again.changes.patches and not again.changes.tables
    assert book.read_bytes() == before


def test_fields_that_the_export_does_not_know_stay_and_blank_cells_say_nothing(book: Path) -> None:
    bring(book, export("orders", [line("SO1", "1", "A", 8, email="ann@example.com", need_by=None, unit_price=None)]))
    first = sheet_rows(book, "Orders")[0]
    assert (first["Ordered"], first["Priority"], first["Unit Price"], first["Email"]) == (8, 1, 2, "ann@example.com")
    assert list(first)[-1] == "Email", "a column that the table lacks is added at its right"
    assert "Need By" not in first, "and none that nothing is said of"


def test_fulfilled_cancelled_and_reopened_lines(tmp_path: Path) -> None:
    day = dt.date(2026, 6, 1)
    path = book_file(tmp_path / "b.xlsx", orders(*(["S1", n, day, "C", "A", 5, 0, 0, "open"] for n in (1, 2, 3)),
                                                 ["S1", 4, day, "C", "A", 5, 5, 0, "closed"]))  # fmt: skip
    merged = bring(path, export("orders", [
        line("S1", "1", "A", 5, shipped=5, cancelled=0, status="closed"), line("S1", "2", "A", 5, shipped=2, cancelled=3),
        line("S1", "3", "A", 5, shipped=0, cancelled=0), line("S1", "4", "A", 5, shipped=4, status="open"),
    ]))  # fmt: skip
    rows = sheet_rows(path, "Orders")
    assert [(r["Shipped"], r["Cancelled"], r["Status"]) for r in rows] == [
        (5, 0, "closed"), (2, 3, "open"), (0, 0, "open"), (4, 0, "open"),
    ]  # fmt: skip
    (told,) = merged.problems
    assert told.code == "import-open-raised" and told.row == 5
    assert told.message.startswith("S1 line 4: more is open than before (0, now 1), as the export says Shipped 4, not 5")


def test_lines_are_known_by_item_where_shop_and_user_number_them_differently(tmp_path: Path) -> None:
    day = dt.date(2026, 6, 1)
    path = book_file(tmp_path / "b.xlsx", orders(
        ["S1", 1, day, "C1", "A", 5, 0, 0, "open"], ["S1", 2, day, "C1", "B", 1, 0, 0, "open"],
        ["S1", 3, day, "C1", "A", 7, 0, 0, "open"],
    ))  # fmt: skip
    shop = export("orders", [
        line("s1", "90001", "a", 7, shipped=7), line("s1", "90002", "B", 1, shipped=1),
        line("s1", "90003", "A", 5), line("s1", "90004", "A", 2),
    ])  # fmt: skip
    assert tally(bring(path, shop)) == (1, 2, 1, 0, 0)
    assert order_rows(path) == [
        ("S1", 1, "A", 5, 0, "open"), ("S1", 2, "B", 1, 1, "open"), ("S1", 3, "A", 7, 7, "open"),
        ("s1", 90004, "A", 2, None, None),
    ]  # fmt: skip
    assert tally(bring(path, shop)) == (0, 0, 4, 0, 0)


def test_two_ids_of_the_shop_are_two_lines_even_of_one_item(tmp_path: Path) -> None:
    path = book_file(tmp_path / "b.xlsx", orders())
    bring(path, export("orders", [line("S1", "90001", "A", 1)]))
    merged = bring(path, export("orders", [line("S1", "90002", "A", 1)]))
    assert [r[1] for r in order_rows(path)] == ["90001", "90002"]
    assert tally(merged) == (1, 0, 0, 1, 0), "and the first is not in the files any more"


def test_without_line_numbers_the_same_item_twice_stays_twice(tmp_path: Path) -> None:
    path = book_file(tmp_path / "b.xlsx", orders())
    shop = export("orders", [line("S1", None, "A", 3), line("S1", None, "A", 5), line("S2", None, "A", 3)])
    bring(path, shop)
    assert [r[:4] for r in order_rows(path)] == [("S1", "1", "A", 3), ("S1", "2", "A", 5), ("S2", "1", "A", 3)]
    turned = export("orders", [line("S1", None, "A", 5), line("S2", None, "A", 3), line("S1", None, "A", 3)])
    assert tally(bring(path, turned)) == (0, 0, 3, 0, 0)


def test_a_place_that_another_item_takes_over_doubles_no_key(tmp_path: Path) -> None:
    path = book_file(tmp_path / "b.xlsx", orders())
    bring(path, export("orders", [line("S1", "1", "A", 3), line("S1", "2", "B", 1)]))
    merged = bring(path, export("orders", [line("S1", "1", "B", 1), line("S1", "2", "C", 4)]))
    assert [r[:3] for r in order_rows(path)] == [("S1", "1", "A"), ("S1", "2", "B"), ("S1", "3", "C")]
    assert (tally(merged), codes(merged)) == ((1, 0, 1, 1, 0), ["import-gone"])


def test_what_a_whole_export_lacks_is_told_and_left_alone(book: Path) -> None:
    part, whole = (export("orders", [line("SO1", "1", "A", 6)], whole=w) for w in (False, True))
    assert not codes(bring(book, part))
    merged = bring(book, whole)
    assert tally(merged) == (0, 0, 1, 3, 0)
    assert {p.value for p in merged.problems} == {"SO2 line 1", "SO3 line 1", "SO4 line 1"}
    assert len(order_rows(book)) == 4


def test_a_formula_is_never_overwritten(tmp_path: Path) -> None:
    path = book_file(tmp_path / "b.xlsx", orders(["S1", 1, dt.date(2026, 6, 1), "C1", "A", 5, "=2+1", 0, "open"]))
    merged = bring(path, export("orders", [line("S1", "1", "A", 5, shipped=5, status="closed")]))
    assert codes(merged) == ["formula-kept"]
    row = sheet_rows(path, "Orders")[0]
    assert (row["Shipped"], row["Status"]) == ("=2+1", "closed")


def test_bad_linesof_a_file_are_left_out_under_its_own_row(book: Path) -> None:
    rows = [line("S9", "1", "A", -2), line("S9", "2", "A", 2, shipped=3), line("", "1", "A", 1), line("S9", "3", "", 1)]
    rows.append(line("S9", "4", "A", 1))
    merged = bring(book, export("orders", rows, "shop.csv"))
    assert tally(merged) == (1, 0, 0, 0, 4)
    assert sorted((p.sheet, p.row, p.code) for p in merged.problems) == [
        ("shop.csv", 2, "negative"), ("shop.csv", 3, "more-than-ordered"), ("shop.csv", 4, "missing"), ("shop.csv", 5, "missing"),
    ]  # fmt: skip


def test_a_key_twice_in_one_file_counts_once(book: Path) -> None:
    merged = bring(book, export("items", [{"sku": "X", "description": "Old"}, {"sku": "x", "description": "New"}]))
    assert (tally(merged, "items"), codes(merged)) == ((1, 0, 0, 0, 0), ["import-twice"])
    assert sheet_rows(book, "Items")[-1]["Description"] == "New"


def test_text_is_data(book: Path) -> None:
    bring(book, export("orders", [line("=1+1", "1", "@A", 1, email="+x", customer_name="-y")]))
    cells = openpyxl.load_workbook(book)["Orders"][6]
    assert [c.data_type for c in cells if isinstance(c.value, str)] == ["s"] * 5


def test_codes_that_the_user_types_as_numbers_stay_numbers(tmp_path: Path) -> None:
    path = book_file(tmp_path / "b.xlsx", orders([1001, 1, dt.date(2026, 6, 1), "C", "A", 5, 0, 0, "open"]))
    bring(path, export("orders", [line("1001", "1", "A", 5), line("1002", "1", "A", 5)]))
    assert [r[0] for r in order_rows(path)] == [1001, 1002]


def test_the_users_columns_notes_totals_and_other_sheets_stay(tmp_path: Path) -> None:
    path = tmp_path / "b.xlsx"
    made = openpyxl.Workbook()
    sheet = made.active
    sheet.title = "My Orders"
    for row in (["Spring"], [], ["Order #", "Mine", "Date", "Customer", "Qty", "SKU"]):
        sheet.append(row)
    sheet.append(["S1", "call!", dt.date(2026, 6, 1), "C", 5, "A"])
    sheet["F6"] = "=SUM(E4:E4)"
    made.create_sheet("Stock").append(["SKU", "On Hand"])
    made.create_sheet("Notes").append(["=1+1", "keep"])
    made.save(path)
    merged = bring(path, export("orders", [line("S1", None, "A", 6, shipped=1)]))
    rows = list(openpyxl.load_workbook(path)["My Orders"].iter_rows(min_row=3, max_row=4, values_only=True))
    assert rows[0] == ("Order #", "Mine", "Date", "Customer", "Qty", "SKU", "Shipped")
    assert rows[1][1] == "call!" and rows[1][4:] == (6, "A", 1) and rows[1][3] == "C", "whose order it is"
    assert merged.summary.tallies[0].sheet == "My Orders"
    with pytest.raises(Blocked, match="room"):  # one row fits above the user's own sum, not three
        bring(path, export("orders", [line("S2", None, s, 1) for s in "XYZ"]))
    assert openpyxl.load_workbook(path)["Notes"]["A1"].value == "=1+1"


def test_a_missing_table_is_made_and_a_sheet_that_lacks_its_key_is_not_touched(tmp_path: Path) -> None:
    path = book_file(tmp_path / "b.xlsx", {"Notes": [["hello"]]})
    bring(path, export("orders", [line("S1", None, "A", 6)]), export("suppliers", [{"supplier": "ACME", "email": "a@b.c"}]))
    assert sheet_rows(path, "Orders") == [
        {"Order": "S1", "Line": "1", "Order Date": dt.datetime(2026, 6, 1), "Customer": "C1", "SKU": "A", "Ordered": 6}
    ]
    assert sheet_rows(path, "Suppliers") == [{"Supplier": "ACME", "Email": "a@b.c"}]
    other = book_file(tmp_path / "c.xlsx", {"Orders": [["Thing", "Customer", "SKU", "Ordered"], ["x", "C", "A", 1]]})
    with pytest.raises(Unusable, match="'Orders' has no column Order"):
        bring(other, export("orders", [line("S1", None, "A", 6)]))


def test_a_purchase_order_that_was_proposed_becomes_ordered_without_a_word(tmp_path: Path) -> None:
    rows = small_book()
    rows["Purchase Orders"].append(["PO9", 1, "S", "A", 12, None, "proposed"])
    path = book_file(tmp_path / "b.xlsx", rows)
    buying = {"po": "PO9", "line": "1", "supplier": "S", "sku": "A", "ordered": 12, "status": "ordered"}
    merged = bring(path, export("purchase_orders", [buying, buying | {"po": "PO1", "ordered": 8, "received": 3}]))
    assert (tally(merged, "purchase_orders"), codes(merged)) == ((0, 2, 0, 0, 0), [])
    buys = [(r["Status"], r.get("Received")) for r in sheet_rows(path, "Purchase Orders")]
    assert buys[::2] == [("ordered", 3), ("ordered", None)]


# --- stock ---


def test_a_snapshot_replaces_stock_and_says_when(book: Path) -> None:
    merged = bring(book, export("stock", [{"sku": "A", "on_hand": 4}, {"sku": "B", "on_hand": 1}], as_of=dt.date(2026, 6, 2)))
    assert tally(merged, "stock") == (1, 1, 0, 0, 0)
    counted = dt.datetime(2026, 6, 2)
    assert sheet_rows(book, "Stock") == [
        {"SKU": "A", "On Hand": 4, "Counted On": counted}, {"SKU": "B", "On Hand": 1, "Counted On": counted},
    ]  # fmt: skip
    late = bring(book, export("stock", [{"sku": "A", "on_hand": 9}], as_of=dt.date(2026, 6, 1)))
    assert codes(late) == ["import-older-count"], "an older snapshot takes nothing back"
    assert sheet_rows(book, "Stock")[0]["On Hand"] == 4


def test_what_a_snapshot_lacks_is_set_to_nothing_only_when_the_user_says_so(book: Path) -> None:
    shelf = export("stock", [{"sku": "B", "on_hand": 1}], whole=True)
    merged = bring(book, shelf)
    assert (codes(merged), sheet_rows(book, "Stock")[0]["On Hand"]) == (["import-stock-gone"], 10)
    bring(book, shelf, whole=True)
    assert sheet_rows(book, "Stock")[0]["On Hand"] == 0


def test_several_linesand_places_of_one_item(tmp_path: Path) -> None:
    stock = [["SKU", "On Hand", "Location", "Specification"], ["A", 5, None, None], ["A", 2, None, None], ["A", 1, None, "red"],
             ["B", 3, "Main", None], ["B", 4, "Shop", None], ["C", 6, None, None]]  # fmt: skip
    path = book_file(tmp_path / "b.xlsx", {"Orders": [HEAD], "Stock": stock})
    merged = bring(path, export("stock", [{"sku": s, "on_hand": 9} for s in "ABC"]))
    assert codes(merged) == ["import-which-place", "import-stock-rows"]
    assert [r["On Hand"] for r in sheet_rows(path, "Stock")] == [9, 0, 1, 3, 4, 9]
    bins = ((1, "Shop"), (2, "Main"), (3, "Main"))
    bring(path, export("stock", [{"sku": "C", "on_hand": n, "location": w} for n, w in bins]))
    rows = [(r["SKU"], r["On Hand"], r["Location"]) for r in sheet_rows(path, "Stock")]
    assert rows[5:] == [("C", 1, "Shop"), ("C", 5, "Main")], "the row without a place becomes the first; bins are summed"


def test_a_snapshot_from_before_a_receipt_takes_nothing_back(tmp_path: Path) -> None:
    rows = small_book()
    day = dt.date(2026, 6, 3)
    rows["Receipts"] = [["Receipt", "Received On", "SKU", "Received", "Posted"], ["R1", day, "A", 8, day]]
    path = book_file(tmp_path / "b.xlsx", rows)
    shelf = [{"sku": "a", "on_hand": 2}, {"sku": "B", "on_hand": 2}]
    assert codes(bring(path, export("stock", shelf, as_of=dt.date(2026, 6, 2)))) == ["import-older-count"]
    assert [(r["SKU"], r["On Hand"]) for r in sheet_rows(path, "Stock")] == [("A", 10), ("B", 2)]
    assert not codes(bring(path, export("stock", shelf, as_of=dt.date(2026, 6, 3))))
    assert sheet_rows(path, "Stock")[0]["On Hand"] == 2


def test_customers_and_suppliers_are_called_by_the_users_codes(tmp_path: Path) -> None:
    rows = small_book()
    rows["Suppliers"].append([None, None, "a note of mine"])
    rows["Customers"] = [["Customer", "Email"], ["K7", "Ann@example.com"], ["K8", "bo@example.com"], ["K9", "bo@example.com"]]
    path = book_file(tmp_path / "b.xlsx", rows)
    shop = (("S1", "ann@example.com"), ("SO1", "bo@example.com"), ("S2", "bo@example.com"))
    bring(path, export("orders", [line(order, "1", "A", 1, customer=who) for order, who in shop]))
    assert [r["Customer"] for r in sheet_rows(path, "Orders")] == ["C1", "C3", "C2", "C4", "K7", "bo@example.com"]
    bring(path, export("items", [{"sku": "N", "supplier": "acme lamps"}, {"sku": "M", "supplier": "Nobody"}]))
    assert [r["Supplier"] for r in sheet_rows(path, "Items")] == ["ACME", "ACME", "Nobody"]


# --- packs ---


def test_an_export_that_counts_cases_becomes_units(tmp_path: Path) -> None:
    rows = small_book()
    rows["Items"] = [["SKU", "Supplier", "Units per Pack", "Sold In", "Bought In"], ["A", "ACME", 12, "case", "case"]]
    path = book_file(tmp_path / "b.xlsx", rows)
    sold = [line("S1", "1", "A", 2, shipped=1, unit_price=10), line("S1", "2", "B", 2), line("S2", "1", "A", 0.5)]
    shop = export("orders", sold)
    merged = bring(path, shop, export("stock", [{"sku": "A", "on_hand": 3}]))
    new = [(r["Ordered"], r["Shipped"], r["Unit Price"]) for r in sheet_rows(path, "Orders")][4:]
    assert new == [(24, 12, 0.8333), (2, None, None), (6, None, None)]
    assert sheet_rows(path, "Stock")[0]["On Hand"] == 36
    assert [(p.code, p.row) for p in merged.problems] == [("import-part-pack", 4)]
    assert tally(bring(path, shop)) == (0, 0, 3, 0, 0)


def test_the_file_can_bring_the_pack_and_the_suppliers_own_pack_wins(book: Path) -> None:
    buying = {"po": "P7", "line": "1", "supplier": "S", "sku": "A", "ordered": 3}
    bring(
        book, export("purchase_orders", [buying, buying | {"po": "P8", "supplier": "ACME"}]),
        export("items", [{"sku": "A", "units_per_pack": 12, "bought_in": "pack"}]),
        export("sourcing", [{"sku": "A", "supplier": "S", "units_per_pack": 10}]),
    )  # fmt: skip
    assert [r["Ordered"] for r in sheet_rows(book, "Purchase Orders")][2:] == [30, 36]


def test_units_that_make_no_whole_packs_are_told(book: Path) -> None:
    buying = {"po": "P7", "line": "1", "supplier": "S", "sku": "A", "ordered": 30}
    merged = bring(book, export("items", [{"sku": "A", "units_per_pack": 12}]), export("purchase_orders", [buying]))
    assert codes(merged) == ["import-no-whole-pack"]
    assert sheet_rows(book, "Purchase Orders")[2]["Ordered"] == 30, "and stay units"


def test_as_of_day_of_the_run_stands_where_a_snapshot_has_none(book: Path) -> None:
    bring(book, export("stock", [{"sku": "A", "on_hand": 4}]))
    assert sheet_rows(book, "Stock")[0]["Counted On"] == dt.datetime.combine(DAY, dt.time())
