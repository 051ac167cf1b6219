"""Are the pictures in docs/messages.md what the letters look like today?"""

from __future__ import annotations

import importlib.util
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

PICTURES = Path(__file__).resolve().parents[2] / "docs" / "pictures"
SPEC = importlib.util.spec_from_file_location("letters", PICTURES / "letters.py")
assert SPEC and SPEC.loader
LETTERS = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(LETTERS)


def seen(path: Path) -> np.ndarray:
    """The picture in small and grey: fonts, and with them heights, differ a little from machine to machine."""
    return np.asarray(Image.open(path).convert("L").resize((90, 120)), dtype=float)


@pytest.mark.skipif(LETTERS.BROWSER is None, reason="needs Chromium")
@pytest.mark.parametrize("sheet", LETTERS.SHEETS)
def test_the_picture_is_the_real_output(tmp_path: Path, sheet: str) -> None:
    LETTERS.render(sheet, tmp_path / sheet)
    assert np.abs(seen(tmp_path / sheet) - seen(PICTURES / sheet)).mean() < 12
