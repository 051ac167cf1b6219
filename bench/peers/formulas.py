"""What does a workbook of formulas cost, as many publish it: running SUMIFS for who gets what, SUMIFS for what to buy?

The book is written once; timed is LibreOffice loading, calculating and saving it, less what it takes for the same cells without
formulas' work (its start and an empty book). No checks, no dates, no reasons.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import time
from pathlib import Path

import openpyxl
import pandas as pd
import xlsxwriter

_ALWAYS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode"><value>0</value></prop></item>
</oor:items>
"""
"""Else LibreOffice believes the results that stand in the file, and calculates nothing."""
_SAVED = ("--convert-to", "xlsx:Calc MS Excel 2007 XML")
OFFICE = shutil.which("soffice")


def made(sheets: dict[str, pd.DataFrame], path: Path) -> Path:
    """The formula workbook for a made-up book; lines in serving order, as its user would sort them."""
    lines = sheets["Orders"].assign(Open=sheets["Orders"]["Ordered"] - sheets["Orders"]["Shipped"])
    lines = lines[lines["Open"] > 0].sort_values(["Priority", "Order Date", "Order", "Line"])
    goods = sheets["Items"].merge(sheets["Stock"], on="SKU")
    last, end = len(lines) + 1, len(goods) + 1
    with xlsxwriter.Workbook(str(path), {"default_date_format": "yyyy-mm-dd"}) as book:
        sheet = book.add_worksheet("Lines")
        sheet.write_row(0, 0, ["Order", "Line", "SKU", "Open", "Before", "From Stock", "Waiting"])
        for row, values in enumerate(zip(*(lines[c] for c in ("Order", "Line", "SKU", "Open")), strict=True), 2):
            sheet.write_row(row - 1, 0, values)
            sheet.write_formula(row - 1, 4, "=0" if row == 2 else f"=SUMIFS(D$2:D{row - 1},C$2:C{row - 1},C{row})")
            sheet.write_formula(row - 1, 5, f"=MAX(0,MIN(D{row},SUMIFS(Goods!$B$2:$B${end},Goods!$A$2:$A${end},C{row})-E{row}))")
            sheet.write_formula(row - 1, 6, f"=D{row}-F{row}")
        sheet = book.add_worksheet("Goods")
        sheet.write_row(0, 0, ["SKU", "On Hand", "Supplier", "MOQ", "Multiple", "Waiting", "Buy"])
        columns = (goods[c] for c in ("SKU", "On Hand", "Supplier", "MOQ", "Multiple"))
        for row, values in enumerate(zip(*columns, strict=True), 2):
            sheet.write_row(row - 1, 0, values)
            sheet.write_formula(row - 1, 5, f"=SUMIFS(Lines!$G$2:$G${last},Lines!$C$2:$C${last},A{row})")
            sheet.write_formula(row - 1, 6, f"=IF(F{row}=0,0,CEILING(MAX(F{row},D{row}),MAX(1,E{row})))")
        sheet.write(0, 8, "Waiting in all")
        sheet.write_formula(1, 8, f"=SUM(F2:F{end})")
    return path


def calculated(path: Path, out: Path) -> float:
    """Let LibreOffice work the book out and save it; returns the units that wait, as it says."""
    with tempfile.TemporaryDirectory() as profile:
        (Path(profile) / "user").mkdir()
        (Path(profile) / "user" / "registrymodifications.xcu").write_text(_ALWAYS)
        command = [str(OFFICE), f"-env:UserInstallation=file://{profile}", "--headless"]
        subprocess.run([*command, *_SAVED, "--outdir", str(out), str(path)], check=True, capture_output=True, timeout=3600)
    saved = openpyxl.load_workbook(out / path.name, read_only=True, data_only=True)
    return float(next(saved["Goods"].iter_rows(min_row=2, max_row=2, min_col=9, max_col=9, values_only=True))[0])


def idle(folder: Path) -> float:
    """Seconds in which LibreOffice starts, loads and saves a book of one cell."""
    path = folder / "one_cell.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet("Goods").write(1, 8, 1)
    start = time.perf_counter()
    calculated(path, folder / "idle")
    return time.perf_counter() - start
