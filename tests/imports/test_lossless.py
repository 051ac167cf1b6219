"""Does an import keep everything that it does not change? (rule 8.6)"""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from pathlib import Path

import openpyxl
import xlsxwriter

from backorder_xl.templates import demo_book
from tests.imports.desk import bring, export, line

ROWS = re.compile(rb"<sheetData>.*</sheetData>", re.DOTALL)
DIMENSION = re.compile(rb'<dimension ref="[^"]*"/>')


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_only_the_cells_that_differ_are_other_bytes(tmp_path: Path) -> None:
    """The demo book: drop-downs, notes, formats, frozen panes; one line is shipped, one order is new."""
    path = tmp_path / "demo.xlsx"
    path.write_bytes(demo_book())
    before = parts(path)
    rows = list(openpyxl.load_workbook(path)["Orders"].iter_rows(values_only=True))
    at = {name: i for i, name in enumerate(rows[0])}
    row = next(r for r in rows[1:] if not r[at["Shipped"]])
    one = {f: row[at[h]] for f, h in (("order", "Order"), ("sku", "SKU"), ("customer", "Customer"), ("ordered", "Ordered"))}
    one |= {"line": str(row[at["Line"]]), "order_date": row[at["Order Date"]].date(), "shipped": one["ordered"]}
    bring(path, export("orders", [one, line("NEW-1", "1", one["sku"], 2)]))
    after = parts(path)
    changed = [n for n in before if before[n] != after[n] and n not in ("xl/workbook.xml", "[Content_Types].xml")]
    (sheet,) = [n for n in changed if n.startswith("xl/worksheets/")]
    assert [n for n in changed if not n.startswith(("xl/worksheets/", "xl/tables/", "xl/styles", "xl/calcChain"))] == []
    assert DIMENSION.sub(b"", ROWS.sub(b"", before[sheet])) == DIMENSION.sub(b"", ROWS.sub(b"", after[sheet]))
    old, new = (dict(re.findall(rb'(<row r="\d+")(.*?</row>)', p[sheet], re.DOTALL)) for p in (before, after))
    assert sum(old[r] != new[r] for r in old) == 1 and len(new) == len(old) + 1
    assert before.keys() == after.keys()


def test_filters_colours_notes_charts_and_formulas_of_the_users_stay(tmp_path: Path) -> None:
    path = tmp_path / "own.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("Orders")
    red, day = book.add_format({"bg_color": "#FF0000"}), book.add_format({"num_format": "dd/mm/yy"})
    sheet.write_row(0, 0, ["Order", "Order Date", "Customer", "SKU", "Ordered", "Shipped", "Left", "Mine"])
    for r in range(1, 81):
        sheet.write(r, 0, f"S{r}", red)
        sheet.write_datetime(r, 1, dt.datetime(2026, 6, 1), day)
        sheet.write_row(r, 2, ["C1", "A", 5, 0])
        sheet.write_formula(r, 6, f"=E{r + 1}-F{r + 1}", None, 5)
        sheet.write(r, 7, f"note {r}")
    sheet.autofilter(0, 0, 80, 7)
    sheet.filter_column("A", "x == S1")
    sheet.write_comment("H3", "do call")
    sheet.conditional_format("E2:E81", {"type": "cell", "criteria": ">", "value": 4, "format": red})
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "=Orders!$E$2:$E$81"})
    book.add_worksheet("Chart").insert_chart("A1", chart)
    book.close()
    before = parts(path)
    some = [line(f"S{r}", None, "A", 5, shipped=r % 3) for r in range(80, 0, -1)]
    merged = bring(path, export("orders", [*some, *(line(f"N{r}", None, "B", 1) for r in range(100))]))
    assert (merged.summary.tallies[0].new, merged.summary.tallies[0].changed) == (100, 54)
    after = openpyxl.load_workbook(path)["Orders"]
    for r in range(1, 81):
        cells = after[r + 1]
        assert [c.value for c in cells[:8]] == [
            f"S{r}", dt.datetime(2026, 6, 1), "C1", "A", 5, r % 3, f"=E{r + 1}-F{r + 1}", f"note {r}",
        ]  # fmt: skip
        assert cells[0].fill.bgColor.rgb and cells[1].number_format == "dd/mm/yy"
    assert after["H3"].comment.text == "do call" and len(after.conditional_formatting) == 1
    assert {after.cell(r, 2).number_format for r in range(82, 182)} == {"dd/mm/yy"}, "new rows look like the last one"
    now = parts(path)
    for name in before:
        if "chart" in name or "drawing" in name or "comments" in name:
            assert before[name] == now[name]
