"""How well does a header, or a sheet's name, fit a field or a table by its words alone?"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from backorder_xl.tables.contracts import CONTRACTS, Contract, Field, Kind
from backorder_xl.tables.guessing.words import apart, is_word, meanings
from backorder_xl.tables.headers import normal, without_unit


class Ground(NamedTuple):
    """How well something fits, from 0 to 1, and a sentence's worth of why."""

    score: float
    why: str


NONE = Ground(0.0, "")
OPEN = frozenset(("open",))
_BARE = frozenset(("no",))
_STOCK = frozenset(("stock",))
_SHEETS: dict[str, tuple[frozenset[str], ...]] = {
    "orders": (frozenset(("order",)), frozenset(("customer", "order"))),
    "stock": (frozenset(("stock",)),),
    "items": (frozenset(("item",)),),
    "suppliers": (frozenset(("supplier",)),),
    "sourcing": (
        frozenset(("offer",)),
        frozenset(("item", "supplier")),
        frozenset(("price",)),
        frozenset(("price", "supplier")),
        frozenset(("offer", "supplier")),
    ),
    "customers": (frozenset(("customer",)),),
    "purchase_orders": (frozenset(("purchase", "order")), frozenset(("purchase",)), frozenset(("supplier", "order"))),
    "receipts": (frozenset(("received",)),),
    "holidays": (frozenset(("holiday",)),),
}
"""What the names of sheets say, besides the aliases of the contracts."""


_OWN: dict[str, frozenset[str]] = {
    "items": frozenset(("item", "supplier")),
    "sourcing": frozenset(("item", "supplier")),
    "suppliers": frozenset(("supplier",)),
    "stock": frozenset(("item",)),
}
"""Words that say nothing new on a list of that table."""


@lru_cache(maxsize=65_536)
def header_fits(header: str, wanted: Field) -> Ground:
    """How well a header's words fit a field: the same meanings, a slip of spelling, or the field and a word more."""
    said, bare = meanings(header), without_unit(header)
    best = NONE
    for alias, name, meant in _aliases(wanted):
        if bare == name:
            return Ground(1.0, "its header is known")
        if said == meant and said != _BARE and any(map(is_word, said)):
            best = max(best, Ground(0.9, f"its header means {wanted.header}"))
        elif min(len(bare), len(name)) >= 5 and bare[0] == name[0]:
            most = 2 if min(len(bare), len(name)) >= 9 else 1
            differ = apart(bare, name, most)
            if differ <= most:
                best = max(best, Ground(0.9 - 0.05 * differ, f"its header is spelled almost like {alias}"))
    if best.score or not wanted.required:
        return best
    for alias, _, meant in _aliases(wanted):
        more = said - meant
        if meant and meant != _BARE and meant < said and not any(map(is_word, more)):
            return Ground(0.6, f"its header holds the word for {alias}")
    return best


@lru_cache(maxsize=512)
def vocabulary(wanted: Field) -> frozenset[str]:
    """All meanings that any header of the field has."""
    return frozenset().union(*(meant for _, _, meant in _aliases(wanted)))


@lru_cache(maxsize=512)
def _aliases(wanted: Field) -> list[tuple[str, str, frozenset[str]]]:
    names = [a for a in (wanted.header, *wanted.aliases) if ":" not in a]
    told = [(a, normal(a), meanings(a)) for a in names]
    # Lager is a place and what lies there: as words alone it is stock.
    return [(a, n, m if wanted.name != "location" or m != _STOCK else frozenset()) for a, n, m in told]


@lru_cache(maxsize=1)
def known_headers() -> frozenset[str]:
    """Every header and alias of every table, as compared."""
    return frozenset(name for c in CONTRACTS for f in c.fields for _, name, _ in _aliases(f))


def beside_fits(header: str, wanted: Field, contract: Contract) -> Ground:
    """How well a header fits that names the table's own thing besides, as Vendor Lead Time does on a list of items."""
    said, own = meanings(header), _OWN.get(contract.name, frozenset())
    for _, _, meant in _aliases(wanted) if wanted.kind in (Kind.QTY, Kind.DAYS) else ():
        if meant and meant < said and said - meant <= own:
            return Ground(0.8, f"its header means {wanted.header}")
    return NONE


def is_bare(header: str) -> bool:
    """Whether a header is only No., Nr or Code: the code of whatever the sheet lists."""
    return meanings(header) == _BARE


def is_open_quantity(header: str) -> bool:
    """Whether a header means units that are not shipped yet, such as Quantity Backorder."""
    said = meanings(header)
    return OPEN <= said <= {"open", "quantity", "order", "ordered", "line", "shipped"} and said != {"open", "order"}


def is_stock_beside(header: str) -> bool:
    """Whether a header on a list of orders means what lies on the shelf."""
    said = meanings(header)
    return bool(said & {"stock", "available"}) and said <= {"stock", "available", "quantity", "item"}


def sheet_fits(sheet: str, contract: Contract) -> Ground:
    """How well a sheet's name fits a table."""
    if normal(sheet) in {normal(n) for n in (contract.sheet, *contract.aliases)}:
        return Ground(1.0, f"the sheet is called {sheet}")
    said = {m for m in meanings(sheet) if is_word(m)} - {"list", "open", "date"}
    if frozenset(said) in _SHEETS.get(contract.name, ()):
        return Ground(0.8, f"the sheet's name {sheet} says so")
    return NONE
