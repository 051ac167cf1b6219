"""Microsoft's own programs that judge an add-in offline, out of npm. They are fetched into a cache when needed."""

from __future__ import annotations

import json
import shutil
import subprocess
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from platformdirs import user_cache_path

PACKAGES = ("office-addin-manifest@3.0.0", "@microsoft/app-manifest@1.1.2", "custom-functions-metadata@2.2.3", "typescript@5.9.3")
NODE, NPM = shutil.which("node"), shutil.which("npm")


@lru_cache
def modules(*packages: str) -> Path:
    """The folder with the packages, outside the repository; the test is skipped where they cannot be had."""
    if not NODE or not NPM:
        pytest.skip("needs node and npm")
    wanted = packages or PACKAGES
    folder = user_cache_path("backorder-xl") / ("office-tools" if not packages else packages[0].split("@")[0])
    note = folder / "installed"
    if not note.exists() or note.read_text() != " ".join(wanted):
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "package.json").write_text('{"private": true}')
        command = [NPM, "install", "--no-package-lock", "--no-audit", "--no-fund", "--ignore-scripts", *wanted]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=300)
        if done.returncode:
            pytest.skip(f"npm could not fetch {', '.join(wanted)}: {done.stderr.strip()[-200:]}")
        note.write_text(" ".join(wanted))
    return folder


def office_manifest(does: str, path: Path) -> tuple[int, str]:
    """What office-addin-manifest says (`info` or `validate`) of a manifest: exit code and words."""
    program = modules() / "node_modules" / "office-addin-manifest" / "cli.js"
    done = subprocess.run([str(NODE), str(program), does, str(path)], capture_output=True, text=True, timeout=120)
    return done.returncode, done.stdout + done.stderr


def functions_metadata(source: Path) -> dict[str, Any]:
    """What custom-functions-metadata makes of a TypeScript file."""
    program = modules() / "node_modules" / "custom-functions-metadata" / "cli.js"
    target = source.with_suffix(".json")
    done = subprocess.run(
        [str(NODE), str(program), "generate", str(source), str(target)], capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0 and target.exists(), done.stdout + done.stderr
    found: dict[str, Any] = json.loads(target.read_text(encoding="utf-8"))
    return found
