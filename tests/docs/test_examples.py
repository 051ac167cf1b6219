"""Do the commands in docs/ answer what the pages say?"""

from __future__ import annotations

import pytest

from tests.docs.examples import DOCS, PAGES, answered


@pytest.mark.parametrize("name", PAGES)
def test_the_answers_are_those_of_today(name: str) -> None:
    page = (DOCS / name).read_text("utf-8")
    assert page.count("```console") >= 1
    assert answered(page) == page, "run python -m tests.docs.examples"
