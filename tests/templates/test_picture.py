"""Are the README's pictures what the demo looks like today?"""

from __future__ import annotations

import importlib.util
import shutil
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

PICTURES = Path(__file__).resolve().parents[2] / "docs" / "pictures"


def seen(path: Path) -> np.ndarray:
    """The picture in small and grey: fonts differ a little from machine to machine."""
    return np.asarray(Image.open(path).convert("L").resize((170, 56)), dtype=float)


@pytest.mark.office
@pytest.mark.skipif(not all(map(shutil.which, ("soffice", "pdftoppm", "pdftotext"))), reason="needs LibreOffice and poppler")
@pytest.mark.parametrize("name", ["backorders.png", "dashboard.png"])
def test_the_picture_is_the_real_output(tmp_path: Path, name: str) -> None:
    spec = importlib.util.spec_from_file_location("render", PICTURES / "render.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    made = tmp_path / name
    module.render(made)
    assert np.abs(seen(made) - seen(PICTURES / name)).mean() < 12
