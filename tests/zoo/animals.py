"""Odd workbooks, one small function each, named by its oddity; ``told`` is what the user hears, ``lines`` what is usable.

``told`` lists problem codes, sorted; ``says`` parts of sentences. An animal that cannot be used has ``refused`` instead.
"""

from __future__ import annotations

import datetime
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import xlsxwriter
from openpyxl.worksheet.table import Table

DAY = datetime.datetime(2026, 6, 1)
HEAD = ["Order", "Line", "Order Date", "Customer", "SKU", "Ordered"]
STOCK = [["SKU", "On Hand"], ["A", 10], ["B", 5]]
ITEMS = [["SKU", "Supplier"], ["A", "S1"], ["B", "S1"]]


@dataclass
class Animal:
    build: Callable[[Path], None]
    told: tuple[str, ...]
    says: tuple[str, ...]
    refused: tuple[str, ...]
    lines: int
    settings: dict[str, object]
    suffix: str


ANIMALS: dict[str, Animal] = {}


def odd(*told, says=(), refused=(), lines=2, settings=None, suffix=".xlsx"):
    def keep(build):
        ANIMALS[build.__name__] = Animal(build, tuple(sorted(told)), tuple(says), tuple(refused), lines, settings or {}, suffix)
        return build

    return keep


def line(number="SO-1", n=1, date=DAY, customer="C1", sku="A", ordered=3, *more):
    return [number, n, date, customer, sku, ordered, *more]


def save(path, orders, stock=STOCK, items=ITEMS, name="Orders", **others):
    """A workbook with these grids."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    grids = {name: orders, "Stock": stock, "Items": items, **{k.replace("_", " "): v for k, v in others.items()}}
    for title, rows in grids.items():
        if rows is not None:
            sheet = book.create_sheet(title)
            for row in rows:
                sheet.append(row)
    book.save(path)
    return book


def two(*more_headers):
    return [HEAD + list(more_headers), line(), line("SO-2", 1, DAY, "C2", "B", 4)]


# where the table stands


@odd()
def title_rows_above(path):
    save(path, [["Order report"], ["printed on", DAY], *two()])


@odd()
def header_in_row_4_under_merged_title(path):
    book = save(path, [["All our orders"], [], [], *two()])
    book["Orders"].merge_cells("A1:F2")
    book.save(path)


@odd()
def header_in_row_30(path):
    save(path, [["note"]] * 29 + two())


@odd(refused=["has no Orders", "first 30 rows", "'Orders'"])
def header_in_row_31(path):
    save(path, [["note"]] * 30 + two())


@odd()
def totals_row_below(path):
    save(path, [*two(), ["Total", None, None, None, None, "=SUM(F2:F3)"]])


@odd()
def subtotals_between(path):
    save(path, [*two()[:2], ["Subtotal", None, None, None, None, 3], two()[2], ["Grand Total", None, None, None, None, 7]])


@odd("note-row")
def a_note_below(path):
    save(path, [*two(), [], ["Please call Anna before shipping"]])


@odd()
def blank_rows_between(path):
    save(path, [*two()[:2], [], [], two()[2]])


@odd()
def sixty_thousand_blank_rows(path):
    book = xlsxwriter.Workbook(path)
    sheet, grey = book.add_worksheet("Orders"), book.add_format({"bg_color": "#eeeeee"})
    date = book.add_format({"num_format": "yyyy-mm-dd"})
    for r, row in enumerate(two()):
        for c, value in enumerate(row):
            sheet.write(r, c, value, date if isinstance(value, datetime.datetime) else None)
    for r in range(3, 60_003):
        sheet.write_blank(r, 0, None, grey)
        sheet.write_blank(r, 5, None, grey)
    for name, rows in (("Stock", STOCK), ("Items", ITEMS)):
        other = book.add_worksheet(name)
        for r, row in enumerate(rows):
            other.write_row(r, 0, row)
    book.close()


@odd()
def zeros_prepared_far_below_the_data(path):
    save(
        path,
        [[*HEAD, "Shipped"], *two()[1:], *([None] * 5 + [0, 0] for _ in range(300))],
        stock=[*STOCK, *([None, 0] for _ in range(300))],
    )


@odd()
def columns_in_another_order(path):
    save(path, [row[::-1] for row in two()])


@odd()
def extra_columns_of_the_users_own(path):
    save(path, [["x", *two("My Note", "Colour")[0]], *(["?", *row, "n", "red"] for row in two()[1:])])


@odd()
def hidden_and_filtered_rows(path):
    book = save(path, two())
    book["Orders"].row_dimensions[2].hidden = True
    book["Orders"].auto_filter.ref = "A1:F3"
    book["Stock"].sheet_state = "hidden"
    book.save(path)


@odd()
def excel_table_on_a_sheet_of_another_name(path):
    book = save(path, [["My orders"], [], *two()], name="Tabelle1")
    book["Tabelle1"].add_table(Table(displayName="Orders", ref="A3:F5"))
    book.save(path)


@odd("rows-below-table", lines=1)
def rows_below_the_excel_table(path):
    book = save(path, two())
    book["Orders"].add_table(Table(displayName="Orders", ref="A1:F2"))
    book.save(path)


@odd()
def two_tables_side_by_side(path):
    rows = [[*row, None, *other] for row, other in zip(two(), STOCK, strict=True)]
    book = save(path, rows, stock=None, name="All")
    book["All"].add_table(Table(displayName="Orders", ref="A1:F3"))
    book["All"].add_table(Table(displayName="Stock", ref="H1:I3"))
    book.save(path)


@odd("second-sheet", says=["'2025'"], lines=2)
def two_sheets_with_orders_header(path):
    save(path, two(), name="2026", **{"2025": two()})


@odd()
def sheets_called_sales_orders_and_inventory(path):
    save(path, two(), stock=None, name="Sales Orders", Inventory=[["Item No.", "QOH"], ["A", 10], ["B", 5]])


@odd(refused=["has no Orders", "Backorders"])
def only_our_own_result_sheet(path):
    save(path, two(), name="Backorders")


@odd(refused=["'Orders' has no column SKU", "nearest to SKU is 'SKV'"])
def a_required_column_is_misspelt(path):
    save(path, [["Order", "Line", "Order Date", "Customer", "SKV", "Ordered"], *two()[1:]])


@odd(refused=["has no Stock", "'Orders'"])
def no_stock_sheet(path):
    save(path, two(), stock=None, items=None)


@odd(refused=["has no Orders"])
def no_headers_at_all(path):
    save(path, two()[1:])


@odd(lines=0)
def headers_without_rows(path):
    save(path, [HEAD])


# headers


@odd()
def headers_with_star_unit_and_line_break(path):
    save(path, [["ORDER*", "Line #", "Order\nDate", " customer ", "sku:", "Ordered (pcs)"], *two()[1:]])


@odd()
def german_headers(path):
    save(path, [["Auftragsnummer", "Pos.", "Auftragsdatum", "Kundennummer", "Artikelnummer", "Bestellmenge"], *two()[1:]],
         stock=None, name="Aufträge", Lagerbestand=[["Artikel-Nr.", "Bestand"], ["A", 10], ["B", 5]])  # fmt: skip


@odd()
def french_headers(path):
    save(path, [["N° commande", "Ligne", "Date de commande", "Code client", "Référence", "Quantité commandée"], *two()[1:]])


@odd("two-headers", says=["'Order Number' can mean Order as well as 'Order'"])
def two_headers_for_one_field(path):
    save(path, [["Order Number", *HEAD], *(["old", *row] for row in two()[1:])])


@odd("unit-unknown", says=["Lead Time (weeks)"])
def lead_time_in_weeks(path):
    save(path, two(), items=[["SKU", "Supplier", "Lead Time (weeks)"], ["A", "S1", 2], ["B", "S1", 3]])


# codes and words


@odd(lines=1)
def codes_with_leading_zeros(path):
    save(path, [HEAD, line(sku="0107")], stock=[STOCK[0], ["0107", 5]], items=[ITEMS[0], ["0107", "S"]])


@odd("sku-near", says=["0107", "leading zeros"], lines=1)
def codes_that_lost_their_leading_zeros(path):
    save(path, [HEAD, line(sku=107)], stock=[STOCK[0], ["0107", 5]], items=[ITEMS[0], ["0107", "S"]])


@odd(lines=1)
def codes_as_numbers_on_one_sheet_and_text_on_the_other(path):
    save(path, [HEAD, line(1001, 1, DAY, 7, 42)], stock=[STOCK[0], ["42", 5]], items=[ITEMS[0], [42.0, 9]])


@odd(lines=1)
def apostrophe_before_a_code(path):
    save(path, [HEAD, line(sku="'A")])


@odd(lines=2)
def arabic_and_cyrillic_names(path):
    save(path, [[*HEAD, "Customer Name"], line("SO-1", 1, DAY, "عميل", "A", 1, "شركة النور"),
                line("SO-2", 1, DAY, "Иванов", "B", 1, "ﬀ ligature")])  # fmt: skip


@odd("sku-not-in-items", "sku-not-in-stock", says=["=1+1"])
def text_that_looks_like_a_formula(path):
    book = xlsxwriter.Workbook(path, {"strings_to_formulas": False, "default_date_format": "yyyy-mm-dd"})
    for name, rows in (("Orders", [HEAD, line(sku="=1+1", customer="@cmd"), line("SO-2", 1, DAY, "-x", "A")]), ("Stock", STOCK),
                       ("Items", ITEMS)):  # fmt: skip
        sheet = book.add_worksheet(name)
        for r, row in enumerate(rows):
            for c, value in enumerate(row):
                sheet.write(r, c, value)
    book.close()


@odd()
def blanks_around_everything(path):
    save(path, [HEAD, line(" SO-1 ", " 1", DAY, "\u00a0C1", " A", 3), line("SO-1", "2 ", DAY, "C1 ", "B\t", 3)])


# quantities


@odd("negative-stock", says=["On Hand is -204"])
def negative_stock(path):
    save(path, two(), stock=[STOCK[0], ["A", -204], ["B", 5]])


@odd("formula-without-value", says=["formula without a stored result"], lines=1)
def formula_as_quantity_without_value(path):
    save(path, [HEAD, line(), line("SO-2", 1, DAY, "C", "B", "=44+50")])


@odd(lines=1)
def formula_as_quantity_with_value(path):
    book = xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd"})
    for name, rows in (("Orders", [HEAD, line()]), ("Stock", STOCK), ("Items", ITEMS)):
        sheet = book.add_worksheet(name)
        for r, row in enumerate(rows):
            for c, value in enumerate(row):
                sheet.write(r, c, value)
        if name == "Orders":
            sheet.write_formula(1, 5, "=44+50", None, 94)
    book.close()


@odd("not-a-number", says=["a formula typed as text"], lines=1)
def formula_typed_as_text(path):
    book = save(path, [HEAD, line(), line("SO-2", 1, DAY, "C", "B", "x")])
    cell = book["Orders"]["F3"]
    cell.value, cell.data_type = "=44+50", "s"
    book.save(path)


@odd("thousands", says=["'1,288.00' and was read as 1288"])
def thousands_marks_in_text(path):
    save(path, [HEAD, line(), line("SO-2", 1, DAY, "C", "B", "1,288.00")])


@odd("not-a-number", says=["Decimal Mark"], lines=1)
def decimal_comma_in_text(path):
    save(path, [HEAD, line(), line("SO-2", 1, DAY, "C", "B", "1,5")])


@odd(settings={"Decimal Mark": ","})
def decimal_comma_where_settings_say_so(path):
    save(path, [HEAD, line(), line("SO-2", 1, DAY, "C", "B", "1,5")])


@odd()
def fractional_cartons_and_zero(path):
    save(path, [HEAD, line(ordered=0.5), line("SO-2", 1, DAY, "C", "B", 0)])


@odd("too-large", says=["4006381333931"], lines=1)
def barcode_in_the_quantity_column(path):
    save(path, [HEAD, line(), line("SO-2", 1, DAY, "C", "B", 4006381333931)])


@odd("not-a-number", says=["a date; format the cell as a number"], lines=1)
def quantity_that_excel_turned_into_a_date(path):
    save(path, [HEAD, line(), line("SO-2", 1, DAY, "C", "B", datetime.datetime(1900, 1, 5))])


@odd("cell-error", says=["#N/A"], lines=1)
def lookup_that_failed(path):
    save(path, [HEAD, line(), line("SO-2", 1, DAY, "C", "#N/A", 3)])


@odd("more-than-ordered", lines=1)
def shipped_more_than_ordered(path):
    save(path, [[*HEAD, "Shipped"], line(), line("SO-2", 1, DAY, "C", "B", 3, 4)])


@odd()
def erp_quantity_backorder_column(path):
    save(path, [[*HEAD, "Quantity Backorder", "Backordered"], [*line(), 3, 3], [*line("SO-2"), "n", "?"]])


@odd()
def shopify_inventory_with_new_on_hand(path):
    save(path, two(), stock=[["SKU", "Location", "Committed", "On hand (new)", "On hand (current)"], ["A", "x", 9, 99, 10],
                             ["B", "x", 9, "not stocked", 5]])  # fmt: skip


# dates


@odd("ambiguous-date", says=["15 June 2025 (DMY)"], lines=1)
def date_text_dmy(path):
    save(path, [HEAD, line(), line("SO-2", 1, "15/06/2025")])


@odd(settings={"Date Order": "DMY"})
def date_text_dmy_where_settings_say_so(path):
    save(path, [HEAD, line(), line("SO-2", 1, "15/06/25")])


@odd("ambiguous-date", says=["3 April 2026 (DMY) or 4 March 2026 (MDY)"], lines=1)
def date_text_that_reads_two_ways(path):
    save(path, [HEAD, line(), line("SO-2", 1, "03/04/2026")])


@odd()
def date_text_iso_with_zone(path):
    save(path, [HEAD, line(date="2026-05-01 10:00:00 +0200"), line("SO-2", 1, "2026-05-01T23:30:00Z")])


@odd("not-a-date", says=["the date itself was lost"], lines=1)
def date_that_excel_ate(path):
    save(path, [HEAD, line(), line("SO-2", 1, "00:00.0")])


@odd("blank-word", "missing", lines=1)
def date_of_zeros(path):
    save(path, [[*HEAD, "Need By"], line("SO-1", 1, DAY, "C", "A", 3, "0000-00-00"), line("SO-2", 1, "0000-00-00")])


@odd("date-number", says=["46188", "2026-06-15"])
def date_as_plain_number(path):
    save(path, [HEAD, line(), line("SO-2", 1, 46188)])


@odd("date-before-order", says=["2023-06-05 lies before Order Date 2026-06-01"])
def need_by_three_years_before_the_order(path):
    save(path, [[*HEAD, "Need By"], line(), line("SO-2", 1, DAY, "C", "B", 3, datetime.datetime(2023, 6, 5))])


@odd()
def dates_of_the_1904_system(path):
    book = openpyxl.Workbook()
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    book.remove(book.active)
    for name, rows in (("Orders", two()), ("Stock", STOCK), ("Items", ITEMS)):
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)


# rows


@odd(lines=3)
def same_order_and_sku_on_two_lines(path):
    save(path, [HEAD, line(n=None), line(n=None), line(n=None)])


@odd("second-key", says=["so-1, 1 stands in row 2"], lines=1)
def second_row_with_the_same_key(path):
    save(path, [HEAD, line(), line("so-1", 1)])


@odd("filled-down", lines=3)
def continuation_rows_of_a_shop_export(path):
    save(path, [HEAD, line(n=None), [None, None, None, None, "B", 2], line("SO-2", None)])


@odd()
def order_date_on_the_first_row_only(path):
    save(path, [HEAD, line(), line("SO-1", 2, None, None)])


@odd("supplier-unknown")
def items_without_any_supplier(path):
    save(path, two(), items=[ITEMS[0], ["A", None], ["B", "S9"]], Suppliers=[["Supplier"], ["S1"]])


@odd("several-suppliers")
def two_suppliers_in_one_cell(path):
    save(path, two(), items=[ITEMS[0], ["A", "1;2"], ["B", "1"]], Suppliers=[["SupplierNo", "Name"], [1, "One"], [2, "Two"]])


@odd("bad-setting", says=["no setting called 'Alocation Policy'", "Did you mean Allocation Policy?"])
def a_misspelt_setting(path):
    save(path, two(), Settings=[["Setting", "Value"], ["Alocation Policy", "need-by"]])


# files


@odd(refused=["CSV"])
def csv_named_xlsx(path):
    path.write_text("Order,SKU,Ordered\nSO-1,A,3\n", encoding="utf-8")


@odd(refused=["HTML"])
def web_page_named_xlsx(path):
    path.write_text("<html><table><tr><td>Order</td></tr></table></html>", encoding="utf-8")


@odd(refused=["password"])
def encrypted(path):
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4096)
    path.write_bytes(head + "EncryptedPackage".encode("utf-16-le") + bytes(512))


@odd(refused=["empty"])
def empty_file(path):
    path.write_bytes(b"")


@odd(refused=["damaged"])
def cut_off_in_the_middle(path):
    save(path, two())
    path.write_bytes(path.read_bytes()[:1500])


@odd(refused=["no Excel workbook"])
def zip_of_something_else(path):
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "hello")


@odd(refused=["not found"])
def no_file_at_all(path):
    assert not path.exists()
