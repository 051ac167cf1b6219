"""Which sheets and columns does a workbook offer for which tables, how surely, and what is missing?

Takes what is found by its names as it is, then proposes the rest. Nothing is written or read into tables here.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from backorder_xl.tables.contracts import BY_NAME, CONTRACTS, Contract
from backorder_xl.tables.finding import find_places
from backorder_xl.tables.guessing import missing
from backorder_xl.tables.guessing.assigning import Fit, best_pairs, fit
from backorder_xl.tables.guessing.candidates import Candidate, candidate, oddity
from backorder_xl.tables.guessing.names import is_open_quantity, sheet_fits
from backorder_xl.tables.guessing.values import Neighbour
from backorder_xl.tables.headers import match
from backorder_xl.tables.mapping import WRITTEN, MapRow, spelled
from backorder_xl.tables.places import Found, Look
from backorder_xl.tables.problems import Problem
from backorder_xl.workbook.model import Book

THRESHOLD = 60
"""How sure (in percent) a column must be to be taken without a word from the user."""

_LEAST = 35  # a required column less sure than this is none
_NOT_GUESSED = ("settings", "messages", "cut_list")


@dataclass(frozen=True)
class Standing:
    """A table that stands on a sheet: found by its names, mapped before, or proposed now."""

    contract: Contract
    sheet: str
    header_row: int
    proposed: bool


@dataclass
class Proposal:
    """What adopt has to say: rows for Mapping, where each table stands, what is missing, and what else was seen."""

    rows: list[MapRow] = field(default_factory=list)
    tables: list[Standing] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    told: list[Problem] = field(default_factory=list)  # of rows that stand on Mapping already


def propose(book: Book, before: list[MapRow]) -> Proposal:
    """Look at every sheet; ``before`` are the rows that Mapping holds, of which none is proposed again while it fits."""
    look, made = Look(book), Proposal()
    sheets = list(look.sheets)
    found, _ = find_places(look, made.told)
    found = {n: p for n, p in found.items() if not _mistaken(p)}
    used = {p.sheet for p in found.values()}
    every = {s: candidate(look, s, next((p.header_row for p in found.values() if p.sheet == s), None)) for s in sheets}
    odd = {s: oddity(look, s) for s in sheets if s not in used}
    made.remarks += [text for text in odd.values() if text]
    lists = {s: c for s, c in every.items() if c and not odd.get(s)}
    _known(look, found, lists, before, made)
    fits = _choose(found, lists, used)
    for contract in CONTRACTS:
        if contract.name in fits:
            chosen = fits[contract.name]
            if contract.name in WRITTEN and chosen.of.header_row == 0:
                made.missing.append(missing.header_row(chosen))
                continue
            made.tables.append(Standing(contract, chosen.of.sheet, chosen.of.header_row, True))
            made.rows += _rows(look, chosen)
            made.remarks += missing.unsure(chosen, THRESHOLD)
    _remark_on_orders(made, lists)
    _lacking(found, fits, lists, used, made)
    said = {r.key for r in before if r.row and not any(p.row == r.row for p in made.told)}
    made.rows = [r for r in made.rows if r.key not in said]
    return made


def _mistaken(place: Found) -> bool:
    """Whether headers alone made a sheet another table than its name says: orders without a customer look like receipts."""
    by_name = {c.name for c in CONTRACTS if sheet_fits(place.sheet, c).score}
    if place.contract.name != "receipts" or "receipts" in by_name:
        return False
    return bool(by_name) or _of_orders(place.headers)


def _of_orders(headers: dict[int, str]) -> bool:
    """Whether a row of headers names a customer, which no list of receipts or stock has."""
    return "customer" in match(BY_NAME["orders"], headers).columns


def _known(look: Look, found: dict[str, Found], lists: dict[str, Candidate], before: list[MapRow], made: Proposal) -> None:
    """Tables that are found as they are, and columns of theirs whose names are nearly known."""
    for name, place in found.items():
        made.tables.append(Standing(place.contract, place.sheet, place.header_row, False))
        of = lists.get(place.sheet)
        if of is None or name in _NOT_GUESSED or of.header_row != place.header_row:
            continue
        mine = [r for r in before if BY_NAME[name].sheet.casefold() == r.table.casefold()]
        settled = {r.field.casefold() for r in mine}
        shut = {r.column.casefold() for r in mine}
        if place.table is not None:  # what stands beside an Excel Table is not its own
            inside = range(place.table.first_col, place.table.last_col + 1)
            of = replace(of, profiles={c: p for c, p in of.profiles.items() if c in inside})
        extra = fit(of, place.contract, (), known=place.match.columns)
        new = {
            n: c
            for n, c in extra.chosen.items()
            if n not in place.match.columns
            and place.contract.field(n).header.casefold() not in settled
            and spelled(look, of.sheet, of.header_row, c.column).casefold() not in shut
        }
        if new:
            made.rows += _rows(
                look, replace(extra, chosen={n: c for n, c in extra.chosen.items() if n in place.match.columns or n in new})
            )


def _choose(found: dict[str, Found], lists: dict[str, Candidate], used: set[str]) -> dict[str, Fit]:
    """The best list for each table that is not found: by the best total over all of them, each list for one table.

    Stock may share the list of Items, and Items that of Stock, as today's product lists do.
    """
    wanted = [c for c in CONTRACTS if c.name not in found and c.name not in _NOT_GUESSED]
    free = [of for of in lists.values() if of.sheet not in used]
    made = [[fit(of, contract, neighbours(lists, of)) for of in free] for contract in wanted]
    worth = [[len(f.contract.required) * f.total if not f.missing and _eligible(f) else 0.0 for f in row] for row in made]
    fits = {wanted[c].name: made[c][s] for c, s in best_pairs(worth) if worth[c][s] > 0}
    for name, other in (("stock", "items"), ("items", "stock")):
        sheet = found[other].sheet if other in found else fits[other].of.sheet if other in fits else ""
        if name in found or name in fits or sheet not in lists:
            continue
        shared = fit(lists[sheet], BY_NAME[name], ())
        key = "on_hand" if name == "stock" else "supplier"
        if not shared.missing and key in shared.chosen and shared.chosen[key].by_name and shared.chosen[key].sure >= THRESHOLD:
            fits[name] = shared
    return fits


def _eligible(made: Fit) -> bool:
    """Whether a list may be proposed: surely enough, and by name where the table is not required."""
    by_name = {c.name for c in CONTRACTS if sheet_fits(made.of.sheet, c).score}
    if made.weakest < _LEAST or (by_name and made.contract.name not in by_name and not made.contract.required_sheet):
        return False
    if made.contract.name in ("receipts", "stock") and _of_orders(made.of.headers) and made.contract.name not in by_name:
        return False
    named = all(made.chosen[f.name].by_name for f in made.contract.required)
    if made.contract.required_sheet:
        return True
    return made.named_by_sheet.score >= 0.8 or (
        named and made.contract.by_header and made.named >= 3 and made.weakest >= THRESHOLD
    )


def neighbours(lists: dict[str, Candidate], of: Candidate) -> list[Neighbour]:
    """The columns of codes of all other sheets."""
    return [
        Neighbour(other.sheet, other.called(column), keys, column in other.keys)
        for other in lists.values()
        if other.sheet != of.sheet
        for column, keys in (other.codes | other.keys).items()
    ]


def _rows(look: Look, made: Fit) -> list[MapRow]:
    rows = []
    for f in made.contract.fields:
        choice = made.chosen.get(f.name)
        if choice is None:
            continue
        use, note = choice.sure >= THRESHOLD, ""
        if f.name == "shipped" and "not shipped yet" in made.chosen["ordered"].why:
            use, note = False, "Ordered is without it already."
        column = spelled(look, made.of.sheet, made.of.header_row, choice.column)
        rows.append(
            MapRow(
                made.contract.sheet,
                made.of.sheet,
                made.of.header_row,
                f.header,
                column,
                choice.sure,
                _sentence(choice.why),
                use,
                note,
            )
        )
    return rows


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:] + "."


def _remark_on_orders(made: Proposal, lists: dict[str, Candidate]) -> None:
    """What is said of a column of units not shipped, and of stock that stands beside order lines."""
    place = next((t for t in made.tables if t.contract.name == "orders"), None)
    of = lists.get(place.sheet) if place else None
    if place is None or of is None:
        return
    clear = match(place.contract, of.headers).columns
    mapped = {r.column for r in made.rows if r.table == "Orders"}
    for column, header in of.headers.items():
        if is_open_quantity(header) and " ".join(header.split()) not in mapped and column not in clear.values():
            ordered = of.profiles.get(clear.get("ordered", 0))
            pairs = zip(ordered.numbers, of.profiles[column].numbers, strict=True) if ordered else ()
            fewer = "shipped" not in clear and any(a is not None and b is not None and b < a for a, b in pairs)
            made.remarks.append(missing.open_quantity(header, of.sheet, fewer))


def _lacking(found: dict[str, Found], fits: dict[str, Fit], lists: dict[str, Candidate], used: set[str], made: Proposal) -> None:
    """A sentence for each table that is required and not there, and for each that a sheet's name promises."""
    taken = used | {f.of.sheet for f in fits.values()}
    for contract in CONTRACTS:
        if contract.name in found or contract.name in fits or contract.name in _NOT_GUESSED:
            continue
        near = [fit(of, contract, neighbours(lists, of)) for of in lists.values() if of.sheet not in taken]
        if contract.required_sheet:
            made.missing.append(missing.table(contract, near, lists))
        else:
            made.missing += [missing.columns(f) for f in near if f.missing and f.named_by_sheet.score >= 0.8]
