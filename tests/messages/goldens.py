"""The goldens: each sample in each language as the bytes of its draft.

    python -m tests.messages.goldens          writes them anew; look at what changed before you commit
"""

from __future__ import annotations

from pathlib import Path

from backorder_xl.messages.drafting import make_drafts
from tests.messages.samples import KINDS, LANGUAGES, LOOK, attached, letter

GOLDEN = Path(__file__).with_name("golden")


def names() -> list[tuple[str, str]]:
    return [(language, name) for language in LANGUAGES for name in KINDS]


def path(language: str, name: str) -> Path:
    return GOLDEN / f"{language} {name}.eml"


def made() -> dict[tuple[str, str], bytes]:
    """Every golden as it comes out today."""
    out = {}
    for language, name in names():
        one = letter(name, language)
        drafts = make_drafts([one], LOOK, {one.number: attached(name)})
        assert not drafts.problems, drafts.problems
        out[language, name] = drafts.drafts[0].message
    return out


if __name__ == "__main__":
    GOLDEN.mkdir(exist_ok=True)
    for old in GOLDEN.glob("*.eml"):
        old.unlink()
    for (language, name), message in made().items():
        path(language, name).write_bytes(message)
