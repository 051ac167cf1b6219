"""Does real xlwings code find in the engine what xlwings promises of Excel?"""

from __future__ import annotations

import datetime as dt

import openpyxl
import pandas as pd
import xlwings as xw

FRAME = pd.DataFrame({"Item": ["bolt", "nut"], "Qty": [1.0, 2.5], "Due": pd.to_datetime(["2026-01-05", "2026-02-01"])})


def test_a_frame_goes_in_and_comes_back(excel, tmp_path) -> None:
    book = excel.new()
    sheet = book.sheets[0]
    sheet["B2"].options(index=False).value = FRAME
    table = sheet.tables.add(sheet["B2"].expand(), name="tOrders")
    assert table.data_body_range.address == "$B$3:$D$4"
    again = excel.open(excel.save(book, tmp_path / "orders.xlsx"))
    assert xw.books.active == again
    back = again.sheets[0].tables["tOrders"].range.options(pd.DataFrame, index=False).value
    pd.testing.assert_frame_equal(back, FRAME, check_dtype=False)
    cells = openpyxl.load_workbook(tmp_path / "orders.xlsx").active
    assert cells["D3"].value == dt.datetime(2026, 1, 5)
    assert cells.tables["tOrders"].ref == "B2:D4"
