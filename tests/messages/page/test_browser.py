"""Can everybody read the page and use it? An HTML validator, and axe in Chromium: light and dark, phone and desk.

The browser takes some seconds to start, and axe to look at sixteen pages.
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from backorder_xl.core.showcase import Shown
from backorder_xl.core.words import PageWaiting
from tests.messages.page.samples import demo, made, many
from tests.messages.page.tools import browse, mistakes
from tests.messages.test_hostile import EVIL


@pytest.fixture(scope="module")
def items(tmp_path_factory: pytest.TempPathFactory) -> tuple[Shown, ...]:
    return demo(tmp_path_factory.getbasetemp())[1]


def saved(folder: Path, content: bytes, name: str = "page.html") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def odd(items: tuple[Shown, ...]) -> list[Shown]:
    """Items named by texts that mean something to a browser."""
    return [replace(items[n % len(items)], sku=f"S-{n}", description=evil, unit=evil) for n, evil in enumerate(EVIL)]


def test_the_html_is_valid(items: tuple[Shown, ...]) -> None:
    pages = {
        "en": made(items),
        "ar": made(items, page_language="ar"),
        "bare": made([replace(i, left=-1) for i in items], page_shows_waiting=PageWaiting.NO, company_name=""),
        "empty": made([]),
        "odd": made(odd(items)),
    }
    wrong = mistakes({name: page.html for name, page in pages.items()} | {"bad": b"<!DOCTYPE html><p><div></p>"})
    assert wrong.pop("bad"), "the validator itself is looked at"
    assert not {name: found for name, found in wrong.items() if found}


def test_axe_finds_nothing_and_everything_is_there(items: tuple[Shown, ...], tmp_path: Path) -> None:
    """Both schemes, two widths. Without scripts means without ours: axe is one itself."""
    page = made(items).html.decode("utf-8")
    pages = {
        "en": page,
        "scriptless": re.sub(r"<script>.*?</script>", "", page, flags=re.DOTALL),
        "ar": made(items, page_language="ar").html.decode("utf-8"),
        "odd": made(odd(items)).html.decode("utf-8"),
    }
    paths = {name: saved(tmp_path, text.encode(), f"{name}.html").as_uri() for name, text in pages.items()}
    looks = browse("look", *paths.values())["looks"]
    assert len(looks) == 16 and len({look["ground"] for look in looks}) == 2, "dark is dark"
    for look in looks:
        where = look["page"], look["scheme"], look["width"]
        assert not look["violations"] and not look["wider"], where
        assert not look["said"], f"{where}: the policy refused something, or an odd text ran"
        assert bool(look["tools"]) is (look["page"] != paths["scriptless"])
        told = odd(items) if look["page"] == paths["odd"] else items
        assert all(item.sku in look["text"] for item in told), where
    assert all(item.description in looks[4]["text"] and item.description in looks[8]["text"] for item in items)


def test_five_thousand_items_are_made_opened_searched_and_sorted(items: tuple[Shown, ...], tmp_path: Path) -> None:
    page = made(many(items, 5000))
    assert len(page.html) < 8_000_000
    used = browse("use", saved(tmp_path, page.html).as_uri(), "packraft STROM 0025")["used"]
    assert used["all"] == 5000 and not used["said"]
    assert [row[1] for row in used["searched"]["rows"]] == ["BOA-601-0025"], "words in any order, accents and case aside"
    assert used["status"] == "Items shown: 1 of 5000" and used["seconds"] < 20 and used["took"] < 10
    for way in ("up", "down"):
        dates = [row[3] for row in used[way]["rows"]]
        assert dates[-1] in ("no date yet", "") and len(dates) == 5000, "what has no date comes last, both ways"
    assert (used["up"]["sort"], used["down"]["sort"]) == ("ascending", "descending")
    assert used["up"]["rows"][0][3] == "early June 2026"
    assert used["down"]["rows"][0][3] in ("from July 1, 2026", "early July 2026")
    assert len(used["preorders"]) == 200 and {row[2][:8] for row in used["preorders"]} == {"Preorder"}
    assert used["linked"] == used["searched"]["rows"], "a search can be linked to"
