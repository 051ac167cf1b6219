"""Programs out of npm that some tests ask. They are fetched into the user's cache when needed, never kept in the repository."""

from __future__ import annotations

import shutil
import subprocess
from functools import lru_cache
from pathlib import Path

import pytest
from filelock import FileLock
from platformdirs import user_cache_path

NODE, NPM = shutil.which("node"), shutil.which("npm")


@lru_cache
def fetched(name: str, *packages: str) -> Path:
    """The folder of that name with these packages; the test is skipped where they cannot be had."""
    if not NODE or not NPM:
        pytest.skip("needs node and npm")
    folder = user_cache_path("backorder-xl") / name
    folder.mkdir(parents=True, exist_ok=True)
    note = folder / "installed"
    with FileLock(folder.with_suffix(".lock")):  # tests run side by side
        if not note.exists() or note.read_text() != " ".join(packages):
            (folder / "package.json").write_text('{"private": true}')
            command = [NPM, "install", "--no-package-lock", "--no-audit", "--no-fund", "--ignore-scripts", *packages]
            done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=300)
            if done.returncode:
                pytest.skip(f"npm could not fetch {', '.join(packages)}: {done.stderr.strip()[-200:]}")
            note.write_text(" ".join(packages))
    return folder
