"""Are the README's pictures what the demo looks like today?"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.pictures import difference, maker

RENDER = maker("render")


@pytest.mark.office
@pytest.mark.skipif(not all(map(shutil.which, ("soffice", "pdftoppm", "pdftotext"))), reason="needs LibreOffice and poppler")
@pytest.mark.parametrize("name", RENDER.PAGES)
def test_the_picture_is_the_real_output(tmp_path: Path, name: str) -> None:
    RENDER.render(tmp_path / name)
    assert difference(tmp_path / name, (170, 56)) < 12
