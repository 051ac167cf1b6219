"""Where do the add-in's own VBA texts lie? In addin/vba of a checkout, and within the package once it is installed."""

from __future__ import annotations

from pathlib import Path

from backorder_xl.hosts.addin.errors import AddinRefused

HERE = Path(__file__).resolve().parent
INSTALLED = HERE / "vba"
CHECKOUT = HERE.parents[3] / "addin" / "vba"


def vba_text(name: str) -> str:
    """The text of one VBA module, by its file name. AddinRefused if it was not installed."""
    for folder in (CHECKOUT, INSTALLED):
        if (folder / name).is_file():
            return (folder / name).read_text(encoding="utf-8")
    raise AddinRefused(f"The add-in's text {name} is missing; install backorder-xl again.")
