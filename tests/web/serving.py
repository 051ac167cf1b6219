"""A real server for tests: the program itself, started on a free port with a state folder of its own, over real HTTPS."""

from __future__ import annotations

import datetime as dt
import os
import re
import signal
import ssl
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from bench import data

DAY = data.AS_OF.isoformat()


@dataclass
class Served:
    """One server that runs: where it is, and whom one must trust."""

    address: str
    port: int
    authority: Path
    process: subprocess.Popen[str]
    log: Path

    @property
    def trusting(self) -> ssl.SSLContext:
        """Trusts the server's authority alone, as strictly as OpenSSL can."""
        context = ssl.create_default_context(cafile=self.authority)
        context.verify_flags |= ssl.VERIFY_X509_STRICT
        return context

    def client(self, **more: Any) -> httpx.Client:
        """Speaks as the add-in's page does, token and all."""
        with self.stranger() as first:
            token = first.post("/session", json={}, headers={"Origin": self.address}).raise_for_status().json()["token"]
        return self.stranger(headers={"Origin": self.address, "Authorization": f"Bearer {token}"}, **more)

    def stranger(self, **more: Any) -> httpx.Client:
        """Speaks as anybody does who was told the address."""
        return httpx.Client(base_url=self.address, verify=self.trusting, timeout=120, trust_env=False, **more)

    def logged(self) -> str:
        """What the server has said so far."""
        return self.log.read_text(encoding="utf-8")


@contextmanager
def served(folder: Path, *options: str, **environment: str) -> Iterator[Served]:
    """``backorder-xl serve`` with these options, until the end of the block."""
    folder.mkdir(parents=True, exist_ok=True)
    log, state = folder / "log.txt", folder / "state"
    words = [sys.executable, "-m", "backorder_xl", "serve", "--port", "0", "--workers", "1", *options]
    env = {**os.environ, "BACKORDER_XL_STATE": str(state), **environment}
    with open(log, "w", encoding="utf-8") as out:
        process = subprocess.Popen(words, env=env, stdout=subprocess.PIPE, stderr=out, text=True, encoding="utf-8")
        try:
            said = told(process)
            address = re.search(r"https?://\S+?(?=/$)", said, re.MULTILINE)
            assert address, f"{said}{log.read_text(encoding='utf-8')}"
            port = int(said.rpartition("Listening on port ")[2].split(".")[0])
            yield Served(address[0], port, state / "web" / "localhost" / "authority.crt", process, log)
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGINT)
            process.communicate(timeout=60)


def told(process: subprocess.Popen[str]) -> str:
    """What the server says until it is ready, or has ended."""
    assert process.stdout is not None
    said = ""
    for line in process.stdout:
        said += line
        if "Ctrl-C" in line:
            break
    return said


def made_up(lines: int) -> dict[str, Any]:
    """A book of so many order lines as the add-in would send it, without a file in between."""
    sheets = []
    for name, columns in data.book(lines).items():
        rows = [list(columns), *map(list, zip(*columns.values(), strict=True))]
        days = [n for n, values in enumerate(columns.values(), 1) if any(isinstance(v, dt.datetime) for v in values)]
        formats = [[c, 2, len(rows), "yyyy-mm-dd"] for c in days]
        sheets.append({"name": name, "cells": [[_cell(v) for v in row] for row in rows], "formats": formats, "close": True})
    return {"name": "Made up.xlsx", "names": [s["name"] for s in sheets], "sheets": sheets}


def _cell(value: Any) -> Any:
    if isinstance(value, dt.datetime):
        return (value - dt.datetime(1899, 12, 30)).days
    return value.item() if hasattr(value, "item") else value


def asked(book: dict[str, Any], **more: Any) -> dict[str, Any]:
    """The body of a press on a button."""
    return {"book": book, "today": DAY, "now": f"{DAY}T07:30:00", **more}
