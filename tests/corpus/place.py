"""Where do workbooks of other people's packages lie, which never become part of this repository?"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_cache_path


def folder() -> Path:
    """The corpus of whoever runs this; BACKORDER_XL_CORPUS names another place."""
    named = os.environ.get("BACKORDER_XL_CORPUS")
    return Path(named) if named else user_cache_path("backorder-xl") / "corpus"


@dataclass(frozen=True)
class Found:
    """One workbook of the corpus: whose it is, how it is called there, and the copy of it."""

    source: str
    member: str
    path: Path


def corpus() -> list[Found]:
    """Every workbook that was gathered, always in the same order; empty where nobody gathered any."""
    index = folder() / "index.json"
    if not index.is_file():
        return []
    entries = json.loads(index.read_text(encoding="utf-8"))["files"]
    return [Found(e["source"], e["member"], folder() / "files" / e["file"]) for e in entries]
