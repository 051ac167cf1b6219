"""Renders the pictures of docs/messages.md from real drafts: each kind in Chromium, at the width of a phone and of a desk.

    python docs/pictures/letters.py           writes the three sheets beside this file (run it from the checkout's root)
"""

from __future__ import annotations

import html
import shutil
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from PIL import Image, ImageChops

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
from tests.messages.samples import LOOK, attached, letter

from backorder_xl.messages.drafting import make_drafts

BROWSER = next((b for b in map(shutil.which, ("chromium", "chromium-browser", "google-chrome")) if b), None)
EACH = [
    ("backordered", "en"), ("delayed", "en"), ("dated", "en"), ("partly ready", "en"), ("ready", "en"), ("still waiting", "en"),
    ("cancel offer", "en"), ("cancelled", "en"), ("mixed", "en"), ("purchase order", "en"), ("chase 3", "en"), ("delayed", "ar"),
]  # fmt: skip
# The sheets: which letters, how wide each is, how many columns there are, how much smaller they are shown, dark or not.
SHEETS = {
    "letters-phone.png": (EACH, 320, 6, 0.6, False),
    "letters-desk.png": (EACH, 700, 4, 0.46, False),
    "letters-dark.png": ([("delayed", "de"), ("purchase order", "fr"), ("ready", "ar")], 360, 3, 0.75, True),
}
# Each letter as high as it is, one below the other in columns.
SCRIPT = """onload = () => { for (const f of document.querySelectorAll("iframe")) {
    const high = f.contentDocument.documentElement.scrollHeight;
    f.style.height = high + "px"; f.parentNode.style.height = high * SCALE + "px"; } }"""


def render(name: str, target: Path) -> None:
    """Write one sheet; needs Chromium."""
    shown, width, columns, scale, dark = SHEETS[name]
    letters = [replace(letter(kind, language), number=f"MSG-{n:05d}") for n, (kind, language) in enumerate(shown, 1)]
    drafts = make_drafts(letters, LOOK, {one.number: attached(one.kind) for one in letters}).drafts
    wide = round(width * scale)
    frames = "".join(f'<div><iframe srcdoc="{html.escape(d.html)}"></iframe></div>' for d in drafts)
    style = (
        f"html{{background:#8894a0}}body{{margin:8px;columns:{columns};column-gap:8px;width:{columns * (wide + 8) - 8}px}}"
        f"div{{width:{wide}px;overflow:hidden;break-inside:avoid;margin-bottom:8px}}"
        f"iframe{{border:0;width:{width}px;transform:scale({scale});transform-origin:0 0}}"
    )
    script = SCRIPT.replace("SCALE", str(scale))
    size = f"{columns * (wide + 8) + 8},3000"
    with tempfile.TemporaryDirectory() as folder:
        page, shot = Path(folder, "page.html"), Path(folder, "shot.png")
        head = f"<!DOCTYPE html><meta charset=utf-8><style>{style}</style><script>{script}</script>"
        page.write_text(head + frames, encoding="utf-8")
        scheme = f"--blink-settings=preferredColorScheme={0 if dark else 1}"
        command = [
            str(BROWSER), "--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--force-color-profile=srgb",
            f"--user-data-dir={folder}/profile", scheme, f"--window-size={size}", f"--screenshot={shot}", page.as_uri(),
        ]  # fmt: skip
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        picture = Image.open(shot).convert("RGB")
        bare = Image.new("RGB", picture.size, picture.getpixel((0, 0)))
        _, _, _, low = ImageChops.difference(picture, bare).getbbox() or (0, 0, 0, picture.height)
        picture = picture.crop((0, 0, picture.width, low + 8))
        picture.quantize(96, dither=Image.Dither.NONE).save(target, optimize=True)


if __name__ == "__main__":
    for sheet in SHEETS:
        render(sheet, Path(__file__).with_name(sheet))
