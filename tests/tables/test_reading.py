"""From a workbook to checked frames (rules 1.1 to 1.5)."""

import datetime

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backorder_xl.core.settings import Settings
from backorder_xl.core.words import NO_DAYS, NO_MONEY, DateOrder
from backorder_xl.tables.contracts import CONTRACTS
from backorder_xl.tables.reading import Unusable, read_tables
from backorder_xl.workbook.memory import MemoryBook
from backorder_xl.workbook.model import CellError, ExcelTable

from .books import DAY, ORDERS, STOCK, book, codes, only, order, read

U = 1_000_000


def test_a_plain_book():
    r = read()
    o = r.tables.orders
    assert o[["row", "order", "line", "customer", "sku", "ordered"]].values.tolist() == [[2, "SO-1", "1", "C1", "A", 5 * U]]
    assert str(o["order_date"].dtype) == "datetime64[s]" and o["ordered"].dtype == np.int64
    assert o["paid"].dtype == bool and o["order"].dtype == object
    assert o["priority"].tolist() == [5] and o["unit_price"].tolist() == [NO_MONEY] and o["status"].tolist() == ["open"]
    assert [p.code for p in r.problems] == ["no-items"]
    assert r.placed["orders"].columns["ordered"] == 6 and r.placed["orders"].last_row == 2


def test_every_frame_has_every_column_even_when_the_sheet_is_missing():
    tables = read().tables
    for contract in CONTRACTS:
        if contract.name != "settings":
            frame = getattr(tables, contract.name)
            assert set(frame.columns) == {"row", *(f.name for f in contract.fields)}
            assert list(frame.index) == list(range(len(frame)))


def test_present_columns_are_known():
    tables = read([order("SO-1", 1, DAY, "C", "A", 1, "N")], more=["Location"]).tables
    assert tables.has("orders", "location") and not tables.has("stock", "location") and not tables.has("items", "sku")


@pytest.mark.parametrize(
    ("row", "code", "column"),
    [
        (order(sku=None), "missing", "SKU"), (order(ordered="five"), "not-a-number", "Ordered"),
        (order(ordered=-1), "negative", "Ordered"), (order(date="03/04/2026"), "ambiguous-date", "Order Date"),
        (order(date=None), "missing", "Order Date"), (order(ordered=None), "missing", "Ordered"),
        (order(customer=None), "missing", "Customer"), (order(sku=CellError("#N/A")), "cell-error", "SKU"),
        (order(ordered=2e9), "too-large", "Ordered"),
    ],
)  # fmt: skip
def test_a_row_that_cannot_be_used_is_left_out_and_told(row, code, column):
    r = read([order("SO-0"), row])
    told = only(r)
    assert (told.code, told.severity, told.sheet, told.row, told.column) == (code, "error", "Orders", 3, column)
    assert r.tables.orders["order"].tolist() == ["SO-0"]


def test_all_errors_of_a_row_are_told_at_once():
    r = read([order("SO-0"), order(sku=None, ordered="x", date="soon")])
    assert sorted(codes(r)) == ["missing", "not-a-date", "not-a-number"]


def test_shipped_and_cancelled_above_ordered():
    r = read([order("SO-1", 1, DAY, "C", "A", 5, 4, 2), order("SO-2", 1, DAY, "C", "A", 5, 3, 2)], more=["Shipped", "Cancelled"])
    assert codes(r) == ["more-than-ordered"] and r.tables.orders["order"].tolist() == ["SO-2"]


def test_second_key_is_left_out_and_the_first_stays():
    r = read([order("SO-1", 1, ordered=5), order("so-1", 1, ordered=7), order("SO-1", 2, ordered=9)])
    told = only(r)
    assert (told.code, told.row) == ("second-key", 3) and "row 2" in told.message
    assert r.tables.orders["ordered"].tolist() == [5 * U, 9 * U]


def test_second_keys_of_items_suppliers_and_purchase_orders():
    r = read(
        Items=[["SKU", "Supplier"], ["A", "S"], ["a", "T"]],
        Suppliers=[["Supplier"], ["S"], ["T"], ["s"]],
        Purchase_Orders=[["PO", "Line", "Supplier", "SKU", "Ordered"], ["P1", 1, "S", "A", 1], ["P1", 1, "S", "A", 2]],
    )
    assert codes(r) == ["second-key"] * 3
    assert [len(f) for f in (r.tables.items, r.tables.suppliers, r.tables.purchase_orders)] == [1, 2, 1]


def test_several_stock_rows_of_one_sku_are_kept():
    assert codes(read(stock=[["A", 1], ["A", 2]])) == []


def test_missing_line_numbers_count_in_sheet_order():
    rows = [order("SO-1", None), order("SO-2", None), order("so-1", None), order("SO-1", None, ordered="x")]
    r = read([*rows, order("SO-1", None)])
    assert r.tables.orders["line"].tolist() == ["1", "1", "2", "4"]  # the row left out keeps its 3


def test_partly_blank_line_numbers_take_the_smallest_unused():
    r = read([order("SO-1", None), order("SO-1", 1), order("SO-1", 3), order("SO-1", None), order("SO-2", None)])
    assert r.tables.orders["line"].tolist() == ["2", "1", "3", "4", "1"]


def test_no_line_column_at_all():
    grid = [["Order", "Order Date", "Customer", "SKU", "Ordered"], ["S", DAY, "C", "A", 1], ["S", DAY, "C", "A", 1]]
    r = read_tables(MemoryBook({"Orders": grid, "Stock": [STOCK, ["A", 1]]}))
    assert r.tables.orders["line"].tolist() == ["1", "2"] and "line" not in r.placed["orders"].columns


def test_order_cells_on_the_first_row_only_are_filled_down():
    rows = [order("SO-1", None, DAY, "C1", "A", 1, "paid"), [None, None, None, None, "A", 2], [None, None, None, None, "A", 3],
            order("SO-2", None, DAY, "C2", "A", 4, "no")]  # fmt: skip
    r = read(rows, more=["Paid"])
    o = r.tables.orders
    assert o["order"].tolist() == ["SO-1", "SO-1", "SO-1", "SO-2"] and o["customer"].tolist() == ["C1"] * 3 + ["C2"]
    assert o["line"].tolist() == ["1", "2", "3", "1"] and o["paid"].tolist() == [True, True, True, False]
    told = only(r)
    assert told.code == "filled-down" and told.severity == "warning" and "2 rows: 3, 4" in told.message


def test_nothing_is_filled_down_over_a_gap():
    r = read([order(), [None] * 6, [None, None, None, None, "A", 2], order("SO-2")])
    assert "missing" in codes(r) and len(r.tables.orders) == 2


def test_an_order_number_that_was_forgotten_is_an_error():
    assert codes(read([order(), order(None, 2)])) == ["missing"]
    assert codes(read([order(), order(None, 2, None, "C9")])) == ["missing", "missing"]


def test_blank_date_and_customer_within_an_order_are_filled_without_noise():
    r = read([order("SO-1", 1), order("SO-1", 2, None, None), order("SO-1", 3, None, "C9")])
    assert codes(r) == [] and r.tables.orders["customer"].tolist() == ["C1", "C1", "C9"]
    assert r.tables.orders["order_date"].notna().all()


def test_po_cells_on_the_first_line_only():
    grid = [["PO", "Supplier", "SKU", "Ordered", "Order Date", "Expected"], ["P1", "S", "A", 1, DAY, DAY], [None, None, "B", 2],
            ["P2", "T", "A", 3], ["P2", None, "B", 4]]  # fmt: skip
    r = read(Purchase_Orders=grid)
    p = r.tables.purchase_orders
    assert p["po"].tolist() == ["P1", "P1", "P2", "P2"] and p["supplier"].tolist() == ["S", "S", "T", "T"]
    assert p["line"].tolist() == ["1", "2", "1", "2"] and p["expected"].notna().tolist() == [True, True, False, False]
    assert codes(r) == ["filled-down-po"]


@pytest.mark.parametrize(
    "row",
    [["Total", None, None, None, None, 10], [None, None, None, None, None, 10], ["Summe:", None, None, None, None, 10],
     [None, None, "Grand Total", None, None, 10], ["Total", None, None, None, None, None]],
)  # fmt: skip
def test_a_totals_row_is_left_out_silently(row):
    r = read([order(), order("SO-2"), row])
    assert codes(r) == [] and len(r.tables.orders) == 2 and r.placed["orders"].last_row == 3


def test_totals_under_stock():
    for row in (["Total", 15], [None, 15], ["TOTAL", None]):
        r = read(stock=[["A", 10], ["B", 5], row])
        assert codes(r) == [] and r.tables.stock["sku"].tolist() == ["A", "B"]


def test_totals_with_a_note_below():
    r = read(stock=[["A", 10], ["Total", 10], [None, None], ["counted by Anna", None]])
    assert codes(r) == ["note-row"] and r.tables.stock["sku"].tolist() == ["A"]


def test_a_stock_row_without_sku_is_no_total():
    assert codes(read(stock=[["A", 10], ["B", 7], [None, 5]])) == ["missing"]


def test_an_order_in_the_middle_without_sku_is_an_error_not_a_total():
    assert codes(read([order(), [None, None, None, None, None, 10], order("SO-2")])) == ["missing"] * 4


def test_blank_rows_and_notes():
    rows = [order(), [None] * 6, order("SO-2"), [None] * 6, ["Prepared by Anna"]]
    r = read(rows)
    assert codes(r) == ["note-row"] and r.placed["orders"].blank_rows.tolist() == [3]
    assert r.placed["orders"].last_row == 4 and r.tables.orders["row"].tolist() == [2, 4]


def test_a_row_with_only_the_users_own_cells_is_not_blank():
    r = read([order(), [None] * 6 + ["keep me"], order("SO-2")], more=["My notes"])
    assert r.placed["orders"].blank_rows.tolist() == []


def test_negative_stock_and_missing_skus():
    r = read([order(), order("SO-2", sku="ZZZ")], stock=[["A", -3]], Items=[["SKU", "Supplier"], ["A", "S"]])
    assert sorted(codes(r)) == ["negative-stock", "sku-not-in-items", "sku-not-in-stock"]
    assert r.tables.stock["on_hand"].tolist() == [-3 * U] and len(r.tables.orders) == 2


def test_reserved_above_on_hand_is_fine_and_allocated_is_not_reserved():
    r = read_tables(MemoryBook({"Orders": [ORDERS, order()], "Stock": [["SKU", "On Hand", "Reserved"], ["A", 1, 5]]}))
    assert codes(r) == [] and r.tables.stock["reserved"].tolist() == [5 * U]
    r = read_tables(MemoryBook({"Orders": [ORDERS, order()], "Stock": [["SKU", "On Hand", "Allocated"], ["A", 1, 5]]}))
    assert r.tables.stock["reserved"].tolist() == [0]


def test_a_near_sku_is_named_and_nothing_changed():
    r = read([order(sku="107"), order("SO-2", sku="WIGET")], stock=[["0107", 5], ["WIDGET", 2]])
    assert codes(r) == ["sku-near", "sku-near"] and r.tables.orders["sku"].tolist() == ["107", "WIGET"]
    assert "0107" in r.problems[1].message and "leading zeros" in r.problems[1].message


def test_closed_lines_need_no_stock():
    assert codes(read([order("SO-1", 1, DAY, "C", "OLD", 5, 5)], more=["Shipped"])) == []


def test_several_suppliers_in_one_cell():
    r = read(
        Items=[["SKU", "Supplier"], ["A", "2;6"], ["B", "6"], ["C", "2;9"]],
        Suppliers=[["SupplierNo", "Name"], [2, "Two"], [6, "Six"]],
    )
    assert r.tables.items["supplier"].tolist() == ["2", "6", "2;9"]
    s = r.tables.sourcing
    assert s[["sku", "supplier", "rank"]].values.tolist() == [["A", "2", 1], ["A", "6", 2]]
    assert s["lead_time"].tolist() == [NO_DAYS] * 2 and s["unit_cost"].tolist() == [NO_MONEY] * 2
    assert codes(r) == ["several-suppliers", "supplier-unknown"] and s["moq"].dtype == np.int64


def test_more_than_was_bought_may_come_but_not_come_and_be_cancelled():
    head = ["PO", "Supplier", "SKU", "Ordered", "Received", "Cancelled"]
    r = read(Purchase_Orders=[head, ["P", "S", "A", 5, 7, 0], ["P", "S", "A", 5, 4, 2]])
    assert codes(r) == ["more-than-bought"] and len(r.tables.purchase_orders) == 2


def test_receipts_without_number_are_named_after_their_row():
    r = read(Receipts=[["Received On", "SKU", "Received", "Rejected"], [DAY, "A", 5, 1], [DAY, "A", 5, 6]])
    assert r.tables.receipts["receipt"].tolist() == ["row 2"] and codes(r) == ["rejected-above-received"]


def test_dates_before_the_order_date_are_warned_about():
    r = read([order("SO-1", 1, DAY, "C", "A", 5, datetime.datetime(2023, 6, 5))], more=["Need By"])
    assert codes(r) == ["date-before-order"] and len(r.tables.orders) == 1


def test_a_cosmetic_error_costs_no_row():
    r = read([order("SO-1", 1, DAY, "C", "A", 5, CellError("#N/A"))], more=["Email"])
    assert codes(r) == ["cell-error-ignored"] and r.tables.orders["email"].tolist() == [""]


# settings


def test_settings_sheet_and_overrides():
    grid = [["Setting", "Value", "Meaning"], ["date order", "dmy"], ["Default Lead Time", 21], ["Nonsense", 1],
            ["Slip Days", "x"],
            ["PO Prefix", None], ["Date Order", "MDY"]]  # fmt: skip
    r = read([order(date="03/04/2026")], Settings=grid)
    assert r.settings.date_order is DateOrder.DMY and r.settings.default_lead_time == 21 and r.settings.slip_days == 0
    assert r.settings.po_prefix == Settings().po_prefix
    assert sorted(codes(r)) == ["bad-setting", "second-setting"]  # the two bad ones are told together
    assert str(r.tables.orders["order_date"][0])[:10] == "2026-04-03"
    r = read([order(date="03/04/2026")], settings={"Date Order": "MDY"}, Settings=grid)
    assert str(r.tables.orders["order_date"][0])[:10] == "2026-03-04"


def test_a_bad_override_is_refused():
    with pytest.raises(Unusable, match=r"Date Ordr.*Did you mean Date Order"):
        read(settings={"Date Ordr": "DMY"})


# formulas without results


def test_a_formula_without_a_result_is_named():
    memory = MemoryBook({"Orders": [ORDERS, order(ordered=None)], "Stock": [STOCK, ["A", 1]]}, formulas=[("Orders", 2, 6)])
    assert codes(read_tables(memory)) == ["formula-without-value"]


def test_an_optional_column_of_formulas_without_results_is_told():
    grids = {"Orders": [[*ORDERS, "Shipped"], order("SO-1", 1, DAY, "C", "A", 5, None)], "Stock": [STOCK, ["A", 1]]}
    assert codes(read_tables(MemoryBook(grids, formulas=[("Orders", 2, 7)]))) == ["formula-column-without-values"]


# unusable


@pytest.mark.parametrize(
    ("grids", "parts"),
    [
        ({"Stock": [STOCK, ["A", 1]]}, ["book.xlsx", "Orders", "'Stock'"]),
        ({"Ordres": [["x"], ["y"]], "Stock": [STOCK]}, ["has no Orders", "nearest is 'Ordres'"]),
        ({"Orders": [ORDERS, order()]}, ["book.xlsx has no Stock", "'Orders'"]),
        ({"Orders": [["Order", "Order Date", "Customer", "SKV", "Ordered"], ["1"]], "Stock": [STOCK]},
         ["'Orders' has no column SKU", "row 1", "nearest to SKU is 'SKV'"]),
        ({"Orders": [ORDERS, order()], "Stock": [["SKU", "Allocated"], ["A", 1]]}, ["'Stock' has no column On Hand"]),
        ({"Orders": [[]], "Stock": [STOCK]}, ["has no Orders"]),
        ({"Backorders": [ORDERS, order()], "Stock": [STOCK]}, ["has no Orders"]),
    ],
)  # fmt: skip
def test_unusable_workbooks_are_refused_in_one_sentence(grids, parts):
    with pytest.raises(Unusable) as told:
        read_tables(MemoryBook(grids, name="book.xlsx"))
    for part in parts:
        assert part in told.value.message
    assert "\n" not in told.value.message


def test_quantities_that_cannot_be_counted_are_refused():
    with pytest.raises(Unusable, match="add up to"):
        read([order(f"SO-{i}", ordered=1e9) for i in range(4001)])


# finding


def test_an_excel_table_bounds_the_data():
    table = ExcelTable("Orders", "Sheet1", 3, 4, 2, 7, False, tuple(ORDERS))
    grid = [["My book"], [], [None, *ORDERS], [None, *order()], [None, *order("SO-9", ordered=99)]]
    r = read_tables(MemoryBook({"Sheet1": grid, "Stock": [STOCK, ["A", 1]]}, tables=[table]))
    assert r.tables.orders["order"].tolist() == ["SO-1"] and r.placed["orders"].table == "Orders"
    assert codes(r) == ["rows-below-table"] and r.placed["orders"].columns["order"] == 2


def test_orders_are_found_by_header_row_under_titles():
    grid = [["Order report"], ["printed", DAY], [], ORDERS, order()]
    r = read_tables(MemoryBook({"Sheet7": grid, "Inventory": [["SKU", "QOH"], ["A", 1]]}))
    assert (r.placed["orders"].sheet, r.placed["orders"].header_row, r.placed["orders"].first_row) == ("Sheet7", 4, 5)
    assert r.placed["stock"].sheet == "Inventory"


def test_two_sheets_with_the_same_headers():
    r = read_tables(MemoryBook({"2025": [ORDERS, order()], "2026": [ORDERS, order("SO-2")], "Stock": [STOCK, ["A", 1]]}))
    assert codes(r) == ["second-sheet"] and r.placed["orders"].sheet == "2025"


def test_an_excel_table_may_end_in_blank_rows():
    table = ExcelTable("Orders", "Orders", 1, 5, 1, 6, False, tuple(ORDERS))
    r = read_tables(MemoryBook({"Orders": [ORDERS, order()], "Stock": [STOCK, ["A", 1]]}, tables=[table]))
    assert r.placed["orders"].last_row == 5 and r.placed["orders"].blank_rows.tolist() == [3, 4, 5]


def test_a_list_that_only_shares_a_name_is_passed_over():
    assert codes(read(Offers=[["Season", "Text"], ["Summer", "10 %"]])) == []


def test_any_list_with_a_quantity_is_not_stock():
    with pytest.raises(Unusable):
        read_tables(MemoryBook({"Orders": [ORDERS, order()], "Prices": [["SKU", "Quantity"], ["A", 1]]}))


def test_stock_may_stand_on_items():
    r = read_tables(MemoryBook({"Orders": [ORDERS, order()], "Items": [["SKU", "Supplier", "Stock On Hand"], ["A", "S", 3]]}))
    assert r.placed["stock"].sheet == "Items" and r.tables.stock["on_hand"].tolist() == [3 * U]


def test_an_optional_sheet_without_a_required_column_is_told():
    r = read(Purchase_Orders=[["PO", "Supplier", "SKU", "Orderd"], ["P", "S", "A", 1]])
    assert codes(r) == ["optional-column"] and "Orderd" in only(r).message and len(r.tables.purchase_orders) == 0


# always


cell = st.one_of(
    st.none(), st.text(max_size=6), st.floats(allow_nan=False, allow_infinity=False), st.booleans(),
    st.datetimes(datetime.datetime(1900, 1, 1), datetime.datetime(9999, 12, 31)), st.just(CellError("#N/A")),
    st.sampled_from(["SO-1", "A", "Total", "2026-06-01", "5", "1,000", "yes"]),
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(cell, max_size=9), max_size=6), st.lists(st.lists(cell, max_size=3), max_size=4))
def test_whatever_stands_in_the_cells_nothing_breaks_and_no_row_is_lost_silently(rows, stock):
    memory = book(rows, stock, more=["Shipped", "Email", "Paid"])
    r = read_tables(memory)
    assert (r.tables.orders["ordered"] >= r.tables.orders["shipped"]).all()
    assert not r.tables.orders.duplicated(["order", "line"]).any()
    for p in r.problems:
        assert p.message.endswith(".") and (p.value in p.message or p.code != "not-a-number")
    told = {p.row for p in r.problems if p.sheet == "Orders"} | set(r.tables.orders["row"])
    notes = any(p.code == "note-row" for p in r.problems)
    for number, cells in enumerate(rows, 2):
        words = [c for c in cells if not isinstance(c, float) and c is not None and str(c).strip()]
        assert number in told or not words or "Total" in words or (notes and len(words) == 1), cells


@settings(max_examples=50, deadline=None)
@given(st.permutations([order(f"SO-{i}", j, ordered=i + j) for i in range(3) for j in range(2)]))
def test_row_order_does_not_matter_where_lines_are_numbered(rows):
    o = read(rows).tables.orders.sort_values(["order", "line"])
    assert o["ordered"].tolist() == [(i + j) * U for i in range(3) for j in range(2)]


def test_reading_twice_gives_the_same():
    memory = book([order(), order("SO-2", None)])
    assert read_tables(memory).tables.orders.equals(read_tables(memory).tables.orders)
