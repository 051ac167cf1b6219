"""The server and Chromium that all tests of this folder share, and the fixture `sit`: `sit(path)` opens a workbook with the
add-in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.web.seat import Browser, Desk, Sit, browsing
from tests.web.serving import Served, served


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("server")) as running:
        yield running


@pytest.fixture(scope="module")
def browser(server: Served) -> Iterator[Browser]:
    with browsing(server) as chromium:
        yield chromium


@pytest.fixture
def sit(browser: Browser, server: Served) -> Sit:
    def open_book(path: Path, **how: object) -> Desk:
        return Desk(browser, server, path, **how)  # type: ignore[arg-type]

    return open_book
