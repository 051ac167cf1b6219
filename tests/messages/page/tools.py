"""Programs that judge a page: an HTML validator, and axe in headless Chromium. They are fetched into a cache when needed."""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.npm import NODE, fetched

PACKAGES = ("html-validate@10", "axe-core@4", "playwright-core@1")
BROWSER = next((b for b in map(shutil.which, ("chromium", "chromium-browser", "google-chrome")) if b), None)
VALIDATOR = Path("node_modules", "html-validate", "bin", "html-validate.mjs")
HERE = Path(__file__).parent
RULES = {"extends": ["html-validate:recommended", "html-validate:a11y"], "root": True}


def modules() -> Path:
    """The folder with the packages, outside the repository; the test is skipped where they cannot be had."""
    return fetched("page-tools", *PACKAGES)


def mistakes(pages: Mapping[str, bytes]) -> dict[str, list[str]]:
    """What the validator says is wrong with the HTML of each page; right ones are left out."""
    folder = modules()
    with tempfile.TemporaryDirectory(dir=folder) as place:  # the validator only looks at files below where it stands
        for name, content in pages.items():
            Path(place, f"{name}.html").write_bytes(content)
        Path(place, "rules.json").write_text(json.dumps(RULES))
        command = [str(NODE), str(VALIDATOR), "--config", f"{place}/rules.json", "-f", "json", place]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120)
        assert done.stdout, done.stderr
        return {
            Path(found["filePath"]).stem: [f"{m['ruleId']}: {m['message']} (line {m['line']})" for m in found["messages"]]
            for found in json.loads(done.stdout)
        }


def browse(does: str, *arguments: str) -> dict[str, Any]:
    """What Chromium and axe see, as browser.mjs says it."""
    folder = modules()
    if not BROWSER:
        pytest.skip("needs Chromium")
    command = [str(NODE), str(HERE / "browser.mjs"), BROWSER, does, *arguments]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=180)
    assert done.returncode == 0, done.stderr[-2000:]
    found: dict[str, Any] = json.loads(done.stdout)
    return found
