"""Are the pictures there in every size, crisp at 16 pixels, different from each other, and visible on any ribbon?"""

from __future__ import annotations

import io
import itertools
import os
import subprocess
import sys

import numpy as np
import pytest
from PIL import Image

from backorder_xl.hosts.actions import BUTTONS
from backorder_xl.hosts.addin.web import files
from backorder_xl.hosts.addin.web.glyphs import AMBER, GLYPHS, GREEN, GREY
from backorder_xl.hosts.addin.web.model import ICON_SIZES, MARK, PANE, icon

ADDRESS = "https://localhost:8443"
LIGHT, DARK = ("#ffffff", "#f3f3f3"), ("#292929", "#1f1f1f", "#0a0a0a")


def picture(path: str) -> np.ndarray:
    read = Image.open(io.BytesIO(files(ADDRESS)[path]))
    assert read.format == "PNG"
    return np.asarray(read.convert("RGBA"))


def test_each_button_and_the_product_have_one_in_each_size() -> None:
    assert set(GLYPHS) == {*BUTTONS, PANE.id, MARK}
    assert ICON_SIZES == (16, 20, 24, 32, 40, 48, 64, 80, 128)
    for name, size in itertools.product(GLYPHS, ICON_SIZES):
        assert picture(icon(name, size)).shape == (size, size, 4)


def test_the_two_of_the_unified_manifest_are_as_microsoft_asks() -> None:
    assert picture("assets/color.png").shape == (192, 192, 4)
    outline = picture("assets/outline.png")
    assert outline.shape == (32, 32, 4)
    assert (outline[outline[..., 3] > 0][:, :3] == 255).all(), "white on nothing"
    assert 0.05 < (outline[..., 3] > 0).mean() < 0.5


def blur(pixels: np.ndarray) -> float:
    """The share of pixels that are neither of a colour nor nothing."""
    alpha = pixels[..., 3]
    return float(((alpha > 12) & (alpha < 243)).sum() / (alpha > 12).sum())


@pytest.mark.parametrize("size", ICON_SIZES)
@pytest.mark.parametrize("name", ["bo_pane", "bo_plan", "bo_dashboard"])
def test_straight_edges_lie_on_pixels(name: str, size: int) -> None:
    assert blur(picture(icon(name, size))) <= 0.02


@pytest.mark.parametrize("size", [20, 24, 40])
def test_all_are_crisper_than_the_largest_one_shrunk(size: int) -> None:
    """At sizes that are no multiple of the grid a shrunk picture has its edges between pixels."""
    ours = [blur(picture(icon(name, size))) for name in GLYPHS]
    large = [Image.fromarray(picture(icon(name, 128))) for name in GLYPHS]
    shrunk = [blur(np.asarray(one.resize((size, size), Image.Resampling.BOX))) for one in large]
    assert sum(ours) < 0.7 * sum(shrunk)


@pytest.mark.parametrize("size", [16, 32])
def test_no_two_look_alike(size: int) -> None:
    for one, other in itertools.combinations(GLYPHS, 2):
        a, b = (picture(icon(name, size)).astype(int) for name in (one, other))
        flat = [p[..., :3] * (p[..., 3:] / 255) for p in (a, b)]
        assert (np.abs(flat[0] - flat[1]).max(axis=2) > 60).mean() > 0.15, f"{one} and {other}"


def _light(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("ground", [*LIGHT, *DARK])
@pytest.mark.parametrize("colour", [GREEN, AMBER, GREY])
def test_each_colour_stands_out_on_a_light_and_a_dark_ribbon(colour: str, ground: str) -> None:
    """Three to one, as WCAG asks of pictures that must be understood; black text on black would be 1."""
    brighter, darker = sorted((_light(colour), _light(ground)), reverse=True)
    assert (brighter + 0.05) / (darker + 0.05) >= 3


def test_the_same_bytes_in_another_process() -> None:
    ask = (
        "import hashlib; from backorder_xl.hosts.addin.web import files;"
        f"print(hashlib.sha256(b''.join(v for _, v in sorted(files({ADDRESS!r}).items()))).hexdigest())"
    )
    other = {**os.environ, "PYTHONHASHSEED": "7", "TZ": "Pacific/Apia"}
    done = [subprocess.run([sys.executable, "-c", ask], env=e, capture_output=True, text=True, check=True, timeout=120) for e in
            (os.environ, other)]
    assert done[0].stdout == done[1].stdout
