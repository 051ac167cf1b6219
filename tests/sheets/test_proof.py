"""Does the conservation proof say what stands in the user's columns, and why that may differ? (rules 8.1, 8.2)"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pytest

from backorder_xl.hosts.cli import main
from backorder_xl.sheets import proof
from backorder_xl.sheets.proof import awkward, live_items
from tests.books import book_file, sheet_rows, small_book
from tests.workbook.books import parts

DAY = "2026-06-03"


def proved(path: Path) -> dict[str, dict[str, object]]:
    """The sheet's values by SKU."""
    header, *rows = openpyxl.load_workbook(path, data_only=True)["Proof"].iter_rows(values_only=True)
    return {str(row[0]): dict(zip(map(str, header), row, strict=True)) for row in rows}


def test_the_vector_of_rule_3_8_adds_up(tmp_path: Path) -> None:
    book = book_file(tmp_path / "Orders.xlsx", small_book())
    assert main(["run", str(book), "--as-of", DAY]) == 0
    row = proved(book)["A"]
    supply = [row[n] for n in ("On Hand", "Open POs", "Planned", "From Stock", "From POs", "From Planned", "Free", "Not Used")]
    assert supply == [10, 13, 12, 10, 13, 3, 9, 0]
    demand = [row[n] for n in ("Ordered", "Shipped", "Cancelled", "Pegged", "Uncovered", "Set Aside")]
    assert demand == [26, 0, 0, 26, 0, 0]
    assert (row["Supply Difference"], row["Demand Difference"], row["Note"]) == (0, 0, None)
    formula = sheet_rows(book, "Proof")[0]
    assert formula["On Hand"] == "=SUMIFS('Stock'!$B$2,'Stock'!$A$2,Proof[[#This Row],[SKU]])"
    assert formula["Ordered"] == "=SUMIFS('Orders'!$F$2:$F$5,'Orders'!$E$2:$E$5,Proof[[#This Row],[SKU]])"
    assert "'Purchase Orders'!$G$2:$G$4,\"proposed\"" in str(formula["Planned"]), "the new proposal is within the range"


def test_what_takes_no_part_is_set_aside_with_its_reason(tmp_path: Path) -> None:
    rows = small_book()
    rows["Orders"][0] += ["Status"]
    for row in rows["Orders"][1:]:
        row += [None]
    day = dt.date(2026, 6, 1)
    rows["Orders"] += [
        ["H", 1, day, "C1", "A", 5, 1, 2, "on hold"],
        ["K", 1, day, "C1", "A", 3, 1, 2, "closed"],
        ["T", 1, day, "C1", "A", "4", 1, 2, None],  # a number typed as text
        ["B", 1, day, "C1", "A ", 2, 1, 2, None],  # a blank beside the code
        ["E", 1, None, "C1", "A", 7, 1, 2, None],  # no date: left out
    ]
    rows["Stock"][0] += ["Reserved"]
    rows["Stock"] = [[*row, None] if i else row for i, row in enumerate(rows["Stock"])]
    rows["Stock"] += [["N", -4, None], ["R", 2, 5]]
    rows["Purchase Orders"] += [
        ["PO3", 1, "S", "A", 9, None, "cancelled"],
        ["PO4", 1, "S", "A", 6, None, "closed"],
    ]
    book = book_file(tmp_path / "Orders.xlsx", rows)
    assert main(["run", str(book), "--as-of", DAY]) == 0
    found = proved(book)
    assert all(row["Supply Difference"] == row["Demand Difference"] == 0 for row in found.values())
    note = str(found["A"]["Note"])
    assert found["A"]["Set Aside"] == 5 + 3 + 7 - 4 - 2
    for words in ("5 on hold", "3 still open on closed lines", "7 on rows of Orders that were left out", "-6 that Excel"):
        assert words in note
    assert found["A"]["Not Used"] == 6, "closed is no word of ours for a purchase order, so Excel counts it"
    assert (found["N"]["On Hand"], found["N"]["Not Used"]) == (-4, -4)
    assert (found["R"]["On Hand"], found["R"]["Not Used"]) == (-3, -3)
    total = next(r for r in sheet_rows_of_values(book, "Dashboard") if r["Measure"] == "Everything adds up")
    assert total["Value"] == "yes"


def sheet_rows_of_values(path: Path, sheet: str) -> list[dict[str, object]]:
    header, *rows = openpyxl.load_workbook(path, data_only=True)[sheet].iter_rows(values_only=True)
    return [dict(zip(map(str, header), row, strict=True)) for row in rows]


ODD = ["0012", "A*", "x?", "<5", "=A", "1-2", "MAR-10", "3 jan", "1E5", "TRUE", "5 pm", "50%", "", "12.5"]


@pytest.mark.parametrize("code", ODD)
def test_a_code_that_sumifs_reads_otherwise_is_compared_by_itself(code: str) -> None:
    assert awkward(np.array([code], object)).all()


def test_plain_codes_are_left_to_sumifs() -> None:
    assert not awkward(np.array(["LMP-010", "12", "100-CAP", "a b", "Lamp 5"], object)).any()
    assert awkward(np.array(["12", "0012", "13"], object)).tolist() == [True, True, False], "0012 is 12 to SUMIFS"


def test_an_awkward_code_gets_a_formula_that_knows_it(tmp_path: Path) -> None:
    rows = small_book()
    rows["Stock"] += [["0012", 3], [12, 4]]
    book = book_file(tmp_path / "Orders.xlsx", rows)
    assert main(["run", str(book), "--as-of", DAY]) == 0
    found = {str(r["SKU"]): r for r in sheet_rows(book, "Proof")}
    assert str(found["0012"]["On Hand"]).startswith("=SUMPRODUCT(1*('Stock'!$A$2:$A$4&\"\"=Proof[[#This Row],[SKU]]&\"\"),")
    values = proved(book)
    assert (values["0012"]["On Hand"], values["12"]["On Hand"]) == (3, 4)


def test_a_large_book_has_formulas_for_what_waits_and_a_huge_one_has_none(monkeypatch: pytest.MonkeyPatch) -> None:
    balance = pd.DataFrame({"sku": ["A", "B", "C"], "waiting": [0, 5, 0]})
    sizes = {"orders": 10, "stock": 10, "purchase_orders": 0}
    for most, live in ((1_000, [True] * 3), (100, [False, True, False]), (10, [False] * 3)):
        monkeypatch.setattr(proof, "MOST", most)
        assert live_items(balance, sizes, 0).tolist() == live


def test_values_alone_still_show_both_differences(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proof, "MOST", 1)
    book = book_file(tmp_path / "Orders.xlsx", small_book())
    assert main(["run", str(book), "--as-of", DAY]) == 0
    row = sheet_rows(book, "Proof")[0]
    assert (row["On Hand"], row["Ordered"]) == (10, 26)
    assert str(row["Demand Difference"]).startswith("=ROUND(")
    assert "values, no formulas" in str(row["Note"])


def test_the_users_own_headers_and_table_names_stand_in_the_formulas(tmp_path: Path) -> None:
    book = book_file(tmp_path / "Orders.xlsx", small_book())
    opened = openpyxl.load_workbook(book)
    sheet = opened["Stock"]
    sheet["A1"], sheet["B1"] = "Item No", "Qty [pcs]"
    sheet.add_table(openpyxl.worksheet.table.Table(displayName="Lager", ref="A1:B2"))
    opened.save(book)
    assert main(["run", str(book), "--as-of", DAY]) == 0
    assert sheet_rows(book, "Proof")[0]["On Hand"] == "=SUMIFS('Stock'!$B$2,Lager[Item No],Proof[[#This Row],[SKU]])"


def test_a_second_run_changes_no_cell_of_it(tmp_path: Path) -> None:
    rows = small_book()
    rows["Purchase Orders"] = [row[:-1] for row in rows["Purchase Orders"]]  # the run adds Status at the right
    book = book_file(tmp_path / "Orders.xlsx", rows)
    assert main(["run", str(book), "--as-of", DAY]) == 0
    assert "'Purchase Orders'!$H$2:$H$4" in str(sheet_rows(book, "Proof")[0]["Planned"])
    before = parts(book)
    assert main(["run", str(book), "--as-of", DAY]) == 0
    after = parts(book)
    changed = {name for name in after if before.get(name) != after[name]}
    assert sum("worksheets" in name for name in changed) == 1, "the Run Log alone"
    assert not any("chart" in name or "drawing" in name for name in changed)
