"""Renders the pictures of docs/web.md from the real pane beside the demo book: Microsoft's office.js in Chromium, a server
that runs,
and the Excel of the tests.

    PYTHONPATH=. python docs/pictures/pane.py              writes pane-light.png and pane-dark.png beside this file
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from PIL import Image
from tests.web.seat import Browser, Desk, browsing
from tests.web.serving import Served, served

from backorder_xl.templates import demo_book

WIDE, HIGH, EDGE = 350, 780, 8
PICTURES = ("pane-light.png", "pane-dark.png")


def render(target: Path) -> None:
    """Write both pictures into a folder; needs node, npm and Chromium."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with served(folder / "server") as server, browsing(server) as browser:
            for picture in PICTURES:
                _together(_shots(browser, server, folder, picture)).save(target / picture, optimize=True)


def _shots(browser: Browser, server: Served, folder: Path, picture: str) -> list[Image.Image]:
    """The morning before the run, what the run says, problems; or, in the dark, drafts and why a row waits."""
    book = folder / "Backorder XL demo.xlsx"
    book.write_bytes(demo_book())
    dark = picture == "pane-dark.png"
    desk = Desk(browser, server, book, width=WIDE, height=HIGH, scheme="dark" if dark else "light", reduced="reduce")
    found: list[Image.Image] = []

    def take() -> None:
        path = folder / f"{picture}-{len(found)}.png"
        browser.do("shot", path=str(path), full=False)
        found.append(Image.open(path).convert("RGB"))

    if not dark:
        take()
    desk.press("bo_run")
    if not dark:
        take()
        desk.click("#tab-problems")
        take()
        return found
    desk.run("() => document.querySelector('#work').replaceChildren()")
    desk.click("#tab-drafts")
    take()
    desk.select("Backorders", 4, 1)
    desk.begin("bo_explain")
    desk.wait(
        "() => document.querySelector('#panel-explain').innerText.includes('SO-1003') && !document.querySelector('#work .work')"
    )
    take()
    desk.click("#tab-today")
    take()
    return found


def _together(frames: list[Image.Image]) -> Image.Image:
    """Side by side on a grey ground, in few colours."""
    picture = Image.new("RGB", (len(frames) * (WIDE + EDGE) + EDGE, HIGH + 2 * EDGE), (0x88, 0x94, 0xA0))
    for i, frame in enumerate(frames):
        picture.paste(frame, (EDGE + i * (WIDE + EDGE), EDGE))
    return picture.quantize(96, dither=Image.Dither.NONE)


if __name__ == "__main__":
    render(Path(__file__).parent)
