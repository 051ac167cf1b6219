"""Renders the README's pictures from the real output: the demo run, LibreOffice to PDF, a page of it to PNG.

    python docs/pictures/render.py            writes backorders.png and dashboard.png beside this file
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from backorder_xl.hosts.cli import main

# Picture -> words that only its page has, and the part of that page that is shown.
PAGES = {
    "backorders.png": (("Reason", "\nBackorders\n"), {"-r": 170, "-x": 30, "-y": 75, "-W": 1668, "-H": 560}),
    "dashboard.png": (("Everything adds up",), {"-r": 170, "-x": 30, "-y": 75, "-W": 1740, "-H": 830}),
}


def render(target: Path) -> None:
    """Write the picture of that name; needs soffice, pdftotext and pdftoppm."""
    words, area = PAGES[target.name]
    with tempfile.TemporaryDirectory() as folder:
        book = Path(folder, "demo.xlsx")
        main(["demo", str(book), "--json"])
        profile = f"-env:UserInstallation={Path(folder, 'profile').as_uri()}"
        convert = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", folder, str(book)]
        subprocess.run(convert, check=True, capture_output=True, timeout=180)
        pdf = str(book.with_suffix(".pdf"))
        text = subprocess.run(["pdftotext", pdf, "-"], check=True, capture_output=True, text=True).stdout
        page = next(n for n, t in enumerate(text.split("\f"), 1) if all(word in t for word in words))
        shown = [str(word) for pair in area.items() for word in pair]
        command = ["pdftoppm", *shown, "-f", str(page), "-l", str(page), "-singlefile", "-png", pdf, str(target.with_suffix(""))]
        subprocess.run(command, check=True)


if __name__ == "__main__":
    for name in PAGES:
        render(Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).parent, name))
