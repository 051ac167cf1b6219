"""Are the pictures in docs/page.md what the page looks like today?"""

from __future__ import annotations

import importlib.util
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

PICTURES = Path(__file__).resolve().parents[3] / "docs" / "pictures"
SPEC = importlib.util.spec_from_file_location("page_pictures", PICTURES / "page.py")
assert SPEC and SPEC.loader
PAGE = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(PAGE)


def seen(path: Path) -> np.ndarray:
    """The picture in small and grey: fonts, and with them heights, differ a little from machine to machine."""
    return np.asarray(Image.open(path).convert("L").resize((90, 120)), dtype=float)


@pytest.mark.skipif(PAGE.BROWSER is None, reason="needs Chromium")
@pytest.mark.parametrize("picture", PAGE.PICTURES)
def test_the_picture_is_the_real_output(tmp_path: Path, picture: str) -> None:
    PAGE.render(picture, tmp_path / picture)
    assert np.abs(seen(tmp_path / picture) - seen(PICTURES / picture)).mean() < 18  # 14 between DejaVu and Noto
