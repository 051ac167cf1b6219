"""Which workbooks can a desk hand us that nobody would make on purpose? Drawn by hypothesis, written as real files.

XlsxWriter or openpyxl writes them; what neither can write (numbers that are none, two sheets of one name, characters that XML
has no place for) is put into the parts afterwards, by words that stand for it.
"""

# ruff: noqa: E501
from __future__ import annotations

import datetime as dt
import random
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import openpyxl
import xlsxwriter
from hypothesis import strategies as st
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.table import Table
from xlsxwriter.utility import xl_range

DAY = dt.datetime


@dataclass(frozen=True)
class Formula:
    """A formula; ``stored`` is the result beside it, None where nobody calculated."""

    text: str
    stored: float | str | None = None


@dataclass(frozen=True)
class Error:
    text: str


@dataclass(frozen=True)
class Raw:
    """What stands between <v> and </v>, whatever any library thinks of it; ``number`` holds its place until then."""

    text: str
    number: float


RAW = tuple(
    Raw(text, 770_000_077.125 + n)
    for n, text in enumerate(
        ("1E400", "-1E400", "NaN", "INF", "-INF", "1E-320", "-0", "1e15", "1E-7", "0x10", "", "1,5", " 5 ", "+5", "١٢")
    )
)
NUMBERS = (
    0,
    1,
    -1,
    5,
    0.1,
    2.5,
    1e9,
    1e15,
    1e308,
    -1e15,
    1e-7,
    2.5e-7,
    1e-300,
    -0.0,
    1 / 3,
    999_999_999.999999,
    99999,
    46188,
    2958466,
    -1e-9,
)
DAYS = (
    DAY(9999, 12, 31),
    DAY(1900, 1, 1),
    DAY(1900, 3, 1),
    DAY(1904, 1, 2),
    DAY(2026, 6, 1),
    DAY(2026, 6, 1, 23, 59, 59),
    DAY(2027, 2, 28),
)
WORDS = (
    "",
    " ",
    "5",
    "1,5",
    "1.234,5",
    "1e400",
    "1e-400",
    "9" * 400,
    "9" * 5_000,
    "SO-" + "7" * 5_000,
    "NaN",
    "inf",
    "-",
    "n/a",
    "none",
    "abc",
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "'A",
    "#N/A",
    "2026-06-01",
    "2026-02-30",
    "0001-01-01",
    "9999-12-31",
    "10000-01-01",
    "03/04/2026",
    "1899-12-31",
    "yes",
    "no",
    "maybe",
    "stop",
    "drop ship",
    "preorder",
    "special order",
    "ordered",
    "proposed",
    "confirmed",
    "cancelled",
    "closed",
    "on hold",
    "received",
    "SO-1",
    "so-1",
    "PO-1",
    "PO-99999999999999999999",
    "A",
    "a ",
    "1E5",
    "007",
    "😀",
    "👩‍👩‍👧",
    "مرحبا",
    "‮evil",
    "\u200b",
    "e\u0301",
    "é",
    "ﬀ",
    "İ",
    "ß",
    "x" * 500,
    "y" * 32_767,
    "a\nb",
    "a\r\nb",
    "_xD800_",
    "_xDFFF_a",
    "_x0000_",
    "_x000D_",
    "_x005F_x0041_",
    "_x0001_b",
    "\ud83d\ude00",
    "{{ 7*7 }}",
    "<b>&amp;",
    "../../x",
    "CON",
    "Total",
    "Grand total:",
    "a@b.example",
    "a@b.example; c@d.example",
    "x@y",
    "Mon-Fri",
    "100%",
    "1/2",
    "½",
    "²",
    "true",
    "TRUE",
    "12 pcs",
    "1 000",
    "1\u00a0000",
    "€5",
    "(5)",
    "5-",
    "--5",
    "\ufffe",
    "de",
    "klingon",
    "en_US",
    "all",
    "US",
    "UK",
)
FORMULAS = (
    Formula("=1+1"),
    Formula("=1+1", 2),
    Formula("=1/0", "#DIV/0!"),
    Formula('="A"', "A"),
    Formula("=NOW()", 46188.5),
    Formula("=A1:B9"),
)
ERRORS = tuple(map(Error, ("#N/A", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!")))
POOLS: tuple[tuple[Any, ...], ...] = ((None, True, False), NUMBERS, WORDS, WORDS, DAYS, FORMULAS, ERRORS, RAW)

_FIT: dict[str, tuple[Any, ...]] = {
    "Order": ("SO-1", "SO-2", "so-1", 1001, "Ä-1"),
    "PO": ("PO-1", "PO-2", "P2", 7),
    "SKU": ("A", "b", "C9", "C10", 42),
    "Ordered": (1, 5, 2.5, 0.1),
    "Customer": ("C", "D"),
    "Order Date": (DAY(2026, 6, 1), DAY(2026, 5, 1), "2026-04-01"),
    "Supplier": ("S", "T"),
    "On Hand": (0, 3, 10, 0.3),
    "Line": (1, 2, 3, 4, 5, None, None),
    "Received On": (DAY(2026, 6, 2), DAY(2026, 6, 3), DAY(2026, 7, 1)),
    "Received": (0, 1, 2, 0.1),
    "Shipped": (0, 1, None),
    "Cancelled": (0, 0, None, 1),
    "Email": ("a@b.example", None),
    "Date": (DAY(2026, 6, 4), DAY(2026, 6, 1)),
    "Need By": (DAY(2026, 6, 9), None),
    "Expected": (DAY(2026, 6, 9), DAY(2026, 5, 1), None),
    "Lead Time": (0, 5, None),
    "MOQ": (None, 10),
    "Multiple": (None, 6),
    "Status": (None, "open", "ordered", "proposed", "confirmed"),
    "Priority": (None, 1, 5),
    "Ship Complete": (None, "yes"),
    "Policy": (None, "stop", "drop ship", "preorder"),
    "Unit Cost": (None, 2),
    "Safety Stock": (None, 4),
    "Country": ("US", "DE"),
    "Ship To": (None, None, "SO-1"),
    "Value": ("yes", "need-by", 3, "US"),
    "Setting": (
        "Allocation Policy",
        "Ship Complete Rule",
        "Default Lead Time",
        "Refill Safety Stock",
        "PO Prefix",
        "Date Order",
        "Decimal Mark",
        "Slip Days",
        "Legal Regime",
        "Working Days",
        "Template Folder",
        "Logo File",
        "Message Kinds",
        "Service Level %",
        "Company Name",
        "Page Items",
        "Default Language",
        "Drafts To",
        "IMAP Server",
        "password",
        "Cancel Offer Days",
        "Over Receipt %",
    ),
    "To": ("SO-1", "SO-2", "shelf"),
    "Kept": (1, 2, 0.5),
    "Receipt": ("row 2", "R1", None),
    "Message": ("M-1", "M-2", 3),
    "Told Date": (DAY(2026, 6, 5), None),
    "Kind": ("backordered", "delayed", None),
    "Change": ("cancel", "slip", "stock"),
    "What": ("SO-1", "PO-1", "A"),
    "Quantity": (1, 2.5),
}
HEADERS = {
    "Orders": "Order,Line,Order Date,Customer,SKU,Ordered,Shipped,Cancelled,Need By,Promised,Customer Name,Email,Priority,Ship Complete,Paid,"
    "Unit Price,Specification,Location,Ship To,Status",
    "Stock": "SKU,On Hand,Location,Specification,Reserved,Counted On",
    "Items": "SKU,Description,Unit,Supplier,Lead Time,MOQ,Multiple,Unit Cost,Policy,Release Date,Safety Stock,Substitute,Season End,Backorder Cap,"
    "Link,On Page,Units per Pack,Sold In,Bought In",
    "Suppliers": "Supplier,Name,Email,Lead Time,Minimum Order,Currency,Language",
    "Sourcing": "SKU,Supplier,Supplier SKU,Lead Time,Unit Cost,MOQ,Multiple,Maximum,Rank,Kind,Units per Pack",
    "Customers": "Customer,Name,Email,Language,Country,Notify,Business",
    "Purchase Orders": "PO,Line,Supplier,SKU,Ordered,Received,Cancelled,Order Date,Expected,Status,Unit Cost,Specification,Location,Ship To,Needed,For",
    "Receipts": "Receipt,Received On,PO,Line,SKU,Received,Rejected,Posted,Matched To",
    "Holidays": "Date,Calendar",
    "Settings": "Setting,Value,Meaning",
    "Messages": "Message,Created,Kind,Customer,Supplier,Order,Line,Email,Subject,Told Date,Quantity,Status,File",
    "Cut List": "Receipt,Received On,PO,PO Line,SKU,Quantity,To,Line,Customer,Then,Kept,Shipped,Posted",
    "Backorders": "Order,Line,Customer,SKU,Open,From Stock,Expected,Promised,PO,Status,Reason,My Note",
    "Allocations": "Order,Line,SKU,Quantity,Source,PO,PO Line,Available On",
    "Problems": "Severity,Sheet,Row,Column,Value,Message,Done",
    "Run Log": "When,As Of,Verb,Open Lines,Errors",
    "Changes": "As Of,Change,Order,Line,Customer,SKU,PO,Quantity,Was,Now,Deadline,Why",
    "Scenario": "Change,What,Line,By,To,Note",
    "Mapping": "Table,Sheet,Header Row,Field,Column,Sure,Why,Use,Note",
    "Notes": "Anything,At All",
}
KEYS = ("PO", "Supplier", "SKU", "Ordered", "Received On", "Received", "Setting", "Value", "Date", "Message", "Order", "Line")
MADE = ("Messages", "Cut List", "Backorders", "Allocations", "Problems", "Run Log", "Changes", "Mapping")
REQUIRED = {"Orders": ("Order", "Order Date", "Customer", "SKU", "Ordered"), "Stock": ("SKU", "On Hand")}
TWINS = {"Zzders": "Orders", "Zzock": "stock"}
"""Sheets that get a name which another sheet has, once the file is written."""


@dataclass
class OddSheet:
    name: str
    rows: list[list[Any]]  # the header among them
    header: int = 0  # index of the header's row
    table: str = ""  # the name of an Excel Table round it
    hidden: bool = False
    hidden_rows: tuple[int, ...] = ()
    filtered: bool = False
    merged: bool = False  # the first two cells of the header


@dataclass
class OddBook:
    sheets: list[OddSheet] = field(default_factory=list)
    date1904: bool = False
    writer: str = "openpyxl"

    def write(self, path: Path) -> Path:
        (_by_openpyxl if self.writer == "openpyxl" else _by_xlsxwriter)(self, path)
        _touch_up(path)
        return path


@st.composite
def odd_books(draw: st.DrawFn) -> OddBook:
    """Any mix of missing and doubled sheets, columns and tables, fitting cells and odd ones.

    Chances are even ones of a generator whose seed is drawn: hypothesis prefers the ends of a range, and hardly any book would
    be usable. Texts, numbers and days that nobody listed are its own.
    """
    chance = random.Random(draw(st.binary(min_size=8, max_size=8)))
    fresh = draw(st.lists(st.one_of(st.text(max_size=8), st.floats(allow_nan=False, allow_infinity=False), _days), max_size=12))
    odd = chance.choice((0.005, 0.01, 0.03, 0.1, 0.3))  # how odd the book is
    sheets = []
    for table in HEADERS:
        often = 0.99 if table in REQUIRED else 0.25 if table in ("Notes", "Mapping", "Scenario", "Backorders", "Changes") else 0.6
        if chance.random() < often:
            sheets.append(_sheet(chance, table, odd, fresh))
    if chance.random() < 0.2:
        twin = _sheet(chance, "Orders", odd, fresh)
        twin.name = chance.choice(("Orders (2)", "Sales Orders", "2025", "Zzders", "Tabelle1"))
        sheets.append(twin)
    if chance.random() < 0.1:
        twin = _sheet(chance, "Stock", odd, fresh)
        twin.name = "Zzock"
        sheets.append(twin)
    for n, sheet in enumerate(sheets):
        if sheet.table in {s.table for s in sheets[:n] if s.table}:
            sheet.table = ""
    chance.shuffle(sheets)
    if sheets and all(s.hidden for s in sheets):
        sheets[0].hidden = False
    return OddBook(sheets or [OddSheet("Empty", [])], chance.random() < 0.15, chance.choice(("openpyxl", "xlsxwriter")))


_days = st.datetimes(DAY(1900, 3, 1), DAY(9999, 12, 31)).map(lambda d: d.replace(microsecond=0))


def _sheet(chance: random.Random, table: str, odd: float, fresh: list[Any]) -> OddSheet:
    must = REQUIRED.get(table, ())
    whole = table in MADE and chance.random() < 0.97  # a sheet of ours that lost a column is refused, and the book with it
    names = [n for n in HEADERS[table].split(",") if whole or n in must or n in KEYS or chance.random() < 0.7]
    if chance.random() < odd / 4:  # a column is missing, or misspelt, or there twice
        at = chance.randrange(len(names))
        names[at : at + 1] = chance.choice(
            ([], [names[at][:-1]], [names[at], names[at]], [names[at].upper() + " *"], ["", names[at]])
        )

    def cell(header: str) -> Any:
        if chance.random() >= odd:
            return chance.choice(_FIT.get(header, (None,)))
        return chance.choice(chance.choice((*POOLS, tuple(fresh) or (None,))))

    rows = [[None] * len(names) if chance.random() < 0.07 else [cell(h) for h in names] for _ in range(chance.randint(0, 10))]
    title = [["My own list"], []] if chance.random() < 0.2 else []
    alone = len({n.casefold() for n in names}) == len(names) and all(names)
    return OddSheet(
        table
        if chance.random() > odd / 4
        else chance.choice((table.upper(), f" {table}", table.replace(" ", ""), "Blatt 1", "😀")),
        [*title, names, *rows],
        len(title),
        table.replace(" ", "") if rows and alone and chance.random() < 0.4 else "",
        chance.random() < 0.1,
        tuple(chance.sample(range(1, 9), 2)) if chance.random() < 0.3 else (),
        chance.random() < 0.1,
        chance.random() < 0.03,
    )


def _names(book: OddBook) -> list[str]:
    """A name for each sheet that no other has, as the libraries insist on it."""
    taken: set[str] = set()
    names = []
    for sheet in book.sheets:
        name = next(n for n in (sheet.name, *(f"{sheet.name} {i}" for i in range(2, 99))) if n.casefold() not in taken)
        taken.add(name.casefold())
        names.append(name)
    return names


def _storable(text: str) -> str:
    """The text without what XML cannot hold; half a pair comes as the word that files have for it."""
    paired = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return "".join(c for c in paired if c in "\t\n\r" or " " <= c <= "\ud7ff" or "\ue000" <= c <= "\ufffd" or c >= "\U00010000")[
        :32_767
    ]


def _by_openpyxl(book: OddBook, path: Path) -> None:
    made = openpyxl.Workbook()
    made.remove(made.worksheets[0])
    if book.date1904:
        made.epoch = CALENDAR_MAC_1904
    for name, sheet in zip(_names(book), book.sheets, strict=True):
        there = made.create_sheet(name)
        for r, row in enumerate(sheet.rows, 1):
            for c, value in enumerate(row, 1):
                if value is None:
                    continue
                cell = there.cell(r, c)
                if isinstance(value, Formula):
                    cell.value = value.text
                elif isinstance(value, Error):
                    cell.value, cell.data_type = value.text, "e"
                elif isinstance(value, Raw):
                    cell.value = value.number
                elif isinstance(value, str):
                    cell.value, cell.data_type = _storable(value), "s"
                elif not (book.date1904 and isinstance(value, DAY) and value.year < 1905):
                    cell.value = value
        width, height = max(map(len, sheet.rows), default=0), len(sheet.rows)
        if sheet.table and width and height > sheet.header + 1:
            first = openpyxl.utils.get_column_letter(1)
            there.add_table(
                Table(
                    displayName=sheet.table,
                    ref=f"{first}{sheet.header + 1}:{openpyxl.utils.get_column_letter(len(sheet.rows[sheet.header]))}{height}",
                )
            )
        there.sheet_state = "hidden" if sheet.hidden else "visible"
        for r in sheet.hidden_rows:
            there.row_dimensions[r + 1].hidden = True
        if sheet.filtered and width and not sheet.table:
            there.auto_filter.ref = f"A{sheet.header + 1}:{openpyxl.utils.get_column_letter(width)}{height}"
        if sheet.merged and width > 2 and not sheet.table:
            there.merge_cells(start_row=sheet.header + 1, end_row=sheet.header + 1, start_column=1, end_column=2)
    made.active = next(n for n, s in enumerate(book.sheets) if not s.hidden)
    made.save(path)


def _by_xlsxwriter(book: OddBook, path: Path) -> None:
    with xlsxwriter.Workbook(path, {"date_1904": book.date1904, "strings_to_formulas": False, "strings_to_urls": False}) as made:
        day = made.add_format({"num_format": "yyyy-mm-dd"})
        shown = False
        for name, sheet in zip(_names(book), book.sheets, strict=True):
            there = made.add_worksheet(name)
            put: dict[type, Callable[[int, int, Any], Any]] = {
                Formula: lambda r, c, v, t=there: t.write_formula(r, c, v.text, None, "" if v.stored is None else v.stored),
                Error: lambda r, c, v, t=there: t.write_formula(r, c, f"={v.text}", None, v.text),
                Raw: lambda r, c, v, t=there: t.write_number(r, c, v.number),
                bool: there.write_boolean,
                str: lambda r, c, v, t=there: t.write_string(r, c, _storable(v)),
                DAY: lambda r, c, v, t=there: t.write_datetime(r, c, v, day),
            }
            for r, row in enumerate(sheet.rows):
                for c, value in enumerate(row):
                    if value is not None and not (book.date1904 and isinstance(value, DAY) and value.year < 1905):
                        put.get(type(value), there.write_number)(r, c, value)
            width, height = len(sheet.rows[sheet.header]) if sheet.rows else 0, len(sheet.rows)
            if sheet.table and width and height > sheet.header + 1:
                columns = [{"header": _storable(h)} for h in sheet.rows[sheet.header]]
                there.add_table(xl_range(sheet.header, 0, height - 1, width - 1), {"name": sheet.table, "columns": columns})
            for r in sheet.hidden_rows:
                there.set_row(r, None, None, {"hidden": True})
            if sheet.filtered and width and not sheet.table:
                there.autofilter(sheet.header, 0, max(height - 1, sheet.header), width - 1)
            if sheet.hidden:
                there.hide()
            elif not shown:
                there.activate()
                there.set_first_sheet()
                shown = True


def _touch_up(path: Path) -> None:
    """Put in what no library writes."""
    with zipfile.ZipFile(path) as file:
        parts = {n: file.read(n) for n in file.namelist()}
    for name, data in parts.items():
        if name.startswith("xl/worksheets/sheet"):
            for raw in RAW:
                data = data.replace(f"<v>{raw.number}</v>".encode(), f"<v>{raw.text}</v>".encode())
        if name == "xl/workbook.xml":
            for word, twin in TWINS.items():
                data = data.replace(f'name="{word}"'.encode(), f'name="{twin}"'.encode())
        if name == "xl/sharedStrings.xml":  # XlsxWriter guards words such as _xD800_; a file can carry them bare
            data = data.replace(b"_x005F_x", b"_x")
        parts[name] = data
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in parts.items():
            file.writestr(name, data)
