"""Pages to look at: the demo shop's items, and the same items with whatever text a cell may hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from backorder_xl.core.planning import plan
from backorder_xl.core.settings import Settings
from backorder_xl.core.showcase import Shown, showcase, shown
from backorder_xl.core.windows import Stretch, windows
from backorder_xl.core.words import PageDates
from backorder_xl.messages.page.rendering import Published, publish
from backorder_xl.tables.reading import Reading, read_tables
from backorder_xl.templates import demo_book
from backorder_xl.templates.demo_data import DAY
from backorder_xl.workbook.file import FileBook

LANGUAGES = ("en", "de", "fr", "es", "it", "nl", "ar")


@lru_cache
def demo(folder: Path) -> tuple[Reading, tuple[Shown, ...]]:
    """The demo book as it was read, and the items of its page."""
    path = folder / "demo.xlsx"
    path.write_bytes(demo_book())
    with FileBook(path) as book:
        reading = read_tables(book, {})
    return reading, tuple(shown(showcase(reading.tables, plan(reading.tables, reading.settings, DAY))))


def many(items: Sequence[Shown], count: int) -> list[Shown]:
    """So many items, each with a number and a name of its own."""
    made = []
    for n in range(count):
        item = items[n % len(items)]
        made.append(replace(item, sku=f"{item.sku}-{n:04d}", description=f"{item.description} no. {n}"))
    return made


def restyled(items: Sequence[Shown], style: PageDates) -> list[Shown]:
    """The items as the core tells them in another style of dates."""
    expected, released = (np.array([getattr(i, name) for i in items], "datetime64[D]") for name in ("expected", "released"))
    told = windows(expected, released, np.datetime64(DAY), style).to_dict("records")
    return [
        replace(
            item,
            stretch=Stretch(new["stretch"]),
            weeks=new["weeks"],
            **{name: None if new[name] != new[name] else new[name].date() for name in ("first", "last")},
        )
        for item, new in zip(items, told, strict=True)
    ]


def made(items: Sequence[Shown], beside: Path = Path("nowhere"), **settings: Any) -> Published:
    """The page of these items; settings by their names in code."""
    return publish(items, replace(Settings(company_name="Fjord & Trail"), **settings), DAY, beside, "shop-backorders")
