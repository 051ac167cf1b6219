"""A PostgreSQL server for the tests: thrown away at the end, on a socket of its own, run by a user without rights."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest


def programs() -> Path | None:
    """Where initdb and pg_ctl lie."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: float(p.parts[-3]))
    there = found[-1] if found else shutil.which("initdb")
    return Path(there).parent if there else None


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The folder of a running server's socket."""
    pytest.importorskip("adbc_driver_postgresql")
    bin_ = programs()
    if bin_ is None:
        pytest.skip("PostgreSQL is not installed")
    folder = Path(tempfile.mkdtemp(prefix="pg", dir="/tmp"))
    other: dict[str, Any] = {}
    if os.geteuid() == 0:  # the server refuses to run as root
        nobody = pwd.getpwnam("nobody")
        os.chown(folder, nobody.pw_uid, nobody.pw_gid)
        other = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}

    def run(*words: str) -> None:
        done = subprocess.run(words, capture_output=True, text=True, cwd="/", timeout=120, **other)
        assert done.returncode == 0, done.stderr + done.stdout

    data, log = str(folder / "data"), str(folder / "log")
    run(str(bin_ / "initdb"), "-D", data, "-U", "shop", "--auth=trust", "-N", "-E", "UTF8", "--locale=C")
    run(str(bin_ / "pg_ctl"), "-D", data, "-l", log, "-w", "-o", f"-k {folder} -c listen_addresses='' -F", "start")
    try:
        yield str(folder)
    finally:
        run(str(bin_ / "pg_ctl"), "-D", data, "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def postgres(server: str, request: pytest.FixtureRequest) -> str:
    """The address of an empty schema."""
    import adbc_driver_postgresql.dbapi as dbapi

    name = f"s{abs(hash(request.node.nodeid)) % 10**12}"
    address = f"postgresql://shop@/postgres?host={server}"
    with dbapi.connect(address) as connection:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP SCHEMA IF EXISTS {name} CASCADE")
            cursor.execute(f"CREATE SCHEMA {name}")
        connection.commit()
    return f"{address}&options=-csearch_path%3D{name}"
