"""Order books as ordinary people made them before they had heard of us: one for each oddity that real ones show. All invented."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import openpyxl

from tests.books import Rows, book_file

Rest = Callable[[openpyxl.Workbook], None]


def d(month: int, day: int, year: int = 2026) -> dt.date:
    return dt.date(year, month, day)


def old_book(path: Path, rows: Rows, rest: Rest | None = None) -> Path:
    """The rows as a workbook, and what cannot be said in rows."""
    book_file(path, rows)
    if rest:
        book = openpyxl.load_workbook(path)
        rest(book)
        book.save(path)
    return path


def two_rows_of_one_item() -> Rows:
    """1. Italian; the same order and item on two rows, and no line numbers."""
    return {
        "Ordini clienti": [
            ["N. ordine", "Data ordine", "Cliente", "Codice articolo", "Q.tà", "Note"],
            ["51", d(5, 4), "Rossi", "LAM", 4, None],
            ["51", d(5, 4), "Rossi", "LAM", 3, "seconda consegna"],
            ["52", d(5, 5), "Bianchi", "SED", 2, None],
        ],
        "Magazzino": [["Codice articolo", "Descrizione", "Giacenza"], ["LAM", "Lampada", 5], ["SED", "Sedia", 2]],
    }


def below_zero_and_halves() -> Rows:
    """2. Dutch, a title and a remark above; stock below 0, a line of 0, half a carton."""
    return {
        "Bestellingen": [
            ["Openstaande bestellingen"],
            ["bijgewerkt door Ria"],
            ["Bestelnr", "Klant", "Artikel", "Aantal", "Besteldatum"],
            ["B1", "Jansen", "KAAS", 0.5, d(5, 4)],
            ["B1", "Jansen", "MELK", 0, d(5, 4)],
            ["B2", "De Vries", "MELK", 6, d(5, 5)],
        ],
        "Voorraad": [["Artikel", "Voorraad"], ["KAAS", 0.25], ["MELK", -3]],
    }


def shipped_before_ordered() -> Rows:
    """3. English with abbreviations; one promised day lies 1,096 days before the order."""
    return {
        "SO list 2026": [
            ["Ord No", "Cust", "Itm Code", "Qnty", "Ord Dt", "Promised dt"],
            [7001, "K1", "P-1", 3, d(5, 4), d(6, 4)],
            [7002, "K2", "P-1", 4, d(5, 4), d(5, 4, 2023)],
        ],
        "Inv": [["Itm Code", "Stck on hand"], ["P-1", 5]],
    }


def days_as_text() -> Rows:
    """4. German; days as text with the day first beside true dates, a time that lost its day, a zone, and 0000-00-00."""
    return {
        "Aufträge": [
            ["Auftr.-Nr.", "Auftr.-Dat.", "Kd-Nr", "Art.-Nr.", "Menge", "Wunschtermin"],
            ["A1", "15/06/2025", "K1", "X", 2, "2025-07-01T00:00:00+02:00"],
            ["A2", d(6, 16, 2025), "K2", "X", 3, "0000-00-00"],
            ["A3", "03/06/25", "K1", "X", 4, None],
            ["A4", "00:00.0", "K3", "X", 5, None],
        ],
        "Lager": [["Artikelnummer", "Bestand"], ["X", 4]],
    }


def numbers_as_text() -> tuple[Rows, Rest]:
    """5. Thousands as text, an apostrophe before a code, a sum typed as text."""
    rows: Rows = {
        "Open Orders": [
            ["Order ID", "Order Date", "Customer", "Part No", "Order Qty"],
            ["1", d(5, 4), "Ann", "'0012", "1,288.00"],
            ["2", d(5, 5), "Bob", "0012", "2,024,994"],
            ["3", d(5, 6), "Cy", "0012", 12],
        ],
        "Parts": [["Part No", "Qty on hnd"], ["0012", "1,000"]],
    }

    def sum_as_text(book: openpyxl.Workbook) -> None:
        cell = book["Open Orders"]["E4"]
        cell.value, cell.data_type = "=44+50", "s"

    return rows, sum_as_text


def blank_rows_below() -> tuple[Rows, Rest]:
    """6. French; 587 rows, and a used range of 60,855."""
    lines = [[f"C{n // 2:04d}", d(5, 1 + n % 28), f"Client {n // 2 % 40}", f"R{n % 25:02d}", 1 + n % 3] for n in range(587)]
    rows: Rows = {
        "Cdes clients": [["N° cde", "Date cde", "Nom client", "Réf. article", "Qté cdée"], *lines],
        "Stock": [["Réf. article", "Qté en stk"], *[[f"R{n:02d}", 10] for n in range(25)]],
    }

    def reach_down(book: openpyxl.Workbook) -> None:
        for row in range(589, 60_856):
            book["Cdes clients"].cell(row, 1).number_format = "@"

    return rows, reach_down


def pasted_text() -> Rows:
    """7. A text file pasted into one column; what it was separated by is still there."""
    return {"Export": [["Order|Date|Customer|SKU|Qty"], ["1|2026-05-04|Ann|X|3"], ["2|2026-05-05|Bob|X|1"]]}


def headers_of_an_erp() -> tuple[Rows, Rest]:
    """8a. "No." for the item in row 4 under a merged title; the purchase order's date on its first line only."""
    rows: Rows = {
        "Sales Lines": [
            ["Fabrikam Trading"],
            [],
            ["printed 1 June 2026"],
            ["Document No.", "Line No_", "Sell-to Customer No.", "No.", "Quantity", "Order Date", "Qty. Shipped (Base)"],
            ["SO1", 10000, "C-100", "1001", 5, d(5, 4), 0],
            ["SO1", 20000, "C-100", "1002", 7, d(5, 4), 0],
            ["SO2", 10000, "C-200", "1001", 4, d(5, 6), 0],
        ],
        "Item List": [["No.", "Description", "Inventory", "Vendor No."], ["1001", "Lamp", 6, "V1"], ["1002", "Chair", 2, "V1"]],
        "PO Lines": [
            ["PO No", "Date Ordered", "Vendor No.", "Item No", "Qty Ord", "ETA"],
            ["P1", d(5, 1), "V1", "1001", 2, d(6, 10)],
            [None, None, None, "1002", 4, d(6, 10)],
        ],
    }

    def merge(book: openpyxl.Workbook) -> None:
        book["Sales Lines"].merge_cells("A1:G1")

    return rows, merge


def two_rows_of_headers() -> tuple[Rows, Rest]:
    """8e. Two rows of headers, the upper one in merged cells."""
    upper = ["Order", None, "Customer", None, "Article", "Quantity", None]
    lower = ["No", "Date", "No", "Name", "Code", "ordered", "shipped"]
    rows: Rows = {
        "Sheet1": [upper, lower, ["1", d(5, 2), "C1", "Ann", "LMP", 5, 0], ["2", d(5, 3), "C2", "Bob", "LMP", 9, 4]],
        "Sheet2": [["Article code", "Stck on hand"], ["LMP", 8]],
    }

    def merge(book: openpyxl.Workbook) -> None:
        for cells in ("A1:B1", "C1:D1", "F1:G1"):
            book["Sheet1"].merge_cells(cells)

    return rows, merge


def no_headers() -> Rows:
    """8b. No header anywhere, sheets called as Excel calls them."""
    return {
        "Tabelle1": [
            ["A-100", "Müller", d(5, 2), "LMP", 6, 0],
            ["A-100", "Müller", d(5, 2), "STL", 2, 2],
            ["A-101", "Schmidt", d(5, 3), "LMP", 9, 0],
            ["A-102", "Müller", d(5, 6), "STL", 1, 0],
            ["A-103", "Weber", d(5, 7), "LMP", 3, 1],
        ],
        "Tabelle2": [["LMP", "Lampe", 10], ["STL", "Stuhl", 1]],
    }


def calendar_of_columns() -> Rows:
    """8c. A matrix: 257 days as columns."""
    days = [d(1, 1) + dt.timedelta(n) for n in range(257)]
    return {"Plan": [["Item", *days], ["X", *range(257)], ["Y", *range(257)]], "Stock": [["SKU", "On Hand"], ["X", 3]]}


def shop_export() -> Rows:
    """8d. A web shop's export: the order's cells stand on its first row only, but for number and e-mail."""
    head = [
        "Name",
        "Email",
        "Financial Status",
        "Created at",
        "Lineitem quantity",
        "Lineitem name",
        "Lineitem sku",
        "Billing Name",
    ]
    return {
        "orders_export_1": [
            head,
            ["#1001", "ann@example.com", "paid", "2026-05-01 10:00:00 +0200", 2, "Lamp", "L", "Ann"],
            ["#1001", "ann@example.com", None, None, 1, "Chair", "S", None],
            ["#1002", "bob@example.com", "paid", "2026-05-02 09:00:00 +0200", 3, "Lamp", "L", "Bob"],
        ],
        "stock count": [["Variant", "How many"], ["L", 4], ["S", 0]],
    }


def not_shipped_yet() -> Rows:
    """9. "Quantity Backorder" is what is not shipped yet, beside stock that covers it; stock has a sheet too."""
    return {
        "Backlog": [
            ["Order ID", "Cust", "Item No", "Quantity Backorder", "Order Dt", "Stock Available"],
            ["S1", "C1", "I1", 5, d(5, 4), 9],
            ["S2", "C2", "I1", 3, d(5, 5), 9],
            ["S2", "C2", "I2", 1, d(5, 5), 0],
        ],
        "Items in stock": [["Item No", "Stk qty"], ["I1", 9], ["I2", 0]],
    }


def made_in_house() -> Rows:
    """10. Spanish; items without any supplier."""
    return {
        "Pedidos 2026": [
            ["Nº pedido", "Fecha", "Cliente", "Cód. artículo", "Cant."],
            ["P1", d(5, 4), "García", "MESA", 3],
            ["P2", d(5, 5), "López", "VELA", 2],
        ],
        "Artículos": [
            ["Cód. artículo", "Descripción", "Proveedor", "Existencias"],
            ["MESA", "Mesa", None, 1],
            ["VELA", "Vela", "CERA", 0],
        ],
    }


def odd_addresses() -> Rows:
    """11. A mailbox that is not ASCII, and customers with an address and no name."""
    return {
        "Bestellungen": [
            ["Bestell-Nr.", "Bestell-Datum", "Kunden-ID", "Art-Nr", "Anz.", "E-Mail Adr."],
            ["1", d(5, 4), "K1", "X", 3, "begoña0@example.com"],
            ["2", d(5, 5), "K2", "X", 2, "zoe@example.com"],
        ],
        "Lagerliste": [["Art-Nr", "Lagermenge"], ["X", 4]],
        "Kundenliste": [
            ["Kunden-ID", "Kundenname", "E-Mail Adr."],
            ["K1", None, "begoña0@example.com"],
            ["K2", None, "zoe@example.com"],
        ],
    }


def many_offers() -> Rows:
    """12. 460 offers of 86 suppliers for 265 items."""
    offers = [[f"I{n % 265:03d}", f"Lev{n % 86:02d}", 10 + n % 111, 1 + n % 5, 2.5 + n % 7] for n in range(460)]
    return {
        "Bestellingen": [
            ["Bestel nr", "Datum", "Klant", "Art.code", "Aantal"],
            *[[f"B{n}", d(5, 4), "Jansen", f"I{n:03d}", 2] for n in range(20)],
        ],
        "Voorraadlijst": [["Art.code", "Aantal op voorraad"], *[[f"I{n:03d}", 1] for n in range(265)]],
        "Prijslijst leveranciers": [
            ["Art.code", "Leverancier", "Levertijd (dagen)", "Min. bestelhoeveelheid", "Inkoopprijs"],
            *offers,
        ],
    }


def other_scripts() -> Rows:
    """13. Cyrillic and Arabic, a ligature in a name, and "(Multiple Items)" left over in a cell."""
    return {
        "Заказы": [
            ["Номер заказа", "Дата заказа", "Клиент", "Артикул", "Количество", "Страна"],
            ["З-1", d(5, 4), "Иванов", "ЛАМПА", 3, "(Multiple Items)"],
            ["З-2", d(5, 5), "شركة النور", "ЛАМПА", 2, "الأردن"],
        ],
        "Склад": [["Артикул", "Название", "Остаток"], ["ЛАМПА", "Oﬀice lamp", 4]],
    }


def pivot() -> Rows:
    """A pivot table is no list."""
    return {
        "Summary": [["Customer", "(Multiple Items)"], [], ["Row Labels", "Sum of Qty"], ["X", 3], ["Grand Total", 3]],
        "Stock": [["SKU", "On Hand"], ["X", 3]],
    }


def heads_and_lines() -> Rows:
    """Orders on two sheets."""
    return {
        "Orders": [["Order No", "Order Date", "Customer"], ["1", d(5, 1), "A"], ["2", d(5, 2), "B"]],
        "Order Details": [["Order No", "SKU", "Qty"], ["1", "X", 3], ["2", "X", 4], ["2", "Y", 1]],
        "Stock": [["SKU", "On hand"], ["X", 3], ["Y", 4]],
    }
