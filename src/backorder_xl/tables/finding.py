"""Which sheet and which row hold which table?

Looks at the sheet Mapping, then for an Excel Table's name, then a sheet's name, then a header row (rule 1.1). Reads headers
only. Sheets that the add-in makes itself are never taken for input.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from backorder_xl.tables import mapping
from backorder_xl.tables.contracts import CONTRACTS, Contract
from backorder_xl.tables.headers import nearest, normal
from backorder_xl.tables.places import TOP_ROWS, Found, Look, standing
from backorder_xl.tables.problems import Problem, Unusable, problem
from backorder_xl.workbook.model import Book, ExcelTable

# Headers that any list of goods may carry: too little to take a sheet for Stock by its headers alone.
_ANY_QUANTITY = {normal(h) for h in ("Quantity", "Qty", "Menge", "Quantité", "Cantidad", "Units")}


def find_tables(book: Book, told: list[Problem] | None = None, needed: bool = True) -> dict[str, Found]:
    """The place of every table that the workbook has, by the table's name in code (rule 1.1).

    Raises Unusable where Orders or Stock, or a column of theirs, is missing. Another table that lacks a required column
    comes back incomplete, with a problem; so do Orders and Stock where they are not ``needed``.
    What the sheet Mapping says goes first; what is wrong there is added to ``told``.
    """
    look = Look(book)
    found, partial = find_places(look, told if told is not None else [])
    for contract in CONTRACTS:
        place = found.get(contract.name)
        if place:
            place.problems += place.match.problems(place.sheet, place.header_row)
        elif contract.required_sheet and needed:
            raise Unusable(_nothing_found(book.name, look, contract, partial.get(contract.name)))
        elif contract.name in partial and _meant(partial[contract.name]):
            found[contract.name] = _incomplete(partial[contract.name])
    return found


def find_places(look: Look, told: list[Problem]) -> tuple[dict[str, Found], dict[str, Found]]:
    """The tables that are there with all required columns, and the best places of those that are not, by name."""
    found, partial = mapping.places(look, told)
    for contract in CONTRACTS:
        if contract.name in found:
            continue
        place, rest = _by_name(look, contract)
        if place:
            found[contract.name] = place
        elif rest:
            partial.setdefault(contract.name, rest)
    _by_headers(look, found)
    return found, partial


def _by_name(look: Look, contract: Contract) -> tuple[Found | None, Found | None]:
    """The complete table that a name leads to, and the best incomplete one."""
    names = [normal(contract.sheet), *(normal(a) for a in contract.aliases)]
    candidates = [look.in_table(contract, t) for t in _named(names, look.tables)]
    rest: Found | None = None
    for place in candidates:
        if place.complete:
            return place, None
        rest = rest or place
    for name in dict.fromkeys(names):
        for sheet in look.sheets:
            if normal(sheet) == name:
                place_or_none = look.in_sheet(contract, sheet)
                if place_or_none and place_or_none.complete:
                    return place_or_none, None
                rest = rest or place_or_none
    return None, rest


def _named(names: list[str], tables: Iterable[ExcelTable]) -> list[ExcelTable]:
    """Excel Tables called so, also with tbl or Table around the name; the table's own name first."""
    ranked = []
    for table in tables:
        bare = normal(table.name)
        for name in (bare, bare.removeprefix("tbl"), bare.removeprefix("table"), bare.removesuffix("table")):
            if name in names:
                ranked.append((names.index(name), len(ranked), table))
                break
    return [t for _, _, t in sorted(ranked, key=lambda r: r[:2])]


def _by_headers(look: Look, found: dict[str, Found]) -> None:
    """Find what no name led to by header row alone; a sheet is taken for one table only.

    Stock may share the sheet of Items, as in product lists that carry a stock column.
    """
    by_name = {normal(n) for c in CONTRACTS for n in (c.sheet, *c.aliases)}
    taken = {f.sheet for f in found.values()}
    for contract in CONTRACTS:
        if contract.name in found or not contract.by_header:
            continue
        places = []
        for sheet in look.sheets:
            if sheet in taken or (normal(sheet) in by_name and not contract.required_sheet):
                continue
            place = look.in_sheet(contract, sheet)
            if place and place.complete and _convincing(place):
                places.append(place)
        places.sort(key=lambda p: -p.match.known)
        if not places and contract.name == "stock" and "items" in found:
            shared = look.in_sheet(contract, found["items"].sheet)
            places = [shared] if shared and shared.complete and _convincing(shared) else []
        if places:
            first = found[contract.name] = places[0]
            taken.add(first.sheet)
            for other in places[1:]:
                first.problems.append(problem("second-sheet", first.sheet, None, "", other.sheet, table=contract.sheet))


def _convincing(place: Found) -> bool:
    """Whether headers alone make this table likely enough."""
    columns = place.match.columns
    if place.contract.name == "stock":
        return normal(place.headers[columns["on_hand"]]) not in _ANY_QUANTITY
    if place.contract.name == "items":
        return "supplier" in columns and place.match.known >= 3
    return place.match.known >= 3


def _meant(place: Found) -> bool:
    """Whether an incomplete sheet is worth a word: it carries the table's own name, or half of what is required."""
    contract = place.contract
    called = normal(contract.sheet) in (normal(place.sheet), normal(place.table.name) if place.table else "")
    return called or 2 * len(place.match.missing) <= len(contract.required)


def _incomplete(place: Found) -> Found:
    wanted = place.match.missing[0]
    near = nearest(wanted, place.headers)
    hint = f" (the nearest is {near!r})" if near else ""
    place.problems.append(problem("optional-column", place.sheet, None, wanted.header, table=place.contract.sheet, near=hint))
    return place


def _nothing_found(name: str, look: Look, contract: Contract, place: Found | None) -> str:
    """One sentence: the file, what was looked for, what was found, the nearest match (rule 1.5)."""
    wanted = ", ".join(f.header for f in contract.required)
    if place is None or not place.match.columns:
        place = _nearest_place(look, contract) or place
    if place is not None and place.match.columns:
        lacking = place.match.missing
        columns = ", ".join(f.header for f in lacking)
        near = [(f.header, nearest(f, place.headers)) for f in lacking]
        hints = "; ".join(f"the nearest to {h} is {n!r}" for h, n in near if n)
        plural = "s" if len(lacking) > 1 else ""
        return (
            f"{name}: the sheet {place.sheet!r} has no column{plural} {columns} for {contract.sheet}; its row "
            f"{place.header_row} says {_some(place.headers.values())}{'; ' + hints if hints else ''}."
        )
    near_sheet = difflib.get_close_matches(normal(contract.sheet), {normal(s): s for s in look.sheets}, n=1, cutoff=0.6)
    spelled = next((s for s in look.sheets if near_sheet and normal(s) == near_sheet[0]), "")
    hint = f"; the nearest is {spelled!r}" if spelled else ""
    sheets = f"the sheets {_some(look.book.sheets())}" if look.book.sheets() else "no sheet at all"
    return (
        f"{name} has no {contract.sheet}: looked for a sheet or Excel Table of that name, or a header row with {wanted} "
        f"in the first {TOP_ROWS} rows, and found {sheets}{hint}."
    )


def _nearest_place(look: Look, contract: Contract) -> Found | None:
    """The sheet whose headers come nearest, if at least two required columns are there."""
    best: Found | None = None
    enough = max(2, (len(contract.required) + 1) // 2)
    for sheet in look.sheets:
        place = look.in_sheet(contract, sheet)
        if place is None or len(contract.required) - len(place.match.missing) < enough:
            continue
        if best is None or standing(place) > standing(best):
            best = place
    return best


def _some(texts: Iterable[str], most: int = 8) -> str:
    shown = [repr(" ".join(t.split())[:40]) for t in texts]
    return ", ".join(shown[:most]) + (f" and {len(shown) - most} more" if len(shown) > most else "")
