"""Microsoft's types of Office and the program that reads them, fetched into a cache when needed."""

from __future__ import annotations

import shutil
import subprocess
from functools import lru_cache
from pathlib import Path

import pytest
from platformdirs import user_cache_path

PACKAGES = ("typescript@5", "@types/office-js@1", "@types/custom-functions-runtime@1")
NPM = shutil.which("npm")


@lru_cache
def office_types() -> tuple[Path, Path]:
    """The compiler and the folder of types, outside the repository; the test is skipped where they cannot be had."""
    if not NPM:
        pytest.skip("needs node and npm")
    folder = user_cache_path("backorder-xl") / "office-types"
    wanted = folder / "installed"
    if not wanted.exists() or wanted.read_text() != " ".join(PACKAGES):
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "package.json").write_text('{"private": true}')
        command = [NPM, "install", "--no-package-lock", "--no-audit", "--no-fund", "--ignore-scripts", *PACKAGES]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=180)
        if done.returncode:
            pytest.skip(f"npm could not fetch {', '.join(PACKAGES)}: {done.stderr.strip()[-200:]}")
        wanted.write_text(" ".join(PACKAGES))
    return folder / "node_modules/typescript/bin/tsc", folder / "node_modules/@types"
