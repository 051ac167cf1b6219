"""Which column of one list is which field of one table, by the best total?

A header that is known decides for itself; the other columns go where words and values together fit best.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from backorder_xl.tables.contracts import Contract, Field, Kind
from backorder_xl.tables.guessing.candidates import Candidate
from backorder_xl.tables.guessing.names import (
    NONE,
    Ground,
    beside_fits,
    header_fits,
    is_bare,
    is_open_quantity,
    known_headers,
    sheet_fits,
    vocabulary,
)
from backorder_xl.tables.guessing.values import BY_VALUES, Neighbour, values_fit
from backorder_xl.tables.guessing.words import is_word, meanings
from backorder_xl.tables.headers import match, without_unit

LEAST = 0.3
"""A fit below this is none."""

_RIVAL = 0.1  # another column that fits nearly as well makes a guess on values doubtful


@dataclass
class Choice:
    """A column taken for a field: how sure (in percent) and why."""

    column: int
    sure: int
    why: str
    by_name: bool


@dataclass
class Fit:
    """One list taken for one table."""

    of: Candidate
    contract: Contract
    chosen: dict[str, Choice]  # by the field's name
    nearest: dict[str, tuple[int, Ground]] = field(default_factory=dict)  # for required fields without a column

    @property
    def missing(self) -> list[Field]:
        return [f for f in self.contract.required if f.name not in self.chosen]

    @property
    def named(self) -> int:
        return sum(c.by_name for c in self.chosen.values())

    @property
    def weakest(self) -> int:
        """How sure the least sure of its required columns is."""
        return min((self.chosen[f.name].sure for f in self.contract.required if f.name in self.chosen), default=0)

    @property
    def named_by_sheet(self) -> Ground:
        return sheet_fits(self.of.sheet, self.contract)

    @property
    def total(self) -> float:
        wanted = self.contract.required
        sure = sum(self.chosen[f.name].sure for f in wanted if f.name in self.chosen) / (100 * len(wanted))
        return sure + 0.4 * self.named_by_sheet.score + 0.03 * self.named


def fit(of: Candidate, contract: Contract, others: Sequence[Neighbour], known: dict[str, int] | None = None) -> Fit:
    """The best columns for a table's fields; beside ``known`` ones, of a table that is found already, only what "
    "words alone say."""
    fields = [f for f in contract.fields if f.read and not f.ours]
    extra_only = known is not None
    clear = _clear(of, contract) if known is None else known
    chosen = {n: Choice(c, 100, "its header is known", True) for n, c in clear.items()}
    taken = {c.column for c in chosen.values()}
    free = [c for c in of.profiles if c not in taken]
    open_fields = [f for f in fields if f.name not in chosen]
    offers = [[_offer(contract, f, c, of, others, extra_only) for c in free] for f in open_fields]
    scores = [[_weight(f, *o) for o in row] for f, row in zip(open_fields, offers, strict=True)]
    pairs = best_pairs(scores)
    held = {c_at: offers[f_at][c_at][0].score for f_at, c_at in pairs}
    for f_at, c_at in pairs:
        wanted, (ground, by_name) = open_fields[f_at], offers[f_at][c_at]
        if ground.score < LEAST:
            continue
        score = ground.score
        rivals = [o[0].score - held.get(c, 0.0) for c, o in enumerate(offers[f_at]) if c != c_at]
        if not by_name and max(rivals, default=0.0) > score - _RIVAL:
            score -= 0.2
        chosen[wanted.name] = Choice(free[c_at], max(1, round(100 * score)), ground.why, by_name)
    made = Fit(of, contract, chosen)
    for wanted in made.missing:
        offer = max(
            (
                (g.score, -c, c, g)
                for c in sorted(set(free) - {c.column for c in chosen.values()})
                for g, _ in [_offer(contract, wanted, c, of, others, False)]
            ),
            default=None,
        )
        if offer and offer[0] > 0:
            made.nearest[wanted.name] = (offer[2], offer[3])
    return made


def _clear(of: Candidate, contract: Contract) -> dict[str, int]:
    """Columns whose header is known, of two rows or of one."""
    both = match(contract, of.full).columns if of.full else {}
    both = {n: c for n, c in both.items() if c in of.profiles}
    rest = {c: h for c, h in of.headers.items() if c not in both.values() and c in of.profiles}
    return {n: c for n, c in match(contract, rest).columns.items() if n not in both} | both


def _offer(
    contract: Contract, wanted: Field, column: int, of: Candidate, others: Sequence[Neighbour], extra_only: bool
) -> tuple[Ground, bool]:
    """How well a column fits a field by words and values together, and whether by words at all."""
    header = of.headers.get(column, "")
    named = max((header_fits(h, wanted) for h in (header, of.full.get(column, "")) if h), default=NONE)
    if not named.score and header:
        named = beside_fits(header, wanted, contract)
    if contract.name == "orders" and wanted.name == "ordered" and header and is_open_quantity(header) and not extra_only:
        return Ground(0.8, "it says what is not shipped yet; that is read as ordered, with nothing of it shipped"), True
    if not named.score and header and is_bare(header) and not extra_only:
        named = _bare(contract, wanted)
    if extra_only:  # a header that another table knows is that table's word
        return (named, True) if named.score >= 0.8 and without_unit(header) not in known_headers() else (NONE, False)
    told = values_fit(contract, wanted, column, of, others)
    if named.score:
        bad = bool(of.profiles[column].filled) and told.score < 0.15 and wanted.required
        if bad:
            return Ground(0.4 * named.score, f"{named.why}, but its values do not fit"), True
        words = f"{named.why}; {told.why}" if told.score >= 0.6 else named.why
        return Ground(min(0.99, 0.9 * named.score + 0.15 * told.score), words), True
    said = {m for m in meanings(header) if is_word(m)}
    if not said <= vocabulary(wanted) or not (wanted.required or wanted.name in BY_VALUES):
        return NONE, False  # a header that says something else is clear
    if header and not wanted.required and wanted.kind is not Kind.TEXT:
        told = Ground(0.8 * told.score, told.why)
    return told, False


def _weight(wanted: Field, ground: Ground, by_name: bool) -> float:
    """What an offer adds to the total: a required field goes first, and words before values."""
    return ground.score * ((4.0 if by_name else 1.5) if wanted.required else 1.0)


def _bare(contract: Contract, wanted: Field) -> Ground:
    """What No. alone means: the code of what the sheet lists, else the item."""
    first = contract.required[0] if contract.required else None
    if wanted is first:
        return Ground(0.7, "No. alone is the number of what the sheet lists")
    return Ground(0.65, "No. alone can be the item") if wanted.name == "sku" else NONE


def best_pairs(scores: list[list[float]]) -> list[tuple[int, int]]:
    """Rows and columns paired so that the sum of their scores is largest (Kuhn's Hungarian method, in the form with potentials).

    >>> best_pairs([[0.9, 0.8], [0.9, 0.1]])
    [(0, 1), (1, 0)]
    """
    if not scores or not scores[0]:
        return []
    turned = len(scores) > len(scores[0])
    cost = [[-v for v in row] for row in (zip(*scores, strict=True) if turned else scores)]
    rows, columns = len(cost), len(cost[0])
    u, v, pair = [0.0] * (rows + 1), [0.0] * (columns + 1), [0] * (columns + 1)
    for i in range(1, rows + 1):
        pair[0], at = i, 0
        least, way, seen = [float("inf")] * (columns + 1), [0] * (columns + 1), [False] * (columns + 1)
        while pair[at]:
            seen[at], row, step, then = True, pair[at], float("inf"), 0
            for j in range(1, columns + 1):
                if not seen[j]:
                    now = cost[row - 1][j - 1] - u[row] - v[j]
                    if now < least[j]:
                        least[j], way[j] = now, at
                    if least[j] < step:
                        step, then = least[j], j
            for j in range(columns + 1):
                if seen[j]:
                    u[pair[j]] += step
                    v[j] -= step
                else:
                    least[j] -= step
            at = then
        while at:
            pair[at], at = pair[way[at]], way[at]
    found = [(pair[j] - 1, j - 1) for j in range(1, columns + 1) if pair[j]]
    return sorted((c, r) if turned else (r, c) for r, c in found)
