"""Are the pictures in docs/web.md what the pane looks like today?"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.pictures import difference, maker
from tests.web.seat import modules

PANE = maker("pane")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    modules()
    folder = tmp_path_factory.mktemp("pictures")
    PANE.render(folder)
    return folder


@pytest.mark.parametrize("picture", PANE.PICTURES)
def test_the_picture_is_the_real_output(made: Path, picture: str) -> None:
    assert difference(made / picture, (120, 90)) < 18
