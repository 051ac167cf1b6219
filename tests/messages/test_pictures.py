"""Are the pictures in docs/messages.md what the letters look like today?"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.pictures import difference, maker

LETTERS = maker("letters")


@pytest.mark.skipif(LETTERS.BROWSER is None, reason="needs Chromium")
@pytest.mark.parametrize("picture", LETTERS.SHEETS)
def test_the_picture_is_the_real_output(tmp_path: Path, picture: str) -> None:
    LETTERS.render(picture, tmp_path / picture)
    assert difference(tmp_path / picture, (90, 120)) < 12
