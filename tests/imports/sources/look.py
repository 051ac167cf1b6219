"""How tests look at what an export said: by table, line by line."""

from __future__ import annotations

from backorder_xl.imports.model import Incoming, Weight
from backorder_xl.imports.sources.recognise import Understood, understand
from tests.imports.sources.samples import SAMPLES, sheet


def of(text: str, wanted: str = "") -> Understood:
    (one,) = understand([sheet(text)], wanted)
    return one


def sample(title: str) -> dict[str, Incoming]:
    """What the sample of this layout says, by table."""
    return {i.table: i for i in of(SAMPLES[title]).incoming}


def lines(incoming: Incoming, *fields: str) -> list[tuple[object, ...]]:
    """Some fields of every line; numbers as plain text, so that they can be read."""
    rows = []
    for at in range(len(incoming.rows)):
        values = [incoming.columns[f][at] for f in fields]
        rows.append(tuple(format(v.normalize(), "f") if hasattr(v, "normalize") else v for v in values))
    return rows


def said(incoming: Incoming, weight: Weight) -> list[tuple[int, str]]:
    """Row and sentence of the remarks of one weight."""
    return [(r.row, r.text) for r in incoming.remarks if r.weight is weight]
