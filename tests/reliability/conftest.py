"""The process in which commands are made to fail, one for all tests of a file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.reliability.faults import Runs, compiled


@pytest.fixture(scope="module")
def space(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("space")


@pytest.fixture(scope="module")
def runs(space: Path) -> Iterator[Runs]:
    if compiled(space) is None:
        pytest.skip("needs a C compiler on Linux")
    started = Runs(space)
    yield started
    started.close()


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("BACKORDER_XL_STATE", str(tmp_path / "state"))
    return tmp_path / "state"
