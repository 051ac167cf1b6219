"""Does the server keep what its own description promises, whatever is sent? schemathesis makes the requests from the description.

A few examples each time; BACKORDER_XL_EXAMPLES=500 tries longer. The server is the real one, over HTTPS.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
import schemathesis
from hypothesis import HealthCheck, settings

from backorder_xl.hosts.web.app import create_app
from backorder_xl.hosts.web.serving import serving
from tests.web.serving import Served, served

EXAMPLES = int(os.environ.get("BACKORDER_XL_EXAMPLES", "12"))
SCHEMA = schemathesis.openapi.from_dict(create_app(serving(0, b"x" * 32), {}).openapi())


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("server")) as one:
        yield one


@pytest.fixture(scope="module")
def headers(server: Served) -> dict[str, str]:
    with server.client() as page:
        return {name: page.headers[name] for name in ("Origin", "Authorization")}


@SCHEMA.parametrize()
@settings(max_examples=EXAMPLES, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
def test_every_answer_is_one_that_is_described(case: schemathesis.Case, server: Served, headers: dict[str, str]) -> None:
    case.call_and_validate(base_url=server.address, headers=headers, verify=str(server.authority))


def test_all_addresses_are_described(server: Served) -> None:
    with server.stranger() as anybody:
        described = anybody.get("/openapi.json").raise_for_status().json()
    assert set(described["paths"]) == {"/health", "/session", "/run/{verb}", "/call/{function}"}
    assert described == SCHEMA.raw_schema
