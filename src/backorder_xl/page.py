"""How does a book become the page for shoppers? (rule 10) Reads and decides as a run does, and leaves the book alone.

What a shopper may know is decided in core/showcase; hosts/ writes the files.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from backorder_xl.core.showcase import showcase, shown
from backorder_xl.messages.fence import TemplateMistake
from backorder_xl.messages.page.rendering import Published, publish
from backorder_xl.run import Report, morning_run
from backorder_xl.tables.problems import Unusable
from backorder_xl.workbook.model import Book


@dataclass
class Page:
    """What the page's files hold, how many items stand on it, and what the book's run found."""

    published: Published
    items: int
    report: Report


def page(
    book: Book,
    overrides: dict[str, object],
    as_of: dt.date,
    *,
    beside: Path | None,
    name: str,
    now: dt.datetime,
    tell: Callable[[str], None] = lambda _: None,
) -> Page:
    """Read, decide, put the items into words; raises Unusable where a template cannot be used.

    ``beside`` is the book's folder, None where no file may be looked for; ``name`` what the files are called, without what
    follows the dot.
    """
    report = morning_run(book, overrides, as_of, verb="page", now=now, tell=tell)
    assert report.outcome is not None
    tell("Making the page")
    items = shown(showcase(report.reading.tables, report.outcome))
    try:
        published = publish(items, report.reading.settings, as_of, beside, name)
    except TemplateMistake as mistake:
        raise Unusable(f"The page could not be made: {mistake}") from None
    return Page(published, len(items), report)
