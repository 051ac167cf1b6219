"""The goldens: each sample in each language as the bytes of its draft.

    python -m tests.messages.goldens          writes them anew; look at what changed before you commit
"""

from __future__ import annotations

from pathlib import Path

from backorder_xl.messages.draft import Draft
from backorder_xl.messages.drafting import make_drafts
from tests.messages.samples import KINDS, LANGUAGES, LOOK, attached, letter

GOLDEN = Path(__file__).with_name("golden")


def names() -> list[tuple[str, str]]:
    return [(language, name) for language in LANGUAGES for name in KINDS]


def path(language: str, name: str) -> Path:
    return GOLDEN / f"{language} {name}.eml"


def made() -> dict[tuple[str, str], Draft]:
    """Every golden as it comes out today."""
    letters = [letter(name, language) for language, name in names()]
    files = {letter(name, "en").number: attached(name) for name in KINDS}
    found = make_drafts(letters, LOOK, files)
    assert not found.problems, found.problems
    return dict(zip(names(), found.drafts, strict=True))


if __name__ == "__main__":
    GOLDEN.mkdir(exist_ok=True)
    for old in GOLDEN.glob("*.eml"):
        old.unlink()
    for (language, name), draft in made().items():
        path(language, name).write_bytes(draft.message)
