"""What does Excel say of single cells: their links, and the looks that `getCellProperties` asks for?"""

from __future__ import annotations

from typing import Any

from tests.web.excel.thing import Refusal

STYLES = {None: "None", "thin": "Continuous", "medium": "Continuous", "thick": "Continuous", "hair": "Continuous",
          "dashed": "Dash", "mediumDashed": "Dash", "dotted": "Dot", "double": "Double", "dashDot": "DashDot",
          "dashDotDot": "DashDotDot"}  # fmt: skip
SIDES = ("top", "bottom", "left", "right")


def spelled(number: int | None) -> str:
    """A colour as Office.js writes it; "" where cells differ."""
    return "" if number is None else f"#{number & 255:02X}{number >> 8 & 255:02X}{number >> 16 & 255:02X}"


def link_of(cell: Any, rng: Any) -> dict[str, Any] | None:
    link = getattr(cell, "_hyperlink", None)
    if link is None:
        return None
    said = {"address": link.target, "documentReference": link.location, "screenTip": link.tooltip,
            "textToDisplay": str(rng.value((cell.row, cell.column))[0])}  # fmt: skip
    return {name: value for name, value in said.items() if value}


def cell_properties(rng: Any, at: tuple[int, int], wanted: dict[str, Any]) -> dict[str, Any]:
    """Those of one cell, as far as they are asked for."""
    said: dict[str, Any] = {}
    cell = rng.sheet.grid.cells.get(at)
    for name, asked in wanted.items():
        if name == "hyperlink" and asked:
            link = link_of(cell, rng)
            said[name] = link
        elif name == "address" and asked:
            said[name] = type(rng)(rng.excel, rng.sheet, type(rng.a)(*at, 1, 1)).Address
        elif name == "format":
            said[name] = {part: _part(rng, at, part, of) for part, of in asked.items()}
        else:
            raise Refusal("ApiNotFound", f"getCellProperties({name}) is not known to the Excel of the tests")
    return said


def _part(rng: Any, at: tuple[int, int], part: str, asked: dict[str, Any]) -> dict[str, Any]:
    native = rng.sheet.cell(*at)
    if part == "fill":
        solid = native.Interior.Pattern == 1
        all_of: dict[str, Any] = {
            "color": spelled(native.Interior.Color) if solid else "#FFFFFF", "pattern": "Solid" if solid else "None",
        }  # fmt: skip
    elif part == "font":
        all_of = {"bold": native.Font.Bold, "color": spelled(native.Font.Color), "italic": native.Font.Italic}
    elif part == "borders":
        return {side: {"style": STYLES[style]} for side, style in borders(rng, at).items()} if asked.get("style") else {}
    else:
        raise Refusal("ApiNotFound", f"getCellProperties(format/{part}) is not known to the Excel of the tests")
    return {name: all_of[name] for name, ask in asked.items() if ask}


def borders(rng: Any, at: tuple[int, int]) -> dict[str, str | None]:
    """The lines around one cell."""
    cell = rng.sheet.grid.cells.get(at)
    if cell is None or not hasattr(cell, "border"):
        return dict.fromkeys(SIDES)
    return {side: getattr(cell.border, side).style if getattr(cell.border, side) else None for side in SIDES}
