"""Does the page say what the sources are?"""

from __future__ import annotations

from pathlib import Path

from backorder_xl.imports.sources.docs import page
from backorder_xl.imports.sources.everyone import SOURCES
from backorder_xl.imports.sources.model import Evidence

DOCS = Path(__file__).parents[3] / "docs"


def test_the_committed_page_is_the_made_one() -> None:
    assert (DOCS / "imports.md").read_text(encoding="utf-8") == page()


def test_every_layout_says_what_it_is_known_by_and_how_sure_that_is() -> None:
    for source in SOURCES:
        assert source.needs or source.one_of
        assert source.where.endswith(".") and source.leaves.endswith("."), source.title
        assert isinstance(source.evidence, Evidence)
        assert source.read and (source.takes or source.instead)
    assert len({s.title for s in SOURCES}) == len(SOURCES)
