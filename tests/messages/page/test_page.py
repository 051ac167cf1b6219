"""Does the page say what was decided, in every language and without more than it may, and is text from a cell harmless?"""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from lxml import html as markup

from backorder_xl.core.showcase import Shown
from backorder_xl.core.words import NO_MONEY, Availability, PageDates, PageWaiting
from backorder_xl.messages.fence import TemplateMistake
from backorder_xl.messages.page.feed import FIELDS
from backorder_xl.messages.page.rendering import MARK, Published
from backorder_xl.messages.plain import one_line
from backorder_xl.messages.rendering import OURS, PAGE, copy_templates, unused_files
from tests.messages.page.samples import LANGUAGES, demo, made, restyled
from tests.messages.test_hostile import EVIL

DOCS = Path(__file__).resolve().parents[3] / "docs" / "page.md"
# What schema.org knows of each type, as far as the page speaks of it.
SCHEMA = {
    "ItemList": {"name": str, "numberOfItems": int, "itemListElement": list},
    "ListItem": {"position": int, "item": dict},
    "Product": {"name": str, "sku": str, "url": str, "offers": dict},
    "Offer": {"availability": str, "availabilityStarts": str, "url": str},
}


@pytest.fixture(scope="module")
def items(tmp_path_factory: pytest.TempPathFactory) -> tuple[Shown, ...]:
    return demo(tmp_path_factory.getbasetemp())[1]


def tree(page: Published) -> Any:
    return markup.document_fromstring(page.html.decode("utf-8"))


def records(page: Published) -> list[dict[str, str]]:
    """The feed; CSV and JSON hold the same."""
    rows = list(csv.DictReader(io.StringIO(page.csv.decode("utf-8-sig"), newline="")))
    found = json.loads(page.json)["items"]
    assert [{k: v.removeprefix("'") for k, v in r.items()} for r in rows] == [
        {k: v.removeprefix("'") for k, v in r.items()} for r in found
    ]
    return found


def cells(page: Published) -> list[list[str]]:
    return [[c.text_content().strip() for c in row] for row in tree(page).iterfind(".//tbody/tr")]


def structured(page: Published) -> Any:
    return json.loads(tree(page).find(".//script[@type='application/ld+json']").text)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("style", PageDates)
def test_every_language_says_every_item_whole(items: tuple[Shown, ...], language: str, style: PageDates) -> None:
    items = tuple(restyled(items, style))
    page = made(items, page_language=language)
    root, rows, feed = tree(page), cells(page), records(page)
    assert (root.get("lang"), root.get("dir")) == (language, "rtl" if language == "ar" else "ltr")
    assert len(rows) == len(feed) == len(items) and not page.notes
    assert not re.search(r"[{}]|None|NaT|undefined", " ".join(text for row in rows for text in row))
    for row, entry, item in zip(rows, feed, items, strict=True):
        assert row[:2] == [entry["description"], entry["sku"]] and entry["sku"] == item.sku
        assert row[2].startswith(entry["availability_text"]) and row[3] == entry["expected_text"]
        assert bool(row[3]) == (item.availability is not Availability.SOLD_OUT)
        assert entry["waiting_units"] == f"{item.waiting // 10**6}" and entry["waiting_customers"] == f"{item.customers}"
    if language != "en":
        shared = {e["expected_text"] for e in records(made(items))} & {e["expected_text"] for e in feed}
        alike = {"", "June 2026", "July 2026"} if style is PageDates.MONTH else {""}
        assert not shared - alike, "each has words of its own"


@pytest.mark.parametrize(
    ("style", "said"),
    [(PageDates.PART, "mid-June 2026"), (PageDates.MONTH, "June 2026"), (PageDates.WEEKS, "in 1 to 2 weeks")],
)
def test_dates_in_words(items: tuple[Shown, ...], style: PageDates, said: str) -> None:
    reading_day = next(i for i in items if i.sku == "LMP-020")
    entry = next(e for e in records(made(restyled(items, style))) if e["sku"] == "LMP-020")
    assert entry["expected_text"] == said
    assert entry["expected_from"] <= str(reading_day.expected) <= entry["expected_to"]
    preorder = next(e for e in records(made(items)) if e["availability"] == "preorder")
    assert (preorder["expected_text"], preorder["released"]) == ("from July 1, 2026", "2026-07-01")
    assert "no date yet" in {e["expected_text"] for e in records(made(items))}


def test_how_many_wait_is_told_as_a_band_or_not_at_all(items: tuple[Shown, ...]) -> None:
    """Whatever a page or its files hold, an exact number is in none of it: two numbers of one band give the same bytes."""
    fewer = [replace(i, waiting=11_000_000, customers=2, left=3_000_000) for i in items]
    more = [replace(i, waiting=48_500_000, customers=9, left=8_250_000) for i in items]
    for shows in (PageWaiting.BAND, PageWaiting.NO):
        one, two = made(fewer, page_shows_waiting=shows), made(more, page_shows_waiting=shows)
        assert (one.html, one.csv, one.json) == (two.html, two.csv, two.json)
    band = cells(made(fewer, page_shows_waiting=PageWaiting.BAND))[0]
    assert band[4:] == ["10 to 49", "fewer than 10", "fewer than 10"]
    assert len(cells(made(fewer, page_shows_waiting=PageWaiting.NO))[0]) == 4
    assert records(made(fewer, page_shows_waiting=PageWaiting.BAND))[0]["waiting_units"] == "10-49"
    edges = {0: "0", 1: "1-9", 9_000_000: "1-9", 9_500_000: "10-49", 99_000_000: "50-99", 99_000_001: "100+"}
    for units, band_code in edges.items():
        (entry,) = records(made([replace(items[0], waiting=units)], page_shows_waiting=PageWaiting.BAND))
        assert entry["waiting_units"] == band_code


def test_structured_data_is_schema_org(items: tuple[Shown, ...]) -> None:
    def check(node: dict[str, Any]) -> None:
        known = SCHEMA[node["@type"]]
        for name, value in node.items():
            assert name.startswith("@") or isinstance(value, known[name]), name
            for part in value if isinstance(value, list) else [value]:
                if isinstance(part, dict):
                    check(part)

    data = structured(made(items))
    check(data)
    assert data["@context"] == "https://schema.org" and data["numberOfItems"] == len(items)
    offers = [e["item"]["offers"] for e in data["itemListElement"]]
    assert {o["availability"] for o in offers} == {f"https://schema.org/{w}" for w in ("BackOrder", "PreOrder", "SoldOut")}
    assert [e["position"] for e in data["itemListElement"]] == list(range(1, len(items) + 1))
    for offer, item in zip(offers, items, strict=True):
        sells = item.availability in (Availability.BACKORDER, Availability.PREORDER)
        assert offer.get("availabilityStarts") == (item.last.isoformat() if item.last and sells else None)


@pytest.mark.parametrize("evil", EVIL, ids=range(len(EVIL)))
def test_evil_text_in_every_place_comes_out_as_text(items: tuple[Shown, ...], evil: str) -> None:
    bad = [replace(i, sku=evil, description=evil, unit=evil, substitute=evil, substitute_description=evil) for i in items]
    page = made(bad, page_title=evil, company_name=evil, page_shows_waiting=PageWaiting.NUMBER)
    text, root = page.html.decode("utf-8"), tree(page)
    plain = markup.document_fromstring(made(items).html.decode("utf-8"))
    assert {e.tag for e in root.iter() if isinstance(e.tag, str)} == {e.tag for e in plain.iter() if isinstance(e.tag, str)}
    assert len(root.findall(".//script")) == 2 and not [a for e in root.iter() for a in e.attrib if a.startswith("on")]
    said = one_line(evil).replace("\ud800", "?")
    assert {row[1] for row in cells(page)} == {said.strip()} or not said
    assert {e["sku"] for e in records(page)} == {one_line(evil)}
    assert structured(page)["itemListElement"][0]["item"]["sku"] == one_line(evil)
    assert not [v for r in csv.reader(io.StringIO(page.csv.decode("utf-8-sig"))) for v in r if v.startswith(tuple("=+-@\t\r"))]
    assert policy(text)["script-src"] == policy(made(items).html.decode())["script-src"], "no script is allowed but ours"


def policy(text: str) -> dict[str, list[str]]:
    """The content policy of a page, by what it is about."""
    (found,) = re.findall(r'Content-Security-Policy" content="([^"]*)"', text)
    parts = (part.split() for part in markup.fromstring(f"<p>{found}</p>").text_content().split(";"))
    return {name: values for name, *values in parts}


def test_the_policy_names_the_style_and_the_script_and_nothing_else(items: tuple[Shown, ...]) -> None:
    text = made(items).html.decode("utf-8")
    found = policy(text)
    for kind, pattern in (("style-src", r"<style>(.*?)</style>"), ("script-src", r"<script>(.*?)</script>")):
        (content,) = re.findall(pattern, text, re.DOTALL)
        assert found[kind] == [f"'sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}'"]
    assert found["default-src"] == ["'none'"] and " style=" not in text and not re.search(r"\son\w+=", text)
    assert not re.findall(r'(?:src|href)="(?!https://fjordandtrail|shop-backorders)', text), "nothing is fetched"


def test_nothing_of_customers_orders_suppliers_or_costs_gets_out(tmp_path_factory: pytest.TempPathFactory) -> None:
    reading, shown = demo(tmp_path_factory.getbasetemp())
    t = reading.tables
    page = made(shown)
    body = tree(page).find(".//body").text_content()
    text = "\n".join([body, json.dumps(structured(page)), page.csv.decode(), page.json.decode()])
    secret = {
        *t.orders["order"], *t.orders["customer"], *t.orders["customer_name"], *t.orders["email"], *t.customers["name"],
        *t.customers["email"], *t.customers["customer"], *t.suppliers["supplier"], *t.suppliers["name"], *t.suppliers["email"],
        *t.purchase_orders["po"], *t.sourcing["supplier_sku"], *t.receipts["receipt"], *t.orders["specification"],
    } - {""}  # fmt: skip
    money = {*t.items["unit_cost"], *t.orders["unit_price"], *t.purchase_orders["unit_cost"], *t.sourcing["unit_cost"]}
    secret |= {f"{value / 10_000:.2f}" for value in money - {NO_MONEY}}
    assert len(secret) > 150
    assert not {s for s in secret if re.search(rf"(?<![\w.]){re.escape(s)}(?![\w.])", text, re.IGNORECASE)}


def test_a_template_of_ones_own_goes_before_ours(items: tuple[Shown, ...], tmp_path: Path) -> None:
    folder = tmp_path / "words"
    (folder / "en").mkdir(parents=True)
    (folder / PAGE).write_text(
        "<!DOCTYPE html><title>{{ title }}</title><script>let mine = 1</script>"
        '<meta http-equiv="Content-Security-Policy" content="{{ policy }}">'
        "{% for i in items %}<p>{{ i.name }}: {{ i.expected }}</p>{% endfor %}", "utf-8",
    )  # fmt: skip
    ours = (OURS / "en" / "page.txt").read_text("utf-8")
    (folder / "en" / "page.txt").write_text(ours.replace("mid-{{ month }}", "about the middle of {{ month }}"), "utf-8")
    text = made(items, tmp_path, template_folder="words").html.decode("utf-8")
    assert "<p>Camp lantern Fyr: about the middle of June 2026</p>" in text and text.endswith(f"{MARK}\n")
    assert policy(text)["script-src"] == [f"'sha256-{base64.b64encode(hashlib.sha256(b'let mine = 1').digest()).decode()}'"]
    assert unused_files(folder) == []
    (folder / "en" / "page.txt").unlink()
    assert copy_templates(folder, "en") and (folder / "layout" / "page.css").exists() and "about" not in ours


@pytest.mark.parametrize(
    ("template", "said"),
    [("<p>\n{{ custmers }}", "line 2"), ("{{ items.__class__ }}", "unsafe"), ("{% include '/etc/passwd' %}", "no template"),
     ("{% for a in range(10**9) %}{% endfor %}", ""), ("{% for i in items %}\n{{ i.customer_name }}{% endfor %}", "line 2")],
)  # fmt: skip
def test_a_mistake_in_a_template_is_told_with_its_place(
    items: tuple[Shown, ...], tmp_path: Path, template: str, said: str
) -> None:
    (tmp_path / PAGE).write_text(template, "utf-8")
    with pytest.raises(TemplateMistake) as mistake:
        made(items, tmp_path, template_folder=".")
    assert str(mistake.value).startswith(PAGE) and said in str(mistake.value)


def test_what_cannot_be_had_is_told_and_the_page_is_made(items: tuple[Shown, ...], tmp_path: Path) -> None:
    page = made(items, tmp_path, template_folder="nowhere", page_language="Klingon")
    assert "no template folder" in page.notes[0] and "'Klingon'" in page.notes[1] and tree(page).get("lang") == "en"
    assert tree(made(items, page_language="Deutsch")).get("lang") == "de"
    nothing = made([])
    assert "Nothing is on backorder" in tree(nothing).text_content() and records(nothing) == []
    assert not tree(nothing).findall(".//table") and structured(nothing)["numberOfItems"] == 0


def test_the_guide_names_every_field_and_every_name_of_the_template() -> None:
    said = DOCS.read_text("utf-8")
    names = re.findall(r"\{[{%][^}%]*?\b(?:item|shows|label|one)\.(\w+)", (OURS / PAGE).read_text("utf-8"))
    assert names and not [f for f in (*FIELDS, *names) if f"`{f}`" not in said]
