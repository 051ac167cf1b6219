"""Renders the pictures of docs/page.md from the real page of the demo book: Chromium, at the width of a desk and of a phone.

    python docs/pictures/page.py              writes page-wide.png and page-narrow.png beside this file
"""

from __future__ import annotations

import contextlib
import io
import shutil
import subprocess
import tempfile
from pathlib import Path

from PIL import Image, ImageChops

from backorder_xl.hosts.cli import main

BROWSER = next((b for b in map(shutil.which, ("chromium", "chromium-browser", "google-chrome")) if b), None)
# The frames of each picture: how wide the page is, dark or not; they stand side by side.
PICTURES = {"page-wide.png": [(1080, False)], "page-narrow.png": [(320, False), (320, True)]}
HIGH = 1500


def made(folder: Path) -> Path:
    """The demo's page."""
    with contextlib.redirect_stdout(io.StringIO()):
        main(["new", "--demo", str(folder / "demo.xlsx")])
        main(["page", str(folder / "demo.xlsx"), "--as-of", "2026-06-03", "--json"])
    return folder / "demo-backorders.html"


def render(name: str, target: Path) -> None:
    """Write one picture; needs Chromium. A light and a dark frame show what a browser set so would show."""
    frames = PICTURES[name]
    with tempfile.TemporaryDirectory() as folder:
        page = made(Path(folder))
        parts = [_shot(page, wide, dark, Path(folder)) for wide, dark in frames]
        picture = Image.new("RGB", (sum(p.width + 8 for p in parts) + 8, HIGH + 16), (0x88, 0x94, 0xA0))
        left = 8
        for part in parts:
            picture.paste(part, (left, 8))
            left += part.width + 8
        bare = Image.new("RGB", picture.size, picture.getpixel((0, 0)))
        _, _, _, low = ImageChops.difference(picture, bare).getbbox() or (0, 0, 0, picture.height)
        picture = picture.crop((0, 0, picture.width, min(low + 8, picture.height)))
        picture.quantize(96, dither=Image.Dither.NONE).save(target, optimize=True)


def _shot(page: Path, wide: int, dark: bool, folder: Path) -> Image.Image:
    """The page alone. Chromium's window is never narrower than 500 pixels, so that a frame makes the width."""
    outside, shot = folder / "frame.html", folder / f"{wide}-{dark}.png"
    style = f"html{{background:#fff}}body{{margin:0}}iframe{{border:0;width:{wide}px;height:{HIGH}px;display:block}}"
    outside.write_text(f"<!DOCTYPE html><meta charset=utf-8><style>{style}</style><iframe src='{page.name}'></iframe>", "utf-8")
    command = [
        str(BROWSER), "--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--force-color-profile=srgb",
        f"--user-data-dir={folder}/profile", f"--blink-settings=preferredColorScheme={0 if dark else 1}",
        f"--window-size={max(wide, 500)},{HIGH}", f"--screenshot={shot}", outside.as_uri(),
    ]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return Image.open(shot).convert("RGB").crop((0, 0, wide, HIGH))


if __name__ == "__main__":
    for picture in PICTURES:
        render(picture, Path(__file__).with_name(picture))
