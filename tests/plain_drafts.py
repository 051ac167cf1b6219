"""Letters in the plainest words, for tests of what is told: a text file each, written only when they are saved."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from pathlib import Path

from backorder_xl.core.letters import Drafted, Letter
from backorder_xl.core.settings import Settings

Draft = Callable[[Sequence[Letter], Settings, Collection[str]], Drafted]


def plain_drafts(folder: Path) -> Draft:
    """A drafting function for a folder; an address without @ cannot be used."""

    def draft(letters: Sequence[Letter], settings: Settings, told: Collection[str]) -> Drafted:
        good = [letter for letter in letters if "@" in letter.email]
        files = {letter.number: f"{letter.number} {letter.recipient}.txt" for letter in good}

        def save() -> None:
            folder.mkdir(parents=True, exist_ok=True)
            for letter in good:
                (folder / files[letter.number]).write_text("\n".join(map(repr, letter.items)), encoding="utf-8")

        return Drafted(
            {letter.number: f"{letter.kind}: {', '.join(letter.orders)}" for letter in good},
            files,
            {letter.number: "it has no @" for letter in letters if "@" not in letter.email},
            save=save,
        )

    return draft
