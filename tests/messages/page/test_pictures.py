"""Are the pictures in docs/page.md what the page looks like today?"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.pictures import difference, maker

PAGE = maker("page")


@pytest.mark.skipif(PAGE.BROWSER is None, reason="needs Chromium")
@pytest.mark.parametrize("picture", PAGE.PICTURES)
def test_the_picture_is_the_real_output(tmp_path: Path, picture: str) -> None:
    PAGE.render(picture, tmp_path / picture)
    assert difference(tmp_path / picture, (90, 120)) < 18
