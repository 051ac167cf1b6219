"""How well do a column's values fit a field? Says so with its ground; never heard where a header is clear."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from backorder_xl.tables.contracts import Contract, Field, Kind
from backorder_xl.tables.guessing.candidates import Candidate
from backorder_xl.tables.guessing.names import NONE, Ground
from backorder_xl.tables.guessing.profiles import Profile
from backorder_xl.tables.guessing.words import meanings
from backorder_xl.tables.headers import normal

BY_VALUES = frozenset(("email", "line", "shipped"))
"""Fields that are not required and may still be proposed on their values alone."""

_NUMBERS = ("order", "po")
_NO_UNITS = frozenset(("no", "line", "price", "cost", "date"))


@dataclass(frozen=True)
class Neighbour:
    """A column of codes of another sheet; ``unique`` where none comes twice, so that others may join to it."""

    sheet: str
    called: str
    keys: frozenset[str]
    unique: bool = True

    @property
    def counting(self) -> bool:
        """Whether its codes are but small numbers, which join with anything."""
        return all(k.isdigit() and len(k) <= 3 for k in self.keys)


def values_fit(contract: Contract, wanted: Field, column: int, of: Candidate, others: Sequence[Neighbour]) -> Ground:
    """How well the values of one column fit a field, from 0 to 1."""
    p = of.profiles[column]
    if not p.filled or (wanted.required and p.filled_share < 0.5):
        return NONE
    if wanted.kind is Kind.DATE:
        return _dates(p, of)
    if p.date_share > 0.5:
        return NONE
    if wanted.name == "email":
        return Ground(p.mail_share * 0.9, f"{_percent(p.mail_share)} of its values are e-mail addresses")
    if p.mail_share > 0.5:
        return NONE
    if wanted.name == "shipped":
        return _part_of_another(column, p, of)
    if wanted.kind in (Kind.QTY, Kind.MONEY, Kind.DAYS):
        return _amounts(wanted, p)
    if wanted.kind in (Kind.CHOICE, Kind.FLAG):
        return _choices(wanted, p)
    if wanted.name == "line":
        return _lines(p, of)
    if wanted.kind is Kind.CODE and p.number_share > 0.5 and p.whole_share < 0.9:
        return NONE
    if wanted.name == "sku":
        return _items(contract, p, others)
    if wanted.name in _NUMBERS or (contract.key == (wanted.name,) and wanted.kind is Kind.CODE):
        return _numbered(contract, p)
    if wanted.name in ("customer", "supplier"):
        return _party(p, column, of)
    return Ground(0.4 * p.text_share, "its values are words") if wanted.kind is Kind.TEXT else NONE


def _dates(p: Profile, of: Candidate) -> Ground:
    if p.date_share < 0.6:
        return NONE
    alone = sum(q.date_share >= 0.6 for q in of.profiles.values()) == 1
    score = 0.8 if alone else 0.6 + 0.1 * p.filled_share + 0.05 * p.climbs
    return Ground(score, f"{_percent(p.date_share)} of its values are dates" + (" and no other column has any" if alone else ""))


def _amounts(wanted: Field, p: Profile) -> Ground:
    if p.number_share < 0.9:
        return NONE
    if p.own_share > 0.95 and p.climbs and len(p.filled) > 5:
        return Ground(0.2, "its values are numbers, but they only ever rise")
    whole = p.whole_share >= 0.8
    if wanted.kind is Kind.MONEY:
        return Ground(0.4 if whole else 0.6, "its values are numbers" + ("" if whole else " with decimals"))
    return Ground(0.7 if whole else 0.45, "its values are whole numbers" if whole else "its values are numbers")


def _part_of_another(column: int, p: Profile, of: Candidate) -> Ground:
    """Units shipped are never more than those of another column of whole numbers, and sometimes none."""
    if p.whole_share < 0.9 or not any(v == 0 for v in p.numbers):
        return NONE
    for c, q in of.profiles.items():
        if meanings(of.headers.get(c, "")) & _NO_UNITS:
            continue
        pairs = [(a or 0.0, b) for a, b in zip(p.numbers, q.numbers, strict=True) if b is not None]
        if (
            c != column
            and q.whole_share >= 0.9
            and len(pairs) > 2
            and all(a <= b for a, b in pairs)
            and any(a < b for a, b in pairs)
        ):
            return Ground(0.55, f"its numbers are never above those of {of.called(c)}, and some are 0")
    return NONE


def _choices(wanted: Field, p: Profile) -> Ground:
    known = {normal(c) for c in wanted.choices} | set(wanted.synonyms)
    hits = sum(normal(d) in known for d in p.distinct)
    share = hits / len(p.distinct) if p.distinct else 0.0
    return Ground(0.8 * share, f"{_percent(share)} of its words are known")


def _lines(p: Profile, of: Candidate) -> Ground:
    """Line numbers begin anew with every order."""
    for q in of.profiles.values():
        if q is p or not q.in_blocks:
            continue
        first = [p.numbers[i] for i, c in enumerate(q.codes) if c and (i == 0 or q.codes[i - 1] != c)]
        pairs = list(zip(q.codes, p.codes, strict=True))
        if p.whole_share > 0.95 and len(set(first)) == 1 and len(set(pairs)) == len(pairs):
            return Ground(0.7, "its numbers begin anew with every order")
    return NONE


def _items(contract: Contract, p: Profile, others: Sequence[Neighbour]) -> Ground:
    best, lists_items = NONE, contract.name in ("stock", "items")
    for other in others:
        if lists_items and len(other.keys) > 1 and p.own_share >= 0.9:
            share = len(other.keys & p.distinct) / len(other.keys)
            if share >= 0.6:
                score = (0.5 if other.counting else 0.8) * share
                words = f"{_percent(share)} of the values of {other.called} of the sheet '{other.sheet}' stand in it"
                best = max(best, Ground(score, words))
        if not other.unique:
            continue
        share = p.within(other.keys)
        if share >= 0.6:
            score = (0.5 if other.counting else 0.9) * share * (0.6 if lists_items and p.own_share < 0.7 else 1.0)
            best = max(
                best, Ground(score, f"{_percent(share)} of its values stand in {other.called} of the sheet '{other.sheet}'")
            )
    if best.score < 0.6 and lists_items and p.own_share >= 0.95:
        best = max(best, Ground(0.6 if p.number_share < 0.5 else 0.5, "its values are codes, none of them twice"))
    return best if best.score else Ground(0.2, "its values may be codes")


def _numbered(contract: Contract, p: Profile) -> Ground:
    many = contract.name in ("orders", "purchase_orders")
    if many and p.in_blocks:
        return Ground(0.75, "equal values stand together, as the lines of one order do")
    if p.own_share >= 0.95:
        score = 0.65 if p.climbs or not many else 0.45
        return Ground(score, "no value comes twice" + (", and they rise" if p.climbs else ""))
    return Ground(0.1, "its values may be codes")


def _party(p: Profile, column: int, of: Candidate) -> Ground:
    """A customer or supplier is one for all lines of an order, and comes back."""
    if p.own_share > 0.98 and len(p.filled) > 5:
        return Ground(0.3, "its values may be names, but none comes twice")
    words = 0.1 * (p.text_share > 0.5)
    blocks = [q for c, q in of.profiles.items() if c != column and q.in_blocks]
    if blocks and all(p.fixed_by(q) for q in blocks[:3]):
        return Ground(0.55 + words, "its value is the same for all lines of an order")
    return Ground(0.4 + words, "its values come back, as names do")


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"
