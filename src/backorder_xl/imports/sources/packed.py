"""What do several items in one cell say?

Shops without a row per line pack name and value pairs into a cell. Only names that are asked for count, so a colon or a
bar inside a product's name does no harm where it can be told apart.
"""

from __future__ import annotations

import re

from backorder_xl.tables.headers import normal

_START = re.compile(r"\s*([A-Za-z][A-Za-z _]{0,30}):\s?(.*)", re.DOTALL)


def several(cell: str, between: str) -> list[str]:
    """The items of a cell. The mark counts only before a pair: "a:1;b" is one item, "a:1;b:2" are two.

    >>> several("name:Cup; large|sku:C1;name:Mug|sku:M1", ";")
    ['name:Cup; large|sku:C1', 'name:Mug|sku:M1']
    """
    parts: list[str] = []
    first = ""
    for part in cell.split(between):
        start = _START.match(part)
        name = normal(start[1]) if start else ""
        if parts and (not name or name != first):
            parts[-1] += between + part
        elif part.strip():
            first = first or name
            parts.append(part)
    return [p.strip() for p in parts]


def pairs(item: str, between: str) -> dict[str, str]:
    """The pairs of one item by their names as compared; of a name that comes twice the first counts.

    >>> pairs("name:Cup|sku:C1|quantity:2", "|")
    {'name': 'Cup', 'sku': 'C1', 'quantity': '2'}
    """
    found: dict[str, str] = {}
    last = ""
    for part in item.split(between):
        start = _START.match(part)
        if start and normal(start[1]):
            last = normal(start[1]) if normal(start[1]) not in found else ""
            if last:
                found[last] = start[2].strip()
        elif last:
            found[last] += between + part
    return found
