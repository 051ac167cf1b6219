"""Which column of a header row is which field?

Matches by name, never by position (rule 1.1): case, spaces, punctuation, accents, a trailing star or unit do not matter.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache

from backorder_xl.tables.contracts.model import Contract, Field
from backorder_xl.tables.problems import Problem, problem

_BRACKETS = re.compile(r"\s*[(\[{]([^()\[\]{}]*)[)\]}][\s*:]*$")
# What may stand in brackets without changing what the column means. "(new)" and "(weeks)" may not.
_UNITS = re.compile(
    r"(pcs?|pieces?|ea|each|units?|stk|st|stuck|boxe?s|ctns?|cartons?|qty|quantity|kgs?|g|lbs?|m|cm|mm|ft|l|ml|"
    r"(calendar|working|business)?\s*(days?|tage?|jours|dias)|d|eur|usd|gbp|chf|cad|aud|jpy|sek|dkk|nok|pln|[$€£¥%#]|"
    r"[ymd]{1,4}[-/. ][ymd]{1,4}[-/. ][ymd]{1,4}|y/n|yes/no|[01]/[01]|required|optional|mandatory|pflichtfeld|iso|\*)",
)
_SHOP = "lineitem:"  # an alias that counts only beside headers such as "Lineitem sku"


@dataclass
class Match:
    """Which absolute column holds which field, which required fields are missing, and what is to be told."""

    columns: dict[str, int] = field(default_factory=dict)
    missing: list[Field] = field(default_factory=list)
    known: int = 0  # how many fields were found at all
    told: list[tuple[str, str, str, str]] = field(default_factory=list)  # code, column, value, used

    def problems(self, sheet: str, row: int) -> list[Problem]:
        return [problem(code, sheet, None, column, value, used=used) for code, column, value, used in self.told]


@lru_cache(maxsize=8192)
def normal(header: str) -> str:
    """A header as it is compared.

    >>> normal(" Order-No. * "), normal("Quantité")
    ('orderno', 'quantite')
    """
    text = unicodedata.normalize("NFKD", header.casefold().replace("ß", "ss"))
    return "".join(c for c in text if c.isalnum())


@lru_cache(maxsize=8192)
def without_unit(header: str) -> str:
    """The header as it is compared, without a trailing unit in brackets.

    >>> without_unit("Ordered (pcs)"), without_unit("On hand (new)")
    ('ordered', 'onhandnew')
    """
    found = _BRACKETS.search(header)
    if found:
        unit = unicodedata.normalize("NFKD", found.group(1).strip().casefold())
        if not unit or _UNITS.fullmatch("".join(c for c in unit if not unicodedata.combining(c))):
            return normal(header[: found.start()])
    return normal(header)


@lru_cache(maxsize=512)
def _names(wanted: Field) -> dict[str, int]:
    """The field's header and aliases as compared, with their standing: 0 is best."""
    names: dict[str, int] = {}
    for standing, alias in enumerate((wanted.header, *wanted.aliases)):
        shop = alias.startswith(_SHOP)
        key = (_SHOP if shop else "") + normal(alias.removeprefix(_SHOP))
        names.setdefault(key, standing)
    return names


@lru_cache(maxsize=64)
def _index(contract: Contract) -> dict[str, list[tuple[int, int]]]:
    """For each name as compared: (standing, number of the field)."""
    index: dict[str, list[tuple[int, int]]] = {}
    for number, wanted in enumerate(contract.fields):
        for name, standing in _names(wanted).items():
            index.setdefault(name, []).append((standing, number))
    return index


def match(contract: Contract, headers: dict[int, str]) -> Match:
    """Match a header row (absolute column -> header) to the fields of a contract (rule 1.1).

    Of two headers for one field the exact name wins, then the better alias, then the one further left. A column serves
    one field. A header such as Customer No takes Customer when the plain Customer can serve as Customer Name.
    """
    index, fields = _index(contract), contract.fields
    shop = any(normal(h).startswith("lineitem") for h in headers.values())
    offers: list[tuple[int, int, int]] = []  # standing, column, field
    for column, header in headers.items():
        full, bare = normal(header), without_unit(header)
        hits = [(2 * s, f) for s, f in index.get(full, [])]
        if bare != full:
            hits += [(2 * s + 1, f) for s, f in index.get(bare, [])]
        if shop:
            hits += [(2 * s, f) for s, f in index.get(_SHOP + full, [])]
        offers += [(standing, column, f) for standing, f in hits]
    offers = _codes_first(fields, headers, offers)
    offers.sort()
    taken: dict[int, int] = {}  # column -> field
    given: dict[int, int] = {}  # field -> column
    for _, column, f in offers:
        if column not in taken and f not in given:
            taken[column], given[f] = f, column
    _required_first(fields, offers, taken, given)

    result = Match({fields[f].name: c for f, c in sorted(given.items())}, known=len(given))
    result.missing = [w for n, w in enumerate(fields) if w.required and n not in given]
    told: set[int] = set()
    for _, column, f in offers:
        if column not in taken and column not in told and not fields[f].ours:
            told.add(column)
            result.told.append(("two-headers", fields[f].header, headers[column], headers[given[f]]))
    result.told += _bracketed(contract, headers, taken, given)
    return result


def _codes_first(
    fields: tuple[Field, ...], headers: dict[int, str], offers: list[tuple[int, int, int]]
) -> list[tuple[int, int, int]]:
    """Let a header that surely names a code win over the plain one, where the plain one is free to be the name."""
    out = list(offers)
    for number, wanted in enumerate(fields):
        if not wanted.codes or not wanted.twin:
            continue
        codes = {normal(c) for c in wanted.codes}
        twin = next(n for n, f in enumerate(fields) if f.name == wanted.twin)
        plain = {c for s, c, f in offers if f == number and s < 2}
        surely = {c for _, c, f in offers if f == number and without_unit(headers[c]) in codes}
        named = {c for _, c, f in offers if f == twin} - plain - surely
        if plain and not named:
            out = [(-1 if f == number and without_unit(headers[c]) in codes else s, c, f) for s, c, f in out]
    return out


def _required_first(
    fields: tuple[Field, ...], offers: list[tuple[int, int, int]], taken: dict[int, int], given: dict[int, int]
) -> None:
    """A required field without a column takes one from an optional field, as when Product Name is the only code."""
    for number, wanted in enumerate(fields):
        if not wanted.required or number in given:
            continue
        for _, column, f in offers:
            if f == number and not fields[taken[column]].required:
                del given[taken[column]]
                taken[column], given[number] = number, column
                break


def _bracketed(
    contract: Contract, headers: dict[int, str], taken: dict[int, int], given: dict[int, int]
) -> list[tuple[str, str, str, str]]:
    """Headers that would mean a field that is still missing, but for what stands in their brackets."""
    told = []
    for column, header in headers.items():
        found = _BRACKETS.search(header)
        if column in taken or not found:
            continue
        hits = _index(contract).get(normal(header[: found.start()]), [])
        for _, f in sorted(hits)[:1]:
            if f not in given and not contract.fields[f].ours:
                told.append(("unit-unknown", contract.fields[f].header, header, ""))
    return told


def nearest(wanted: Field, headers: dict[int, str]) -> str:
    """The header most like a field that was not found; "" where none is."""
    by = {normal(h): h for h in headers.values() if normal(h)}
    for name in (wanted.header, *wanted.aliases[:12]):
        near = difflib.get_close_matches(normal(name), by, n=1, cutoff=0.75 if name != wanted.header else 0.6)
        if near:
            return by[near[0]]
    return ""
