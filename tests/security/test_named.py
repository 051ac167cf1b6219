"""Is every test, and every target of make, that a page names really there?"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = ("SECURITY.md", "docs/reliability.md", "README.md")
PATH = re.compile(r"\btests/[\w/.-]*\w/?(?:::\w+)?")
TARGET = re.compile(r"`make ([a-z-]+)")
PICKED = re.compile(r"pytest (?:-n 0 )?(tests/\S+\.py) -k (\w+)")


@pytest.mark.parametrize("page", PAGES)
def test_what_a_page_names_is_there(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    for named in PATH.findall(text):
        path, _, test = named.partition("::")
        assert (ROOT / path).exists(), named
        assert not test or f"def {test}(" in (ROOT / path).read_text(encoding="utf-8"), named
    for path, word in PICKED.findall(text):
        names = re.findall(r"def (test_\w+)", (ROOT / path).read_text(encoding="utf-8"))
        assert any(word in name for name in names), (path, word)
    targets = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert not set(TARGET.findall(text)) - set(targets)


def test_the_pages_name_tests_at_all() -> None:
    found = [len(PATH.findall((ROOT / page).read_text(encoding="utf-8"))) for page in PAGES]
    assert found[0] > 20 and found[1] > 20
