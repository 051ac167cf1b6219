"""Is every layout known by its headers alone, in any order, with columns gone or new ones added?"""

from __future__ import annotations

import random

import pytest

from backorder_xl.imports.model import Incoming
from backorder_xl.imports.sources.everyone import SOURCES
from backorder_xl.imports.sources.recognise import names
from backorder_xl.tables.headers import normal
from tests.imports.sources.look import of
from tests.imports.sources.samples import SAMPLES, grid, joined

TITLES = [s.title for s in SOURCES]
BY_TITLE = {s.title: s for s in SOURCES}
REPORTS = {t for t in TITLES if t.startswith("QuickBooks")}  # headings stand left of the table: columns have an order


def plain(found: list[Incoming]) -> list[tuple[str, dict[str, list[object]], list[int]]]:
    """What was taken, whatever was said of it."""
    return [(i.table, i.columns, i.rows) for i in found]


def header_at(title: str) -> int:
    return of(SAMPLES[title]).header_row - 1


def test_every_layout_has_a_sample() -> None:
    assert sorted(SAMPLES) == sorted(TITLES)


@pytest.mark.parametrize("title", TITLES)
def test_a_layout_is_known_by_its_headers(title: str) -> None:
    found = of(SAMPLES[title])
    assert f"{found.source}, {found.layout}" == title
    assert {i.table for i in found.incoming} == set(BY_TITLE[title].takes)
    for one in found.incoming:
        assert one.rows and {len(c) for c in one.columns.values()} == {len(one.rows)}


@pytest.mark.parametrize("title", [t for t in TITLES if t not in REPORTS])
def test_shuffled_columns_say_the_same(title: str) -> None:
    rows = grid(SAMPLES[title])
    width = max(map(len, rows))
    order = list(range(width))
    random.Random(title).shuffle(order)
    shuffled = joined([[(row + [""] * width)[at] for at in order] for row in rows])
    if "per location" in title:  # there a location's place among the columns is the order of its rows
        assert sorted(map(str, zip(*of(shuffled).incoming[0].columns.values(), strict=True))) == sorted(
            map(str, zip(*of(SAMPLES[title]).incoming[0].columns.values(), strict=True))
        )
        return
    if title == "Square, item library":
        assert {i.table: sorted(map(str, i.columns["sku"])) for i in of(shuffled).incoming} == {
            i.table: sorted(map(str, i.columns["sku"])) for i in of(SAMPLES[title]).incoming
        }
        return
    assert plain(of(shuffled).incoming) == plain(of(SAMPLES[title]).incoming)


@pytest.mark.parametrize("title", TITLES)
def test_a_new_column_does_no_harm(title: str) -> None:
    if "per location" in title:
        return  # every further column is a location there
    rows = grid(SAMPLES[title])
    at, width = header_at(title), max(map(len, rows))
    lines = [bool(any(row)) and (title not in REPORTS or "Sales Order" in row) for row in rows]
    new = ["Invented Column" if n == at else "7" if lines[n] else "" for n in range(len(rows))]
    rows = [[*row, *[""] * (width - len(row)), cell] for row, cell in zip(rows, new, strict=True)]
    assert plain(of(joined(rows)).incoming) == plain(of(SAMPLES[title]).incoming)


@pytest.mark.parametrize("title", TITLES)
def test_any_column_outside_the_signature_may_be_missing(title: str) -> None:
    source, rows, at = BY_TITLE[title], grid(SAMPLES[title]), header_at(title)
    signature = {normal(n) for n in (*source.needs, *(n for group in source.one_of for n in group))}
    for column, header in enumerate(rows[at]):
        if not header or normal(header) in signature or normal(header).startswith("currentquantity"):
            continue
        found = of(joined([row[:column] + row[column + 1 :] for row in rows]))
        assert f"{found.source}, {found.layout}" == title, header
        for one in found.incoming:
            assert {len(c) for c in one.columns.values()} == {len(one.rows)}


def test_a_misfit_is_told_which_layout_it_is_near_to_and_what_is_missing() -> None:
    found = of("Name|Email|Created at|Total|Lineitem name\n#1|a@example.com|2026-05-01|3|Lamp\n")
    assert not found.incoming
    assert found.said == (
        "export.csv is no export that we know. It comes nearest to Shopify, orders, but has no column Lineitem quantity."
    )


def test_a_misfit_that_is_near_our_own_table_is_told_what_it_lacks() -> None:
    found = of("Order No|Customer|SKU|Qty\n1|A|B|3\n")
    assert found.said == "export.csv is no export that we know. As our Orders it lacks Order Date."
    assert "generic" in of("one|two\n1|2\n").said


def test_the_source_can_be_named() -> None:
    assert of(SAMPLES["Etsy, sold order items"], "etsy").source == "Etsy"
    assert of(SAMPLES["Shopify, orders"], "Amazon").said.startswith(
        "export.csv is no export that we know. It comes nearest to Amazon"
    )
    assert of(SAMPLES["Shopify, orders"], "Shoppify").said == f"'Shoppify' is no source that we know: {', '.join(names())}."


def test_an_export_without_lines_says_which_to_take_instead() -> None:
    found = of(SAMPLES["Etsy, sold orders"])
    assert not found.incoming and "choose Order Items" in found.said
