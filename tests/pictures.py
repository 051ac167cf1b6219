"""Does a picture look like the one that the documents show?"""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import numpy as np
from PIL import Image

KEPT = Path(__file__).resolve().parents[1] / "docs" / "pictures"


def maker(name: str) -> ModuleType:
    """The program docs/pictures/<name>.py, which makes some of the pictures."""
    spec = importlib.util.spec_from_file_location(f"pictures_{name}", KEPT / f"{name}.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def difference(made: Path, size: tuple[int, int]) -> float:
    """How far the picture is from the kept one of its name, from 0 to 255, both in small and grey.

    Fonts, and with them heights, differ from machine to machine: between DejaVu and Noto a letter differs by about 14.
    """
    seen = [np.asarray(Image.open(p).convert("L").resize(size), dtype=float) for p in (made, KEPT / made.name)]
    return float(np.abs(seen[0] - seen[1]).mean())
