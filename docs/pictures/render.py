"""Renders the README's picture from the real output: the demo run, LibreOffice to PDF, its Backorders page to PNG.

    python docs/pictures/render.py            writes backorders.png beside this file
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from backorder_xl.hosts.cli import main

AREA = {"-r": 170, "-x": 55, "-y": 75, "-W": 1700, "-H": 560}


def render(target: Path) -> None:
    """Write the picture; needs soffice, pdftotext and pdftoppm."""
    with tempfile.TemporaryDirectory() as folder:
        book = Path(folder, "demo.xlsx")
        main(["demo", str(book), "--json"])
        profile = f"-env:UserInstallation={Path(folder, 'profile').as_uri()}"
        convert = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", folder, str(book)]
        subprocess.run(convert, check=True, capture_output=True, timeout=180)
        pdf = str(book.with_suffix(".pdf"))
        text = subprocess.run(["pdftotext", pdf, "-"], check=True, capture_output=True, text=True).stdout
        page = next(n for n, t in enumerate(text.split("\f"), 1) if "Reason" in t and "\nBackorders\n" in t)
        area = [str(word) for pair in AREA.items() for word in pair]
        command = ["pdftoppm", *area, "-f", str(page), "-l", str(page), "-singlefile", "-png", pdf, str(target.with_suffix(""))]
        subprocess.run(command, check=True)


if __name__ == "__main__":
    render(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).with_name("backorders.png"))
