"""Microsoft's own programs that judge an add-in offline, out of npm. They are fetched into a cache when needed."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

from tests.npm import NODE, fetched

PACKAGES = ("office-addin-manifest@3.0.0", "@microsoft/app-manifest@1.1.2", "custom-functions-metadata@2.2.3", "typescript@5.9.3")


def modules() -> Path:
    """The folder with the packages, outside the repository; the test is skipped where they cannot be had."""
    return fetched("office-tools", *PACKAGES)


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
