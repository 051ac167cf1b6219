"""Has a library that we need a hole that is known, and may everybody use it for their business?"""

from __future__ import annotations

import importlib.util
import json
import re
import subprocess
import sys
import tomllib
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FREE = re.compile(
    r"\b(MIT|BSD|0BSD|Apache|ISC|PSF|Python Software Foundation|MPL|Mozilla|Zlib|Unlicense|CC0|HPND|MIT-CMU|Unicode)",
    re.IGNORECASE,
)
NOT_FREE = re.compile(
    r"non-?commercial|\bNC\b|proprietary|commons clause|business source|\bBUSL\b|\bSSPL\b|\bAGPL|Affero", re.IGNORECASE
)

SAYS = {"IMAPClient": "BSD-3-Clause"}  # what stands in the library's COPYING, where its metadata says nothing
MIT = "to deal in the Software without restriction, including without limitation the rights to use, copy, modify, merge, publish"


def file_of(library: str) -> str:
    """The licence by the text of the files that the library brings along as such; they may lack a title."""
    ours = distribution(library)
    texts = [f.read_text(encoding="utf-8") for f in ours.files or () if ".dist-info" in str(f) and f.name.startswith("LICENSE")]
    return "MIT" if any(MIT in " ".join(text.split()) for text in texts) else ""


def name_of(requirement: str) -> str:
    return re.match(r"[A-Za-z0-9_.-]+", requirement)[0].lower().replace("_", "-")  # type: ignore[index]


def needed() -> set[str]:
    """What the program needs, extras too, and what that needs in turn, as far as it is installed here."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    found: set[str] = set()
    waiting = [name_of(r) for r in project["dependencies"]]
    waiting += [name_of(r) for extra in ("excel", "imap", "outlook", "scale", "web") for r in extras[extra]]
    while waiting:
        name = waiting.pop()
        try:
            asks = distribution(name).requires or []
        except PackageNotFoundError:
            continue
        if name not in found:
            found.add(name)
            waiting += [name_of(r) for r in asks if "extra ==" not in r]
    return found


def test_no_library_forbids_commercial_use() -> None:
    """pip-licenses reads what each library says of itself."""
    if importlib.util.find_spec("piplicenses") is None:
        pytest.skip("needs pip-licenses")
    command = [sys.executable, "-m", "piplicenses", "--from=all", "--format=json", "--packages", *sorted(needed())]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr[-1000:]
    listed = json.loads(done.stdout)
    assert len(listed) > 15
    for library in listed:
        said = " ".join(v for k, v in library.items() if k.startswith("License"))
        said = said if FREE.search(said) else SAYS.get(library["Name"]) or file_of(library["Name"]) or said
        assert FREE.search(said), f"{library['Name']} says {said}; see whether it may be used, and add its licence here"
        assert not NOT_FREE.search(said), library


def test_no_library_has_a_hole_that_is_known() -> None:
    """pip-audit asks the advisory database of PyPI; where that cannot be reached, nothing is said of it."""
    if importlib.util.find_spec("pip_audit") is None:
        pytest.skip("needs pip-audit")
    command = [sys.executable, "-m", "pip_audit", "--format=json", "--progress-spinner=off", "--timeout=10"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    if not done.stdout.strip().startswith("{"):
        said = done.stderr.strip().splitlines() or ["no answer"]
        pytest.skip(f"the advisory database could not be asked: {said[-1][:160]}")
    ours = needed()
    assert len(json.loads(done.stdout)["dependencies"]) > 15
    holes = {d["name"]: [v["id"] for v in d["vulns"]] for d in json.loads(done.stdout)["dependencies"] if d.get("vulns")}
    assert not {n: v for n, v in holes.items() if n.lower().replace("_", "-") in ours}
