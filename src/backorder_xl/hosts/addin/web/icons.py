"""How do the drawings become the pictures that Office wants? Each size from its own SVG, by resvg; nothing is kept on disk."""

from __future__ import annotations

from functools import cache

from backorder_xl.hosts.addin.errors import AddinRefused
from backorder_xl.hosts.addin.web import model, unified
from backorder_xl.hosts.addin.web.glyphs import GLYPHS, WHITE, drawn
from backorder_xl.hosts.addin.web.pen import Pen


@cache
def icons() -> dict[str, bytes]:
    """Every picture by its path: the mark and each button in all sizes, and the two that the unified manifest asks for."""
    made = {model.icon(name, size): _png(drawn(name, size)) for name in GLYPHS for size in model.ICON_SIZES}
    return made | {unified.COLOUR: _png(drawn(model.MARK, 192)), unified.OUTLINE: _png(_outline())}


def _outline() -> str:
    """The parcel in white lines on nothing, 32 by 32, as Microsoft asks."""
    pen = Pen(32)
    pen.frame(2, 4, 14, 14, WHITE)
    pen.frame(6, 4, 10, 9, WHITE)
    return pen.svg()


def _png(svg: str) -> bytes:
    try:
        from resvg_py import svg_to_bytes
    except ImportError:
        raise AddinRefused(
            "The pictures of the web add-in are drawn by the library resvg_py, which is missing; install backorder-xl[web]."
        ) from None
    return bytes(svg_to_bytes(svg_string=svg, skip_system_fonts=True))
