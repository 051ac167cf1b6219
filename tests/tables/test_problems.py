"""Problems are told in plain words, all at once, the same one once (rule 1.5)."""

import re
import string
from pathlib import Path

import pytest

import backorder_xl.tables
from backorder_xl.tables import docs
from backorder_xl.tables.problems import CATALOGUE, gather, problem, shorten

DOCS = Path(__file__).parents[2] / "docs"


def rounded(row, value="1.1", sheet="Orders", column="Ordered"):
    return problem("rounded", sheet, row, column, value, places=6)


def test_the_same_warning_is_told_once_with_a_count_and_the_first_rows():
    told = gather([rounded(r) for r in (9, 3, 4, 5, 6, 7, 8)])
    assert len(told) == 1 and told[0].row == 3
    assert told[0].message.endswith("The same in 7 rows: 3, 4, 5, 6, 7 and more.")


def test_values_are_named_where_they_differ():
    assert "2 rows: 3 (1.1), 4 (2.2)" in gather([rounded(3, "1.1"), rounded(4, "2.2")])[0].message


def test_errors_stay_one_by_one_and_come_first():
    errors = [problem("missing", "Stock", r, "SKU") for r in (5, 3)]
    told = gather([rounded(2), *errors])
    assert [(p.severity, p.row) for p in told] == [("error", 3), ("error", 5), ("warning", 2)]


def test_other_sheets_and_columns_stay_apart():
    assert len(gather([rounded(1), rounded(1, sheet="Stock"), rounded(1, column="Shipped")])) == 3


def test_the_order_of_finding_does_not_matter():
    some = [rounded(r) for r in range(9)] + [problem("missing", "Stock", r, "SKU") for r in range(3)]
    assert gather(some) == gather(some[::-1])


def test_braces_and_line_breaks_in_a_cell_do_no_harm():
    told = problem("not-a-flag", "Orders", 2, "Paid", "{0} {column!r}\nB")
    assert "{0} {column!r} B" in told.message
    assert len(shorten("x" * 500)) == 60


@pytest.mark.parametrize("code", sorted(CATALOGUE))
def test_every_entry_can_be_told_and_says_what_to_do(code):
    entry = CATALOGUE[code]
    names = {n for t in (entry.text, entry.remedy) for _, n, _, _ in string.Formatter().parse(t) if n}
    more = dict.fromkeys(names - {"sheet", "row", "column", "value"}, "w")
    told = problem(code, "Orders", 2, "SKU", "v", **more)
    assert told.severity in ("error", "warning")
    assert re.search(r"[.?:]$|[.?] ", entry.text) and entry.remedy.endswith(".")
    assert "{" not in told.message


def test_every_code_that_is_used_is_in_the_catalogue_and_every_entry_is_used():
    root = Path(backorder_xl.tables.__file__).parents[1]
    text = "\n".join(p.read_text("utf-8") for p in root.rglob("*.py") if p.name != "catalogue.py")
    for code in CATALOGUE:
        assert f'"{code}"' in text, code


@pytest.mark.parametrize(("name", "page"), [("tables.md", docs.tables_page), ("problems.md", docs.problems_page)])
def test_committed_pages_are_those_that_are_made(name, page):
    assert (DOCS / name).read_text("utf-8") == page(), "run python -m backorder_xl.tables.docs"
