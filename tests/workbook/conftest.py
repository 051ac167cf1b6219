"""One rich workbook of the zoo at a time."""

from __future__ import annotations

from pathlib import Path

import pytest

from .books import ZOO


@pytest.fixture(params=list(ZOO), ids=list(ZOO))
def rich(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    name, make = ZOO[request.param]
    path = tmp_path / name
    make(path)
    return path


@pytest.fixture
def orders(tmp_path: Path) -> Path:
    name, make = ZOO["charts"]
    path = tmp_path / name
    make(path)
    return path
