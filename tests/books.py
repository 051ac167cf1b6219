"""Small books for tests: rows as a person would type them, and the file that holds them."""

from __future__ import annotations

import datetime as dt
import subprocess
from pathlib import Path

import openpyxl

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
"""Real order books that lie beside the checkout; tests that need them are skipped where they do not."""

NORTHWIND = {"northwind.xlsx": "1998-05-06", "northwind_traders.xlsx": "2006-06-30"}
"""Two of them, each with the day after which it stops."""

Rows = dict[str, list[list[object]]]


def small_book() -> Rows:
    """The vector of rule 3.8 as sheets."""
    day = dt.date
    return {
        "Orders": [
            ["Order", "Line", "Order Date", "Customer", "SKU", "Ordered", "Priority", "Unit Price"],
            ["SO1", 1, day(2026, 6, 2), "C1", "A", 6, 1, 2],
            ["SO3", 1, day(2026, 6, 2), "C3", "A", 9, 2, 2],
            ["SO2", 1, day(2026, 5, 30), "C2", "A", 7, 3, 2],
            ["SO4", 1, day(2026, 6, 1), "C4", "A", 4, 3, 2],
        ],
        "Stock": [["SKU", "On Hand"], ["A", 10]],
        "Items": [["SKU", "Description", "Supplier", "MOQ", "Multiple", "Unit Cost"], ["A", "Lamp", "ACME", 10, 6, 3]],
        "Suppliers": [["Supplier", "Name"], ["ACME", "Acme Lamps"], ["S", "Sundry"]],
        "Purchase Orders": [
            ["PO", "Line", "Supplier", "SKU", "Ordered", "Expected", "Status"],
            ["PO1", 1, "S", "A", 8, day(2026, 6, 10), "ordered"],
            ["PO2", 1, "S", "A", 5, day(2026, 6, 20), "confirmed"],
        ],
    }


def book_file(path: Path, rows: Rows) -> Path:
    """The rows as a workbook on disk."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, lines in rows.items():
        sheet = book.create_sheet(name)
        for line in lines:
            sheet.append(line)
    book.save(path)
    return path


def sheet_rows(path: Path, sheet: str) -> list[dict[str, object]]:
    """The rows of a sheet by header."""
    header, *rows = openpyxl.load_workbook(path)[sheet].iter_rows(values_only=True)
    return [dict(zip(map(str, header), row, strict=True)) for row in rows]


def office(book: Path, to: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """LibreOffice converts a book into a folder, under a profile of its own so that runs do not meet."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", to, "--outdir", str(folder), str(book)]
    return subprocess.run(command, capture_output=True, text=True, timeout=180)


_RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry"><item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item></oor:items>
"""


def recalculated(book: Path, folder: Path) -> Path:
    """The book as LibreOffice saves it once it has worked out every formula anew; by itself it trusts the values kept beside
    them."""
    settings = folder / "profile" / "user" / "registrymodifications.xcu"
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text(_RECALCULATE, encoding="utf-8")
    office(book, "xlsx", folder).check_returncode()
    return folder / book.name
