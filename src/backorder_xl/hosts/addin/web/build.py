"""How do the web add-in's files come into a folder? For a server that hands out files itself, or to give away the manifest."""

from __future__ import annotations

from pathlib import Path

from backorder_xl.hosts.addin.web.files import files

FOLDER = "backorder_xl_web"


def write(address: str, folder: Path) -> list[str]:
    """Write everything that a browser may ask for at the address; returns what was done and what comes next.

    Files that lie there already are replaced, others are left alone. Raises AddinRefused and OSError.
    """
    made = files(address)  # first, as it says what is missing where the extra is not installed
    from backorder_xl.hosts.web.client_files import lying

    contents = {path.removeprefix("/"): file.read() for path, file in lying().items()} | made
    for path, content in contents.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    return [
        f"Written: {len(contents)} files to {folder}",
        f"Give {folder / 'manifest.xml'} to Excel, or to the Microsoft 365 admin centre (docs/sideload.md).",
        f"backorder-xl serve must answer at {address.strip().rstrip('/')}; it hands these files out by itself, too.",
    ]
