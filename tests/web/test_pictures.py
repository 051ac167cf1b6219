"""Are the pictures in docs/web.md what the pane looks like today?"""

from __future__ import annotations

import importlib.util
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.web.seat import modules

PICTURES = Path(__file__).resolve().parents[2] / "docs" / "pictures"
SPEC = importlib.util.spec_from_file_location("pane_pictures", PICTURES / "pane.py")
assert SPEC and SPEC.loader
PANE = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(PANE)


def seen(path: Path) -> np.ndarray:
    """The picture in small and grey: fonts, and with them heights, differ a little from machine to machine."""
    return np.asarray(Image.open(path).convert("L").resize((120, 90)), dtype=float)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    modules()
    folder = tmp_path_factory.mktemp("pictures")
    PANE.render(folder)
    return folder


@pytest.mark.parametrize("picture", PANE.PICTURES)
def test_the_picture_is_the_real_output(made: Path, picture: str) -> None:
    assert np.abs(seen(made / picture) - seen(PICTURES / picture)).mean() < 18  # the fonts of another machine differ by 14
